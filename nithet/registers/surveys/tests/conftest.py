"""Kin tasks of two divisions that are done by a survey, and a form of the first division."""

from __future__ import annotations

import pytest

from nithet.cycles.models import Task
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.forms.models import FormVersion
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.manuals.models import Procedure
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import make_school


def _procedure(unit: Unit, action: str, title: str, family: str) -> Procedure:
    steps = [{"title": title, "months": [11, 12], "actions": [action]}]
    made = make_procedure(unit, steps, title=f"{title} ({unit.short_name})")
    made.family = family
    made.save(update_fields=["family"])
    return made


@pytest.fixture
def tasks(office: Office, supervision: Unit, ict: Unit) -> list[Task]:
    """A survey of the supervision division, its kin of another division, and an evaluation."""
    made = [
        _procedure(supervision, "survey", "สำรวจความต้องการใช้สื่อ", "A"),
        _procedure(ict, "survey", "สำรวจความต้องการสื่อ ICT", "A"),
        _procedure(supervision, "evaluate", "ประเมินผลการใช้สื่อ", "B"),
    ]
    open_year(office)
    return [task_of(one, "1") for one in made]


@pytest.fixture
def task(tasks: list[Task]) -> Task:
    return tasks[0]


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def schools(office: Office) -> list[School]:
    return [make_school(office, name=f"โรงเรียนสาธิต {number}") for number in range(1, 11)]

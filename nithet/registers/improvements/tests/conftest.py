"""The work that an improvement shows."""

from __future__ import annotations

import pytest

from nithet.cycles.models import Task
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Office, Unit


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(
        supervision, [{"title": "ปรับปรุงการให้บริการสื่อ", "months": [11], "actions": ["improve"]}]
    )
    open_year(office)
    return task_of(procedure, "1")

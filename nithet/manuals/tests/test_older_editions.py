"""Editions that were adopted before rows could hold all of a draft get the rest from their reading."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps

from nithet.accounts.models import User
from nithet.manuals.models import ManualVersion, Procedure, Step
from nithet.manuals.queries.written import draft_of_version
from nithet.manuals.tests.factories import adopted, make_manual, make_version, manual_draft
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db
fill = import_module("nithet.manuals.migrations.0006_older_editions").fill_from_reading


@pytest.fixture
def older(office: Office, supervision: Unit, director: User, supervisor: User) -> ManualVersion:
    """An edition whose rows hold only what they could hold once."""
    (one,) = manual_draft().procedures
    first = replace(
        one.steps[0], detail="ภายใน ๓ วัน", time_text="โดยเร็ว", forms=("แบบ น.๑",), responsible=("ศึกษานิเทศก์",)
    )
    one = replace(one, family="A", number="๑", part="ตอนที่ ๑", steps=(first, *one.steps[1:]))
    version = make_version(make_manual(office, supervision), manual_draft(one))
    adopted(version, by=director, proposer=supervisor)
    Procedure.objects.update(family="", number="", part="")
    Step.objects.update(detail="", time_text="", forms=[])
    return version


def test_older_editions_get_what_they_were_read_with(older: ManualVersion) -> None:
    fill(apps, None)
    (one,) = draft_of_version(older).procedures
    assert (one.family, one.number, one.part) == ("A", "๑", "ตอนที่ ๑")
    assert (one.steps[0].detail, one.steps[0].time_text, one.steps[0].forms) == (
        "ภายใน ๓ วัน", "โดยเร็ว", ("แบบ น.๑",),
    )  # fmt: skip
    assert one.steps[1].forms == ()


def test_filling_twice_changes_nothing_that_a_person_corrected(older: ManualVersion) -> None:
    fill(apps, None)
    Procedure.objects.update(family="B")
    fill(apps, None)
    (one,) = draft_of_version(older).procedures
    assert (one.family, one.number) == ("B", "๑")


def test_a_row_of_other_words_than_the_reading_stays_as_it_is(older: ManualVersion) -> None:
    Procedure.objects.update(title="งานอื่น")
    fill(apps, None)
    (one,) = draft_of_version(older).procedures
    assert (one.family, one.number, one.steps[0].detail) == ("", None, None)

"""Two records of one person become one: their plans and activities go along."""

from __future__ import annotations

import pytest

from nithet.accounts.models import User
from nithet.offices.models import Office, Person
from nithet.offices.services.merging import belongings, merge_people
from nithet.offices.tests.factories import as_member, make_person
from nithet.registers.plans.tests.conftest import Maker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def test_plans_and_activities_go_to_the_kept_record(
    office: Office, supervisor: User, administrator: User, make: Maker
) -> None:
    gone, kept = make_person(office, "สมชาย ใจดิ"), supervisor.person
    plan = make(owner=gone, doer=gone, approved=True)
    assert belongings(gone) == {"แผนที่รับผิดชอบ": 1, "กิจกรรมของแผน": 1}
    merge_people(gone, kept, why="บันทึกซ้ำ", by=as_member(administrator, office))
    plan.refresh_from_db()
    assert (plan.owner, plan.activities.get().owner) == (kept, kept)
    assert not Person.objects.filter(pk=gone.pk).exists()

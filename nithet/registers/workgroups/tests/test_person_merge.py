"""Two records of one person become one: the groups that they own and sit in go along."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.models import SearchEntry
from nithet.offices.models import Office, Person, Unit
from nithet.offices.services.merging import belongings, merge_people
from nithet.offices.tests.factories import as_member, make_person
from nithet.registers.workgroups.models import WorkingGroup
from nithet.registers.workgroups.tests.factories import made, seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def gone(office: Office) -> Person:
    return make_person(office, "สมชาย ใจดิ")


def test_groups_and_seats_go_to_the_kept_record(
    office: Office, supervision: Unit, supervisor: User, administrator: User, gone: Person
) -> None:
    group = made(supervisor, office, supervision, seat(gone, duty="chair"), seat(name="ผู้รู้"))
    WorkingGroup.objects.filter(pk=group.pk).update(owner=gone)
    assert belongings(gone) == {"คณะทำงานที่รับผิดชอบ": 1, "ที่นั่งในคณะทำงาน": 1}
    kept = supervisor.person
    merge_people(gone, kept, why="บันทึกซ้ำ", by=as_member(administrator, office))
    group.refresh_from_db()
    assert (group.owner, group.seats.get(duty="chair").person) == (kept, kept)
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert Entry.objects.get(verb="person.merged").facts["moved"] == {"WorkingGroup": 1, "Seat": 1}
    assert kept.name in SearchEntry.objects.get(object_id=group.pk).text
    assert gone.name not in SearchEntry.objects.get(object_id=group.pk).text


def test_the_page_of_merging_says_what_goes_along(
    client: Client, office: Office, supervision: Unit, supervisor: User, administrator: User, gone: Person
) -> None:
    made(supervisor, office, supervision, seat(gone, duty="chair"))
    client.force_login(administrator)
    page = reverse("offices:person-merge", args=[office.code, supervisor.person.pk])
    assert "ที่นั่งในคณะทำงาน" in client.get(page, {"q": "สมชาย"}).content.decode()
    sent = client.post(page, {"gone": str(gone.pk), "reason": "บันทึกซ้ำ"})
    assert (sent.status_code, Person.objects.filter(pk=gone.pk).exists()) == (302, False)

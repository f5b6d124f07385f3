"""Two records of one person become one: the groups that they own and sit in go along."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.models import SearchEntry
from nithet.offices.models import Office, Person, Unit
from nithet.offices.privacy.sources import all_sources
from nithet.offices.services.merging import belongings, merge_people
from nithet.offices.services.people import edit_person
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


# One seat in one part


def test_who_sat_twice_in_one_part_sits_there_once(
    office: Office, supervision: Unit, supervisor: User, administrator: User, gone: Person
) -> None:
    kept = supervisor.person
    rows = (
        seat(gone, duty="chair", part="คณะ ก", agency="โรงเรียนบ้านสาธิต"),
        seat(kept, duty="secretary", part="คณะ  ก", post="ศึกษานิเทศก์"),
        seat(gone, part="คณะ ข"),
        seat(name="ผู้รู้", part="คณะ ก"),
    )
    group = made(supervisor, office, supervision, *rows)
    merge_people(gone, kept, why="บันทึกซ้ำ", by=as_member(administrator, office))
    seats = list(group.seats.filter(person=kept).order_by("position"))
    assert [(one.sub_group, one.duty) for one in seats] == [("คณะ ก", "chair"), ("คณะ ข", "member")]
    assert (seats[0].post, seats[0].agency) == ("ศึกษานิเทศก์", "โรงเรียนบ้านสาธิต")
    assert seats[0].duty_note == "กรรมการและเลขานุการ"
    group.refresh_from_db()
    assert (group.revision, group.seats.count()) == (2, 3)


def test_a_group_in_which_nobody_sat_twice_stays_as_it_is(
    office: Office, supervision: Unit, supervisor: User, administrator: User, gone: Person
) -> None:
    group = made(supervisor, office, supervision, seat(gone, duty="chair"), seat(name="ผู้รู้"))
    merge_people(gone, supervisor.person, why="บันทึกซ้ำ", by=as_member(administrator, office))
    group.refresh_from_db()
    assert (group.revision, group.seats.count()) == (1, 2)


# Names in search


def found(client: Client, office: Office, words: str) -> bool:
    page = client.get(reverse("workspace:search", args=[office.code]), {"q": words})
    return "แต่งตั้งคณะทำงานศูนย์สื่อ" in page.content.decode()


def test_a_name_that_was_put_right_is_found_at_once(
    client: Client, office: Office, supervision: Unit, supervisor: User, administrator: User, gone: Person
) -> None:
    made(supervisor, office, supervision, seat(gone, duty="chair"))
    edit_person(gone, {"last_name": "ถูกต้อง"}, by=as_member(administrator, office))
    client.force_login(supervisor)
    assert (found(client, office, "ใจดิ"), found(client, office, "ถูกต้อง")) == (False, True)


def test_the_name_of_who_was_removed_is_found_no_more(
    client: Client, office: Office, supervision: Unit, supervisor: User, gone: Person
) -> None:
    group = made(supervisor, office, supervision, seat(gone, duty="chair"), seat(name="ผู้รู้"))
    for source in all_sources():
        if source.forget:
            source.forget(gone, "นามแฝง 7")
    client.force_login(supervisor)
    assert not found(client, office, "ใจดิ")
    text = SearchEntry.objects.get(object_id=group.pk).text
    assert ("สมชาย" in text, "นามแฝง 7" in text, "ผู้รู้" in text) == (False, True, True)


def test_groups_of_others_are_left_alone(
    office: Office, supervision: Unit, supervisor: User, administrator: User, gone: Person
) -> None:
    group = made(supervisor, office, supervision, seat(supervisor.person, duty="chair"))
    SearchEntry.objects.filter(object_id=group.pk).update(text="อย่างเดิม")
    edit_person(gone, {"last_name": "ถูกต้อง"}, by=as_member(administrator, office))
    assert SearchEntry.objects.get(object_id=group.pk).text == "อย่างเดิม"

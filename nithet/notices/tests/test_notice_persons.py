"""Persons that go, or are two records of one; and what is swept in the night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.models import Job
from nithet.notices.jobs import daily
from nithet.notices.models import (
    CalendarFeed,
    Delivery,
    DeliveryLine,
    LineAccount,
    LineCode,
    Notice,
    Preference,
)
from nithet.notices.services import linking
from nithet.notices.services.feeds import make_feed
from nithet.notices.services.notifying import notify
from nithet.notices.tests.conftest import with_line
from nithet.offices.models import Office, Person
from nithet.offices.privacy.sources import all_sources
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import as_member, make_person

pytestmark = pytest.mark.usefixtures("friday", "matter")


def told(user: User, office: Office) -> Notice:
    """A notice of theirs that is on its way, with all that they may have chosen."""
    notify([user.person], "returned", new_id(), title="แผนการนิเทศ", address="/satit1/")
    notice = Notice.objects.get(person=user.person)
    facts = {"office": office, "person": user.person}
    delivery = Delivery.objects.create(
        **facts, channel="line", key="notice 1", subject="เรื่อง", next_at=now(), made_at=now()
    )
    DeliveryLine.objects.create(delivery=delivery, notice=notice, channel="line")
    Preference.objects.create(**facts, digest_hour=9)
    with_line(user)
    linking.make_code(by=as_member(user, office))
    make_feed(by=as_member(user, office))
    return notice


OWN = (Notice, Delivery, Preference, LineAccount, LineCode, CalendarFeed)


def test_a_removal_leaves_nothing(office: Office, supervisor: User, head: User) -> None:
    told(supervisor, office)
    told(head, office)
    person = supervisor.person
    for source in all_sources():
        if source.purpose == "notices" and source.forget:
            source.forget(person, "บุคลากรนามแฝง 1")
            source.forget(person, "บุคลากรนามแฝง 1")
    assert [model.objects.filter(person=person).count() for model in OWN] == [0] * len(OWN)
    assert [model.objects.filter(person=head.person).count() for model in OWN] == [1] * len(OWN)


def test_ones_own_copy_has_what_one_was_told(client: Client, office: Office, supervisor: User) -> None:
    told(supervisor, office)
    client.force_login(supervisor)
    text = client.get(reverse("offices:privacy-copy", args=["satit1", "json"])).content.decode()
    for words in ("แผนการนิเทศ", "U-supervisor", "09.00 น.", "LINE", "ที่อยู่ปฏิทินส่วนตัว"):
        assert words in text


def test_two_records_of_one_person_become_one(
    office: Office, supervisor: User, head: User, administrator: User
) -> None:
    """What both were told is told once; the kept record's choices stay."""
    kept, gone = supervisor.person, head.person
    told(supervisor, office)
    theirs = told(head, office)
    both = new_id()
    notify([kept, gone], "returned", both, title="ทั้งสอง", address="/satit1/")
    Preference.objects.filter(person=gone).update(digest_hour=11)
    gone.appointments.update(voided_at=now())
    merge_people(gone, kept, why="ซ้ำ", by=as_member(administrator, office))
    assert Notice.objects.filter(person=kept).count() == 3
    assert Notice.objects.filter(person=kept, object_id=both).count() == 1
    theirs.refresh_from_db()
    assert theirs.person == kept
    assert Preference.objects.get().digest_hour == 9
    assert LineAccount.objects.get().line_id == "U-supervisor"
    assert CalendarFeed.objects.get().person == kept


def test_the_kept_record_takes_what_it_has_not(office: Office, supervisor: User, administrator: User) -> None:
    gone, kept = supervisor.person, make_person(office, "สมชาย ใจดี")
    told(supervisor, office)
    merge_people(gone, kept, why="ซ้ำ", by=as_member(administrator, office))
    assert Preference.objects.get().person == kept
    assert LineAccount.objects.get().person == kept
    assert CalendarFeed.objects.get().person == kept
    assert not Person.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(("read_days_ago", "stays"), [(None, True), (89, True), (91, False)])
def test_what_was_read_long_ago_is_swept(
    office: Office, supervisor: User, read_days_ago: int | None, stays: bool
) -> None:
    notice = told(supervisor, office)
    read = None if read_days_ago is None else now() - timedelta(days=read_days_ago)
    Notice.objects.update(made_at=now() - timedelta(days=200), read_at=read)
    running = Job.objects.create(kind="notices.daily", title="กลางคืน", made_at=now(), state="running")
    daily(running)
    daily(running)
    assert Notice.objects.filter(pk=notice.pk).exists() is stays
    assert DeliveryLine.objects.exists() is stays
    assert Delivery.objects.exists()


def test_what_was_sent_long_ago_is_swept(office: Office, supervisor: User) -> None:
    told(supervisor, office)
    Delivery.objects.update(ended_at=now() - timedelta(days=91), state="sent")
    daily(Job.objects.create(kind="notices.daily", title="กลางคืน", made_at=now(), state="running"))
    assert not Delivery.objects.exists()
    assert Notice.objects.exists()

"""Who chooses at once, whose choice it is, and what of a device has truly come back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.errors import RefusedError
from nithet.core.ids import new_id
from nithet.core.models import Job
from nithet.field import access
from nithet.field.errors import LOST, REVOKED, KeptApartError
from nithet.field.models import Apart, Device, Waiting
from nithet.field.queries import apart as queries
from nithet.field.services import choosing
from nithet.field.services.arriving import arrive
from nithet.field.services.choosing import choose
from nithet.field.services.nightly import drop_arrived
from nithet.field.services.telling import told
from nithet.field.tests.apart_kit import INSTANCE, at, make_device, same_name_twice, same_subject_twice, send
from nithet.forms.errors import UnreadSubmissionError
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services.deciding import approve_submission
from nithet.forms.services.editing import write_answers
from nithet.forms.tests.filling_kit import make_form, photo, publish, xml_of
from nithet.forms.tests.test_answer_at_once import at_once
from nithet.notices.models import Notice
from nithet.notices.services.collecting import collect
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import DAY, as_member, make_person, page_text

pytestmark = pytest.mark.usefixtures("friday")
Choice = Apart.Choice
ANEW = "ตั้งค่าโปรเจกต์เดิมใหม่ด้วย QR"


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def reviewer(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


# Choosing


@pytest.fixture
def three(version: FormVersion, teacher: User, small_school: School) -> QuerySet[Apart]:
    """One visit that was recorded on three devices: the second and the third are each held against the first."""
    same_subject_twice(version, teacher, small_school.smis_code)
    third = make_device(teacher, "เครื่องที่สาม")
    send(version, teacher, device=third, school=small_school.smis_code, students="77", later=60)
    return queries.for_page(Apart.objects.all()).order_by("came_at", "pk")


def test_who_read_another_pair_reads_again_first(three: QuerySet[Apart], reviewer: Member) -> None:
    """The third was put against the second while its page was open; nothing is chosen of what was not read."""
    second, third = three
    choose(second, Choice.OTHER, by=reviewer)
    with pytest.raises(UnreadSubmissionError):
        choose(third, Choice.OTHER, by=reviewer)
    stands = Apart.objects.get(pk=third.pk)
    assert (stands.choice, stands.submission) == ("", second.other)
    assert Submission.objects.filter(state=Submission.State.VOID).get() == second.submission


def test_a_side_counts_as_it_stands_now(three: QuerySet[Apart], reviewer: Member, head: User) -> None:
    """Read before it was accepted by another: its sender chooses no more."""
    own = three[0]
    Submission.objects.update(sent_by=reviewer.user, person=reviewer.person)
    read = queries.for_page(Apart.objects.all()).get(pk=own.pk)
    approve_submission(_whole(own.submission), by=as_member(head, reviewer.office))
    with pytest.raises(RefusedError):
        choose(read, Choice.OTHER, by=reviewer)


@pytest.mark.parametrize("choice", Choice.values)
def test_an_edit_between_reading_and_choosing_is_read_first(
    version: FormVersion, supervisor: User, reviewer: Member, choice: str
) -> None:
    apart = same_name_twice(version, supervisor)
    seen = queries.for_page(Apart.objects.all()).get()
    edited = xml_of(instance="uuid:later", students="25").replace(
        "<meta>", f"<meta><deprecatedID>{INSTANCE}</deprecatedID>"
    )
    standing = Submission.objects.get(pk=apart.submission_id)
    write_answers(standing, xml=edited.encode(), files={}, by=reviewer, actor=reviewer, at=now(), why="แก้")
    with pytest.raises(UnreadSubmissionError):
        choose(seen, choice, by=reviewer)
    assert Apart.objects.get().choice == ""
    choose(queries.for_page(Apart.objects.all()).get(), choice, by=reviewer)
    assert Apart.objects.get().choice == choice


@pytest.mark.skipif(connection.vendor != "postgresql", reason="no rows are locked")
@pytest.mark.django_db(transaction=True)
def test_two_who_choose_of_three_records_do_not_stop_each_other(
    three: QuerySet[Apart], reviewer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has begun when the other goes on, as far as the locks let them."""
    both, real = Barrier(2), choosing._set_aside_by

    def together(apart: Apart) -> Submission | None:
        with suppress(BrokenBarrierError):
            both.wait(1)
        return real(apart)

    aparts = list(three)
    monkeypatch.setattr(choosing, "_set_aside_by", together)
    ends = at_once(*(lambda one=one: choose(one, Choice.OTHER, by=reviewer) for one in aparts))
    # The one that comes second is either chosen of what it read, or told to read again.
    assert set(ends) <= {"done", "UnreadSubmissionError"}
    assert "done" in ends
    assert Apart.objects.filter(choice="").count() == ends.count("UnreadSubmissionError")


def _whole(submission: Submission) -> Submission:
    return Submission.objects.select_related("form__unit", "version__form__unit").get(pk=submission.pk)


def test_who_sent_what_was_accepted_does_not_undo_it_in_their_own_division(
    client: Client, version: FormVersion, supervisor: User, head: User, reviewer: Member, school: School
) -> None:
    apart = same_subject_twice(version, supervisor, school.smis_code)
    assert access.can_choose(reviewer, apart)
    other = as_member(head, reviewer.office)
    approve_submission(_whole(apart.submission), by=other)
    seen = queries.for_page(Apart.objects.all()).get(pk=apart.pk)
    refused = access.can_choose(reviewer, seen)
    assert not refused
    assert "มีผู้ตรวจรับแล้ว" in refused.why
    client.force_login(supervisor)
    client.post(at(apart, "apart-choose"), {"choice": Choice.OTHER})
    assert Submission.objects.filter(state=Submission.State.APPROVED).get() == apart.submission
    assert access.can_choose(other, seen)


# What a device holds


@pytest.fixture
def device(version: FormVersion, supervisor: User) -> Device:
    return make_device(supervisor, "โน้ตบุ๊กสีเทา")


def tell(device: Device, **facts: Any) -> None:
    line = {
        "form": "visit_note", "instance_id": INSTANCE, "title": "เยี่ยมครูใจดี", "filled_at": "2026-11-19T08:15:00+07:00",
        "files": 1, **facts,
    }  # fmt: skip
    told(device, carried=[], waiting=[line], drafts=0, at=now())


def page(client: Client, user: User, device: Device) -> str:
    client.force_login(user)
    return page_text(client.get(reverse("field:device-page", args=["satit1", device.pk])))


def test_what_still_lacks_a_picture_has_not_come_back(
    client: Client, version: FormVersion, device: Device, supervisor: User, reviewer: Member, school: School
) -> None:
    """The device may hold the only copy of it."""
    tell(device)
    facts = {
        "xml": xml_of(school.smis_code, instance=INSTANCE, photo="photo-1.jpg").encode(),
        "at": now(), "member": reviewer, "device": device,
    }  # fmt: skip
    assert arrive(version, files={}, **facts).awaited == ("photo-1.jpg",)  # type: ignore[arg-type]
    assert Waiting.objects.count() == 1
    tell(device, refusal="ยังไม่ได้รับไฟล์ photo-1.jpg")
    drop_arrived(Job())
    waiting = page(client, supervisor, device).split("แบบฟอร์มที่นำติดตัวไป")[0]
    assert "เยี่ยมครูใจดี" in waiting
    picture = SimpleUploadedFile("photo-1.jpg", photo((40, 30)), "image/jpeg")
    assert arrive(version, files={"photo-1.jpg": picture}, **facts).awaited == ()  # type: ignore[arg-type]
    assert not Waiting.objects.exists()
    tell(device)
    assert not Waiting.objects.exists()


@pytest.fixture
def apart_without_picture(
    version: FormVersion, device: Device, supervisor: User, reviewer: Member, school: School
) -> Callable[..., None]:
    """Of one name the first content came whole from another device; the second came from this one, without its picture."""
    first = make_device(supervisor, "เครื่องแรก")
    arrive(
        version,
        xml=xml_of(school.smis_code, instance=INSTANCE).encode(),
        files={},
        at=now(),
        member=reviewer,
        device=first,
    )
    other = xml_of(school.smis_code, instance=INSTANCE, students="9", photo="photo-1.jpg").encode()

    def send(**files: SimpleUploadedFile) -> None:
        named = {f"{name}.jpg".replace("_", "-"): file for name, file in files.items()}
        with pytest.raises(KeptApartError):
            arrive(version, xml=other, files=named, at=now(), member=reviewer, device=device)

    send()
    return send


def test_what_was_kept_apart_without_its_picture_has_not_come_back(
    client: Client, device: Device, supervisor: User, apart_without_picture: Callable[..., None]
) -> None:
    tell(device, refusal="ข้อมูลไม่ตรงกัน")
    tell(make_device(supervisor, "ส่งแทนจากไฟล์"))
    for _ in range(2):
        tell(device, refusal="ข้อมูลไม่ตรงกัน")
        drop_arrived(Job())
        assert Waiting.objects.count() == 2
    assert "เยี่ยมครูใจดี" in page(client, supervisor, device).split("แบบฟอร์มที่นำติดตัวไป")[0]
    # The device whose content stands holds nothing that is not here.
    first = Device.objects.get(name="เครื่องแรก")
    tell(first)
    assert not first.waiting.exists()
    apart_without_picture(photo_1=SimpleUploadedFile("photo-1.jpg", photo((40, 30)), "image/jpeg"))
    drop_arrived(Job())
    assert not Waiting.objects.exists()


@pytest.mark.parametrize(
    ("choice", "waits"), [(Choice.STANDING, False), (Choice.OTHER, True), (Choice.BOTH, True)]
)
def test_once_somebody_has_chosen_only_what_was_taken_is_waited_for(
    device: Device, reviewer: Member, apart_without_picture: Callable[..., None], choice: str, waits: bool
) -> None:
    choose(queries.for_page(Apart.objects.all()).get(), choice, by=reviewer)
    tell(device)
    drop_arrived(Job())
    assert Waiting.objects.exists() is waits


def test_why_something_was_not_sent_is_read_by_its_owner_alone(
    client: Client, device: Device, supervisor: User, administrator: User
) -> None:
    """The words may name schools, files and people."""
    tell(device, refusal="ไม่พบโรงเรียนบ้านทุ่ง")
    assert "ส่งไม่ได้: ไม่พบโรงเรียนบ้านทุ่ง" in page(client, supervisor, device)
    text = page(client, administrator, device)
    assert "ส่งไม่ได้" in text
    assert "บ้านทุ่ง" not in text


@pytest.mark.parametrize(
    "odd",
    [
        {"filled_at": "0001-01-01T00:00:00+14:00"},
        {"filled_at": "9999-12-31T23:59:59-14:00"},
        {"title": "\0\ud800", "refusal": "\0\ud800"},
        {"files": float("inf")},
        {"files": 10**400},
    ],
)
def test_nonsense_is_stored_within_bounds(device: Device, odd: dict[str, Any]) -> None:
    tell(device, **odd)
    row = Waiting.objects.get()
    assert row.filled_at <= now()
    assert row.files <= 1000


@pytest.mark.parametrize("odd", [{"form": "visit\0note"}, {"form": "\ud800"}, {"instance_id": "a\0b"}])
def test_a_name_that_no_database_takes_is_passed_over(device: Device, odd: dict[str, Any]) -> None:
    tell(device, **odd)
    assert not Waiting.objects.exists()


def test_of_two_records_in_one_browser_the_one_that_goes_is_waited_for_no_more(
    client: Client, version: FormVersion, office: Office, supervisor: User, director: User
) -> None:
    """It tells nothing any more under that key: no notice each few months; what it held still stands on its page."""
    gone, key = make_person(office, "สมชาย ใจดิ"), new_id()
    facts = {"kind": Device.Kind.BROWSER, "key": key, "made_by": supervisor, "made_at": now()}
    theirs = Device.objects.create(office=office, person=gone, name="เครื่องเดิม", **facts)
    own = Device.objects.create(office=office, person=supervisor.person, name="เครื่องนี้", **facts)
    tell(theirs)
    Device.objects.filter(pk=theirs.pk).update(seen_at=now() - timedelta(days=200))
    merge_people(gone, supervisor.person, why="บันทึกซ้ำ", by=as_member(director, office))
    theirs.refresh_from_db()
    own.refresh_from_db()
    assert theirs.revoked_at == now()
    assert (own.key, own.revoked_at) == (key, None)
    collect([office.pk], on=DAY)
    assert not Notice.objects.filter(kind="device_silent").exists()
    assert "เยี่ยมครูใจดี" in page(client, supervisor, theirs)


# A phone that was stopped works again


def test_a_phone_is_set_up_anew_in_the_project_that_holds_what_was_filled(
    client: Client, supervisor: User
) -> None:
    """Another project would leave behind what was filled, which nothing can send then."""
    phone = make_device(supervisor, "ซัมซุง", kind=Device.Kind.COLLECT, prefix="odk_abc123")
    client.force_login(supervisor)
    made = client.post(reverse("field:device-make", args=["satit1"]), {"name": "อีกเครื่อง"}, follow=True)
    back = client.get(reverse("field:device-back", args=["satit1", phone.pk]))
    for words in (REVOKED, LOST, page(client, supervisor, phone), page_text(made), page_text(back)):
        assert ANEW in words
        assert "(Reconfigure with QR code)" in words

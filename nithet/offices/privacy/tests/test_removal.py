"""A granted removal is done step by step, goes on where it was broken off, and tells what it leaves."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.services import record
from nithet.audit.verifying import Verification
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.offices.models import Leave, Office, Person, PrivacyRequest, Role, School, SchoolChange
from nithet.offices.privacy import removing
from nithet.offices.services.people import edit_person
from nithet.offices.tests.factories import as_member, make_appointment, make_member_user, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def asked(teacher: User, supervisor: User, office: Office, administrator: User) -> PrivacyRequest:
    """The teacher, who was called otherwise once and has left, asks to be removed."""
    edit_person(teacher.person, {"last_name": "นามเดิม"}, by=as_member(administrator, office))
    person = Person.objects.get(pk=teacher.person.pk)
    for number in range(3):
        record("task.noted", by=teacher, on=person, why=f"ครั้งที่ {number}")
        record("task.assigned", by=supervisor, on=supervisor.person, to=person.name)
    edit_person(person, {"last_name": "นามใหม่"}, by=as_member(administrator, office))
    person.appointments.update(until_on=date(2026, 11, 19))
    return PrivacyRequest.objects.create(
        office=office, person=person, kind="removal", text="ขอให้ลบ", made_at=now()
    )


def address(asked: PrivacyRequest) -> str:
    return reverse("offices:privacy-request", args=["satit1", asked.pk])


def grant(client: Client, asked: PrivacyRequest, words: str = "ลบแล้ว") -> Any:
    return client.post(address(asked), {"granted": "yes", "words": words})


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def state_of(asked: PrivacyRequest) -> str:
    asked.refresh_from_db()
    return asked.state


def names_left() -> bool:
    told = list(Entry.objects.values_list("by_name", "title", "why", "facts"))
    kept = [told, list(Job.objects.values_list("title", "cursor", "result", "payload"))]
    text = json.dumps(kept, ensure_ascii=False)
    return "นามเดิม" in text or "นามใหม่" in text


def findings(office: Office) -> list[str]:
    return [found.words for chain in (office.pk, None) for found in Verification(chain)]


def test_the_press_answers_at_once_and_the_request_when_it_is_done(
    page: Client, asked: PrivacyRequest, office: Office
) -> None:
    assert grant(page, asked).headers["Location"] == address(asked)
    assert state_of(asked) == "removing"
    assert "กำลังลบข้อมูล" in page_text(page.get(address(asked)))
    assert jobs.run_queued() == 1
    assert (state_of(asked), asked.answer, asked.answered_at) == ("answered", "ลบแล้ว", now())
    assert not names_left()
    assert findings(office) == []
    assert "ลบแล้ว" in page_text(page.get(address(asked)))


def test_pressed_twice_it_is_one_job(page: Client, asked: PrivacyRequest) -> None:
    assert [grant(page, asked).status_code for _ in range(2)] == [302, 302]
    assert Job.objects.filter(kind="privacy.remove").count() == 1
    jobs.run_queued()
    assert grant(page, asked).status_code == 409
    assert Entry.objects.filter(verb="privacy.answered").count() == 1


def test_a_removal_that_has_begun_is_not_taken_back(
    client: Client, page: Client, asked: PrivacyRequest, teacher: User
) -> None:
    grant(page, asked)
    make_appointment(asked.person, Role.TEACHER, from_on=date(2026, 11, 20))
    client.force_login(teacher)
    response = client.post(reverse("offices:privacy-withdraw", args=["satit1", asked.pk]))
    assert (response.status_code, state_of(asked)) == (409, "removing")


def test_who_was_appointed_since_is_not_removed_and_the_request_is_open_again(
    page: Client, asked: PrivacyRequest, school: School
) -> None:
    grant(page, asked)
    make_appointment(asked.person, Role.TEACHER, school=school, from_on=date(2026, 12, 1))
    jobs.run_queued()
    assert (state_of(asked), asked.answer) == ("open", "")
    assert "ยังปฏิบัติหน้าที่อยู่" in Job.objects.get(kind="privacy.remove").error
    asked.person.refresh_from_db()
    assert asked.person.pseudonymised_at is None


def broken_off(monkeypatch: pytest.MonkeyPatch, after: int) -> bool:
    """Run until the job has said `after` times how far it is, then take the machine away. False: it was done before."""
    said = 0

    def say(*given: Any, **facts: Any) -> None:
        nonlocal said
        said += 1
        if said > after:
            raise KeyboardInterrupt
        jobs.advance(*given, **facts)

    monkeypatch.setattr(removing, "advance", say)
    try:
        jobs.run_queued()
    except KeyboardInterrupt:
        return True
    return False


def resumed_by_the_worker() -> None:
    long_ago = now() - jobs.SILENT_AFTER - timedelta(seconds=1)
    Job.objects.filter(state="running").update(beat_at=long_ago)
    assert jobs.resume_silent() == 1
    jobs.perform.func(str(Job.objects.get(kind="privacy.remove").pk))


@pytest.mark.parametrize("after", range(1, 17))
def test_broken_off_anywhere_history_verifies_and_the_job_goes_on(
    page: Client, asked: PrivacyRequest, office: Office, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr("nithet.audit.erasing.ROWS_READ", 8)
    monkeypatch.setattr("nithet.audit.erasing.ROWS_A_TRANSACTION", 4)
    grant(page, asked)
    assert broken_off(monkeypatch, after)
    assert findings(office) == []
    assert state_of(asked) == "removing"
    monkeypatch.setattr(removing, "advance", jobs.advance)
    resumed_by_the_worker()
    assert state_of(asked) == "answered"
    assert not names_left()
    assert findings(office) == []


def test_what_failed_is_said_on_the_page_and_a_press_goes_on(
    page: Client, asked: PrivacyRequest, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(removing, "_erase", fail)
    grant(page, asked)
    jobs.run_queued()
    monkeypatch.undo()
    page.force_login(director)
    text = page_text(page.get(address(asked)))
    assert "การลบหยุดก่อนเสร็จ" in text
    for _ in range(2):
        assert page.post(address(asked)).status_code == 302
    assert Entry.objects.filter(verb="privacy.resumed").count() == 1
    jobs.run_queued()
    assert state_of(asked) == "answered"
    assert not names_left()


def test_a_removal_goes_on_by_those_who_may_answer_only(
    client: Client, page: Client, asked: PrivacyRequest, head: User, outsider: User
) -> None:
    grant(page, asked)
    for user, code in ((head, 403), (outsider, 404)):
        client.force_login(user)
        assert client.get(address(asked)).status_code == code
        assert client.post(address(asked)).status_code == code


def test_a_name_in_the_answer_is_not_kept(page: Client, asked: PrivacyRequest) -> None:
    grant(page, asked, words=f"ลบข้อมูลของ {asked.person.plain_name} แล้ว")
    jobs.run_queued()
    assert not names_left()
    asked.refresh_from_db()
    assert asked.answer == f"ลบข้อมูลของ {removing.alias_of(asked.person)} แล้ว"


def test_many_rows_are_removed_in_short_transactions(
    page: Client, asked: PrivacyRequest, teacher: User, office: Office
) -> None:
    """450 rows that the person signed, and those of the fixture: no statement changes more than a batch."""
    from nithet.audit.services import entry, record_many

    record_many([entry("task.noted", by=teacher, on=asked.person) for _ in range(450)])
    grant(page, asked)
    with CaptureQueriesContext(connection) as queries:
        jobs.run_queued()
    changes = [q["sql"] for q in queries if (q["sql"] or "").startswith('UPDATE "audit_entry" SET "by_name"')]
    assert len(changes) == 3
    assert findings(office) == []


# What others typed


def test_texts_of_others_that_hold_the_name_are_counted_with_the_way_to_them(
    page: Client, asked: PrivacyRequest, supervisor: User, school: School, office: Office
) -> None:
    name = asked.person.plain_name
    theirs = Leave.objects.create(
        office=office, person=supervisor.person, kind="sick", from_on=date(2026, 1, 5), until_on=date(2026, 1, 5),
        note=f"{name} ปฏิบัติงานแทน",
    )  # fmt: skip
    SchoolChange.objects.create(
        office=office, school=school, kind="renamed", on=date(2026, 1, 5), note=f"ตามที่ {name} เสนอ"
    )
    own = Leave(pk=None, office=office, person=asked.person, kind="sick", note=name)
    own.from_on = own.until_on = date(2026, 1, 5)
    own.save()
    text = page_text(page.get(address(asked)))
    for title in ("หมายเหตุการลาของผู้อื่น", "การเปลี่ยนแปลงของโรงเรียน"):
        assert f'{title}</b> <span class="nw">1 รายการ' in text
    assert reverse("offices:person-page", args=["satit1", theirs.person_id]) in text
    assert reverse("offices:school-page", args=["satit1", school.pk]) in text
    grant(page, asked)
    jobs.run_queued()
    assert "2 รายการที่มีชื่อเดิม" in Job.objects.get(kind="privacy.remove").result["words"]


def test_where_no_text_holds_the_name_that_is_said(page: Client, asked: PrivacyRequest) -> None:
    assert "ขณะนี้ไม่พบชื่อในข้อความเหล่านั้น" in page_text(page.get(address(asked)))


def test_the_page_costs_the_same_for_one_text_and_many(
    page: Client, asked: PrivacyRequest, supervisor: User, school: School, office: Office
) -> None:
    costs = []
    for number in range(2):
        for day in range(1, 2 + number * 4):
            other = make_member_user(office, Role.TEACHER, school=school)
            on = date(2026, 1 + number, day)
            Leave.objects.create(
                office=office, person=other.person, kind="sick", from_on=on, until_on=on, note=asked.person.plain_name
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            page.get(address(asked))
        costs.append(len(queries))
    assert costs[0] == costs[1]

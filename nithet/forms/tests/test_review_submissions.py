"""Looking through what was filled: the table, one submission, decisions, edits; and what it becomes in a register."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.core.ids import new_id
from nithet.forms.errors import (
    StaleSubmissionError,
    SubmissionStateError,
    TrialSubmissionError,
    UnreadSubmissionError,
)
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.services import deciding
from nithet.forms.services.editing import replace_answers
from nithet.forms.services.receiving import receive
from nithet.forms.tests.filling_kit import AT, make_form, photo, publish, xml_of
from nithet.notices.models import Notice
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")
State = Submission.State


@pytest.fixture
def form(office: Office, supervision: Unit) -> Form:
    return make_form(office, unit=supervision)


@pytest.fixture
def version(form: Form) -> FormVersion:
    return publish(form)


def filled(
    version: FormVersion, user: User, school: School, *, xml: str = "", later: int = 0, **answers: str
) -> Submission:
    by = as_member(user, version.form.office)
    files = (
        {"photo-1.jpg": SimpleUploadedFile("photo-1.jpg", photo(), "image/jpeg")}
        if "photo" in answers
        else {}
    )
    content = xml or xml_of(school.smis_code, **answers)
    return receive(
        version, xml=content.encode(), files=files, by=by, at=AT + timedelta(minutes=later)
    ).submission


@pytest.fixture
def sent(version: FormVersion, teacher: User, school: School) -> Submission:
    return filled(version, teacher, school, topic="การใช้สื่อเสียง", place="19.9 99.8 0 5", photo="photo-1.jpg")


@pytest.fixture
def reviewer(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


def at(office: Office, view: str, *args: object) -> str:
    return reverse(f"forms:{view}", args=[office.code, *args])


def act(client: Client, submission: Submission, name: str, **data: Any) -> Any:
    return client.post(at(submission.office, f"submission-{name}", submission.pk), data)


# Decisions


def test_what_is_accepted_is_accepted_once(client: Client, sent: Submission, supervisor: User) -> None:
    client.force_login(supervisor)
    for _ in range(2):
        assert act(client, sent, "approve").status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.decided_by) == (State.APPROVED, supervisor)
    assert Entry.objects.filter(object_id=sent.pk, verb="submission.approved").count() == 1


def test_who_sent_it_is_told_why_it_came_back_and_what_is_meant(
    client: Client, sent: Submission, supervisor: User, teacher: User, office: Office
) -> None:
    client.force_login(supervisor)
    told = {"reason": "ระบุจำนวนนักเรียนใหม่", "marked": ["students", "a b;c"]}
    assert act(client, sent, "return", **told).status_code == 302
    assert act(client, sent, "return", **told).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.reason, sent.marked) == (State.RETURNED, "ระบุจำนวนนักเรียนใหม่", ["students"])
    notice = Notice.objects.get(kind=deciding.RETURNED)
    assert notice.person == teacher.person
    client.force_login(teacher)
    page = page_text(client.get(notice.address))
    for words in ("ระบุจำนวนนักเรียนใหม่", "โปรดแก้ไขข้อนี้", "แก้ไขคำตอบ"):
        assert words in page
    assert "ระบุจำนวนนักเรียนใหม่" in page_text(client.get(reverse("workspace:asked", args=[office.code])))


def test_what_one_sent_stands_on_the_first_page_with_how_it_stands(
    client: Client,
    version: FormVersion,
    sent: Submission,
    school: School,
    teacher: User,
    supervisor: User,
    office: Office,
) -> None:
    client.force_login(teacher)
    page = reverse("workspace:asked", args=[office.code])

    def stands() -> list[tuple[str, str]]:
        return [(one.key, one.received) for one in client.get(page).context["sent"]]

    key = f"submission-{sent.pk}"
    assert stands() == [(key, "ได้รับแล้ว")]
    Submission.objects.update(state=State.APPROVED, decided_at=AT)
    assert stands() == [(key, "ตรวจรับแล้ว")]
    Submission.objects.update(state=State.VOID, reason="ส่งซ้ำ")
    assert stands() == []
    Submission.objects.update(state=State.RETURNED)
    assert stands() == []
    assert [card.asked.key for card in client.get(page).context["todo"]] == [key]
    filled(version, supervisor, school)
    Submission.objects.filter(pk=sent.pk).update(state=State.RECEIVED, received_at=AT - timedelta(days=800))
    assert stands() == []


def test_many_sent_forms_ask_no_more_than_one(
    client: Client, version: FormVersion, sent: Submission, school: School, teacher: User, office: Office
) -> None:
    client.force_login(teacher)
    page = reverse("workspace:asked", args=[office.code])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for number in range(4):
        filled(version, teacher, school, later=number + 1)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(page).context["sent"]) == 5
    assert len(many) == len(one)


@pytest.mark.parametrize("act_name", ["return", "void"])
def test_a_reason_is_asked_for(client: Client, sent: Submission, supervisor: User, act_name: str) -> None:
    client.force_login(supervisor)
    assert act(client, sent, act_name).status_code == 422
    sent.refresh_from_db()
    assert sent.state == State.RECEIVED


def test_what_is_set_aside_or_accepted_can_be_taken_back(sent: Submission, reviewer: Member) -> None:
    deciding.void_submission(sent, why="ส่งซ้ำ", by=reviewer)
    assert deciding.take_back_decision(sent, by=reviewer).state == State.RECEIVED
    deciding.approve_submission(sent, by=reviewer)
    assert deciding.take_back_decision(sent, by=reviewer).state == State.RECEIVED
    assert deciding.take_back_decision(sent, by=reviewer).state == State.RECEIVED


def test_of_two_who_decide_at_once_one_is_refused(sent: Submission, reviewer: Member) -> None:
    other = Submission.objects.get(pk=sent.pk)
    deciding.return_submission(other, why="แก้ไข", by=reviewer)
    with pytest.raises(SubmissionStateError, match="ส่งคืนแก้ไข"):
        deciding.approve_submission(sent, by=reviewer)


def test_what_was_edited_since_it_was_read_is_not_accepted(
    client: Client, sent: Submission, school: School, supervisor: User, reviewer: Member, head: User
) -> None:
    client.force_login(supervisor)
    page = client.get(at(sent.office, "submission-page", sent.pk)).content.decode()
    assert 'name="revision" value="0"' in page
    read = Submission.objects.get(pk=sent.pk)
    by = as_member(head, sent.form.office)
    replace_answers(sent, xml=edited(sent, school, students="31"), files={}, by=by, at=AT)
    for name in ("approve", "return", "void"):
        assert act(client, sent, name, revision="0", reason="x").status_code == 409
    with pytest.raises(UnreadSubmissionError):
        deciding.approve_submission(read, by=reviewer)
    assert Submission.objects.get(pk=sent.pk).state == State.RECEIVED
    assert act(client, sent, "approve", revision="1").status_code == 302
    assert Submission.objects.get(pk=sent.pk).state == State.APPROVED


def test_a_trial_is_not_decided_on(sent: Submission, reviewer: Member) -> None:
    sent.is_trial = True
    with pytest.raises(TrialSubmissionError):
        deciding.approve_submission(sent, by=reviewer)


def test_nobody_accepts_what_they_sent_themselves(
    version: FormVersion, supervisor: User, school: School, reviewer: Member
) -> None:
    with pytest.raises(RefusedError):
        deciding.approve_submission(filled(version, supervisor, school), by=reviewer)


@pytest.mark.parametrize("act_name", ["approve", "return", "void", "take-back", "land"])
def test_acts_are_for_those_who_look_through_them(
    client: Client, sent: Submission, teacher: User, outsider: User, act_name: str
) -> None:
    for user, status in ((outsider, 404), (teacher, 403)):
        client.force_login(user)
        assert act(client, sent, act_name, reason="x").status_code == status
    assert client.get(at(sent.office, f"submission-{act_name}", sent.pk)).status_code == 405


def test_several_are_accepted_at_once_and_others_passed_over(
    client: Client,
    version: FormVersion,
    office: Office,
    teacher: User,
    supervisor: User,
    school: School,
    sent: Submission,
    reviewer: Member,
) -> None:
    own = filled(version, supervisor, school)
    back = deciding.return_submission(filled(version, teacher, school), why="แก้ไข", by=reviewer)
    client.force_login(supervisor)
    there = at(office, "submission-list", "visit_note")
    response = client.post(
        at(office, "submissions-approve", "visit_note"),
        {"submission": [*(f"{one.pk}:0" for one in (sent, own, back)), "x", f"{new_id()}:x"], "back": there},
        follow=True,
    )
    assert "ตรวจรับแล้ว 1 ชุด ข้าม 2 ชุด" in page_text(response)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {sent.pk: State.APPROVED, own.pk: State.RECEIVED, back.pk: State.RETURNED}


def test_what_was_edited_since_the_table_was_read_is_passed_over(
    client: Client, sent: Submission, school: School, supervisor: User, head: User
) -> None:
    client.force_login(supervisor)
    table = client.get(at(sent.office, "submission-list", "visit_note")).content.decode()
    ticked = f"{sent.pk}:0"
    assert f'value="{ticked}"' in table
    by = as_member(head, sent.form.office)
    replace_answers(sent, xml=edited(sent, school, students="31"), files={}, by=by, at=AT)
    address = at(sent.office, "submissions-approve", "visit_note")
    for row in (ticked, str(sent.pk)):
        response = client.post(address, {"submission": [row]}, follow=True)
        assert "ตรวจรับแล้ว 1 ชุด" not in page_text(response)
        assert Submission.objects.get().state == State.RECEIVED
    client.post(address, {"submission": [f"{sent.pk}:1"]})
    assert Submission.objects.get().state == State.APPROVED


def test_a_comment_that_is_sent_twice_stands_once(client: Client, sent: Submission, supervisor: User) -> None:
    client.force_login(supervisor)
    key = new_id()
    for _ in range(2):
        act(client, sent, "comment", text="โปรดดูภาพ", key=key)
    assert [one.text for one in sent.comments.all()] == ["โปรดดูภาพ"]
    assert "โปรดดูภาพ" in page_text(client.get(at(sent.office, "submission-page", sent.pk)))


# Edits


def edited(submission: Submission, school: School, **answers: str) -> bytes:
    """What the browser sends after an edit: a name of its own, and the one that it replaces."""
    xml = xml_of(school.smis_code, **answers)
    return xml.replace("</meta>", f"<deprecatedID>{submission.instance_id}</deprecatedID></meta>").encode()


def test_the_sender_mends_what_came_back(
    client: Client, sent: Submission, teacher: User, school: School, reviewer: Member, office: Office
) -> None:
    deciding.return_submission(sent, why="นับใหม่", marked=["students"], by=reviewer)
    replace_answers(
        sent, xml=edited(sent, school, students="31"), files={}, by=as_member(teacher, office), at=AT
    )
    sent.refresh_from_db()
    assert (sent.state, sent.answers["students"], sent.marked, sent.revision) == (State.RECEIVED, 31, [], 1)
    client.force_login(teacher)
    page = page_text(client.get(at(office, "submission-page", sent.pk)))
    assert "<del>24</del> <ins>31</ins>" in page


def test_an_edit_of_what_another_has_edited_is_refused(
    sent: Submission, school: School, reviewer: Member
) -> None:
    old = edited(sent, school, students="30")
    replace_answers(sent, xml=edited(sent, school, students="31"), files={}, by=reviewer, at=AT)
    with pytest.raises(StaleSubmissionError, match="“จำนวนนักเรียน” ขณะนี้เป็น “31” ของท่านเป็น “30”"):
        replace_answers(Submission.objects.get(pk=sent.pk), xml=old, files={}, by=reviewer, at=AT)


def test_the_sender_does_not_edit_what_nobody_sent_back(
    sent: Submission, teacher: User, school: School, office: Office
) -> None:
    with pytest.raises(RefusedError):
        replace_answers(
            sent, xml=edited(sent, school, students="31"), files={}, by=as_member(teacher, office), at=AT
        )


# Pages


def test_the_page_tells_answers_problems_and_files(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User
) -> None:
    body = "<agreements><what>จัดมุมอ่าน</what></agreements>"
    xml = xml_of(school.smis_code, students="-5", body=body, photo="photo-1.jpg")
    submission = filled(version, teacher, school, xml=xml, photo="photo-1.jpg")
    client.force_login(supervisor)
    page = page_text(client.get(at(submission.office, "submission-page", submission.pk)))
    small = at(submission.office, "submission-small", submission.pk, "photo-1.jpg")
    for part in ("จัดมุมอ่าน", "รายการที่ 1", "0 ถึง 5,000", small, 'value="agreements[1]/what"'):
        assert part in page
    for _ in range(2):
        assert client.get(small)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2), ("state=waiting", 2), ("state=approved", 0), ("q=เสียง", 1), ("q=ไม่มีคำนี้", 0), ("problems=on", 1), ("version=1", 2),
        ("from_on=21/11/2569", 0), ("until_on=20/11/2569", 2), ("trial=on", 0), ("state=void", 0), ("sort=-students", 2), ("sort=school", 2),
        ("col=students&col=nothing", 2), ("page=9", 2),
    ],
)  # fmt: skip
def test_the_table_is_narrowed(
    client: Client,
    office: Office,
    sent: Submission,
    version: FormVersion,
    teacher: User,
    school: School,
    supervisor: User,
    query: str,
    count: int,
) -> None:
    filled(version, teacher, school, students="-5", topic="การใช้สื่อภาพ")
    client.force_login(supervisor)
    response = client.get(at(office, "submission-list", "visit_note") + f"?{query}")
    assert response.content.decode().count("data-row>") == count


def test_one_is_found_by_its_reference(
    client: Client,
    office: Office,
    sent: Submission,
    version: FormVersion,
    teacher: User,
    school: School,
    supervisor: User,
) -> None:
    filled(version, teacher, school)
    client.force_login(supervisor)
    page = page_text(client.get(at(office, "submission-list", "visit_note"), {"q": sent.reference}))
    assert page.count("data-row>") == 1
    assert sent.reference in page


def test_everyone_sees_their_part_of_the_table(
    client: Client,
    office: Office,
    version: FormVersion,
    sent: Submission,
    teacher: User,
    school_director: User,
    head: User,
    small_school: School,
) -> None:
    filled(version, head, small_school)
    for user, count in ((teacher, 1), (school_director, 1), (head, 2)):
        client.force_login(user)
        page = client.get(at(office, "submission-list", "visit_note")).content.decode()
        assert page.count("data-row>") == count, user


@pytest.mark.parametrize("view", ["submission-list", "submission-photos", "submission-map"])
def test_a_page_of_many_costs_as_much_as_of_one(
    client: Client,
    office: Office,
    version: FormVersion,
    sent: Submission,
    teacher: User,
    school: School,
    supervisor: User,
    view: str,
) -> None:
    client.force_login(supervisor)
    address = at(office, view, "visit_note")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert client.get(address).status_code == 200
    for number in range(5):
        filled(version, teacher, school, later=number, place="19.91 99.81 0 5", photo="photo-1.jpg")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_photos_and_places_are_shown(
    client: Client, office: Office, sent: Submission, supervisor: User, school: School
) -> None:
    client.force_login(supervisor)
    assert "photo-1.jpg" in page_text(client.get(at(office, "submission-photos", "visit_note")))
    page = page_text(client.get(at(office, "submission-map", "visit_note")))
    assert "<circle" in page
    assert school.name in page


def test_a_map_of_a_part_says_of_how_many(
    client: Client, version: FormVersion, office: Office, sent: Submission, teacher: User, school: School, supervisor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    filled(version, teacher, school, place="19.91 99.81 0 5", later=1)
    for module in ("queries", "views"):
        monkeypatch.setattr(f"nithet.forms.{module}.submissions.MOST_PLACES", 1)
    client.force_login(supervisor)
    page = page_text(client.get(at(office, "submission-map", "visit_note")))
    assert '1 จุด</b> ที่ได้รับล่าสุด จากทั้งหมด <span class="nw">2 ชุด' in page

"""What a submission becomes in a register: when it comes in, when it is accepted, and when it is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.forms import landing
from nithet.forms.errors import SubmissionStateError
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services import deciding
from nithet.forms.services.editing import replace_answers
from nithet.forms.tests.filling_kit import AT, make_form, publish
from nithet.forms.tests.test_review_submissions import act, at, edited, filled
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")
State = Submission.State


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def reviewer(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


class Register:
    """A register that keeps the topics of submissions, and refuses some."""

    def __init__(self) -> None:
        self.kept: dict[UUID, str] = {}
        self.keepers: set[UUID] = set()
        self.refuses = "ห้ามซ้ำ"

    def land(self, submission: Submission, by: Member) -> tuple[str, UUID]:
        if by.pk not in self.keepers:
            raise RefusedError("ท่านบันทึกทะเบียนนี้ไม่ได้")
        if submission.answers.get("topic") == "ผิดพลาด":
            raise KeyError("topic")
        if submission.answers.get("topic") == self.refuses:
            raise SubmissionStateError(reference=submission.reference, state="ซ้ำ")
        self.kept[submission.pk] = str(submission.answers["topic"])
        return "topic", submission.pk


@pytest.fixture
def register(version: FormVersion) -> Iterator[Register]:
    made = Register()
    landing.declare(
        landing.Landing(
            "toy.topics",
            "ทะเบียนหัวข้อ",
            landing.has_questions("topic"),
            made.land,
            lambda _, pk: landing.Place(made.kept[pk], "/there/"),
        )
    )
    FormVersion.objects.update(landing="toy.topics")
    version.landing = "toy.topics"
    yield made
    landing.LANDINGS.pop("toy.topics", None)


def test_it_lands_when_it_comes_in_and_again_after_an_edit(
    client: Client,
    version: FormVersion,
    register: Register,
    supervisor: User,
    school: School,
    reviewer: Member,
) -> None:
    register.keepers.add(supervisor.pk)
    submission = filled(version, supervisor, school, topic="หนึ่ง")
    assert (submission.landed_kind, submission.landed_id) == ("topic", submission.pk)
    replace_answers(submission, xml=edited(submission, school, topic="สอง"), files={}, by=reviewer, at=AT)
    assert register.kept == {submission.pk: "สอง"}
    client.force_login(supervisor)
    assert (
        'href="/there/"'
        in client.get(at(version.form.office, "submission-page", submission.pk)).content.decode()
    )
    assert Entry.objects.filter(verb="submission.landed").count() == 1


def test_what_its_sender_cannot_bring_there_lands_when_it_is_accepted(
    version: FormVersion,
    register: Register,
    supervisor: User,
    reviewer: Member,
    teacher: User,
    school: School,
) -> None:
    register.keepers.add(supervisor.pk)
    submission = filled(version, teacher, school)
    assert (submission.state, submission.landed_id) == (State.RECEIVED, None)
    assert "เมื่อกลุ่มเจ้าของแบบฟอร์มตรวจรับ" in submission.landing_refusal
    deciding.approve_submission(submission, by=reviewer)
    submission.refresh_from_db()
    assert (submission.landed_id, submission.landing_refusal) == (submission.pk, "")


def test_a_fault_of_a_register_turns_nobody_away(
    version: FormVersion, register: Register, supervisor: User, school: School
) -> None:
    register.keepers.add(supervisor.pk)
    submission = filled(version, supervisor, school, topic="ผิดพลาด")
    submission.refresh_from_db()
    assert (submission.state, submission.landing_refusal) == (State.ATTENTION, landing.UNMADE)


def test_what_a_register_refuses_waits_for_somebody_to_look(
    version: FormVersion, register: Register, supervisor: User, school: School
) -> None:
    register.keepers.add(supervisor.pk)
    submission = filled(version, supervisor, school, topic="ห้ามซ้ำ")
    submission.refresh_from_db()
    assert (submission.state, submission.landed_id) == (State.ATTENTION, None)
    assert "ซ้ำ" in submission.landing_refusal


def test_what_stood_in_the_way_was_mended_and_it_lands(
    client: Client, version: FormVersion, register: Register, supervisor: User, head: User, school: School
) -> None:
    register.keepers |= {supervisor.pk, head.pk}
    submission = filled(version, supervisor, school, topic="ห้ามซ้ำ")
    client.force_login(head)
    page = at(submission.office, "submission-page", submission.pk)
    for _ in range(2):
        assert "ลองบันทึกเข้าทะเบียนอีกครั้ง" in page_text(client.get(page))
        assert act(client, submission, "land").status_code == 302
    assert "ซ้ำ" in Submission.objects.get().landing_refusal
    register.refuses = ""
    for _ in range(2):
        assert act(client, submission, "land").status_code == 302
    submission.refresh_from_db()
    assert (submission.state, submission.landed_id, submission.landing_refusal) == (
        State.RECEIVED,
        submission.pk,
        "",
    )
    assert Entry.objects.filter(verb="submission.landing_tried").count() == 3
    assert Entry.objects.filter(verb="submission.landed").count() == 1
    assert "ลองบันทึกเข้าทะเบียนอีกครั้ง" not in page_text(client.get(page))


def test_what_has_to_be_accepted_first_is_not_brought_there_before(
    client: Client, version: FormVersion, register: Register, teacher: User, supervisor: User, school: School
) -> None:
    register.keepers.add(supervisor.pk)
    submission = filled(version, teacher, school)
    client.force_login(supervisor)
    page = client.get(at(submission.office, "submission-page", submission.pk))
    assert "ลองบันทึกเข้าทะเบียนอีกครั้ง" not in page_text(page)
    assert act(client, submission, "land").status_code == 409
    assert register.kept == {}


def test_an_edit_with_problems_reaches_its_object_when_it_is_accepted(
    version: FormVersion, register: Register, supervisor: User, school: School, head: User
) -> None:
    register.keepers |= {supervisor.pk, head.pk}
    submission, by = filled(version, supervisor, school, topic="หนึ่ง"), as_member(head, version.form.office)
    wrong = edited(submission, school, topic="สอง", students="9000")
    replace_answers(submission, xml=wrong, files={}, by=by, at=AT)
    assert (register.kept[submission.pk], submission.state) == ("หนึ่ง", State.ATTENTION)
    assert "ตรวจรับ" in submission.landing_refusal
    deciding.approve_submission(submission, by=by)
    assert (register.kept[submission.pk], submission.landing_refusal) == ("สอง", "")


def test_a_register_that_is_gone_is_told_of(
    client: Client, version: FormVersion, register: Register, supervisor: User, school: School
) -> None:
    register.keepers.add(supervisor.pk)
    landed = filled(version, supervisor, school)
    del landing.LANDINGS["toy.topics"]
    submission = filled(version, supervisor, school)
    assert submission.landing_refusal == landing.GONE
    client.force_login(supervisor)
    for one in (landed, submission):
        assert "ไม่ได้ติดตั้งแล้ว" in page_text(client.get(at(version.form.office, "submission-page", one.pk)))

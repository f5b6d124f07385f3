"""Of two that do not agree a person chooses; nothing is lost, whatever is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.field.errors import ChoiceStandsError, ChosenAlreadyError, SideVoidError
from nithet.field.models import Apart
from nithet.field.services.choosing import bring_late, choose, choose_anew
from nithet.field.tests.apart_kit import INSTANCE, at, make_device, same_name_twice, same_subject_twice, send
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.services import deciding
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")
State, Choice = Submission.State, Apart.Choice


@pytest.fixture
def form(office: Office, supervision: Unit) -> Form:
    return make_form(office, unit=supervision)


@pytest.fixture
def version(form: Form) -> FormVersion:
    return publish(form)


@pytest.fixture
def content(version: FormVersion, teacher: User, school: School) -> Apart:
    return same_name_twice(version, teacher, school.smis_code, picture=True)


@pytest.fixture
def subject(version: FormVersion, teacher: User, small_school: School) -> Apart:
    return same_subject_twice(version, teacher, small_school.smis_code)


@pytest.fixture
def reviewer(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def sender(teacher: User, office: Office) -> Member:
    return as_member(teacher, office)


def students() -> list[int]:
    """Of what counts."""
    found = Submission.objects.exclude(state=State.VOID).order_by("received_at", "pk")
    return [one.answers["students"] for one in found]


def test_what_came_first_stays_and_the_other_content_is_kept_beside(content: Apart, reviewer: Member) -> None:
    choose(content, Choice.STANDING, by=reviewer)
    content.refresh_from_db()
    assert students() == [24]
    assert (content.choice, content.chosen_by, content.answers["students"]) == ("standing", reviewer.user, 42)
    assert content.files.count() == 1
    assert Entry.objects.get(verb="apart.chosen").within_id == content.submission_id


def test_the_other_content_becomes_an_edit_with_its_files(content: Apart, reviewer: Member) -> None:
    choose(content, Choice.OTHER, by=reviewer)
    submission = Submission.objects.get()
    assert (submission.answers["students"], submission.instance_id, submission.revision) == (42, INSTANCE, 1)
    edit = submission.edits.get()
    assert edit.answers["students"] == 24
    assert "topic" in {one["path"] for one in edit.differences}
    # Both photos were called alike and are not: the second has another name now, and both stay.
    named = submission.answers["photo"]
    assert named != "photo-1.jpg"
    assert set(submission.files.values_list("name", flat=True)) == {"photo-1.jpg", named}
    assert submission.files.get(name=named).file == content.files.get().file
    assert submission.awaited_files == 0


def test_a_file_that_is_the_same_keeps_its_name(
    version: FormVersion, teacher: User, school: School, reviewer: Member
) -> None:
    apart = same_name_twice(version, teacher, school.smis_code, picture=True)
    first = apart.submission.files.get()
    apart.files.update(file=first.file)
    choose(apart, Choice.OTHER, by=reviewer)
    submission = Submission.objects.get()
    assert submission.answers["photo"] == "photo-1.jpg"
    assert submission.files.get() == first


@pytest.mark.parametrize("choice", [Choice.OTHER, Choice.BOTH])
def test_files_that_come_after_the_choice_still_find_their_answer(
    version: FormVersion, teacher: User, school: School, reviewer: Member, choice: str
) -> None:
    """Chosen while the photo was on its way; one of the same name had come with the first content."""
    apart = same_name_twice(version, teacher, school.smis_code, picture=True)
    photo = apart.files.get()
    photo.delete()
    choose(apart, choice, by=reviewer)
    apart.refresh_from_db()
    taken = apart.became or Submission.objects.get()
    assert taken.awaited_files == 1
    bring_late(apart, {photo.name: photo.file}, by=reviewer)
    taken.refresh_from_db()
    assert taken.awaited_files == 0
    assert taken.files.get(name=taken.answers["photo"]).file == photo.file


def test_both_contents_become_two_submissions_of_their_sender(
    content: Apart, reviewer: Member, teacher: User
) -> None:
    choose(content, Choice.BOTH, by=reviewer)
    content.refresh_from_db()
    became = content.became
    assert became is not None
    assert students() == [24, 42]
    assert (became.sent_by, became.person, became.received_at) == (teacher, teacher.person, content.came_at)
    assert became.instance_id not in (INSTANCE, "")
    assert became.device_id == content.device_id
    assert became.files.get().file == content.files.get().file


def test_what_the_device_sends_again_after_the_choice_is_there(
    content: Apart, version: FormVersion, teacher: User, reviewer: Member
) -> None:
    """The form still waits on the device that was refused: now it is told that it has come."""
    choose(content, Choice.BOTH, by=reviewer)
    content.refresh_from_db()
    again = send(version, teacher, device=content.device, xml=bytes(content.xml).decode(), later=60)
    assert again == content.became
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(("choice", "left"), [("standing", [24]), ("other", [42]), ("both", [24, 42])])
def test_of_one_subject_the_one_that_is_not_taken_is_set_aside(
    subject: Apart, reviewer: Member, choice: str, left: list[int]
) -> None:
    choose(subject, choice, by=reviewer)
    assert students() == left
    void = Submission.objects.filter(state=State.VOID)
    assert void.count() == 2 - len(left)
    assert all("บันทึกเรื่องเดียวกันสองครั้ง" in one.reason for one in void)


def test_what_was_recorded_a_third_time_is_held_against_the_one_that_stays(
    subject: Apart, version: FormVersion, teacher: User, small_school: School, reviewer: Member
) -> None:
    third = make_device(teacher, "เครื่องที่สาม")
    send(version, teacher, device=third, school=small_school.smis_code, students="77", later=60)
    choose(subject, Choice.OTHER, by=reviewer)
    waiting = Apart.objects.get(choice="")
    assert waiting.other is not None
    assert (waiting.submission.answers["students"], waiting.other.answers["students"]) == (42, 77)
    choose(waiting, Choice.STANDING, by=reviewer)
    assert students() == [42]


@pytest.mark.parametrize("choice", list(Choice))
@pytest.mark.parametrize("kind", ["content", "subject"])
def test_chosen_twice_is_chosen_once(
    kind: str, choice: str, reviewer: Member, request: pytest.FixtureRequest
) -> None:
    apart = request.getfixturevalue(kind)
    for _ in range(2):
        choose(Apart.objects.get(pk=apart.pk), choice, by=reviewer)
    choose(apart, choice, by=reviewer)  # as it was read before
    assert Entry.objects.filter(verb="apart.chosen").count() == 1
    assert Submission.objects.count() <= 2
    assert sum(one.edits.count() for one in Submission.objects.all()) <= 1


def test_of_two_people_who_choose_at_once_one_is_told(
    content: Apart, reviewer: Member, sender: Member
) -> None:
    seen = Apart.objects.get(pk=content.pk)
    choose(content, Choice.STANDING, by=reviewer)
    with pytest.raises(ChosenAlreadyError, match=reviewer.user.name):
        choose(seen, Choice.OTHER, by=sender)
    assert students() == [24]


def test_who_sent_both_chooses_until_somebody_has_decided(
    content: Apart, subject: Apart, sender: Member, reviewer: Member
) -> None:
    choose(subject, Choice.OTHER, by=sender)
    assert subject.submission.state == State.VOID
    deciding.approve_submission(content.submission, by=reviewer)
    with pytest.raises(RefusedError, match="ตรวจข้อมูลชุดนี้แล้ว"):
        choose(content, Choice.OTHER, by=sender)
    assert 24 in students()


def test_nobody_else_chooses(content: Apart, school_director: User, ict_head: User, office: Office) -> None:
    for user in (school_director, ict_head):
        with pytest.raises(RefusedError):
            choose(content, Choice.STANDING, by=as_member(user, office))
    assert not Apart.objects.get().choice


def test_what_was_set_aside_meanwhile_cannot_be_taken(
    content: Apart, subject: Apart, reviewer: Member
) -> None:
    for one in (content.submission, subject.other):
        assert one is not None
        deciding.void_submission(one, why="ส่งผิดแบบ", by=reviewer)
    for apart in Apart.objects.all():
        with pytest.raises(SideVoidError):
            choose(apart, Choice.OTHER, by=reviewer)
        # Nothing of it stands.
        assert not Apart.objects.get(pk=apart.pk).choice
    assert students() == [24]


def test_a_choice_that_changed_no_answers_can_be_made_anew(
    content: Apart, subject: Apart, reviewer: Member
) -> None:
    choose(content, Choice.STANDING, by=reviewer)
    choose(subject, Choice.OTHER, by=reviewer)
    for apart in (content, subject):
        choose_anew(Apart.objects.get(pk=apart.pk), by=reviewer)
        choose_anew(apart, by=reviewer)
    assert students() == [24, 24, 42]
    assert Entry.objects.filter(verb="apart.chosen_anew").count() == 2
    choose(Apart.objects.get(pk=content.pk), Choice.OTHER, by=reviewer)
    with pytest.raises(ChoiceStandsError):
        choose_anew(Apart.objects.get(pk=content.pk), by=reviewer)


# The page


def press(client: Client, user: User, apart: Apart, choice: str, **data: Any) -> Any:
    client.force_login(user)
    return client.post(at(apart, "apart-choose"), {"choice": choice, **data})


@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor", 302), ("teacher", 302), ("head", 302), ("director", 302), ("school_director", 404), ("ict_head", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_finds_the_button(
    client: Client, content: Apart, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    response = press(client, request.getfixturevalue(who), content, "standing")
    assert response.status_code == code
    assert bool(Apart.objects.get().choice) is (code == 302)


def test_who_has_read_older_answers_reads_them_again_first(
    client: Client, content: Apart, supervisor: User
) -> None:
    Submission.objects.update(revision=1)
    assert press(client, supervisor, content, "standing", revision="0").status_code == 409
    assert press(client, supervisor, content, "standing", revision="1").status_code == 302


def test_bad_input_is_told_and_chooses_nothing(client: Client, content: Apart, supervisor: User) -> None:
    for choice in ("", "all", "<b>"):
        response = press(client, supervisor, content, choice)
        assert response.status_code == 302
        assert "ยังไม่ได้เลือก" in client.get(response["Location"]).content.decode()
    assert not Apart.objects.get().choice
    assert client.get(at(content, "apart-choose")).status_code == 405

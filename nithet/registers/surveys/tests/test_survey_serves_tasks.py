"""A round from a task's page until the task, and its kin, are done by it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.models import Job
from nithet.cycles.models import Evidence, Offer, Task, TaskLink
from nithet.cycles.services.counting import recount
from nithet.cycles.services.evidence import void_evidence
from nithet.cycles.services.offering import unsettled
from nithet.forms.choosing import Choice
from nithet.forms.models import FormVersion, Round, RoundTarget
from nithet.forms.queries.rounds import response_of
from nithet.forms.round_hooks import tell_answered
from nithet.forms.services.rounds import closing
from nithet.forms.services.rounds.targets import add_targets, ask_again, excuse, excuse_closed_schools
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School, SchoolChange, Unit
from nithet.offices.tests.factories import DAY, as_member, make_school, page_text
from nithet.registers.surveys import serving
from nithet.registers.surveys.errors import UseDiffersError
from nithet.registers.surveys.models import RoundProgress, RoundTask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture(autouse=True)
def _hears_anew() -> None:
    serving._left.clear()


@pytest.fixture
def made(version: FormVersion, task: Task, supervisor: User, office: Office) -> Round:
    """A draft that was begun from the task's page."""
    made = make_round(version)
    serving.serve(made, task, by=as_member(supervisor, office))
    return made


@pytest.fixture
def targets(made: Round, schools: list[School]) -> list[RoundTarget]:
    targets = open_round(made, schools)
    serving.bring_up(made)
    return targets


def told(made: Round, targets: Iterable[RoundTarget]) -> None:
    for target in targets:
        answer(made, target)
    serving.bring_up(made)


def state_of(task: Task) -> tuple[int, int, bool]:
    task.refresh_from_db()
    return task.done, task.target, task.is_met


def words_of(client: Client, office: Office, task: Task) -> str:
    return " ".join(page_text(client.get(reverse("cycles:task-page", args=[office.code, task.pk]))).split())


def tie(first: Task, second: Task) -> None:
    TaskLink.objects.create(office=first.office, first=first, second=second, made_at=now())


def test_the_task_leads_to_a_new_round_and_then_to_its_own(
    client: Client,
    office: Office,
    task: Task,
    supervisor: User,
    supervision: Unit,
    version: FormVersion,
    schools: list[School],
) -> None:
    client.force_login(supervisor)
    tool = reverse("surveys:round-of-task", args=[office.code, task.pk])
    assert tool in client.get(reverse("cycles:task-page", args=[office.code, task.pk])).content.decode()
    begin = client.get(tool)["Location"]
    assert begin == f"{reverse('forms:round-begin', args=[office.code])}?task={task.pk}&use=survey"
    typed = {
        "key": str(new_id()), "title": "สำรวจความต้องการสื่อ", "unit": str(supervision.pk), "use": "survey", "audience": "schools",
        "opens_on": "20 พ.ย. 2569", "closes_on": "4 ธ.ค. 2569", "is_once": "on", "wanted_percent": "80", "cutoff": "group",
    }  # fmt: skip
    client.post(f"{begin}&form={version.form.name}", typed)
    made = Round.objects.get()
    page = reverse("forms:round-page", args=[office.code, made.pk])
    assert RoundTask.objects.get().task == task
    assert client.get(tool)["Location"] == page
    assert task.title in page_text(client.get(page))
    assert Entry.objects.filter(verb="round.serves", object_id=made.pk).count() == 1


def test_nothing_is_shown_before_the_first_answer(task: Task, targets: list[RoundTarget]) -> None:
    assert not Offer.objects.exists()
    assert state_of(task) == (0, 8, False)


def test_the_task_is_met_by_as_many_answers_as_were_wanted(
    client: Client, office: Office, supervisor: User, task: Task, made: Round, targets: list[RoundTarget]
) -> None:
    client.force_login(supervisor)
    told(made, targets[:5])
    assert state_of(task) == (5, 8, False)
    assert "ตอบแล้ว 5 จาก 8 โรงเรียนที่ต้องการ (ร้อยละ 80 ของ 10)" in words_of(client, office, task)
    told(made, targets[5:])
    assert state_of(task) == (8, 8, True)
    evidence = Evidence.objects.get(task=task)
    assert (evidence.kind, evidence.object_id, evidence.value) == ("survey_round", made.pk, 10)
    assert made.title in words_of(client, office, task)
    assert recount([task.pk]) == 0
    assert not unsettled([task])


def test_two_rounds_do_not_help_each_other(
    task: Task,
    made: Round,
    targets: list[RoundTarget],
    version: FormVersion,
    schools: list[School],
    supervisor: User,
    office: Office,
) -> None:
    told(made, targets)
    other = make_round(version, title="รอบที่สอง")
    serving.serve(other, task, by=as_member(supervisor, office))
    more = open_round(other, schools)
    told(other, more[:1])
    assert state_of(task) == (9, 16, False)


def test_a_round_made_for_another_task_is_not_asked_of_this_one(
    office: Office, tasks: list[Task], version: FormVersion, schools: list[School], supervisor: User
) -> None:
    """Both are evidence by their day; each task waits for its own."""
    own, other = make_round(version, use=Round.Use.EVALUATE), make_round(version, use=Round.Use.EVALUATE)
    serving.serve(own, tasks[2], by=as_member(supervisor, office))
    told(own, open_round(own, schools))
    told(other, open_round(other, schools)[:1])
    assert Evidence.objects.filter(task=tasks[2]).count() == 2
    assert state_of(tasks[2]) == (8, 9, False)
    closing.close_round(own, why="ครบแล้ว", by=as_member(supervisor, office))
    assert state_of(tasks[2]) == (9, 9, True)


def test_a_round_that_nobody_tied_counts_by_its_day(
    task: Task, version: FormVersion, schools: list[School]
) -> None:
    """Of several the fullest one, as the window asks for one."""
    first, second = make_round(version), make_round(version)
    told(first, open_round(first, schools)[:2])
    assert state_of(task) == (2, 8, False)
    told(second, open_round(second, schools))
    assert state_of(task) == (8, 8, True)


def test_an_evaluation_is_done_when_it_is_closed(
    client: Client,
    office: Office,
    tasks: list[Task],
    version: FormVersion,
    schools: list[School],
    supervisor: User,
) -> None:
    task, by = tasks[2], as_member(supervisor, office)
    made = make_round(version, use=Round.Use.EVALUATE)
    serving.serve(made, task, by=by)
    told(made, open_round(made, schools))
    assert state_of(task) == (8, 9, False)
    client.force_login(supervisor)
    assert "ผลสมบูรณ์เมื่อปิดรับข้อมูล" in words_of(client, office, task)
    closing.close_round(made, why="ครบแล้ว", by=by)
    assert state_of(task) == (9, 9, True)
    assert "ปิดรับข้อมูลและมีผลแล้ว" in words_of(client, office, task)
    closing.reopen_round(made, made.closes_on, why="ขอเพิ่ม", by=by)
    assert state_of(task) == (8, 9, False)


def test_a_round_for_an_evaluation_is_not_tied_to_a_survey(
    office: Office, task: Task, version: FormVersion, supervisor: User
) -> None:
    made = make_round(version, use=Round.Use.EVALUATE)
    with pytest.raises(UseDiffersError):
        serving.serve(made, task, by=as_member(supervisor, office))
    assert not RoundTask.objects.exists()


def test_one_round_does_the_tasks_of_kin_procedures(
    client: Client,
    office: Office,
    tasks: list[Task],
    made: Round,
    targets: list[RoundTarget],
    supervisor: User,
) -> None:
    """Of another division, since the tasks are tied."""
    first, second = tasks[:2]
    told(made, targets[:2])
    assert state_of(second) == (0, 1, False)
    tie(first, second)
    client.force_login(supervisor)
    address = reverse("surveys:round-tasks", args=[office.code, made.pk])
    page = page_text(client.get(reverse("forms:round-page", args=[office.code, made.pk])))
    assert "ใช้ผลนี้กับงานที่เกี่ยวข้องอีก 1 งาน" in page
    assert second.title in page_text(client.get(address))
    assert client.post(address).status_code == 422
    for _ in range(2):
        client.post(address, {"task": [str(second.pk)]})
    told(made, targets[2:])
    assert [state_of(task) for task in (first, second)] == [(8, 8, True), (8, 8, True)]
    assert Entry.objects.filter(verb="round.serves", object_id=made.pk).count() == 2


def test_a_round_of_another_division_is_not_evidence_by_itself(
    tasks: list[Task], made: Round, targets: list[RoundTarget]
) -> None:
    told(made, targets)
    assert not Evidence.objects.filter(task=tasks[1]).exists()


def test_what_was_taken_out_of_a_task_stays_out(
    office: Office, supervisor: User, task: Task, made: Round, targets: list[RoundTarget]
) -> None:
    told(made, targets[:3])
    evidence = Evidence.objects.select_related("task").get(task=task)
    void_evidence(evidence, why="ถามคนละเรื่อง", by=as_member(supervisor, office))
    told(made, targets[3:])
    assert state_of(task) == (0, 1, False)


def test_a_voided_round_shows_nothing(
    office: Office, supervisor: User, task: Task, made: Round, targets: list[RoundTarget]
) -> None:
    told(made, targets)
    closing.void_round(made, why="ถามผิดแบบ", by=as_member(supervisor, office))
    assert state_of(task) == (0, 1, False)
    assert Offer.objects.get().withdrawn_at is not None


def test_answers_are_told_by_hundredths(
    made: Round,
    targets: list[RoundTarget],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Of 500 who are asked five make one; the night tells the rest."""
    RoundTarget.objects.bulk_create(
        RoundTarget(office=made.office, round=made, name=f"รายที่ {number}") for number in range(490)
    )
    serving.bring_up(made)
    listened = 0
    for target in targets[:8]:
        answer(made, target)
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            tell_answered(made.pk)
        listened += bool(callbacks)
    assert (listened, RoundProgress.objects.get().counted) == (2, 5)
    serving.catch_up(Job())
    assert RoundProgress.objects.get().counted == 8


def test_a_round_that_is_there_is_offered_before_a_new_one(
    client: Client, office: Office, task: Task, version: FormVersion, schools: list[School], supervisor: User
) -> None:
    made = make_round(version)
    told(made, open_round(made, schools)[:1])
    Evidence.objects.filter(task=task).delete()
    client.force_login(supervisor)
    tool = reverse("surveys:round-of-task", args=[office.code, task.pk])
    assert "ใช้ผลของรอบนี้" in page_text(client.get(tool))
    client.post(reverse("forms:round-join", args=[office.code, made.pk]), {"task": str(task.pk)})
    assert state_of(task) == (1, 8, False)
    assert client.get(tool)["Location"] == reverse("forms:round-page", args=[office.code, made.pk])


@pytest.mark.parametrize(
    ("who", "code"), [("clerk", 200), ("computer_officer", 404), ("teacher", 404), ("outsider", 404)]
)
def test_who_ties_tasks(
    client: Client, office: Office, made: Round, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.get(reverse("surveys:round-tasks", args=[office.code, made.pk]))
    assert response.status_code == code


def test_the_page_of_a_task_costs_the_same_for_one_round_and_three(
    client: Client,
    office: Office,
    task: Task,
    made: Round,
    targets: list[RoundTarget],
    version: FormVersion,
    schools: list[School],
    supervisor: User,
) -> None:
    client.force_login(supervisor)
    told(made, targets[:1])
    words_of(client, office, task)
    with CaptureQueriesContext(connection) as one:
        words_of(client, office, task)
    for number in (2, 3):
        other = make_round(version, title=f"รอบที่ {number}")
        told(other, open_round(other, schools)[:2])
    with CaptureQueriesContext(connection) as three:
        words_of(client, office, task)
    assert len(three) == len(one)


def test_one_school_that_answers_often_is_one_school(
    version: FormVersion, task: Task, supervisor: User, office: Office, schools: list[School]
) -> None:
    made = make_round(version, is_once=False)
    serving.serve(made, task, by=as_member(supervisor, office))
    first = open_round(made, schools)[0]
    told(made, [first] * 8)
    assert state_of(task) == (1, 8, False)
    assert RoundProgress.objects.get(round=made).counted == 1


def test_who_was_excused_after_answering_is_not_among_those_wanted(
    office: Office, task: Task, made: Round, targets: list[RoundTarget], supervisor: User
) -> None:
    told(made, targets[:8])
    assert state_of(task)[2]
    excused = RoundTarget.objects.select_related("round", "school").get(pk=targets[0].pk)
    excuse(excused, why="โรงเรียนปิดชั่วคราว", by=as_member(supervisor, office))
    serving.bring_up(made)
    found = response_of(made, made.targets.all())
    progress = RoundProgress.objects.get(round=made)
    assert (progress.asked, progress.counted) == (found.asked, found.answered) == (9, 7)
    assert not state_of(task)[2]


def test_who_is_excused_asked_again_or_added_is_told_to_the_task_at_once(
    office: Office,
    task: Task,
    made: Round,
    targets: list[RoundTarget],
    supervisor: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    by, target = as_member(supervisor, office), targets[0]
    with django_capture_on_commit_callbacks(execute=True):
        excuse(target, why="โรงเรียนปิดชั่วคราว", by=by)
    assert (RoundProgress.objects.get().asked, state_of(task)[1]) == (9, 8)
    with django_capture_on_commit_callbacks(execute=True):
        excuse(targets[1], why="โรงเรียนปิดชั่วคราว", by=by)
    assert (RoundProgress.objects.get().asked, state_of(task)[1]) == (8, 7)
    with django_capture_on_commit_callbacks(execute=True):
        ask_again(target, by=by)
        ask_again(targets[1], by=by)
    assert state_of(task)[1] == 8
    for number in range(5):
        make_school(office, name=f"โรงเรียนที่เพิ่ม {number}")
    with django_capture_on_commit_callbacks(execute=True):
        assert add_targets(made, Choice(), by=by) == 5
    assert (RoundProgress.objects.get().asked, state_of(task)[1]) == (15, 12)


def test_a_school_that_was_closed_is_told_to_the_task_at_once(
    office: Office,
    task: Task,
    targets: list[RoundTarget],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for target in targets[:2]:
        assert target.school is not None
        SchoolChange.objects.create(
            office=office, school=target.school, kind=SchoolChange.Kind.CLOSED, on=DAY
        )
    with django_capture_on_commit_callbacks(execute=True):
        assert excuse_closed_schools(RoundTarget.objects.all(), on=DAY) == 2
    assert state_of(task)[1] == 7


def test_of_the_public_each_answer_counts(version: FormVersion) -> None:
    made = make_round(version, audience=Round.Audience.PUBLIC, wanted_count=3)
    open_round(made)
    for _ in range(2):
        answer(made)
    assert serving.bring_up(made).counted == 2

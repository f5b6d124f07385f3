"""What is told every few minutes, and what nobody has to be told of any more because it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.cycles.models import Decision, LetterAsk, Task
from nithet.cycles.services.deciding import give
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.handing_over import Wanted, hand_over_all
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.timing import move_window
from nithet.cycles.services.working import assign, submit, take_up
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.notices.jobs import LATELY, watch
from nithet.notices.models import Notice
from nithet.notices.services.collecting import collect, collect_lately
from nithet.notices.services.settling import settle
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, page_text
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def task(supervision: Unit, doer: Member, boss: Member) -> Task:
    """Taken up by the supervisor, due in three days."""
    procedure = make_procedure(supervision)
    open_year(supervision.office)
    task = task_of(procedure, "1")
    take_up(task, by=doer)
    Task.objects.filter(pk=task.pk).update(due_on=DAY + timedelta(days=3), starts_on=date(2026, 10, 1))
    task.refresh_from_db()
    return task


def submitted(task: Task, doer: Member) -> Decision:
    write_log(task, "ดำเนินการแล้ว", on=DAY, by=doer)
    submit(task, "เสนอ", by=doer)
    return Decision.objects.select_related("round__task", "unit").get(round__task=task, state="current")


def unread(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind, read_at=None).order_by("person__user__username")
    return list(rows.values_list("person__user__username", flat=True))


def minutes(hour: int, minute: int) -> None:
    """What the worker does in that minute of the day."""
    with time_machine.travel(datetime(2026, 11, 20, hour, minute, tzinfo=BANGKOK), tick=False):
        watch()
        while jobs.run_queued():
            pass


# Every few minutes


def test_a_decision_is_told_within_minutes_to_whom_it_came(task: Task, doer: Member, boss: Member) -> None:
    minutes(9, 20)
    submitted(task, doer)
    assert unread("decision_waits") == []
    minutes(9, 30)
    assert unread("decision_waits") == ["head"]


def test_only_what_came_since_the_last_time_is_asked_for(task: Task, doer: Member, office: Office) -> None:
    submitted(task, doer)
    collect_lately([office.pk], on=DAY, since=now() + timedelta(minutes=1))
    assert unread("decision_waits") == []
    collect_lately([office.pk], on=DAY, since=now() - timedelta(minutes=1))
    assert unread("decision_waits") == ["head"]


def test_a_machine_that_slept_misses_nothing(task: Task, doer: Member) -> None:
    minutes(6, 0)
    with time_machine.travel(datetime(2026, 11, 20, 6, 30, tzinfo=BANGKOK), tick=False):
        submitted(task, doer)
    minutes(11, 0)
    assert unread("decision_waits") == ["head"]


def test_what_failed_is_asked_for_again_and_no_more_rows_are_kept_than_the_last(
    task: Task, doer: Member
) -> None:
    minutes(9, 0)
    with time_machine.travel(datetime(2026, 11, 20, 9, 5, tzinfo=BANGKOK), tick=False):
        submitted(task, doer)
    minutes(9, 30)
    Notice.objects.filter(kind="decision_waits").delete()
    Job.objects.filter(kind=LATELY).update(state=Job.State.FAILED)
    minutes(10, 0)
    assert unread("decision_waits") == ["head"]
    minutes(10, 10)
    assert Job.objects.filter(kind=LATELY).count() == 2


def test_it_costs_the_same_for_one_and_many(task: Task, supervision: Unit, doer: Member) -> None:
    submitted(task, doer)
    before = now() - timedelta(minutes=1)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            collect_lately([supervision.office.pk], on=DAY, since=before)
            settle([supervision.office])
        return len(asked)

    one = cost()
    for number in range(4):
        other = make_procedure(supervision, title=f"งานที่ {number}")
        open_year(supervision.office)
        take_up(more := task_of(other, "1"), by=doer)
        submitted(more, doer)
    assert cost() == one


# Done meanwhile


def done_by_another(task: Task, doer: Member, boss: Member) -> None:
    give(submitted(task, doer), "", by=boss)


def given_to_another(task: Task, doer: Member, boss: Member) -> None:
    other = boss.person
    assign(task, other, by=boss)


@pytest.mark.parametrize("act", [done_by_another, given_to_another])
def test_what_is_done_or_went_to_somebody_else_is_listed_as_news_no_more(
    client: Client, task: Task, doer: Member, boss: Member, act: Callable[..., None]
) -> None:
    collect(None, on=DAY)
    assert unread("task_due") == ["supervisor"]
    act(task, doer, boss)
    minutes(9, 40)
    assert unread("task_due") == []
    client.force_login(doer.user)
    listed = page_text(client.get(reverse("notices:notice-list", args=["satit1"]) + "?tab=unread"))
    assert task.title not in listed


def test_what_services_told_is_over_once_it_is_done(
    task: Task, doer: Member, boss: Member, supervisor2: User, supervisor: User
) -> None:
    assign(task, supervisor2.person, by=boss)
    task.refresh_from_db()
    move_window(task, task.starts_on, DAY + timedelta(days=9), why="รอข้อมูล", by=boss)
    settle([doer.office])
    assert (unread("task_given"), unread("task_moved")) == (["supervisor2"], ["supervisor2"])
    assign(task, supervisor.person, by=boss)
    settle([doer.office])
    assert (unread("task_given"), unread("task_moved")) == (["supervisor"], [])


def test_a_decision_that_was_given_waits_for_nobody(
    task: Task, doer: Member, boss: Member, deputy: User
) -> None:
    decision = submitted(task, doer)
    collect(None, on=DAY)
    settle([doer.office])
    assert unread("decision_waits") == ["head"]
    give(decision, "", by=boss)
    settle([doer.office])
    assert unread("decision_waits") == []


def test_a_decision_waits_for_the_next_station_only(
    supervision: Unit, doer: Member, boss: Member, director: User
) -> None:
    """Two stations: once the first has passed it on, only the second has it before them."""
    procedure = make_procedure(supervision, [{"title": "เสนอแผน", "months": [11], "ask": "approve"}])
    open_year(supervision.office)
    take_up(task := task_of(procedure, "1"), by=doer)
    decision = submitted(task, doer)
    collect(None, on=DAY)
    give(decision, "", by=boss)
    assert Decision.objects.get(round__task=task, state="current").pk != decision.pk
    collect(None, on=DAY)
    settle([doer.office])
    assert "head" not in unread("decision_waits")
    assert unread("decision_waits")


def test_an_ask_that_was_answered_is_no_news(
    office: Office, supervision: Unit, school: School, school_director: User, boss: Member
) -> None:
    open_year(office)
    facts = LetterFacts("ขอข้อมูลนักเรียน", DAY + timedelta(days=5), DAY)
    receive(office, facts, Work(Doer(supervision), AskedOf(schools=[school])), by=boss)
    settle([office])
    assert unread("letter_asked") == ["school-director"]
    LetterAsk.objects.update(answered_at=now())
    settle([office])
    assert unread("letter_asked") == []


def test_a_hand_over_stands_until_it_is_cancelled(
    task: Task, doer: Member, boss: Member, supervisor2: User
) -> None:
    made = hand_over_all(
        doer.person, supervisor2.person, on=DAY, reason="ย้าย", by=boss, wanted=Wanted(duties=False)
    )
    settle([doer.office])
    assert unread("handed_over") == ["supervisor2"]
    type(made).objects.update(state="cancelled")
    settle([doer.office])
    assert unread("handed_over") == []


def test_another_office_stays_as_it_is(task: Task, doer: Member, boss: Member, other_office: Office) -> None:
    collect(None, on=DAY)
    given_to_another(task, doer, boss)
    assert settle([other_office]) == 0
    assert unread("task_due") == ["supervisor"]

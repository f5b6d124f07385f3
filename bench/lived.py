"""Years that one office has lived: tasks taken up, submitted, decided on, sent back, with evidence and history."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import chain

from django.db import models

from bench import country
from bench.country import DAY, HEAD
from bench.opening import start_year
from nithet.accounts.models import User
from nithet.audit.sealing import seal
from nithet.audit.services import entry
from nithet.catalogue.loader import load_catalogue
from nithet.core.bulk import insert_rows
from nithet.cycles.models import Cycle, Decision, Evidence, Task, TaskRound, WorkLogEntry
from nithet.manuals.models import Step
from nithet.manuals.services import deciding, drafting
from nithet.offices.members import Member, member_of
from nithet.offices.models import Office, Role, Unit

DOERS = 24
LATE, RETURNED, SUBMITTED = 0.04, 0.06, 0.03
"""How many of the due tasks are still open, were sent back once, and lie before a decider."""
State = Task.State
Rows = list[models.Model]


def live_years(office: Office, years: Iterable[int]) -> None:
    """The last one until the day of the pages; those before are closed."""
    doers = [staff(office, number) for number in range(DOERS)]
    head, director = (member(office, name) for name in (HEAD, "director"))
    adopt_all(head, director)
    for year_be in years:
        cycle = start_year(office, year_be)
        tasks = list(Task.objects.filter(run__cycle=cycle).select_related("unit").order_by("due_on"))
        rows: list[Rows] = []
        for task in tasks:
            doer = random.choice(
                [one for one in doers if task.unit.division_id in one.divisions_as()] or doers
            )
            rows.append(live(task, doer, head, director, is_past=cycle.ends_on < DAY))
        store(tasks, rows)
        if cycle.ends_on < DAY:
            closed = datetime.combine(cycle.ends_on, time(9), UTC)
            Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.CLOSED, closed_at=closed)
    seal(office.pk)


def adopt_all(head: Member, director: Member) -> None:
    """Beside the procedures of each family once, all of the catalogue: some 300 tasks a year, as in a large office."""
    codes = [one.code for one in load_catalogue().procedures]
    version = drafting.draft_from_catalogue(codes, unit=head.appointments[0].unit, by=head)
    deciding.propose(version, by=head)
    deciding.adopt(version, by=director)


def staff(office: Office, number: int) -> Member:
    units = list(Unit.objects.filter(office=office, parent=None))
    return country.member(office, f"staff{number}", [(Role.SUPERVISOR, units[number % len(units)])])


def member(office: Office, username: str) -> Member:
    found = member_of(User.objects.get(username=username), office.code, on=DAY)
    assert found is not None
    return found


def live(task: Task, doer: Member, head: Member, director: Member, *, is_past: bool) -> Rows:
    """What became of a task, set in memory; the rows that came with it."""
    fate = random.random()
    if task.due_on >= DAY or (not is_past and fate < LATE):
        return []
    done_at = datetime.combine(task.due_on, time(6), UTC) - timedelta(days=random.randrange(3))
    task.assignee, task.taken_up_at = doer.person, done_at - timedelta(days=2)
    if task.is_container:
        task.state, task.finished_at = State.DONE, done_at
        return []
    rows: Rows = [
        entry("task.taken_up", by=doer, on=task, within=task.run_id, at=task.taken_up_at),
        *evidence(task, doer, done_at),
    ]
    if fate > 1 - RETURNED:
        rows += submission(task, doer, (head,), done_at - timedelta(days=1), Decision.State.RETURNED)
        task.round, task.times_returned, task.reason = 2, 1, "โปรดเพิ่มรายละเอียด"
    task.submitted_at = done_at
    deciders = (head,) if task.ask == Step.Ask.CERTIFY else (head, director)
    if not is_past and fate < LATE + SUBMITTED:
        task.state = State.SUBMITTED
        return rows + submission(task, doer, deciders, done_at, Decision.State.CURRENT)
    task.state, task.finished_at = State.DONE, done_at
    return rows + submission(task, doer, deciders, done_at, Decision.State.GIVEN)


def evidence(task: Task, doer: Member, at: datetime) -> Rows:
    log = WorkLogEntry(
        office_id=task.office_id, task=task, text="ดำเนินการตามขั้นตอนแล้ว", on=at.date(), by=doer.user, at=at
    )
    shown = Evidence(
        office_id=task.office_id, task=task, kind=Evidence.Kind.WORK_LOG, object_id=log.pk, on=at.date(), title=log.text,
        round=task.round, added_by=doer.user, added_at=at,
    )  # fmt: skip
    task.done, task.is_met = task.target, True
    return [log, shown, entry("task.noted", by=doer, on=task, within=task.run_id, at=at, evidence=log.text)]


def submission(
    task: Task, doer: Member, deciders: Sequence[Member], at: datetime, outcome: Decision.State
) -> Rows:
    """A round with its stations: the last one has the outcome, those before it were given; of what waits all but one."""
    outcomes = {
        Decision.State.GIVEN: TaskRound.Outcome.ACCEPTED,
        Decision.State.RETURNED: TaskRound.Outcome.RETURNED,
    }
    made = TaskRound(
        office_id=task.office_id, task=task, number=task.round, submitted_by=doer.user, submitted_at=at,
        memo_subject=task.title[:300], memo_text=f"ตามที่ได้ดำเนินงาน {task.title} นั้น บัดนี้ ได้ดำเนินการเรียบร้อยแล้ว",
        outcome=outcomes.get(outcome, TaskRound.Outcome.PENDING), closed_at=at if outcome in outcomes else None,
    )  # fmt: skip
    rows: Rows = [
        made,
        entry("task.submitted", by=doer, on=task, within=task.run_id, at=at, round=task.round),
    ]
    for place, decider in enumerate(deciders):
        is_last = place == len(deciders) - 1
        state = outcome if is_last else Decision.State.GIVEN
        is_decided = state != Decision.State.CURRENT
        rows.append(
            Decision(
                office_id=task.office_id, round=made, position=place, ask=task.ask if is_last else Decision.Ask.PASS_ON,
                role=Role.DIRECTOR if place else Role.HEAD, unit_id=None if place else task.unit.division_id, state=state,
                decided_by=decider.user if is_decided else None, decided_as=decider.position if is_decided else "",
                decided_at=at if is_decided else None,
            )
        )  # fmt: skip
        if is_decided:
            rows.append(entry("task.certified", by=decider, on=task, within=task.run_id, at=at))
    return rows


def store(tasks: Sequence[Task], lived: Iterable[Rows]) -> None:
    changed = [
        "assignee", "taken_up_at", "submitted_at", "finished_at", "state", "round", "times_returned", "reason", "done", "is_met",
    ]  # fmt: skip
    Task.objects.bulk_update(tasks, changed, batch_size=60)
    by_kind: dict[type[models.Model], Rows] = {}
    for row in chain.from_iterable(lived):
        by_kind.setdefault(type(row), []).append(row)
    for rows in by_kind.values():
        insert_rows(rows)

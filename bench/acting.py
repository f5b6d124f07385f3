"""A task's change of state by its service, with access, evidence and history, against the bare update of its row.

Bare: Django's `update` of the same columns of the same row, on its condition, committed by itself as any statement
outside a transaction is. Both in turns on the same tasks, so that noise meets both; half of them without waiting for
the disk, so that the commit, which costs the two alike, does not hide what the service itself takes.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import country
from bench.country import DAY, YEAR_BE, alone, head_of
from bench.measures import Measure
from bench.opening import start_year
from nithet.core.clock import now, travelled
from nithet.cycles.models import Decision, Task
from nithet.cycles.services import deciding, working
from nithet.cycles.services.evidence import write_log
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, Unit
from nithet.thai.dates import BANGKOK

TASKS = 600
TURN = 50
MOST_TIMES_BARE = 2.5
NOTE = "หลักฐานที่เหลืออยู่ในแฟ้มเอกสาร"
State = Task.State


@dataclass(slots=True)
class Times:
    """Seconds of each turn, by whether the commit waited for the disk."""

    bare: dict[bool, list[float]] = field(default_factory=lambda: defaultdict(list))
    service: dict[bool, list[float]] = field(default_factory=lambda: defaultdict(list))
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """The state that it needs, the columns that it changes, and the service, ready to be called for a task."""

    name: str
    before: State
    columns: Callable[[Member], dict[str, Any]]
    ready: Callable[[Task, Member], Callable[[], Any]]


def measures() -> list[Measure]:
    country.empty()
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        doer, head = people()
        tasks = tasks_of(doer.office, TASKS + 1)
        times = {act.name: Times() for act in ACTS}
        try:
            for place, task in enumerate(tasks[:TASKS]):
                walk(task, doer, head, times, is_durable=place // TURN % 2 == 0)
        finally:
            wait_for_disk(True)
        count_queries(tasks[-1], doer, head, times)
    return [measure for name, found in times.items() for measure in told(name, found)]


def people() -> tuple[Member, Member]:
    """A supervisor of all divisions, and their head."""
    office = alone()
    units = Unit.objects.filter(office=office, parent=None)
    return country.member(office, "doer", [(Role.SUPERVISOR, unit) for unit in units]), head_of(office)


def tasks_of(office: Office, count: int) -> list[Task]:
    """Open and nobody's yet, as they lie before a division; of as many years as it takes."""
    found: list[Task] = []
    year_be = YEAR_BE
    while len(found) < count:
        tasks = Task.objects.filter(
            run__cycle=start_year(office, year_be), state=State.OPEN, is_container=False, ask=Step.Ask.CERTIFY
        )
        tasks.update(role="", assignee=None)
        found += tasks.select_related("unit", "run__cycle", "step")
        year_be += 1
    return found[:count]


def walk(task: Task, doer: Member, head: Member, times: dict[str, Times], *, is_durable: bool) -> None:
    """A task from its beginning to its end, each act bare first and taken back."""
    wait_for_disk(is_durable)
    for act in ACTS:
        by = head if act is CERTIFY else doer
        service = act.ready(task, by)
        before = {name: getattr(task, name) for name in act.columns(by)}
        # Each turn follows a commit of as little.
        Task.objects.filter(pk=task.pk).update(**before)
        times[act.name].bare[is_durable].append(seconds(lambda act=act, by=by: bare(task, act, by)))  # type: ignore[misc]
        Task.objects.filter(pk=task.pk).update(**before)
        times[act.name].service[is_durable].append(seconds(service))
        task.refresh_from_db()


def bare(task: Task, act: Act, by: Member) -> None:
    assert Task.objects.filter(pk=task.pk, state=act.before).update(**act.columns(by))


def take_up(task: Task, by: Member) -> Callable[[], Any]:
    return lambda: working.take_up(task, by=by)


def submit(task: Task, by: Member) -> Callable[[], Any]:
    """As the page sends it: with the memo that it showed."""
    write_log(task, "ดำเนินการตามขั้นตอนแล้ว", on=DAY, by=by)
    memo = working.composed(task)
    return lambda: working.submit(task, NOTE, by=by, memo_subject=memo.subject, memo_text=memo.text)


def certify(task: Task, by: Member) -> Callable[[], Any]:
    found = Decision.objects.select_related("unit", "round__task__unit", "round__task__run")
    decision = found.get(round__task=task, state=Decision.State.CURRENT)
    return lambda: deciding.give(decision, "", by=by)


def _taken(by: Member) -> dict[str, Any]:
    return {"taken_up_at": now(), "assignee": by.person}


def _submitted(by: Member) -> dict[str, Any]:
    return {"state": State.SUBMITTED, "submitted_at": now(), "assignee": by.person}


def _done(_by: Member) -> dict[str, Any]:
    return {"state": State.DONE, "finished_at": now()}


TAKE_UP = Act("take up", State.OPEN, _taken, take_up)
SUBMIT = Act("submit", State.OPEN, _submitted, submit)
CERTIFY = Act("certify", State.SUBMITTED, _done, certify)
ACTS = (TAKE_UP, SUBMIT, CERTIFY)


def count_queries(task: Task, doer: Member, head: Member, times: dict[str, Times]) -> None:
    for act in ACTS:
        service = act.ready(task, head if act is CERTIFY else doer)
        with CaptureQueriesContext(connection) as queries:
            service()
        times[act.name].queries = len(queries)
        task.refresh_from_db()


def wait_for_disk(is_durable: bool) -> None:
    """As configured, or a commit that costs next to nothing."""
    if connection.vendor == "sqlite":
        statement = f"PRAGMA synchronous={'FULL' if is_durable else 'OFF'}"
    else:
        statement = f"SET synchronous_commit = {'on' if is_durable else 'off'}"
    with connection.cursor() as cursor:
        cursor.execute(statement)


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def told(name: str, times: Times) -> list[Measure]:
    bare_s, service_s = (
        {is_durable: statistics.median(found) for is_durable, found in side.items()}
        for side in (times.bare, times.service)
    )
    return [
        Measure(f"{name}: the bare update", 1000 * bare_s[True], "ms"),
        Measure(name, 1000 * service_s[True], "ms"),
        Measure(f"{name}: statements", times.queries, "queries"),
        Measure(f"{name} against bare", service_s[True] / bare_s[True], "times", at_most=MOST_TIMES_BARE),
        Measure(f"{name}, disk not waited for", service_s[False] / bare_s[False], "times"),
    ]

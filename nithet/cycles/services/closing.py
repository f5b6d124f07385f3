"""ปิดปีงบประมาณ: of all that is open it is said whether it goes on or ends; then the year takes no more work.

Each decision is kept when it is made: a task that is carried over has its new day at once, and closing only looks
whether something is left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, NullIf

from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.cycles import access
from nithet.cycles.errors import CarryDaysError, ReasonMissingError, YearNotOverError, YearUndecidedError
from nithet.cycles.models import Cycle, Run, Task
from nithet.cycles.queries.years import carried_on, closes_from, comes_to_end, days_after, left_open
from nithet.cycles.services.cancelling import cancel_task
from nithet.cycles.services.offering import match_again
from nithet.cycles.services.opening import hold_open
from nithet.cycles.services.working import skip
from nithet.offices.members import Member
from nithet.thai.dates import format_date

State = Task.State


class End(StrEnum):
    """How a task ends with its year."""

    SKIP = "skip"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Decided:
    """How many tasks were decided on, and how many stand otherwise by now."""

    done: int
    missed: int


# Deciding


@transaction.atomic
def carry_over(cycle: Cycle, ids: Collection[UUID], *, due_on: date, by: Member) -> Decided:
    """ยกไปปีงบประมาณถัดไป, what is submitted too. Said again with another day, that day counts."""
    access.can_close_year(by).or_refuse()
    first, last = days_after(cycle)
    first = max(first, by.on)
    if not first <= due_on <= last:
        raise CarryDaysError(first=format_date(first), last=format_date(last))
    _begin(cycle, by)
    chosen = _hold((left_open(cycle) | carried_on(cycle)).filter(pk__in=ids))
    moved = [task for task in chosen if not (task.is_carried_over and task.due_on == due_on)]
    _finished_with(moved).update(due_on=due_on, **_GOING)
    _follow_parts(moved)
    _after(moved, "task.carried_over", by, day=due_on.isoformat())
    return Decided(len(chosen), len(set(ids)) - len(chosen))


@transaction.atomic
def keep_in_year(cycle: Cycle, ids: Collection[UUID], *, by: Member) -> Decided:
    """Take back that tasks are carried over: due again as before, and not before a window begins that was moved since."""
    access.can_close_year(by).or_refuse()
    _begin(cycle, by)
    chosen = _hold(carried_on(cycle).filter(pk__in=ids, run__cycle=cycle))
    _finished_with(chosen).filter(is_carried_over=True).update(**_KEPT)
    _follow_parts(chosen)
    _after(chosen, "task.kept_in_year", by)
    return Decided(len(chosen), len(set(ids)) - len(chosen))


def end_tasks(cycle: Cycle, ids: Collection[UUID], how: End, *, why: str, by: Member) -> Decided:
    """ยุติ with a reason, each for itself; what is submitted is decided first, or carried over."""
    access.can_close_year(by).or_refuse()
    if not why:
        raise ReasonMissingError(act="ยุติงาน")
    with transaction.atomic():
        _begin(cycle, by)
    both = left_open(cycle) | carried_on(cycle)
    chosen = both.filter(pk__in=ids).exclude(state=State.SUBMITTED)
    ended = 0
    for task in chosen.select_related("unit").order_by("run__position", "position", "pk"):
        ended += _end(task, how, why, by)
    return Decided(ended, len(set(ids)) - ended)


def _end(task: Task, how: End, why: str, by: Member) -> bool:
    try:
        _ = skip(task, why=why, by=by) if how == End.SKIP else cancel_task(task, why=why, by=by)
    except DomainError:
        # Somebody was quicker; it stands in the list as it is by now, or not at all.
        return False
    return True


def _begin(cycle: Cycle, by: Member) -> None:
    """Whoever closes the year, adds to it or offers evidence meanwhile waits."""
    held = hold_open(cycle.pk)
    if not comes_to_end(held.fiscal_year_be, on=by.on):
        raise YearNotOverError(cycle=held, day=format_date(closes_from(held.fiscal_year_be)))


def _hold(tasks: QuerySet[Task]) -> list[Task]:
    """With their runs, also of what they serve, as they then stand."""
    ids = list(tasks.values_list("pk", flat=True))
    of_served = Q(tasks__served_by__in=ids)
    runs = Run.objects.filter(pk__in=Run.objects.filter(Q(tasks__in=ids) | of_served).values("pk"))
    list(runs.select_for_update().order_by("position", "pk").values_list("pk", flat=True))
    return list(tasks.order_by("run__position", "position", "pk"))


# As an update says it, from how the row stands: going on, and back in its year.
_GOING: dict[str, Any] = {
    "is_carried_over": True,
    "due_in_year": Coalesce("due_in_year", "due_on"),
    "first_due_on": Coalesce("first_due_on", "due_on"),
}
# What was carried over before the day in its year was written down knows the first one.
_DUE_AGAIN = Greatest(Coalesce("due_in_year", "first_due_on", "due_on"), F("starts_on"))
_KEPT: dict[str, Any] = {
    "is_carried_over": False,
    "due_in_year": None,
    "due_on": _DUE_AGAIN,
    "first_due_on": NullIf("first_due_on", _DUE_AGAIN),
}


def _finished_with(tasks: Sequence[Task]) -> QuerySet[Task]:
    """These, and the tasks of other runs that they serve."""
    ids = [task.pk for task in tasks]
    return Task.objects.filter(Q(pk__in=ids) | Q(served_by__in=ids), state__in=Task.UNFINISHED)


def _follow_parts(tasks: Sequence[Task]) -> None:
    """The steps that they are parts of go on while a part does, and what was refused while work behind it does."""
    moved = list(_finished_with(tasks))
    going = Task.objects.filter(is_carried_over=True, is_container=False, state__in=Task.UNFINISHED)
    steps = Task.objects.filter(pk__in={t.parent_id for t in moved}, state__in=Task.UNFINISHED)
    _go_with(steps, going.filter(parent=OuterRef("pk")))
    refused = Task.objects.filter(run__in={t.run_id for t in moved if t.is_stopped}, is_refused=True)
    _go_with(refused, going.filter(run=OuterRef("run"), is_stopped=True))


def _go_with(followers: QuerySet[Task], going: QuerySet[Task]) -> None:
    """Until the last of these is due; where none goes on, back in their year."""
    followers.exclude(Exists(going)).filter(is_carried_over=True).update(**_KEPT)
    last = going.order_by("-due_on").values("due_on")[:1]
    followers.filter(Exists(going)).update(**{**_GOING, "due_on": Subquery(last)})


def _after(tasks: Sequence[Task], verb: str, by: Member, **facts: Any) -> None:
    match_again(tasks, by=by)
    record_many([entry(verb, by=by, on=task, within=task.run_id, **facts) for task in tasks])


# Closing, and opening again


@transaction.atomic
def close_year(cycle: Cycle, *, by: Member) -> Cycle:
    """Nothing may be left undecided. Twice changes nothing."""
    access.can_close_year(by).or_refuse()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if held.state == Cycle.State.OPEN:
        _begin(held, by)
        # Whoever opens a task again, or frees one, waits and then finds the year closed.
        runs = Run.objects.filter(cycle=held).order_by("position", "pk")
        list(runs.select_for_update().values_list("pk", flat=True))
        if count := left_open(held).count():
            raise YearUndecidedError(cycle=held, count=count)
        _follow(held)
        Cycle.objects.filter(pk=held.pk).update(state=Cycle.State.CLOSED, closed_at=now())
        record("cycle.closed", by=by, on=held, total=carried_on(held).count())
    cycle.refresh_from_db()
    return cycle


def _follow(cycle: Cycle) -> None:
    """What is finished with another task goes on with it, and so do steps of which a part goes on; other steps end."""
    left = Task.objects.filter(run__cycle=cycle, state__in=Task.UNFINISHED, is_carried_over=False)
    going = Task.objects.filter(run__cycle=cycle, state__in=Task.UNFINISHED, is_carried_over=True)
    follows = Q(served_by__isnull=False) | Q(pk__in=going.values("parent"))
    left.filter(follows).update(is_carried_over=True, due_in_year=F("due_on"))
    left.update(state=State.VOID, reason="ปิดปีงบประมาณ", finished_at=now())


@transaction.atomic
def reopen_year(cycle: Cycle, *, why: str, by: Member) -> Cycle:
    """What was carried over stays so, until it is taken back."""
    access.can_close_year(by).or_refuse()
    if not why:
        raise ReasonMissingError(act="เปิดปีงบประมาณอีกครั้ง")
    closed = Cycle.objects.filter(pk=cycle.pk, state=Cycle.State.CLOSED)
    if closed.update(state=Cycle.State.OPEN, closed_at=None):
        record("cycle.reopened", by=by, on=cycle, why=why)
    cycle.refresh_from_db()
    return cycle

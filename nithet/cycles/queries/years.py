"""Reads of an office's fiscal years: each in numbers, and what is to be decided before one is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nithet.cycles import access, words
from nithet.cycles.models import Cycle, Run, Task
from nithet.cycles.queries.year import current_cycle
from nithet.offices.members import Member
from nithet.offices.models import Unit
from nithet.thai.calendar import fiscal_year_span

State = Task.State
LATE = Q(state__in=(State.OPEN, State.WAITING), is_stopped=False)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year in numbers, of what the member sees."""

    cycle: Cycle
    runs: int
    total: int
    done: int
    late: int
    skipped: int
    voided: int
    carried: int

    @property
    def standing(self) -> words.Standing:
        is_closed = self.cycle.state == Cycle.State.CLOSED
        return words.Standing("done" if is_closed else "open", self.cycle.get_state_display())


def asked_cycle(member: Member, asked: str) -> Cycle | None:
    """The year that was asked for by its number; without one, the year of the day."""
    if not asked:
        return current_cycle(member.office, on=member.on)
    years = access.visible_cycles(member)
    return (
        years.filter(fiscal_year_be=asked).first()
        if asked.isdecimal() and len(asked) == len("2570")
        else None
    )


def visible_years(member: Member) -> list[int]:
    """By their numbers, the latest first."""
    return list(
        access.visible_cycles(member).order_by("-fiscal_year_be").values_list("fiscal_year_be", flat=True)
    )


def year_lines(member: Member) -> list[YearLine]:
    """All years, the latest first. Three queries."""
    cycles = list(access.visible_cycles(member).order_by("-fiscal_year_be"))
    of_manuals = access.visible_runs(member).filter(voided_at=None, procedure__isnull=False)
    runs = of_manuals.values("cycle").annotate(count=Count("pk"))
    run_counts = {row["cycle"]: row["count"] for row in runs.order_by()}
    counts = {row["run__cycle"]: row for row in _counted(member)}
    return [_line(cycle, run_counts.get(cycle.pk, 0), counts.get(cycle.pk, {})) for cycle in cycles]


def _counted(member: Member) -> Iterable[Any]:
    tasks = access.visible_tasks(member).filter(is_container=False).values("run__cycle").order_by()
    return tasks.annotate(
        total=Count("pk", filter=~Q(state=State.VOID)),
        done=Count("pk", filter=Q(state=State.DONE)),
        late=Count("pk", filter=LATE & Q(due_on__lt=member.on)),
        skipped=Count("pk", filter=Q(state=State.SKIPPED)),
        voided=Count("pk", filter=Q(state=State.VOID)),
        carried=Count("pk", filter=Q(is_carried_over=True, state__in=Task.UNFINISHED)),
    )


def _line(cycle: Cycle, runs: int, row: dict[str, Any]) -> YearLine:
    names = ("total", "done", "late", "skipped", "voided", "carried")
    return YearLine(cycle, runs, **{name: row.get(name, 0) for name in names})


def carried_into(member: Member, cycle: Cycle) -> int:
    """How much unfinished work of earlier years this member sees. One query."""
    earlier = access.visible_tasks(member).filter(
        run__cycle__fiscal_year_be__lt=cycle.fiscal_year_be,
        is_carried_over=True,
        is_container=False,
        state__in=Task.UNFINISHED,
    )
    return earlier.count()


# Before a year is closed


def closes_from(year_be: int) -> date:
    """The first day of the last month."""
    return fiscal_year_span(year_be)[1].replace(day=1)


def comes_to_end(year_be: int, *, on: date) -> bool:
    return on >= closes_from(year_be)


def days_after(cycle: Cycle) -> tuple[date, date]:
    """The days on which carried work may be due: the fiscal year that follows."""
    return fiscal_year_span(cycle.fiscal_year_be + 1)


def left_open(cycle: Cycle) -> QuerySet[Task]:
    """Unfinished work of the year, and what earlier years left to it. Of steps with parts the parts are decided."""
    of_earlier = Q(
        run__cycle__fiscal_year_be__lt=cycle.fiscal_year_be,
        is_carried_over=True,
        due_on__lte=cycle.ends_on,
    )
    return _own(cycle, Q(run__cycle=cycle, is_carried_over=False) | of_earlier)


def carried_on(cycle: Cycle) -> QuerySet[Task]:
    """What goes on after the year."""
    return _own(
        cycle,
        Q(
            run__cycle__fiscal_year_be__lte=cycle.fiscal_year_be,
            is_carried_over=True,
            due_on__gt=cycle.ends_on,
        ),
    )


def _own(cycle: Cycle, wanted: Q) -> QuerySet[Task]:
    return Task.objects.filter(
        wanted, office=cycle.office_id, state__in=Task.UNFINISHED, is_container=False, served_by=None
    )


@dataclass(frozen=True, slots=True)
class RunLeft:
    """What is open of a procedure or a letter."""

    run: Run
    rows: Sequence[words.Row]

    @property
    def late_count(self) -> int:
        return sum(row.late is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class UnitLeft:
    """A division's work of which it is to be decided whether it goes on."""

    unit: Unit
    runs: Sequence[RunLeft]

    @property
    def count(self) -> int:
        return sum(len(one.rows) for one in self.runs)

    @property
    def ids(self) -> set[UUID]:
        return {row.task.pk for one in self.runs for row in one.rows}


@dataclass(frozen=True, slots=True)
class Leaving:
    cycle: Cycle
    left: Sequence[UnitLeft]
    carried: Sequence[UnitLeft]
    closes_from: date

    @property
    def left_count(self) -> int:
        return sum(one.count for one in self.left)

    @property
    def carried_count(self) -> int:
        return sum(one.count for one in self.carried)


def leaving(cycle: Cycle, *, on: date) -> Leaving:
    """What is open of a year by division and procedure, and what goes on after it. Two queries."""
    left, carried = (_by_unit(tasks, on=on) for tasks in (left_open(cycle), carried_on(cycle)))
    return Leaving(cycle, left, carried, closes_from(cycle.fiscal_year_be))


def _by_unit(tasks: QuerySet[Task], *, on: date) -> list[UnitLeft]:
    found = tasks.select_related("run__cycle", "unit__parent", "assignee").order_by(
        "run__position", "position", "starts_on", "pk"
    )
    divisions: dict[Unit, list[Task]] = {}
    for task in found:
        divisions.setdefault(task.unit.parent or task.unit, []).append(task)
    ordered = sorted(divisions.items(), key=lambda pair: (pair[0].position, pair[0].pk))
    return [UnitLeft(unit, _by_run(words.rows(some, on=on))) for unit, some in ordered]


def _by_run(rows: Iterable[words.Row]) -> list[RunLeft]:
    runs: dict[Run, list[words.Row]] = {}
    for row in rows:
        runs.setdefault(row.task.run, []).append(row)
    return [RunLeft(run, own) for run, own in runs.items()]

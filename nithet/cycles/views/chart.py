"""แผนภาพรายปี: procedures by months, every step's window with its state; a table behind it, a list on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.cycles import access, exports, queries, words
from nithet.cycles.flow import drawn_state
from nithet.cycles.forms import ChartFilter
from nithet.cycles.models import Cycle, Run, Task
from nithet.cycles.queries.years import asked_cycle, carried_into, comes_to_end, visible_years
from nithet.cycles.views.tabs import year_tabs
from nithet.cycles.yearchart import (
    ChartBar,
    ChartRow,
    ChartYear,
    draw_head,
    draw_row,
    strip,
    strip_head,
)
from nithet.cycles.yearchart import as_table as year_table
from nithet.manuals.flowchart import Svg
from nithet.offices.lists import as_file, is_file, narrowing, titled, ways_out
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.queries import semesters_of
from nithet.thai.calendar import Semester, fiscal_year_be

DAY = timedelta(days=1)
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run with its row of the chart, drawn wide and as a phone's strip."""

    run: Run
    tally: queries.Tally
    worst: words.Row | None
    picture: Svg
    strip: Svg


@member_page
@require_safe
def year_chart(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    if not access.sees_year(member):
        raise Http404
    asked = request.GET.get("year", "")
    cycle = asked_cycle(member, asked)
    can_start = bool(access.can_start_year(member))
    if cycle is None:
        if asked:
            raise Http404
        facts = {"can_start": can_start, "tabs": year_tabs(member, "year-chart")}
        return render(request, "cycles/year_chart_empty.html", facts)
    years = visible_years(member)
    runs = list(queries.chart_runs(member, cycle, whole=is_file(request)))
    chosen = ChartFilter(request.GET, runs=runs, people=queries.doers(runs))
    # What no manual foresaw stands below the procedures.
    shown = sorted(chosen.apply(runs, member), key=lambda pair: pair[0].is_ad_hoc)
    title = titled(f"การดำเนินงาน{cycle}", narrowing(chosen))
    if is_file(request):
        rows = exports.year_rows(shown, on=member.on)
        return as_file(request, title, exports.YEAR_COLUMNS, rows)
    context = {
        "cycle": cycle,
        "asked_year": asked,
        "years": years,
        "carried_into": carried_into(member, cycle),
        "is_closed": cycle.state == Cycle.State.CLOSED,
        "can_close": comes_to_end(cycle.fiscal_year_be, on=member.on) and bool(access.can_close_year(member)),
        "title": title,
        **ways_out(request),
        "start_be": _startable(cycle, years, member) if can_start else None,
        "tabs": year_tabs(member, "year-chart"),
        "notice": queries.notice(member),
        "filter": chosen,
        "tally": queries.tally((t for _, tasks in shown for t in tasks), on=member.on),
        "is_narrowed": chosen.is_narrowed,
        "run_count": sum(not run.is_ad_hoc for run in runs),
        **_drawn(shown, cycle, member, as_table=request.GET.get("view") == "table"),
    }
    return render(request, "cycles/year_chart.html", context)


def _startable(cycle: Cycle, years: Sequence[int], member: Member) -> int | None:
    """The year to which the page leads on: this one while it takes work, or that of the day where it is not begun."""
    now_be = fiscal_year_be(member.on)
    if cycle.state == Cycle.State.OPEN and cycle.fiscal_year_be >= now_be:
        return cycle.fiscal_year_be
    return None if now_be in years else now_be


def _seen(run: Run) -> list[Task]:
    seen: list[Task] = run.seen  # type: ignore[attr-defined]
    return seen


def _drawn(
    shown: Sequence[tuple[Run, list[Task]]], cycle: Cycle, member: Member, *, as_table: bool
) -> dict[str, Any]:
    year = ChartYear(cycle.fiscal_year_be, member.on, breaks(semesters_of(member.office), cycle))
    address = _task_address(member)
    rows = {run.pk: _row(run, tasks, member, address) for run, tasks in shown}
    if as_table:
        return {"as_table": True, "groups": shown, "table": year_table(year, list(rows.values()))}
    groups = [
        (unit, [_shown(run, tasks, year, rows[run.pk], member) for run, tasks in own])
        for unit, own in groupby(shown, key=lambda pair: None if pair[0].is_ad_hoc else pair[0].unit)
    ]
    return {
        "groups": groups,
        "head": draw_head(year),
        "strip_head": strip_head(year),
    }


def _task_address(member: Member) -> str:
    """Resolved once for all bars; `NOBODY` is then replaced by a task's key."""
    return reverse("cycles:task-page", args=[member.office.code, NOBODY])


def _row(run: Run, tasks: Sequence[Task], member: Member, address: str) -> ChartRow:
    bars = tuple(_bar(task, member, address) for task in tasks)
    return ChartRow(key=run.pk.hex, title=run.title, href=_run_address(run, member), bars=bars)


def _bar(task: Task, member: Member, address: str) -> ChartBar:
    turn = f" {task.occurrence}" if task.occurrence else ""
    return ChartBar(
        number=task.number,
        label=f"{task.title}{turn}",
        starts_on=task.starts_on,
        ends_on=task.due_on,
        state=drawn_state(task, on=member.on),
        is_late=task.days_late(on=member.on) > 0,
        href=address.replace(str(NOBODY), str(task.pk)),
        state_words=words.standing(task, on=member.on).words,
    )


def _run_address(run: Run, member: Member) -> str:
    return reverse("cycles:run-page", args=[member.office.code, run.pk])


def _shown(run: Run, tasks: Sequence[Task], year: ChartYear, row: ChartRow, member: Member) -> ShownRun:
    return ShownRun(
        run, queries.tally(tasks, on=member.on), _worst(tasks, member), draw_row(year, row), strip(year, row)
    )


def _worst(tasks: Sequence[Task], member: Member) -> words.Row | None:
    """The task that hurts most, for the phone's list."""
    open_tasks = [t for t in tasks if t.state in Task.UNFINISHED and t.starts_on <= member.on]
    worst = max(open_tasks, key=lambda t: (t.days_late(on=member.on), t.is_returned), default=None)
    return words.row(worst, on=member.on) if worst else None


def breaks(semesters: Sequence[Semester], cycle: Cycle) -> tuple[tuple[date, date], ...]:
    """The days between one semester's end and the next one's start, within the year."""
    return tuple(
        (before.ends_on + DAY, after.starts_on - DAY)
        for before, after in pairwise(semesters)
        if before.ends_on < cycle.ends_on
        and after.starts_on > cycle.starts_on
        and before.ends_on < after.starts_on
    )

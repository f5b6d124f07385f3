"""ภาพรวม: how a year stands, what is late and waits for whom, what was sent back and why; two clicks down to a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.core.tables.writing import Column as FileColumn
from nithet.core.tables.writing import Value
from nithet.cycles import access, tallychart, words
from nithet.cycles.models import Cycle, Task
from nithet.cycles.queries import before_whom
from nithet.cycles.queries import overview as counting
from nithet.manuals.flowchart import Svg
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.thai.calendar import fiscal_year_be
from nithet.thai.dates import bangkok_day
from nithet.thai.months import FISCAL_ORDER
from nithet.workspace.overview_filter import OverseenFilter, narrowed

Cells = list[Value]
SHOWN = 6
# How the lines are counted: the parameter that narrows the list to one of them, and what they are called.
WAYS = {"unit": ("unit", "กลุ่ม"), "procedure": ("run", "กระบวนงาน"), "person": ("who", "ผู้รับผิดชอบ")}
LINES = {"unit": counting.by_division, "procedure": counting.by_run, "person": counting.by_person}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its bar, drawn wide and for a phone, and the beginning of the address of its tasks."""

    line: counting.Line
    bar: Svg
    narrow_bar: Svg
    tasks: str


@member_page
@require_safe
def overview(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    cycle, cycles = _cycles(request)
    if cycle is None:
        facts = {"can_start": bool(access.can_start_year(member))}
        return render(request, "workspace/overview_empty.html", facts)
    tasks = counting.in_year(access.overseen_tasks(member), cycle)
    divisions = counting.by_division(tasks, on=member.on)
    by = request.GET.get("by", "")
    if by not in WAYS:
        # Of a single division there is nothing to compare.
        by = "unit" if len(divisions) > 1 else "procedure"
    lines = divisions if by == "unit" else LINES[by](tasks, on=member.on)
    parameter, name = WAYS[by]
    title = titled(f"ภาพรวมการดำเนินงาน {cycle}", f"ตาม{name}")
    if is_file(request):
        return as_file(request, title, line_columns(name), line_rows(lines))
    waiting = counting.waiting_of(tasks)
    back = counting.sent_back(tasks)
    context = {
        "cycle": cycle,
        "cycles": cycles,
        "title": title,
        "carried_over": counting.carried_over(access.overseen_tasks(member), before=cycle),
        "total": counting.total_of(divisions),
        "by": by,
        "ways": {key: way[1] for key, way in WAYS.items()},
        "line_name": name,
        "tasks_url": tasks_address(member, cycle),
        "lines": [_shown(line, f"{tasks_address(member, cycle)}&{parameter}={line.key}") for line in lines],
        **_months(tasks, member, cycle),
        "desks": counting.desks_of(member, waiting),
        "on_since": _waited(waiting, member),
        "late": _late(tasks, member),
        "returned": counting.newest_first(back)[:SHOWN],
        "reasons": counting.reasons_of(back, most=SHOWN),
        "often": counting.returned_often(tasks, most=SHOWN),
        **ways_out(request),
    }
    return render(request, "workspace/overview.html", context)


def _cycles(request: MemberRequest) -> tuple[Cycle | None, list[Cycle]]:
    """The year asked for, or the one of today; whoever oversees nothing has no such page."""
    if not access.oversees(request.member):
        raise Http404
    cycles = list(access.overseen_cycles(request.member).order_by("-fiscal_year_be"))
    asked, now = request.GET.get("year", ""), fiscal_year_be(request.member.on)
    chosen = next((c for c in cycles if str(c.fiscal_year_be) == asked), None)
    return chosen or next((c for c in cycles if c.fiscal_year_be <= now), None), cycles


def tasks_address(member: Member, cycle: Cycle) -> str:
    """Of the list of a year's tasks; what narrows it follows with &."""
    return f"{reverse('workspace:overview-tasks', args=[member.office.code])}?year={cycle.fiscal_year_be}"


def _shown(line: counting.Line, tasks: str) -> ShownLine:
    parts, narrow = line.count.parts, tallychart.BAR_NARROW
    return ShownLine(
        line,
        tallychart.draw_bar(line.title, parts),
        tallychart.draw_bar(line.title, parts, width=narrow),
        tasks,
    )


def _months(tasks: QuerySet[Task], member: Member, cycle: Cycle) -> dict[str, Any]:
    counts, address = counting.by_month(tasks, on=member.on), tasks_address(member, cycle)
    is_now = cycle.starts_on <= member.on <= cycle.ends_on
    columns = [
        tallychart.Column(
            month,
            counts.get(month, counting.Count7()).parts,
            f"{address}&month={month}",
            is_now and month == member.on.month,
        )
        for month in FISCAL_ORDER
    ]
    return {
        "columns": tallychart.draw_columns(columns),
        "narrow_columns": tallychart.draw_columns(columns, width=tallychart.COLUMNS_NARROW),
    }


def _late(tasks: QuerySet[Task], member: Member) -> list[words.Row]:
    found = tasks.filter(counting.is_late(member.on)).select_related("run", "unit", "assignee")
    return words.rows(found.order_by("due_on", "pk")[:SHOWN], on=member.on)


def _waited(waiting: Sequence[counting.Waiting], member: Member) -> int:
    """Days of the longest wait."""
    return max(((member.on - bangkok_day(one.since)).days for one in waiting), default=0)


# The list of tasks behind every number


@member_page
@require_safe
def overview_tasks(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    cycle, _ = _cycles(request)
    if cycle is None:
        raise Http404
    every = access.overseen_tasks(member).filter(run__cycle=cycle)
    form = OverseenFilter(request.GET, member=member, tasks=every)
    tasks = narrowed(every, form, on=member.on).select_related("run", "unit", "assignee")
    tasks = tasks.order_by("due_on", "position", "pk")
    title = titled(f"รายการงาน {cycle}", narrowing(form), *form.hidden_words)
    if is_file(request):
        return as_file(request, title, TASK_COLUMNS, task_rows(list(tasks), member))
    page = listed(request, tasks)
    context = {
        "cycle": cycle,
        "form": form,
        "page": page,
        "rows": _rows(list(page), member),
        "title": title,
        "narrowing": titled(narrowing(form), *form.hidden_words),
        **ways_out(request),
    }
    return render(request, "workspace/overview_tasks.html", context)


@dataclass(frozen=True, slots=True)
class TaskRow:
    row: words.Row
    why: str
    with_whom: str


def _rows(tasks: Sequence[Task], member: Member) -> list[TaskRow]:
    submitted = [t for t in tasks if t.state == Task.State.SUBMITTED]
    decisions = before_whom(submitted) if submitted else {}
    return [
        TaskRow(
            words.row(t, on=member.on),
            words.step_words(t),
            words.decider(d) if (d := decisions.get(t.pk)) else "",
        )
        for t in tasks
    ]


# As files


def line_columns(name: str) -> tuple[FileColumn, ...]:
    counts = (
        "ขั้นตอนทั้งหมด",
        "เสร็จสิ้น",
        "เกินกำหนด",
        "รอพิจารณา",
        "ส่งคืนแก้ไข",
        "กำลังดำเนินการ",
        "ยังไม่ถึงกำหนดเริ่ม",
        "งดดำเนินการ",
    )
    return (
        FileColumn(name, 44),
        FileColumn("กลุ่มหรือระดับ", 28),
        *(FileColumn(c, 16, "number") for c in counts),
    )


def line_rows(lines: Sequence[counting.Line]) -> Iterator[Cells]:
    for line in lines:
        n = line.count
        yield [line.title, line.below, n.total, n.done, n.late, n.sub, n.returned, n.open, n.wait, n.void]


TASK_COLUMNS = (
    FileColumn("กระบวนงาน", 44), FileColumn("ขั้นที่", 8), FileColumn("ขั้นตอน", 48), FileColumn("ครั้งที่", 20), FileColumn("กลุ่ม", 26),
    FileColumn("ผู้รับผิดชอบ", 28), FileColumn("เริ่มวันที่", 14, "date"), FileColumn("ถึงวันที่", 14, "date"), FileColumn("สถานะ", 26),
    FileColumn("อยู่ระหว่างพิจารณาของ", 30),
)  # fmt: skip


def task_rows(tasks: Sequence[Task], member: Member) -> Iterator[Cells]:
    for one in _rows(tasks, member):
        task = one.row.task
        yield [
            task.run.title, task.number, task.title, task.occurrence, task.unit.short_name,
            task.assignee.name if task.assignee else "ยังไม่มีผู้รับเรื่อง", task.starts_on, task.due_on,
            (one.row.late or one.row.standing).words, one.with_whom,
        ]  # fmt: skip

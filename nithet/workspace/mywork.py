"""งานของฉัน: what is due, what came back, what waits for me and for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.cycles import queries, words
from nithet.cycles.access import sees_year
from nithet.cycles.models import Decision, Task
from nithet.manuals.queries import proposals_for, sent_back_to
from nithet.offices.members import MemberRequest, member_page

# Order of pain; the first that fits takes the task.
GROUPS = (
    ("late", "เกินกำหนด", "ct-late"),
    ("returned", "ส่งคืนแก้ไข", "ct-back"),
    ("week", "ครบกำหนดสัปดาห์นี้", ""),
    ("begun", "อยู่ในช่วงดำเนินการ", ""),
    ("shared", "ยังไม่มีผู้รับเรื่อง", ""),
)


AHEAD_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Row(words.Row):
    """A task of one's own: with why it is there, and the one button's word."""

    why: str
    act: str


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    count_class: str
    rows: list[Row]


@member_page
@require_safe
def my_work(request: MemberRequest) -> HttpResponse:
    member = request.member
    work = queries.work_of(member)
    groups = grouped(work.todo, on=member.on)
    waiting = [asked_row(d, on=member.on) for d in queries.waiting_decisions(member)]
    proposals = list(proposals_for(member))
    todo = [g for g in groups if g.rows]
    tab = request.GET.get("tab", "")
    context = {
        "groups": groups,
        "shown": [g for g in todo if tab in ("", g.key)],
        "tab": tab,
        "todo_count": sum(len(g.rows) for g in groups),
        "due_today": sum(row.task.due_on == member.on for g in groups for row in g.rows),
        "waiting": waiting,
        "proposals": proposals,
        "returned_manuals": list(sent_back_to(member)),
        "waiting_count": len(waiting) + len(proposals),
        "others": other_rows(work.submitted),
        "ahead": sorted(work.ahead, key=lambda t: t.starts_on)[:AHEAD_SHOWN],
        "next_week": next_week(groups, on=member.on),
        "sees_year": sees_year(member),
    }
    return render(request, "workspace/my_work.html", context)


def grouped(tasks: list[Task], *, on: date) -> list[Group]:
    """Every group in order, empty ones too, so that tabs never move."""
    rows: dict[str, list[Row]] = {key: [] for key, _, _ in GROUPS}
    for task in tasks:
        rows[group_of(task, on=on)].append(row_of(task, on=on))
    return [Group(key, title, css, rows[key]) for key, title, css in GROUPS]


def group_of(task: Task, *, on: date) -> str:
    if task.is_returned:
        return "returned"
    if task.days_late(on=on):
        return "late"
    if task.due_on <= end_of_week(on):
        return "week"
    return "begun" if task.assignee_id else "shared"


def end_of_week(day: date) -> date:
    """Friday of the day's week; on a weekend the coming Friday."""
    return day + timedelta(days=(4 - day.weekday()) % 7)


def row_of(task: Task, *, on: date) -> Row:
    shown = words.row(task, on=on)
    why, act = words.step_words(task), words.act_words(task)
    return Row(task, shown.standing, shown.late, shown.due_words, why, act)


def next_week(groups: list[Group], *, on: date) -> list[Task]:
    """What falls due in the next working week, for the side of the page."""
    first, last = end_of_week(on) + timedelta(days=1), end_of_week(on) + timedelta(days=7)
    return [row.task for g in groups for row in g.rows if first <= row.task.due_on <= last][:6]


@dataclass(frozen=True, slots=True)
class AskedRow:
    decision: Decision
    task: Task
    asked: str
    give: str
    due_words: str


def asked_row(decision: Decision, *, on: date) -> AskedRow:
    task = decision.round.task
    return AskedRow(
        decision, task, words.asked(decision), words.GIVES[decision.ask], words.due_words(task, on=on)
    )


@dataclass(frozen=True, slots=True)
class OtherRow:
    task: Task
    with_whom: str


def other_rows(submitted: list[Task]) -> list[OtherRow]:
    """What lies before others, and before whom."""
    decisions = queries.before_whom(submitted) if submitted else {}
    return [OtherRow(t, words.decider(d) if (d := decisions.get(t.pk)) else "") for t in submitted]

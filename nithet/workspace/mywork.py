"""งานของฉัน: what is due, what came back, what waits for me and for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.core.tables.writing import Column, Value
from nithet.cycles import queries, words
from nithet.cycles.access import sees_year
from nithet.cycles.access.letters import asks_for_school, can_receive, chaired_clusters, sees_letters
from nithet.cycles.models import Decision, Letter, LetterAsk, Task
from nithet.cycles.queries.comments import unseen_mentions
from nithet.cycles.queries.letters import asked_of
from nithet.cycles.queries.timing import shortfalls_of
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries import proposals_for, sent_back_to
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import Member, MemberRequest, member_page

ADHOC = "งานแทรก"
# Order of pain.
GROUPS = (
    ("late", "เกินกำหนด", "ct-late"),
    ("returned", "ส่งคืนแก้ไข", "ct-back"),
    ("week", "ครบกำหนดสัปดาห์นี้", ""),
    ("adhoc", ADHOC, ""),
    ("begun", "อยู่ในช่วงดำเนินการ", ""),
    ("shared", "ยังไม่มีผู้รับเรื่อง", ""),
)
TABS = {key: title for key, title, _ in GROUPS} | {"waiting": "รอฉันพิจารณา", "others": "รอผู้อื่น"}
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

    @property
    def is_tab(self) -> bool:
        """What does not press stands under ต้องทำ only; all tabs have room beside each other."""
        return self.key not in ("begun", "shared")


@dataclass(frozen=True, slots=True)
class Desk:
    """All that lies before a member."""

    groups: list[Group]
    asked: list[LetterAsk]
    returned_manuals: Sequence[ManualVersion]
    proposals: Sequence[ManualVersion]
    waiting: list[AskedRow]
    others: list[OtherRow]
    ahead: list[Task]


@member_page
@require_safe
def my_work(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    desk = desk_of(member)
    tab = request.GET.get("tab", "")
    title = titled(f"งานของ{member.name}", TABS.get(tab, ""))
    if is_file(request):
        return as_file(request, title, COLUMNS, file_rows(desk, member, tab))
    groups, ways = desk.groups, ways_out(request)
    unanswered = sum(ask.answered_at is None for ask in desk.asked)
    context = {
        "groups": groups,
        "shown": [g for g in groups if g.rows and tab in ("", g.key)],
        "tab": tab,
        "title": title,
        "todo_count": sum(len(g.rows) for g in groups) + unanswered,
        "asked": [ask for ask in desk.asked if tab == "adhoc" or not ask.answered_at],
        "unanswered": unanswered,
        "asks_school": asks_for_school(member),
        "can_receive": bool(can_receive(member)),
        "sees_letters": sees_letters(member),
        "chairs": bool(chaired_clusters(member)),
        "due_today": sum(row.task.due_on == member.on for g in groups for row in g.rows),
        "waiting": desk.waiting,
        "proposals": desk.proposals,
        "returned_manuals": desk.returned_manuals,
        "waiting_count": len(desk.waiting) + len(desk.proposals),
        "others": desk.others,
        "ahead": desk.ahead if ways["is_printed"] else desk.ahead[:AHEAD_SHOWN],
        "next_week": next_week(groups, on=member.on),
        "sees_year": sees_year(member),
        "notice": queries.notice(member),
        "shortfalls": shortfalls_of(member, own=True) if not tab else [],
        "mentions": unseen_mentions(member),
        **ways,
    }
    return render(request, "workspace/my_work.html", context)


def desk_of(member: Member) -> Desk:
    work = queries.work_of(member)
    return Desk(
        groups=grouped(work.todo, on=member.on),
        asked=asked_of(member),
        returned_manuals=list(sent_back_to(member)),
        proposals=list(proposals_for(member)),
        waiting=[asked_row(d, on=member.on) for d in queries.waiting_decisions(member)],
        others=other_rows(work.submitted),
        ahead=sorted(work.ahead, key=lambda t: t.starts_on),
    )


def grouped(tasks: list[Task], *, on: date) -> list[Group]:
    """Every group in order, empty ones too, so that tabs never move."""
    rows: dict[str, list[Row]] = {key: [] for key, _, _ in GROUPS}
    for task in tasks:
        rows[group_of(task, on=on)].append(row_of(task, on=on))
    rows["adhoc"].sort(key=lambda row: (_PRESSING.index(row.task.run.letter.urgency), row.task.due_on))
    return [Group(key, title, css, rows[key]) for key, title, css in GROUPS]


_PRESSING = (Letter.Urgency.MOST, Letter.Urgency.VERY, Letter.Urgency.URGENT, "")


def group_of(task: Task, *, on: date) -> str:
    if task.is_returned:
        return "returned"
    if task.days_late(on=on):
        return "late"
    if not task.number:
        return "adhoc"
    if task.due_on <= end_of_week(on):
        return "week"
    return "begun" if task.assignee_id else "shared"


def end_of_week(day: date) -> date:
    """Friday of the day's week; on a weekend the coming Friday."""
    return day + timedelta(days=(4 - day.weekday()) % 7)


def row_of(task: Task, *, on: date) -> Row:
    shown = words.row(task, on=on)
    why, act = why_of(task), words.act_words(task)
    return Row(task, shown.standing, shown.late, shown.due_words, why, act)


def why_of(task: Task) -> str:
    """Of what came by a letter: how urgent it is, and whose letter it is."""
    if task.number:
        return words.step_words(task)
    letter = task.run.letter
    return " · ".join(filter(None, (task.label, letter.get_urgency_display(), letter.source)))


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


# The same as a file

COLUMNS = [
    Column("รายการ", 22), Column("เรื่อง", 46), Column("ที่มา", 46), Column("เริ่มวันที่", 14, "date"), Column("ถึงวันที่", 14, "date"),
    Column("สถานะ", 24), Column("ผู้เกี่ยวข้อง", 28), Column("เหตุผลที่ส่งคืน", 36),
]  # fmt: skip
Cells = list[Value]


def file_rows(desk: Desk, member: Member, tab: str) -> Iterator[Cells]:
    """One tab; without one all that lies before the member, what waits for others and what is still to come too."""
    parts = (
        ("returned", (_returned(version, member) for version in desk.returned_manuals)),
        ("waiting", _asked_cells(desk)),
        *((group.key, (_cells(group.title, row, member) for row in group.rows)) for group in desk.groups),
        ("adhoc", map(_letter_cells, desk.asked)),
        ("others", map(_other_cells, desk.others)),
        ("", (_cells("งานที่จะถึง", row_of(task, on=member.on), member) for task in desk.ahead)),
    )
    for key, rows in parts:
        if tab in ("", key):
            yield from rows


def _cells(title: str, row: Row, member: Member) -> Cells:
    task = row.task
    who = member.name if task.assignee_id else "ยังไม่มีผู้รับเรื่อง"
    return [
        title, task.title, row.why, task.starts_on, task.due_on, (row.late or row.standing).words, who,
        task.reason if task.is_returned else "",
    ]  # fmt: skip


def _letter_cells(ask: LetterAsk) -> Cells:
    letter = ask.letter
    state = "ส่งแล้ว" if ask.answered_at else "ยังไม่ส่งข้อมูล"
    return [ADHOC, letter.subject, letter.source, letter.received_on, letter.asked_until, state, ask.name, ""]


def _returned(version: ManualVersion, member: Member) -> Cells:
    why = version.return_reason
    return [TABS["returned"], version.manual.title, "คู่มือ", None, None, "ส่งคืนแก้ไข", member.name, why]


def _asked_cells(desk: Desk) -> Iterator[Cells]:
    group = TABS["waiting"]
    for version in desk.proposals:
        by = version.proposed_by.name if version.proposed_by else ""
        yield [group, version.manual.title, "คู่มือ", None, None, "ขอความเห็นชอบ", by, ""]
    for row in desk.waiting:
        task, by = row.task, row.decision.round.submitted_by.name
        yield [group, task.title, words.step_words(task), task.starts_on, task.due_on, row.asked, by, ""]


def _other_cells(row: OtherRow) -> Cells:
    task = row.task
    return [
        TABS["others"], task.title, words.step_words(task), task.starts_on, task.due_on,
        task.get_state_display(), row.with_whom, "",
    ]  # fmt: skip

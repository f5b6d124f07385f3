"""ยังขาดอะไร ของใคร: the page of those who lead a division. Every row says what to do, and has the one button for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.core.tables.writing import Column, Value
from nithet.cycles import access, words
from nithet.cycles.models import Task
from nithet.cycles.queries import lacking as queries
from nithet.cycles.queries.needs import lacking_words
from nithet.cycles.queries.standards import shortfalls_of
from nithet.offices.forms import Filter, choice_field
from nithet.offices.lists import as_file, is_file, is_printed, listed, narrowing, titled, ways_out
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.models import Person
from nithet.thai.dates import format_date

TITLE = "ยังขาดอะไร ของใคร"
DAYS = 14
# So far ahead weeks with too much are looked for.
AHEAD = 90
SHOWN = 20
REMIND, ASSIGN, OPEN = "แจ้งเตือน", "มอบหมาย", "เปิดงาน"
_ICONS = {REMIND: "bell-ringing", ASSIGN: "user-share", OPEN: "eye"}


@dataclass(frozen=True, slots=True)
class LackingRow(words.Row):
    """A task with what it lacks, why it is there, and the one button."""

    why: str
    lacking: Sequence[str]
    act: str
    icon: str
    href: str


class LackingFilter(Filter):
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")
    within = forms.ChoiceField(
        label="ครบกำหนดภายใน", required=False, widget=forms.Select({"class": "in in-select"}),
        choices=[("", f"{DAYS} วัน"), ("7", "7 วัน"), ("30", "30 วัน"), ("90", "90 วัน")],
    )  # fmt: skip

    def __init__(self, data: object, *, member: Member) -> None:
        units = access.overseen_units(member).order_by("position", "pk")
        super().__init__(data, unit=[(str(unit.pk), unit.short_name) for unit in units])

    @property
    def days(self) -> int:
        return int(self.given.get("within", DAYS))

    @property
    def chosen_unit(self) -> UUID | None:
        unit = self.given.get("unit")
        return UUID(unit) if unit else None


@member_page
@require_safe
def lacking(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    if not access.oversees(member):
        raise Http404
    form = LackingFilter(request.GET, member=member)
    tasks, until = queries.to_be_done(member, unit=form.chosen_unit), member.on + timedelta(days=form.days)
    short = queries.short_of_evidence(tasks, until=until)
    free, back = queries.unassigned(tasks, on=member.on, until=until), queries.sent_back(tasks)
    title = titled(TITLE, narrowing(form))
    if is_file(request):
        return as_file(request, title, COLUMNS, _file_rows(member, short, free, back))
    page = listed(request, short)
    context = {
        "form": form,
        "days": form.days,
        "title": title,
        "page": page,
        "people": by_person(rows_of(member, list(page))),
        "weeks": queries.full_weeks(tasks, member, days=AHEAD),
        "ahead": AHEAD,
        "shortfalls": shortfalls_of(member),
        "short_count": page.paginator.count,
        **_part("free", free, request),
        **_part("back", back, request),
        **ways_out(request),
    }
    return render(request, "workspace/lacking.html", context)


def _part(name: str, found: QuerySet[Task], request: MemberRequest) -> dict[str, object]:
    """The first rows of a part and how many there are; on paper all of them."""
    tasks, count = list(found if is_printed(request) else found[:SHOWN]), found.count()
    rows = rows_of(request.member, tasks)
    return {name: rows, f"{name}_count": count, f"{name}_more": count > len(rows)}


def rows_of(member: Member, tasks: Sequence[Task]) -> list[LackingRow]:
    """What is lacking is asked for all of them at once."""
    short = lacking_words(tasks) if tasks else {}
    return [_row(member, task, short[task.pk]) for task in tasks]


def _row(member: Member, task: Task, short: Sequence[str]) -> LackingRow:
    shown = words.row(task, on=member.on)
    act, href = _act(member, task, short)
    return LackingRow(
        task, shown.standing, shown.late, shown.due_words, why=words.step_words(task), lacking=short, act=act,
        icon=_ICONS[act], href=href,
    )  # fmt: skip


def _act(member: Member, task: Task, short: Sequence[str]) -> tuple[str, str]:
    page = reverse("cycles:task-page", args=[member.office.code, task.pk])
    if task.assignee is None:
        return (ASSIGN, f"{page}#assign") if access.can_assign(member, task) else (OPEN, page)
    if task.assignee.user_id is None or task.assignee_id == member.person.pk:
        return OPEN, page
    said = {"to": task.assignee_id, "say": _reminder(task, short)}
    return REMIND, f"{page}?{urlencode(said)}#comments"


def _reminder(task: Task, short: Sequence[str]) -> str:
    lacks = f" ยังขาด{' และ '.join(short)}" if short else ""
    return f"งานนี้ครบกำหนด {format_date(task.due_on, 'short')}{lacks} โปรดดำเนินการ"


def by_person(rows: Iterable[LackingRow]) -> list[tuple[Person | None, list[LackingRow]]]:
    """Rows come sorted by person."""
    return [(person, list(theirs)) for person, theirs in groupby(rows, key=lambda row: row.task.assignee)]


COLUMNS = (
    Column("รายการ", 26), Column("ผู้รับผิดชอบ", 28), Column("ขั้นตอน", 46), Column("ที่มา", 46), Column("ยังขาด", 50),
    Column("ครบกำหนด", 14, "date"), Column("สถานะ", 26), Column("เหตุผลที่ส่งคืน", 40),
)  # fmt: skip


def _file_rows(
    member: Member, short: QuerySet[Task], free: QuerySet[Task], back: QuerySet[Task]
) -> Iterator[list[Value]]:
    for name, found in (("หลักฐานยังไม่ครบ", short), ("ยังไม่มีผู้รับเรื่อง", free), ("ส่งคืนแก้ไข", back)):
        for row in rows_of(member, list(found)):
            task = row.task
            yield [
                name, task.assignee.name if task.assignee else "", task.title, row.why, " และ ".join(row.lacking),
                task.due_on, (row.late or row.standing).words, task.reason if task.is_returned else "",
            ]  # fmt: skip

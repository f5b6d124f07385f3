"""What a list of overseen tasks is narrowed by: its form, and the same as a question to the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from nithet.cycles import access
from nithet.cycles.models import Run, Task
from nithet.cycles.overload import WEEK
from nithet.cycles.queries.overview import NOBODY, at_desk, is_late, is_returned, kinds
from nithet.offices.forms import Filter, choice_field, search_field
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.thai.dates import format_span
from nithet.thai.months import month_name
from nithet.thai.text import clean

STATES = {
    "late": "เกินกำหนด",
    "back": "ส่งคืนแก้ไข",
    "sub": "เสนอแล้ว รอพิจารณา",
    "open": "รอดำเนินการ หรือกำลังดำเนินการ",
    "wait": "ยังไม่ถึงกำหนดเริ่ม",
    "done": "เสร็จสิ้น",
    "void": "งดดำเนินการ",
    "refused": "ไม่อนุมัติ",
}
_MONTHS = [(str(month), month_name(month)) for month in range(1, 13)]


def _kept(field: forms.Field) -> forms.Field:
    """Comes from a link and stays while other filters change."""
    field.widget, field.required = forms.HiddenInput(), False
    return field


class OverseenFilter(Filter):
    q = search_field("ค้นหา", "ชื่อขั้นตอนหรือกระบวนงาน")
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")
    who = choice_field("ผู้รับผิดชอบ", "ทุกคน")
    state = choice_field("สถานะ", "ทุกสถานะ")
    month = choice_field("เดือนที่ครบกำหนด", "ทุกเดือน")
    run = _kept(forms.UUIDField())
    desk = _kept(forms.CharField(max_length=80))
    week = _kept(forms.DateField())
    year = _kept(forms.CharField(max_length=4))

    def __init__(self, data: Any, *, member: Member, tasks: QuerySet[Task]) -> None:
        doers = Person.objects.filter(pk__in=tasks.order_by().values("assignee")).order_by("sort_key", "pk")
        units = access.overseen_units(member).order_by("position", "pk")
        people = [(str(person.pk), person.name) for person in doers]
        self.runs = tasks
        super().__init__(
            data,
            unit=[(str(unit.pk), unit.short_name) for unit in units],
            who=[*people, (NOBODY, "ยังไม่มีผู้รับเรื่อง")],
            state=STATES.items(),
            month=_MONTHS,
        )
        self.cleaned_data.pop("year", None)
        self.hidden_words = list(self._hidden())
        self.kept = {name: self.cleaned_data.pop(name, None) for name in ("run", "desk", "week")}

    def _hidden(self) -> Iterator[str]:
        """What came by a link, in words."""
        if run := self.cleaned_data.get("run"):
            title = Run.objects.filter(pk=run, tasks__in=self.runs).values_list("title", flat=True).first()
            yield f"กระบวนงาน: {title or 'ไม่พบข้อมูลที่ต้องการ'}"
        if week := self.cleaned_data.get("week"):
            yield f"ครบกำหนด {format_span(week, week + WEEK, 'short')}"
        if self.cleaned_data.get("desk"):
            yield "อยู่ระหว่างพิจารณาของผู้พิจารณารายเดียว"


def narrowed(tasks: QuerySet[Task], form: OverseenFilter, *, on: date) -> QuerySet[Task]:
    """Tasks that fit all that was given. A damaged link means something that is not there."""
    if {"run", "desk", "week"} & form.errors.keys():
        return tasks.none()
    given = form.given
    if given.get("state") != "refused":
        tasks = tasks.exclude(state=Task.State.VOID)
    for word in clean(given.get("q", "")).split():
        tasks = tasks.filter(Q(title__icontains=word) | Q(run__title__icontains=word))
    if unit := given.get("unit"):
        tasks = tasks.filter(Q(unit=unit) | Q(unit__parent=unit))
    if who := given.get("who"):
        tasks = tasks.filter(assignee=None if who == NOBODY else UUID(who))
    if state := given.get("state"):
        tasks = tasks.filter(_of_state(state, on))
    if month := given.get("month"):
        tasks = tasks.filter(due_on__month=int(month))
    if week := form.kept["week"]:
        tasks = tasks.filter(due_on__range=(week, week + WEEK))
    if run := form.kept["run"]:
        tasks = tasks.filter(run=run)
    return at_desk(tasks, form.kept["desk"]) if form.kept["desk"] else tasks


def _of_state(state: str, on: date) -> Q:
    """All that is sent back, the late of it too, so that the list has as many as the number that led to it."""
    apart = {"late": is_late(on), "back": is_returned(), "refused": Q(is_refused=True)}
    return apart.get(state) or kinds(on)[state]

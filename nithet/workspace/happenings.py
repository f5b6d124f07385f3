"""What happens when: work, letters, what is asked, holidays and school breaks. The calendar and its feed show this list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet, TextChoices

from nithet.cycles import access, queries, words
from nithet.cycles.models import LetterAsk, Task
from nithet.cycles.queries.letters import asked_of
from nithet.cycles.register import registers
from nithet.cycles.telling import places
from nithet.cycles.words import Standing
from nithet.forms.access import asked_targets
from nithet.forms.queries.rounds import asked_since
from nithet.offices.members import Member
from nithet.offices.models import Holiday
from nithet.offices.queries import semesters_of
from nithet.thai.calendar import Semester, Span
from nithet.thai.dates import format_date

DAY = timedelta(days=1)


class Kind(TextChoices):
    """In the order in which a day shows them; the words stand before the title."""

    HOLIDAY = "holiday", "วันหยุด"
    BREAK = "break", "ปิดภาคเรียน"
    SEMESTER = "semester", "เปิดภาคเรียน"
    ASK = "ask", "ครบกำหนดตอบ"
    DECISION = "decision", "รอท่านพิจารณา"
    LETTER = "letter", "งานแทรกครบกำหนด"
    ANSWERS = "answers", "ผู้ถูกขอข้อมูลครบกำหนดตอบ"
    DUE = "due", "ครบกำหนด"
    REGISTER = "register", "ทะเบียนงาน"
    WINDOW = "window", "เริ่มดำเนินการ"


REST = frozenset({Kind.HOLIDAY, Kind.BREAK, Kind.SEMESTER})
"""What is true for all of the office, and nobody's work."""
_PLACES = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Happening:
    """`key` is the same as long as it is the same matter, whatever day it is moved to."""

    key: str
    day: date
    until: date
    title: str
    kind: Kind
    why: str = ""
    address: str = ""
    state: Standing | None = None
    # Of a register's own day: its words, and its register's picture.
    what: str = ""
    icon: str = ""

    @property
    def label(self) -> str:
        return self.what or str(self.kind.label)

    @property
    def is_window(self) -> bool:
        """Lasts for months, so that it stands on its first day."""
        return self.kind == Kind.WINDOW or (self.kind == Kind.REGISTER and self.until > self.day)

    @property
    def is_rest(self) -> bool:
        return self.kind in REST

    @property
    def is_over(self) -> bool:
        """Nobody has to do anything about it any more."""
        return self.state is not None and self.state.code in ("done", "void")

    def lies_in(self, span: Span) -> bool:
        first, last = span
        return self.day <= last and self.until >= first


def my_happenings(member: Member, span: Span) -> list[Happening]:
    """What งานของฉัน shows, on its days: six queries and those of the registers, whatever there is."""
    tasks = _listed(_of_mine(member), span)
    return _in_order(
        span,
        (one for task in tasks for one in _of_task(task, member)),
        _decisions(member),
        _asked(member),
        _asked_by_rounds(member),
        _of_registers(member, span),
        _rest(member, span),
    )


def unit_happenings(member: Member, span: Span) -> list[Happening]:
    """What falls due in the divisions that the member oversees, and whose it is: three queries and those of the registers."""
    unfinished = access.overseen_tasks(member).filter(state__in=Task.UNFINISHED, served_by=None)
    tasks = unfinished.filter(due_on__range=span).select_related("run__letter", "assignee", "unit")
    own_days = _of_registers(member, span, units=True)
    falling_due = (one for one in own_days if not (one.is_window or one.is_over))
    return _in_order(span, (_due_of(task, member) for task in tasks), falling_due, _rest(member, span))


def _in_order(span: Span, *found: Iterable[Happening]) -> list[Happening]:
    every = (one for part in found for one in part if one.lies_in(span))
    return sorted(every, key=lambda one: (one.day, _PLACES[one.kind], one.title, one.key))


# Work

_SHOWN = (
    "office", "number", "title", "occurrence", "starts_on", "due_on", "state", "times_returned", "taken_up_at", "assignee",
    "is_carried_over", "is_refused", "is_stopped", "run__title", "run__letter__answers_due_on", "run__letter__due_on",
)  # fmt: skip


def _of_mine(member: Member) -> QuerySet[Task]:
    """As งานของฉัน has it, and what the member finished."""
    finished = Q(state=Task.State.DONE, assignee=member.person)
    return access.own_work(member).filter(Q(state__in=Task.UNFINISHED) | finished)


def _listed(tasks: QuerySet[Task], span: Span) -> QuerySet[Task]:
    first, last = span
    seen = tasks.filter(starts_on__lte=last, due_on__gte=first)
    return seen.select_related("run__letter").only(*_SHOWN).order_by("due_on", "position", "pk")


def _of_task(task: Task, member: Member) -> Iterator[Happening]:
    yield _due(task, member)
    if task.number and task.starts_on < task.due_on:
        yield _window(task, member)
    if not task.number and (until := task.run.letter.answers_due_on) and until != task.due_on:
        yield _for(task, member, Kind.ANSWERS, until)


def _due(task: Task, member: Member) -> Happening:
    return _for(task, member, Kind.DUE if task.number else Kind.LETTER, task.due_on)


def _due_of(task: Task, member: Member) -> Happening:
    """With who does it."""
    due = _due(task, member)
    return replace(due, why=f"{due.why} · {task.assignee.name if task.assignee else task.unit.name}")


def _for(task: Task, member: Member, kind: Kind, day: date, until: date | None = None) -> Happening:
    standing = words.lateness(task, on=member.on) or words.standing(task, on=member.on)
    address, why = places.of_task(member.office.code, task.pk), words.step_words(task)
    return Happening(f"{kind}-{task.pk}", day, until or day, task.title, kind, why, address, standing)


def _window(task: Task, member: Member) -> Happening:
    return _for(task, member, Kind.WINDOW, task.starts_on, task.due_on)


def _decisions(member: Member) -> Iterator[Happening]:
    for decision in queries.waiting_decisions(member):
        task = decision.round.task
        yield Happening(
            f"{Kind.DECISION}-{decision.pk}", task.due_on, task.due_on, task.title, Kind.DECISION,
            words.step_words(task), places.of_task(member.office.code, task.pk), Standing("sub", words.asked(decision)),
        )  # fmt: skip


def _asked(member: Member) -> Iterator[Happening]:
    """Of one's school, one's unit, or oneself."""
    for ask in asked_of(member):
        until, who = ask.letter.asked_until, ask.name
        yield Happening(
            f"{Kind.ASK}-{ask.pk}", until, until, ask.letter.subject, Kind.ASK,
            " · ".join(filter(None, (who, ask.letter.source))), places.of_ask(member.office.code, ask.pk),
            _answering(ask, on=member.on),
        )  # fmt: skip


def _asked_by_rounds(member: Member) -> Iterator[Happening]:
    """Of one's school or oneself, until it is answered. The address is no link to pass on: feeds hold it."""
    code = member.office.code
    for target in asked_since(asked_targets(member), member.on + DAY, on=member.on):
        round_ = target.round
        who = target.school.name if target.school else ""
        yield Happening(
            f"{Kind.ASK}-{target.pk}", round_.closes_on, round_.closes_on, round_.title, Kind.ASK,
            " · ".join(filter(None, (who, round_.unit.short_name))), places.address("forms:round-asked", code, round_.pk),
            Standing("open", "ยังไม่ส่งข้อมูล"),
        )  # fmt: skip


def _answering(ask: LetterAsk, *, on: date) -> Standing:
    if ask.answered_at:
        return Standing("done", "ส่งแล้ว")
    if ask.returned_at:
        return Standing("back", "ส่งคืนแก้ไข")
    is_late = ask.letter.asked_until < on
    return Standing("late", "เกินกำหนด") if is_late else Standing("open", "ยังไม่ส่งข้อมูล")


# Registers


def _of_registers(member: Member, span: Span, *, units: bool = False) -> Iterator[Happening]:
    """Days of their own: a term's end, an activity's months. Of others' with who is responsible."""
    for days in (days for register in registers() for days in register.days):
        for one in days(member, span, units=units):
            why = " · ".join(filter(None, (one.why, one.who if units else "")))
            yield Happening(
                f"{Kind.REGISTER}-{one.key}", one.day, one.until, one.title, Kind.REGISTER, why, one.address,
                one.standing, one.what, one.icon,
            )  # fmt: skip


# The year of offices and schools


def _rest(member: Member, span: Span) -> Iterator[Happening]:
    for holiday in Holiday.objects.filter(office=member.office, on__range=span):
        yield Happening(f"{Kind.HOLIDAY}-{holiday.pk}", holiday.on, holiday.on, holiday.name, Kind.HOLIDAY)
    semesters = semesters_of(member.office)
    for one in semesters:
        key, label = f"{Kind.SEMESTER}-{one.label.replace('/', '-')}", f"เปิดภาคเรียนที่ {one.label}"
        yield Happening(key, one.starts_on, one.starts_on, label, Kind.SEMESTER)
    for before, after in pairwise(semesters):
        if before.ends_on + DAY < after.starts_on:
            yield _break(before, after)


def _break(before: Semester, after: Semester) -> Happening:
    key, label = f"{Kind.BREAK}-{before.label.replace('/', '-')}", f"ปิดภาคเรียนที่ {before.label}"
    return Happening(key, before.ends_on + DAY, after.starts_on - DAY, label, Kind.BREAK)


def span_words(one: Happening) -> str:
    """“ถึง 30 พ.ย. 2569”, of what takes more than a day."""
    return f"ถึง {format_date(one.until, 'short')}" if one.until > one.day else ""

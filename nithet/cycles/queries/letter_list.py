"""Reads of many letters: how each stands, and how far the schools of a cluster are. Constant queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from nithet.cycles import words
from nithet.cycles.access import letters as access
from nithet.cycles.models import Letter, LetterAsk, Task
from nithet.offices.members import Member

_COLLECTING = (Task.State.OPEN, Task.State.WAITING)
PART = 1000


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter with its one task, and how many answered of those that it asks."""

    letter: Letter
    row: words.Row
    asked: int = 0
    answered: int = 0

    @property
    def doer(self) -> str:
        task = self.row.task
        return task.assignee.name if task.assignee else task.unit.short_name


def letter_works(
    member: Member, *, q: str = "", state: str = "", urgency: str = "", mine: bool = False
) -> QuerySet[Task]:
    """The work of the letters that the member sees: what is unfinished as it falls due, then the last first."""
    tasks = Task.objects.filter(run__letter__in=access.visible_letters(member))
    for word in q.split():
        tasks = tasks.filter(_holding(word))
    if mine:
        tasks = tasks.filter(Q(assignee=member.person) | Q(run__letter__made_by=member.user))
    if urgency:
        tasks = tasks.filter(run__letter__urgency=urgency)
    is_open = Case(When(state__in=Task.UNFINISHED, then=Value(0)), default=Value(1))
    until = Case(When(state__in=Task.UNFINISHED, then=F("due_on")), default=None)
    rows = tasks.filter(_in_state(state, on=member.on)).select_related("run__letter", "unit", "assignee")
    return rows.order_by(is_open, until, "-due_on", "pk")


def _holding(word: str) -> Q:
    facts = ("subject", "from_whom", "number")
    return Q(*((f"run__letter__{name}__icontains", word) for name in facts), _connector=Q.OR)


def _in_state(state: str, *, on: date) -> Q:
    match state:
        case "open":
            return Q(state__in=Task.UNFINISHED)
        case "late":
            return Q(state__in=_COLLECTING, is_stopped=False, due_on__lt=on)
        case "done":
            return ~Q(state__in=Task.UNFINISHED)
        case _:
            return Q()


def letter_lines(tasks: Iterable[Task], *, on: date) -> list[LetterLine]:
    """One query besides the tasks'."""
    rows = list(tasks)
    asks = LetterAsk.objects.filter(letter__in=[task.run.letter.pk for task in rows], voided_at=None)
    counts = asks.order_by().values_list("letter").annotate(Count("pk"), Count("answered_at"))
    found = {letter: (asked, answered) for letter, asked, answered in counts}
    return [
        LetterLine(task.run.letter, words.row(task, on=on), *found.get(task.run.letter.pk, (0, 0)))
        for task in rows
    ]


def all_lines(tasks: QuerySet[Task], *, on: date) -> Iterator[LetterLine]:
    """In parts, so that a long list costs no memory."""
    for first in range(0, tasks.count(), PART):
        yield from letter_lines(tasks[first : first + PART], on=on)


# How far the schools of a cluster are


@dataclass(frozen=True, slots=True)
class SchoolSent:
    """Whether a school has sent, and nothing of what."""

    name: str
    cluster: str
    has_sent: bool


@dataclass(frozen=True, slots=True)
class LetterSent:
    pk: UUID
    subject: str
    until: date
    schools: list[SchoolSent] = field(default_factory=list)

    @property
    def sent_count(self) -> int:
        return sum(one.has_sent for one in self.schools)

    @property
    def missing(self) -> list[SchoolSent]:
        return [one for one in self.schools if not one.has_sent]


def sent_in(clusters: Collection[UUID]) -> list[LetterSent]:
    """What is still being collected from schools of these clusters, as it falls due. One query, without any answer."""
    asks = LetterAsk.objects.filter(
        school__cluster__in=clusters, voided_at=None,
        letter__run__voided_at=None, letter__run__tasks__state__in=_COLLECTING,
    )  # fmt: skip
    facts = asks.order_by("school__cluster__position", "school__cluster__name", "school__sort_key", "pk").values_list(
        "letter", "letter__subject", "letter__answers_due_on", "letter__due_on", "answered_at", "school__name",
        "school__cluster__name",
    )  # fmt: skip
    found: dict[UUID, LetterSent] = {}
    for pk, subject, answers_due_on, due_on, answered_at, school, cluster in facts:
        letter = found.setdefault(pk, LetterSent(pk, subject, answers_due_on or due_on))
        letter.schools.append(SchoolSent(school, cluster, answered_at is not None))
    return sorted(found.values(), key=lambda one: (one.until, one.subject))

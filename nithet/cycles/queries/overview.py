"""How a year stands, in numbers that the database counts: by division, procedure, person and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractMonth

from nithet.cycles import access, words
from nithet.cycles.models import Cycle, Decision, Run, Task, TaskRound
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Unit

State = Task.State
NOBODY = "none"
"""In place of a person's key: tasks that are given to nobody yet."""


def kinds(on: date) -> dict[str, Q]:
    """Each task is of one of these: as `words.standing` has it, but late before all that can be late."""
    timely = Q(due_on__gte=on) | Q(is_stopped=True)
    untouched = Q(state=State.OPEN, times_returned=0)
    begun = Q(taken_up_at__isnull=False) | Q(starts_on__lte=on)
    return {
        "done": Q(state=State.DONE),
        "sub": Q(state=State.SUBMITTED),
        "late": is_late(on),
        "back": is_returned() & timely,
        "open": untouched & begun & timely,
        "wait": (Q(state=State.WAITING) | untouched & ~begun) & timely,
        "void": Q(state=State.SKIPPED),
    }


def in_year(tasks: QuerySet[Task], cycle: Cycle) -> QuerySet[Task]:
    """What a year is counted by: what was cancelled or refused is neither done nor to be done."""
    return tasks.filter(run__cycle=cycle).exclude(state=State.VOID)


def carried_over(tasks: QuerySet[Task], *, before: Cycle) -> list[tuple[int, int]]:
    """Of earlier years that are closed and still worked on: the year, and how many of its tasks."""
    earlier = tasks.filter(is_carried_over=True, state__in=Task.UNFINISHED)
    earlier = earlier.filter(run__cycle__fiscal_year_be__lt=before.fiscal_year_be)
    counted = earlier.order_by().values("run__cycle__fiscal_year_be").annotate(times=Count("pk"))
    return sorted((row["run__cycle__fiscal_year_be"], row["times"]) for row in counted)


def is_late(on: date) -> Q:
    """As `Task.days_late`."""
    return Q(state__in=(State.WAITING, State.OPEN), due_on__lt=on, is_stopped=False)


def is_returned() -> Q:
    """As `Task.is_returned`, late or not."""
    return Q(state=State.OPEN, times_returned__gt=0)


@dataclass(frozen=True, slots=True)
class Count7:
    """Tasks by kind (see `kinds`); `returned` are all that were sent back, the late ones of them too."""

    done: int = 0
    sub: int = 0
    late: int = 0
    back: int = 0
    open: int = 0
    wait: int = 0
    void: int = 0
    returned: int = 0

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def parts(self) -> dict[str, int]:
        """By kind, in the order in which they are drawn."""
        return {code: getattr(self, code) for code in PARTS}

    def __add__(self, other: Count7) -> Count7:
        return Count7(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


PARTS = ("done", "sub", "open", "back", "late", "wait", "void")


@dataclass(frozen=True, slots=True)
class Line:
    """Of a division, a procedure or a person. `key` is what lists are narrowed by."""

    key: str
    title: str
    below: str
    count: Count7


def _counted(tasks: QuerySet[Task], by: Mapping[str, Any], *, on: date) -> dict[Any, Count7]:
    """One query, whatever it counts by."""
    (name,) = by
    counts = {code: Count("pk", filter=fits) for code, fits in kinds(on).items()}
    found = tasks.order_by().annotate(**by).values(name)
    rows = found.annotate(**{f"n_{code}": count for code, count in counts.items()},
                          n_returned=Count("pk", filter=is_returned()))  # fmt: skip
    return {row[name]: Count7(**{f.name: row[f"n_{f.name}"] for f in fields(Count7)}) for row in rows}


def by_division(tasks: QuerySet[Task], *, on: date) -> list[Line]:
    counts = _counted(tasks, {"division": Coalesce("unit__parent", "unit")}, on=on)
    units = Unit.objects.filter(pk__in=counts).order_by("position", "pk")
    return [Line(str(unit.pk), unit.short_name, "", counts[unit.pk]) for unit in units]


def by_run(tasks: QuerySet[Task], *, on: date) -> list[Line]:
    counts = _counted(tasks, {"of_run": F("run")}, on=on)
    runs = (
        Run.objects.filter(pk__in=counts).select_related("unit").order_by("unit__position", "position", "pk")
    )
    return [Line(str(run.pk), run.title, run.unit.short_name, counts[run.pk]) for run in runs]


def by_person(tasks: QuerySet[Task], *, on: date) -> list[Line]:
    """Those with the most that is late first; what nobody has yet at the end."""
    counts = _counted(tasks, {"doer": F("assignee")}, on=on)
    people = Person.objects.filter(pk__in=[key for key in counts if key]).order_by("sort_key", "pk")
    lines = [Line(str(person.pk), person.name, person.standing, counts[person.pk]) for person in people]
    lines.sort(key=lambda line: -line.count.late)
    if None in counts:
        lines.append(Line(NOBODY, "ยังไม่มีผู้รับเรื่อง", "", counts[None]))
    return lines


def by_month(tasks: QuerySet[Task], *, on: date) -> dict[int, Count7]:
    """By the month in which they are due."""
    return _counted(tasks, {"month": ExtractMonth("due_on")}, on=on)


def total_of(lines: Iterable[Line]) -> Count7:
    return sum((line.count for line in lines), Count7())


# Before whom it waits, since when


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter that waits for a decision. It came to this decider at `since`."""

    decision: Decision
    since: datetime

    @property
    def task(self) -> Task:
        return self.decision.round.task


@dataclass(frozen=True, slots=True)
class Desk:
    """All that waits before one decider, the longest wait first."""

    decision: Decision
    names: str
    waiting: Sequence[Waiting]

    @property
    def key(self) -> str:
        return desk_key(self.decision)

    @property
    def who(self) -> str:
        return words.decider(self.decision)


def desk_key(decision: Decision) -> str:
    return f"{decision.role}.{decision.unit_id or ''}"


def waiting_of(tasks: QuerySet[Task]) -> list[Waiting]:
    """One query."""
    current = Decision.objects.filter(
        state=Decision.State.CURRENT, round__task__in=tasks.order_by().values("pk")
    )
    found = current.select_related("unit", "round__task__run", "round__task__unit", "round__submitted_by")
    return [Waiting(d, d.since) for d in found.annotate(since=_since()).order_by("since", "pk")]


def _since() -> Coalesce:
    """When the station before it acted; of the first one, when it was submitted."""
    before = Decision.objects.filter(round=OuterRef("round"), state=Decision.State.GIVEN).order_by(
        "-decided_at"
    )
    return Coalesce(Subquery(before.values("decided_at")[:1]), F("round__submitted_at"))


def desks_of(member: Member, waiting: Sequence[Waiting]) -> list[Desk]:
    """By decider, with who holds the post today: one more query."""
    if not waiting:
        return []
    grouped: dict[str, list[Waiting]] = {}
    for one in waiting:
        grouped.setdefault(desk_key(one.decision), []).append(one)
    names = _holders(member, [theirs[0].decision for theirs in grouped.values()])
    return [Desk(theirs[0].decision, names.get(key, ""), theirs) for key, theirs in grouped.items()]


def _holders(member: Member, decisions: Sequence[Decision]) -> dict[str, str]:
    """Names by desk, seniors first."""
    roles = {d.role for d in decisions}
    serving = Appointment.objects.active(on=member.on).filter(
        office=member.office, role__in=roles, person__user__is_active=True
    )
    found: dict[str, list[str]] = {}
    for one in serving.select_related("person", "unit").order_by("person__sort_key", "pk"):
        names = found.setdefault(f"{one.role}.{_desk_unit(one) or ''}", [])
        if one.person.name not in names:
            names.append(one.person.name)
    return {key: " · ".join(names) for key, names in found.items()}


def _desk_unit(post: Appointment) -> UUID | None:
    """Of which unit the holder of a post is asked, as `access.station_unit` has it."""
    return access.station_unit(post.role, post.unit) if post.unit else None


def at_desk(tasks: QuerySet[Task], key: str) -> QuerySet[Task]:
    """Those that wait before this decider; a key that means nothing leaves none."""
    role, _, unit = key.partition(".")
    try:
        place = UUID(unit) if unit else None
    except ValueError:
        return tasks.none()
    current = Decision.objects.filter(state=Decision.State.CURRENT, role=role, unit=place)
    return tasks.filter(state=State.SUBMITTED, pk__in=current.values("round__task"))


# What was sent back, and why


def sent_back(tasks: QuerySet[Task]) -> QuerySet[TaskRound]:
    """Their rounds that were returned.

    The tasks are asked for first: among the rounds of many offices PostgreSQL would look through all that were ever returned.
    """
    found = tasks.filter(times_returned__gt=0).order_by().values_list("pk", flat=True)
    return TaskRound.objects.filter(outcome=TaskRound.Outcome.RETURNED, task__in=list(found))


def newest_first(rounds: QuerySet[TaskRound]) -> QuerySet[TaskRound]:
    """Rounds that were returned, each with who sent it back."""
    sent = Decision.objects.filter(round=OuterRef("pk"), state=Decision.State.RETURNED)
    return (
        rounds.annotate(returned_as=Subquery(sent.values("decided_as")[:1]))
        .select_related("task__run", "task__assignee", "task__unit", "submitted_by")
        .order_by("-closed_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    times: int


def reasons_of(rounds: QuerySet[TaskRound], *, most: int) -> list[Reason]:
    """What is given as the reason again and again: those said more than once, the most frequent first."""
    counted = rounds.order_by().exclude(reason="").values("reason").annotate(times=Count("pk"))
    rows = counted.filter(times__gt=1).order_by("-times", "reason")[:most]
    return [Reason(row["reason"], row["times"]) for row in rows]


def returned_often(tasks: QuerySet[Task], *, most: int) -> list[Task]:
    """Steps that came back more than once."""
    found = tasks.filter(times_returned__gt=1).select_related("run", "assignee", "unit")
    return list(found.order_by("-times_returned", "due_on", "pk")[:most])

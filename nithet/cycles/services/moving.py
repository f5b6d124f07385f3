"""What a hand-over moves: tasks, duties and remembered answers, each told in its own history, and back again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.audit.services import Actor, entry, record_many
from nithet.core.clock import now
from nithet.cycles.models import Answer, Duty, DutyOrder, HandOver, Task
from nithet.cycles.queries.handing_over import (
    answers_naming,
    lasting_duties,
    open_work,
    staff_divisions,
)
from nithet.offices.models import Person

State = Task.State
TASK_VERB = "task.handed_over"
HANDED_OVER = "ส่งมอบงาน"
DAY = timedelta(days=1)
_PARTS = Duty.Part.values  # the greatest first
Moved = dict[str, list[dict[str, Any]]]


def move(made: HandOver, *, by: Actor | None, today: date) -> Moved:
    """What was moved, as it stood before. Tasks of divisions in which the successor does no work stay."""
    divisions = _divisions(made)
    day = max(made.on, today)
    tasks = [t for t in _tasks(made, divisions) if t.unit.division_id in _reach(made, day)]
    return {
        "tasks": _move_tasks(made, tasks, by),
        "duties": _move_duties(made, divisions, by) if made.wanted.get("duties") else [],
        "answers": _move_answers(made, divisions, by) if made.wanted.get("answers") else [],
    }


def has_more(made: HandOver) -> bool:
    """Whether the giver has again something of what this one was to move."""
    divisions = _divisions(made)
    return (
        bool(_tasks(made, divisions))
        or bool(made.wanted.get("duties") and lasting_duties(made.giver, divisions, on=made.on).exists())
        or bool(made.wanted.get("answers") and answers_naming(made.giver, divisions))
    )


def _divisions(made: HandOver) -> frozenset[UUID] | None:
    units = made.wanted.get("units")
    return None if units is None else frozenset(map(UUID, units))


def _reach(made: HandOver, day: date) -> frozenset[UUID]:
    return staff_divisions(made.office, made.receiver, on=day)


def _tasks(made: HandOver, divisions: frozenset[UUID] | None) -> list[Task]:
    """With the steps that the chosen ones are parts of."""
    tasks: QuerySet[Task] = open_work(made.giver, divisions)
    if (chosen := made.wanted.get("tasks")) is not None:
        parts = Task.objects.filter(pk__in=chosen, parent__isnull=False)
        tasks = tasks.filter(Q(pk__in=chosen) | Q(is_container=True, pk__in=parts.values("parent")))
    return list(tasks.select_for_update(of=("self",)).select_related("unit"))


def _move_tasks(made: HandOver, tasks: Iterable[Task], by: Actor | None) -> list[dict[str, Any]]:
    rows = list(tasks)
    ids = [task.pk for task in rows]
    found = Task.objects.filter(pk__in=ids, assignee=made.giver)
    # Whoever gets it takes it up themselves; what is submitted stays as it is.
    found.filter(state__in=(State.OPEN, State.WAITING)).update(taken_up_at=None)
    found.update(assignee=made.receiver)
    _tell_tasks(rows, made.receiver, made.reason, by)
    return [
        {"id": str(t.pk), "taken_up_at": t.taken_up_at.isoformat() if t.taken_up_at else ""} for t in rows
    ]


def _tell_tasks(tasks: Iterable[Task], to: Person, why: str, by: Actor | None) -> None:
    record_many(
        [
            entry(TASK_VERB, by=by, on=t, within=t.run_id, why=why, to=to.name)
            for t in tasks
            if not t.is_container
        ]
    )


def _move_duties(made: HandOver, divisions: frozenset[UUID] | None, by: Actor | None) -> list[dict[str, Any]]:
    """The old ones end the day before; those that have not begun are void. New ones begin on the day.

    Where the successor has the duty already nothing is doubled: theirs takes the greater part and the later end.
    """
    duties = list(lasting_duties(made.giver, divisions, on=made.on).select_related("order", "person"))
    there = list(lasting_duties(made.receiver, None, on=made.on).select_related("order", "person"))
    theirs = _Theirs(made, there)
    rows = []
    for duty in duties:
        moved = {"id": str(duty.pk), "until_on": duty.until_on.isoformat(), "reason": duty.ended_reason}
        rows.append(moved | theirs.take(duty))
        _end(duty, made)
    Duty.objects.bulk_create(theirs.new)
    Duty.objects.bulk_update(theirs.raised, ["part", "until_on"])
    record_many(
        [entry("duty.handed_over", by=by, on=d, why=made.reason, to=made.receiver.name) for d in duties]
        + [
            entry("duty.changed", by=by, on=d, why=made.reason, part=d.get_part_display())
            for d in theirs.raised
        ]
    )
    return rows


class _Theirs:
    """The successor's duties: those they have, and those that come."""

    def __init__(self, made: HandOver, there: Iterable[Duty]) -> None:
        self._made = made
        self._in_force: dict[tuple[object, ...], Duty] = {}
        # Also one that begins later on the same day, or a second one of the giver's: an order gives it once.
        self._begun: dict[tuple[object, ...], Duty] = {}
        self.new: list[Duty] = []
        self._raised: dict[UUID, Duty] = {}
        for duty in there:
            self._begun[_key(duty)] = duty
            if duty.from_on <= made.on:
                self._in_force[_what(duty)] = duty

    @property
    def raised(self) -> list[Duty]:
        return list(self._raised.values())

    def take(self, duty: Duty) -> dict[str, Any]:
        """A duty of the giver's; how to take it back."""
        made = _for_successor(duty, self._made)
        known = self._in_force.get(_what(duty)) or self._begun.get(_key(made))
        if known is None:
            self.new.append(made)
            self._begun[_key(made)] = made
            return {"new": str(made.pk)}
        is_less = _PARTS.index(known.part) > _PARTS.index(duty.part)
        if known in self.new:
            known.part = duty.part if is_less else known.part
            known.until_on = max(known.until_on, duty.until_on)
            return {"new": str(known.pk)}
        if not is_less and known.until_on >= duty.until_on:
            return {"new": ""}
        before = {"part": known.part, "until_on": known.until_on.isoformat()}
        known.part = duty.part if is_less else known.part
        known.until_on = max(known.until_on, duty.until_on)
        self._raised[known.pk] = known
        return {"new": "", "raised": str(known.pk), "before": before}


def _what(duty: Duty) -> tuple[object, ...]:
    return duty.lineage, duty.place_key


def _key(duty: Duty) -> tuple[object, ...]:
    return duty.order_id, duty.lineage, duty.place_key, duty.from_on


def _for_successor(duty: Duty, made: HandOver) -> Duty:
    return Duty(
        office_id=duty.office_id, order=duty.order, person=made.receiver, lineage=duty.lineage,
        title=duty.title, unit_id=duty.unit_id, school_id=duty.school_id, cluster_id=duty.cluster_id,
        part=duty.part, from_on=max(made.on, duty.from_on), until_on=duty.until_on, made_at=now(),
    )  # fmt: skip


def _end(duty: Duty, made: HandOver) -> None:
    why = f"{HANDED_OVER}: {made.reason}"
    one = Duty.objects.filter(pk=duty.pk)
    if duty.from_on < made.on:
        one.update(until_on=made.on - DAY, ended_reason=why)
    else:
        one.update(voided_at=now(), void_reason=why)


def _move_answers(
    made: HandOver, divisions: frozenset[UUID] | None, by: Actor | None
) -> list[dict[str, Any]]:
    answers = answers_naming(made.giver, divisions)
    _name(answers, made.receiver)
    record_many(
        [entry("answer.handed_over", by=by, on=a, why=made.reason, to=made.receiver.name) for a in answers]
    )
    return [{"id": str(a.pk)} for a in answers]


def _name(answers: list[Answer], person: Person) -> None:
    for answer in answers:
        answer.value = {**answer.value, "person": str(person.pk)}
    Answer.objects.bulk_update(answers, ["value"])


# Back again


def move_back(made: HandOver, *, by: Actor) -> None:
    """What the successor still has as it came goes back; what was given on to others since stays there."""
    _tasks_back(made, by)
    _duties_back(made, by)
    _answers_back(made, by)


def _tasks_back(made: HandOver, by: Actor) -> None:
    before = {UUID(row["id"]): row["taken_up_at"] for row in made.moved.get("tasks", [])}
    tasks = list(
        Task.objects.select_for_update(of=("self",)).filter(
            pk__in=before, assignee=made.receiver, state__in=Task.UNFINISHED
        )
    )
    for task in tasks:
        taken = before[task.pk]
        task.assignee = made.giver
        task.taken_up_at = datetime.fromisoformat(taken) if taken else None
    Task.objects.bulk_update(tasks, ["assignee", "taken_up_at"])
    _tell_tasks(tasks, made.giver, "เรียกคืนการส่งมอบ", by)


def _duties_back(made: HandOver, by: Actor) -> None:
    """A duty that the successor gave on, or that was ended since, stays there."""
    rows = _still_theirs(made)
    new = Duty.objects.standing().filter(pk__in=[row["new"] for row in rows if row["new"]])
    new.update(voided_at=now(), void_reason="เรียกคืนการส่งมอบ")
    # What was raised twice was as the first row tells.
    for row in reversed([row for row in rows if row.get("raised")]):
        Duty.objects.standing().filter(pk=row["raised"]).update(**row["before"])
    for row in rows:
        Duty.objects.filter(pk=row["id"]).update(
            until_on=row["until_on"], ended_reason=row["reason"], voided_at=None, void_reason=""
        )
    back = Duty.objects.filter(pk__in=[row["id"] for row in rows]).select_related("person")
    record_many(
        [entry("duty.handed_over", by=by, on=d, why="เรียกคืนการส่งมอบ", to=made.giver.name) for d in back]
    )


def _still_theirs(made: HandOver) -> list[dict[str, Any]]:
    """The rows whose duty the successor has as long as it came; rows that gave them nothing are among them."""
    rows = made.moved.get("duties", [])
    came = Duty.objects.in_bulk([pk for row in rows if (pk := _came(row))])
    return [
        row for row in rows if not (pk := _came(row)) or not _is_given_on(came[UUID(pk)], row["until_on"])
    ]


def _came(row: dict[str, Any]) -> str:
    return str(row["new"] or row.get("raised", ""))


def _is_given_on(duty: Duty, until_on: str) -> bool:
    if duty.voided_at:
        return duty.void_reason.startswith(HANDED_OVER)
    return duty.until_on < date.fromisoformat(until_on)


def given_again(made: HandOver) -> Duty | None:
    """A duty that was given to the giver again since, and would stand twice."""
    rows = _still_theirs(made)
    was = Duty.objects.in_bulk([row["id"] for row in rows])
    # Who gives duties of these orders at the same time waits.
    orders = DutyOrder.objects.select_for_update().filter(pk__in={duty.order_id for duty in was.values()})
    list(orders.order_by("pk").values_list("pk", flat=True))
    ends = {_what(was[UUID(row["id"])]): row["until_on"] for row in rows}
    begins = {_what(duty): min(duty.from_on, made.on) for duty in was.values()}
    standing = Duty.objects.standing().filter(office=made.office_id, person=made.giver_id).exclude(pk__in=was)
    for duty in standing.filter(until_on__gte=made.on):
        what = _what(duty)
        if what in ends and duty.from_on.isoformat() <= ends[what] and duty.until_on >= begins[what]:
            return duty
    return None


def _answers_back(made: HandOver, by: Actor) -> None:
    ids = [row["id"] for row in made.moved.get("answers", [])]
    theirs = [a for a in Answer.objects.filter(pk__in=ids) if a.value.get("person") == str(made.receiver_id)]
    _name(theirs, made.giver)
    record_many(
        [entry("answer.handed_over", by=by, on=a, why="เรียกคืนการส่งมอบ", to=made.giver.name) for a in theirs]
    )

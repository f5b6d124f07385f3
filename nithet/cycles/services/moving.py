"""What a hand-over moves: tasks, duties and remembered answers, each told in its own history, and back again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.audit.services import Actor, entry, record_many
from nithet.core.clock import now
from nithet.cycles.models import Answer, Duty, HandOver, Task
from nithet.cycles.queries.handing_over import (
    answers_naming,
    lasting_duties,
    open_work,
    staff_divisions,
)
from nithet.offices.models import Person

State = Task.State
TASK_VERB = "task.handed_over"
DAY = timedelta(days=1)
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
    """The old ones end the day before; those that have not begun are void. New ones begin on the day."""
    duties = list(lasting_duties(made.giver, divisions, on=made.on).select_related("order", "person"))
    there = list(lasting_duties(made.receiver, None, on=made.on))
    has = {(d.lineage, d.place_key) for d in there if d.from_on <= made.on}
    # Also one that begins later on the same day, or a second one of the giver's: an order gives it once.
    begun = {_key(d) for d in there}
    rows, new = [], []
    for duty in duties:
        successor: Duty | None = None
        theirs = _for_successor(duty, made)
        if (duty.lineage, duty.place_key) not in has and _key(theirs) not in begun:
            successor = theirs
            begun.add(_key(theirs))
        rows.append(
            {
                "id": str(duty.pk),
                "until_on": duty.until_on.isoformat(),
                "reason": duty.ended_reason,
                "new": str(successor.pk) if successor else "",
            }
        )
        new += [successor] if successor else []
        _end(duty, made)
    Duty.objects.bulk_create(new)
    record_many(
        [entry("duty.handed_over", by=by, on=d, why=made.reason, to=made.receiver.name) for d in duties]
    )
    return rows


def _key(duty: Duty) -> tuple[object, ...]:
    return duty.order_id, duty.lineage, duty.place_key, duty.from_on


def _for_successor(duty: Duty, made: HandOver) -> Duty:
    return Duty(
        office_id=duty.office_id, order=duty.order, person=made.receiver, lineage=duty.lineage,
        title=duty.title, unit_id=duty.unit_id, school_id=duty.school_id, cluster_id=duty.cluster_id,
        part=duty.part, from_on=max(made.on, duty.from_on), until_on=duty.until_on, made_at=now(),
    )  # fmt: skip


def _end(duty: Duty, made: HandOver) -> None:
    why = f"ส่งมอบงาน: {made.reason}"
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
    rows = made.moved.get("duties", [])
    new = Duty.objects.standing().filter(pk__in=[row["new"] for row in rows if row["new"]])
    new.update(voided_at=now(), void_reason="เรียกคืนการส่งมอบ")
    for row in rows:
        Duty.objects.filter(pk=row["id"]).update(
            until_on=date.fromisoformat(row["until_on"]), ended_reason=row["reason"], voided_at=None,
            void_reason="",
        )  # fmt: skip
    back = Duty.objects.filter(pk__in=[row["id"] for row in rows]).select_related("person")
    record_many(
        [entry("duty.handed_over", by=by, on=d, why="เรียกคืนการส่งมอบ", to=made.giver.name) for d in back]
    )


def _answers_back(made: HandOver, by: Actor) -> None:
    ids = [row["id"] for row in made.moved.get("answers", [])]
    theirs = [a for a in Answer.objects.filter(pk__in=ids) if a.value.get("person") == str(made.receiver_id)]
    _name(theirs, made.giver)
    record_many(
        [entry("answer.handed_over", by=by, on=a, why="เรียกคืนการส่งมอบ", to=made.giver.name) for a in theirs]
    )

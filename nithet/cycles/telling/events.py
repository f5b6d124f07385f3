"""What services tell at once, in their transaction. Each is one INSERT, and a question to whom where it is needed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from nithet.core.clock import now
from nithet.cycles.access.telling import heads_of
from nithet.cycles.models import Comment, HandOver, Letter, LetterAsk, Task
from nithet.cycles.telling import collecting, places
from nithet.notices.kinds import Told
from nithet.notices.services.notifying import notify, notify_each
from nithet.offices.members import Member
from nithet.offices.models import Office, Person
from nithet.thai.dates import format_date


def tell_mentioned(comment: Comment, people: Iterable[Person], *, by: Member) -> None:
    task, code = comment.task, by.office.code
    notify_each(
        "mentioned",
        [
            collecting.mentioned(task.office_id, code, one.pk, comment.pk, task.pk, task.title, by.user.name)
            for one in people
            if one.pk != by.person.pk
        ],
    )


def tell_returned(task: Task, *, office: Office) -> None:
    """`task` as it is after the return."""
    if task.assignee_id:
        facts = office.pk, office.code, task.assignee_id, task.pk, task.title, task.times_returned
        notify_each("task_returned", [collecting.returned(*facts)])


def tell_given(task: Task, person: Person, *, by: Member) -> None:
    """Given back to one who had it before, it is told again."""
    notify(
        [person],
        "task_given",
        task.pk,
        title=task.title,
        address=places.of_task(by.office.code, task.pk),
        occasion=f"by {by.person.pk} {now().isoformat()}",
        detail=f"ครบกำหนด {format_date(task.due_on)}",
        but=by.person,
    )


def tell_followed(tasks: Iterable[Task], person: Person) -> None:
    """Open work that went to somebody by an order of duties, or by their division's head pressing for it."""
    office = person.office
    notify_each(
        "task_given",
        [
            Told(
                office.pk, person.pk, task.pk, task.title, places.of_task(office.code, task.pk), "by order",
                f"ครบกำหนด {format_date(task.due_on)}",
            )
            for task in tasks
        ],
    )  # fmt: skip


def tell_letter(letter: Letter, task: Task, *, by: Member) -> None:
    """To whom it was given by name, or to the head of the unit. A direction is told to whom it is for."""
    people = [task.assignee] if task.assignee else heads_of(task.unit, on=by.on)
    kind = "task_directed" if letter.directed_from_id else "letter_new"
    notify(
        people,
        kind,
        task.pk,
        title=task.title,
        address=places.of_task(by.office.code, task.pk),
        detail=f"ครบกำหนด {format_date(task.due_on)}",
        but=by.person,
    )


def tell_asked(asks: QuerySet[LetterAsk], *, on: date) -> None:
    """Also of what they were told before: each occasion is told once."""
    notify_each("letter_asked", collecting.asked_told(asks.filter(voided_at=None, answered_at=None), on=on))


def tell_handed_over(made: HandOver, count: int) -> None:
    if count:
        notify(
            [made.receiver],
            "handed_over",
            made.pk,
            title=f"งาน {count} เรื่องของ {made.giver.name}",
            address=places.address("cycles:hand-over-page", made.office.code, made.pk),
            detail=f"ตั้งแต่ {format_date(made.on)}",
        )


def tell_moved(task: Task, *, by: Member) -> None:
    """`task` as it is after its window was moved."""
    if task.assignee_id and task.assignee_id != by.person.pk:
        told = Told(
            task.office_id, task.assignee_id, task.pk, task.title, places.of_task(by.office.code, task.pk),
            f"{task.starts_on} {task.due_on}", f"ครบกำหนดใหม่ {format_date(task.due_on)}",
        )  # fmt: skip
        notify_each("task_moved", [told])

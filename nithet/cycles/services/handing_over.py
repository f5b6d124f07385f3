"""ส่งมอบงาน: what a person has in hand goes to a successor on a day, and comes back while the successor has not acted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from nithet.audit.queries import entries
from nithet.audit.services import Actor, record
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import (
    DutyGivenAgainError,
    HandOverStateError,
    NothingInHandError,
    ReasonMissingError,
    SuccessorActedError,
    SuccessorError,
)
from nithet.cycles.models import HandOver
from nithet.cycles.services import moving
from nithet.cycles.telling.events import tell_handed_over
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.queries import people_serving
from nithet.thai.dates import format_date

State = HandOver.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall go over; without `tasks` all that is open on the day."""

    tasks: frozenset[UUID] | None = None
    duties: bool = True
    answers: bool = True

    @property
    def is_work_only(self) -> bool:
        return not (self.duties or self.answers)

    def as_value(self, divisions: frozenset[UUID] | None) -> dict[str, object]:
        return {
            "tasks": None if self.tasks is None else sorted(map(str, self.tasks)),
            "duties": self.duties,
            "answers": self.answers,
            "units": None if divisions is None else sorted(map(str, divisions)),
        }


EVERYTHING = Wanted()


@transaction.atomic
def hand_over_all(
    person: Person, to: Person, *, on: date, reason: str, by: Member, wanted: Wanted = EVERYTHING
) -> HandOver:
    """Today at once, later by the daily job; of one's own, more than a supervisor's tasks waits for the head.

    Sent twice it is one. Raises SuccessorError, NothingInHandError.
    """
    state, divisions = _asked(person, by, wanted)
    if not reason:
        raise ReasonMissingError(act="ส่งมอบงาน")
    _check_successor(person, to, on, by)
    # Two who hand over the same work wait for each other.
    Person.objects.select_for_update().get(pk=person.pk)
    value = wanted.as_value(divisions)
    if again := _made_before(person, to, on, value):
        return again
    made = HandOver.objects.create(
        office=by.office, giver=person, receiver=to, on=on, reason=reason, wanted=value, state=state,
        made_by=by.user, made_at=now(),
    )  # fmt: skip
    verb = "hand_over.proposed" if state == State.PROPOSED else "hand_over.planned"
    if state == State.PROPOSED or on > by.on:
        record(verb, by=by, on=made, why=reason, day=on.isoformat())
        return made
    if not carry_out(made, by=by, today=by.on):
        raise NothingInHandError(giver=person.name)
    return _fresh(made)


def _asked(person: Person, by: Member, wanted: Wanted) -> tuple[str, frozenset[UUID] | None]:
    """In which state it begins, and of which divisions the work may be."""
    may = access.can_hand_over(by, person)
    if may:
        return State.PLANNED, access.divisions_assigned(by)
    if access.hands_over_own_tasks(by, person) and wanted.is_work_only:
        return State.PLANNED, None
    if not access.can_propose_hand_over(by, person):
        may.or_refuse()
    return State.PROPOSED, None


def _check_successor(person: Person, to: Person, on: date, by: Member) -> None:
    if person.pk == to.pk:
        raise SuccessorError(why="ผู้รับมอบต้องเป็นคนละคนกับผู้ส่งมอบ โปรดเลือกผู้รับมอบใหม่")
    if on < by.on:
        raise SuccessorError(why="วันที่ส่งมอบต้องไม่ก่อนวันนี้ โปรดแก้ไขวันที่")
    if not people_serving(by.office, on=on).filter(pk=to.pk).exists():
        raise SuccessorError(
            why=f"{to.name} ไม่ได้ปฏิบัติหน้าที่ในสำนักงานในวันที่ {format_date(on)} โปรดเลือกผู้รับมอบหรือวันที่ใหม่"
        )


def _made_before(person: Person, to: Person, on: date, value: dict[str, object]) -> HandOver | None:
    """The same one, still to come; or done, with nothing that came to the person since."""
    same = HandOver.objects.filter(giver=person, receiver=to, on=on).exclude(state=State.CANCELLED)
    for made in same.order_by("-made_at"):
        if made.wanted != value:
            continue
        if made.state != State.DONE or not moving.has_more(made):
            return made
    return None


@transaction.atomic
def carry_out(made: HandOver, *, by: Actor | None, today: date) -> bool:
    """Move what is planned; False where nothing could be moved. Twice changes nothing."""
    due = HandOver.objects.filter(pk=made.pk, state=State.PLANNED, on__lte=today)
    if not people_serving(made.office, on=today).filter(pk=made.receiver_id).exists():
        return False
    if not due.update(state=State.DONE, done_at=now()):
        return False
    moved = moving.move(made, by=by, today=today)
    HandOver.objects.filter(pk=made.pk).update(moved=moved)
    counts = {kind: len(rows) for kind, rows in moved.items()}
    record("hand_over.done", by=by, on=made, why=made.reason, to=made.receiver.name, counts=counts)
    tell_handed_over(made, counts["tasks"])
    return any(counts.values())


@transaction.atomic
def accept_hand_over(made: HandOver, *, by: Member) -> HandOver:
    """The head agrees to what a person proposed of their own: for the divisions of the head."""
    access.can_hand_over(by, made.giver).or_refuse()
    divisions = access.divisions_assigned(by)
    units = None if divisions is None else sorted(map(str, divisions))
    changed = HandOver.objects.filter(pk=made.pk, state=State.PROPOSED).update(
        state=State.PLANNED, wanted={**made.wanted, "units": units}
    )
    if not changed:
        raise _wrong_state(made, "เห็นชอบ")
    record("hand_over.accepted", by=by, on=made, day=made.on.isoformat())
    fresh = _fresh(made)
    if fresh.on <= by.on and not carry_out(fresh, by=by, today=by.on):
        raise NothingInHandError(giver=made.giver.name)
    return _fresh(made)


@transaction.atomic
def cancel_hand_over(made: HandOver, *, why: str, by: Member) -> HandOver:
    """Give up what is to come, or take back what was done as long as the successor has not acted on it."""
    access.can_cancel_hand_over(by, made).or_refuse()
    if not why:
        raise ReasonMissingError(act="เรียกคืนการส่งมอบ")
    was = HandOver.objects.select_for_update().get(pk=made.pk)
    if was.state == State.CANCELLED:
        raise _wrong_state(made, "เรียกคืน")
    if was.state == State.DONE:
        if has_acted(was):
            raise SuccessorActedError(receiver=made.receiver.name)
        if again := moving.given_again(was):
            raise DutyGivenAgainError(giver=made.giver.name, duty=again.title, order=again.order)
        moving.move_back(was, by=by)
    HandOver.objects.filter(pk=made.pk).update(state=State.CANCELLED, cancelled_at=now())
    verb = "hand_over.taken_back" if was.state == State.DONE else "hand_over.cancelled"
    record(verb, by=by, on=made, why=why)
    return _fresh(made)


def has_acted(made: HandOver) -> bool:
    """Whether the successor did anything with one of the tasks since. One query."""
    user, ids = made.receiver.user_id, [row["id"] for row in made.moved.get("tasks", [])]
    if user is None or not ids or made.done_at is None:
        return False
    since = entries(made.office_id).filter(by_id=user, at__gte=made.done_at, object_id__in=ids)
    # Who handed over to themselves told of it in their own name.
    return since.exclude(verb__in=(moving.TASK_VERB, "task.assigned")).exists()


def _wrong_state(made: HandOver, act: str) -> HandOverStateError:
    made.refresh_from_db()
    return HandOverStateError(giver=made.giver.name, state=made.get_state_display(), act=act)


def _fresh(made: HandOver) -> HandOver:
    made.refresh_from_db()
    return made

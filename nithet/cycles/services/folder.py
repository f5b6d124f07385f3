"""How the folder lies: urgent ones first, then in the secretary's order; and acknowledging many at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from nithet.audit.services import record
from nithet.core.errors import DomainError
from nithet.cycles import access
from nithet.cycles.errors import NotAskedError, TaskStateError
from nithet.cycles.models import Decision, TaskRound
from nithet.cycles.services.deciding import give
from nithet.offices.members import Member

_PENDING = TaskRound.Outcome.PENDING


def acknowledge_all(decisions: Sequence[Decision], *, by: Member) -> list[tuple[Decision, str]]:
    """ทราบทั้งหมดที่เลือก, each in a short transaction of its own. Returns those not possible, with why."""
    failed = []
    for decision in decisions:
        try:
            if decision.ask != Decision.Ask.ACKNOWLEDGE:
                raise NotAskedError(
                    task=decision.round.task.title, asked=decision.get_ask_display(), act="ทราบพร้อมกันหลายเรื่อง",
                    instead="โปรดพิจารณาทีละเรื่อง",
                )  # fmt: skip
            give(decision, "", by=by)
        except DomainError as refusal:
            failed.append((decision, refusal.text))
    return failed


@transaction.atomic
def set_urgent(made: TaskRound, is_urgent: bool, *, by: Member) -> None:
    """ด่วน, or not any more; twice changes nothing."""
    access.can_order_folder(by).or_refuse()
    pending = TaskRound.objects.filter(pk=made.pk, outcome=_PENDING)
    if pending.exclude(is_urgent=is_urgent).update(is_urgent=is_urgent):
        verb = "task.urgent" if is_urgent else "task.not_urgent"
        record(verb, by=by, on=made.task, within=made.task.run_id, round=made.number)
    elif not pending.exists():
        raise TaskStateError(task=made.task.title, state=made.task.get_state_display(), act="แจ้งเป็นเรื่องด่วน")


@transaction.atomic
def order_folder(rounds: Sequence[TaskRound], *, by: Member) -> None:
    """Lay these in this order; what was decided meanwhile is left out. The last order counts."""
    access.can_order_folder(by).or_refuse()
    places = {one.pk: place for place, one in enumerate(rounds, start=1)}
    found = TaskRound.objects.filter(office=by.office, pk__in=places, outcome=_PENDING)
    held = list(found.order_by("pk").select_for_update(of=("self",)))
    moved = [one for one in held if one.folder_place != places[one.pk]]
    for one in moved:
        one.folder_place = places[one.pk]
    if moved:
        TaskRound.objects.bulk_update(moved, ["folder_place"])
        record("office.folder_ordered", by=by, on=by.office, count=len(held))

"""Evidence finds its task when it is made: a register offers an object, and every task that it shows has it at once.

Each function works in the caller's transaction, in a constant number of statements whatever the number of tasks, and may
be called again with the same facts. Locks are taken in one order: the office's open years, runs, tasks.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from nithet.audit.models import Entry
from nithet.audit.services import Actor, entry, record_many
from nithet.catalogue.vocabulary import ACTIONS
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.cycles.errors import ReasonMissingError
from nithet.cycles.matching import BY_HAND, FACTS, Change, Offers, Place, settle
from nithet.cycles.models import Cycle, Evidence, Offer, Run, Task
from nithet.cycles.register import RegisterError, is_kind
from nithet.cycles.search import index_evidence
from nithet.cycles.services.counting import recount
from nithet.offices.models import Office, Unit

UNFIT = "ไม่อยู่ในช่วงเวลาดำเนินการของงานแล้ว"


@transaction.atomic
def offer_evidence(
    office: Office,
    action: str,
    kind: str,
    object_id: UUID,
    on: date,
    subject: UUID | None = None,
    value: int = 1,
    *,
    title: str,
    unit: Unit | None = None,
    by: Actor | None = None,
) -> Offer:
    """An object that shows work of that day becomes evidence of every task that it fits.

    Sent again it changes nothing; with other facts it is a correction, and after a withdrawal it stands again.
    """
    _check(action, kind)
    hold_years(office)
    facts = {"on": on, "subject": subject, "value": value, "unit": unit, "title": title[:300]}
    offer, is_new = Offer.objects.get_or_create(
        office=office, kind=kind, object_id=object_id, action=action,
        defaults={**facts, "made_by_id": by.pk if by else None, "made_at": now()},
    )  # fmt: skip
    if is_new or _correct(offer, facts):
        _match_object(office, kind, object_id, why=UNFIT, by=by)
    return offer


@transaction.atomic
def give_evidence(offer: Offer, tasks: Collection[UUID], *, by: Actor | None = None) -> None:
    """A person said that it shows the work of these tasks: also where its day or division is not theirs.

    What somebody took out of a task stays out. Sent again it changes nothing.
    """
    hold_years(offer.office)
    places = _hold(Task.objects.filter(pk__in=tasks, office=offer.office))
    ids = [one.task.pk for one in places if one.takes and offer.action in one.task.actions]
    rows = Evidence.objects.filter(task__in=ids, kind=offer.kind, object_id=offer.object_id)
    there = {row.task_id: row for row in rows}
    to_give = [one.task for one in places if one.task.pk in ids and _is_to_be_given(there.get(one.task.pk))]
    changes = [Change(task, offer, there.get(task.pk)) for task in to_give]
    _apply(changes, [task.pk for task in to_give], why="", by=by)
    # It no longer goes and comes by its day.
    rows.filter(task__in=to_give).update(is_matched=False)


def _is_to_be_given(row: Evidence | None) -> bool:
    return row is None or row.is_matched


@transaction.atomic
def withdraw_evidence(
    office: Office, kind: str, object_id: UUID, *, why: str, by: Actor | None = None
) -> bool:
    """An object that is voided is evidence of nothing any more, also of tasks that are done. Whether it was before."""
    if not why:
        raise ReasonMissingError(act="ยกเลิกหลักฐาน")
    hold_years(office)
    standing = Offer.objects.filter(office=office, kind=kind, object_id=object_id, withdrawn_at=None)
    if not standing.update(withdrawn_at=now(), withdraw_reason=why):
        return False
    _match_object(office, kind, object_id, why=why, by=by)
    return True


def match_again(tasks: Collection[Task], *, why: str = UNFIT, by: Actor | None = None) -> int:
    """After tasks began to take evidence, or their windows moved: match them with all that was offered.

    Other windows of the same steps are matched too: how long a late one takes evidence depends on them. The caller
    holds the runs. `why` is told of what goes. Returns how many tasks had wrong counters.
    """
    if not tasks:
        return 0
    runs, steps = {task.run_id for task in tasks}, {task.step_id for task in tasks}
    # Work of no step stands alone.
    own = Q(pk__in=[task.pk for task in tasks])
    places = _hold(Task.objects.filter(own | Q(run__in=runs, step__in=steps)))
    ids = [place.task.pk for place in places]
    rows = Evidence.objects.filter(task__in=ids).exclude(kind__in=BY_HAND)
    offers = _offers_for(tasks, places, rows)
    return _apply(list(settle(places, offers, list(rows))), ids, why=why, by=by)


@transaction.atomic
def unsettled(tasks: Collection[Task]) -> list[Change]:
    """What matching these tasks anew would change: nothing, unless something went wrong."""
    if not tasks:
        return []
    places = _hold(Task.objects.filter(pk__in=[task.pk for task in tasks]))
    rows = Evidence.objects.filter(task__in=[place.task.pk for place in places]).exclude(kind__in=BY_HAND)
    return list(settle(places, _offers_for(tasks, places, rows), list(rows)))


def match_new(tasks: Collection[Task], *, by: Actor | None = None) -> None:
    """New tasks of one office, whose year the caller holds. One query where registers know nothing of these months."""
    first = min(task.starts_on for task in tasks)
    office = next(iter(tasks)).office_id
    if Offer.objects.filter(office=office, withdrawn_at=None, on__gte=first).exists():
        match_again(tasks, by=by)


def rebuild(tasks: QuerySet[Task], *, batch_size: int = 200) -> int:
    """Match and count all of these tasks anew, in short transactions. Returns how many had wrong counters."""
    changed, last = 0, UUID(int=0)
    while batch := list(tasks.filter(pk__gt=last).order_by("pk")[:batch_size]):
        with transaction.atomic():
            changed += match_again(batch)
        last = batch[-1].pk
    return changed


def _check(action: str, kind: str) -> None:
    if action not in ACTIONS or not is_kind(kind):
        raise RegisterError(f"{action}, {kind}: offered without being declared")


def hold_years(office: Office) -> None:
    """Whoever opens a year, or adds to it, matches what stands by then; whoever offers meanwhile waits."""
    open_years = Cycle.objects.filter(office=office, state=Cycle.State.OPEN).order_by("pk")
    list(open_years.select_for_update().values_list("pk", flat=True))


def _correct(offer: Offer, facts: dict[str, Any]) -> bool:
    """Whether the offer says anything else than before, or was withdrawn."""
    before = {name: getattr(offer, name) for name in facts}
    if before == facts and offer.withdrawn_at is None:
        return False
    for name, fact in facts.items():
        setattr(offer, name, fact)
    offer.withdrawn_at, offer.withdraw_reason = None, ""
    offer.save(update_fields=[*facts, "withdrawn_at", "withdraw_reason"])
    return True


def _match_object(office: Office, kind: str, object_id: UUID, *, why: str, by: Actor | None) -> None:
    """Match one object with the tasks that have it and those that it may fit."""
    found = Offer.objects.filter(office=office, kind=kind, object_id=object_id, withdrawn_at=None)
    offers = list(found.select_related("unit"))
    rows = Evidence.objects.filter(office=office, kind=kind, object_id=object_id)
    wanted = reduce(or_, map(_may_fit, offers), Q(pk__in=rows.values("task")))
    places = _hold(Task.objects.alias(codes=Cast("actions", TextField())).filter(wanted, office=office))
    changes = list(settle(places, Offers(offers), list(rows)))
    _apply(changes, {change.task.pk for change in changes}, why=why, by=by)


def _may_fit(offer: Offer) -> Q:
    """Tasks that are not ended are held, also those that take nothing now: they may be about to be sent back."""
    in_year = Q(run__cycle__ends_on__gte=offer.on, run__cycle__state=Cycle.State.OPEN)
    return Q(
        in_year | Q(is_carried_over=True),
        codes__contains=f'"{offer.action}"',
        state__in=Task.UNFINISHED,
        starts_on__lte=offer.on,
    )


def _hold(found: QuerySet[Task]) -> list[Place]:
    """Lock the runs, then the tasks, and read the tasks as they then stand."""
    runs = Run.objects.filter(pk__in=found.values("run")).order_by("position", "pk")
    list(runs.select_for_update().values_list("pk", flat=True))
    later = Task.objects.filter(
        run=OuterRef("run"), step=OuterRef("step"), starts_on__gt=OuterRef("due_on")
    ).order_by("starts_on")
    tasks = found.select_related("unit", "run__cycle").annotate(
        next_starts_on=Subquery(later.values("starts_on")[:1])
    )
    held = tasks.order_by("due_on", "pk").select_for_update(of=("self",))
    return [Place.of(task, task.run.cycle, task.next_starts_on) for task in held]


def _offers_for(tasks: Collection[Task], places: Collection[Place], rows: QuerySet[Evidence]) -> Offers:
    """What may fit the tasks, and what stands of the objects that they have."""
    codes = {code for place in places for code in place.task.actions}
    offices = {task.office_id for task in tasks}
    may_fit = Q(
        action__in=codes,
        on__gte=min(place.task.starts_on for place in places),
        on__lte=max(place.last_on for place in places),
    )
    standing = Offer.objects.filter(office__in=offices, withdrawn_at=None)
    return Offers(standing.filter(may_fit | Q(object_id__in=rows.values("object_id"))).select_related("unit"))


def _apply(changes: Collection[Change], ids: Collection[UUID], *, why: str, by: Actor | None) -> int:
    at = now()
    new: list[Evidence] = []
    changed: list[Evidence] = []
    told = []
    for change in changes:
        row = change.row or _new_row(change.task, by, at)
        (changed if change.row else new).append(row)
        was_there = change.row is not None and row.voided_at is None
        if change.offer is None:
            row.voided_at, row.void_reason, row.is_matched = at, why, True
            told.append(_told("evidence.unmatched", change.task, row, by, why))
            continue
        _say(row, change.offer)
        if not was_there:
            told.append(_told("evidence.arrived", change.task, row, by))
    insert_rows(new)
    Evidence.objects.bulk_update(changed, [*FACTS, "voided_at", "void_reason", "is_matched"])
    _find_again([*new, *changed])
    record_many(told)
    return recount(ids)


def _find_again(rows: Collection[Evidence]) -> None:
    for row in list(rows)[:1]:
        index_evidence(row.office_id, Q(pk__in=[one.pk for one in rows]))


def _new_row(task: Task, by: Actor | None, at: datetime) -> Evidence:
    by_id = by.pk if by else None
    return Evidence(
        office_id=task.office_id, task=task, round=task.round, is_matched=True, added_by_id=by_id, added_at=at
    )


def _say(row: Evidence, offer: Offer) -> None:
    row.kind, row.object_id, row.voided_at, row.void_reason = offer.kind, offer.object_id, None, ""
    for name in FACTS:
        setattr(row, name, getattr(offer, name))


def _told(verb: str, task: Task, row: Evidence, by: Actor | None, why: str = "") -> Entry:
    return entry(verb, by=by, on=task, within=task.run_id, why=why, evidence=row.title)

"""The yearly order of duties: recorded, given to people, ended, voided, copied from the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from nithet.audit.models import Entry
from nithet.audit.services import Actor, entry, record, record_many
from nithet.core import files
from nithet.core.clock import now
from nithet.core.models import StoredFile
from nithet.cycles import access
from nithet.cycles.errors import (
    DutyDaysError,
    DutyVoidedError,
    FileRefusedError,
    NothingToCopyError,
    OrderNumberTakenError,
    ReasonMissingError,
)
from nithet.cycles.models import Duty, DutyOrder
from nithet.cycles.queries import charged_procedures, last_duties
from nithet.cycles.services.following import give_out
from nithet.manuals.models import Procedure
from nithet.offices.access import can_manage_duties
from nithet.offices.members import Member
from nithet.offices.models import Cluster, Office, Person, School, Unit
from nithet.offices.queries import people_serving
from nithet.thai.calendar import fiscal_year_be
from nithet.thai.dates import format_date

COPIED_A_BATCH = 100


@dataclass(frozen=True, slots=True)
class OrderFacts:
    number: str
    on: date
    title: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Charge:
    """What a duty is about: a procedure over all its editions, and whose it is."""

    lineage: UUID
    title: str
    unit: Unit | None

    @classmethod
    def of(cls, procedure: Procedure) -> Charge:
        """Of a procedure with `version.manual.unit` loaded."""
        unit = procedure.version.manual.unit
        return cls(procedure.lineage, procedure.title, unit)


@dataclass(frozen=True, slots=True)
class Given:
    """One duty as the order says it. Places are never both; without any it is everywhere."""

    person: Person
    charge: Charge
    part: str
    from_on: date
    until_on: date
    school: School | None = None
    cluster: Cluster | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same duty when the same order comes again."""
        school, cluster = self.school, self.cluster
        place = school.pk if school else None, cluster.pk if cluster else None
        return self.person.pk, self.charge.lineage, self.from_on, place


def key_of(duty: Duty) -> tuple[object, ...]:
    return duty.person_id, duty.lineage, duty.from_on, duty.place_key


# The order


def record_order(
    office: Office, facts: OrderFacts, *, upload: files.Upload | None = None, by: Member
) -> DutyOrder:
    """Record an order. Sent twice it is one; another order under its number is refused."""
    access.can_record_duties(by).or_refuse()
    return _recorded(office, facts, _kept(office, upload), by)


@transaction.atomic
def _recorded(office: Office, facts: OrderFacts, file: StoredFile | None, by: Member) -> DutyOrder:
    order = order_for(office, facts, file=file, by=by)
    if _facts_of(order) != facts:
        raise OrderNumberTakenError(order=order, year=order.fiscal_year_be)
    return order


def order_for(office: Office, facts: OrderFacts, *, file: StoredFile | None = None, by: Actor) -> DutyOrder:
    """The order of that number in that year; new where there is none."""
    values = {**_order_values(facts), "file": file, "made_by_id": by.pk, "made_at": now()}
    order, is_new = DutyOrder.objects.get_or_create(
        office=office, fiscal_year_be=fiscal_year_be(facts.from_on), number=facts.number, defaults=values
    )
    if is_new:
        record("duty_order.recorded", by=by, on=order, number=facts.number)
    return order


def correct_order(
    order: DutyOrder, facts: OrderFacts, *, upload: files.Upload | None = None, by: Member
) -> DutyOrder:
    """Mend what was typed, or add the signed copy. The days of duties given before stay."""
    access.can_correct_order(by, order).or_refuse()
    file = _kept(order.office, upload) or order.file
    with transaction.atomic():
        DutyOrder.objects.select_for_update().get(pk=order.pk)
        year = fiscal_year_be(facts.from_on)
        same = DutyOrder.objects.filter(office=order.office, fiscal_year_be=year, number=facts.number)
        if same.exclude(pk=order.pk).exists():
            raise OrderNumberTakenError(order=f"คำสั่งที่ {facts.number}", year=year)
        before = _facts_of(order)
        values = {**_order_values(facts), "number": facts.number, "fiscal_year_be": year, "file": file}
        changed = {name for name, value in values.items() if getattr(order, name) != value}
        if changed:
            DutyOrder.objects.filter(pk=order.pk).update(**values)
            record("duty_order.corrected", by=by, on=order, number=facts.number, before=before.number)
    order.refresh_from_db()
    return order


def _order_values(facts: OrderFacts) -> dict[str, object]:
    return {
        "on": facts.on, "title": facts.title, "from_on": facts.from_on, "until_on": facts.until_on
    }  # fmt: skip


def _facts_of(order: DutyOrder) -> OrderFacts:
    return OrderFacts(order.number, order.on, order.title, order.from_on, order.until_on)


def _kept(office: Office, upload: files.Upload | None) -> StoredFile | None:
    if upload is None:
        return None
    try:
        return files.store(office.pk, upload, max_bytes=settings.EVIDENCE_MAX_BYTES)
    except files.UnfitFileError as unfit:
        raise FileRefusedError(why=unfit.why) from unfit


# Duties


def give_duties(order: DutyOrder, wanted: Sequence[Given], *, by: Member) -> Counter[str]:
    """Give duties, and open work that nobody has to the main persons. Counts what is new, changed and same."""
    for unit in {given.charge.unit for given in wanted}:
        can_manage_duties(by, unit).or_refuse()
    counts = put_duties(order, wanted, by=by)
    give_out(order.office, {given.charge.lineage for given in wanted}, by=by, on=by.on)
    return counts


@transaction.atomic
def put_duties(order: DutyOrder, wanted: Sequence[Given], *, by: Actor) -> Counter[str]:
    """Store duties that the order does not have yet; one with another part gets this one. Nothing else changes."""
    # Of two who record the same table one waits for the other.
    DutyOrder.objects.select_for_update().get(pk=order.pk)
    people = {given.person.pk for given in wanted}
    known = Duty.objects.standing().filter(order=order, person__in=people)
    there = {key_of(d): d for d in known.select_related("person", "school", "cluster")}
    new = [_duty(order, g) for key, g in {g.key: g for g in wanted}.items() if key not in there]
    changed = [(d, g.part) for g in wanted if (d := there.get(g.key)) and d.part != g.part]
    Duty.objects.bulk_create(new, batch_size=500)
    told = [_told("duty.given", order, d, by) for d in new]
    for duty, part in changed:
        duty.part = part
        told.append(_told("duty.changed", order, duty, by))
    Duty.objects.bulk_update([duty for duty, _ in changed], ["part"])
    record_many(told)
    same = len({g.key for g in wanted}) - len(new) - len(changed)
    return Counter(new=len(new), changed=len(changed), same=same)


def _duty(order: DutyOrder, given: Given) -> Duty:
    return Duty(
        office_id=order.office_id, order=order, person=given.person, lineage=given.charge.lineage,
        title=given.charge.title, unit=given.charge.unit, school=given.school, cluster=given.cluster,
        part=given.part, from_on=given.from_on, until_on=given.until_on, made_at=now(),
    )  # fmt: skip


def _told(verb: str, order: DutyOrder, duty: Duty, by: Actor) -> Entry:
    return entry(
        verb, by=by, on=duty, order=order.number, part=duty.get_part_display(), place=duty.place
    )  # fmt: skip


@transaction.atomic
def end_duties(duties: Iterable[Duty], *, on: date, why: str, by: Member) -> int:
    """Let duties end on a day, which still counts. Work in hand stays with whom it is until it is handed over."""
    rows = _changeable(duties, by)
    if not why:
        raise ReasonMissingError(act="สิ้นสุดหน้าที่")
    for duty in rows:
        if not duty.from_on <= on <= duty.order.until_on:
            raise DutyDaysError(first=format_date(duty.from_on), last=format_date(duty.order.until_on))
    ended = [duty for duty in rows if duty.until_on != on]
    Duty.objects.standing().filter(pk__in=[d.pk for d in ended]).update(until_on=on, ended_reason=why)
    record_many([entry("duty.ended", by=by, on=d, why=why, last=on.isoformat()) for d in ended])
    return len(ended)


@transaction.atomic
def void_duties(duties: Iterable[Duty], *, why: str, by: Member) -> int:
    """Recorded by mistake: they never were. The rows stay for the history."""
    rows = _changeable(duties, by, voided_too=True)
    if not why:
        raise ReasonMissingError(act="ยกเลิกหน้าที่")
    voided = [duty for duty in rows if duty.voided_at is None]
    Duty.objects.standing().filter(pk__in=[d.pk for d in voided]).update(voided_at=now(), void_reason=why)
    record_many([entry("duty.voided", by=by, on=d, why=why) for d in voided])
    return len(voided)


def _changeable(duties: Iterable[Duty], by: Member, *, voided_too: bool = False) -> list[Duty]:
    """The rows as they are now, locked, after asking for each division once."""
    ids = [duty.pk for duty in duties]
    locked = Duty.objects.select_for_update(of=("self",)).filter(pk__in=ids, office=by.office)
    rows = list(locked.select_related("order", "unit", "person", "school", "cluster"))
    for unit in {duty.unit for duty in rows}:
        can_manage_duties(by, unit).or_refuse()
    gone = next((duty for duty in rows if duty.voided_at), None)
    if gone and not voided_too:
        raise DutyVoidedError(duty=gone)
    return rows


def copy_last_year(order: DutyOrder, *, by: Member) -> Counter[str]:
    """Start from what was in force when last year ended, in batches; sent again it goes on where it stopped.

    Counts duties: `new`, `same`, and those left out, by why: `procedures` no longer adopted or of others, `people`
    who serve no more, `schools` and `clusters` that are closed.
    """
    access.can_record_duties(by).or_refuse()
    last = last_duties(by.office, order.fiscal_year_be - 1)
    mine = access.with_duties_to_give(by, charged_procedures(by.office))
    charges = {p.lineage: Charge.of(p) for p in mine}
    why = _left_out(by.office, charges.keys(), on=order.from_on)
    counts = Counter(why(duty) for duty in last)
    kept = [duty for duty in last if not why(duty)]
    del counts[""]
    if not kept:
        raise NothingToCopyError(year=order.fiscal_year_be - 1)
    wanted = _once([
        Given(d.person, charges[d.lineage], d.part, order.from_on, order.until_on, d.school, d.cluster)
        for d in kept
    ])  # fmt: skip
    for begin in range(0, len(wanted), COPIED_A_BATCH):
        counts += put_duties(order, wanted[begin : begin + COPIED_A_BATCH], by=by)
    give_out(order.office, {given.charge.lineage for given in wanted}, by=by, on=by.on)
    return counts


def _left_out(office: Office, lineages: Collection[UUID], *, on: date) -> Callable[[Duty], str]:
    """Why a duty is not copied; empty where it is. Three queries, whatever is asked of it."""
    serving = set(people_serving(office, on=on).values_list("pk", flat=True))
    open_schools = set(School.objects.filter(office=office).active(on=on).values_list("pk", flat=True))
    lasting = Q(closed_on=None) | Q(closed_on__gt=on)
    open_clusters = set(Cluster.objects.filter(lasting, office=office).values_list("pk", flat=True))

    def why(duty: Duty) -> str:
        if duty.lineage not in lineages:
            return "procedures"
        if duty.person_id not in serving:
            return "people"
        if duty.school_id and duty.school_id not in open_schools:
            return "schools"
        return "clusters" if duty.cluster_id and duty.cluster_id not in open_clusters else ""

    return why


def _once(wanted: Iterable[Given]) -> list[Given]:
    """Two duties of last year that differ by their days only are one, with the greater part."""
    by_part = sorted(wanted, key=lambda given: Duty.Part.values.index(given.part), reverse=True)
    return list({given.key: given for given in by_part}.values())

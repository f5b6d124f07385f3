"""Divisions and sections: offered ready, added, renamed, ordered, closed."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max, Q

from nithet.audit.services import entry as history
from nithet.audit.services import record, record_many
from nithet.catalogue.loader import load_units
from nithet.catalogue.templates import UnitTemplate
from nithet.core.clock import today
from nithet.core.ids import new_id
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Unit
from nithet.offices.services.changing import lock_office
from nithet.offices.settings.errors import (
    SectionsLeftError,
    UnitClosedError,
    UnitInUseError,
    UnitNameTakenError,
)


@transaction.atomic
def add_ready_units(office: Office, codes: Collection[str], *, by: Member) -> list[Unit]:
    """The chosen ones of the units that the ministry's announcement names. Those the office has stay as they are."""
    access.can_manage_office(by).or_refuse()
    lock_office(office)
    known = {unit.code: unit for unit in Unit.objects.filter(office=office)}
    divisions = [told for told in load_units() if told.code in codes]
    made = [
        ready_unit(office, told, place)
        for place, told in enumerate(divisions, start=1)
        if told.code not in known
    ]
    known |= {unit.code: unit for unit in Unit.objects.bulk_create(made)}
    sections = [
        ready_unit(office, told, place, known[division.code])
        for division in divisions
        for place, told in enumerate(division.sections, start=1)
        if told.code in codes and told.code not in known
    ]
    made += Unit.objects.bulk_create(sections)
    record_many([history("unit.added", by=by, on=unit) for unit in made])
    return made


def ready_unit(office: Office, told: UnitTemplate, place: int, parent: Unit | None = None) -> Unit:
    """A unit of the announcement, unsaved."""
    return Unit(
        office=office, parent=parent, kind=told.kind, code=told.code, name=told.name,
        short_name=told.short_name, position=place,
    )  # fmt: skip


@transaction.atomic
def add_unit(office: Office, *, name: str, short_name: str, parent: Unit | None, by: Member) -> Unit:
    """A division, or with a parent a section, behind its neighbours."""
    access.can_manage_office(by).or_refuse()
    lock_office(office)
    _refuse_taken(office, name, parent, None)
    last = Unit.objects.filter(office=office, parent=parent).aggregate(last=Max("position"))["last"] or 0
    kind = Unit.Kind.SECTION if parent else Unit.Kind.DIVISION
    unit = Unit.objects.create(
        office=office, parent=parent, kind=kind, code=f"own-{new_id().hex[-8:]}", name=name,
        short_name=short_name or name, position=last + 1,
    )  # fmt: skip
    record("unit.added", by=by, on=unit)
    return unit


@transaction.atomic
def rename_unit(unit: Unit, *, name: str, short_name: str, by: Member) -> Unit:
    access.can_manage_office(by).or_refuse()
    unit = _open_unit(unit)
    _refuse_taken(unit.office, name, unit.parent, unit)
    before = [unit.name, unit.short_name]
    unit.name, unit.short_name = name, short_name or name
    if before != [unit.name, unit.short_name]:
        unit.save(update_fields=["name", "short_name"])
        record("unit.renamed", by=by, on=unit, before=before[0], after=unit.name)
    return unit


def _refuse_taken(office: Office, name: str, parent: Unit | None, but: Unit | None) -> None:
    taken = Unit.objects.filter(office=office, parent=parent, name=name, closed_on=None)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise UnitNameTakenError(name=name)


@transaction.atomic
def move_unit(unit: Unit, *, up: bool, by: Member) -> None:
    """One place up or down among its neighbours; at the end nothing happens."""
    access.can_manage_office(by).or_refuse()
    row = list(
        Unit.objects.select_for_update()
        .filter(office=unit.office_id, parent=unit.parent_id, closed_on=None)
        .order_by("position", "pk")
    )
    here = next((place for place, other in enumerate(row) if other.pk == unit.pk), None)
    if here is None:
        raise UnitClosedError(unit=unit.name)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    for place, other in enumerate(row, start=1):
        other.position = place
    Unit.objects.bulk_update(row, ["position"])
    record("unit.moved", by=by, on=unit)


@transaction.atomic
def close_unit(unit: Unit, *, why: str, by: Member) -> None:
    """From today on nobody serves in it and nothing new is given to it; what was stays."""
    access.can_manage_office(by).or_refuse()
    unit = _open_unit(unit)
    if sections := Unit.objects.filter(parent=unit, closed_on=None).count():
        raise SectionsLeftError(unit=unit.short_name, count=sections)
    # Whoever will serve there counts as well.
    ended = Q(until_on__lt=today())
    serving = Appointment.objects.filter(~ended | Q(until_on=None), unit=unit, voided_at=None)
    if people := serving.values("person").distinct().count():
        raise UnitInUseError(unit=unit.short_name, count=people)
    unit.closed_on = today()
    unit.save(update_fields=["closed_on"])
    record("unit.closed", by=by, on=unit, why=why)


def _open_unit(unit: Unit) -> Unit:
    found = Unit.objects.select_for_update().filter(pk=unit.pk, closed_on=None).first()
    if found is None:
        raise UnitClosedError(unit=unit.name)
    return found

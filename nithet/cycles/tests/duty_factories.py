"""Orders of duties, the least that is needed."""

from __future__ import annotations

from datetime import date
from typing import Any

from nithet.core.clock import now
from nithet.cycles.models import Duty, DutyOrder
from nithet.cycles.tests.factories import YEAR_BE
from nithet.manuals.models import Procedure
from nithet.offices.models import Office, Person
from nithet.thai.calendar import fiscal_year_span

FIRST, LAST = fiscal_year_span(YEAR_BE)


def make_order(office: Office, number: str = "12/2570", *, year_be: int = YEAR_BE) -> DutyOrder:
    first, last = fiscal_year_span(year_be)
    return DutyOrder.objects.create(
        office=office, fiscal_year_be=year_be, number=number, on=first, title="มอบหมายหน้าที่", from_on=first,
        until_on=last, made_at=now(),
    )  # fmt: skip


def make_duty(
    order: DutyOrder,
    person: Person,
    procedure: Procedure,
    part: str = Duty.Part.MAIN,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
    **place: Any,
) -> Duty:
    return Duty.objects.create(
        office=order.office, order=order, person=person, lineage=procedure.lineage, title=procedure.title,
        unit=procedure.version.manual.unit, part=part, from_on=from_on or order.from_on,
        until_on=until_on or order.until_on, made_at=now(), **place,
    )  # fmt: skip

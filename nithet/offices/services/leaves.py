"""Days on which a person is away. History tells the days, never the kind: that is private."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.offices import access
from nithet.offices.errors import LeaveOverlapError, LeaveStateError
from nithet.offices.members import Member
from nithet.offices.models import Leave, Person
from nithet.offices.services.changing import lock_office
from nithet.thai.dates import format_span


@transaction.atomic
def record_leave(
    person: Person, kind: str, *, from_on: date, until_on: date, note: str = "", by: Member
) -> Leave:
    """Both days count. Sent twice, it is one; of two that overlap the second is refused."""
    access.can_record_leave(by, person).or_refuse()
    lock_office(by.office)
    there = Leave.objects.filter(
        person=person, voided_at=None, from_on__lte=until_on, until_on__gte=from_on
    ).first()
    if there and (there.kind, there.from_on, there.until_on) == (kind, from_on, until_on):
        return there
    if there:
        raise LeaveOverlapError(person=person, span=format_span(there.from_on, there.until_on, "short"))
    leave = Leave.objects.create(
        office_id=person.office_id, person=person, kind=kind, from_on=from_on, until_on=until_on, note=note
    )
    record("leave.recorded", by=by, on=person, days=_days(leave))
    return leave


@transaction.atomic
def void_leave(leave: Leave, *, why: str, by: Member) -> None:
    access.can_record_leave(by, leave.person).or_refuse()
    if not Leave.objects.filter(pk=leave.pk, voided_at=None).update(voided_at=now(), void_reason=why):
        raise LeaveStateError
    record("leave.voided", by=by, on=leave.person, why=why, days=_days(leave))


def _days(leave: Leave) -> list[str]:
    return [leave.from_on.isoformat(), leave.until_on.isoformat()]

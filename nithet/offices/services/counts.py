"""Pupils are counted on days; a school shows the newest count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.offices import access
from nithet.offices.errors import StaleError
from nithet.offices.members import Member
from nithet.offices.models import Office, PupilCount, School


@transaction.atomic
def record_count(
    school: School,
    *,
    on: date,
    total: int,
    source: str,
    by_level: Mapping[str, int] | None = None,
    by: Member,
) -> PupilCount:
    """The count of a day. Recorded again it is put right; the same again changes nothing."""
    access.can_manage_schools(by).or_refuse()
    told = {"total": total, "source": source, "by_level": dict(by_level or {}), "voided_at": None}
    known = PupilCount.objects.select_for_update().filter(school=school, on=on).first()
    if known and told == {name: getattr(known, name) for name in told}:
        return known
    count, _ = PupilCount.objects.update_or_create(
        school=school, on=on, defaults={**told, "void_reason": "", "office_id": school.office_id}
    )
    before = known.total if known and known.voided_at is None else None
    record("school.counted", by=by, on=school, day=on.isoformat(), total=[before, total], source=source)
    refresh_pupils(school.office, [school.pk])
    return count


@transaction.atomic
def void_count(count: PupilCount, *, why: str, by: Member) -> None:
    """Recorded by mistake: the school shows the newest of the others."""
    access.can_manage_schools(by).or_refuse()
    standing = PupilCount.objects.standing().filter(pk=count.pk)
    if not standing.update(voided_at=now(), void_reason=why):
        raise StaleError
    record(
        "school.count_voided", by=by, on=count.school, why=why, day=count.on.isoformat(), total=count.total
    )
    refresh_pupils(count.school.office, [count.school_id])


def refresh_pupils(office: Office, schools: Iterable[UUID]) -> None:
    """Bring schools' pupils up to their newest count. One statement."""
    newest = PupilCount.objects.standing().filter(school=OuterRef("pk")).order_by("-on")
    School.objects.filter(office=office, pk__in=list(schools)).update(
        pupils=Subquery(newest.values("total")[:1]), pupils_on=Subquery(newest.values("on")[:1])
    )

"""The lists of devices: one's own, and those of the whole office."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nithet.field import access
from nithet.field.models import Carried, Device, Waiting
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.queries import matching

_STATES = {
    "on": Q(revoked_at=None),
    "lost": Q(lost_at__isnull=False),
    "off": Q(revoked_at__isnull=False, lost_at=None),
}


def own_devices(member: Member) -> QuerySet[Device]:
    """With `carries` and `holds`: how many forms it took along, and how many filled ones it told that it still has."""
    return _counted(access.visible_devices(member).filter(person=member.person))


def all_devices(member: Member, given: dict[str, Any]) -> QuerySet[Device]:
    """Those of the office as they were asked for, heard of last first."""
    devices = _counted(access.visible_devices(member)).select_related("person")
    if words := given.get("q"):
        people = matching(Person.objects.filter(office=member.office), words).order_by()
        devices = devices.filter(Q(person__in=people) | Q(name__icontains=words))
    if kind := given.get("kind"):
        devices = devices.filter(kind=kind)
    return devices.filter(_STATES[given.get("state") or "on"])


def _counted(devices: QuerySet[Device]) -> QuerySet[Device]:
    still_there = Carried.objects.filter(put_back_at=None)
    return devices.annotate(
        carries=_count(still_there), holds=_count(Waiting.objects.all()),
        heard_at=Coalesce("seen_at", "made_at"),
    ).order_by("-heard_at", "-pk")  # fmt: skip


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    of_device = rows.filter(device=OuterRef("pk")).order_by().values("device")
    counted = of_device.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

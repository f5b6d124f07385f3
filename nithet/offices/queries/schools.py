"""Reads of schools: today, and as they were on another day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from nithet.offices.models import Cluster, ClusterStay, Level, Office, PupilCount, School, SchoolChange
from nithet.offices.queries.clusters import cluster_then


def school_rows(schools: QuerySet[School]) -> QuerySet[School]:
    return schools.select_related("cluster").order_by("sort_key", "pk")


def as_of(schools: QuerySet[School], *, on: date, today: date) -> QuerySet[School]:
    """Schools with `then_pupils`, `then_pupils_on` and `then_cluster`: what held on that day, to narrow by."""
    if on == today:
        return schools.annotate(
            then_pupils=F("pupils"), then_pupils_on=F("pupils_on"), then_cluster=F("cluster_id")
        )
    counts = PupilCount.objects.standing().filter(school=OuterRef("pk"), on__lte=on).order_by("-on")
    return schools.annotate(
        then_pupils=Subquery(counts.values("total")[:1], output_field=IntegerField()),
        then_pupils_on=Subquery(counts.values("on")[:1], output_field=DateField()),
        then_cluster=cluster_then(on),
    ).prefetch_related(Prefetch("changes", queryset=_renamings(after=on), to_attr="later_names"))


def _renamings(*, after: date) -> QuerySet[SchoolChange]:
    return SchoolChange.objects.standing().filter(kind=SchoolChange.Kind.RENAMED, on__gt=after).order_by("on")


def shown_as_of(schools: Iterable[School], clusters: Iterable[Cluster]) -> list[School]:
    """Rows of `as_of` made to look as on that day. They are for showing: never save one."""
    named: dict[Any, Cluster] = {cluster.pk: cluster for cluster in clusters}
    shown = list(schools)
    for school in shown:
        row: Any = school
        school.pupils, school.pupils_on = row.then_pupils, row.then_pupils_on
        school.cluster = named.get(row.then_cluster)
        if changes := [c for c in getattr(row, "later_names", ()) if c.is_applied]:
            school.name = changes[0].facts["name"][0]
    return shown


def small(schools: QuerySet[School]) -> QuerySet[School]:
    """Of rows of `as_of`: those that were small on that day."""
    return schools.filter(then_pupils__lte=School.SMALL_AT_MOST)  # type: ignore[misc]


def teaching(schools: QuerySet[School], level: str) -> QuerySet[School]:
    """Schools that teach a level."""
    order = Level.values
    place = order.index(level)
    return schools.filter(lowest_level__in=order[: place + 1], highest_level__in=order[place:])


def school_counts(schools: QuerySet[School]) -> dict[str, int]:
    """How many there are, and how many of them are small or in the highlands. One query."""
    is_small = Q(pupils__lte=School.SMALL_AT_MOST)
    return schools.aggregate(
        total=Count("pk"),
        small=Count("pk", filter=is_small),
        highland=Count("pk", filter=Q(is_highland=True)),
    )


def districts_of(office: Office) -> list[str]:
    named = School.objects.filter(office=office).exclude(district="")
    return list(named.order_by("district").values_list("district", flat=True).distinct())


def closing_of(school: School, *, on: date) -> SchoolChange | None:
    """The closing or merging in force on that day."""
    return closings_of([school], on=on).get(school.pk)


def closings_of(schools: Iterable[School], *, on: date) -> dict[UUID, SchoolChange]:
    """By the school's id, the closing or merging in force on that day. One query."""
    changes = SchoolChange.objects.standing().filter(
        school__in=[school.pk for school in schools],
        on__lte=on,
        kind__in=(*SchoolChange.CLOSING, SchoolChange.Kind.REOPENED),
    )
    last = {change.school_id: change for change in changes.select_related("into").order_by("on", "pk")}
    return {pk: change for pk, change in last.items() if change.kind in SchoolChange.CLOSING}


@dataclass(frozen=True)
class Event:
    """Something in the life of a school. `change` is there where it can be undone."""

    on: date | None
    words: str
    about: str
    change: SchoolChange | None = None
    is_last: bool = False
    is_future: bool = False


def timeline(school: School, *, on: date) -> list[Event]:
    """What befell a school and which cluster it was in, newest first. Two queries."""
    changes = list(SchoolChange.objects.filter(school=school).select_related("into").order_by("on", "pk"))
    standing = [change for change in changes if change.voided_at is None]
    events = [
        Event(
            change.on, _words(change), _about(change), change,
            is_last=bool(standing) and change is standing[-1], is_future=change.on > on,
        )
        for change in changes
    ]  # fmt: skip
    term = school.office.terms["cluster"]
    events += [
        Event(stay.from_on, f"อยู่ใน{term}", stay.cluster.name, is_future=(stay.from_on or on) > on)
        for stay in ClusterStay.objects.filter(school=school).select_related("cluster")
    ]
    return sorted(events, key=lambda event: event.on or date.min, reverse=True)


def _words(change: SchoolChange) -> str:
    return f"รวมกับ{change.into.name}" if change.into else change.get_kind_display()


def _about(change: SchoolChange) -> str:
    """What became what: “จาก … เป็น …”."""
    if name := change.facts.get("name"):
        return f"จาก{name[0]} เป็น{name[1]}"
    places = [change.facts[field] for field in ("subdistrict", "district") if field in change.facts]
    return "".join(f" จาก{before or 'ไม่ระบุ'} เป็น{after or 'ไม่ระบุ'}" for before, after in places).strip()

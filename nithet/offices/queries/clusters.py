"""Reads of clusters: which schools they have, today and on another day, and who chairs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from nithet.offices.models import (
    Appointment,
    Cluster,
    ClusterStay,
    Office,
    Person,
    Role,
    School,
    SchoolQuerySet,
)


def clusters_of(office: Office) -> QuerySet[Cluster]:
    """Those that are there to be chosen; the closed ones stay in history."""
    return Cluster.objects.filter(office=office, closed_on=None)


def stays_on(on: date) -> QuerySet[ClusterStay]:
    """Who was where on that day. The first and the last day count."""
    begun = Q(from_on__isnull=True) | Q(from_on__lte=on)
    return ClusterStay.objects.filter(begun, Q(until_on__isnull=True) | Q(until_on__gte=on))


def stays_of(school: School) -> QuerySet[ClusterStay]:
    return ClusterStay.objects.filter(school=school).select_related("cluster").order_by("from_on", "pk")


def cluster_of(school: School, *, on: date) -> Cluster | None:
    """The cluster of a school on that day; of one whose stays nobody recorded, the present one."""
    stay = stays_on(on).filter(school=school).select_related("cluster").first()
    if stay or ClusterStay.objects.filter(school=school).exists():
        return stay.cluster if stay else None
    return school.cluster


def schools_of_cluster(cluster: Cluster, *, on: date) -> SchoolQuerySet:
    """The open schools of a cluster on that day."""
    schools = School.objects.filter(office=cluster.office_id).active(on=on)
    return schools.annotate(then=cluster_then(on)).filter(then=cluster.pk)


def stays_in(cluster: Cluster, schools: QuerySet[School]) -> QuerySet[ClusterStay]:
    """Who of these schools came to a cluster or left it, the latest first."""
    known = ClusterStay.objects.filter(cluster=cluster, school__in=schools)
    moved = known.exclude(from_on=None, until_on=None).select_related("school")
    return moved.order_by(Coalesce("until_on", "from_on").desc(), "school__sort_key")


def cluster_then(on: date) -> Coalesce:
    """For rows of schools: the id of the cluster on that day; where no stay is known at all, of the present one."""
    stays = stays_on(on).filter(school=OuterRef("pk"))
    known = ClusterStay.objects.filter(school=OuterRef("pk"))
    unknown = School.objects.filter(~Exists(known), pk=OuterRef("pk"))
    return Coalesce(
        Subquery(stays.values("cluster_id")[:1], output_field=UUIDField()),
        Subquery(unknown.values("cluster_id")[:1], output_field=UUIDField()),
    )


@dataclass(frozen=True)
class ClusterLine:
    """A cluster in the list of a day."""

    cluster: Cluster
    schools: list[School]
    chairs: list[Person]

    @property
    def pupils(self) -> int:
        return sum(school.pupils or 0 for school in self.schools)


def cluster_lines(clusters: QuerySet[Cluster], schools: SchoolQuerySet, *, on: date) -> list[ClusterLine]:
    """Those of the clusters that were there on that day, with their open schools and chairs. Three queries."""
    there = list(clusters.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)))
    found: dict[object, list[School]] = {}
    rows: QuerySet[Any] = schools.active(on=on).annotate(then=cluster_then(on))
    for school in rows.order_by("sort_key", "pk"):
        found.setdefault(school.then, []).append(school)
    chairs: dict[object, list[Person]] = {}
    serving = Appointment.objects.active(on=on).filter(cluster__in=there, role=Role.CLUSTER_CHAIR)
    for chair in serving.select_related("person").order_by("from_on", "pk"):
        chairs.setdefault(chair.cluster_id, []).append(chair.person)
    return [ClusterLine(c, found.get(c.pk, []), chairs.get(c.pk, [])) for c in there]


def chairs_of(office: Office, *, on: date) -> QuerySet[Appointment]:
    serving = Appointment.objects.active(on=on).filter(office=office, role=Role.CLUSTER_CHAIR)
    return serving.select_related("person", "cluster").order_by("from_on", "pk")

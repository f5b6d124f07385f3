"""Clusters, and the schools that move between them from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery

from nithet.audit.models import Entry
from nithet.audit.services import entry, record, record_many
from nithet.offices import access
from nithet.offices.errors import ClusterNameTakenError, ClusterStateError
from nithet.offices.members import Member
from nithet.offices.models import Cluster, ClusterStay, Office, School
from nithet.offices.queries import schools_of_cluster
from nithet.offices.queries.clusters import stays_on
from nithet.offices.services.changing import lock_office, plain, take_over
from nithet.thai.dates import format_date

ONE_DAY = timedelta(days=1)


@transaction.atomic
def add_cluster(name: str, position: int, *, by: Member) -> Cluster:
    access.can_manage_schools(by).or_refuse()
    cluster = Cluster(office=by.office, name=name, position=position)
    _save(cluster)
    record("cluster.added", by=by, on=cluster)
    return cluster


@transaction.atomic
def edit_cluster(cluster: Cluster, name: str, position: int, *, by: Member) -> Cluster:
    access.can_manage_schools(by).or_refuse()
    changed = take_over(cluster, {"name": name, "position": position})
    if changed:
        _save(cluster)
        record("cluster.edited", by=by, on=cluster, changed=changed)
    return cluster


def _save(cluster: Cluster) -> None:
    try:
        with transaction.atomic():
            cluster.save()
    except IntegrityError as error:
        raise ClusterNameTakenError(term=cluster.office.terms["cluster"], name=cluster.name) from error


@transaction.atomic
def close_cluster(cluster: Cluster, *, on: date, why: str, by: Member) -> Cluster:
    """Its schools have moved on before; its past stays."""
    access.can_manage_schools(by).or_refuse()
    lock_office(by.office)
    if count := schools_of_cluster(cluster, on=on).count():
        raise ClusterStateError(
            f"{cluster.name}ยังมีโรงเรียน {count} แห่งในวันที่ {format_date(on)} โปรดย้ายโรงเรียนไปกลุ่มอื่นก่อนยุบเลิก"
        )
    if not Cluster.objects.filter(pk=cluster.pk, closed_on=None).update(closed_on=on):
        raise ClusterStateError(f"{cluster.name}ยุบเลิกไปแล้ว โปรดเปิดหน้านี้ใหม่เพื่อดูข้อมูลล่าสุด")
    record("cluster.closed", by=by, on=cluster, why=why, day=on.isoformat())
    cluster.refresh_from_db()
    return cluster


@transaction.atomic
def move_schools(schools: Iterable[School], to: Cluster, *, from_on: date, by: Member) -> int:
    """Schools belong to a cluster from a day on; on an earlier day as they did. Returns how many moved.

    A move on the day of the last one puts that one right; back to where it was undoes it.
    """
    access.can_manage_schools(by).or_refuse()
    lock_office(by.office)
    if to.closed_on and to.closed_on <= from_on:
        raise ClusterStateError(f"{to.name}ยุบเลิกแล้วตั้งแต่วันที่ {format_date(to.closed_on)} โปรดเลือกกลุ่มอื่น")
    told = [made for school in schools if (made := _move(school, to, from_on, by))]
    record_many(told)
    bring_up_to_date(by.office, on=by.on)
    return len(told)


def _move(school: School, to: Cluster, from_on: date, by: Member) -> Entry | None:
    stays = list(
        ClusterStay.objects.filter(school=school).select_related("cluster").order_by("from_on", "pk")
    )
    if later := [s for s in stays if s.from_on and s.from_on > from_on]:
        raise ClusterStateError(
            f"{school.name}มีกำหนดเข้า{later[0].cluster.name}ตั้งแต่วันที่ {format_date(later[0].from_on or from_on)} อยู่แล้ว "
            "โปรดระบุวันที่ตั้งแต่วันนั้นเป็นต้นไป"
        )
    last = next((s for s in reversed(stays) if s.until_on is None or s.until_on >= from_on), None)
    if last and last.cluster_id == to.pk:
        return None
    before = _begun(school, last)
    _store(school, stays, last, to, from_on)
    return entry(
        "school.cluster_moved", by=by, on=school, changed=[plain(before), to.name], day=from_on.isoformat()
    )


def _begun(school: School, last: ClusterStay | None) -> Cluster | None:
    """The cluster before. A school whose stays nobody recorded was always where it is."""
    if last is None and school.cluster and not ClusterStay.objects.filter(school=school).exists():
        return school.cluster
    return last.cluster if last else None


def _store(
    school: School, stays: list[ClusterStay], last: ClusterStay | None, to: Cluster, from_on: date
) -> None:
    facts = {"office_id": school.office_id, "school": school}
    if last is None:
        if school.cluster and not stays:
            ClusterStay.objects.create(**facts, cluster=school.cluster, until_on=from_on - ONE_DAY)
        ClusterStay.objects.create(**facts, cluster=to, from_on=from_on)
        return
    if last.from_on != from_on:
        ClusterStay.objects.filter(pk=last.pk).update(until_on=from_on - ONE_DAY)
        ClusterStay.objects.create(**facts, cluster=to, from_on=from_on)
        return
    before = next((s for s in stays if s.until_on == from_on - ONE_DAY), None)
    if before and before.cluster_id == to.pk:
        last.delete()
        ClusterStay.objects.filter(pk=before.pk).update(until_on=None)
    else:
        ClusterStay.objects.filter(pk=last.pk).update(cluster=to)


def bring_up_to_date(office: Office | None, *, on: date) -> int:
    """Every school is in the cluster of its stay on that day. Returns how many were not; one statement."""
    stay = stays_on(on).filter(school=OuterRef("pk")).values("cluster_id")[:1]
    known = ClusterStay.objects.filter(school=OuterRef("pk"))
    schools = School.objects.filter(Exists(known)).annotate(then=Subquery(stay))
    if office:
        schools = schools.filter(office=office)
    same = Q(cluster_id=F("then")) | Q(cluster_id=None, then=None)
    wrong = list(schools.exclude(same).values_list("pk", flat=True))
    for begin in range(0, len(wrong), 500):
        School.objects.filter(pk__in=wrong[begin : begin + 500]).update(cluster_id=Subquery(stay))
    return len(wrong)

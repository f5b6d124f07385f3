"""Writing what a batch of schools brings, with the history of what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from nithet.audit.models import Entry
from nithet.audit.services import Actor, entry, record_many
from nithet.core.clock import now
from nithet.offices.imports.kinds import Verdict
from nithet.offices.imports.schools.judging import Plan
from nithet.offices.models import Cluster, ClusterStay, PupilCount, School, SchoolChange
from nithet.offices.search import index_schools
from nithet.offices.services.counts import refresh_pupils
from nithet.thai.text import squeeze

if TYPE_CHECKING:
    from nithet.offices.imports.schools.taking import SchoolsTaking

_KEYS = ("sort_key", "search_key", "likeness_key", "is_highland", "former_names")


def store(taking: SchoolsTaking, verdicts: Sequence[Verdict], *, by: Actor) -> None:
    """All rows of a batch: clusters first, then schools, then what is kept about them by day."""
    plans: list[Plan] = [verdict.plan for verdict in verdicts]
    _add_clusters(taking, plans, by)
    _add_schools(taking, [plan for plan in plans if plan.is_new])
    _change_schools(taking, [plan for plan in plans if not plan.is_new])
    _move_clusters(taking, [plan for plan in plans if plan.cluster])
    _store_counts(taking, [plan.count for plan in plans if plan.count])
    record_many([told for verdict in verdicts for told in _told(taking, verdict, verdict.plan, by)])


def _told(taking: SchoolsTaking, verdict: Verdict, plan: Plan, by: Actor) -> Iterator[Entry]:
    at, day, school = now(), taking.day.isoformat(), plan.school
    if plan.is_new:
        yield entry(
            "school.added", by=by, on=school, at=at, smis_code=school.smis_code, source=taking.source_name
        )
        return
    pairs = {one.code: [one.old, one.new] for one in verdict.changes}
    told_apart = {"name"} if plan.former_name else set()
    if edited := {code: pair for code, pair in pairs.items() if code in plan.facts.keys() - told_apart}:
        yield entry("school.edited", by=by, on=school, at=at, changed=edited)
    if plan.former_name:
        yield entry("school.renamed", by=by, on=school, at=at, day=day, changed={"name": pairs["name"]})
    if plan.cluster:
        yield entry("school.cluster_moved", by=by, on=school, at=at, day=day, changed=pairs["cluster"])
    if plan.count:
        yield entry(
            "school.counted",
            by=by,
            on=school,
            at=at,
            day=day,
            total=[plan.total_before, plan.count.total],
            source=taking.source,
        )


def _add_clusters(taking: SchoolsTaking, plans: Sequence[Plan], by: Actor) -> None:
    """Clusters that the list names and the office does not have yet."""
    wanted = {squeeze(plan.cluster): plan.cluster for plan in plans if plan.cluster}
    names = [name for key, name in wanted.items() if key not in taking.clusters]
    added = [
        Cluster(office=taking.office, name=name, position=len(taking.clusters) + place)
        for place, name in enumerate(names, start=1)
    ]
    Cluster.objects.bulk_create(added)
    taking.clusters |= {squeeze(one.name): one for one in added}
    record_many([entry("cluster.added", by=by, on=one) for one in added])


def _add_schools(taking: SchoolsTaking, plans: Sequence[Plan]) -> None:
    for plan in plans:
        plan.school.office = taking.office  # its setting decides what lies in the highlands
        plan.school.cluster = taking.clusters[squeeze(plan.cluster)] if plan.cluster else None
        plan.school.set_keys()
    School.objects.bulk_create([plan.school for plan in plans])
    index_schools([plan.school for plan in plans])


def _change_schools(taking: SchoolsTaking, plans: Sequence[Plan]) -> None:
    names: set[str] = set()
    changed = [plan for plan in plans if plan.facts]
    for plan in changed:
        plan.school.office = taking.office
        for name, value in plan.facts.items():
            setattr(plan.school, name, value)
        if plan.former_name:
            lines = [*plan.school.former_names.splitlines(), plan.former_name]
            plan.school.former_names = "\n".join(dict.fromkeys(lines))
        plan.school.set_keys()
        names |= plan.facts.keys()
    if changed:
        School.objects.bulk_update([plan.school for plan in changed], [*names, *_KEYS], batch_size=200)
        index_schools([plan.school for plan in changed])
    _tell_renamed(taking, [plan for plan in changed if plan.former_name])


def _tell_renamed(taking: SchoolsTaking, plans: Sequence[Plan]) -> None:
    rows = [
        SchoolChange(
            office=taking.office, school=plan.school, kind=SchoolChange.Kind.RENAMED, on=taking.day,
            note="ตามรายการที่นำเข้า", facts={"name": [plan.former_name, plan.school.name]},
        )
        for plan in plans
    ]  # fmt: skip
    SchoolChange.objects.bulk_create(rows, ignore_conflicts=True)


def _move_clusters(taking: SchoolsTaking, plans: Sequence[Plan]) -> None:
    """The former stay ends the day before. A stay from that very day was told otherwise, and is put right."""
    added, ended, righted = [], [], []
    for plan in plans:
        cluster = taking.clusters[squeeze(plan.cluster)]
        if plan.stay and plan.stay.from_on == taking.day:
            plan.stay.cluster = cluster
            righted.append(plan.stay)
            continue
        if plan.stay:
            plan.stay.until_on = taking.day - timedelta(days=1)
            ended.append(plan.stay)
        elif plan.school.cluster_id and not plan.is_new:
            added.append(_stay(taking, plan, plan.school.cluster, until_on=taking.day - timedelta(days=1)))
        # Of a school that comes into the register nobody knows since when.
        added.append(_stay(taking, plan, cluster, from_on=None if plan.is_new else taking.day))
    ClusterStay.objects.bulk_update(righted, ["cluster"], batch_size=200)
    ClusterStay.objects.bulk_update(ended, ["until_on"], batch_size=200)
    ClusterStay.objects.bulk_create(added)
    moved = [plan for plan in plans if not plan.is_new]
    for plan in moved:
        plan.school.cluster = taking.clusters[squeeze(plan.cluster)]
    School.objects.bulk_update([plan.school for plan in moved], ["cluster"], batch_size=200)


def _stay(
    taking: SchoolsTaking,
    plan: Plan,
    cluster: Cluster | None,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
) -> ClusterStay:
    return ClusterStay(
        office=taking.office, school=plan.school, cluster=cluster, from_on=from_on, until_on=until_on
    )  # fmt: skip


def _store_counts(taking: SchoolsTaking, counts: Sequence[PupilCount]) -> None:
    """One count a school and day: the day told again is told anew, and counts again where it had been voided."""
    PupilCount.objects.bulk_create(
        counts,
        update_conflicts=True,
        unique_fields=["school", "on"],
        update_fields=["total", "by_level", "source", "voided_at", "void_reason"],
    )
    ids: list[UUID] = [one.school_id for one in counts]
    if ids:
        refresh_pupils(taking.office, ids)

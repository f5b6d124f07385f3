"""The past of the invented registers: clusters, counts of pupils, schools that are no more, and who is away today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from nithet.offices.models import (
    Appointment,
    ClusterStay,
    Leave,
    Office,
    PupilCount,
    Role,
    School,
    SchoolChange,
)
from nithet.thai.dates import to_be
from nithet.workspace.demo.invention import InventedSchool, Invention

SOURCE = "DMC"
# The school, by its place in the list, whose director is away and has somebody acting.
ACTED_SCHOOL = 7
COUNT_DAYS = {11: (6, 10), 6: (3, 31), 3: (11, 10)}
"""By the month of a count (DMC) the day of the one before."""


def keep_past(
    office: Office,
    schools: Sequence[School],
    gone: Sequence[School],
    made: Invention,
    *,
    on: date,
    counted: date,
) -> None:
    told = [*zip(schools, made.schools, strict=True), *zip(gone, made.gone, strict=True)]
    ClusterStay.objects.bulk_create(
        ClusterStay(office=office, school=school, cluster=school.cluster) for school, _ in told
    )
    ended = {school.pk: _ended_on(about, on) for school, about in told if about.closed_years_ago}
    SchoolChange.objects.bulk_create(_endings(office, schools, told, ended))
    PupilCount.objects.bulk_create(_counts(office, told, ended, counted))
    for school in gone:
        newest = PupilCount.objects.filter(school=school).order_by("on").last()
        School.objects.filter(pk=school.pk).update(
            pupils=newest and newest.total, pupils_on=newest and newest.on
        )


def _ended_on(about: InventedSchool, on: date) -> date:
    """Schools end with an academic year."""
    return date(on.year - about.closed_years_ago, 4, 1)


def _endings(
    office: Office,
    schools: Sequence[School],
    told: Sequence[tuple[School, InventedSchool]],
    ended: dict[UUID, date],
) -> Iterator[SchoolChange]:
    for school, about in told:
        if day := ended.get(school.pk):
            into = None if about.merged_into is None else schools[about.merged_into]
            yield SchoolChange(
                office=office, school=school, on=day, into=into, kind="merged" if into else "closed",
                order_number=f"ประกาศ {office.short_name} ที่ 4/{to_be(day.year)}",
                note="มีนักเรียนน้อย และโรงเรียนใกล้เคียงรับนักเรียนได้",
            )  # fmt: skip


def _counts(
    office: Office,
    told: Sequence[tuple[School, InventedSchool]],
    ended: dict[UUID, date],
    counted: date,
) -> Iterator[PupilCount]:
    """Two for each school: of the last day of counting and of the one before."""
    for school, about in told:
        day = counted
        while ended.get(school.pk) and day >= ended[school.pk]:
            day = count_before(day)
        for counted_on, total in ((day, about.pupils), (count_before(day), about.pupils_before)):
            yield PupilCount(office=office, school=school, on=counted_on, total=total, source=SOURCE)


def count_before(counted: date) -> date:
    month, day = COUNT_DAYS[counted.month]
    return date(counted.year - (counted.month == 3), month, day)


def send_away(office: Office, schools: Sequence[School], *, on: date) -> None:
    """A school's director is on study leave and the first teacher acts; a supervisor is on duty travel."""
    first, last = on - timedelta(days=12), on + timedelta(days=40)
    serving = Appointment.objects.active(on=on).filter(office=office).select_related("person")
    there = serving.filter(school=schools[ACTED_SCHOOL])
    away = there.get(role=Role.SCHOOL_DIRECTOR).person
    acting = there.filter(role=Role.TEACHER).order_by("person__seniority")[0]
    travelling = serving.filter(role=Role.SUPERVISOR, person__user__username="supervisor6")[0].person
    Leave.objects.bulk_create([
        Leave(office=office, person=away, kind=Leave.Kind.STUDY, from_on=first, until_on=last),
        Leave(
            office=office, person=travelling, kind=Leave.Kind.DUTY_TRAVEL, from_on=on,
            until_on=on + timedelta(days=2),
        ),
    ])  # fmt: skip
    Appointment.objects.create(
        office=office, person=acting.person, school=schools[ACTED_SCHOOL], role=Role.SCHOOL_DIRECTOR,
        capacity=Appointment.Capacity.ACTING_FOR, position_title=acting.position_title, from_on=first,
        until_on=last, order_number=f"{900 + ACTED_SCHOOL}/{to_be(first.year)}",
        scope="รักษาราชการแทนเมื่อผู้อำนวยการโรงเรียนไม่อยู่ เว้นแต่การอนุมัติจ่ายเงินเกิน 50,000 บาท",
    )  # fmt: skip

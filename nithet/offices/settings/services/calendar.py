"""Semesters and holidays: offered ready for a fiscal year, then the office's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import holidays
from django.db import transaction

from nithet.audit.services import record
from nithet.catalogue.loader import load_semesters
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Holiday, Office, Semester
from nithet.offices.settings.errors import SemesterOverlapsError
from nithet.thai.calendar import fiscal_year_span, standard_semesters

# In the list of holidays, but no holidays of government offices.
NO_HOLIDAYS = ("แรงงาน", "วันเด็ก")


def ready_semesters(office: Office, year_be: int) -> Iterator[Semester]:
    """Unsaved: of the academic year before, the one that the fiscal year begins in, and the one that it ends in."""
    shipped = {(told.academic_year_be, told.number): told for told in load_semesters()}
    source = load_semesters()[0].source
    for year in (year_be - 2, year_be - 1, year_be):
        for standard in standard_semesters(year):
            told = shipped.get((year, standard.number), standard)
            yield Semester(
                office=office, academic_year_be=year, number=standard.number, starts_on=told.starts_on,
                ends_on=told.ends_on, source=source,
            )  # fmt: skip


def ready_holidays(year_be: int) -> list[tuple[date, str]]:
    """Holidays of government offices in a fiscal year, with their Thai names."""
    first, last = fiscal_year_span(year_be)
    # Two holidays of one day come on two lines; a substitute names each of them.
    known = holidays.country_holidays("TH", years=[first.year, last.year], language="th")
    return [
        (day, " และ ".join(name.split("; ")))
        for day, name in sorted(known.items())
        if first <= day <= last and not any(word in name for word in NO_HOLIDAYS)
    ]


@transaction.atomic
def add_ready_semesters(office: Office, year_be: int, *, by: Member) -> int:
    """Those that the office has not yet; returns how many."""
    access.can_manage_office(by).or_refuse()
    known = set(Semester.objects.filter(office=office).values_list("academic_year_be", "number"))
    made = [s for s in ready_semesters(office, year_be) if (s.academic_year_be, s.number) not in known]
    Semester.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        record("office.semesters_added", by=by, on=office, semesters=[str(semester) for semester in made])
    return len(made)


@transaction.atomic
def add_ready_holidays(office: Office, year_be: int, *, by: Member) -> int:
    """Those that the office has not yet; returns how many."""
    access.can_manage_office(by).or_refuse()
    known = set(Holiday.objects.filter(office=office).values_list("on", flat=True))
    made = [
        Holiday(office=office, on=day, name=name) for day, name in ready_holidays(year_be) if day not in known
    ]
    Holiday.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        record("office.holidays_added", by=by, on=office, year_be=year_be, count=len(made))
    return len(made)


@transaction.atomic
def set_semester(
    office: Office, *, year_be: int, number: int, starts_on: date, ends_on: date, source: str, by: Member
) -> Semester:
    """Add a semester of an academic year, or set its days."""
    access.can_manage_office(by).or_refuse()
    Office.objects.select_for_update().get(pk=office.pk)
    others = Semester.objects.filter(office=office).exclude(academic_year_be=year_be, number=number)
    if over := others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first():
        raise SemesterOverlapsError(semester=f"ภาคเรียนที่ {number}/{year_be} ", other=f" {over}")
    semester, is_new = Semester.objects.update_or_create(
        office=office, academic_year_be=year_be, number=number,
        defaults={"starts_on": starts_on, "ends_on": ends_on, "source": source},
    )  # fmt: skip
    verb = "semester.added" if is_new else "semester.set"
    record(verb, by=by, on=semester, days=[str(starts_on), str(ends_on)], source=source)
    return semester


@transaction.atomic
def set_holiday(office: Office, *, on: date, name: str, by: Member) -> Holiday:
    """Add a holiday, or give the one of that day another name."""
    access.can_manage_office(by).or_refuse()
    holiday, is_new = Holiday.objects.update_or_create(office=office, on=on, defaults={"name": name})
    record("holiday.added" if is_new else "holiday.set", by=by, on=holiday, day=str(on))
    return holiday


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by: Member) -> None:
    """A working day after all. Its history keeps it; sent twice, nothing more happens."""
    access.can_manage_office(by).or_refuse()
    if Holiday.objects.filter(pk=holiday.pk).delete()[0]:
        record("holiday.removed", by=by, on=holiday, day=str(holiday.on))

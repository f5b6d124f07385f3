"""Reads of the office itself: its units and its calendar."""

from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from nithet.offices.models import Holiday, Office, Semester, Unit
from nithet.thai.calendar import Semester as PlainSemester


def units_of(office: Office) -> QuerySet[Unit]:
    """Divisions in their order, each followed by its sections; without those that were closed."""
    division = (Coalesce("parent__position", "position"), Coalesce("parent_id", "pk"))
    order = (*division, F("parent_id").asc(nulls_first=True), "position", "pk")
    return Unit.objects.filter(office=office, closed_on=None).select_related("parent").order_by(*order)


def semesters_of(office: Office) -> list[PlainSemester]:
    """The office's semester table as plain data, in the order of time."""
    rows = Semester.objects.filter(office=office).order_by("starts_on")
    return [PlainSemester(s.academic_year_be, s.number, s.starts_on, s.ends_on) for s in rows]


def holidays_of(office: Office, *, starts_on: date, ends_on: date) -> frozenset[date]:
    days = Holiday.objects.filter(office=office, on__range=(starts_on, ends_on))
    return frozenset(days.values_list("on", flat=True))

"""Settings of the office: its facts, words, units, semesters and holidays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.accounts.limits import may_try_code, wrong_code_counts
from nithet.catalogue.loader import load_units
from nithet.core.clock import today
from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.offices import access, queries
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Holiday, Office, Semester, Unit
from nithet.offices.settings import exports
from nithet.offices.settings.errors import WrongSetupCodeError
from nithet.offices.settings.forms import (
    FoundingForm,
    HolidayForm,
    OfficeForm,
    SemesterForm,
    TermsForm,
    UnitForm,
)
from nithet.offices.settings.services import calendar, units
from nithet.offices.settings.services.founding import FirstAdministrator, NewOffice, found_office
from nithet.offices.settings.services.office import describe_office, set_terms
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span

SAVED = "บันทึกแล้ว"
UNITS = "กลุ่มและกลุ่มงาน"


# The first start


@require_http_methods(["GET", "POST"])
def founding(request: HttpRequest) -> HttpResponse:
    """A new office. Open to whoever knows the set-up code; wrong ones count like wrong passwords."""
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _founded(request, form.cleaned_data)
        except DomainError as refused:
            form.add_error("setup_code" if isinstance(refused, WrongSetupCodeError) else "code", refused.text)
    return render(
        request, "offices/settings/founding.html", {"form": form}, status=422 if form.errors else 200
    )


def _founded(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    if not may_try_code(request):
        raise WrongSetupCodeError("ลองรหัสผิดหลายครั้งเกินไป โปรดรอสักครู่แล้วลองใหม่")
    new = NewOffice(**{name: given[name] for name in ("kind", "name", "short_name", "province", "code")})
    first = FirstAdministrator(given["title"], given["first_name"], given["last_name"])
    try:
        _, slip = found_office(new, first, typed_code=given["setup_code"], on=today())
    except WrongSetupCodeError:
        wrong_code_counts(request)
        raise
    return redirect("accounts:slip", slip.code)


# The office and its words


@member_page
@require_http_methods(["GET", "POST"])
def office_page(request: MemberRequest) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    form = OfficeForm.of(request.office, request.POST or None)
    if request.method == "POST" and form.is_valid():
        describe_office(request.office, form.cleaned_data, by=request.member)
        messages.success(request, SAVED)
        return redirect("offices:settings-office", request.office.code)
    return render(request, "offices/settings/office.html", {"form": form}, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "POST"])
def terms(request: MemberRequest) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    form = TermsForm(request.POST or None, office=request.office)
    if request.method == "POST" and form.is_valid():
        set_terms(request.office, form.cleaned_data, by=request.member)
        messages.success(request, SAVED)
        return redirect("offices:settings-terms", request.office.code)
    return render(request, "offices/settings/terms.html", {"form": form}, status=422 if form.errors else 200)


# Units


@member_page
@require_safe
def unit_list(request: MemberRequest) -> HttpResponseBase:
    access.can_manage_office(request.member).or_refuse()
    if is_file(request):
        rows = exports.unit_rows(queries.units_of(request.office))
        return as_file(request, UNITS, exports.UNIT_COLUMNS, rows)
    facts = {"title": UNITS, **_unit_facts(request.office), **ways_out(request)}
    return render(request, "offices/settings/units.html", facts)


def _unit_facts(office: Office) -> dict[str, Any]:
    found = list(queries.units_of(office))
    known = {unit.code for unit in Unit.objects.filter(office=office)}
    divisions = [
        {"unit": unit, "sections": [section for section in found if section.parent_id == unit.pk]}
        for unit in found
        if not unit.parent_id
    ]
    offered = [told for told in load_units() if not {told.code, *(s.code for s in told.sections)} <= known]
    return {"divisions": divisions, "offered": offered, "known": known, "count": len(found)}


@member_page
@require_POST
def unit_ready(request: MemberRequest) -> HttpResponse:
    made = units.add_ready_units(request.office, request.POST.getlist("unit"), by=request.member)
    messages.success(request, f"เพิ่มแล้ว {len(made)} หน่วยงาน" if made else "มีหน่วยงานที่เลือกครบอยู่แล้ว")
    return redirect("offices:settings-units", request.office.code)


@member_page
@require_http_methods(["GET", "POST"])
def unit_add(request: MemberRequest) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    wanted = request.GET.get("in", "")
    parents = {str(unit.pk): unit for unit in queries.units_of(request.office) if not unit.parent_id}
    parent = parents.get(wanted)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = units.add_unit(request.office, **form.cleaned_data, parent=parent, by=request.member)
        messages.success(request, f"เพิ่ม{made.name}แล้ว")
        return redirect("offices:settings-units", request.office.code)
    facts = {"form": form, "parent": parent}
    return render(request, "offices/settings/unit.html", facts, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "POST"])
def unit_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=pk, office=request.office)
    form = UnitForm(request.POST or None, initial={"name": unit.name, "short_name": unit.short_name})
    if request.method == "POST" and form.is_valid():
        units.rename_unit(unit, **form.cleaned_data, by=request.member)
        messages.success(request, SAVED)
        return redirect("offices:settings-units", request.office.code)
    facts = {"form": form, "unit": unit, "parent": unit.parent, "close_form": ReasonForm()}
    return render(request, "offices/settings/unit.html", facts, status=422 if form.errors else 200)


@member_page
@require_POST
def unit_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk, office=request.office)
    units.move_unit(unit, up=request.POST.get("to") == "up", by=request.member)
    return redirect("offices:settings-units", request.office.code)


@member_page
@require_POST
def unit_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=pk, office=request.office)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        initial = {"name": unit.name, "short_name": unit.short_name}
        facts = {"form": UnitForm(initial=initial), "unit": unit, "parent": unit.parent, "close_form": form}
        return render(request, "offices/settings/unit.html", facts, status=422)
    units.close_unit(unit, why=form.cleaned_data["reason"], by=request.member)
    messages.success(request, f"ยุบเลิก{unit.name}แล้ว")
    return redirect("offices:settings-units", request.office.code)


# Semesters and holidays


def _year_asked(request: MemberRequest) -> int:
    """The fiscal year in the address (`?year=2570`), this one otherwise."""
    typed = request.GET.get("year") or request.POST.get("year") or ""
    this = fiscal_year_be(request.member.on)
    is_year = typed.isdecimal() and len(typed) == 4
    return int(typed) if is_year and this - 10 <= int(typed) <= this + 5 else this


@member_page
@require_safe
def calendar_page(request: MemberRequest) -> HttpResponseBase:
    access.can_manage_office(request.member).or_refuse()
    year_be = _year_asked(request)
    first, last = fiscal_year_span(year_be)
    semesters = list(Semester.objects.filter(office=request.office, starts_on__lte=last, ends_on__gte=first))
    days = list(Holiday.objects.filter(office=request.office, on__range=(first, last)))
    title = f"ภาคเรียนและวันหยุด ปีงบประมาณ พ.ศ. {year_be}"
    if is_file(request):
        return as_file(request, title, exports.CALENDAR_COLUMNS, exports.calendar_rows(semesters, days))
    known = {(s.academic_year_be, s.number) for s in semesters}
    taken = {holiday.on for holiday in days}
    facts = {
        "title": title,
        **ways_out(request),
        "year_be": year_be,
        "years": range(year_be - 1, year_be + 2),
        "semesters": semesters,
        "offered_semesters": [
            s
            for s in calendar.ready_semesters(request.office, year_be)
            if (s.academic_year_be, s.number) not in known and s.starts_on <= last and s.ends_on >= first
        ],
        "holidays": days,
        "offered_holidays": [
            (day, name) for day, name in calendar.ready_holidays(year_be) if day not in taken
        ],
    }
    return render(request, "offices/settings/calendar.html", facts)


@member_page
@require_POST
def calendar_ready(request: MemberRequest) -> HttpResponse:
    """Take what is offered for a fiscal year: its semesters, its holidays, or both."""
    access.can_manage_office(request.member).or_refuse()
    year_be, wanted = _year_asked(request), request.POST.getlist("what")
    count = 0
    if "semesters" in wanted:
        count += calendar.add_ready_semesters(request.office, year_be, by=request.member)
    if "holidays" in wanted:
        count += calendar.add_ready_holidays(request.office, year_be, by=request.member)
    messages.success(request, f"เพิ่มแล้ว {count} รายการ" if count else "มีครบอยู่แล้ว ไม่มีรายการเพิ่ม")
    return _to_calendar(request, year_be)


def _to_calendar(request: MemberRequest, year_be: int) -> HttpResponse:
    response = redirect("offices:settings-calendar", request.office.code)
    response["Location"] += f"?year={year_be}"
    return response


@member_page
@require_http_methods(["GET", "POST"])
def semester_page(request: MemberRequest, pk: UUID | None = None) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    semester = get_object_or_404(Semester, pk=pk, office=request.office) if pk else None
    form = SemesterForm.of(semester, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["year_be"] = given.pop("academic_year_be")
        try:
            calendar.set_semester(request.office, **given, by=request.member)
        except DomainError as refused:
            form.add_error("starts_on", refused.text)
        else:
            messages.success(request, SAVED)
            return _to_calendar(request, fiscal_year_be(given["starts_on"]))
    facts = {"form": form, "semester": semester}
    return render(request, "offices/settings/semester.html", facts, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "POST"])
def holiday_add(request: MemberRequest) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        holiday = calendar.set_holiday(request.office, **form.cleaned_data, by=request.member)
        messages.success(request, SAVED)
        return _to_calendar(request, fiscal_year_be(holiday.on))
    return render(
        request, "offices/settings/holiday.html", {"form": form}, status=422 if form.errors else 200
    )


@member_page
@require_POST
def holiday_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Gone already when it was pressed twice: the page is the same."""
    access.can_manage_office(request.member).or_refuse()
    holiday = get_object_or_404(Holiday, pk=pk, office=request.office)
    calendar.remove_holiday(holiday, by=request.member)
    messages.success(request, f"นำ{holiday.name}ออกแล้ว วันนี้นับเป็นวันทำการ")
    return _to_calendar(request, fiscal_year_be(holiday.on))

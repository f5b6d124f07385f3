"""Who serves where: the register of appointments, and each from its first to its last day."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.core.tables.writing import Column, Value
from nithet.offices import access, queries
from nithet.offices.forms import (
    AppointForm,
    AppointmentFilter,
    EndForm,
    ExtendForm,
    RoleForm,
    indented,
    role_choices,
)
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled
from nithet.offices.members import MemberRequest, member_page, position_words
from nithet.offices.models import Appointment, AppointmentQuerySet, Person, Role, School
from nithet.offices.posts import POSTS
from nithet.offices.services import appointments
from nithet.offices.services.appointments import Terms, appoint
from nithet.offices.views.people import person_or_404, told, up_to
from nithet.offices.views.shared import attempt, form_page, list_facts

TITLE = "การดำรงตำแหน่งและการปฏิบัติหน้าที่"
COLUMNS = [
    Column("เลขที่ตำแหน่ง", 12), Column("ชื่อ", 30), Column("ตำแหน่ง", 40), Column("หน้าที่", 24), Column("ลักษณะ", 18),
    Column("กลุ่มหรือโรงเรียน", 32), Column("คำสั่งที่", 16), Column("ขอบเขต", 30), Column("ตั้งแต่วันที่", 14, "date"),
    Column("ถึงวันที่", 14, "date"),
]  # fmt: skip


@member_page
@require_safe
def appointment_list(request: MemberRequest) -> HttpResponseBase:
    form = AppointmentFilter(
        request.GET, units=queries.units_of(request.office), roles=role_choices(request.office)
    )
    on: date = form.given.get("on", request.member.on)
    rows = _chosen(request, form.given, on).order_by("person__sort_key", "from_on", "pk")
    if is_file(request):
        title = titled(TITLE, narrowing(form))
        return as_file(request, title, COLUMNS, map(_cells, rows.iterator(2000)), on=on)
    page = listed(request, rows)
    lines = [(row, queries.Service.of(row, on=on)) for row in page]
    facts = {"form": form, "narrowing": narrowing(form), "on": on, "page": page, "lines": lines}
    return render(request, "offices/appointment_list.html", facts | list_facts(request))


def _chosen(request: MemberRequest, given: dict[str, Any], on: date) -> AppointmentQuerySet:
    people = queries.matching(access.visible_people(request.member), given.get("q", ""))
    rows = queries.appointment_rows(request.office).active(on=on).filter(person__in=people)
    if "unit" in given:
        rows = rows.filter(unit=given["unit"]) | rows.filter(unit__parent=given["unit"])
    for name in ("role", "capacity"):
        if name in given:
            rows = rows.filter(**{name: given[name]})
    return rows


def _cells(row: Appointment) -> list[Value]:
    place = row.unit or row.school or row.cluster
    return [
        row.person.position_number, row.person.name, position_words(row), row.role_words,
        row.get_capacity_display(), place.name if place else "", row.order_number, row.scope,
        row.from_on, row.until_on,
    ]  # fmt: skip


# A new one


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def person_appoint(request: MemberRequest, pk: UUID) -> HttpResponse:
    """First the role; the places offered follow from it."""
    person = person_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    asked = RoleForm(request.POST or request.GET or None, office=request.office)
    if not asked.is_valid():
        return form_page(
            request, asked, heading="บันทึกการแต่งตั้งหรือมอบหมายหน้าที่", up=up_to(request, person),
            template="offices/appointment_role.html", person=person,
        )  # fmt: skip
    role = asked.cleaned_data["role"]
    form = AppointForm(
        request.POST or None, office=request.office, role=role, offered=_offered(request, role)
    )
    if form.is_valid() and (made := attempt(form, partial(_appoint, request, person, role, form))):
        for words in filter(None, map(appointments.explained, made)):
            messages.warning(request, words)
        return told(request, pk, f"บันทึกการปฏิบัติหน้าที่ {len(made)} รายการแล้ว")
    return form_page(
        request, form, heading=request.office.say(Role(role).label), up=up_to(request, person), hidden={"role": role}, template="offices/appointment_form.html",
        lead=f"{person.name}: ตำแหน่งหรือหน้าที่ใหม่",
    )  # fmt: skip


def _offered(request: MemberRequest, role: str) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of each kind of place that the role needs."""
    office, on = request.office, request.member.on
    kinds = POSTS[role].kinds
    offered: dict[str, list[tuple[str, str]]] = {}
    if "unit" in kinds:
        offered["unit"] = [(str(u.pk), indented(u)) for u in queries.units_of(office)]
    if "school" in kinds:
        schools = School.objects.filter(office=office).active(on=on).order_by("sort_key", "pk")
        offered["school"] = [(str(s.pk), s.name) for s in schools]
    if "cluster" in kinds:
        offered["cluster"] = [(str(c.pk), c.name) for c in queries.clusters_of(office)]
    return offered


def _appoint(request: MemberRequest, person: Person, role: str, form: AppointForm) -> list[Appointment]:
    data = form.cleaned_data
    found = {
        "unit": queries.units_of(request.office),
        "school": School.objects.filter(office=request.office),
        "cluster": queries.clusters_of(request.office),
    }
    places: list[Any] = [p for kind in POSTS[role].kinds for p in found[kind].filter(pk__in=data[kind])]
    facts = {name: value for name, value in data.items() if name not in found}
    return appoint(person, Terms(role=role, places=places, **facts), by=request.member)


# One


def _appointment_or_404(request: MemberRequest, pk: UUID) -> Appointment:
    visible = access.visible_people(request.member)
    rows = Appointment.objects.filter(office=request.office, person__in=visible)
    return get_object_or_404(rows.select_related("office", "person", "unit", "school", "cluster"), pk=pk)


@member_page
@require_safe
def appointment_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    return _render(request, _appointment_or_404(request, pk))


def _render(request: MemberRequest, made: Appointment, **forms: Any) -> HttpResponse:
    facts = {
        "made": made,
        "person": made.person,
        "service": queries.Service.of(made, on=request.member.on),
        "signature": appointments.signature(made),
        "explained": appointments.explained(made),
        "can_manage": access.can_manage_people(request.member),
        "end_form": EndForm(auto_id="end_%s"),
        "extend_form": ExtendForm(auto_id="extend_%s"),
        "void_form": ReasonForm(auto_id="void_%s"),
    }
    return render(request, "offices/appointment_page.html", facts | forms, status=422 if forms else 200)


def _saved(request: MemberRequest, made: Appointment, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("offices:appointment-page", office=request.office.code, pk=made.pk)


@member_page
@require_POST
def appointment_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    made = _appointment_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    form = EndForm(request.POST, auto_id="end_%s")
    if form.is_valid():
        until_on, why = form.cleaned_data["until_on"], form.cleaned_data["reason"]
        end = partial(appointments.end_appointment, made, until_on, why=why, by=request.member)
        if attempt(form, end):
            return _saved(request, made, "บันทึกวันสุดท้ายที่ปฏิบัติหน้าที่แล้ว")
    return _render(request, made, end_form=form)


@member_page
@require_POST
def appointment_extend(request: MemberRequest, pk: UUID) -> HttpResponse:
    made = _appointment_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    form = ExtendForm(request.POST, auto_id="extend_%s")
    if form.is_valid():
        until_on, why = form.cleaned_data["until_on"], form.cleaned_data["reason"]
        extend = partial(appointments.extend_appointment, made, until_on, why=why, by=request.member)
        if attempt(form, extend):
            return _saved(request, made, "ขยายเวลาแล้ว")
    return _render(request, made, extend_form=form)


@member_page
@require_POST
def appointment_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    made = _appointment_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    form = ReasonForm(request.POST, auto_id="void_%s")
    if form.is_valid():
        void = partial(
            appointments.void_appointment, made, why=form.cleaned_data["reason"], by=request.member
        )
        if attempt(form, void):
            return told(request, made.person_id, "ยกเลิกรายการที่บันทึกผิดแล้ว")
    return _render(request, made, void_form=form)

"""Acts upon schools: entered, put right, counted, changed."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nithet.core.forms import ReasonForm
from nithet.offices import access, queries
from nithet.offices.forms import (
    ChangeForm,
    ContactForm,
    CountForm,
    NewSchoolForm,
    SchoolClusterForm,
    SchoolForm,
)
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import PupilCount, School, SchoolChange
from nithet.offices.services.clusters import move_schools
from nithet.offices.services.counts import record_count, void_count
from nithet.offices.services.school_changes import Told, change_school, undo_change
from nithet.offices.services.schools import add_school, edit_school
from nithet.offices.views.shared import attempt, form_page

# What is said of each kind of change, for those who choose one.
CHANGES = {
    SchoolChange.Kind.RENAMED: ("เปลี่ยนชื่อ", "ชื่อเดิมยังค้นหาได้"),
    SchoolChange.Kind.MOVED: ("ย้ายที่ตั้ง", "ที่ตั้งและพิกัดใหม่"),
    SchoolChange.Kind.MERGED: ("รวมกับโรงเรียนอื่น", "โรงเรียนนี้พ้นจากรายการตั้งแต่วันที่ระบุ แต่ยังเปิดดูข้อมูลได้"),
    SchoolChange.Kind.CLOSED: ("เลิกสถานศึกษา", "โรงเรียนนี้พ้นจากรายการตั้งแต่วันที่ระบุ แต่ยังเปิดดูข้อมูลได้"),
    SchoolChange.Kind.REOPENED: ("เปิดดำเนินการอีกครั้ง", "สำหรับโรงเรียนที่เลิกหรือรวมไปแล้ว"),
    SchoolChange.Kind.OPENED: ("บันทึกวันจัดตั้ง", "วันที่โรงเรียนเปิดดำเนินการครั้งแรก"),
}


def school_or_404(request: MemberRequest, pk: UUID) -> School:
    school = get_object_or_404(queries.school_rows(access.visible_schools(request.member)), pk=pk)
    school.office = request.office
    return school


def _up(request: MemberRequest, school: School) -> tuple[str, str]:
    return school.name, reverse("offices:school-page", args=[request.office.code, school.pk])


def _told(request: MemberRequest, pk: UUID, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("offices:school-page", office=request.office.code, pk=pk)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def school_add(request: MemberRequest) -> HttpResponse:
    access.can_manage_schools(request.member).or_refuse()
    form = NewSchoolForm(
        request.POST or None, office=request.office, clusters=queries.clusters_of(request.office)
    )
    if form.is_valid():
        facts = form.cleaned_data
        made = attempt(
            form,
            partial(
                add_school,
                form.facts(),
                cluster=facts["cluster"],
                opened_on=facts["opened_on"],
                by=request.member,
            ),
        )
        if made:
            return _told(request, made.pk, f"เพิ่ม{made.name}แล้ว")
    up = ("โรงเรียน", reverse("offices:school-list", args=[request.office.code]))
    return form_page(request, form, heading="เพิ่มโรงเรียน", up=up, template="offices/school_form.html")


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def school_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    school = school_or_404(request, pk)
    access.can_manage_schools(request.member, school).or_refuse()
    form = _edit_form(request, school)
    if form.is_valid():
        edited = attempt(form, partial(edit_school, school, form.facts(), by=request.member))
        if edited:
            return _told(request, pk, "บันทึกข้อมูลโรงเรียนแล้ว")
    facts = {"lead": "" if isinstance(form, SchoolForm) else "ข้อมูลอื่นแก้ไขโดยสำนักงานเขตพื้นที่การศึกษา"}
    return form_page(
        request, form, heading="แก้ไขข้อมูลโรงเรียน", up=_up(request, school), template="offices/school_form.html", **facts
    )  # fmt: skip


def _edit_form(request: MemberRequest, school: School) -> ContactForm:
    """All facts, or those that the school's own director may put right."""
    data = request.POST or None
    if access.can_manage_schools(request.member):
        return SchoolForm(data, office=request.office, school=school)
    return ContactForm(data, school=school)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def school_pupils(request: MemberRequest, pk: UUID) -> HttpResponse:
    school = school_or_404(request, pk)
    access.can_manage_schools(request.member).or_refuse()
    form = CountForm(request.POST or None, school=school, today=request.member.on)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("on", "total", "source", "by_level")}
        if attempt(form, partial(record_count, school, **told, by=request.member)):
            return _told(request, pk, "บันทึกจำนวนนักเรียนแล้ว")
    return form_page(
        request, form, heading="บันทึกจำนวนนักเรียน", up=_up(request, school), template="offices/school_pupils.html",
    )  # fmt: skip


@member_page
@require_POST
def count_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    counts = PupilCount.objects.filter(school__in=access.visible_schools(request.member))
    count = get_object_or_404(counts.select_related("school__office"), pk=pk)
    access.can_manage_schools(request.member).or_refuse()
    form = ReasonForm(request.POST)
    if form.is_valid():
        void_count(count, why=form.cleaned_data["reason"], by=request.member)
        return _told(request, count.school_id, "ยกเลิกจำนวนนักเรียนที่บันทึกผิดแล้ว")
    return form_page(request, form, heading="ยกเลิกจำนวนนักเรียนที่บันทึกผิด", up=_up(request, count.school))


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def school_change(request: MemberRequest, pk: UUID) -> HttpResponse:
    """First which change, then since when and by which order."""
    school = school_or_404(request, pk)
    access.can_manage_schools(request.member).or_refuse()
    kind = (request.POST or request.GET).get("kind", "")
    if kind not in CHANGES:
        return _choose_change(request, school)
    others = School.objects.filter(office=request.office).active(on=request.member.on).exclude(pk=pk)
    form = ChangeForm(request.POST or None, school=school, kind=kind, others=others)
    if form.is_valid() and attempt(form, partial(_change, request, school, kind, form)) is not None:
        return _told(request, pk, f"บันทึก “{CHANGES[SchoolChange.Kind(kind)][0]}” แล้ว")
    words, about = CHANGES[SchoolChange.Kind(kind)]
    return form_page(
        request, form, heading=words, up=_up(request, school), lead=about, hidden={"kind": kind}
    )  # fmt: skip


def _change(request: MemberRequest, school: School, kind: str, form: ChangeForm) -> SchoolChange:
    data: dict[str, Any] = form.cleaned_data
    told = Told(data["on"], data["order_number"], data["note"])
    return change_school(school, kind, told, facts=form.facts(), into=data.get("into"), by=request.member)


def _choose_change(request: MemberRequest, school: School) -> HttpResponse:
    is_open = queries.closing_of(school, on=request.member.on) is None
    fit = [
        (kind, *words)
        for kind, words in CHANGES.items()
        if is_open == (kind != SchoolChange.Kind.REOPENED) or kind == SchoolChange.Kind.OPENED
    ]
    facts = {
        "school": school,
        "choices": fit,
        "up": dict(zip(("words", "url"), _up(request, school), strict=True)),
    }
    return render(request, "offices/school_change.html", facts)


@member_page
@require_POST
def school_change_undo(request: MemberRequest, pk: UUID) -> HttpResponse:
    changes = SchoolChange.objects.filter(school__in=access.visible_schools(request.member))
    change = get_object_or_404(changes.select_related("school"), pk=pk)
    access.can_manage_schools(request.member).or_refuse()
    form = ReasonForm(request.POST)
    if form.is_valid():
        undo_change(change, why=form.cleaned_data["reason"], by=request.member)
        return _told(request, change.school_id, f"ยกเลิกรายการ “{change.get_kind_display()}” แล้ว")
    return form_page(request, form, heading="ยกเลิกการเปลี่ยนแปลงที่บันทึกผิด", up=_up(request, change.school))


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def school_cluster(request: MemberRequest, pk: UUID) -> HttpResponse:
    school = school_or_404(request, pk)
    access.can_manage_schools(request.member).or_refuse()
    clusters = queries.clusters_of(request.office)
    form = SchoolClusterForm(request.POST or None, office=request.office, clusters=clusters)
    if form.is_valid():
        to, from_on = form.cleaned_data["cluster"], form.cleaned_data["from_on"]
        moved = attempt(form, partial(move_schools, [school], to, from_on=from_on, by=request.member))
        if moved is not None:
            return _told(request, pk, f"บันทึกการย้ายเข้า{to.name}แล้ว")
    return form_page(
        request, form, heading=f"ย้าย{request.office.terms['cluster']}", up=_up(request, school),
        lead=f"ขณะนี้อยู่ใน{school.cluster.name}" if school.cluster else "",
    )  # fmt: skip

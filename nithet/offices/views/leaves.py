"""Who is away: the list of a day, and recording it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.core.tables.writing import Column, Value
from nithet.offices import access, queries
from nithet.offices.forms import LeaveFilter, LeaveForm
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Leave
from nithet.offices.services.leaves import record_leave, void_leave
from nithet.offices.views.people import person_or_404, told, up_to
from nithet.offices.views.shared import attempt, form_page, list_facts

COLUMNS = [
    Column("ชื่อ", 32),
    Column("ตั้งแต่วันที่", 16, "date"),
    Column("ถึงวันที่", 16, "date"),
    Column("ประเภท", 26),
]


@member_page
@require_safe
def leave_list(request: MemberRequest) -> HttpResponseBase:
    """Days are for all who see the people; of which kind they are only for those who look after people."""
    member = request.member
    form = LeaveFilter(request.GET)
    on: date = form.given.get("on", member.on)
    rows = (
        queries.leave_rows(request.office) if "every" in form.given else queries.away(request.office, on=on)
    )
    people = queries.matching(access.visible_people(member), form.given.get("q", ""))
    rows = rows.filter(person__in=people)
    sees_kind = bool(access.can_manage_people(member))
    if is_file(request):
        title, cells = titled("บุคลากรที่ไม่อยู่", narrowing(form)), _cells(sees_kind=sees_kind)
        return as_file(request, title, COLUMNS, map(cells, rows.iterator(2000)), on=on)
    facts = {
        "form": form,
        "narrowing": narrowing(form),
        "on": on,
        "page": listed(request, rows),
        "sees_kind": sees_kind,
    }
    return render(request, "offices/leave_list.html", facts | list_facts(request))


def _cells(*, sees_kind: bool) -> Callable[[Leave], list[Value]]:
    def cells(leave: Leave) -> list[Value]:
        kind = leave.get_kind_display() if sees_kind else "ไม่อยู่"
        return [leave.person.name, leave.from_on, leave.until_on, kind]

    return cells


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def person_leave(request: MemberRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    access.can_record_leave(request.member, person).or_refuse()
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        days = {name: data[name] for name in ("from_on", "until_on", "note")}
        if attempt(form, partial(record_leave, person, data["kind"], **days, by=request.member)):
            return told(request, pk, "บันทึกวันลาแล้ว")
    return form_page(
        request, form, heading="บันทึกวันลาหรือไปราชการ", up=up_to(request, person),
        lead="ผู้อื่นเห็นเพียงวันที่ไม่อยู่ ประเภทและหมายเหตุเห็นได้เฉพาะผู้ดูแลข้อมูลและเจ้าตัว",
    )  # fmt: skip


@member_page
@require_POST
def leave_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    leave = get_object_or_404(
        _visible_leaves(request).select_related("person").prefetch_related("person__appointments__unit"),
        pk=pk,
    )
    access.can_record_leave(request.member, leave.person).or_refuse()
    form = ReasonForm(request.POST)
    if form.is_valid():
        void_leave(leave, why=form.cleaned_data["reason"], by=request.member)
        return told(request, leave.person_id, "ยกเลิกวันลาแล้ว")
    return form_page(request, form, heading="ยกเลิกวันลา", up=up_to(request, leave.person))


def _visible_leaves(request: MemberRequest) -> QuerySet[Leave]:
    people = access.visible_people(request.member)
    return Leave.objects.filter(office=request.office, person__in=people)

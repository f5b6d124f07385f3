"""คำสั่งมอบหมายหน้าที่: who is in charge of what this year, by person and by procedure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.audit.models import Entry
from nithet.core.forms import ReasonForm
from nithet.core.serving import given_file
from nithet.core.tables.writing import Column, Value
from nithet.cycles import access, exports, queries, words
from nithet.cycles.forms import DutyEndForm, DutyForm, OrderForm
from nithet.cycles.models import Duty, DutyOrder
from nithet.cycles.queries import DutyGroup, DutyLine
from nithet.cycles.services import duties, following
from nithet.cycles.services.duties import Charge, Given
from nithet.cycles.views.tabs import year_tabs
from nithet.offices.access import can_export, can_import
from nithet.offices.forms import Filter, choice_field, search_field
from nithet.offices.lists import as_file, is_file, is_printed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Cluster, Office, Person, School
from nithet.offices.queries import clusters_of, people_serving, units_of
from nithet.offices.views.shared import attempt, form_page, list_facts
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span
from nithet.thai.dates import format_date
from nithet.thai.text import squeeze

DIFFERENCES = "งานที่ผู้รับผิดชอบต่างจากคำสั่ง"
NOT_COPIED = {
    "people": "ผู้รับผิดชอบไม่ได้ปฏิบัติหน้าที่แล้ว",
    "procedures": "กระบวนงานเลิกใช้หรือเป็นของกลุ่มอื่น",
    "schools": "โรงเรียนเลิกหรือรวมแล้ว",
    "clusters": "กลุ่มโรงเรียนยุบเลิกแล้ว",
}


class DutyFilter(Filter):
    q = search_field("ค้นหา", "ชื่อบุคคลหรือกระบวนงาน")
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")


# The order of a year


@member_page
@require_safe
def duty_list(request: MemberRequest) -> HttpResponseBase:
    member, year = request.member, _year(request)
    _see(request)
    units = units_of(request.office).filter(parent=None)
    form = DutyFilter(request.GET, unit=[(str(u.pk), u.short_name) for u in units])
    rows = [duty for duty in queries.duties_of_year(member, year) if _fits(duty, form.given)]
    title = titled(_title(year), narrowing(form))
    if is_file(request):
        lines = [line for group in queries.by_person(rows, on=member.on) for line in group.lines]
        return as_file(request, title, _columns(request.office), map(_cells, lines))
    orders = queries.orders_of(member, year)
    is_by_procedure = request.GET.get("by") == "procedure"
    groups = (queries.by_procedure if is_by_procedure else queries.by_person)(rows, on=member.on)
    context = {
        **_places(request),
        "year": year,
        "years": queries.duty_years(member),
        "title": title,
        "orders": orders,
        "annex": _annex(orders),
        "form": form,
        "is_by_procedure": is_by_procedure,
        "groups": groups,
        "people_count": len({duty.person_id for duty in rows}),
        "procedure_count": len({duty.lineage for duty in rows}),
        "managed": _managed(request, groups),
        **_acts(request, year),
    }
    return render(request, "cycles/duty_list.html", context)


def _places(request: MemberRequest) -> dict[str, Any]:
    """The pages beside this one: those of the year, or of the registers for who sees none of the year."""
    tabs = year_tabs(request.member, "duty-list")
    return {"tabs": tabs, **({} if tabs else list_facts(request))}


def _see(request: MemberRequest) -> None:
    if not access.sees_duties(request.member):
        raise Http404


def _year(request: MemberRequest) -> int:
    """The fiscal year asked for; of what is no year, this one."""
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdecimal() and len(asked) == 4 and asked.startswith("2")
    return int(asked) if is_year else fiscal_year_be(request.member.on)


def _title(year: int) -> str:
    return f"หน้าที่ตามคำสั่ง ปีงบประมาณ พ.ศ. {year}"


def _annex(orders: Sequence[DutyOrder]) -> str:
    """What the list on paper is attached to."""
    named = [f"{order} สั่ง ณ วันที่ {format_date(order.on)}" for order in orders]
    return f"แนบท้าย{' และ'.join(named)}" if named else ""


def _fits(duty: Duty, given: dict[str, Any]) -> bool:
    if "unit" in given and str(duty.unit_id) != str(given["unit"]):
        return False
    said = squeeze(f"{duty.person.name} {duty.title}")
    return all(squeeze(part) in said for part in given.get("q", "").split())


def _columns(office: Office) -> list[Column]:
    return [
        Column("ผู้รับผิดชอบ", 30), Column("กระบวนงาน", 48), Column("กลุ่ม", 28), Column("หน้าที่", 18),
        Column(f"โรงเรียนหรือ{office.terms['cluster']}", 40), Column("ตั้งแต่วันที่", 14, "date"), Column("ถึงวันที่", 14, "date"),
        Column("คำสั่งที่", 14),
    ]  # fmt: skip


def _cells(line: DutyLine) -> list[Value]:
    duty = line.first
    return [
        duty.person.name, duty.title, duty.unit.short_name if duty.unit else "", duty.get_part_display(),
        line.places, duty.from_on, duty.until_on, duty.order.number,
    ]  # fmt: skip


def _managed(request: MemberRequest, groups: Sequence[DutyGroup]) -> set[UUID]:
    """The duties, each by the first of its line, that this member may change."""
    first = [line.first for group in groups for line in group.lines]
    may = {duty.unit_id: bool(access.can_manage_duty(request.member, duty)) for duty in first}
    return {duty.pk for duty in first if may[duty.unit_id]}


def _acts(request: MemberRequest, year: int) -> dict[str, Any]:
    member = request.member
    can_record = bool(access.can_record_duties(member))
    return {
        "can_record": can_record,
        "can_import": bool(can_import(member, "duties")),
        "can_export": bool(can_export(member)),
        "is_printed": is_printed(request),
        "difference_count": len(queries.differences(member)),
        "can_copy": can_record and bool(queries.last_duties(request.office, year - 1)),
    }


# Its orders


def _order_or_404(request: MemberRequest, pk: UUID) -> DutyOrder:
    orders = access.visible_orders(request.member).select_related("office", "file")
    return get_object_or_404(orders, pk=pk)


def _up(request: MemberRequest, year: int | None = None) -> tuple[str, str]:
    address = reverse("cycles:duty-list", args=[request.office.code])
    return "คำสั่งมอบหมายหน้าที่", f"{address}?year={year}" if year else address


def _back(request: MemberRequest, year: int, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(_up(request, year)[1])


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def order_add(request: MemberRequest) -> HttpResponse:
    _see(request)
    access.can_record_duties(request.member).or_refuse()
    first, last = fiscal_year_span(_year(request))
    form = OrderForm(
        request.POST or None, request.FILES or None, initial={"from_on": first, "until_on": last}
    )
    if form.is_valid() and (made := attempt(form, partial(_record_order, request, form))):
        return _back(request, made.fiscal_year_be, f"บันทึก{made}แล้ว")
    return form_page(
        request, form, heading="บันทึกคำสั่งมอบหมายหน้าที่", up=_up(request), template="cycles/order_form.html"
    )


def _record_order(request: MemberRequest, form: OrderForm) -> DutyOrder:
    return duties.record_order(
        request.office, form.facts, upload=form.cleaned_data["file"], by=request.member
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def order_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    order = _order_or_404(request, pk)
    access.can_correct_order(request.member, order).or_refuse()
    names = ("number", "on", "title", "from_on", "until_on")
    form = OrderForm(
        request.POST or None, request.FILES or None, initial={name: getattr(order, name) for name in names}
    )
    if form.is_valid() and (mended := attempt(form, partial(_correct_order, request, order, form))):
        return _back(request, mended.fiscal_year_be, "บันทึกการแก้ไขคำสั่งแล้ว")
    return form_page(
        request, form, heading=f"แก้ไข{order}", up=_up(request, order.fiscal_year_be),
        template="cycles/order_form.html", order=order,
    )  # fmt: skip


def _correct_order(request: MemberRequest, order: DutyOrder, form: OrderForm) -> DutyOrder:
    return duties.correct_order(order, form.facts, upload=form.cleaned_data["file"], by=request.member)


@member_page
@require_safe
def order_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    order = _order_or_404(request, pk)
    if order.file is None:
        raise Http404
    return given_file(order.file, order.file.name)


@member_page
@require_POST
def order_copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    order = _order_or_404(request, pk)
    counts = duties.copy_last_year(order, by=request.member)
    left = [f"{words} {counts[kind]} รายการ" for kind, words in NOT_COPIED.items() if counts[kind]]
    done = f"คัดลอกจากปีงบประมาณก่อน {counts['new']} หน้าที่แล้ว"
    if left:
        count = sum(counts[kind] for kind in NOT_COPIED)
        done += f" ไม่ได้คัดลอก {count} รายการ เพราะ{' '.join(left)}"
    return _back(request, order.fiscal_year_be, request.office.say(done))


# Duties


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def duty_add(request: MemberRequest) -> HttpResponse:
    _see(request)
    access.can_record_duties(request.member).or_refuse()
    year = _year(request)
    orders = queries.orders_of(request.member, year)
    if not orders:
        messages.warning(request, "โปรดบันทึกคำสั่งก่อน แล้วจึงเพิ่มหน้าที่")
        return redirect(reverse("cycles:order-add", args=[request.office.code]) + f"?year={year}")
    form = _duty_form(request, orders)
    if form.is_valid() and (counts := attempt(form, partial(_give, request, form))):
        done = f"บันทึกแล้ว เพิ่มใหม่ {counts['new']} หน้าที่"
        same = f" มีอยู่แล้ว {counts['same']} หน้าที่" if counts["same"] else ""
        return _back(request, year, done + same)
    return form_page(request, form, heading="เพิ่มหน้าที่", up=_up(request, year))


def _duty_form(request: MemberRequest, orders: Sequence[DutyOrder]) -> DutyForm:
    office, on = request.office, request.member.on
    # The newest order is the one people are working through.
    latest = orders[-1]
    return DutyForm(
        request.POST or None,
        orders=orders,
        people=list(people_serving(office, on=max(on, latest.from_on))),
        procedures=access.with_duties_to_give(request.member, queries.charged_procedures(office)),
        clusters=list(clusters_of(office)),
        schools=list(School.objects.filter(office=office).active(on=on).order_by("sort_key", "pk")),
        cluster_word=office.terms["cluster"],
        initial={"order": str(latest.pk), "person": request.GET.get("person", "")},
    )


def _give(request: MemberRequest, form: DutyForm) -> Any:
    data, office = form.cleaned_data, request.office
    chosen = set(form.lineages)
    charges = [Charge.of(p) for p in queries.charged_procedures(office) if p.lineage in chosen]
    places: list[School | Cluster | None] = [
        *Cluster.objects.filter(office=office, pk__in=data["clusters"]),
        *School.objects.filter(office=office, pk__in=data["schools"]),
    ]
    person = Person.objects.get(office=office, pk=data["person"])
    wanted = [
        Given(
            person, charge, data["part"], data["from_on"], data["until_on"],
            school=place if isinstance(place, School) else None,
            cluster=place if isinstance(place, Cluster) else None,
        )
        for charge in {charge.lineage: charge for charge in charges}.values()
        for place in places or [None]
    ]  # fmt: skip
    return duties.give_duties(form.orders[data["order"]], wanted, by=request.member)


@member_page
@require_safe
def duty_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    return _render_duty(request, _duty_or_404(request, pk))


def _duty_or_404(request: MemberRequest, pk: UUID) -> Duty:
    rows = access.visible_duties(request.member)
    return get_object_or_404(rows.select_related("order", "person", "unit", "school", "cluster"), pk=pk)


def _render_duty(request: MemberRequest, duty: Duty, *, status: int = 200, **forms: Any) -> HttpResponse:
    like = list(queries.duties_like(duty))
    told = Entry.objects.filter(office_id=request.office.pk, object_id__in=[d.pk for d in like])
    context = {
        "duty": duty,
        "like": like,
        "can_manage": bool(access.can_manage_duty(request.member, duty)),
        "can_hand_over": bool(
            access.can_hand_over(request.member, duty.person)
            or access.can_propose_hand_over(request.member, duty.person)
        ),
        "history": words.history(told.order_by("-at", "-id")[:50]),
        "end_form": forms.get("end_form") or DutyEndForm(auto_id="end_%s"),
        "void_form": forms.get("void_form") or ReasonForm(auto_id="void_%s"),
    }
    return render(request, "cycles/duty_page.html", context, status=status)


@member_page
@require_POST
def duty_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    duty = _duty_or_404(request, pk)
    access.can_manage_duty(request.member, duty).or_refuse()
    form = DutyEndForm(request.POST, auto_id="end_%s")
    if form.is_valid() and attempt(form, partial(_end, request, duty, form)) is not None:
        return _back(request, duty.order.fiscal_year_be, f"สิ้นสุดหน้าที่ของ {duty.person.name} แล้ว")
    return _render_duty(request, duty, status=422, end_form=form)


def _end(request: MemberRequest, duty: Duty, form: DutyEndForm) -> int:
    data = form.cleaned_data
    return duties.end_duties(_chosen(request, duty), on=data["on"], why=data["reason"], by=request.member)


@member_page
@require_POST
def duty_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    duty = _duty_or_404(request, pk)
    access.can_manage_duty(request.member, duty).or_refuse()
    form = ReasonForm(request.POST, auto_id="void_%s")
    if not form.is_valid():
        return _render_duty(request, duty, status=422, void_form=form)
    duties.void_duties(_chosen(request, duty), why=form.cleaned_data["reason"], by=request.member)
    return _back(request, duty.order.fiscal_year_be, f"ยกเลิกหน้าที่ของ {duty.person.name} แล้ว")


def _chosen(request: MemberRequest, duty: Duty) -> list[Duty]:
    """The places that were ticked; without ticks all of the line."""
    ticked = set(request.POST.getlist("duty"))
    like = list(queries.duties_like(duty))
    return [d for d in like if not ticked or str(d.pk) in ticked]


# What differs


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def duty_differences(request: MemberRequest) -> HttpResponseBase:
    _see(request)
    access.can_give_out_work(request.member).or_refuse()
    if request.method == "POST":
        changed = following.follow_order(_ids(request), by=request.member)
        messages.success(request, f"ปรับตามคำสั่งแล้ว {changed} งาน")
        return redirect("cycles:duty-differences", office=request.office.code)
    rows = queries.differences(request.member)
    if is_file(request):
        return as_file(request, DIFFERENCES, exports.DIFFERENCE_COLUMNS, exports.difference_rows(rows))
    context = {"rows": rows, "title": DIFFERENCES, **ways_out(request)}
    return render(request, "cycles/duty_differences.html", context)


def _ids(request: MemberRequest) -> set[UUID]:
    try:
        return {UUID(value) for value in request.POST.getlist("task")}
    except ValueError as error:
        raise SuspiciousOperation from error

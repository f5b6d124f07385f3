"""The fiscal years of an office: the list of them, closing one, opening it again."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.errors import DomainError, RefusedError
from nithet.core.forms import ReasonForm
from nithet.core.tables.writing import Column, Value
from nithet.cycles import access
from nithet.cycles.forms.closing import CARRY, KEEP, DecideForm
from nithet.cycles.models import Cycle
from nithet.cycles.queries.years import (
    Leaving,
    YearLine,
    comes_to_end,
    days_after,
    leaving,
    year_lines,
)
from nithet.cycles.services import closing
from nithet.cycles.views.tabs import year_tabs
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.dates import bangkok_day

TITLE = "ปีงบประมาณทั้งหมด"
COLUMNS = (
    Column("ปีงบประมาณ พ.ศ.", 18, "number"), Column("สถานะ", 24), Column("กระบวนงาน", 14, "number"), Column("งานทั้งหมด", 14, "number"),
    Column("เสร็จสิ้น", 12, "number"), Column("งดดำเนินการ", 14, "number"), Column("ยกเลิก", 12, "number"), Column("ยกไปปีงบประมาณถัดไป", 22, "number"),
    Column("เกินกำหนด", 12, "number"), Column("เริ่มเมื่อ", 14, "date"), Column("ปิดเมื่อ", 14, "date"),
)  # fmt: skip


@member_page
@require_safe
def year_list(request: MemberRequest) -> HttpResponseBase:
    if not access.sees_year(request.member):
        raise Http404
    lines = year_lines(request.member)
    if is_file(request):
        return as_file(request, TITLE, COLUMNS, _rows(lines))
    context = {
        "lines": lines,
        "title": TITLE,
        "tabs": year_tabs(request.member, "year-list"),
        "can_close": bool(access.can_close_year(request.member)),
        **ways_out(request),
    }
    return render(request, "cycles/year_list.html", context)


def _rows(lines: list[YearLine]) -> Iterator[list[Value]]:
    for line in lines:
        cycle = line.cycle
        yield [
            cycle.fiscal_year_be, cycle.get_state_display(), line.runs, line.total, line.done, line.skipped, line.voided,
            line.carried, line.late, bangkok_day(cycle.opened_at), bangkok_day(cycle.closed_at) if cycle.closed_at else None,
        ]  # fmt: skip


# Closing


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_close(request: MemberRequest, year_be: int) -> HttpResponse:
    """What is open of the year and what becomes of it; sent, the year is closed."""
    cycle = _cycle_or_404(request, year_be)
    access.can_close_year(request.member).or_refuse()
    if request.method == "POST":
        closing.close_year(cycle, by=request.member)
        messages.success(request, f"ปิด{cycle} แล้ว")
        return redirect("cycles:cycle-close", office=request.office.code, year_be=year_be)
    return _page(request, leaving(cycle, on=request.member.on))


@member_page
@require_POST
def cycle_close_decide(request: MemberRequest, year_be: int) -> HttpResponse:
    """For chosen tasks; kept at once."""
    cycle = _cycle_or_404(request, year_be)
    access.can_close_year(request.member).or_refuse()
    found = leaving(cycle, on=request.member.on)
    form = _form(found, request, request.POST)
    if not form.is_valid() or not (told := _decide(request, cycle, form)):
        return _page(request, found, form=form, status=422)
    messages.success(request, told)
    return redirect("cycles:cycle-close", office=request.office.code, year_be=year_be)


def _decide(request: MemberRequest, cycle: Cycle, form: DecideForm) -> str:
    """What was done, in words; nothing where it was refused, and the form says why."""
    data, by = form.cleaned_data, request.member
    try:
        if data["act"] == CARRY:
            made = closing.carry_over(cycle, form.ids, due_on=data["due_on"], by=by)
        elif data["act"] == KEEP:
            made = closing.keep_in_year(cycle, form.ids, by=by)
        else:
            how = closing.End(data["act"])
            made = closing.end_tasks(cycle, form.ids, how, why=data["reason"], by=by)
    except RefusedError:
        raise
    except DomainError as refusal:
        form.add_error("due_on" if data["act"] == CARRY else None, refusal.text)
        return ""
    missed = (
        f" อีก {made.missed} งานเปลี่ยนสถานะไปก่อนแล้วหรือรอผลพิจารณา โปรดตรวจสอบรายการล่าสุด" if made.missed else ""
    )
    return f"บันทึกแล้ว {made.done} งาน{missed}"


def _page(
    request: MemberRequest,
    found: Leaving,
    *,
    form: DecideForm | None = None,
    reopen_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    cycle, member = found.cycle, request.member
    is_open, is_time = cycle.state == Cycle.State.OPEN, comes_to_end(cycle.fiscal_year_be, on=member.on)
    following = Cycle.objects.filter(office=request.office, fiscal_year_be=cycle.fiscal_year_be + 1)
    context = {
        "cycle": cycle,
        "found": found,
        "form": form or _form(found, request),
        "is_open": is_open,
        "is_time": is_time,
        "is_decided": is_open and is_time,
        "next_be": cycle.fiscal_year_be + 1,
        "has_next": following.exists(),
        "reopen_form": reopen_form or ReasonForm(auto_id="reopen_%s"),
    }
    return render(request, "cycles/cycle_close.html", context, status=status)


def _form(found: Leaving, request: MemberRequest, sent: QueryDict | None = None) -> DecideForm:
    day = max(days_after(found.cycle)[0], request.member.on)
    left, carried = ({pk for one in units for pk in one.ids} for units in (found.left, found.carried))
    return DecideForm(
        sent, left=left, carried=carried, due_on=max(day, day.replace(day=28)), auto_id="decide_%s"
    )


@member_page
@require_POST
def cycle_reopen(request: MemberRequest, year_be: int) -> HttpResponse:
    cycle = _cycle_or_404(request, year_be)
    access.can_close_year(request.member).or_refuse()
    form = ReasonForm(request.POST, auto_id="reopen_%s")
    if not form.is_valid():
        return _page(request, leaving(cycle, on=request.member.on), status=422, reopen_form=form)
    closing.reopen_year(cycle, why=form.cleaned_data["reason"], by=request.member)
    messages.success(request, f"เปิด{cycle} อีกครั้งแล้ว")
    return redirect("cycles:cycle-close", office=request.office.code, year_be=year_be)


def _cycle_or_404(request: MemberRequest, year_be: int) -> Cycle:
    return get_object_or_404(access.visible_cycles(request.member), fiscal_year_be=year_be)

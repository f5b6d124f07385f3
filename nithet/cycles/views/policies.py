"""นโยบายและจุดเน้นประจำปี: what a year's plans, studies, visits and rounds refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.core.tables.writing import Column, Value
from nithet.cycles import access
from nithet.cycles.forms.policies import PasteForm, PolicyForm
from nithet.cycles.models import PolicyFocus
from nithet.cycles.queries.policies import by_source, earlier_policies, ordered, policy_years
from nithet.cycles.services import policies as services
from nithet.cycles.views.tabs import year_tabs
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt, form_page
from nithet.thai.calendar import fiscal_year_be

UP = "นโยบายและจุดเน้น"
COLUMNS = (
    Column("เจ้าของนโยบาย", 24), Column("ข้อที่", 8), Column("นโยบายหรือจุดเน้น", 60), Column("รายละเอียด", 60),
    Column("ปีงบประมาณ", 12),
)  # fmt: skip


@member_page
@require_safe
def policy_list(request: MemberRequest) -> HttpResponseBase:
    """One year, from the ministry down. What was voided stands below, for those who keep them."""
    member, year = request.member, _year(request)
    title = f"นโยบายและจุดเน้น ปีงบประมาณ พ.ศ. {year}"
    found = list(ordered(access.visible_policies(member).filter(fiscal_year_be=year)))
    standing = [one for one in found if not one.is_void]
    if is_file(request):
        return as_file(request, title, COLUMNS, _cells(standing))
    context = {
        "title": title, "year": year, "years": policy_years(member), "groups": by_source(standing), "count": len(standing),
        "voided": [one for one in found if one.is_void], "earlier": earlier_policies(request.office, year),
        "can_keep": access.can_keep_policies(member), "tabs": year_tabs(member, "policy-list"), **ways_out(request),
    }  # fmt: skip
    return render(request, "cycles/policy_list.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def policy_add(request: MemberRequest) -> HttpResponse:
    member = request.member
    access.can_keep_policies(member).or_refuse()
    form = PolicyForm(request.POST or None, years=policy_years(member), initial=_asked(request))
    if form.is_valid():
        key = form.cleaned_data["key"] or form.initial["key"]
        made = attempt(form, lambda: services.add_policy(form.policy_facts, by=member, key=key))
        if made:
            messages.success(request, "บันทึกนโยบายและจุดเน้นแล้ว")
            return _back(request, made.fiscal_year_be)
    return form_page(request, form, heading="เพิ่มนโยบายและจุดเน้น", up=_up(request, _year(request)))


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def policy_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    policy = _policy_or_404(request, pk)
    access.can_keep_policies(request.member).or_refuse()
    form = PolicyForm(request.POST or None, years=policy_years(request.member), initial=_known(policy))
    if form.is_valid():
        seen = form.cleaned_data["revision"] or 0
        saved = attempt(
            form, lambda: services.change_policy(policy, form.policy_facts, revision=seen, by=request.member)
        )
        if saved:
            messages.success(request, "บันทึกแล้ว")
            return _back(request, saved.fiscal_year_be)
        _show_latest(form, _policy_or_404(request, pk), seen)
    facts = {"policy": policy, "reason_form": ReasonForm(auto_id="void_%s")}
    up = _up(request, policy.fiscal_year_be)
    return form_page(
        request, form, heading="แก้ไขนโยบายและจุดเน้น", up=up, template="cycles/policy_form.html", **facts
    )


def _show_latest(form: PolicyForm, policy: PolicyFocus, seen: int) -> None:
    """What is there now, where somebody was quicker; saved once more, what was typed holds."""
    if policy.revision != seen and not policy.is_void:
        form.add_error(None, f"ที่บันทึกไว้ขณะนี้: {policy.label} “{policy.title}” {policy.text}".strip())
        form.data = {**form.data.dict(), "revision": str(policy.revision)}  # type: ignore[attr-defined]  # what was posted


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def policy_paste(request: MemberRequest) -> HttpResponse:
    member = request.member
    access.can_keep_policies(member).or_refuse()
    form = PasteForm(request.POST or None, years=policy_years(member), initial=_asked(request))
    if form.is_valid():
        given = form.cleaned_data
        lines, year = given["lines"], given["fiscal_year_be"]
        added = services.add_policies(lines, year_be=year, source=given["source"], by=member)
        messages.success(request, _told(added, len(lines)))
        return _back(request, year)
    return form_page(request, form, heading="วางนโยบายและจุดเน้นหลายข้อ", up=_up(request, _year(request)))


@member_page
@require_POST
def policy_copy(request: MemberRequest) -> HttpResponse:
    """From the last year before that has some; what this year has already is passed over."""
    access.can_keep_policies(request.member).or_refuse()
    year = _year(request)
    if earlier := earlier_policies(request.office, year):
        added = services.copy_policies(earlier.year_be, year_be=year, by=request.member)
        messages.success(request, _told(added, earlier.count))
    return _back(request, year)


@member_page
@require_POST
def policy_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    policy = _policy_or_404(request, pk)
    access.can_keep_policies(request.member).or_refuse()
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.void_policy(policy, why=form.cleaned_data["reason"], by=request.member)
        messages.success(request, "ยกเลิกแล้ว รายการที่อ้างถึงนโยบายนี้อยู่แล้วยังคงเดิม")
    else:
        messages.error(request, "ยังไม่ได้ยกเลิก โปรดระบุเหตุผล")
    return _back(request, policy.fiscal_year_be)


@member_page
@require_POST
def policy_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    policy = _policy_or_404(request, pk)
    services.restore_policy(policy, by=request.member)
    messages.success(request, "เรียกคืนแล้ว")
    return _back(request, policy.fiscal_year_be)


def _policy_or_404(request: MemberRequest, pk: UUID) -> PolicyFocus:
    return get_object_or_404(access.visible_policies(request.member), pk=pk)


def _year(request: MemberRequest) -> int:
    """The year asked for, where it is one that can be looked at; otherwise the running one."""
    asked = request.POST.get("year") or request.GET.get("year") or ""
    years = {str(year): year for year in policy_years(request.member)}
    return years.get(asked, fiscal_year_be(request.member.on))


def _asked(request: MemberRequest) -> dict[str, object]:
    return {
        "fiscal_year_be": _year(request),
        "source": request.GET.get("source") or PolicyFocus.Source.OBEC,
    }


def _known(policy: PolicyFocus) -> dict[str, object]:
    names = ("fiscal_year_be", "source", "number", "title", "text", "position", "revision")
    return {name: getattr(policy, name) for name in names}


def _told(added: int, given: int) -> str:
    known = given - added
    return f"เพิ่มแล้ว {added} ข้อ" + (f" อีก {known} ข้อมีอยู่แล้วจึงไม่เพิ่มซ้ำ" if known else "")


def _back(request: MemberRequest, year: int) -> HttpResponseRedirect:
    return redirect(_address(request, year))


def _up(request: MemberRequest, year: int) -> tuple[str, str]:
    return UP, _address(request, year)


def _address(request: MemberRequest, year: int) -> str:
    return f"{reverse('cycles:policy-list', args=[request.office.code])}?year={year}"


def _cells(policies: Iterable[PolicyFocus]) -> Iterator[list[Value]]:
    for one in policies:
        yield [one.get_source_display(), one.number, one.title, one.text, str(one.fiscal_year_be)]

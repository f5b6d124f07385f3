"""Pages of plans besides those of every register: progress, the annual action plan, the words of the office."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.offices.errors import StaleError
from nithet.offices.lists import as_file, is_file, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.registers.generic.access import can_keep
from nithet.registers.generic.answerables import answered_by, offered_to
from nithet.registers.generic.errors import StaleItemError
from nithet.registers.generic.forms import PartRows, year_choices
from nithet.registers.generic.views.pages import item_or_404
from nithet.registers.plans import access, services
from nithet.registers.plans.annual import COLUMNS, AnnualFilter, annual_of, cells
from nithet.registers.plans.models import Plan
from nithet.registers.plans.moneybar import draw_money
from nithet.registers.plans.progress import Moved, Parts, ProgressForm, parts_of
from nithet.registers.plans.termforms import KINDS, SeenForm, term_rows
from nithet.registers.plans.terms import state_of
from nithet.thai.calendar import fiscal_year_be

BOOK = services.BOOK


def plan_or_404(request: MemberRequest, pk: UUID) -> Plan:
    plan = item_or_404(request, BOOK, pk)
    assert isinstance(plan, Plan)  # noqa: S101  for the type checker
    return plan


def _told(request: MemberRequest, pk: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(BOOK.address("page", request.office.code, pk))


@member_page
@require_POST
def plan_ready(request: MemberRequest, pk: UUID) -> HttpResponse:
    services.make_ready(plan_or_404(request, pk), by=request.member)
    return _told(request, pk, "บันทึกว่าจัดทำเสร็จแล้ว นับเป็นหลักฐานของงาน เสนอขออนุมัติได้ที่หน้างาน")


@member_page
@require_POST
def plan_take_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    plan = plan_or_404(request, pk)
    can_keep(request.member, plan).or_refuse()
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "ยังไม่ได้ถอนคืน โปรดระบุเหตุผล")
        return redirect(BOOK.address("page", request.office.code, pk))
    services.take_back(plan, why=form.cleaned_data["reason"], by=request.member)
    return _told(request, pk, "ถอนคืนเพื่อแก้ไขแล้ว ระหว่างนี้ยังไม่นับเป็นหลักฐาน")


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def plan_needs(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Which needs it answers, chosen from those that nothing answers yet."""
    plan = plan_or_404(request, pk)
    if request.method == "POST":
        services.answer_needs(plan, _keys(request.POST.getlist("need")), by=request.member)
        return _told(request, pk, "บันทึกความต้องการจำเป็นที่แผนนี้ตอบสนองแล้ว")
    can_keep(request.member, plan).or_refuse()
    answered = {one.pk for one in answered_by(request.member, BOOK.code, plan.pk)}
    rows = [(one, one.pk in answered) for one in offered_to(request.member, BOOK.code, plan.pk)]
    page_url = BOOK.address("page", request.office.code, pk)
    return render(request, "plans/needs.html", {"item": plan, "rows": rows, "page_url": page_url})


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def plan_progress(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How far it is. Who is responsible for some activities only finds those."""
    plan = plan_or_404(request, pk)
    access.can_record_progress(request.member, plan).or_refuse()
    form = ProgressForm(request.POST or None, parts=_parts(request, plan), revision=plan.revision)
    moved: list[Moved] = []
    if form.is_valid():
        try:
            services.record_progress(
                plan, form.changes(), revision=form.cleaned_data["revision"], by=request.member
            )
        except StaleItemError as stale:
            form.add_error(None, stale.text)
            plan.refresh_from_db()
            moved = form.rest_on(_parts(request, plan), plan.revision)
        else:
            return _told(request, pk, "บันทึกความก้าวหน้าแล้ว")
    page_url = BOOK.address("page", request.office.code, pk)
    facts = {"item": plan, "form": form, "tables": form.tables, "page_url": page_url, "moved": moved}
    return render(request, "plans/progress.html", facts, status=422 if form.errors else 200)


def _parts(request: MemberRequest, plan: Plan) -> Parts:
    if can_keep(request.member, plan):
        return parts_of(plan)
    return Parts(list(access.own_activities(request.member, plan).select_related("owner")))


@member_page
@require_safe
def annual_plan(request: MemberRequest) -> HttpResponseBase:
    """แผนปฏิบัติการประจำปี of the plans that the member sees."""
    member = request.member
    access.can_read_annual(member).or_refuse()
    form = AnnualFilter(request.GET.dict(), member=member)
    given = form.given
    annual = annual_of(member, given)
    title = titled(f"แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {annual.year}", _narrowing(form))
    if is_file(request):
        return as_file(request, title, COLUMNS, cells(annual))
    facts = {
        "annual": annual, "form": form, "title": title, "picture": draw_money(annual.money), "book": BOOK,
        "list_url": BOOK.address("list", request.office.code), "new_url": BOOK.address("new", request.office.code),
        "can_keep_terms": access.can_keep_terms(member), **ways_out(request),
        "shares": [("กลุ่ม", annual.units), ("กลยุทธ์", annual.strategies), ("แหล่งงบประมาณ", annual.sources)],
    }  # fmt: skip
    return render(request, "plans/annual.html", facts)


def _narrowing(form: AnnualFilter) -> str:
    """The year stands in the title already."""
    form.cleaned_data.pop("year", None)
    return narrowing(form)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def plan_terms(request: MemberRequest) -> HttpResponse:
    """Strategies of a year, categories and sources: a list each."""
    access.can_keep_terms(request.member).or_refuse()
    year, lost = _year(request), []
    rows = [term_rows(kind, year, request.member, request.POST or None) for kind in KINDS]
    seen = (
        SeenForm(request.POST) if request.POST else SeenForm(initial={"seen": state_of(request.office, year)})
    )
    if seen.is_valid() and _are_valid(rows):
        lists = {one.kind.code: one.rows() for one in rows}
        try:
            services.keep_terms(year, lists, seen=seen.cleaned_data["seen"], by=request.member)
        except StaleError:
            lost = _not_stored(rows)
            rows = [term_rows(kind, year, request.member) for kind in KINDS]
            seen = SeenForm(initial={"seen": state_of(request.office, year)})
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect(f"{request.path}?year={year}")
    years = [value for value, _ in year_choices(request.member)]
    facts: dict[str, Any] = {
        "row_sets": rows,
        "seen": seen,
        "lost": lost,
        "year": year,
        "years": years,
        "book": BOOK,
    }
    wrong = bool(request.POST)
    return render(request, "plans/terms.html", facts, status=422 if wrong else 200)


def _keys(given: Iterable[str]) -> set[UUID]:
    """What is no key is nothing that was offered."""
    found = set()
    for one in given:
        with suppress(ValueError):
            found.add(UUID(one))
    return found


def _not_stored(rows: list[PartRows]) -> list[tuple[str, list[str]]]:
    """Of each list that somebody else was before with: the words as typed, to compare and type again."""
    return [(one.kind.label, [row["name"] for row in one.rows()]) for one in rows]


def _are_valid(rows: list[PartRows]) -> bool:
    """All of them are asked, so that every mistake is told at once."""
    return all([one.is_valid() for one in rows])  # noqa: C419


def _year(request: MemberRequest) -> int:
    asked = request.GET.get("year", "")
    known = {value for value, _ in year_choices(request.member)}
    return int(asked) if asked in known else fiscal_year_be(request.member.on)

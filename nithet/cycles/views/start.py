"""Starting the fiscal year, or adding procedures to it: what will come, what conflicts, what must be said."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nithet.core.errors import DomainError
from nithet.cycles import access, queries
from nithet.cycles.forms import StartYearForm
from nithet.cycles.models import Cycle
from nithet.cycles.planning import YearPlan, plan_year
from nithet.cycles.services import opening
from nithet.manuals.models import Procedure
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.queries import people_serving, units_of
from nithet.thai.calendar import fiscal_year_be


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_start(request: MemberRequest) -> HttpResponse:
    access.can_start_year(request.member).or_refuse()
    cycle = queries.current_cycle(request.office, on=request.member.on)
    year_be = fiscal_year_be(request.member.on)
    procedures = _offered(request, cycle if cycle and cycle.fiscal_year_be == year_be else None)
    plan = plan_year(request.office, procedures, year_be, on=request.member.on)
    form = _form(request, plan)
    if request.method == "POST" and form.is_valid() and (cycle := _start(request, form, procedures, year_be)):
        chosen = len(form.cleaned_data["procedures"])
        messages.success(request, f"เพิ่ม {chosen} กระบวนงานในปีงบประมาณ พ.ศ. {year_be} แล้ว")
        return redirect("cycles:year-chart", office=request.office.code)
    is_running = cycle is not None and cycle.fiscal_year_be == year_be
    context = {"plan": plan, "form": form, "year_be": year_be, "is_running": is_running}
    return render(request, "cycles/cycle_start.html", context, status=422 if form.errors else 200)


def _offered(request: MemberRequest, cycle: Cycle | None) -> list[Procedure]:
    """Adopted procedures that do not run yet this year; with ?version= those of one manual only."""
    started = queries.started_lineages(cycle)
    wanted = request.GET.get("version")
    offered = [p for p in queries.procedures_to_start(request.office) if p.lineage not in started]
    return [p for p in offered if not wanted or str(p.version_id) == wanted]


def _form(request: MemberRequest, plan: YearPlan) -> StartYearForm:
    units = list(units_of(request.office))
    people = list(people_serving(request.office, on=request.member.on)) if plan.questions else []
    typed = request.POST if request.method == "POST" else None
    return StartYearForm(typed, plan=plan, units=units, people=people)


def _start(
    request: MemberRequest, form: StartYearForm, procedures: list[Procedure], year_be: int
) -> Cycle | None:
    """Remember the answers, then open. A refusal stands on the form and nothing typed is lost."""
    chosen: set[UUID] = set(form.cleaned_data["procedures"])
    try:
        with transaction.atomic():
            for question, value in form.answers():
                opening.remember(request.office, question.kind, question.key, value, by=request.member)
        return opening.start_year(
            request.office, year_be, [p for p in procedures if p.pk in chosen], by=request.member
        )
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return None

"""Starting the fiscal year, or adding procedures to it: what will come, what conflicts, what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nithet.core.errors import DomainError
from nithet.cycles import access, queries
from nithet.cycles.forms import StartYearForm
from nithet.cycles.kin import KinPair
from nithet.cycles.models import Cycle
from nithet.cycles.plan import YearPlan
from nithet.cycles.planning import plan_year
from nithet.cycles.queries.kin import kin_of_start
from nithet.cycles.services import opening
from nithet.cycles.services.tying import tie_steps
from nithet.manuals.models import Procedure
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.calendar import fiscal_year_be


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_start(request: MemberRequest) -> HttpResponse:
    access.can_start_year(request.member).or_refuse()
    year_be = fiscal_year_be(request.member.on)
    cycle = Cycle.objects.filter(office=request.office, fiscal_year_be=year_be).first()
    procedures = _offered(request, cycle)
    plan = plan_year(request.office, procedures, year_be, on=request.member.on)
    form = _form(request, plan, kin_of_start(plan, cycle))
    if request.method == "POST" and (
        _is_sent_again(request, procedures, cycle)
        or (form.is_valid() and _start(request, form, procedures, year_be))
    ):
        return redirect("cycles:year-chart", office=request.office.code)
    context = {"plan": plan, "form": form, "year_be": year_be, "is_running": cycle is not None}
    return render(request, "cycles/cycle_start.html", context, status=422 if form.errors else 200)


def _offered(request: MemberRequest, cycle: Cycle | None) -> list[Procedure]:
    """Adopted procedures that do not run yet this year; with ?version= those of one manual only."""
    started = queries.started_lineages(cycle)
    wanted = request.GET.get("version")
    adopted = access.startable(request.member, queries.procedures_to_start(request.office))
    offered = [p for p in adopted if p.lineage not in started]
    return [p for p in offered if not wanted or str(p.version_id) == wanted]


def _is_sent_again(request: MemberRequest, offered: list[Procedure], cycle: Cycle | None) -> bool:
    """The button was pressed twice: all that was chosen runs already."""
    chosen = set(request.POST.getlist("procedures"))
    if cycle is None or not chosen or chosen.intersection(str(p.pk) for p in offered):
        return False
    running = cycle.runs.values_list("procedure", flat=True)
    return chosen <= {str(pk) for pk in running}


def _form(request: MemberRequest, plan: YearPlan, kin: Sequence[KinPair]) -> StartYearForm:
    member = request.member
    asks = bool(plan.questions)
    units = list(access.assignable_units(member)) if asks else []
    people = list(access.assignable_people(member)) if asks else []
    return StartYearForm(
        request.POST if request.method == "POST" else None, plan=plan, units=units, people=people, kin=kin
    )


def _start(request: MemberRequest, form: StartYearForm, procedures: list[Procedure], year_be: int) -> bool:
    """Remember the answers, then open. A refusal stands on the form and nothing typed is lost."""
    chosen: set[UUID] = set(form.cleaned_data["procedures"])
    try:
        opening.remember(request.office, list(form.answers()), by=request.member)
        cycle = opening.start_year(
            request.office, year_be, [p for p in procedures if p.pk in chosen], by=request.member
        )
        tie_steps(cycle, form.ties(), by=request.member)
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return False
    messages.success(request, f"เพิ่ม {len(chosen)} กระบวนงานในปีงบประมาณ พ.ศ. {year_be} แล้ว")
    return True

"""Starting the fiscal year, or adding procedures to it: what will come, what conflicts, what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nithet.core.errors import DomainError
from nithet.cycles import access, queries
from nithet.cycles.errors import CycleClosedError
from nithet.cycles.forms import StartYearForm
from nithet.cycles.kin import KinPair
from nithet.cycles.models import Cycle, Run
from nithet.cycles.plan import YearPlan
from nithet.cycles.planning import plan_year
from nithet.cycles.queries.kin import kin_of_start
from nithet.cycles.queries.years import comes_to_end
from nithet.cycles.services import opening
from nithet.manuals.models import Procedure
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.calendar import fiscal_year_be


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_start(request: MemberRequest) -> HttpResponse:
    access.can_start_year(request.member).or_refuse()
    year_be = _year_asked(request)
    cycle = Cycle.objects.filter(office=request.office, fiscal_year_be=year_be).first()
    if cycle and cycle.state == Cycle.State.CLOSED:
        raise CycleClosedError(cycle=cycle)
    procedures = _offered(request, cycle)
    plan = plan_year(request.office, procedures, year_be, on=request.member.on)
    form = _form(request, plan, kin_of_start(plan, cycle), is_running=cycle is not None)
    if request.method == "POST" and (
        _is_sent_again(request, procedures, cycle)
        or (form.is_valid() and _start(request, form, procedures, year_be))
    ):
        address = reverse("cycles:year-chart", args=[request.office.code])
        return redirect(f"{address}?year={year_be}")
    context = {"plan": plan, "form": form, "year_be": year_be, "is_running": cycle is not None}
    return render(request, "cycles/cycle_start.html", context, status=422 if form.errors else 200)


def _year_asked(request: MemberRequest) -> int:
    """The fiscal year of the day; the next one while this one comes to its end."""
    now_be = fiscal_year_be(request.member.on)
    asked = request.GET.get("year", "")
    return now_be + 1 if asked == str(now_be + 1) and comes_to_end(now_be, on=request.member.on) else now_be


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


def _form(
    request: MemberRequest, plan: YearPlan, kin: Sequence[KinPair], *, is_running: bool
) -> StartYearForm:
    """To a year that runs nothing is added but what was chosen: all of a manual where only that one is shown."""
    member = request.member
    asks = bool(plan.questions)
    units = list(access.assignable_units(member)) if asks else []
    people = list(access.assignable_people(member)) if asks else []
    return StartYearForm(
        _sent(request, plan) if request.method == "POST" else None,
        plan=plan,
        units=units,
        people=people,
        kin=kin,
        takes_all=not is_running or "version" in request.GET,
    )


def _sent(request: MemberRequest, plan: YearPlan) -> QueryDict:
    """Sent again after a stop half way: what runs by now is no choice any more, the rest goes on."""
    sent = request.POST.copy()
    chosen = sent.getlist("procedures")
    offered = {str(run.procedure.pk) for run in plan.runs}
    running = Run.objects.filter(
        cycle__office=request.office, cycle__fiscal_year_be=plan.year.fiscal_year_be
    ).values_list("procedure", flat=True)
    if not offered.issuperset(chosen):
        known = offered.union(map(str, running))
        sent.setlist("procedures", [pk for pk in chosen if pk in offered or pk not in known])
    return sent


def _start(request: MemberRequest, form: StartYearForm, procedures: list[Procedure], year_be: int) -> bool:
    """Remember the answers, then open. A refusal stands on the form and nothing typed is lost."""
    chosen: set[UUID] = set(form.cleaned_data["procedures"])
    try:
        opening.remember(request.office, list(form.answers()), by=request.member)
        opening.start_year(
            request.office,
            year_be,
            [p for p in procedures if p.pk in chosen],
            by=request.member,
            ties=form.ties(),
        )
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return False
    messages.success(request, f"เพิ่ม {len(chosen)} กระบวนงานในปีงบประมาณ พ.ศ. {year_be} แล้ว")
    return True

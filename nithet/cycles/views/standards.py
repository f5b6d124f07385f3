"""What is said of a standard that a person judges, and its taking back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.cycles import access
from nithet.cycles.forms import JudgeForm
from nithet.cycles.models import Run, StandardJudgement
from nithet.cycles.queries.standards import RunStandard, standards_of
from nithet.cycles.services.judging import judge_standard, void_judgement
from nithet.cycles.views.runs import render_run, run_or_404
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def standard_judge(request: MemberRequest, pk: UUID, step: UUID) -> HttpResponseBase:
    run = run_or_404(request, pk)
    standard = _standard_or_404(request, run, step)
    access.can_judge(request.member, run, standard.doers).or_refuse()
    form = JudgeForm(request.POST, auto_id=f"judge_{standard.step.number}_%s")
    if not form.is_valid():
        return render_run(request, run, tab="standards", typed=(step, form), status=422)
    said = form.cleaned_data
    outcome = StandardJudgement.Outcome(said["outcome"])
    judge_standard(run, standard, outcome, said["words"], by=request.member)
    return _told(request, run, "บันทึกผลการพิจารณาแล้ว")


@member_page
@require_POST
def judgement_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = access.visible_judgements(request.member).only("run_id", "step_id")
    judgement = get_object_or_404(found, pk=pk)
    run = run_or_404(request, judgement.run_id)
    standard = _standard_or_404(request, run, judgement.step_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    void_judgement(judgement, standard, why=reason, by=request.member)
    return _told(request, run, "ยกเลิกผลการพิจารณาแล้ว คงประวัติไว้")


def _standard_or_404(request: MemberRequest, run: Run, step: UUID) -> RunStandard:
    found = next((s for s in standards_of(run, on=request.member.on) if s.step.pk == step), None)
    if found is None:
        raise Http404
    return found


def _told(request: MemberRequest, run: Run, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(f"{reverse('cycles:run-page', args=[request.office.code, run.pk])}?tab=standards")

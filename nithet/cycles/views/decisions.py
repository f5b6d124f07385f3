"""What deciders press."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.cycles import access, words
from nithet.cycles.forms import OpinionForm
from nithet.cycles.models import Decision
from nithet.cycles.services import deciding
from nithet.cycles.views.tasks import render_task, task_or_404, told
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def decision_give(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _decision_or_404(request, pk)
    access.can_decide(request.member, decision).or_refuse()
    form = OpinionForm(request.POST)
    if not form.is_valid():
        task = task_or_404(request, decision.round.task_id)
        return render_task(request, task, opinion_form=form, status=422)
    task = deciding.give(decision, form.cleaned_data["opinion"], by=request.member)
    return told(request, task, f"{words.GIVES[decision.ask]}แล้ว")


@member_page
@require_POST
def decision_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _decision_or_404(request, pk)
    access.can_decide(request.member, decision).or_refuse()
    form = ReasonForm(request.POST, auto_id="return_%s")
    if not form.is_valid():
        task = task_or_404(request, decision.round.task_id)
        return render_task(request, task, return_form=form, status=422)
    task = deciding.send_back(decision, form.cleaned_data["reason"], by=request.member)
    return told(request, task, "ส่งคืนแก้ไขแล้ว")


def _decision_or_404(request: MemberRequest, pk: UUID) -> Decision:
    """Whoever sees the task sees the decision; whether they may give it is another question."""
    decisions = Decision.objects.filter(
        office=request.office, round__task__in=access.visible_tasks(request.member)
    ).select_related("unit", "round__task__unit", "round__task__run")
    return get_object_or_404(decisions, pk=pk)

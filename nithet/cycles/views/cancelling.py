"""Cancelling a task or a whole run, and taking the latter back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.cycles import access
from nithet.cycles.services import cancelling
from nithet.cycles.views.runs import render_run, run_or_404
from nithet.cycles.views.tasks import press_task, task_or_404
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def task_cancel(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_cancel(request.member, task).or_refuse()

    def act(form: ReasonForm) -> None:
        cancelling.cancel_task(task, why=form.cleaned_data["reason"], by=request.member)

    form = ReasonForm(request.POST, auto_id="cancel_%s")
    return press_task(request, task, "cancel_form", form, act, "ยกเลิกงานแล้ว ประวัติและหลักฐานยังอยู่ครบ")


@member_page
@require_POST
def run_cancel(request: MemberRequest, pk: UUID) -> HttpResponse:
    run = run_or_404(request, pk)
    access.can_cancel_run(request.member, run, gated=cancelling.has_open_gates(run)).or_refuse()
    form = ReasonForm(request.POST, auto_id="cancel_run_%s")
    if not form.is_valid() and not run.is_ad_hoc:
        return render_run(request, run, tab="", status=422, cancel_form=form)
    cancelling.cancel_run(run, why=form.cleaned_data.get("reason", ""), by=request.member)
    messages.success(request, "ยกเลิกการดำเนินงานแล้ว เรียกคืนได้ภายในวันนี้")
    return redirect("cycles:run-page", office=request.office.code, pk=run.pk)


@member_page
@require_POST
def run_take_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    run = cancelling.take_back_run(run_or_404(request, pk), by=request.member)
    messages.success(request, "เรียกคืนการดำเนินงานแล้ว งานกลับเป็นดังเดิม")
    return redirect("cycles:run-page", office=request.office.code, pk=run.pk)

"""What deciders press."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from nithet.core.errors import DomainError, RefusedError
from nithet.core.forms import ReasonForm
from nithet.cycles import access, queries, words
from nithet.cycles.forms import GiveForm, ReturnForm
from nithet.cycles.forms.deciding import parts_of
from nithet.cycles.models import Decision
from nithet.cycles.services import deciding, directing, recalling, working
from nithet.cycles.views.deciding_part import direct_form
from nithet.cycles.views.tasks import refused, render_task, task_or_404, told
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def decision_give(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _mine_or_404(request, pk)
    form = GiveForm(request.POST)
    return _decided(request, decision, "give_form", form, _give, f"{words.GIVES[decision.ask]}แล้ว")


def _give(request: MemberRequest, decision: Decision, form: Form) -> None:
    data = form.cleaned_data
    deciding.give(decision, data["opinion"], conditions=data["conditions"], by=request.member)


@member_page
@require_POST
def decision_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _mine_or_404(request, pk)
    evidence = [one.evidence for one in queries.evidence_of(request.member, decision.round.task)]
    parts = parts_of(has_money=decision.round.money is not None, evidence=evidence)
    form = ReturnForm(request.POST, parts=parts)
    return _decided(request, decision, "return_form", form, _send_back, "ส่งคืนแก้ไขแล้ว")


def _send_back(request: MemberRequest, decision: Decision, form: ReturnForm) -> None:
    deciding.send_back(decision, form.cleaned_data["reason"], marked=form.marked, by=request.member)


@member_page
@require_POST
def decision_refuse(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _mine_or_404(request, pk)
    form = ReasonForm(request.POST, auto_id="refuse_%s")
    done = f"บันทึกผล{words.REFUSES.get(decision.ask, 'ไม่อนุมัติ')}แล้ว"
    return _decided(request, decision, "refuse_form", form, _refuse, done)


def _refuse(request: MemberRequest, decision: Decision, form: Form) -> None:
    deciding.refuse(decision, form.cleaned_data["reason"], by=request.member)


@member_page
@require_POST
def decision_direct(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _decision_or_404(request, pk)
    access.can_direct(request.member, decision).or_refuse()
    form = direct_form(request.member, request.POST)
    return _decided(request, decision, "direct_form", form, _direct, "สั่งการแล้ว ผู้รับมอบหมายเห็นในงานของฉัน")


def _direct(request: MemberRequest, decision: Decision, form: Form) -> None:
    typed = form.cleaned_data
    directing.direct(
        decision, typed["person"], typed["order"], typed["due_on"], key=typed["key"], by=request.member
    )


@member_page
@require_POST
def decision_recall(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = _decision_or_404(request, pk)
    access.can_recall(request.member, decision).or_refuse()
    return _told(
        request,
        decision,
        partial(recalling.recall, decision, by=request.member),
        "เรียกคืนแล้ว เรื่องนี้รอพิจารณาเช่นเดิม",
    )


@member_page
@require_POST
def task_propose_anew(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = working.propose_anew(task_or_404(request, pk), by=request.member)
    return told(request, task, "เปิดให้เสนอเรื่องใหม่แล้ว โปรดแก้ไขแล้วเสนอ")


def _decided(
    request: MemberRequest,
    decision: Decision,
    name: str,
    form: Any,
    act: Callable[[MemberRequest, Decision, Any], None],
    done: str,
) -> HttpResponse:
    """The task's page again: with what must be mended, or with what was done."""
    if not form.is_valid():
        task = task_or_404(request, decision.round.task_id)
        return render_task(request, task, status=422, **{name: form})
    return _told(request, decision, partial(act, request, decision, form), done, **{name: form})


def _told(
    request: MemberRequest, decision: Decision, act: Callable[[], object], done: str, **forms: Any
) -> HttpResponse:
    """A refusal stands on top of the task as it is now, with what was typed."""
    try:
        act()
    except RefusedError:
        raise
    except DomainError as refusal:
        return refused(request, task_or_404(request, decision.round.task_id), refusal, **forms)
    return told(request, decision.round.task, done)


def _mine_or_404(request: MemberRequest, pk: UUID) -> Decision:
    decision = _decision_or_404(request, pk)
    access.can_decide(request.member, decision).or_refuse()
    return decision


def _decision_or_404(request: MemberRequest, pk: UUID) -> Decision:
    """Whoever sees the task sees the decision; whether they may give it is another question."""
    decisions = Decision.objects.filter(
        office=request.office, round__task__in=access.visible_tasks(request.member)
    ).select_related("unit", "round__task__unit", "round__task__run")
    return get_object_or_404(decisions, pk=pk)

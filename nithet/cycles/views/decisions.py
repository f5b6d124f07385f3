"""What deciders press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.cycles import access, queries, words
from nithet.cycles.forms import GiveForm, ReturnForm
from nithet.cycles.forms.deciding import DirectForm, parts_of
from nithet.cycles.models import Decision
from nithet.cycles.services import deciding, recalling, working
from nithet.cycles.views.deciding_part import direct_form
from nithet.cycles.views.pressing import attempt, decision_or_404, direct, mine_or_404, press
from nithet.cycles.views.tasks import refused, render_task, task_or_404, told
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def decision_give(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = mine_or_404(request, pk)
    form = GiveForm(request.POST)
    return _decided(request, decision, "give_form", form, _give, f"{words.GIVES[decision.ask]}แล้ว")


def _give(request: MemberRequest, decision: Decision, form: Form) -> None:
    data = form.cleaned_data
    deciding.give(decision, data["opinion"], conditions=data["conditions"], by=request.member)


@member_page
@require_POST
def decision_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = mine_or_404(request, pk)
    evidence = [one.evidence for one in queries.evidence_of(request.member, decision.round.task)]
    parts = parts_of(has_money=decision.round.money is not None, evidence=evidence)
    form = ReturnForm(request.POST, parts=parts)
    return _decided(request, decision, "return_form", form, _send_back, "ส่งคืนแก้ไขแล้ว")


def _send_back(request: MemberRequest, decision: Decision, form: ReturnForm) -> None:
    deciding.send_back(decision, form.cleaned_data["reason"], marked=form.marked, by=request.member)


@member_page
@require_POST
def decision_refuse(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = mine_or_404(request, pk)
    form = ReasonForm(request.POST, auto_id="refuse_%s")
    done = f"บันทึกผล{words.REFUSES.get(decision.ask, 'ไม่อนุมัติ')}แล้ว"
    return _decided(request, decision, "refuse_form", form, _refuse, done)


def _refuse(request: MemberRequest, decision: Decision, form: Form) -> None:
    deciding.refuse(decision, form.cleaned_data["reason"], by=request.member)


@member_page
@require_POST
def decision_direct(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = decision_or_404(request, pk)
    access.can_direct(request.member, decision).or_refuse()
    form = direct_form(request.member, request.POST)
    return _decided(request, decision, "direct_form", form, _direct, "สั่งการแล้ว ผู้รับมอบหมายเห็นในงานของฉัน")


def _direct(request: MemberRequest, decision: Decision, form: DirectForm) -> None:
    direct(decision, form, request.member)


@member_page
@require_POST
def decision_recall(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = decision_or_404(request, pk)
    access.can_recall(request.member, decision).or_refuse()
    return attempt(
        lambda: recalling.recall(decision, by=request.member),
        late=lambda refusal: _late(request, decision, refusal),
        done=lambda: told(request, decision.round.task, "เรียกคืนแล้ว เรื่องนี้รอพิจารณาเช่นเดิม"),
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

    def mend() -> HttpResponse:
        return render_task(request, task_or_404(request, decision.round.task_id), status=422, **{name: form})

    return press(
        form,
        lambda typed: act(request, decision, typed),
        mend=mend,
        late=lambda refusal: _late(request, decision, refusal, **{name: form}),
        done=lambda: told(request, decision.round.task, done),
    )


def _late(request: MemberRequest, decision: Decision, refusal: DomainError, **forms: Any) -> HttpResponse:
    """A refusal stands on top of the task as it is now, with what was typed."""
    return refused(request, task_or_404(request, decision.round.task_id), refusal, **forms)

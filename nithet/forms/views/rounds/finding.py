"""What the pages of rounds share: finding one, and its targets, of those that the member sees."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from nithet.forms import access
from nithet.forms.models import Round, RoundAnswer, RoundTarget
from nithet.offices.members import MemberRequest

BOTH = ("GET", "HEAD", "POST")
_HEAVY = ("version__tables", "version__xform", "version__html", "version__model")


def round_or_404(request: MemberRequest, pk: UUID) -> Round:
    found = access.visible_rounds(request.member).select_related(
        "form__unit", "version", "unit", "before__unit"
    )
    round_ = get_object_or_404(found.defer(*_HEAVY), pk=pk)
    round_.office = request.office
    return round_


def changed_round(request: MemberRequest, pk: UUID) -> Round:
    """One that the member may change."""
    round_ = round_or_404(request, pk)
    access.can_change_round(request.member, round_).or_refuse()
    return round_


def target_or_404(request: MemberRequest, round_: Round, pk: UUID) -> RoundTarget:
    targets = access.visible_targets(request.member, round_).select_related("school", "person")
    target = get_object_or_404(targets, pk=pk)
    target.round = round_
    return target


def answer_or_404(request: MemberRequest, round_: Round, pk: UUID) -> RoundAnswer:
    answers = RoundAnswer.objects.filter(round=round_).select_related("submission__sent_by", "target__school")
    answer = get_object_or_404(answers.defer("submission__xml", "submission__answers"), pk=pk)
    answer.round = round_
    return answer


def told(request: MemberRequest, round_: Round, words: str) -> HttpResponse:
    messages.success(request, words)
    return to_round(request, round_)


def refused(request: MemberRequest, round_: Round, words: str) -> HttpResponse:
    """Back to the page, with what has to be mended."""
    messages.error(request, words)
    return to_round(request, round_)


def to_round(request: MemberRequest, round_: Round) -> HttpResponse:
    return redirect("forms:round-page", request.office.code, round_.pk)

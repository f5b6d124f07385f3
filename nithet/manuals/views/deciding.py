"""Proposing, withdrawing, endorsing and sending back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.manuals import access
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries.left import left_in
from nithet.manuals.queries.placing import placing_of
from nithet.manuals.queries.readings import reading_of
from nithet.manuals.services import deciding
from nithet.manuals.views.pages import back_to, manual_page, version_or_404
from nithet.manuals.views.posted import posted_revision
from nithet.manuals.views.versions import render_version
from nithet.offices.members import MemberRequest

State = ManualVersion.State


@manual_page
@require_POST
def version_propose(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    access.can_propose(request.member, version).or_refuse()
    if version.manual.unit_id and (asked := _asked(request, version, State.DRAFT)):
        return asked
    deciding.propose(version, revision=_revision(request), by=request.member)
    return back_to(request, version, "เสนอขอความเห็นชอบคู่มือแล้ว")


@manual_page
@require_POST
def version_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    deciding.withdraw(version, by=request.member)
    return back_to(request, version, "ถอนเรื่องคืนแล้ว")


@manual_page
@require_POST
def version_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    access.can_decide(request.member, version).or_refuse()
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render_version(request, version, return_form=form, status=422)
    deciding.send_back(version, why=form.cleaned_data["reason"], by=request.member)
    return back_to(request, version, "ส่งคืนแก้ไขแล้ว")


@manual_page
@require_POST
def version_adopt(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    access.can_decide(request.member, version).or_refuse()
    if asked := _asked(request, version, State.PROPOSED):
        return asked
    deciding.adopt(version, revision=_revision(request), by=request.member)
    return back_to(request, version, f"เห็นชอบและประกาศใช้{version.label} แล้ว")


def _revision(request: MemberRequest) -> int | None:
    return posted_revision(request.POST) if "revision" in request.POST else None


def _asked(request: MemberRequest, version: ManualVersion, state: str) -> HttpResponse | None:
    """The question whether to go on with what stands open; None where nothing does, or the answer is there."""
    if (
        "confirmed" in request.POST
        or version.state != state
        or _revision(request) not in (None, version.revision)
    ):
        return None
    draft = reading_of(version).draft
    left, placing = left_in(draft), placing_of(version, draft)
    if not (left or placing):
        return None
    context = {"version": version, "left": left, "placing": placing, "proposes": state == State.DRAFT}
    return render(request, "manuals/version_confirm.html", context)

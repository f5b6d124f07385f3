"""Proposing, withdrawing, endorsing and sending back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.manuals import access
from nithet.manuals.services import deciding
from nithet.manuals.views.pages import back_to, manual_page, version_or_404
from nithet.manuals.views.posted import posted_revision
from nithet.manuals.views.versions import render_version
from nithet.offices.members import MemberRequest


@manual_page
@require_POST
def version_propose(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    deciding.propose(version, by=request.member)
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
    revision = posted_revision(request.POST) if "revision" in request.POST else None
    deciding.adopt(version, revision=revision, by=request.member)
    return back_to(request, version, f"เห็นชอบและประกาศใช้{version.label} แล้ว")

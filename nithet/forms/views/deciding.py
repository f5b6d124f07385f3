"""What is done with submissions that came in. Each act may be sent twice."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.forms import access
from nithet.forms.errors import UnreadSubmissionError
from nithet.forms.models import Submission
from nithet.forms.services import deciding
from nithet.forms.sifting import CommentForm, ReturnForm
from nithet.forms.views.forms import form_or_404
from nithet.forms.views.pages import forms_page
from nithet.forms.views.receipts import submission_seen
from nithet.forms.views.submissions import render_submission
from nithet.offices.members import MemberRequest, member_page

_MARKED = re.compile(r"[\w./\[\]-]{1,300}")
MOST_MARKED = 200
_MOST_DIGITS = 9


@member_page
@require_POST
def submission_approve(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = deciding.approve_submission(_as_read(request, pk), by=request.member)
    if submission.landing_refusal:
        messages.warning(request, f"ตรวจรับแล้ว แต่ยังไม่ได้บันทึกเข้าทะเบียน: {submission.landing_refusal}")
        return _to(request, submission)
    return _to(request, submission, "ตรวจรับแล้ว")


@member_page
@require_POST
def submission_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = _as_read(request, pk)
    access.can_review(request.member, submission).or_refuse()
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return render_submission(request, submission, status=422, return_form=form)
    marked = [path for path in request.POST.getlist("marked")[:MOST_MARKED] if _MARKED.fullmatch(path)]
    deciding.return_submission(submission, why=form.cleaned_data["reason"], marked=marked, by=request.member)
    told = "ผู้ส่งจะได้รับแจ้ง" if submission.person_id else "ผู้ส่งไม่มีบัญชี ระบบจึงแจ้งเองไม่ได้ โปรดแจ้งให้ผู้ส่งทราบ"
    return _to(request, submission, f"ส่งคืนแก้ไขแล้ว {told}")


@member_page
@require_POST
def submission_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = _as_read(request, pk)
    access.can_review(request.member, submission).or_refuse()
    form = ReasonForm(request.POST, auto_id="void_%s")
    if not form.is_valid():
        return render_submission(request, submission, status=422, void_form=form)
    deciding.void_submission(submission, why=form.cleaned_data["reason"], by=request.member)
    return _to(request, submission, "ยกเลิกแล้ว ข้อมูลและประวัติยังอยู่ครบ")


@member_page
@require_POST
def submission_take_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = deciding.take_back_decision(submission_seen(request, pk), by=request.member)
    return _to(request, submission, "เรียกคืนแล้ว ข้อมูลชุดนี้รอตรวจรับอีกครั้ง")


@member_page
@require_POST
def submission_land(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = deciding.land_again(submission_seen(request, pk), by=request.member)
    if submission.landing_refusal:
        messages.warning(request, f"ยังไม่ได้บันทึกเข้าทะเบียน: {submission.landing_refusal}")
        return _to(request, submission)
    return _to(request, submission, "บันทึกเข้าทะเบียนแล้ว" if submission.landed_id else "")


@member_page
@require_POST
def submission_comment(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = submission_seen(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render_submission(request, submission, status=422, comment_form=form)
    deciding.comment_on(
        submission, form.cleaned_data["text"], key=form.cleaned_data["key"], by=request.member
    )
    return _to(request, submission, "บันทึกความเห็นแล้ว")


def _as_read(request: MemberRequest, pk: UUID) -> Submission:
    """The submission, refused where its answers are no longer those of the page that was read."""
    submission = submission_seen(request, pk)
    told = request.POST.get("revision")
    if told is not None and told != str(submission.revision):
        raise UnreadSubmissionError(reference=submission.reference)
    return submission


def _to(request: MemberRequest, submission: Submission, words: str = "") -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("forms:submission-page", request.office.code, submission.pk)


@forms_page
@require_POST
def submissions_approve(request: MemberRequest, name: str) -> HttpResponse:
    """Several at once, as they are ticked in the table."""
    form = form_or_404(request, name)
    access.can_review_form(request.member, form).or_refuse()
    seen = dict(filter(None, map(_seen, request.POST.getlist("submission"))))
    accepted, passed = deciding.approve_many(form, seen, by=request.member)
    if not seen:
        messages.error(request, "ยังไม่ได้เลือกข้อมูล โปรดทำเครื่องหมายหน้าข้อมูลที่จะตรวจรับ")
    elif passed:
        messages.warning(
            request,
            f"ตรวจรับแล้ว {accepted} ชุด ข้าม {passed} ชุดที่ตรวจรับไม่ได้ เช่น ส่งคืนแล้ว มีผู้แก้ไขหลังจากท่านเปิดตาราง หรือท่านเป็นผู้ส่งเอง",
        )
    else:
        messages.success(request, f"ตรวจรับแล้ว {accepted} ชุด")
    return redirect(_back(request) or redirect("forms:submission-list", request.office.code, name).url)


def _seen(text: str) -> tuple[UUID, int] | None:
    """A row of the table as it was ticked: its key, and the revision whose answers stood there."""
    key, _, revision = text.partition(":")
    try:
        return UUID(key), int(revision[:_MOST_DIGITS])
    except ValueError:
        return None


def _back(request: MemberRequest) -> str:
    """The table as it was narrowed."""
    told = request.POST.get("back", "")
    is_own = told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None)
    return told if is_own else ""

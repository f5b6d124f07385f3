"""After sending: the receipt, and the same answers again where they were returned."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nithet.core.clock import now
from nithet.core.serving import given_file
from nithet.forms import access
from nithet.forms.known import Known
from nithet.forms.models import Submission
from nithet.forms.printing.shaping import shape
from nithet.forms.queries.files import given_files, named_files
from nithet.forms.queries.filling import version_page
from nithet.forms.queries.printing import filled_paper
from nithet.forms.services.editing import replace_answers
from nithet.forms.views.filling import XML_PART, draft_key, filling_policy, sent, show
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.queries import semesters_of


def submission_seen(request: MemberRequest, pk: UUID) -> Submission:
    rows = access.visible_submissions(request.member).select_related(
        "version__form__office", "form__office", "form__unit", "school", "person", "sent_by"
    )
    return get_object_or_404(rows, pk=pk)


@member_page
@require_safe
def submission_receipt(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The number to call it by, and what was sent."""
    submission = submission_seen(request, pk)
    sheet = shape(filled_paper(submission, thai_digits=False))
    context = {"submission": submission, "form_": submission.form, "sheet": sheet}
    return render(request, "forms/receipt.html", context)


@member_page
@require_safe
def submission_own_file(request: MemberRequest, pk: UUID, name: str) -> HttpResponseBase:
    """A file of an answer, for who sees the answer."""
    kept = get_object_or_404(given_files(submission_seen(request, pk), request.member), name=name)
    return given_file(kept.file, kept.name)


@member_page
@require_safe
@filling_policy
def submission_fill(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The answers on the page where they were typed, with what was asked to be mended marked."""
    submission = submission_seen(request, pk)
    access.can_edit_answers(request.member, submission).or_refuse()
    known = Known({}, "", semesters_of(request.office))
    page = version_page(submission.version, request.member, known=known, school=submission.school)
    facts = _facts(request, submission)
    return show(request, submission.form, page, facts, submission=submission)


def _facts(request: MemberRequest, submission: Submission) -> dict[str, object]:
    office = request.office.code
    names = named_files(submission).values_list("name", flat=True)
    return {
        "instance": bytes(submission.xml).decode(),
        "replaces": submission.instance_id,
        "marked": submission.marked,
        "files": [
            {
                "name": name,
                "address": reverse("forms:submission-own-file", args=[office, submission.pk, name]),
            }
            for name in names
        ],
        # Who filled it first stays who filled it.
        "heading": {"words": "", "filled_by": submission.answers.get("heading/filled_by", "")},
        "send_to": reverse("forms:submission-fill-send", args=[office, submission.pk]),
        "send_words": "ส่งข้อมูลที่แก้ไข",
        "draft_key": draft_key(request, submission.form, f"edit:{submission.pk}:{submission.revision}"),
    }


@member_page
@require_POST
def submission_fill_send(request: MemberRequest, pk: UUID) -> JsonResponse:
    submission = submission_seen(request, pk)
    if not _is_there(request, submission):
        access.can_edit_answers(request.member, submission).or_refuse()
    xml, files = sent(request)
    replace_answers(submission, xml=xml, files=files, by=request.member, at=now())
    address = reverse("forms:submission-receipt", args=[request.office.code, submission.pk])
    return JsonResponse({"address": address}, status=201)


def _is_there(request: MemberRequest, submission: Submission) -> bool:
    """Sent again because the answer was lost: it stands there already, and is not refused."""
    told = request.FILES.get(XML_PART)
    if not isinstance(told, UploadedFile):
        return False
    digest = hashlib.sha256(told.read()).hexdigest()
    told.seek(0)
    return digest == submission.sha256

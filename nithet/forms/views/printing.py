"""A form on A4, empty or as it was filled."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.forms.printing.shaping import shape
from nithet.forms.queries.filling import newest_version
from nithet.forms.queries.printing import empty_paper, filled_paper
from nithet.forms.views.filling import form_seen
from nithet.forms.views.receipts import submission_seen
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.numerals import to_thai


@member_page
@require_safe
def form_print(request: MemberRequest, name: str) -> HttpResponse:
    """For whoever fills on paper."""
    form = form_seen(request, name)
    context = {"form_": form, "sheet": shape(empty_paper(newest_version(form))), "is_empty": True}
    return _paper(request, context)


@member_page
@require_safe
def submission_print(request: MemberRequest, pk: UUID) -> HttpResponse:
    submission = submission_seen(request, pk)
    context = {"form_": submission.form, "submission": submission, "sheet": shape(filled_paper(submission))}
    return _paper(request, context)


def _paper(request: MemberRequest, context: dict[str, object]) -> HttpResponse:
    office_words = to_thai(request.office.name)
    return render(request, "forms/paper.html", {**context, "office_words": office_words})

"""By which words the figures of a round are told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nithet.forms.result_forms import SchemeForm
from nithet.forms.services.rounds.making import set_scheme
from nithet.forms.views.rounds.finding import changed_round
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def round_scheme(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_, form = changed_round(request, pk), SchemeForm(request.POST)
    if not form.is_valid():
        for words in (word for some in form.errors.values() for word in some):
            messages.error(request, str(words))
        return redirect("forms:round-results", request.office.code, pk)
    data = form.cleaned_data
    set_scheme(
        round_,
        scheme=data["scheme"],
        cutoff=form.chosen_cutoff(),
        revision=data["revision"],
        by=request.member,
    )
    messages.success(request, "เปลี่ยนเกณฑ์แล้ว ตัวเลขในหน้านี้แปลความหมายตามเกณฑ์ใหม่")
    return redirect("forms:round-results", request.office.code, pk)

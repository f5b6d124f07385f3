"""The result of a round in words: read, copied, printed, and changed by who runs the round."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nithet.forms import access
from nithet.forms.errors import StaleRoundError
from nithet.forms.queries.summaries import Summary
from nithet.forms.services.summaries import keep_summary, restore_summary
from nithet.forms.summary_forms import RestoreForm, SummaryForm
from nithet.forms.views.results.finding import Found
from nithet.forms.views.rounds.finding import changed_round
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def round_summary(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = Found(request, pk)
    told = Summary(found, found.asked)
    can_change = access.can_change_round(request.member, found.round)
    form = SummaryForm(
        request.POST or None, marks=told.marks, initial={"text": told.text, "revision": told.revision}
    )
    if request.method == "POST":
        can_change.or_refuse()
        if form.is_valid() and _is_kept(request, found, form):
            messages.success(request, "บันทึกข้อความสรุปผลแล้ว ตัวเลขจะปรับตามข้อมูลเสมอ")
            return redirect("forms:round-summary", request.office.code, pk)
    facts = {
        "round": found.round, "told": told, "can_change": can_change, "state": found.state,
        "form": form if can_change else None, "restore": RestoreForm(initial={"revision": told.revision}),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "forms/round_summary.html", facts, status=status)


def _is_kept(request: MemberRequest, found: Found, form: SummaryForm) -> bool:
    data = form.cleaned_data
    kept = attempt(
        form,
        lambda: keep_summary(found.round, data["text"], revision=data["revision"], by=request.member),
    )
    return kept is not None


@member_page
@require_POST
def round_summary_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_, form = changed_round(request, pk), RestoreForm(request.POST)
    if not form.is_valid():
        raise StaleRoundError(round=round_.title)
    restore_summary(round_, revision=form.cleaned_data["revision"], by=request.member)
    messages.success(request, "คืนข้อความที่ระบบเรียบเรียงจากข้อมูลแล้ว")
    return redirect("forms:round-summary", request.office.code, pk)

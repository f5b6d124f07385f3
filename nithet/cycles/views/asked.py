"""What a letter asks of a school, a unit or a person: its page, the answer, and the answer that was told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.cycles.access import letters as access
from nithet.cycles.forms.letters import AnswerForm, RecordForm, ReturnForm
from nithet.cycles.models import LetterAsk
from nithet.cycles.services import asking, letters
from nithet.cycles.services.asking import TAKES_ANSWERS
from nithet.cycles.views.letters import BOTH, ask_collected, stored_file
from nithet.cycles.views.reading import ask_why
from nithet.offices.access import works_at_school
from nithet.offices.members import MemberRequest, member_page

# Left to themselves the databases sort what is empty to different ends.
_UNANSWERED_FIRST = F("answered_at").asc(nulls_first=True)


@member_page
@require_safe
def letter_mine(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Where the link in a chat leads: to one's own answer; to the letter for who does its work."""
    mine = access.asks_of(request.member).filter(letter=pk).order_by(_UNANSWERED_FIRST, "pk").first()
    if mine:
        return redirect("cycles:ask-page", request.office.code, mine.pk)
    if access.visible_letters(request.member).filter(pk=pk).exists():
        return redirect("cycles:letter-page", request.office.code, pk)
    raise Http404


@member_page
@require_http_methods(BOTH)
def ask_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    asks = access.asks_of(request.member).select_related(
        "letter__run", "school", "unit", "person", "answered_by"
    )
    ask = get_object_or_404(asks, pk=pk)
    if request.method != "POST":
        return _page(request, ask, AnswerForm(ask=ask))
    form = AnswerForm(request.POST, request.FILES, ask=ask)
    if not form.is_valid():
        return _page(request, ask, form, status=422)
    try:
        asking.answer(ask, form.typed(), by=request.member)
    except DomainError as refusal:
        return _page(request, ask, _again(ask, form), status=refusal.status, refusal=refusal.text)
    messages.success(request, "ส่งคำตอบแล้ว แก้ไขได้จนกว่าจะปิดรับ")
    return redirect("cycles:ask-page", request.office.code, ask.pk)


@member_page
@require_http_methods(BOTH)
def ask_record(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Told by telephone or on paper."""
    ask = ask_collected(request, pk)
    if request.method != "POST":
        return _page(request, ask, RecordForm(ask=ask, initial={"told_by": ask.told_by}), is_told=True)
    form = RecordForm(request.POST, request.FILES, ask=ask)
    if not form.is_valid():
        return _page(request, ask, form, status=422, is_told=True)
    try:
        asking.record_answer(ask, form.typed(told_by=form.cleaned_data["told_by"]), by=request.member)
    except DomainError as refusal:
        return _page(
            request, ask, _again(ask, form), status=refusal.status, refusal=refusal.text, is_told=True
        )
    messages.success(request, f"บันทึกคำตอบแทน {ask.name} แล้ว")
    return redirect("cycles:letter-page", request.office.code, ask.letter_id)


def _again(ask: LetterAsk, form: AnswerForm) -> AnswerForm:
    """What was typed, over the answer as it stands now: saved again it takes its place."""
    ask.refresh_from_db()
    typed: dict[str, Any] = {
        name: form.cleaned_data[name] for name in ("answer", "told_by") if name in form.cleaned_data
    }
    return type(form)(ask=ask, initial=typed)


def _page(
    request: MemberRequest,
    ask: LetterAsk,
    form: AnswerForm,
    *,
    status: int = 200,
    refusal: str = "",
    is_told: bool = False,
) -> HttpResponse:
    task = letters.task_of(ask.letter)
    code, at_school = request.office.code, works_at_school(request.member)
    up = reverse("workspace:asked" if at_school else "workspace:my-work", args=[code])
    context: dict[str, Any] = {
        "ask": ask,
        "letter": ask.letter,
        "form": form,
        "refusal": refusal,
        "is_told": is_told,
        "void_form": ReasonForm(auto_id="void_%s"),
        "return_form": ReturnForm(auto_id="return_%s", ask=ask),
        "is_open": task.state in TAKES_ANSWERS,
        "late_days": max(0, (request.member.on - ask.letter.asked_until).days),
        "up": reverse("cycles:letter-page", args=[code, ask.letter_id]) if is_told else up,
        "up_words": ask.letter.subject if is_told else "สิ่งที่ขอจากโรงเรียน" if at_school else "งานของฉัน",
        "contact": task.assignee.name if task.assignee else task.unit.name,
    }
    return render(request, "cycles/ask_page.html", context, status=status)


@member_page
@require_safe
def ask_file(request: MemberRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """A file of an answer, for who gave it and for who collects the answers."""
    member = request.member
    mine = Q(pk__in=access.asks_of(member).values("pk"))
    seen = LetterAsk.objects.filter(mine | Q(letter__in=access.visible_letters(member)), office=member.office)
    ask = get_object_or_404(seen.select_related("letter__run__unit"), pk=pk)
    if not access.asks_of(member).filter(pk=ask.pk).exists() and (asked := ask_why(request, ask.letter.run)):
        return asked
    return stored_file(request, ask.files, file)

"""คำตอบที่จำไว้: what was answered where the manuals say nothing, for the next years."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.cycles import access, exports, queries
from nithet.cycles.forms import ResponsibleForm, WindowForm
from nithet.cycles.models import Answer
from nithet.cycles.queries import AnswerLine
from nithet.cycles.services import answering
from nithet.cycles.views.tabs import year_tabs
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt

TITLE = "คำตอบที่จำไว้สำหรับปีงบประมาณต่อไป"


@member_page
@require_safe
def answer_list(request: MemberRequest) -> HttpResponseBase:
    access.can_start_year(request.member).or_refuse()
    lines = queries.answer_lines(request.member)
    if is_file(request):
        return as_file(request, TITLE, exports.ANSWER_COLUMNS, exports.answer_rows(lines))
    context = {
        "title": TITLE,
        **ways_out(request),
        "tabs": year_tabs(request.member, "answer-list"),
        "responsible": [line for line in lines if line.is_responsible],
        "windows": [line for line in lines if not line.is_responsible],
        "doubts": sum(bool(line.doubt) for line in lines),
    }
    return render(request, "cycles/answer_list.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    line = _line_or_404(request, pk)
    access.can_answer_for(request.member, answering.unit_of(line.answer)).or_refuse()
    form = _form(request, line.answer)
    if form.is_valid():
        given = attempt(form, partial(_change, request, line.answer, form))
        if given is not None:
            messages.success(request, "บันทึกคำตอบแล้ว" + (f" และกำหนดผู้รับผิดชอบ {given} งาน" if given else ""))
            return redirect("cycles:answer-list", office=request.office.code)
    context = {
        "form": form,
        "line": line,
        "up": {"words": "คำตอบที่จำไว้", "url": reverse("cycles:answer-list", args=[request.office.code])},
        "heading": "เปลี่ยนคำตอบที่จำไว้",
    }
    return render(request, "cycles/answer_form.html", context, status=422 if form.errors else 200)


def _line_or_404(request: MemberRequest, pk: UUID) -> AnswerLine:
    access.can_start_year(request.member).or_refuse()
    answer = get_object_or_404(Answer, office=request.office, pk=pk)
    return next(line for line in queries.answer_lines(request.member) if line.answer == answer)


def _form(request: MemberRequest, answer: Answer) -> ResponsibleForm | WindowForm:
    if answer.question == Answer.Question.WINDOW:
        return WindowForm(request.POST or None, initial=WindowForm.initial_of(answer.value))
    return ResponsibleForm(
        request.POST or None,
        units=access.assignable_units(request.member),
        people=list(access.assignable_people(request.member)),
        initial=answer.value,
    )


def _change(request: MemberRequest, answer: Answer, form: ResponsibleForm | WindowForm) -> int:
    return answering.change_answer(
        answer, form.value, by=request.member, applies=form.cleaned_data.get("applies", False)
    )


@member_page
@require_POST
def answer_forget(request: MemberRequest, pk: UUID) -> HttpResponse:
    access.can_start_year(request.member).or_refuse()
    answer = get_object_or_404(Answer, office=request.office, pk=pk)
    answering.forget_answer(answer, by=request.member)
    messages.success(request, "เลิกจำคำตอบแล้ว ระบบจะถามใหม่เมื่อเริ่มปีงบประมาณ")
    return redirect("cycles:answer-list", office=request.office.code)

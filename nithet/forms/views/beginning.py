"""Beginning a form: from a workbook, from a shipped form, from another form, or empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.files import UnfitFileError
from nithet.forms import access
from nithet.forms.errors import UnfitFormError
from nithet.forms.forms import CopyForm, EmptyForm, OfUnitForm, WorkbookForm
from nithet.forms.models import Form
from nithet.forms.outline import outline, question_count
from nithet.forms.queries.catalogue import ready_families
from nithet.forms.services import making
from nithet.forms.shipped import codes, shipped_tables
from nithet.forms.views.forms import form_or_404
from nithet.forms.views.pages import forms_page
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.problems import Problem, UnfitWorkbookError
from nithet.offices.members import MemberRequest
from nithet.offices.views.shared import attempt, form_page

_GET_AND_POST = ["GET", "HEAD", "POST"]


@forms_page
@require_safe
def form_begin(request: MemberRequest) -> HttpResponse:
    """The three ways to begin."""
    access.can_make(request.member).or_refuse()
    return render_begin(request)


def render_begin(
    request: MemberRequest,
    *,
    workbook_form: WorkbookForm | None = None,
    empty_form: EmptyForm | None = None,
    problems: Iterable[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    found = list(problems)
    facts = {
        "workbook_form": workbook_form or WorkbookForm(member=request.member, auto_id="workbook_%s"),
        "empty_form": empty_form or EmptyForm(member=request.member, auto_id="empty_%s"),
        "families": ready_families(),
        "errors": [one for one in found if not one.is_warning],
        "warnings": [one for one in found if one.is_warning],
    }
    return render(request, "forms/form_begin.html", facts, status=status)


@forms_page
@require_POST
def form_empty(request: MemberRequest) -> HttpResponse:
    access.can_make(request.member).or_refuse()
    form = EmptyForm(request.POST, member=request.member, auto_id="empty_%s")
    if form.is_valid():
        given = form.cleaned_data
        act = _partial(making.begin_empty, form, request, title=given["title"], kind=given["kind"])
        if made := attempt(form, act):
            messages.success(request, "เริ่มแบบฟอร์มแล้ว โปรดเพิ่มคำถาม")
            return redirect("forms:form-edit", request.office.code, made.name)
    return render_begin(request, empty_form=form, status=422)


def _partial(
    service: Callable[..., Form], form: OfUnitForm, request: MemberRequest, **facts: Any
) -> Callable[[], Form]:
    return lambda: service(unit=form.cleaned_data["unit"], key=form.key_given, by=request.member, **facts)


@forms_page
@require_POST
def form_upload(request: MemberRequest) -> HttpResponse:
    """A workbook becomes a draft, or all its problems are told; then nothing is stored."""
    access.can_make(request.member).or_refuse()
    form = WorkbookForm(request.POST, request.FILES, member=request.member, auto_id="workbook_%s")
    if not form.is_valid():
        return render_begin(request, workbook_form=form, status=422)
    try:
        imported = attempt(form, lambda: _imported(request, form))
    except _UnfitError as unfit:
        form.add_error("workbook", f"ยังนำเข้าไม่ได้ พบ {unfit.count} จุดที่ต้องแก้ไข โปรดแก้ตามรายการแล้วเลือกไฟล์อีกครั้ง")
        return render_begin(request, workbook_form=form, problems=unfit.problems, status=422)
    if imported is None:
        return render_begin(request, workbook_form=form, status=422)
    return _to(request, imported.form, _words(imported))


class _UnfitError(Exception):
    """What is wrong with a workbook, however it was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = list(problems)
        self.count = sum(not problem.is_warning for problem in self.problems)


def _imported(request: MemberRequest, form: WorkbookForm) -> making.Imported | None:
    given = form.cleaned_data
    workbook = given["workbook"]
    try:
        return making.import_workbook(
            workbook.read(), name=workbook.name or "form.xlsx", files=given["beside"], unit=given["unit"],
            may_replace=given["may_replace"], by=request.member,
        )  # fmt: skip
    except (UnfitWorkbookError, UnfitFormError) as unfit:
        raise _UnfitError(unfit.problems) from unfit
    except UnfitFileError as unfit_file:
        form.add_error("beside", unfit_file.why)
        return None


def _words(imported: making.Imported) -> str:
    if imported.is_same:
        return "ไฟล์นี้ตรงกับแบบฟอร์มที่มีอยู่ทุกประการ จึงไม่มีสิ่งใดเปลี่ยน"
    warned = f" มีข้อควรตรวจสอบ {len(imported.problems)} จุด" if imported.problems else ""
    return f"นำเข้าเป็นฉบับร่างแล้ว{warned} โปรดทดลองกรอกก่อนเผยแพร่"


@forms_page
@require_http_methods(_GET_AND_POST)
def form_shipped(request: MemberRequest, code: str) -> HttpResponse:
    """What a shipped form asks, and the way to make it one's own."""
    access.can_make(request.member).or_refuse()
    if code not in codes():
        raise Http404
    form = OfUnitForm(request.POST or None, member=request.member)
    if form.is_bound and form.is_valid():
        act = _partial(lambda **facts: making.begin_from_shipped(code, **facts), form, request)
        if made := attempt(form, act):
            return _to(request, made, "เริ่มจากแบบฟอร์มที่มากับระบบแล้ว โปรดตรวจและแก้ไขให้ตรงกับงานของท่านก่อนเผยแพร่")
    definition = define(shipped_tables(code))
    facts = {
        "form": form, "title": definition.title, "sections": outline(definition),
        "questions": question_count(definition),
    }  # fmt: skip
    return render(request, "forms/form_shipped.html", facts, status=422 if form.errors else 200)


@forms_page
@require_http_methods(_GET_AND_POST)
def form_copy(request: MemberRequest, name: str) -> HttpResponse:
    of = form_or_404(request, name)
    access.can_make(request.member).or_refuse()
    form = CopyForm(
        request.POST or None, member=request.member, initial={"title": f"{of.title} (สำเนา)"[:300]}
    )
    if form.is_bound and form.is_valid():
        act = _partial(
            lambda **facts: making.copy_form(of, **facts), form, request, title=form.cleaned_data["title"]
        )
        if made := attempt(form, act):
            return _to(request, made, "คัดลอกเป็นแบบฟอร์มใหม่แล้ว")
    up = (of.title, address_of(request, of))
    return form_page(
        request, form, heading="คัดลอกแบบฟอร์ม", up=up, lead="คำถามและไฟล์ประกอบจะเหมือนเดิม ข้อมูลที่ส่งแล้วไม่ถูกคัดลอก"
    )


def address_of(request: MemberRequest, form: Form) -> str:
    return reverse("forms:form-page", args=[request.office.code, form.name])


def _to(request: MemberRequest, form: Form, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("forms:form-page", request.office.code, form.name)

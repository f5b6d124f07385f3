"""What is done with a form besides filling it. Each act may be sent twice."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nithet.core.files import UnfitFileError
from nithet.core.forms import ReasonForm
from nithet.forms import access
from nithet.forms.errors import UnfitFormError
from nithet.forms.forms import DescribeForm, MediaForm
from nithet.forms.landing import fitting, title_of
from nithet.forms.models import Form
from nithet.forms.queries.forms import standing_of
from nithet.forms.queries.making import unwritten_of
from nithet.forms.services import publishing
from nithet.forms.views.forms import form_or_404, render_form
from nithet.forms.views.pages import forms_page
from nithet.forms.xlsform.findings.questions import PLACEHOLDER
from nithet.offices.members import MemberRequest
from nithet.offices.views.shared import attempt, form_page

_MOST_DIGITS = 9


@forms_page
@require_POST
def form_publish(request: MemberRequest, name: str) -> HttpResponse:
    """Asks once where something still says what stands before anybody has written."""
    form = form_or_404(request, name)
    access.can_publish(request.member, form).or_refuse()
    if "sure" not in request.POST and (unwritten := unwritten_of(form)):
        facts = {
            "form_": form,
            "unwritten": unwritten,
            "revision": request.POST.get("revision", ""),
            "code": PLACEHOLDER,
        }
        return render(request, "forms/publish_sure.html", facts, status=409)
    try:
        version = publishing.publish(form, by=request.member, revision=_revision(request))
    except UnfitFormError as unfit:
        messages.error(request, "ยังเผยแพร่ไม่ได้ โปรดแก้ไขจุดที่ระบุก่อน")
        return render_form(request, form, problems=unfit.problems, status=422)
    return _told(request, form, f"เผยแพร่{version.label} แล้ว ผู้กรอกจะได้ฉบับนี้ตั้งแต่บัดนี้")


@forms_page
@require_POST
def form_discard(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    if publishing.discard_draft(form, by=request.member, revision=_revision(request)):
        return _told(request, form, "ยกเลิกฉบับร่างแล้ว ฉบับที่เผยแพร่ยังใช้ได้ตามเดิม")
    messages.success(request, f"ยกเลิกแบบฟอร์ม “{form.title}” ที่ยังไม่เผยแพร่แล้ว")
    return redirect("forms:form-list", request.office.code)


@forms_page
@require_POST
def form_retire(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        messages.error(request, "ยังไม่ได้บันทึก โปรดระบุเหตุผล")
        return redirect("forms:form-page", request.office.code, form.name)
    publishing.retire(form, why=reason.cleaned_data["reason"], by=request.member)
    return _told(request, form, "เลิกใช้แบบฟอร์มแล้ว ข้อมูลที่ส่งแล้วยังเปิดดูและส่งออกได้")


@forms_page
@require_POST
def form_bring_back(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    publishing.bring_back(form, by=request.member)
    return _told(request, form, "นำแบบฟอร์มกลับมาใช้แล้ว")


@forms_page
@require_POST
def form_files(request: MemberRequest, name: str) -> HttpResponse:
    """Files beside the draft, which is begun where there is none."""
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    given = MediaForm(request.POST, request.FILES, auto_id="media_%s")
    if not given.is_valid():
        return render_form(request, form, media_form=given, status=422)
    try:
        publishing.attach_files(form, given.cleaned_data["beside"], by=request.member)
    except UnfitFileError as unfit:
        given.add_error("beside", unfit.why)
        return render_form(request, form, media_form=given, status=422)
    return _told(request, form, "แนบไฟล์กับฉบับร่างแล้ว จะใช้จริงเมื่อเผยแพร่")


@forms_page
@require_POST
def form_file_remove(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    publishing.remove_file(form, request.POST.get("file", ""), by=request.member)
    return _told(request, form, "นำไฟล์ออกจากฉบับร่างแล้ว จะมีผลเมื่อเผยแพร่")


@forms_page
@require_http_methods(["GET", "HEAD", "POST"])
def form_describe(request: MemberRequest, name: str) -> HttpResponse:
    """The unit, the kind and who fills it: what an office says about a form beside its questions."""
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    names = ("kind", "for_schools", "landing")
    initial = {"unit": form.unit_id, **{name: getattr(form, name) for name in names}}
    given = DescribeForm(
        request.POST or None,
        member=request.member,
        kept=form.unit_id,
        landings=_landings(form),
        initial=initial,
    )
    if given.is_bound and given.is_valid():
        act = partial(publishing.describe, form, **given.cleaned_data, by=request.member)
        if attempt(given, lambda: (act(), True)):
            return _told(request, form, "บันทึกแล้ว")
    up = (form.title, redirect("forms:form-page", request.office.code, form.name).url)
    return form_page(request, given, heading="ตั้งค่าแบบฟอร์ม", up=up)


def _landings(form: Form) -> list[tuple[str, str]]:
    """The registers that the form has all questions for, and the one that it lands in already."""
    offered = {one.name: one.title for one in fitting(standing_of(form).definition)}
    if form.landing:
        offered.setdefault(form.landing, title_of(form.landing))
    return list(offered.items())


def _revision(request: MemberRequest) -> int:
    """Of the draft that was looked at; none that there is where the page did not say."""
    told = request.POST.get("revision", "")
    return int(told) if told.isdecimal() and len(told) <= _MOST_DIGITS else -1


def _told(request: MemberRequest, form: Form, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("forms:form-page", request.office.code, form.name)

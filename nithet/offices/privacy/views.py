"""Pages of personal data: the office's policy, what is kept about oneself, requests and their answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.audit.services import record
from nithet.catalogue.privacy import load_privacy
from nithet.offices import access
from nithet.offices.imports.access import follows_job
from nithet.offices.lists import as_file, is_file, listed, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import PrivacyRequest
from nithet.offices.privacy import copies, exports, queries, removing, services
from nithet.offices.privacy.forms import AnswerForm, AskForm
from nithet.offices.privacy.mentions import mentions_of
from nithet.offices.privacy.removing import alias_of

ROWS_SHOWN = 5
READERS_SHOWN = 50
POLICY = "การคุ้มครองข้อมูลส่วนบุคคล"
REQUESTS = "คำขอเกี่ยวกับข้อมูลส่วนบุคคล"
FILES = {
    "xlsx": (copies.as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (copies.as_json, "application/json"),
}


@member_page
@require_safe
def policy(request: MemberRequest) -> HttpResponseBase:
    """What is kept, why, for how long and who may see it; for every member."""
    lines = [(purpose, queries.may_see(purpose, request.office)) for purpose in load_privacy().purposes]
    if is_file(request):
        return as_file(request, POLICY, exports.PURPOSE_COLUMNS, exports.purpose_rows(lines))
    answers = bool(access.can_answer_privacy(request.member))
    facts = {"lines": lines, "answers": answers, "title": POLICY, **ways_out(request)}
    return render(request, "offices/privacy/policy.html", facts)


@member_page
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """What is kept about oneself, who read it, and what one may do about it."""
    return _mine(request, AskForm())


def _mine(request: MemberRequest, form: AskForm) -> HttpResponse:
    person = request.member.person
    given = {one.purpose: one for one in person.consents.filter(withdrawn_at=None)}
    facts = {
        "kept": queries.kept_about(person),
        "shown": f":{ROWS_SHOWN}",
        "most": ROWS_SHOWN,
        "readers": queries.readers_of(person)[:READERS_SHOWN],
        "consents": [(one, given.get(one.code)) for one in load_privacy().consents],
        "requests": person.privacy_requests.all(),
        "form": form,
    }
    return render(request, "offices/privacy/mine.html", facts, status=422 if form.errors else 200)


@member_page
@require_POST
def consent(request: MemberRequest) -> HttpResponse:
    is_given = request.POST.get("give") == "1"
    services.set_consent(request.POST.get("purpose", ""), is_given=is_given, by=request.member)
    messages.success(request, "บันทึกความยินยอมแล้ว" if is_given else "ถอนความยินยอมแล้ว")
    return redirect("offices:privacy-mine", request.office.code)


@member_page
@require_safe
def copy(request: MemberRequest, form: str) -> HttpResponse:
    """One's own data as a file; that it was taken is written down."""
    if form not in FILES:
        raise Http404
    make, content_type = FILES[form]
    person = request.member.person
    content = make(person)
    record("privacy.copied", by=request.member, on=person, form=form)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="my-data-{request.member.on}.{form}"'
    return response


@member_page
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _mine(request, form)
    services.ask(form.cleaned_data["kind"], form.cleaned_data["text"], by=request.member)
    messages.success(request, "ส่งคำขอแล้ว ผู้ดูแลข้อมูลของสำนักงานจะตอบภายใน 30 วัน")
    return redirect("offices:privacy-mine", request.office.code)


@member_page
@require_POST
def withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(PrivacyRequest, pk=pk, person=request.member.person)
    services.withdraw(asked, by=request.member)
    messages.success(request, "ถอนคำขอแล้ว")
    return redirect("offices:privacy-mine", request.office.code)


@member_page
@require_safe
def request_list(request: MemberRequest) -> HttpResponseBase:
    access.can_answer_privacy(request.member).or_refuse()
    rows = queries.requests_of(request.office)
    if is_file(request):
        return as_file(request, REQUESTS, exports.REQUEST_COLUMNS, exports.request_rows(rows.iterator(2000)))
    waiting = rows.filter(state=PrivacyRequest.State.OPEN).count()
    facts = {"page": listed(request, rows), "waiting": waiting, "title": REQUESTS, **ways_out(request)}
    return render(request, "offices/privacy/requests.html", facts)


@member_page
@require_http_methods(["GET", "POST"])
def request_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A request and its answer; while a removal runs how far it is, and a press goes on where it broke off."""
    access.can_answer_privacy(request.member).or_refuse()
    asked = get_object_or_404(queries.requests_of(request.office).select_related("person", "job"), pk=pk)
    if asked.state == PrivacyRequest.State.REMOVING:
        return _removal_page(request, asked)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, asked, form)
    is_open = asked.state == PrivacyRequest.State.OPEN
    is_removal = asked.kind == PrivacyRequest.Kind.REMOVAL
    facts = {
        "asked": asked,
        "form": form,
        "is_open": is_open,
        "is_removal": is_removal,
        "alias": alias_of(asked.person),
        "mentions": mentions_of(asked.person, request.member) if is_open and is_removal else [],
    }
    return render(request, "offices/privacy/request.html", facts, status=422 if form.errors else 200)


def _answered(request: MemberRequest, asked: PrivacyRequest, form: AnswerForm) -> HttpResponse:
    is_granted = form.cleaned_data["granted"] == "yes"
    services.answer(asked, is_granted=is_granted, words=form.cleaned_data["words"], by=request.member)
    if is_granted and asked.kind == PrivacyRequest.Kind.REMOVAL:
        messages.success(request, "เริ่มลบข้อมูลแล้ว")
        return redirect("offices:privacy-request", request.office.code, asked.pk)
    messages.success(request, "บันทึกคำตอบแล้ว")
    return redirect("offices:privacy-requests", request.office.code)


def _removal_page(request: MemberRequest, asked: PrivacyRequest) -> HttpResponse:
    if request.method == "POST":
        removing.resume(asked, by=request.member)
        return redirect("offices:privacy-request", request.office.code, asked.pk)
    facts = {
        "asked": asked,
        "is_broken_off": asked.job is None or asked.job.has_ended,
        "follows": follows_job(request.member, asked.job),
    }
    return render(request, "offices/privacy/removal.html", facts)

"""Filling a form: the page, what it sends, and the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import json_script
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from nithet.core.clock import now
from nithet.core.encoding import ReadableEncoder
from nithet.core.serving import given_file
from nithet.forms import access
from nithet.forms.compiled import compiled_tables
from nithet.forms.errors import NoDraftError, NothingSentError
from nithet.forms.filled import taken
from nithet.forms.known import known_to
from nithet.forms.models import Form, FormDraft, Submission
from nithet.forms.publishing import UnmadeFormError, make
from nithet.forms.queries.filling import Page, draft_page, newest_version, version_page
from nithet.forms.services.reading import read_submission
from nithet.forms.services.receiving import receive
from nithet.forms.tables import from_json
from nithet.offices.members import MemberRequest, member_page

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
XML_PART = "xml_submission_file"
LARGEST_XML = 2 * 1024 * 1024

# Enketo writes style attributes; photos are shown out of the device's own memory. On these pages only.
_FILLING_POLICY = {"style-src": [SELF, UNSAFE_INLINE], "img-src": ["blob:"]}


def filling_policy(view: View) -> View:
    kept: View = csp_update(_FILLING_POLICY)(view)  # type: ignore[assignment]
    return kept


def _framed_by_us(view: View) -> View:
    kept: View = csp_replace({"frame-ancestors": [SELF]})(view)  # type: ignore[assignment]
    return kept


def form_seen(request: MemberRequest, name: str) -> Form:
    forms = access.visible_forms(request.member).select_related("office", "unit")
    return get_object_or_404(forms, name=name)


# A published edition


@member_page
@require_safe
@filling_policy
def form_fill(request: MemberRequest, name: str) -> HttpResponse:
    form = form_seen(request, name)
    access.can_fill(request.member, form).or_refuse()
    version = newest_version(form)
    page = version_page(version, request.member)
    send_to = reverse("forms:form-send", args=[request.office.code, form.name])
    facts = {
        "send_to": send_to,
        "draft_key": draft_key(request, form, "fill"),
        "outbox": _waits_as(request, form),
    }
    return show(request, form, page, facts)


def _waits_as(request: MemberRequest, form: Form) -> dict[str, str]:
    """As what it waits on the device where it cannot be sent."""
    who = {"person": str(request.user.pk), "name": request.member.name, "office": request.office.code}
    return {**who, "form": form.name, "title": form.title, "words": ""}


@member_page
@require_safe
@filling_policy
def form_try(request: MemberRequest, name: str) -> HttpResponse:
    """The same page; what is sent is kept apart and counts as nothing."""
    form = form_seen(request, name)
    access.can_fill(request.member, form).or_refuse()
    page = version_page(newest_version(form), request.member)
    send_to = reverse("forms:form-try-send", args=[request.office.code, form.name])
    facts = {"send_to": send_to, "draft_key": draft_key(request, form, "try")}
    return show(request, form, page, facts, is_trial=True)


@member_page
@require_POST
def form_send(request: MemberRequest, name: str) -> JsonResponse:
    return _receive(request, name, is_trial=False)


@member_page
@require_POST
def form_try_send(request: MemberRequest, name: str) -> JsonResponse:
    return _receive(request, name, is_trial=True)


def _receive(request: MemberRequest, name: str, *, is_trial: bool) -> JsonResponse:
    if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
        # Somebody else has signed in here since the page was opened: what was filled is not theirs.
        return JsonResponse({"code": "other-person", "message": "ผู้อื่นเข้าสู่ระบบในเครื่องนี้อยู่"}, status=401)
    form = form_seen(request, name)
    access.can_fill(request.member, form).or_refuse()
    version = newest_version(form)
    xml, files = sent(request)
    facts: dict[str, Any] = {"xml": xml, "files": files, "by": request.member, "at": now()}
    received = receive(version, **facts, is_trial=True) if is_trial else taken()(version, **facts)
    address = reverse("forms:submission-receipt", args=[request.office.code, received.submission.pk])
    return JsonResponse({"address": address}, status=201)


def sent(request: HttpRequest) -> tuple[bytes, dict[str, UploadedFile[Any]]]:
    """The XML and the files by the names of their parts, as OpenRosa has them."""
    files = {name: upload for name, upload in request.FILES.items() if isinstance(upload, UploadedFile)}
    told = files.pop(XML_PART, None)
    if told is None:
        raise NothingSentError
    # One letter more than is taken: what is too large is told by who reads it.
    return told.read(LARGEST_XML + 1), files


def draft_key(request: MemberRequest, form: Form, mode: str) -> str:
    """Drafts stay apart on a device that several people use."""
    return f"{request.user.pk}:{request.office.code}:{form.pk}:{mode}"


def show(
    request: MemberRequest,
    form: Form,
    page: Page,
    facts: Mapping[str, Any],
    *,
    is_trial: bool = False,
    submission: Submission | None = None,
) -> HttpResponse:
    shown = {**page.facts, "send_words": "ส่งคำตอบทดลอง" if is_trial else "ส่ง", **facts}
    context = {"form_": form, "page": page, "is_trial": is_trial, "submission": submission, **as_facts(shown)}
    return render(request, "forms/fill.html", context)


def as_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts for the template, and as the page's script reads them."""
    return {"facts": facts, "facts_json": json_script(facts, "filling-facts", encoder=ReadableEncoder)}


# A draft, as whoever makes the form sees it


@member_page
@require_safe
@xframe_options_sameorigin
@_framed_by_us
@filling_policy
def draft_try(request: MemberRequest, name: str) -> HttpResponse:
    """The draft as it would be filled; `?frame` without anything around it, for the editor's picture of a phone."""
    form = _form_made(request, name)
    draft = _draft_of(form)
    if draft is None and "frame" not in request.GET:
        raise Http404
    if draft is None:
        # Published or given up while the editor drew its picture: a page of refusal may not stand in its frame.
        return _shown(request, {"form_": form, "page": None, "is_trial": True, "is_gone": True})
    tables = from_json(draft.tables)
    try:
        made = make(tables, form.name, 0)
    except UnmadeFormError:
        return _shown(request, {"form_": form, "page": None, "is_trial": True, "is_draft": True})
    known = known_to(request.member, compiled_tables(tables, form.office_id).definition)
    page = draft_page(draft, made, request.member, known)
    send_to = reverse("forms:draft-try-send", args=[request.office.code, form.name])
    facts = {**page.facts, "send_to": send_to, "send_words": "ตรวจคำตอบทดลอง", "version": str(draft.revision)}
    context = {"form_": form, "page": page, "is_trial": True, "is_draft": True, **as_facts(facts)}
    return _shown(request, context)


def _shown(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    is_framed = "frame" in request.GET
    template = "forms/fill_frame.html" if is_framed else "forms/fill.html"
    return render(request, template, {**context, "is_framed": is_framed})


@member_page
@require_POST
def draft_try_send(request: MemberRequest, name: str) -> JsonResponse:
    """What the server would say of these answers. Nothing is stored."""
    form = _form_made(request, name)
    draft = _draft_of(form)
    if draft is None:
        raise NoDraftError(form=form.title)
    xml, _ = sent(request)
    read = read_submission(xml, compiled_tables(from_json(draft.tables), form.office_id), form, at=now())
    return JsonResponse({"found": [{"words": problem["words"]} for problem in read.problems]})


def _form_made(request: MemberRequest, name: str) -> Form:
    form = form_seen(request, name)
    access.can_change(request.member, form).or_refuse()
    return form


def _draft_of(form: Form) -> FormDraft | None:
    return FormDraft.objects.select_related("form").filter(form=form).first()


# What labels show


@member_page
@require_safe
def form_media(request: MemberRequest, name: str, number: int, file: str) -> HttpResponse:
    """A picture or sound that a label shows."""
    files = access.visible_files(request.member).filter(version__form__name=name, version__number=number)
    beside = get_object_or_404(files.select_related("file"), name=file)
    return given_file(beside.file, beside.name)  # type: ignore[return-value]

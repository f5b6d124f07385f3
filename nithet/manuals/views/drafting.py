"""Bringing a manual in, naming its draft, and discarding it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nithet.core.forms import ReasonForm
from nithet.manuals import access, exports
from nithet.manuals.errors import PlacedAlreadyError, SameTextError
from nithet.manuals.forms import CatalogueForm, DescribeForm, UploadForm
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries import uploads
from nithet.manuals.queries.catalogue import NAME, ready_units
from nithet.manuals.queries.lists import manuals_to_revise
from nithet.manuals.queries.placing import placing_of
from nithet.manuals.queries.readings import reading_of
from nithet.manuals.reading import UnreadableManualError
from nithet.manuals.services import drafting, placing, reading
from nithet.manuals.sources import doc
from nithet.manuals.views.pages import already_there, back_to, manual_page, version_or_404
from nithet.manuals.views.versions import render_version
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest
from nithet.offices.queries import units_of

READ = "นำเข้าแล้ว โปรดตรวจทานก่อนเสนอขอความเห็นชอบ"
ANEW = "อ่านใหม่เป็นฉบับร่างอีกฉบับแล้ว ฉบับเดิมยังอยู่"


@manual_page
@require_http_methods(["GET", "HEAD", "POST"])
def manual_upload(request: MemberRequest) -> HttpResponse:
    access.can_upload(request.member).or_refuse()
    manuals, units = manuals_to_revise(request.member), units_of(request.office)
    if request.method != "POST":
        return _upload_page(
            request, UploadForm(initial={"manual": request.GET.get("manual")}, manuals=manuals, units=units)
        )
    form = UploadForm(request.POST, request.FILES, manuals=manuals, units=units)
    if not form.is_valid():
        return _upload_page(request, form)
    try:
        if form.given and not form.extracted:
            return _read_later(request, form)
        version = _read_now(request, form)
    except UnreadableManualError as error:
        form.refuse(error.reason)
        return _upload_page(request, form)
    except SameTextError as same:
        return already_there(request, same.version)
    return back_to(request, version, READ)


def _read_now(request: MemberRequest, form: UploadForm) -> ManualVersion:
    chosen = {name: form.cleaned_data[name] for name in ("unit", "manual")}
    if not form.extracted:
        return drafting.draft_from_text(form.content, **chosen, by=request.member)
    sources = reading.kept(form.given, by=request.member)
    return drafting.draft_from_sources(form.extracted, sources, **chosen, by=request.member)


def _read_later(request: MemberRequest, form: UploadForm) -> HttpResponse:
    chosen = form.cleaned_data
    upload = reading.begin(form.given, manual=chosen["manual"], unit=chosen["unit"], by=request.member)
    return redirect("manuals:upload-page", request.office.code, upload.pk)


def _upload_page(request: MemberRequest, form: UploadForm) -> HttpResponse:
    waiting = uploads.waiting(access.visible_uploads(request.member)) if not form.is_bound else []
    facts = {"form": form, "waiting": waiting, "reads_old_word": doc.is_available()}
    return render(request, "manuals/manual_upload.html", facts, status=422 if form.is_bound else 200)


@manual_page
@require_POST
def version_reread(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = drafting.read_anew(version_or_404(request, pk), by=request.member)
    return back_to(request, version, ANEW)


@manual_page
@require_POST
def version_place(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The answer to which manual a draft belongs."""
    version = version_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    if not (chosen := request.POST.get("manual")):
        placing.keep_apart(version, by=request.member)
        return back_to(request, version, "บันทึกแล้ว เป็นคู่มือเล่มใหม่")
    asked = placing_of(version, reading_of(version).draft)
    offered = {str(one.manual.pk): one.manual for one in asked.choices} if asked else {}
    if asked and chosen not in offered:
        raise Http404
    if not asked:
        raise PlacedAlreadyError(manual=version.manual.title)
    placing.join(version, offered[chosen], by=request.member)
    return back_to(request, version, f"บันทึกแล้ว เป็นฉบับปรับปรุงของ “{version.manual.title}”")


@manual_page
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request: MemberRequest) -> HttpResponseBase:
    access.can_upload(request.member).or_refuse()
    if is_file(request):
        return as_file(request, NAME, exports.READY_COLUMNS, exports.ready_rows(ready_units()))
    form = CatalogueForm(request.POST if request.method == "POST" else None, units=units_of(request.office))
    if not form.is_valid():
        picked = request.POST.getlist("procedures")
        context = {"form": form, "ready": ready_units(), "picked": picked, "title": NAME, **ways_out(request)}
        return render(request, "manuals/catalogue.html", context, status=422 if form.is_bound else 200)
    chosen = form.cleaned_data
    try:
        version = drafting.draft_from_catalogue(chosen["procedures"], unit=chosen["unit"], by=request.member)
    except SameTextError as same:
        return already_there(request, same.version)
    return back_to(request, version, "สร้างฉบับร่างจากแม่แบบแล้ว โปรดตรวจทานก่อนเสนอขอความเห็นชอบ")


@manual_page
@require_POST
def version_describe(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    form = DescribeForm(request.POST, units=units_of(request.office))
    if not form.is_valid():
        return render_version(request, version, describe_form=form, status=422)
    drafting.describe(
        version, title=form.cleaned_data["title"], unit=form.cleaned_data["unit"], by=request.member
    )
    return back_to(request, version, "บันทึกแล้ว")


@manual_page
@require_POST
def version_discard(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render_version(request, version, discard_form=form, status=422)
    drafting.discard(version, why=form.cleaned_data["reason"], by=request.member)
    messages.success(request, "ยกเลิกฉบับร่างแล้ว")
    return redirect("manuals:manual-list", request.office.code)

"""The life of an edition: read as a whole, revised, published to other offices, begun from by them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.manuals import access, exports
from nithet.manuals.errors import BegunAlreadyError
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries.lists import published_by_others
from nithet.manuals.queries.whole import read_procedures
from nithet.manuals.queries.written import content_of, draft_of_version
from nithet.manuals.services import publishing, revising
from nithet.manuals.sharing import shared
from nithet.manuals.views.pages import back_to, manual_page, version_or_404
from nithet.manuals.views.versions import render_version
from nithet.offices.lists import as_file, is_file, listed, titled, ways_out
from nithet.offices.members import MemberRequest

REVISED = "สร้างฉบับร่างจากฉบับที่ประกาศใช้แล้ว แก้ไขได้โดยฉบับเดิมยังใช้อยู่ จนกว่าผู้อำนวยการจะเห็นชอบฉบับใหม่"
BEGUN = "สร้างฉบับร่างแล้ว โปรดปรับให้ตรงกับสำนักงานของท่านก่อนเสนอขอความเห็นชอบ"


@manual_page
@require_safe
def version_read(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The whole manual on one page, to read and to print."""
    version = version_or_404(request, pk)
    unit = version.manual.unit
    draft = content_of(version)
    context = {
        "version": version,
        "unit": unit,
        "procedures": read_procedures(draft, unit_name=unit.short_name if unit else ""),
        "matters": draft.matters,
        "title": titled(version.manual.title, version.label),
        **ways_out(request),
    }
    return render(request, "manuals/version_read.html", context)


@manual_page
@require_POST
def version_revise(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    try:
        return back_to(request, revising.revise(version, by=request.member), REVISED)
    except BegunAlreadyError as begun:
        return _open_begun(request, begun)


@manual_page
@require_POST
def version_publish(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    publishing.publish(version, by=request.member)
    return back_to(request, version, "เผยแพร่แก่สำนักงานอื่นแล้ว")


@manual_page
@require_POST
def version_unpublish(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = version_or_404(request, pk)
    access.can_publish(request.member, version).or_refuse()
    form = ReasonForm(request.POST, auto_id="unpublish_%s")
    if not form.is_valid():
        return render_version(request, version, unpublish_form=form, status=422)
    publishing.withdraw_publication(version, why=form.cleaned_data["reason"], by=request.member)
    return back_to(request, version, "ถอนการเผยแพร่แล้ว")


@manual_page
@require_POST
def procedure_family(request: MemberRequest, pk: UUID) -> HttpResponse:
    procedures = access.visible_procedures(request.member).select_related("version__manual__unit")
    procedure = get_object_or_404(procedures.defer("version__source_text", "version__reading"), pk=pk)
    publishing.correct_family(procedure, request.POST.get("family", ""), by=request.member)
    messages.success(request, "บันทึกประเภทงานแล้ว")
    return redirect("manuals:procedure-page", request.office.code, procedure.pk)


# What other offices have published


@manual_page
@require_safe
def published_list(request: MemberRequest) -> HttpResponseBase:
    versions, title = published_by_others(request.member), "คู่มือที่สำนักงานอื่นเผยแพร่"
    if is_file(request):
        return as_file(request, title, exports.PUBLISHED_COLUMNS, exports.published_rows(versions))
    context = {"page": listed(request, versions), "title": title, **ways_out(request)}
    return render(request, "manuals/published_list.html", context)


@manual_page
@require_safe
def published_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Another office's edition, read only, without the names of its people."""
    version = _published_or_404(pk)
    unit = version.manual.unit
    draft = shared(draft_of_version(version))
    begun = access.visible_versions(request.member).filter(begun_from=version.pk).order_by("-made_at").first()
    context = {
        "version": version,
        "unit": unit,
        "procedures": read_procedures(draft, unit_name=unit.short_name if unit else ""),
        "begun": begun,
        # Of one's own edition this page shows how others read it.
        "can_begin": version.office_id != request.office.pk and access.can_upload(request.member),
        "title": titled(version.manual.title, version.label, version.office.name),
        **ways_out(request),
    }
    return render(request, "manuals/published_page.html", context)


@manual_page
@require_POST
def published_begin(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = _published_or_404(pk)
    try:
        return back_to(request, revising.begin_from_published(version, by=request.member), BEGUN)
    except BegunAlreadyError as begun:
        return _open_begun(request, begun)


def _published_or_404(pk: UUID) -> ManualVersion:
    published = access.published_versions().select_related("manual__unit", "office")
    return get_object_or_404(published, pk=pk)


def _open_begun(request: MemberRequest, begun: BegunAlreadyError) -> HttpResponse:
    messages.warning(request, begun.text)
    return redirect("manuals:version-page", request.office.code, begun.version.pk)

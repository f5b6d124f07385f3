"""Files brought in: how far their reading is, reading them again, and giving them out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from nithet.core.serving import given_file
from nithet.manuals import access
from nithet.manuals.models import ManualUpload
from nithet.manuals.queries import uploads
from nithet.manuals.services import reading
from nithet.manuals.services.drafting import source_name
from nithet.manuals.views.pages import already_there, manual_page, version_or_404
from nithet.offices.members import MemberRequest

State = ManualUpload.State
READ = "อ่านไฟล์นี้แล้ว"
PAGES = {
    State.READING: "manuals/upload_reading.html",
    State.ASKED: "manuals/upload_asked.html",
    State.FAILED: "manuals/upload_failed.html",
}


@manual_page
@require_safe
def upload_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    upload = _upload_or_404(request, pk)
    standing = uploads.standing_of(upload)
    if standing == State.DONE and upload.version and upload.version.made_at < upload.made_at:
        return already_there(request, upload.version)
    if standing == State.DONE:
        messages.success(request, upload.job.result["words"] if upload.job else READ)
        return redirect("manuals:version-page", request.office.code, upload.version_id)
    lines = uploads.file_lines(upload)
    facts = {
        "upload": upload,
        "lines": lines,
        "name": source_name([line.source.name for line in lines]),
        "why": uploads.why_not(upload),
        "scanned": any(line.scanned for line in lines),
        "all_scanned": all(line.source.pages == len(line.source.scanned) for line in lines),
        "recognises": reading.can_recognise(),
    }
    return render(request, PAGES[State(standing)], facts)


@manual_page
@require_POST
def upload_read(request: MemberRequest, pk: UUID) -> HttpResponse:
    upload = _upload_or_404(request, pk)
    scans = request.POST.get("scans", "")
    reading.read_again(upload, scans=scans if scans in ManualUpload.Scans else "", by=request.member)
    return redirect("manuals:upload-page", request.office.code, upload.pk)


@manual_page
@require_POST
def version_recognise(request: MemberRequest, pk: UUID) -> HttpResponse:
    upload = reading.recognise(version_or_404(request, pk), by=request.member)
    return redirect("manuals:upload-page", request.office.code, upload.pk)


@manual_page
@require_POST
def upload_drop(request: MemberRequest, pk: UUID) -> HttpResponse:
    reading.drop(_upload_or_404(request, pk), by=request.member)
    messages.success(request, "ลบไฟล์ที่ยังไม่ได้อ่านแล้ว")
    return redirect("manuals:manual-upload", request.office.code)


@manual_page
@require_safe
def source_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    sources = access.visible_sources(request.member).select_related("file")
    source = get_object_or_404(sources, pk=pk)
    return given_file(source.file, source.name)


def _upload_or_404(request: MemberRequest, pk: UUID) -> ManualUpload:
    found = access.visible_uploads(request.member).select_related(
        "job", "office", "manual", "unit", "version__manual", "version__made_by"
    )
    return get_object_or_404(found, pk=pk)

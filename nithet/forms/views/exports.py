"""Submissions as files: what to write, how far it is, and the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from nithet.core.models import Job
from nithet.forms import access
from nithet.forms.models import Form
from nithet.forms.services import exporting
from nithet.forms.sifting import ExportForm
from nithet.forms.views.forms import form_or_404
from nithet.forms.views.pages import forms_page
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt


@forms_page
@require_http_methods(["GET", "HEAD", "POST"])
def form_export(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    access.can_export(request.member, form).or_refuse()
    asked = ExportForm(request.POST or None, kinds=exporting.KINDS)
    if asked.is_bound and asked.is_valid():
        job = attempt(
            asked,
            lambda: exporting.start_export(
                form, _choice(request, asked), by=request.member, key=asked.cleaned_data["key"]
            ),
        )
        if job:
            return redirect("forms:export-page", request.office.code, job.pk)
    count = exporting.chosen(form, exporting.Choice(given=request.GET.urlencode())).count()
    facts = {
        "form_": form, "form": asked, "count": count, "query": request.GET.urlencode(),
        "exports": exporting.exports_of(request.member, form)[:10], "days": exporting.KEPT.days,
    }  # fmt: skip
    return render(request, "forms/form_export.html", facts, status=422 if asked.errors else 200)


def _choice(request: MemberRequest, asked: ExportForm) -> exporting.Choice:
    given: dict[str, Any] = asked.cleaned_data
    return exporting.Choice(
        kind=given["kind"],
        labels=given["labels"],
        split=given["split"],
        files=given["with_files"],
        given=request.GET.urlencode(),
    )


@member_page
@require_safe
def export_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    job, form = _found(request, pk)
    facts = {"job": job, "form_": form, "days": exporting.KEPT.days, "is_ready": "file" in job.result}
    return render(request, "forms/export_page.html", facts)


@member_page
@require_safe
def export_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    job, form = _found(request, pk)
    access.can_export(request.member, form).or_refuse()
    if "file" not in job.result or not default_storage.exists(job.result["file"]):
        raise Http404
    response = FileResponse(
        default_storage.open(job.result["file"]), as_attachment=True, filename=job.result["name"]
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _found(request: MemberRequest, pk: UUID) -> tuple[Job, Form]:
    """One's own only, and as long as it can be fetched."""
    job = get_object_or_404(exporting.exports_of(request.member), pk=pk)
    form = get_object_or_404(access.visible_forms(request.member), pk=job.payload["form"])
    form.office = request.office
    return job, form

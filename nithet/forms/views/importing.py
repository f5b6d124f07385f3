"""Answers out of a table of Google Forms: the file; its columns, its preview and its result are those of all lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nithet.core.errors import DomainError
from nithet.core.files import UnfitFileError
from nithet.core.tables.errors import TableError
from nithet.forms import access
from nithet.forms.errors import FormWithoutEditionError
from nithet.forms.importing.kind import answers_kind, code_of
from nithet.forms.models import Form
from nithet.forms.views.forms import form_or_404
from nithet.forms.views.pages import forms_page
from nithet.offices.imports import services
from nithet.offices.imports.errors import ImportRefusedError
from nithet.offices.imports.forms import UploadForm
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.members import MemberRequest


@forms_page
@require_http_methods(["GET", "HEAD", "POST"])
def answers_import(request: MemberRequest, name: str) -> HttpResponse:
    form_ = form_or_404(request, name)
    access.can_review_form(request.member, form_).or_refuse()
    kind = _kind(form_)
    if request.method != "POST":
        return _page(request, form_, UploadForm(kinds=[kind]))
    form = UploadForm({**request.POST.dict(), "kind": kind.code}, request.FILES, kinds=[kind])
    if not form.is_valid():
        return _page(request, form_, form)
    given = form.cleaned_data
    try:
        source = services.begin_import(
            kind, given["file"] or services.pasted(given["text"]), by=request.member
        )
    except (TableError, ImportRefusedError, UnfitFileError) as error:
        form.add_error("file" if given["file"] else "text", _words(error))
        return _page(request, form_, form)
    return redirect("offices:import-columns", request.office.code, source.pk)


def _kind(form_: Form) -> ImportKind:
    version = form_.versions.only("number", "form").first()
    if version is None:
        raise FormWithoutEditionError(form=form_.title)
    return answers_kind(code_of(version))


def _words(error: Exception) -> str:
    return error.text if isinstance(error, DomainError) else str(error)


def _page(request: MemberRequest, form_: Form, form: UploadForm) -> HttpResponse:
    facts: dict[str, Any] = {"form_": form_, "form": form}
    return render(request, "forms/answers_import.html", facts, status=422 if form.is_bound else 200)

"""What a phone reads: which forms there are, one of them, what stands beside it, and each of those files."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from nithet.core.clock import now
from nithet.core.serving import given_file
from nithet.field.openrosa.answering import XML, Asked, kept, openrosa_page
from nithet.field.openrosa.documents import FileEntry, FormEntry, form_list_document, manifest_document
from nithet.field.openrosa.files import Beside, file_beside, files_beside, md5_of
from nithet.field.openrosa.forms import Given, given_forms, given_version
from nithet.field.services.devices import take_along
from nithet.forms.models import FormVersion


@openrosa_page
def form_list(asked: Asked) -> HttpResponseBase:
    given = given_forms(asked.member, name=asked.request.GET.get("formID", ""))
    return _list(asked, form_list_document(_entry(asked, one) for one in given))


def _entry(asked: Asked, given: Given) -> FormEntry:
    version = given.version
    place = version.form.name, version.number
    return FormEntry(
        form_id=version.form.name,
        name=version.form.title,
        version=str(version.number),
        md5=version.xform_md5,
        download_url=asked.address("form", *place),
        manifest_url=asked.address("manifest", *place) if given.has_files else "",
    )


@openrosa_page
def form(asked: Asked, name: str, number: int) -> HttpResponseBase:
    """The form as it was published, byte for byte: a phone that finds another content than announced fetches it for ever."""
    version = given_version(asked.member, name, number)
    content = version.xform.encode()
    if asked.request.method == "GET":
        size = len(content) + sum(beside.size for beside in files_beside(version, asked.member))
        take_along(asked.device, version, size=size, at=now())
    return kept(asked.request, version.xform_md5, lambda: HttpResponse(content, content_type=XML))


@openrosa_page
def manifest(asked: Asked, name: str, number: int) -> HttpResponseBase:
    version = given_version(asked.member, name, number)
    beside = files_beside(version, asked.member)
    return _list(asked, manifest_document(_file(asked, version, one) for one in beside))


def _file(asked: Asked, version: FormVersion, beside: Beside) -> FileEntry:
    address = asked.address("file", version.form.name, version.number, beside.name)
    return FileEntry(beside.name, beside.md5, address)


@openrosa_page
def file(asked: Asked, name: str, number: int, file: str) -> HttpResponseBase:
    beside = file_beside(given_version(asked.member, name, number), asked.member, file)
    return kept(asked.request, beside.md5, lambda: _given(beside))


def _given(beside: Beside) -> HttpResponseBase:
    if beside.stored is None:
        return HttpResponse(beside.made, content_type="text/csv; charset=utf-8")
    return given_file(beside.stored, beside.name)


def _list(asked: Asked, content: bytes) -> HttpResponseBase:
    return kept(asked.request, md5_of(content), lambda: HttpResponse(content, content_type=XML))

"""What the pages of manuals share: who may open them, and finding a version."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from nithet.manuals import access
from nithet.manuals.models import ManualVersion
from nithet.offices.members import MemberRequest, member_page


def manual_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of those who see manuals; for others of the office it is not there."""

    @member_page
    @wraps(view)
    def page(request: MemberRequest, **parts: Any) -> HttpResponseBase:
        if not access.sees_manuals(request.member):
            raise Http404
        return view(request, **parts)

    return page


def version_or_404(request: MemberRequest, pk: UUID) -> ManualVersion:
    versions = access.visible_versions(request.member)
    people = versions.select_related("manual__unit", "made_by", "proposed_by", "adopted_by")
    return get_object_or_404(people, pk=pk)


def back_to(request: MemberRequest, version: ManualVersion, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("manuals:version-page", request.office.code, version.pk)


def already_there(request: MemberRequest, version: ManualVersion) -> HttpResponse:
    """The text is in the office already: which version has it, and the ways on."""
    return render(request, "manuals/upload_same.html", {"version": version}, status=409)

"""Two versions side by side, and kin procedures of several offices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.manuals import access, exports_compared
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries.comparing import MOST_BESIDE, compared, families_there, standing
from nithet.manuals.queries.lists import to_compare
from nithet.manuals.views.pages import manual_page
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import MemberRequest


@manual_page
@require_safe
def compare(request: MemberRequest) -> HttpResponseBase:
    """With ?a= and ?b= the differences; without both of them what can be chosen."""
    chosen = {side: request.GET.get(side, "") for side in ("a", "b")}
    if not all(chosen.values()):
        sides = [("a", "ฉบับแรก", chosen["a"]), ("b", "ฉบับหลัง", chosen["b"])]
        choice = {"versions": to_compare(request.member), "sides": sides}
        return render(request, "manuals/compare_choose.html", choice)
    beside = compared(_version(request, chosen["a"]), _version(request, chosen["b"]), request.member)
    title = titled("เปรียบเทียบคู่มือ", _name(request, beside.before), _name(request, beside.after))
    if is_file(request):
        return as_file(request, title, exports_compared.COLUMNS, exports_compared.rows(beside))
    whole = request.GET.get("all") == "1"
    context: dict[str, Any] = {
        "beside": beside,
        "counts": beside.counts,
        "procedures": beside.procedures(whole=whole),
        "whole": whole,
        "before_name": _name(request, beside.before),
        "after_name": _name(request, beside.after),
        "title": title,
        **ways_out(request),
    }
    return render(request, "manuals/compare.html", context)


@manual_page
@require_safe
def kin(request: MemberRequest) -> HttpResponseBase:
    """Procedures of one family, of up to five offices or manuals, in columns."""
    member, code = request.member, request.GET.get("family", "")
    found = standing(member, code, request.GET.getlist("p")) if code else None
    if code and found is None:
        raise Http404
    title = titled("เปรียบเทียบงานประเภทเดียวกัน", found.family.name if found else "")
    if found and is_file(request):
        return as_file(
            request, title, exports_compared.side_columns(found), exports_compared.side_rows(found)
        )
    context = {
        "standing": found,
        "families": families_there(member),
        "most": MOST_BESIDE,
        "title": title,
        **ways_out(request),
    }
    return render(request, "manuals/kin.html", context)


def _version(request: MemberRequest, said: str) -> ManualVersion:
    try:
        pk = UUID(said)
    except ValueError as error:
        raise Http404 from error
    versions = access.comparable_versions(request.member).select_related("manual__unit", "office")
    return get_object_or_404(versions, pk=pk)


def _name(request: MemberRequest, version: ManualVersion) -> str:
    """With the office where it is another's."""
    other = "" if version.office_id == request.office.pk else version.office.short_name
    return titled(version.manual.title, version.label, other)

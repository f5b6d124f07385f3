"""The addresses of a round's feed: what sets there are, how they are described, their rows, one row, how many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from nithet.forms.compiled import compiled
from nithet.forms.models import Round
from nithet.forms.odata.calling import json_response, odata_page
from nithet.forms.odata.columns import Column, EntitySet, Row, entity_sets
from nithet.forms.odata.metadata import written
from nithet.forms.odata.options import Options, read_options
from nithet.forms.odata.reading import PAGE, Page, count_of, page_of, row_by_key
from nithet.forms.queries.rounds import properties_of
from nithet.forms.queries.submissions import labels_of

_RESOURCE = re.compile(r"(?P<name>\w+)(?:\((?P<key>[^()]*)\))?")
_KEY = re.compile(r"(?:_id=)?(?P<id>[0-9a-fA-F-]{36})(?:,_line='(?P<line>[0-9.]{1,40})')?")
_MOST = re.compile(r"(?:odata\.)?maxpagesize=(\d{1,9})")


@odata_page
def service(request: HttpRequest, round_: Round) -> HttpResponse:
    sets = [
        {"name": one.name, "title": one.title, "kind": "EntitySet", "url": one.name}
        for one in _sets(round_).values()
    ]
    return json_response({"@odata.context": f"{_root(request, round_)}$metadata", "value": sets})


@odata_page
def metadata(request: HttpRequest, round_: Round) -> HttpResponse:
    return HttpResponse(written(_sets(round_).values()), content_type="application/xml;charset=utf-8")


@odata_page
def resource(request: HttpRequest, round_: Round, name: str) -> HttpResponse:
    """A set, or one row of it by its key."""
    asked = _RESOURCE.fullmatch(name)
    entity = _sets(round_).get(asked["name"]) if asked else None
    if asked is None or entity is None:
        raise Http404
    options = read_options(request.GET.dict(), entity)
    if asked["key"] is not None:
        return _one(request, round_, entity, options, asked["key"])
    return _page(request, round_, entity, options)


@odata_page
def count(request: HttpRequest, round_: Round, name: str) -> HttpResponse:
    entity = _sets(round_).get(name)
    if entity is None:
        raise Http404
    options = read_options(request.GET.dict(), entity)
    number = count_of(round_, entity, options.matches)
    return HttpResponse(str(number), content_type="text/plain;charset=utf-8")


def _sets(round_: Round) -> Mapping[str, EntitySet]:
    definition = compiled(round_.version).definition
    return entity_sets(definition, partial(labels_of, round_.version), properties_of(round_))


def _root(request: HttpRequest, round_: Round) -> str:
    return request.build_absolute_uri(reverse("odata:service", args=[round_.office.code, round_.pk]))


# Rows


def _page(request: HttpRequest, round_: Round, entity: EntitySet, options: Options) -> HttpResponse:
    most = _most_of(request)
    page = page_of(round_, entity, options, most)
    whole: dict[str, object] = {"@odata.context": _context(request, round_, entity, options)}
    if options.counts:
        whole["@odata.count"] = count_of(round_, entity, options.matches)
    whole["value"] = [_shown(row, options.columns) for row in page.rows]
    if page.following:
        whole["@odata.nextLink"] = _next(request, round_, entity, page)
    response = json_response(whole)
    if most != PAGE:
        response["Preference-Applied"] = f"odata.maxpagesize={most}"
    return response


def _one(request: HttpRequest, round_: Round, entity: EntitySet, options: Options, key: str) -> HttpResponse:
    read = _KEY.fullmatch(key)
    if read is None or bool(read["line"]) != bool(entity.repeat):
        raise Http404
    try:
        row = row_by_key(round_, entity, UUID(read["id"]), read["line"] or "")
    except ValueError as error:
        raise Http404 from error
    if row is None:
        raise Http404
    context = f"{_context(request, round_, entity, options)}/$entity"
    return json_response({"@odata.context": context, **_shown(row, options.columns)})


def _context(request: HttpRequest, round_: Round, entity: EntitySet, options: Options) -> str:
    chosen = f"({','.join(options.selected)})" if options.selected else ""
    return f"{_root(request, round_)}$metadata#{entity.name}{chosen}"


def _next(request: HttpRequest, round_: Round, entity: EntitySet, page: Page) -> str:
    """The same question, from where this page ended."""
    given = {name: text for name, text in request.GET.items() if name not in ("$skip", "$skiptoken", "$top")}
    if page.left is not None:
        given["$top"] = str(page.left)
    if page.following:
        given["$skiptoken"] = page.following.written()
    return f"{_root(request, round_)}{entity.name}?{urlencode(given, safe='$')}"


def _most_of(request: HttpRequest) -> int:
    asked = _MOST.search(request.headers.get("Prefer", ""))
    return min(PAGE, max(1, int(asked[1]))) if asked else PAGE


def _shown(row: Row, columns: Iterable[Column]) -> dict[str, object]:
    return {column.name: _plain(column.read(row)) for column in columns}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value

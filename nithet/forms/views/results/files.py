"""Results as files: a block's picture and table, and all tables as one workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from nithet.core import charts
from nithet.core.files import plain_name
from nithet.core.tables.responses import table_response, workbook_response
from nithet.core.tables.writing import Column, Kind, Listing, Value
from nithet.forms.results.charts import dressed
from nithet.forms.results.showing.blocks import Block, Cell, Head, Line, Part, drawn
from nithet.forms.views.results.finding import Found
from nithet.offices.members import MemberRequest, member_page
from nithet.statistics.rounding import half_up

_KINDS: dict[int | None, Kind] = {None: "text", 0: "number", 3: "index"}
_WIDE, _NARROW = 46, 13


@member_page
@require_safe
def round_figure(request: MemberRequest, pk: UUID, key: str, kind: str) -> HttpResponseBase:
    """Of the block that the address names: svg, png, csv."""
    found = Found(request, pk)
    block = found.block(key)
    if kind == "csv":
        return table_response("csv", _listing(found, block.title, [block]))
    if kind not in ("svg", "png"):
        raise Http404
    return _picture(request, block, kind)


@member_page
@require_safe
def round_workbook(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Tables of one kind share a sheet."""
    found = Found(request, pk)
    parts = [part for part in (*found.parts(), found.compared()) if part]
    listings = [_listing(found, title, blocks) for part in parts for title, blocks in _alike(part)]
    return workbook_response(f"ผล {found.round.title}", listings, request.member.on)


# Pictures


def _picture(request: MemberRequest, block: Block, kind: str) -> HttpResponseBase:
    """Drawn only where the browser has not the same one already."""
    chart = drawn(block)
    if chart is None:
        raise Http404
    whole = dressed(chart)
    mark = f'"{sha256(f"{kind}{json.dumps(whole, sort_keys=True)}".encode()).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=mark)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    response = HttpResponse(*_drawn(whole, kind))
    response.headers["ETag"] = mark
    response.headers["Cache-Control"] = "private, no-cache"
    name = plain_name(f"{block.title[:100]}.{kind}")
    if said := content_disposition_header("keep" in request.GET, name):
        response.headers["Content-Disposition"] = said
    return response


def _drawn(chart: charts.Chart, kind: str) -> tuple[str | bytes, str]:
    return (charts.svg(chart), "image/svg+xml") if kind == "svg" else (charts.png(chart), "image/png")


# Tables


def _alike(part: Part) -> Iterator[tuple[str, list[Block]]]:
    """Blocks with the same columns, under the part's title."""
    found: dict[tuple[str, ...], list[Block]] = {}
    for block in part.blocks:
        found.setdefault(tuple(head.label for head in block.table.heads), []).append(block)
    yield from ((part.title, blocks) for blocks in found.values())


def _listing(found: Found, title: str, blocks: Sequence[Block]) -> Listing:
    heads = blocks[0].table.heads
    columns = (Column("เรื่อง", _WIDE), *(_column(head) for head in heads))
    rows = ((block.title, *_values(line, heads)) for block in blocks for line in block.table.lines)
    words = f"{title} {found.round.title}"
    return Listing(words, found.round.office.name, columns, rows, found.member.on)


def _column(head: Head) -> Column:
    return Column(head.label, _WIDE if head.places is None else _NARROW, _KINDS.get(head.places, "decimal"))


def _values(line: Line, heads: Sequence[Head]) -> Iterator[Value]:
    for cell, head in zip(line.cells, heads, strict=True):
        yield _value(cell, head)


def _value(cell: Cell, head: Head) -> Value:
    """Rounded as the page shows it."""
    value = cell.value
    if value is None or isinstance(value, str | int):
        return value
    return half_up(value, 2 if head.places is None else head.places)

"""Blocks as templates draw them: cells in words with their addresses, pictures in both widths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from nithet.forms import access
from nithet.forms.models import Round
from nithet.forms.results import charts
from nithet.forms.results.showing.blocks import Address, Block, Cell, Head, Line, Part, nowhere, shown
from nithet.offices.members import Member

NARROW_COLUMNS = 4
"""A table of more columns stands below its picture, not beside it."""
OPEN_BLOCKS = 3
"""So many blocks of a part are unfolded; of a long instrument only the first one."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    text: str
    label: str
    href: str = ""
    is_number: bool = False
    is_lead: bool = False
    is_rank: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    cells: tuple[ShownCell, ...]
    is_whole: bool
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture for the page: its definitions by width, and the room that it takes in each."""

    definitions: dict[str, Any]
    wide: tuple[int, int]
    narrow: tuple[int, int]
    description: str


@dataclass(frozen=True, slots=True)
class ShownBlock:
    block: Block
    heads: tuple[Head, ...]
    lines: tuple[ShownLine, ...]
    drawing: Drawing | None
    is_open: bool = True

    @property
    def is_broad(self) -> bool:
        return len(self.heads) > NARROW_COLUMNS

    @property
    def chart_id(self) -> str:
        return f"chart-{self.block.key}"


@dataclass(frozen=True, slots=True)
class ShownPart:
    part: Part
    blocks: tuple[ShownBlock, ...] = field(default_factory=tuple)


def address_of_answers(member: Member, round_: Round) -> Address:
    """Where the answers behind a figure are opened; nowhere for those who may not, and of an anonymous round for nobody."""
    if round_.is_anonymous or not access.sees_submissions(member, round_.form):
        return nowhere
    listed = reverse("forms:submission-list", args=[member.office.code, round_.form.name])
    return partial(_address, listed, str(round_.pk))


def _address(listed: str, key: str, path: str, value: str = "", by: str = "", at: str = "") -> str:
    named = {"path": path, "value": value, "by": by, "at": at if by else ""}
    return f"{listed}?{urlencode({'round': key} | {name: one for name, one in named.items() if one})}"


def shown_part(part: Part, at: Address) -> ShownPart:
    is_short = len(part.blocks) <= OPEN_BLOCKS
    blocks = tuple(
        shown_block(block, at, is_open=not place or (is_short and not block.is_detail))
        for place, block in enumerate(part.blocks)
    )
    return ShownPart(part, blocks)


def shown_block(block: Block, at: Address, *, is_open: bool = True) -> ShownBlock:
    heads = block.table.heads
    lines = tuple(_line(line, heads, at) for line in block.table.lines)
    return ShownBlock(block, heads, lines, drawing_of(block), is_open)


def _line(line: Line, heads: Iterable[Head], at: Address) -> ShownLine:
    cells, has_lead = [], False
    for place, (cell, head) in enumerate(zip(line.cells, heads, strict=True)):
        is_lead = not has_lead and head.places is None
        has_lead = has_lead or is_lead
        cells.append(_cell(cell, head, at, is_lead=is_lead, is_rank=place == 0 and not is_lead))
    return ShownLine(tuple(cells), line.is_whole, line.is_strong)


def _cell(cell: Cell, head: Head, at: Address, *, is_lead: bool, is_rank: bool) -> ShownCell:
    href = at(*cell.answers) if cell.answers and cell.value not in (None, 0) else ""
    text = "" if is_rank and cell.value is None else shown(cell.value, head.places)
    return ShownCell(text, head.label, href, head.places is not None, is_lead, is_rank)


def drawing_of(block: Block) -> Drawing | None:
    if block.picture is None:
        return None
    wide = charts.definition(block.picture, charts.WIDE)
    narrow = charts.definition(block.picture, charts.NARROW)
    both = {"wide": wide, "narrow": narrow}
    return Drawing(both, charts.room(wide), charts.room(narrow), str(wide["description"]))

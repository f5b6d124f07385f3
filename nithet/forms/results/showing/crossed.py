"""One question by a property of those who answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nithet.forms.results.pictures import Picture, Point, Points, Stack, Stacks
from nithet.forms.results.shapes import Counted, Cross, Figures, Needed, Numbered, Rated, Role
from nithet.forms.results.showing.blocks import (
    COUNT,
    PERCENT,
    Block,
    Cell,
    Head,
    Line,
    Table,
    mean_of,
    nowhere,
    number_of,
    reasons_of,
    shown,
)
from nithet.forms.results.showing.needs import need_block
from nithet.forms.results.showing.questions import number_table
from nithet.forms.results.showing.ratings import RATING_HEADS, rated_cells


def cross_block(cross: Cross) -> Block:
    """A line for each value of the property."""
    title, key = f"{cross.item.label} จำแนกตาม{cross.by.label}", f"cross:{cross.by.code}:{cross.item.path}"
    rows = [(cross.by.values.get(value, value or "ไม่ระบุ"), figures) for value, figures in cross.columns]
    needs = [(label, "", replace(one, rank=None)) for label, one in rows if isinstance(one, Needed)]
    if needs:
        block = need_block(key, title, needs, (), nowhere, cross.item.scale or (1, 5), None)
        table, picture, notes = _first_dropped(block.table, cross.by.label), block.picture, block.notes
    else:
        table, picture = _table(cross, rows), _picture(title, cross, rows)
        notes = reasons_of(figures for _, figures in rows)
    lines = tuple(
        _linked(line, cross, value) for line, (value, _) in zip(table.lines, cross.columns, strict=True)
    )
    return Block(key, title, replace(table, lines=lines), picture, notes, cross.item.path)


def _linked(line: Line, cross: Cross, value: str) -> Line:
    """n opens the answers of the group, a choice those of it that chose it."""
    cells = tuple(
        replace(cell, answers=(cross.item.path, cell.answers[1], cross.by.code, value))
        if cell.answers
        else cell
        for cell in line.cells
    )
    return replace(line, cells=cells)


def _first_dropped(table: Table, label: str) -> Table:
    """Values of a property have no ranks."""
    lines = (
        replace(line, cells=(*line.cells[1:2], _all(line.cells[2]), *line.cells[3:])) for line in table.lines
    )
    return Table((Head(label), *table.heads[2:]), tuple(lines))


def _all(cell: Cell) -> Cell:
    return replace(cell, answers=("", ""))


def _table(cross: Cross, rows: Sequence[tuple[str, Figures]]) -> Table:
    rated = [
        Line((Cell(label), *rated_cells(one, cross.item.path)))
        for label, one in rows
        if isinstance(one, Rated)
    ]
    if rated:
        return Table((Head(cross.by.label), *RATING_HEADS[1:]), tuple(rated))
    numbered = [
        (label, number_table(one, cross.item.path)) for label, one in rows if isinstance(one, Numbered)
    ]
    if numbered:
        lines = (Line((Cell(label), *table.lines[0].cells)) for label, table in numbered)
        return Table((Head(cross.by.label), *numbered[0][1].heads), tuple(lines))
    return _shares_table(cross, [(label, one) for label, one in rows if isinstance(one, Counted)])


def _shares_table(cross: Cross, rows: Sequence[tuple[str, Counted]]) -> Table:
    """Counts and per cents side by side, of each choice."""
    names = {share.name: share.label for _, one in rows for share in one.shares}
    pairs = (
        head for label in names.values() for head in (Head(label, COUNT), Head(f"ร้อยละ {label}", PERCENT))
    )
    lines = (
        Line((Cell(label), _all(Cell(number_of(one, one.n))), *_share_cells(one, names)))
        for label, one in rows
    )
    return Table((Head(cross.by.label), Head("n", COUNT), *pairs), tuple(lines))


def _share_cells(one: Counted, names: Iterable[str]) -> Iterator[Cell]:
    of = {share.name: share for share in one.shares}
    for name in names:
        share = of.get(name)
        yield Cell(share.count if share else None, ("", name))
        yield Cell(share.percent if share else None)


def _picture(title: str, cross: Cross, rows: Sequence[tuple[str, Figures]]) -> Picture | None:
    rated = [(label, one) for label, one in rows if isinstance(one, Rated)]
    if rated and cross.item.scale and any(one.mean is not None for _, one in rated):
        points = tuple(Point(label, (mean_of(one),), f"x̄ {shown(mean_of(one))}") for label, one in rated)
        return Points(title, "ค่าเฉลี่ย", points, cross.item.scale)
    counted = [(label, one) for label, one in rows if isinstance(one, Counted) and one.shares]
    if cross.item.role != Role.CHOICE or not counted:
        return None
    names = tuple(share.label for share in counted[0][1].shares)
    stacks = tuple(
        Stack(label, tuple(share.percent for share in one.shares), f"n {one.n:,}")
        for label, one in counted
        if len(one.shares) == len(names) and not one.is_suppressed
    )
    return Stacks(title, "ร้อยละของผู้ตอบแต่ละกลุ่ม", stacks, names, is_ordered=False) if stacks else None

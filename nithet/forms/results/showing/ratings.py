"""Ratings by aspect: n, x̄, S.D. and the band of each item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from nithet.forms.results.pictures import Picture, Point, Points, Stack, Stacks
from nithet.forms.results.shapes import (
    AspectResult,
    Figures,
    InstrumentItem,
    ItemResult,
    Rated,
    Results,
    Role,
    Share,
)
from nithet.forms.results.showing.blocks import (
    COUNT,
    MEAN,
    PERCENT,
    SD,
    WHOLE,
    Address,
    Block,
    Cell,
    Head,
    Line,
    Table,
    kept,
    mean_of,
    number_of,
    reasons_of,
    scale_of,
    shown,
)
from nithet.statistics.figure import NOTHING

RATING_HEADS = (Head("รายการ"), Head("n", COUNT), Head("x̄", MEAN), Head("S.D.", SD), Head("ระดับ"))
OBSERVED = Head("ร้อยละ", PERCENT)


def rating_blocks(results: Results, at: Address) -> Iterable[Block]:
    """All aspects among themselves, then the items of each."""
    rated = [one for one in results.aspects if any(isinstance(item.figures, Rated) for item in one.items)]
    notes = kept(results.scheme_words)
    summed = [one for one in rated if isinstance(one.figures, Rated)]
    if len(summed) > 1:
        yield _aspects_block(summed, results.overall, notes)
    for aspect in rated:
        yield _aspect_block(aspect, notes, at)


def _aspects_block(aspects: Sequence[AspectResult], whole: Figures | None, notes: tuple[str, ...]) -> Block:
    rows = [
        (one.aspect.label, one.figures, one.per_cent) for one in aspects if isinstance(one.figures, Rated)
    ]
    observed = any(per_cent is not None for *_, per_cent in rows)
    lines = [_line(label, one, per_cent, observed) for label, one, per_cent in rows]
    if isinstance(whole, Rated):
        lines.append(replace(_line(WHOLE, whole, None, observed), is_whole=True))
    points = tuple(Point(label, (mean_of(one),), _tail(one)) for label, one, _ in rows)
    drawn = any(one.mean is not None for _, one, _ in rows)
    picture = Points("ภาพรวมทุกด้าน", "ค่าเฉลี่ยรายด้าน", points, scale_of(aspects[0])) if drawn else None
    why = reasons_of(one for _, one, _ in rows)
    return Block("ratings", "ภาพรวมทุกด้าน", Table(_heads(observed), tuple(lines)), picture, (*notes, *why))


def _aspect_block(aspect: AspectResult, notes: tuple[str, ...], at: Address) -> Block:
    items = [one for one in aspect.items if isinstance(one.figures, Rated)]
    observed = any(one.item.role == Role.OBSERVATION for one in items)
    lines = [item_line(one, observed) for one in items]
    if isinstance(aspect.figures, Rated):
        lines.append(
            replace(
                _line(f"{WHOLE}{aspect.aspect.label}", aspect.figures, aspect.per_cent, observed),
                is_whole=True,
            )
        )
    title = aspect.aspect.label or "ทุกข้อ"
    why = reasons_of([*(one.figures for one in items), aspect.figures])
    picture = rated_picture(title, items, at)
    return Block(
        f"ratings:{aspect.aspect.path}", title, Table(_heads(observed), tuple(lines)), picture, (*notes, *why)
    )


def _heads(observed: bool) -> tuple[Head, ...]:
    return (*RATING_HEADS, OBSERVED) if observed else RATING_HEADS


def _line(label: str, one: Rated, per_cent: Decimal | None, observed: bool) -> Line:
    more = (Cell(per_cent),) if observed else ()
    return Line((Cell(label), *rated_cells(one), *more))


def item_line(one: ItemResult, observed: bool) -> Line:
    more = (Cell(one.per_cent),) if observed else ()
    cells = rated_cells(one.figures, one.item.path) if isinstance(one.figures, Rated) else ()
    return Line((Cell(one.item.label), *cells, *more))


def rated_cells(one: Rated, path: str = "") -> tuple[Cell, ...]:
    of = (path, "") if path else None
    return Cell(number_of(one, one.n), of), Cell(one.mean, of), Cell(one.sd), Cell(one.band or NOTHING)


def rated_picture(title: str, items: Sequence[ItemResult], at: Address) -> Picture | None:
    """How answers spread, where all items have the same choices; otherwise their means."""
    rated = [(one.item, one.figures) for one in items if isinstance(one.figures, Rated) and one.figures.n]
    spread = [(item, one, _spread(item, one)) for item, one in rated]
    labels = {tuple(share.label for share in shares) for *_, shares in spread}
    if len(labels) == 1 and (names := labels.pop()):
        stacks = tuple(
            Stack(item.label, tuple(share.percent for share in shares), _tail(one), at(item.path, ""))
            for item, one, shares in spread
        )
        return Stacks(title, "ร้อยละของผู้ตอบแต่ละระดับ และค่าเฉลี่ย", stacks, names)
    scale = rated[0][0].scale if rated else None
    if scale is None or all(one.mean is None for _, one in rated):
        return None
    points = tuple(Point(item.label, (mean_of(one),), _tail(one), at(item.path, "")) for item, one in rated)
    return Points(title, "ค่าเฉลี่ยรายข้อ", points, scale)


def _spread(item: InstrumentItem, one: Rated) -> tuple[Share, ...]:
    """Shares of the points of the scale, lowest first, without “not applicable”; none where they are not shown."""
    values = {option.name: option.value for option in item.options}
    points = [(value, share) for share in one.shares if (value := values.get(share.name)) is not None]
    if any(share.percent is None for _, share in points):
        return ()
    return tuple(share for _, share in sorted(points, key=lambda point: point[0]))


def _tail(one: Rated) -> str:
    return f"x̄ {shown(mean_of(one))}"

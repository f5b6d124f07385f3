"""Dual ratings: needs by rank, inside each aspect and among aspects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nithet.forms.results.pictures import Point, Points
from nithet.forms.results.shapes import Figures, Needed, Results
from nithet.forms.results.showing.blocks import (
    COUNT,
    MEAN,
    PNI,
    SD,
    WHOLE,
    Address,
    Block,
    Cell,
    Head,
    Line,
    Table,
    mean_of,
    number_of,
    reasons_of,
    scale_of,
    shown,
)

_NEED_HEADS = (
    Head("ลำดับ", COUNT), Head("รายการ"), Head("n", COUNT), Head("x̄ ปัจจุบัน", MEAN), Head("S.D. ปัจจุบัน", SD), Head("x̄ คาดหวัง", MEAN),
    Head("S.D. คาดหวัง", SD), Head("ผลต่าง", MEAN), Head("PNI", PNI),
)  # fmt: skip
_PAIR = ("สภาพปัจจุบัน", "สภาพที่คาดหวัง")


def need_blocks(results: Results, at: Address) -> Iterable[Block]:
    """All aspects among themselves, then the items of each."""
    note = cutoff_note(results)
    summed = [(one, one.figures) for one in results.aspects if isinstance(one.figures, Needed)]
    if len(summed) > 1:
        rows = [(one.aspect.label, "", figures) for one, figures in summed]
        yield need_block("needs", "ภาพรวมทุกด้าน", rows, note, at, scale_of(summed[0][0]), results.overall)
    for aspect in results.aspects:
        items = [
            (one.item.label, one.item.path, one.figures)
            for one in aspect.items
            if isinstance(one.figures, Needed)
        ]
        if items:
            key, title = f"needs:{aspect.aspect.path}", aspect.aspect.label or "ทุกข้อ"
            yield need_block(
                key,
                title,
                items,
                (*note, *reasons_of([aspect.figures])),
                at,
                scale_of(aspect),
                aspect.figures,
            )


def cutoff_note(results: Results) -> tuple[str, ...]:
    return (f"ตัวเข้มคือความต้องการจำเป็นตามจุดตัด: {results.cutoff_words}",) if results.cutoff_words else ()


def need_block(
    key: str,
    title: str,
    rows: Sequence[tuple[str, str, Needed]],
    notes: tuple[str, ...],
    at: Address,
    scale: tuple[int, int],
    whole: Figures | None,
) -> Block:
    """The most needed first; those without a rank at the end."""
    ranked = sorted(rows, key=lambda row: (row[2].rank is None, row[2].rank or 0))
    lines = [_need_line(label, path, figures) for label, path, figures in ranked]
    if isinstance(whole, Needed):
        lines.append(replace(_need_line(WHOLE, "", replace(whole, rank=None)), is_whole=True))
    points = tuple(
        Point(
            label,
            (mean_of(one.actual), mean_of(one.desired)),
            f"PNI {shown(one.pni, PNI)}",
            at(path, "") if path else "",
        )
        for label, path, one in ranked
    )
    picture = Points(title, _told_needs(ranked), points, scale, _PAIR) if _any_mean(rows) else None
    how = ("PNI_modified = (สภาพที่คาดหวัง − สภาพปัจจุบัน) ÷ สภาพปัจจุบัน เรียงจากมากไปน้อย", *notes)
    return Block(
        key, title, Table(_NEED_HEADS, tuple(lines)), picture, (*how, *reasons_of(one for *_, one in rows))
    )


def _need_line(label: str, path: str, one: Needed) -> Line:
    of = (path, "") if path else None
    cells = (
        Cell(one.rank), Cell(label), Cell(number_of(one, one.n), of), Cell(mean_of(one.actual), of), Cell(one.actual.sd), Cell(mean_of(one.desired), of),
        Cell(one.desired.sd), Cell(one.gap), Cell(one.pni, of),
    )  # fmt: skip
    return Line(cells, is_strong=one.is_need)


def _told_needs(ranked: Sequence[tuple[str, str, Needed]]) -> str:
    first = next((row for row in ranked if row[2].rank == 1), None)
    if first is None:
        return ""
    label, _, one = first
    return f"ความต้องการจำเป็นอันดับ 1 คือ {label} สภาพปัจจุบัน {shown(mean_of(one.actual))} สภาพที่คาดหวัง {shown(mean_of(one.desired))} PNI {shown(one.pni, PNI)}"


def _any_mean(rows: Iterable[tuple[str, str, Needed]]) -> bool:
    return any(one.actual.mean is not None for *_, one in rows)

"""Two rounds side by side: of the schools that answered in both."""

from __future__ import annotations

from collections.abc import Sequence

from nithet.forms.results.comparing import Compared, Comparison
from nithet.forms.results.pictures import Point, Points
from nithet.forms.results.shapes import Role
from nithet.forms.results.showing.blocks import COUNT, MEAN, Block, Cell, Head, Line, Part, Table, kept, shown
from nithet.statistics.rounding import half_up

_HEADS = (
    Head("รายการ"), Head("n (โรงเรียน)", COUNT), Head("x̄ รอบก่อน", MEAN), Head("x̄ รอบนี้", MEAN), Head("ผลต่าง", MEAN), Head("t", MEAN),
    Head("df", COUNT), Head("p"), Head("d", MEAN),
)  # fmt: skip
NAMES = ("รอบก่อน", "รอบนี้")


def compared_part(comparison: Comparison, title: str) -> Part:
    """`title` of the earlier round."""
    blocks = [_block(comparison.items, title)] if comparison.items else []
    if comparison.left:
        blocks.append(_left(comparison.left))
    alone = (
        f"รอบก่อนคือ {title} ตอบทั้งสองรอบ {comparison.schools:,} โรงเรียน ตอบเฉพาะรอบก่อน {comparison.only_before:,} โรงเรียน "
        f"ตอบเฉพาะรอบนี้ {comparison.only_now:,} โรงเรียน เปรียบเทียบเฉพาะโรงเรียนที่ตอบทั้งสองรอบ"
    )
    return Part("compared", "เปรียบเทียบกับรอบก่อน", tuple(blocks), (alone,))


def _block(items: Sequence[Compared], title: str) -> Block:
    lines = tuple(_line(one) for one in items)
    how = "ทดสอบ t แบบจับคู่ของโรงเรียนเดียวกัน ผลต่าง = รอบนี้ − รอบก่อน d = ผลต่างเฉลี่ย ÷ S.D. ของผลต่าง ตัวเข้มคือมีนัยสำคัญทางสถิติที่ระดับ .05"
    reasons = dict.fromkeys(one.test.reason for one in items)
    return Block(
        "compared", f"ค่าเฉลี่ยเทียบกับ {title}", Table(_HEADS, lines), _picture(items), (how, *kept(*reasons))
    )


def _line(one: Compared) -> Line:
    test = one.test
    p = test.p_words.removeprefix("p ").removeprefix("= ") if test.p.is_defined else None
    cells = (
        Cell(one.label), Cell(one.n), Cell(one.before), Cell(one.now), Cell(one.difference), Cell(test.t.shown),
        Cell(test.df if test.t.is_defined else None), Cell(p), Cell(test.d.shown),
    )  # fmt: skip
    return Line(cells, is_strong=test.is_significant)


def _picture(items: Sequence[Compared]) -> Points | None:
    """Of ratings of one scale; numbers have none."""
    rated = [
        one
        for one in items
        if one.item.role != Role.NUMBER and one.before is not None and one.now is not None
    ]
    scales = {one.item.scale for one in rated}
    if len(scales) != 1 or (scale := scales.pop()) is None:
        return None
    points = tuple(
        Point(
            one.label,
            tuple(half_up(value) for value in (one.before, one.now) if value is not None),
            f"{_sign(one)}",
        )
        for one in rated
    )
    return Points("เปรียบเทียบสองรอบ", "ค่าเฉลี่ยของโรงเรียนที่ตอบทั้งสองรอบ", points, scale, NAMES)


def _sign(one: Compared) -> str:
    """“+0.25”, so that a fall is not overlooked."""
    difference = half_up(one.difference) if one.difference is not None else None
    return f"+{difference}" if difference is not None and difference > 0 else shown(difference, MEAN)


def _left(left: Sequence[tuple[str, str]]) -> Block:
    lines = tuple(Line((Cell(label), Cell(why))) for label, why in left)
    return Block(
        "compared:left", "ข้อที่เปรียบเทียบไม่ได้", Table((Head("รายการ"), Head("เหตุผล")), lines), is_detail=True
    )

"""Who has answered, by what those who were asked are told apart by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from nithet.forms.results.pictures import Bar, Bars
from nithet.forms.results.shapes import Property
from nithet.forms.results.showing.blocks import COUNT, WHOLE, Block, Cell, Head, Line, Part, Table, shown
from nithet.statistics.response import response_rate
from nithet.statistics.rounding import half_up

RATE = 1


@dataclass(frozen=True, slots=True)
class Asked:
    asked: int
    answered: int

    @property
    def percent(self) -> str:
        return shown(rate(self.asked, self.answered), RATE)


Counts = Mapping[str, tuple[int, int]]
"""Value of a property → how many were asked, and how many of them have answered."""


def response_part(counts: Iterable[tuple[Property, Counts]]) -> Part:
    """By the first property always, by the others where they tell anybody apart."""
    blocks = tuple(
        replace(_block(by, one), is_detail=bool(place))
        for place, (by, one) in enumerate(counts)
        if one and (not place or len(one) > 1)
    )
    return Part("response", "การตอบกลับ", blocks)


def asked_of(part: Part) -> Asked | None:
    if not part.blocks:
        return None
    _, asked, answered, _ = (cell.value for cell in part.blocks[0].table.lines[-1].cells)
    return Asked(int(asked or 0), int(answered or 0))


def _block(by: Property, counts: Counts) -> Block:
    labels = {value: label for value, label in by.values.items() if value in counts}
    labels |= {value: value or "ไม่ระบุ" for value in counts if value not in labels}
    rows = [(labels[value], *counts[value]) for value in labels]
    heads = (Head(by.label), Head("ขอข้อมูล", COUNT), Head("ตอบแล้ว", COUNT), Head("ร้อยละ", RATE))
    lines = [
        Line((Cell(label), Cell(asked), Cell(done), Cell(rate(asked, done)))) for label, asked, done in rows
    ]
    asked, done = sum(row[1] for row in rows), sum(row[2] for row in rows)
    lines.append(Line((Cell(WHOLE), Cell(asked), Cell(done), Cell(rate(asked, done))), is_whole=True))
    return Block(
        f"response:{by.code}", f"การตอบกลับ จำแนกตาม{by.label}", Table(heads, tuple(lines)), _bars(by, rows)
    )


def _bars(by: Property, rows: Iterable[tuple[str, int, int]]) -> Bars:
    bars = tuple(
        Bar(label, rate(asked, done), f"{done:,} จาก {asked:,}", is_strong=done == asked)
        for label, asked, done in rows
    )
    lowest = min(bars, key=lambda bar: bar.value or Decimal(0), default=None)
    told = f"ต่ำสุด {lowest.label} ร้อยละ {shown(lowest.value, RATE)}" if lowest else ""
    return Bars(f"การตอบกลับ จำแนกตาม{by.label}", told, bars)


def rate(asked: int, answered: int) -> Decimal | None:
    """As it is read everywhere; None where nobody is asked."""
    value = response_rate(answered, asked).percent.value
    return None if value is None else half_up(value, RATE)

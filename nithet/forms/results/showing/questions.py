"""Questions one by one: choices, numbers, words; and how far ratings are to be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from nithet.forms.results.pictures import Bar, Bars, Picture
from nithet.forms.results.shapes import (
    Alpha,
    Counted,
    ItemResult,
    Needed,
    Numbered,
    Results,
    Role,
    Share,
    Told,
)
from nithet.forms.results.showing.blocks import (
    ALPHA,
    COUNT,
    MEAN,
    PERCENT,
    SD,
    Address,
    Block,
    Cell,
    Head,
    Line,
    Table,
    Value,
    is_hidden,
    kept,
    nowhere,
    number_of,
    reasons_of,
    shown,
)
from nithet.forms.results.showing.needs import cutoff_note, need_block
from nithet.forms.results.showing.ratings import OBSERVED, RATING_HEADS, item_line, rated_picture
from nithet.statistics.figure import NOTHING

FIRST_WORDS, MORE_WORDS = 10, 20
"""The most frequent ones: on the page of all questions, and on the question's own."""


def question_blocks(results: Results, at: Address) -> Iterable[Block]:
    """What stands in no aspect, in the order of the form."""
    grouped = {one.item.path for aspect in results.aspects for one in aspect.items}
    for one in results.items:
        if one.item.path not in grouped and not isinstance(one.figures, Told):
            yield item_block(one, results, at)


def item_block(one: ItemResult, results: Results, address: Address | None = None) -> Block:
    """One question by itself."""
    at, item, figures = address or nowhere, one.item, one.figures
    key, notes = f"item:{item.path}", _item_notes(one)
    if isinstance(figures, Counted):
        table, picture = (
            _shares_table(figures, item.path),
            _shares_picture(item.label, figures.shares, item.path, at),
        )
    elif isinstance(figures, Numbered):
        table, picture = (
            number_table(figures, item.path),
            _shares_picture(item.label, figures.shares, "", at),
        )
    elif isinstance(figures, Told):
        table, picture = _words_table(figures, item.path), _words_picture(item.label, figures, item.path, at)
    elif isinstance(figures, Needed):
        block = need_block(
            key,
            item.label,
            [(item.label, item.path, figures)],
            cutoff_note(results),
            at,
            item.scale or (1, 5),
            None,
        )
        return replace(block, of=item.path)
    else:
        table = Table(
            (*RATING_HEADS, *((OBSERVED,) if one.per_cent is not None else ())),
            (item_line(one, one.per_cent is not None),),
        )
        picture, notes = rated_picture(item.label, [one], at), (*kept(results.scheme_words), *notes)
    return Block(key, item.label, table, picture, notes, item.path)


def _item_notes(one: ItemResult) -> tuple[str, ...]:
    told = [*reasons_of([one.figures])]
    if one.item.role == Role.CHOICES:
        told.append("เลือกได้มากกว่าหนึ่งคำตอบ ร้อยละคิดจากจำนวนผู้ตอบข้อนี้ จึงรวมกันเกิน 100 ได้")
    if one.item.repeat:
        told.append("ข้อนี้ถามซ้ำเป็นรายการ จำนวนจึงนับเป็นรายการ")
    if one.left_out and not is_hidden(one.figures):
        told.append(f"ไม่ตอบข้อนี้ {one.left_out:,} ชุด")
    return tuple(told)


def _shares_table(counted: Counted, path: str) -> Table:
    heads = (Head("คำตอบ"), Head("จำนวน", COUNT), Head("ร้อยละ", PERCENT))
    lines = [
        Line((Cell(share.label), Cell(share.count, (path, share.name)), Cell(share.percent)))
        for share in counted.shares
    ]
    whole = Line((Cell("ผู้ตอบข้อนี้"), Cell(number_of(counted, counted.n), (path, "")), Cell("")), is_whole=True)
    return Table(heads, (*lines, whole))


def _shares_picture(title: str, shares: Sequence[Share], path: str, at: Address) -> Picture | None:
    if not any(share.percent is not None for share in shares):
        return None
    bars = tuple(
        Bar(share.label, share.percent, _share_tail(share), at(path, share.name) if path else "")
        for share in shares
    )
    most = max(shares, key=lambda share: share.count or 0)
    return Bars(title, f"มากที่สุด {most.label} {_share_tail(most)}", bars, _reach(shares))


def _share_tail(share: Share) -> str:
    return NOTHING if share.count is None else f"{share.count:,} ({shown(share.percent, PERCENT)}%)"


def _reach(shares: Sequence[Share]) -> Decimal:
    """To a hundred per cent, so that bars of different questions can be compared."""
    return max(Decimal(100), *(share.percent or Decimal(0) for share in shares))


def number_table(one: Numbered, path: str) -> Table:
    heads = tuple(Head(label, places) for label, places in (
        ("n", COUNT), ("x̄", MEAN), ("S.D.", SD), ("ต่ำสุด", MEAN), ("มัธยฐาน", MEAN), ("สูงสุด", MEAN), ("รวม", MEAN),
    ))  # fmt: skip
    values = (one.mean, one.sd, one.least, one.median, one.most, one.total)
    return Table(
        heads, (Line((Cell(number_of(one, one.n), (path, "")), *(Cell(_plain(value)) for value in values))),)
    )


def _plain(value: Decimal | None) -> Value:
    """A whole number without decimals: 24 pupils are not 24.00."""
    return int(value) if value is not None and value == value.to_integral_value() else value


def text_blocks(results: Results, at: Address) -> Iterable[Block]:
    for one in results.items:
        if isinstance(one.figures, Told):
            block = item_block(one, results, at)
            yield replace(block, table=replace(block.table, lines=block.table.lines[:FIRST_WORDS]))


def _words_table(told: Told, path: str) -> Table:
    heads = (Head("คำที่พบบ่อย"), Head("จำนวนคำตอบ", COUNT), Head("ร้อยละ", PERCENT))
    lines = (
        Line((Cell(word.label), Cell(word.count, (path, word.name)), Cell(word.percent)))
        for word in told.words[:MORE_WORDS]
    )
    return Table(heads, tuple(lines))


def _words_picture(title: str, told: Told, path: str, at: Address) -> Picture | None:
    return _shares_picture(f"คำที่พบบ่อย {title}", told.words[:FIRST_WORDS], path, at)


def reliability_blocks(alphas: Sequence[Alpha]) -> Iterable[Block]:
    if not alphas:
        return
    heads = (
        Head("เครื่องมือ"),
        Head("จำนวนข้อ", COUNT),
        Head("n (ตอบครบทุกข้อ)", COUNT),
        Head("α", ALPHA),
        Head("แปลผล"),
    )
    lines = tuple(
        Line((Cell(one.name), Cell(one.k), Cell(one.n), Cell(one.value), Cell(one.words))) for one in alphas
    )
    how = "สัมประสิทธิ์แอลฟาของครอนบาค จากผู้ตอบครบทุกข้อ ความแปรปรวนหารด้วย n − 1"
    yield Block("alpha", "สัมประสิทธิ์แอลฟาของครอนบาค", Table(heads, lines), None, (how,))
    if any(one.items for one in alphas):
        yield _items_without([one for one in alphas if one.items and one.aspect] or alphas)


def _items_without(alphas: Sequence[Alpha]) -> Block:
    heads = (Head("ข้อ"), Head("เครื่องมือ"), Head("α เมื่อตัดข้อนี้", ALPHA), Head("สหสัมพันธ์กับข้ออื่น", ALPHA))
    lines = tuple(
        Line((Cell(each.item.label), Cell(one.name), Cell(each.alpha_without), Cell(each.correlation)))
        for one in alphas
        for each in one.items
    )
    return Block("alpha:items", "ค่าความเชื่อมั่นเมื่อตัดข้อใดข้อหนึ่งออก", Table(heads, lines), is_detail=True)

"""Figures by names that people can read in a text: “[[x̄ ข้อ 1.2]]” stands for the mean of the second item of the first aspect.

A text keeps the marks; the figures are put in when it is read, as the tables of the page have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nithet.forms.results.comparing import SIDES, Compared, Comparison
from nithet.forms.results.shapes import Counted, Figures, ItemResult, Needed, Numbered, Rated, Results
from nithet.forms.results.showing.blocks import ALPHA, MEAN, PERCENT, PNI, SD, shown
from nithet.forms.results.showing.response import RATE, rate
from nithet.statistics.figure import NOTHING

Marks = Mapping[str, str]
"""Name → the figure as it is read; “–” for one that does not exist or is not shown."""

ALL = "รวม"
MOST_SHARES = 12
_MARK = re.compile(r"\[\[([^\[\]]{1,200})\]\]")


@dataclass(frozen=True, slots=True)
class Response:
    """How many were asked and have answered, counted in `unit`; of the public nobody is asked by name."""

    asked: int
    answered: int
    unit: str = "โรงเรียน"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: words, or a figure with the name of its mark. An unknown mark is a piece without a figure."""

    text: str
    mark: str = ""
    is_known: bool = True


def mark(name: str) -> str:
    return f"[[{name}]]"


def plain(label: str) -> str:
    """In one line, and without what would be read as a mark."""
    return " ".join(label.replace("[", "(").replace("]", ")").split()).rstrip(".:")


def pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    found, last = [], 0
    for match in _MARK.finditer(text):
        found.append(Piece(text[last : match.start()]))
        name = match[1].strip()
        found.append(Piece(marks.get(name, match[0]), name, is_known=name in marks))
        last = match.end()
    return tuple(piece for piece in (*found, Piece(text[last:])) if piece.text)


def filled(text: str, marks: Marks) -> str:
    return "".join(piece.text for piece in pieces(text, marks))


def unknown_marks(text: str, marks: Marks) -> tuple[str, ...]:
    """Names in the text that stand for nothing, each once."""
    names = (match[1].strip() for match in _MARK.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name not in marks))


# Their names


def numbers_of(results: Results) -> dict[str, str]:
    """Path of a question → its number: “1.2” inside the first of several aspects, “7” where it stands alone."""
    several = len(results.aspects) > 1
    found: dict[str, str] = {}
    for place, aspect in enumerate(results.aspects, start=1):
        for at, one in enumerate(aspect.items, start=1):
            found[one.item.path] = f"{place}.{at}" if several else str(at)
    last = 0 if several else len(found)
    for one in results.items:
        if one.item.path not in found:
            last += 1
            found[one.item.path] = str(last)
    return found


def name_of(one: ItemResult, numbers: Mapping[str, str]) -> str:
    return f"ข้อ {numbers[one.item.path]}"


def compared_name(one: Compared, numbers: Mapping[str, str]) -> str:
    side = f" {SIDES[one.side]}" if one.side else ""
    return f"ข้อ {numbers[one.item.path]}{side}"


def marks_of(
    results: Results, response: Response | None = None, comparison: Comparison | None = None
) -> dict[str, str]:
    """Of all that the page of the round shows."""
    found: dict[str, str] = {}
    if response is not None and response.asked:
        found |= {"ขอข้อมูล": shown(response.asked), "ตอบแล้ว": shown(response.answered)}
        found["ร้อยละการตอบกลับ"] = rate_of(response)
    if results.is_suppressed:
        return found
    found["ผู้ตอบ"] = shown(results.n)
    found |= dict(_of_results(results))
    if comparison is not None:
        found |= dict(_of_comparison(comparison, numbers_of(results)))
    return found


def rate_of(response: Response) -> str:
    return shown(rate(response.asked, response.answered), RATE)


def _of_results(results: Results) -> Iterator[tuple[str, str]]:
    if results.overall is not None:
        yield from _of_figures(ALL, results.overall)
    for place, aspect in enumerate(results.aspects, start=1):
        yield from _of_figures(f"ด้าน {place}", aspect.figures)
        if aspect.per_cent is not None:
            yield f"ร้อยละ ด้าน {place}", shown(aspect.per_cent, PERCENT)
    numbers = numbers_of(results)
    for one in results.items:
        yield from _of_figures(name_of(one, numbers), one.figures)
        if one.per_cent is not None:
            yield f"ร้อยละ {name_of(one, numbers)}", shown(one.per_cent, PERCENT)
    for alpha in results.alphas:
        yield f"α {plain(alpha.name)}", shown(alpha.value, ALPHA)


def _of_figures(of: str, figures: Figures) -> Iterator[tuple[str, str]]:
    yield f"n {of}", NOTHING if figures.is_suppressed else shown(figures.n)
    if isinstance(figures, Rated):
        yield from _of_rated(of, figures)
    elif isinstance(figures, Needed):
        yield f"ปัจจุบัน {of}", shown(figures.actual.mean, MEAN)
        yield f"คาดหวัง {of}", shown(figures.desired.mean, MEAN)
        yield f"ผลต่าง {of}", shown(figures.gap, MEAN)
        yield f"PNI {of}", shown(figures.pni, PNI)
        yield f"ลำดับ {of}", shown(figures.rank)
    elif isinstance(figures, Numbered):
        named = {"x̄": figures.mean, "S.D.": figures.sd, "มัธยฐาน": figures.median, "ผลรวม": figures.total}
        yield from ((f"{name} {of}", shown(value, MEAN)) for name, value in named.items())
    elif isinstance(figures, Counted):
        for place, share in enumerate(figures.shares[:MOST_SHARES], start=1):
            yield f"ร้อยละ {of} ตัวเลือก {place}", shown(share.percent, PERCENT)


def _of_rated(of: str, rated: Rated) -> Iterator[tuple[str, str]]:
    yield f"x̄ {of}", shown(rated.mean, MEAN)
    yield f"S.D. {of}", shown(rated.sd, SD)
    yield f"ระดับ {of}", rated.band or NOTHING


def _of_comparison(comparison: Comparison, numbers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "โรงเรียนที่เทียบ", shown(comparison.schools)
    for one in comparison.items:
        name = compared_name(one, numbers)
        yield f"ก่อน {name}", shown(one.before, MEAN)
        yield f"หลัง {name}", shown(one.now, MEAN)

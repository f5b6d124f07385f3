"""A summary of a round, composed of its figures: the same figures always give the same words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nithet.forms.results.comparing import Compared, Comparison
from nithet.forms.results.shapes import AspectResult, Counted, ItemResult, Needed, Rated, Results, Told
from nithet.forms.results.showing.blocks import MEAN, PNI
from nithet.forms.results.telling.marks import (
    MOST_SHARES,
    Marks,
    Response,
    compared_name,
    filled,
    mark,
    marks_of,
    name_of,
    numbers_of,
    plain,
)
from nithet.forms.results.telling.wordings import WORDINGS
from nithet.statistics.rounding import half_up

CIPP = ("context", "input", "process", "product")
HIGH, LOW = Decimal("0.7"), Decimal("0.4")
"""Of a scale, from where on a mean is high, and up to where low."""
MANY, HALF = 80, 50
"""Per cent of those who were asked."""
MOST_ASPECTS, MOST_CHOICES, MOST_WORDS, MOST_TEXTS, MOST_SIDES = 8, 4, 3, 2, 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind` says what it is about; `text` has marks for its figures."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence before it is worded: what it is about, in which state, and what stands in it."""

    kind: str
    state: str
    slots: Mapping[str, str]


def summary(
    results: Results, response: Response | None = None, comparison: Comparison | None = None
) -> tuple[Paragraph, ...]:
    """Paragraphs in the order of a report; those of one kind stand together."""
    marks = marks_of(results, response, comparison)
    found: dict[str, list[str]] = {}
    for place, said in enumerate(_told(results, response, comparison)):
        found.setdefault(_PARAGRAPHS[said.kind], []).append(_worded(said, marks, place))
    return tuple(Paragraph(kind, " ".join(sentences)) for kind, sentences in found.items())


def as_text(paragraphs: Sequence[Paragraph]) -> str:
    return "\n\n".join(one.text for one in paragraphs)


def in_words(
    results: Results, response: Response | None = None, comparison: Comparison | None = None
) -> tuple[str, ...]:
    """The summary as it is read, paragraph by paragraph."""
    marks = marks_of(results, response, comparison)
    return tuple(filled(one.text, marks) for one in summary(results, response, comparison))


_PARAGRAPHS = {
    "response": "response", "overall": "overall", "gap": "overall", "aspects": "overall", "extremes": "overall",
    "need_aspects": "needs", "needs": "needs", "choices": "choices", "comparison": "comparison",
    "suggestions": "suggestions", "reliability": "reliability",
}  # fmt: skip


def _worded(said: Said, marks: Marks, place: int) -> str:
    """Which wording is taken follows from the figures: other figures, other words; the same figures, the same words."""
    wordings = WORDINGS[f"{said.kind}.{said.state}"]
    of = "|".join((said.kind, said.state, str(place), *(f"{name}={value}" for name, value in marks.items())))
    chosen = hashlib.sha256(of.encode()).digest()[0] % len(wordings)
    return wordings[chosen].format(**said.slots)


def _told(results: Results, response: Response | None, comparison: Comparison | None) -> Iterator[Said]:
    if response is not None and response.asked:
        yield Said("response", _response_state(response), {"unit": response.unit})
    if results.is_suppressed:
        yield Said("response", "suppressed", {})
        return
    if not results.n:
        if response is None or not response.asked:
            yield Said("response", "empty", {})
        return
    if response is None or response.asked == 0 or results.n != response.answered:
        yield Said("response", "public", {})
    yield from _overall(results)
    yield from _extremes(results)
    yield from _needs(results)
    yield from _choices(results)
    if comparison is not None:
        yield _compared(comparison, numbers_of(results))
    yield from _suggestions(results)
    yield from _reliability(results)


def _response_state(response: Response) -> str:
    if not response.answered:
        return "none"
    if response.answered >= response.asked:
        return "one" if response.asked == 1 else "full"
    percent = 100 * response.answered
    if percent >= MANY * response.asked:
        return "high"
    return "low" if percent < HALF * response.asked else "some"


# What was rated


def _overall(results: Results) -> Iterator[Said]:
    whole = results.overall
    if isinstance(whole, Rated):
        yield Said("overall", _rated_state(whole, results), {})
    elif isinstance(whole, Needed) and whole.gap is not None and not whole.is_suppressed:
        gap = half_up(whole.gap, MEAN)
        yield Said("gap", "wanting" if gap > 0 else "equal" if gap == 0 else "over", {})
    rated = [(place, one) for place, one in enumerate(results.aspects, start=1) if _has_mean(one.figures)]
    if 1 < len(rated) <= MOST_ASPECTS:
        is_cipp = tuple(one.aspect.path.rpartition("/")[2] for _, one in rated) == CIPP
        yield Said("aspects", "cipp" if is_cipp else "many", {"list": _and([_aspect(*one) for one in rated])})


def _rated_state(whole: Rated, results: Results) -> str:
    if whole.is_suppressed:
        return "suppressed"
    if whole.mean is None or not whole.band:
        return "undefined"
    if whole.n == 1:
        return "one"
    if whole.sd is None:  # It would tell what few people answered.
        return "no_spread"
    if half_up(whole.sd, MEAN) == 0:
        return "equal"
    scales = [one.item.scale for aspect in results.aspects for one in aspect.items if one.item.scale]
    low, high = scales[0] if scales else (1, 5)
    place = (whole.mean - low) / max(1, high - low)
    return "high" if place >= HIGH else "low" if place <= LOW else "middle"


def _has_mean(figures: Rated | Needed) -> bool:
    return isinstance(figures, Rated) and figures.mean is not None


def _aspect(place: int, one: AspectResult) -> str:
    """“ด้านบริบท มีค่าเฉลี่ย 4.21 ระดับมาก”."""
    of, band = f"ด้าน {place}", f" ระดับ{mark(f'ระดับ ด้าน {place}')}"
    has_band = isinstance(one.figures, Rated) and one.figures.band
    return f"{plain(one.aspect.label) or of} มีค่าเฉลี่ย {mark(f'x̄ {of}')}{band if has_band else ''}"


def _extremes(results: Results) -> Iterator[Said]:
    rated = [
        (half_up(one.figures.mean, MEAN), one)
        for aspect in results.aspects
        for one in aspect.items
        if isinstance(one.figures, Rated) and one.figures.mean is not None
    ]
    if not rated:
        return
    means = [mean for mean, _ in rated]
    best = next(one for mean, one in rated if mean == max(means))
    worst = next(one for mean, one in rated if mean == min(means))
    numbers = numbers_of(results)
    slots = {
        "best": _quoted(best), "best_mean": mark(f"x̄ {name_of(best, numbers)}"),
        "worst": _quoted(worst), "worst_mean": mark(f"x̄ {name_of(worst, numbers)}"),
    }  # fmt: skip
    yield Said("extremes", _spread(means), slots)


def _spread(means: Sequence[Decimal]) -> str:
    if len(means) == 1:
        return "one"
    if max(means) == min(means):
        return "equal"
    return "tied" if means.count(max(means)) > 1 or means.count(min(means)) > 1 else "many"


# Needs


def _needs(results: Results) -> Iterator[Said]:
    duals = [one for aspect in results.aspects for one in aspect.items if isinstance(one.figures, Needed)]
    if not duals:
        return
    ranked = sorted(
        (
            (half_up(one.figures.pni, PNI), one)
            for one in duals
            if isinstance(one.figures, Needed) and one.figures.pni is not None
        ),
        key=lambda row: -row[0],
    )
    if not ranked:
        yield Said("needs", "undefined", {})
        return
    yield from _need_aspects(results)
    yield _ranked(ranked, numbers_of(results))


def _ranked(ranked: Sequence[tuple[Decimal, ItemResult]], numbers: Mapping[str, str]) -> Said:
    taken = [(pni, one) for pni, one in ranked if isinstance(one.figures, Needed) and one.figures.is_need]
    if not taken:
        return Said("needs", "none", {})
    slots = {"first": _quoted(taken[0][1]), "first_pni": mark(f"PNI {name_of(taken[0][1], numbers)}")}
    if len(taken) == 1:
        return Said("needs", "one", slots)
    slots |= {"second": _quoted(taken[1][1]), "second_pni": mark(f"PNI {name_of(taken[1][1], numbers)}")}
    return Said("needs", "tied" if taken[0][0] == taken[1][0] else "many", slots)


def _need_aspects(results: Results) -> Iterator[Said]:
    """The first one, where no other has the same index."""
    found = [
        (half_up(one.figures.pni, PNI), place, one)
        for place, one in enumerate(results.aspects, start=1)
        if isinstance(one.figures, Needed) and one.figures.pni is not None
    ]
    most = max((pni for pni, *_ in found), default=None)
    first = [row for row in found if row[0] == most]
    if len(found) > 1 and len(first) == 1 and first[0][0] > 0:
        _, place, one = first[0]
        label = plain(one.aspect.label) or f"ด้าน {place}"
        yield Said("need_aspects", "many", {"first": label, "first_pni": mark(f"PNI ด้าน {place}")})


# Choices, texts


def _choices(results: Results) -> Iterator[Said]:
    """Questions outside aspects in which one choice stands before all others."""
    numbers = numbers_of(results)
    found = 0
    for one in results.items:
        top = _top_share(one)
        if top is not None and found < MOST_CHOICES:
            found += 1
            choice = plain(one.figures.shares[top - 1].label) if isinstance(one.figures, Counted) else ""
            percent = mark(f"ร้อยละ {name_of(one, numbers)} ตัวเลือก {top}")
            yield Said("choices", "many", {"item": _quoted(one), "choice": choice, "percent": percent})


def _top_share(one: ItemResult) -> int | None:
    """The place of the most frequent choice, where it is one only."""
    if not isinstance(one.figures, Counted) or one.figures.is_suppressed or one.item.source:
        return None
    counts = [share.count for share in one.figures.shares]
    known = [count for count in counts if count]
    if not known or None in counts or counts.count(max(known)) > 1:
        return None
    place = counts.index(max(known)) + 1
    return place if place <= MOST_SHARES and one.figures.shares[place - 1].percent is not None else None


_NAMING = re.compile(
    "(โปรด)?(ระบุ|กรอก)?(ชื่อ|นามสกุล|เลข|รหัส|หมายเลข|เบอร์|โทร|อีเมล|ไลน์|LINE|ที่อยู่|ตำบล|อำเภอ|จังหวัด|ตำแหน่ง|วิทยฐานะ|สังกัด|โรงเรียน|สถานศึกษา|หน่วยงาน"
    "|กลุ่มสาระ|วิชา|รายวิชา|หลักสูตร|หัวข้อ|เรื่อง|วันที่|เวลา|สถานที่|ผู้(ตอบ|กรอก|ประเมิน|รายงาน|บันทึก))"
)
"""How the label begins of what is told of somebody or something, and is no opinion: “ชื่อหลักสูตรอบรม”."""


def _suggestions(results: Results) -> Iterator[Said]:
    numbers = numbers_of(results)
    texts = [
        one
        for one in results.items
        if isinstance(one.figures, Told)
        and not one.figures.is_suppressed
        and not _NAMING.match(plain(one.item.label))
    ]
    told = [one for one in texts if one.figures.n]
    if texts and not told:
        yield Said("suggestions", "none", {})
    for one in sorted(told, key=lambda each: -each.figures.n)[:MOST_TEXTS]:
        assert isinstance(one.figures, Told)  # noqa: S101  for the type checker
        words = [plain(share.label) for share in one.figures.words[:MOST_WORDS]]
        slots = {"item": _quoted(one), "n": f"n {name_of(one, numbers)}"}
        slots["words"] = " ".join(f"“{word}”" for word in words)
        yield Said("suggestions", "words" if words else "plain", slots)


# Against an earlier round; reliability


def _compared(comparison: Comparison, numbers: Mapping[str, str]) -> Said:
    moved = [
        (half_up(one.now, MEAN) - half_up(one.before, MEAN), one)
        for one in comparison.items
        if one.now is not None and one.before is not None
    ]
    if not moved:
        return Said("comparison", "undefined", {})
    up, down = max(moved, key=lambda row: row[0]), min(moved, key=lambda row: row[0])
    slots = {**_move("up", up[1], numbers), **_move("down", down[1], numbers)}
    if up[0] <= 0 <= down[0]:
        return Said("comparison", "equal", {})
    return Said("comparison", "up" if down[0] >= 0 else "down" if up[0] <= 0 else "mixed", slots)


def _move(name: str, one: Compared, numbers: Mapping[str, str]) -> dict[str, str]:
    of = compared_name(one, numbers)
    return {
        name: f"“{plain(one.label)}”", f"{name}_before": mark(f"ก่อน {of}"), f"{name}_now": mark(f"หลัง {of}"),
    }  # fmt: skip


def _reliability(results: Results) -> Iterator[Said]:
    """Of the whole; of one aspect where there is no more."""
    whole = [one for one in results.alphas if not one.aspect] or list(results.alphas)[:MOST_SIDES]
    known = [one for one in whole if one.value is not None]
    if whole and not known:
        yield Said("reliability", "undefined", {})
    for one in known[:MOST_SIDES]:
        yield Said("reliability", "many", {"name": plain(one.name), "judged": one.words})


# Words


def _quoted(one: ItemResult) -> str:
    return f"“{plain(one.item.label) or one.item.path}”"


def _and(parts: Sequence[str]) -> str:
    return f"{' '.join(parts[:-1])} และ{parts[-1]}"

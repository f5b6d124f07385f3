"""Rounds, who was asked, and figures as programs read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any

from nithet.core.tables.writing import Value, spelled
from nithet.forms.models import Round, RoundTarget
from nithet.forms.queries.results import RoundResults
from nithet.forms.queries.rounds import Response
from nithet.forms.results.schemes import scheme_for, scheme_of
from nithet.forms.results.shapes import (
    Alpha,
    AspectResult,
    Counted,
    InstrumentItem,
    ItemResult,
    Needed,
    Numbered,
    Rated,
    Results,
    Share,
    Told,
)
from nithet.forms.results.showing.blocks import ALPHA, MEAN, PERCENT, PNI, SD, reasons_of
from nithet.statistics.rounding import half_up
from nithet.statistics.suppression import HIDDEN

_MEAN_AND_SD = "x̄ = Σx ÷ n; S.D. = √(Σ(x − x̄)² ÷ (n − 1))"
_PNI = "D = x̄ สภาพปัจจุบัน; I = x̄ สภาพที่คาดหวัง; gap = I − D; PNI_modified = (I − D) ÷ D (เฉพาะผู้ตอบครบทั้งสองข้อ)"
_SHARE = "ร้อยละ = จำนวน × 100 ÷ n"
_ALPHA = "α = k ÷ (k − 1) × (1 − Σs²ᵢ ÷ s²ₜ)"


# Rounds


def round_line(one: Round, *, on: date, asked: int, answered: int) -> dict[str, Any]:
    return {
        "id": one.pk, "title": one.title, "form": one.form.name, "version": one.version.number, "unit": one.unit.name,
        "use": one.use, "audience": one.audience,
        "state": Round.State.CLOSED if one.is_over(on=on) else one.state, "is_taking": one.is_taking(on=on),
        "is_anonymous": one.is_anonymous, "is_once": one.is_once, "opens_on": one.opens_on, "closes_on": one.closes_on,
        "opened_at": one.opened_at, "closed_at": one.closed_at, "asked": asked, "answered": answered,
    }  # fmt: skip


def listed_line(one: Any, *, on: date) -> dict[str, Any]:
    """Its numbers were counted by the database."""
    answered = one.counted if one.audience == Round.Audience.PUBLIC else one.answered
    return round_line(one, on=on, asked=one.asked, answered=answered)


def round_whole(one: Round, response: Response, *, on: date) -> dict[str, Any]:
    groups = [
        {"key": group.key, "label": group.title, "asked": group.asked, "answered": group.answered}
        for group in response.groups
    ]
    percent = None if response.percent is None else str(response.percent)
    told = {
        name: getattr(response, name) for name in ("asked", "answered", "excused", "wanted", "late", "again")
    }
    line = round_line(one, on=on, asked=response.asked, answered=response.answered)
    return {**line, "purpose": one.purpose, "response": {**told, "percent": percent, "groups": groups}}


def target_line(one: RoundTarget) -> dict[str, Any]:
    school = {"smis_code": one.school.smis_code, "name": one.school.name} if one.school else None
    told = (
        "standing",
        "reason",
        "has_answered",
        "answered_at",
        "answered_by",
        "properties",
        "reminders",
        "reminded_at",
    )
    return {"id": one.pk, "name": str(one), "school": school} | {name: getattr(one, name) for name in told}


# Figures


def results_line(found: RoundResults) -> dict[str, Any]:
    results, spoken = found.results, _Spoken(found)
    return {
        "round": found.round.pk, "n": None if results.is_suppressed else results.n,
        "is_suppressed": results.is_suppressed, "notes": list(results.notes), "scheme": results.scheme_words,
        "cutoff": results.cutoff_words, "overall": spoken.whole(results.overall),
        "aspects": [spoken.aspect(one) for one in results.aspects],
        "items": [spoken.item(one) for one in results.items], "alphas": [_alpha(one) for one in results.alphas],
    }  # fmt: skip


class _Spoken:
    """Figures with the names of the schemes that they were worded by."""

    def __init__(self, found: RoundResults) -> None:
        self.chosen = scheme_of(found.round.scheme)
        self.instrument = found.instrument

    def item(self, one: ItemResult) -> dict[str, Any]:
        item = one.item
        return {
            "path": item.path, "label": item.label, "role": item.role.value, "aspect": item.aspect, "repeat": item.repeat,
            "options": [{"name": option.name, "label": option.label} for option in item.options],
            "left_out": None if one.figures.is_suppressed else one.left_out,
            "percent": text(one.per_cent, PERCENT), "figures": self.figures(one.figures, item),
        }  # fmt: skip

    def aspect(self, one: AspectResult) -> dict[str, Any]:
        first = one.items[0].item if one.items else None
        figures, percent = self.figures(one.figures, first), text(one.per_cent, PERCENT)
        return {"path": one.aspect.path, "label": one.aspect.label, "percent": percent, "figures": figures}

    def whole(self, figures: Rated | Needed | None) -> dict[str, Any] | None:
        first = next((item for item in self.instrument.items if item.scale), None)
        return None if figures is None else self.figures(figures, first)

    @singledispatchmethod
    def figures(self, figures: Any, item: InstrumentItem | None) -> dict[str, Any]:
        raise TypeError(figures)

    @figures.register
    def _(self, figures: Rated, item: InstrumentItem | None) -> dict[str, Any]:
        scheme = scheme_for(item, self.chosen).name if item else ""
        return _around("rated", figures, _MEAN_AND_SD) | {
            "mean": text(figures.mean, MEAN), "sd": text(figures.sd, SD), "band": figures.band, "scheme": scheme,
            "shares": _shares(figures.shares), "why": why_of(figures),
        }  # fmt: skip

    @figures.register
    def _(self, figures: Needed, item: InstrumentItem | None) -> dict[str, Any]:
        both = {side: self.figures(getattr(figures, side), item) for side in ("actual", "desired")}
        return _around("needed", figures, _PNI) | both | {
            "gap": text(figures.gap, MEAN), "pni": text(figures.pni, PNI), "rank": figures.rank,
            "is_need": figures.is_need, "why": why_of(figures),
        }  # fmt: skip

    @figures.register
    def _(self, figures: Numbered, item: InstrumentItem | None) -> dict[str, Any]:
        numbers = {
            name: text(getattr(figures, name), MEAN)
            for name in ("mean", "sd", "least", "median", "most", "total")
        }
        return _around("numbered", figures, _MEAN_AND_SD) | numbers | {"why": why_of(figures)}

    @figures.register
    def _(self, figures: Counted, item: InstrumentItem | None) -> dict[str, Any]:
        return _around("counted", figures, _SHARE) | {"shares": _shares(figures.shares)}

    @figures.register
    def _(self, figures: Told, item: InstrumentItem | None) -> dict[str, Any]:
        return _around("told", figures, _SHARE) | {"words": _shares(figures.words)}


def _around(kind: str, figures: Any, formula: str) -> dict[str, Any]:
    n = None if figures.is_suppressed else figures.n
    return {"kind": kind, "n": n, "formula": formula, "is_suppressed": figures.is_suppressed}


def _shares(shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "label": one.label, "count": one.count, "percent": text(one.percent, PERCENT)}
        for one in shares
    ]


def _alpha(one: Alpha) -> dict[str, Any]:
    value = text(one.value, ALPHA)
    told = {name: getattr(one, name) for name in ("name", "aspect", "k", "n", "words")}
    return {**told, "value": value, "formula": _ALPHA}


def why_of(figures: Rated | Needed | Numbered) -> str:
    return HIDDEN if figures.is_suppressed else figures.why


def text(value: Decimal | None, places: int) -> str | None:
    """Rounded half up, never in powers of ten."""
    return None if value is None else f"{half_up(value, places):f}"


# A line an item

CSV_HEADINGS = (
    "aspect", "path", "item", "role", "n", "mean", "sd", "band", "actual", "desired", "gap", "pni", "rank", "note",
)  # fmt: skip


def csv_lines(results: Results) -> Iterator[list[Value]]:
    labels = {one.aspect.path: one.aspect.label for one in results.aspects}
    for one in results.items:
        item = one.item
        before = (labels.get(item.aspect, ""), item.path, item.label, item.role.value)
        n = None if one.figures.is_suppressed else one.figures.n
        yield [spelled(value) for value in (*before, n, *_values(one.figures), _note(one))]
    if results.is_suppressed:
        yield [*(None for _ in CSV_HEADINGS[1:]), " ".join(results.notes) or HIDDEN]


def _values(figures: Any) -> tuple[Value, ...]:
    """From the mean to the rank; numbers, which no table takes for formulas whatever their sign."""
    if isinstance(figures, Needed):
        means = _rounded(figures.actual.mean, MEAN), _rounded(figures.desired.mean, MEAN)
        return None, None, None, *means, _rounded(figures.gap, MEAN), _rounded(figures.pni, PNI), figures.rank
    if isinstance(figures, Rated | Numbered):
        band = figures.band if isinstance(figures, Rated) else None
        return _rounded(figures.mean, MEAN), _rounded(figures.sd, SD), band, None, None, None, None, None
    return (None,) * 8


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else half_up(value, places)


def _note(one: ItemResult) -> str:
    return " ".join(reasons_of([one.figures]))

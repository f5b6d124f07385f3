"""The figures of a round, made of its instrument and tally by the chosen schemes.

An aspect is summed up by respondents: each one's mean over the items of the aspect that they answered, then n, x̄ and S.D. of those.
With all items answered its x̄ is the mean of the items' x̄. Reliability is of those who answered all items. Of anonymous answers where
some have left questions out, all answers to the aspect are taken together instead (`scoring`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from nithet.forms.results.instrument import ACTUAL, DESIRED, SCORED
from nithet.forms.results.plan import WHOLE_FORM, Plan, ScoreSet, summed_up
from nithet.forms.results.rounded import ALPHA, PERCENT, decimal_of, to_places
from nithet.forms.results.schemes import cutoff_of, scheme_for
from nithet.forms.results.scoring import Scoring
from nithet.forms.results.shapes import (
    Alpha,
    Aspect,
    AspectResult,
    Instrument,
    InstrumentItem,
    ItemAlpha,
    ItemResult,
    Needed,
    Rated,
    Results,
    Role,
)
from nithet.forms.results.tally import EVERYBODY, Tally
from nithet.statistics.describing import Sums
from nithet.statistics.figure import Figure
from nithet.statistics.needs import NeedGap, Pairs, need_gap, ranks
from nithet.statistics.ratings import Scheme
from nithet.statistics.reliability import ItemSums, RowSums, alpha, item_reliabilities, reliability_word
from nithet.statistics.suppression import HIDDEN, MINIMUM

MIXED = "ข้อในด้านนี้ใช้มาตรวัดต่างกัน จึงไม่สรุปรวมเป็นรายด้าน"
MIXED_WHOLE = "แบบนี้ใช้มาตรวัดต่างกันในแต่ละด้าน จึงไม่สรุปรวมทั้งฉบับ"
BY_RESPONDENTS = "ค่าเฉลี่ยรายด้านและภาพรวมคิดจากค่าเฉลี่ยของผู้ตอบแต่ละราย"
FEW = "ผู้ตอบน้อยกว่า 5 ราย จึงไม่แสดงผลเพื่อคุ้มครองข้อมูลของผู้ตอบ"
OF_LINES = "คำถามที่ตอบได้หลายรายการไม่แสดงผล เพราะผู้ตอบหนึ่งรายอาจตอบไว้หลายรายการ"
GIVES_AWAY = "รายด้านและภาพรวมที่มีข้อซึ่งไม่แสดงผล ไม่แสดงผลด้วย เพราะจะทำให้ทราบคำตอบของข้อนั้น"
POOLED = "รายด้านและภาพรวมที่มีผู้เว้นบางข้อคิดค่าเฉลี่ยจากคำตอบทุกข้อรวมกัน ไม่แสดง S.D. และค่าความเชื่อมั่น เพื่อคุ้มครองข้อมูลของผู้ตอบ"
NO_SPREAD = "ข้อที่มีผู้เลือกบางระดับน้อยกว่า 5 รายไม่แสดงจำนวนรายระดับและ S.D. เพราะจะทำให้ทราบคำตอบของผู้ตอบนั้น"
COARSE = "มีค่าต่างกันมาก มัธยฐานจึงเป็นค่าโดยประมาณ"
WHOLE_NAME = "ทั้งฉบับ"
_SIDES = {ACTUAL: "สภาพปัจจุบัน", DESIRED: "สภาพที่คาดหวัง"}


def results(
    instrument: Instrument,
    tally: Tally,
    scheme: Scheme | None = None,
    cutoff: Mapping[str, Any] | None = None,
    *,
    is_anonymous: bool = False,
) -> Results:
    """`scheme` None leaves it to the scale; `cutoff` as `Round.cutoff` has it."""
    if is_anonymous and tally.n < MINIMUM:
        return Results(0, is_suppressed=True, notes=(FEW,))
    return _Making(instrument, tally, scheme, cutoff, is_anonymous=is_anonymous).run()


class _Making:
    def __init__(
        self,
        instrument: Instrument,
        tally: Tally,
        scheme: Scheme | None,
        cutoff: Mapping[str, Any] | None,
        *,
        is_anonymous: bool,
    ) -> None:
        self.instrument, self.tally = instrument, tally
        self.plan = Plan(instrument)
        self.reading = Scoring(self.plan, tally, scheme, is_anonymous=is_anonymous)
        self.sets = {one.key: one for one in self.plan.sets}
        self.cutoff = cutoff_of(cutoff, self._whole_gap())

    def run(self) -> Results:
        items = {item.path: self.item(item) for item in self.instrument.items}
        aspects = self.ranked(tuple(self.aspect(aspect, items) for aspect in self.instrument.aspects))
        for aspect in aspects:
            items |= {one.item.path: one for one in aspect.items}
        whole = self.sets.get(WHOLE_FORM)
        has_needs = any(item.role == Role.DUAL for item in self.instrument.items)
        return Results(
            self.tally.n, tuple(items.values()), aspects, self.reading.scored(whole) if whole else None,
            tuple(self.alphas()), self.scheme_words(), self.cutoff.words if has_needs else "", notes=tuple(self.notes()),
        )  # fmt: skip

    def item(self, item: InstrumentItem) -> ItemResult:
        figures = self.reading.figures(item)
        if figures.is_suppressed:
            return ItemResult(item, figures)
        observed = self.reading.observed((item,)) if item.role == Role.OBSERVATION else None
        left_out = self.reading.left_out(item)
        return ItemResult(
            item, figures, None if self.reading.is_hidden(left_out) else left_out, self.per_cent(observed)
        )

    def per_cent(self, value: Fraction | None) -> Decimal | None:
        """Of anonymous answers as it is shown."""
        found = decimal_of(value)
        return to_places(found, PERCENT) if self.reading.is_anonymous else found

    def aspect(self, aspect: Aspect, items: Mapping[str, ItemResult]) -> AspectResult:
        own = tuple(items[item.path] for item in self.instrument.of_aspect(aspect.path))
        found = self.sets.get(aspect.path)
        if found is None:
            return AspectResult(aspect, Rated(0, why=MIXED), own)
        figures = self.reading.scored(found)
        is_observed = found.items[0].role == Role.OBSERVATION and not figures.is_suppressed
        observed = self.reading.observed(found.items) if is_observed else None
        return AspectResult(aspect, figures, own, self.per_cent(observed))

    # Needs

    def _whole_gap(self) -> NeedGap:
        whole = self.sets.get(WHOLE_FORM)
        if whole is None or not whole.is_dual or self.reading.is_closed_set(whole):
            return need_gap(Pairs(Sums(0), Sums(0)))
        return need_gap(self.reading.pairs(whole))

    def ranked(self, aspects: tuple[AspectResult, ...]) -> tuple[AspectResult, ...]:
        """Items ranked inside their aspect, aspects among aspects."""
        within = tuple(replace(aspect, items=self.ranked_items(aspect.items)) for aspect in aspects)
        found = iter(self.placed([one.figures for one in within if isinstance(one.figures, Needed)]))
        return tuple(
            replace(one, figures=next(found)) if isinstance(one.figures, Needed) else one for one in within
        )

    def ranked_items(self, items: tuple[ItemResult, ...]) -> tuple[ItemResult, ...]:
        found = iter(self.placed([one.figures for one in items if isinstance(one.figures, Needed)]))
        return tuple(
            replace(one, figures=next(found)) if isinstance(one.figures, Needed) else one for one in items
        )

    def placed(self, needs: list[Needed]) -> list[Needed]:
        figures = [_pni(need) for need in needs]
        return [
            replace(need, rank=rank, is_need=self.cutoff.takes_up(figure, rank))
            for need, figure, rank in zip(needs, figures, ranks(figures), strict=True)
        ]

    # Reliability

    def alphas(self) -> Iterator[Alpha]:
        """Of the whole, where it is more than one aspect, then of each aspect; of dual ratings each side by itself."""
        aspects = [one for one in self.plan.sets if one.key != WHOLE_FORM]
        whole = self.sets.get(WHOLE_FORM)
        if whole is not None and any(len(one.items) < len(whole.items) for one in aspects):
            yield from self.alphas_of(whole, WHOLE_NAME)
        labels = {aspect.path: aspect.label for aspect in self.instrument.aspects}
        for one in aspects:
            yield from self.alphas_of(one, labels[one.key])

    def alphas_of(self, one: ScoreSet, name: str) -> Iterator[Alpha]:
        is_hidden = self.reading.is_closed_set(one) or self.reading.is_pooled(one)
        for place, side in enumerate((ACTUAL, DESIRED) if one.is_dual else ("",)):
            sums = self.row_sums(one, side, place)
            called = f"{name}: {_SIDES[side]}" if side else name
            aspect = "" if one.key == WHOLE_FORM else one.key
            if is_hidden or self.reading.is_hidden(sums.n):
                yield Alpha(called, len(one.items), 0, None, HIDDEN, aspect)
                continue
            figure = alpha(sums)
            is_judged = figure.is_defined and len(one.items) > 2 and self.reading.tells_spread(one)
            judged = item_reliabilities(sums) if is_judged else ()
            items = tuple(
                ItemAlpha(
                    item, self.alpha_of(each.alpha_if_deleted.value), self.alpha_of(each.correlation.value)
                )
                for item, each in zip(one.items, judged, strict=False)
            )
            yield Alpha(
                called,
                len(one.items),
                sums.n,
                self.alpha_of(figure.value),
                reliability_word(figure),
                aspect,
                items,
            )

    def alpha_of(self, value: Fraction | None) -> Decimal | None:
        """Of anonymous answers as it is shown."""
        found = decimal_of(value)
        return to_places(found, ALPHA) if self.reading.is_anonymous else found

    def row_sums(self, one: ScoreSet, side: str, place: int) -> RowSums:
        lengths = self.tally.scores.get(one.key, {}).get(EVERYBODY, {})
        answered, k = sum(row[0] for row in lengths.values()), len(one.items)
        whole = lengths.get(str(k))
        if whole is None:
            return RowSums(0, (ItemSums(0, 0, 0),) * k, 0, 0, answered)
        sums = self.tally.complete[one.side(side)]
        items = tuple(ItemSums(*sums[first : first + 3]) for first in range(0, 3 * k, 3))
        return RowSums(whole[0], items, whole[2 * place + 1], whole[2 * place + 2], answered - whole[0])

    # Words

    def scheme_words(self) -> str:
        rated = (item for item in self.instrument.items if item.role in SCORED)
        return " / ".join(dict.fromkeys(str(scheme_for(item, self.reading.chosen)) for item in rated))

    def notes(self) -> Iterator[str]:
        if summed_up(self.instrument) and WHOLE_FORM not in self.sets:
            yield MIXED_WHOLE
        if any(self.reading.has_gaps(one) for one in self.plan.sets):
            yield POOLED if self.reading.is_anonymous else BY_RESPONDENTS
        for item in self.instrument.items:
            values = self.tally.values.get(item.path)
            if values is not None and values.step > 1:
                yield f"“{item.label}” {COARSE}"
        if self.reading.is_anonymous:
            yield HIDDEN
            if self.plan.repeats:
                yield OF_LINES
            if any(self.reading.is_closed_set(one) for one in self.plan.sets if not one.repeat):
                yield GIVES_AWAY
            if not all(map(self.reading.tells_points, self.instrument.items)):
                yield NO_SPREAD


def _pni(need: Needed) -> Figure:
    """As it is ranked: by three decimals."""
    value = None if need.pni is None else Fraction(need.pni)
    return Figure("PNI_modified", need.n, value, 3)

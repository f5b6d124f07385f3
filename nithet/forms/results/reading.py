"""What a tally says of one question, of everybody or of a group: the figures that pages and documents show.

Of anonymous answers nothing is told of fewer than five people. How often each point of a rating was given is then shown only where none
was given by one to four; least and greatest numbers are somebody's own and not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import cast

from nithet.forms.results.plan import Plan, ScoreSet, numbers
from nithet.forms.results.schemes import scheme_for
from nithet.forms.results.shapes import (
    Counted,
    Figures,
    InstrumentItem,
    Needed,
    Numbered,
    Option,
    Rated,
    Role,
    Share,
    Told,
)
from nithet.forms.results.tally import EVERYBODY, MICRO, Row, Tally, Values
from nithet.statistics.describing import Sums, describe_sums, quartiles_of_counts, sums_of_counts
from nithet.statistics.figure import NOBODY, Figure
from nithet.statistics.needs import NeedGap, Pairs, need_gap
from nithet.statistics.ratings import Rating, Scheme, observe, rate
from nithet.statistics.suppression import HIDDEN, MINIMUM, suppress_counts
from nithet.thai.dates import to_be
from nithet.thai.months import month_name

OTHERS = "อื่น ๆ"
MOST_WORDS = 60
MOST_OPEN = 60
MOST_CLASSES = 10
_DIGITS = 40
_FEW_PAIRS = "ยังไม่มีผู้ตอบครบทั้งสองสภาพ"


def decimal_of(value: Fraction | None) -> Decimal | None:
    """With far more digits than anybody rounds to."""
    if value is None:
        return None
    with localcontext(prec=_DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)


def percent(part: int, whole: int) -> Decimal | None:
    return decimal_of(Fraction(part * 100, whole)) if whole else None


class Reading:
    """`chosen` is the round's scheme, used for the questions of its scale."""

    def __init__(self, plan: Plan, tally: Tally, chosen: Scheme | None, *, is_anonymous: bool) -> None:
        self.plan, self.tally, self.chosen, self.is_anonymous = plan, tally, chosen, is_anonymous

    # What there is

    def row(self, item: InstrumentItem, group: str = EVERYBODY) -> Row:
        """The item's places; noughts of a group that nobody belongs to."""
        first, size = self.plan.places[item.path], self.plan.size_of[item.path]
        row = self.tally.counts.get(group)
        return row[first : first + size] if row else [0] * size

    def asked(self, item: InstrumentItem, group: str = EVERYBODY) -> int:
        """How many could have answered: answers, or lines of the repeat."""
        row = self.tally.counts.get(group)
        place = self.plan.repeats.index(item.repeat) + 1 if item.repeat else 0
        return row[place] if row else 0

    def n(self, item: InstrumentItem, group: str = EVERYBODY) -> int:
        row = self.row(item, group)
        if item.role == Role.DUAL:
            return sum(row[: len(row) // 2])
        if item.role in (Role.RATING, Role.OBSERVATION):
            return sum(
                count for option, count in zip(item.options, row, strict=False) if option.value is not None
            )
        return sum(row) if item.role == Role.CHOICE else row[0]

    def is_hidden(self, n: int) -> bool:
        return self.is_anonymous and 0 < n < MINIMUM

    def is_of_lines(self, item: InstrumentItem) -> bool:
        """Whether its n are lines, of which one of those who stay unnamed may have written many."""
        return self.is_anonymous and bool(item.repeat)

    def gives_away(self, one: ScoreSet, group: str = EVERYBODY) -> bool:
        """Whether the scores, beside the figures of their items, tell what one to four people answered to one of them.

        Those of the whole do where those of any aspect do, and where anybody left a question out: with the aspects they would tell
        of whoever left out the same ones.
        """
        parts = [each for each in self.plan.sets if {*each.items} <= {*one.items}]
        is_of_parts = any(len(each.items) < len(one.items) for each in parts)
        if not self.is_anonymous:
            return False
        return any(self._tells(each, group) for each in parts) or (is_of_parts and any(self.gaps(one, group)))

    def _tells(self, one: ScoreSet, group: str) -> bool:
        few = (self.is_hidden(self.n(item, group)) for item in one.items)
        alike = (row[0] for row in self.tally.scores.get(one.key, {}).get(group, {}).values())
        return bool(one.repeat) or any(few) or any(map(self.is_hidden, (*self.gaps(one, group), *alike)))

    def gaps(self, one: ScoreSet, group: str = EVERYBODY) -> list[int]:
        """Of each item, how many of those with a score have left it out."""
        people = sum(row[0] for row in self.tally.scores.get(one.key, {}).get(group, {}).values())
        return [people - self.n(item, group) for item in one.items]

    # Figures

    def figures(self, item: InstrumentItem, group: str = EVERYBODY, *, is_hidden: bool = False) -> Figures:
        """`is_hidden` where others' figures would give these away."""
        few = self.is_hidden(self.n(item, group)) or self.is_of_lines(item)
        return _READERS[item.role](self, item, group, is_hidden or few)

    def rated(self, item: InstrumentItem, group: str, is_hidden: bool) -> Rated:
        row = self.row(item, group)
        counts = {option.value: count for option, count in zip(item.options, row, strict=False)}
        return self.rating(
            item, {value: count for value, count in counts.items() if value is not None}, row, is_hidden
        )

    def rating(
        self, item: InstrumentItem, counts: Mapping[int, int], row: Sequence[int], is_hidden: bool
    ) -> Rated:
        scheme = scheme_for(item, self.chosen)
        if item.role == Role.OBSERVATION:
            band = observe(counts, full=max(counts, default=2), scheme=scheme).band
            found = rated_of(sums_of_counts(counts), None, band.name if band else "", is_hidden=is_hidden)
        else:
            found = rated_of(sums_of_counts(counts), scheme, is_hidden=is_hidden)
        return with_shares(found, () if is_hidden else self.shares(item.options, row, found.n))

    def shares(self, options: Sequence[Option], row: Sequence[int], n: int) -> tuple[Share, ...]:
        """Points of a scale; what did not apply is counted and in no per cent."""
        if self.is_anonymous and any(self.is_hidden(count) for count in row):
            return tuple(Share(option.name, option.label, None, None) for option in options)
        return tuple(
            Share(option.name, option.label, count, None if option.value is None else percent(count, n))
            for option, count in zip(options, row, strict=False)
        )

    def needed(self, item: InstrumentItem, group: str, is_hidden: bool) -> Needed:
        row, points = self.row(item, group), numbers(item)
        sides = row[: len(points)], row[len(points) :]
        if is_hidden:
            return hidden_need()
        marks = [option.value or 0 for option in points]
        actual, desired = (dict(zip(marks, side, strict=True)) for side in sides)
        left = self.tally.pairs.get(item.path, [])[len(points) ** 2 :] if group == EVERYBODY else []
        gap = need_gap(Pairs(sums_of_counts(actual), sums_of_counts(desired), sum(left)))
        rated = [
            self.rating(item, counts, side, False)
            for counts, side in zip((actual, desired), sides, strict=True)
        ]
        return need_of(gap, rated[0], rated[1])

    def counted(self, item: InstrumentItem, group: str, is_hidden: bool) -> Counted:
        row, n = self.row(item, group), self.n(item, group)
        if is_hidden:
            return Counted(0, is_suppressed=True)
        counts = row[1:] if item.role == Role.CHOICES else row
        named = [(one.name, one.label, count) for one, count in zip(item.options, counts, strict=False)]
        named += self.beyond(item, group, counts[-1])
        shown = self.shown([count for _, _, count in named], n, is_one=item.role == Role.CHOICE)
        return Counted(n, tuple(
            Share(name, label, count, None if count is None else percent(count, n))
            for (name, label, _), count in zip(named, shown, strict=True)
        ))  # fmt: skip

    def beyond(self, item: InstrumentItem, group: str, count: int) -> list[tuple[str, str, int]]:
        """Choices that the form's list has not: by name for everybody, together for a group."""
        if not count:
            return []
        found = self.tally.open.get(item.path, {})
        if group != EVERYBODY or not found:
            return [("", OTHERS, count)]
        common = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        named = [(name, OTHERS if name == "other" else name, often) for name, often in common[:MOST_OPEN]]
        rest = sum(often for _, often in common[MOST_OPEN:])
        return [*named, ("", OTHERS, rest)] if rest else named

    def shown(self, counts: list[int], n: int, *, is_one: bool) -> Sequence[int | None]:
        """Counts of one to four people are hidden, with as many more as would give them away."""
        if not self.is_anonymous:
            return counts
        if is_one:
            return suppress_counts(counts).cells
        return [None if self.is_hidden(count) or self.is_hidden(n - count) else count for count in counts]

    def numbered(self, item: InstrumentItem, group: str, is_hidden: bool) -> Numbered:
        row = self.tally.amounts.get(item.path, {}).get(group)
        if is_hidden:
            return Numbered(0, why=HIDDEN, is_suppressed=True)
        if row is None:
            return Numbered(0, why=NOBODY)
        n, total, squares, least, most = row
        sums = Sums(n, Fraction(total, MICRO), Fraction(squares, MICRO * MICRO))
        described = describe_sums(sums)
        values = self.tally.values.get(item.path, Values()) if group == EVERYBODY else Values()
        ends = (None, None) if self.is_anonymous else (least, most)
        return Numbered(
            n, decimal_of(sums.mean), decimal_of(described.sd.value), _whole(ends[0]), _median(values), _whole(ends[1]),
            _whole(total), self.classes(values, n), described.sd.reason,
        )  # fmt: skip

    def classes(self, values: Values, n: int) -> tuple[Share, ...]:
        found = in_classes(values)
        shown = self.shown([count for _, count in found], n, is_one=True)
        return tuple(
            Share(label, label, count, None if count is None else percent(count, n))
            for (label, _), count in zip(found, shown, strict=True)
        )

    def told(self, item: InstrumentItem, group: str, is_hidden: bool) -> Told:
        n = self.n(item, group)
        if is_hidden:
            return Told(0, is_suppressed=True)
        found = self.tally.open.get(item.path, {}) if group == EVERYBODY else {}
        fewest = MINIMUM if self.is_anonymous else 1
        common = sorted(
            ((word, count) for word, count in found.items() if count >= fewest),
            key=lambda pair: (-pair[1], pair[0]),
        )
        return Told(
            n, tuple(Share(word, word, count, percent(count, n)) for word, count in common[:MOST_WORDS])
        )

    def dated(self, item: InstrumentItem, group: str, is_hidden: bool) -> Counted:
        n = self.n(item, group)
        if is_hidden:
            return Counted(0, is_suppressed=True)
        months = sorted(self.tally.open.get(item.path, {}).items()) if group == EVERYBODY else []
        shown = self.shown([count for _, count in months], n, is_one=True)
        return Counted(n, tuple(
            Share(month, _month(month), count, None if count is None else percent(count, n))
            for (month, _), count in zip(months, shown, strict=True)
        ))  # fmt: skip

    # Scores of several ratings

    def scored(self, one: ScoreSet, group: str = EVERYBODY, *, is_hidden: bool = False) -> Rated | Needed:
        """Of respondents' own means over the items that they answered."""
        lengths = self.tally.scores.get(one.key, {}).get(group, {})
        sides = [score_sums(lengths, side) for side in range(2 if one.is_dual else 1)]
        is_hidden = is_hidden or self.is_hidden(sides[0].n) or self.gives_away(one, group)
        item = one.items[0]
        scheme = None if item.role == Role.OBSERVATION else scheme_for(item, self.chosen)
        if not one.is_dual:
            return rated_of(sides[0], scheme, self.observed_band(one, group), is_hidden=is_hidden)
        if is_hidden:
            return hidden_need()
        rated = [rated_of(side, scheme) for side in sides]
        return need_of(need_gap(Pairs(sides[0], sides[1])), rated[0], rated[1])

    def observed_band(self, one: ScoreSet, group: str) -> str:
        item = one.items[0]
        known = self.observed(one.items, group)
        band = None if known is None else scheme_for(item, self.chosen).band(known)
        return band.name if band else ""

    def observed(self, items: Iterable[InstrumentItem], group: str = EVERYBODY) -> Fraction | None:
        """Per cent of the points that could be reached; what did not apply is in neither."""
        score = reached = 0
        for item in items:
            full = (item.scale or (0, 0))[1]
            for option, count in zip(item.options, self.row(item, group), strict=False):
                if option.value is not None:
                    score, reached = score + option.value * count, reached + full * count
        return Fraction(score * 100, reached) if reached else None


Reader = Callable[[Reading, InstrumentItem, str, bool], Figures]
_READERS: dict[Role, Reader] = {
    Role.RATING: Reading.rated, Role.OBSERVATION: Reading.rated, Role.DUAL: Reading.needed, Role.CHOICE: Reading.counted,
    Role.CHOICES: Reading.counted, Role.NUMBER: Reading.numbered, Role.TEXT: Reading.told, Role.DATE: Reading.dated,
}  # fmt: skip


def rated_of(sums: Sums, scheme: Scheme | None, band: str = "", *, is_hidden: bool = False) -> Rated:
    if is_hidden:
        return Rated(0, why=HIDDEN, is_suppressed=True)
    described = describe_sums(sums)
    if scheme is not None:
        rating: Rating = rate(described, scheme)
        band = rating.band.name if rating.band else ""
    why = described.mean.reason or described.sd.reason
    return Rated(sums.n, _value(described.mean), _value(described.sd), band if sums.n else "", why=why)


def with_shares(rated: Rated, shares: tuple[Share, ...]) -> Rated:
    return Rated(rated.n, rated.mean, rated.sd, rated.band, shares, rated.why, rated.is_suppressed)


def need_of(gap: NeedGap, actual: Rated, desired: Rated) -> Needed:
    lower, upper = gap.actual.value, gap.desired.value
    difference = None if lower is None or upper is None else upper - lower
    why = gap.pni_modified.reason or actual.why
    return Needed(gap.n, actual, desired, decimal_of(difference), _value(gap.pni_modified), why=why)


def hidden_need() -> Needed:
    hidden = Rated(0, why=HIDDEN, is_suppressed=True)
    return Needed(0, hidden, hidden, why=HIDDEN, is_suppressed=True)


def score_sums(lengths: Mapping[str, Row], side: int = 0) -> Sums:
    """n, Σ and Σ² of each respondent's mean: Σ/m and Σ²/m² over those who answered m items."""
    total = squares = Fraction()
    for length, row in lengths.items():
        total += Fraction(row[2 * side + 1], int(length))
        squares += Fraction(row[2 * side + 2], int(length) ** 2)
    return Sums(sum(row[0] for row in lengths.values()), total, squares)


def _value(figure: Figure) -> Decimal | None:
    return decimal_of(figure.value)


def _whole(micro: int | None) -> Decimal | None:
    return None if micro is None else decimal_of(Fraction(micro, MICRO))


def _median(values: Values) -> Decimal | None:
    """Of classes the middle of the class that it lies in."""
    if not values.counts:
        return None
    middle = Fraction(values.step - 1, 2)
    found = quartiles_of_counts(values.counts).median.value
    return None if found is None else decimal_of((found * values.step + middle) / MICRO)


def in_classes(values: Values) -> list[tuple[str, int]]:
    """Each number where they are few, else at most ten classes of a round width, empty ones between them too."""
    if len(values.counts) <= MOST_CLASSES and values.step == 1:
        return [(_written(Fraction(value, MICRO)), count) for value, count in sorted(values.counts.items())]
    least, most = min(values.counts) * values.step, (max(values.counts) + 1) * values.step - 1
    width = _width(most - least)
    width = max(width, MICRO) if all(value * values.step % MICRO == 0 for value in values.counts) else width
    found = dict.fromkeys(range(least // width, most // width + 1), 0)
    for value, count in values.counts.items():
        found[value * values.step // width] += count
    return [(_between(place, width), count) for place, count in found.items()]


def _width(span: int) -> int:
    """1, 2 or 5 with noughts: the finest of which ten reach over the span."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if span < step * size * (MOST_CLASSES - 1):
                return step * size
        size *= 10


def _between(place: int, width: int) -> str:
    low, high = Fraction(place * width, MICRO), Fraction((place + 1) * width, MICRO)
    if width % MICRO == 0:
        return _written(low) if width == MICRO else f"{_written(low)}–{_written(high - 1)}"
    return f"{_written(low)} ถึงน้อยกว่า {_written(high)}"


def _written(value: Fraction) -> str:
    return f"{cast('Decimal', decimal_of(value)).normalize():,f}"


def _month(text: str) -> str:
    year, month = text.split("-")
    return f"{month_name(int(month), short=True)} {to_be(int(year))}"

"""What a tally says of one question, of everybody or of a group: the figures that pages and documents show.

Of anonymous answers nothing is told of fewer than five people. How often each point of a rating was given is then shown only where none
was given by one to four, and the S.D. with it, which with n and x̄ would fix how often; x̄ itself is not shown where it fixes that alone.
Least and greatest numbers are somebody's own and not shown. All figures are rounded before they leave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from nithet.forms.results.classes import in_classes, is_one_by_one, median
from nithet.forms.results.guessing import fixes_few
from nithet.forms.results.plan import Plan, numbers
from nithet.forms.results.rounded import decimal_of, percent, rounded
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
from nithet.statistics.describing import Sums, describe_sums, sums_of_counts
from nithet.statistics.figure import NOBODY, Figure
from nithet.statistics.needs import NeedGap, Pairs, need_gap
from nithet.statistics.ratings import Rating, Scheme, observe, rate
from nithet.statistics.suppression import HIDDEN, MINIMUM, suppress_counts
from nithet.thai.dates import to_be
from nithet.thai.months import month_name

OTHERS = "อื่น ๆ"
MOST_WORDS = 60
MOST_OPEN = 60
_SCALED = (Role.RATING, Role.OBSERVATION, Role.DUAL)


class Reading:
    """`chosen` is the round's scheme, used for the questions of its scale."""

    def __init__(self, plan: Plan, tally: Tally, chosen: Scheme | None, *, is_anonymous: bool) -> None:
        self.plan, self.tally, self.chosen, self.is_anonymous = plan, tally, chosen, is_anonymous
        self._closed: dict[str, bool] = {}

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
        if item.role in _SCALED:
            return sum(self.sides(item, group)[0])
        row = self.row(item, group)
        return sum(row) if item.role == Role.CHOICE else row[0]

    def sides(self, item: InstrumentItem, group: str = EVERYBODY) -> list[Row]:
        """How often each point of a scale was given, the highest first; of a dual rating as the actual, then as the desired one."""
        row = self.row(item, group)
        if item.role not in _SCALED:
            return []
        if item.role == Role.DUAL:
            return [row[: len(row) // 2], row[len(row) // 2 :]]
        return [[count for option, count in zip(item.options, row, strict=False) if option.value is not None]]

    def points(self, item: InstrumentItem, group: str = EVERYBODY, side: int = 0) -> dict[int, int]:
        values = (option.value or 0 for option in numbers(item))
        return dict(zip(values, self.sides(item, group)[side], strict=True))

    # What would tell of few

    def is_hidden(self, n: int) -> bool:
        return self.is_anonymous and 0 < n < MINIMUM

    def is_closed(self, item: InstrumentItem) -> bool:
        """Whether nothing at all is shown of it."""
        if item.path not in self._closed:
            self._closed[item.path] = self.is_anonymous and self._tells_of_few(item)
        return self._closed[item.path]

    def _tells_of_few(self, item: InstrumentItem) -> bool:
        if item.repeat:  # Its n are lines, of which one of those who stay unnamed may have written many.
            return True
        if self.is_hidden(self.n(item)):
            return True
        return self._gap_tells(item) or self.fixes_few(item, [[side] for side in self.sides(item)], 0)

    def _gap_tells(self, item: InstrumentItem) -> bool:
        """Who is not asked, or to whom it does not apply, has said so by an answer."""
        has_other = item.role in _SCALED and any(option.value is None for option in item.options)
        return (item.is_conditional or has_other) and self.is_hidden(self.left_out(item))

    def left_out(self, item: InstrumentItem, group: str = EVERYBODY) -> int:
        return self.asked(item, group) - self.n(item, group)

    def tells_points(self, item: InstrumentItem) -> bool:
        """Whether how often each point was given is shown."""
        return item.role not in _SCALED or not any(map(self.is_hidden, self.row(item)))

    def fixes_few(self, item: InstrumentItem, sides: Sequence[Sequence[Row]], place: int) -> bool:
        """Whether the mean of a group tells how often a point was given by one to four. `sides`: of each side the groups' points."""
        if item.role not in _SCALED:
            return False
        return any(
            fixes_few(groups, place, is_whole_told=not any(map(self.is_hidden, whole)))
            for whole, groups in zip(self.sides(item), sides, strict=True)
        )

    # Figures

    def figures(self, item: InstrumentItem, group: str = EVERYBODY, *, is_hidden: bool = False) -> Figures:
        """`is_hidden` where others' figures would give these away."""
        few = self.is_closed(item) or self.is_hidden(self.n(item, group))
        found = _READERS[item.role](self, item, group, is_hidden or few)
        return rounded(found) if self.is_anonymous else found

    def rated(self, item: InstrumentItem, group: str, is_hidden: bool) -> Rated:
        return self.rating(item, self.points(item, group), self.row(item, group), is_hidden)

    def rating(
        self, item: InstrumentItem, counts: Mapping[int, int], row: Sequence[int], is_hidden: bool
    ) -> Rated:
        scheme = scheme_for(item, self.chosen)
        if item.role == Role.OBSERVATION:
            band = observe(counts, full=max(counts, default=2), scheme=scheme).band
            found = rated_of(sums_of_counts(counts), None, band.name if band else "", is_hidden=is_hidden)
        else:
            found = rated_of(sums_of_counts(counts), scheme, is_hidden=is_hidden)
        if is_hidden:
            return found
        found = replace(found, shares=self.shares(item.options, row, found.n))
        return replace(found, sd=None) if any(map(self.is_hidden, row)) else found

    def shares(self, options: Sequence[Option], row: Sequence[int], n: int) -> tuple[Share, ...]:
        """Points of a scale; what did not apply is counted and in no per cent."""
        if self.is_anonymous and any(self.is_hidden(count) for count in row):
            return tuple(Share(option.name, option.label, None, None) for option in options)
        return tuple(
            Share(option.name, option.label, count, None if option.value is None else percent(count, n))
            for option, count in zip(options, row, strict=False)
        )

    def needed(self, item: InstrumentItem, group: str, is_hidden: bool) -> Needed:
        if is_hidden:
            return hidden_need()
        sides = self.sides(item, group)
        actual, desired = (self.points(item, group, side) for side in (0, 1))
        pairs = len(numbers(item)) ** 2
        left = self.tally.pairs.get(item.path, [])[pairs:] if group == EVERYBODY else []
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
        """Choices that the form's list has not: by name for everybody, together for a group and where few gave them."""
        if not count:
            return []
        found = self.tally.open.get(item.path, {})
        if group != EVERYBODY or not found:
            return [("", OTHERS, count)]
        common = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        told = [(name, often) for name, often in common[:MOST_OPEN] if not self.is_hidden(often)]
        named = [(name, OTHERS if name == "other" else name, often) for name, often in told]
        rest = sum(found.values()) - sum(often for _, often in told)
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
        found = Numbered(
            n, decimal_of(sums.mean), decimal_of(described.sd.value), _whole(least), median(values), _whole(most),
            _whole(total), self.classes(values, n), described.sd.reason,
        )  # fmt: skip
        return self.unnamed(found, values) if self.is_anonymous else found

    def unnamed(self, found: Numbered, values: Values) -> Numbered:
        """Without what one person alone has given: the ends, and where each number is not of many, the middle and the classes."""
        shares = () if any(share.count is None for share in found.shares) else found.shares
        middle = found.median if shares and is_one_by_one(values) else None
        return replace(
            found, least=None, most=None, median=middle, sd=found.sd if shares else None, shares=shares
        )

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
        told = (
            (word, count)
            for word, count in found.items()
            if not self.is_hidden(count) and not self.is_hidden(n - count)
        )
        common = sorted(told, key=lambda pair: (-pair[1], pair[0]))
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
            if count is not None
        ))  # fmt: skip


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


def without_spread(figures: Figures) -> Figures:
    """Without shares and S.D., which with n and x̄ fix how often each point was given."""
    if isinstance(figures, Needed):
        return replace(figures, actual=_bare(figures.actual), desired=_bare(figures.desired))
    if isinstance(figures, Rated):
        return _bare(figures)
    if isinstance(figures, Counted):
        return replace(figures, shares=_blank(figures.shares))
    return figures


def _bare(rated: Rated) -> Rated:
    return replace(rated, sd=None, shares=_blank(rated.shares))


def _blank(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    return tuple(replace(share, count=None, percent=None) for share in shares)


def need_of(gap: NeedGap, actual: Rated, desired: Rated) -> Needed:
    lower, upper = gap.actual.value, gap.desired.value
    difference = None if lower is None or upper is None else upper - lower
    why = gap.pni_modified.reason or actual.why
    return Needed(gap.n, actual, desired, decimal_of(difference), _value(gap.pni_modified), why=why)


def hidden_need() -> Needed:
    hidden = Rated(0, why=HIDDEN, is_suppressed=True)
    return Needed(0, hidden, hidden, why=HIDDEN, is_suppressed=True)


def _value(figure: Figure) -> Decimal | None:
    return decimal_of(figure.value)


def _whole(micro: int | None) -> Decimal | None:
    return None if micro is None else decimal_of(Fraction(micro, MICRO))


def _month(text: str) -> str:
    year, month = text.split("-")
    return f"{month_name(int(month), short=True)} {to_be(int(year))}"

"""Which columns of a question by a property stay hidden of anonymous answers.

A group of one to four is hidden, one of which one to four left the question out, and one whose mean fixes what few of it answered; with
them as many others as would give them away by what is left of everybody. Who is in no column is one more, which nobody sees. Where a group
of all properties together is so, only the first property is laid out: two of them beside each other would tell of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from nithet.forms.results.reading import Reading
from nithet.forms.results.shapes import InstrumentItem
from nithet.forms.results.tally import EVERYBODY, Row, Tally
from nithet.statistics.suppression import MINIMUM

JOINT = "*"
"""All properties of an answer together, as one more that no page shows."""


def hidden_columns(reading: Reading, item: InstrumentItem, code: str, groups: Sequence[str]) -> set[int]:
    """Places of the groups of the property `code` that are not shown."""
    if not reading.is_anonymous:
        return set()
    if reading.is_closed(item) or (not is_first(reading.tally, code) and _tells_beside(reading, item)):
        return set(range(len(groups)))
    return _Columns(reading, item, groups).hidden()


class _Columns:
    """What is counted of each group, and last of those in none."""

    def __init__(self, reading: Reading, item: InstrumentItem, groups: Sequence[str]) -> None:
        self.reading, self.item = reading, item
        self.rest = len(groups)
        self.counts = _with_rest(reading.n(item), [reading.n(item, group) for group in groups])
        self.gaps = _with_rest(reading.left_out(item), [reading.left_out(item, group) for group in groups])
        self.sides = [
            [*rows, [whole - sum(column) for whole, *column in zip(side, *rows, strict=True)]]
            for side, *rows in _by_side(reading, item, groups)
        ]

    def hidden(self) -> set[int]:
        found = {place for place in range(self.rest) if self.is_few(place)}
        while not self._is_safe(found):
            more = [place for place in range(self.rest) if self.counts[place] and place not in found]
            if not more:
                return set(range(self.rest))
            found.add(min(more, key=lambda place: self.counts[place]))
        return found

    def is_few(self, place: int) -> bool:
        few = map(self.reading.is_hidden, (self.counts[place], self.gaps[place]))
        return any(few) or self.is_fixed(place)

    def is_fixed(self, place: int) -> bool:
        return self.reading.fixes_few(self.item, self.sides, place)

    def _is_fixed_together(self, places: Collection[int]) -> bool:
        """Groups of which nobody knows anything apart."""
        sides = [
            [
                _added(rows[place] for place in places),
                *(row for at, row in enumerate(rows) if at not in places),
            ]
            for rows in self.sides
        ]
        return self.reading.fixes_few(self.item, sides, 0)

    def _is_safe(self, hidden: set[int]) -> bool:
        """All that is hidden taken together: its n, its sum and who left the question out follow from what is shown."""
        parts = [self.counts[place] for place in hidden if self.counts[place]]
        n = self.counts[self.rest] + sum(parts)
        gaps = self.gaps[self.rest] + sum(self.gaps[place] for place in hidden)
        if (
            self.reading.is_hidden(n)
            or self.reading.is_hidden(gaps)
            or self._is_fixed_together({*hidden, self.rest})
        ):
            return False
        return self._is_mixed(parts)

    def _is_mixed(self, parts: Sequence[int]) -> bool:
        """No hidden group stands alone, nor can each be but one person. Of those in no group nobody knows how many they are."""
        if not parts or self.counts[self.rest]:
            return True
        return len(parts) > 1 and sum(parts) > len(parts)


def _with_rest(everybody: int, counts: list[int]) -> list[int]:
    return [*counts, everybody - sum(counts)]


def _added(rows: Iterable[Row]) -> Row:
    return [sum(column) for column in zip(*rows, strict=True)]


def _by_side(reading: Reading, item: InstrumentItem, groups: Sequence[str]) -> list[tuple[Row, ...]]:
    """Of everybody, then of each group."""
    return list(zip(*(reading.sides(item, group) for group in (EVERYBODY, *groups)), strict=True))


# Two properties beside each other


def joint_groups(tally: Tally) -> list[str]:
    """The groups of all properties together."""
    return [group for group in tally.counts if group.startswith(f"{JOINT}=")]


def is_first(tally: Tally, code: str) -> bool:
    """By the letters of its code, so that it is the same one whichever is looked at."""
    codes = {group.partition("=")[0] for group in tally.counts if group != EVERYBODY} - {JOINT}
    return code == min(codes, default=code)


def _tells_beside(reading: Reading, item: InstrumentItem) -> bool:
    """Whether some group of all properties together, or those of none, are one to four, left it out so few, or are told by means."""
    joint = joint_groups(reading.tally)
    together = _Columns(reading, item, joint)
    if any(map(reading.is_hidden, (*together.counts, *together.gaps))):
        return True
    # Each of them alone: what columns of both properties leave of each other may be one.
    return any(together.is_fixed(place) for place in range(len(joint))) or _is_told_by_point(together)


def _is_told_by_point(together: _Columns) -> bool:
    """Whether points that everybody gave are counted while few gave them in a group: two properties could be solved for them."""
    return any(
        not any(map(together.reading.is_hidden, _added(rows)))
        and any(0 < count < MINIMUM for row in rows for count in row)
        for rows in together.sides
    )

"""What was counted of answers, in whole numbers: two tallies of different answers add up to the tally of both, in any order.

`counts` has one row of whole numbers for each group of respondents, all in the same order (`plan.Plan`): the group "" is
everybody, `cluster=12` those of that value of a property. What has no fixed places stands beside it by name. As JSON it comes back the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

EVERYBODY = ""
MICRO = 10**6
"""Numbers are counted in millionths, so that decimals add up exactly."""
MOST_VALUES = 2000
"""So many different numbers of a question are kept one by one; beyond, classes of tens, hundreds … of millionths."""

Row = list[int]
Amounts = dict[str, Row]
"""Group → n, Σx, Σx², least, greatest, of numbers in millionths."""
Scores = dict[str, dict[str, Row]]
"""Group → in how many items a respondent's score is (as text) → n, Σ, Σ² (of a dual rating of both sides) of the scores."""


@dataclass(slots=True)
class Values:
    """How often each number was given. Numbers below `step` millionths apart are one class."""

    step: int = 1
    counts: dict[int, int] = field(default_factory=dict)
    """Number in steps, rounded down → how often."""

    def settle(self) -> Values:
        """The finest classes that are few enough; as classes lie within each other, it is the same for any order."""
        while len(self.counts) > MOST_VALUES:
            self._coarsen(self.step * 10)
        return self

    def add(self, other: Values) -> None:
        self._coarsen(max(self.step, other.step))
        factor = self.step // other.step
        for value, count in other.counts.items():
            place = value // factor
            self.counts[place] = self.counts.get(place, 0) + count

    def _coarsen(self, step: int) -> None:
        factor, before = step // self.step, self.counts
        if factor == 1:
            return
        self.step, self.counts = step, {}
        for value, count in before.items():
            place = value // factor
            self.counts[place] = self.counts.get(place, 0) + count


@dataclass(slots=True)
class Tally:
    """Equal where the same was counted."""

    n: int = 0
    counts: dict[str, Row] = field(default_factory=dict)
    pairs: dict[str, Row] = field(default_factory=dict)
    """Of a dual rating: each actual with each desired point, then those who gave one of them only."""
    open: dict[str, dict[str, int]] = field(default_factory=dict)
    """Path → choice outside the form's lists, month, or word → in how many answers."""
    amounts: dict[str, Amounts] = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)
    scores: dict[str, Scores] = field(default_factory=dict)
    """Set of ratings → the scores of those who answered any of it."""
    complete: dict[str, Row] = field(default_factory=dict)
    """Side of a set → Σx, Σx², Σ(x × score) of each item, of those who answered it whole."""


def empty() -> Tally:
    return Tally()


def merge(tallies: Iterable[Tally]) -> Tally:
    """The tally of all their answers together. They must be of one plan."""
    given = list(tallies)
    found = Tally(sum(one.n for one in given))
    found.counts = _merged_rows([one.counts for one in given])
    found.pairs = _merged_rows([one.pairs for one in given])
    found.complete = _merged_rows([one.complete for one in given])
    for one in given:
        _add_named(found.open, one.open)
        _add_amounts(found.amounts, one.amounts)
        _add_scores(found.scores, one.scores)
        for path, values in one.values.items():
            found.values.setdefault(path, Values(values.step)).add(values)
    for values in found.values.values():
        values.settle()
    return found


def _merged_rows(given: list[dict[str, Row]]) -> dict[str, Row]:
    rows: dict[str, list[Row]] = {}
    for named in given:
        for name, row in named.items():
            rows.setdefault(name, []).append(row)
    return {name: list(map(sum, zip(*found, strict=True))) for name, found in rows.items()}


def _add_named(into: dict[str, dict[str, int]], other: Mapping[str, Mapping[str, int]]) -> None:
    for path, counts in other.items():
        own = into.setdefault(path, {})
        if not own:
            own.update(counts)
            continue
        for name, count in counts.items():
            own[name] = own.get(name, 0) + count


def _add_amounts(into: dict[str, Amounts], other: Mapping[str, Amounts]) -> None:
    for path, groups in other.items():
        own = into.setdefault(path, {})
        for group, row in groups.items():
            own[group] = added(own[group], row) if group in own else list(row)


def added(one: Row, other: Row) -> Row:
    """Two rows of amounts: the sums are added up, the least and the greatest stay so."""
    return [
        *(mine + theirs for mine, theirs in zip(one[:3], other[:3], strict=True)),
        min(one[3], other[3]),
        max(one[4], other[4]),
    ]


def _add_scores(into: dict[str, Scores], other: Mapping[str, Scores]) -> None:
    for name, groups in other.items():
        for group, lengths in groups.items():
            own = into.setdefault(name, {}).setdefault(group, {})
            for length, row in lengths.items():
                mine = own.get(length)
                own[length] = list(row) if mine is None else [a + b for a, b in zip(mine, row, strict=True)]


# To JSON and back


def to_json(tally: Tally) -> dict[str, Any]:
    return {
        "n": tally.n, "counts": tally.counts, "pairs": tally.pairs, "open": tally.open, "amounts": tally.amounts, "scores": tally.scores, "complete": tally.complete,
        "values": {path: [values.step, list(values.counts), list(values.counts.values())] for path, values in tally.values.items()},
    }  # fmt: skip


def from_json(kept: Mapping[str, Any]) -> Tally:
    values = {
        path: Values(step, dict(zip(places, counts, strict=True)))
        for path, (step, places, counts) in kept["values"].items()
    }
    return Tally(
        kept["n"],
        kept["counts"],
        kept["pairs"],
        kept["open"],
        kept["amounts"],
        values,
        kept["scores"],
        kept["complete"],
    )

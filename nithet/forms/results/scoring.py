"""What a tally says of several ratings together: an aspect, or the whole form.

Scores are respondents' own means. Of anonymous answers where some have left questions out they would tell what those answered: there the
answers to all questions are taken together instead, which says nothing that the questions do not say, and there is no S.D. and no α.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from nithet.forms.results.plan import ScoreSet
from nithet.forms.results.reading import Reading, hidden_need, need_of, rated_of
from nithet.forms.results.rounded import needed, rated
from nithet.forms.results.schemes import scheme_for
from nithet.forms.results.shapes import InstrumentItem, Needed, Rated, Role
from nithet.forms.results.tally import EVERYBODY, Row
from nithet.statistics.describing import Sums, sums_of_counts
from nithet.statistics.needs import Pairs, need_gap


class Scoring(Reading):
    """Reads sets of ratings too."""

    def is_closed_set(self, one: ScoreSet) -> bool:
        """With a question that stays hidden: what is left of the set would tell of it."""
        return self.is_anonymous and any(self.is_closed(item) for item in one.items)

    def has_gaps(self, one: ScoreSet, group: str = EVERYBODY) -> bool:
        """Whether somebody with a score has left a question out."""
        return bool({*self.lengths(one, group)} - {str(len(one.items))})

    def is_pooled(self, one: ScoreSet, group: str = EVERYBODY) -> bool:
        return self.is_anonymous and self.has_gaps(one, group)

    def tells_spread(self, one: ScoreSet) -> bool:
        """Whether S.D. say no more of anybody than the questions' own do."""
        return not self.is_anonymous or (
            not self.has_gaps(one) and all(self.tells_points(item) for item in one.items)
        )

    def lengths(self, one: ScoreSet, group: str = EVERYBODY) -> Mapping[str, Row]:
        return self.tally.scores.get(one.key, {}).get(group, {})

    # Figures

    def scored(self, one: ScoreSet, group: str = EVERYBODY, *, is_hidden: bool = False) -> Rated | Needed:
        if is_hidden or self.is_closed_set(one):
            return hidden_need() if one.is_dual else rated_of(Sums(0), None, is_hidden=True)
        return self._needed(one, group) if one.is_dual else self._rated(one, group)

    def _leaving(self, one: ScoreSet, group: str, found: Rated) -> Rated:
        """As it is shown."""
        if not self.is_anonymous:
            return found
        is_told = self.tells_spread(one) and group == EVERYBODY
        return rated(found if is_told else replace(found, sd=None))

    def _rated(self, one: ScoreSet, group: str) -> Rated:
        item = one.items[0]
        scheme = None if item.role == Role.OBSERVATION else scheme_for(item, self.chosen)
        found = rated_of(self.sums(one, group), scheme, self.observed_band(one, group))
        return self._leaving(one, group, replace(found, n=self.people(one, group)))

    def _needed(self, one: ScoreSet, group: str) -> Needed:
        gap = need_gap(self.pairs(one, group))
        scheme = scheme_for(one.items[0], self.chosen)
        n = self.people(one, group)
        actual, desired = (
            self._leaving(one, group, replace(rated_of(self.sums(one, group, side), scheme), n=n))
            for side in (0, 1)
        )
        found = replace(need_of(gap, actual, desired), n=n)
        return needed(found) if self.is_anonymous else found

    def people(self, one: ScoreSet, group: str = EVERYBODY) -> int:
        """How many have a score; where that would tell of those who left questions out, who answered the question that most answered."""
        if self.is_pooled(one, group):
            return max(self.n(item, group) for item in one.items)
        return sum(row[0] for row in self.lengths(one, group).values())

    def pairs(self, one: ScoreSet, group: str = EVERYBODY) -> Pairs:
        return Pairs(self.sums(one, group), self.sums(one, group, 1))

    def sums(self, one: ScoreSet, group: str = EVERYBODY, side: int = 0) -> Sums:
        if not self.is_pooled(one, group):
            return score_sums(self.lengths(one, group), side)
        found = Sums(0)
        for item in one.items:
            found += sums_of_counts(self.points(item, group, side))
        return found

    # What was observed

    def observed_band(self, one: ScoreSet, group: str) -> str:
        item = one.items[0]
        if item.role != Role.OBSERVATION:
            return ""
        known = self.observed(one.items, group)
        band = None if known is None else scheme_for(item, self.chosen).band(known)
        return band.name if band else ""

    def observed(self, items: Iterable[InstrumentItem], group: str = EVERYBODY) -> Fraction | None:
        """Per cent of the points that could be reached; what did not apply is in neither."""
        score = reached = 0
        for item in items:
            full = (item.scale or (0, 0))[1]
            for point, count in self.points(item, group).items():
                score, reached = score + point * count, reached + full * count
        return Fraction(score * 100, reached) if reached else None


def score_sums(lengths: Mapping[str, Row], side: int = 0) -> Sums:
    """n, Σ and Σ² of each respondent's mean: Σ/m and Σ²/m² over those who answered m items."""
    total = squares = Fraction()
    for length, row in lengths.items():
        total += Fraction(row[2 * side + 1], int(length))
        squares += Fraction(row[2 * side + 2], int(length) ** 2)
    return Sums(sum(row[0] for row in lengths.values()), total, squares)

"""One question by a property of those who answered: figures side by side for each value of the property.

Of anonymous answers a group of one to four is hidden, and with it as many others as would give it away by what is left of the whole. Groups
of choices are then counted only where no cell of the whole table is of one to four people. Where a group of all properties together is of
one to four, only the first property is laid out: two of them beside each other would tell of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nithet.forms.results.plan import WHOLE_FORM, Plan, ScoreSet
from nithet.forms.results.reading import Reading
from nithet.forms.results.shapes import (
    AspectCross,
    Counted,
    Cross,
    Figures,
    Instrument,
    InstrumentItem,
    Needed,
    Property,
    Rated,
    Role,
    Share,
)
from nithet.forms.results.tally import EVERYBODY, Tally
from nithet.statistics.ratings import Scheme
from nithet.statistics.suppression import MINIMUM, suppress_counts

CROSSED = (Role.RATING, Role.DUAL, Role.OBSERVATION, Role.CHOICE, Role.CHOICES, Role.NUMBER)


NOT_TOLD = "ไม่ระบุ"
JOINT = "*"
"""All properties of an answer together, as one more that no page shows."""


def told_jointly(properties: Mapping[str, str]) -> dict[str, str]:
    """What anonymous answers are told apart by: groups of one property could be reckoned against those of another."""
    if len(properties) < 2:
        return dict(properties)
    return {**properties, JOINT: "&".join(f"{code}={properties[code]}" for code in sorted(properties))}


def answered_by(tally: Tally, code: str) -> dict[str, int]:
    """How many answers there are of each value of a property."""
    start = f"{code}="
    return {group[len(start) :]: row[0] for group, row in tally.counts.items() if group.startswith(start)}


def properties_of(tally: Tally, known: Sequence[Property]) -> tuple[Property, ...]:
    """Those that any answer is told apart by; a value that nobody named stands for itself, behind the others."""
    there = {one.code: answered_by(tally, one.code) for one in known}
    return tuple(replace(one, values=_named(one, there[one.code])) for one in known if there[one.code])


def _named(one: Property, there: Mapping[str, int]) -> dict[str, str]:
    """The nameless value, of those without the property, only where somebody is."""
    known = {value: label for value, label in one.values.items() if value or value in there}
    return known | {value: value or NOT_TOLD for value in there if value not in known}


def crossed_items(instrument: Instrument) -> tuple[InstrumentItem, ...]:
    """What can be laid out by a property: figures and choices, not texts, days and lists without end."""
    return tuple(
        item
        for item in instrument.items
        if item.role in CROSSED and (item.options or item.role == Role.NUMBER)
    )


def cross(
    instrument: Instrument,
    tally: Tally,
    item: InstrumentItem,
    by: Property,
    scheme: Scheme | None = None,
    *,
    is_anonymous: bool = False,
) -> Cross:
    """A column for each value that `by` names, also those that nobody has answered of."""
    reading = Reading(Plan(instrument), tally, scheme, is_anonymous=is_anonymous)
    groups = [f"{by.code}={value}" for value in by.values]
    hidden = _hidden_of(reading, item, groups)
    is_beside = is_anonymous and not _is_first(tally, by)
    if (is_beside and _tells_beside(reading, item)) or (is_anonymous and _is_tied(reading, item, groups)):
        hidden = set(range(len(groups)))
    columns = [
        (value, reading.figures(item, group, is_hidden=place in hidden))
        for place, (value, group) in enumerate(zip(by.values, groups, strict=True))
    ]
    if is_anonymous and (
        _is_revealing(reading, item, groups, hidden)
        or (is_beside and _is_revealing(reading, item, _joint(tally), set()))
    ):
        columns = [(value, _without_shares(figures)) for value, figures in columns]
    return Cross(item, by, tuple(columns))


def cross_aspect(
    instrument: Instrument,
    tally: Tally,
    aspect: str,
    by: Property,
    scheme: Scheme | None = None,
    *,
    is_anonymous: bool = False,
) -> AspectCross | None:
    """An aspect by its path, or the whole by ""; None where it is not summed up."""
    reading = Reading(Plan(instrument), tally, scheme, is_anonymous=is_anonymous)
    one = next((one for one in reading.plan.sets if one.key == (aspect or WHOLE_FORM)), None)
    if one is None:
        return None
    groups = [f"{by.code}={value}" for value in by.values]
    hidden = _hidden(reading, *_scored(tally, one, groups))
    if is_anonymous and _is_told(reading, one, groups, hidden, is_first=_is_first(tally, by)):
        hidden = set(range(len(groups)))
    columns: list[tuple[str, Rated | Needed]] = [
        (value, reading.scored(one, group, is_hidden=place in hidden))
        for place, (value, group) in enumerate(zip(by.values, groups, strict=True))
    ]
    named = next((known for known in instrument.aspects if known.path == aspect), None)
    return AspectCross(named, by, tuple(columns))


def _is_told(
    reading: Reading, one: ScoreSet, groups: Sequence[str], hidden: set[int], *, is_first: bool
) -> bool:
    """Whether scores by a property, beside what is shown of the questions by it, give an answer away."""
    if any(
        _hidden_of(reading, item, groups) != hidden or _is_tied(reading, item, groups) for item in one.items
    ):
        return True
    if _scores_tell(reading, one, [group for place, group in enumerate(groups) if place not in hidden]):
        return True
    return not is_first and _scores_tell_beside(reading, one)


def _scores_tell(reading: Reading, one: ScoreSet, shown: Sequence[str]) -> bool:
    """Whether the scores of a column, of all, or of those who are in no column that is shown give an answer away."""
    if any(reading.gives_away(one, group) for group in (EVERYBODY, *shown)):
        return True
    rest = zip(reading.gaps(one), *(reading.gaps(one, group) for group in shown), strict=True)
    return any(reading.is_hidden(whole - sum(gaps)) for whole, *gaps in rest)


def _is_tied(reading: Reading, item: InstrumentItem, groups: Sequence[str]) -> bool:
    """Whether scores of everybody tell what those answered who left other questions out, and by the groups of one to four."""
    own = _hidden_of(reading, item, groups)
    return any(
        _hidden_of(reading, each, groups) != own or _strays(reading, one, groups, own)
        for one in _with_gaps(reading, item)
        for each in one.items
        if reading.n(each)
    )


def _with_gaps(reading: Reading, item: InstrumentItem) -> list[ScoreSet]:
    """The scores made of the question that are shown though some have left a question of theirs out."""
    sets = (one for one in reading.plan.sets if item in one.items)
    return [one for one in sets if any(reading.gaps(one)) and not reading.gives_away(one)]


def _strays(reading: Reading, one: ScoreSet, groups: Sequence[str], hidden: set[int]) -> bool:
    """Whether all but one to four have answered as many questions as most of their group, hidden groups taken together or not."""
    scores = reading.tally.scores.get(one.key, {})
    everybody = {length: row[0] for length, row in scores.get(EVERYBODY, {}).items()}
    for apart in (groups, [group for place, group in enumerate(groups) if place not in hidden]):
        told = [{length: row[0] for length, row in scores.get(group, {}).items()} for group in apart]
        rest = {length: n - sum(row.get(length, 0) for row in told) for length, n in everybody.items()}
        strays = sum(sum(row.values()) - max(row.values(), default=0) for row in (*told, rest))
        if reading.is_hidden(strays):
            return True
    return False


# Two properties beside each other


def _joint(tally: Tally) -> list[str]:
    """The groups of all properties together."""
    return [group for group in tally.counts if group.startswith(f"{JOINT}=")]


def _is_first(tally: Tally, by: Property) -> bool:
    """By the letters of its code, so that it is the same one whichever is looked at."""
    codes = {group.partition("=")[0] for group in tally.counts if group != EVERYBODY} - {JOINT}
    return by.code == min(codes, default=by.code)


def _tells_beside(reading: Reading, item: InstrumentItem) -> bool:
    """Whether some group of all properties together, or those of none, are one to four, or scores tell them apart further."""
    groups = [reading.n(item, group) for group in _joint(reading.tally)]
    few = map(reading.is_hidden, (*groups, reading.n(item) - sum(groups)))
    return any(few) or bool(_with_gaps(reading, item))


def _scores_tell_beside(reading: Reading, one: ScoreSet) -> bool:
    joint = _joint(reading.tally)
    groups, everybody = _scored(reading.tally, one, joint)
    return (
        any(map(reading.is_hidden, (*groups, everybody - sum(groups))))
        or any(_tells_beside(reading, item) for item in one.items)
        or _scores_tell(reading, one, joint)
    )


def _scored(tally: Tally, one: ScoreSet, groups: Sequence[str]) -> tuple[list[int], int]:
    """How many have a score, of each group and of everybody."""
    scores = tally.scores.get(one.key, {})
    return [_people(scores.get(group, {})) for group in groups], _people(scores.get(EVERYBODY, {}))


def _people(lengths: Mapping[str, Sequence[int]]) -> int:
    return sum(row[0] for row in lengths.values())


def _hidden_of(reading: Reading, item: InstrumentItem, groups: Sequence[str]) -> set[int]:
    return _hidden(reading, [reading.n(item, group) for group in groups], reading.n(item))


def _hidden(reading: Reading, counts: Sequence[int], everybody: int) -> set[int]:
    """The columns that stay hidden; who is in none of them is one more, which nobody sees."""
    if not reading.is_anonymous:
        return set()
    rest = everybody - sum(counts)
    if everybody < MINIMUM:
        return set(range(len(counts)))
    if rest <= 0:
        shown = suppress_counts(counts).cells
        return {place for place, count in enumerate(shown) if count is None}
    # The rest is hidden whatever its size; as few people as there may be in it, it must not stand alone.
    hidden = {place for place, count in enumerate(counts) if 0 < count < MINIMUM}
    while rest + sum(counts[place] for place in hidden) < MINIMUM:
        more = [place for place, count in enumerate(counts) if count and place not in hidden]
        if not more:
            break
        hidden.add(min(more, key=lambda place: counts[place]))
    return hidden


def _is_revealing(reading: Reading, item: InstrumentItem, groups: Sequence[str], hidden: set[int]) -> bool:
    """Whether any cell, of a column that is shown or of the others together, is of one to four people."""
    rows = [reading.row(item, group) for place, group in enumerate(groups) if place not in hidden]
    whole = reading.row(item)
    others = [count - sum(column) for count, *column in zip(whole, *rows, strict=True)]
    return any(0 < count < MINIMUM for row in (*rows, whole, others) for count in row)


def _without_shares(figures: Figures) -> Figures:
    if isinstance(figures, Needed):
        return replace(figures, actual=_hide(figures.actual), desired=_hide(figures.desired))
    if isinstance(figures, Rated):
        return _hide(figures)
    if isinstance(figures, Counted):
        return replace(figures, shares=_blank(figures.shares))
    return figures


def _hide(rated: Rated) -> Rated:
    return replace(rated, shares=_blank(rated.shares))


def _blank(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    return tuple(replace(share, count=None, percent=None) for share in shares)

"""One question by a property of those who answered: figures side by side for each value of the property.

Of anonymous answers some columns stay hidden (`columns`). Groups of choices are then counted only where no cell of the whole table is of
one to four people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nithet.forms.results.columns import JOINT, hidden_columns, is_first, joint_groups
from nithet.forms.results.plan import WHOLE_FORM, Plan
from nithet.forms.results.reading import Reading, without_spread
from nithet.forms.results.scoring import Scoring
from nithet.forms.results.shapes import (
    AspectCross,
    Cross,
    Instrument,
    InstrumentItem,
    Needed,
    Property,
    Rated,
    Role,
)
from nithet.forms.results.tally import Row, Tally
from nithet.statistics.ratings import Scheme
from nithet.statistics.suppression import MINIMUM

CROSSED = (Role.RATING, Role.DUAL, Role.OBSERVATION, Role.CHOICE, Role.CHOICES, Role.NUMBER)


NOT_TOLD = "ไม่ระบุ"


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
    hidden = hidden_columns(reading, item, by.code, groups)
    columns = [
        (value, reading.figures(item, group, is_hidden=place in hidden))
        for place, (value, group) in enumerate(zip(by.values, groups, strict=True))
    ]
    is_beside = not is_first(tally, by.code)
    if is_anonymous and (
        _is_revealing(reading, item, groups, hidden)
        or (is_beside and _is_revealing(reading, item, joint_groups(tally), set()))
    ):
        columns = [(value, without_spread(figures)) for value, figures in columns]
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
    reading = Scoring(Plan(instrument), tally, scheme, is_anonymous=is_anonymous)
    one = next((one for one in reading.plan.sets if one.key == (aspect or WHOLE_FORM)), None)
    if one is None:
        return None
    groups = [f"{by.code}={value}" for value in by.values]
    hidden = set().union(*(hidden_columns(reading, item, by.code, groups) for item in one.items))
    columns: list[tuple[str, Rated | Needed]] = [
        (value, reading.scored(one, group, is_hidden=place in hidden))
        for place, (value, group) in enumerate(zip(by.values, groups, strict=True))
    ]
    named = next((known for known in instrument.aspects if known.path == aspect), None)
    return AspectCross(named, by, tuple(columns))


def _is_revealing(reading: Reading, item: InstrumentItem, groups: Sequence[str], hidden: set[int]) -> bool:
    """Whether any cell, of a column that is shown or of the others together, is of one to four people, or all but so few."""
    rows = [reading.row(item, group) for place, group in enumerate(groups) if place not in hidden]
    whole = reading.row(item)
    others = [count - sum(column) for count, *column in zip(whole, *rows, strict=True)]
    cells = [row if item.role != Role.CHOICES else _both_ways(row) for row in (*rows, whole, others)]
    return any(0 < count < MINIMUM for row in cells for count in row)


def _both_ways(row: Row) -> Row:
    """Of several choices who has not chosen one is counted as well: the others cannot stand for it."""
    n, *chosen = row
    return [n, *chosen, *(n - count for count in chosen)]

"""The rows of an entity set, in pages. Answers that count only, as in the round's figures.

Without an order of its own a set stands in the order of the tally's blocks, which an index gives: a page begins where the one before ended,
so that what comes in meanwhile moves nothing. A filter is asked of each row here that the database
has not left out, so that both engines find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.forms.answers import Answers
from nithet.forms.models import Round, RoundAnswer
from nithet.forms.odata.columns import EntitySet, Facts, Row
from nithet.forms.odata.filtering import Filter
from nithet.forms.odata.options import After, Options

PAGE = 2000
"""Rows at once, unless the program asks for fewer."""
BATCH = 1000
"""Answers that are read in one query."""
_FIELDS = (
    "block", "pk", "submission_id", "submission__received_at", "submission__revision", "submission__version__number",
    "submission__state", "target__answered_by", "submission__sent_by__name", "submission__sender",
    "target__school__smis_code", "target__school__name", "submission__school__smis_code", "submission__school__name",
    "properties", "submission__answers",
)  # fmt: skip


class Found(NamedTuple):
    """A row and where it stands: block, answer, and which row of it."""

    row: Row
    at: After


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    following: After | None = None
    left: int | None = None
    """How many of $top are still to come."""


def answers_of(round_: Round) -> QuerySet[RoundAnswer]:
    return RoundAnswer.objects.filter(round=round_, standing=RoundAnswer.Standing.COUNTED)


def row_by_key(round_: Round, entity: EntitySet, key: UUID, line: str) -> Row | None:
    """`line` of the repeat's, "" of the submissions."""
    rows = answers_of(round_).filter(submission=key).values_list(*_FIELDS)
    found = (row for stored in rows for row in entity.rows(*_told(stored)))
    names = {one.name: one for one in entity.columns}
    return next((row for row in found if not line or names["_line"].read(row) == line), None)


def count_of(round_: Round, entity: EntitySet, matches: Filter | None) -> int:
    if matches is None and not entity.repeat:
        return answers_of(round_).count()
    return sum(1 for _ in _matching(round_, entity, matches, None))


def page_of(round_: Round, entity: EntitySet, options: Options, most: int) -> Page:
    """At most `most` rows."""
    top = options.top
    wanted = most if top is None else min(most, top)
    if options.order:
        return _ordered_page(round_, entity, options, wanted)
    skip = 0 if options.after else options.skip
    batch = BATCH
    if options.matches is None and not entity.repeat:
        batch = min(BATCH, skip + wanted + 2)
    rows = _matching(round_, entity, options.matches, options.after, batch)
    found = list(islice(rows, skip, skip + wanted))
    left = None if top is None else top - len(found)
    if not found or left == 0 or next(rows, None) is None:
        return Page([one.row for one in found])
    return Page([one.row for one in found], found[-1].at, left)


# In the order of blocks


def _matching(
    round_: Round,
    entity: EntitySet,
    matches: Filter | None,
    after: After | None,
    batch: int = BATCH,
) -> Iterator[Found]:
    rows = answers_of(round_)
    if matches is not None and matches.narrow is not None:
        rows = matches.narrow.of(rows)
    for found in _rows(rows, entity, after, batch):
        if matches is None or matches(found.row):
            yield found


def _rows(
    answers: QuerySet[RoundAnswer], entity: EntitySet, after: After | None, batch: int
) -> Iterator[Found]:
    for stored in _stored(answers, after, batch):
        block, answer = stored[:2]
        begun = after.used if after and after.answer == answer else 0
        for number, row in enumerate(entity.rows(*_told(stored)), start=1):
            if number > begun:
                yield Found(row, After(block, answer, number))


def _stored(answers: QuerySet[RoundAnswer], after: After | None, batch: int) -> Iterator[tuple[Any, ...]]:
    """From the answer on in which the page before ended."""
    rows = answers.order_by("block", "pk").values_list(*_FIELDS)
    here = _from(after) if after and after.answer else Q()
    while True:
        found = list(rows.filter(here)[:batch])
        yield from found
        if len(found) < batch:
            return
        block, answer = found[-1][:2]
        here = Q(block__gte=block) & (Q(block__gt=block) | Q(pk__gt=answer))


def _from(after: After) -> Q:
    return Q(block__gte=after.block) & (Q(block__gt=after.block) | Q(pk__gte=after.answer))


def _told(stored: tuple[Any, ...]) -> tuple[Facts, Answers]:
    (
        _,
        _,
        key,
        at,
        revision,
        version,
        state,
        by,
        account,
        sender,
        code,
        school,
        own_code,
        own,
        properties,
        answers,
    ) = stored
    names = by or account or sender or "", code or own_code or "", school or own or ""
    return Facts(key, at, revision, version, state, *names, properties), answers


# In another order


def _ordered_page(round_: Round, entity: EntitySet, options: Options, wanted: int) -> Page:
    """Only what is sorted by is kept of all rows; then those of the page are read."""
    begun = options.after.used if options.after else options.skip
    places = _sorted(_matching(round_, entity, options.matches, None), options)
    chosen = places[begun : begun + wanted]
    left = None if options.top is None else options.top - len(chosen)
    rows = _rows_at(round_, entity, chosen)
    if not chosen or left == 0 or len(places) <= begun + wanted:
        return Page(rows)
    return Page(rows, After(used=begun + wanted), left)


def _sorted(found: Iterable[Found], options: Options) -> list[After]:
    """What is unknown comes before all else, as the standard has it."""
    columns = [column for column, _ in options.order]
    keyed = [([_sortable(column.read(one.row)) for column in columns], one.at) for one in found]
    for place in range(len(columns) - 1, -1, -1):
        is_down = options.order[place][1]
        keyed.sort(key=lambda one: one[0][place], reverse=is_down)
    return [at for _, at in keyed]


def _sortable(value: Any) -> tuple[bool, Any]:
    return (False, 0) if value is None else (True, value)


def _rows_at(round_: Round, entity: EntitySet, places: Sequence[After]) -> list[Row]:
    """One query. What was changed since it was sorted may be gone."""
    keys = {place.answer for place in places if place.answer}
    stored = {one[1]: one for one in answers_of(round_).filter(pk__in=keys).values_list(*_FIELDS)}
    made = {key: list(entity.rows(*_told(one))) for key, one in stored.items()}
    found = ((made.get(place.answer, []), place.used) for place in places if place.answer)
    return [rows[number - 1] for rows, number in found if number <= len(rows)]

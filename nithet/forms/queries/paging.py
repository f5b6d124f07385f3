"""The pages of the table of submissions, read without counting or sorting more than a page needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from nithet.forms.definition import Question
from nithet.forms.models import Submission
from nithet.forms.queries.submissions import in_order, shown
from nithet.forms.services.deciding import WAITING

MOST_FOUND = 1000
"""Of what holds a text: every row is read for it, so that looking ends here."""
MOST_MERGED = 500
"""So far from the newest it is still less to read the keys of each state than to let the database sort."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, whether looking ended before all were found, and those from one place to another."""

    count: int
    is_more: bool
    part: Callable[[int, int], Iterable[Submission]]


def found_of(
    rows: QuerySet[Submission],
    given: Mapping[str, Any],
    sort: str,
    questions: Mapping[str, Question],
    counts: Mapping[str, int],
) -> Found:
    """`rows` as `given` narrows them. `counts`: all of them and those in some states, which need not be counted again."""
    ordered = in_order(rows, sort, questions)
    if given.get("q"):
        return _holding(ordered)
    if given == {"state": "waiting"} and not sort:
        return Found(counts["waiting"], False, lambda first, last: _waiting(rows, ordered, first, last))
    state = given.get("state", "all")
    is_counted = state in counts and set(given) <= {"state"}
    count = counts[state] if is_counted else rows.count()
    return Found(count, False, lambda first, last: shown(ordered)[first:last])


def _holding(ordered: QuerySet[Submission]) -> Found:
    """One look through all rows finds the keys of every page."""
    keys = list(ordered.values_list("pk", flat=True)[: MOST_FOUND + 1])
    is_more = len(keys) > MOST_FOUND
    return Found(min(len(keys), MOST_FOUND), is_more, lambda first, last: _loaded(keys[first:last]))


def _waiting(
    rows: QuerySet[Submission], ordered: QuerySet[Submission], first: int, last: int
) -> Iterable[Submission]:
    """An index has each state by itself in this order: near their ends they are laid together, instead of sorting them all.

    PostgreSQL is quicker by itself: it walks the index of the newest and passes over the others.
    """
    if last > MOST_MERGED or connection.vendor == "postgresql":
        return shown(ordered)[first:last]
    ends = [
        rows.filter(state=state).order_by("-received_at", "-pk").values_list("received_at", "pk")[:last]
        for state in WAITING
    ]
    return _loaded([key for _, key in islice(merge(*ends, reverse=True), first, last)])


def _loaded(keys: Sequence[UUID]) -> list[Submission]:
    found = shown(Submission.objects.all()).in_bulk(keys)
    return [found[key] for key in keys if key in found]

"""The best of each kind that was found, within the rights of who asks, in one statement.

The index is asked once. Of each kind those that were found are put in order, and from the best one on it is asked of
each whether the member's narrowed queryset has it, until there are enough: however many a common word finds, so many are
looked at. Django takes far longer to write such a condition than a database to answer it, and nearly all kinds have
nothing of what is asked for: which ones have is asked first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate

from nithet.core.cursors import repeating_cursor
from nithet.core.models import SearchEntry
from nithet.core.search.kinds import Member, SearchKind, kinds

Ranked = tuple[str, int, int]
"""Kind, level and key of an entry."""
_FACTS = ("id", "kind", "object_id", "level", "year_be", "title_letters")
# The level is worked out once: engines that see through a subquery would do it for each place where it is named.
_MATCHED = f"WITH matched ({', '.join(_FACTS)}) AS MATERIALIZED ({{matching}}) "
# The first limit is no limit: it keeps the engines from asking of all of them before they are in order.
_BEST = """SELECT * FROM (
    SELECT kind, level, id FROM (
        SELECT * FROM matched WHERE kind = %s AND level < {below}
        ORDER BY level, year_be DESC, title_letters COLLATE "{bytewise}", id LIMIT 1000000000
    ) AS entry WHERE EXISTS ({visible}) LIMIT {most}
) AS best"""
# A language's own order is compared many times slower, and SQLite has none.
_BYTEWISE = {"postgresql": "C", "sqlite": "BINARY"}


def order() -> tuple[str | Collate, ...]:
    """The same for what Django asks."""
    return "level", "-year_be", Collate("title_letters", _BYTEWISE[connection.vendor]), "pk"


def kinds_of(rows: QuerySet[SearchEntry]) -> list[SearchKind]:
    """Of which kinds these entries are, in the order of groups."""
    codes = set(rows.order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in kinds() if kind.code in codes]


def best(
    matching: QuerySet[Any], member: Member, some: Iterable[SearchKind], *, below: int, most: int
) -> list[Ranked]:
    """Of entries with a level below that, so many of each of these kinds, the best first."""
    each = [part for kind in some if (part := _best_of(kind, member, below, most))]
    if not each:
        return []
    statement, values = matching.values_list(*_FACTS).query.sql_with_params()
    text = _MATCHED.format(matching=statement) + " UNION ALL ".join(part for part, _ in each)
    with repeating_cursor() as cursor:
        cursor.execute(text, (*values, *(value for _, some in each for value in some)))
        found: list[Ranked] = cursor.fetchall()
    return found


def _best_of(kind: SearchKind, member: Member, below: int, most: int) -> tuple[str, tuple[Any, ...]] | None:
    """None where the member sees nothing of the kind."""
    own = kind.visible(member).filter(pk=RawSQL("entry.object_id", ()))
    try:
        visible, values = own.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    bytewise = _BYTEWISE[connection.vendor]
    text = _BEST.format(visible=visible, below=below, bytewise=bytewise, most=most)
    return text, (kind.code, *values)

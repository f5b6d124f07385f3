"""Asking: what a member finds, ranked, by kind. Rights are part of the query: what one may not see is not even counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add, and_, itemgetter, or_
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan
from rapidfuzz.fuzz import partial_ratio

from nithet.core.models import SearchEntry
from nithet.core.search.engines import MOST_GRAMS, holding, looked_for, something_like
from nithet.core.search.kinds import Member, SearchKind, kind_of, kinds
from nithet.core.search.words import GRAM, Question, grams, office_token

PREVIEW = 5
MOST_NEAR = 10
# Of what shares the most letters with the question, so many are looked at more closely, and so alike they must be.
LOOKED_AT = 60
ALIKE = 70
_NOWHERE = 4
_ORDER = ("level", "-year_be", "title_letters", "pk")


@dataclass(frozen=True, slots=True)
class Hit:
    kind: SearchKind
    object_id: UUID
    title: str
    text: str
    year_be: int
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    kind: SearchKind
    count: int
    hits: Sequence[Hit]


def found(asked: Question, member: Member, *, kind: str = "") -> QuerySet[SearchEntry]:
    """All that holds what was asked, of one kind or of all, the best first."""
    return _matching(asked, member, kind).filter(level__lt=_NOWHERE).order_by(*_ORDER)


def _matching(asked: Question, member: Member, kind: str = "") -> QuerySet[Any]:
    """With those of which only letters by threes were found: they are `_NOWHERE`."""
    rows = holding(looked_for(asked), office_token(member.office.pk)).annotate(level=_level(asked))
    return rows.filter(_seen(member, kind))


def groups(asked: Question, member: Member, *, most: int = PREVIEW) -> list[Group]:
    """The first of each kind, with how many there are: two queries, and one at most a kind that was found."""
    ranked = {kind: list(rows) for kind, rows in groupby(_ranked(_matching(asked, member)), itemgetter(0))}
    shown = {kind: [pk for _, _, pk in rows[:most]] for kind, rows in ranked.items()}
    entries = SearchEntry.objects.in_bulk([pk for some in shown.values() for pk in some])
    there = [kind for kind in kinds() if kind.code in ranked]
    # A kind whose first one fits better stands above; the others in their order.
    there.sort(key=lambda kind: ranked[kind.code][0][1])
    return [
        Group(kind, len(ranked[kind.code]), hits(_there(entries, shown[kind.code]), member)) for kind in there
    ]


def _there(entries: Mapping[int, SearchEntry], some: Iterable[int]) -> list[SearchEntry]:
    """Those that nobody took away since they were found."""
    return [entries[pk] for pk in some if pk in entries]


# The level is worked out once: engines that see through a subquery would do it for each place where it is named.
# Sorted rows of three columns are counted sooner here than by window functions there.
_RANKED = """
WITH found (id, kind, level, year_be, title_letters) AS MATERIALIZED ({found})
SELECT kind, level, id FROM found WHERE level < %s ORDER BY kind, level, year_be DESC, title_letters, id
"""


def _ranked(rows: QuerySet[Any]) -> list[tuple[str, int, int]]:
    """Kind, level and key of all of them, kind by kind, the best first."""
    slim = rows.values_list("pk", "kind", "level", "year_be", "title_letters")
    try:
        statement, values = slim.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(found=statement), [*values, _NOWHERE])
        found: list[tuple[str, int, int]] = cursor.fetchall()
    return found


def near(asked: Question, member: Member) -> list[Hit]:
    """What is spelt alike, where nothing holds the question itself. Two words that share no three letters are not."""
    letters = grams(asked.squeezed)[:MOST_GRAMS]
    if not letters:
        return []
    shared = reduce(add, (_one_if(_stands_in("title_letters", gram)) for gram in letters))
    rows = holding(something_like(asked), office_token(member.office.pk)).filter(_seen(member))
    rows = rows.annotate(shared=shared).filter(shared__gte=1 + len(letters) // 3)
    likely = [(_likeness(asked, row), row) for row in rows.order_by("-shared", "-year_be", "pk")[:LOOKED_AT]]
    alike = sorted((pair for pair in likely if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return hits([row for _, row in alike[:MOST_NEAR]], member)


def hits(rows: Sequence[SearchEntry], member: Member) -> list[Hit]:
    """With their pages, in the order of the rows: one question a kind."""
    by_kind: dict[str, list[UUID]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.object_id)
    addresses = {code: _addresses(code, ids, member) for code, ids in by_kind.items()}
    return [
        Hit(kind, row.object_id, row.title, row.text, row.year_be, addresses[row.kind][row.object_id])
        for row in rows
        if (kind := kind_of(row.kind)) and row.object_id in addresses[row.kind]
    ]


def _addresses(code: str, ids: Collection[UUID], member: Member) -> dict[UUID, str]:
    kind = kind_of(code)
    return dict(kind.addresses(member, ids)) if kind else {}


def entries_seen(member: Member) -> QuerySet[SearchEntry]:
    """All entries of the office that the member may see."""
    return SearchEntry.objects.filter(_seen(member), office_id=member.office.pk)


def _seen(member: Member, code: str = "") -> Q:
    """For each kind, that the member's own narrowed queryset has the object: asked of what was found only."""
    asked = [kind for kind in kinds() if code in ("", kind.code)]
    return reduce(or_, (Q(kind=kind.code) & Q(_has(kind, member)) for kind in asked), Q(pk__in=()))


def _has(kind: SearchKind, member: Member) -> Exists:
    return Exists(kind.visible(member).filter(pk=OuterRef("object_id")))


def _level(asked: Question) -> Case:
    """0: the title itself, 1: its beginning, 2: within it, 3: in the text; else nowhere."""
    place = _place("title_letters", asked.squeezed)
    return Case(
        When(Exact(place, 0), then=_level_of_pieces(["".join(chunk) for chunk in asked.chunks])),
        When(title_letters=asked.squeezed, then=0),
        When(Exact(place, 1), then=1),
        default=2,
        output_field=IntegerField(),
    )


def _level_of_pieces(pieces: Sequence[str]) -> Case:
    """Where the title does not hold them in a row: then one piece alone is not in it at all."""
    apart = [When(_all(_stands_in("title_letters", piece) for piece in pieces), then=2)]
    return Case(
        *(apart if len(pieces) > 1 else ()),
        When(_all(_stands_in("title_letters", piece) | _stands_in_text(piece) for piece in pieces), then=3),
        default=_NOWHERE,
        output_field=IntegerField(),
    )


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions)


def _stands_in_text(piece: str) -> Q:
    """Letters by threes may have been found apart; what is shorter was found as a word."""
    return _stands_in("text_letters", piece) if len(piece) >= GRAM else Q(Exact(Value(1), Value(1)))


def _stands_in(field: str, letters: str) -> Q:
    return Q(GreaterThan(_place(field, letters), 0))


def _place(field: str, letters: str) -> StrIndex:
    return StrIndex(F(field), Value(letters))


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def _likeness(asked: Question, row: SearchEntry) -> float:
    return partial_ratio(asked.squeezed, row.title_letters)

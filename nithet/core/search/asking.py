"""Asking: what a member finds, ranked, by kind. Rights are part of the query: what one may not see is not even counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add, itemgetter, or_
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When
from rapidfuzz.fuzz import partial_ratio

from nithet.core.models import SearchEntry
from nithet.core.search.engines import MOST_GRAMS, holding, looked_for, something_like
from nithet.core.search.kinds import Member, SearchKind, kind_of, kinds
from nithet.core.search.levels import NOWHERE, level, stands_in
from nithet.core.search.ranking import best, kinds_of, order
from nithet.core.search.words import Question, grams, office_token

PREVIEW = 5
MOST_COUNTED = 50
"""Of one kind; more than that is told as more than that, and counted on the page of the kind."""
MOST_NEAR = 10
# Of what shares the most letters with the question, so many are looked at more closely, and so alike they must be.
LOOKED_AT = 60
ALIKE = 70


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
    # There are more than `count`.
    is_more: bool
    hits: Sequence[Hit]


def found(asked: Question, member: Member, *, kind: SearchKind | None = None) -> QuerySet[SearchEntry]:
    """All that holds what was asked, of one kind or of all, the best first."""
    rows = _matching(asked, member).filter(level__lt=NOWHERE)
    return rows.filter(_seen(member, [kind] if kind else kinds_of(rows))).order_by(*order())


def _matching(asked: Question, member: Member) -> QuerySet[Any]:
    """With those of which only letters by threes were found: they are `NOWHERE`."""
    return holding(looked_for(asked), office_token(member.office.pk)).annotate(level=level(asked))


def groups(asked: Question, member: Member, *, most: int = PREVIEW) -> list[Group]:
    """The first of each kind, with how many there are: three queries, and one at most a kind that was found."""
    rows = _matching(asked, member)
    found = best(rows, member, kinds_of(rows), below=NOWHERE, most=MOST_COUNTED + 1)
    ranked = {code: list(some) for code, some in groupby(found, itemgetter(0))}
    shown = {code: [pk for _, _, pk in some[:most]] for code, some in ranked.items()}
    entries = SearchEntry.objects.in_bulk([pk for some in shown.values() for pk in some])
    there = [kind for kind in kinds() if kind.code in ranked]
    # A kind whose first one fits better stands above; the others in their order.
    there.sort(key=lambda kind: ranked[kind.code][0][1])
    return [
        _group(kind, len(ranked[kind.code]), hits(_there(entries, shown[kind.code]), member))
        for kind in there
    ]


def _group(kind: SearchKind, count: int, shown: Sequence[Hit]) -> Group:
    return Group(kind, min(count, MOST_COUNTED), count > MOST_COUNTED, shown)


def _there(entries: Mapping[int, SearchEntry], some: Iterable[int]) -> list[SearchEntry]:
    """Those that nobody took away since they were found."""
    return [entries[pk] for pk in some if pk in entries]


def near(asked: Question, member: Member) -> list[Hit]:
    """What is spelt alike, where nothing holds the question itself. Two words that share no three letters are not."""
    letters = grams(asked.squeezed)[:MOST_GRAMS]
    if not letters:
        return []
    missing = reduce(add, (_one_if_not(stands_in("title_letters", gram)) for gram in letters))
    rows = holding(something_like(asked), office_token(member.office.pk)).annotate(level=missing)
    below = len(letters) - len(letters) // 3
    likely = best(rows, member, kinds_of(rows.filter(level__lt=below)), below=below, most=LOOKED_AT)
    keys = [pk for _, _, pk in sorted(likely, key=itemgetter(1))[:LOOKED_AT]]
    alike = [(_likeness(asked, row), row) for row in _there(SearchEntry.objects.in_bulk(keys), keys)]
    alike = sorted((pair for pair in alike if pair[0] >= ALIKE), key=lambda pair: -pair[0])
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


def entries_of(member: Member) -> QuerySet[SearchEntry]:
    """All of the office; `seen` says which the member may see."""
    return SearchEntry.objects.filter(office_id=member.office.pk)


def seen(rows: QuerySet[Any], member: Member) -> QuerySet[Any]:
    """Of these entries those that the member may see."""
    return rows.filter(_seen(member, kinds_of(rows)))


def _seen(member: Member, some: Iterable[SearchKind]) -> Q:
    """For each kind, that the member's own narrowed queryset has the object: asked of what was found only."""
    return reduce(or_, (Q(kind=kind.code) & Q(_has(kind, member)) for kind in some), Q(pk__in=()))


def _has(kind: SearchKind, member: Member) -> Exists:
    return Exists(kind.visible(member).filter(pk=OuterRef("object_id")))


def _one_if_not(condition: Q) -> Case:
    return Case(When(condition, then=0), default=1, output_field=IntegerField())


def _likeness(asked: Question, row: SearchEntry) -> float:
    return partial_ratio(asked.squeezed, row.title_letters)

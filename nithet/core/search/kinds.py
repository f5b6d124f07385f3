"""The kinds of objects that can be found. Each app declares its own when Django starts; search knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

# A member of the layer above. All that search itself asks of one is `office.pk` and `pk`.
Member = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """An object as it is found. `text` is looked through as well; `year_be` is its fiscal year, 0 for any."""

    kind: str
    object_id: UUID
    title: str
    text: str = ""
    year_be: int = 0


@dataclass(frozen=True)
class SearchKind:
    code: str
    name: str
    icon: str
    # The narrowed queryset that the pages use: asked within the search itself, so that rights never grow old.
    visible: Callable[[Member], QuerySet[Any]]
    # The page of each of these objects, all of which the member sees; an object without one is left out.
    addresses: Callable[[Member, Collection[UUID]], Mapping[UUID, str]]
    # All of an office, for building its entries anew. They are what services write.
    entries: Callable[[UUID], Iterable[Entry]]


class SearchKindError(Exception):
    """A kind that cannot be declared: a mistake of its programmer."""


_kinds: dict[str, SearchKind] = {}


def declare(*kinds: SearchKind) -> None:
    for kind in kinds:
        if kind.code in _kinds:
            raise SearchKindError(f"{kind.code} is declared twice")
        _kinds[kind.code] = kind


def undeclare(*codes: str) -> None:
    for code in codes:
        del _kinds[code]


def kinds() -> list[SearchKind]:
    """In the order in which results are grouped."""
    return list(_kinds.values())


def kind_of(code: str) -> SearchKind | None:
    return _kinds.get(code)

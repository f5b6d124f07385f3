"""What of a filter the database can see to, so that not every row is read: rows beyond it are certainly not meant.

What it leaves is asked of each row again (`filtering`), which alone decides; so both engines find the same. Answers to another edition
than the round's are never left out here, since they may be of another kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import isfinite
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField, Transform
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from nithet.forms.models import RoundAnswer
from nithet.forms.odata.columns import Column, Stored

_LOOKUPS = {"eq": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
_SEARCHED = frozenset({"contains", "startswith", "endswith"})
_MOST_WHOLE, _MOST_EXACT = 2**31, 2**53
"""Whole numbers that a column of the database holds, and those that a float holds exactly."""
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Narrow:
    """A condition on answers of a round; `told`: what it reads of the answers, by the name that it has there."""

    where: Q
    told: Mapping[str, Combinable] = field(default_factory=dict)

    def of(self, rows: QuerySet[RoundAnswer]) -> QuerySet[RoundAnswer]:
        return rows.alias(**self.told).filter(self.where)


def both(one: Narrow | None, other: Narrow | None) -> Narrow | None:
    if one is None or other is None:
        return one or other
    return Narrow(one.where & other.where, {**one.told, **other.told})


def either(one: Narrow | None, other: Narrow | None) -> Narrow | None:
    if one is None or other is None:
        return None
    return Narrow(one.where | other.where, {**one.told, **other.told})


def narrowed(word: str, column: Column, value: Any) -> Narrow | None:
    """Of a comparison or search of one column with what was written; None where the database cannot be sure."""
    stored = column.stored
    if stored is None or not _is_safe(value):
        return None
    if stored.path:
        return _of_answers(word, stored.path, value)
    return _of_fields(word, stored, value)


def _is_safe(value: Any) -> bool:
    """Whether every engine takes it and understands it as we do."""
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, datetime):
        return value.year in _YEARS
    if isinstance(value, int | float):
        return isfinite(value) and abs(value) < _MOST_EXACT
    return isinstance(value, UUID)


def _of_fields(word: str, stored: Stored, value: Any) -> Narrow | None:
    lookup = _LOOKUPS.get(word)
    if lookup is None or (len(stored.fields) > 1 and word != "eq"):
        return None
    if isinstance(value, str) and word != "eq":
        return None
    if isinstance(value, int | float) and not (isinstance(value, int) and abs(value) < _MOST_WHOLE):
        return None
    where = Q()
    for name in stored.fields:
        where |= Q(**{f"{name}__{lookup}": value})
    return Narrow(where)


def _of_answers(word: str, path: str, value: Any) -> Narrow | None:
    if isinstance(value, str):
        lookup = "exact" if word == "eq" else "contains" if word in _SEARCHED else None
        told: Transform | Cast = Cast(KeyTextTransform(path, "submission__answers"), TextField())
    elif isinstance(value, int | float):
        lookup, told = _LOOKUPS.get(word), KeyTransform(path, "submission__answers")
    else:
        return None
    if lookup is None:
        return None
    name = f"told_{sha256(f'{type(told).__name__} {path}'.encode()).hexdigest()[:16]}"
    own_edition = Q(submission__version=F("round__version"))
    return Narrow(Q(**{f"{name}__{lookup}": value}) | ~own_edition, {name: told})

"""How well an entry fits what was asked, worked out by the database: the lower, the better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan

from nithet.core.search.words import GRAM, Question

NOWHERE = 4
"""Of those of which only letters by threes were found."""


class ByPlace(Func):
    """0: where the title does not hold it, 1: where it begins with it; the place is looked for once."""

    output_field = IntegerField()

    def as_sql(
        self, compiler: Any, connection: Any, *_parts: Any, **_options: Any
    ) -> tuple[str, tuple[Any, ...]]:
        parts = [compiler.compile(part) for part in self.source_expressions]
        (place, apart, first), values = zip(*parts, strict=True)
        statement = f"CASE {place} WHEN 0 THEN {apart} WHEN 1 THEN {first} ELSE 2 END"
        return statement, tuple(value for some in values for value in some)


def level(asked: Question) -> ByPlace:
    """0: the title itself, 1: its beginning, 2: within it, 3: in the text; else `NOWHERE`."""
    whole = Case(When(title_letters=asked.squeezed, then=0), default=1, output_field=IntegerField())
    pieces = ["".join(chunk) for chunk in asked.chunks]
    return ByPlace(place("title_letters", asked.squeezed), _level_of_pieces(pieces), whole)


def _level_of_pieces(pieces: Sequence[str]) -> Case:
    """Where the title does not hold them in a row: then one piece alone is not in it at all."""
    if len(pieces) == 1:
        return _cases(When(_stands_in_text(pieces[0]), then=3))
    return _cases(
        When(_all(stands_in("title_letters", piece) for piece in pieces), then=2),
        When(_all(stands_in("title_letters", piece) | _stands_in_text(piece) for piece in pieces), then=3),
    )


def _cases(*cases: When) -> Case:
    return Case(*cases, default=NOWHERE, output_field=IntegerField())


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions)


def _stands_in_text(piece: str) -> Q:
    """Letters by threes may have been found apart; what is shorter was found as a word."""
    return stands_in("text_letters", piece) if len(piece) >= GRAM else Q(Exact(Value(1), Value(1)))


def stands_in(field: str, letters: str) -> Q:
    return Q(GreaterThan(place(field, letters), 0))


def place(field: str, letters: str) -> StrIndex:
    return StrIndex(F(field), Value(letters))

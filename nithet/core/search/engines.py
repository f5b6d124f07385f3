"""The one thing that engines do differently: which entries hold what is looked for. An adapter an engine.

What is looked for is a small tree of phrases, `Both` and `Either`; each adapter writes it in its own language, every
word quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

from nithet.core.models import SearchEntry
from nithet.core.search.words import GRAM, Question, grams
from nithet.core.tokens import quoted

MOST_GRAMS = 40
"""Of a question with slips so many letters by threes are looked for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other; one alone is a phrase too. `is_beginning`: the last one may go on."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]


Condition = Phrase | Both | Either


def looked_for(asked: Question) -> Condition:
    """Each piece of the question as a phrase, or its letters: words are cut otherwise where others stand beside them.

    Letters by threes may come from different places: `asking` looks whether they stand together.
    """
    return Both(tuple(Either((Phrase(chunk), *_within("".join(chunk)))) for chunk in asked.chunks))


def something_like(asked: Question) -> Condition:
    """Some three letters of the question stand in the title."""
    return Either(tuple(_gram(gram) for gram in grams(asked.squeezed)[:MOST_GRAMS]))


def _within(letters: str) -> tuple[Condition, ...]:
    """In the title, or in the text; two letters in the title only, for nearly every text has them."""
    if len(letters) < GRAM:
        return (Phrase((f"~{letters}",), is_beginning=True),)
    return tuple(Both(tuple(_gram(gram, mark) for gram in grams(letters))) for mark in "~^")


def _gram(letters: str, mark: str = "~") -> Phrase:
    return Phrase((f"{mark}{letters}",))


def holding(condition: Condition, office: str) -> QuerySet[SearchEntry]:
    """The entries of an office (its token) that fulfil it."""
    whole = Both((Phrase((office,)), condition))
    engine = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    return engine(whole)


# SQLite, by FTS5


def _on_sqlite(condition: Condition) -> QuerySet[SearchEntry]:
    matching = "SELECT rowid FROM core_searchwords WHERE core_searchwords MATCH %s"
    return SearchEntry.objects.filter(pk__in=RawSQL(matching, [fts(condition)]))  # noqa: S611  no word of it is typed


def fts(condition: Condition) -> str:
    match condition:
        case Phrase(words, is_beginning):
            text = " ".join(words).replace('"', '""')
            return f'"{text}"*' if is_beginning else f'"{text}"'
        case Both(parts):
            return _joined(" AND ", map(fts, parts))
        case Either(parts):
            return _joined(" OR ", map(fts, parts))


# PostgreSQL, by a GIN index over a tsvector


class Holds(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class AsQuery(Func):
    """No parser: the words are lexemes as they stand."""

    template = "%(expressions)s::tsquery"
    output_field = TextField()


def _on_postgresql(condition: Condition) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(Holds(F("tokens"), AsQuery(Value(tsquery(condition)))))


def tsquery(condition: Condition) -> str:
    match condition:
        case Phrase(words, is_beginning):
            return " <-> ".join(map(quoted, words)) + (":*" if is_beginning else "")
        case Both(parts):
            return _joined(" & ", map(tsquery, parts))
        case Either(parts):
            return _joined(" | ", map(tsquery, parts))


def _joined(sign: str, parts: Iterable[str]) -> str:
    return f"({sign.join(parts)})"

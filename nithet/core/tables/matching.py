"""Which column is which field: by its name, by what stands in it, and as a person said the last time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nithet.core.tables.contents import says_little, share
from nithet.core.tables.fields import EITHER, EXACT, Field, heading_key, is_of_several, name_score
from nithet.core.tables.table import CellValue, Row

How = Literal["remembered", "name", "like", "content"]
FITTING, CONTRADICTING = 0.8, 0.3
"""The share of cells from which on they speak for a field, and up to which against it."""
LITTLE = 0.2
"""Of cells that could stand in many columns so few may be where content alone names a column."""
BONUS, PENALTY = 6, 30
BY_CONTENT = 60
LEAST = 70
CLOSE = 8
"""A second choice this near to the first is told to the person."""


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column, the field it is taken for (None: not used), how that was found and how surely (0–100)."""

    index: int
    heading: str
    field: str | None = None
    how: How | None = None
    score: int = 0
    others: tuple[str, ...] = ()
    """Fields that it may be as well, the likeliest first."""

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to look: remembered, or named so, nothing else near and nothing in it against it."""
        return self.how == "remembered" or (self.how == "name" and self.score >= EXACT and not self.others)


@dataclass(frozen=True, slots=True)
class _Claim:
    score: int
    column: int
    field: str
    how: How


def match_columns(
    headings: Sequence[str],
    sample_rows: Sequence[Row],
    fields: Sequence[Field],
    remembered: Mapping[str, str] | None = None,
) -> list[ColumnMatch]:
    """For each column the field that it is, each field at most once.

    `remembered` is what `memory_of` gave for a file like this: fields by column keys, "" for a column to leave out.
    """
    keys = column_keys(headings)
    known = {index: (remembered or {})[key] for index, key in enumerate(keys) if key in (remembered or {})}
    columns = [[row.at(index) for row in sample_rows] for index in range(len(headings))]
    mixed = [is_of_several(heading, fields) for heading in headings]
    claims = [
        claim
        for index in range(len(headings))
        if index not in known
        for field in fields
        if (claim := _claim(index, headings[index], columns[index], field, is_mixed=mixed[index]))
    ]
    given = _given(claims, taken=set(known.values()))
    return [
        _remembered(index, heading, known[index], fields)
        if index in known
        else _matched(index, heading, given.get(index), claims)
        for index, heading in enumerate(headings)
    ]


def missing_fields(matches: Sequence[ColumnMatch], fields: Sequence[Field]) -> list[Field]:
    """Required fields that no column is."""
    found = {match.field for match in matches}
    return [field for field in fields if field.is_required and field.code not in found]


def column_keys(headings: Sequence[str]) -> list[str]:
    """Keys by which columns are remembered: the heading's, numbered where several have the same."""
    seen: Counter[str] = Counter()
    keys = []
    for heading in headings:
        key = heading_key(heading)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def memory_of(headings: Sequence[str], chosen: Mapping[int, str | None]) -> dict[str, str]:
    """What to remember of a person's choice (field codes by column), to be kept beside the `signature`."""
    return {key: chosen.get(index) or "" for index, key in enumerate(column_keys(headings))}


def signature(headings: Sequence[str]) -> str:
    """Equal for files with the same columns in any order and writing."""
    text = "\n".join(sorted(key for key in column_keys(headings) if key))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _claim(
    index: int, heading: str, values: Sequence[CellValue], field: Field, *, is_mixed: bool
) -> _Claim | None:
    named = name_score(heading, field) if heading else 0
    if is_mixed and named == EITHER:
        # Of two things in one cell neither can be read: both are told, none is taken.
        return _Claim(BY_CONTENT, index, field.code, "like")
    fitting = share(values, field.looks_like) if field.looks_like else None
    if named:
        score = named + (
            0 if fitting is None else BONUS * (fitting >= FITTING) - PENALTY * (fitting <= CONTRADICTING)
        )
        return _Claim(score, index, field.code, "name" if named == EXACT else "like")
    if fitting is not None and fitting >= FITTING and (share(values, says_little) or 0) < LITTLE:
        return _Claim(round(BY_CONTENT + 9 * fitting), index, field.code, "content")
    return None


def _given(claims: Sequence[_Claim], taken: set[str]) -> dict[int, _Claim]:
    """Each column and each field once: the surest names first, then what content alone tells."""
    given: dict[int, _Claim] = {}
    fields = set(taken)
    for claim in sorted(claims, key=lambda one: (-one.score, one.column)):
        if (
            claim.how != "content"
            and claim.score >= LEAST
            and claim.column not in given
            and claim.field not in fields
        ):
            given[claim.column] = claim
            fields.add(claim.field)
    left = [
        one for one in claims if one.how == "content" and one.column not in given and one.field not in fields
    ]
    return given | _one_to_one(left)


def _one_to_one(claims: Sequence[_Claim]) -> dict[int, _Claim]:
    """Those of columns that fit one field only, which no other column fits: between two only a person can choose."""
    columns = Counter(claim.column for claim in claims)
    fields = Counter(claim.field for claim in claims)
    return {claim.column: claim for claim in claims if columns[claim.column] == fields[claim.field] == 1}


def _matched(index: int, heading: str, claim: _Claim | None, claims: Sequence[_Claim]) -> ColumnMatch:
    floor = claim.score - CLOSE if claim else 0
    near = sorted(
        (one for one in claims if one.column == index and one.score >= floor), key=lambda one: -one.score
    )
    others = tuple(one.field for one in near if claim is None or one.field != claim.field)
    if claim is None:
        return ColumnMatch(index, heading, others=others)
    # Another column with the same name: which of the two is meant, only a person knows.
    has_rival = any(one.field == claim.field and one.column != index and one.score >= floor for one in claims)
    how: How = "like" if has_rival and claim.how == "name" else claim.how
    return ColumnMatch(index, heading, claim.field, how, min(claim.score, EXACT), others)


def _remembered(index: int, heading: str, code: str, fields: Sequence[Field]) -> ColumnMatch:
    is_known = code in {field.code for field in fields}
    return ColumnMatch(index, heading, code if is_known else None, "remembered", EXACT)

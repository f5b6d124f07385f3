"""Entity sets of a form: columns with their types, made of the same tables as exports are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from typing import Any, NamedTuple
from uuid import UUID

from nithet.forms.answers import Answers, lines_of
from nithet.forms.definition import CHOICE_KINDS, Definition, Kind
from nithet.forms.exporting.shape import Column as Exported
from nithet.forms.exporting.shape import Holds, LabelsOf, Sheet, Wanted, sheets_of
from nithet.forms.results.shapes import Property
from nithet.thai.dates import BANGKOK

SUBMISSIONS = "Submissions"
_LONGEST = 128
_PLAIN = frozenset({Kind.TEXT, Kind.SELECT_ONE, Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
"""Kinds whose answers are stored as the feed gives them."""
_OWN = "submission__"
_UNFIT = re.compile(r"\W")


class Type(StrEnum):
    """Of a column, as the standard names it."""

    TEXT = "Edm.String"
    WHOLE = "Edm.Int64"
    NUMBER = "Edm.Double"
    DATE = "Edm.Date"
    MOMENT = "Edm.DateTimeOffset"
    KEY = "Edm.Guid"


_TYPES: dict[Holds, Type] = {
    "text": Type.TEXT, "number": Type.WHOLE, "decimal": Type.NUMBER, "date": Type.DATE, "moment": Type.MOMENT,
}  # fmt: skip


class Facts(NamedTuple):
    """What is known of a submission besides its answers."""

    key: UUID
    received_at: datetime
    revision: int
    version: int
    state: str
    sender: str
    school_code: str
    school: str
    properties: Mapping[str, str]


class Row(NamedTuple):
    """A submission, or a line of one of its repeats at its place."""

    facts: Facts
    answers: Answers
    place: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the database has the value: in any of these fields of a round's answer, or under a path of the answers."""

    fields: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`read` gives the value, of its type or None."""

    name: str
    label: str
    type: Type
    read: Callable[[Row], Any]
    is_key: bool = False
    stored: Stored | None = None


@dataclass(frozen=True, slots=True)
class EntitySet:
    """`repeat` is the path of the repeat, "" of the submissions."""

    name: str
    type: str
    title: str
    repeat: str
    columns: tuple[Column, ...]

    @property
    def keys(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.is_key)

    def rows(self, facts: Facts, answers: Answers) -> Iterator[Row]:
        """Of one submission."""
        if not self.repeat:
            yield Row(facts, answers)
            return
        for place, line in lines_of(answers, self.repeat):
            yield Row(facts, line, place)


def entity_sets(
    definition: Definition, labels_of: LabelsOf, properties: Sequence[Property]
) -> Mapping[str, EntitySet]:
    """By name: the submissions first, then the repeats in the order of the form."""
    coded, worded = (sheets_of([(definition, labels_of)], Wanted(labels=wish)) for wish in (False, True))
    choices = frozenset(one.path for one in definition.questions() if one.kind in CHOICE_KINDS)
    plain = frozenset(one.path for one in definition.questions() if one.kind in _PLAIN)
    sets: dict[str, EntitySet] = {}
    for sheet, words in zip(coded.with_inner(), worded.with_inner(), strict=True):
        name = SUBMISSIONS if not sheet.path else _free(sheet.path, {*sets, SUBMISSIONS})
        own = _line_columns(sheet) if sheet.path else _fact_columns(properties)
        columns = _named(
            [*own, *_answer_columns(sheet, words, choices, frozenset() if sheet.path else plain)]
        )
        kind = "Submission" if not sheet.path else f"{name}_line"
        sets[name] = EntitySet(name, kind, sheet.title, sheet.path, columns)
    return sets


# Columns


def _fact_columns(properties: Iterable[Property]) -> Iterator[Column]:
    yield _id_column()
    yield Column("_reference", "เลขอ้างอิง", Type.TEXT, lambda row: row.facts.key.hex[-8:].upper())
    yield Column(
        "_received_at", "ได้รับเมื่อ", Type.MOMENT, lambda row: row.facts.received_at.astimezone(BANGKOK),
        stored=Stored((f"{_OWN}received_at",)),
    )  # fmt: skip
    yield Column(
        "_revision",
        "แก้ไขครั้งที่",
        Type.WHOLE,
        lambda row: row.facts.revision,
        stored=Stored((f"{_OWN}revision",)),
    )
    yield Column(
        "_version",
        "ฉบับที่",
        Type.WHOLE,
        lambda row: row.facts.version,
        stored=Stored((f"{_OWN}version__number",)),
    )
    yield Column("_state", "สถานะ", Type.TEXT, lambda row: row.facts.state, stored=Stored((f"{_OWN}state",)))
    yield Column("_sender", "ผู้ส่ง", Type.TEXT, lambda row: row.facts.sender or None)
    yield Column(
        "_school_code",
        "รหัส SMIS",
        Type.TEXT,
        lambda row: row.facts.school_code or None,
        stored=_of_school("smis_code"),
    )
    yield Column(
        "_school", "โรงเรียน", Type.TEXT, lambda row: row.facts.school or None, stored=_of_school("name")
    )
    for one in properties:
        yield from _property_columns(one)


def _id_column() -> Column:
    stored = Stored(("submission_id",))
    return Column("_id", "รหัสชุดข้อมูล", Type.KEY, lambda row: row.facts.key, is_key=True, stored=stored)


def _of_school(field: str) -> Stored:
    """Of the one asked, or of the one that the answer names."""
    return Stored((f"target__school__{field}", f"{_OWN}school__{field}"))


def _property_columns(one: Property) -> Iterator[Column]:
    code, labels = one.code, one.values
    stored = Stored((f"properties__{code}",)) if code.isidentifier() and "__" not in code else None
    yield Column(f"_{code}", one.label, Type.TEXT, lambda row: row.facts.properties.get(code), stored=stored)
    yield Column(
        f"_{code}_label", f"{one.label} (ชื่อ)", Type.TEXT,
        lambda row: labels.get(row.facts.properties.get(code, ""), row.facts.properties.get(code)),
    )  # fmt: skip


def _line_columns(sheet: Sheet) -> Iterator[Column]:
    """A line is known by its submission and its place; one inside another line by that one's place too."""
    yield _id_column()
    yield Column("_line", "รายการที่", Type.TEXT, lambda row: _spelt(row.place), is_key=True)
    yield Column("_parent_line", "อยู่ในรายการที่", Type.TEXT, lambda row: _spelt(row.place[:-1]) or None)


def _spelt(place: tuple[int, ...]) -> str:
    return ".".join(str(number + 1) for number in place)


def _answer_columns(
    sheet: Sheet, worded: Sheet, choices: frozenset[str], plain: frozenset[str]
) -> Iterator[Column]:
    for one, words in zip(sheet.columns, worded.columns, strict=True):
        stored = Stored(path=one.path) if one.path in plain and one.name == one.path else None
        yield Column(_fit(one.name), words.label, _TYPES[one.holds], _reader(one), stored=stored)
        if one.path in choices:
            name = _fit(f"{one.name}_label")
            yield Column(name, f"{words.label} (ป้าย)", Type.TEXT, _reader(words))


def _reader(column: Exported) -> Callable[[Row], Any]:
    path, read, fits = column.path, column.read, _FITS[column.holds]
    return lambda row: fits(read(row.answers.get(path)))


def _whole(value: Any) -> int | None:
    return value if type(value) is int and -(2**63) <= value < 2**63 else None


def _number(value: Any) -> float | None:
    if type(value) not in (int, float):
        return None
    try:
        known = float(value)
    except OverflowError:
        return None
    return known if isfinite(known) else None


def _day(value: Any) -> date | None:
    return value if type(value) is date else None


def _moment(value: Any) -> datetime | None:
    return value if type(value) is datetime else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


# What is not of its column's type is left empty: it stands in the exported files as text.
_FITS: dict[Holds, Callable[[Any], Any]] = {
    "text": _text, "number": _whole, "decimal": _number, "date": _day, "moment": _moment,
}  # fmt: skip


# Names


def _fit(name: str) -> str:
    """An identifier of the standard: letters, digits and strokes below; `heading/school` → heading_school."""
    fitting = _UNFIT.sub("_", name)[:_LONGEST]
    return fitting if fitting and not fitting[0].isdigit() else f"_{fitting}"[:_LONGEST]


def _free(path: str, taken: Iterable[str]) -> str:
    """By its last part, with a number where that stands already."""
    used = {name.casefold() for name in taken}
    name, number = _fit(path.rpartition("/")[2]), 1
    while (found := _numbered(name, number)).casefold() in used:
        number += 1
    return found


def _numbered(name: str, number: int) -> str:
    end = f"_{number}" if number > 1 else ""
    return f"{name[: _LONGEST - len(end)]}{end}"


def _named(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Each by a name of its own; Excel takes capitals and small letters for the same."""
    found: dict[str, Column] = {}
    for column in columns:
        number = 1
        while (name := _numbered(column.name, number)).casefold() in found:
            number += 1
        found[name.casefold()] = replace(column, name=name)
    return tuple(found.values())

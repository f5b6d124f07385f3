"""A form as questions: what its tables mean, typed. The check, the tables of answers, exports and the editor read this.

Paths have no root and no leading stroke: `heading/school`. A question inside a repeat is named from the form's root too
(`agreements/what`); in answers it stands in the lines of its repeat (`answers.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What sort of answer a question takes. A type of XLSForm that is none of these is refused by the linter."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    IMAGE = "image"  # appearance "signature" and "draw" are pictures too
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"  # shows a text, takes no answer
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    META = "meta"  # start, end, today, deviceid, username …: filled by whoever draws the form


FILE_KINDS = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE})
CHOICE_KINDS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
UNASKED_KINDS = frozenset({Kind.NOTE, Kind.CALCULATE, Kind.HIDDEN, Kind.META})
"""Kinds that nobody types."""


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    columns: Mapping[str, str] = field(default_factory=dict)
    """Further columns of the list, for choices that depend on another answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Expressions are XPath as the XForm has them: `${name}` already a path."""

    path: str
    kind: Kind
    label: str
    hint: str = ""
    row: int = 0
    list_name: str = ""
    from_file: str = ""
    """A list in a file beside the form (`schools.csv`), of `select_one_from_file`."""
    choice_filter: str = ""
    has_other: bool = False
    required: str = ""
    required_message: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculation: str = ""
    default: str = ""
    readonly: str = ""
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    meta: str = ""
    """Which fact, of a question of kind META: start, end, today, deviceid, username …"""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together; a repeat is a group that is answered any number of times."""

    path: str
    label: str
    items: tuple[Item, ...] = ()
    row: int = 0
    is_repeat: bool = False
    count: str = ""
    """How often a repeat is asked, where the form says so (`repeat_count`)."""
    relevant: str = ""
    appearance: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


Item = Question | Group


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole form. `name` is its form_id, the identifier that phones know it by."""

    name: str
    title: str
    items: tuple[Item, ...] = ()
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    language: str = ""
    instance_name: str = ""
    """Expression that names a filled form, "" where the form has none."""

    def walk(self) -> Iterator[tuple[Item, tuple[Group, ...]]]:
        """Every item with the groups around it, outermost first, in the order of the form."""
        yield from _walk(self.items, ())

    def questions(self) -> Iterator[Question]:
        return (item for item, _ in self.walk() if isinstance(item, Question))

    def repeats(self) -> Iterator[Group]:
        return (item for item, _ in self.walk() if isinstance(item, Group) and item.is_repeat)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The list of a question of choices; empty where it stands in a file."""
        return self.lists.get(question.list_name, ())


def _walk(items: tuple[Item, ...], around: tuple[Group, ...]) -> Iterator[tuple[Item, tuple[Group, ...]]]:
    for item in items:
        yield item, around
        if isinstance(item, Group):
            yield from _walk(item.items, (*around, item))

"""What a kind of list is: its columns, what is asked besides, and how its rows are read, judged and stored.

A kind is made once. For each pass over a file it gives a `Taking`, which holds what that pass learns. Checking and
storing go the same road: `read` every row, `judge` a batch; only storing calls `store` after that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import models

from nithet.audit.services import Actor
from nithet.core.tables.fields import Field
from nithet.core.tables.table import CellValue, Fault, Row
from nithet.core.tables.values import CellProblem
from nithet.offices.imports.cells import Reader
from nithet.offices.imports.seen import Seen
from nithet.offices.members import Member
from nithet.offices.models import ImportProblem, Office

Choice = ImportProblem.Choice


class Outcome(StrEnum):
    """What becomes of a row. The words are those of the preview."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"
    BAD = "bad"
    DOUBT = "doubt"


STORED = (Outcome.NEW, Outcome.CHANGED, Outcome.MOVED)
"""What "นำเข้า" writes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken; `field` and `value` where one cell is to blame."""

    why: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What is written anew, in words for people."""

    label: str
    old: str
    new: str
    code: str = ""


@dataclass(slots=True)
class Draft:
    """One row as read: clean values by the code of their field. What is empty in the file is not there."""

    row: int
    facts: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    cells: tuple[CellValue, ...] = ()


@dataclass(slots=True)
class Verdict:
    """What a row means for what is stored. `plan` is for the kind's own `store`."""

    draft: Draft
    outcome: Outcome
    title: str
    problems: Sequence[Problem] = ()
    changes: Sequence[Change] = ()
    other_id: UUID | None = None  # the stored thing that this row is, or may be
    other_words: str = ""
    plan: Any = None
    is_repeated: bool = False
    """A person said that it is who an earlier row is already, or it turned out so: the earlier one holds."""
    is_further: bool = False
    """More of what an earlier row has brought, such as a second post: not counted again."""


@dataclass(frozen=True, slots=True)
class Option:
    """What the file does not say and a person is asked once. Asked always, or where one of the columns is there."""

    code: str
    field: Callable[[], forms.Field]
    asked_with: frozenset[str] = frozenset()

    def is_asked(self, codes: Collection[str]) -> bool:
        return not self.asked_with or not self.asked_with.isdisjoint(codes)


@dataclass(frozen=True, slots=True)
class Missing:
    """A stored thing within the reach of the file that no row of it names."""

    pk: UUID
    title: str
    words: str


class ImportKind(ABC):
    code: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[str]
    """What is counted: “โรงเรียน”, “คน”."""
    position: ClassVar[int]
    hint: ClassVar[str]
    """Which lists of other systems fit, for the page that asks for the file."""
    fields: ClassVar[tuple[Field, ...]]
    readers: ClassVar[Mapping[str, Reader]]
    options: ClassVar[tuple[Option, ...]] = ()
    left_out: ClassVar[Mapping[str, str]] = {}
    """Fields that are recognised and never read, with the sentence that says why."""
    examples: ClassVar[tuple[tuple[Any, ...], ...]] = ()
    """Invented rows of the empty form, by the order of `sample_fields`."""
    sample_fields: ClassVar[tuple[str, ...]] = ()
    doubt_choices: ClassVar[tuple[Choice, ...]] = (Choice.SAME, Choice.NEW, Choice.SKIP)
    ends_missing: ClassVar[str] = ""
    """The words of the tick that ends what the file no longer names; empty where there is none."""

    rows_a_batch: ClassVar[int] = 500
    """At most so many are stored in one transaction."""
    table_url: ClassVar[str] = ""
    """Where what was brought in is seen, of a kind that belongs to one thing."""
    is_own: ClassVar[bool] = False
    """Only those who began an import of it see it."""

    def options_for(self, by: Member) -> Sequence[Option]:
        """What this person is asked besides the columns."""
        return self.options

    def given(self, by: Member) -> Mapping[str, Any]:
        """Options that follow from who brings the list in."""
        return {}

    def label_of(self, code: str) -> str:
        return next((one.label for one in self.fields if one.code == code), "")

    def lacking(self, codes: Collection[str]) -> list[str]:
        """Which columns are still needed, in words."""
        return [one.label for one in self.fields if one.is_required and one.code not in codes]

    @abstractmethod
    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        """A pass over a file whose columns are known: code of the field -> place of the column."""


class Taking(ABC):
    """One pass over one file: what is read, known and decided on the way."""

    def __init__(
        self,
        kind: ImportKind,
        office: Office,
        columns: Mapping[str, int],
        options: Mapping[str, Any],
        on: date,
    ) -> None:
        self.kind, self.office, self.options, self.on = kind, office, options, on
        self.columns = {code: place for code, place in columns.items() if code in kind.readers}
        self.seen = Seen()
        self.is_storing = False
        self.source_name = ""
        """Of the file, for history."""
        self.notes: dict[str, Any] = {}
        """What the preview says besides the counts."""
        self._reads = [(code, place, kind.readers[code]) for code, place in self.columns.items()]

    def read(self, row: Row) -> Draft:
        draft = Draft(row.number, {}, cells=row.cells)
        for code, place, reads in self._reads:
            value = row.at(place)
            if value is None:
                continue
            try:
                found = reads(value)
            except CellProblem as error:
                draft.problems.append(Problem(str(error), code, shown(value)))
            else:
                if found is not None and found != "":
                    draft.facts[code] = found
        self.understand(draft)
        return draft

    @abstractmethod
    def understand(self, draft: Draft) -> None:
        """Derive from the row alone what its columns say together; add problems."""

    @abstractmethod
    def mark(self, drafts: Sequence[Draft]) -> None:
        """Remember rows of this file that were dealt with before a break, for the rows that follow."""

    @abstractmethod
    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        """Compare a batch with what is stored and with the rows before. `choices`: row -> what a person decided."""

    @abstractmethod
    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        """Write what is new and changed, with history. Called in a transaction; sent again it changes nothing."""

    def missing(self) -> Iterator[Missing]:
        """After all rows were judged: what is stored within the reach of the file and was not named."""
        return iter(())

    def end_missing(self, ids: Sequence[UUID], *, by: Actor) -> int:
        """End what a person agreed to end. Called in a transaction; returns how many ended."""
        return 0

    def remarks(self) -> list[str]:
        """After all was stored: what a person should look at, in sentences."""
        return []

    def close(self) -> None:
        self.seen.close()


def label_of(model: type[models.Model], name: str) -> str:
    """The words for a field of a model."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))  # noqa: SLF001  the documented way


def shown(value: CellValue) -> str:
    """The value of a cell as the preview repeats it."""
    if isinstance(value, Fault):
        return ""
    return str(value)[:300]

"""What reading a manual gives: plain typed data, each item with the lines of the source it came from.

`document` stores it while a person reviews it. Line numbers start at 1. Every item has a key, unique in its draft, that stays the same however it is moved or reworded
(`keys`). Nothing here knows Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Lines = tuple[int, ...]


class Decision(StrEnum):
    """What a step that goes up asks for."""

    APPROVE = "approve"
    ENDORSE = "endorse"
    ACKNOWLEDGE = "acknowledge"
    PERMIT = "permit"
    SIGN = "sign"


class Fate(StrEnum):
    """What became of a line of the source."""

    USED = "used"
    FURNITURE = "furniture"
    UNREAD = "unread"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text of the manual (an objective, a form, a reference) and its lines."""

    text: str
    lines: Lines = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what the manual means by it."""

    term: str
    meaning: str
    lines: Lines = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A standard that can be counted: at least so many times in each period (semester, quarter, month, year)."""

    at_least: int
    per: str


@dataclass(frozen=True, slots=True)
class SubstepDraft:
    """A part of a step with its own number (“2.1”), and the work and decision proposed for it."""

    number: str
    title: str
    actions: tuple[str, ...] = ()
    decision: Decision | None = None
    lines: Lines = ()
    key: str = ""
    lineage: str | None = None


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step. `months` are in order of time; `detail` is what a table says beside the title.

    `forms` are names of forms used in this step. `lines` are those that the title came from; `more_lines` those of a
    table that says the same step again. `lineage` is that of the step of an earlier edition, where this one was begun
    from it.
    """

    number: int
    title: str
    also_called: tuple[str, ...] = ()
    detail: str | None = None
    months: tuple[int, ...] | None = None
    cadence: str | None = None
    time_text: str | None = None
    responsible: tuple[str, ...] = ()
    standard: str | None = None
    measure: Measure | None = None
    actions: tuple[str, ...] = ()
    decision: Decision | None = None
    substeps: tuple[SubstepDraft, ...] = ()
    forms: tuple[str, ...] = ()
    lines: Lines = ()
    more_lines: Lines = ()
    key: str = ""
    lineage: str | None = None


@dataclass(frozen=True, slots=True)
class ProcedureDraft:
    """One procedure (กระบวนงาน). `part` is the heading of the part of the manual that it stands in.

    `family` is the code of the family of kin procedures, where one was found or a person chose one;
    it is empty where a person said that it is of none.
    """

    title: str
    number: str | None = None
    part: str | None = None
    also_called: tuple[str, ...] = ()
    objectives: tuple[Text, ...] = ()
    scope: str | None = None
    scope_lines: Lines = ()
    definitions: tuple[Definition, ...] = ()
    steps: tuple[StepDraft, ...] = ()
    forms: tuple[Text, ...] = ()
    references: tuple[Text, ...] = ()
    lines: Lines = ()
    key: str = ""
    lineage: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What the manual says outside its procedures, under a heading of its own (foreword, duties, bibliography)."""

    kind: str
    title: str
    text: str
    lines: Lines = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a button beside a warning does: an act of `editing` with its arguments, and the words on the button."""

    act: str
    words: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a person should look at. `item` is the key of what it is about, "" for the whole manual.

    `line` is 0 where no line of the source shows it. `is_settled`: a person looked at it and lets it stand.
    """

    code: str
    text: str
    line: int
    item: str = ""
    remedy: Remedy | None = None
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class LineNote:
    """The fate of one line that is not blank; `rule` names why (for furniture) or what for (when used)."""

    line: int
    fate: Fate
    rule: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where lines of the source stand, from this line on: a file and a page of it (0 where it has no pages)."""

    line: int
    file: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ManualDraft:
    """A whole manual as read, and an account of every line of its source."""

    office: str | None = None
    group: str | None = None
    fiscal_year_be: int | None = None
    procedures: tuple[ProcedureDraft, ...] = ()
    matters: tuple[Matter, ...] = ()
    warnings: tuple[Caution, ...] = ()
    notes: tuple[LineNote, ...] = ()
    line_count: int = 0
    source_name: str = ""
    places: tuple[Place, ...] = ()

    @property
    def unread(self) -> tuple[LineNote, ...]:
        """Lines that were not understood."""
        return tuple(note for note in self.notes if note.fate is Fate.UNREAD)

    @property
    def furniture(self) -> tuple[LineNote, ...]:
        """Lines left out by a named rule."""
        return tuple(note for note in self.notes if note.fate is Fate.FURNITURE)

    @property
    def used(self) -> tuple[LineNote, ...]:
        """Lines that an item of the draft came from."""
        return tuple(note for note in self.notes if note.fate is Fate.USED)

    @property
    def blank_count(self) -> int:
        """Lines with nothing on them."""
        return self.line_count - len(self.notes)


def span(lines: Lines) -> tuple[int, int] | None:
    """First and last line, or None for an item without lines (one added by hand)."""
    return (min(lines), max(lines)) if lines else None

"""What reading a manual gives: plain typed data, each item with the lines of the source it came from.

A draft is stored as a JSON document while a person reviews it; `to_json` and `from_json` are exact inverses.
Line numbers start at 1. Nothing here knows Django.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

JSON_VERSION = 1
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


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what the manual means by it."""

    term: str
    meaning: str
    lines: Lines = ()


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


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step. `months` are in order of time; `detail` is what a table says beside the title.

    `lines` are those that the title came from; `more_lines` those of a table that says the same step again.
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
    lines: Lines = ()
    more_lines: Lines = ()


@dataclass(frozen=True, slots=True)
class ProcedureDraft:
    """One procedure (กระบวนงาน). `part` is the heading of the part of the manual that it stands in."""

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


@dataclass(frozen=True, slots=True)
class Matter:
    """What the manual says outside its procedures, under a heading of its own (foreword, duties, bibliography)."""

    kind: str
    title: str
    text: str
    lines: Lines = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a person should look at. `item` says where: "", "procedures/0" or "procedures/0/steps/2"."""

    code: str
    text: str
    line: int
    item: str = ""


@dataclass(frozen=True, slots=True)
class LineNote:
    """The fate of one line that is not blank; `rule` names why (for furniture) or what for (when used)."""

    line: int
    fate: Fate
    rule: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ManualDraft:
    """A whole manual as read, and an account of every line of its source."""

    office: str | None = None
    group: str | None = None
    procedures: tuple[ProcedureDraft, ...] = ()
    matters: tuple[Matter, ...] = ()
    warnings: tuple[Caution, ...] = ()
    notes: tuple[LineNote, ...] = ()
    line_count: int = 0
    source_name: str = field(default="")

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


def to_json(draft: ManualDraft) -> dict[str, Any]:
    """The draft as a JSON document."""
    return {"version": JSON_VERSION, **_plain(asdict(draft))}


def from_json(document: dict[str, Any]) -> ManualDraft:
    """The draft that `to_json` wrote. Raises ValueError for another version."""
    if document.get("version") != JSON_VERSION:
        raise ValueError(f"draft version {document.get('version')!r} is not {JSON_VERSION}")
    data = {key: value for key, value in document.items() if key != "version"}
    return ManualDraft(
        **{
            **data,
            "procedures": tuple(_procedure(one) for one in data["procedures"]),
            "matters": tuple(Matter(**_tupled(one)) for one in data["matters"]),
            "warnings": tuple(Caution(**one) for one in data["warnings"]),
            "notes": tuple(LineNote(**{**one, "fate": Fate(one["fate"])}) for one in data["notes"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def _tupled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _procedure(data: dict[str, Any]) -> ProcedureDraft:
    return ProcedureDraft(
        **{
            **_tupled(data),
            "objectives": _texts(data["objectives"]),
            "forms": _texts(data["forms"]),
            "references": _texts(data["references"]),
            "definitions": tuple(Definition(**_tupled(one)) for one in data["definitions"]),
            "steps": tuple(_step(one) for one in data["steps"]),
        }
    )


def _texts(data: list[dict[str, Any]]) -> tuple[Text, ...]:
    return tuple(Text(**_tupled(one)) for one in data)


def _step(data: dict[str, Any]) -> StepDraft:
    return StepDraft(
        **{
            **_tupled(data),
            "measure": Measure(**data["measure"]) if data["measure"] else None,
            "decision": _decision(data["decision"]),
            "substeps": tuple(
                SubstepDraft(**{**_tupled(one), "decision": _decision(one["decision"])})
                for one in data["substeps"]
            ),
        }
    )


def _decision(value: str | None) -> Decision | None:
    return Decision(value) if value else None

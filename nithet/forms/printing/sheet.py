"""What stands on a sheet of paper, as plain data: the template only draws it. Knows no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from nithet.forms.answers import Answers
from nithet.forms.definition import Definition, Question


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: choices to tick, a line to write on, or what was answered."""

    kind: str  # "text", "long", "choice", "choices", "picture", "note"
    number: str
    label: str
    hint: str = ""
    value: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """`marks`: for each column of a line whether it is chosen; `groups`: words above the columns, "" for one group alone."""

    steps: tuple[str, ...]
    legend: str
    groups: tuple[str, ...]
    lines: tuple[tuple[str, str, tuple[bool, ...]], ...]
    kind: str = "scale"


@dataclass(frozen=True, slots=True)
class Lines:
    """A repeat; each row with its number."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    amounts: tuple[bool, ...]
    """Of each column whether it holds amounts, which are read from the right."""
    kind: str = "lines"

    @property
    def drawn(self) -> Iterator[tuple[str, tuple[tuple[str, bool], ...]]]:
        """The rows, each cell with whether it is an amount."""
        return ((number, tuple(zip(row, self.amounts, strict=True))) for number, row in self.rows)


@dataclass(frozen=True, slots=True)
class Part:
    """A group within a section, or one line of a repeat."""

    label: str
    blocks: tuple[Block, ...]
    kind: str = "part"


@dataclass(frozen=True, slots=True)
class Signatures:
    boxes: tuple[tuple[str, str, str], ...]  # label, address of the picture, who signs as far as it was told
    kind: str = "signatures"


Block = Asked | Scale | Lines | Part | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    heading: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Paper:
    """What is to be printed. `answers` None: an empty sheet. `name_of` says the label of a choice out of a file."""

    definition: Definition
    answers: Answers | None = None
    name_of: Callable[[Question, str], str] = lambda _question, name: name
    files: Mapping[str, str] = field(default_factory=dict)  # name → address
    thai_digits: bool = True

"""A procedure and its sections while they are read."""

from dataclasses import dataclass, field

from nithet.manuals.draft import Definition, Text
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.sections import Heading
from nithet.manuals.reading.steps import Step


@dataclass(slots=True)
class Section:
    """A section of a procedure; `kind` is "bare" for what stands before the first heading."""

    kind: str
    heading: Heading | None
    at: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Procedure:
    """A procedure while it is read."""

    title: str
    number: str | None
    part: str | None
    also: list[str] = field(default_factory=list)
    objectives: list[Text] = field(default_factory=list)
    forms: list[Text] = field(default_factory=list)
    references: list[Text] = field(default_factory=list)
    scope: str = ""
    scope_lines: list[int] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    definition_line: int = 0
    listed: list[Step] = field(default_factory=list)
    tabled: list[Step] = field(default_factory=list)
    summed: list[Step] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    responsible: tuple[str, ...] = ()
    time: str = ""
    others: list[tuple[str, str, str, list[int]]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    first_line: int = 0

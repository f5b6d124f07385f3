"""The stretch of lines that is one procedure, and what opens it."""

from dataclasses import dataclass, field

from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.sections import OUTSIDE

LONGEST_TITLE = 200
CLOSING = OUTSIDE - {"introduction", "duties"}
"""Sections that end a procedure; an introduction or a list of duties may also stand inside one."""


@dataclass(slots=True)
class Opening:
    """One line or more that name a procedure; `source` is mark, document, name or plain."""

    source: str
    title: str
    at: int
    end: int
    number: str | None = None


@dataclass(slots=True)
class Span:
    """The lines of one procedure, from `start` up to but not including `end`.

    `shared` are rows for it in a table for several works, which may stand anywhere; `shared_names` lines that name it there.
    """

    openings: list[Opening]
    start: int
    end: int = -1
    has_content: bool = False
    item_count: int = 0
    title_page: list[int] = field(default_factory=list)
    part: str | None = None
    part_places: list[int] = field(default_factory=list)
    restated: list[Opening] = field(default_factory=list)
    shared: list[Line] = field(default_factory=list)
    shared_names: list[int] = field(default_factory=list)

"""Lines of a document before they are written down, and how they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nithet.manuals.sources.docx.runs import Words

_MOSTLY = 0.5
_LONGEST_HEADING = 200
_LONGEST_BOLD = 120
_ENTRY = re.compile(r"(?P<title>.*?)[\s.…]*(?:\t[\s.…]*(?P<page>[0-9๐-๙ก-ฮivxlc]{1,5}))?\s*$")
_FEWEST_ROWS = {1: 3, 2: 2}
_NO_CELL = re.compile(r"\(?[0-9๐-๙.]{1,9}[.)]?|[^\w\s]|\(?[ก-ฮ][.)]")


@dataclass(slots=True)
class Line:
    """One line. `bold` are so many letters at its beginning; `label` is the number that Word computed."""

    text: str
    label: str = ""
    bold: int = 0
    level: int = 0
    is_row: bool = False
    is_entry: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def is_wholly_bold(self) -> bool:
        return self.bold >= len(self.text) > 0


BLANK = Line("")


def lines_of(words: Words, *, label: str, level: int) -> list[Line]:
    """The lines of a paragraph; a heading is one, whatever breaks it has. The label stands on the first with text."""
    pieces = words.lines if not level else [[piece for line in words.lines for piece in (*line, (" ", True))]]
    lines = [_line(piece) for piece in pieces]
    while len(lines) > 1 and lines[-1].is_blank:
        lines.pop()
    for line in lines:
        line.level = level if 0 < len(line.text) <= _LONGEST_HEADING else 0
    first = next((line for line in lines if line.text), None)
    if first and label:
        first.label = label
    return lines


def _line(pieces: Sequence[tuple[str, bool]]) -> Line:
    raw = "".join(text for text, _ in pieces)
    text = raw.strip().replace("\xa0", " ")
    before = len(raw) - len(raw.lstrip())
    bold = 0
    for piece, is_bold in pieces:
        if not is_bold and piece.strip():
            break
        bold += len(piece)
    return Line(text, bold=min(max(0, bold - before), len(text)))


def without_loose_tabs(lines: Sequence[Line]) -> None:
    """Tabs stay where several lines below one another have the same number of them: a table. Others are spaces."""
    at = 0
    while at < len(lines):
        tabs, end = lines[at].text.count("\t"), at + 1
        while tabs and end < len(lines) and lines[end].text.count("\t") == tabs:
            end += 1
        if tabs and not _is_table(lines[at:end], tabs):
            for line in lines[at:end]:
                _spread(line)
        at = end


def _is_table(lines: Sequence[Line], tabs: int) -> bool:
    if any(line.is_row or line.is_entry for line in lines):
        return True
    firsts = [line.text.split("\t", 1) for line in lines]
    if tabs == 1 and any(_NO_CELL.fullmatch(first.strip()) or rest.startswith(":") for first, rest in firsts):
        return False
    return len(lines) >= _FEWEST_ROWS.get(tabs, 2)


def _spread(line: Line) -> None:
    """Spaces for tabs; several at once are one space."""
    bold = line.text[: line.bold]
    line.text = re.sub(r"\s*\t\s*", " ", line.text)
    line.bold = min(len(line.text), len(re.sub(r"\s*\t\s*", " ", bold)))


def as_entry(line: Line) -> Line:
    """A line of a table of contents: its title, dots, its page."""
    found = _ENTRY.fullmatch(line.text)
    title, page = (found["title"], found["page"] or "") if found else (line.text, "")
    title = " ".join(title.split())
    return Line(f"{line.label} {title} ........ {page}".strip(), is_entry=True)


def written(lines: Sequence[Line]) -> list[str]:
    """The lines as text. Where most of a document is bold, that says nothing and is left out."""
    plain = [line for line in lines if line.text and not (line.is_row or line.level or line.is_entry)]
    letters = sum(len(line.text) for line in plain)
    tells = sum(line.bold for line in plain) <= letters * _MOSTLY
    return [_written(line, tells=tells) for line in lines]


def _written(line: Line, *, tells: bool) -> str:
    if line.is_row or line.is_entry or not line.text:
        return line.text
    label = f"{line.label} " if line.label else ""
    if line.level:
        return f"{'#' * line.level} {label}{line.text}"
    if not tells or not line.bold or "*" in line.text:
        return f"{label}{line.text}"
    if line.is_wholly_bold:
        return f"**{label}{line.text}**"
    begins = line.text[: line.bold].rstrip()
    if not begins or len(begins) > _LONGEST_BOLD:
        return f"{label}{line.text}"
    return f"{label}**{begins}**{line.text[len(begins) :]}"

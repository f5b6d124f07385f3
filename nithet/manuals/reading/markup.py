"""Tables written as HTML, as tools of optical reading give them, turned into rows with bars."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th)\b(?P<attributes>[^<>]*)>", re.IGNORECASE
)
_SPAN = re.compile(r"(?P<kind>col|row)span\s*=\s*[\"']?(?P<count>\d{1,2})", re.IGNORECASE)

# An empty cell at the end of a line is no end of the row; it goes when the words of a cell are cleaned.
_EMPTY = "\u200b"

Piece = tuple[int, str, bool]
"""A line of the text: its number, its words, and whether it is a row of a table."""


def has_tables(text: str) -> bool:
    """Whether the text holds tables in HTML."""
    return "<t" in text.lower() and _TAG.search(text) is not None


def without_tags(raws: Sequence[str]) -> Iterator[Piece]:
    """The lines of a text whose HTML tables are rows with bars; a row over several lines ends on its last one."""
    table = _HtmlTable()
    for number, raw in enumerate(raws, start=1):
        if not table.is_open and not _TAG.search(raw):
            yield number, raw, False
            continue
        before = len(table.pieces)
        table.read(number, raw)
        pieces = table.pieces[before:]
        yield from pieces or [(number, "", False)]


@dataclass(slots=True)
class _HtmlTable:
    """Where in a table the reading stands.

    `below` keeps by column what cells that reach down say to further rows; the first column, which numbers the rows,
    says it once.
    """

    is_open: bool = False
    in_row: bool = False
    column: int = 0
    written: str = ""
    below: dict[int, tuple[int, str]] = field(default_factory=dict)
    cell_rows: int = 1
    cell_columns: int = 1
    cell_text: str = ""
    in_cell: bool = False
    pieces: list[Piece] = field(default_factory=list)

    def read(self, number: int, raw: str) -> None:
        """Take one line of the source."""
        at = 0
        self.written = ""
        for tag in _TAG.finditer(raw):
            self._text(raw[at : tag.start()], number)
            self._tag(tag["name"].lower(), tag["attributes"], number, closes=bool(tag["close"]))
            at = tag.end()
        self._text(raw[at:], number)
        if self.written.strip():
            if self.written.rstrip().endswith("|"):
                self.written += _EMPTY
            self.pieces.append((number, self.written, True))

    def _text(self, text: str, number: int) -> None:
        if not text.strip():
            return
        if self.in_cell:
            self.cell_text = f"{self.cell_text} {text}".strip()
            self.written += text.replace("|", "\\|")
        else:
            self.pieces.append((number, text, False))

    def _tag(self, name: str, attributes: str, number: int, *, closes: bool) -> None:
        if name == "table":
            self._end_row(number)
            self.is_open, self.below = not closes, {}
        elif name == "tr":
            self._end_row(number)
            self.in_row, self.column = not closes, 0
        elif name in {"td", "th"}:
            self._end_cell()
            if not closes:
                self._begin_cell(attributes)

    def _begin_cell(self, attributes: str) -> None:
        self.in_row = True
        self._reach_down()
        spans = {span["kind"].lower(): int(span["count"]) for span in _SPAN.finditer(attributes)}
        self.cell_columns, self.cell_rows = max(1, spans.get("col", 1)), max(1, spans.get("row", 1))
        self.cell_text, self.in_cell = "", True
        self.written += "| "

    def _reach_down(self) -> None:
        """Write the cells of the rows above that reach down to this place."""
        while self.column in self.below:
            rows, text = self.below.pop(self.column)
            if rows > 1:
                self.below[self.column] = (rows - 1, text)
            self.written += f"| {text} "
            self.column += 1

    def _end_cell(self) -> None:
        if not self.in_cell:
            return
        self.in_cell = False
        self.written += " " + "| " * (self.cell_columns - 1)
        for column in range(self.column, self.column + self.cell_columns):
            if self.cell_rows > 1:
                text = self.cell_text if 0 < column == self.column else ""
                self.below[column] = (self.cell_rows - 1, text.replace("|", "\\|"))
        self.column += self.cell_columns

    def _end_row(self, number: int) -> None:
        self._end_cell()
        if not self.in_row:
            return
        self._reach_down()
        self.in_row = False
        self.pieces.append((number, f"{self.written}|", True))
        self.written = ""

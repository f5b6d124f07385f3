"""The page before it is text, Word or PDF: headings, paragraphs, lists that Word numbers, tables, page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`indent` in steps of about a centimetre; `is_centred` as on covers and in charts."""

    text: str
    indent: int = 0
    is_bold: bool = False
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class NumberedByWord:
    """Items whose numbers are not in the text; `pattern` holds %1. Plain text shows the number."""

    items: tuple[tuple[str, tuple[str, ...]], ...]
    pattern: str = "%1."


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    columns: int = 1
    rows: int = 1
    is_shaded: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows leave out what cells of rows above or to the left cover. The first `heads` rows are its head."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    heads: int = 1
    continued: str = ""
    """A caption over what goes on after a page, with the head again; "" where the table is whole."""
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    entries: tuple[tuple[str, str], ...]
    filler: str = "tab"


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Paragraph | NumberedByWord | Table | Contents | PageBreak


@dataclass(slots=True)
class Page:
    """All blocks of a manual and how it is printed; `dress` are choices of plain text."""

    blocks: list[Block] = field(default_factory=list)
    head: str = ""
    foot: str = ""
    dress: dict[str, str] = field(default_factory=dict)

    def add(self, *blocks: Block) -> None:
        self.blocks += blocks

    def line(self, text: str, indent: int = 0, *, bold: bool = False) -> None:
        self.blocks.append(Paragraph(text, indent, bold))


def row(*cells: str | Cell) -> tuple[Cell, ...]:
    return tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)


def table(rows: Sequence[Sequence[Cell]], widths: Sequence[float], heads: int = 1) -> Table:
    return Table(tuple(tuple(one) for one in rows), tuple(widths), heads)


def grid(of: Table) -> list[list[Cell | None]]:
    """A place for every row and column; None where a merged cell goes on."""
    width = len(of.widths)
    places: list[list[Cell | None]] = [[None] * width for _ in of.rows]
    covered: set[tuple[int, int]] = set()
    for at, cells in enumerate(of.rows):
        column = 0
        for cell in cells:
            while (at, column) in covered:
                column += 1
            places[at][column] = cell
            covered |= {
                (at + down, column + right) for down in range(cell.rows) for right in range(cell.columns)
            }
            column += cell.columns
    return places


def pages_of(of: Table) -> list[tuple[str, Table]]:
    """The table as it stands on its pages, each with the caption above it."""
    if not of.cut:
        return [("", of)]
    first = Table(of.rows[: of.cut], of.widths, of.heads)
    rest = Table(of.rows[: of.heads] + of.rows[of.cut :], of.widths, of.heads)
    return [("", first), (of.continued, rest)]

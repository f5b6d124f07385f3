"""Lines and columns of a sheet while a form is made: every act ends in `rebuilt`, so that columns stand in their usual order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, count

from nithet.forms.editing.errors import EditError
from nithet.forms.tables import Row, Tables, made_of
from nithet.forms.xlsform.columns import head_of, known_names, meaning
from nithet.forms.xlsform.references import REFERENCE

Line = Mapping[str, str]
MOST_ROWS = 5000
_FIRST_COLUMNS = {
    "survey": ("type", "name", "label"),
    "choices": ("list_name", "name", "label"),
    "settings": (),
}
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*")


def lines_of(tables: Tables, sheet: str) -> list[Line]:
    return [row.cells for row in tables.sheet(sheet)]


def rebuilt(tables: Tables, sheet: str, lines: Iterable[Line]) -> Tables:
    """The tables with these lines in one sheet, numbered anew. Columns that were there stay, filled or not."""
    lines = list(lines)
    if len(lines) > MOST_ROWS:
        raise EditError("too-many", limit=MOST_ROWS)
    columns = tables.sheet(sheet).columns or (_FIRST_COLUMNS[sheet] if lines else ())
    for column in dict.fromkeys(column for line in lines for column, text in line.items() if text):
        columns = _with(sheet, columns, column)
    return replace(tables, **{sheet: made_of(lines, columns)})


def _with(sheet: str, columns: tuple[str, ...], column: str) -> tuple[str, ...]:
    """The column behind those that usually stand before it."""
    if column in columns:
        return columns
    usual = known_names(sheet)
    before = usual[: usual.index(column)] if column in usual else usual
    double = any("::" in one for one in columns)
    at = max(
        (
            place
            for place, one in enumerate(columns, start=1)
            if meaning(sheet, one, double=double).name in before
        ),
        default=0 if column in usual else len(columns),
    )
    return (*columns[:at], column, *columns[at:])


def cell(tables: Tables, sheet: str, row: Row, name: str) -> str:
    """What stands in the very cell that `with_cells` writes."""
    return row[head_of(tables, sheet).column(name)]


def in_columns(tables: Tables, sheet: str, told: Line) -> dict[str, str]:
    """Meaning → text as column → text, in the columns that the form has for them."""
    head = head_of(tables, sheet)
    return {head.column(name): text for name, text in told.items() if text}


def with_cells(tables: Tables, sheet: str, number: int, told: Line) -> Tables:
    """One line with these cells (by meaning); an empty text takes the cell away."""
    head = head_of(tables, sheet)
    lines = lines_of(tables, sheet)
    line = dict(lines[number - 2])
    for name, text in told.items():
        line[head.column(name)] = text
    lines[number - 2] = {column: text for column, text in line.items() if text}
    return rebuilt(tables, sheet, lines)


# Names


def names_of(tables: Tables) -> set[str]:
    """All names of the survey in small letters: two that differ in their case only would confuse."""
    column = head_of(tables, "survey").column("name")
    return {row[column].lower() for row in tables.survey} | {"meta", "data", "instanceid", "instancename"}


def free_name(taken: set[str], label: str, letter: str = "q") -> str:
    """A name that the form does not have: the label where it is Latin, otherwise q1, q2 …; it is taken then."""
    text = label.strip()
    wished = re.sub(r"[\s-]+", "_", text.lower())[:40].strip("_") if _LATIN.fullmatch(text) else ""
    if wished.startswith("xml"):
        wished = ""
    numbered = (
        f"{wished}_{number}" if wished else f"{letter}{number}" for number in count(2 if wished else 1)
    )
    name = next(one for one in chain([wished] if wished else [], numbered) if one not in taken)
    taken.add(name)
    return name


def with_names(line: Line, renamed: Mapping[str, str]) -> dict[str, str]:
    """The references in all cells of a line as the questions are called now."""

    def written(found: re.Match[str]) -> str:
        return f"${{{renamed[found[1]]}}}" if found[1] in renamed else found[0]

    return {column: REFERENCE.sub(written, text) if "${" in text else text for column, text in line.items()}

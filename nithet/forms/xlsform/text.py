"""The text form of shipped forms: a heading, then the sheets as tables of Markdown, with blocks that several forms share.

    | type    | name     | label        |
    |---------|----------|--------------|
    | include | heading  |              |
    | integer | students | จำนวนนักเรียน |

A line `include` takes in the lines of a block. A list that a form uses and does not have is taken from the blocks that it
takes in, then from the block `choices`. A stroke inside a cell is written `\\|`, a new line `<br>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nithet.forms.tables import SHEETS, Tables, made_of
from nithet.forms.xlsform.kinds import Asks, read_type

_STROKE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")
Line = dict[str, str]


class UnreadableTextError(ValueError):
    """A shipped form that is not written as above; the message names the line."""


def read_text(text: str, blocks: Mapping[str, Tables]) -> Tables:
    """The tables of a form written as text."""
    sheets = {name: _table(lines) for name, lines in _sections(text).items()}
    survey = sheets.get("survey", ([], []))
    taken = [line["name"] for line in survey[1] if line.get("type") == "include"]
    if unknown := [name for name in taken if name not in blocks]:
        raise UnreadableTextError(f"no block {unknown[0]!r} to include")
    questions = list(_with_blocks(survey[1], blocks))
    columns = {name: table[0] for name, table in sheets.items()}
    own = sheets.get("choices", ([], []))[1]
    choices = [*own, *_lists_lacking(questions, own, [*taken, "choices"], blocks)]
    return Tables(
        survey=made_of(questions, columns.get("survey", ())),
        choices=made_of(choices, columns.get("choices", ())),
        settings=made_of(sheets.get("settings", ([], []))[1], columns.get("settings", ())),
    )


def _sections(text: str) -> dict[str, list[tuple[int, str]]]:
    """The lines below each heading `## sheet`, numbered. Above the first one anything may stand."""
    sections: dict[str, list[tuple[int, str]]] = {}
    current: list[tuple[int, str]] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("## "):
            name = line[3:].strip()
            if name not in SHEETS or name in sections:
                raise UnreadableTextError(
                    f"line {number}: {name!r} is no sheet of a form, or stands there twice"
                )
            current = sections.setdefault(name, [])
        elif current is not None and line.strip():
            current.append((number, line))
    return sections


def _table(lines: list[tuple[int, str]]) -> tuple[list[str], list[Line]]:
    if not lines:
        return [], []
    columns = _cells(lines[0][1])
    rows = []
    for number, line in lines[1:]:
        if _RULE.fullmatch(line):
            continue
        cells = _cells(line)
        if "|" not in line or len(cells) > len(columns):
            raise UnreadableTextError(f"line {number}: {len(cells)} cells under {len(columns)} columns")
        rows.append({column: cell for column, cell in zip(columns, cells, strict=False) if cell})
    return columns, rows


def _cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|")
    if inside.endswith("|") and not inside.endswith("\\|"):
        inside = inside[:-1]
    return [cell.strip().replace("\\|", "|").replace("<br>", "\n") for cell in _STROKE.split(inside)]


def _with_blocks(lines: Iterable[Line], blocks: Mapping[str, Tables]) -> Iterator[Mapping[str, str]]:
    for line in lines:
        if line.get("type") == "include":
            yield from (row.cells for row in blocks[line["name"]].survey)
        else:
            yield line


def _lists_lacking(
    questions: Iterable[Mapping[str, str]],
    own: Iterable[Line],
    sources: list[str],
    blocks: Mapping[str, Tables],
) -> Iterator[Mapping[str, str]]:
    """The choices of lists that are used and not the form's own, from the first block that has the list."""
    has = {line.get("list_name", "") for line in own}
    read = (read_type(question.get("type", "")) for question in questions)
    for name in dict.fromkeys(asks.list_name for asks in read if isinstance(asks, Asks)):
        if not name or name in has:
            continue
        found = (
            [row.cells for row in blocks[block].choices if row["list_name"] == name]
            for block in sources
            if block in blocks
        )
        yield from next((rows for rows in found if rows), [])


def write_text(tables: Tables) -> str:
    """The other way, without blocks: what read_text makes the same tables of."""
    parts = []
    for name in SHEETS:
        sheet = tables.sheet(name)
        if sheet.columns:
            lines = [_line(sheet.columns), _line(["---"] * len(sheet.columns))]
            lines += [_line([row[column] for column in sheet.columns]) for row in sheet]
            parts.append("\n".join([f"## {name}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"

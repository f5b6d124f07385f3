"""Lists of choices: a question's own, and those that several questions share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from nithet.forms.definition import Choice
from nithet.forms.editing.errors import EditError
from nithet.forms.editing.lines import matched, refuse_twice
from nithet.forms.editing.rows import Line, in_columns, lines_of, rebuilt
from nithet.forms.shipped import blocks
from nithet.forms.tables import Row, Tables
from nithet.forms.xlsform.columns import head_of
from nithet.forms.xlsform.defining import lists_of
from nithet.forms.xlsform.kinds import Asks, read_type

SHARED = {
    "yes_no": "ใช่ · ไม่ใช่",
    "has_not": "มี · ไม่มี",
    "q4": "คุณภาพ 4 ระดับ (ดีเยี่ยม–ปรับปรุง)",
    "semester": "ภาคเรียน",
    "learning_area": "กลุ่มสาระการเรียนรู้",
    "grade": "ชั้นเรียน",
    "media_type": "ชนิดของสื่อ",
    "visit_mode": "วิธีการนิเทศ",
    "asset_condition": "สภาพครุภัณฑ์",
}
"""Lists that stand ready for every form, with the words that they are chosen by. Scales are kinds of their own."""

_PLACEHOLDER = re.compile(r"ตัวเลือก \d+")
FIRST_CHOICES = ("ตัวเลือก 1", "ตัวเลือก 2")


def choices_of(tables: Tables, list_name: str) -> tuple[Choice, ...]:
    return lists_of(tables).get(list_name, ())


def rows_of(tables: Tables, list_name: str) -> list[Row]:
    head = head_of(tables, "choices")
    return [row for row in tables.choices if head.text(row, "list_name") == list_name]


def used_lists(tables: Tables) -> list[str]:
    """The list of every question of choices, as often as it is asked."""
    column = head_of(tables, "survey").column("type")
    read = (read_type(row[column]) for row in tables.survey)
    return [asks.list_name for asks in read if isinstance(asks, Asks) and asks.list_name]


def free_list(tables: Tables, wished: str) -> str:
    head = head_of(tables, "choices")
    taken = {head.text(row, "list_name") for row in tables.choices} | set(used_lists(tables)) | set(SHARED)
    names = (wished if number == 1 else f"{wished}_{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def set_choices(tables: Tables, list_name: str, labels: Sequence[str]) -> Tables:
    """The list with these choices, in this order; a new one stands behind all others."""
    if not labels:
        raise EditError("choices-needed")
    refuse_twice(labels)
    rows = rows_of(tables, list_name)
    head = head_of(tables, "choices")
    told = [head.text(row, "label") or head.text(row, "name") for row in rows]
    if list(labels) == told:
        return tables
    lines = _written(tables, list_name, labels, rows, told)
    all_lines = lines_of(tables, "choices")
    numbers = {row.number for row in rows}
    at = min(numbers) - 2 if numbers else len(all_lines)
    before = all_lines[:at]
    after = [
        line for number, line in enumerate(all_lines, start=2) if number - 2 >= at and number not in numbers
    ]
    return rebuilt(tables, "choices", [*before, *lines, *after])


def _written(
    tables: Tables, list_name: str, labels: Sequence[str], rows: list[Row], told: list[str]
) -> list[Line]:
    head = head_of(tables, "choices")
    places = matched(told, labels)
    kept = [place for place in places if place is not None]
    # A code is never given to another choice, so that answers of earlier editions stay right.
    codes = {
        head.text(row, "name")
        for place, row in enumerate(rows)
        if place in kept or not _PLACEHOLDER.fullmatch(told[place])
    }
    numbers = (str(number) for number in count(1))
    lines: list[Line] = []
    for label, place in zip(labels, places, strict=True):
        if place is None:
            code = next(number for number in numbers if number not in codes)
            codes.add(code)
            lines.append(
                in_columns(tables, "choices", {"list_name": list_name, "name": code, "label": label})
            )
        elif told[place] == label:
            lines.append(rows[place].cells)
        else:
            lines.append({**rows[place].cells, head.column("label"): label})
    return lines


def take_list(tables: Tables, list_name: str) -> Tables:
    """The form with a shared list, where it does not have it."""
    if rows_of(tables, list_name):
        return tables
    shared = [row.cells for row in blocks()["choices"].choices if row["list_name"] == list_name]
    if not shared:
        raise EditError("list-gone")
    lines = [in_columns(tables, "choices", line) for line in shared]
    return rebuilt(tables, "choices", [*lines_of(tables, "choices"), *lines])


def copy_list(tables: Tables, list_name: str) -> tuple[Tables, str]:
    """Another list of the same choices, and its name."""
    name = free_list(tables, re.sub(r"_\d+$", "", list_name))
    column = head_of(tables, "choices").column("list_name")
    lines = [{**row.cells, column: name} for row in rows_of(tables, list_name)]
    return rebuilt(tables, "choices", [*lines_of(tables, "choices"), *lines]), name


def without_unused(tables: Tables, before: Tables) -> Tables:
    """Lists that were asked before and are asked no more go with their question; others stay."""
    gone = set(used_lists(before)) - set(used_lists(tables))
    if not gone:
        return tables
    column = head_of(tables, "choices").column("list_name")
    lines = [line for line in lines_of(tables, "choices") if line.get(column, "") not in gone]
    return rebuilt(tables, "choices", lines)


def with_list(type_: str, old: str, new: str) -> str:
    """The type of a question that asks another list."""
    return re.sub(rf"(?<=\s){re.escape(old)}(?=\s|$)", new, type_, count=1)

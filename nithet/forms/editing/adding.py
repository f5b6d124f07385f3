"""Adding: questions, blocks of items of one scale, groups, and the blocks that stand ready."""

from __future__ import annotations

from collections.abc import Sequence

from nithet.forms.editing.done import Done
from nithet.forms.editing.errors import EditError
from nithet.forms.editing.items import is_place, ready_lines
from nithet.forms.editing.kinds import (
    ACTUAL,
    ACTUAL_LABEL,
    DESIRED,
    DESIRED_LABEL,
    FIVE_LEVELS,
    KINDS,
    OBSERVED,
    READY,
)
from nithet.forms.editing.lines import refuse_twice
from nithet.forms.editing.lists import FIRST_CHOICES, free_list, set_choices, take_list
from nithet.forms.editing.rows import Line, free_name, in_columns, lines_of, names_of, rebuilt
from nithet.forms.tables import Tables
from nithet.forms.xlsform.kinds import Asks, read_type

_LABELS = {
    "group": "กลุ่มคำถาม",
    "repeat": "รายการ",
    "duals": "ประเด็นการประเมิน",
    "ratings": "ประเด็นการประเมิน",
    "observations": "ข้อสังเกต",
    "note": "ข้อความแจ้ง",
    "school": "โรงเรียน",
    "photo": "ภาพถ่าย",
    "file": "ไฟล์แนบ",
    "place": "พิกัดที่ตั้ง",
    "signature": "ลายมือชื่อ",
    "date": "วันที่",
    "time": "เวลา",
    "calculation": "ผลการคำนวณ",
}
_FIRST_ITEMS = ("รายการที่ 1", "รายการที่ 2")


def add(tables: Tables, *, kind: str, at: int, label: str = "", items: Sequence[str] = ()) -> Done:
    """Something new before the line `at`; the line behind the last is its end."""
    if kind not in KINDS:
        raise EditError("wrong-kind")
    if not is_place(tables, at):
        raise EditError("no-place")
    said = label or _LABELS.get(kind, "คำถาม")
    if kind in READY:
        tables, lines = _ready(tables, kind)
    elif KINDS[kind].is_block:
        tables, lines = _block(tables, kind, said, items or _FIRST_ITEMS)
    else:
        tables, lines = _question(tables, kind, said)
    written = [in_columns(tables, "survey", line) for line in lines]
    rows = lines_of(tables, "survey")
    return Done(rebuilt(tables, "survey", [*rows[: at - 2], *written, *rows[at - 2 :]]), at)


def _ready(tables: Tables, kind: str) -> tuple[Tables, Sequence[Line]]:
    lines = ready_lines(kind)
    if lines[0]["name"].lower() in names_of(tables):
        raise EditError("block-there", block=KINDS[kind].words)
    for line in lines:
        read = read_type(line["type"])
        if isinstance(read, Asks) and read.list_name:
            tables = take_list(tables, read.list_name)
    return tables, lines


def _question(tables: Tables, kind: str, label: str) -> tuple[Tables, list[Line]]:
    taken = names_of(tables)
    if kind in ("group", "repeat"):
        first = {"type": "text", "name": free_name(taken, ""), "label": "คำถาม"}
        return tables, [*around(kind, free_name(taken, label, "part"), label, [first])]
    name = free_name(taken, label)
    cells = dict(KINDS[kind].cells)
    if kind == "rating":
        tables = take_list(tables, FIVE_LEVELS)
    elif kind in ("one", "many"):
        listed = free_list(tables, f"{name}_choices")
        tables = set_choices(tables, listed, FIRST_CHOICES)
        cells["type"] = f"{cells['type']} {listed}"
    return tables, [{**cells, "name": name, "label": label}]


def _block(tables: Tables, kind: str, label: str, items: Sequence[str]) -> tuple[Tables, list[Line]]:
    refuse_twice(items)
    tables = take_list(tables, OBSERVED if kind == "observations" else FIVE_LEVELS)
    taken = names_of(tables)
    name = free_name(taken, label, "part")
    inside = [line for item in items for line in item_lines(kind, taken, item, required="yes")]
    return tables, around("group", name, label, inside)


def item_lines(kind: str, taken: set[str], label: str, *, required: str) -> list[Line]:
    """One item of a block."""
    name = free_name(taken, label)
    asked = {"required": required, "appearance": "likert"}
    if kind == "duals":
        rated = {"type": f"select_one {FIVE_LEVELS}", **asked}
        pair = [
            {**rated, "name": ACTUAL, "label": ACTUAL_LABEL},
            {**rated, "name": DESIRED, "label": DESIRED_LABEL},
        ]
        return around("group", name, label, pair)
    scale = OBSERVED if kind == "observations" else FIVE_LEVELS
    return [{"type": f"select_one {scale}", "name": name, "label": label, **asked}]


def around(kind: str, name: str, label: str, inside: Sequence[Line]) -> list[Line]:
    """The lines within a group or a repeat of their own."""
    return [{"type": f"begin_{kind}", "name": name, "label": label}, *inside, {"type": f"end_{kind}"}]

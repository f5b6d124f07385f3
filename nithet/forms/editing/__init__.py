"""Acts on the tables of a draft: each a small pure function, all of them in one closed list.

    perform(tables, "add", {"kind": "text", "at": "2"}) -> the tables after it, and the line that it worked on

An act keeps three promises: what it does not change stays letter for letter, names stay unique, and groups stay whole.
`errors.EditError` says why an act cannot be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any

from nithet.forms.editing import adding, describing, placing
from nithet.forms.editing.done import Done
from nithet.forms.editing.errors import EditError
from nithet.forms.editing.facts import LINES, NUMBER, NUMBERS, TEXT, Kind
from nithet.forms.editing.items import item_at
from nithet.forms.editing.kinds import KINDS
from nithet.forms.tables import Tables

__all__ = ["ACTS", "Act", "Done", "EditError", "perform", "words_of"]


@dataclass(frozen=True, slots=True)
class Act:
    """An act: what does it, its words for people, and the kinds of facts that it takes."""

    do: Callable[..., Done]
    words: str
    facts: Mapping[str, Kind]


_ROW = {"row": NUMBER}
_ITEM_TEXTS = (
    "label", "hint", "required", "least", "most", "constraint", "constraint_message", "relevant", "show_name", "show_how",
    "show_value", "default", "calculation", "name", "list_name",
)  # fmt: skip

ACTS: Mapping[str, Act] = {
    "add": Act(adding.add, "เพิ่ม", {"kind": TEXT, "at": NUMBER, "label": TEXT, "items": LINES}),
    "set_item": Act(
        describing.set_item,
        "แก้ไข",
        {**_ROW, **dict.fromkeys(_ITEM_TEXTS, TEXT), "choices": LINES, "items": LINES},
    ),
    "set_title": Act(describing.set_title, "เปลี่ยนชื่อแบบฟอร์ม", {"title": TEXT}),
    "move": Act(placing.move, "ย้าย", {**_ROW, "to": NUMBER}),
    "move_up": Act(placing.move_up, "เลื่อนขึ้น", _ROW),
    "move_down": Act(placing.move_down, "เลื่อนลง", _ROW),
    "copy": Act(placing.copy, "คัดลอก", _ROW),
    "drop": Act(placing.drop, "ลบ", _ROW),
    "group": Act(placing.group, "จัดกลุ่ม", {"rows": NUMBERS, "label": TEXT}),
    "ungroup": Act(placing.ungroup, "แยกกลุ่ม", _ROW),
}


def perform(tables: Tables, act: str, facts: Mapping[str, Any]) -> Done:
    """The tables after the act. The same object where nothing changed."""
    if act not in ACTS:
        raise EditError("unknown-act")
    done = ACTS[act].do(tables, **_read(ACTS[act], facts))
    return Done(tables, done.number) if done.tables == tables else done


def _read(act: Act, facts: Mapping[str, Any]) -> dict[str, Any]:
    if set(facts) - set(act.facts) or not _needed(act.do) <= set(facts):
        raise EditError("bad-facts")
    return {name: act.facts[name].read(value) for name, value in facts.items()}


def _needed(do: Callable[..., Done]) -> set[str]:
    return {
        name
        for name, one in signature(do).parameters.items()
        if one.kind is Parameter.KEYWORD_ONLY and one.default is Parameter.empty
    }


def words_of(act: str, facts: Mapping[str, Any], tables: Tables) -> str:
    """An act in the words of the history: “เลื่อนขึ้น: จำนวนนักเรียน”."""
    if act not in ACTS:
        return ""
    said = ACTS[act].words
    if act == "add":
        kind = KINDS.get(str(facts.get("kind", "")))
        return f"{said}{kind.words}" if kind else said
    label = str(facts.get("title") or facts.get("label") or "") or _label(tables, facts)
    return f"{said}: {label}"[:300] if label else said


def _label(tables: Tables, facts: Mapping[str, Any]) -> str:
    try:
        item = item_at(tables, int(facts.get("row", 0)))
    except (EditError, ValueError):
        return ""
    return item.label or item.name

"""Acts on a draft: each a small pure function, all of them in one closed list.

    perform(draft, "set_months", {"key": "p1s2", "months": [10, 11]}) -> the draft after it

An act keeps three promises: keys stay unique, every line of the source keeps exactly one note, and what was not
touched stays the very same object. `errors.EditError` says why an act cannot be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import Parameter, signature
from typing import Any

from nithet.manuals.draft import ManualDraft
from nithet.manuals.editing import attaching, cautions, lines, numbers, procedures, steps, texts, times, work
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.facts import FLAG, NUMBER, NUMBERS, TEXT, TEXTS, Kind
from nithet.manuals.editing.items import label_of
from nithet.manuals.reviewing import warnings_of

__all__ = ["ACTS", "Act", "EditError", "perform", "words_of"]


@dataclass(frozen=True, slots=True)
class Act:
    """An act: what does it, its words for people, and the kinds of facts that it takes."""

    do: Callable[..., ManualDraft]
    words: str
    facts: Mapping[str, Kind]


_STEP_FACTS = {
    "title": TEXT, "detail": TEXT, "months": NUMBERS, "cadence": TEXT, "responsible": TEXTS, "standard": TEXT,
    "forms": TEXTS, "actions": TEXTS, "decision": TEXT,
}  # fmt: skip
_KEY = {"key": TEXT}

ACTS: Mapping[str, Act] = {
    "set_text": Act(texts.set_text, "แก้ไขข้อความ", {**_KEY, "field": TEXT, "text": TEXT}),
    "set_step": Act(work.set_step, "แก้ไข", {**_KEY, **_STEP_FACTS}),
    "set_months": Act(times.set_months, "กำหนดเดือน", {**_KEY, "months": NUMBERS}),
    "set_cadence": Act(times.set_cadence, "กำหนดความถี่", {**_KEY, "cadence": TEXT}),
    "set_responsible": Act(work.set_responsible, "กำหนดผู้รับผิดชอบ", {**_KEY, "responsible": TEXTS}),
    "set_standard": Act(work.set_standard, "กำหนดมาตรฐาน", {**_KEY, "text": TEXT}),
    "set_forms": Act(work.set_forms, "กำหนดแบบฟอร์ม", {**_KEY, "forms": TEXTS}),
    "set_actions": Act(work.set_actions, "กำหนดเครื่องมือ", {**_KEY, "actions": TEXTS}),
    "set_decision": Act(work.set_decision, "กำหนดเรื่องที่เสนอ", {**_KEY, "decision": TEXT}),
    "add_item": Act(texts.add_item, "เพิ่มรายการ", {**_KEY, "kind": TEXT, "text": TEXT, "meaning": TEXT}),
    "drop": Act(texts.drop, "ตัดออก", _KEY),
    "split_step": Act(steps.split_step, "แยก", {**_KEY, "at": NUMBER, "titles": TEXTS}),
    "merge_steps": Act(steps.merge_steps, "รวมขั้นตอน", {"keys": TEXTS}),
    "merge_with_next": Act(steps.merge_with_next, "รวมกับขั้นตอนถัดไป", _KEY),
    "merge_with_previous": Act(steps.merge_with_previous, "รวมกับขั้นตอนก่อนหน้า", _KEY),
    "move": Act(steps.move, "ย้าย", {**_KEY, "after": TEXT, "to": TEXT}),
    "move_up": Act(steps.move_up, "เลื่อนขึ้น", _KEY),
    "move_down": Act(steps.move_down, "เลื่อนลง", _KEY),
    "move_to": Act(steps.move_to, "ย้ายไปกระบวนงานอื่น", {**_KEY, "to": TEXT}),
    "make_substep": Act(steps.make_substep, "ทำเป็นขั้นตอนย่อย", _KEY),
    "make_step": Act(steps.make_step, "ทำเป็นขั้นตอน", _KEY),
    "renumber": Act(numbers.renumber, "เรียงเลขขั้นตอนใหม่", _KEY),
    "attach_lines": Act(attaching.attach_lines, "แนบบรรทัด", {"lines": NUMBERS, "key": TEXT, "field": TEXT}),
    "skip_lines": Act(lines.skip_lines, "ข้ามบรรทัด", {"lines": NUMBERS}),
    "take_back_lines": Act(lines.take_back_lines, "นำบรรทัดกลับมาดู", {"lines": NUMBERS}),
    "settle": Act(
        cautions.settle, "ดูจุดที่ต้องตรวจแล้ว", {"code": TEXT, "item": TEXT, "text": TEXT, "is_settled": FLAG}
    ),
    "add_procedure": Act(procedures.add_procedure, "เพิ่มกระบวนงาน", {"title": TEXT, "after": TEXT}),
    "merge_procedures": Act(procedures.merge_procedures, "รวมกระบวนงาน", {"keys": TEXTS}),
    "merge_procedure_with_previous": Act(
        procedures.merge_procedure_with_previous, "รวมกับกระบวนงานก่อนหน้า", _KEY
    ),
    "split_procedure": Act(procedures.split_procedure, "แยกกระบวนงาน", {**_KEY, "title": TEXT}),
    "set_family": Act(procedures.set_family, "กำหนดประเภทงาน", {**_KEY, "family": TEXT}),
}


def perform(draft: ManualDraft, act: str, facts: Mapping[str, Any]) -> ManualDraft:
    """The draft after the act, with warnings as they stand then. The same object where nothing changed."""
    if act not in ACTS:
        raise EditError("unknown-act")
    chosen = ACTS[act]
    after = chosen.do(draft, **_read(chosen, facts))
    if after == draft:
        return draft
    return replace(after, warnings=warnings_of(after))


def _read(act: Act, facts: Mapping[str, Any]) -> dict[str, Any]:
    if set(facts) - set(act.facts) or not _needed(act.do) <= set(facts):
        raise EditError("bad-facts")
    return {name: act.facts[name].read(value) for name, value in facts.items()}


def _needed(do: Callable[..., ManualDraft]) -> set[str]:
    return {
        name
        for name, one in signature(do).parameters.items()
        if one.kind is Parameter.KEYWORD_ONLY and one.default is Parameter.empty
    }


def words_of(act: str, facts: Mapping[str, Any], *drafts: ManualDraft) -> str:
    """An act in the words of the history: “กำหนดเดือน: ขั้นตอนที่ 3 ของกระบวนงานที่ 1”."""
    try:
        read = _read(ACTS[act], facts)
    except EditError:
        return ACTS[act].words
    said, key = ACTS[act].words, read.get("key") or read.get("item") or ""
    label = next((name for draft in drafts if key and (name := label_of(draft, key))), "")
    if act == "set_step":
        said += _fields(drafts[0], read)
    elif act == "add_procedure":
        label = read["title"]
    elif "lines" in read:
        said = f"{said} {', '.join(str(line) for line in read['lines'][:6])}"
    return (f"{said}: {label}" if label else said)[:300]


_FIELDS = {
    "title": "ชื่อ", "detail": "รายละเอียด", "months": "เดือน", "cadence": "ความถี่", "responsible": "ผู้รับผิดชอบ",
    "standard": "มาตรฐาน", "forms": "แบบฟอร์ม", "actions": "เครื่องมือ", "decision": "เรื่องที่เสนอ",
}  # fmt: skip


def _fields(draft: ManualDraft, read: Mapping[str, Any]) -> str:
    """What a form changes of a step: “ชื่อและเดือน”."""
    facts = {name: value for name, value in read.items() if name != "key"}
    try:
        names = work.differing(draft, read["key"], facts)
    except EditError:
        names = list(facts)  # told of a step that is gone
    return "และ".join(_FIELDS[name] for name in names)

"""What was done to a draft by whom; and a save that came too late beside what the draft says now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nithet.manuals import words
from nithet.manuals.draft import ManualDraft
from nithet.manuals.editing import ACTS, EditError
from nithet.manuals.editing.items import find
from nithet.manuals.models import DraftChange, ManualVersion

MOST_RECENT = 30
_NAMES = {
    "title": "ชื่อ", "text": "ข้อความ", "detail": "รายละเอียด", "months": "เดือน", "cadence": "ความถี่",
    "responsible": "ผู้รับผิดชอบ", "standard": "มาตรฐาน", "forms": "แบบฟอร์ม", "actions": "เครื่องมือ", "decision": "เรื่องที่เสนอ",
    "term": "คำ", "meaning": "ความหมาย", "scope": "ขอบเขต", "lines": "บรรทัด", "titles": "แยกเป็น", "family": "ประเภทงาน",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One fact: what was sent, and what stands now."""

    name: str
    sent: str
    now: str


def recent_changes(version: ManualVersion) -> Sequence[DraftChange]:
    """The last acts on a draft, the newest first, with who did and undid them."""
    changes = version.changes.select_related("by", "undone_by").defer("delta")
    return list(changes.order_by("-number")[:MOST_RECENT])


def changes_since(version: ManualVersion, revision: int) -> Sequence[DraftChange]:
    """The acts that were done or undone after that revision, in order."""
    changes = version.changes.filter(revision__gt=revision).select_related("by", "undone_by")
    return list(changes.defer("delta").order_by("revision"))


def difference_of(draft: ManualDraft, act: str, facts: Mapping[str, Any]) -> list[Side]:
    """The facts that were sent, in words, each beside that of the item as it is now."""
    item = _item(draft, str(facts.get("key", "")))
    found = []
    for name, value in facts.items():
        field = str(facts.get("field", "")) if name == "text" and facts.get("field") else name
        if field in _NAMES and name in ACTS[act].facts:
            try:
                sent = ACTS[act].facts[name].read(value)
            except EditError:
                sent = value
            found.append(Side(_NAMES[field], _said(field, sent), _said(field, getattr(item, field, None))))
    return found


def _item(draft: ManualDraft, key: str) -> object:
    try:
        return find(draft, key)
    except EditError:
        return None


def _said(field: str, value: Any) -> str:
    if value is None or value in ("", ()):
        return "–"
    if field == "months":
        return words.months_words(value)
    if field == "cadence":
        return words.cadence_words(value)
    if field == "actions":
        return ", ".join(words.action_words(value))
    if field == "decision":
        return words.ask_words(value)
    return _listed(value) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


def _listed(values: Sequence[Any]) -> str:
    return "\n".join(str(one) for one in values)

"""What a check finds, in words that name the question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nithet.forms.definition import Group, Item

CODES = {
    "type": "ชนิดของคำตอบ",
    "choice": "ไม่อยู่ในตัวเลือก",
    "twice": "เลือกซ้ำ",
    "required": "ยังไม่ได้ตอบ",
    "irrelevant": "ตอบทั้งที่ไม่ต้องตอบ",
    "constraint": "ไม่เป็นไปตามเงื่อนไข",
    "range": "นอกช่วง",
    "count": "จำนวนรายการ",
    "calculation": "ผลคำนวณต่างกัน",
    "unknown-question": "ไม่มีข้อนี้ในแบบฟอร์ม",
    "nesting": "ผิดที่",
}
"""Codes with a word each, for filters and headings."""

LONGEST_LABEL = 80
LONGEST_ANSWER = 60
_MARKUP = re.compile(r"<[^>]{0,300}>|[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}(?=\s|$)|^#+\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` are the numbers of the lines around the question, from 0, outermost first (answers.lines_of)."""

    path: str
    place: tuple[int, ...]
    code: str
    words: str


def found(item: Item, place: tuple[int, ...], code: str, words: str, label: str = "") -> Finding:
    """`words` say what comes after the question's label, told with the answers in it where `label` gives it."""
    line = f" (รายการที่ {'.'.join(str(number + 1) for number in place)})" if place else ""
    called = plain(label or item.label) or item.name
    return Finding(item.path, place, code, f"“{called}”{line} {words}")


def plain(text: str, most: int = LONGEST_LABEL) -> str:
    """A label without its marks, on one line."""
    words = " ".join(_MARKUP.sub("", text).split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def answer(text: str) -> str:
    return f"“{plain(text, LONGEST_ANSWER)}”"


def misplaced(path: str, place: tuple[int, ...], item: Item | None = None) -> Finding:
    """An answer that no question asks for, or that stands where another sort of item belongs."""
    if item is None:
        return Finding(
            path, place, "unknown-question", f"แบบฟอร์มฉบับนี้ไม่มีข้อ “{plain(path)}” จึงไม่ได้เก็บคำตอบของข้อนี้"
        )
    kind = (
        "ส่วนที่เพิ่มรายการได้"
        if isinstance(item, Group) and item.is_repeat
        else "ส่วน"
        if isinstance(item, Group)
        else "ข้อคำถาม"
    )
    return found(item, place, "nesting", f"เป็น{kind} แต่ข้อมูลที่ส่งมาวางไว้ในรูปอื่น จึงอ่านได้ไม่ครบ")

"""What a column may be, and how surely a heading names it.

Names are compared without spaces, signs, numbering and polite words, with abbreviations written out; then without tone
marks and by likeness, for hands slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from nithet.core.tables.table import CellValue
from nithet.thai.numerals import to_arabic
from nithet.thai.text import TONE_MARKS, clean

EXACT, OTHER_ORDER, WITHOUT_NOTE, BY_PART, EITHER, BY_LIKENESS = 100, 98, 94, 92, 88, 0.9
ALIKE = 82
"""From here on a misspelt name counts as the name. Of the headings in the tests slips of the hand reach 85, names of
other things 79 at most."""
SLIP = 2
"""By so many letters a slip may be longer or shorter. More are a word: ชื่อโรงเรียน, ชื่อกลุ่มโรงเรียน."""
BETWEEN = " / "
"""Between the upper and the lower name of a column under a heading of two rows."""

_NUMBERING = re.compile(r"^(?:ข้อ(?:ที่)?\s?)?\(?\d{1,2}(?:\.\d{1,2})?[.)]\s*(?=\S)")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*.*$")
_NO_LETTER = re.compile(r"[^ก-ฮะ-ฺเ-ๅ็-๎a-z0-9]")
_EITHER = re.compile(r"\s*/\s*")
_LETTER = re.compile(r"[ก-๎a-zA-Z]")
_PIECES_OF_NAMES = frozenset({"ชื่อ", "ชื่อตัว", "ชื่อสกุล", "สกุล", "นามสกุล"})
_POLITE = re.compile(r"กรุณา|โปรด|(?:กรอก|ระบุ|เลือก|พิมพ์)(?=.)|ของ(?:ท่าน|คุณ|ข้าพเจ้า)|(?:ของ)?ผู้ตอบ(?:แบบสอบถาม)?")
_NUMBERS = re.compile(r"\d+")
_SHORT_FOR = [
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"ร\.\s?ร\.|(?<![ก-๎.])รร(?:\.|(?![ก-๎]))", "โรงเรียน"),
        (r"โทร(?:\.|(?!ศั|สาร))", "โทรศัพท์"),
        (r"(?<![ก-๎.])น\.?ร\.", "นักเรียน"),
        (r"(?<![ก-๎.])จ\.?น\.", "จำนวน"),
        (r"(?<![ก-๎.])ว\s?[./]?\s?ด\s?[./]?\s?ป(?:\.|(?![ก-๎]))", "วันเดือนปี"),
        (r"อี-?เมล(?:ล์|์)?|e-?\s?mail(?:\s?address)?", "อีเมล"),
        (r"(?<![ก-๎.])ผอ\.", "ผู้อำนวยการ"),
        (r"^อ\.$", "อำเภอ"),
        (r"^จ\.$", "จังหวัด"),
        (r"^ต\.$", "ตำบล"),
    )
]
# fmt: off
_OF_ANOTHER = (
    "อังกฤษ", "eng", "ชาย", "หญิง", "เดิม", "เก่า", "ใหม่", "สำรอง", "บิดา", "มารดา", "ปกครอง", "คู่สมรส", "ย่อ", "สิ้นสุด", "เริ่ม",
    "ประถม", "มัธยม", "อนุบาล", "ผู้อำนวยการ", "ผู้บันทึก", "แก้ไข",
)
# fmt: on
"""Words that make a name that of another thing, however like the rest is."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold: its names, and what its cells look like."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    looks_like: Callable[[CellValue], bool] | None = None
    is_required: bool = False
    is_code: bool = False
    """A number in it names one thing: a row that has it is never taken for a sum."""

    @property
    def names(self) -> tuple[str, ...]:
        return self.label, *self.synonyms


@lru_cache(maxsize=20_000)
def heading_key(heading: str) -> str:
    """A heading as it is compared and remembered: the same for all ways to write the same words."""
    line = _NUMBERING.sub("", to_arabic(clean(heading)).lower())
    for pattern, meant in _SHORT_FOR:
        line = pattern.sub(meant, line)
    return _POLITE.sub("", _NO_LETTER.sub("", line))


def name_score(heading: str, field: Field) -> int:
    """How surely the heading names the field: 100 for one of its names, 0 for another thing."""
    return max((_score(heading, name) for name in field.names), default=0)


def alternatives(heading: str) -> list[str]:
    """The names between which a heading leaves the choice: “กลุ่มโรงเรียน/กลุ่ม”. None in a name in pieces
    (“ชื่อ/สกุล”), in a number (“ป.1/2”), and under a group of columns (“โรงเรียน / ที่ตั้ง”).
    """
    names = _EITHER.split(heading)
    keys = [heading_key(name) for name in names]
    is_group = BETWEEN in heading and not keys[0].startswith(keys[-1])
    if len(names) < 2 or is_group or not _PIECES_OF_NAMES.isdisjoint(keys):
        return []
    return names if all(map(_LETTER.search, names)) else []


def is_of_several(heading: str, fields: Sequence[Field]) -> bool:
    """Whether a heading names one field and another: “ตำแหน่ง/วิทยฐานะ” holds two things in one cell."""
    parts = [{field.code for field in fields if _is_named(part, field)} for part in alternatives(heading)]
    named = [codes for codes in parts if codes]
    return bool(named) and not set.intersection(*named)


def _is_named(part: str, field: Field) -> bool:
    return heading_key(part) in map(heading_key, field.names)


@lru_cache(maxsize=20_000)
def _score(heading: str, name: str) -> int:
    return max((round(score) for score in _scores(heading, name)), default=0)


def _scores(heading: str, name: str) -> Iterator[float]:
    wanted = heading_key(name)
    upper, _, lower = heading.rpartition(BETWEEN)
    # “โรงเรียน / ชื่อ” is ชื่อโรงเรียน, but “ชื่อ-สกุล / ชื่อ” is only ชื่อ.
    turned = f"{lower}{upper}" if upper and heading_key(lower) not in heading_key(upper) else ""
    for written, most in (
        (heading, EXACT),
        (turned, OTHER_ORDER),
        (_NOTE.sub("", heading), WITHOUT_NOTE),
        (lower if upper else "", BY_PART),
    ):
        key = heading_key(written)
        if not key or (most < EXACT and _is_of_another(heading_key(heading), wanted)):
            continue
        if key == wanted:
            yield most
        elif (alike := likeness(key, wanted)) >= ALIKE:
            yield alike * BY_LIKENESS * most / EXACT
    either = [heading_key(name) for name in alternatives(heading)]
    if wanted in either and not _is_of_another(heading_key(heading), wanted):
        yield EITHER


def likeness(key: str, wanted: str) -> float:
    """How near two keys are, from 0 to 100; 0 where they can only be of two things."""
    if _NUMBERS.findall(key) != _NUMBERS.findall(wanted) or _is_of_another(key, wanted):
        return 0
    one, other = _without_tones(key), _without_tones(wanted)
    return fuzz.ratio(one, other) if abs(len(one) - len(other)) <= SLIP else 0


def _is_of_another(key: str, wanted: str) -> bool:
    return any((word in key) != (word in wanted) for word in _OF_ANOTHER)


def _without_tones(key: str) -> str:
    return re.sub(f"[{TONE_MARKS}์็]", "", key)

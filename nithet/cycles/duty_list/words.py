"""What the cells of an order of duties say: a part, places, the name of a procedure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process

from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_text
from nithet.cycles.models import Duty
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

Part = Duty.Part
# What tells a part, in the order asked: “ผู้ร่วมรับผิดชอบ” holds “รับผิดชอบ” too.
_PARTS = (
    (Part.JOINT, ("ร่วม", "ผู้ช่วย", "สนับสนุน", "รอง", "แทน", "เลขานุการ", "กรรมการ")),
    (Part.LEAD, ("หัวหน้า", "ประธาน")),
    (Part.MAIN, ("หลัก", "รับผิดชอบ", "เจ้าของ")),
)
EVERYWHERE = frozenset(
    (
        "ทุกโรงเรียน",
        "ทุกแห่ง",
        "ทุกกลุ่ม",
        "ทุกกลุ่มโรงเรียน",
        "ทั้งหมด",
        "ทั้งเขต",
        "ทุกโรงเรียนในสังกัด",
        "โรงเรียนในสังกัด",
        "ทั้งสำนักงาน",
    )
)
_BETWEEN = re.compile(r"[,;、\n\r\t]|\s(?:และ|,)\s|\s*/\s*")
_BULLET = re.compile(r"^\s*(?:\d{1,3}[.)]|[-–•*])\s*")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[-–•])(?=\D)")
_FIRST_WORDS = re.compile(r"^(?:กระบวนงาน|กระบวนการ|ขั้นตอน)?(?:การ)?(?:ปฏิบัติ)?(?:งาน)?")
LIKE_AT_LEAST = 78
"""Of 100. Nearer names are asked about, never taken."""


def as_part(value: CellValue) -> str:
    text = squeeze(as_text(value))
    for part, words in _PARTS:
        if any(word in text for word in words):
            return part
    raise CellProblem(f"“{as_text(value)}” ไม่ใช่หน้าที่ที่รู้จัก โปรดพิมพ์ หัวหน้า ผู้รับผิดชอบหลัก หรือผู้ร่วมรับผิดชอบ")


def as_places(value: CellValue) -> tuple[str, ...]:
    """Names of schools and clusters, each once; none where it is everywhere."""
    lines = value.splitlines() if isinstance(value, str) else [value]
    names = [
        _BULLET.sub("", part).strip() for line in lines for part in _BETWEEN.split(as_text(line, most=4000))
    ]
    named = [name for name in dict.fromkeys(names) if name]
    return () if any(squeeze(name) in EVERYWHERE for name in named) else tuple(named)


def procedure_key(title: str) -> str:
    """A title for comparing: Arabic digits, no spaces, no numbering, without the words that all begin with."""
    line = _NUMBERING.sub("", squeeze(to_arabic(title)))
    return _FIRST_WORDS.sub("", line) or line


@dataclass(frozen=True, slots=True)
class Found:
    """The procedures that a title may mean, the nearest first; sure where only one is meant."""

    lineages: tuple[UUID, ...]
    is_sure: bool


class Titles:
    """The procedures of an office by their names."""

    def __init__(self, titles: Iterable[tuple[str, UUID]]) -> None:
        self._exact: dict[str, list[UUID]] = defaultdict(list)
        self._keys: dict[str, list[UUID]] = defaultdict(list)
        for title, lineage in titles:
            for known, key in ((self._exact, squeeze(title)), (self._keys, procedure_key(title))):
                if lineage not in known[key]:
                    known[key].append(lineage)

    def find(self, title: str) -> Found:
        """By the very name, by its words, by likeness."""
        same = self._exact.get(squeeze(title)) or self._keys.get(procedure_key(title))
        if same:
            return Found(tuple(same), is_sure=len(same) == 1)
        near = process.extract(
            procedure_key(title), list(self._keys), scorer=fuzz.ratio, score_cutoff=LIKE_AT_LEAST, limit=3
        )
        return Found(tuple(self._keys[key][0] for key, _, _ in near), is_sure=False)

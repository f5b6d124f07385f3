"""What a standard of work asks for: one of six kinds of condition, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nithet.thai.months import month_name

Per = Literal["semester", "quarter", "month", "year"]
Reached = Literal["schools", "people"]

PERIODS: dict[Per, str] = {"semester": "ภาคเรียน", "quarter": "ไตรมาส", "month": "เดือน", "year": "ปี"}
REACHED: dict[Reached, str] = {"schools": "โรงเรียน", "people": "คน"}
_EVERY: dict[Reached, str] = {"schools": "ทุกโรงเรียน", "people": "ผู้บริหารสถานศึกษาและครูทุกคน"}
OCCASION = "ครั้ง"
ISSUED = {
    "report": "รายงาน",
    "order": "คำสั่ง",
    "plan": "แผนหรือโครงการ",
    "information": "ข้อมูลสารสนเทศ",
    "document": "เอกสาร",
    "publication": "การเผยแพร่",
    "certificate": "เกียรติบัตร",
}
"""What can be issued, by the code of its kind."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many times in each period, or so many of something. `of` are the actions that count; none: all of the step."""

    at_least: int
    per: Per = "year"
    of: tuple[str, ...] = ()
    unit: str = OCCASION


@dataclass(frozen=True, slots=True)
class Coverage:
    """So many times in each period for everyone of them, on different days."""

    at_least: int
    per: Per
    of: Reached


@dataclass(frozen=True, slots=True)
class Dated:
    """Until a month and day of the fiscal year (day 0: its last); None: until the step is due."""

    by: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """Every one of these kinds exists, for each time that the step is done."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complete:
    """A register is complete, in percent."""

    share: int = 100


@dataclass(frozen=True, slots=True)
class Judgement:
    """What evidence alone cannot say: a person judges."""


Condition = Count | Coverage | Dated | Issued | Complete | Judgement


def kind_of(condition: Condition) -> str:
    return _KINDS[type(condition)]


_KINDS = {
    Count: "นับ",
    Coverage: "ความครอบคลุม",
    Dated: "กำหนดเวลา",
    Issued: "สิ่งที่ต้องมี",
    Complete: "ความครบถ้วน",
    Judgement: "ดุลยพินิจ",
}


def words_of(condition: Condition) -> str:
    """“นับ: อย่างน้อยภาคเรียนละ 2 ครั้ง”."""
    return f"{kind_of(condition)}: {asked_words(condition)}"


def asked_words(condition: Condition) -> str:
    """What is asked, without its kind: “อย่างน้อยภาคเรียนละ 2 ครั้ง”."""
    match condition:
        case Count(at_least, per, _, unit):
            return f"อย่างน้อย{PERIODS[per]}ละ {at_least} {unit}"
        case Coverage(at_least, per, of):
            return f"{_EVERY[of]} อย่างน้อย{PERIODS[per]}ละ {at_least} ครั้งต่อ{REACHED[of]}"
        case Dated(by):
            return _until(by)
        case Issued(kinds):
            return " และ".join(ISSUED[kind] for kind in kinds)
        case Complete(share):
            return f"ข้อมูลครบถ้วนร้อยละ {share}"
        case _:
            return "ผู้บังคับบัญชาพิจารณาจากหลักฐาน"


def _until(by: tuple[int, int] | None) -> str:
    if by is None:
        return "ภายในช่วงเวลาดำเนินการของขั้นตอน"
    month, day = by
    return f"ภายในวันที่ {day} {month_name(month)}" if day else f"ภายในเดือน{month_name(month)}"

"""Titles and standings that fit each kind of personnel, as one table. Forms offer and check by it.

Teachers, directors and supervisors hold a วิทยฐานะ, officials under section 38 ค. (2) a ระดับ, employees neither.
"""

from __future__ import annotations

from nithet.offices.models import Person

Kind = Person.Kind

_ACADEMIC = ("ชำนาญการ", "ชำนาญการพิเศษ", "เชี่ยวชาญ", "เชี่ยวชาญพิเศษ")
_LEVELS = (
    "ปฏิบัติงาน", "ชำนาญงาน", "อาวุโส", "ทักษะพิเศษ",
    "ปฏิบัติการ", "ชำนาญการ", "ชำนาญการพิเศษ", "เชี่ยวชาญ", "ทรงคุณวุฒิ",
)  # fmt: skip

# kind -> what the rank is called, and which there are; empty: without a rank
STANDINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    Kind.TEACHER: ("วิทยฐานะ", _ACADEMIC),
    Kind.SUPERVISOR: ("วิทยฐานะ", _ACADEMIC),
    Kind.ADMINISTRATOR: ("วิทยฐานะ", _ACADEMIC),
    Kind.SCHOOL_DIRECTOR: ("วิทยฐานะ", _ACADEMIC),
    Kind.OFFICIAL: ("ระดับ", _LEVELS),
    Kind.EMPLOYEE: ("", ()),
}

# Offered while typing; others may be typed.
TITLES = (
    "นาย", "นาง", "นางสาว",
    "ว่าที่ร้อยตรี", "ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยโท", "ว่าที่ร้อยเอก",
    "สิบตรี", "สิบโท", "สิบเอก", "จ่าสิบตรี", "จ่าสิบโท", "จ่าสิบเอก", "ร้อยตรี", "ร้อยโท", "ร้อยเอก", "พันตรี", "พันโท", "พันเอก",
    "จ่าตรี", "จ่าโท", "จ่าเอก", "เรือตรี", "เรือโท", "เรือเอก",
    "จ่าอากาศตรี", "จ่าอากาศโท", "จ่าอากาศเอก", "เรืออากาศตรี", "เรืออากาศโท", "เรืออากาศเอก",
    "สิบตำรวจตรี", "สิบตำรวจโท", "สิบตำรวจเอก", "ดาบตำรวจ", "ร้อยตำรวจตรี", "ร้อยตำรวจโท", "ร้อยตำรวจเอก",
    "หม่อมหลวง", "หม่อมราชวงศ์",
)  # fmt: skip
DEGREES = ("ดร.", "ผศ.", "รศ.", "ศ.", "ผศ.ดร.", "รศ.ดร.", "ศ.ดร.")


def offered_to(kind: str) -> tuple[str, ...]:
    return STANDINGS[kind][1]


def all_standings() -> tuple[str, ...]:
    """Every standing once, in the order of the table."""
    return tuple(dict.fromkeys(name for _, names in STANDINGS.values() for name in names))


def unfit_words(kind: str, standing: str) -> str:
    """Why a standing does not fit the kind of personnel; empty where it does."""
    if not standing or standing in offered_to(kind):
        return ""
    name, offered = STANDINGS[kind]
    if not offered:
        return f"{Kind(kind).label}ไม่มีวิทยฐานะหรือระดับ โปรดเว้นว่างไว้"
    return f"“{standing}” ไม่ใช่{name}ของ{Kind(kind).label} โปรดเลือก {' '.join(offered)} หรือเว้นว่างไว้"

"""What the words of a position say: the role, the kind of personnel, and the standing that is often written with it.

The first line whose words begin the position holds. Positions of the office that have no role of their own in the table of
rights are not here: such a person comes into the register without a duty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nithet.offices.models import Person, Role
from nithet.thai.text import squeeze

Kind = Person.Kind


@dataclass(frozen=True, slots=True)
class Position:
    role: str
    kind: str
    at: str  # where it is served: "office", "unit", "school" or "any"


# fmt: off
_TABLE: tuple[tuple[tuple[str, ...], Position], ...] = (
    (("ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "ผู้อำนวยการสำนักงานเขต", "ผอ.สพป", "ผอ.สพม", "ผอ.เขต"),
     Position(Role.DIRECTOR, Kind.ADMINISTRATOR, "office")),
    (("รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "รองผู้อำนวยการสำนักงานเขต", "รองผอ.สพป", "รองผอ.สพม", "รองผอ.เขต"),
     Position(Role.DEPUTY, Kind.ADMINISTRATOR, "unit")),
    (("ผู้อำนวยการกลุ่ม", "ผู้อำนวยการหน่วย", "ผอ.กลุ่ม", "ผอ.หน่วย"), Position(Role.HEAD, Kind.OFFICIAL, "unit")),
    (("หัวหน้ากลุ่มงาน",), Position(Role.SECTION_HEAD, Kind.OFFICIAL, "unit")),
    (("รองผู้อำนวยการโรงเรียน", "รองผู้อำนวยการสถานศึกษา", "รองผอ.โรงเรียน", "รองผอ.รร", "รองผอ.ร.ร", "รองผู้อำนวยการชำนาญการ"),
     Position(Role.TEACHER, Kind.SCHOOL_DIRECTOR, "school")),
    (("ผู้อำนวยการโรงเรียน", "ผู้อำนวยการสถานศึกษา", "ผอ.โรงเรียน", "ผอ.รร", "ผอ.ร.ร", "ครูใหญ่", "อาจารย์ใหญ่",
      "ผู้อำนวยการชำนาญการ", "ผู้อำนวยการเชี่ยวชาญ"),
     Position(Role.SCHOOL_DIRECTOR, Kind.SCHOOL_DIRECTOR, "school")),
    (("ศึกษานิเทศก์",), Position(Role.SUPERVISOR, Kind.SUPERVISOR, "unit")),
    (("นักวิชาการคอมพิวเตอร์",), Position(Role.COMPUTER_OFFICER, Kind.OFFICIAL, "unit")),
    (("นักวิเคราะห์นโยบายและแผน", "เจ้าหน้าที่วิเคราะห์นโยบายและแผน"), Position(Role.PLANNING, Kind.OFFICIAL, "unit")),
    (("นักวิชาการเงินและบัญชี", "เจ้าพนักงานการเงินและบัญชี", "เจ้าหน้าที่การเงิน"), Position(Role.FINANCE, Kind.OFFICIAL, "unit")),
    (("นักวิชาการตรวจสอบภายใน",), Position(Role.AUDITOR, Kind.OFFICIAL, "unit")),
    (("เจ้าหน้าที่ธุรการโรงเรียน", "เจ้าหน้าที่ธุรการประจำโรงเรียน", "ธุรการโรงเรียน"),
     Position(Role.SCHOOL_CLERK, Kind.EMPLOYEE, "school")),
    (("เจ้าพนักงานธุรการ", "เจ้าหน้าที่ธุรการ", "ธุรการ"), Position(Role.CLERK, Kind.OFFICIAL, "any")),
    (("พนักงานราชการ", "ครูอัตราจ้าง", "ครูพี่เลี้ยง", "ครูจ้างสอน", "พี่เลี้ยงเด็ก", "อัตราจ้าง", "ลูกจ้าง"),
     Position(Role.TEACHER, Kind.EMPLOYEE, "school")),
    (("ครู",), Position(Role.TEACHER, Kind.TEACHER, "school")),
)
# A role that is called otherwise where it is served elsewhere.
_AT_SCHOOL = {Role.CLERK: Position(Role.SCHOOL_CLERK, Kind.EMPLOYEE, "school")}
# What has no duty in a place of that sort, such as a hired driver of the office.
_ONLY_AT_SCHOOL = frozenset({Role.TEACHER, Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK})

_STANDINGS = (
    "เชี่ยวชาญพิเศษ", "เชี่ยวชาญ", "ชำนาญการพิเศษ", "ชำนาญการ", "ปฏิบัติการ", "ทรงคุณวุฒิ", "ชำนาญงาน", "ปฏิบัติงาน", "อาวุโส",
)
# fmt: on
_PREFIXES = [(squeeze(word), position) for words, position in _TABLE for word in words]


@lru_cache(maxsize=4096)
def position_of(words: str) -> Position | None:
    """What a position is; None where no role follows from it."""
    line = squeeze(words)
    return next((position for start, position in _PREFIXES if line.startswith(start)), None)


def at_place(position: Position, *, is_school: bool) -> Position | None:
    """The position as it is served in a school or in the office; None where it has no duty there."""
    if is_school:
        position = _AT_SCHOOL.get(Role(position.role), position)
        return position if position.at in {"school", "any"} else None
    return None if position.role in _ONLY_AT_SCHOOL else position


@lru_cache(maxsize=4096)
def standing_of(words: str) -> str:
    """The standing that is written with a position (“ครูชำนาญการพิเศษ”); empty where there is none."""
    line = squeeze(words)
    return next((standing for standing in _STANDINGS if standing in line), "")


_KIND_WORDS = (
    ("พนักงานราชการ", Kind.EMPLOYEE), ("ลูกจ้าง", Kind.EMPLOYEE), ("อัตราจ้าง", Kind.EMPLOYEE), ("จ้างเหมา", Kind.EMPLOYEE),
    ("ศึกษานิเทศก์", Kind.SUPERVISOR), ("ผู้บริหารสถานศึกษา", Kind.SCHOOL_DIRECTOR), ("ผู้บริหารการศึกษา", Kind.ADMINISTRATOR),
    ("38", Kind.OFFICIAL), ("ข้าราชการพลเรือน", Kind.OFFICIAL), ("ข้าราชการครู", Kind.TEACHER), ("ครู", Kind.TEACHER),
)  # fmt: skip


@lru_cache(maxsize=1024)
def kind_of_personnel(words: str) -> str:
    """The kind of personnel that a column of its own names; empty where it names none."""
    line = squeeze(words)
    return next((kind for start, kind in _KIND_WORDS if squeeze(start) in line), "")

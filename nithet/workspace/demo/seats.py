"""Who sits in the office itself: a table in the order of seniority."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.catalogue.loader import load_units
from nithet.offices.models import Person, Role

Kind = Person.Kind


@dataclass(frozen=True, slots=True)
class Seat:
    """A post to be filled with an invented person; one appointment for each of its units."""

    username: str
    role: Role
    kind: Kind
    standing: str
    position: str
    units: tuple[str, ...] = ()


# Divisions and their deputies in charge (รอง ผอ. ที่กำกับ).
OF_DEPUTY = ("supervision", "education_promotion", "teacher_development", "legal")
OF_DEPUTY2 = ("dlict", "administration", "policy_planning", "finance_assets", "personnel")
# The section of each supervisor and computer officer; the first ones are `supervisor` and `computer`.
SUPERVISORS = (
    "media", "media", "media", "curriculum", "curriculum", "assessment", "assessment", "school_supervision",
    "school_supervision", "school_supervision", "quality_assurance", "committee_secretariat",
)  # fmt: skip
OFFICERS = ("ict_services", "distance_learning", "information")
HEADS = {"supervision": "head", "dlict": "head2"}


def numbered(name: str, place: int) -> str:
    """“supervisor”, “supervisor2”, …"""
    return name if place == 0 else f"{name}{place + 1}"


def _heads() -> tuple[Seat, ...]:
    return tuple(
        Seat(
            HEADS.get(unit.code, ""), Role.HEAD,
            Kind.SUPERVISOR if unit.code == "supervision" else Kind.OFFICIAL,
            "เชี่ยวชาญ" if unit.code == "supervision" else "ชำนาญการพิเศษ",
            f"ผู้อำนวยการ{unit.name}", (unit.code,),
        )
        for unit in load_units()
    )  # fmt: skip


def _supervisors() -> tuple[Seat, ...]:
    standings = ("ชำนาญการพิเศษ", "ชำนาญการพิเศษ", "ชำนาญการ")
    return tuple(
        Seat(
            numbered("supervisor", place), Role.SUPERVISOR, Kind.SUPERVISOR,
            standings[place % 3], f"ศึกษานิเทศก์{standings[place % 3]}", (section,),
        )
        for place, section in enumerate(SUPERVISORS)
    )  # fmt: skip


def _officers() -> tuple[Seat, ...]:
    standings = ("ชำนาญการ", "ปฏิบัติการ", "ปฏิบัติการ")
    return tuple(
        Seat(
            numbered("computer", place), Role.COMPUTER_OFFICER, Kind.OFFICIAL,
            standings[place], f"นักวิชาการคอมพิวเตอร์{standings[place]}", (section,),
        )
        for place, section in enumerate(OFFICERS)
    )  # fmt: skip


_MEDIA_HEAD = "หัวหน้ากลุ่มงานส่งเสริมพัฒนาสื่อ นวัตกรรมและเทคโนโลยี"
_ADMIN, _OFFICIAL, _EMPLOYEE = Kind.ADMINISTRATOR, Kind.OFFICIAL, Kind.EMPLOYEE
# fmt: off
SEATS: tuple[Seat, ...] = (
    Seat("director", Role.DIRECTOR, _ADMIN, "เชี่ยวชาญ", "ผู้อำนวยการ{office}"),
    Seat("deputy", Role.DEPUTY, _ADMIN, "ชำนาญการพิเศษ", "รองผู้อำนวยการ{office}", OF_DEPUTY),
    Seat("deputy2", Role.DEPUTY, _ADMIN, "ชำนาญการพิเศษ", "รองผู้อำนวยการ{office}", OF_DEPUTY2),
    *_heads(),
    Seat("section", Role.SECTION_HEAD, Kind.SUPERVISOR, "ชำนาญการพิเศษ", _MEDIA_HEAD, ("media",)),
    *_supervisors(),
    *_officers(),
    Seat("planning", Role.PLANNING, _OFFICIAL, "ชำนาญการ", "นักวิเคราะห์นโยบายและแผนชำนาญการ", ("policy",)),
    Seat("finance", Role.FINANCE, _OFFICIAL, "ชำนาญการ", "นักวิชาการเงินและบัญชีชำนาญการ", ("finance",)),
    Seat("registry", Role.REGISTRY, _OFFICIAL, "ชำนาญงาน", "เจ้าพนักงานธุรการชำนาญงาน (สารบรรณกลาง)", ("registry",)),
    Seat("secretary", Role.SECRETARY, _OFFICIAL, "ปฏิบัติงาน", "เจ้าพนักงานธุรการ (หน้าห้องผู้อำนวยการ)", ("administration",)),
    Seat("clerk", Role.CLERK, _EMPLOYEE, "", "เจ้าหน้าที่ธุรการกลุ่มนิเทศฯ", ("supervision_clerical",)),
    Seat("", Role.CLERK, _EMPLOYEE, "", "เจ้าหน้าที่ธุรการกลุ่มส่งเสริมการศึกษาทางไกลฯ", ("dlict_clerical",)),
    Seat("", Role.PLANNING, _OFFICIAL, "ปฏิบัติการ", "นักวิเคราะห์นโยบายและแผนปฏิบัติการ", ("budget_analysis",)),
    Seat("", Role.FINANCE, _OFFICIAL, "ปฏิบัติการ", "นักวิชาการพัสดุปฏิบัติการ", ("assets",)),
    Seat("committee", Role.COMMITTEE, _ADMIN, "", "กรรมการติดตาม ตรวจสอบ ประเมินผล และนิเทศการศึกษา (ก.ต.ป.น.)"),
    Seat("auditor", Role.AUDITOR, _OFFICIAL, "ชำนาญการ", "นักวิชาการตรวจสอบภายในชำนาญการ", ("internal_audit",)),
    Seat("admin", Role.ADMINISTRATOR, _EMPLOYEE, "", "ผู้ดูแลระบบ", ("ict_systems",)),
)
# fmt: on

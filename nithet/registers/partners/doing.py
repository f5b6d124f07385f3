"""Cooperations and joint work as an office would record them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zlib import crc32

from nithet.core.ids import new_id
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Role, School, Unit
from nithet.registers.generic import access
from nithet.registers.generic.approvals import approval_in_run
from nithet.registers.generic.doing import Work, done_item
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed, finish_item, make_item
from nithet.registers.partners.agencies import AGENCIES
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.fields import kinds_of
from nithet.registers.partners.joint_works import JOINT_WORKS
from nithet.registers.partners.models import Agency, Contact, Cooperation, JointWork
from nithet.registers.partners.register import joint_runs
from nithet.thai.calendar import fiscal_year_be

Sector, Side, Kind, How = Agency.Sector, Agency.Side, Cooperation.Kind, Contact.How
Decided = JointWork.Decided
# Name, (sector, side), mandate, whom to call (name, post, telephone).
_AGENCIES: tuple[tuple[str, tuple[str, str], str, tuple[str, str, str]], ...] = (
    ("เทศบาลตำบลสาธิตนคร", (Sector.LOCAL, Side.OUTSIDE), "จัดบริการสาธารณะและสนับสนุนการศึกษาในท้องถิ่น",
     ("นางอรุณี ตัวอย่าง", "ผู้อำนวยการกองการศึกษา", "0530000011")),
    ("มหาวิทยาลัยสาธิตศึกษา คณะครุศาสตร์", (Sector.UNIVERSITY, Side.OUTSIDE), "ผลิตและพัฒนาครู วิจัย และบริการวิชาการแก่โรงเรียน",
     ("ผศ.ดร.ปกรณ์ ตัวอย่าง", "รองคณบดีฝ่ายบริการวิชาการ", "0530000012")),
    ("บริษัท สาธิตสื่อสาร จำกัด", (Sector.PRIVATE, Side.OUTSIDE), "ให้บริการอินเทอร์เน็ตและสนับสนุนอุปกรณ์แก่ชุมชน",
     ("นายวิชัย ตัวอย่าง", "ผู้จัดการฝ่ายกิจกรรมเพื่อสังคม", "0530000013")),
    ("วัดสาธิตธรรมาราม", (Sector.TEMPLE, Side.OUTSIDE), "อบรมศีลธรรมและให้ใช้สถานที่จัดกิจกรรม", ("พระครูสมมติ ตัวอย่าง", "เจ้าอาวาส", "0530000014")),
    ("กลุ่มนโยบายและแผน", (Sector.STATE, Side.INSIDE), "จัดทำแผน งบประมาณ และรายงานผลการดำเนินงานของสำนักงาน",
     ("นายเอกชัย ตัวอย่าง", "นักวิเคราะห์นโยบายและแผน", "0530000015")),
)  # fmt: skip
# Subject, agency, kinds, what it was about, (what was talked about), value, result, what schools got.
_KNOWN: tuple[tuple[str, int, tuple[str, ...], str, tuple[tuple[str, str], ...], str, str, str], ...] = (
    ("ขอวิทยากรอบรมครู", 1, (Kind.SPEAKER, Kind.ADVICE), "วิทยากร 2 คน อบรมครู 2 วัน พร้อมเอกสารประกอบ",
     ((How.PHONE, "หารือหัวข้อและวันอบรม ตกลงสัปดาห์ที่สองของเดือน"), (How.LETTER, "ส่งหนังสือขอความอนุเคราะห์วิทยากรแล้ว")), "24000",
     "ครู 46 คนผ่านการอบรมและนำไปใช้ในชั้นเรียน", "ครูได้รับการอบรม"),
    ("ขอรับการสนับสนุนอุปกรณ์รับสัญญาณ", 2, (Kind.EQUIPMENT, Kind.MONEY), "กล่องรับสัญญาณและการติดตั้งสำหรับโรงเรียนขนาดเล็ก",
     ((How.MEETING, "ประชุมกำหนดรายชื่อโรงเรียนและวันติดตั้ง"),), "86500.50", "ติดตั้งครบทุกโรงเรียน ใช้งานได้จริง", "กล่องรับสัญญาณ 2 ชุด"),
    ("ขอความร่วมมือดูแลระบบไฟฟ้าและอินเทอร์เน็ตของโรงเรียน", 0, (Kind.PEOPLE, Kind.MONEY), "ช่างของเทศบาลตรวจและซ่อมปีละสองครั้ง",
     ((How.VISIT, "ลงพื้นที่สำรวจร่วมกันและจัดลำดับการซ่อม"), (How.LINE, "ยืนยันแผนการซ่อมกับกองช่าง")), "35000", "ระบบพร้อมใช้ก่อนเปิดภาคเรียน",
     "ซ่อมระบบไฟฟ้าและสายสัญญาณ"),
    ("ขอใช้สถานที่จัดค่ายการเรียนรู้", 3, (Kind.PLACE,), "ใช้ศาลาการเปรียญและลานกิจกรรม 3 วัน", ((How.VISIT, "ตรวจสถานที่และตกลงวันใช้กับเจ้าอาวาส"),), "",
     "จัดค่ายได้ตามกำหนด ไม่มีค่าใช้จ่ายด้านสถานที่", "นักเรียนเข้าร่วมค่าย"),
)  # fmt: skip


def coordinate(work: Work) -> None:
    if work.task.run_id in joint_runs({work.task.run_id}):
        _join(work)
    else:
        _cooperate(work)


def _turn(work: Work) -> int:
    """Which of the known ones: another for each title and each turn."""
    return work.number + crc32(f"{work.task.run.title}{work.task.title}".encode())


def _cooperate(work: Work) -> None:
    turn = _turn(work)
    subject, agency, kinds, detail, talked, value, result, gain = _KNOWN[turn % len(_KNOWN)]
    sort = (work.on.toordinal() + turn) % 4
    ends = (None, work.on + timedelta(days=20), work.on + timedelta(days=730), None)[sort]
    has_mou = sort < 3
    facts = {
        "title": f"{subject} ({work.task.run.title})"[:300], "agency": _agency(agency, work.task.unit, work.by, work.on), "direction": Cooperation.Direction.OUT,
        "kinds": kinds_of(kinds), "detail": detail, "value": Decimal(value) if value else None, "result": result,
        "has_mou": has_mou, "mou_number": f"{turn % 40 + 1}/2569" if has_mou else "", "from_on": work.on if has_mou else None, "until_on": ends,
    }  # fmt: skip
    whom = _AGENCIES[agency][3]
    contacts: list[Row] = [
        {"on": work.on, "how": how, "with_whom": f"{whom[0]} {whom[1]}", "what": what} for how, what in talked
    ]
    gains: list[Row] = [{"school": one, "what": gain} for one in _schools(work, turn)]
    done_item(COOPERATIONS, work, facts, {"contacts": contacts, "gains": gains})


def _schools(work: Work, turn: int) -> list[School]:
    there = School.objects.filter(office=work.by.office).active(on=work.by.on).order_by("smis_code")
    first = turn % max(1, there.count() - 4)
    return list(there[first : first + 3])


def _agency(place: int, unit: Unit, by: Member, on: date) -> Agency:
    """Of the office's directory, where it is added once."""
    title, (sector, side), mandate, (name, post, phone) = _AGENCIES[place]
    known = Agency.objects.filter(office=by.office, title=title).exclude(state=Agency.State.VOID).first()
    if known:
        return known
    facts = {"title": title, "sector": sector, "side": side, "mandate": mandate, "phone": phone, "unit": unit,
             "owner": by.person, "fiscal_year_be": fiscal_year_be(on)}  # fmt: skip
    person = {"name": name, "post": post, "phone": phone, "matter": "ประสานงานทั่วไป"}
    made = make_item(AGENCIES, Typed(facts, {"people": [person]}), by=by, key=new_id())
    done = finish_item(AGENCIES, made, on=on, by=by)
    assert isinstance(done, Agency)  # noqa: S101  for the type checker
    return done


def _join(work: Work) -> None:
    """As it was approved in the run; where nothing was asked there, by the director."""
    inside = work.task.number.startswith("1")
    given = approval_in_run(work.task)
    facts: dict[str, Any] = {
        "title": ("ร่วมจัดทำรายงานผลการดำเนินงานประจำปี" if inside else "เป็นคณะกรรมการตัดสินการแข่งขันทักษะวิชาการของท้องถิ่น") + (f" ครั้งที่ {work.number + 1}" if work.number else ""),
        "agency": _agency(4 if inside else 0, work.task.unit, work.by, work.on), "letter_number": f"สธ 0012/{120 + work.number}", "asked_on": work.on,
        "reason": "ใช้ข้อมูลและความเชี่ยวชาญของกลุ่มให้เกิดประโยชน์ร่วมกัน", "from_on": work.on, "until_on": work.on,
        "decided": Decided.APPROVED, "decided_on": given.on if given else work.on, "decided_by": given.who if given else _director(work.by),
        "output": "ปฏิบัติงานครบตามที่ได้รับมอบหมาย", "outcome": "หน่วยงานเจ้าของเรื่องได้ผลงานตามกำหนด",
        "benefit": "ได้เครือข่ายและข้อมูลที่ใช้ในการนิเทศโรงเรียน", "publicity": "รายงานในที่ประชุมประจำเดือนของสำนักงาน",
    }  # fmt: skip
    done_item(JOINT_WORKS, work, facts, {"stints": _stints(work.task.unit, work.by, work.on)})


def _stints(unit: Unit, by: Member, on: date) -> list[Row]:
    told = ("ปฏิบัติงานตลอดวัน", "เตรียมข้อมูลและเอกสาร")
    return [
        {"person": person, "on": on, "hours": Decimal(7 - 2 * place), "days": Decimal(1), "what": what}
        for place, (person, what) in enumerate(zip(_people(unit, by), told, strict=False))
    ]


def _people(unit: Unit, by: Member) -> list[Any]:
    serving = Appointment.objects.active(on=by.on).filter(office=by.office, unit=unit.division_id)
    others = serving.exclude(person=by.person).select_related("person").order_by("person__seniority", "pk")
    return [by.person, *(one.person for one in others[:1])]


def _director(by: Member) -> str:
    serving = Appointment.objects.active(on=by.on).filter(office=by.office, role=Role.DIRECTOR)
    first = serving.select_related("person").order_by("from_on", "pk").first()
    return f"{first.person.name} ผู้อำนวยการสำนักงานเขต" if first else "ผู้อำนวยการสำนักงานเขต"


# Subject, agency, why, what was decided and said of it, and whether it is over.
_JOINED: tuple[tuple[str, int, str, str, str, bool], ...] = (
    ("เป็นคณะกรรมการตัดสินการแข่งขันทักษะวิชาการของท้องถิ่น", 0, "ใช้ความเชี่ยวชาญของกลุ่มและสร้างเครือข่ายกับท้องถิ่น", Decided.APPROVED, "", True),
    ("เป็นวิทยากรค่ายพัฒนานักศึกษาครู", 1, "แลกเปลี่ยนประสบการณ์การนิเทศกับสถาบันผลิตครู", Decided.APPROVED, "", False),
    ("ร่วมวางระบบประชุมทางไกลของศูนย์พัฒนาเด็กเล็ก", 0, "โรงเรียนใกล้เคียงใช้ระบบเดียวกันได้", Decided.WAITING, "", False),
    ("เป็นผู้ประเมินโครงการอินเทอร์เน็ตชุมชน", 2, "ใช้ผลประเมินวางแผนสนับสนุนโรงเรียนขนาดเล็ก", Decided.REFUSED,
     "ตรงกับการประชุมผู้บริหารสถานศึกษา ขอให้แจ้งหน่วยงานเลื่อนวัน", True),
)  # fmt: skip


def join_beside(by: Member, on: date, number: int) -> None:
    """Joint work as it is asked for by letter: finished, under way, not decided yet, and refused."""
    subject, agency, reason, decided, why, is_over = _JOINED[number % len(_JOINED)]
    unit = access.recordable_units(by)[0]
    is_decided, is_approved = decided != Decided.WAITING, decided == Decided.APPROVED
    facts: dict[str, Any] = {
        "title": subject, "agency": _agency(agency, unit, by, on), "unit": unit, "owner": by.person, "fiscal_year_be": fiscal_year_be(on),
        "letter_number": f"สธ 0014/{211 + number}", "asked_on": on, "reason": reason, "from_on": on, "until_on": on, "decided": decided,
        "decided_on": on if is_decided else None, "decided_by": _director(by) if is_decided else "", "decided_why": why,
    }  # fmt: skip
    told = {"output": "ปฏิบัติงานครบตามที่ได้รับมอบหมาย", "benefit": "ได้เครือข่ายและข้อมูลที่ใช้ในการนิเทศโรงเรียน"}
    stints = _stints(unit, by, on) if is_approved else []
    made = make_item(JOINT_WORKS, Typed(facts, {"stints": stints}), by=by, key=new_id())
    if is_over:
        finish_item(JOINT_WORKS, made, on=on, by=by, facts=told if is_approved else {})


DOERS = {"coordinate": coordinate}
BESIDES = (join_beside,)

"""The rights of every role: one line a role, one cell a matter. Code, page and tests read this table.

    ●  all of the office      ◐  one's own division, area or school
    ○  only as the cell says  –  none

Words in a cell say what its sign leaves open. Everyone sees the work that is given to them, and nobody decides on
their own. Rules finer than the table stand in the `access.py` that keeps them, beside the question to this table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from django.db.models import TextChoices

from nithet.offices.members import Member
from nithet.offices.models import Role, School, Unit


class Level(IntEnum):
    """How far a right reaches; the higher holds what the lower does."""

    NONE = 0
    NAMED = 1
    OWN = 2
    ALL = 3

    @property
    def sign(self) -> str:
        return "–○◐●"[self]

    @property
    def label(self) -> str:
        return ("ไม่มีสิทธิ์", "เฉพาะที่ระบุ", "เฉพาะของกลุ่ม พื้นที่ หรือโรงเรียนของตน", "ทั้งสำนักงาน")[self]


class Matter(TextChoices):
    """What a right is about: a column of the table."""

    TASKS = "tasks", "ดูงานและหลักฐาน"
    ASSIGN = "assign", "มอบหมาย เลื่อน งดดำเนินการ"
    DECIDE = "decide", "พิจารณา"
    SCORES = "scores", "ดูคะแนนการสังเกตการสอนของครู"
    POINTS = "points", "ดูจุดที่ควรพัฒนาของโรงเรียน"
    OTHER_SCHOOLS = "other_schools", "ดูข้อมูลของโรงเรียนอื่น"
    PUBLISH = "publish", "เผยแพร่และส่งออกผลการดำเนินงาน"

    MANUALS = "manuals", "อ่านคู่มือ"
    MANUAL_WORK = "manual_work", "นำเข้าและแก้ไขคู่มือ"
    YEAR = "year", "เริ่มปีงบประมาณ"
    SCHOOLS = "schools", "ดูทะเบียนโรงเรียน"
    PEOPLE = "people", "ดูทะเบียนบุคลากร"
    HISTORY = "history", "ดูประวัติการดำเนินการ"
    LISTS = "lists", "ส่งออกรายการเป็นไฟล์"
    RECORDS = "records", "ดูทะเบียนงาน"
    RECORD_WORK = "record_work", "บันทึกและแก้ไขทะเบียนงาน"

    FORMS = "forms", "ดูและกรอกแบบฟอร์ม"
    FORM_WORK = "form_work", "จัดทำและเผยแพร่แบบฟอร์ม"
    SUBMISSIONS = "submissions", "ดูและตรวจสอบข้อมูลจากแบบฟอร์ม"

    SETTINGS = "settings", "ตั้งค่าสำนักงาน"
    ACCOUNTS = "accounts", "จัดการบัญชีผู้ใช้"
    SCHOOL_FACTS = "school_facts", "นำเข้าและแก้ไขข้อมูลโรงเรียน"
    PEOPLE_FACTS = "people_facts", "นำเข้าและแก้ไขบุคลากรและตำแหน่ง"
    DUTIES = "duties", "มอบหมายหน้าที่ประจำปี"
    PRIVATE = "private", "ดูข้อมูลส่วนตัวของผู้อื่น"
    PRIVACY = "privacy", "ตอบคำขอเกี่ยวกับข้อมูลส่วนบุคคล"
    SYSTEM = "system", "ดูแลระบบและสำรองข้อมูล"


@dataclass(frozen=True, slots=True)
class Cell:
    level: Level
    words: str = ""


Line = dict[Matter, Cell]
EXPERT = "expert"
"""Rates by a signed link: no account, so no role, but a line of the table."""

_WORK = """
                 | tasks                 | assign              | decide                         | scores                   | points            | other_schools             | publish
director         | ●                     | ●                   | ●                              | ○ ระบุเหตุผล บันทึกการเข้าดู   | ●                 | ●                         | ●
deputy           | ◐                     | –                   | ◐                              | ○ ระบุเหตุผล บันทึกการเข้าดู   | ◐                 | ◐                         | ◐
head             | ◐                     | ◐                   | ◐ กลุ่มของตน รับรองผล เสนอความเห็น | ○ เฉพาะกลุ่มนิเทศฯ          | ◐ เฉพาะกลุ่มนิเทศฯ   | ◐                         | ◐
section_head     | ◐                     | ○ เสนอผู้อำนวยการกลุ่ม  | ○ ให้ความเห็น                    | –                        | ◐                 | ◐                         | –
supervisor       | ○ งานของตนและงานร่วมกัน | ○ ส่งมอบงานของตน     | –                              | ○ การนิเทศของตน           | ◐ โรงเรียนที่รับผิดชอบ | ◐                         | ○ เสนอเผยแพร่
computer_officer | ◐ งานของตนและของกลุ่ม   | –                   | –                              | –                        | –                 | ○ อุปกรณ์และการศึกษาทางไกล   | ○ เสนอเผยแพร่
clerk            | ◐                     | ○ แทนผู้อำนวยการกลุ่ม   | ○ บันทึกผลตามหนังสือที่ลงนามแล้ว      | –                        | –                 | ○ ชื่อโรงเรียน               | –
secretary        | ○ เรื่องในแฟ้มเสนอ       | ○ จัดลำดับ แจ้งเรื่องด่วน | – ไม่พิจารณาแทน                  | –                        | –                 | –                         | ○ พิมพ์
registry         | ○ หนังสือ               | –                   | ○ ออกเลขที่                      | –                        | –                 | –                         | ○ ส่งหนังสือ
planning         | ○ เรื่องที่มีวงเงิน         | –                   | ○ ให้ความเห็น                    | –                        | –                 | –                         | ◐ ด้านงบประมาณ
finance          | ○ เรื่องที่มีวงเงิน         | –                   | ○ ให้ความเห็น                    | –                        | –                 | –                         | ◐ ด้านงบประมาณ
school_director  | ◐                     | ◐ ในโรงเรียนของตน    | ◐ รับทราบของโรงเรียนตน           | ○ ครูของตน เมื่อเปิดให้เห็นแล้ว | ◐                 | ○ เฉพาะที่เผยแพร่            | ◐
school_clerk     | ○ เรื่องที่ขอจากโรงเรียน   | –                   | –                              | –                        | –                 | –                         | ○ ตอบแทนโรงเรียน
teacher          | ○ เรื่องที่ขอจากตน        | –                   | –                              | ○ ของตน                  | –                 | –                         | ○ แฟ้มสะสมงานของตน
cluster_chair    | ○ สถานะของกลุ่มโรงเรียน  | –                   | –                              | –                        | –                 | ○ การส่งข้อมูลและความครอบคลุม | –
committee        | ○ รายงาน              | –                   | ○ ข้อเสนอแนะ                    | –                        | ○ สรุป             | ○ สรุป                     | –
auditor          | ○ ทุกเรื่อง โดยระบุเหตุผล  | –                   | –                              | ○ ระบุเหตุผล บันทึกการเข้าดู   | ○ สรุป             | ○ สรุป                     | –
expert           | –                     | –                   | ○ ให้คะแนนสื่อและเครื่องมือ          | –                        | –                 | –                         | –
ministry         | ○ ข้อมูลรวม             | –                   | –                              | –                        | –                 | ○ ข้อมูลรวม                 | –
administrator    | – ดูแลการตั้งค่า          | – ดูแลบัญชีผู้ใช้         | –                              | –                        | –                 | –                         | – สำรองข้อมูล
"""

_RECORDS = """
                 | manuals | manual_work | year | schools | people  | history               | lists | records        | record_work
director         | ●       | ●           | ●    | ●       | ●       | ●                     | ● | ●              | –
deputy           | ●       | ○ ที่ตนนำเข้า  | ◐    | ●       | ●       | ◐                     | ○ ที่ตนเห็น | ◐              | –
head             | ●       | ◐           | ◐    | ●       | ●       | ◐                     | ○ ที่ตนเห็น | ◐              | ◐
section_head     | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ◐              | ◐
supervisor       | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ◐              | ◐
computer_officer | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ◐              | ◐
clerk            | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ◐              | ◐
secretary        | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ○ ที่ระบุชื่อตน | –
registry         | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ○ ที่ระบุชื่อตน | –
planning         | ●       | ○ ที่ตนนำเข้า  | ●    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ●              | ◐
finance          | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ ของตน               | ○ ที่ตนเห็น | ●              | –
school_director  | –       | –           | –    | ◐       | ◐       | ○ ของตน               | ○ ที่ตนเห็น | ○ ที่ระบุชื่อตน | –
school_clerk     | –       | –           | –    | ◐       | ◐       | ○ ของตน               | ○ ที่ตนเห็น | ○ ที่ระบุชื่อตน | –
teacher          | –       | –           | –    | ◐       | ○ ของตน | ○ ของตน               | – | ○ ที่ระบุชื่อตน | –
cluster_chair    | –       | –           | –    | ◐       | ○ ของตน | ○ ของตน               | – | ○ ที่ระบุชื่อตน | –
committee        | ●       | –           | –    | ●       | ○ ของตน | ○ ของตน               | – | ○ ที่ระบุชื่อตน | –
auditor          | ●       | –           | –    | ●       | ○ ของตน | ●                     | – | ○ ที่ระบุชื่อตน | –
expert           | –       | –           | –    | –       | –       | –                     | – | –              | –
ministry         | –       | –           | –    | –       | ○ ของตน | ○ ของตน               | – | –              | –
administrator    | ●       | ○ ที่ตนนำเข้า  | –    | ●       | ●       | ○ การดูแลระบบ และของตน | ● | –              | –
"""

_FORMS = """
                 | forms                 | form_work | submissions
director         | ●                     | –         | ●
deputy           | ●                     | –         | ◐
head             | ●                     | ◐         | ◐
section_head     | ●                     | ◐         | ◐
supervisor       | ●                     | ◐         | ◐
computer_officer | ●                     | ◐         | ◐
clerk            | ●                     | ◐         | ◐
secretary        | ●                     | –         | ○ ที่ตนส่ง
registry         | ●                     | –         | ○ ที่ตนส่ง
planning         | ●                     | ◐         | ◐
finance          | ●                     | –         | ○ ที่ตนส่ง
school_director  | ○ ที่เปิดให้โรงเรียนกรอก   | –         | ◐
school_clerk     | ○ ที่เปิดให้โรงเรียนกรอก   | –         | ◐
teacher          | ○ ที่เปิดให้โรงเรียนกรอก   | –         | ○ ที่ตนส่ง
cluster_chair    | ○ ที่เปิดให้โรงเรียนกรอก   | –         | ○ ที่ตนส่ง
committee        | –                     | –         | –
auditor          | ●                     | –         | ○ ที่ตนส่ง
expert           | –                     | –         | –
ministry         | –                     | –         | –
administrator    | ●                     | –         | ○ ที่ตนส่ง
"""

_OFFICE = """
                 | settings | accounts | school_facts | people_facts | duties                       | private                | privacy | system
director         | ●        | ●        | ●            | ●            | ●                            | ○ ระบุเหตุผล บันทึกการเข้าดู | ●       | –
deputy           | –        | –        | –            | –            | –                            | –                      | –       | –
head             | –        | –        | –            | –            | ◐                            | –                      | –       | –
section_head     | –        | –        | –            | –            | –                            | –                      | –       | –
supervisor       | –        | –        | –            | –            | –                            | –                      | –       | –
computer_officer | –        | –        | –            | –            | –                            | –                      | –       | –
clerk            | –        | –        | –            | –            | ○ แทนผู้อำนวยการกลุ่ม            | –                      | –       | –
secretary        | –        | –        | –            | –            | –                            | –                      | –       | –
registry         | –        | –        | –            | –            | –                            | –                      | –       | –
planning         | –        | –        | ●            | –            | –                            | –                      | –       | –
finance          | –        | –        | –            | –            | –                            | –                      | –       | –
school_director  | –        | –        | ◐            | –            | –                            | –                      | –       | –
school_clerk     | –        | –        | –            | –            | –                            | –                      | –       | –
teacher          | –        | –        | –            | –            | –                            | –                      | –       | –
cluster_chair    | –        | –        | –            | –            | –                            | –                      | –       | –
committee        | –        | –        | –            | –            | –                            | –                      | –       | –
auditor          | –        | –        | –            | –            | –                            | ○ ระบุเหตุผล บันทึกการเข้าดู | –       | –
expert           | –        | –        | –            | –            | –                            | –                      | –       | –
ministry         | –        | –        | –            | –            | –                            | –                      | –       | –
administrator    | ●        | ●        | ●            | ●            | ● ทั้งสำนักงาน ตามคำสั่งที่ลงนามแล้ว | ●                      | ●       | ●
"""

BLOCKS = (
    ("งานและผลการนิเทศ", _WORK),
    ("คู่มือ ทะเบียน และประวัติ", _RECORDS),
    ("แบบฟอร์ม", _FORMS),
    ("การดูแลระบบของสำนักงาน", _OFFICE),
)

# What ◐ means for a role where its cell has no words.
_OWN_WORDS = {
    Role.DEPUTY: "กลุ่มที่กำกับดูแล",
    Role.SCHOOL_DIRECTOR: "โรงเรียนของตน",
    Role.SCHOOL_CLERK: "โรงเรียนของตน",
    Role.TEACHER: "โรงเรียนของตน",
    Role.CLUSTER_CHAIR: "กลุ่มโรงเรียนของตน",
}


def _read(text: str) -> Iterator[tuple[str, Line]]:
    """The lines of a block as written above. Whatever does not fit stops the start."""
    head, *lines = (_parts(line) for line in text.strip("\n").splitlines())
    matters = [Matter(code) for code in head[1:]]
    for code, *cells in lines:
        yield code, dict(zip(matters, map(_cell, cells), strict=True))


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _cell(text: str) -> Cell:
    sign, _, words = text.partition(" ")
    return Cell(next(level for level in Level if level.sign == sign), words.strip())


def _table() -> dict[str, Line]:
    table: dict[str, Line] = {}
    for _, text in BLOCKS:
        for code, line in _read(text):
            table.setdefault(code, {}).update(line)
    return table


TABLE = _table()


def block_matters() -> list[tuple[str, list[Matter]]]:
    """The titles of the blocks with their matters, in the order written."""
    return [(title, list(next(_read(text))[1])) for title, text in BLOCKS]


def name_of(code: str) -> str:
    """The words for a line of the table."""
    return "ผู้เชี่ยวชาญที่ตอบผ่านลิงก์" if code == EXPERT else Role(code).label


def cell_words(code: str, matter: Matter) -> str:
    """What a cell says in words, for those who do not read signs."""
    cell = TABLE[code][matter]
    if cell.words or cell.level != Level.OWN:
        return cell.words or cell.level.label
    return _OWN_WORDS.get(Role(code), "กลุ่มของตน")


# Questions


def level_of(role: str, matter: Matter) -> Level:
    return TABLE[role][matter].level


def level(member: Member, matter: Matter) -> Level:
    """The highest of the member's roles."""
    return max((level_of(role, matter) for role in member.roles), default=Level.NONE)


def holds(member: Member, matter: Matter, at_least: Level) -> bool:
    return level(member, matter) >= at_least


def roles_with(matter: Matter, *levels: Level) -> tuple[Role, ...]:
    """The roles that hold the matter at exactly one of these levels."""
    return tuple(role for role in Role if level_of(role, matter) in levels)


def holds_for_head(member: Member, matter: Matter, unit: Unit) -> bool:
    """As named: the clerk of the division, whatever section they sit in, writes down what its head decided."""
    is_named = level_of(Role.CLERK, matter) >= Level.NAMED
    return is_named and unit.division_id in member.divisions_as(Role.CLERK)


def units_held(member: Member, matter: Matter) -> frozenset[UUID]:
    """Ids of the divisions that are the member's own in this matter."""
    roles = roles_with(matter, Level.OWN)
    return member.divisions_as(*roles) if roles else frozenset()


def schools_held(member: Member, matter: Matter) -> frozenset[UUID]:
    """Ids of the schools that are the member's own in this matter."""
    roles = roles_with(matter, Level.OWN)
    return member.schools_as(*roles) if roles else frozenset()


def holds_in(member: Member, matter: Matter, unit: Unit) -> bool:
    """All of the office's, or serving in the unit or its division in a role whose own it is."""
    roles = roles_with(matter, Level.OWN)
    return holds(member, matter, Level.ALL) or (bool(roles) and member.serves_in(unit, *roles))


def holds_at(member: Member, matter: Matter, school: School) -> bool:
    """All of the office's, or serving at the school in a role whose own it is."""
    return holds(member, matter, Level.ALL) or school.pk in schools_held(member, matter)

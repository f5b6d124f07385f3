"""The least valid manual, at each stage of its way. Services do the work, so that rows are as in life."""

from __future__ import annotations

from typing import Any

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.manuals.document import to_json
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.services import deciding
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member

TEXT = """คู่มือการปฏิบัติงาน
กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา

๑. ชื่องาน
งานส่งเสริมการผลิตและใช้สื่อ
๒. วัตถุประสงค์
๒.๑ เพื่อให้ครูใช้สื่ออย่างมีคุณภาพ
๓. ขอบเขตของงาน
ครอบคลุมโรงเรียนในสังกัดทุกแห่ง
๔. ขั้นตอนการปฏิบัติงาน
๔.๑ แต่งตั้งคณะทำงาน ตุลาคม
๔.๒ สำรวจความต้องการใช้สื่อ พฤศจิกายน
๔.๓ นิเทศ ติดตามการใช้สื่อ ภาคเรียนละ ๑ ครั้ง
๔.๔ สรุปและรายงานผล กันยายน
"""
"""A manual of one procedure with four steps."""

BADLY_READ = """คู่มือการปฏิบัติงาน
กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา

๑. ชื่องาน
งานจัดการศึกษาทางไกล
๒. วัตถุประสงค์
๒.๑ เพื่อพัฒนาคุณภาพการศึกษา
๒.๒ เพื่อสนับสนุนการเรียนรู้ของครู
๓. ขอบเขตของงาน
ครอบคลุมโรงเรียนขนาดเล็กในสังกัดทุกแห่ง
๔. คำจำกัดความ
โรงเรียนขนาดเล็ก หมายถึง โรงเรียนที่มีนักเรียนไม่เกิน ๑๒๐ คน
๕. ขั้นตอนการปฏิบัติงาน
๑. แต่งตั้งคณะทำงาน ตุลาคม
๒. ศึกษา วิเคราะห์ วางแผนการดำเนินงาน ๓. เสนอแผนงานต่อผู้อำนวยการ พฤศจิกายน
นิเทศ กำกับ ติดตามการใช้ ธันวาคม – มีนาคม
๖. สรุปผลการดำเนินงาน กันยายน
   ๖.๑ รวบรวมข้อมูล
   ๖.๒ จัดทำรายงาน
๗. เสนอผู้อำนวยการ มกราคม
๖. แบบฟอร์มที่ใช้
แบบบันทึกการใช้งาน
๗. เอกสารอ้างอิง
พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. ๒๕๔๒

๑. ชื่องาน
งานพัฒนาสื่อการเรียนรู้
๒. ขั้นตอนการปฏิบัติงาน
๑. สำรวจความต้องการใช้สื่อ ตุลาคม
๒. ผลิตสื่อ พฤศจิกายน – มกราคม
๓. รายงานผล กันยายน
@@ ข้อความที่อ่านไม่ออก @@
"""
"""A manual as a bad scan gives it: steps on one line, a number missing, months out of order."""


_WORK = (
    "แต่งตั้งคณะทำงาน", "ศึกษาสภาพปัญหาและความต้องการ", "จัดทำแผนและปฏิทินการดำเนินงาน", "เสนอแผนต่อผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
    "ประสานงานกับสถานศึกษาและเครือข่าย", "นิเทศ กำกับ ติดตามการดำเนินงานของสถานศึกษา", "ประเมินผลการดำเนินงาน", "สรุปและรายงานผล",
)  # fmt: skip
_TIMES = ("ตุลาคม", "พฤศจิกายน", "ธันวาคม", "มกราคม", "กุมภาพันธ์ – มีนาคม", "ภาคเรียนละ ๒ ครั้ง", "สิงหาคม", "กันยายน")


def large_text(procedures: int, steps: int) -> str:
    """A manual of so many procedures with so many steps each, at most eight, and a few lines around them."""
    return "คู่มือการปฏิบัติงาน\n\n" + "\n".join(
        _long_procedure(place, steps) for place in range(1, procedures + 1)
    )


def _long_procedure(place: int, steps: int) -> str:
    rows = zip(_WORK[:steps], _TIMES, strict=False)
    done = "\n".join(
        f"{number}. {work}ด้านที่ {place} {time}" for number, (work, time) in enumerate(rows, start=1)
    )
    aims = "\n".join(f"2.{number} เพื่อพัฒนางานด้านที่ {place} ประการที่ {number}" for number in range(1, 5))
    return (
        f"1. ชื่องาน\nงานส่งเสริมการจัดการศึกษาด้านที่ {place}\n2. วัตถุประสงค์\n{aims}\n"
        f"3. ขอบเขตของงาน\nครอบคลุมสถานศึกษาในสังกัดที่ร่วมงานด้านที่ {place} ทุกแห่ง\n4. ขั้นตอนการปฏิบัติงาน\n{done}\n"
        f"5. แบบฟอร์มที่ใช้\n5.1 แบบบันทึกด้านที่ {place}\n6. เอกสารอ้างอิง\n6.1 แนวทางการดำเนินงานด้านที่ {place}\n"
    )


def steps(*titles: str) -> tuple[StepDraft, ...]:
    return tuple(StepDraft(number, title, months=(10,)) for number, title in enumerate(titles, start=1))


def manual_draft(*procedures: ProcedureDraft) -> ManualDraft:
    one = ProcedureDraft(
        "งานส่งเสริมการใช้สื่อ", steps=steps("แต่งตั้งคณะทำงาน", "สำรวจความต้องการ", "สรุปและรายงานผล")
    )
    return ManualDraft(procedures=procedures or (one,))


def make_manual(office: Office, unit: Unit | None, title: str = "คู่มือกลุ่มนิเทศฯ") -> Manual:
    return Manual.objects.create(office=office, unit=unit, title=title)


def make_version(manual: Manual, draft: ManualDraft | None = None, **facts: Any) -> ManualVersion:
    """A draft version, made by nobody in particular."""
    facts.setdefault("made_at", now())
    return ManualVersion.objects.create(
        office=manual.office, manual=manual, reading=to_json(draft or manual_draft()), **facts
    )


def proposed(version: ManualVersion, by: User) -> ManualVersion:
    """Proposed by who made it."""
    version.made_by = by
    version.save(update_fields=["made_by"])
    deciding.propose(version, by=_member(by, version.office))
    return version


def adopted(version: ManualVersion, *, by: User, proposer: User) -> ManualVersion:
    deciding.adopt(proposed(version, proposer), by=_member(by, version.office))
    return version


def page_text(response: Any) -> str:
    """The page without the no-break spaces and word joiners that only draw."""
    text: str = response.content.decode()
    return text.replace("\u2060", "").replace("\u200b", "").replace("\u00a0", " ")


def _member(user: User, office: Office) -> Member:
    return as_member(user, office)

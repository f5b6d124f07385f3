"""The least valid manual, at each stage of its way. Services do the work, so that rows are as in life."""

from __future__ import annotations

from typing import Any

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft, to_json
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
    return text.replace("\u2060", "").replace("\u00a0", " ")


def _member(user: User, office: Office) -> Member:
    return as_member(user, office)

"""Who sees how complete the registers are."""

from __future__ import annotations

from nithet.core.decisions import Answer, yes_if
from nithet.offices.members import Member
from nithet.registers.generic.access import sees_registers


def can_see_completeness(member: Member) -> Answer:
    return yes_if(sees_registers(member), "หน้านี้สำหรับผู้ที่ดูทะเบียนงานของกลุ่มหรือของสำนักงาน")

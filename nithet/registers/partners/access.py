"""Who reads how much time people gave to joint work."""

from __future__ import annotations

from nithet.core.decisions import Answer, yes_if
from nithet.offices.members import Member
from nithet.registers.generic.access import sees_registers


def can_read_hours(member: Member) -> Answer:
    return yes_if(sees_registers(member), "ตำแหน่งของท่านเปิดเวลารายคนไม่ได้ งานร่วมที่ระบุชื่อท่านอยู่ในทะเบียนงานร่วม")

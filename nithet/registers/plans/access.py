"""Who records how far a plan is, and who keeps the words that the office plans with."""

from __future__ import annotations

from django.db.models import QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.rights import Level, Matter
from nithet.registers.generic.access import can_keep, sees_registers
from nithet.registers.plans.models import Activity, Plan


def can_record_progress(member: Member, plan: Plan) -> Answer:
    """Who keeps the plan; of an activity also whoever is responsible for it."""
    if not plan.is_done:
        return no("บันทึกความก้าวหน้าได้เมื่อแผนได้รับอนุมัติแล้ว")
    if (answer := can_keep(member, plan)) or not own_activities(member, plan).exists():
        return answer
    return YES


def own_activities(member: Member, plan: Plan) -> QuerySet[Activity]:
    return Activity.objects.filter(item=plan, owner=member.person)


def can_keep_terms(member: Member) -> Answer:
    """Whoever starts the year for the whole office."""
    return yes_if(
        rights.holds(member, Matter.YEAR, Level.ALL),
        "ผู้อำนวยการสำนักงานเขตและกลุ่มนโยบายและแผนเป็นผู้กำหนดกลยุทธ์และหมวดงบประมาณ โปรดแจ้งกลุ่มนโยบายและแผน",
    )


def can_read_annual(member: Member) -> Answer:
    return yes_if(sees_registers(member), "ตำแหน่งของท่านเปิดแผนปฏิบัติการประจำปีไม่ได้ แผนที่ระบุชื่อท่านอยู่ในทะเบียนแผน")

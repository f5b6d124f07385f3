"""Who keeps the policies and focus points of a year. They are no secret: everyone in the office reads them."""

from __future__ import annotations

from django.db.models import QuerySet

from nithet.core.decisions import Answer, yes_if
from nithet.cycles.models import PolicyFocus
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.rights import Level, Matter


def visible_policies(member: Member) -> QuerySet[PolicyFocus]:
    return PolicyFocus.objects.filter(office=member.office)


def can_keep_policies(member: Member) -> Answer:
    """Whoever starts years, for the whole office: a policy belongs to no division."""
    return yes_if(
        rights.holds(member, Matter.YEAR, Level.OWN),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการ ผู้อำนวยการกลุ่ม หรือเจ้าหน้าที่นโยบายและแผนเท่านั้นที่บันทึกนโยบายและจุดเน้นได้ โปรดแจ้งเจ้าหน้าที่นโยบายและแผน",
    )

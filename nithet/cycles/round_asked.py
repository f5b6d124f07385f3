"""What rounds ask of a school or a person, for their first page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nithet.forms.access import asked_targets
from nithet.forms.links import address_of
from nithet.forms.models import RoundTarget
from nithet.forms.queries.rounds import asked_since
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day, format_date

if TYPE_CHECKING:
    from nithet.cycles.register import Asked


def asked_by_rounds(member: Member, since: date) -> list[Asked]:
    """One query: what can be answered now, and what was sent since that day; of an anonymous one nothing once it is answered."""
    return [_asked(one, member) for one in asked_since(asked_targets(member), since, on=member.on)]


def _asked(target: RoundTarget, member: Member) -> Asked:
    from nithet.cycles.register import Asked  # noqa: PLC0415  (the registry declares this)

    round_ = target.round
    takes = round_.is_taking(on=member.on)
    return Asked(
        key=f"target-{target.pk}",
        title=round_.title,
        of=target.school.name if target.school else member.name,
        address=address_of(target),
        act=_act(target, takes=takes),
        icon="pencil" if takes else "eye",
        until=round_.closes_on,
        why=round_.unit.short_name,
        note=_note(target),
        sent_at=target.answered_at,
        sent_by=target.answered_by,
        is_closed=not takes,
    )


def _act(target: RoundTarget, *, takes: bool) -> str:
    if target.has_answered:
        return "ดูหรือแก้ไขคำตอบ" if takes else "ดูคำตอบ"
    return "ตอบแบบสอบถาม" if takes else "ดูเรื่อง"


def _note(target: RoundTarget) -> str:
    if target.has_answered or target.reminded_at is None or target.round.is_anonymous:
        return "ไม่ระบุตัวผู้ตอบ" if target.round.is_anonymous else ""
    return f"สำนักงานเขตแจ้งติดตามเมื่อ {format_date(bangkok_day(target.reminded_at), 'short')}"

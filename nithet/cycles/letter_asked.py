"""What letters ask of a school or a person, for their first page."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from nithet.cycles.access import letters as access
from nithet.cycles.models import LetterAsk, Task
from nithet.cycles.telling import places
from nithet.offices.members import Member
from nithet.thai.dates import BANGKOK, format_date

if TYPE_CHECKING:
    from nithet.cycles.register import Asked

_TAKES = (Task.State.OPEN, Task.State.WAITING)


def asked_by_letters(member: Member, since: date) -> list[Asked]:
    """One query."""
    begin = datetime.combine(since, time(), tzinfo=BANGKOK)
    taking = Task.objects.filter(run=OuterRef("letter__run"), state__in=_TAKES)
    rows = (
        access.asks_of(member)
        .filter(letter__run__voided_at=None)
        .annotate(takes=Exists(taking))
        .filter(
            Q(takes=True, answered_at=None)
            | Q(answered_at__gte=begin)
            | Q(answered_at=None, letter__due_on__gte=since)
        )
        .select_related("letter", "school", "unit", "person", "answered_by")
        .order_by(F("answered_at").desc(nulls_first=True), "letter__due_on", "pk")
    )
    return [_asked(ask, member, takes=ask.takes) for ask in rows]


def _asked(ask: LetterAsk, member: Member, *, takes: bool) -> Asked:
    from nithet.cycles.register import Asked  # noqa: PLC0415  (the registry declares this)

    letter = ask.letter
    return Asked(
        key=f"ask-{ask.pk}",
        title=letter.subject,
        of=ask.name,
        address=places.of_ask(member.office.code, ask.pk),
        act=_act(ask, takes=takes),
        icon="pencil" if takes else "eye",
        until=letter.asked_until,
        why=letter.source,
        wants=letter.wants,
        badge=letter.get_urgency_display() if letter.urgency else "",
        note=_reminded(ask),
        sent_at=ask.answered_at,
        sent_by=_sent_by(ask, member),
        returned=ask.return_reason if ask.returned_at else "",
        is_closed=not takes,
    )


def _act(ask: LetterAsk, *, takes: bool) -> str:
    if not takes:
        return "ดูคำตอบ" if ask.answered_at else "ดูเรื่อง"
    if ask.answered_at:
        return "ดูหรือแก้ไขคำตอบ"
    return "แก้ไขและส่งใหม่" if ask.returned_at else "ตอบเรื่องนี้"


def _reminded(ask: LetterAsk) -> str:
    if ask.answered_at or not ask.reminded_at:
        return ""
    return f"สำนักงานเขตแจ้งติดตามเมื่อ {format_date(ask.reminded_at.astimezone(BANGKOK).date(), 'short')}"


def _sent_by(ask: LetterAsk, member: Member) -> str:
    """Who told it, where the office wrote it down for them."""
    if ask.told_by:
        return f"{ask.told_by} (สำนักงานเขตบันทึกแทน)"
    if ask.answered_by is None:
        return ""
    return "ท่าน" if ask.answered_by_id == member.pk else ask.answered_by.name

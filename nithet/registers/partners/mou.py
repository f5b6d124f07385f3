"""How long a memorandum of understanding still holds, as lists and pages say it. Pure rules and the filter of the list."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from nithet.cycles.words import Standing
from nithet.registers.partners.models import EXPIRES_SOON, Cooperation, JointWork
from nithet.thai.dates import format_date, format_span

FILTERS = {
    "any": "มีบันทึกข้อตกลง",
    "soon": f"จะหมดอายุภายใน {EXPIRES_SOON.days} วัน",
    "expired": "หมดอายุแล้ว",
    "endless": "ไม่มีกำหนดสิ้นสุด",
}


def mou_standing(item: Cooperation, on: date) -> Standing | None:
    """None: there is no agreement."""
    if not item.has_mou:
        return None
    left = item.mou_days_left(on)
    if left is None:
        return Standing("done", "ไม่มีกำหนดสิ้นสุด")
    if left < 0:
        return Standing("late", "หมดอายุแล้ว")
    if left == 0:
        return Standing("back", "หมดอายุวันนี้")
    if left <= EXPIRES_SOON.days:
        return Standing("back", f"หมดอายุใน {left} วัน")
    return Standing("done", "มีผลบังคับ")


def span_words(item: Cooperation | JointWork) -> str:
    if item.from_on and item.until_on:
        return format_span(item.from_on, item.until_on, "short")
    if item.from_on:
        return f"ตั้งแต่ {format_date(item.from_on, 'short')} ไม่มีกำหนดสิ้นสุด"
    return f"ถึง {format_date(item.until_on, 'short')}" if item.until_on else ""


def mou_filter(code: str, on: date) -> Q:
    there = Q(has_mou=True)
    match code:
        case "soon":
            return there & Q(until_on__gte=on, until_on__lte=on + EXPIRES_SOON)
        case "expired":
            return there & Q(until_on__lt=on)
        case "endless":
            return there & Q(until_on=None)
    return there

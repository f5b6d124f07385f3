"""The clock of a device, which may be a year off: told with what it sent, and never a reason to refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from nithet.forms.checking.kinds import FIRST_BUDDHIST_YEAR
from nithet.forms.services.reading import Problem

MOST_OFF = timedelta(minutes=10)
HALF_A_DAY = timedelta(hours=12)
_PARTS = (
    (timedelta(days=365), "ปี"),
    (timedelta(days=1), "วัน"),
    (timedelta(hours=1), "ชั่วโมง"),
    (timedelta(minutes=1), "นาที"),
)


def skew_of_header(told: str, *, at: datetime) -> timedelta | None:
    """How far a device's clock is ahead, by the `Date` that its request tells; None where it tells none.

    ODK Collect writes the hour as a clock with hands shows it, and a phone set to Thai may write a Buddhist year: what
    is right when it is read so is taken for right.
    """
    try:
        moment = parsedate_to_datetime(told)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC)
        if moment.year >= FIRST_BUDDHIST_YEAR:
            moment = moment.replace(year=moment.year - 543)
    except (ValueError, OverflowError):
        return None
    plain = moment - at
    other = plain + (HALF_A_DAY if moment.hour < 12 else -HALF_A_DAY)
    is_other = moment.hour <= 12 and abs(other) <= MOST_OFF < abs(plain)
    return other if is_other else plain


def clock_problems(skew: timedelta | None, filled_at: datetime | None, *, at: datetime) -> list[Problem]:
    """What is marked. Without a skew, what was filled later than now tells of one too."""
    if skew is None and filled_at is not None and filled_at > at:
        skew = filled_at - at
    if skew is None or abs(skew) <= MOST_OFF:
        return []
    words = (
        f"นาฬิกาของอุปกรณ์ที่ส่ง{'เร็ว' if skew > timedelta() else 'ช้า'}กว่าเวลาจริงประมาณ {_length(abs(skew))} "
        "วันและเวลาที่อุปกรณ์บันทึกเองจึงอาจคลาดเคลื่อน โปรดตรวจสอบ"
    )
    return [{"path": "", "place": [], "code": "clock-off", "words": words}]


def _length(span: timedelta) -> str:
    """Its two largest parts: “1 ปี 3 วัน”."""
    found = []
    for length, name in _PARTS:
        count, span = divmod(span, length)
        if count:
            found.append(f"{count} {name}")
        elif found:
            break
    return " ".join(found[:2])

"""School breaks, and work that needs schools. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from nithet.cycles.windows import spans_in
from nithet.thai.calendar import Span
from nithet.thai.dates import format_span

# Actions whose windows should not lie in a break, and how their time is called.
NEEDS_SCHOOLS = {"visit": "นิเทศ", "survey": "สำรวจ", "train": "อบรม"}


def break_note(actions: Iterable[str], window: Span, breaks: Iterable[Span]) -> str:
    """For work that needs schools: that they are closed in all of its window, or in a part of it."""
    if not (done := [NEEDS_SCHOOLS[code] for code in actions if code in NEEDS_SCHOOLS]):
        return ""
    closed = spans_in(window, breaks)
    if closed == [window]:
        return f"ช่วงเวลา{done[0]}อยู่ในช่วงปิดภาคเรียนทั้งหมด"
    told = " และ ".join(format_span(first, last, "short") for first, last in closed)
    return f"ช่วงเวลา{done[0]}มีช่วงปิดภาคเรียน {told}" if told else ""


def is_all_in_break(window: Span, breaks: Iterable[Span]) -> bool:
    return spans_in(window, breaks) == [window]

"""Activities of a plan as a picture of the year: the year chart's own rows, one an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from nithet.cycles.yearchart import ChartBar, ChartRow, ChartYear, draw_head, draw_row, strip, strip_head
from nithet.manuals.flowchart import Svg
from nithet.manuals.flowchart.signs import State
from nithet.registers.plans.models import Activity
from nithet.thai.calendar import Semester, Span, month_windows

WIDTH = 600.0
DAY = timedelta(days=1)
# Inside a bar of one month there is room for little.
_SHORT = {"ยังไม่ถึงกำหนดเริ่ม": "ยังไม่เริ่ม"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An activity with its picture, wide and as a phone's strip, and how it stands: code and words."""

    activity: Activity
    picture: Svg
    strip: Svg
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Gantt:
    head: Svg
    strip_head: Svg
    rows: list[Drawn]


def gantt(
    activities: Sequence[Activity], year: int, semesters: Sequence[Semester], *, on: date, runs: bool
) -> Gantt:
    """`runs`: the plan is approved, so that what is not done in its months is late."""
    frame = ChartYear(year, on, breaks(semesters, year))
    rows = [_drawn(activity, frame, runs=runs) for activity in activities]
    return Gantt(draw_head(frame, width=WIDTH), strip_head(frame), rows)


def breaks(semesters: Sequence[Semester], year: int) -> tuple[Span, ...]:
    """The days between one semester's end and the next one's start, within the fiscal year."""
    frame = ChartYear(year, date.min)
    return tuple(
        (before.ends_on + DAY, after.starts_on - DAY)
        for before, after in pairwise(semesters)
        if before.ends_on < frame.last and frame.first < after.starts_on and before.ends_on < after.starts_on
    )


def is_late(activity: Activity, year: int, *, on: date) -> bool:
    return not activity.is_done and bool(activity.months) and windows(activity, year)[-1][1] < on


def windows(activity: Activity, year: int) -> list[Span]:
    return month_windows(activity.months, year)


def standing(activity: Activity, year: int, *, on: date, runs: bool) -> tuple[State, str]:
    """A state of the chart, and its words."""
    if activity.is_done:
        return "done", "เสร็จสิ้น"
    if activity.percent:
        return "open", f"ร้อยละ {activity.percent}"
    began = bool(activity.months) and windows(activity, year)[0][0] <= on
    return ("open", "ยังไม่เริ่ม") if runs and began else ("wait", "ยังไม่ถึงกำหนดเริ่ม")


def _drawn(activity: Activity, frame: ChartYear, *, runs: bool) -> Drawn:
    state, words = standing(activity, frame.fiscal_year_be, on=frame.today, runs=runs)
    late = runs and is_late(activity, frame.fiscal_year_be, on=frame.today)
    spans = windows(activity, frame.fiscal_year_be) if activity.months else []
    last = len(spans) - 1
    bars = tuple(
        # Of several runs of months, what is late is late at the end of the last.
        ChartBar(
            "",
            _SHORT.get(words, words),
            first,
            until,
            state,
            late and place == last,
            title=activity.name,
            state_words=words,
        )
        for place, (first, until) in enumerate(spans)
    )
    row = ChartRow(activity.pk.hex, activity.name, words, bars=bars)
    code = "late" if late else {"done": "done", "open": "open"}.get(state, "wait")
    told = f"{words} เกินกำหนด" if late else words
    return Drawn(activity, draw_row(frame, row, width=WIDTH), strip(frame, row), code, told)

"""ปฏิทิน: one's own days and those of the divisions one oversees, by month and by week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from nithet.cycles.access import overseen_divisions, oversees, sees_year
from nithet.offices.lists import titled
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.thai.calendar import Span
from nithet.thai.dates import FIRST_BE, LAST_BE, WEEKDAYS, format_span, from_be, to_be
from nithet.thai.months import month_name
from nithet.workspace.happenings import DAY, Happening, Kind, my_happenings, unit_happenings

SHOWN_A_DAY = 3
SHOWN_RUNNING = 10
WEEK = timedelta(days=7)
MINE, UNITS = "", "units"


@member_page
@require_safe
def calendar_page(request: MemberRequest) -> HttpResponse:
    member = request.member
    period = period_of(request.GET.get("month", ""), request.GET.get("week", ""), on=member.on)
    whose = _whose(request)
    found = (unit_happenings if whose == UNITS else my_happenings)(member, period.shown)
    days = days_of(period, found, on=member.on)
    inside = [day for day in days if not day.is_out]
    context = {
        "period": period,
        "weekdays": WEEKDAYS,
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "listed": inside if period.is_week else [day for day in inside if day.all],
        "count": sum(len(day.works) for day in inside),
        "rest": [one for one in found if one.is_rest and one.lies_in(period.span)],
        "running": (running := _running(found, period))[:SHOWN_RUNNING],
        "running_more": max(0, len(running) - SHOWN_RUNNING),
        "whose": whose,
        "scopes": (scopes := _scopes(member)),
        "ways": _ways(period, whose, on=member.on),
        "sees_year": sees_year(member),
        "title": titled(f"ปฏิทิน{dict(scopes)[whose] if whose else f'ของ{member.name}'}", period.title),
    }
    return render(request, "workspace/calendar.html", context)


def _whose(request: MemberRequest) -> str:
    return UNITS if request.GET.get("of") == UNITS and oversees(request.member) else MINE


def _scopes(member: Member) -> list[tuple[str, str]]:
    """Whose days there are to choose; nothing where there are one's own only."""
    if not oversees(member):
        return []
    return [(MINE, "ของฉัน"), (UNITS, "ของสำนักงาน" if overseen_divisions(member) is None else "ของกลุ่ม")]


def _running(found: Sequence[Happening], period: Period) -> list[Happening]:
    """Work that began before what is shown and ends after it."""
    first, last = period.shown
    return [one for one in found if one.is_window and one.day < first and one.until > last]


# The month or week


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a week from Monday to Sunday."""

    first: date
    last: date
    is_week: bool

    @property
    def span(self) -> Span:
        return self.first, self.last

    @property
    def shown(self) -> Span:
        """In whole weeks."""
        return monday_of(self.first), monday_of(self.last) + WEEK - DAY

    @property
    def title(self) -> str:
        if self.is_week:
            return format_span(self.first, self.last, "long")
        return f"{month_name(self.first.month)} {to_be(self.first.year)}"

    @property
    def unit(self) -> str:
        return "สัปดาห์" if self.is_week else "เดือน"


def month_period(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - DAY, is_week=False)


def week_period(day: date) -> Period:
    return Period(monday_of(day), monday_of(day) + WEEK - DAY, is_week=True)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def period_of(month: str, week: str, *, on: date) -> Period:
    """“2569-11” or a day of the week, “2569-11-16”; what is no such thing is this month."""
    if week:
        return week_period(_typed(week) or on)
    return month_period(_typed(month) or on)


_TYPED = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


def _typed(text: str) -> date | None:
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    if not FIRST_BE < year < LAST_BE:
        return None
    try:
        return date(from_be(year), month, day)
    except ValueError:
        return None


def _ways(period: Period, whose: str, *, on: date) -> dict[str, str]:
    """The query of each way on: before, after, today, the other sort of period, and the same days of others."""
    to = week_query if period.is_week else month_query
    other = (month_query if period.is_week else week_query)(on if _holds(period, on) else period.first)
    kept = {"of": whose} if whose else {}
    return {
        "before": f"?{urlencode(to(period.first - DAY) | kept)}",
        "after": f"?{urlencode(to(period.last + DAY) | kept)}",
        "today": f"?{urlencode(to(on) | kept)}",
        "month": f"?{urlencode((to(period.first) if not period.is_week else other) | kept)}",
        "week": f"?{urlencode((to(period.first) if period.is_week else other) | kept)}",
        "mine": f"?{urlencode(to(period.first))}",
        "units": f"?{urlencode(to(period.first) | {'of': UNITS})}",
        "kept": f"&{urlencode(kept)}" if kept else "",
        "is_now": "yes" if _holds(period, on) else "",
    }


def _holds(period: Period, day: date) -> bool:
    return period.first <= day <= period.last


def month_query(day: date) -> dict[str, str]:
    return {"month": f"{to_be(day.year)}-{day.month:02}"}


def week_query(day: date) -> dict[str, str]:
    return {"week": written(day)}


def written(day: date) -> str:
    return f"{to_be(day.year)}-{day.month:02}-{day.day:02}"


# Its days


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    # What rests on it, and what work begins or falls due.
    rests: Sequence[Happening]
    works: Sequence[Happening]
    is_today: bool
    is_out: bool
    is_break: bool

    @property
    def all(self) -> list[Happening]:
        return [*self.rests, *self.works]

    @property
    def is_off(self) -> bool:
        return self.day.weekday() > 4 or any(one.kind == Kind.HOLIDAY for one in self.rests)

    @property
    def shown(self) -> Sequence[Happening]:
        return self.works if self.more == 1 else self.works[:SHOWN_A_DAY]

    @property
    def more(self) -> int:
        return max(0, len(self.works) - SHOWN_A_DAY)

    @property
    def hidden(self) -> int:
        """One more takes no more room than saying so."""
        return self.more if self.more > 1 else 0

    @property
    def written(self) -> str:
        return written(self.day)


def days_of(period: Period, found: Sequence[Happening], *, on: date) -> list[Day]:
    """A span stands on its first day; one that began before, on the first day shown."""
    first, last = period.shown
    begun: dict[date, list[Happening]] = {}
    for one in found:
        if one.day >= first or one.is_rest:
            begun.setdefault(max(one.day, first), []).append(one)
    breaks = [one for one in found if one.kind == Kind.BREAK]
    return [_day(first + DAY * at, period, begun, breaks, on) for at in range((last - first).days + 1)]


def _day(
    day: date, period: Period, begun: dict[date, list[Happening]], breaks: Sequence[Happening], on: date
) -> Day:
    here = begun.get(day, [])
    return Day(
        day=day,
        rests=[one for one in here if one.is_rest],
        works=[one for one in here if not one.is_rest],
        is_today=day == on,
        is_out=not _holds(period, day),
        is_break=any(one.lies_in((day, day)) for one in breaks),
    )

"""Checks of times: months that run backwards, times that name no month, years that are not the manual's."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nithet.manuals.draft import Caution, ManualDraft, ProcedureDraft, Remedy, StepDraft
from nithet.manuals.reviewing.finding import caution, first_line, table_line
from nithet.thai.months import FISCAL_ORDER, MONTH_PATTERN, parse_months
from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean

_MONTH_YEAR = re.compile(
    rf"(?P<month>{MONTH_PATTERN})\s*(?:พ\.?\s?ศ\.?)?\s*(?:25(?P<long>[0-9]{{2}})|(?P<short>[4-9][0-9]))(?![0-9])"
)
_FISCAL_YEAR = re.compile(r"ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*(25[0-9]{2})(?![0-9])")
_FIRST_MONTH = 10
_HALF_YEAR = 6
# How long a piece of work takes or how often it comes needs no window of the year.
_SHORT_TIME = re.compile(
    r"นาที|ชั่วโมง|ชม\.|ทันที|ทุก\s?(?:ๆ\s?)?(?:วัน|สัปดาห์)|(?:วัน|สัปดาห์|ปี)ละ|[0-9]\s?(?:วัน|สัปดาห์)(?:ทำการ|ราชการ)?(?:$|[ ก])"
)


def check(draft: ManualDraft) -> Iterator[Caution]:
    """What is odd about the times of steps."""
    for one in draft.procedures:
        yield from _back(one)
        for step in one.steps:
            yield from _unclear(step)
            if draft.fiscal_year_be:
                yield from _outside(step, draft.fiscal_year_be)


def _back(one: ProcedureDraft) -> Iterator[Caution]:
    timed = [(step, step.months) for step in one.steps if step.months and not _has_rounds(step.months)]
    since_first = 0
    for (_, before), (step, months) in pairwise(timed):
        onward = (months[0] - before[0]) % len(FISCAL_ORDER)
        since_first += onward
        if FISCAL_ORDER.index(months[0]) >= FISCAL_ORDER.index(before[0]):
            continue
        # Work that begins late in one fiscal year may end in the next.
        if onward > _HALF_YEAR or since_first >= len(FISCAL_ORDER):
            yield caution("months-back", line=table_line(step), item=step.key, number=step.number)


def _has_rounds(months: tuple[int, ...]) -> bool:
    """Whether the months are not one run: the work comes back within the year."""
    after = {month % len(FISCAL_ORDER) + 1 for month in months}
    return len(after - set(months)) > 1


def _unclear(step: StepDraft) -> Iterator[Caution]:
    if not step.time_text or _SHORT_TIME.search(to_arabic(clean(step.time_text))):
        return
    if not step.months and not step.cadence:
        yield caution("unclear-time", line=table_line(step), item=step.key, time=step.time_text)


def _outside(step: StepDraft, year: int) -> Iterator[Caution]:
    if not step.time_text or not any(one != year for one in fiscal_years_named(step.time_text)):
        return
    remedy = None
    if step.months:
        facts = {"key": step.key, "months": list(step.months)}
        remedy = Remedy("set_months", "ใช้เฉพาะเดือน ไม่ใช้ปี", facts)
    line = table_line(step) or first_line(step.lines)
    yield caution("year-outside", line=line, item=step.key, remedy=remedy, time=step.time_text, year=year)


def fiscal_years_named(time: str) -> list[int]:
    """The fiscal years in which the months lie that are written with their years (“ต.ค. 68” lies in 2569)."""
    text = to_arabic(clean(time))
    years = [int(match[1]) for match in _FISCAL_YEAR.finditer(text)]
    for match in _MONTH_YEAR.finditer(text):
        months = parse_months(match["month"])
        if months:
            year = 2500 + int(match["long"] or match["short"])
            years.append(year + 1 if months[0] >= _FIRST_MONTH else year)
    return years

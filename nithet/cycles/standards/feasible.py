"""Whether a standard can still be met in the days that are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nithet.cycles.standards.conditions import OCCASION, Condition, Count, Coverage
from nithet.cycles.standards.evidence import Period, periods_of, working_days
from nithet.cycles.standards.verdict import Case, days_reached, is_placed, occasions, shows, to_reach


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a period still lacks, and the working days that the step has left in it."""

    period: str
    lacking: str
    days: int
    # How many people there are to visit schools, where that is what falls short.
    doers: int | None = None

    def __str__(self) -> str:
        left = (
            f"เหลือวันทำการในช่วงเวลาดำเนินการเพียง {self.days} วัน"
            if self.days
            else "ไม่มีวันทำการเหลือในช่วงเวลาดำเนินการ"
        )
        people = f" สำหรับผู้นิเทศ {self.doers} คน" if self.doers else ""
        return f"{self.period} ยังขาด {self.lacking} แต่{left}{people}"


def shortfalls(condition: Condition, case: Case, *, doers: int | None = None) -> list[Shortfall]:
    """Periods of a count or a coverage that cannot be filled any more, those that are over left out.

    A school is visited once a day, and a supervisor visits one school a day (`doers` times the days left, where it is
    known how many they are). What evidence does not tell is not foretold.
    """
    match condition:
        case Count():
            return list(_of_count(condition, case))
        case Coverage() if is_placed(case):
            return list(_of_coverage(condition, case, doers))
    return []


def _of_count(condition: Count, case: Case) -> Iterator[Shortfall]:
    proofs = [p for p in case.proofs if shows(p, condition.of)]
    for period, days in _ahead(condition, case):
        done = occasions((p for p in proofs if period.holds(p.on)), condition.unit)
        lacking = condition.at_least - done
        # Several things may come on one day.
        if lacking > (days if condition.unit == OCCASION else days * lacking):
            yield Shortfall(period.label, f"{lacking} {condition.unit}", days)


def _of_coverage(condition: Coverage, case: Case, doers: int | None) -> Iterator[Shortfall]:
    for period, days in _ahead(condition, case):
        reached = days_reached(p for p in case.proofs if period.holds(p.on))
        asked = to_reach(period, case, reached)
        lacks = [n for s in asked if (n := condition.at_least - reached.get(s.key, 0)) > 0]
        # Many teachers are met on one day at one school, so only schools are counted by supervisor-days.
        is_too_much = condition.of == "schools" and doers is not None and sum(lacks) > days * doers
        if lacks and (max(lacks) > days or is_too_much):
            yield Shortfall(period.label, f"{sum(lacks)} ครั้ง", days, doers if is_too_much else None)


def _ahead(condition: Count | Coverage, case: Case) -> Iterator[tuple[Period, int]]:
    for period in periods_of(condition.per, case.year):
        if period.ends_on >= case.on:
            yield period, working_days(period, case.turns, case.year, on=case.on)

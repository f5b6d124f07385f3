"""What a plan's page draws: activities over the year, and money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nithet.registers.plans.gantt import breaks, gantt, is_late, standing
from nithet.registers.plans.models import Activity
from nithet.registers.plans.money import Money
from nithet.registers.plans.moneybar import draw_money, told
from nithet.registers.plans.page import mean_percent
from nithet.thai.calendar import Semester

NOVEMBER = date(2026, 11, 20)


def activity(months: list[int], percent: int = 0, done_on: date | None = None) -> Activity:
    return Activity(name="อบรมครู", months=months, percent=percent, done_on=done_on)


@pytest.mark.parametrize(
    ("one", "runs", "state", "words", "late"),
    [
        (activity([10]), True, "open", "ยังไม่เริ่ม", True),
        (activity([10]), False, "wait", "ยังไม่ถึงกำหนดเริ่ม", True),
        (activity([11, 12]), True, "open", "ยังไม่เริ่ม", False),
        (activity([11], 40), True, "open", "ร้อยละ 40", False),
        (activity([1]), True, "wait", "ยังไม่ถึงกำหนดเริ่ม", False),
        (activity([10], 100, NOVEMBER), True, "done", "เสร็จสิ้น", False),
    ],
)
def test_how_an_activity_stands(one: Activity, runs: bool, state: str, words: str, late: bool) -> None:
    assert standing(one, 2570, on=NOVEMBER, runs=runs) == (state, words)
    assert is_late(one, 2570, on=NOVEMBER) is late


def test_a_bar_for_each_run_of_months_and_a_draft_is_not_late() -> None:
    rows = gantt([activity([11, 12, 6])], 2570, [], on=NOVEMBER, runs=True).rows
    assert str(rows[0].picture).count("yc-box") == 2
    assert gantt([activity([10])], 2570, [], on=NOVEMBER, runs=False).rows[0].code == "wait"
    assert gantt([activity([10])], 2570, [], on=NOVEMBER, runs=True).rows[0].code == "late"


def test_breaks_lie_between_semesters_of_the_year() -> None:
    semesters = [
        Semester(2568, 2, date(2025, 11, 1), date(2026, 3, 31)),
        Semester(2569, 1, date(2026, 5, 16), date(2026, 10, 10)),
        Semester(2569, 2, date(2026, 11, 1), date(2027, 3, 31)),
    ]
    assert breaks(semesters, 2570) == ((date(2026, 10, 11), date(2026, 10, 31)),)


def test_money_is_told_in_words_and_drawn_to_its_whole() -> None:
    within = Money(Decimal(1000), Decimal(200), Decimal("300.50"))
    assert told(within) == "ตามแผน 1,000.00 บาท · เบิกจ่ายแล้ว 300.50 บาท · ผูกพัน 200.00 บาท · คงเหลือ 499.50 บาท"
    over = str(draw_money(Money(Decimal(100), Decimal(0), Decimal(125)), width=100))
    assert 'x="80"' in over
    assert draw_money(Money()) == ""
    assert "เกินวงเงิน 5.00 บาท" in told(Money(spent=Decimal(5)))


def test_shares_are_rounded_half_up() -> None:
    assert Money(Decimal(8), spent=Decimal("0.5")).percent_spent == Decimal("6.3")
    assert Money().percent_spent is None
    assert mean_percent([activity([10], 50), activity([10], 51)]) == Decimal(51)
    assert mean_percent([]) == Decimal(0)

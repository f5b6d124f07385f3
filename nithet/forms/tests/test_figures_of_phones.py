"""What ODK Collect calculates and writes in its own way is right; what is another figure is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from nithet.forms.answers import Answers
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.figures import same_figure
from nithet.forms.definition import Group, Kind, Question
from nithet.forms.tests.small_forms import form
from nithet.thai.dates import BANGKOK

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)
GROUND: list[dict[str, float | None]] = [
    {"latitude": one, "longitude": other, "altitude": 0.0, "accuracy": 0.0}
    for one, other in ((19.91, 99.84), (19.92, 99.84), (19.92, 99.85), (19.91, 99.84))
]
CHECKER = Checker(
    form(
        Question("ground", Kind.GEOSHAPE, ""),
        Question("area", Kind.CALCULATE, "", calculation="round(area(/data/ground), 0)"),
        Question("rai", Kind.CALCULATE, "", calculation="round(/data/area div 1600, 4)"),
        Group("rooms", "", (Question("rooms/seats", Kind.INTEGER, ""),), is_repeat=True),
        Question("all", Kind.CALCULATE, "", calculation="sum(/data/rooms/seats)"),
        Question("most", Kind.CALCULATE, "", calculation="max(/data/rooms/seats)"),
        Question("twice", Kind.CALCULATE, "", calculation="/data/all * 2"),
    )
)
NO_ROOMS: Answers = {"all": "0", "twice": "0"}
LINES: list[Answers] = [{"rooms/seats": 3}, {}, {"rooms/seats": 4}]
ROOMS: Answers = {"rooms": LINES}


def told(answers: Answers) -> list[str]:
    return [one.path for one in CHECKER.check(answers, now=NOW)]


@pytest.mark.parametrize(("own", "given"), [
    ("true", "1"), ("false", "0"), ("08:30:00.000+07:00", "2026-11-20T08:30:00.000+07:00"),
    ("19.91 99.84 398 4.5", "19.91 99.84 398.0 4.5"), ("1 2;3 4", "1.0 2.0;3.0 4.0"), ("12345678.9", "1.23456789E7"),
    ("2026-11-20", "2026-11-20T00:00:00.000+07:00"), ("", "NaN"), ("5", "5.0"),
])  # fmt: skip
def test_the_same_written_otherwise_is_the_same(own: str, given: str) -> None:
    assert same_figure(own, given)


@pytest.mark.parametrize(("own", "given"), [
    ("true", "0"), ("false", "1"), ("1", "true"), ("08:30:00.000+07:00", "2026-11-20T08:31:00.000+07:00"),
    ("19.91 99.84 398 4.5", "19.91 99.85 398 4.5"), ("1 2;3 4", "1 2"), ("2026-11-20", "2026-11-21T00:00:00.000+07:00"),
    ("", "0"), ("ก ข", "ก ค"), ("5", "5.01"),
])  # fmt: skip
def test_another_figure_is_another(own: str, given: str) -> None:
    assert not same_figure(own, given)


def test_a_sum_over_lines_without_an_answer_is_right_as_phones_and_as_browsers_have_it() -> None:
    assert told({**ROOMS, "all": "7", "most": "4", "twice": "14"}) == []
    assert told(ROOMS) == []
    assert told({**ROOMS, "all": "8", "most": "4"}) == ["all"]
    assert told({**ROOMS, "all": "7", "most": "5", "twice": "14"}) == ["most"]
    assert told({**ROOMS, "all": "7", "most": "4", "twice": "15"}) == ["twice"]


@pytest.mark.parametrize("given", ["พฤ. 1 ต.ค. 2026", "พฤหัส 1 ต.ค. 2026", "Thu 1 Oct 2026"])
def test_days_and_months_are_called_as_each_engine_calls_them(given: str) -> None:
    checker = Checker(
        form(
            Question("day", Kind.DATE, ""),
            Question("told", Kind.CALCULATE, "", calculation="format-date(/data/day, '%a %e %b %Y')"),
        )
    )
    assert [one.path for one in checker.check({"day": "2026-10-01", "told": given}, now=NOW)] == []
    wrong: Answers = {"day": "2026-10-02", "told": given}
    assert [one.path for one in checker.check(wrong, now=NOW)] == ["told"]


@pytest.mark.parametrize(("calculation", "figures", "other"), [
    ("round(1.005, 2)", ("1", "1.01"), "1.02"), ("round(-2.5)", ("-3", "-2"), "-1"), ("round(-1.25, 1)", ("-1.3", "-1.2"), "-1.1"),
    ("round(125, -1)", ("130", "130"), "120"), ("round(2.345, 2)", ("2.35", "2.35"), "2.34"),
])  # fmt: skip
def test_halves_are_rounded_as_each_engine_rounds_them(
    calculation: str, figures: tuple[str, str], other: str
) -> None:
    checker = Checker(form(Question("figure", Kind.CALCULATE, "", calculation=calculation)))
    for given in figures:
        assert checker.check({"figure": given}, now=NOW) == []
    assert [one.path for one in checker.check({"figure": other}, now=NOW)] == ["figure"]


def test_ground_is_as_large_as_each_engine_takes_the_earth_to_be() -> None:
    assert told({"ground": GROUND, "area": "582523", "rai": "364.0769", **NO_ROOMS}) == []
    assert told({"ground": GROUND, "area": "582542", "rai": "364.0888", **NO_ROOMS}) == []
    assert told({"ground": GROUND, "area": "590000", "rai": "364.0888", **NO_ROOMS}) == ["area"]
    assert told({"ground": GROUND, "area": "582523", "rai": "364.0888", **NO_ROOMS}) == ["rai"]
    assert told({"area": "0", "rai": "0", **NO_ROOMS}) == []

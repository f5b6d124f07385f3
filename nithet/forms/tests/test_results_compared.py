"""Two rounds compared on the same schools, and what is not comparable."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from nithet.forms.results.comparing import (
    GONE,
    NEW,
    NO_NUMBER,
    NOBODY_TWICE,
    OTHER_SCALE,
    Compared,
    Comparison,
    compare,
    means_of,
)
from nithet.forms.results.shapes import Instrument
from nithet.forms.tests.results_kit import SURVEY, survey
from nithet.statistics.comparing import paired_t

INSTRUMENT = survey()
Told = list[tuple[str, dict[str, Any]]]


def compared(
    before: Told, now: Told, earlier: Instrument = INSTRUMENT, later: Instrument = INSTRUMENT
) -> Comparison:
    return compare(earlier, means_of(earlier, before), later, means_of(later, now))


def one(found: Comparison, path: str, side: str = "") -> Compared:
    return next(item for item in found.items if (item.item.path, item.side) == (path, side))


def clear(**marks: int) -> Told:
    return [(school, {"liked/clear": str(mark)}) for school, mark in marks.items()]


def test_only_schools_that_answered_twice_are_compared() -> None:
    found = compared(clear(a=2, b=3, c=1), clear(a=4, b=4, d=5))
    assert (found.schools, found.only_before, found.only_now) == (2, 1, 1)
    assert (one(found, "liked/clear").n, one(found, "liked/clear").before) == (2, Decimal("2.5"))
    assert one(found, "liked/clear").difference == Decimal("1.5")


def test_the_test_is_of_the_pairs() -> None:
    before, now = {"a": 2, "b": 3, "c": 1, "d": 4}, {"a": 4, "b": 4, "c": 3, "d": 4}
    test = one(compared(clear(**before), clear(**now)), "liked/clear").test
    expected = paired_t((before[school], now[school]) for school in before)
    assert (test.t, test.p, test.df) == (expected.t, expected.p, 3)
    assert test.p_words


def test_a_school_that_answered_often_counts_once() -> None:
    often: Told = [("a", {"students": 10}), ("a", {"students": 20}), ("b", {"students": 100})]
    assert means_of(INSTRUMENT, often)["a"] == {"students": Fraction(15)}
    assert one(compared(often, often), "students").before == Decimal("57.5")


def test_of_dual_ratings_both_sides_are_compared_of_whole_pairs() -> None:
    pair = {"need/media/actual": "2", "need/media/desired": "5"}
    half = {"need/media/actual": "1"}
    found = compared([("a", pair), ("b", half)], [("a", {**pair, "need/media/actual": "4"}), ("b", pair)])
    assert one(found, "need/media", "actual").n == 1
    assert one(found, "need/media", "actual").difference == 2
    assert one(found, "need/media", "desired").difference == 0
    assert one(found, "need/media", "actual").label == "มีสื่อเพียงพอ (สภาพปัจจุบัน)"


def test_equal_differences_have_no_test_and_say_so() -> None:
    test = one(compared(clear(a=2, b=3), clear(a=3, b=4)), "liked/clear").test
    assert test.t.value is None
    assert test.reason


def test_what_is_not_comparable_is_named_with_its_reason() -> None:
    later = survey(
        SURVEY.replace("| select_one lk5 | clear |", "| select_one q4 | clear |")
        .replace("| integer | students |", "| integer | learners |")
    )  # fmt: skip
    told: Told = [("a", {"liked/useful": "3", "hours": 2})]
    left = dict(compared(told, [("a", {"liked/useful": "4"})], later=later).left)
    assert left["ชัดเจน"] == OTHER_SCALE
    assert left["สิ่งที่ต้องการ"] == NO_NUMBER
    assert left["ชั่วโมงที่ใช้"] == NOBODY_TWICE
    # The same words for a question of another name: new here, gone there.
    reasons = [reason for label, reason in compared(told, told, later=later).left if label == "จำนวนนักเรียน"]
    assert reasons == [NEW, GONE]


def test_nobody_in_both_rounds_compares_nothing() -> None:
    found = compared(clear(a=1), clear(b=2))
    assert (found.schools, found.items) == (0, ())
    assert dict(found.left)["ชัดเจน"] == NOBODY_TWICE


def test_lines_of_a_repeat_are_one_mean_of_the_school() -> None:
    lines = {"visits": [{"visits/quality": "4"}, {"visits/quality": "1"}, {}]}
    assert means_of(INSTRUMENT, [("a", lines)])["a"] == {"visits/quality": Fraction(5, 2)}

"""Media are measured against a criterion that was set before the trial."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.statistics.efficiency import (
    Criterion,
    Efficiency,
    Pair,
    Stage,
    Verdict,
    effectiveness_index,
    efficiency,
)
from nithet.statistics.tests.generated import generated

BOOK: list[Pair] = [(24, 17), (27, 16), (22, 15)]


def tried(marks: list[Pair], criterion: Criterion | None = None) -> Efficiency:
    return efficiency(
        marks, process_full=30, outcome_full=20, criterion=criterion or Criterion(), stage=Stage.GROUP
    )


def test_the_efficiency_of_the_book() -> None:
    found = tried(BOOK)
    assert (str(found), found.n, found.passes) == ("81.11/80.00", 3, True)
    assert (found.of_e1.label, found.of_e2.label) == ("สูงกว่าเกณฑ์", "เท่ากับเกณฑ์")
    assert (str(found.criterion), found.stage.label) == ("เกณฑ์ 80/80", "แบบกลุ่ม (1:10)")


@pytest.mark.parametrize(
    ("tolerance", "verdicts", "passes"),
    [
        ("0", (Verdict.ABOVE, Verdict.BELOW), False),
        ("1.11", (Verdict.EQUAL, Verdict.BELOW), False),
        ("2.5", (Verdict.EQUAL, Verdict.ACCEPTED), True),
    ],
)
def test_a_tolerance_only_where_it_was_set(
    tolerance: str, verdicts: tuple[Verdict, Verdict], passes: bool
) -> None:
    found = tried([(24, 17), (27, 16), (22, 14)], Criterion(tolerance=Decimal(tolerance)))
    assert str(found) == "81.11/78.33"
    assert (found.of_e1, found.of_e2) == verdicts
    assert found.passes is passes


def test_a_gap_between_both_only_where_it_was_forbidden() -> None:
    marks: list[Pair] = [(30, 16)]
    assert tried(marks).passes
    narrow = Criterion(widest_gap=Decimal(5))
    assert not tried(marks, narrow).passes
    assert str(narrow) == "เกณฑ์ 80/80 (E1 กับ E2 ต่างกันไม่เกิน 5)"
    assert str(Criterion(tolerance=Decimal("2.5"))) == "เกณฑ์ 80/80 (คลาดเคลื่อนได้ ±2.5)"


def test_learners_with_one_mark_only_are_left_out_and_counted() -> None:
    found = tried([*BOOK, (30, None), (None, 20), (None, None)])
    assert (str(found), found.n, found.left_out) == ("81.11/80.00", 3, 2)


@pytest.mark.parametrize(
    ("marks", "full", "reason"),
    [([], 30, "ยังไม่มีผู้เรียน"), ([(24, None)], 30, "ยังไม่มีผู้เรียน"), (BOOK, 0, "คะแนนเต็มต้องมากกว่า 0")],
)
def test_without_learners_or_full_marks_there_is_none(marks: list[Pair], full: int, reason: str) -> None:
    found = efficiency(marks, process_full=full, outcome_full=20, criterion=Criterion(), stage=Stage.SINGLE)
    assert reason in found.reason
    assert (str(found), found.of_e1, found.passes) == ("–/–", Verdict.UNKNOWN, False)


def test_90_90_means_two_things() -> None:
    assert "เปรื่อง กุมุท" in Criterion(Decimal(90), Decimal(90)).warning
    assert Criterion(Decimal(90), Decimal(80)).warning == ""
    assert Criterion().warning == ""


def test_the_index_of_the_book() -> None:
    found = effectiveness_index([(8, 17), (10, 16), (6, 15)], full=20)
    assert (str(found.value), found.is_accepted, found.words) == ("0.6667", True, "เพิ่มขึ้นร้อยละ 66.67")


@pytest.mark.parametrize(
    ("marks", "value", "words"),
    [
        ([(10, 8)], "-0.2000", "ลดลงร้อยละ 20.00"),
        ([(10, 10)], "0.0000", "ไม่เปลี่ยนแปลง"),
        ([(20, 20), (10, 14)], "0.4000", "เพิ่มขึ้นร้อยละ 40.00"),
    ],
)
def test_an_index_below_a_half_is_not_accepted(marks: list[Pair], value: str, words: str) -> None:
    found = effectiveness_index(marks, full=20)
    assert (str(found.value), found.words, found.is_accepted) == (value, words, False)


def test_only_who_was_there_both_times_counts() -> None:
    found = effectiveness_index([(8, 17), (10, 16), (6, 15), (0, None), (None, 20)], full=20)
    assert (str(found.value), found.value.n, found.left_out) == ("0.6667", 3, 2)


@pytest.mark.parametrize(
    ("marks", "full", "reason"),
    [
        ([(20, 20), (20, 18)], 20, "คะแนนเต็มตั้งแต่ก่อนเรียน"),
        ([], 20, "ยังไม่มีผู้เรียน"),
        ([(0, 0)], 0, "คะแนนเต็มต้องมากกว่า 0"),
    ],
)
def test_without_room_to_rise_there_is_no_index(marks: list[Pair], full: int, reason: str) -> None:
    found = effectiveness_index(marks, full=full)
    assert reason in found.words
    assert (str(found.value), found.is_accepted) == ("–", False)


@generated
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30))
def test_no_index_is_above_one(marks: list[Pair]) -> None:
    value = effectiveness_index(marks, full=20).value.value
    assert value is None or value <= 1

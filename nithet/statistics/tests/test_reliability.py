"""Reliability from rows and from sums, and a reason wherever there is none."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nithet.statistics.describing import Divisor
from nithet.statistics.figure import Figure
from nithet.statistics.reliability import (
    ItemSums,
    RowSums,
    alpha,
    alpha_of_rows,
    item_reliabilities,
    kr_20,
    kr_20_of,
    kr_21,
    kr_21_of,
    reliability_word,
    sums_of_rows,
)
from nithet.statistics.rounding import exact, half_up
from nithet.statistics.tests.generated import generated

BOOK = [[4, 5, 4], [3, 4, 3], [5, 5, 4], [2, 3, 3]]
ROWS = st.integers(2, 6).flatmap(
    lambda k: st.lists(st.lists(st.integers(1, 5), min_size=k, max_size=k), min_size=2, max_size=15)
)


def test_alpha_of_the_book() -> None:
    figure = alpha_of_rows(BOOK)
    assert (str(figure), figure.n, figure.scheme) == ("0.923", 4, "ตัวหาร n−1")


def test_kr_20_and_kr_21_of_the_book() -> None:
    kr_twenty = kr_20_of(5, pq=Decimal("1.1"), variance=Decimal("2.3"))
    kr_twenty_one = kr_21_of(5, mean=3, variance=Decimal("2.3"))
    assert (str(half_up(kr_twenty, 3)), str(half_up(kr_twenty_one, 3))) == ("0.652", "0.598")
    assert (str(half_up(kr_twenty)), str(half_up(kr_twenty_one))) == ("0.65", "0.60")


@generated
@given(ROWS)
def test_alpha_is_what_covariances_give(rows: list[list[int]]) -> None:
    figure = alpha_of_rows(rows)
    matrix = np.array(rows, dtype=float)
    spread = np.cov(matrix, rowvar=False).sum()
    if figure.value is None:
        assert spread == pytest.approx(0, abs=1e-9)
        return
    k = matrix.shape[1]
    within = np.trace(np.cov(matrix, rowvar=False))
    assert float(figure.value) == pytest.approx(k / (k - 1) * (1 - within / spread))


@generated
@given(ROWS)
def test_each_item_is_judged_without_itself(rows: list[list[int]]) -> None:
    qualities = item_reliabilities(sums_of_rows(rows))
    for place, quality in enumerate(qualities):
        rest = [[mark for other, mark in enumerate(row) if other != place] for row in rows]
        own = [row[place] for row in rows]
        assert quality.alpha_if_deleted.value == alpha_of_rows(rest).value
        if quality.correlation.value is None:
            assert len(set(own)) == 1 or len(set(map(sum, rest))) == 1
        else:
            known = stats.pearsonr(own, [sum(row) for row in rest]).statistic
            assert float(quality.correlation.value) == pytest.approx(known, abs=1e-9)


@generated
@given(ROWS, ROWS)
def test_rows_with_a_gap_are_left_out(rows: list[list[int]], more: list[list[int]]) -> None:
    width = len(rows[0])
    gaps: list[Sequence[int | None]] = [[None, *row[1:]] for row in more if len(row) == width]
    sums = sums_of_rows([*gaps, *rows])
    assert alpha(sums) == alpha_of_rows(rows)
    assert sums.left_out == len(gaps)


MARKS = st.integers(2, 6).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 1), min_size=k, max_size=k), min_size=2, max_size=15)
)


@generated
@given(MARKS)
def test_kr_20_with_one_divisor_throughout_is_alpha(rows: list[list[int]]) -> None:
    sums = sums_of_rows(rows)
    k, spread = len(rows[0]), np.var([sum(row) for row in rows])
    figure = kr_20(sums)
    # Both variances with N, or both with n−1: the quotient is the same.
    assert figure.value == alpha(sums).value
    if figure.value is not None:
        shares = np.array(rows).mean(axis=0)
        known = k / (k - 1) * (1 - (shares * (1 - shares)).sum() / spread)
        assert float(figure.value) == pytest.approx(known, abs=1e-9)


def test_the_divisor_of_kr_20_is_chosen_and_printed() -> None:
    sums = sums_of_rows([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]])
    whole, sample = kr_20(sums), kr_20(sums, Divisor.SAMPLE)
    assert (str(whole), whole.scheme) == ("0.750", "ตัวหาร N")
    assert (str(sample), sample.scheme) == ("0.938", "ตัวหาร n−1")


def test_kr_21_says_when_it_may_be_used() -> None:
    figure = kr_21(sums_of_rows([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]))
    # x̄ = 1.5, s² = 1.25: 3/2 × (1 − 1.5 × 1.5 / 3.75).
    assert str(figure) == "0.600"
    assert "ทุกข้อยากเท่ากัน" in figure.note


def test_marks_other_than_right_or_wrong_have_no_kr() -> None:
    sums = sums_of_rows(BOOK)
    assert "0 หรือ 1" in kr_20(sums).reason
    assert "0 หรือ 1" in kr_21(sums).reason


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[4, 4], [4, 4], [4, 4]], "คะแนนรวมเท่ากันทุกคน จึงคำนวณค่าความเชื่อมั่นไม่ได้"),
        ([[1, 5], [5, 1]], "คะแนนรวมเท่ากันทุกคน จึงคำนวณค่าความเชื่อมั่นไม่ได้"),
        ([[4], [5]], "ต้องมีอย่างน้อย 2 ข้อ จึงคำนวณค่าความเชื่อมั่นได้"),
        ([[4, 5]], "ต้องมีผู้ตอบครบทุกข้ออย่างน้อย 2 ราย จึงคำนวณค่าความเชื่อมั่นได้"),
        ([[4, None], [None, 5]], "ต้องมีผู้ตอบครบทุกข้ออย่างน้อย 2 ราย จึงคำนวณค่าความเชื่อมั่นได้"),
        ([], "ต้องมีอย่างน้อย 2 ข้อ จึงคำนวณค่าความเชื่อมั่นได้"),
    ],
)
def test_where_there_is_none_the_reason_is_said(rows: list[list[int | None]], reason: str) -> None:
    figure = alpha_of_rows(rows)
    assert (str(figure), figure.reason) == ("–", reason)
    assert reliability_word(figure) == reason


def test_nobody_has_answered_yet() -> None:
    sums = RowSums(0, (ItemSums(0, 0, 0),) * 3, 0, 0)
    assert alpha(sums).reason == "ยังไม่มีผู้ตอบ"
    assert [one.correlation.reason for one in item_reliabilities(sums)] == ["ยังไม่มีผู้ตอบ"] * 3


def test_an_item_on_which_all_agree_correlates_with_nothing() -> None:
    one, *_ = item_reliabilities(sums_of_rows([[3, 1, 2], [3, 4, 4], [3, 5, 4]]))
    assert "เท่ากันทุกคน" in one.correlation.reason


def test_two_items_have_no_alpha_without_one_of_them() -> None:
    one, _ = item_reliabilities(sums_of_rows([[3, 1], [3, 4], [4, 5]]))
    assert "2 ข้อ" in one.alpha_if_deleted.reason


def test_sums_without_products_have_alpha_but_judge_no_items() -> None:
    full = sums_of_rows(BOOK)
    bare = RowSums(
        full.n, tuple(ItemSums(one.total, one.squares) for one in full.items), full.total, full.squares
    )
    assert alpha(bare) == alpha(full)
    with pytest.raises(ValueError, match="products"):
        item_reliabilities(bare)


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same items"):
        sums_of_rows([[1, 2], [1, 2, 3]])


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("0.7995", "ระดับดี"),
        ("0.7994", "ยอมรับได้"),
        ("0.70", "ยอมรับได้"),
        ("0.699", "ควรปรับปรุง"),
        ("-0.2", "ควรปรับปรุง"),
    ],
)
def test_a_coefficient_is_called_as_it_is_read(value: str, word: str) -> None:
    assert word in reliability_word(Figure("α", 30, Fraction(value), 3))


def test_forty_items_of_a_hundred_thousand_from_sums_at_once() -> None:
    one = sums_of_rows(np.random.default_rng(7).integers(1, 6, (40, 40)).tolist())
    items = tuple(
        ItemSums(exact(item.total) * 2500, exact(item.squares) * 2500, exact(item.with_total or 0) * 2500)
        for item in one.items
    )
    sums = RowSums(100_000, items, exact(one.total) * 2500, exact(one.squares) * 2500)
    began = perf_counter()
    figure, qualities = alpha(sums), item_reliabilities(sums)
    assert perf_counter() - began < 1
    assert figure.is_defined
    assert len(qualities) == 40

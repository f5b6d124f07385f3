"""Values, counts and sums describe the same answers alike, and as scipy does."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nithet.statistics.describing import (
    Divisor,
    Sums,
    counts_of,
    describe,
    describe_counts,
    describe_sums,
    percent,
    quartiles,
    quartiles_of_counts,
    sums_of_counts,
)
from nithet.statistics.tests.generated import generated

ANSWERS = st.lists(st.integers(0, 10) | st.decimals(0, 10, places=2), min_size=2, max_size=40)


def test_a_mean_and_deviation_by_hand() -> None:
    described = describe([2, 4, 4, 4, 5, 5, 7, 9])
    assert (described.n, str(described.mean), str(described.sd)) == (8, "5.00", "2.14")
    assert str(describe([2, 4, 4, 4, 5, 5, 7, 9], Divisor.WHOLE).sd) == "2.00"


def test_the_divisor_is_printed() -> None:
    assert describe([1, 2]).sd.scheme == "ตัวหาร n−1"
    assert describe([1, 2], Divisor.WHOLE).sd.scheme == "ตัวหาร N"


@generated
@given(ANSWERS, st.sampled_from(Divisor))
def test_values_counts_and_sums_agree(answers: list[int | Decimal], divisor: Divisor) -> None:
    sums = Sums(len(answers), sum(map(Fraction, answers)), sum(Fraction(one) ** 2 for one in answers))
    assert (
        describe(answers, divisor)
        == describe_counts(Counter(answers), divisor)
        == describe_sums(sums, divisor)
    )


# scipy warns where all answers are alike, which is one of the cases.
@pytest.mark.filterwarnings("ignore:Precision loss")
@generated
@given(ANSWERS)
def test_as_scipy_has_it(answers: list[int | Decimal]) -> None:
    known = [float(one) for one in answers]
    described = describe(answers)
    assert described.mean.value is not None
    assert described.variance.value is not None
    assert described.sd.value is not None
    assert float(described.mean.value) == pytest.approx(stats.tmean(known))
    assert float(described.variance.value) == pytest.approx(stats.tvar(known), abs=1e-9)
    assert float(described.sd.value) == pytest.approx(stats.tstd(known), abs=1e-6)


@generated
@given(ANSWERS)
def test_quartiles_are_those_of_spreadsheets(answers: list[int | Decimal]) -> None:
    known = np.quantile([float(one) for one in answers], [0, 0.25, 0.5, 0.75, 1], method="linear")
    found = quartiles(answers)
    figures = (found.smallest, found.lower, found.median, found.upper, found.greatest)
    assert [float(figure.value or 0) for figure in figures] == pytest.approx(list(known))
    assert found == quartiles_of_counts(counts_of(answers))


def test_the_method_of_quartiles_is_printed() -> None:
    assert "QUARTILE.INC" in quartiles([1, 2, 3]).median.note


@generated
@given(ANSWERS, ANSWERS)
def test_tallies_of_groups_add_up(one: list[int | Decimal], two: list[int | Decimal]) -> None:
    added = sums_of_counts(counts_of(one)) + sums_of_counts(counts_of(two))
    assert describe_sums(added) == describe([*one, *two])


def test_no_answer_is_counted_nowhere() -> None:
    assert describe([4, None, 5]) == describe([4, 5])


def test_where_nobody_answered_everything_says_so() -> None:
    described, found = describe([None, None]), quartiles([])
    assert described.n == found.n == 0
    for figure in (described.mean, described.variance, described.sd, found.median):
        assert (str(figure), figure.reason) == ("–", "ยังไม่มีผู้ตอบ")


def test_one_respondent_has_a_mean_but_no_deviation() -> None:
    described = describe([4])
    assert (str(described.mean), str(described.sd)) == ("4.00", "–")
    assert "1 ราย" in described.sd.reason
    assert str(describe([4], Divisor.WHOLE).sd) == "0.00"
    assert str(quartiles([4]).upper) == "4.00"


def test_all_alike_deviate_by_nothing() -> None:
    assert str(describe([3, 3, 3]).sd) == "0.00"


def test_sums_that_no_answers_have_are_refused() -> None:
    for n, total, squares in [(2, 10, 1), (0, 0, 4), (-1, 0, 0)]:
        with pytest.raises(ValueError, match="no answers"):
            Sums(n, total, squares)
    with pytest.raises(ValueError, match="negative number of times"):
        describe_counts({4: -1})


def test_per_cent_of_nothing_is_none() -> None:
    assert str(percent(1, 3)) == "33.33"
    assert percent(0, 0).reason == "ยังไม่มีผู้ตอบ"


def test_a_hundred_thousand_answers_are_described_at_once() -> None:
    counts = dict.fromkeys(range(1, 6), 20000)
    began = perf_counter()
    for _ in range(40):
        described = describe_counts(counts)
        quartiles_of_counts(counts)
    assert perf_counter() - began < 0.5
    assert (described.n, str(described.mean), str(described.sd)) == (100_000, "3.00", "1.41")

"""Before and after on the same ones, as scipy has it."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from nithet.statistics.comparing import compare_rounds, paired_t, paired_t_of
from nithet.statistics.describing import Sums
from nithet.statistics.figure import Figure
from nithet.statistics.student import critical_t, two_sided_p
from nithet.statistics.tests.generated import generated

PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=40)


def number(figure: Figure) -> float:
    assert figure.value is not None
    return float(figure.value)


def test_a_comparison_by_hand() -> None:
    # D = 2, 4, 3, 3: mean 3, S.D. √(2/3), t = 3 / (√(2/3) / 2).
    found = paired_t([(8, 10), (8, 12), (9, 12), (10, 13)])
    assert (found.n, found.df, str(found.difference), str(found.sd)) == (4, 3, "3.00", "0.82")
    assert (str(found.t), found.p_words, str(found.d)) == ("7.35", "p = .005", "3.67")
    assert found.is_significant


@generated
@given(PAIRS)
def test_t_p_and_interval_as_scipy_has_them(pairs: list[tuple[int, int]]) -> None:
    assume(len({after - before for before, after in pairs}) > 1)
    before, after = np.array(pairs, dtype=float).T
    known = stats.ttest_rel(after, before)
    interval = known.confidence_interval(0.95)
    found = paired_t(pairs)
    assert number(found.t) == pytest.approx(known.statistic, abs=1e-9)
    assert number(found.p) == pytest.approx(known.pvalue, rel=1e-9, abs=1e-12)
    assert (number(found.low), number(found.high)) == pytest.approx((interval.low, interval.high), abs=1e-8)
    assert found.df == known.df


@generated
@given(st.floats(-60, 60), st.integers(1, 200_000))
def test_p_as_scipy_has_it(t: float, df: int) -> None:
    assert two_sided_p(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-7, abs=1e-14)


@pytest.mark.parametrize("df", [1, 2, 5, 30, 109, 1999, 99_999])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_the_critical_t_as_scipy_has_it(confidence: float, df: int) -> None:
    assert critical_t(confidence, df) == pytest.approx(stats.t.ppf((1 + confidence) / 2, df), rel=1e-8)


@generated
@given(PAIRS)
def test_sums_of_differences_say_the_same(pairs: list[tuple[int, int]]) -> None:
    differences = [after - before for before, after in pairs]
    sums = Sums(len(pairs), sum(differences), sum(one * one for one in differences))
    assert paired_t_of(sums) == paired_t(pairs)


def test_a_very_small_p_is_not_called_nothing() -> None:
    found = paired_t([(index % 2, 50 + index % 3) for index in range(60)])
    assert found.p_words == "p < .001"
    assert str(found.p) == "0.000"


def test_no_change_on_the_whole_is_by_chance() -> None:
    found = paired_t([(1, 2), (2, 1)])
    assert (str(found.t), found.p_words, str(found.d)) == ("0.00", "p = 1.000", "0.00")
    assert not found.is_significant


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ([], "อย่างน้อย 2 คู่"),
        ([(3, 4)], "อย่างน้อย 2 คู่"),
        ([(3, None), (None, 4), (3, 5)], "อย่างน้อย 2 คู่"),
        ([(1, 2), (2, 3), (3, 4)], "เท่ากันทุกคู่"),
        ([(4, 4), (2, 2)], "เท่ากันทุกคู่"),
    ],
)
def test_where_nothing_can_be_tested_the_reason_is_said(
    pairs: list[tuple[int | None, int | None]], reason: str
) -> None:
    found = paired_t(pairs)
    assert reason in found.reason
    assert found.p_words == found.reason
    assert [str(one) for one in (found.t, found.p, found.low, found.d_high)] == ["–"] * 4
    assert not found.is_significant


def test_two_rounds_are_compared_on_the_same_schools() -> None:
    before = {"ก": Decimal("3.20"), "ข": Decimal("3.60"), "ค": Decimal("4.10"), "ง": None, "จ": None}
    after = {"ก": Decimal("3.90"), "ข": Decimal("3.80"), "ฉ": Decimal("4.00"), "ง": Decimal(4), "จ": None}
    found = compare_rounds(before, after)
    assert (found.n, found.left_out) == (2, 3)
    assert str(found.difference) == "0.45"

"""Numbers stay exact until they are read, and a half goes up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.statistics.figure import Figure, undefined
from nithet.statistics.rounding import Number, exact, half_up, root
from nithet.statistics.tests.generated import generated
from nithet.thai.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("4.505"), 2, "4.51"),
        (Decimal("4.504"), 2, "4.50"),
        (Fraction(901, 200), 2, "4.51"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(-901, 200), 2, "-4.51"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (7, 2, "7.00"),
        (0, 2, "0.00"),
        (Fraction(10**40, 3), 1, "3" * 40 + ".3"),
    ],
)
def test_a_half_goes_up(value: Number, places: int, rounded: str) -> None:
    assert str(half_up(value, places)) == rounded


@generated
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.integers(0, 4))
def test_it_is_the_rule_of_the_rest_of_the_house(value: Decimal, places: int) -> None:
    assert half_up(value, places) == round_half_up(value, places)


@pytest.mark.parametrize("value", [4.505, True, "4.505"])
def test_only_exact_numbers_are_taken(value: object) -> None:
    with pytest.raises(TypeError, match="Decimal or Fraction"):
        exact(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_finite_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        exact(Decimal(value))


@generated
@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**4))
def test_a_root_is_right_beyond_every_decimal_that_is_read(value: Fraction) -> None:
    assert abs(root(value) ** 2 - value) <= Fraction(1, 10**45)
    assert root(value * value) == value


def test_no_root_of_a_negative_number() -> None:
    with pytest.raises(ValueError, match="negative"):
        root(Fraction(-1))


def test_a_figure_prints_what_it_was_reckoned_by() -> None:
    figure = Figure("ค่าเฉลี่ย", 1200, Fraction(4505, 1), scheme="ตัวหาร n−1")
    assert str(figure) == "4,505.00"
    assert figure.note == "ค่าเฉลี่ย · n = 1,200 · ตัวหาร n−1 · ทศนิยม 2 ตำแหน่ง ปัดครึ่งขึ้น"


def test_an_undefined_figure_is_a_dash_and_says_why() -> None:
    figure = undefined("ค่าเฉลี่ย", "ยังไม่มีผู้ตอบ", n=0)
    assert (str(figure), figure.shown, figure.is_defined) == ("–", None, False)
    assert figure.note.endswith("ยังไม่มีผู้ตอบ")

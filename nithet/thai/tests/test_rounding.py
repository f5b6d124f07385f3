"""Averages are rounded half up before they are banded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("4.505", 2, "4.51"),
        ("4.504", 2, "4.50"),
        ("4.515", 2, "4.52"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("0.125"), 2, "0.13"),
        ("-4.505", 2, "-4.51"),
        (7, 2, "7.00"),
        ("0.6666666666666666666666666666666666", 4, "0.6667"),
        ("1e30", 2, "1" + "0" * 30 + ".00"),
        ("0", 2, "0.00"),
    ],
)
def test_a_half_goes_up(value: Decimal | int | str, places: int, rounded: str) -> None:
    assert str(round_half_up(value, places)) == rounded


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="float may have lost the half"):
        round_half_up(4.505)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["สี่", "", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        round_half_up(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_rounding_moves_by_half_a_step_at_most(value: Decimal) -> None:
    if abs(value.adjusted()) < 200:
        assert abs(round_half_up(value) - value) <= Decimal("0.005") or value.adjusted() > 20

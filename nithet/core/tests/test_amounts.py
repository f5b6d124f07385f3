"""Amounts and whole numbers as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from nithet.core.fields import BahtField, ThaiIntegerField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50 บาท", "1234.50"), ("๑,๒๓๔.๕๐", "1234.50"), ("1234.5", "1234.50"), ("0", "0.00"), ("฿ 20", "20.00"), (" 5 000 บาทถ้วน ", "5000.00"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)  # fmt: skip
def test_an_amount_as_people_write_it(typed: str, amount: str) -> None:
    assert str(BahtField().clean(typed)) == amount


@pytest.mark.parametrize(
    "typed", ["-5", "1.005", "ประมาณ 20", "1e5", "10-20", "1.2.3", "1000000000000", "๑,๒๓๔.๕๖๗"]
)
def test_what_is_no_amount_is_told(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        BahtField().clean(typed)
    assert "โปรด" in refused.value.messages[0]


def test_nothing_is_no_amount_and_one_is_shown_with_commas() -> None:
    assert BahtField(required=False).clean("") is None
    assert BahtField().prepare_value(Decimal("1234.50")) == "1,234.50"


def test_whole_numbers_in_thai_digits() -> None:
    assert ThaiIntegerField().clean("๑,๒๓๔") == 1234
    with pytest.raises(ValidationError):
        ThaiIntegerField().clean("สอง")

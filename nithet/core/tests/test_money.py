"""Amounts and quantities: exact to the satang, typed as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from nithet.core.fields import ThaiDecimalField
from nithet.core.money import BahtColumn, satang_of


@pytest.mark.parametrize(("amount", "satang"), [("0", 0), ("0.01", 1), ("1234.50", 123450), ("-0.25", -25)])
def test_baht_are_kept_as_whole_satang_and_come_back(amount: str, satang: int) -> None:
    column = BahtColumn()
    assert column.get_prep_value(Decimal(amount)) == satang
    assert column.from_db_value(satang) == Decimal(amount)
    assert column.to_python(amount) == Decimal(amount)


def test_less_than_a_satang_is_refused() -> None:
    with pytest.raises(ValueError, match="satang"):
        satang_of(Decimal("0.001"))


def test_nothing_stays_nothing() -> None:
    column = BahtColumn(null=True)
    assert (column.get_prep_value(None), column.from_db_value(None), column.to_python(None)) == (
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("typed", "value"), [("1,250", "1250"), ("๘๐.๕", "80.5"), (" 0.25 ", "0.25"), ("", None), (None, None)]
)
def test_quantities_are_read_as_people_write_them(typed: str | None, value: str | None) -> None:
    assert ThaiDecimalField(required=False).clean(typed) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("typed", ["-1", "1.234", "ห้าสิบ", "1e5", "12345678901", "NaN"])
def test_no_other_quantity_is_taken(typed: str) -> None:
    with pytest.raises(ValidationError):
        ThaiDecimalField().clean(typed)


def test_a_quantity_is_shown_without_places_that_say_nothing() -> None:
    field = ThaiDecimalField()
    assert [field.prepare_value(Decimal(one)) for one in ("1250.00", "80.50")] == ["1,250", "80.5"]
    assert field.prepare_value("พิมพ์ผิด") == "พิมพ์ผิด"

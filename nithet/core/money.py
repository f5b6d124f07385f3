"""Amounts of money in the database: whole satang, so that adding up is exact on every engine."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

SATANG = Decimal("0.01")
NOTHING = Decimal("0.00")


class BahtColumn(models.Field):  # type: ignore[type-arg]  # generic for type checkers only
    """Baht with two places outside, whole satang inside; `Sum` of it too. SQLite would add up decimals as floats."""

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)

    def to_python(self, value: Any) -> Any:
        return None if value is None else Decimal(value).quantize(SATANG)

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else satang_of(Decimal(value))


def satang_of(amount: Decimal) -> int:
    """Raises ValueError where there is less than a satang: nothing is rounded without a word."""
    satang = amount.scaleb(2)
    if satang != satang.to_integral_value():
        raise ValueError(f"{amount} baht is no whole number of satang")
    return int(satang)

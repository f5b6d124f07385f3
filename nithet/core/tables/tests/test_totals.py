"""The sums at the end of a table are told from the people and schools above them."""

from datetime import date
from decimal import Decimal

import pytest

from nithet.core.tables.table import CellValue, Fault, Row
from nithet.core.tables.totals import is_total


@pytest.mark.parametrize(
    "cells",
    [
        ("รวม", None, 98),
        ("รวมทั้งสิ้น", None, None, "1,234"),
        ("รวม 25 คน",),
        ("รวม ๒๕ คน", "-", ""),
        (None, None, "รวม", 12, Decimal("3.5")),
        ("รวมทั้งหมด", "25 โรงเรียน", "1,200 คน"),
        ("รวมข้าราชการครู 25 คน", None, 25),
        ("ยอดรวม :", 7),
        ("Total", 7),
        ("รวม", Fault("C9", "ช่อง C9 เป็นสูตร")),
    ],
)
def test_a_row_that_only_sums_up(cells: tuple[CellValue, ...]) -> None:
    assert is_total(Row(9, cells))


@pytest.mark.parametrize(
    "cells",
    [
        (1, "นายรวม ใจสมมติ", "ครู"),
        ("รวม", "ใจสมมติ", "ครู"),
        ("รวม", "ใจสมมติ"),
        ("รวมใจสมมติ", 98),
        ("รวมใจสมมติ 5", 98),
        ("โรงเรียนรวมใจสมมติ", 98),
        ("บ้านรวม", 98),
        (26, "รวม", 98),
        ("รวม", date(2026, 11, 20)),
        ("รวม", True),
        (None, "-"),
        (),
    ],
)
def test_a_row_that_may_be_a_person_or_a_school(cells: tuple[CellValue, ...]) -> None:
    assert not is_total(Row(9, cells))


def test_a_row_with_a_code_is_the_thing_that_has_the_code() -> None:
    row = Row(9, ("รวม", 57990001, 98))
    assert is_total(row)
    assert not is_total(row, {1})
    assert is_total(Row(9, ("รวม", None, 98)), {1})

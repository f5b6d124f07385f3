"""What people typed comes out of a cell as they meant it, or with a reason."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.core.tables.table import CellValue, Fault
from nithet.core.tables.values import (
    CellProblem,
    as_code,
    as_date,
    as_phone,
    as_text,
    as_whole_number,
    as_yes_no,
    is_blank,
)

DAY = date(2026, 10, 1)
MOMENT = datetime(2026, 10, 1, 8, 30)  # noqa: DTZ001  a cell knows no zone
SMIS = partial(as_code, digits=8)
READERS: list[Callable[[CellValue], object]] = [as_code, SMIS, as_phone, as_date, as_whole_number, as_yes_no]
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.dates(), st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@pytest.mark.parametrize("value", [None, "", " ", "-", " – ", "\u00a0", "\u200b", "--", "..."])
def test_nothing_and_a_dash_are_blank(value: CellValue) -> None:
    assert is_blank(value)
    assert as_text(value) == ""
    assert [read(value) for read in READERS] == [None] * len(READERS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("สมชาย\u00a0 ใจดี\u200b ", "สมชาย ใจดี"),
        ("น\u0e4dา", "นำ"),
        ("สอง\nบรรทัด", "สอง บรรทัด"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "ใช่"),
        (0, "0"),
    ],
)
def test_text_is_cleaned(value: CellValue, text: str) -> None:
    assert as_text(value) == text


def test_text_that_excel_made_a_day_of_is_told() -> None:
    with pytest.raises(CellProblem, match="Excel เปลี่ยนข้อความเป็นวันที่ 6/1/2026"):
        as_text(date(2026, 1, 6))


def test_text_may_not_be_too_long() -> None:
    assert as_text("ก" * 10, most=10) == "ก" * 10
    with pytest.raises(CellProblem, match="ยาวเกิน 10 ตัวอักษร"):
        as_text("ก" * 11, most=10)


@pytest.mark.parametrize("value", ["30010001", "๓๐๐๑๐๐๐๑", 30010001, 30010001.0, "30010001.0", "3.0010001E7", "3.0010001e+07", "3001 0001", "3001-0001", Decimal(30010001)])  # fmt: skip
def test_a_school_code_survives_every_spreadsheet(value: CellValue) -> None:
    assert SMIS(value) == "30010001"


def test_a_ministry_code_has_ten_digits() -> None:
    assert as_code(1030200001.0, 10) == "1030200001"
    with pytest.raises(CellProblem, match="มี 8 หลัก โปรดพิมพ์รหัสให้ครบ 10 หลัก"):
        as_code("30010001", 10)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("3001000", "มี 7 หลัก"),
        ("3.00E+07", "ถูกปัดเศษ"),
        ("30O10001", "ไม่ใช่รหัสตัวเลข"),
        (300100.5, "ไม่ใช่รหัสตัวเลข"),
        (-30010001, "ไม่ใช่รหัสตัวเลข"),
        (DAY, "Excel เปลี่ยนข้อความเป็นวันที่"),
    ],
)
def test_a_wrong_code_says_why(value: CellValue, why: str) -> None:
    with pytest.raises(CellProblem, match=why):
        SMIS(value)


def test_lost_zeros_come_back_only_where_codes_may_begin_with_one() -> None:
    assert as_code(1234, 6, padded=True) == "001234"
    with pytest.raises(CellProblem):
        as_code(1234, 6)


@pytest.mark.parametrize(
    ("value", "code"),
    [("123-45/2", "123-45/2"), (1234.0, "1234"), ("๑๒๓๔", "1234"), ("อ 12", "อ 12"), ("12.0", "12.0")],
)
def test_a_position_number_may_have_any_signs(value: CellValue, code: str) -> None:
    assert as_code(value) == code


def test_digits_that_excel_rounded_are_told() -> None:
    with pytest.raises(CellProblem, match="Excel จึงปัดเลขท้าย"):
        as_code(1234567890123456000)


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ("0812345678", "0812345678"),
        ("081-234-5678", "0812345678"),
        ("081 234 5678", "0812345678"),
        (812345678, "0812345678"),
        (812345678.0, "0812345678"),
        (8.1e8, "0810000000"),
        ("8.12345678E8", "0812345678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("66812345678", "0812345678"),
        ("โทร. 042-123456", "042123456"),
        (42123456, "042123456"),
        ("02-123-4567 ต่อ 12", "021234567 ต่อ 12"),
        ("(042) 123456 ต่อ 12-14", "042123456 ต่อ 12-14"),
        ("081-2345678, 089 876 5432", "0812345678, 0898765432"),
        ("081-2345678/0812345678", "0812345678"),
    ],
)
def test_a_telephone_number_is_read_by_its_digits(value: CellValue, phone: str) -> None:
    assert as_phone(value) == phone


@pytest.mark.parametrize("value", ["12345", "08123456789", "ไม่มีโทรศัพท์", DAY, "8.12E+08", True])
def test_what_is_no_telephone_number_says_so(value: CellValue) -> None:
    with pytest.raises(CellProblem, match="โปรด"):
        as_phone(value)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        MOMENT,
        date(2569, 10, 1),
        46296,
        46296.0,
        "1 ต.ค. 69",
        "1 ตุลาคม 2569",
        "๑/๑๐/๒๕๖๙",
        "1/10/69",
        "01-10-2569",
        "2026-10-01",
        "01/10/2026",
        "2026-10-01 08:30:00",
        "2026-10-01T08:30:00.000Z",
        "01/10/2569 08.30 น.",
        "1 ตุลาคม พ.ศ. 2569",
    ],
)
def test_a_day_is_read_from_every_usual_form(value: CellValue) -> None:
    assert as_date(value) == DAY


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("ตุลาคม 2569", "โปรดพิมพ์วัน เดือน ปี"),
        (2569, "ไม่ใช่วันที่"),
        ("31/9/2569", "มี 30 วัน"),
        (date(2568, 2, 29), "กุมภาพันธ์ พ.ศ. 2568 มี 28 วัน"),
        (date(1026, 10, 1), "นอกช่วง"),
        (True, "โปรด"),
        (10**20, "ไม่ใช่วันที่"),
    ],
)
def test_what_is_no_day_says_why(value: CellValue, why: str) -> None:
    with pytest.raises(CellProblem, match=why):
        as_date(value)


def test_a_day_outside_what_is_possible_is_told() -> None:
    assert as_date(DAY, first=DAY, last=DAY) == DAY
    with pytest.raises(CellProblem, match=r"10 ม\.ค\. 2512 อยู่นอกช่วง"):
        as_date(date(1969, 1, 10), first=date(2000, 1, 1))
    with pytest.raises(CellProblem, match="อยู่นอกช่วง"):
        as_date("1/10/2580", last=DAY)


@pytest.mark.parametrize(("value", "number"), [("๑,๒๓๔", 1234), ("1,234 คน", 1234), (120.0, 120), (0, 0), ("120", 120), (Decimal("5.0"), 5)])  # fmt: skip
def test_a_count_is_read(value: CellValue, number: int) -> None:
    assert as_whole_number(value) == number


@pytest.mark.parametrize(
    ("value", "why"),
    [("12.5", "ไม่ใช่จำนวนเต็ม"), (-1, "ตั้งแต่ 0 ขึ้นไป"), ("สิบ", "ไม่ใช่ตัวเลข"), ("3-5", "ไม่ใช่ตัวเลข"), (DAY, "วันที่")],
)
def test_what_is_no_count_says_why(value: CellValue, why: str) -> None:
    with pytest.raises(CellProblem, match=why):
        as_whole_number(value)


def test_a_count_has_limits() -> None:
    with pytest.raises(CellProblem, match="1,000 ต้องเป็นจำนวนตั้งแต่ 1 ถึง 999"):
        as_whole_number(1000, least=1, most=999)


@pytest.mark.parametrize("value", ["ใช่", "มี", "✓", "/", 1, 1.0, "Y", "yes", True, "TRUE"])
def test_yes_is_read(value: CellValue) -> None:
    assert as_yes_no(value) is True


@pytest.mark.parametrize("value", ["ไม่ใช่", "ไม่มี", "✗", 0, "N", "No", False])
def test_no_is_read(value: CellValue) -> None:
    assert as_yes_no(value) is False


def test_neither_is_told() -> None:
    with pytest.raises(CellProblem, match="โปรดพิมพ์ ใช่ หรือ ไม่ใช่"):
        as_yes_no("อาจจะ")


@given(CELLS)
def test_every_cell_is_read_or_refused_with_a_reason(value: CellValue) -> None:
    for read in (as_text, *READERS):
        try:
            read(value)
        except CellProblem as problem:
            why = problem.why
            assert any("\u0e01" <= letter <= "\u0e5b" for letter in why)


def test_a_fault_gives_its_own_reason() -> None:
    for read in (as_text, *READERS):
        with pytest.raises(CellProblem, match="สูตรผิด"):
            read(Fault("A1", "สูตรผิด"))

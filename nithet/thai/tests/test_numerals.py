"""Numbers are read with Thai or Arabic digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai.numerals import SpelledMultiplierError, ThaiNumberError, parse_number, to_arabic, to_thai


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("๑,๒๓๔.๕๐ บาท", "1234.50"),
        ("1,234,567", "1234567"),
        ("๘๐", "80"),
        ("ร้อยละ 80.5", "80.5"),
        ("80%", "80"),
        ("-3", "-3"),
        ("−๓.๕", "-3.5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("500.-", "500"),
        ("฿ 1,000", "1000"),
        ("12 โรงเรียน", "12"),
        ("จำนวน 245 เขต", "245"),
        ("\u00a01 234"[:2], "1"),
        ("0007", "7"),
    ],
)
def test_a_number_is_read(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)
    assert str(parse_number("1.50")) == "1.50"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "บาท", "1,23", "12,34,567", "1.2.3", "3-5", "1 2", "ห้าบาท", "1/2", "1e5", ",", "."],
)
def test_what_is_no_number_is_refused_in_thai(typed: str) -> None:
    with pytest.raises(ThaiNumberError, match="โปรดพิมพ์เป็นตัวเลข"):
        parse_number(typed)


@pytest.mark.parametrize("typed", ["1.5 ล้านบาท", "๒ แสน", "3พัน"])
def test_words_of_size_are_never_dropped(typed: str) -> None:
    with pytest.raises(SpelledMultiplierError, match="ตัวเลขเต็มจำนวน"):
        parse_number(typed)


@given(st.integers())
def test_digits_go_both_ways(number: int) -> None:
    assert int(to_arabic(to_thai(number))) == number
    assert not set(to_thai(number)) & set("0123456789")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_written_number_is_read_again(number: Decimal) -> None:
    assert parse_number(to_thai(f"{number:,}") + " บาท") == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("E1/E2 = 80/80", "E1/E2 = ๘๐/๘๐"), ("ความเชื่อมั่น KR-20 ข้อ 3", "ความเชื่อมั่น KR-20 ข้อ ๓"),
        ("https://example.org/a?b=1&c=2 หน้า 3", "https://example.org/a?b=1&c=2 หน้า ๓"), ("กระดาษ A4 5 แผ่น", "กระดาษ A4 ๕ แผ่น"),
        ("ศธ 04123/ว 456", "ศธ ๐๔๑๒๓/ว ๔๕๖"), ("-1,234.50", "-๑,๒๓๔.๕๐"), ("ป.3", "ป.๓"),
    ],
)  # fmt: skip
def test_names_of_latin_letters_and_addresses_keep_their_digits(text: str, told: str) -> None:
    assert to_thai(text) == told

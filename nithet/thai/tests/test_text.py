"""Thai text is stored one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai.text import clean, clean_multiline, squeeze, starts_with_mark

THAI = st.text(alphabet=st.sampled_from("กนมทเแโาำํ่้ิีุั์็ ๆ\u200b\u00a0\n\ufeffa1"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  แผน\u00a0\u00a0นิเทศ \t ภายใน\n", "แผน นิเทศ ภายใน"),
        ("โรง\u200bเรียน\ufeff", "โรงเรียน"),
        ("ภาค\u2060เรียน", "ภาคเรียน"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ท\u0e4dา", "ทำ"),
        ("สำ\u0e32นักงาน", "สำนักงาน"),
        ("เเผน", "แผน"),
        ("เ\u200bเผน", "แผน"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ผ\u0e49\u0e39", "ผู้"),
        ("ส\u0e38\u0e38ข", "สุข"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("ป\uf70a\uf700\uf701", "ป่ฐิ"),
        ("cafe\u0301", "café"),
        ("ก\x00\x07ข", "กข"),
        ("เก็บ เอา ไม้ โต๊ะ", "เก็บ เอา ไม้ โต๊ะ"),
        ("", ""),
    ],
)
def test_text_is_cleaned(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(THAI)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_multiline(clean_multiline(text)) == clean_multiline(text)


@given(st.text(max_size=40))
def test_any_text_can_be_cleaned(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in clean(text)


def test_lines_are_kept() -> None:
    assert clean_multiline("\n ก  ข \r\n\n\n\nค\r\n") == "ก ข\n\nค"


def test_squeezed_text_has_no_space() -> None:
    assert squeeze(" ขั้น\u00a0ตอน  ที่ 1\n") == "ขั้นตอนที่1"
    assert squeeze("ที ่ ท ํ า") == "ที่ทำ"


def test_a_mark_never_stands_alone() -> None:
    assert starts_with_mark("่า")
    assert starts_with_mark("ำ")
    assert not starts_with_mark("กำ")
    assert not starts_with_mark("")

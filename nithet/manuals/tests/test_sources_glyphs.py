"""Letters of old fonts and wrong code pages come out as what people see."""

import pytest

from nithet.manuals.sources.glyphs import (
    is_wrong_code_page,
    with_symbols,
    with_thai_code_page,
    with_thai_glyphs,
)

WORDS = "คู่มือการปฏิบัติงาน กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา"


@pytest.mark.parametrize(
    ("shifted", "right"),
    [
        ("ป\uf701", "ปิ"),
        ("ป\uf713าย", "ป่าย"),
        ("ญ\uf719", "ญ\u0e39"),
        ("\uf70f\uf718", "ญ\u0e38"),
        ("\uf700าน", "ฐาน"),
        ("ก\uf70eก", "ก์ก"),
        ("ศึกษานิเทศก\x87", "ศึกษานิเทศก์"),
        ("ก่\uf873", "ก่"),
        ("plain", "plain"),
    ],
)
def test_shifted_copies_are_the_letters_themselves(shifted: str, right: str) -> None:
    assert with_thai_glyphs(shifted) == right


def test_control_characters_away_from_thai_stay() -> None:
    assert with_thai_glyphs("a\x87") == "a\x87"


@pytest.mark.parametrize(
    ("letter", "font", "sign"),
    [
        ("\uf0fc", "", "✓"),
        ("\uf0fc", "ABCDEF+Wingdings-Regular", "✓"),
        ("ü", "Wingdings", "✓"),
        ("P", "BCDEEE+Wingdings2", "✓"),
        ("4", "ZapfDingbats", "✓"),
        ("\uf0b7", "Symbol", "•"),
        ("\uf0d8", "Wingdings", "➢"),
        ("ü", "TH Sarabun New", "ü"),
        ("\uf0b7", "", "\uf0b7"),
    ],
)
def test_signs_of_symbol_fonts(letter: str, font: str, sign: str) -> None:
    assert with_symbols(letter, font) == sign


def test_thai_taken_for_western_europe_is_told_and_decoded() -> None:
    wrong = WORDS.encode("cp874").decode("latin-1")
    assert is_wrong_code_page(wrong)
    assert with_thai_code_page(wrong) == WORDS


@pytest.mark.parametrize(
    "text", [WORDS, "café crème à la façon", "plain words", f"{WORDS} café crème à la façon déjà vu"]
)
def test_right_text_is_not_taken_for_wrong(text: str) -> None:
    assert not is_wrong_code_page(text)

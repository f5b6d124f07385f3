"""Thai and Arabic digits, and numbers as people type them."""

import re
from decimal import Decimal

from nithet.thai.text import clean

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"

_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
_THAI_DIGIT = re.compile("[๐-๙]")
_LETTER = re.compile("[A-Za-z]")
_LATIN = re.compile(r"https?://[^\s]+|[A-Za-z0-9]+(?:[-./:@_]+[A-Za-z0-9]+)*")
_NUMBER = re.compile(
    r"(?:จำนวน|ร้อยละ|฿)?\s*"
    r"(?P<sign>[-+−–]?)\s*"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)"
    r"(?:\.(?P<part>[0-9]+))?(?:\.-)?"
    r"\s*(?P<unit>[^\W\d_][^\d,]*|[%฿])?"
)
_MULTIPLIERS = ("สิบ", "ร้อย", "พัน", "หมื่น", "แสน", "ล้าน")


class ThaiNumberError(ValueError):
    """What was typed is no number; the message says in Thai what to type."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"“{text}” ไม่ใช่ตัวเลขที่อ่านได้ โปรดพิมพ์เป็นตัวเลข เช่น 1,234.50 หรือ ๑,๒๓๔.๕๐")


class SpelledMultiplierError(ThaiNumberError):
    """The number is cut short by a word such as ล้าน, and must not be stored a million times too small."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.args = (f"“{text}” มีคำบอกหลักต่อท้ายตัวเลข โปรดพิมพ์ตัวเลขเต็มจำนวน เช่น 1500000 แทน 1.5 ล้าน",)


def to_arabic(text: str) -> str:
    """The text with Thai digits turned into Arabic ones; all else unchanged."""
    # Looking is ten times cheaper than translating, and most texts have none.
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


def to_thai(value: str | int) -> str:
    """The text or whole number with Thai digits; all else unchanged, also names of Latin letters (E1, KR-20) and addresses."""
    text = str(value)
    return _LATIN.sub(_plain_to_thai, text) if _LETTER.search(text) else text.translate(_TO_THAI)


def _plain_to_thai(found: re.Match[str]) -> str:
    word = found[0]
    return word if _LETTER.search(word) else word.translate(_TO_THAI)


def plain_number(value: Decimal | None) -> str:
    """Without places that say nothing: “12”, “1,200.5”; nothing for none."""
    if value is None:
        return ""
    whole = value.quantize(Decimal(1))
    return f"{whole:,}" if value == whole else f"{value.normalize():,}"


def parse_number(text: str) -> Decimal:
    """The number in a text such as “๑,๒๓๔.๕๐ บาท”, “ร้อยละ 80”, “500.-” or “-3”.

    A unit after the number is allowed and dropped. Commas must stand at thousands. Raises
    `ThaiNumberError`, also for two numbers (“3-5”) and for words of size (“2 ล้านบาท”).
    """
    shown = clean(text)
    match = _NUMBER.fullmatch(to_arabic(shown))
    if match is None or not (match["whole"] or match["part"]):
        raise ThaiNumberError(shown)
    if (match["unit"] or "").startswith(_MULTIPLIERS):
        raise SpelledMultiplierError(shown)
    digits = f"{match['whole'].replace(',', '') or '0'}.{match['part'] or ''}".rstrip(".")
    return Decimal(f"-{digits}" if match["sign"] in {"-", "−", "–"} else digits)

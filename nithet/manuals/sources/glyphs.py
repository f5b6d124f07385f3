"""Letters of old Thai fonts, of symbol fonts and of wrong code pages, as the Unicode that they show."""

import re
from functools import lru_cache

# Old Thai fonts kept copies of letters without their foot and of marks moved aside, in the private use area …
_SHIFTED = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์\u0e38\u0e39\u0e3a", strict=True))
# … and Macintosh fonts at codes of control characters. F873 to F875 told only which copy it was.
_MACINTOSH = {
    **dict(zip(range(0x83, 0x8D), "่้๊๋์่้๊๋์", strict=True)),
    0x8F: "ํ",
    **dict(zip(range(0x92, 0x9D), "ั็ิีึื่้๊๋์", strict=True)),
}
_PRIVATE = {**_SHIFTED, 0xF873: "", 0xF874: "", 0xF875: ""}
_OLD = re.compile("[\uf700-\uf71a\uf873-\uf875]|(?<=[ก-๎])[\x83-\x8c\x8f\x92-\x9c]+")
_SYMBOL = re.compile("[\uf020-\uf0ff]")

_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x71: "☐",
    0x72: "☐",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE8: "➔",
    0xF0: "➢",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_BY_FONT = {
    "wingdings2": {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x53: "☒", 0x97: "●", 0xA3: "☐"},
    "wingdings": _WINGDINGS,
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐"},
    "dingbats": {0x33: "✓", 0x34: "✓", 0x35: "✗", 0x36: "✗", 0x37: "✗", 0x38: "✗", 0x6C: "●", 0x6E: "■"},
    "symbol": {0xA8: "◆", 0xAE: "→", 0xB7: "•", 0xD6: "✓"},
}

# Bytes of TIS-620 that were taken for those of Western Europe.
_WESTERN = re.compile("[¡-ÚÜß-û]")
_THAI = re.compile("[ก-๛]")
_FEWEST_WESTERN = 12


def with_thai_glyphs(text: str) -> str:
    """The text with copies of letters in old Thai fonts as the letters themselves."""
    return _OLD.sub(_thai, text) if _OLD.search(text) else text


def _thai(match: re.Match[str]) -> str:
    return "".join(_PRIVATE.get(ord(one), _MACINTOSH.get(ord(one), one)) for one in match.group())


def with_symbols(text: str, font: str = "") -> str:
    """The text of a symbol font as signs; in another font only private characters that stand for Wingdings."""
    table = symbols_of(font)
    if table is not None:
        return "".join(table.get(ord(one) & 0xFF if one >= "\uf000" else ord(one), one) for one in text)
    return _SYMBOL.sub(_wingding, text)


def _wingding(match: re.Match[str]) -> str:
    return _WINGDINGS.get(ord(match.group()) & 0xFF, match.group())


@lru_cache(maxsize=256)
def symbols_of(font: str) -> dict[int, str] | None:
    """The signs of a symbol font by their codes; None for a font of letters."""
    name = re.sub(r"[^a-z0-9]", "", font.lower())
    if name.endswith("symbol") or name.startswith("symbolmt"):
        return _BY_FONT["symbol"]
    return next((table for part, table in _BY_FONT.items() if part != "symbol" and part in name), None)


def is_wrong_code_page(text: str) -> bool:
    """Whether Thai came out as letters of Western Europe (“¤Ù่Á×Í”, “¤ÙèÁ×Í”)."""
    western = len(_WESTERN.findall(text))
    return western >= _FEWEST_WESTERN and western > 4 * len(_THAI.findall(text))


def with_thai_code_page(text: str) -> str:
    """A text that was decoded as Western European, decoded as Thai."""
    return "".join(map(_decoded, text))


@lru_cache(maxsize=512)
def _decoded(letter: str) -> str:
    if letter <= "\x7f":
        return letter
    code = ord(letter) if letter <= "\xff" else _byte(letter)
    if code in _MACINTOSH:
        return _MACINTOSH[code]
    return bytes([code]).decode("cp874", errors="replace") if code else letter


def _byte(letter: str) -> int:
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        return 0

"""Numbers and bullets in front of items: “๑.”, “3.1”, “(2)”, “ขั้นตอนที่ 4”, “ก.”, “-”; and items run together on a line."""

import re
from dataclasses import dataclass
from functools import cache

from nithet.thai.numerals import to_arabic

_DIGITS = "0-9๐-๙"
_NUMBER = f"[{_DIGITS}]{{1,2}}"
_LETTER = "[ก-ฮA-Za-z“\"‘'(ฯเแโใไ]"
_WORDED = re.compile(
    rf"(?:ขั้นตอนที่|ขั้นที่|ข้อที่|ขั้นตอน|กิจกรรมที่|ลำดับที่)\s*(?P<path>{_NUMBER}(?:\.{_NUMBER})*)\s*[.):：]?\s*(?P<rest>\S.*)?$"
)
_PAREN = re.compile(rf"[(\[]\s*(?P<path>{_NUMBER}(?:\.{_NUMBER})*)\s*[)\]]\s*(?P<rest>.*)$")
_HALF = re.compile(rf"(?P<path>{_NUMBER}(?:\.{_NUMBER})*)\s?\)\s*(?P<rest>.*)$")
_DOTTED = re.compile(rf"(?P<path>{_NUMBER}(?:\s?\.\s?{_NUMBER})*)\s?\.(?![{_DIGITS}])\s*(?P<rest>.*)$")
_DEEP = re.compile(rf"(?P<path>{_NUMBER}(?:\.{_NUMBER})+)\s*(?P<rest>(?:{_LETTER}.*)?)$")
_PLAIN = re.compile(rf"(?P<path>{_NUMBER})\s+(?P<rest>{_LETTER}.*)$")
_LETTERED = re.compile(r"\(?(?P<letter>[กขคงจฉชซ])\s?[.)](?!\s?[ก-ฮ]{1,3}\.)\s*(?P<rest>[^.\s].*)$")
LETTERS = "กขคงจฉชซ"
"""The letters that number items, in their order."""
# Bullets of symbol fonts come out as private characters, or as the letter that stands in their place.
_SYMBOLS = "•●○◦▪▫■□◆◇❖➢➤►▶✓✔√*·∙\uf020-\uf0ff"
_BULLET = re.compile(rf"(?:[-–—{_SYMBOLS}]\s*|[ØüðoqvÞ§]\s+(?=[ก-ฮเแโใไ]))(?P<rest>\S.*)$")
_CLAUSE = re.compile(rf"ข้อ\s*(?P<path>{_NUMBER})\s*(?:[.):：]\s*|\s)(?P<rest>{_LETTER}.*)$")
_STYLES = (
    ("word", _WORDED),
    ("paren", _PAREN),
    ("half", _HALF),
    ("dot", _DOTTED),
    ("deep", _DEEP),
    ("clause", _CLAUSE),
)
_MAYBE = re.compile(rf"[{_DIGITS}(\[ขกล\-–—{_SYMBOLS}ØüðoqvÞ§]|[กขคงจฉชซ]\s?[.)]")
# A number after one of these words belongs to the word.
_TIED = re.compile(
    r"(?:(?:ครั้ง|ฉบับ|ปี|ข้อ|ลำดับ|เรื่อง|ภาคเรียน|ระดับ|ตอน|บท|ส่วน|หมวด|วัน|ชั้น|กลุ่ม|ไตรมาส)ที่"
    r"|(?:^|[\s(])(?:ข้อ|เขต|ชั้น|มาตรา|หมวด|เล่ม|วรรค|ไตรมาส|ม\.|ป\.|จำนวน)|พ\.ศ\.|(?:อย่างน้อย|ภาคเรียน|ปี|เดือน)ละ)\s*$"
)
_TIED_WITHIN = 24
_INNER = re.compile(
    rf"(?P<open>\()?(?P<path>{_NUMBER}(?:\.{_NUMBER})*)(?P<end>\s?[.)](?![{_DIGITS}])\s*|(?<=\.[{_DIGITS}])\s+)(?={_LETTER})"
)

_INNER_WORDED = re.compile(
    rf"(?<=\s)(?P<open>)(?:ขั้นตอนที่|ขั้นที่|ข้อที่|กิจกรรมที่|ลำดับที่)\s*(?P<path>{_NUMBER}(?:\.{_NUMBER})*)(?P<end>\s*[.):：]?\s*)(?={_LETTER})"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before an item: its number as a path (3.1 is (3, 1)), or none for bullets; and its style."""

    path: tuple[int, ...]
    style: str
    written: str = ""

    @property
    def is_number(self) -> bool:
        return bool(self.path) and self.style != "letter"


def take_marker(text: str) -> tuple[Marker, str] | None:
    """The marker that a text begins with and the text after it, or None. A bare number counts as style "plain"."""
    if not _MAYBE.match(text):
        return None
    if bullet := _BULLET.match(text):
        inner = take_marker(bullet["rest"])
        return inner if inner and inner[0].is_number else (Marker((), "bullet", text[0]), bullet["rest"])
    for style, pattern in _STYLES:
        if match := pattern.match(text):
            return _number_marker(match["path"], style), (match["rest"] or "").strip()
    if match := _LETTERED.match(text):
        return Marker((LETTERS.index(match["letter"]) + 1,), "letter", match["letter"]), match["rest"].strip()
    if match := _PLAIN.match(text):
        return _number_marker(match["path"], "plain"), match["rest"].strip()
    return None


@cache
def _path(written: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.split(r"\s?\.\s?", to_arabic(written)))


def _number_marker(written: str, style: str) -> Marker:
    return Marker(_path(written), style, written.replace(" ", ""))


def follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether the number `other` may come next after `one`: 2 or 1.1 after 1; 1.2 or 2 after 1.1."""
    if other == (*one, 1):
        return True
    return any(other == (*one[:depth], one[depth] + 1) for depth in range(len(one)))


def level_of(marker: Marker) -> tuple[str, int]:
    """What items of one level of a list have in common: the form of the number and its depth."""
    kind = {"paren": "paren", "half": "half", "bullet": f"bullet{marker.written}", "letter": "letter"}
    return kind.get(marker.style, "number"), len(marker.path)


def split_merged(marker: Marker, text: str) -> list[tuple[Marker, str]]:
    """The items of a line on which several were run together; a single pair where there is but one.

    Only a number that comes next in order and is written in the same way begins an item.
    """
    pieces: list[tuple[Marker, str]] = []
    begin = 0
    inner = _INNER_WORDED if marker.style == "word" else _INNER
    for match in inner.finditer(text):
        path = _path(match["path"])
        if not follows(marker.path, path) or not _stands_free(text, match, marker):
            continue
        pieces.append((marker, text[begin : match.start()].strip()))
        marker = Marker(path, "word" if marker.style == "word" else _inner_style(match), match["path"])
        begin = match.end()
    pieces.append((marker, text[begin:].strip()))
    return pieces


def _inner_style(match: re.Match[str]) -> str:
    if match["open"]:
        return "paren"
    return "half" if ")" in match["end"] else "dot"


def _stands_free(text: str, match: re.Match[str], marker: Marker) -> bool:
    before = text[max(0, match.start() - _TIED_WITHIN) : match.start()]
    if not before.strip() or _TIED.search(before):
        return False
    if marker.style == "word":
        return True
    same_style = (marker.style in {"paren", "half"}) == (_inner_style(match) != "dot")
    return same_style and (before[-1].isspace() or "ก" <= before[-1] <= "๎")

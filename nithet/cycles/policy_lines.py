"""Policies out of pasted lines: “1. …”, “ข้อ ๒ …”, “จุดเน้นที่ 3 …”, dots before each, or one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean

MOST_TITLE = 500
_NAMED = re.compile(r"(?:ข้อที่|ข้อ|ด้านที่|นโยบายที่|จุดเน้นที่|ประเด็นที่)\s*(\d{1,2}(?:\.\d{1,2})*)[.):]?\s+")
_NUMBERED = re.compile(r"[(\[]?(\d{1,2}(?:\.\d{1,2})*)\s*[.):\]]\s*(?=\D|$)|(\d{1,2}(?:\.\d{1,2})+)\s+")
_DOTTED = re.compile(r"[-–—•·●▪*]\s*")


@dataclass(slots=True)
class PolicyLine:
    number: str
    title: str
    text: str = ""


def read_policies(pasted: str) -> list[PolicyLine]:
    """Each with its number, if it has one. A line without a mark goes on with the one before, where that had one."""
    found: list[PolicyLine] = []
    is_marked = False
    for line in filter(None, map(clean, pasted.splitlines())):
        number, rest, has_mark = _parts(line)
        if not rest:
            continue
        if is_marked and not has_mark:
            found[-1].text = "\n".join(filter(None, (found[-1].text, rest)))
        else:
            found.append(_line(number, rest))
        is_marked = is_marked or has_mark
    return found


def _parts(line: str) -> tuple[str, str, bool]:
    """The number, the words, and whether a mark stood before them. Digits are looked at as Arabic, and kept as written."""
    arabic = to_arabic(line)
    if match := _NAMED.match(arabic) or _NUMBERED.match(arabic):
        return next(filter(None, match.groups())), line[match.end() :].strip(), True
    if match := _DOTTED.match(line):
        return "", line[match.end() :].strip(), True
    return "", line, False


def _line(number: str, words: str) -> PolicyLine:
    """A title that is too long is cut, and stands whole in the text."""
    if len(words) <= MOST_TITLE:
        return PolicyLine(number, words)
    return PolicyLine(number, f"{words[: MOST_TITLE - 1]}…", words)

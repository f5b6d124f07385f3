"""The twelve months: their names, and finding them in the time column of a work manual."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
FISCAL_ORDER = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
"""Months of a fiscal year from its first, October, to its last, September."""

_MISSPELT = {
    "กรกฏาคม": 7,
    "กุมภาพันธุ์": 2,
    "กุมภาพันธ": 2,
    "พฤษจิกายน": 11,
    "พฤศจิกายาน": 11,
    "พฤศภาคม": 5,
    "พฤกษภาคม": 5,
}
_FULL = {name: number for number, name in enumerate(MONTHS, start=1)} | _MISSPELT
_LETTERS = {name.replace(".", ""): number for number, name in enumerate(SHORT, start=1)}

_THAI = "ก-ฮะ-ฺเ-๎"
_ANY_FULL = "|".join(sorted(_FULL, key=len, reverse=True))
_DOTTED = "|".join(re.escape(name[:-1]).replace(r"\.", r"\.\s?") for name in SHORT)
_BARE = "|".join(sorted(_LETTERS, key=len, reverse=True))
_CANDIDATE = re.compile(
    f"(?P<full>{_ANY_FULL})"
    f"|(?P<dotted>(?:{_DOTTED})(?:\\.|(?![{_THAI}])))"
    f"|(?P<bare>(?:{_BARE})(?![{_THAI}])\\.?)"
)
MONTH_PATTERN = f"(?:{_ANY_FULL}|(?:{_DOTTED})\\.?|(?:{_BARE})\\.?)"
"""A regular expression without groups for one written month, for use where nothing else can stand."""

# Words that are written together with a month without a space.
# fmt: off
_BEFORE = (
    "เดือน", "ช่วง", "ต้น", "กลาง", "ปลาย", "สิ้น", "ถึง", "และ", "หรือ", "กับ", "ใน", "ระหว่าง", "ตั้งแต่",
    "ก่อน", "หลัง", "ประมาณ",
)
# fmt: on
_FOLLOWING_ABBREVIATION = re.compile(f"\\s?[{_THAI}]{{1,2}}\\.")
_PRECEDING_ABBREVIATION = re.compile(f"[{_THAI}]\\.\\s?$")
_FOLLOWING_YEAR = re.compile(r"\s?พ\.\s?ศ")
_PRECEDING_YEAR = re.compile(r"พ\.\s?ศ\.\s?$")
# ก.พ. and ก.ค. are also commissions; กค, พย, กพ are also codes of offices in document numbers.
_COMMISSIONS = (2, 7)
_OF_COMMISSION = re.compile(
    "(?:สำนักงาน|เลขาธิการ|คณะกรรมการ|ระเบียบ|กฎ|มติ|หนังสือ|ของ|มาตรฐาน|หลักสูตร|ประกาศ|คำสั่ง)\\s?$"
)
_DOCUMENT_NUMBER = re.compile(r"\s?(?:0\d|\d{5}|\d+[./]\d|[/ว])")

_DASH = "-–—−~‐‑‒"
_YEAR_AFTER = re.compile(r"^\s*(?:พ\.?\s?ศ\.?|ปี(?:งบประมาณ|การศึกษา)?)?\s*(?:\d{4}|\d{2})(?!\d)")
_DAYS = re.compile(f"\\d+\\s*[{_DASH}]\\s*\\d+|\\d+")
_FILLER = re.compile(
    "ของปีถัดไป|ของทุกปี|ทุกปี|ปีถัดไป|ปีงบประมาณ|ปีการศึกษา|ของปี|เดือน|ต้น|กลาง|ปลาย|สิ้น|ประมาณ|วันที่|ปี|พ\\.?\\s?ศ\\.?|ไป|จน|\\s"
)


class _Found(NamedTuple):
    month: int
    start: int
    end: int


def month_name(number: int, *, short: bool = False) -> str:
    """“ตุลาคม” or “ต.ค.” for 10; January is 1. Raises ValueError outside 1–12."""
    if not 1 <= number <= 12:
        raise ValueError(f"month {number} is not 1-12")
    return (SHORT if short else MONTHS)[number - 1]


def month_number(name: str) -> int | None:
    """The number of a month written alone, in full or short, with or without dots; None if it is none."""
    letters = re.sub(r"[.\s]", "", clean(name))
    return _FULL.get(letters) or _LETTERS.get(letters)


def in_fiscal_order(months: Iterable[int]) -> tuple[int, ...]:
    """The months once each, from October to September."""
    return _in_order(set(months), first=10)


def parse_months(text: str) -> tuple[int, ...] | None:
    """The months that a text names, once each and in order of time; None where it names none.

    Time runs as in the fiscal year, from October; a range over 30 September (“ส.ค. – พ.ย.”) keeps its own
    run, 8 to 11. Ranges may pass the year end. Days and years are read over. Abbreviations of offices
    (ก.ค.ศ., ก.พ.ร., สำนักงาน ก.พ., ส.ค.ส.) and codes of document numbers (กค 0409) are no months.
    """
    line = to_arabic(clean(text))
    found = list(_months_in(line))
    if not found:
        return None
    named: set[int] = set()
    first = 10
    for one, other in _spans(found, line):
        run = _run(one, other)
        named.update(run)
        if first == 10 and (9, 10) in pairwise(run):
            first = one
    return _in_order(named, first=first)


def _months_in(line: str) -> Iterator[_Found]:
    position = 0
    last_end = -1
    while match := _CANDIDATE.search(line, position):
        position = match.end()
        if match["full"]:
            yield _Found(_FULL[match["full"]], match.start(), match.end())
        elif _is_month(line, match, last_end):
            yield _Found(_LETTERS[re.sub(r"[.\s]", "", match.group())], match.start(), match.end())
        else:
            position = match.start() + 1
            continue
        last_end = match.end()


def _is_month(line: str, match: re.Match[str], last_end: int) -> bool:
    before, after = line[: match.start()], line[match.end() :]
    if match.start() != last_end and not _starts_token(before):
        return False
    if match["bare"] and _DOCUMENT_NUMBER.match(after):
        return False
    if _letters_month(match) in _COMMISSIONS and _is_commission(before, after):
        return False
    return not _runs_on(after)


def _is_commission(before: str, after: str) -> bool:
    """Whether ก.พ. or ก.ค. is the commission here: สำนักงาน ก.พ., ก.ค. ศ. (but มติ ก.พ. 2569 has a year)."""
    if re.match(r"\s[ศรอ]\.", after):
        return True
    return bool(_OF_COMMISSION.search(before)) and not re.match(f"\\s?[{_DASH}\\d]", after)


def _letters_month(match: re.Match[str]) -> int:
    return _LETTERS[re.sub(r"[.\s]", "", match.group())]


def _starts_token(before: str) -> bool:
    """Whether an abbreviation may begin here: not inside a word and not as the tail of a longer one."""
    if before.endswith(_BEFORE):
        return True
    if _PRECEDING_ABBREVIATION.search(before):
        return bool(_PRECEDING_YEAR.search(before)) or before.endswith(" ")
    return not before or not re.search(f"[{_THAI}]$", before)


def _runs_on(after: str) -> bool:
    """Whether more letters with dots follow at once, as in ก.ค.ศ. or ก.พ.ร."""
    if not _FOLLOWING_ABBREVIATION.match(after) or _FOLLOWING_YEAR.match(after):
        return False
    return not after.startswith(" ") and not re.match(_DOTTED, after)


def _spans(found: list[_Found], line: str) -> Iterator[tuple[int, int]]:
    """Pairs of first and last month of each range; a month that stands alone is a pair with itself."""
    start = found[0].month
    for one, other in pairwise(found):
        if not _is_range(line[one.end : other.start]):
            yield start, one.month
            start = other.month
    yield start, found[-1].month


def _is_range(gap: str) -> bool:
    """Whether only “–” or “ถึง” is left between two months once years, days and small words are gone."""
    gap = _DAYS.sub("", _YEAR_AFTER.sub("", gap))
    gap = _FILLER.sub("", gap)
    return bool(re.fullmatch(f"[{_DASH}]+|ถึง", gap))


def _run(first: int, last: int) -> list[int]:
    length = (last - first) % 12 + 1
    return [(first - 1 + step) % 12 + 1 for step in range(length)]


def _in_order(months: set[int], *, first: int) -> tuple[int, ...]:
    return tuple(sorted(months, key=lambda month: (month - first) % 12))

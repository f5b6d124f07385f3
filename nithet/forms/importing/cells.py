"""Cells of a table of Google Forms to the texts of a filled form. What cannot be read says why in Thai."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone

from nithet.core.tables.fields import heading_key
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_date, as_text, as_whole_number, is_blank
from nithet.forms.checking.checker import OTHER
from nithet.forms.definition import FILE_KINDS, UNASKED_KINDS, Kind, Question
from nithet.thai.dates import BANGKOK
from nithet.thai.numerals import ThaiNumberError, parse_number, to_arabic
from nithet.thai.text import clean_multiline, squeeze

MONTH_FIRST = "mdy"
MOST = 10**15 - 1
LONGEST_MOMENT = 60
LONGEST_TEXT = 10_000
NOT_IN_TABLES = FILE_KINDS | UNASKED_KINDS | {Kind.GEOPOINT, Kind.GEOTRACE, Kind.GEOSHAPE}

_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_MOMENT = re.compile(
    r"(?P<day>.{6,30}?)[\sT,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"\s*(?P<half>AM|PM|ก่อนเที่ยง|หลังเที่ยง)?\s*(?:น\.)?\s*(?:(?:GMT|UTC)?(?P<zone>[+-]\d{1,2})?(?::?(?P<part>\d{2}))?)",
    re.IGNORECASE,
)
_AFTER_NOON = frozenset({"pm", "หลังเที่ยง"})
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*(AM|PM|ก่อนเที่ยง|หลังเที่ยง)?\s*(?:น\.)?", re.IGNORECASE
)


class Choices:
    """The choices of a question by what a table may say: their labels, their names, the number of a scale."""

    def __init__(self, labels: Mapping[str, str], *, has_other: bool) -> None:
        self.has_other = has_other
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        for name, label in labels.items():
            self._exact[squeeze(label)].add(name)
            # A scale is sent as its number only: “4” of “4 มาก”.
            number = re.match(r"\d+", label)
            for words in (label, label.removeprefix("โรงเรียน"), number[0] if number else ""):
                if key := heading_key(words):
                    self._alike[key].add(name)
        self._exact |= {name: {name} for name in labels}

    def name_of(self, words: str) -> str | None:
        """None where there is no such choice. Raises CellProblem where there are several."""
        found = self._exact.get(squeeze(words)) or self._alike.get(heading_key(words)) or set()
        if len(found) > 1:
            raise CellProblem(f"“{words[:80]}” มีในตัวเลือกมากกว่าหนึ่งรายการ โปรดใช้รหัสของตัวเลือกแทน")
        return next(iter(found), None)


def texts_of(question: Question, value: CellValue, choices: Choices | None, order: str) -> dict[str, str]:
    """Path → text as the XML has it; nothing for an empty cell."""
    if is_blank(value):
        return {}
    if choices is not None:
        return _chosen(question, as_text(value), choices)
    text = _text_of(question.kind, value, order)
    return {question.path: text} if text else {}


def _text_of(kind: Kind, value: CellValue, order: str) -> str:
    if kind == Kind.DATE:
        return as_day(value, order).isoformat()
    if kind == Kind.DATETIME:
        return as_moment(value, order).isoformat()
    return _READERS.get(kind, _lines)(value)


def _lines(value: CellValue) -> str:
    if isinstance(value, str) and "\n" in value:
        return clean_multiline(value)[:LONGEST_TEXT]
    return as_text(value, most=LONGEST_TEXT)


def _whole(value: CellValue) -> str:
    return str(as_whole_number(value, least=-MOST, most=MOST))


def _number(value: CellValue) -> str:
    try:
        return f"{parse_number(as_text(value)):f}"
    except ThaiNumberError as error:
        raise CellProblem(str(error)) from error


# Choices


def _chosen(question: Question, words: str, choices: Choices) -> dict[str, str]:
    if question.kind == Kind.SELECT_ONE:
        names, others = _one(words, choices)
    else:
        names, others = _several(words, choices)
    if others and not choices.has_other:
        raise CellProblem(f"ไม่มีตัวเลือก “{', '.join(others)[:120]}” ในข้อนี้ โปรดแก้ให้ตรงกับตัวเลือกของแบบฟอร์ม")
    told = {question.path: " ".join(dict.fromkeys([*names, OTHER] if others else names))}
    return told | ({f"{question.path}_other": ", ".join(others)} if others else {})


def _one(words: str, choices: Choices) -> tuple[list[str], list[str]]:
    name = choices.name_of(words)
    return ([name], []) if name is not None else ([], [words])


def _several(words: str, choices: Choices) -> tuple[list[str], list[str]]:
    """Several stand in one cell with commas between them; a label may have commas itself, so the longest counts."""
    parts, names, others = words.split(","), [], []
    first = 0
    while first < len(parts):
        last, name = _longest(parts, first, choices)
        if name is not None:
            names.append(name)
        elif rest := parts[first].strip():
            others.append(rest)
        first = last
    return names, others


def _longest(parts: list[str], first: int, choices: Choices) -> tuple[int, str | None]:
    for last in range(min(len(parts), first + 20), first, -1):
        name = choices.name_of(",".join(parts[first:last]))
        if name is not None:
            return last, name
    return first + 1, None


# Days and moments


def as_day(value: CellValue, order: str) -> date:
    """Of either era; `order` says what comes first where only numbers stand."""
    day = as_date(_ordered(to_arabic(value).strip(), order) if isinstance(value, str) else value)
    if day is None:
        raise CellProblem("ไม่ใช่วันที่ โปรดพิมพ์วัน เดือน ปี พ.ศ. เช่น 1/10/2569")
    return day


def _ordered(text: str, order: str) -> str:
    if match := _YEAR_FIRST.fullmatch(text):
        return f"{int(match[3])}/{int(match[2])}/{match[1]}"
    if order == MONTH_FIRST and (match := _NUMBERS.fullmatch(text)):
        return f"{int(match[2])}/{int(match[1])}/{match[3]}"
    return text


def as_moment(value: CellValue, order: str) -> datetime:
    """“20/11/2026, 9:30:15”, “2026/11/20 9:30:15 ก่อนเที่ยง GMT+7”; without a zone it is Thailand's."""
    if isinstance(value, datetime):
        return datetime.combine(as_day(value, order), value.time(), tzinfo=BANGKOK)
    if not isinstance(value, str):
        return datetime.combine(as_day(value, order), time(), tzinfo=BANGKOK)
    text = to_arabic(value).strip()
    match = _MOMENT.fullmatch(text) if len(text) <= LONGEST_MOMENT else None
    if match is None:
        return datetime.combine(as_day(text, order), time(), tzinfo=BANGKOK)
    clock = _time(match["hour"], match["minute"], match["second"], match["half"])
    return datetime.combine(as_day(match["day"], order), clock, tzinfo=_zone(match["zone"], match["part"]))


def _time(hour: str, minute: str, second: str | None, half: str | None) -> time:
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower() in _AFTER_NOON else 0)
    try:
        return time(hours, int(minute), int(second or 0))
    except ValueError as error:
        raise CellProblem(f"“{hour}:{minute}” ไม่ใช่เวลา โปรดพิมพ์เวลา เช่น 09:30") from error


def _zone(hours: str | None, minutes: str | None) -> timezone:
    if hours is None:
        return timezone(timedelta(hours=7))
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0) * (-1 if hours.startswith("-") else 1))
    return timezone(ahead) if abs(ahead) < timedelta(hours=15) else timezone(timedelta(hours=7))


def _clock(value: CellValue) -> str:
    if isinstance(value, datetime):
        return value.strftime("%H:%M:%S")
    match = _CLOCK.fullmatch(to_arabic(as_text(value)))
    if match is None:
        raise CellProblem(f"“{as_text(value)[:40]}” ไม่ใช่เวลา โปรดพิมพ์เวลา เช่น 09:30")
    return _time(match[1], match[2], None, match[3]).isoformat()


_READERS: Mapping[Kind, Callable[[CellValue], str]] = {
    Kind.INTEGER: _whole,
    Kind.DECIMAL: _number,
    Kind.RANGE: _number,
    Kind.TIME: _clock,
    Kind.ACKNOWLEDGE: lambda _value: "OK",
}

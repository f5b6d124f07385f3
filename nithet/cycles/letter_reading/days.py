"""Days in a letter: its own date, and until when something is wanted."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nithet.cycles.letter_reading.facts import Found
from nithet.thai.calendar import add_working_days
from nithet.thai.dates import WEEKDAYS, AmbiguousYearError, ThaiDateError, format_date, parse_date, to_be
from nithet.thai.months import MONTH_PATTERN, month_number

DAY = timedelta(days=1)
_YEAR = r"(?:\s?(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?))?\s?(?:\d{4}|\d{2})(?![\d.:/])"
_NAMED = rf"\d{{1,2}}\s?(?:เดือน\s?)?{MONTH_PATTERN}"
_NUMBERS = r"\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})(?!\d)"
DAY_PATTERN = rf"(?:{_NAMED}{_YEAR}|{_NUMBERS})"
"""A day with its year."""
_WEEKDAY = rf"(?:วัน)?(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ?)"
# “วันศุกร์ที่ 20 พฤศจิกายน 2569”, with or without the day of the week.
_LED = rf"(?:{_WEEKDAY}\s?)?(?:วันที่|ที่)?\s?"
_CLOCK = r"(?:เวลา\s?)?(?:\d{1,2}[.:]\d{2}\s?(?:น\.?|นาฬิกา)\s?)?(?:ของ)?\s?"

_WITHIN = r"(?:ภายใน(?!ประเทศ|โรงเรียน|สำนักงาน|หน่วยงาน|องค์กร)|ไม่เกิน|ไม่ช้ากว่า|อย่างช้า)"
_UNTIL = rf"(?:{_WITHIN}|กำหนดส่ง(?:{_WITHIN})?|ครบกำหนด|ปิดรับ(?:ข้อมูล|คำตอบ)?|หมดเขต|deadline|เดดไลน์)"
_CUE = re.compile(
    rf"(?P<cue>{_UNTIL}|ก่อน)\s?:?\s?{_CLOCK}{_LED}(?P<day>{DAY_PATTERN}|{_NAMED})", re.IGNORECASE
)
_SEND = re.compile(
    rf"(?:ส่ง|รายงาน|ตอบ|แจ้ง)[^\n]{{0,80}}?(?P<cue>ภายใน|ก่อน)\s?{_LED}(?P<day>{DAY_PATTERN}|{_NAMED})"
)
_SPELLED = {
    "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10,
    "สิบห้า": 15, "ยี่สิบ": 20, "สามสิบ": 30,
}  # fmt: skip
_COUNT = "|".join([r"\d{1,3}", *sorted(_SPELLED, key=len, reverse=True)])
_DAYS = re.compile(
    rf"{_WITHIN}\s?(?:เวลา\s?)?(?:กำหนด\s?)?(?P<count>{_COUNT})\s?(?:\(.{{1,12}}?\)\s?)?วัน(?P<working>\s?ทำการ|\s?ทำงาน)?"
    r"(?P<from>\s?(?:นับ|ตั้งแต่|จาก|หลังจาก)[^\n]{0,60})?"
)
_MONTH_END = re.compile(
    rf"(?:{_WITHIN}|ก่อน)\s?(?:สิ้น|ปลาย)?\s?เดือน\s?(?P<month>{MONTH_PATTERN})(?:\s?(?:พ\.?\s?ศ\.?)?\s?(?P<year>25\d{{2}}))?"
)
_THIS_WEEK = re.compile(rf"(?:{_WITHIN}|ก่อน)\s?วัน(?P<weekday>{'|'.join(WEEKDAYS)})(?:\s?ที่)?(?P<which>นี้|หน้า)")
_SOON = re.compile(rf"{_WITHIN}\s?(?P<word>วันนี้|วันพรุ่งนี้|พรุ่งนี้|สัปดาห์นี้)")
_MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Calendar:
    """From where days are counted: the day on which the letter came, its own date, and the holidays."""

    on: date
    dated_on: date | None
    holidays: Collection[date]


def read_day(words: str, *, near: date) -> Found[date] | None:
    """A written day; one without its year is the next one after `near`."""
    try:
        return Found(parse_date(words), words)
    except AmbiguousYearError as asked:
        day = asked.suggestion
        return Found(day, words, f"ปี {day.year} เป็น ค.ศ. ถือเป็น พ.ศ. {to_be(day.year)} โปรดตรวจ")
    except ThaiDateError:
        return _without_year(words, near)


def _without_year(words: str, near: date) -> Found[date] | None:
    match = re.fullmatch(rf"(\d{{1,2}})\s?(?:เดือน\s?)?({MONTH_PATTERN})", words.strip())
    month = month_number(match[2]) if match else None
    if not match or not month:
        return None
    for year in (near.year, near.year + 1):
        last = monthrange(year, month)[1]
        if 1 <= int(match[1]) <= last and (day := date(year, month, int(match[1]))) >= near:
            return Found(day, words, f"หนังสือไม่ได้ระบุปี ถือเป็นปี {to_be(year)} โปรดตรวจ")
    return None


def deadline(text: str, when: Calendar) -> Found[date] | None:
    """Until when something is wanted. Of several days the first to come, which the remark says."""
    found = sorted(_deadlines(text, when), key=lambda one: one.value)
    days = {one.value for one in found}
    coming = [one for one in found if one.value >= (when.dated_on or when.on)] or found
    if not coming:
        return None
    first = coming[0]
    others = " ".join(format_date(day, "short") for day in sorted(days - {first.value}))
    more = f"หนังสือระบุหลายกำหนด มี {others} ด้วย โปรดตรวจ" if others else ""
    return Found(first.value, first.words, " ".join(filter(None, (first.remark, more))))


def _deadlines(text: str, when: Calendar) -> Iterator[Found[date]]:
    near = when.dated_on or when.on
    for pattern in (_CUE, _SEND):
        for match in pattern.finditer(text):
            if day := read_day(match["day"], near=near):
                yield _before(day, match) if match["cue"] == "ก่อน" else Found(day.value, match[0], day.remark)
    yield from _counted(text, when)
    yield from _month_ends(text, near)
    yield from _named(text, when.on)


def _before(day: Found[date], match: re.Match[str]) -> Found[date]:
    """What is wanted before a day is due on the one before it."""
    return Found(
        day.value - DAY,
        match[0],
        f"{day.remark} “ก่อน” ถือเป็นวันสุดท้าย {format_date(day.value - DAY, 'short')}".strip(),
    )


def _counted(text: str, when: Calendar) -> Iterator[Found[date]]:
    """“ภายใน 7 วันทำการ”: from the letter's date where it says so, otherwise from the day it came."""
    for match in _DAYS.finditer(text):
        count = _SPELLED.get(match["count"]) or int(match["count"])
        if not 1 <= count <= _MOST_DAYS:
            continue
        of_letter = bool(re.search(r"ลงนาม|ในหนังสือ|ลงวันที่|วันที่ออก", match["from"] or ""))
        start = when.dated_on if of_letter and when.dated_on else when.on
        is_working = bool(match["working"])
        day = add_working_days(start, count, when.holidays) if is_working else start + count * DAY
        since = "วันที่ในหนังสือ" if of_letter and when.dated_on else "วันที่รับ"
        unit = "วันทำการ" if is_working else "วัน"
        yield Found(day, match[0].strip(), f"นับ {count} {unit} จาก{since} {format_date(start, 'short')}")


def _month_ends(text: str, near: date) -> Iterator[Found[date]]:
    for match in _MONTH_END.finditer(text):
        month = month_number(match["month"])
        if not month:
            continue
        year = int(match["year"]) - 543 if match["year"] else near.year + (month < near.month)
        yield Found(date(year, month, monthrange(year, month)[1]), match[0], "ถือเป็นวันสิ้นเดือน")


def _named(text: str, on: date) -> Iterator[Found[date]]:
    """“ภายในวันศุกร์นี้”, “ภายในวันนี้”."""
    for match in _THIS_WEEK.finditer(text):
        ahead = (WEEKDAYS.index(match["weekday"]) - on.weekday()) % 7 + 7 * (match["which"] == "หน้า")
        yield Found(on + ahead * DAY, match[0], "นับจากวันที่รับ โปรดตรวจ")
    for match in _SOON.finditer(text):
        ahead = {"วันนี้": 0, "สัปดาห์นี้": max(0, 4 - on.weekday())}.get(match["word"], 1)
        yield Found(on + ahead * DAY, match[0], "นับจากวันที่รับ โปรดตรวจ")

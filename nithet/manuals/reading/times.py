"""When a step is done: months of the year, or how often (cadence); and standards that count occasions."""

import re
from functools import lru_cache

from nithet.manuals.draft import Measure
from nithet.thai.months import FISCAL_ORDER, MONTH_PATTERN, parse_months
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

_WORDS = {
    "หนึ่ง": "1",
    "สอง": "2",
    "สาม": "3",
    "สี่": "4",
    "ห้า": "5",
    "หก": "6",
    "เจ็ด": "7",
    "สิบห้า": "15",
    "สิบ": "10",
}
_NUMBER_WORD = re.compile("(?:สิบห้า|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|สิบ)(?=ครั้ง|วัน|รอบ)")
_EVERY = "(?:ละ(?:อย่างน้อย|ไม่น้อยกว่า)?(?P<n>[0-9]{1,3})(?:ครั้ง|รอบ|หน|เรื่อง|กิจกรรม)?|ละครั้ง)"
_SEMESTER = re.compile(
    f"(?:(?:ภาคเรียน|ภาคการศึกษา|เทอม){_EVERY})|ทุก(?:ๆ)?(?:ต้น|ปลาย|สิ้น)?(?:ภาคเรียน|ภาคการศึกษา|เทอม)|แต่ละภาคเรียน|ภาคเรียนที่1(?:และ|,|/|-)(?:ภาคเรียน)?(?:ที่)?2"
)
_QUARTER = re.compile(f"(?:ไตรมาส{_EVERY})|ทุก(?:ๆ)?(?:(?:ต้น|ปลาย|สิ้น)?ไตรมาส|3เดือน)|แต่ละไตรมาส|รายไตรมาส")
_QUARTER_NUMBER = re.compile("ไตรมาส(?:ที่)?([1-4])(?![0-9]|ครั้ง)")
_MONTHLY = re.compile(
    f"(?:(?:ทุก(?:ๆ)?|ประจำทุก|ราย|แต่ละ)เดือน)|เดือน{_EVERY}|ทุก(?:ๆ)?(?:วันที่[0-9]{{1,2}}|(?:วัน)?(?:ต้น|กลาง|ปลาย|สิ้น)เดือน)"
    "|วันที่[0-9]{1,2}(?:[-–][0-9]{1,2})?ของ(?:ทุก|แต่ละ)?เดือน|(?:ต้น|กลาง|ปลาย|สิ้น)เดือน(?:ถัดไป)?$"
)
_ALL_YEAR = re.compile("ตลอด(?:ทั้ง)?ปี|ตลอดระยะเวลา|ทั้งปี|ตลอดเวลา|ต่อเนื่องตลอด")
_ROUND = re.compile("ทุก(?:ๆ)?(?:รอบ|ครั้ง)(?:ของ)?(?:การ|ที่)?(?:มีการ|ออก)?นิเทศ|ตามรอบการนิเทศ")
# “3 วัน” alone is time at work; a limit (“ภายใน 30 วัน”) counts days of the calendar unless it says working days.
_DAYS = re.compile(
    "(?:ภายใน(?:ระยะเวลา|เวลา)?(?:ไม่เกิน)?|^ไม่เกิน|^ไม่น้อยกว่า)(?P<limit>[0-9]{1,3})วัน(?P<working>ทำการ|ทําการ|ราชการ)?(?![ก-๎])"
    "|ภายใน(?:ระยะเวลา|เวลา)?(?:ไม่เกิน)?(?P<from>[0-9]{1,3})วัน(?P<too>ทำการ)?(?=นับ|หลัง|ก่อน|จาก|ของ|ต่อ)"
    "|^(?:ประมาณ|ใช้เวลา)?(?:[0-9]{1,3}[-–](?=[0-9]))?(?P<work>[0-9]{1,3})วัน(?:ทำการ)?(?:ต่อ.*)?$"
)
_WEEKS = re.compile("^(?:ภายใน|ไม่เกิน|ประมาณ|ใช้เวลา)?(?P<n>[0-9]{1,2})สัปดาห์$|ภายใน(?P<m>[0-9]{1,2})สัปดาห์")
_BEFORE = re.compile(
    "(?:ก่อน|ล่วงหน้า)(?:[ก-๎]{0,40}?)(?:ล่วงหน้า|อย่างน้อย|ไม่น้อยกว่า|ประมาณ|ไม่เกิน)*(?P<n>[0-9]{1,3})วัน"
    "|(?P<m>[0-9]{1,3})วันก่อน"
)
_DAYS_A_WEEK = 7
_PERIODS = (
    ("semester", "(?:ภาคเรียน|ภาคการศึกษา|เทอม)"),
    ("quarter", "ไตรมาส"),
    ("month", "เดือน"),
    ("year", "ปี(?:งบประมาณ|การศึกษา)?"),
)
_AT_END = (
    re.compile(r"\s*[:：]\s*(?P<time>[^:：]{3,40})$"),
    re.compile(r"\s*[(\[](?P<time>[^()\[\]]{3,60})[)\]]\s*$"),
    re.compile(
        r"\s+(?:ระยะเวลา|กำหนดเวลา|ช่วงเวลา|ห้วงเวลา)(?:ดำเนินการ|ปฏิบัติงาน)?\s*[:：]?\s*(?P<time>\S.{1,40})$"
    ),
)
_AT_START = re.compile(r"(?P<time>[^:：]{3,40}?)\s*[:：]\s*(?P<rest>\S.*)$")
_TIME_WORDS = re.compile(
    f"{MONTH_PATTERN}|ของ|ทุก(?:ๆ)?|แต่ละ|ตลอด|ทั้ง|ละ|ราย|ประจำ|ภายใน|ไม่เกิน|ประมาณ|ใช้เวลา|ระยะเวลา|ระหว่าง|ช่วง|ตั้งแต่|จนถึง|ถึง|และ|หรือ|ใน(?=เดือน|ช่วง|ไตรมาส)|ต้น|กลาง|ปลาย|สิ้น|เริ่ม|แรก|สุดท้าย|ครึ่ง"
    "|ก่อน|ถัดไป|ถัดมา|วันที่|วันทำการ|วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์)|วัน|ชั่วโมง|ชม\\.|นาที|สัปดาห์|เดือน|ไตรมาส(?:ที่)?|ภาคเรียน(?:ที่)?|ภาคการศึกษา|ปีงบประมาณ|ปีการศึกษา|ปี|พ\\.ศ\\."
    "|อย่างน้อย|ไม่น้อยกว่า|ไม่ต่ำกว่า|ทันที|เดียวกัน|ครั้ง|รอบ|[0-9]|[-–—/,.:]"
)
# “ก่อนประชุม 15 วัน”, “ภายใน 30 วันนับแต่วันรับแจ้ง”
_BY_EVENT = re.compile(
    "(?:ก่อน|หลัง|ล่วงหน้า|ภายใน|ไม่เกิน)[ก-๎.]{0,30}[0-9]{1,3}(?:วัน|สัปดาห์|เดือน|ชั่วโมง)(?:ทำการ)?"
    "(?:(?:ก่อน|หลัง|นับแต่|นับจาก|นับตั้งแต่)[ก-๎.]{0,40})?"
)
_SAID = re.compile(
    r"(?:(?:ให้)?(?:ดำเนินการ|ปฏิบัติ|แล้วเสร็จ|เสร็จสิ้น)\s*)+(?=ใน|ภายใน|ระหว่าง|ช่วง|ตลอด|ทุก|ก่อน|ไม่เกิน|ภาคเรียน|ไตรมาส|เดือน)(?:ใน(?=เดือน|ช่วง|ระหว่าง|[กตพธมส]))?"
)
_DATE = re.compile(f"[0-9](?:{MONTH_PATTERN})")
_WITHIN = re.compile("ภายใน|ระหว่าง|ตั้งแต่|ช่วง")
_LIMIT_AT_END = re.compile(
    r"\s(?P<time>ภายใน(?:ระยะเวลา|เวลา)?\s?(?:ไม่เกิน\s?)?[0-9๐-๙]{1,3}\s?(?:วัน(?:ทำการ|ราชการ)?|สัปดาห์))$"
)
_LIMIT = re.compile("ภายใน|ระหว่าง|ก่อน|ตั้งแต่|เดือน|ช่วง")
_LAST_WORDS = 7
# What a range of months is cut in two by, and what is left of it.
_CUT = re.compile(r"(?:[-–—]|ถึง|[0-9๐-๙])")
_LONGEST_END = 8
_MAYBE_TIME = re.compile(
    r"(?:วัน|ทำการ|ราชการ|สัปดาห์|25[0-9]{2}|๒๕[๐-๙]{2}|[.มนธ์]\s?[4-9๔-๙][0-9๐-๙]|ครั้ง|รอบ|เดือน|ปี|ประมาณ|ไตรมาส|มาส(?:ที่)?\s?[1-4๑-๔]|เรียน|ศึกษา|คม|ยน|พันธ์|\.[คยพ]\.)\Z"
)
# “ก.พ. 7” is a form of the Civil Service Commission, not a day of February.
_FORM_NUMBER = re.compile(f"(?:{MONTH_PATTERN})[0-9]")
_AT_LEAST = "(?:อย่างน้อย|ไม่น้อยกว่า|ไม่ต่ำกว่า)"


@lru_cache(maxsize=2048)
def _flat(text: str) -> str:
    flat = to_arabic(squeeze(text))
    return _NUMBER_WORD.sub(lambda match: _WORDS[match.group()], flat)


@lru_cache(maxsize=2048)
def read_cadence(text: str) -> str | None:
    """How often, in the closed vocabulary (`per_semester:2`, `every_month`, …), or None where it is not said."""
    flat = _flat(text)
    if _ROUND.search(flat):
        return "every_supervision_round"
    if before := _BEFORE.search(flat):
        return f"before_days:{int(before['n'] or before['m'])}"
    for word, pattern in (("per_semester", _SEMESTER), ("per_quarter", _QUARTER)):
        if match := pattern.search(flat):
            return f"{word}:{int(match['n'] or 1)}"
    if days := _within(flat):
        return days
    if _MONTHLY.search(flat):
        return "every_month"
    return "all_year" if _ALL_YEAR.search(flat) else None


def _within(flat: str) -> str | None:
    """“ภายใน n วัน” by the calendar, “n วันทำการ” and “n วัน” of work by working days."""
    if weeks := _WEEKS.search(flat):
        return f"within_calendar_days:{int(weeks['n'] or weeks['m']) * _DAYS_A_WEEK}"
    days = _DAYS.search(flat)
    if not days:
        return None
    count = int(days["limit"] or days["from"] or days["work"])
    is_working = bool(days["work"] or days["working"] or days["too"])
    return f"within_days:{count}" if is_working else f"within_calendar_days:{count}"


@lru_cache(maxsize=2048)
def read_months(text: str) -> tuple[int, ...] | None:
    """The months that a cell names, in order of time; a numbered quarter of the fiscal year is its months."""
    if months := parse_months(text):
        return months
    quarters = [int(number) for number in _QUARTER_NUMBER.findall(_flat(text))]
    return tuple(month for number in quarters for month in FISCAL_ORDER[number * 3 - 3 : number * 3]) or None


def is_time(text: str) -> bool:
    """Whether a text says nothing but when, how often or how long: “ม.ค. – มี.ค.”, “ทุกเดือน”, “ภายใน 3 วัน”."""
    flat = _flat(text)
    if _FORM_NUMBER.fullmatch(flat):
        return False
    if _BY_EVENT.fullmatch(flat):
        return True
    return bool(flat.strip("0123456789.,-–/ ")) and not _TIME_WORDS.sub("", flat)


def said_time(text: str) -> str:
    """The time that a whole line says, with “ดำเนินการใน…” before it or without; else none."""
    said = _SAID.match(text)
    time = text[said.end() :].strip() if said else text
    return time if is_time(time) else ""


def is_recurrent(text: str) -> bool:
    """Whether a text says only when in the year or how often, not how long."""
    return is_time(text) and not _within(_flat(text)) and bool(read_months(text) or read_cadence(text))


def without_time(title: str) -> tuple[str, str]:
    """The title without a time at its end, in brackets or with its label, or before a colon, and that time."""
    if (found := _AT_START.match(title)) and is_recurrent(found["time"]):
        return found["rest"], found["time"].strip()
    for pattern in _AT_END:
        if (found := pattern.search(title)) and is_time(found["time"]):
            return title[: found.start()], found["time"].strip()
    return title, ""


def title_and_time(title: str) -> tuple[str, str]:
    """The name of a whole work without the time of the year in brackets behind it, and that time."""
    name, time = without_time(title)
    return (name, time) if time and is_recurrent(time) else (title, "")


def time_within(title: str) -> str:
    """A time of the year or a frequency that the words of a step end with (“… ภาคเรียนละ 1 ครั้ง”); they stay its words."""
    if not _MAYBE_TIME.search(title, max(0, len(title) - _LONGEST_END)):
        return ""
    if limit := _LIMIT_AT_END.search(title):
        return limit["time"]
    words = title.split(" ")
    is_of_date = False
    for at in range(max(1, len(words) - _LAST_WORDS), len(words)):
        tail = " ".join(words[at:])
        if not is_recurrent(tail) or (is_of_date and not _WITHIN.match(tail)):
            continue
        if _CUT.match(tail) and is_time(words[at - 1]):
            return ""
        # “ณ วันที่ 1 มีนาคม” is what the step is about; what follows may still say when it is done.
        is_told = bool(_LIMIT.match(tail)) or (tail.startswith("วันที่") and "ณ" not in words)
        is_of_date = bool(_DATE.search(_flat(tail))) and not is_told
        if not is_of_date:
            return tail
    return ""


def read_measure(standard: str) -> Measure | None:
    """The count that a standard asks for (“อย่างน้อยภาคเรียนละ ๒ ครั้ง”), or None for one that is no count."""
    flat = _flat(standard)
    for per, words in _PERIODS:
        match = re.search(
            f"{words}ละ{_AT_LEAST}?([0-9]{{1,3}})(?:ครั้ง|รอบ|เรื่อง|กิจกรรม|หน)", flat
        ) or re.search(f"{_AT_LEAST}([0-9]{{1,3}})(?:ครั้ง|รอบ)(?:ต่อ|/){words}", flat)
        if match:
            return Measure(int(match[1]), per)
    return None

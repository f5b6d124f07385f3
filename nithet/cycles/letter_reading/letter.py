"""The parts of a letter by their headings, as the regulation on official writing has them, and as people paste them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from nithet.cycles.letter_reading.days import DAY_PATTERN, Calendar, deadline, read_day
from nithet.cycles.letter_reading.facts import Asked, Found, Known, Reading
from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean_multiline

MOST_READ = 20_000
_HEAD_LINES = 15
_STAMP_LINES = 6
_THAI = "ก-๙"

_SUBJECT = re.compile(r"^\W{0,3}เรื่อง(?:\s?[::]\s?|\s+)(?!ดังกล่าว|นี้|ที่อ้างถึง)(?P<words>\S.*)$")
_AFTER_SUBJECT = re.compile(r"^(?:กราบ)?เรียน|^อ้างถึง|^สิ่งที่ส่งมาด้วย|^ถึง")
_GREETING = re.compile(r"^(?:เรียน|กราบเรียน|สวัสดี|ถึง|ประกาศ$|แจ้ง$)|^\W*$")
_STAMP = re.compile(rf"(?<![{_THAI}])ด่วน(?P<much>ที่สุด|มาก)?(?![{_THAI}])")
_SECRET = re.compile(
    r"^\W*(?:ชั้นความลับ\s?:?\s?)?(?P<words>ลับที่สุด|ลับมาก|ลับ)\W*(?:ด่วน(?:ที่สุด|มาก)?)?\W*$"
    r"|^\W*ด่วน(?:ที่สุด|มาก)?\W+(?P<after>ลับที่สุด|ลับมาก|ลับ)\W*$"
)
_SECRET_NUMBER = re.compile(r"^\W*(?:(?:ลับที่สุด|ลับมาก|ลับ)\s?ที่\s|ที่\s.*?/\s?(?:ลับ|ล)\s?\d)")
_NUMBER = r"(?:[ก-ฮ]{1,4}\.?\s?)?\d{1,6}(?:\.\d+)*(?:\s?/\s?(?:ว|พิเศษ)?\s?\d+)+|ว\s?\d+\s?/\s?\d+"
_NUMBER_LINE = re.compile(
    rf"^\W*(?:ด่วน(?:ที่สุด|มาก)?\W+)?(?:เลข)?ที่\s?[::]?\s?(?P<words>.*?(?:{_NUMBER}))(?=\s|$|ลงวันที่|วันที่)"
)
_NUMBER_WITHIN = re.compile(
    rf"(?:หนังสือ|ที่)[^\n]{{0,60}}?\sที่\s?(?P<words>{_NUMBER})|ที่\s(?P<bare>[ก-ฮ]{{1,4}}\s?{_NUMBER})"
)
_AGENCY = (
    r"(?:สำนักงาน|สำนัก|กระทรวง|กรม|โรงเรียน|ศูนย์|จังหวัด|ที่ว่าการ|องค์การ|เทศบาล|มหาวิทยาลัย|วิทยาลัย|สถาบัน|มูลนิธิ|คณะกรรมการ|"
    r"กลุ่ม|ศึกษาธิการ|สพฐ|สพป|สพม|ศธ\.|ศธจ|ศธภ|สมศ|สทศ|สกสค|ก\.ค\.ศ)"
)
_FROM_LINE = re.compile(r"^\W*(?:ส่วนราชการ|จาก|หน่วยงาน)\s?[::]?\s?(?P<words>\S.*)$")
_FROM_MESSAGE = re.compile(
    rf"(?<!ให้)(?P<words>{_AGENCY}(?:(?!ทุก)[^\n]){{0,80}}?)\s?(?:ได้|แจ้ง|มีหนังสือ|ขอความ|ขอให้|กำหนด|ประสงค์|จะดำเนิน|ที่\s?[ก-ฮ]{{1,4}}\s?\d)"
)
_ADDRESS = re.compile(
    r"\s(?:ถนน|ถ\.|ซอย|เลขที่|หมู่|ตำบล|ต\.|อำเภอ|อ\.|แขวง|เขต\s?[ก-ฮ]{3,}|จังหวัด|จ\.|โทร|กทม|\d{5}).*$"
)
_DATED_LINE = re.compile(rf"^\W*(?:วันที่\s?)?(?P<day>{DAY_PATTERN})\W*$")
_DATED_NUMBER = re.compile(rf"(?:ลงวันที่|ลว\.?|วันที่)\s?(?P<day>{DAY_PATTERN})")
_SCHOOLS = r"(?:ผู้อำนวยการ|ผู้บริหาร)?(?:โรงเรียน|สถานศึกษา|รร\.)"
_GROUPS = (
    (Asked.SMALL_SCHOOLS, re.compile(rf"{_SCHOOLS}ขนาดเล็ก(?:\s?ในสังกัด)?(?:\s?(?:ทุกแห่ง|ทุกโรงเรียน))?")),
    (Asked.HIGHLAND_SCHOOLS, re.compile(rf"{_SCHOOLS}(?:ใน)?พื้นที่สูง[^\s]{{0,20}}?(?:ทุกแห่ง|ทุกโรงเรียน)?")),
    (
        Asked.ALL_SCHOOLS,
        re.compile(
            rf"{_SCHOOLS}(?:\s?ใน(?:สังกัด|เขตพื้นที่|กำกับ)[^\s]{{0,60}}?)?\s?ทุก(?:แห่ง|โรงเรียน|โรง)|(?:ทุกโรงเรียน|ทุกสถานศึกษา|ทุก\s?รร\.)(?:\s?ในสังกัด)?"
            rf"|ผู้อำนวยการโรงเรียนทุกโรง(?:เรียน)?|(?<=ให้)โรงเรียนในสังกัด(?!\S)"
        ),
    ),
    (
        Asked.ALL_UNITS,
        re.compile(
            r"(?:ผู้อำนวยการกลุ่ม|หัวหน้ากลุ่ม|กลุ่มงาน|กลุ่ม)?\s?ทุกกลุ่ม(?!\s?(?:สาระ|โรงเรียน|อายุ|เป้าหมาย))(?:/หน่วย)?|กลุ่ม/หน่วย(?:ทุกกลุ่ม|ทุกแห่ง)"
        ),
    ),
)
_EXCEPT = re.compile(r"(?:ยกเว้น|เว้นแต่|ไม่รวม)[^\n]{0,80}$")


def read_letter(
    text: str, *, on: date, holidays: Collection[date] = (), known: Iterable[Known] = ()
) -> Reading:
    """What a pasted letter says, `on` being the day it came; of `known` names those that it asks."""
    body = to_arabic(clean_multiline(text[:MOST_READ]))
    lines = [line for line in body.split("\n") if line]
    if not lines:
        return Reading()
    dated = _dated(lines, on)
    sender = _sender(lines)
    return Reading(
        subject=_subject(lines),
        from_whom=sender,
        number=_number(lines),
        dated_on=dated,
        due_on=deadline(body, Calendar(on, dated.value if dated else None, holidays)),
        urgency=_urgency(lines),
        secret=_secret(lines),
        asked=tuple(_groups(body)),
        named=tuple(_names(_without(body, sender), known)),
    )


def _subject(lines: Sequence[str]) -> Found[str] | None:
    """After เรื่อง, over its lines; of a message without it the first line, which the remark says."""
    for place, line in enumerate(lines[: _HEAD_LINES * 2]):
        if match := _SUBJECT.match(line):
            words = [match["words"], *_continued(lines[place + 1 :])]
            whole = " ".join(words)
            return Found(whole[:500], whole)
    plain = [ln for ln in lines[:_STAMP_LINES] if not _GREETING.match(ln) and not _is_head(ln)]
    return Found(plain[0][:500], plain[0], "ไม่พบคำว่า “เรื่อง” ใช้บรรทัดแรก โปรดตรวจ") if plain else None


def _continued(lines: Sequence[str]) -> Iterator[str]:
    """A subject runs over three lines at most, and then the next heading stands."""
    ends = [place for place, line in enumerate(lines[:3]) if _AFTER_SUBJECT.match(line)]
    yield from lines[: ends[0]] if ends else ()


def _is_head(line: str) -> bool:
    """A stamp, a number, a date or the name of an agency: above a letter, not its subject."""
    patterns = (_NUMBER_LINE, _DATED_LINE, _FROM_LINE, _SECRET)
    is_stamp = bool(_STAMP.search(line)) and len(line) < 20
    return is_stamp or line.startswith("บันทึกข้อความ") or any(p.match(line) for p in patterns)


def _sender(lines: Sequence[str]) -> Found[str] | None:
    for line in lines[:_HEAD_LINES]:
        if match := _FROM_LINE.match(line):
            return Found(_name_of(match["words"]), line)
    for line in _above_body(lines):
        if re.match(rf"{_AGENCY}", line) and not re.search(r"ได้|แจ้ง|ขอให้|ให้โรงเรียน|ทุกแห่ง", line):
            return Found(_name_of(line), line)
    if match := _FROM_MESSAGE.search(
        "\n".join(line for line in lines if not line.startswith(("เรียน", "อ้างถึง")))
    ):
        return Found(_name_of(match["words"]), match[0].strip())
    return None


def _above_body(lines: Sequence[str]) -> Iterator[str]:
    """The letterhead: what stands above เรื่อง or เรียน. A message has none."""
    ends = [place for place, line in enumerate(lines[:_HEAD_LINES]) if line.startswith(("เรื่อง", "เรียน"))]
    yield from lines[: ends[0]] if ends else ()


def _name_of(words: str) -> str:
    return _ADDRESS.sub("", f"{words} ").strip(" ,:")[:200]


def _number(lines: Sequence[str]) -> Found[str] | None:
    for line in lines[:_HEAD_LINES]:
        if match := _NUMBER_LINE.match(line):
            return Found(match["words"].strip()[:80], line)
    for line in lines:
        if not line.startswith("อ้างถึง") and (match := _NUMBER_WITHIN.search(line)):
            return Found((match["words"] or match["bare"]).strip()[:80], match[0])
    return None


def _dated(lines: Sequence[str], on: date) -> Found[date] | None:
    """A line of its own, or behind the number; never that of a letter which is referred to."""
    for line in lines[:_HEAD_LINES]:
        if line.startswith("อ้างถึง"):
            continue
        match = _DATED_LINE.match(line) or (_NUMBER_LINE.match(line) and _DATED_NUMBER.search(line))
        if match and (found := read_day(match["day"], near=on)):
            return replace(found, words=line)
    for line in lines:
        number = None if line.startswith("อ้างถึง") else _NUMBER_WITHIN.search(line)
        if number and (match := _DATED_NUMBER.match(line[number.end() :].lstrip())):
            found = read_day(match["day"], near=on)
            return replace(found, words=match[0]) if found else None
    return None


def _urgency(lines: Sequence[str]) -> Found[str] | None:
    """As stamped above a letter; in a message wherever the word stands alone. The most urgent word counts."""
    found = [
        (match["much"] or "", line)
        for place, line in enumerate(lines)
        for match in _STAMP.finditer(line)
        if place < _STAMP_LINES or len(line) < 30
    ]
    for much, value in (("ที่สุด", "most"), ("มาก", "very"), ("", "urgent")):
        for said, line in found:
            if said == much:
                return Found(value, f"ด่วน{said}", "" if len(line) < 80 else line[:80])
    return None


def _secret(lines: Sequence[str]) -> Found[str] | None:
    for line in lines[:_HEAD_LINES]:
        if match := _SECRET.match(line):
            return Found(match["words"] or match["after"], line)
        if _SECRET_NUMBER.match(line):
            return Found("ลับ", line)
    last = lines[-1]
    match = _SECRET.match(last)
    return Found(match["words"] or match["after"], last) if match else None


def _groups(body: str) -> Iterator[Found[Asked]]:
    for asked, pattern in _GROUPS:
        match = next((m for m in pattern.finditer(body) if not _is_excepted(body, m.start())), None)
        if match:
            yield Found(asked, match[0].strip())


def _is_excepted(body: str, start: int) -> bool:
    return bool(_EXCEPT.search(body[max(0, start - 90) : start]))


def _without(body: str, sender: Found[str] | None) -> str:
    """The sender is not asked."""
    return body.replace(sender.words, "\n", 1) if sender else body


def _names(body: str, known: Iterable[Known]) -> Iterator[Found[Known]]:
    """The longest names first, so that a school whose name begins like another's is not taken for it."""
    rest, seen = body, set()
    for one in sorted(known, key=lambda one: len(one.name), reverse=True):
        start = rest.find(one.name) if len(one.name) > 3 else -1
        if start < 0:
            continue
        excepted = _is_excepted(rest, start)
        rest = rest.replace(one.name, "\0" * len(one.name))
        if not excepted and one.key not in seen:
            seen.add(one.key)
            yield Found(one, one.name)

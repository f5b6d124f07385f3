"""Headings of sections: what kind a line opens, by the words it is made of, with slips of the pen forgiven."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from nithet.manuals.likeness import fold
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.names import work_name
from nithet.manuals.reading.times import is_time
from nithet.manuals.reading.words import load
from nithet.manuals.responsible import POST_WORDS
from nithet.thai.numerals import to_arabic

CONTENT = frozenset(
    {
        "objectives",
        "scope",
        "definitions",
        "responsible",
        "steps",
        "times",
        "flowchart",
        "forms",
        "references",
        "standards",
    }
)
"""Sections that a procedure consists of."""
OUTSIDE = frozenset({"foreword", "contents", "introduction", "duties", "bibliography", "appendix", "part"})
"""Sections that stand outside procedures and end one."""

_LONGEST = 60
_LEAVE_OUT = re.compile(r"[\s:：/().,\-–—_\"“”‘’&+0-9๐-๙…•]+")
_COLON = re.compile(r"([^:：]{2,70}?)\s*[:：]\s*(.*)$")
_PART = re.compile(r"(?:ส่วน|บท|ตอน|หมวด|ภาค)ที่\s*[0-9๐-๙]{1,2}(?![0-9๐-๙])\s*[:.]?\s*(.{0,80})$")
_NAMED = re.compile(
    r"(?P<label>ชื่?อ(?:งาน|กระบวนงาน|กระบวนการ|เอกสาร|คู่มือ|ภาระงาน))(?:\s*\([^)]{2,20}\))?(?:\s+|\s*(?=[.…]{3}))(?P<rest>\S.*)$"
)
# What offices give out for the public, by a form that the law lays down.
_SERVED = re.compile(r"คู่มือ(?:สำหรับ|การให้บริการ)ประชาชน\s*[:：]\s*(?:เรื่อง\s*[:：]?\s*)?(?P<rest>\S.*)$")
_CONDITIONS = re.compile(r"หลักเกณฑ์[ ,]*(?:และ)?วิธีการ[ ,]*(?:และ)?เงื่อนไข")
_LONGEST_CONDITIONS = 100
_BEFORE_LIST = re.compile(r"(\S[^0-9๐-๙]{2,50}?)\s+((?:[0-9๐-๙]{1,2}\.(?:1|๑)[.)]?|\(?(?:1|๑)[.)])\s*\S.*)$")
_PARENTHESIS = re.compile(r"\s*\([^)]{0,45}\)\s*$")
_MARK = re.compile(
    r"(?P<word>(?:เรื่อง|งาน|ภาระงาน|ภารกิจ|กระบวนงาน|กระบวนการ(?:ปฏิบัติงาน|ทำงาน|ดำเนินงาน)?)\s?ที่|กระบวนงาน|กระบวนการ)\s*[:：.]?\s*"
    r"(?P<number>[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?)(?![0-9๐-๙])\s*[.):：\-–]?\s*(?P<title>.*)$"
)
_NOT_TITLE = re.compile(r"(?:ขั้น|ด้าน|ประการ|อย่าง|ข้อ|ระดับ|ส่วน|กระบวน|เรื่อง|งาน\s|ครั้ง|วัน|ปี)")
_STEPS_OF = re.compile(r"(?:ขั้นตอน|วิธี)(?:และวิธี)?การ(?:ปฏิบัติ|ดำเนิน)(?:งาน|การ)\s+(?:การ|งาน)\S")
_CALENDAR_OF = re.compile(r"(?:ตาราง)?ปฏิทิน(?:การ|แผนการ)?(?:ปฏิบัติ|ดำเนิน)?(?:งาน|การ)?\s+(?:การ|งาน)\S")
_TIMED = re.compile(
    r"(?P<label>(?:(?:กรอบ)?ระยะเวลา|กำหนดเวลา|ห้วงเวลา|ช่วงเวลา|กำหนดการ)(?:ใน)?(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติงาน|ปฏิบัติ)?(?:ที่ใช้)?"
    r"|เวลา(?:ที่ใช้|(?:ใน)?(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติงาน))?)\s+(?P<time>\S.{1,60})$"
)
_TOLD = re.compile(
    r"(?P<aim>(?:วัตถุประสงค์|จุดมุ่งหมาย|จุดประสงค์|เป้าหมาย)\S{0,12})\s+เพื่อ.+"
    r"|(?P<reach>(?:ขอบเขต|ขอบข่าย)\S{0,12})\s+(?:ครอบคลุม|เริ่ม|ตั้งแต่|คู่มือนี้).+"
    r"|(?P<why>(?:ความเป็นมา|หลักการและเหตุผล)(?:และความสำคัญ)?(?:ของ(?:งาน|ปัญหา|เรื่อง))?)\s+\S.{30,}"
    r"|(?P<post>ผู้รับผิดชอบ|ผู้ปฏิบัติ|ผู้ดำเนินการ)\s+(?:" + POST_WORDS + r").*"
)
# Labels that are too common to be headings without their colon.
_PAPERS = {"เอกสาร": "forms", "หลักฐาน": "forms", "แบบ": "forms", "เครื่องมือ": "forms"}
# “แบบฟอร์ม : แบบบันทึกการจัดเก็บเอกสาร” names the form, although its words could be a heading.
_PAPER_KINDS = frozenset({"forms", "references"})
_SAID_OF_STEPS = {
    "forms": _PAPER_KINDS,
    "references": _PAPER_KINDS,
    "other": _PAPER_KINDS,
    "responsible": frozenset({"responsible"}),
}
_LONGEST_NAMED = 90
_SLIP = 0.85
_OF_YEAR = re.compile(r"\s*\(?(?:ประจำ)?ปี(?:งบประมาณ|การศึกษา)\s*(?:พ\.?\s?ศ\.?)?\s*[0-9๐-๙]{4}\)?$")
_MANUAL = fold("คู่มือ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section; `rest` is what follows it on the same line."""

    kind: str
    title: str
    number: tuple[int, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that opens a procedure by its number: “เรื่องที่ ๒ …”, “กระบวนการ 3 …”."""

    word: str
    number: str
    title: str


def find_heading(line: Line) -> Heading | None:
    """The heading that a line is, or None for ordinary text."""
    if line.is_blank or line.is_row:
        return None
    number = line.marker.path if line.marker and line.marker.is_number else ()
    if line.marker and not number:
        return _lettered(line)
    return heading_of(line.body, number=number, bold=line.bold_start)


def _lettered(line: Line) -> Heading | None:
    """“ก. วัตถุประสงค์”: nothing but words of headings behind the letter."""
    if line.marker is None or line.marker.style != "letter" or line.body.startswith(("งาน", "การ")):
        return None
    kind = kind_of(line.body.rstrip(" :："))
    return Heading(kind, line.body) if kind in CONTENT and kind else None


def heading_of(
    body: str, *, number: tuple[int, ...] = (), bold: tuple[str, str] | None = None
) -> Heading | None:
    """The heading that a text without its number is."""
    if _PART.match(body):
        return Heading("part", body, number)
    if body.startswith("(") and body.endswith(")"):
        return _bracketed(body[1:-1].strip(), number)
    return (
        _served(body)
        or _labelled(body, number)
        or _whole(body, number)
        or _bold(bold, number)
        or _before_list(body, number)
        or _steps_of(body, number)
        or _timed(body, number)
        or _told(body, number)
    )


def _bracketed(body: str, number: tuple[int, ...]) -> Heading | None:
    """“(ระยะเวลา เดือนตุลาคม - ธันวาคม)”: a fact with its label."""
    found = _labelled(body, number) or _timed(body, number) or _told(body, number)
    return found if found and found.rest and found.kind in {"times", "responsible", "standards"} else None


def find_mark(line: Line) -> Mark | None:
    """The opening of a numbered procedure that a line is, or None."""
    if line.is_blank or line.is_row or not (match := _MARK.match(line.text.lstrip("-–—• "))):
        return None
    title = match["title"].strip()
    if _NOT_TITLE.match(title) and "ที่" not in match["word"] and not title.startswith("งาน"):
        return None
    return Mark(re.sub(r"\s|ที่", "", match["word"]), to_arabic(match["number"]), title)


@lru_cache(maxsize=8192)
def kind_of(text: str) -> str | None:
    """The kind of section that these words announce, or None when they are no heading."""
    if len(text) > _LONGEST:
        return None
    text = _OF_YEAR.sub("", text)
    words = fold(_LEAVE_OUT.sub("", text))
    if len(words) < 2:
        return None
    if words.startswith("ภาคผนวก"):
        return "appendix"
    kind = (
        _wholes().get(words)
        or _by_words(words)
        or _by_words(fold(_LEAVE_OUT.sub("", _PARENTHESIS.sub("", text))))
        or _by_slip(words)
    )
    return "part" if kind in CONTENT and words.startswith(_MANUAL) else kind


def _labelled(body: str, number: tuple[int, ...]) -> Heading | None:
    """“วัตถุประสงค์ : …” and “ชื่องาน …”."""
    if named := _NAMED.match(body):
        kind = kind_of(named["label"])
        if kind and kind_of(body) is None:
            return Heading(kind, named["label"], number, work_name(named["rest"].lstrip(": ")))
    colon = _COLON.match(body) if ":" in body or "：" in body else None
    if colon and (kind := kind_of(colon[1]) or _PAPERS.get(colon[1].strip())):
        rest = colon[2].strip()
        is_heading_too = kind_of(rest) in CONTENT - _SAID_OF_STEPS.get(kind, frozenset())
        is_heading_too = is_heading_too and colon[1].strip() not in _PAPERS
        rest = work_name(rest) if kind in {"name", "document"} else rest
        return Heading(kind, colon[1].strip(), number, "" if is_heading_too else rest)
    return None


def _served(body: str) -> Heading | None:
    """“คู่มือสำหรับประชาชน : การขอ…”, and the conditions of such a service."""
    if not body.startswith(("คู่มือ", "หลักเกณฑ์")):
        return None
    if served := _SERVED.match(body):
        return Heading("name", "คู่มือสำหรับประชาชน", (), served["rest"])
    is_short = len(body) <= _LONGEST_CONDITIONS
    return Heading("other", body) if is_short and _CONDITIONS.match(body) else None


def _timed(body: str, number: tuple[int, ...]) -> Heading | None:
    """“ระยะเวลา ตลอดปีงบประมาณ”, without a colon."""
    match = _TIMED.match(body) if not number else None
    return Heading("times", match["label"], (), match["time"]) if match and is_time(match["time"]) else None


def _told(body: str, number: tuple[int, ...]) -> Heading | None:
    """“วัตถุประสงค์ เพื่อให้…” and “ผู้รับผิดชอบ นักวิชาการศึกษา”, without a colon."""
    match = _TOLD.fullmatch(body)
    if not match or (match["post"] and (number or len(body) > _LONGEST_NAMED)):
        return None
    label = match["aim"] or match["reach"] or match["why"] or match["post"]
    kind = kind_of(label)
    return Heading(kind, label, number, body[len(label) :].strip()) if kind else None


def _whole(body: str, number: tuple[int, ...]) -> Heading | None:
    kind = kind_of(body)
    return Heading(kind, body, number) if kind else None


def _bold(bold: tuple[str, str] | None, number: tuple[int, ...]) -> Heading | None:
    if bold and (kind := kind_of(bold[0])) and kind in CONTENT | {"name", "document"}:
        return Heading(kind, bold[0], number, bold[1].lstrip(": "))
    return None


def _before_list(body: str, number: tuple[int, ...]) -> Heading | None:
    """“วัตถุประสงค์ 1. … 2. …” on one line."""
    if (match := _BEFORE_LIST.match(body)) and (kind := kind_of(match[1])) in CONTENT and kind:
        return Heading(kind, match[1], number, match[2])
    return None


def _steps_of(body: str, number: tuple[int, ...]) -> Heading | None:
    """“ขั้นตอนการปฏิบัติงาน การทำลายหนังสือ”: the steps, or the calendar, with the name of the work."""
    if len(body) > _LONGEST_NAMED:
        return None
    if not number and _CALENDAR_OF.match(body):
        return Heading("times", body)
    return Heading("steps", body, number) if _STEPS_OF.match(body) else None


@cache
def _grammar() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    data = load("sections")
    kinds = {fold(word): kind for kind, words in data["telling"].items() for word in words}
    telling = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    filler = "|".join(sorted(map(re.escape, map(fold, data["filler"])), key=len, reverse=True))
    whole = re.compile(f"(?:{filler})*?(?:{telling})(?:{telling}|{filler})*")
    return whole, re.compile(telling), kinds


def _by_words(words: str) -> str | None:
    whole, telling, kinds = _grammar()
    if not whole.fullmatch(words) or not (first := telling.search(words)):
        return None
    return kinds[first.group()]


@cache
def _wholes() -> dict[str, str]:
    """Headings that tell something only as a whole (“การดำเนินงาน”)."""
    return {fold(word): kind for kind, words in load("sections")["whole"].items() for word in words}


@cache
def _usual() -> tuple[tuple[str, str], ...]:
    return tuple((fold(word), kind) for kind, words in load("sections")["usual"].items() for word in words)


def _by_slip(words: str) -> str | None:
    for usual, kind in _usual():
        if abs(len(usual) - len(words)) > 2 or (usual[0] != words[0] and usual[-1] != words[-1]):
            continue
        if SequenceMatcher(None, usual, words, autojunk=False).ratio() >= _SLIP:
            return kind
    return None

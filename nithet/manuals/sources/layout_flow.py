"""Paragraphs out of lines: a line goes on with the next where it was full and nothing new begins there."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nithet.manuals.sources.layout import TextLine, Word
from nithet.thai.text import MARKS
from nithet.thai.words import segment

# Shares of the size of the letters.
_FULL = 0.7
_LONGEST_WORD = 6.0
_SLACK = 0.3
_INDENT = 1.6
# How much further in than the words of an item a paragraph below it begins.
_BELOW_ITEM = 1.2
_TO_SPARE = 3.0
# How wide digits, and points and spaces, are.
_DIGIT, _POINT = 0.5, 0.25
# Shares of the usual way from line to line.
WIDE_GAP = 1.3
_BLANK_GAP = 1.4
_OTHER_SIZE = 1.12
# Headings of two levels differ by less than headings and text.
_OTHER_BOLD = 1.04

_NUMBER = r"[0-9๐-๙]{1,2}(?:\s?\.\s?[0-9๐-๙]{1,2})*"
_MARKER = re.compile(
    rf"(?:{_NUMBER}\s?[.)](?![0-9๐-๙])\s*\S|\(\s?{_NUMBER}\s?\)|[0-9๐-๙]{{1,2}}\.[0-9๐-๙]{{1,2}}(?:\.[0-9๐-๙]{{1,2}})*\s*[ก-ฮเแโใไ(“]"
    r"|\(?[กขคงจฉชซ]\s?[.)]\s+\S|(?:ขั้นตอนที่|ขั้นที่|ข้อ|ข้อที่|ขั้นตอน|บทที่|ส่วนที่|กิจกรรมที่|ภารกิจที่|กระบวนงานที่|กระบวนการที่)\s*[0-9๐-๙]{1,2}(?![0-9๐-๙])"
    r"|[•●○◦▪▫■□◆◇❖➢➤►▶✓✗☐☑·∙*\uf020-\uf0ff]|[-–—]\s*[^\s0-9๐-๙])"
)
_ONLY_NUMBER = re.compile(r"\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)]?\s+")
_CLOSING = re.compile(r"[0-9๐-๙]{1,2}\s?\)")
_PLAIN_NUMBER = re.compile(r"[0-9๐-๙]{1,2}\s+[ก-ฮเแโใไ]")
_THAI_END = re.compile("[ก-๎]$")
_THAI_START = re.compile("[ก-ฮเแโใไฯๆ]")
_ENDS_SENTENCE = re.compile(r"[:：]$")
# What headings of manuals begin with: told from the end of a paragraph where a page breaks and no gap is seen.
_HEADING = re.compile(
    r"(?:ชื่องาน|วัตถุประสงค์|ขอบเขต|ขอบข่าย|คำจำกัดความ|นิยาม|คำนิยาม|ขั้นตอน|วิธีการ|ผัง|แผนผัง|flow|work|แบบฟอร์ม|เอกสาร|กฎหมาย|ระเบียบ|มาตรฐาน"
    r"|ตัวชี้วัด|หน้าที่ความรับผิดชอบ|ผู้รับผิดชอบ|ระยะเวลา|เรื่องที่|กระบวนการ|กระบวนงาน|ภาคผนวก|บรรณานุกรม|สารบัญ|คำนำ|หลักการและเหตุผล|ความเป็นมา|ปฏิทิน|เป้าหมาย|บทที่ |ส่วนที่ |[^:]{2,40} : )",
    re.IGNORECASE,
)
_HEADING_ROOM = 8.0
# Labels of what stands below a step, each on a line of its own.
_LABEL = re.compile(
    r"\(?(?:ระยะเวลา|ห้วงเวลา|ช่วงเวลา|กำหนดเวลา|เวลา|ผู้รับผิดชอบ|ผู้ปฏิบัติ|แบบฟอร์ม|เอกสาร|หมายเหตุ|วัตถุประสงค์|ขอบเขต)[ก-๎ /]{0,24}[:：]"
)
_NEVER_FIRST = re.compile(f"[.,;:)\\]”’%ฯๆะาำ{MARKS}]")
# A lone letter, or the title of a person without the name, ends no paragraph.
_UNENDED = re.compile(r"(?:^|\s)(?:[ก-ฮ]|นาย|นาง|นางสาว|ว่าที่|ดร\.)$")
_MARKED = re.compile(f"[{MARKS}]")
_ABBREVIATED = re.compile(r"(?:[ก-ฮเแโใไ][ก-๎]{0,3}\.)+[0-9๐-๙]*")
_MOST_SEGMENTED = 24
_FEWEST_LETTERS = 4
# An entry of a table of contents ends with dots and a page.
_ENTRY = re.compile(r"[.…·_]{3,}\s*\(?[0-9๐-๙ก-ฮ]{1,4}\)?$")
# Points: how far the middles of centred lines may lie apart; a share of the size: how far their beginnings must.
_SAME_MIDDLE = 1.5
_OFFICE_NUMBER = re.compile(r"(?:เขต\s*)?[0-9๐-๙]{1,2}")
_OTHER_BEGIN = 0.5
# A share of the width: lines that begin further right than this stand at the right edge.
_AT_RIGHT = 0.4
# Whose manual it is, which no line before it ends open for.
_UNIT = re.compile("กลุ่ม(?!สาระ|เป้า)|หน่วย(?!งาน)|สำนักงานเขต|สำนักงานคณะ|กระทรวง|สพ[ปม]\\.")
_OPEN_END = re.compile("(?:ของ|และ|หรือ|ใน|โดย|ต่อ|จาก|ที่|ระหว่าง|กับ|ตาม)$")
# What stands on lines of its own on a cover.
_COVER_LINE = re.compile(
    "คู่มือ|กลุ่ม|หน่วย|สำนักงาน|กระทรวง|สพ[ปม]|เอกสาร|ปี(?:งบประมาณ|การศึกษา)?|ประจำปี|พ\\.ศ|โดย|จัดทำ|ฉบับ|งาน|การ|เรื่อง|ของ"
)


@dataclass(slots=True)
class Paragraph:
    """Text that goes on over lines; `is_apart` when more room than usual is above it."""

    text: str
    page: int
    is_apart: bool = False
    is_bold: bool = False
    bold_start: str = ""
    size: float = 0


def begins_item(text: str) -> bool:
    """Whether a line starts with a number or a bullet."""
    return bool(_MARKER.match(text))


def usual_step(lines: Sequence[TextLine]) -> float:
    """The usual way from line to line, as a share of the size of the letters."""
    steps = sorted(
        (after.y - line.y) / line.size
        for line, after in itertools.pairwise(lines)
        if line.page == after.page and 0.8 < (after.y - line.y) / line.size < 2.6
    )
    return steps[len(steps) // 3] if steps else 1.5


def paragraphs_of(lines: Iterable[TextLine], right: float, step: float) -> list[Paragraph]:
    """The paragraphs of lines between two edges."""
    found: list[Paragraph] = []
    before: TextLine | None = None
    starts = True
    for line in lines:
        if before is not None and goes_on(before, line, right, step, before_starts=starts):
            paragraph = found[-1]
            paragraph.text = joined(paragraph.text, line.text, has_space=before.has_space)
            paragraph.is_bold = paragraph.is_bold and line.is_bold
            starts = False
        else:
            found.append(_opened(before, line, step))
            starts = True
        before = line
    return found


def _opened(before: TextLine | None, line: TextLine, step: float) -> Paragraph:
    is_apart = before is None or (
        line.page == before.page and line.y - before.y > _BLANK_GAP * step * min(before.size, line.size)
    )
    return Paragraph(line.text, line.page, is_apart, line.is_bold, line.bold_start, line.size)


def goes_on(
    line: TextLine,
    after: TextLine,
    right: float,
    step: float,
    *,
    before_starts: bool = False,
    slack: float | None = None,
) -> bool:
    """Whether the paragraph of a line goes on with the one after it."""
    if _is_other(line, after, right, step) or _stands_elsewhere(line, after, right):
        return False
    if _NEVER_FIRST.match(after.text) or (_UNENDED.search(line.text) and _THAI_START.match(after.text)):
        return True
    if _ENDS_SENTENCE.search(line.text) or _ENTRY.search(line.text):
        return False
    if not _is_full(line, after, right, _SLACK if slack is None else slack):
        return False
    if before_starts and begins_item(line.text):
        return not _is_below_item(line, after, right)
    return not _is_indented(line, after, before_starts=before_starts)


def _is_other(line: TextLine, after: TextLine, right: float, step: float) -> bool:
    """Whether a line begins something else by its form: an item, other letters, a gap, a heading on the next page."""
    size = line.size
    if _begins_new(line.text, after.text) or not 1 / _OTHER_SIZE < size / after.size < _OTHER_SIZE:
        return True
    if line.is_bold != after.is_bold or (line.is_bold and _is_other_heading(line, after, right)):
        return True
    if _PLAIN_NUMBER.match(after.text) and right - line.x1 > size:
        return True
    if line.page == after.page:
        return after.y - line.y > WIDE_GAP * step * size
    return bool(_HEADING.match(after.text)) and right - after.x1 > _HEADING_ROOM * size


def _stands_elsewhere(line: TextLine, after: TextLine, right: float) -> bool:
    """Whether a line at the right edge, or a bold one in the middle, stands above one that begins at the left."""
    if _are_centred(line, after):
        return False
    further, room = line.x0 - after.x0, right - line.x1
    if further > _AT_RIGHT * (right - after.x0):
        return True
    return line.is_bold and further > line.size and abs(further - room) <= 2 * _SAME_MIDDLE


def _is_other_heading(line: TextLine, after: TextLine, right: float) -> bool:
    """Whether a bold line below a bold one is a heading of its own: it says so, has another size or page."""
    if _ENDS_SENTENCE.search(after.text) or line.page != after.page:
        return True
    if not 1 / _OTHER_BOLD < line.size / after.size < _OTHER_BOLD:
        return True
    if _UNIT.match(line.text) and _UNIT.match(after.text) and not _OPEN_END.search(line.text):
        return True
    return bool(_HEADING.match(after.text)) and right - after.x1 > _HEADING_ROOM * line.size


def _begins_new(text: str, after: str) -> bool:
    """Whether an item or a label begins; “๒)” after “(ฉบับที่” is the rest of it."""
    if _LABEL.match(after):
        return True
    return begins_item(after) and not (_CLOSING.match(after) and text.count("(") > text.count(")"))


def _is_full(line: TextLine, after: TextLine, right: float, slack: float) -> bool:
    """Whether the next word did not fit on a line any more."""
    room = _room(line, after, right)
    if room <= _FULL * line.size:
        return True
    return room <= _LONGEST_WORD * line.size and room_left(line, after, right) <= slack * line.size


def room_left(line: TextLine, after: TextLine, right: float) -> float:
    """How much room a line would have left after the next word; negative where it does not fit."""
    return _room(line, after, right) - _first_width(after.words[0])


def _room(line: TextLine, after: TextLine, right: float) -> float:
    """How much room there is beside a line; where lines are centred, on both sides."""
    room = right - line.x1
    return 2 * room if _are_centred(line, after) else room


def _are_centred(line: TextLine, after: TextLine) -> bool:
    return (
        abs(line.x0 + line.x1 - after.x0 - after.x1) <= 2 * _SAME_MIDDLE
        and abs(line.x0 - after.x0) > _OTHER_BEGIN * line.size
    )


def _first_width(word: Word) -> float:
    """How wide the first word is that a line may end before: in Thai one of several without a space between."""
    if match := _ABBREVIATED.match(word.text):
        letters = _letters(match.group())
    else:
        letters = 0
        for piece in segment(word.text[:_MOST_SEGMENTED]):
            letters += _letters(piece)
            if letters >= _FEWEST_LETTERS:
                break
    return (word.x1 - word.x0) * letters / max(1, _letters(word.text))


def _letters(text: str) -> int:
    return len(_MARKED.sub("", text))


def _is_indented(line: TextLine, after: TextLine, *, before_starts: bool) -> bool:
    """Whether a line begins further in, as first lines do; under a number it is the rest of the item.

    Of centred lines, only the number of an office (“เขต ๓”) and words that no cover begins a line with go on with
    the line above.
    """
    if _are_centred(line, after) and not _COVER_LINE.match(after.text):
        return False
    if _are_centred(line, after) and _UNIT.match(after.text) and not _OPEN_END.search(line.text):
        return True
    further = after.x0 - line.x0
    if before_starts:
        return further > _INDENT * line.size and not begins_item(line.text)
    return abs(further) > _INDENT * line.size


def _is_below_item(line: TextLine, after: TextLine, right: float) -> bool:
    """Whether a line begins further in than the words of the item above, which ended with room to spare."""
    further = after.x0 - _words_begin(line)
    return further > _BELOW_ITEM * line.size and right - line.x1 > _TO_SPARE * line.size


def _words_begin(line: TextLine) -> float:
    """Where the words of an item begin behind its number; the right edge where it has another mark."""
    number = _ONLY_NUMBER.match(line.text)
    if number is None:
        return line.x1
    if len(line.words) > 1 and line.words[0].text.strip() == number.group().strip():
        return line.words[1].x0
    return line.x0 + sum(_DIGIT if one.isdigit() else _POINT for one in number.group()) * line.size


def joined(text: str, more: str, *, has_space: bool = False) -> str:
    """Two pieces of a paragraph; Thai goes on without a space unless there was one."""
    if _NEVER_FIRST.match(more):
        return text + more
    if (
        has_space
        or _ABBREVIATED.match(more)
        or (text.endswith("ปี") and more.startswith("ปี"))
        or _OFFICE_NUMBER.fullmatch(more)
        or not (_THAI_END.search(text) and _THAI_START.match(more))
    ):
        return f"{text} {more}"
    return text + more

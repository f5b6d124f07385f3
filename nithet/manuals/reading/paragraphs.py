"""Paragraphs below the items of a list, told from lines that go on with an item."""

import re
from collections.abc import Sequence
from itertools import pairwise

from nithet.manuals.reading.lines import Line, indent
from nithet.manuals.reading.numbering import split_merged

# The words after these stand on the next line.
OPEN_END = re.compile("(?:ใน|เดือน|ถึง|และ|หรือ|[-–,]|ระหว่าง|ภายใน|วันที่|ทุก|ช่วง|ตั้งแต่|ของ|ประจำ|ก่อน|หลัง)$")
# “ภายใน” ends names too (“การควบคุมภายใน”); a time goes on with it.
_INSIDE = re.compile(r"\Sภายใน$")
_TIME_BEGINS = re.compile(
    r"\(?(?:[0-9๐-๙]|วัน|เดือน|ปี|ต้น|กลาง|ปลาย|สิ้น|กำหนด|ระยะ|เวลา|ช่วง|ไตรมาส|ภาคเรียน|สัปดาห์)|[ก-ฮ][ก-๎]{2,7}(?:คม|ยน|พันธ์)|[ก-ฮ]{1,2}\.[ก-ฮ]"
)
_SHORT_OF = 0.6
_NEARLY = 0.75
_FAR_IN = 4
_FEWEST_HEADS = 2
_FEWEST_PARAGRAPHS = 3
_MOST_OF = 0.6
_NOTE = re.compile(r"(?:หมายเหตุ|ข้อสังเกต|ข้อควรระวัง|ทั้งนี้|อนึ่ง|โดยมีรายละเอียด)")


def headed_lines(lines: Sequence[Line]) -> set[int]:
    """Lines “ขั้นตอนที่ 1 …” that are headings of the paragraphs below them, by their number.

    All of them end long before the longest line does, or a blank line follows; words that go on would fill the line.
    """
    filled = [line for line in lines if not line.is_blank and not line.is_row]
    full = max((len(line.text) for line in filled if line.marker is None), default=0)
    heads = [
        (line, after)
        for line, after in pairwise(lines)
        if line.marker and line.marker.style == "word" and line.body
    ]
    shortest = min((len(line.text) for line, _ in heads), default=0)
    told = [
        line
        for (line, after), below in ((head, _below(filled, head[0])) for head in heads)
        if below is not None
        and (
            after.is_blank
            or len(line.text) <= _SHORT_OF * full
            or (shortest <= _NEARLY * full and indent(below) >= indent(line) + _FAR_IN)
        )
    ]
    wanted = [line for line, _ in heads if _below(filled, line) is not None]
    return {line.number for line in told} if len(told) == len(wanted) >= _FEWEST_HEADS else set()


def _below(filled: Sequence[Line], line: Line) -> Line | None:
    """The next line with words, where it begins no item."""
    at = next(place for place, one in enumerate(filled) if one is line) + 1
    return filled[at] if at < len(filled) and filled[at].marker is None else None


def has_paragraphs(lines: Sequence[Line], width: int) -> bool:
    """Whether below most items of a list, which end long before the lines of the text do, a line without a number stands."""
    items = [
        (line, below)
        for line, below in pairwise(line for line in lines if not line.is_blank)
        if line.marker and line.marker.is_number and line.body
    ]
    told = [line for line, below in items if not below.marker and len(line.text) < _SHORT_OF * width]
    if len(told) < _FEWEST_PARAGRAPHS or len(told) <= _MOST_OF * len(items):
        return False
    return not any(
        len(split_merged(line.marker, f"{line.body} {below.text}")) > 1
        for line, below in items
        if line.marker
    )


def is_cut_off(above: str, below: str) -> bool:
    """Whether a line goes on with the one above by the last word of that."""
    if _INSIDE.search(above):
        return bool(_TIME_BEGINS.match(below))
    return bool(OPEN_END.search(above))


def begins_paragraph(above: Line, line: Line, *, is_apart: bool) -> bool:
    """Whether a line does not go on with the one above it: it is a note, or stands apart and that one is not cut off."""
    if _NOTE.match(line.text):
        return True
    if not is_apart or is_cut_off(above.text, line.text) or above.text.count("(") > above.text.count(")"):
        return False
    return line.text[:1] not in {".", ")", ","}

"""Lines that are no content: contents pages, page numbers and heads, covers, legends, captions, rules."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nithet.manuals.likeness import bare
from nithet.manuals.reading.flows import is_flow
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.names import has_further_labels
from nithet.manuals.reading.sections import find_heading, find_mark
from nithet.manuals.reading.tables import read_rows
from nithet.thai.numerals import to_arabic

_PAGE_NUMBER = re.compile(
    r"[ก-ฮ]|(?:หน้า(?:ที่)?\s*)?[-–—]?\s*[0-9๐-๙]{1,3}\s*[-–—]?|หน้า(?:ที่)?\s*[0-9๐-๙]{1,3}\s*(?:/|จาก|ของ)\s*[0-9๐-๙]{1,3}"
)
_RULE = re.compile(r"[-_=*~─━═.·\s]{3,}|[+][-=+:\s]{3,}")
_LEADER = re.compile(r"\.{4,}|…{2,}|_{4,}")
_ENTRY = re.compile(r"\S.*?(?:[.…\s])\s*(?P<page>[0-9๐-๙]{1,3}|[ก-ฮ])$")
_NO_ENTRY = re.compile(
    r"(?:ส่วน|บท|ตอน|เรื่อง|งาน|กระบวนการ|เขต|ภาค|หมวด|ข้อ|พ\.ศ\.|ชั้น|ปี)(?:ที่)?\s*[:.]?\s*[0-9๐-๙]{1,3}$"
)
_SYMBOL = re.compile(r"[○□◇◆◊△▽⇄→←↔▶◀⬭⬜⬛●▭◯⃝]")
_LEGEND = re.compile("สัญลักษณ์|เริ่มต้น|สิ้นสุด|ตัดสินใจ|ทิศทาง|จุดเชื่อม|กิจกรรมหรือ")
_DIGITS = re.compile("[0-9๐-๙]+")
_HEAD_WORDS = re.compile(r"คู่มือ|สำนักงานเขต|สพป\.|สพม\.|หน้า(?!ที่[ก-๎])|(?:กลุ่ม|หน่วย)(?=.*หน้า(?:ที่)?\s*[0-9๐-๙])")
_IDENTITY = re.compile(
    r"(?:คู่มือ|กลุ่ม|หน่วย|สำนักงาน|สพป\.|สพม\.|กระทรวง|นาย|นาง|น\.ส\.|ว่าที่|ดร\.|ตำแหน่ง|ศึกษานิเทศก์|นักวิชาการ|นักจัดการ|นักทรัพยากร|นิติกร|เจ้าพนักงาน|ผู้อำนวยการ|"
    r"ผู้จัดทำ|จัดทำโดย|โดย|ของ|ติดต่อ|โทร|อีเมล|e-?mail|<?https?:|<?www\.|พ\.ศ\.|ปีงบประมาณ|ประจำปี|เอกสารลำดับ|ฉบับปรับปรุง|ทางการศึกษา|วิทยฐานะ)",
    re.IGNORECASE,
)
_LONGEST_COVER = 110
_REPEATS = 3
_PAGED_REPEATS = 2
_LONGEST_HEAD = 300
# The head of a page with the page number at its end.
_NUMBERED_HEAD = re.compile(
    r"\s*(?P<words>\S.*?)(?:\s{3,}|\t\s*|\s*[|]\s*|\s+หน้า(?:ที่)?\s*)(?:หน้า(?:ที่)?\s*)?[-–]?\s*[0-9๐-๙]{1,3}\s*[-–]?\s*$"
)


_LONGEST_CONTINUED = 8
_CONTINUED = re.compile(r"\s*[(\[]?\s*ต่อ\s*[)\]]$")


def mark_continued(lines: Sequence[Line], ledger: Ledger) -> None:
    """“งานพัสดุ (ต่อ)”: a heading again at the top of the next page, or a caption over a table that goes on."""
    if not any("ต่อ" in line.text[-_LONGEST_CONTINUED:] and _CONTINUED.search(line.text) for line in lines):
        return
    said: set[str] = set()
    filled = [line for line in lines if not line.is_blank]
    between = {
        line.number
        for above, line, below in zip(filled, filled[1:], filled[2:], strict=False)
        if above.is_row and below.is_row
    }
    for line in lines:
        if line.is_row or line.is_blank or len(line.text) > _LONGEST_COVER:
            continue
        if not line.text.endswith((")", "]")) or not (again := _CONTINUED.search(line.text)):
            said.add(bare(line.text))
            said.add(bare(line.body))
        elif (
            line.number in between
            or {
                bare(line.text[: again.start()]),
                bare(_CONTINUED.sub("", line.body)),
            }
            & said
        ):
            ledger.furnish([line.number], "page-head")


def mark_plain_furniture(lines: Sequence[Line], ledger: Ledger) -> None:
    """Page numbers, rules, legends of symbols, and heads and feet that come back on many pages."""
    heads = _page_heads(lines)
    for at, line in enumerate(lines):
        if line.is_blank:
            continue
        if line.is_row:
            rule = "page-head" if _head_words(lines, at) in heads else None
        else:
            rule = _plain_rule(lines, at, heads)
        if rule:
            ledger.furnish([line.number], rule)


def _plain_rule(lines: Sequence[Line], at: int, heads: set[str]) -> str | None:
    line = lines[at]
    if _PAGE_NUMBER.fullmatch(line.text) and (_after_gap(lines, at) or not _DIGITS.fullmatch(line.text)):
        return "page-number"
    if _RULE.fullmatch(line.raw):
        return "rule"
    if len(_SYMBOL.findall(line.text)) >= 2 and _LEGEND.search(line.text) and not is_flow(line.text):
        return "legend"
    return "page-head" if _head_words(lines, at) in heads else None


def _after_gap(lines: Sequence[Line], at: int) -> bool:
    """Whether a line goes on with none: it is the first, or a blank line or a page number stands before it."""
    return at == 0 or lines[at - 1].is_blank or bool(_PAGE_NUMBER.fullmatch(lines[at - 1].text))


def _head_words(lines: Sequence[Line], at: int) -> str:
    """The words of a line that may be the head or foot of a page, without the page number; else none."""
    line = lines[at]
    if line.marker or not _HEAD_WORDS.match(line.text):
        return ""
    if numbered := _numbered_head(line):
        return to_arabic(" ".join(numbered["words"].split()))
    if line.is_row or not (_after_gap(lines, at) or _is_before_page(lines, at)):
        return ""
    return to_arabic(line.text)


def _numbered_head(line: Line) -> re.Match[str] | None:
    return _NUMBERED_HEAD.match(line.raw) if len(line.raw) <= _LONGEST_HEAD else None


def _is_before_page(lines: Sequence[Line], at: int) -> bool:
    """Whether a page number stands on the next line."""
    return at + 1 < len(lines) and bool(_PAGE_NUMBER.fullmatch(lines[at + 1].text))


def _is_by_page(lines: Sequence[Line], at: int) -> bool:
    """Whether a page number stands on the next line or the one before."""
    return _is_before_page(lines, at) or (at > 0 and bool(_PAGE_NUMBER.fullmatch(lines[at - 1].text)))


def _page_heads(lines: Sequence[Line]) -> set[str]:
    """Short lines that name the manual or the office and stand alone three times, or twice with a page number."""
    seen: Counter[str] = Counter()
    paged: Counter[str] = Counter()
    for at, line in enumerate(lines):
        if line.text and (words := _head_words(lines, at)):
            seen[words] += 1
            paged[words] += bool(_numbered_head(line)) or _is_by_page(lines, at)
    return {
        text
        for text, times in seen.items()
        if len(text) <= _LONGEST_COVER and (times >= _REPEATS or (times >= _PAGED_REPEATS and paged[text]))
    }


def mark_contents(lines: Sequence[Line], ledger: Ledger) -> None:
    """Every contents page: from its heading on, lines that end in a page number, and lines that lead to such."""
    at = 0
    while at < len(lines):
        heading = find_heading(lines[at]) if "สารบัญ" in lines[at].text else None
        if heading and heading.kind == "contents" and not ledger.is_booked(lines[at].number):
            end = _contents_end(lines, at + 1)
            ledger.furnish([line.number for line in lines[at:end] if not line.is_blank], "contents")
            at = end
        else:
            at += 1


def _contents_end(lines: Sequence[Line], start: int) -> int:
    end, page, waiting = start, 0, 0
    for at in range(start, len(lines)):
        line = lines[at]
        if line.is_blank:
            continue
        found = entry_page(line)
        is_sure = line.is_row or bool(_LEADER.search(line.text))
        if found is not None and (is_sure or found >= page):
            end, page, waiting = at + 1, page if is_sure else found or page, 0
            continue
        waiting += 1
        if (waiting > 1 and not line.is_row) or len(line.text) > _LONGEST_COVER or found:
            break
    return end


def entry_page(line: Line) -> int | None:
    """The page that a line of contents ends with; 0 where it has a page of letters or none but looks alike."""
    if line.is_row:
        cells = [text for row in read_rows([line]) for text in map(" ".join, row.cells) if text]
        if not cells or cells[-1] == "หน้า" or _RULE.fullmatch("".join(cells)):
            return 0
        return _page(cells[-1]) if len(cells) > 1 or _LEADER.search(line.text) else 0
    if line.text in {"หน้า", "เรื่อง", "เรื่อง หน้า"}:
        return 0
    if _LEADER.search(line.text):
        return _page(line.text.rsplit(".", 1)[-1].strip()) or 0
    match = _ENTRY.fullmatch(line.text)
    if (
        not match
        or has_further_labels(line.text)
        or _NO_ENTRY.search(line.text)
        or not match["page"].isdigit()
    ):
        return None
    return _page(match["page"])


def _page(text: str) -> int | None:
    arabic = to_arabic(text.strip(" .-"))
    if arabic.isdigit() and len(arabic) <= 3:
        return int(arabic)
    return 0 if len(arabic) <= 2 else None


def looks_like_cover(line: Line) -> bool:
    """A short line such as covers have: the manual's name, an office, a person and a post, a year, an address."""
    return (
        not line.is_row and len(line.text) <= _LONGEST_COVER and not (line.marker and line.marker.is_number)
    )


def names_identity(line: Line) -> bool:
    """A line that begins like the name of a manual, an office, a unit, a person or a post."""
    return looks_like_cover(line) and bool(_IDENTITY.match(line.text)) and find_mark(line) is None


def mark_back_cover(lines: Sequence[Line], ledger: Ledger) -> None:
    """The last paragraphs of the text, as far as they name offices only: at least two lines, one of them an office."""
    run: list[Line] = []
    for paragraph in _paragraphs_from_end(lines, ledger):
        if not names_identity(paragraph[0]) or not all(map(looks_like_cover, paragraph)):
            break
        run.extend(paragraph)
    if len(run) >= 2 and any(line.text.startswith(("สำนักงาน", "กระทรวง", "สพป", "สพม")) for line in run):
        ledger.furnish([line.number for line in run], "cover")


def _paragraphs_from_end(lines: Sequence[Line], ledger: Ledger) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in reversed(lines):
        if not line.is_blank and not ledger.is_booked(line.number):
            paragraph.insert(0, line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph

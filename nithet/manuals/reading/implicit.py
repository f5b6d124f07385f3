"""Procedures that nothing opens: a title in plain words, and sections that start again under it."""

import re
from collections import Counter
from itertools import pairwise

from nithet.manuals.reading.furniture import names_identity
from nithet.manuals.reading.scanning import Scan, paragraph_above, place_before
from nithet.manuals.reading.sections import CONTENT, kind_of
from nithet.manuals.reading.spans import CLOSING, LONGEST_TITLE, Opening, Span
from nithet.manuals.reading.totals import is_total

# A title in one paragraph is seldom longer; a text below the heading of a chapter is.
_LONGEST_LINE = 110
_COVER_TITLE = re.compile(
    r"(?:คู่มือ(?:การ|สำหรับ)?(?:ปฏิบัติงาน|ปฏิบัติราชการ|ดำเนินงาน|ให้บริการ|บริการ|ประชาชน)\s*[:：]?\s*(?:เรื่อง\s*[:：]?\s*)?"
    r"|คู่มือ(?=(?:การ|งาน)(?!ปฏิบัติ|ดำเนิน|ให้บริการ|ทำงาน))|เรื่อง\s+|(?=งาน))(?P<title>\S.{5,150}?)(?:\s+(?:กลุ่ม|หน่วย|สำนักงานเขต|สพ[ปม]\.).*)?$"
)
_NO_COVER_TITLE = re.compile(
    "(?:กลุ่ม|หน่วย|สำนักงาน|ของ|ตำแหน่ง|ศึกษานิเทศก์|นัก(?!เรียน)|นิติกร|เจ้าพนักงาน|เจ้าหน้าที่|ผู้อำนวยการ)|.*(?:ฉบับ|ประจำปี|พ\\.ศ)"
)

_NAME_ONLY = re.compile(
    r"คู่มือ(?:การ|สำหรับ)?[ก-๎]{0,16}$|กลุ่ม(?!สาระ|เป้า)|หน่วย|สำนักงาน(?:เขต|คณะ)|สพ[ปม]\.|กระทรวง"
)
_WORK = ("งาน", "การ", "กระบวน", "ภารกิจ")
_ABOUT = re.compile(
    r"^(?:(?:เรื่อง|กระบวนงาน|ชื่องาน)\s*[:：]?\s+|(?:กระบวนการ|ภารกิจ|งาน)\s*[:：]\s*|เรื่อง(?=การ|งาน))(?=\S)"
)
_CHAPTER = re.compile(r"(?:ส่วน|บท|ตอน|หมวด|ภาค)ที่\s*[0-9๐-๙]{1,2}\s*[:.]?\s*(?P<title>\S.*)$")


def find_implicit(found: Scan) -> list[Span]:
    """Procedures told by sections that start again under a line that reads like a title."""
    leader = _leader(found)
    spans: list[Span] = []
    seen_other = True
    for at in sorted({*found.headings, *found.table_heads}):
        kind = found.headings[at].kind if at in found.headings else None
        if kind in CLOSING and spans and kind != "part":
            spans[-1].end = at if spans[-1].end < 0 else spans[-1].end
            continue
        is_leader = (kind == leader) if leader != "table" else at in found.table_heads
        is_content = kind in CONTENT or at in found.table_heads
        title = _title_over(found, at, spans[-1].start if spans else -1) if is_content else None
        if not is_leader and not (title and spans and _is_alike(found, spans[-1], title)):
            title = None
        if title or (is_leader and (not spans or seen_other)):
            if spans and not title and leader == "table":
                continue
            spans.append(_implicit_span(found, at, title))
            seen_other = False
        elif is_content:
            seen_other = seen_other or kind != leader
    return _bounded(spans)


def _is_alike(found: Scan, span: Span, title: list[int]) -> bool:
    """Whether a title has the form of the title before: a heading of the same level, or the number after its own."""
    one, other = found.lines[span.start], found.lines[title[0]]
    if one.level or other.level:
        return one.level == other.level and one.stands_out == other.stands_out
    if one.marker is None or other.marker is None or one.marker.style != other.marker.style:
        return False
    return other.marker.path == (*one.marker.path[:-1], one.marker.path[-1] + 1) if one.marker.path else False


def _leader(found: Scan) -> str:
    """The kind of section that procedures begin with: the first one that comes as often as the steps, or under more titles."""
    places = [at for at in sorted({*found.headings, *found.table_heads}) if _kind_at(found, at)]
    kinds = [_kind_at(found, at) for at in places]
    steps = next((kind for kind in ("steps", "table", "flowchart", "times") if kind in kinds), "steps")
    if steps not in kinds:
        return steps
    before_steps = list(dict.fromkeys(kinds[: kinds.index(steps)]))
    first = next((kind for kind in before_steps if kinds.count(kind) >= kinds.count(steps)), steps)
    titled = Counter(kind for at, kind in zip(places, kinds, strict=True) if _title_over(found, at, -1))
    best = max([first, *before_steps, steps], key=lambda kind: titled[kind])
    return best if titled[best] > max(1, titled[first]) else first


def _kind_at(found: Scan, at: int) -> str:
    """The kind of content that a line opens, “table” for the head of a table of steps."""
    kind = found.headings[at].kind if at in found.headings else ""
    return kind if kind in CONTENT else "table" if at in found.table_heads else ""


def _title_over(found: Scan, at: int, after: int) -> list[int] | None:
    """The title above a section, or above the sections of other things between the two, below the place `after`."""
    while at > after:
        if title := _title_above(found, at):
            return title
        over = next((one for one in range(at - 1, after, -1) if one in found.headings), None)
        if over is None or found.headings[over].kind not in {"other", "introduction"}:
            return None
        at = over
    return None


def _title_above(found: Scan, at: int) -> list[int] | None:
    """The places of the paragraph just above, where it reads like a title and is no text of a section."""
    run = paragraph_above(found, at)
    above = place_before(found, at)
    if not run and above is not None and (above in found.items or _is_lettered(found, above)):
        run = [above]
    elif not run and above is not None and above in found.headings and _is_chapter_of_work(found, above):
        return [above]
    if not run or sum(len(found.lines[one].text) for one in run) > LONGEST_TITLE:
        return None
    if all(names_identity(found.lines[one]) or is_total(found.lines[one].text) for one in run):
        return None
    over = place_before(found, run[0])
    heading = found.headings.get(over) if over is not None else None
    if (
        over is not None
        and len(found.lines[run[0]].text) > _LONGEST_LINE
        and _is_chapter_of_work(found, over)
    ):
        return [over]
    if heading is None or heading.kind in {"part", "contents"}:
        return run
    # Words after the heading on its line are its section; what stands apart below is a title.
    return run if heading.rest and found.lines[run[0] - 1].is_blank else None


def _is_lettered(found: Scan, at: int) -> bool:
    """“ก. งาน…”"""
    marker = found.lines[at].marker
    return marker is not None and marker.style == "letter" and found.lines[at].body.startswith(_WORK)


def _of_chapter(text: str) -> str:
    """“บทที่ 2 การรับนักเรียน” without the number of the chapter."""
    match = _CHAPTER.match(text)
    return match["title"] if match else text


def _is_chapter_of_work(found: Scan, at: int) -> bool:
    """“บทที่ 2 การรับนักเรียน”, but not “บทที่ 2 บทนำ” nor “ส่วนที่ 2 ขั้นตอนการปฏิบัติงาน”."""
    match = _CHAPTER.match(found.lines[at].body)
    return bool(match) and kind_of(match["title"]) is None if match else False


def _cover_title(found: Scan, end: int) -> str:
    """What the cover calls the manual, where it names a piece of work (“คู่มือการปฏิบัติงาน เรื่อง …”)."""
    for at in range(end):
        match = _COVER_TITLE.match(found.lines[at].text.replace("ปฎิ", "ปฏิ"))
        if match and not _NO_COVER_TITLE.match(match["title"]):
            return match["title"].strip()
    return ""


def _without_names(texts: list[str]) -> list[str]:
    """The lines of a title without those that only name the manual, the group and the office."""
    kept = [text for text in texts if not (_NAME_ONLY.match(text) or kind_of(text) == "part")]
    kept = kept or texts
    return [_ABOUT.sub("", kept[0]), *kept[1:]] if kept else []


def _implicit_span(found: Scan, at: int, title: list[int] | None) -> Span:
    texts = _without_names([_of_chapter(found.lines[one].body) for one in title or []])
    start = title[0] if title else at
    name = " ".join(texts) or _cover_title(found, at)
    opening = Opening("plain", name, start, (title[-1] + 1) if title else at)
    return Span([opening], start, has_content=True)


def _bounded(spans: list[Span]) -> list[Span]:
    for span, after in pairwise(spans):
        span.end = after.start if span.end < 0 else min(span.end, after.start)
    return spans

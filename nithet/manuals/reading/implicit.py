"""Procedures that nothing opens: a title in plain words, and sections that start again under it."""

import re
from itertools import pairwise

from nithet.manuals.reading.furniture import names_identity
from nithet.manuals.reading.scanning import Scan, paragraph_above, place_before
from nithet.manuals.reading.sections import CONTENT, kind_of
from nithet.manuals.reading.spans import CLOSING, LONGEST_TITLE, Opening, Span

_COVER_TITLE = re.compile(
    r"(?:คู่มือ(?:การ|สำหรับ)?(?:ปฏิบัติงาน|ปฏิบัติราชการ|ดำเนินงาน|ให้บริการ|บริการ|ประชาชน)\s*[:：]?\s*(?:เรื่อง\s*[:：]?\s*)?"
    r"|เรื่อง\s+|(?=งาน))(?P<title>\S.{5,150}?)(?:\s+(?:กลุ่ม|หน่วย|สำนักงานเขต|สพ[ปม]\.).*)?$"
)
_NO_COVER_TITLE = re.compile(
    "(?:กลุ่ม|หน่วย|สำนักงาน|ของ|ตำแหน่ง|ศึกษานิเทศก์|นัก(?!เรียน)|นิติกร|เจ้าพนักงาน|เจ้าหน้าที่|ผู้อำนวยการ)|.*(?:ฉบับ|ประจำปี|พ\\.ศ)"
)

_NAME_ONLY = re.compile(
    r"คู่มือ(?:การ|สำหรับ)?[ก-๎]{0,16}$|กลุ่ม(?!สาระ|เป้า)|หน่วย|สำนักงาน(?:เขต|คณะ)|สพ[ปม]\.|กระทรวง"
)
_WORK = ("งาน", "การ", "กระบวน", "ภารกิจ")
_ABOUT = re.compile(r"^เรื่อง\s*[:：]?\s*")


def find_implicit(found: Scan) -> list[Span]:
    """Procedures told by sections that start again under a line that reads like a title."""
    leader = _leader(found)
    spans: list[Span] = []
    seen_other = True
    for at in range(len(found.lines)):
        kind = found.headings[at].kind if at in found.headings else None
        if kind in CLOSING and spans and kind != "part":
            spans[-1].end = at if spans[-1].end < 0 else spans[-1].end
            continue
        is_leader = (kind == leader) if leader != "table" else at in found.table_heads
        title = _title_over(found, at, spans[-1].start if spans else -1) if is_leader else None
        if is_leader and (not spans or seen_other or title):
            if spans and not title and leader == "table":
                continue
            spans.append(_implicit_span(found, at, title))
            seen_other = False
        elif kind in CONTENT or at in found.table_heads:
            seen_other = seen_other or kind != leader
    return _bounded(spans)


def _leader(found: Scan) -> str:
    kinds = [found.headings[at].kind for at in sorted(found.headings) if found.headings[at].kind in CONTENT]
    steps = "steps" if "steps" in kinds else "flowchart"
    if steps not in kinds or (steps == "flowchart" and not found.table_heads):
        return "table" if found.table_heads else "steps"
    before_steps = kinds[: kinds.index(steps)]
    counts = {kind: kinds.count(kind) for kind in before_steps}
    return next((kind for kind in before_steps if counts[kind] >= kinds.count(steps)), steps)


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
    if not run or sum(len(found.lines[one].text) for one in run) > LONGEST_TITLE:
        return None
    if all(names_identity(found.lines[one]) for one in run):
        return None
    over = place_before(found, run[0])
    heading = found.headings.get(over) if over is not None else None
    if heading is None or heading.kind in {"part", "contents"}:
        return run
    # Words after the heading on its line are its section; what stands apart below is a title.
    return run if heading.rest and found.lines[run[0] - 1].is_blank else None


def _is_lettered(found: Scan, at: int) -> bool:
    """“ก. งาน…”"""
    marker = found.lines[at].marker
    return marker is not None and marker.style == "letter" and found.lines[at].body.startswith(_WORK)


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
    if not kept or len(kept) == len(texts):
        return texts
    return [_ABOUT.sub("", kept[0]), *kept[1:]]


def _implicit_span(found: Scan, at: int, title: list[int] | None) -> Span:
    texts = _without_names([found.lines[one].body for one in title or []])
    start = title[0] if title else at
    name = " ".join(texts) or _cover_title(found, at)
    opening = Opening("plain", name, start, (title[-1] + 1) if title else at)
    return Span([opening], start, has_content=True)


def _bounded(spans: list[Span]) -> list[Span]:
    for span, after in pairwise(spans):
        span.end = after.start if span.end < 0 else min(span.end, after.start)
    return spans

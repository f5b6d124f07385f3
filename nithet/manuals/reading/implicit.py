"""Procedures that nothing opens: a title in plain words, and sections that start again under it."""

import re
from itertools import pairwise

from nithet.manuals.reading.scanning import Scan, paragraph_above, place_before
from nithet.manuals.reading.sections import CONTENT
from nithet.manuals.reading.spans import CLOSING, LONGEST_TITLE, Opening, Span

_COVER_TITLE = re.compile(
    r"(?:คู่มือ(?:การ)?(?:ปฏิบัติงาน|ดำเนินงาน)\s*(?:เรื่อง\s*)?|เรื่อง\s+|(?=งาน))(?P<title>\S.{5,150})$"
)
_NO_COVER_TITLE = re.compile("กลุ่ม|หน่วย|สำนักงาน|ของ|ตำแหน่ง|ฉบับ|ประจำปี|พ\\.ศ")


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
        title = _title_above(found, at) if is_leader else None
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
    if "steps" not in kinds:
        return "table" if found.table_heads else "steps"
    before_steps = kinds[: kinds.index("steps")]
    counts = {kind: kinds.count(kind) for kind in before_steps}
    return next((kind for kind in before_steps if counts[kind] >= kinds.count("steps")), "steps")


def _title_above(found: Scan, at: int) -> list[int] | None:
    """The places of the paragraph just above, where it reads like a title and is no text of a section."""
    run = paragraph_above(found, at)
    if not run and (above := place_before(found, at)) is not None and above in found.items:
        run = [above]
    if not run or sum(len(found.lines[one].text) for one in run) > LONGEST_TITLE:
        return None
    over = place_before(found, run[0])
    heading = found.headings.get(over) if over is not None else None
    return None if heading and heading.kind not in {"part", "contents"} else run


def _cover_title(found: Scan, end: int) -> str:
    """What the cover calls the manual, where it names a piece of work (“คู่มือการปฏิบัติงาน เรื่อง …”)."""
    for at in range(end):
        match = _COVER_TITLE.match(found.lines[at].text)
        if match and not _NO_COVER_TITLE.match(match["title"]):
            return match["title"].strip()
    return ""


def _implicit_span(found: Scan, at: int, title: list[int] | None) -> Span:
    texts = [found.lines[one].body for one in title or []]
    start = title[0] if title else at
    name = " ".join(texts) or _cover_title(found, at)
    opening = Opening("plain", name, start, (title[-1] + 1) if title else at)
    return Span([opening], start, has_content=True)


def _bounded(spans: list[Span]) -> list[Span]:
    for span, after in pairwise(spans):
        span.end = after.start if span.end < 0 else min(span.end, after.start)
    return spans

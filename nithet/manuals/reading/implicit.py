"""Procedures that nothing opens: a title in plain words, and sections that start again under it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from nithet.manuals.reading.furniture import names_identity
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.names import name_after_manual, names_work
from nithet.manuals.reading.numbering import follows
from nithet.manuals.reading.scanning import Scan, paragraph_above, place_before
from nithet.manuals.reading.sections import CONTENT, kind_of
from nithet.manuals.reading.spans import CLOSING, LONGEST_TITLE, Opening, Span
from nithet.manuals.reading.totals import is_total

# A title in one paragraph is seldom longer; a text below the heading of a chapter is.
_LONGEST_LINE = 110
_FEWEST = 2
_COVER_TITLE = re.compile(
    r"(?:คู่มือ(?:การ|สำหรับ)?(?:ปฏิบัติงาน|ปฏิบัติราชการ|ดำเนินงาน|ให้บริการ|บริการ|ประชาชน)\s*[:：]?\s*(?:เรื่อง\s*[:：]?\s*)?"
    r"|คู่มือ(?=(?:การ|งาน)(?!ปฏิบัติ|ดำเนิน|ให้บริการ|ทำงาน))|เรื่อง\s*[:：]?\s+|(?=งาน))(?P<title>\S.{5,150}?)(?:\s+(?:กลุ่ม|หน่วย|สำนักงานเขต|สพ[ปม]\.).*)?$"
)
_NO_COVER_TITLE = re.compile(
    "(?:[(]|กลุ่ม|หน่วย|สำนักงาน|ของ|ตำแหน่ง|ศึกษานิเทศก์|นัก(?!เรียน)|นิติกร|เจ้าพนักงาน|เจ้าหน้าที่|ผู้อำนวยการ)|.*(?:ฉบับ|ประจำปี|พ\\.ศ)"
)

_NO_TITLE = re.compile("หมายถึง|หมายความ|มีหน้าที่")
_NAME_ONLY = re.compile(
    r"คู่มือ(?:การ|สำหรับ)?[ก-๎]{0,16}$|กลุ่ม(?!สาระ|เป้า)|หน่วย|สำนักงาน(?:เขต|คณะ)|สพ[ปม]\.|กระทรวง"
)
_WORK = ("งาน", "การ", "กระบวน", "ภารกิจ")
_ABOUT = re.compile(
    r"^(?:(?:เรื่อง|กระบวนงาน|ชื่องาน)\s*[:：]?\s+|(?:กระบวนการ|ภารกิจ|งาน)\s*[:：]\s*|เรื่อง(?=การ|งาน))(?=\S)"
)
_CHAPTER = re.compile(r"(?:ส่วน|บท|ตอน|หมวด|ภาค)ที่\s*[0-9๐-๙]{1,2}\s*[:.]?\s*(?P<title>\S.*)$")


def find_implicit_between(found: Scan, spans: Sequence[Span]) -> list[Span]:
    """Those outside the procedures that are opened otherwise; with their titles and steps only."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    if all(at in taken for at in range(len(found.lines)) if kind_at(found, at) in {"steps", "table"}):
        return []
    free = [span for span in find_implicit(found) if span.start not in taken and span.openings[0].title]
    starts = {span.start for span in free}
    free += [named_span(found, [at]) for at in _chapters_of_work(found) if at not in taken | starts]
    free.sort(key=lambda span: span.start)
    for span in _bounded(free):
        end = min((one.start for one in spans if one.start > span.start), default=len(found.lines))
        span.end = end if span.end < 0 else min(span.end, end)
    return [span for span in free if _has_steps(found, span)]


def _chapters_of_work(found: Scan) -> list[int]:
    """“บทที่ 2 การรับนักเรียน” right above a section."""
    return [
        above
        for above in (place_before(found, at) for at in found.headings if kind_at(found, at))
        if above is not None
        and _is_chapter_of_work(found, above)
        and of_chapter(found.lines[above].body).startswith(_WORK)
    ]


def _has_steps(found: Scan, span: Span) -> bool:
    """Whether a table of steps stands in it, or items below a heading of steps."""
    places = range(span.start, span.end)
    below = next((at for at in places if kind_at(found, at) == "steps"), span.end)
    has_items = any(found.lines[at].marker for at in range(below + 1, span.end))
    return has_items or any(at in found.table_heads and found.lines[at + 1].is_row for at in places[:-1])


def find_implicit(found: Scan) -> list[Span]:
    """Procedures told by sections that start again under a line that reads like a title."""
    if titles := _numbered_titles(found):
        return _bounded([_implicit_span(found, at, [at]) for at in titles])
    leader = _leader(found)
    spans: list[Span] = []
    seen_other = has_led = True
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
        if title or (is_leader and (not spans or (seen_other and has_led))):
            if spans and not title and leader == "table":
                continue
            spans.append(_implicit_span(found, at, title))
            seen_other, has_led = False, is_leader
        elif is_content:
            seen_other, has_led = seen_other or kind != leader, has_led or is_leader
    return _bounded(spans)


def _numbered_titles(found: Scan) -> list[int]:
    """“1. งาน…”, “2. การ…”, each right above a section or a table of steps, from 1 on; none of fewer than two."""
    titles: list[int] = []
    for at in sorted({*found.headings, *found.table_heads}):
        above = place_before(found, at) if kind_at(found, at) else None
        if above is None or above not in found.items:
            continue
        line = found.lines[above]
        if line.marker and line.marker.path == (len(titles) + 1,) and line.body.startswith(_WORK):
            titles.append(above)
    return titles if len(titles) >= _FEWEST else []


def _is_item_title(found: Scan, at: int) -> bool:
    """Whether a numbered line may be a title: the name of a work, or the last item of no list."""
    return at in found.items and (found.lines[at].body.startswith(_WORK) or not _is_in_list(found, at))


def _reads_like_title(lines: Sequence[Line]) -> bool:
    """Short enough, not only names and totals, and nothing that explains a word or a post."""
    if sum(len(line.text) for line in lines) > LONGEST_TITLE:
        return False
    if all(
        (names_identity(line) and not name_after_manual(line.text)) or is_total(line.text) for line in lines
    ):
        return False
    return not any(_NO_TITLE.search(line.text) for line in lines)


def _is_in_list(found: Scan, at: int) -> bool:
    """Whether a numbered line is the last one of a list of several."""
    marker, above = found.lines[at].marker, place_before(found, at)
    reached = found.reached.get(above) if above is not None else None
    return bool(marker and reached and follows(reached, marker.path) and marker.path[-1] > 1)


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
    places = [at for at in sorted({*found.headings, *found.table_heads}) if kind_at(found, at)]
    kinds = [kind_at(found, at) for at in places]
    steps = next((kind for kind in ("steps", "table", "flowchart", "times") if kind in kinds), "steps")
    if steps not in kinds:
        return steps
    before_steps = list(dict.fromkeys(kinds[: kinds.index(steps)]))
    first = next((kind for kind in before_steps if kinds.count(kind) >= kinds.count(steps)), steps)
    titled = Counter(kind for at, kind in zip(places, kinds, strict=True) if _title_over(found, at, -1))
    best = max([first, *before_steps, steps], key=lambda kind: titled[kind])
    return best if titled[best] > titled[first] and (titled[best] > 1 or not titled[first]) else first


def kind_at(found: Scan, at: int) -> str:
    """The kind of content that a line opens, “table” for the head of a table of steps."""
    kind = found.headings[at].kind if at in found.headings else ""
    return kind if kind in CONTENT else "table" if at in found.table_heads else ""


def _title_over(found: Scan, at: int, after: int) -> list[int] | None:
    """The title above a section, or above the sections of other things between the two, below the place `after`."""
    while at > after:
        if title := title_above(found, at):
            return title
        over = next((one for one in range(at - 1, after, -1) if one in found.headings), None)
        if over is None or found.headings[over].kind not in {"other", "introduction"}:
            return None
        at = over
    return None


def title_above(found: Scan, at: int) -> list[int] | None:
    """The places of the paragraph just above, where it reads like a title and is no text of a section."""
    run = paragraph_above(found, at)
    if run and _names_alone(found.lines[run[-1]].text):
        run = run[-1:]
    above = place_before(found, at)
    if not run and above is not None and (_is_item_title(found, above) or _is_lettered(found, above)):
        run = [above]
    elif not run and above is not None and above in found.headings and _is_chapter_of_work(found, above):
        return [above]
    if not run or not _reads_like_title([found.lines[one] for one in run]):
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


def _names_alone(text: str) -> bool:
    """Whether a line names a work by its form, so that nothing above it belongs to the name."""
    return bool(name_after_manual(text)) or names_work(text)


def _is_lettered(found: Scan, at: int) -> bool:
    """“ก. งาน…”"""
    marker = found.lines[at].marker
    return marker is not None and marker.style == "letter" and found.lines[at].body.startswith(_WORK)


def of_chapter(text: str) -> str:
    """“บทที่ 2 การรับนักเรียน” without the number of the chapter, “คู่มือการปฏิบัติงาน : กระบวนการ…” without the manual."""
    match = _CHAPTER.match(text)
    return match["title"] if match else name_after_manual(text) or text


def _is_chapter_of_work(found: Scan, at: int) -> bool:
    """“บทที่ 2 การรับนักเรียน”, but not “บทที่ 2 บทนำ” nor “ส่วนที่ 2 ขั้นตอนการปฏิบัติงาน”."""
    if name_after_manual(found.lines[at].body):
        return True
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
    return [_ABOUT.sub("", name_after_manual(kept[0]) or kept[0]), *kept[1:]] if kept else []


def named_span(found: Scan, title: list[int]) -> Span:
    """A procedure from its title on."""
    return _implicit_span(found, title[-1] + 1, title)


def _implicit_span(found: Scan, at: int, title: list[int] | None) -> Span:
    texts = _without_names([of_chapter(found.lines[one].body) for one in title or []])
    start = title[0] if title else at
    name = " ".join(texts) or _cover_title(found, at)
    opening = Opening("plain", name, start, (title[-1] + 1) if title else at)
    return Span([opening], start, has_content=True)


def _bounded(spans: list[Span]) -> list[Span]:
    for span, after in pairwise(spans):
        span.end = after.start if span.end < 0 else min(span.end, after.start)
    return spans

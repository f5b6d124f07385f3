"""A document out of its pages: running heads left out, paragraphs and tables joined over pages, lines of text with their pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from nithet.manuals.draft import Place
from nithet.manuals.reading.lines import tidy
from nithet.manuals.sources.layout import TextLine
from nithet.manuals.sources.layout_flow import Paragraph, paragraphs_of, usual_step
from nithet.manuals.sources.layout_tables import Table, append, goes_on, row_text, spread_marks
from nithet.thai.numerals import to_arabic

# Shares of the height of a page: margins, and what numbers of pages may stand in.
_MARGIN = 0.08
_NUMBER_MARGIN = 0.13
_TABLE_TOP = 0.2
_FEWEST_REPEATS = 3
_OFTEN = 0.45
_SAME_HEIGHT = 4
_DIGITS = re.compile("[0-9๐-๙]+")
_PAGE_NUMBER = re.compile(r"(?:หน้า(?:ที่)?\s*)?[-–—(]?\s*#\s*[-–—)]?(?:\s*(?:/|จาก|ของ)\s*#)?|[ก-ฮ]")
_NUMBERED = re.compile(r"([0-9]{1,2})[.)]\s*[^0-9\s]")
_OFFICE = re.compile("สำนักงานเขตพื้นที่|สพป|สพม")
_HEADING_SIZES = ((1.5, "# "), (1.25, "## "), (1.12, "### "))
_LONGEST_HEADING = 160
_EDGE = 4.0
_NARROWEST = 0.7
_USUAL = 0.86
_FEWEST_LINES = 20
_MANY_LINES = 200


@dataclass(slots=True)
class Page:
    """What a page shows, its blocks of text and its tables from top to bottom.

    `is_scan`: it shows something, but no text. `recognised` is the text that was recognised on it.
    """

    number: int
    width: float
    height: float
    blocks: list["Block"] = field(default_factory=list)
    is_scan: bool = False
    recognised: str = ""

    def lines(self) -> Iterator[TextLine]:
        return (line for block in self.blocks for line in block.lines)

    def forget_words(self) -> None:
        """Let words go whose places are not asked for any more."""
        for block in self.blocks:
            rows = block.table.rows if block.table else []
            for line in (*block.lines, *(line for row in rows for cell in row for line in cell.lines)):
                line.forget_words()


@dataclass(slots=True)
class Block:
    """Lines that follow one another in a part of a page so wide, or a table."""

    lines: list[TextLine] = field(default_factory=list)
    table: Table | None = None
    width: float = 0


Run = Table | Page | list[Block]


@dataclass(slots=True)
class Written:
    """Lines of text, the page of each, and running heads that were left out."""

    lines: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def add(self, text: str, page: int) -> None:
        self.lines.append(text)
        self.pages.append(page)

    def gap(self) -> None:
        """A blank line, unless there is one."""
        if self.lines and self.lines[-1]:
            self.add("", self.pages[-1])

    def places(self, file: str) -> tuple[Place, ...]:
        """The first line of each page."""
        found: list[Place] = []
        for line, (text, page) in enumerate(zip(self.lines, self.pages, strict=True), start=1):
            if text and (not found or page > found[-1].page):
                found.append(Place(line, file, page))
        return tuple(found)


def write(pages: Sequence[Page]) -> Written:
    """The text of a document."""
    heads = _leave_out_heads(pages)
    _leave_out_repeated_tables(pages)
    written = Written()
    body = _body_size(pages)
    edges = _edges(pages)
    for run in _runs(pages):
        if isinstance(run, Table):
            _write_table(written, run)
        elif isinstance(run, Page):
            _write_recognised(written, run)
        else:
            _write_text(written, run, edges, body)
    _name_office(written, heads)
    while written.lines and not written.lines[-1]:
        written.lines.pop()
        written.pages.pop()
    return written


def _runs(pages: Sequence[Page]) -> Iterator[Run]:
    """Tables, stretches of text and recognised pages; a table that goes on over pages is one, as is text."""
    run: list[Block] = []
    table: Table | None = None
    for page in pages:
        if page.recognised:
            yield from (one for one in (table, run) if one)
            run, table = [], None
            yield page
        for block in page.blocks:
            if block.table is None:
                if table is not None and block.lines:
                    yield table
                    table = None
                run.append(block)
                continue
            if any(one.lines for one in run):
                yield run
            run = []
            if table is not None and table.page < page.number and goes_on(table, block.table):
                append(table, block.table)
            else:
                if table is not None:
                    yield table
                table = block.table
                table.row_pages = [page.number] * len(table.rows)
    yield from (one for one in (table, run) if one)


def _write_table(written: Written, table: Table) -> None:
    written.gap()
    spread_marks(table.rows)
    for row, page in zip(table.rows, table.row_pages, strict=True):
        written.add(tidy(row_text(row)), page)
    written.gap()


def _write_recognised(written: Written, page: Page) -> None:
    written.gap()
    for line in page.recognised.splitlines():
        if text := tidy(line):
            written.add(text, page.number)
        else:
            written.gap()
    written.gap()


def _write_text(written: Written, run: Sequence[Block], edges: Mapping[int, float], body: float) -> None:
    step = usual_step([line for block in run for line in block.lines])
    before: Paragraph | None = None
    for width, blocks in groupby(run, key=lambda block: round(block.width)):
        lines = [line for block in blocks for line in block.lines]
        for paragraph in paragraphs_of(lines, edges.get(width, float(width)), step):
            text = tidy(paragraph.text)
            if not text:
                continue
            if paragraph.is_apart or paragraph.is_bold or _begins_list(before, paragraph):
                written.gap()
            before = paragraph
            written.add(_marked(paragraph, text, body), paragraph.page)


def _begins_list(before: Paragraph | None, paragraph: Paragraph) -> bool:
    """Whether numbers begin anew on another page, where a gap would not be seen."""
    if before is None or before.page == paragraph.page:
        return False
    last, first = (_NUMBERED.match(to_arabic(one.text)) for one in (before, paragraph))
    return bool(last and first) and int(first[1] if first else 0) != int(last[1] if last else 0) + 1


def _marked(paragraph: Paragraph, text: str, body: float) -> str:
    """A paragraph with the marks of a heading, where its letters are larger, or of bold words."""
    share = paragraph.size / body
    if share >= _HEADING_SIZES[-1][0] and len(text) <= _LONGEST_HEADING:
        return next(mark for least, mark in _HEADING_SIZES if share >= least) + text
    if paragraph.is_bold:
        return f"**{text}**"
    start = tidy(paragraph.bold_start)
    if len(start) > 3 and text.startswith(start):
        return f"**{start}**{text[len(start) :]}"
    return text


def _body_size(pages: Sequence[Page]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines():
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _edges(pages: Sequence[Page]) -> dict[int, float]:
    """The right edge of running text, by the width of its part of the page: the last that several lines reach.

    Where there are few lines, as on a cover, it is that of usual margins.
    """
    ends: dict[int, list[float]] = defaultdict(list)
    begins: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for block in page.blocks:
            ends[round(block.width)].extend(line.x1 for line in block.lines)
            begins[round(block.width)].extend(line.x0 for line in block.lines)
    return {
        width: max(_edge(sorted(found, reverse=True), width), _reached(found, begins[width], width))
        for width, found in ends.items()
        if found
    }


def _reached(ends: Sequence[float], begins: Sequence[float], width: float) -> float:
    """How far the longest line reaches, if no further than a margin as wide as the left one."""
    if len(ends) >= _MANY_LINES:
        return 0.0
    return min(max(ends), width - min(begins))


def _edge(ends: Sequence[float], width: float) -> float:
    enough = max(2, len(ends) // 30)
    least = (_NARROWEST if len(ends) >= _FEWEST_LINES else _USUAL) * width
    for at, end in enumerate(ends):
        if at + enough <= len(ends) and end - ends[at + enough - 1] <= _EDGE:
            return max(end, least)
    return max(ends[0], least)


def _leave_out_heads(pages: Sequence[Page]) -> list[str]:
    """Take lines away that stand at one place in the margins of three pages or more; gives their texts."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines():
            if key := _head_key(line, page):
                seen[key].add(page.number)
    texts: list[str] = []
    for page in pages:
        for block in page.blocks:
            heads = [line for line in block.lines if _is_head(line, page, seen)]
            texts.extend(line.text for line in heads)
            if heads:
                block.lines = [line for line in block.lines if line not in heads]
    return list(dict.fromkeys(texts))


def _is_head(line: TextLine, page: Page, seen: Mapping[tuple[str, int], set[int]]) -> bool:
    """Whether a line comes back at its place, on most pages between the first and the last, or on every other."""
    key = _head_key(line, page)
    if key is None:
        return False
    on = set().union(*(seen.get((key[0], key[1] + near), set()) for near in (-1, 0, 1)))
    return len(on) >= _FEWEST_REPEATS and len(on) >= _OFTEN * (max(on) - min(on) + 1)


def _head_key(line: TextLine, page: Page) -> tuple[str, int] | None:
    """What a line in the margin says, whatever numbers it has, and how high it stands."""
    share = line.y / page.height
    outer = min(share, 1 - share)
    if outer > _NUMBER_MARGIN:
        return None
    words = _DIGITS.sub("#", " ".join(line.text.split()))
    if outer > _MARGIN and not _PAGE_NUMBER.fullmatch(words):
        return None
    return ("#" if _PAGE_NUMBER.fullmatch(words) else words), round(line.y / _SAME_HEIGHT)


def _leave_out_repeated_tables(pages: Sequence[Page]) -> None:
    """Keep only the first of boxes at the top of pages that say the same on three pages or more."""
    tops = [(page, page.blocks[0]) for page in pages if page.blocks and _is_top(page)]
    keys = {id(block): _table_key(block.table) for _, block in tops if block.table}
    often = {key for key, times in Counter(keys.values()).items() if times >= _FEWEST_REPEATS}
    seen: set[str] = set()
    for page, block in tops:
        key = keys[id(block)]
        if key in often and key in seen:
            page.blocks.remove(block)
        seen.add(key)


def _is_top(page: Page) -> bool:
    table = page.blocks[0].table
    return table is not None and table.y0 < _TABLE_TOP * page.height


def _table_key(table: Table) -> str:
    return _DIGITS.sub("#", "\n".join(map(row_text, table.rows)))


def _name_office(written: Written, heads: Iterable[str]) -> None:
    """Where only running heads name the office, the first that does opens the text."""
    if any(_OFFICE.search(line) for line in written.lines):
        return
    if head := next((tidy(one) for one in heads if _OFFICE.search(one)), None):
        written.lines[:0], written.pages[:0] = [head, ""], [1, 1]

"""Tables of several procedures: a column names the work of the rows beside it (“งาน | ที่ | ขั้นตอน | เวลา”)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nithet.manuals.likeness import bare
from nithet.manuals.reading.lines import Line, row_line
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.tables import Cell, Row, head_columns, is_rule, read_rows

_WORK = re.compile(
    "(?:ชื่อ)?(?:งาน|กระบวนงาน|กระบวนการ|ภารกิจ|ภาระงาน|เรื่อง)(?:หลัก|ที่(?:รับผิดชอบ|ปฏิบัติ|ต้องปฏิบัติ|ดำเนินการ))?"
)
_MAYBE = re.compile(r"(?:^|[|\t])\s*(?:ชื่อ)?(?:งาน|กระบวน|ภารกิจ|ภาระ|เรื่อง)[^|\t]{0,20}(?:[|\t]|$)")
_CONTINUED = re.compile(r"\s*[(\[]\s*ต่อ\s*[)\]]$")
_WORDS = frozenset({"step", "detail"})
_FEWEST = 2


@dataclass(slots=True)
class _Group:
    """The rows of one work; without a name for what stands above the first."""

    name: str
    rows: list[Row] = field(default_factory=list)


def read_works(lines: Sequence[Line]) -> list[Line]:
    """The lines, each such table as a table for each work with its name above it."""
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if line.is_row:
            run.append(line)
            continue
        if run:
            found.extend(_parted(run))
            run = []
        found.append(line)
    return [*found, *_parted(run)]


def _parted(run: list[Line]) -> list[Line]:
    if len(run) <= _FEWEST or not any(_MAYBE.search(line.raw) for line in run[:2]):
        return run
    rows = read_rows(run)
    head = next((row for row in rows[:2] if head_columns(row)), None)
    at = _work_column(head) if head else None
    if head is None or at is None:
        return run
    groups = list(_groups(rows, head, at))
    works = [group for group in groups if group.name]
    if _are_phases(works, head, at):
        return run
    if len(works) < _FEWEST or sum(len(one.rows) > 1 for one in works) * 2 < len(works):
        return run
    dropped = {at, *_numbers_of_works(works, head, at)}
    texts = {line.number: line.text for line in run}
    return [line for group in groups for line in _lines(group, head, dropped, texts)]


def _are_phases(works: Sequence[_Group], head: Row, at: int) -> bool:
    """Whether the steps are numbered on from one name to the next: phases of one work."""
    columns = head_columns(head) or []
    places = [place for place in range(at + 1, len(columns)) if columns[place] in {"number", *_WORDS}]
    firsts = [_number(group.rows[0], places) for group in works if group.rows]
    return len(firsts) >= _FEWEST and all(firsts) and firsts == sorted(set(firsts))


def _number(row: Row, places: Sequence[int]) -> int:
    """The number of a row, in a cell of its own or before its words; 0 where there is none."""
    for place in places:
        taken = take_marker(f"{row.text(place)} ก")
        if taken and taken[0].is_number:
            return taken[0].path[-1]
    return 0


def _work_column(head: Row) -> int | None:
    """The column of the works, where another one right of it holds the steps."""
    columns = head_columns(head) or []
    at = next((at for at in range(len(head.cells)) if _WORK.fullmatch(bare(head.text(at)))), None)
    return at if at is not None and _WORDS & set(columns[at + 1 :]) else None


def _groups(rows: Sequence[Row], head: Row, at: int) -> Iterator[_Group]:
    group = _Group("")
    for row in rows:
        name = "" if row is head or is_rule(row) else _CONTINUED.sub("", row.text(at))
        if row.cells == head.cells and row is not head:
            name = ""
        if name and bare(name) != bare(group.name):
            yield group
            group = _Group(name)
        group.rows.append(row)
    yield group


def _numbers_of_works(works: Sequence[_Group], head: Row, at: int) -> list[int]:
    """The column before that of the works, where it numbers these and not the rows."""
    columns = head_columns(head) or []
    if at == 0 or columns[at - 1] != "number":
        return []
    further = [row for group in works for row in group.rows[1:]]
    return [] if any(row.text(at - 1) for row in further) else [at - 1]


def _lines(group: _Group, head: Row, dropped: set[int], texts: dict[int, str]) -> Iterator[Line]:
    """The name of the work, the head of the table again, and the rows without the columns dropped."""
    if group.name:
        number = group.rows[0].lines[0]
        words = f"ชื่องาน: {group.name}"
        yield Line(number, words, words, body=words)
        yield row_line(number, _barred(head, dropped))
    for row in group.rows:
        first, *more = row.lines
        line = row_line(first, _barred(row, dropped))
        line.joined = {one: texts[one] for one in more if texts[one]}
        yield line


def _barred(row: Row, dropped: set[int]) -> str:
    cells = [_written(cell) for at, cell in enumerate(row.cells) if at not in dropped]
    return f"| {' | '.join(cells)} |"


def _written(cell: Cell) -> str:
    return "<br>".join(cell).replace("|", "\\|")

"""Tables with a column for each who does something (“ที่ | เจ้าหน้าที่ | ผู้อำนวยการ | ระยะเวลา”), the step in the column of its doer."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.lines import Line, row_line
from nithet.manuals.reading.tables import Row, is_rule, read_rows
from nithet.manuals.responsible import POST_WORDS

_POST = re.compile(f"(?:{POST_WORDS}|ผู้ขอ|ผู้ยื่น|โรงเรียน|อ\\.ก\\.)")
_FEWEST = 2
_HEAD = ["ที่", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"]


def read_lanes(lines: Sequence[Line]) -> list[Line]:
    """The lines, such tables with one column for the steps and one for who does them."""
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if line.is_row:
            run.append(line)
            continue
        found.extend(_laned(run))
        run = []
        found.append(line)
    return [*found, *_laned(run)]


def _laned(run: list[Line]) -> list[Line]:
    if len(run) <= _FEWEST or not any(_POST.search(line.raw) for line in run[:1]):
        return run
    rows = read_rows(run)
    lanes = _lanes_of(rows[0])
    body = [row for row in rows[1:] if not is_rule(row) and row.cells != rows[0].cells]
    if not lanes or len(body) < _FEWEST or any(sum(bool(row.text(at)) for at in lanes) != 1 for row in body):
        return run
    texts = {line.number: line.text for line in run}
    return [_line(row, _cells(row, rows[0], lanes), texts) for row in rows]


def _lanes_of(head: Row) -> list[int]:
    """The columns of posts between the number and the time, where the head has nothing else."""
    kinds = [column_kind(head.text(at)) for at in range(len(head.cells))]
    if kinds.count("number") != 1 or kinds[-1] != "time" or kinds[0] != "number":
        return []
    lanes = list(range(1, len(kinds) - 1))
    are_posts = all(_POST.match(head.text(at)) for at in lanes)
    return lanes if are_posts and len(lanes) >= _FEWEST else []


def _cells(row: Row, head: Row, lanes: Sequence[int]) -> list[str]:
    if row.cells == head.cells:
        return _HEAD
    if is_rule(row):
        return ["---"] * len(_HEAD)
    at = next(at for at in lanes if row.text(at))
    return [row.text(0), "<br>".join(row.paragraphs(at)), head.text(at), row.text(lanes[-1] + 1)]


def _line(row: Row, cells: Sequence[str], texts: dict[int, str]) -> Line:
    first, *more = row.lines
    line = row_line(first, f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    line.joined = {number: texts[number] for number in more if texts[number]}
    return line

"""Tables whose columns are only a space apart, as text taken from a PDF without its places, turned into rows.

A head “ที่ ขั้นตอน ระยะเวลา ผู้รับผิดชอบ” and lines below it that begin with 1, 2, 3: the time in such a line shows
where the words of the step end and where the responsible begin.
"""

import re
from collections.abc import Sequence

from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.lines import Line, row_line
from nithet.manuals.reading.sections import heading_of
from nithet.manuals.reading.times import is_time
from nithet.thai.numerals import to_arabic

_FEWEST = 3
_MOST = 6
_LONGEST_WORD = 30
_POST = re.compile(
    "(?:นัก(?!เรียน)|นิติกร|ผู้อำนวยการ|ผอ\\.|รอง|เจ้าหน้าที่|เจ้าพนักงาน|กลุ่ม|หน่วย|คณะ|ศึกษานิเทศก์|หัวหน้า|ธุรการ|ทุกกลุ่ม|ผู้ตรวจ|ผู้ช่วย|สพ[ปม])"
)
_KNOWN = frozenset({"number", "step", "detail", "time", "responsible"})


def read_pressed(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of pressed tables as rows with bars; where a line does not fit, the table stays as it is."""
    found = list(lines)
    at = 0
    while at < len(found):
        kinds = _head(found[at])
        rows = _rows(found, at + 1, kinds) if kinds else []
        if len(rows) > 1:
            found[at] = row_line(found[at].number, _barred(found[at].text.split(" ")))
            for places, cells in rows:
                _write(found, places, cells)
            at = rows[-1][0][-1]
        at += 1
    return found


def _head(line: Line) -> list[str]:
    """The kinds of the columns, where the line is nothing but their names."""
    if line.is_row or line.marker or not _FEWEST <= line.text.count(" ") + 1 <= _MOST:
        return []
    words = line.text.split(" ")
    kinds = [column_kind(word) or "" for word in words if len(word) <= _LONGEST_WORD]
    is_head = len(kinds) == len(words) == len(set(kinds)) and set(kinds) <= _KNOWN
    return (
        kinds
        if is_head and kinds[0] == "number" and "time" in kinds[2:] and kinds[1] in {"step", "detail"}
        else []
    )


def _rows(lines: Sequence[Line], start: int, kinds: list[str]) -> list[tuple[list[int], list[str]]]:
    """Each row by the places of its lines and its cells; empty where one does not fit."""
    rows: list[tuple[list[int], list[str]]] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if line.is_row or line.is_blank or (rows and heading_of(line.body)):
            break
        words = line.text.split(" ")
        if to_arabic(words[0]).strip(".)") == str(len(rows) + 1):
            cells = _cells(words[1:], kinds)
            if not cells:
                return []
            rows.append(([at], [words[0], *cells]))
        elif rows and len(words) < len(kinds) and not line.marker:
            rows[-1][0].append(at)
            rows[-1][1][1] += f" {line.text}"
        else:
            break
    return rows


def _cells(words: list[str], kinds: list[str]) -> list[str]:
    """The cells after the number: the longest run of words that is a time, what stands before it and after it."""
    begin, end = _time_in(words)
    if begin <= 0:
        return []
    before, time, after = words[:begin], " ".join(words[begin:end]), words[end:]
    cells = {"time": time, kinds[1]: " ".join(before)}
    if "responsible" in kinds:
        if kinds.index("responsible") > kinds.index("time"):
            cells["responsible"] = " ".join(after)
        else:
            post = next((at for at, word in enumerate(before) if at and _POST.match(word)), 0)
            if not post or after:
                return []
            cells[kinds[1]], cells["responsible"] = " ".join(before[:post]), " ".join(before[post:])
    elif after:
        return []
    return [cells.get(kind, "") for kind in kinds[1:]]


def _time_in(words: list[str]) -> tuple[int, int]:
    runs = [
        (begin, end)
        for begin in range(1, len(words))
        for end in range(len(words), begin, -1)
        if is_time(" ".join(words[begin:end]))
    ]
    return max(runs, key=lambda run: (run[1] - run[0], run[0]), default=(0, 0))


def _barred(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', ' ') for cell in cells)} |"


def _write(lines: list[Line], places: list[int], cells: list[str]) -> None:
    """The first line holds the row; the others are an open end of it."""
    first, *more = places
    raw = _barred(cells)
    lines[first] = Line(
        lines[first].number,
        raw if not more else raw[:-1] + "\u200b",
        lines[first].text,
        body=lines[first].text,
        is_row=True,
    )
    for at in more:
        end = "|" if at == more[-1] else "\u200b"
        lines[at] = Line(lines[at].number, end, lines[at].text, body=lines[at].text, is_row=True)

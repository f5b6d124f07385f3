"""Tables of two columns that tell one procedure: a heading on the left, what it says on the right."""

from collections.abc import Sequence

from nithet.manuals.reading.lines import Line, row_line
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.sections import CONTENT, kind_of
from nithet.manuals.reading.tables import Row, head_columns, is_rule, read_rows

_HEADS = CONTENT | {"name", "document"}
_FEWEST = 2
_BARS = (1, 2, 3)


def read_cards(lines: Sequence[Line]) -> list[Line]:
    """The lines, the rows of such tables as “heading: words” with each paragraph of a cell on a line of its own."""
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if line.is_row:
            run.append(line)
            continue
        found.extend(_card(run))
        run = []
        found.append(line)
    found.extend(_card(run))
    return found


def _card(run: list[Line]) -> list[Line]:
    if len(run) < _FEWEST or run[0].raw.count("|") not in _BARS:
        return run
    rows = read_rows(run)
    if any(len(row.cells) != 2 for row in rows) or any(head_columns(row) for row in rows[1:]):
        return run
    kinds = [kind_of(_label(row)) for row in rows if row.filled == 2 and not is_rule(row)]
    known = {kind for kind in kinds if kind in _HEADS}
    if len(known) < _FEWEST or not known & {"name", "objectives"} or None in kinds[1:]:
        return run
    return [line for row in rows for line in _lines(row)]


def _label(row: Row) -> str:
    taken = take_marker(row.text(0))
    return (taken[1] if taken else row.text(0)).rstrip(" :：")


def _lines(row: Row) -> list[Line]:
    """A row as lines, all with its first number; the row of dashes is a rule."""
    number = row.lines[0]
    if is_rule(row):
        return [Line(number, "---", "---")]
    first, *more = row.paragraphs(1) or ("",)
    texts = [f"{_label(row)}: {first}", *more] if not more else [f"{_label(row)}:", first, *more]
    return [*(_line(number, text) for text in texts), *(Line(one, "", "") for one in row.lines[1:])]


def _line(number: int, text: str) -> Line:
    line = row_line(number, text)
    line.is_row = False
    if taken := take_marker(text):
        line.marker, line.body = taken
    return line

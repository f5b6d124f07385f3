"""Tables of two columns that tell one procedure: a heading on the left, what it says on the right."""

from collections.abc import Sequence

from nithet.manuals.reading.lines import Line, plain, row_line
from nithet.manuals.reading.names import names_work
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.sections import CONTENT, find_mark, heading_of, kind_of
from nithet.manuals.reading.tables import Row, head_columns, is_rule, read_rows

_HEADS = CONTENT | {"name", "document"}
_FEWEST = 2
_FEWEST_LABELS = 3
_PAIR = 2


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


def read_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines, “label⇥words” as “label: words” where a card of two columns was saved as text, one cell going on below."""
    places = [at for at in range(len(lines)) if _is_labelled(lines, at)]
    kinds = {kind_of(lines[at].raw.split("\t")[0].strip()) for at in places}
    if len(places) < _FEWEST_LABELS or not kinds & {"name", "document", "objectives"}:
        return list(lines)
    found = list(lines)
    for at in places:
        label, words = (plain(one) for one in lines[at].raw.strip().split("\t", 1))
        text = f"{label}: {words}"
        found[at] = Line(lines[at].number, text, text, body=text)
    return found


def _is_labelled(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the heading of a section, one tab and words, and is in no table with more columns."""
    if not lines[at].is_row or "\t" not in lines[at].raw:
        return False
    raw = lines[at].raw.strip()
    if raw.count("\t") != 1 or "|" in raw:
        return False
    near = [one.raw for one in lines[max(0, at - 1) : at + 2]]
    return kind_of(raw.split("\t")[0].rstrip(" :：")) in _HEADS | {"label"} and all(
        one.count("\t") <= 1 for one in near
    )


def _card(run: list[Line]) -> list[Line]:
    """The rows of a run, those at its top that are a card as lines."""
    if len(run) < _FEWEST or "|" not in run[0].raw:
        return run
    card: list[Row] = []
    for row in read_rows(run):
        if not is_rule(row) and (head_columns(row) or not _is_entry(row, is_first=not card)):
            break
        card.append(row)
    known = {kind for row in card if row.filled == _PAIR and (kind := kind_of(_label(row))) in _HEADS}
    if len(known) < _FEWEST or not known & {"name", "objectives"}:
        return run
    last = card[-1].lines[-1]
    texts = {line.number: line.text for line in run}
    return [line for row in card for line in _lines(row, texts)] + [
        line for line in run if line.number > last
    ]


def _is_entry(row: Row, *, is_first: bool) -> bool:
    """A heading in the first cell and at most one cell of words; the name of the form may stand above."""
    if not row.filled:
        return True
    if row.filled > _PAIR or not row.paragraphs(0):
        return False
    return is_first or kind_of(_label(row)) is not None


def _label(row: Row) -> str:
    taken = take_marker(row.text(0))
    return (taken[1] if taken else row.text(0)).rstrip(" :：")


def _lines(row: Row, texts: dict[int, str]) -> list[Line]:
    """A row as lines, all with its first number; the row of dashes is a rule."""
    number = row.lines[0]
    if is_rule(row):
        return [Line(number, "---", "---")]
    first, *more = next((cell for cell in row.cells[1:] if cell), ("",))
    words = [f"{_label(row)}: {first}", *more] if not more else [f"{_label(row)}:", first, *more]
    found = [_line(number, text) for text in words]
    found[-1].joined = {one: texts[one] for one in row.lines[1:] if texts[one]}
    return found


def _line(number: int, text: str) -> Line:
    line = row_line(number, text)
    line.is_row = False
    if taken := take_marker(text):
        line.marker, line.body = taken
    return line


def read_banners(lines: Sequence[Line]) -> list[Line]:
    """The lines, rows that hold a heading alone (“| วัตถุประสงค์: เพื่อ… | | |”) as lines of text."""
    found: list[Line] = []
    for line in lines:
        found.extend(_banner(line) if line.is_row and line.raw.lstrip().startswith("|") else [line])
    return found


def _banner(line: Line) -> list[Line]:
    if line.raw.count("|") < _PAIR or not line.raw.rstrip().endswith("|"):
        return [line]
    (row,) = read_rows([line])
    paragraphs = row.paragraphs(0)
    if row.filled != 1 or not paragraphs or is_rule(row):
        return [line]
    taken = take_marker(paragraphs[0])
    found = [_line(line.number, text) for text in paragraphs]
    heading = heading_of(taken[1] if taken and taken[0].is_number else paragraphs[0])
    is_heading = heading is not None and heading.kind in _HEADS
    is_name = len(found) == 1 and names_work(found[0].text)
    return found if is_heading or is_name or find_mark(found[0]) else [line]

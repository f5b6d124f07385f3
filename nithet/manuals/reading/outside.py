"""What stands outside the procedures: covers, and sections of the manual itself (foreword, duties, bibliography)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nithet.manuals.draft import Matter
from nithet.manuals.likeness import bare, likeness
from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.furniture import looks_like_cover, names_identity
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.scanning import Scan
from nithet.manuals.reading.sections import Heading
from nithet.manuals.reading.spans import Span

_LISTED = 0.6
_REPEATED = 0.8


@dataclass(slots=True)
class _Piece:
    heading: Heading | None
    line: Line | None
    body: list[Line] = field(default_factory=list)


def read_listings(
    listed: Sequence[Span], found: Scan, titles: Sequence[str], ledger: Ledger, cautions: Cautions
) -> None:
    """Openings without content are a list of the procedures; their lines are contents."""
    for span in listed:
        for opening in span.openings:
            best = max(titles, key=lambda title: likeness(title, opening.title), default="")
            if likeness(best, opening.title) < _LISTED:
                continue
            lines = [found.lines[at] for at in range(opening.at, opening.end) if found.lines[at].text]
            ledger.furnish([line.number for line in lines], "contents")
            if bare(best) != bare(opening.title):
                cautions.add("contents-differ", line=lines[0].number, other=opening.title)


def read_outside(found: Scan, spans: Sequence[Span], titles: Sequence[str], ledger: Ledger) -> list[Matter]:
    """Sections of the manual itself; covers and bare lists of the procedures are booked as furniture."""
    matters: list[Matter] = []
    for piece in _pieces(found, spans, ledger):
        if piece.heading is None or piece.line is None:
            _book_cover(piece.body, titles, ledger)
        elif piece.heading.kind == "label":
            ledger.furnish([piece.line.number], "label")
            _book_cover(piece.body, titles, ledger)
        elif piece.heading.kind == "part" and _is_cover(piece):
            ledger.furnish([piece.line.number, *(line.number for line in piece.body)], "cover")
        else:
            matters.append(_matter(piece, ledger))
    return matters


def _pieces(found: Scan, spans: Sequence[Span], ledger: Ledger) -> list[_Piece]:
    inside = {at for span in spans for at in range(span.start, span.end)}
    pieces = [_Piece(None, None)]
    for at, line in enumerate(found.lines):
        if at in inside:
            if pieces[-1].heading or pieces[-1].body:
                pieces.append(_Piece(None, None))
        elif line.is_blank:
            continue
        elif ledger.is_booked(line.number):
            if pieces[-1].heading or pieces[-1].body:
                pieces.append(_Piece(None, None))
        elif heading := found.headings.get(at):
            pieces.append(_Piece(heading, line))
        else:
            pieces[-1].body.append(line)
    return pieces


def _is_cover(piece: _Piece) -> bool:
    """“คู่มือการปฏิบัติงาน” with only short lines of names below it."""
    return (
        "ที่" not in (piece.line.text[:8] if piece.line else "")
        and all(looks_like_cover(line) for line in piece.body)
        and any(names_identity(line) for line in piece.body)
    )


def _book_cover(body: list[Line], titles: Sequence[str], ledger: Ledger) -> None:
    """Titles that come again inside, and short lines before any heading; a longer one is not understood."""
    for line in body:
        if line.marker and any(likeness(line.body, title) >= _REPEATED for title in titles):
            ledger.furnish([line.number], "contents")
        elif looks_like_cover(line):
            ledger.furnish([line.number], "cover")


def _matter(piece: _Piece, ledger: Ledger) -> Matter:
    heading, line = piece.heading, piece.line
    if heading is None or line is None:
        raise ValueError("a matter has a heading")
    texts = [heading.rest] if heading.rest else []
    texts.extend(one.text for one in piece.body)
    numbers = (line.number, *(one.number for one in piece.body))
    ledger.use(numbers, "matter")
    return Matter(heading.kind, heading.title, "\n".join(texts), numbers)

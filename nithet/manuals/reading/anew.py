"""Procedures without an opening of the usual form among others: a title above a section that begins anew."""

from collections.abc import Sequence

from nithet.manuals.reading.implicit import kind_at, named_span, of_chapter, title_above
from nithet.manuals.reading.scanning import Scan, place_before
from nithet.manuals.reading.spans import Span

_FIRST = frozenset({"objectives", "scope", "definitions"})
"""Sections that come before the steps: after steps they belong to the next procedure."""
_FURTHER = frozenset({"steps", "standards", "responsible"})
_WORK = ("งาน", "การ", "กระบวนงาน", "ภารกิจ", "เรื่อง")


def split_anew(found: Scan, spans: Sequence[Span]) -> list[Span]:
    """The procedures, those in which others begin split before the titles of these."""
    parted: list[Span] = []
    for span in spans:
        parted.append(span)
        end = span.end
        for title in _titles(found, span):
            parted[-1].end = title[0]
            parted.append(named_span(found, title))
            parted[-1].end = end
    return parted


def _titles(found: Scan, span: Span) -> list[list[int]]:
    titles: list[list[int]] = []
    has_steps = False
    for at in range(span.start, span.end):
        kind = kind_at(found, at)
        if has_steps and kind and (title := _title(found, at, kind, span)):
            titles.append(title)
            has_steps = False
        has_steps = has_steps or kind in {"steps", "table"}
    return titles


def _is_apart(found: Scan, at: int) -> bool:
    """Whether a line stands below a list, a table or a page that ended, so that it is no item of a list without numbers."""
    above = place_before(found, at)
    if above is None or found.lines[at - 1].is_blank:
        return True
    return found.lines[above].marker is not None or found.lines[above].is_row


def _title(found: Scan, at: int, kind: str, span: Span) -> list[int] | None:
    """The title above a section that begins anew; where that may come after steps too, only a title that stands out."""
    title = title_above(found, at) if kind in _FIRST | _FURTHER else None
    if not title or title[0] <= span.start:
        return None
    line = found.lines[title[0]]
    words = of_chapter(line.body)
    if not words.startswith(_WORK):
        return None
    is_sure = words != line.body or line.stands_out or words.startswith("เรื่อง") or _is_apart(found, title[0])
    return title if kind in _FIRST or is_sure else None

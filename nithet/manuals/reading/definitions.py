"""Definitions: a term, a word that defines (“หมายถึง”, “หมายความว่า”, “คือ”), and the meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nithet.manuals.draft import Definition
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.numbering import split_merged

_VERB = re.compile(
    r"\s*(?<!จะ)(?<!หรือ)(?<!ให้)(?:หมายความรวมถึง|หมายความว่า|หมายความถึง|หมายถึง|ให้หมายถึง)\s*[:：]?\s*"
)
_IS = re.compile(r"\s+(?:คือ|ได้แก่)\s*|(?<=[)”\"’])\s*(?:คือ)\s*")
_AGAIN = re.compile(r"(?<=\s)(?P<term>[^\s]{4,80})\s+(?:หมายความว่า|หมายถึง)\s*")
_COLON = re.compile(r"\s*[:：]\s*|\s+[–—]\s+")
_NO_TERM = ("หรือ", "และ", "ซึ่ง", "จะ", "หมาย", "โดย", "ก็", "ใน", "ที่", "นั้น")
_QUOTES = "“”\"'‘’*:- "
_LONGEST_TERM = 150
_LONGEST_COLON_TERM = 60
_SHORTEST_MEANING = 20


@dataclass(slots=True)
class _Entry:
    text: str
    lines: list[int] = field(default_factory=list)
    opens: bool = False


def read_definitions(lines: Sequence[Line]) -> tuple[list[Definition], list[int]]:
    """The definitions of a section, and lines before the first that define nothing."""
    entries = _entries(lines)
    found: list[Definition] = []
    loose: list[int] = []
    for entry in entries:
        if not _verb_at(entry.text, opens=entry.opens):
            if found:
                last = found.pop()
                meaning = f"{last.meaning} {entry.text}"
                found.append(Definition(last.term, meaning, (*last.lines, *entry.lines)))
            else:
                loose.extend(entry.lines)
            continue
        found.extend(_split(entry))
    return found, loose


def _entries(lines: Sequence[Line]) -> list[_Entry]:
    """Paragraphs, each opening a definition or going on with the one before."""
    entries: list[_Entry] = []
    after_gap = True
    for line in lines:
        if line.is_blank:
            after_gap = True
            continue
        entries_here = _of_line(line)
        first = entries_here[0]
        opens = after_gap or bool(line.marker) or line.bold_start is not None or _opens(first.text)
        if entries and not _starts_new(entries[-1], first.text, opens=opens):
            entries[-1].text = _joined(entries[-1].text, first.text)
            entries[-1].lines.append(line.number)
            entries.extend(entries_here[1:])
        else:
            first.opens = opens
            entries.extend(entries_here)
        after_gap = False
    return entries


def _opens(text: str) -> bool:
    return text[:1] in '“"‘' or bool(_COLON.search(text[:_LONGEST_COLON_TERM]))


def _joined(one: str, other: str) -> str:
    """Two lines as one text; without a space where the line was cut inside the defining word."""
    together = f"{one}{other}"
    cut = _VERB.search(together, max(0, len(one) - 12), len(one) + 12)
    return together if cut and cut.start() < len(one) < cut.end() else f"{one} {other}"


def _of_line(line: Line) -> list[_Entry]:
    if line.marker and line.marker.is_number:
        return [_Entry(text, [line.number], opens=True) for _, text in split_merged(line.marker, line.body)]
    return [_Entry(line.body if line.marker else line.text, [line.number])]


def _starts_new(before: _Entry, text: str, *, opens: bool) -> bool:
    """A line starts a definition when it defines something itself and the one before has done so already."""
    if not _verb_at(before.text, opens=before.opens):
        return opens and not _verb_at(text, opens=False)
    return _verb_at(text, opens=opens)


def _verb_at(text: str, *, opens: bool) -> bool:
    return _divide(text, opens=opens) is not None


def _divide(text: str, *, opens: bool) -> tuple[str, str] | None:
    """The term and the meaning; “คือ” and a colon define only at the opening of a paragraph."""
    verb = _VERB.search(text)
    if opens and (found := _IS.search(text[:_LONGEST_TERM])) and (not verb or found.start() < verb.start()):
        verb = found
    if opens and not verb:
        verb = _COLON.search(text[:_LONGEST_COLON_TERM])
    if not verb or not 0 < verb.start() <= _LONGEST_TERM:
        return None
    meaning = text[verb.end() :]
    again = _VERB.match(meaning)
    return text[: verb.start()].strip(_QUOTES), meaning[again.end() :] if again else meaning


def _split(entry: _Entry) -> list[Definition]:
    """One definition, or two where a second term is defined further on in the same paragraph."""
    divided = _divide(entry.text, opens=True)
    if divided is None:
        return []
    term, meaning = divided
    found: list[Definition] = []
    lines = tuple(entry.lines)
    while again := _second(meaning):
        found.append(Definition(_without_quotes(term), meaning[: again.start("term")].strip(), lines))
        term, meaning = again["term"], meaning[again.end() :]
    found.append(Definition(_without_quotes(term), meaning.strip(), lines))
    return found


def _second(meaning: str) -> re.Match[str] | None:
    for match in _AGAIN.finditer(meaning):
        term = match["term"]
        if (
            match.start() >= _SHORTEST_MEANING
            and not term.startswith(_NO_TERM)
            and not term.endswith(_NO_TERM)
        ):
            return match
    return None


def _without_quotes(term: str) -> str:
    return term.replace("“", "").replace("”", "").replace('"', "").strip(_QUOTES)

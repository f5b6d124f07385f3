"""Why something was found, at a glance: the words that were asked for, marked where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nithet.core.search.words import Question, levelled
from nithet.thai.text import MARKS

MOST_SHOWN = 140
BEFORE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool


def marked(text: str, asked: Question) -> list[Piece]:
    """The text in pieces, those that were asked for marked. Joined they are the text again."""
    spans = _spans(text, asked)
    return list(_pieces(text, spans))


def snippet(text: str, asked: Question) -> list[Piece]:
    """A line of a longer text around the first place that was asked for; nothing where it holds none."""
    spans = _spans(text, asked)
    if not spans:
        return []
    if len(text) <= MOST_SHOWN:
        return list(_pieces(text, spans))
    start = _cut(text, spans[0][0] - BEFORE) if spans[0][0] > BEFORE else 0
    end = _cut(text, min(len(text), max(start + MOST_SHOWN, spans[0][1])))
    shown = f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
    return marked(shown, asked)


def _cut(text: str, at: int) -> int:
    """No word is cut where a space is near, and no letter from its marks."""
    space = text.rfind(" ", max(0, at - 20), at)
    if space > 0 and at < len(text):
        return space + 1
    while 0 < at < len(text) and text[at] in f"{MARKS}ำะาๅ":
        at -= 1
    return at


def _spans(text: str, asked: Question) -> list[tuple[int, int]]:
    """Where the pieces of the question stand, whatever the spaces and signs between their words."""
    if not asked.chunks:
        return []
    patterns = sorted(map(_pattern, asked.chunks), key=len, reverse=True)
    level = levelled(text)
    return [_with_marks(match.span(), level) for match in re.finditer("|".join(patterns), level)]


def _pattern(chunk: tuple[str, ...]) -> str:
    return r"[\W_]*".join(re.escape(word) for word in chunk)


def _with_marks(span: tuple[int, int], level: str) -> tuple[int, int]:
    """A mark belongs to the letter before it."""
    start, end = span
    while end < len(level) and level[end] in MARKS:
        end += 1
    return start, end


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    last = 0
    for start, end in spans:
        if start > last:
            yield Piece(text[last:start], is_marked=False)
        yield Piece(text[start:end], is_marked=True)
        last = end
    if last < len(text):
        yield Piece(text[last:], is_marked=False)

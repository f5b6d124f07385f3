"""Two wordings of one thing, word by word: what stayed, what went, what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from nithet.manuals.likeness import bare
from nithet.thai.words import segment

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    text: str


def is_same(one: str, other: str) -> bool:
    """Spaces and the kind of digits make no difference."""
    return bare(one) == bare(other)


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both in the order of reading: what went stands before what came in its place."""
    if is_same(before, after):
        return (Piece(SAME, after),) if after else ()
    old, new = _words(before), _words(after)
    return tuple(_joined(_pieces(old, new)))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(segment(text))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if kind == "equal":
            yield Piece(SAME, come)
            continue
        yield Piece(GONE, gone)
        yield Piece(NEW, come)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece, without the empty ones."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last

"""Text in shapes: lines broken at word ends, measured, and never wider than what they stand in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from nithet.manuals.flowchart.signs import Tone
from nithet.thai.drawing import wrap
from nithet.thai.measure import text_width
from nithet.thai.text import starts_with_mark

SIGN_SIZE, SIGN_GAP = 14.0, 5.0
_LEADING_VOWELS = "เแโใไ"

Measure = Callable[[str], float]
Role = Literal["lane", "lane-sub", "who", "words", "state", "say", "yes", "back", "note"]
# Size in pixels, weight and height of a line.
FONTS: dict[Role, tuple[float, int, float]] = {
    "lane": (16, 700, 24),
    "lane-sub": (14, 400, 21),
    "who": (14, 400, 21),
    "words": (16, 500, 24),
    "state": (14, 500, 22),
    "say": (14, 400, 21),
    "yes": (14, 500, 21),
    "back": (14, 500, 21),
    "note": (14, 400, 21),
}


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    role: Role
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `width` counts the sign before it too."""

    text: str
    role: Role
    width: float
    tone: Tone | None = None

    @property
    def size(self) -> float:
        return FONTS[self.role][0]

    @property
    def height(self) -> float:
        return FONTS[self.role][2]


@dataclass(frozen=True, slots=True)
class Block:
    lines: tuple[Line, ...] = ()

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        return sum(line.height for line in self.lines)


def block(parts: Sequence[Part], width: float) -> Block:
    """The parts one below the other, no line wider than so many pixels."""
    return Block(tuple(line for part in parts for line in _lines(part, width)))


def widest_word(parts: Sequence[Part]) -> float:
    """The width that the parts need so that no word is cut."""
    return max((_sign_room(part) + _widest(part) for part in parts if part.text), default=0.0)


def _lines(part: Part, width: float) -> list[Line]:
    measure, room = _measure(part.role), _sign_room(part)
    texts = [
        piece
        for text in _balanced(part.text, width - room, measure)
        for piece in _pieces(text, width - room, measure)
    ]
    return [
        Line(text, part.role, measure(text) + (0 if index else room), None if index else part.tone)
        for index, text in enumerate(texts)
    ]


def _balanced(text: str, width: float, measure: Measure) -> list[str]:
    """As few lines as the width allows, and then as even as they can be."""
    lines = wrap(text, width, measure)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > 8:
        middle = (low + high) / 2
        narrower = wrap(text, middle, measure)
        if len(narrower) == len(lines) and all(measure(line) <= middle for line in narrower):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


def _measure(role: Role) -> Measure:
    size, weight, _ = FONTS[role]
    return partial(text_width, size_px=size, weight=weight)


def _widest(part: Part) -> float:
    measure = _measure(part.role)
    return max((measure(word) for word in wrap(part.text, 0, measure)), default=0.0)


def _sign_room(part: Part) -> float:
    return SIGN_SIZE + SIGN_GAP if part.tone else 0.0


def _pieces(text: str, width: float, measure: Measure) -> list[str]:
    """The text, cut between letters where a single word is wider than the line."""
    pieces: list[str] = []
    piece = ""
    for letters in _clusters(text):
        if piece and measure(piece + letters) > width:
            pieces.append(piece)
            piece = ""
        piece += letters
    return [*pieces, piece]


def _clusters(text: str) -> list[str]:
    """Letters with the vowels and marks that cannot be parted from them."""
    clusters: list[str] = []
    for letter in text:
        if clusters and (starts_with_mark(letter) or clusters[-1][-1] in _LEADING_VOWELS):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def text_of(words: str, role: Role, width: float = 10_000.0) -> Block:
    """A block of one part; empty where there are no words."""
    return block([Part(words, role)], width)

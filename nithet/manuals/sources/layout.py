"""Words of a page by their places, and lines out of them. Points from the top left corner; nothing here knows PDF."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from nithet.thai.text import starts_with_mark

# Shares of the size of the letters.
SAME_LINE = 0.4
SPACE = 0.08
COLUMN_GAP = 1.8
_DOTS = re.compile(r"([.…_])\1{5,}")


@dataclass(slots=True)
class Word:
    """Letters without a gap; `y` is the line they stand on. `at` is their place in the text of the page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool = False
    at: int = 0
    has_space: bool = False
    """Whether the file says a space after it."""

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class TextLine:
    """Words on one line, in order."""

    words: list[Word]
    text: str = ""
    x0: float = 0
    x1: float = 0
    y: float = 0
    size: float = 0
    is_bold: bool = False
    bold_start: str = ""
    page: int = 0
    has_space: bool = False

    def forget_words(self) -> None:
        """Keep only the first word; of hundreds of pages all of them would take much room."""
        self.words = self.words[:1]


def lines_of(words: Iterable[Word], page: int = 0) -> list[TextLine]:
    """Lines from top to bottom; words stand on one line when what they stand on is about as high."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=_height):
        if rows and word.y - rows[-1][0].y <= SAME_LINE * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [line_of(row, page) for row in rows]


def _height(word: Word) -> float:
    return word.y


def _left(word: Word) -> float:
    return word.x0


def line_of(words: list[Word], page: int = 0) -> TextLine:
    """One line of words, in order from left to right."""
    words.sort(key=_left)
    bold = 0
    for word in words:
        if not word.is_bold:
            break
        bold += 1
    return TextLine(
        words,
        text_of(words),
        words[0].x0,
        max(word.x1 for word in words),
        words[0].y if len(words) == 1 else median_low(word.y for word in words),
        max(word.size for word in words),
        bold == len(words),
        text_of(words[:bold]) if bold < len(words) else "",
        page,
        words[-1].has_space,
    )


def text_of(words: Sequence[Word]) -> str:
    """The words with a space where there is a gap, and three where columns are apart."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None:
            gap = word.x0 - before.x1
            if gap > COLUMN_GAP * word.size:
                parts.append("   ")
            elif starts_with_mark(word.text):
                pass  # what stands over or under a letter is never apart from it
            elif gap > SPACE * word.size or (before.has_space and gap > -word.size):
                parts.append(" ")
        parts.append(word.text)
        before = word
    return _DOTS.sub(r"\1\1\1\1\1", "".join(parts))

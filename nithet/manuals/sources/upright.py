"""Letters that run up or down the page, as heads of narrow columns do, put together as words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nithet.manuals.sources.layout import SAME_LINE, Word
from nithet.thai.text import starts_with_mark

# Shares of the size of the letters.
_WORD_GAP = 0.15
_APART = 1.2
_HEIGHT, _DEPTH, _MIDDLE = 0.7, 0.1, 0.3


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its marks: the line it stands on, and where it begins and ends along that line.

    Letters that run up (`is_up`) begin at the negative of their height, so that places grow as one reads.
    """

    text: str
    line: float
    begin: float
    end: float
    size: float
    is_up: bool
    at: int


@dataclass(slots=True)
class Upright(Word):
    """A word that runs up or down the page, where it stands; `level` is how it is when the page is turned to read it."""

    level: Word | None = None
    is_up: bool = False


def upright_words(letters: Iterable[Letter]) -> list[Word]:
    """Words of letters; as far apart as columns they are several."""
    return [_word(run) for line in _lines(letters) for run in _runs(line)]


def as_read(words: list[Word]) -> list[Word]:
    """The words of a cell as they are when turned to read, where all of them run up or down."""
    level = [word.level for word in words if isinstance(word, Upright) and word.level is not None]
    return level if len(level) == len(words) else words


def _lines(letters: Iterable[Letter]) -> list[list[Letter]]:
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (one.is_up, one.line)):
        before = lines[-1][0] if lines else None
        if (
            before is not None
            and before.is_up == letter.is_up
            and letter.line - before.line <= SAME_LINE * max(letter.size, before.size)
        ):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return lines


def _runs(line: list[Letter]) -> Iterator[list[Letter]]:
    line.sort(key=lambda one: (one.begin, one.at))
    run: list[Letter] = []
    for letter in line:
        if run and letter.begin - max(one.end for one in run[-2:]) > _APART * letter.size:
            yield run
            run = []
        run.append(letter)
    yield run


def _word(run: list[Letter]) -> Upright:
    first, size = run[0], max(letter.size for letter in run)
    begin, end = first.begin, max(letter.end for letter in run)
    middle = -(begin + end) / 2 if first.is_up else (begin + end) / 2
    over, under = (_HEIGHT, _DEPTH) if first.is_up else (_DEPTH, _HEIGHT)
    text = _text(run)
    turned = first.line if first.is_up else -first.line
    return Upright(
        text,
        first.line - over * size,
        first.line + under * size,
        middle + _MIDDLE * size,
        size,
        at=first.at,
        level=Word(text, begin, end, turned, size, at=first.at),
        is_up=first.is_up,
    )


def _text(run: list[Letter]) -> str:
    parts: list[str] = []
    end = run[0].begin
    for letter in run:
        if letter.begin - end > _WORD_GAP * letter.size and not starts_with_mark(letter.text):
            parts.append(" ")
        parts.append(letter.text)
        end = max(end, letter.end)
    return "".join(parts)

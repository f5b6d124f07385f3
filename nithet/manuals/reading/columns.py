"""What the columns of a table hold, told by the words over them."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from nithet.manuals.likeness import fold
from nithet.manuals.reading.words import load
from nithet.thai.months import SHORT, month_number
from nithet.thai.numerals import to_arabic

LONGEST_MONTH = 20
_SPACES = re.compile(r"[\s.]+")
_FEWEST_IN_RUN = 6
_LONGEST_LETTERS = 8
_MONTH_LETTERS = {number: name.replace(".", "") for number, name in enumerate(SHORT, start=1)}
_QUARTER = re.compile("ไตรมาส(?:ที่)?([1-4])(?:/?25[0-9]{2})?")
_YEAR = re.compile(r"\s*[0-9๐-๙]{2,4}$")


def kinds_of_columns(texts: Sequence[str]) -> list[str | None]:
    """What each column holds; months also by their first letters or numbers, where they follow one another."""
    kinds = [column_kind(text) if text else None for text in texts]
    for at in range(len(texts) - _FEWEST_IN_RUN + 1):
        if not 0 < len(texts[at]) <= _LONGEST_LETTERS:
            continue
        for month in _MONTH_LETTERS:
            run = _month_run(texts[at:], month) if _month_run(texts[at : at + 1], month) else 0
            if run >= _FEWEST_IN_RUN:
                kinds[at : at + run] = [f"month:{_after(month, place)}" for place in range(run)]
                return kinds
    return kinds


def _month_run(texts: Sequence[str], month: int) -> int:
    """How many of the cells name the month and those after it, by letters or numbers."""
    for place, text in enumerate(texts):
        bare, of = _bare_month(text), _after(month, place)
        if not bare or not (_MONTH_LETTERS[of].startswith(bare) or bare == str(of)):
            return place
    return len(texts)


def _after(month: int, places: int) -> int:
    return (month - 1 + places) % 12 + 1


def _bare_month(text: str) -> str:
    return to_arabic(_SPACES.sub("", text))


@lru_cache(maxsize=4096)
def column_kind(text: str) -> str | None:
    """What a column with this head holds."""
    words = fold(_SPACES.sub("", text))
    if len(text) <= LONGEST_MONTH and (month := month_number(_YEAR.sub("", text))):
        return f"month:{month}"
    if quarter := _QUARTER.fullmatch(to_arabic(_SPACES.sub("", text))):
        return f"quarter:{quarter[1]}"
    if not _any_column().search(words):
        return None
    return next((kind for kind, pattern in _column_patterns() if pattern.search(words)), None)


@cache
def _any_column() -> re.Pattern[str]:
    """Whether any of the patterns is found: most words name no column, and one look is enough for them."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _column_patterns()))


@cache
def _column_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(fold(text))) for kind, text in load("sections")["columns"].items())

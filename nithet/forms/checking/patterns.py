"""A text that fits a regular expression, for examples of answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

MOST_REPEATS = 3
"""More than the least that a repetition asks for."""

_CATEGORIES = {
    codes.CATEGORY_DIGIT: "0123456789",
    codes.CATEGORY_WORD: "abc0189_",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_DIGIT: "กขคabc",
    codes.CATEGORY_NOT_SPACE: "กขคabc1",
    codes.CATEGORY_NOT_WORD: " -.",
}
_ANY = "กขคabc123"


def fitting(pattern: str, random: Random) -> str:
    """A drawn text; what cannot be drawn (places, groups told again) is passed over, so that it may not fit."""
    try:
        return "".join(_draw(code, facts, random) for code, facts in reader.parse(pattern))
    except (re.error, RecursionError, OverflowError):
        return ""


def _draw(code: Any, facts: Any, random: Random) -> str:
    draw = _DRAWS.get(code)
    return "" if draw is None else draw(facts, random)


def _sequence(parts: Any, random: Random) -> str:
    return "".join(_draw(code, facts, random) for code, facts in parts)


def _repeated(facts: Any, random: Random) -> str:
    least, most, part = facts
    count = random.randint(least, max(least, min(int(most), least + MOST_REPEATS)))
    return "".join(_sequence(part, random) for _ in range(count))


def _one_of(facts: Any, random: Random) -> str:
    if facts and facts[0][0] is codes.NEGATE:
        barred = {letter for code, told in facts[1:] for letter in _letters(code, told)}
        return random.choice([letter for letter in _ANY + "xyz -" if letter not in barred] or [""])
    code, told = random.choice(facts)
    return random.choice(_letters(code, told) or [""])


def _letters(code: Any, told: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(told)]
    if code is codes.RANGE:
        first, last = told
        return [chr(letter) for letter in range(first, min(last, first + 50) + 1)]
    return list(_CATEGORIES.get(told, ""))


_DRAWS: dict[Any, Callable[[Any, Random], str]] = {
    codes.LITERAL: lambda facts, _: chr(facts),
    codes.NOT_LITERAL: lambda facts, _: "ก" if chr(facts) != "ก" else "ข",
    codes.ANY: lambda _, random: random.choice(_ANY),
    codes.IN: _one_of,
    codes.MAX_REPEAT: _repeated,
    codes.MIN_REPEAT: _repeated,
    codes.SUBPATTERN: lambda facts, random: _sequence(facts[3], random),
    codes.BRANCH: lambda facts, random: _sequence(random.choice(facts[1]), random),
}

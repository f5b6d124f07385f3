"""Regular expressions of forms, which are written for browsers and phones."""

from __future__ import annotations

import re
from functools import lru_cache

from nithet.forms.expressions.errors import ExpressionError

_QUANTIFIER = re.compile(r"[*+]|\{\d+,\d*\}")
_TOKENS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\.", re.DOTALL)
_MARKS = frozenset(",./:;@-_ ")


@lru_cache(maxsize=512)
def pattern_of(pattern: str, at: int = 0) -> re.Pattern[str]:
    """A browser's pattern in words of ours. One whose time grows without limit (`(a+)+`) is refused."""
    if _is_slow(pattern):
        raise ExpressionError("pattern", at, pattern)
    try:
        return re.compile(_said_otherwise(pattern), re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise ExpressionError("pattern", at, pattern) from error


def check_pattern(at: int, pattern: str) -> None:
    pattern_of(pattern, at)


def _said_otherwise(pattern: str) -> str:
    """`$` is the very end, not the place before a last new line; named groups are written with a P."""
    parts = re.split(r"(\\.|\[(?:\\.|[^\]\\])*\])", pattern, flags=re.DOTALL)
    return "".join(
        part
        if odd % 2
        else part.replace("$", r"\Z").replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
        for odd, part in enumerate(parts)
    )


def _is_slow(pattern: str) -> bool:
    """A group with a repetition inside that is itself repeated, and no mark that tells one time from the next."""
    bare = _TOKENS.sub(_masked, pattern)
    opened: list[tuple[int, bool]] = []
    for at, letter in enumerate(bare):
        if letter == "(":
            opened.append((at + 1, False))
        elif letter == ")" and opened:
            start, is_inner = opened.pop()
            is_inner = is_inner and not _is_separated(bare[start:at], pattern[start:at])
            is_repeated = _QUANTIFIER.match(bare, at + 1) is not None
            if is_inner and is_repeated:
                return True
            if opened and (is_inner or is_repeated):
                opened[-1] = (opened[-1][0], True)
        elif opened and _QUANTIFIER.match(bare, at):
            opened[-1] = (opened[-1][0], True)
    return False


def _masked(found: re.Match[str]) -> str:
    """The same length, so that only brackets, quantifiers and marks are left; `W` for what matches nearly all."""
    part = found[0]
    if part.startswith("["):
        return ("W" if part.startswith("[^") else "x") * len(part)
    letter = part[1:]
    if not letter:
        return "W"
    return (letter if letter in _MARKS else "W" if letter in "SWD" else "x") + "\0"


def _is_separated(bare: str, group: str) -> bool:
    """Whether each time begins or ends with a mark that nothing else inside can be, as in `(-[0-9]+)*`."""
    bare = bare.removeprefix("?:").replace("\0", "")
    if "|" in bare or "W" in bare or "(" in bare:
        return False
    begins = bare[:1] if bare[1:2] not in {"?", "*", "+", "{"} else ""
    marks = {begins, bare[-1:]} & _MARKS
    once = re.sub(r"\{[\d,]*\}", "", bare)
    others = [part for part in _TOKENS.findall(group) if part not in {f"\\{mark}" for mark in marks}]
    return any(once.count(mark) == 1 and not any(_takes(part, mark) for part in others) for mark in marks)


def _takes(part: str, mark: str) -> bool:
    """Whether a class or an escaped letter matches a mark."""
    try:
        return re.fullmatch(part, mark, re.ASCII) is not None
    except re.error:
        return True

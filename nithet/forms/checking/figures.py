"""Whether two calculated figures say the same: browsers and phones write, and round, each in their own way."""

from __future__ import annotations

import math
import re

from nithet.forms.expressions.values import to_number

NOTHING = frozenset({"", "NaN", "Infinity", "-Infinity", "Invalid Date"})
"""What a calculation says where it has nothing to say."""
CLOSE = 1e-9
"""The last digits of a fraction may differ between machines."""
ROUGH = 5e-3
"""Areas and distances: each engine has its own size of the earth."""
_TRUTHS = {"true": "1", "false": "0"}
_COORDINATES = re.compile(r"[\s;]+")


def same_figure(own: str, given: str, *, within: float = CLOSE) -> bool:
    given = "" if given in NOTHING else given
    if own == given:
        return True
    if _is_close(own, given, within):
        return True
    return _is_same_otherwise(own, given)


def _is_close(own: str, given: str, within: float) -> bool:
    return math.isclose(to_number(own), to_number(given), rel_tol=within, abs_tol=1e-9)


def _is_same_otherwise(own: str, given: str) -> bool:
    """ODK Collect writes truth as a digit, a time with the day on which it was copied, and whole numbers as fractions."""
    if _TRUTHS.get(own) == given or ("T" in given and own == given.partition("T")[2]):
        return True
    ours, theirs = _COORDINATES.split(own.strip()), _COORDINATES.split(given.strip())
    return len(ours) == len(theirs) > 1 and all(map(_is_close, ours, theirs, [CLOSE] * len(ours)))

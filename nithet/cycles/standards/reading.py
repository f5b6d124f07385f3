"""From the words of a standard to its condition. What no word tells is left to a person's judgement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from nithet.cycles.standards.conditions import (
    OCCASION,
    Complete,
    Condition,
    Count,
    Coverage,
    Dated,
    Issued,
    Judgement,
    Per,
    Reached,
)
from nithet.manuals.draft import Measure
from nithet.thai.months import MONTH_PATTERN, month_number
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze


def condition_of(standard: str, measure: Measure | None = None, actions: Sequence[str] = ()) -> Condition:
    """The kind of condition of a step's standard; `measure` is the count that its manual states.

    What is counted comes first, then a day, then how complete something is. A word of quality leaves the rest to a
    person, for what is said to be good is not shown by being there.
    """
    flat = to_arabic(squeeze(standard))
    if _of_some_schools(flat, measure):
        return Judgement()
    return (
        _measured(flat, measure, actions)
        or _counted(flat, actions)
        or _everyone(flat)
        or _dated(flat)
        or _complete(flat)
        or (Judgement() if _has("quality", flat) else None)
        or _issued(flat)
        or _done(flat, actions)
        or Judgement()
    )


def _of_some_schools(flat: str, measure: Measure | None) -> bool:
    """It asks for all of the schools of some sort (“โรงเรียนปลายทาง”), which the office's register does not tell."""
    return _has("some_schools", _aimless(flat)) and (measure is not None or _has("everyone", flat))


def _measured(flat: str, measure: Measure | None, actions: Sequence[str]) -> Condition | None:
    if measure is None:
        return None
    per = cast("Per", measure.per)
    reached = _reached(flat)
    return (
        Coverage(measure.at_least, per, reached) if reached else Count(measure.at_least, per, tuple(actions))
    )


def _counted(flat: str, actions: Sequence[str]) -> Count | None:
    """“ไม่น้อยกว่า 3 เครือข่าย”."""
    found = re.search(f"(?:{_any('at_least')})([0-9]{{1,3}})({_any('units')}|{_any('occasions')})", flat)
    if found is None:
        return None
    unit = OCCASION if re.fullmatch(_any("occasions"), found[2]) else found[2]
    return Count(int(found[1]), of=tuple(actions), unit=unit)


def _everyone(flat: str) -> Coverage | None:
    """Without a number it is once a year."""
    reached = _reached(flat) if _has("everyone", flat) else None
    return Coverage(1, "year", reached) if reached else None


def _reached(flat: str) -> Reached | None:
    """People are reached where a standard says that they receive it; schools where they are named at all."""
    told = _aimless(flat)
    if _receivers("people", told):
        return "people"
    return "schools" if _has("schools", told) else None


def _receivers(name: str, told: str) -> re.Match[str] | None:
    """“ครู…ได้รับการ” at the start."""
    return re.match(f"(?:{_any(name)}).*?(?:{_words()['receive']})", told)


def _dated(flat: str) -> Dated | None:
    found = re.search(f"ภายใน(?:วันที่)?([0-9]{{1,2}})?(?:สิ้น)?(?:เดือน)?({MONTH_PATTERN})", flat)
    if found and (month := month_number(found[2])):
        return Dated((month, int(found[1] or 0)))
    return Dated() if _has("in_time", flat) else None


def _complete(flat: str) -> Complete | None:
    told = _aimless(flat)
    if not _has("data", told):
        return None
    if share := re.search("ร้อยละ([0-9]{1,3})", told):
        return Complete(min(100, int(share[1])))
    return Complete() if _has("whole", told) else None


def _issued(flat: str) -> Issued | None:
    """The first part says whether something is to be there; further parts add what else is."""
    first, *more = re.split(_any("joins"), _aimless(flat))
    kind = _longest("issued", _opened(first))
    if kind is None:
        return None
    found = [kind, *filter(None, (_longest("issued", _opened(part)) for part in more))]
    return Issued(tuple(dict.fromkeys(found)))


def _done(flat: str, actions: Sequence[str]) -> Count | None:
    """Work that is done at all is done once a year, by the action that the verb names or those of the step."""
    received = _receivers("people", flat) or _receivers("schools", flat)
    action = _longest("done", _opened(flat[received.end() :] if received else flat))
    if action is None:
        return None
    return Count(1, of=(action,) if action in actions or not actions else tuple(actions))


def _opened(part: str) -> str:
    return re.sub(f"^(?:{_any('openers')})", "", part)


def _aimless(flat: str) -> str:
    return re.split(_any("limits"), flat, maxsplit=1)[0]


def _has(name: str, flat: str) -> bool:
    return re.search(_any(name), flat) is not None


def _longest(table: str, part: str) -> str | None:
    """Whose word the part begins with; of several the longest."""
    found = [
        (match.end(), code)
        for code, words in _words()[table].items()
        if (match := re.match("|".join(sorted(words, key=len, reverse=True)), part))
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _any(name: str) -> str:
    return "|".join(_words()[name])


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))

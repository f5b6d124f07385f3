"""What work a step is, in the closed vocabulary of actions, and what decision it asks for: by words alone.

The verb that comes first leads. Further verbs of the main clause count where they are joined to it and are not
mere objects of it. A title that names no work (“ดำเนินการ”) takes the work of its procedure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from nithet.manuals.draft import Decision
from nithet.manuals.reading.words import load

_LITERAL = re.compile("[ก-ฮเแโใไ](?![?*{])")
_SPACE = re.compile(r"\s+")
_MASK = "□"
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class _Cue:
    action: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lexicon:
    starts: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    openers: re.Pattern[str]
    names: re.Pattern[str]
    limits: re.Pattern[str]
    nominal: re.Pattern[str]
    nominal_together: re.Pattern[str]
    joins: re.Pattern[str]
    anywhere: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]
    absorbs: dict[str, frozenset[str]]
    decisions: tuple[tuple[Decision, re.Pattern[str]], ...]
    summaries: frozenset[str]


def propose_actions(title: str, *, procedure: str) -> tuple[str, ...]:
    """The actions of a step, the leading one first; the work log (`operate`) where no word tells."""
    return _of_text(title) or _of_text(procedure)[:1] or ("operate",)


def propose_decision(title: str, actions: Sequence[str], *, before: Sequence[str]) -> Decision | None:
    """What a step with `propose` asks for; `before` holds the actions of the steps before it."""
    if "propose" not in actions:
        return None
    flat = _SPACE.sub("", title)
    for decision, pattern in _lexicon().decisions:
        if pattern.search(flat):
            return decision
    return Decision.ACKNOWLEDGE if _lexicon().summaries & set(before) else Decision.APPROVE


def why_actions(title: str, procedure: str) -> tuple[str, ...]:
    """The words that decided, in the order of the actions: of the title, else of the procedure's; none for the work log.

    They stand in the text as they are given here, but for spaces.
    """
    found = _of_text(title)
    if found:
        return tuple(one.words for one in _reasons(title))
    return tuple(one.words for one in _reasons(procedure)[:1])


@dataclass(frozen=True, slots=True)
class _Reason:
    action: str
    words: str


@lru_cache(maxsize=4096)
def _of_text(title: str) -> tuple[str, ...]:
    return tuple(one.action for one in _reasons(title))


@lru_cache(maxsize=4096)
def _reasons(title: str) -> tuple[_Reason, ...]:
    """Each action once, with the words that it was told by."""
    words = _lexicon()
    spaced = _SPACE.sub(" ", title[:_LONGEST].strip())
    flat, gaps = _flatten(spaced)
    opener = words.openers.match(flat)
    begin = opener.end() if opener else 0
    text = flat[:begin] + words.names.sub(lambda match: _MASK * len(match.group()), flat[begin:])
    limit = words.limits.search(text, begin)
    end = limit.start() if limit else len(text)
    cues = _cues(text, gaps, begin, end) or _cues(text, gaps, begin, len(text))
    if not cues:
        return ()
    kept = [cues[0], *_joined(text, gaps, cues)]
    reasons = [_Reason(cue.action, flat[cue.start : cue.end]) for cue in kept]
    reasons.extend(_added(flat, cues[0].action))
    return tuple({one.action: one for one in reversed(reasons)}[action] for action in _once(reasons))


def _once(reasons: Sequence[_Reason]) -> list[str]:
    return list(dict.fromkeys(one.action for one in reasons))


def _flatten(spaced: str) -> tuple[str, frozenset[int]]:
    """The text without spaces, and the places where spaces were."""
    gaps: set[int] = set()
    parts = spaced.split(" ")
    length = 0
    for part in parts:
        gaps.add(length)
        length += len(part)
    return "".join(parts), frozenset(gaps)


def _cues(text: str, gaps: frozenset[int], begin: int, end: int) -> list[_Cue]:
    """The verbs between two places; names of work only where there is no verb."""
    found: list[_Cue] = []
    at = begin
    while start := _lexicon().starts.search(text, at, end):
        cue = _longest(text, start.start(), end)
        found.append(cue)
        at = max(cue.end, start.start() + 1)
    verbs = [cue for cue in found if not _is_nominal(text, gaps, begin, cue)]
    return verbs or found


def _longest(text: str, at: int, end: int) -> _Cue:
    cues = _cues_from(text[at])
    matches = ((pattern.match(text, at, end), action) for action, pattern in cues)
    return max((_Cue(action, at, match.end()) for match, action in matches if match), key=lambda cue: cue.end)


@cache
def _cues_from(letter: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of verbs that may begin with a letter."""
    verbs = load("actions")["cues"]
    return tuple(
        (action, pattern)
        for action, pattern in _lexicon().cues
        if any(not _LITERAL.match(word) or word[0] == letter for word in verbs[action])
    )


def _is_nominal(text: str, gaps: frozenset[int], begin: int, cue: _Cue) -> bool:
    before = text[max(begin, cue.start - 12) : cue.start]
    words = _lexicon()
    return bool(words.nominal.search(before)) or (
        cue.start not in gaps and bool(words.nominal_together.search(before))
    )


def _joined(text: str, gaps: frozenset[int], cues: list[_Cue]) -> list[_Cue]:
    """Further verbs that stand beside the first one, not under it."""
    words = _lexicon()
    kept: list[_Cue] = []
    taken = words.absorbs.get(cues[0].action, frozenset())
    for before, cue in pairwise(cues):
        beside = (
            cue.start in gaps
            or cue.start == before.end
            or words.joins.search(text[max(0, cue.start - 12) : cue.start])
        )
        if beside and cue.action not in taken:
            kept.append(cue)
            taken |= words.absorbs.get(cue.action, frozenset()) - {"publish", "report"}
    return kept


def _added(flat: str, lead: str) -> list[_Reason]:
    found = (
        (action, pattern.search(flat)) for action, pattern, leads in _lexicon().anywhere if lead in leads
    )
    return [_Reason(action, match.group()) for action, match in found if match]


@cache
def _lexicon() -> _Lexicon:
    data = load("actions")
    return _Lexicon(
        starts=_any([word for words in data["cues"].values() for word in words]),
        cues=tuple((action, _longest_first(words)) for action, words in data["cues"].items()),
        openers=_any(data["openers"], "(?:{})+"),
        names=_any(sorted(data["names"], key=len, reverse=True)),
        limits=_any(data["limits"]),
        nominal=_any(data["nominal"], "(?:{})$"),
        nominal_together=_any(data["nominal_together"], "(?:{})$"),
        joins=_any(data["joins"], "(?:{})$"),
        anywhere=tuple(
            (action, _any(one["words"]), frozenset(one["with"])) for action, one in data["anywhere"].items()
        ),
        absorbs={action: frozenset(others) for action, others in data["absorbs"].items()},
        decisions=tuple((Decision(one["decision"]), _any(one["words"])) for one in data["decisions"]),
        summaries=frozenset(data["closing"]["summaries"]),
    )


def _any(words: Sequence[Any], shape: str = "(?:{})") -> re.Pattern[str]:
    return re.compile(shape.format("|".join(words)))


def _longest_first(words: Sequence[str]) -> re.Pattern[str]:
    return _any(sorted(words, key=len, reverse=True))

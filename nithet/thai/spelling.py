"""Words that are in no dictionary but one letter from a word that is: likely slips of typing or of scanning.

The dictionary is that of `words` (pythainlp's list and words of education offices). Segmenting cuts an unknown word
to pieces of which one at least is no word, so a slip is looked for in the runs of pieces around such a one.
"""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from nithet.thai.words import known_words, segment

_THAI = re.compile("[ก-ฮะ-ฺเ-๎]+")
_SHORTEST = 6
_EDGE = 3
_MOST_STRANGE = 0.3
_FEW = 3
_LONGEST = 20
_MOST_PIECES = 4
_ALIKE = tuple(map(frozenset, ("ฎฏ", "ชซ", "ผพฟฝ", "ศษส", "ณน", "ญย", "คด", "ภถ", "ิีึื", "ุู", "่้๊๋็์")))


@lru_cache(maxsize=16_384)
def likely_slips(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of what is written and the word that may be meant, once each; none for a text that is hardly Thai at all."""
    found: dict[str, str] = {}
    pieces = segment(text)
    known = known_words()
    thai = [at for at, piece in enumerate(pieces) if _THAI.fullmatch(piece)]
    strange = [at for at in thai if pieces[at] not in known]
    if len(strange) > max(_FEW, _MOST_STRANGE * len(thai)):
        return ()
    for at in strange:
        if not any(pieces[at] in word for word in found):
            written, meant = _around(pieces, at)
            if meant:
                found[written] = meant
    return tuple(found.items())


def _around(pieces: list[str], at: int) -> tuple[str, str]:
    """The longest run of pieces with this one that is a slip of a word, and that word."""
    runs = {
        "".join(pieces[start:end])
        for start in range(max(0, at - _MOST_PIECES + 1), at + 1)
        for end in range(at + 1, min(len(pieces), start + _MOST_PIECES) + 1)
    }
    for run in sorted(runs, key=lambda one: (-len(one), one)):
        if _SHORTEST <= len(run) <= _LONGEST and _THAI.fullmatch(run) and (meant := nearest_word(run)):
            return run, meant
    return "", ""


@lru_cache(maxsize=32_768)
def nearest_word(word: str) -> str:
    """The word of the dictionary that is one letter away, rather with letters that look alike; empty for none."""
    if word in known_words() or len(word) < _SHORTEST:
        return ""
    starts, ends = _by_edges()
    # One letter that differs leaves the beginning or the end as it is.
    alike = {*starts.get(word[:_EDGE], ()), *ends.get(word[-_EDGE:], ())}
    near = (
        one
        for one in alike
        if abs(len(one) - len(word)) <= 1 and OSA.distance(one, word, score_cutoff=1) == 1
    )
    return min(near, key=lambda one: (not _looks_alike(word, one), one), default="")


@cache
def _by_edges() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The longer words of the dictionary by their first letters and by their last."""
    starts: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for word in known_words():
        if len(word) >= _SHORTEST:
            starts.setdefault(word[:_EDGE], []).append(word)
            ends.setdefault(word[-_EDGE:], []).append(word)
    return starts, ends


def _looks_alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    differing = [{a, b} for a, b in zip(one, other, strict=True) if a != b]
    return all(any(pair <= group for group in _ALIKE) for pair in differing)

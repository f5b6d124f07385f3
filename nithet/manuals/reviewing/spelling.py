"""Words that look like misreadings: slips of typing and scanning, told by the dictionary and by their neighbours.

Four signs, each cheap and rarely wrong: letters of another script; a figure inside a word; a word that no dictionary
has, one letter from a word that the dictionary has; and a word that stands between the same neighbours as a word of
similar letters which the manual uses much more often (“วัฒนธรรม” for “นวัตกรรม”).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz.distance import OSA

from nithet.manuals.draft import Caution, Fate, ManualDraft, ProcedureDraft, Remedy
from nithet.manuals.likeness import likeness
from nithet.manuals.reviewing.finding import caution, first_line, set_text
from nithet.thai.spelling import likely_slips
from nithet.thai.words import known_words, segment

_FOREIGN = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e80-\u0eff\u0f00-\u109f]")
_DIGIT = re.compile(r"[ก-๎]*(?:[ก-ฮ็-์](?:0|๐)(?=[ก-ฮะ-ูเ-๎])|[ก-๎][0-9๐-๙](?=[ัิ-ฺ็-๎ำา]))[ก-๎0-9๐-๙]*")
_ZEROS = str.maketrans({"0": "อ", "๐": "อ"})
_THAI = re.compile("[ก-๎]+")
_LIKE = 0.35
_TIMES = 3
_MOST_WORDS = 2
_SHORTEST = 6
_ROOT = 3
_EDGE = "|"
_ANY = "*"


class _Said(NamedTuple):
    """A text of the draft: the key of its item, the field it stands in, its words and its first line."""

    key: str
    field: str
    text: str
    line: int
    is_part: bool = False

    def remedy(self, word: str, other: str) -> Remedy | None:
        """Writing the other word, where a person may write at all: covers are not edited."""
        if not self.field:
            return None
        return set_text(f"แก้เป็น “{other}”", self.key, self.field, self.text.replace(word, other))


def check(draft: ManualDraft) -> Iterator[Caution]:
    """Each suspicious word once an item."""
    texts = list(_texts(draft))
    for said in texts:
        if not said.text.isascii():
            yield from _letters(said)
            if said.field:  # covers are full of names
                yield from _unknown(said)
    yield from _misplaced(texts)


def _texts(draft: ManualDraft) -> Iterator[_Said]:
    for note in draft.notes:
        if note.fate is Fate.FURNITURE and note.rule == "cover":
            yield _Said("", "", note.text, note.line)
    for one in draft.procedures:
        yield from _of_procedure(one)
    for matter in draft.matters:
        yield _Said(matter.key, "", matter.text, first_line(matter.lines))


def _of_procedure(one: ProcedureDraft) -> Iterator[_Said]:
    yield _Said(one.key, "title", one.title, first_line(one.lines))
    if one.scope:
        yield _Said(one.key, "scope", one.scope, first_line(one.scope_lines))
    for text in (*one.objectives, *one.forms, *one.references):
        yield _Said(text.key, "text", text.text, first_line(text.lines))
    for each in one.definitions:
        yield _Said(each.key, "meaning", each.meaning, first_line(each.lines))
    for step in one.steps:
        line = first_line(step.lines)
        yield _Said(step.key, "title", step.title, line)
        for field, said in (("standard", step.standard), ("detail", step.detail)):
            if said:
                yield _Said(step.key, field, said, line)
        for part in step.substeps:
            yield _Said(part.key, "title", part.title, first_line(part.lines), is_part=True)


def _letters(said: _Said) -> Iterator[Caution]:
    foreign, words = _odd(said.text)
    if foreign:
        yield caution("foreign-letters", line=said.line, item=said.key, word=foreign)
    for word in words:
        remedy = said.remedy(word, word.translate(_ZEROS))
        yield caution("digit-in-word", line=said.line, item=said.key, remedy=remedy, word=word)


@lru_cache(maxsize=16_384)
def _odd(text: str) -> tuple[str, tuple[str, ...]]:
    """The first word with letters of another script, and the words with figures in them."""
    foreign = next((word for word in text.split() if _FOREIGN.search(word)), "")
    return foreign, tuple(match.group() for match in _DIGIT.finditer(text))


def _unknown(said: _Said) -> Iterator[Caution]:
    for word, other in likely_slips(said.text):
        remedy = said.remedy(word, other)
        yield caution("misspelt", line=said.line, item=said.key, remedy=remedy, word=word, other=other)


class _Pieces(NamedTuple):
    """Runs of one or two words, and with each place a run that stands there.

    A place is between two words, or in a part of a step before two words.
    """

    texts: tuple[str, ...]
    places: tuple[tuple[tuple[str, str], str], ...]


@lru_cache(maxsize=8192)
def _pieces(text: str, *, is_part: bool = False) -> _Pieces:
    """Runs of one or two words; the ends of the text count as words around them."""
    words = [_EDGE, *(word for word in segment(text) if _THAI.fullmatch(word)), _EDGE]
    texts: list[str] = []
    places: list[tuple[tuple[str, str], str]] = []
    for start in range(1, len(words) - 1):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words) - 1) + 1):
            run = "".join(words[start:end])
            if len(run) >= _SHORTEST:
                texts.append(run)
                places.extend((place, run) for place in _places(words, start, end, is_part=is_part))
    return _Pieces(tuple(texts), tuple(places))


def _places(words: list[str], start: int, end: int, *, is_part: bool) -> tuple[tuple[str, str], ...]:
    between = (words[start - 1], words[end])
    found = [between] if between != (_EDGE, _EDGE) else []
    if is_part and end + 1 < len(words) - 1:
        found.append((_ANY, f"{words[end]} {words[end + 1]}"))
    return tuple(found)


def _misplaced(texts: list[_Said]) -> Iterator[Caution]:
    """Words that stand where the manual has a word of similar letters too, which it uses much more often."""
    counts: Counter[str] = Counter()
    places: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for said in texts:
        pieces = _pieces(said.text, is_part=said.is_part)
        counts.update(pieces.texts)
        for place, text in pieces.places:
            places[place].add(text)
    wrong: dict[str, str] = {}
    for found in places.values():
        if len(found) > 1:
            wrong.update(_mistaken(found, counts))
    if wrong:
        yield from _told(texts, wrong)


def _mistaken(found: set[str], counts: Counter[str]) -> Iterator[tuple[str, str]]:
    usual = max(found, key=lambda word: (counts[word], word))
    for word in found:
        if counts[usual] >= _TIMES * counts[word] and _is_misreading(word, usual):
            yield word, usual


@lru_cache(maxsize=16_384)
def _is_misreading(word: str, other: str) -> bool:
    """Whether two runs of words are of similar letters and share no word, not even within or as their root."""
    if min(len(word), len(other)) < _SHORTEST or likeness(word, other) < _LIKE:
        return False
    if OSA.distance(word, other, score_cutoff=1) <= 1:
        return True
    if set(segment(word)) & set(segment(other)) or _runs(word) & _runs(other):
        return False
    if _ends_as_begins(word, other) or _ends_as_begins(other, word):
        return False
    return not (_shares_root(word, other) or _shares_root(word[::-1], other[::-1], is_reversed=True))


def _runs(word: str) -> set[str]:
    return {word[at : at + _SHORTEST] for at in range(len(word) - _SHORTEST + 1)}


def _ends_as_begins(one: str, other: str) -> bool:
    """Whether one ends with a word that the other begins with (“ตรวจสอบ”, “สอบทาน”): words of one meaning, no slip."""
    known = known_words()
    return any(other.startswith(one[at:]) and one[at:] in known for at in range(1, len(one) - _ROOT + 1))


def _shares_root(one: str, other: str, *, is_reversed: bool = False) -> bool:
    common = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    known = known_words()
    roots = (common[:end] for end in range(_ROOT, len(common) + 1))
    return any((root[::-1] if is_reversed else root) in known for root in roots)


def _told(texts: list[_Said], wrong: dict[str, str]) -> Iterator[Caution]:
    for said in texts:
        for word in sorted(wrong.keys() & set(_pieces(said.text).texts)):
            other = wrong[word]
            remedy = said.remedy(word, other)
            yield caution("misread", line=said.line, item=said.key, remedy=remedy, word=word, other=other)

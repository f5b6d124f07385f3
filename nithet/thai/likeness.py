"""Whether two written names may be one: names of persons and of schools, as hands and ears misspell them.

A hint for a person who decides, never a decision. Thai brothers and sisters bear names that differ in one letter
(สมชาย, สมชัย), and so do villages (หนองแวง, หนองแสง): only such differences count as slips that the ear does not
hear or the hand makes easily.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, Editop, Levenshtein

from nithet.thai.numerals import to_arabic
from nithet.thai.people import split_title
from nithet.thai.text import TONE_MARKS, squeeze

_CONSONANT = "ก-ฮ"
_ONE_FOR = {
    "ศษซ": "ส", "ณ": "น", "ญ": "ย", "ฎ": "ด", "ฏ": "ต", "ถธฑฒฐ": "ท", "ฆฅ": "ค", "ฃ": "ข", "ฌ": "ช", "ภ": "พ", "ฬฦ": "ล",
    "ฤ": "ร", "ิ": "ี", "ึ": "ื", "ุ": "ู",
}  # fmt: skip
"""Letters of one sound, and short vowels as long ones. ร and ล stay two: มารี and มาลี are two names."""
_SAME_SOUND = str.maketrans({letter: one for letters, one in _ONE_FOR.items() for letter in letters})
_SILENT = re.compile(f"(?<=โพ)ธิ์?|(?<=ท)ธิ์?|(?:ษ[ณม]|[ดตท]ร|[{_CONSONANT}])[ิุ]?์")
"""What the mark ์ silences, and what is often written without the mark."""
_SILENT_END = re.compile("(?<=[าัิีุู][ตฏฒทธ])[ิุ]$")
_AI = re.compile(f"ไ([{_CONSONANT}])ย")
_DOUBLE_R = re.compile(f"รร(?=[{_CONSONANT}])")
_REPEATED = re.compile(r"([ก-ยลวศ-ฮ])\1+")
"""All consonants but ร, of which two are a vowel."""
_NO_CONSONANT = re.compile("[^ก-ฮ0-9a-z]")
_CONFUSED = tuple(map(frozenset, ("ชส", "พผ", "คข", "ฟฝ", "เแ")))
"""Letters that are taken for one another wherever they stand."""
_SAME_END = tuple(map(frozenset, ("นรล", "ดตทจชส", "บปพฟ", "กขค")))
"""Letters of one sound at the end of a name."""
_SHORTEST = 4
"""A name of fewer sounds must agree in all of them: of ดา and ตา nobody can say that one is a slip."""

_SCHOOL = re.compile(r"^(?:โรงเรียน|ร\.ร\.|รร\.?)")
_VILLAGE = re.compile(r"^บ\.")
_NOTE = re.compile(r"[(\[](.*?)[)\]]?$")


@lru_cache(maxsize=8192)
def likeness_key(first: str, last: str) -> str:
    """The consonants of a name by their sound: equal for most spellings of it, and for some other names."""
    return f"{_skeleton(first)} {_skeleton(last)}".strip()


def school_key(name: str) -> str:
    """The consonants of a school's name, without the word school and what stands in brackets."""
    return _skeleton(_school(name)[0])


def likely_same(one: str, other: str) -> bool:
    """Whether two names of persons, with or without titles, may be one person's."""
    _, first, last = split_title(one)
    _, other_first, other_last = split_title(other)
    slips = _slips(first, other_first) + _slips(last, other_last)
    return slips <= 1


def likely_same_school(one: str, other: str) -> bool:
    """Whether two names may be one school's. Numbers must agree, and what is in brackets where both have some."""
    (name, note), (other_name, other_note) = _school(one), _school(other)
    if note and other_note and _slips(note, other_note) > 1:
        return False
    return _slips(name, other_name) <= 1


@lru_cache(maxsize=50_000)
def sounded(text: str) -> str:
    """The text as it sounds: no silent letters and tones, one letter for each sound."""
    line = _SILENT.sub("", to_arabic(squeeze(text)).lower())
    line = _SILENT_END.sub("", _REPEATED.sub(r"\1", line))
    line = re.sub(f"[{TONE_MARKS}]", "", line).replace("ใ", "ไ").replace("ำ", "ัม")
    line = _DOUBLE_R.sub("ั", _AI.sub(r"\1ัย", line)).replace("รร", "ัน")
    return _REPEATED.sub(r"\1", line.translate(_SAME_SOUND).replace("็", ""))


def _skeleton(text: str) -> str:
    return _REPEATED.sub(r"\1", _NO_CONSONANT.sub("", sounded(text)))


def _slips(one: str, other: str) -> int:
    """0 for the same sounds, 1 for one slip of hand or ear, 2 for two names."""
    a, b = sounded(one), sounded(other)
    if a == b:
        return 0
    if min(len(a), len(b)) < _SHORTEST or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return 2
    changes = list(Levenshtein.editops(a, b))
    if len(changes) == 1:
        return 1 if _is_slip(changes[0], a, b) else 2
    return 1 if OSA.distance(a, b) == 1 else 2


def _is_slip(change: Editop, a: str, b: str) -> bool:
    kind, here, there = change.tag, change.src_pos, change.dest_pos
    if kind == "replace":
        alike = (*_CONFUSED, *_SAME_END) if here == len(a) - 1 else _CONFUSED
        return any({a[here], b[there]} <= group for group in alike)
    # A letter more at the end makes another name: อรุณ and อรุณี, นิภา and นิภาพร.
    return here < len(a) - 1 if kind == "delete" else there < len(b) - 1


def _school(name: str) -> tuple[str, str]:
    """The name proper, and what stands in brackets after it."""
    plain = _VILLAGE.sub("บ้าน", _SCHOOL.sub("", squeeze(name)))
    note = _NOTE.search(plain)
    return (plain[: note.start()], note[1]) if note and note.start() else (plain, "")

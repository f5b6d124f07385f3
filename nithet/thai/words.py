"""Thai words: segmenting, the text that search compares, and the key by which names are sorted.

Segmenting is nlpo3 (maximal matching) with pythainlp's word list (CC0) and a few compounds of education
offices. The list is read at the first use, once a process (about 0.2 s); pythainlp itself is not imported.
"""

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import nlpo3

from nithet.thai.numerals import to_arabic
from nithet.thai.text import MARKS, TONE_MARKS, clean

# fmt: off
EDUCATION_WORDS = (
    "ศึกษานิเทศก์", "สถานศึกษา", "กระบวนงาน", "ตัวชี้วัด", "บันทึกข้อความ", "ภาคเรียน", "ปีการศึกษา", "ปีงบประมาณ",
    "ทางไกล", "ขั้นตอน", "ดำเนินงาน", "ร้อยละ", "คณะทำงาน", "แกนนำ", "เขตพื้นที่", "ประถมศึกษา", "มัธยมศึกษา",
    "วิทยฐานะ", "ครุภัณฑ์", "เกียรติบัตร", "วุฒิบัตร", "ผู้อำนวยการ", "สพฐ", "สพป", "สพม", "สารสนเทศ", "ลูกเสือ",
    "องค์ความรู้", "พึงพอใจ", "แบบบันทึก", "แบบประเมิน", "แบบสำรวจ", "แบบติดตาม", "แบบรายงาน", "จุดเน้น",
)
# fmt: on
"""Words of this trade that must be whole. Only such whose parts nobody looks for: “นิเทศ” finds “นิเทศภายใน”."""

_DICTIONARY = "nithet"
_THAI_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+|[^\u0e01-\u0e3a\u0e40-\u0e4e]+")
_OTHER_TOKEN = re.compile(r"\s+|[^\W\d_]+|\d+|.", re.DOTALL)
_SEARCHED = re.compile(f"(?:[^\\W_]|[{MARKS}])+")


def segment(text: str) -> list[str]:
    """The words of a text, with spaces and signs as pieces of their own: joined, they give the text again."""
    pieces: list[str] = []
    for run in _THAI_RUN.findall(text):
        pieces.extend(_thai_words(run) if "ก" <= run[0] <= "๎" else _OTHER_TOKEN.findall(run))
    return pieces


def search_key(text: str) -> str:
    """What the search tables store and look for: words of letters and digits only, joined by one space.

    Cleaned, lower case, Arabic digits; text and question go through the same function.
    """
    line = to_arabic(clean(text)).lower()
    return " ".join(word for piece in segment(line) for word in _SEARCHED.findall(piece))


def sort_key(text: str) -> str:
    """A key that sorts names as the Thai dictionary does, in any database and under any collation.

    It holds only 0-9 and a-z. First come letters, with a leading vowel after its consonant; then tone marks
    and the like. Spaces come before letters, numbers count as numbers, other signs count nothing. For n characters
    it has at most 6n + 2, for Thai names 3n + 2; titles of persons are not taken off.
    """
    first: list[str] = []
    second: list[str] = []
    for unit in _SORTED_UNIT.findall(_with_vowels_after(to_arabic(clean(text)).lower())):
        if unit in _SECOND:
            if second:
                second[-1] = _BASE36[_SECOND[unit]]
        elif weight := _weight(unit):
            first.append(weight)
            second.append("0")
    return "".join(first) + "00" + "".join(second).rstrip("0")


@cache
def known_words() -> frozenset[str]:
    """All words that segmenting knows."""
    return frozenset(_word_list())


def _thai_words(run: str) -> list[str]:
    # Not safe=True: nlpo3 1.4.0 then loses all but the beginning of a run longer than 140 characters.
    words: list[str] = nlpo3.segment(run, _loaded())
    return words


@cache
def _loaded() -> str:
    """The name of the dictionary, which nlpo3 reads from one file and then keeps."""
    with tempfile.TemporaryDirectory(prefix="nithet-words-") as folder:
        path = Path(folder, "words.txt")
        path.write_text("\n".join(_word_list()), encoding="utf-8")
        message, is_loaded = nlpo3.load_dict(str(path), _DICTIONARY)
    if not is_loaded:
        raise RuntimeError(f"word list not loaded: {message}")
    return _DICTIONARY


def _word_list() -> Iterator[str]:
    """The words of the corpus and our own. A namespace lookup only: importing pythainlp is slow."""
    spec = find_spec("pythainlp")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pythainlp is not installed: its word list is needed")
    corpus = Path(spec.submodule_search_locations[0], "corpus", "words_th.txt")
    yield from corpus.read_text(encoding="utf-8").split("\n")
    yield from EDUCATION_WORDS


_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_SORTED_UNIT = re.compile(r"[0-9]+|\s|.", re.DOTALL)
_SECOND = {mark: place for place, mark in enumerate("็" + TONE_MARKS + "์ํ๎ฺ", start=1)}
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def _with_vowels_after(text: str) -> str:
    return _LEADING_VOWEL.sub(r"\2\1", text)


def _weight(unit: str) -> str:
    """The first-level weight: space 01, numbers 1…, Latin 2…, Thai 3… and 4…, other letters z…; signs none."""
    if unit == " ":
        return "01"
    if unit[0] in "0123456789":
        digits = unit.lstrip("0") or "0"
        return "1" + _base36(min(len(digits), 35)) + digits
    if "a" <= unit <= "z":
        return "2" + unit
    if "ก" <= unit <= "ๅ" and unit not in "ฯ฿":
        return _base36(3 * 36 + ord(unit) - ord("ก"))
    return "z" + _base36(ord(unit)).rjust(4, "0") if unit.isalpha() and unit != "ๆ" else ""


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _BASE36[rest] + digits
        if not number:
            return digits

"""Thai text as it should be stored: no hidden characters, marks in the order of the standard (WTT 2.0)."""

import re
import unicodedata
from functools import lru_cache

VOWEL_MARKS = "ัิีึืฺุู็ํ"
TONE_MARKS = "่้๊๋"
MARKS = VOWEL_MARKS + TONE_MARKS + "์๎"
"""Marks that stand above or below a consonant and never alone."""

SHORT = 80
"""Texts up to this length are remembered with what became of them."""

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
# With halves of letters (surrogates), which no database takes.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_MARK_RUN = re.compile(f"[{MARKS}ำ]+า*")

# Old Thai fonts kept shifted copies of marks in the private use area, and PDF files still give them out.
_SHIFTED = str.maketrans(
    dict(
        zip(
            (chr(code) for code in range(0xF700, 0xF71B)),
            "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู",
            strict=True,
        )
    )
)


def clean(text: str) -> str:
    """One line of text, ready to store: hidden characters gone, marks in order, single spaces, stripped.

    Cleaning twice changes nothing more.
    """
    return " ".join(_with_right_marks(text).split())


def clean_multiline(text: str) -> str:
    """Like `clean` for several lines: keeps line breaks (as ``\\n``), and no more than one empty line together."""
    lines = [clean(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def squeeze(text: str) -> str:
    """The cleaned text without any white space, for comparing what was typed with other spacing."""
    return _with_right_marks("".join(_with_right_marks(text).split()))


def starts_with_mark(text: str) -> bool:
    """Whether the text begins in the middle of a written cell (a mark above or below, or ำ)."""
    return text[:1] != "" and text[0] in MARKS + "ำ"


def _with_right_marks(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    # Tables hold the same words over and over, and a name is looked at in many ways.
    return _remembered(text) if len(text) <= SHORT else _righted(text)


def _righted(text: str) -> str:
    text = _CONTROL.sub("", _HIDDEN.sub("", text.translate(_SHIFTED)))
    text = unicodedata.normalize("NFC", text)
    text = re.sub("เ{2}", "แ", text)
    while (ordered := _MARK_RUN.sub(_ordered, text)) != text:
        text = ordered  # joining ำ may bring marks together that stood apart
    return text


_remembered = lru_cache(maxsize=16_384)(_righted)


def _ordered(match: re.Match[str]) -> str:
    """One run of marks: each once, vowel before tone, and ํ with า joined to ำ (also ำา of PDF files)."""
    run = match.group()
    marks, tail = run.rstrip("า"), "า" * run.count("า")
    if "ำ" in marks or ("ํ" in marks and tail):
        marks, tail = marks.replace("ํ", "").replace("ำ", ""), "ำ"
    return "".join(sorted(dict.fromkeys(marks), key=_place)) + tail


def _place(mark: str) -> int:
    if mark in VOWEL_MARKS:
        return 0
    return 1 if mark in TONE_MARKS else 2

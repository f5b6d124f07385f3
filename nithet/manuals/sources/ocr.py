"""Reads pictures of pages by Tesseract, where it is installed with Thai: a program apart, one run a page.

It tells words and where they stand; lines, paragraphs and columns are found as in any PDF.
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from statistics import median
from typing import BinaryIO

import pypdfium2

from nithet.manuals.sources.errors import UnreadableSourceError
from nithet.manuals.sources.extracted import Progress, no_progress
from nithet.manuals.sources.layout import Word, lines_of
from nithet.manuals.sources.layout_columns import columns_of
from nithet.manuals.sources.layout_pages import Page, write
from nithet.manuals.sources.pdf import LOCK, opened, ordered_blocks
from nithet.manuals.sources.programs import environment_of

SECONDS_A_PAGE = 90
_LANGUAGE = "tha"
_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_MOST_PIXELS = 36_000_000
_WORD_LEVEL, _LINE_LEVEL = "5", "4"
_NUMBERS = ("level", "left", "top", "width", "height")
# A line's box holds marks above and below: letters are this share of it.
_LETTER = 0.62
_BELOW = 0.2
_BESIDE = 0.24


def is_available() -> bool:
    """Whether Tesseract is installed and knows Thai."""
    program = shutil.which("tesseract")
    return program is not None and _knows_thai(program)


def read_pages(
    file: BinaryIO, name: str, pages: Sequence[int], progress: Progress = no_progress
) -> dict[int, str]:
    """The text of these pages (from 1); those that could not be read are missing.

    Raises `UnreadableSourceError` where none could.
    """
    program = shutil.which("tesseract")
    found: dict[int, str] = {}
    for done, number in enumerate(pages if program else ()):
        progress(done, len(pages))
        picture = _picture(file, number)
        if picture and (text := _text(_recognised(str(program), picture[0]), number, picture[1])):
            found[number] = text
    progress(len(pages), len(pages))
    if pages and not found:
        raise UnreadableSourceError("ocr-failed")
    return found


@lru_cache(maxsize=4)
def _knows_thai(program: str) -> bool:
    answer = _answer([program, "--list-langs"], b"")
    return _LANGUAGE in answer.split()


def _answer(command: list[str], data: bytes) -> str:
    """What a program prints; nothing where it fails or takes too long."""
    environment = environment_of(OMP_THREAD_LIMIT="1")
    try:
        # The program is found on the path of the server, its arguments are ours.
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=SECONDS_A_PAGE, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""


def _picture(file: BinaryIO, number: int) -> tuple[bytes, float] | None:
    """A page as PNG, and how many of its dots make a point; None for a damaged page."""
    with LOCK, opened(file) as document:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            drawn = page.render(scale=scale, grayscale=True).to_pil()
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            return None
    kept = BytesIO()
    drawn.save(kept, format="PNG")
    return kept.getvalue(), scale


def _recognised(program: str, picture: bytes) -> str:
    """Words and their places, as tab separated values."""
    languages = f"{_LANGUAGE}+eng"
    dots = str(_DOTS_PER_INCH)
    return _answer([program, "stdin", "stdout", "-l", languages, "--dpi", dots, "--psm", "3", "tsv"], picture)


def _text(table: str, number: int, scale: float) -> str:
    """The lines of text that recognised words make."""
    words = list(_words(table, scale))
    if not words:
        return ""
    width, height = _page_size(table, scale)
    page = Page(number, width, height)
    for part, wide in columns_of(words, width, height):
        page.blocks += ordered_blocks(lines_of(part, number), [], number, wide)
    return "\n".join(write([page]).lines)


def _rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table with a place; where it is no such table, none."""
    head, *lines = table.split("\n")
    names = head.split("\t")
    for line in lines:
        row = dict(zip(names, line.split("\t"), strict=False))
        if all(row.get(name, "").isdecimal() for name in _NUMBERS):
            yield row


def _words(table: str, scale: float) -> Iterator[Word]:
    rows = list(_rows(table))
    lines = [row for row in rows if row["level"] == _LINE_LEVEL]
    size = median(int(row["height"]) for row in lines) * _LETTER / scale if lines else 1.0
    bottom = 0.0
    for row in rows:
        if row["level"] == _LINE_LEVEL:
            bottom = (int(row["top"]) + int(row["height"]) * (1 - _BELOW)) / scale
        elif row["level"] == _WORD_LEVEL and (text := row.get("text", "").strip(" |")):
            left = int(row["left"]) / scale
            # Thai comes in pieces of a few letters, whose ink is told loosely: only wide gaps are spaces.
            right = left + int(row["width"]) / scale + _BESIDE * size
            yield Word(text, left, right, bottom, size, has_space=text[-1].isascii())


def _page_size(table: str, scale: float) -> tuple[float, float]:
    first = next(_rows(table))
    return int(first["width"]) / scale, int(first["height"]) / scale

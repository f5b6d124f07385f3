"""The number that a cell says, and the numbers that the words of a cell begin with."""

import re

from nithet.manuals.reading.numbering import LETTERS, take_marker
from nithet.thai.numerals import to_arabic

_LETTERED_NUMBER = re.compile(rf"\(?([{LETTERS}])[.)]")


def number_of(text: str) -> int | None:
    """The number of a step, or None where the cell says something else."""
    if letter := _LETTERED_NUMBER.fullmatch(text):
        return LETTERS.index(letter[1]) + 1
    digits = to_arabic(text).strip(" .()")
    if digits.startswith("ขั้น"):
        digits = digits.removeprefix("ขั้นตอน").removeprefix("ขั้น").removeprefix("ที่").strip()
    last = digits.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() and len(last) <= 2 else None


def path_of(text: str) -> tuple[int, ...]:
    """The number as a path (1.2 is (1, 2)); empty where there is none."""
    taken = take_marker(f"{text} ก")
    return taken[0].path if taken and taken[0].is_number else ()

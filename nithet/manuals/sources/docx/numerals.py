"""How Word writes a number of a list."""

from collections.abc import Callable
from functools import partial
from string import ascii_lowercase, ascii_uppercase

from nithet.thai.numerals import to_thai

_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


def written(number: int, form: str) -> str:
    """The number in a format of Word (`decimal`, `thaiNumbers`, `thaiLetters` …); digits where it is not known."""
    write = _FORMS.get(form)
    return write(number) if write else str(number)


def _lettered(number: int, letters: str) -> str:
    """After the last letter Word doubles them: ฮ, กก, ขข."""
    if number < 1:
        return str(number)
    times, place = divmod(number - 1, len(letters))
    return letters[place] * min(times + 1, 9)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _counted(number: int) -> str:
    """In Thai words up to 99; further in digits."""
    tens, units = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    ten = {0: "", 1: "สิบ", 2: "ยี่สิบ"}.get(tens) if tens < 3 else f"{_UNITS[tens]}สิบ"
    return f"{ten}{'เอ็ด' if units == 1 and tens else _UNITS[units]}"


_FORMS: dict[str, Callable[[int], str]] = {
    "thaiNumbers": to_thai,
    "thaiLetters": partial(_lettered, letters=_THAI_LETTERS),
    "thaiCounting": _counted,
    "lowerLetter": partial(_lettered, letters=ascii_lowercase),
    "upperLetter": partial(_lettered, letters=ascii_uppercase),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": "{:02}".format,
    "none": lambda number: "",
}

"""What is wrong with a form, said so that whoever filled in the sheet can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rapidfuzz import fuzz, process

_NEAR = 75


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` as the spreadsheet counts it, 0 where the whole sheet is meant; `words` in Thai, without the place."""

    sheet: str
    row: int
    column: str
    code: str
    words: str
    is_warning: bool = False

    @property
    def place(self) -> str:
        """Where to look: “แผ่นงาน survey แถว 12 คอลัมน์ relevant”."""
        parts = [f"แผ่นงาน {self.sheet}" if self.sheet else "ทั้งไฟล์"]
        parts += [f"แถว {self.row}"] if self.row else []
        parts += [f"คอลัมน์ {self.column}"] if self.column else []
        return " ".join(parts)

    def to_json(self) -> dict[str, object]:
        return asdict(self)


class UnfitWorkbookError(Exception):
    """The workbook opens, but it is no form; `problems` says all that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.words for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one most likely means, "" where none is near."""
    found = process.extractOne(
        word.lower(), list(dict.fromkeys(known)), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return str(found[0]) if found else ""


def or_did_you_mean(words: str, word: str, known: Iterable[str], *, otherwise: str) -> str:
    """The sentence, ending in the nearest known word as a question or in what to do where none is near."""
    meant = nearest(word, known)
    return f"{words} หมายถึง “{meant}” หรือไม่" if meant else f"{words} {otherwise}"

"""The tables laid out for the linter: every line of the survey with what it is and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nithet.forms.definition import UNASKED_KINDS
from nithet.forms.tables import Row, Tables
from nithet.forms.xlsform.columns import Head, head_of
from nithet.forms.xlsform.kinds import Asks, Begins, Ends, read_type
from nithet.forms.xlsform.problems import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A line that asks something or begins a group; `around` are the lines that began the groups around it."""

    row: Row
    name: str
    read: Asks | Begins
    around: tuple[Line, ...]

    @property
    def path(self) -> str:
        return "/".join(line.name for line in (*self.around, self))

    @property
    def is_asked(self) -> bool:
        return isinstance(self.read, Asks) and self.read.kind not in UNASKED_KINDS


@dataclass(frozen=True, slots=True)
class Form:
    """`lines` are those whose type is known, in their order; `broken` is what is wrong with their nesting."""

    tables: Tables
    survey: Head
    choices: Head
    settings: Head
    lines: tuple[Line, ...]
    broken: tuple[Problem, ...]

    def text(self, line: Line, name: str) -> str:
        return self.survey.text(line.row, name)

    def asking(self) -> Iterator[tuple[Line, Asks]]:
        return ((line, line.read) for line in self.lines if isinstance(line.read, Asks))

    def problem(
        self, line: Line | Row, meaning: str, code: str, words: str, *, is_warning: bool = False
    ) -> Problem:
        """Something wrong in a cell of the survey; without a meaning, in the whole line."""
        row = line if isinstance(line, Row) else line.row
        column = self.survey.column(meaning) if meaning else ""
        return Problem("survey", row.number, column, code, words, is_warning)


def look(tables: Tables) -> Form:
    survey = head_of(tables, "survey")
    lines, broken = _lines(tables, survey)
    return Form(
        tables, survey, head_of(tables, "choices"), head_of(tables, "settings"), tuple(lines), tuple(broken)
    )


def _lines(tables: Tables, head: Head) -> tuple[list[Line], list[Problem]]:
    lines: list[Line] = []
    broken: list[Problem] = []
    around: list[Line] = []
    for row in tables.survey:
        read = read_type(head.text(row, "type"))
        if isinstance(read, Ends):
            _end(row, read, around, broken)
        elif read is not None:
            line = Line(row, head.text(row, "name"), read, tuple(around))
            lines.append(line)
            around += [line] if isinstance(read, Begins) else []
    broken += [_unended(line, line.read) for line in around if isinstance(line.read, Begins)]
    return lines, broken


def _end(row: Row, read: Ends, around: list[Line], broken: list[Problem]) -> None:
    if not around:
        words = (
            f"มี end {_word(read)} โดยไม่มี begin {_word(read)} ก่อนหน้า โปรดลบแถวนี้หรือเพิ่มแถว begin {_word(read)}"
        )
        broken.append(Problem("survey", row.number, "type", "end-without-begin", words))
        return
    began = around.pop()
    if isinstance(began.read, Begins) and began.read.is_repeat != read.is_repeat:
        words = f"ปิดด้วย end {_word(read)} แต่กลุ่ม “{began.name}” เปิดด้วย begin {_word(began.read)} ในแถว {began.row.number} โปรดใช้ให้ตรงกัน"
        broken.append(Problem("survey", row.number, "type", "wrong-end", words))


def _unended(line: Line, begun: Begins) -> Problem:
    words = f"เปิด begin {_word(begun)} “{line.name}” แล้วไม่มี end {_word(begun)} โปรดเพิ่มแถวปิดท้ายกลุ่มนี้"
    return Problem("survey", line.row.number, "type", "begin-without-end", words)


def _word(mark: Begins | Ends) -> str:
    return "repeat" if mark.is_repeat else "group"

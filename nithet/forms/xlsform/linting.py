"""Everything that is wrong with a form, at once, in Thai, with sheet and row.

pyxform tells one thing at a time, in English, and passes over much: misspelt columns, names that no XML can bear, brackets,
unknown functions, circles. So we look first; what is left is what pyxform alone knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from nithet.forms.publishing import UnmadeFormError, make_xform
from nithet.forms.tables import SHEETS, Tables
from nithet.forms.xlsform.cleaning import cleaned
from nithet.forms.xlsform.findings import expressions, heads, lists, phones, questions
from nithet.forms.xlsform.findings.lists import Heads
from nithet.forms.xlsform.findings.looking import look
from nithet.forms.xlsform.preparing import prepared
from nithet.forms.xlsform.problems import Problem

_MOST = 500
_UNKNOWN: Heads = {}
_LEFT = "เครื่องมือมาตรฐาน XLSForm สร้างแบบฟอร์มจากแถวนี้ไม่ได้ โปรดตรวจชนิด ชื่อ และพารามิเตอร์ของแถวนี้"
_LEFT_WHOLE = "เครื่องมือมาตรฐาน XLSForm สร้างแบบฟอร์มนี้ไม่ได้ โปรดเปิดไฟล์เทียบกับแบบฟอร์มที่ใช้ได้ แล้วแก้ส่วนที่ต่าง"
_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"'(survey|choices|settings)' sheet")
_SAID = (
    (re.compile(r"[Bb]adly formatted table list"), "ตาราง (table-list) ต้องใช้รายการตัวเลือกเดียวกันทุกข้อในกลุ่ม"),
    (re.compile(r"[Cc]hoice filter not supported for table-list"), "ใช้ choice_filter ในตาราง (table-list) ไม่ได้"),
    (re.compile(r"[Pp]arameter|acceptable parameters|start.*end.*step"), "พารามิเตอร์ในคอลัมน์ parameters ใช้ไม่ได้ โปรดเขียนแบบ ชื่อ=ค่า เช่น start=1 end=5 step=1"),
    (re.compile(r"trigger"), "คอลัมน์ trigger อ้างถึงข้อที่ไม่มีในแบบฟอร์ม โปรดตรวจชื่ออ้างอิง"),
    (re.compile(r"package name"), "ชื่อแอปในพารามิเตอร์ app ใช้ไม่ได้"),
)  # fmt: skip


def lint(tables: Tables, files: Collection[str] = (), columns: Heads = _UNKNOWN) -> list[Problem]:
    """All problems of a form; `files` are the names of those that came with it, `columns` of the lists among them."""
    found = own_findings(tables, files, columns)
    if not has_errors(found):
        try:
            make_xform(tables, "form", 1)
        except UnmadeFormError as error:
            found = in_order([*found, told_by_pyxform(tables, error)])
    return found


def own_findings(tables: Tables, files: Collection[str] = (), columns: Heads = _UNKNOWN) -> list[Problem]:
    """What can be found without making the form: for every act of its maker, and before it is made anyway."""
    form = look(cleaned(tables))
    found = [
        *heads.columns(form), *heads.settings(form),
        *questions.whole(form), *questions.types(form), *questions.names(form), *questions.labels(form),
        *questions.nesting(form), *questions.parts(form),
        *questions.placeholders(form), *lists.placeholders(form),
        *lists.choices(form), *lists.lists(form), *lists.files(form, files),
        *expressions.expressions(form), *expressions.filters(form, columns), *expressions.circles(form), *phones.phones(form),
    ]  # fmt: skip
    return in_order(found)[:_MOST]


def has_errors(problems: Collection[Problem]) -> bool:
    """Whether the form cannot be published; warnings do not hold it back."""
    return any(not problem.is_warning for problem in problems)


def in_order(problems: Collection[Problem]) -> list[Problem]:
    """As one reads the workbook; what holds a form back before warnings of the same line."""
    return sorted(problems, key=lambda one: (SHEETS.index(one.sheet), one.row, one.is_warning))


def told_by_pyxform(tables: Tables, error: UnmadeFormError) -> Problem:
    """Its message as a problem: the row as our sheet counts it, and never its English."""
    sheet = found[1] if (found := _SHEET.search(error.words)) else "survey"
    row = _row(tables, sheet, int(said[1])) if (said := _ROW.search(error.words)) else 0
    words = next((words for sign, words in _SAID if sign.search(error.words)), _LEFT if row else _LEFT_WHOLE)
    return Problem(sheet, row, "", "not-made", words)


def _row(tables: Tables, sheet: str, counted: int) -> int:
    """pyxform counts the lines that it was given, from 2 on."""
    rows = prepared(tables).sheet(sheet).rows
    return rows[counted - 2].number if 2 <= counted < len(rows) + 2 else 0

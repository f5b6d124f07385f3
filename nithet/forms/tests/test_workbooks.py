"""A form goes out as a workbook and comes back the same; what is no form is refused with a reason."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nithet.core.errors import DomainError
from nithet.core.tables.errors import (
    DamagedTableError,
    MacroError,
    NotATableError,
    OldExcelError,
    PasswordError,
)
from nithet.forms import shipped
from nithet.forms.tables import SHEETS, Row, Sheet, Tables, digest, from_json, to_json
from nithet.forms.tests.workbooks import SURVEY, sheets_of
from nithet.forms.workbooks import read_workbook
from nithet.forms.xlsform.cleaning import clean_cell, cleaned
from nithet.forms.xlsform.linting import lint
from nithet.forms.xlsform.problems import UnfitWorkbookError
from nithet.forms.xlsform.text import read_text, write_text
from nithet.forms.xlsform.writing import write_workbook

FORM: dict[str, Any] = {"survey": [["type", "name", "label"], ["text", "a", "ก"]]}


@pytest.mark.parametrize("code", shipped.codes())
def test_shipped_forms_go_out_and_come_back_the_same(code: str) -> None:
    tables = shipped.shipped_tables(code)
    assert read_workbook(write_workbook(tables)) == tables
    assert read_text(write_text(tables), {}) == tables


def test_opened_and_saved_by_a_spreadsheet_it_is_the_same() -> None:
    tables = read_text(SURVEY, {})
    workbook = load_workbook(BytesIO(write_workbook(tables)))
    for sheet in SHEETS:
        workbook[sheet].append([None] * 5)
        workbook[sheet].append([None] * 5)
    workbook.create_sheet("หมายเหตุ")["A1"] = "ของผู้จัดทำ"
    file = BytesIO()
    workbook.save(file)
    assert digest(read_workbook(file.getvalue())) == digest(tables)


_CELLS = st.text(max_size=30).map(clean_cell)


@given(st.lists(st.lists(_CELLS, min_size=4, max_size=4), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_any_texts_come_back_from_a_workbook_as_they_went(rows: list[list[str]]) -> None:
    columns = ("type", "name", "label", "relevant")
    # Empty lines do not go out, and the others stand without gaps.
    filled = [dict(zip(columns, cells, strict=True)) for cells in rows if any(cells)]
    lines = [
        Row(number, {column: cell for column, cell in cells.items() if cell})
        for number, cells in enumerate(filled, start=2)
    ]
    tables = Tables(survey=Sheet(columns, tuple(lines)))
    assert read_workbook(write_workbook(tables)) == tables
    assert cleaned(tables) == tables
    assert digest(from_json(to_json(tables))) == digest(tables)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1, "1"),
        (1.0, "1"),
        (2.5, "2.5"),
        (57010001, "57010001"),
        (True, "TRUE"),
        (date(2026, 11, 20), "2026-11-20"),
        (datetime(2026, 11, 20, 9, 30), "2026-11-20T09:30:00"),  # noqa: DTZ001  as a cell has it
        ("ชื่อ\u00a0 ครู\u200b", "ชื่อ ครู"),
        ("บรรทัด 1\r\nบรรทัด 2", "บรรทัด 1\nบรรทัด 2"),
        (" yes ", "yes"),
    ],
)
def test_cells_are_read_as_a_person_would_write_them(cell: object, text: str) -> None:
    tables = read_workbook(sheets_of({"survey": [["type", "name", "label"], ["text", "a", cell]]}))
    assert tables.survey.rows[0]["label"] == text


def test_rows_bear_the_numbers_that_the_spreadsheet_shows() -> None:
    rows: list[list[object]] = [["type", "name", "label"], [], [None, None], ["text", "a", "ก"]]
    assert [row.number for row in read_workbook(sheets_of({"Survey ": rows})).survey] == [4]


def refused(sheets: dict[str, Any]) -> list[tuple[str, int, str]]:
    with pytest.raises(UnfitWorkbookError) as error:
        read_workbook(sheets_of(sheets))
    return [(problem.sheet, problem.row, problem.code) for problem in error.value.problems]


def test_without_questions_it_is_no_form() -> None:
    assert refused({"surveys": [["type"], ["text"]]}) == [("survey", 0, "no-survey")]


def test_a_formula_that_was_never_reckoned_is_told() -> None:
    rows: list[list[object]] = [["type", "name", "label"], ["text", "a", "=A1"]]
    assert refused({"survey": rows}) == [("survey", 2, "cell-unreadable")]


def test_heads_that_stand_twice_or_not_at_all_are_told() -> None:
    rows: list[list[object]] = [["type", "name", "name", None], ["text", "a", "b", "c"]]
    assert refused({"survey": rows}) == [("survey", 1, "column-twice"), ("survey", 2, "column-nameless")]


def test_sheets_that_nothing_reads_are_refused_not_lost() -> None:
    entities: list[list[object]] = [["list_name", "label"], ["trees", "ต้นไม้"]]
    assert refused({**FORM, "entities": entities}) == [("entities", 0, "sheet-not-taken")]
    assert read_workbook(sheets_of({**FORM, "entities": [["list_name"]]})).survey.rows


def test_a_hundred_thousand_rows_are_refused() -> None:
    rows = [["type", "name", "label"], *(["text", f"q{n}", "ก"] for n in range(100_000))]
    assert refused({"survey": rows}) == [("survey", 5002, "too-many-rows")]


def test_five_megabytes_of_choices_are_refused() -> None:
    rows: list[list[object]] = [
        ["list_name", "name", "label"],
        *(["a", n, hashlib.sha512(b"%d" % n).hexdigest() * 40] for n in range(1200)),
    ]
    assert [code for _, _, code in refused({**FORM, "choices": rows})] == ["too-many-rows"]


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"PK\x03\x04 nothing", "form.xlsx", DamagedTableError),
        (b"%PDF-1.7", "form.xlsx", NotATableError),
        (b"type,name\ntext,a\n", "form.csv", NotATableError),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "form.xls", OldExcelError),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "form.xlsx", PasswordError),
        (sheets_of(FORM), "form.xlsm", MacroError),
        (_zip(**{"a.txt": b"a"}), "form.xlsx", NotATableError),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(
    content: bytes, name: str, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        read_workbook(content, name)


def test_macros_are_refused_under_any_name() -> None:
    file = io.BytesIO(sheets_of(FORM))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(MacroError):
        read_workbook(file.getvalue())


def test_names_in_thai_are_told_of() -> None:
    tables = read_workbook(sheets_of({"survey": [["type", "name", "label"], ["text", "ชื่อ", "ก"]]}))
    assert "bad-name" in {problem.code for problem in lint(tables)}

"""A workbook is read row by row, whatever program wrote it."""

import io
import tracemalloc
from datetime import date, datetime

import pytest
import xlsxwriter
from openpyxl import Workbook

from nithet.core.tables import texts
from nithet.core.tables.errors import NoRowsError, NoSuchSheetError, TooManyColumnsError
from nithet.core.tables.reading import open_table
from nithet.core.tables.table import MAX_COLUMNS, Fault, Row
from nithet.core.tables.tests.books import PARTS, book, raw, saved, sheet_xml, text_row

MOMENT = datetime(2026, 10, 1, 8, 30)  # noqa: DTZ001  a cell knows no zone
PEOPLE = [("ชื่อ", "นามสกุล"), ("สมชาย", "ใจดี"), ("สมหญิง", "ใจงาม")]


def rows_of(file: io.BytesIO, name: str = "คน.xlsx", sheet: str | None = None) -> list[Row]:
    with open_table(file, name, sheet=sheet) as table:
        return list(table.rows())


def test_rows_come_with_their_numbers_and_values() -> None:
    rows = rows_of(book(("คน", [*PEOPLE, (), ("สม", None, 3, 2.5, True, date(2026, 10, 1), MOMENT)])))
    assert [row.number for row in rows] == [1, 2, 3, 5]
    assert rows[1].cells == ("สมชาย", "ใจดี")
    assert rows[3].cells == ("สม", None, 3, 2.5, True, date(2026, 10, 1), MOMENT)
    assert rows[1].at(5) is None


def test_rows_are_read_again_and_from_a_number_on() -> None:
    with open_table(book(("คน", PEOPLE)), "คน.xlsx") as table:
        assert [row.number for row in table.rows()] == [1, 2, 3]
        assert [row.number for row in table.rows(start=3)] == [3]
        assert [row.number for row in table.head(2)] == [1, 2]


def test_two_readers_of_one_table_do_not_disturb_each_other() -> None:
    for file, name in ((book(("คน", PEOPLE)), "คน.xlsx"), (io.BytesIO("ก,ข\nค,ง\n".encode()), "คน.csv")):
        with open_table(file, name) as table:
            pairs = list(zip(table.rows(), table.rows(), strict=True))
        assert all(one == other for one, other in pairs)
        assert len(pairs) >= 2


def test_the_first_shown_sheet_with_rows_is_read_and_any_other_by_name() -> None:
    workbook = Workbook()
    hidden = workbook.worksheets[0]
    hidden.title, hidden.sheet_state = "ซ่อน", "hidden"
    hidden.append(["ลับ"])
    workbook.create_sheet("ว่าง")
    workbook.create_sheet("คน").append(["สมชาย"])
    file = saved(workbook)
    with open_table(file, "คน.xlsx") as table:
        assert table.sheets == ("ซ่อน", "ว่าง", "คน")
        assert table.sheet == "คน"
    assert rows_of(file, sheet="ซ่อน")[0].cells == ("ลับ",)
    with pytest.raises(NoSuchSheetError, match=r"“อื่น”.*ซ่อน, ว่าง, คน"):
        open_table(file, "คน.xlsx", sheet="อื่น")


def test_a_book_without_rows_is_told() -> None:
    with pytest.raises(NoRowsError, match="ไม่พบแถว"):
        open_table(book(("ว่าง", [(None,), ("  ", "\u00a0")])), "คน.xlsx")


def test_a_formula_gives_its_value_and_one_never_calculated_is_told_with_its_cell() -> None:
    sheet = sheet_xml(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"ก"</f><v>2ก</v></c>'
        '<c r="C1"><f>NOW()</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="str"><f>""</f><v></v></c></row>'
    )
    (row,) = rows_of(raw(sheet))
    assert row.cells[:2] == (2, "2ก")
    never, wrong = row.cells[2:]
    assert isinstance(never, Fault)
    assert isinstance(wrong, Fault)
    assert never.cell == "C1"
    assert "ช่อง C1 เป็นสูตรที่ยังไม่มีผลลัพธ์" in never.why
    assert "D1 แสดงข้อผิดพลาด #DIV/0!" in wrong.why


def test_texts_in_runs_readings_and_escapes_are_joined() -> None:
    shared = (
        '<sst xmlns="x"><si><r><rPr><b/></rPr><t>สม</t></r><r><t xml:space="preserve">ชาย </t></r><rPh sb="0" eb="1"><t>อ่าน</t></rPh></si>'
        "<si><t>บรรทัด_x000D_สอง</t></si></sst>"
    )
    sheet = sheet_xml('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>')
    file = raw(sheet, {"xl/sharedStrings.xml": shared})
    assert rows_of(file)[0].cells == ("สมชาย ", "บรรทัด\rสอง")


def test_a_prefixed_and_a_strict_workbook_are_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row r="4"><x:c r="B4"><x:v>7</x:v></x:c></x:row></x:sheetData><x:pageMargins/></x:worksheet>'
    )
    assert rows_of(raw(sheet)) == [Row(4, (None, 7))]


def test_days_are_told_from_numbers_by_their_format() -> None:
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    codes = (
        "dd/mm/yyyy",
        "[$-107041E]d mmm yyyy;@",
        "[$-D07041E]d mmmm yyyy",
        "0.00",
        '#,##0 "days"',
        "h:mm",
    )
    for place, code in enumerate(codes):
        sheet.write_number(0, place, 46296, workbook.add_format({"num_format": code}))
    workbook.close()
    day = date(2026, 10, 1)
    assert rows_of(file)[0].cells == (day, day, day, 46296, 46296, day)


def test_the_built_in_dates_of_thai_excel_and_the_years_of_old_macs_are_known() -> None:
    styles = (
        '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="71"/><xf numFmtId="75"/></cellXfs></styleSheet>'
    )
    parts = {
        "xl/styles.xml": styles,
        "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>",
            '<Relationship Id="r3" Type="x/styles" Target="/xl/styles.xml"/></Relationships>',
        ),
        "xl/workbook.xml": PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>'),
    }
    sheet = sheet_xml(
        '<row><c s="1"><v>44834</v></c><c s="2"><v>44834</v></c><c t="d"><v>2026-10-01</v></c></row>'
    )
    assert rows_of(raw(sheet, parts))[0].cells == (date(2026, 10, 1), 44834, date(2026, 10, 1))


def test_numbers_that_no_cell_holds_are_told_and_not_read() -> None:
    sheet = sheet_xml(
        f'<row r="2"><c r="A2"><v>1E999</v></c><c r="B2"><v>{"9" * 5000}</v></c><c r="C2"><v>x</v></c></row>'
    )
    cells = rows_of(raw(sheet))[0].cells
    assert [cell.cell for cell in cells if isinstance(cell, Fault)] == ["A2", "B2", "C2"]


def test_a_wrong_size_in_the_file_hides_no_rows() -> None:
    sheet = sheet_xml(text_row(1, "ก") + text_row(2, "ข")).replace(
        "<sheetData>", '<dimension ref="A1"/><sheetData>'
    )
    assert len(rows_of(raw(sheet))) == 2


def test_values_in_too_many_columns_are_refused_but_empty_cells_are_not() -> None:
    assert len(rows_of(book(("คน", [range(MAX_COLUMNS)])))[0].cells) == MAX_COLUMNS
    with pytest.raises(TooManyColumnsError, match=f"แถว 1 .* {MAX_COLUMNS} คอลัมน์"):
        rows_of(book(("คน", [range(MAX_COLUMNS + 1)])))
    far = sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>')
    assert rows_of(raw(far))[0].cells == (1,)


def test_the_estimate_is_near_for_a_long_sheet() -> None:
    rows = "".join(text_row(number, f"ชื่อ{number}", "โรงเรียนบ้านทุ่ง") for number in range(1, 20_001))
    with open_table(raw(sheet_xml(rows)), "คน.xlsx") as table:
        assert 18_000 <= table.row_estimate <= 22_000


def test_ten_times_as_many_unique_texts_cost_no_more_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Smaller blocks to keep, so that the limit is reached with few rows.
    monkeypatch.setattr(texts, "KEPT_BLOCKS", 16)
    few, many = (_peak(count) for count in (4_000, 40_000))
    assert many < few + 500_000, (few, many)


def _peak(count: int) -> int:
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    for number in range(count):
        sheet.write_string(number, 0, f"ชื่อที่ไม่ซ้ำกับใคร {number}")
    workbook.close()
    tracemalloc.start()
    try:
        with open_table(file, "คน.xlsx") as table:
            assert sum(1 for _ in table.rows()) == count
        peak: int = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return peak


def test_a_sheet_of_empty_rows_to_the_last_is_read_through() -> None:
    empty = "".join(f'<row r="{number}" ht="20"/>' for number in range(2, 1_048_577))
    with open_table(raw(sheet_xml(text_row(1, "ก") + empty)), "คน.xlsx") as table:
        assert [row.number for row in table.rows()] == [1]

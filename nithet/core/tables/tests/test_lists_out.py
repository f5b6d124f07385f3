"""A list comes out as a file that prints, opens and is read again."""

import csv
import io
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from nithet.core.tables import writing
from nithet.core.tables.fields import Field
from nithet.core.tables.heading import find_heading
from nithet.core.tables.matching import match_columns
from nithet.core.tables.reading import open_table
from nithet.core.tables.responses import file_name, table_response
from nithet.core.tables.table import MAX_CELL
from nithet.core.tables.values import as_date, as_phone, as_text
from nithet.core.tables.writing import Column, Listing, Value, sheet_name, write_csv, write_xlsx
from nithet.thai.dates import BANGKOK

# A response that is closed looks after the connection that an earlier test may have left.
pytestmark = pytest.mark.django_db

COLUMNS = [
    Column("ที่", 6, "number"),
    Column("ชื่อ", 24),
    Column("โทรศัพท์", 16),
    Column("วันบรรจุ", 14, "date"),
    Column("คะแนน", 10, "decimal"),
]
ROW: tuple[Value, ...] = (1, "สมชาย", "0812345678", date(2026, 10, 1), Decimal("3.5"))
MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)


def listing(
    rows: Iterable[Sequence[Value]] = (ROW,), columns: Sequence[Column] = COLUMNS, title: str = "รายชื่อบุคลากร"
) -> Listing:
    return Listing(title, "สพป.สาธิต เขต 1", columns, rows, date(2026, 11, 20))


def written(what: Listing) -> Workbook:
    file = io.BytesIO()
    write_xlsx(file, what)
    return openpyxl.load_workbook(file)


def sheet_of(what: Listing) -> Worksheet:
    return written(what).worksheets[0]


def csv_rows(what: Listing) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(file, what)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def test_above_the_list_stand_the_office_the_title_and_the_day() -> None:
    sheet = sheet_of(listing())
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "สพป.สาธิต เขต 1",
        "รายชื่อบุคลากร",
        "ข้อมูล ณ วันที่ 20 พฤศจิกายน 2569",
    ]
    assert [cell.value for cell in sheet[4]] == [column.label for column in COLUMNS]
    assert sheet.cell(1, 1).font.name == "TH Sarabun New"


def test_values_keep_their_kind() -> None:
    cells = sheet_of(listing())[5]
    assert [cell.value for cell in cells] == [1, "สมชาย", "0812345678", datetime(2026, 10, 1), 3.5]  # noqa: DTZ001
    assert cells[2].number_format == "@"
    assert cells[3].number_format.startswith("[$-107041E]")


def test_it_prints_on_a4_with_its_heading_on_each_page() -> None:
    sheet = sheet_of(listing())
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation != "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:E5"
    assert sheet.oddFooter is not None
    assert "หน้า &P จาก &N" in str(sheet.oddFooter.right.text)


def test_a_wide_list_lies_across() -> None:
    wide = [Column(str(number), 30) for number in range(5)]
    assert sheet_of(listing([("",) * 5], wide)).page_setup.orientation == "landscape"


@pytest.mark.parametrize("text", ["=1+1", "+66812345678", "-1+1", "@SUM(A1)", "=HYPERLINK(\"x\")", "\t=1", "http://example.go.th", "{=1}"])  # fmt: skip
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    cell = sheet_of(listing([(1, text, "", None, 0)])).cell(5, 2)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    out = csv_rows(listing([(1, text, "", None, 0)]))[1][1]
    assert out == (text if text[0] in "h{" else f"'{text}")


def test_numbers_and_dashes_are_no_formulas_in_csv() -> None:
    assert csv_rows(listing([(-5, "-", "", None, Decimal("-1.5"))]))[1] == ["-5", "-", "", "", "-1.5"]


def test_long_numbers_and_odd_texts_are_kept_whole() -> None:
    row = (10**17, "ก\x00ข\x0bค\ud800", "0" * 20, date(1899, 1, 1), float("nan"))
    cells = sheet_of(listing([row]))[5]
    assert [cell.value for cell in cells] == [str(10**17), "กขค", "0" * 20, "1 ม.ค. 2442", "nan"]


def test_a_text_longer_than_a_cell_is_cut_with_a_sign() -> None:
    value = sheet_of(listing([(1, "ก" * 40_000, "", None, 0)])).cell(5, 2).value
    assert isinstance(value, str)
    assert len(value) == MAX_CELL
    assert value.endswith("…")


def test_yes_moments_and_nothing_are_shown() -> None:
    columns = [Column("ก"), Column("ข", kind="moment"), Column("ค")]
    cells = sheet_of(listing([(True, MOMENT, None)], columns))[5]
    assert [cell.value for cell in cells] == ["ใช่", MOMENT.replace(tzinfo=None), None]
    assert csv_rows(listing([(False, MOMENT, None)], columns))[1] == ["ไม่ใช่", "20 พ.ย. 2569 09.30 น.", ""]


def test_an_empty_list_is_a_heading() -> None:
    assert sheet_of(listing([])).max_row == 4


def test_rows_of_another_width_than_the_heading_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        written(listing([(1, "ก")]))


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROWS_A_SHEET", 10)
    workbook = written(listing(ROW for _ in range(25)))
    assert workbook.sheetnames == ["รายชื่อบุคลากร", "รายชื่อบุคลากร (2)", "รายชื่อบุคลากร (3)"]
    assert [sheet.max_row for sheet in workbook.worksheets] == [14, 14, 9]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("รายชื่อ [ครู]: ก/ข*?\\", "รายชื่อ  ครู   ก ข"),
        ("ก" * 40, "ก" * 31),
        ("", "รายการ"),
        ("'ก'", "ก"),
        ("History", "รายการ"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name
    assert written(listing(title=title)).sheetnames == [name]
    assert len(sheet_name("ก" * 40, 12)) <= 31


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    file = io.BytesIO()
    write_csv(file, listing())
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert csv_rows(listing())[1] == ["1", "สมชาย", "0812345678", "1 ต.ค. 2569", "3.5"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_went_out_comes_in_again(kind: str) -> None:
    fields = [Field("first", "ชื่อ"), Field("phone", "โทรศัพท์"), Field("on", "วันบรรจุ")]
    file = io.BytesIO()
    (write_csv if kind == "csv" else write_xlsx)(file, listing([ROW, (2, "=ก", "+66812345678", None, None)]))
    with open_table(file, f"ก.{kind}") as table:
        heading = find_heading(table.head(), fields)
        assert heading is not None
        rows = list(table.rows(heading.data_from))
        columns = {match.field: match.index for match in match_columns(heading.names, rows, fields)}
    read = [
        (
            as_text(row.at(columns["first"])),
            as_phone(row.at(columns["phone"])),
            as_date(row.at(columns["on"])),
        )
        for row in rows
    ]
    assert read == [("สมชาย", "0812345678", date(2026, 10, 1)), ("=ก", "0812345678", None)]


@pytest.mark.parametrize(("asked", "kind"), [("xlsx", "xlsx"), ("csv", "csv"), ("", "xlsx"), ("exe", "xlsx")])
def test_the_answer_is_a_file_to_keep(asked: str, kind: str) -> None:
    response = table_response(asked, listing(title='รายชื่อ/ครู: "2569"\r\nX: y'))
    content = b"".join(response)
    response.close()
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert disposition.endswith(f"2569-11-20.{kind}")
    assert "\n" not in disposition
    assert response.headers["Cache-Control"] == "private, no-store"
    assert content.startswith(b"PK" if kind == "xlsx" else b"\xef\xbb\xbf")


def test_the_file_is_named_by_title_and_day() -> None:
    assert file_name(listing(), "csv") == "รายชื่อบุคลากร 2569-11-20.csv"
    assert len(file_name(listing(title="ก" * 500), "xlsx")) < 150


def test_a_failing_list_leaves_no_file_open() -> None:
    with pytest.raises(ValueError, match="zip"):
        table_response("xlsx", listing([(1,)]))


def test_a_long_list_costs_no_more_memory_than_a_short_one() -> None:
    few, many = (_peak(count) for count in (1_000, 10_000))
    assert many < few + 1_000_000, (few, many)


def _peak(count: int) -> int:
    tracemalloc.start()
    try:
        rows = ((number, f"ชื่อ {number}", "0812345678", date(2026, 10, 1), 1.5) for number in range(count))
        table_response("xlsx", listing(rows)).close()
        peak: int = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return peak

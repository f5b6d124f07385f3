"""A CSV file is read in every encoding and with every delimiter that Thai offices meet."""

import io

import pytest

from nithet.core.tables.csvs import SAMPLE_BYTES
from nithet.core.tables.errors import EncodingError, NoRowsError, QuotesError, TooManyColumnsError
from nithet.core.tables.reading import open_table
from nithet.core.tables.table import Row

TEXT = "ชื่อ,นามสกุล,อายุ\r\nสมชาย,ใจดี,30\r\n"
ROWS = [Row(1, ("ชื่อ", "นามสกุล", "อายุ")), Row(2, ("สมชาย", "ใจดี", "30"))]


def rows_of(data: str | bytes, name: str = "คน.csv", start: int = 1) -> list[Row]:
    with open_table(io.BytesIO(data.encode() if isinstance(data, str) else data), name) as table:
        return list(table.rows(start))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874", "tis-620"]
)
def test_every_encoding_is_found_out(encoding: str) -> None:
    assert rows_of(TEXT.encode(encoding)) == ROWS


def test_a_letter_of_the_thai_code_page_late_in_the_file_is_read() -> None:
    text = "ascii,only\n" * 500_000 + "ชื่อ,สกุล\n"
    assert rows_of(text.encode("cp874"), start=500_001) == [Row(500_001, ("ชื่อ", "สกุล"))]


def test_western_letters_are_not_taken_for_thai() -> None:
    with pytest.raises(EncodingError):
        rows_of("Muñoz,Señor\n\x85é".encode("latin-1") + b"\xfe\xff\xfc\xdb" * 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found_out(delimiter: str) -> None:
    text = 'รายชื่อ, ครู; และ | บุคลากร\n"ชื่อ, สกุล"Dตำแหน่งDเลขที่\nสมชาย ใจดีDครูD12\nสมหญิง ใจงามDครูD13\n'
    rows = rows_of(text.replace("D", delimiter))
    assert rows[1].cells == ("ชื่อ, สกุล", "ตำแหน่ง", "เลขที่")


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"'])
def test_the_hint_for_excel_is_followed_and_not_counted(line: str) -> None:
    assert rows_of(f"{line}\nก,ข;ค\nง;จ\n") == [Row(1, ("ก,ข", "ค")), Row(2, ("ง", "จ"))]


def test_one_column_needs_no_delimiter() -> None:
    assert rows_of("ชื่อ\nสมชาย\n") == [Row(1, ("ชื่อ",)), Row(2, ("สมชาย",))]


def test_quoted_line_breaks_are_one_row_as_in_excel() -> None:
    rows = rows_of('ชื่อ,ที่อยู่\nสม,"บ้าน\nเลขที่ ""1"""\n\n,\nชาย,ข\n')
    assert rows[1].cells == ("สม", 'บ้าน\nเลขที่ "1"')
    assert [row.number for row in rows] == [1, 2, 5]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_of_every_system_are_read(newline: str) -> None:
    assert len(rows_of(newline.join(("ก,ข", "ค,ง", "")))) == 2


def test_rows_are_read_again_from_a_number_on() -> None:
    assert rows_of(TEXT, start=2) == ROWS[1:]


@pytest.mark.parametrize(
    ("text", "row"),
    [('ก,ข\nค,"ง\nจ,ฉ\n', 2), ('ก,ข\nค,"ง" ค้าง\nจ,ฉ\n', 2), ('ก,ข\nค,"' + "ง\n" * 100_000, 2)],
)
def test_a_quotation_mark_too_many_swallows_no_rows(text: str, row: int) -> None:
    with pytest.raises(QuotesError, match=f"ในแถว {row} "):
        rows_of(text)


def test_a_table_of_only_blanks_has_no_rows() -> None:
    with pytest.raises(NoRowsError):
        rows_of(",,\n , \n")


def test_too_many_values_in_a_row_are_refused() -> None:
    with pytest.raises(TooManyColumnsError, match="แถว 2 "):
        rows_of("ก,ข\n" + "ค," * 300)


def test_the_estimate_is_near_for_a_long_file() -> None:
    lines = "สมชาย,ใจดี,30\n" * 50_000
    assert len(lines.encode()) > SAMPLE_BYTES
    with open_table(io.BytesIO(lines.encode()), "คน.csv") as table:
        assert 49_000 <= table.row_estimate <= 51_000


def test_the_apostrophe_before_a_formula_is_ours_and_goes() -> None:
    assert rows_of("'=1+1,'+66,'ก,'\n")[0].cells == ("=1+1", "+66", "'ก", "'")


def test_the_file_stays_open_for_its_owner() -> None:
    file = io.BytesIO(TEXT.encode())
    with open_table(file, "คน.csv") as table:
        list(table.rows())
    assert not file.closed

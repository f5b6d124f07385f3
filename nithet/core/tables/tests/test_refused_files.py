"""A file that is no table, or one made to harm, is refused with what to do; nothing of it is kept in memory."""

import contextlib
import io
import struct
import tracemalloc
import zipfile

import pytest

from nithet.core.tables import archive, errors, markup
from nithet.core.tables.reading import open_table
from nithet.core.tables.tests.books import PARTS, book, raw, sheet_xml, text_row
from nithet.core.tables.values import CellProblem, as_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = book(("คน", [("ชื่อ",), ("สมชาย",)])).getvalue()
BOMB = '<!DOCTYPE x [<!ENTITY a "ฮา"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def read(data: bytes, name: str) -> int:
    with open_table(io.BytesIO(data), name) as table:
        return sum(1 for _ in table.rows())


@pytest.mark.parametrize(
    ("data", "name", "error", "says"),
    [
        (b"", "คน.xlsx", errors.EmptyFileError, "ว่างเปล่า"),
        (b"\xef\xbb\xbf\r\n", "คน.csv", errors.EmptyFileError, "ว่างเปล่า"),
        (OLE + b"\0" * 600, "คน.xls", errors.OldExcelError, "บันทึกเป็น"),
        (OLE + b"\0" * 600, "คน.xlsx", errors.OldExcelError, ".xlsx"),
        (b"<html><table></table></html>", "คน.xls", errors.OldExcelError, ".xlsx"),
        (b"<html><table></table></html>", "คน.csv", errors.NotATableError, "ไม่ใช่ตาราง"),
        (
            OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "คน.xlsx",
            errors.PasswordError,
            "รหัสผ่าน",
        ),
        (GOOD, "คน.xlsm", errors.MacroError, "แมโคร"),
        (GOOD, "คน.csv", errors.WrongEndingError, "เป็นชนิด .xlsx"),
        ("ชื่อ,สกุล\nสมชาย,ใจดี\n".encode(), "คน.xlsx", errors.WrongEndingError, "เป็นชนิด .csv"),
        ("ชื่อ,สกุล\n".encode("cp874"), "คน.xlsx", errors.WrongEndingError, "เป็นชนิด .csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "คน.xlsx", errors.NotATableError, "ไม่ใช่ตาราง"),
        (b"%PDF-1.7", "คน.csv", errors.NotATableError, "ไม่ใช่ตาราง"),
        (bytes(range(1, 256)) * 4, "คน.csv", errors.EncodingError, "อ่านตัวอักษร"),
        (bytes(range(1, 256)) * 4, "คน.xlsx", errors.NotATableError, "ไม่ใช่ตาราง"),
        (b"caf\xe9 cr\xe8me \x81\x82\x83\n" * 9, "คน.csv", errors.EncodingError, "CSV UTF-8"),
        (GOOD[: len(GOOD) // 2], "คน.xlsx", errors.DamagedTableError, "เสียหายหรือไม่ครบ"),
        (b"PK\x03\x04" + b"\0" * 40, "คน.xlsx", errors.DamagedTableError, "เสียหายหรือไม่ครบ"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    data: bytes, name: str, error: type[errors.TableError], says: str
) -> None:
    with pytest.raises(error) as caught:
        read(data, name)
    assert says in caught.value.text
    assert "โปรด" in caught.value.text
    assert caught.value.status in {413, 422}


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods", ".numbers"])
def test_other_programs_files_are_to_be_saved_anew(ending: str) -> None:
    with pytest.raises(errors.OldExcelError):
        read(GOOD, f"คน{ending}")


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("xl/vbaProject.bin", errors.MacroError),
        ("xl/workbook.bin", errors.OldExcelError),
        ("word/document.xml", errors.NotATableError),
    ],
)
def test_the_parts_of_a_container_tell_what_it_is(part: str, error: type[errors.TableError]) -> None:
    with pytest.raises(error):
        read(raw(sheet_xml(text_row(1, "ก")), {part: "x"}).getvalue(), "คน.xlsx")


def test_any_other_container_is_no_table() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("รูป.txt", "x")
    with pytest.raises(errors.NotATableError):
        read(file.getvalue(), "คน.xlsx")


def test_a_part_with_a_password_is_told() -> None:
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(errors.PasswordError):
        read(bytes(data), "คน.xlsx")


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    "path", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"]
)
def test_entities_are_refused_in_every_part(doctype: str, path: str) -> None:
    plain = {
        **PARTS,
        "xl/worksheets/sheet1.xml": sheet_xml(text_row(1, "ก")),
        "xl/sharedStrings.xml": "<sst/>",
    }
    with pytest.raises(errors.UnsafeFileError, match="ไม่ปลอดภัย"):
        read(raw("", {**plain, path: doctype + plain[path]}).getvalue(), "คน.xlsx")


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    bomb = raw(sheet_xml(text_row(1, "ก") + " " * 8_000_000)).getvalue()
    with pytest.raises(errors.TooLargeError, match="เมื่อคลายแล้วใหญ่เกินกำหนด"):
        read(bomb, "คน.xlsx")


def test_a_bomb_that_declares_less_than_it_holds_is_damaged_and_not_unpacked() -> None:
    sheet = sheet_xml(text_row(1, "ก") + " " * 50_000_000)
    data = raw(sheet).getvalue()
    lying = data.replace(struct.pack("<I", len(sheet.encode())), struct.pack("<I", 1_000_000))
    assert lying != data
    tracemalloc.start()
    try:
        with pytest.raises(errors.DamagedTableError):
            read(lying, "คน.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_the_whole_may_not_be_too_large_however_many_parts_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    with pytest.raises(errors.TooLargeError):
        read(GOOD, "คน.xlsx")


def test_the_list_of_sheets_may_not_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_SMALL_PART", 100)
    with pytest.raises(errors.TooLargeError):
        read(GOOD, "คน.xlsx")


@pytest.mark.parametrize(
    "inside",
    [
        "<row>" + "<a>" * 900_000,
        "<row><c><v>" + "9" * 3_000_000,
        '<row r="' + "1" * 3_000_000,
        "<row>" + "<c/>" * 600_000,
    ],
    ids=["nested", "one text", "one tag", "one row"],
)
def test_markup_made_to_fill_the_memory_is_refused(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "RATIO_FROM", 10**9)
    with pytest.raises(errors.UnsafeFileError):
        read(raw(f"<worksheet><sheetData>{inside}").getvalue(), "คน.xlsx")


def test_a_row_with_all_its_cells_is_not_taken_for_an_attack() -> None:
    cells = "".join(f'<c r="XFD{number}" s="123"/>' for number in range(16_384))
    assert len(sheet_xml(cells)) * 3 < markup.MAX_RECORD
    assert read(raw(sheet_xml(f'<row r="1">{cells}</row>' + text_row(2, "ก"))).getvalue(), "คน.xlsx") == 1


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row>",
        "<worksheet><sheetData></row>",
        sheet_xml('<row r="x"><c><v>1</v></c></row>'),
        sheet_xml('<row><c t="s"><v>99</v></c></row>'),
        sheet_xml('<row><c t="s"><v>-1</v></c></row>'),
        sheet_xml('<row><c r="1A"><v>1</v></c></row>'),
        "",
    ],
)
def test_a_sheet_that_makes_no_sense_is_damaged(sheet: str) -> None:
    with pytest.raises((errors.DamagedTableError, errors.UnsafeFileError)):
        read(raw(sheet, {"xl/sharedStrings.xml": "<sst><si><t>ก</t></si></sst>"}).getvalue(), "คน.xlsx")


@pytest.mark.parametrize("path", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"])
def test_a_container_without_a_needed_part_or_with_a_broken_one_is_damaged(path: str) -> None:
    sheet = sheet_xml(text_row(1, "ก"))
    with pytest.raises(errors.DamagedTableError):
        read(raw(sheet, {path: "<broken"}).getvalue(), "คน.xlsx")


def test_every_byte_of_a_workbook_may_be_missing_or_wrong() -> None:
    """Cut anywhere or with any byte changed, it is read or refused: never another error."""
    for place in range(0, len(GOOD), 37):
        for data in (GOOD[:place], GOOD[:place] + bytes([GOOD[place] ^ 0x55]) + GOOD[place + 1 :]):
            with contextlib.suppress(errors.TableError):
                read(data, "คน.xlsx")


def test_a_cell_that_shows_an_error_says_so_to_every_reader() -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>')
    with open_table(raw(sheet), "คน.xlsx") as table:
        (row,) = table.rows()
    with pytest.raises(CellProblem, match="ช่อง A1 แสดงข้อผิดพลาด #REF!"):
        as_text(row.at(0))

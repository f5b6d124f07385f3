"""Files as people have them: odd ones are read, impossible ones say what to do, and nothing is half done."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from pytest_django import Settings

from nithet.core import jobs
from nithet.core.models import StoredFile
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road, content_of
from nithet.offices.models import Appointment, ColumnMatch, Import, Person, School

HEADINGS = ("ชื่อ-สกุล", "ตำแหน่ง", "โรงเรียน", "โทรศัพท์", "ตั้งแต่วันที่")
MALI = ("นางสาวมะลิ ดอกสมมติ", "ครู", "บ้านทุ่งสาธิต", "0822222222", None)


def refused(road: Road, name: str, content: bytes, kind: str = "people") -> str:
    """What is said where a file is not taken; nothing of it is kept."""
    response = road.send(kind, name, content)
    assert response.status_code == 422
    assert (Import.objects.count(), StoredFile.objects.count()) == (0, 0)
    return " ".join(one for errors in response.context["form"].errors.values() for one in errors)


# Odd, but readable


def test_merged_headings_under_a_title(road: Road, school: School) -> None:
    rows: list[Any] = [
        ["รายชื่อข้าราชการครู ปีการศึกษา 2569"],
        [],
        ["ที่", "ชื่อ - สกุล", None, None, "ตำแหน่ง", "โรงเรียน"],
        [None, "คำนำหน้า", "ชื่อ", "สกุล", None, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "นางสาว", "มะลิ", "ดอกสมมติ", "ครู", "บ้านทุ่งสาธิต"],
    ]
    road.bring_in("people", "merged.xlsx", layouts.xlsx(rows, merged=("A1:F1", "B3:D3")))
    person = Person.objects.get(first_name="มะลิ")
    assert (person.title, person.last_name) == ("นางสาว", "ดอกสมมติ")


def test_days_in_thai_words_and_as_real_days_with_buddhist_years(road: Road, school: School) -> None:
    days = ("1 ต.ค. 66", "๑ ตุลาคม ๒๕๖๖", "1/10/2566", datetime(2566, 10, 1), datetime(2023, 10, 1))  # noqa: DTZ001
    rows = [
        (f"นาย{name} ใจสมมติ", "ครู", "บ้านทุ่งสาธิต", None, day)
        for name, day in zip(("หนึ่ง", "สอง", "สาม", "สี่", "ห้า"), days, strict=True)
    ]
    road.bring_in("people", "days.xlsx", layouts.xlsx([HEADINGS, *rows]))
    assert {one.from_on.isoformat() for one in Appointment.objects.filter(role="teacher")} == {"2023-10-01"}


def test_telephone_numbers_that_became_numbers(road: Road, school: School) -> None:
    road.bring_in("people", "phone.xlsx", layouts.xlsx([HEADINGS, (*MALI[:3], 822222222.0, None)]))
    assert Person.objects.get(first_name="มะลิ").phone == "0822222222"


def test_a_formula_gives_its_result_and_one_without_says_so(road: Road, school: School) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADINGS)
    page.append([*MALI[:3], "=A1", None])
    road.to_preview("people", "formula.xlsx", layouts.saved(book))
    assert road.problems("bad") == [
        (2, "ช่อง D2 เป็นสูตรที่ยังไม่มีผลลัพธ์ โปรดเปิดไฟล์ใน Excel บันทึกอีกครั้ง หรือพิมพ์ค่าแทนสูตร")
    ]


def test_a_sheet_with_empty_rows_to_its_very_end(road: Road, school: School) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADINGS)
    page.append(MALI)
    page.cell(1_048_576, 1).font = Font(bold=True)
    road.bring_in("people", "empty.xlsx", layouts.saved(book))
    assert road.source.counts["rows"] == 1


def test_a_table_out_of_the_clipboard(road: Road, school: School) -> None:
    assert road.paste("people", layouts.csv_text([HEADINGS, MALI], delimiter="\t")).status_code == 302
    road.match(on="20 พ.ย. 2569")
    road.store()
    assert Person.objects.filter(first_name="มะลิ").exists()


def test_another_sheet_of_the_workbook(road: Road, school: School) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["หมายเหตุ", "วันที่", "ผู้บันทึก"])
    first.append(["ทดสอบ", "1", "2"])
    second = book.create_sheet("บุคลากร")
    second.append(HEADINGS)
    second.append(MALI)
    road.send("people", "two.xlsx", layouts.saved(book))
    road.client.post(road.url("sheet"), {"sheet": "บุคลากร"})
    assert road.source.headings == list(HEADINGS)
    road.match(on="20 พ.ย. 2569")
    road.store()
    assert Person.objects.filter(first_name="มะลิ").exists()


def test_a_first_sheet_with_only_a_heading_is_passed_over(road: Road, school: School) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(HEADINGS)
    book.create_sheet("คำอธิบาย").append(["โปรดกรอกในแผ่นถัดไป"])
    last = book.create_sheet("บุคลากร")
    last.append(HEADINGS)
    last.append(MALI)
    assert road.send("people", "form.xlsx", layouts.saved(book)).status_code == 302
    assert road.source.sheet == "บุคลากร"
    asked = road.client.post(road.url("sheet"), {"sheet": "Sheet"})
    assert asked.status_code == 422
    assert road.source.sheet == "บุคลากร"


def test_a_sheet_that_is_not_there_changes_nothing(road: Road, school: School) -> None:
    road.send("people", "one.xlsx", layouts.xlsx([HEADINGS, MALI]))
    assert road.client.post(road.url("sheet"), {"sheet": "ไม่มี"}).status_code == 302
    assert road.source.sheet == "Sheet1"


# Impossible


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * 1024 * 1024))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.xlsx", b"", "ว่างเปล่า"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xlsx"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "ไม่ใช่ตาราง"),
        ("letter.pdf", b"%PDF-1.7\n" + b"x" * 600, "ไม่ใช่ตาราง"),
        ("cut.xlsx", layouts.dmc_schools()[:2000], "เสียหายหรือไม่ครบ"),
        ("text.xlsx", layouts.csv_text([HEADINGS, MALI]).encode(), "นามสกุลไฟล์"),
        ("bomb.xlsx", bomb(), "ใหญ่เกินกำหนด"),
        ("macro.xlsm", layouts.dmc_schools(), "แมโคร"),
        ("bare.csv", b"1,2,3\n4,5,6\n", "ไม่พบแถวหัวตาราง"),
        ("heading.xlsx", layouts.xlsx([["รายชื่อบุคลากร"], HEADINGS]), "ไฟล์มีหัวตารางแต่ไม่มีข้อมูล"),
        ("heading.csv", layouts.csv_text([HEADINGS, ("", "-", "")]).encode(), "ไฟล์มีหัวตารางแต่ไม่มีข้อมูล"),
    ],
)
def test_what_is_no_table_says_what_to_do(road: Road, name: str, content: bytes, said: str) -> None:
    assert said in refused(road, name, content)


def test_a_file_that_is_too_large(road: Road, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1024
    assert "ใหญ่เกิน" in refused(road, "people.xlsx", layouts.xlsx([HEADINGS, MALI]))


def test_neither_file_nor_table(road: Road) -> None:
    response = road.paste("people", "")
    assert response.context["form"].errors["file"] == ["โปรดเลือกไฟล์ หรือวางตารางในช่องถัดไป"]


def test_both_file_and_table(road: Road) -> None:
    given = {
        "kind": "people",
        "text": "ชื่อ\tสกุล",
        "file": layouts.upload("a.xlsx", layouts.xlsx([HEADINGS, MALI])),
    }
    response = road.client.post("/satit1/imports/new/", given)
    assert "ใช้เพียงอย่างเดียว" in response.context["form"].errors["text"][0]


def test_a_file_that_breaks_off_in_the_middle_fails_whole(road: Road, school: School) -> None:
    lines = layouts.csv_text([HEADINGS, *([MALI] * 1500)]) + '"นายขาด'
    road.send("people", "quotes.csv", lines.encode())
    road.match(on="20 พ.ย. 2569")
    jobs.run_queued()
    page = road.page()
    assert "อัญประกาศ" in page.content.decode()
    assert "ยังไม่มีข้อมูลใดถูกบันทึก" in page.content.decode()
    assert not Person.objects.filter(first_name="มะลิ").exists()


def test_a_file_that_is_gone_says_so(road: Road, school: School) -> None:
    road.to_preview("people", "people.xlsx", layouts.xlsx([HEADINGS, MALI]))
    file = road.source.file
    assert file is not None
    file.content.storage.delete(str(file.content.name))
    road.store()
    assert "โปรดเลือกไฟล์และนำเข้าใหม่" in road.page().content.decode()


# Columns


def test_what_a_column_is_is_remembered(road: Road, school: School) -> None:
    headings = ("ชื่อ-สกุล", "งานที่ทำ", "โรงเรียน")
    rows = layouts.xlsx([headings, ("นางสาวมะลิ ดอกสมมติ", "ครู", "บ้านทุ่งสาธิต")])
    road.bring_in("people", "first.xlsx", rows, {"งานที่ทำ": "position"})
    # The same columns in another order.
    again = layouts.xlsx([headings[::-1], ("บ้านทุ่งสาธิต", "ครู", "นายจำปา ใจสมมติ")])
    road.send("people", "second.xlsx", again)
    assert road.source.columns == {"0": "place", "1": "position", "2": "name"}
    assert "จำไว้จากครั้งก่อน" in road.columns().content.decode()
    assert ColumnMatch.objects.count() == 1


def test_columns_that_must_be_there_are_named(road: Road) -> None:
    road.send(
        "people",
        "no-name.xlsx",
        layouts.xlsx([("ตำแหน่ง", "โรงเรียน", "โทรศัพท์"), ("ครู", "บ้านทุ่งสาธิต", "0822222222")]),
    )
    response = road.match(on="20 พ.ย. 2569")
    assert response.status_code == 422
    assert "ชื่อและนามสกุล" in response.context["form"].non_field_errors()[0]
    assert road.source.state == Import.State.UPLOADED


def test_one_field_is_not_two_columns(road: Road) -> None:
    road.send("people", "people.xlsx", layouts.xlsx([HEADINGS, MALI]))
    response = road.match({"ตำแหน่ง": "name"}, on="20 พ.ย. 2569")
    assert "โปรดเลือกเพียงคอลัมน์เดียว" in response.content.decode()


@pytest.mark.parametrize("kind", ["schools", "people", "appointments"])
def test_an_empty_day_is_told_by_the_page_itself(road: Road, kind: str) -> None:
    road.send(kind, "form.xlsx", content_of(road.client.get(f"/satit1/imports/forms/{kind}/")))
    # A bubble of the browser would come before the words of the page.
    assert not re.search(r"<input[^>]*name=\"on\"[^>]*\brequired\b", road.columns().content.decode())
    response = road.match(on="")
    assert response.status_code == 422
    text = response.content.decode()
    assert "ยังตรวจสอบไม่ได้" in text
    assert 'id="id_on_error"' in text
    assert "โปรดระบุ" in response.context["form"].errors["on"][0]


def test_a_day_must_be_told_and_in_buddhist_years(road: Road) -> None:
    road.send("people", "people.xlsx", layouts.xlsx([HEADINGS, MALI]))
    assert "โปรดระบุข้อมูล ณ วันที่" in road.match(on="").content.decode()
    assert "หมายถึง พ.ศ. 2569" in road.match(on="20/11/2026").content.decode()


@pytest.mark.parametrize("kind", ["schools", "people", "appointments"])
def test_the_empty_form_of_each_kind_can_be_read_again(road: Road, kind: str, school: School) -> None:
    response = road.client.get(f"/satit1/imports/forms/{kind}/")
    road.send(kind, "form.xlsx", content_of(response))
    form = road.columns().context["form"]
    assert all(row.field.value() for row in form.rows()), [row.heading for row in form.rows()]

"""Forms as text and as workbooks for the tests of making and publishing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from nithet.forms.tables import Tables
from nithet.forms.xlsform.text import read_text
from nithet.forms.xlsform.writing import write_workbook

SURVEY = """# แบบสำรวจ

## survey

| type | name | label | required | relevant | constraint |
|---|---|---|---|---|---|
| text | teacher | ชื่อครู | yes | | |
| integer | students | จำนวนนักเรียน | yes | | . >= 0 |
| select_one yes_no | uses_media | ใช้สื่อหรือไม่ | yes | | |
| text | media | สื่อที่ใช้ | | ${uses_media} = 'yes' | |

## choices

| list_name | name | label |
|---|---|---|
| yes_no | yes | ใช้ |
| yes_no | no | ไม่ใช้ |

## settings

| form_title | form_id |
|---|---|
| แบบสำรวจการใช้สื่อ | media_use |
"""


def form_text(
    survey: str, choices: str = "", settings: str = "| form_title | form_id |\n| แบบทดสอบ | test_form |"
) -> Tables:
    """A form of which only the tables that matter are written."""
    parts = {"survey": survey, "choices": choices, "settings": settings}
    return read_text("\n".join(f"## {name}\n{text}" for name, text in parts.items() if text), {})


def workbook_of(tables: Tables | None = None, name: str = "form.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, write_workbook(tables or read_text(SURVEY, {})))


def sheets_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of any cells, as people make them in Excel."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()

"""A person's own data as files: a workbook to read, JSON to take elsewhere."""

from __future__ import annotations

import json
from io import BytesIO

import xlsxwriter

from nithet.core.clock import today
from nithet.offices.models import Person
from nithet.offices.privacy.queries import Kept, kept_about
from nithet.thai.dates import format_date


def as_json(person: Person) -> bytes:
    kept = [
        {
            "title": one.title,
            "purpose": one.purpose.purpose,
            "ground": one.purpose.ground_words,
            "retention": one.purpose.retention,
            "rows": [dict(zip(one.columns, row, strict=True)) for row in one.rows],
        }
        for one in kept_about(person)
    ]
    told = {"person": person.name, "office": person.office.name, "on": today().isoformat(), "kept": kept}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def as_workbook(person: Person) -> bytes:
    """A sheet for each kind of data."""
    target = BytesIO()
    # Texts stay texts: nothing a person typed becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "font_name": "TH Sarabun New", "font_size": 16})
        plain = book.add_format({"font_name": "TH Sarabun New", "font_size": 16, "text_wrap": True})
        for number, one in enumerate(kept_about(person), start=1):
            _sheet(book, number, one, person, bold, plain)
    return target.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    number: int,
    one: Kept,
    person: Person,
    bold: xlsxwriter.format.Format,
    plain: xlsxwriter.format.Format,
) -> None:
    sheet = book.add_worksheet(f"{number} {one.title}"[:31])
    sheet.set_paper(9)
    sheet.set_column(0, len(one.columns) - 1, 28)
    sheet.write_string(0, 0, f"{one.title} ของ{person.name}", bold)
    sheet.write_string(1, 0, f"ข้อมูล ณ วันที่ {format_date(today(), 'long')} {person.office.name}", plain)
    sheet.write_string(2, 0, f"เพื่อ{one.purpose.purpose} เก็บ {one.purpose.retention}", plain)
    for column, label in enumerate(one.columns):
        sheet.write_string(4, column, label, bold)
    for place, row in enumerate(one.rows, start=5):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text[:32_000], plain)

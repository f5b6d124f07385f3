"""Columns and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nithet.forms.xlsform.columns import known_names, languages_of, meaning
from nithet.forms.xlsform.findings.looking import Form
from nithet.forms.xlsform.problems import Problem, nearest

FORM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
LONGEST_FORM_ID = 80
RESERVED_FORM_IDS = frozenset({"new"})
"""Words that stand in addresses where a form's own name would."""
LONGEST_TITLE = 300

_NEEDED = {
    "survey": {"type": "ชนิดของคำถาม", "name": "ชื่ออ้างอิงของคำถาม", "label": "ข้อความคำถาม"},
    "choices": {"list_name": "ชื่อรายการ", "name": "ค่าของตัวเลือก", "label": "ข้อความตัวเลือก"},
}
_READ_SETTINGS = frozenset({
    "form_title", "form_id", "version", "default_language", "instance_name", "style", "allow_choice_duplicates",
})  # fmt: skip


def columns(form: Form) -> Iterator[Problem]:
    """Columns that no tool reads are most often misspelt, and then what stands in them is lost in silence."""
    for sheet in ("survey", "choices", "settings"):
        yield from _meant_twice(form, sheet)
        yield from _unknown(form, sheet)
    for sheet, needed in _NEEDED.items():
        head = form.survey if sheet == "survey" else form.choices
        if not form.tables.sheet(sheet).rows:
            continue
        for name, what in needed.items():
            if not head.has(name):
                words = f"ไม่มีคอลัมน์ {name} ({what}) โปรดเพิ่มคอลัมน์นี้"
                yield Problem(sheet, 1, name, "column-missing", words)


def _unknown(form: Form, sheet: str) -> Iterator[Problem]:
    head = {"survey": form.survey, "choices": form.choices, "settings": form.settings}[sheet]
    double = any("::" in column for column in form.tables.sheet(sheet).columns)
    for column in form.tables.sheet(sheet).columns:
        if meaning(sheet, column, double=double).is_known:
            continue
        known = known_names(sheet)
        if sheet == "choices":  # any column may stand there, to choose by
            known = tuple(name for name in known if not head.has(name))
        if meant := nearest(column.partition(":")[0], known):
            words = f"คอลัมน์ “{column}” ไม่มีในมาตรฐาน หมายถึง “{meant}” หรือไม่"
            yield Problem(sheet, 1, column, "column-unknown", words)
        elif sheet != "choices":
            words = f"คอลัมน์ “{column}” ไม่มีในมาตรฐาน XLSForm ระบบจะเก็บไว้แต่ไม่ใช้"
            yield Problem(sheet, 1, column, "column-unused", words, is_warning=True)


def _meant_twice(form: Form, sheet: str) -> Iterator[Problem]:
    double = any("::" in column for column in form.tables.sheet(sheet).columns)
    seen: dict[tuple[str, str], str] = {}
    for column in form.tables.sheet(sheet).columns:
        found = meaning(sheet, column, double=double)
        if other := seen.get((found.name, found.language)):
            words = f"คอลัมน์ “{column}” กับ “{other}” หมายถึงสิ่งเดียวกัน โปรดคงไว้คอลัมน์เดียว"
            yield Problem(sheet, 1, column, "column-meant-twice", words)
        seen[found.name, found.language] = column


def settings(form: Form) -> Iterator[Problem]:
    yield from _name_of_form(form)
    yield from _title(form)
    if len(form.tables.settings.rows) > 1:
        row = form.tables.settings.rows[1].number
        yield Problem("settings", row, "", "settings-lines", "ระบบใช้เฉพาะแถวแรกของแผ่นงานนี้", is_warning=True)
    for name in form.settings.places:
        if name not in _READ_SETTINGS and meaning("settings", name).is_known and _told(form, name):
            words = f"ระบบนี้ไม่ใช้การตั้งค่า “{name}” เพราะรับส่งข้อมูลด้วยวิธีของระบบเอง"
            yield Problem("settings", _row(form), name, "setting-unused", words, is_warning=True)
    yield from _language(form)


def _told(form: Form, name: str) -> str:
    return form.tables.facts.get(form.settings.column(name), "").strip()


def _row(form: Form) -> int:
    return form.tables.settings.rows[0].number if form.tables.settings.rows else 0


def _name_of_form(form: Form) -> Iterator[Problem]:
    name = _told(form, "form_id")
    if not name:
        words = "ยังไม่มีรหัสแบบฟอร์ม (form_id) โปรดใส่รหัสภาษาอังกฤษ เช่น media_survey"
        yield Problem("settings", _row(form), "form_id", "no-form-id", words)
    elif name.lower() in RESERVED_FORM_IDS:
        words = f"รหัสแบบฟอร์ม “{name}” สงวนไว้สำหรับระบบ โปรดเปลี่ยนรหัส"
        yield Problem("settings", _row(form), "form_id", "reserved-form-id", words)
    elif not FORM_ID.fullmatch(name):
        words = f"รหัสแบบฟอร์ม “{name}” ใช้ไม่ได้ โปรดใช้ตัวอักษรอังกฤษ ตัวเลข _ . - และขึ้นต้นด้วยตัวอักษร"
        yield Problem("settings", _row(form), "form_id", "bad-form-id", words)
    elif len(name) > LONGEST_FORM_ID:
        words = f"รหัสแบบฟอร์มยาวเกิน {LONGEST_FORM_ID} ตัวอักษร โปรดย่อให้สั้นลง"
        yield Problem("settings", _row(form), "form_id", "bad-form-id", words)


def _title(form: Form) -> Iterator[Problem]:
    title = _told(form, "form_title")
    if not title:
        yield Problem(
            "settings", _row(form), "form_title", "no-title", "ยังไม่มีชื่อแบบฟอร์ม (form_title) โปรดใส่ชื่อที่ผู้กรอกเห็น"
        )
    elif len(title) > LONGEST_TITLE:
        words = f"ชื่อแบบฟอร์มยาวเกิน {LONGEST_TITLE} ตัวอักษร โปรดย่อให้สั้นลง"
        yield Problem("settings", _row(form), "form_title", "long-title", words)


def _language(form: Form) -> Iterator[Problem]:
    told = _told(form, "default_language")
    languages = languages_of("survey", form.tables.survey)
    if told and languages and told not in languages:
        words = f"ภาษาตั้งต้น “{told}” ไม่ตรงกับคอลัมน์ภาษาใด แบบฟอร์มนี้มี {', '.join(languages)}"
        yield Problem("settings", _row(form), "default_language", "language-unknown", words, is_warning=True)

"""Lists of choices, and files that a form names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from pyxform import aliases

from nithet.forms.definition import Kind
from nithet.forms.tables import Row
from nithet.forms.xlsform.columns import MEDIA
from nithet.forms.xlsform.findings.looking import Form, Line
from nithet.forms.xlsform.findings.questions import PLACEHOLDER, is_placeholder
from nithet.forms.xlsform.problems import Problem, or_did_you_mean

Heads = Mapping[str, Collection[str]]
"""Name of a list beside the form → its columns; of a file that is not there nothing is known."""
MADE_FILES: Heads = {"schools.csv": ("name", "label", "district", "cluster", "size", "highland")}
"""Lists that are made of the office's registers whenever a form is drawn."""

PLAIN_FILE = re.compile(r"[\w.() -]+\.[A-Za-z0-9]{2,5}")


def choices(form: Form) -> Iterator[Problem]:
    """Every line of the choices sheet by itself."""
    if not form.choices.has("name") or not form.choices.has("list_name"):
        return  # said once, of the column
    for row in form.tables.choices:
        if not form.choices.text(row, "list_name"):
            yield _problem(form, row, "list_name", "choice-of-no-list", "ตัวเลือกนี้ไม่มีชื่อรายการ (list_name)")
        if not form.choices.text(row, "name"):
            yield _problem(
                form, row, "name", "choice-without-name", "ตัวเลือกนี้ไม่มีค่า (name) โปรดใส่ค่าภาษาอังกฤษหรือตัวเลข"
            )
        has_label = form.choices.text(row, "label") or any(form.choices.text(row, medium) for medium in MEDIA)
        if form.choices.has("label") and not has_label:
            yield _problem(form, row, "label", "choice-without-label", "ตัวเลือกนี้ไม่มีข้อความ (label) ที่ผู้กรอกเห็น")
    yield from _twice(form)


def _problem(
    form: Form, row: Row, meaning: str, code: str, words: str, *, is_warning: bool = False
) -> Problem:
    return Problem("choices", row.number, form.choices.column(meaning), code, words, is_warning)


def _twice(form: Form) -> Iterator[Problem]:
    told = form.tables.facts.get(form.settings.column("allow_choice_duplicates"), "")
    if aliases.yes_no.get(told):
        return
    seen: dict[tuple[str, str], int] = {}
    for row in form.tables.choices:
        key = form.choices.text(row, "list_name"), form.choices.text(row, "name")
        if all(key) and seen.setdefault(key, row.number) != row.number:
            words = f"ค่า “{key[1]}” ซ้ำกับแถว {seen[key]} ในรายการ “{key[0]}” โปรดเปลี่ยนค่า"
            yield _problem(form, row, "name", "choice-twice", words)


def lists(form: Form) -> Iterator[Problem]:
    """Lists that are asked and do not stand there, or the other way round."""
    present: dict[str, list[Row]] = {}
    for row in form.tables.choices:
        present.setdefault(form.choices.text(row, "list_name"), []).append(row)
    used = Counter[str]()
    for line, asks in form.asking():
        if asks.list_name:
            used[asks.list_name] += 1
            yield from _asked(form, line, asks.list_name, asks.kind, present)
    read_in_expressions = " ".join(
        cell for row in form.tables.survey for cell in row.cells.values() if "instance(" in cell
    )
    for name, rows in present.items():
        if name and name not in used and name not in read_in_expressions:
            words = f"รายการ “{name}” ไม่มีคำถามใดใช้"
            yield _problem(form, rows[0], "list_name", "list-unused", words, is_warning=True)


def placeholders(form: Form) -> Iterator[Problem]:
    """Choices that nobody has written yet, said once of each list, by the question that has it."""
    asking = {asks.list_name: form.text(line, "label") for line, asks in form.asking() if asks.list_name}
    said = set()
    for row in form.tables.choices:
        name, words = form.choices.text(row, "list_name"), form.choices.text(row, "label")
        if name in asking and name not in said and is_placeholder(words):
            said.add(name)
            told = f"ตัวเลือกของข้อ “{asking[name]}” ยังเป็นข้อความตั้งต้น “{words}” โปรดพิมพ์ตัวเลือกที่ต้องการ"
            yield _problem(form, row, "label", PLACEHOLDER, told, is_warning=True)


def _asked(form: Form, line: Line, name: str, kind: Kind, present: dict[str, list[Row]]) -> Iterator[Problem]:
    if name not in present:
        words = or_did_you_mean(
            f"ไม่มีรายการ “{name}” ในแผ่นงาน choices", name, present, otherwise="โปรดเพิ่มตัวเลือกของรายการนี้"
        )
        yield form.problem(line, "type", "list-missing", words)
    elif kind in (Kind.SELECT_MULTIPLE, Kind.RANK):
        for row in present[name]:
            if " " in (value := form.choices.text(row, "name")):
                words = f"ค่า “{value}” มีช่องว่าง แต่รายการนี้ใช้กับคำถามที่เลือกได้หลายข้อ โปรดใช้ _ แทนช่องว่าง"
                yield _problem(form, row, "name", "choice-with-space", words)


def files(form: Form, given: Collection[str]) -> Iterator[Problem]:
    """Files that the form names and that did not come with it."""
    there = {*given, *MADE_FILES}
    for line, asks in form.asking():
        if asks.from_file:
            yield from (form.problem(line, "type", *found) for found in _missing(asks.from_file, there))
    for line in form.lines:
        for medium in MEDIA:
            name = form.text(line, medium)
            yield from (form.problem(line, medium, *found) for found in _missing(name, there))
    for row in form.tables.choices:
        for medium in MEDIA:
            name = form.choices.text(row, medium)
            yield from (_problem(form, row, medium, *found) for found in _missing(name, there))


def _missing(name: str, there: Collection[str]) -> Iterator[tuple[str, str]]:
    if not name or name in there:
        return
    if PLAIN_FILE.fullmatch(name):
        yield "file-missing", f"แบบฟอร์มอ้างถึงไฟล์ “{name}” แต่ไม่ได้แนบมา โปรดแนบไฟล์นี้พร้อมแบบฟอร์ม"
    else:
        yield "file-name", f"ชื่อไฟล์ “{name}” ใช้ไม่ได้ โปรดใช้ชื่อไฟล์ธรรมดา ไม่มีโฟลเดอร์ เช่น picture.jpg"

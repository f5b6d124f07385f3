"""The lines of the survey: types, names, nesting, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nithet.forms.definition import Kind
from nithet.forms.tables import Row
from nithet.forms.xlsform.columns import MEDIA
from nithet.forms.xlsform.findings.looking import Form, Line
from nithet.forms.xlsform.kinds import UNTAKEN, Asks, Begins, known_types, read_type
from nithet.forms.xlsform.problems import Problem, nearest

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
LONGEST_NAME = 100
DEEPEST = 12
PLACEHOLDER = "placeholder"
_PLACEHOLDER = re.compile(r"คำถาม|กลุ่มคำถาม|ข้อความแจ้ง|(?:รายการ|ตัวเลือก)(?:ที่)? ?[0-9]+")
_RESERVED = frozenset({"meta", "instanceID", "instanceName", "data"})


def whole(form: Form) -> Iterator[Problem]:
    if not any(line.is_asked for line in form.lines):
        yield Problem("survey", 0, "", "empty-survey", "แบบฟอร์มยังไม่มีคำถาม โปรดเพิ่มอย่างน้อยหนึ่งข้อ")
    yield from form.broken


def types(form: Form) -> Iterator[Problem]:
    for row in form.tables.survey:
        text = form.survey.text(row, "type")
        if not text:
            yield from _typeless(form, row)
        elif read_type(text) is None:
            code, words = _unread(text)
            yield form.problem(row, "type", code, words)


def _typeless(form: Form, row: Row) -> Iterator[Problem]:
    """A line without type, name and label is a remark of the form's maker."""
    if form.survey.text(row, "name") or form.survey.text(row, "label"):
        yield form.problem(
            row, "type", "no-type", "ยังไม่ได้ระบุชนิดของคำถาม (type) เช่น text, integer, select_one"
        )


def _unread(text: str) -> tuple[str, str]:
    word = text.split(" ", 1)[0]
    if why := _not_taken(text, word):
        return "type-not-taken", why
    if text in ("select_one", "select_multiple", "rank"):
        return "no-list", f"ยังไม่ได้ระบุรายการตัวเลือก โปรดเขียนต่อท้าย เช่น {text} rating"
    if meant := nearest(word, known_types()):
        return "type-unknown", f"ไม่มีชนิด “{word}” หมายถึง “{meant}” หรือไม่"
    return "type-unknown", f"ไม่มีชนิด “{text}” ใน XLSForm โปรดใช้ชนิด เช่น text, integer, date, select_one"


def _not_taken(text: str, word: str) -> str:
    """Why a type that XLSForm knows is not taken here; "" for one that it does not know either."""
    if text in UNTAKEN:
        return f"ระบบนี้ไม่ใช้ชนิด {text} ({UNTAKEN[text]}) โปรดลบแถวนี้"
    if word in ("select_one_external", "begin_loop") or text.startswith(("begin loop", "end loop")):
        return f"ระบบนี้ไม่ใช้ชนิด {word} โปรดใช้ select_one หรือ begin_repeat แทน"
    if word in ("select_one_from_file", "select_multiple_from_file"):
        return "รายการเป็นไฟล์ต้องเป็นไฟล์ .csv โปรดระบุ เช่น select_one_from_file schools.csv"
    if word.startswith(("select_", "rank")) and "$" in text:
        return "ระบบนี้ไม่รับตัวเลือกที่สร้างจากคำตอบก่อนหน้า โปรดใช้รายการในแผ่นงาน choices"
    return ""


def names(form: Form) -> Iterator[Problem]:
    seen: dict[tuple[tuple[str, ...], str], Line] = {}
    repeats: dict[str, Line] = {}
    for line in form.lines:
        yield from _name(form, line)
        yield from _twice(form, line, seen)
        if isinstance(line.read, Begins) and line.read.is_repeat and line.name:
            if line.name in repeats and _around(line) != _around(repeats[line.name]):
                words = (
                    f"ชื่อกลุ่มซ้ำ (repeat) “{line.name}” ใช้แล้วในแถว {repeats[line.name].row.number} โปรดเปลี่ยนชื่อ"
                )
                yield form.problem(line, "name", "repeat-name-twice", words)
            repeats.setdefault(line.name, line)


def _around(line: Line) -> tuple[int, ...]:
    return tuple(one.row.number for one in line.around)


def _name(form: Form, line: Line) -> Iterator[Problem]:
    if not line.name:
        is_note = isinstance(line.read, Asks) and line.read.kind == Kind.NOTE
        if not is_note:
            yield form.problem(line, "name", "no-name", "ยังไม่มีชื่ออ้างอิง (name) โปรดใส่ชื่อภาษาอังกฤษ เช่น students")
    elif not NAME.fullmatch(line.name):
        words = f"ชื่ออ้างอิง “{line.name}” ใช้ไม่ได้ โปรดใช้ตัวอักษรอังกฤษ ตัวเลข _ . - ไม่มีช่องว่าง และไม่ขึ้นต้นด้วยตัวเลข"
        yield form.problem(line, "name", "bad-name", words)
    elif len(line.name) > LONGEST_NAME:
        yield form.problem(line, "name", "bad-name", f"ชื่ออ้างอิงยาวเกิน {LONGEST_NAME} ตัวอักษร โปรดย่อให้สั้นลง")
    elif (line.name in _RESERVED and not line.around) or line.name.lower().startswith("xml"):
        words = f"ชื่ออ้างอิง “{line.name}” สงวนไว้สำหรับระบบ โปรดเปลี่ยนชื่อ"
        yield form.problem(line, "name", "reserved-name", words)


def _twice(form: Form, line: Line, seen: dict[tuple[tuple[str, ...], str], Line]) -> Iterator[Problem]:
    if not line.name:
        return
    # Groups of one name that stand apart are told apart by their lines.
    place = tuple(str(number) for number in _around(line))
    other = seen.setdefault((place, line.name.lower()), line)
    if other is line:
        return
    if other.name == line.name:
        words = f"ชื่ออ้างอิง “{line.name}” ซ้ำกับแถว {other.row.number} โปรดเปลี่ยนชื่อ"
        yield form.problem(line, "name", "name-twice", words)
    else:
        words = (
            f"ชื่ออ้างอิง “{line.name}” ต่างจาก “{other.name}” ในแถว {other.row.number} เพียงตัวพิมพ์เล็กใหญ่ อาจสับสน"
        )
        yield form.problem(line, "name", "name-nearly-twice", words, is_warning=True)


def labels(form: Form) -> Iterator[Problem]:
    if not form.survey.has("label"):
        return  # said once, of the column
    for line in form.lines:
        if form.text(line, "label") or any(form.text(line, medium) for medium in MEDIA):
            continue
        if line.is_asked or (isinstance(line.read, Asks) and line.read.kind == Kind.NOTE):
            yield form.problem(line, "label", "no-label", "ยังไม่มีข้อความคำถาม (label) โปรดใส่ข้อความที่ผู้กรอกเห็น")
        elif isinstance(line.read, Begins) and line.read.is_repeat:
            words = f"กลุ่มซ้ำ “{line.name}” ไม่มีชื่อ (label) ผู้กรอกจะไม่ทราบว่าเพิ่มรายการอะไร"
            yield form.problem(line, "label", "no-label-of-repeat", words, is_warning=True)


def placeholders(form: Form) -> Iterator[Problem]:
    """Words that stand where nobody has written any yet: none asks anything."""
    for line in form.lines:
        if is_placeholder(words := form.text(line, "label")):
            said = f"ยังเป็นข้อความตั้งต้น “{words}” โปรดพิมพ์ข้อความที่ต้องการถาม"
            yield form.problem(line, "label", PLACEHOLDER, said, is_warning=True)


def is_placeholder(words: str) -> bool:
    return _PLACEHOLDER.fullmatch(words.strip()) is not None


def nesting(form: Form) -> Iterator[Problem]:
    filled = {line.around[-1].row.number for line in form.lines if line.around}
    for line in form.lines:
        if isinstance(line.read, Begins) and line.row.number not in filled:
            yield form.problem(line, "", "empty-group", f"กลุ่ม “{line.name}” ไม่มีคำถาม โปรดเพิ่มคำถามหรือลบกลุ่ม")
        if isinstance(line.read, Begins) and len(line.around) == DEEPEST:
            yield form.problem(line, "", "too-deep", f"กลุ่มซ้อนกันเกิน {DEEPEST} ชั้น โปรดลดชั้นของกลุ่ม")


def parts(form: Form) -> Iterator[Problem]:
    """What a question of its kind must have."""
    for line, asks in form.asking():
        if (
            asks.kind == Kind.CALCULATE
            and not form.text(line, "calculation")
            and not form.text(line, "default")
        ):
            yield form.problem(
                line, "calculation", "no-calculation", "คำถามชนิด calculate ต้องมีสูตรในคอลัมน์ calculation"
            )
        if asks.has_other and form.text(line, "choice_filter"):
            words = (
                "ใช้ or_other ร่วมกับ choice_filter ไม่ได้ โปรดเพิ่มตัวเลือก “อื่น ๆ” ในแผ่นงาน choices และคำถามต่อท้ายเอง"
            )
            yield form.problem(line, "type", "other-with-filter", words)

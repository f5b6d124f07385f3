"""Expressions: whether they can be read, whom they refer to, and whether they go round in circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.functions import FUNCTIONS
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.references import columns_read, lists_read
from nithet.forms.xlsform.findings.lists import MADE_FILES, Heads
from nithet.forms.xlsform.findings.looking import Form, Line
from nithet.forms.xlsform.kinds import Asks
from nithet.forms.xlsform.problems import Problem, nearest, or_did_you_mean
from nithet.forms.xlsform.references import REFERENCE

EXPRESSIONS = (
    "required",
    "relevant",
    "constraint",
    "calculation",
    "readonly",
    "choice_filter",
    "repeat_count",
)
TEXTS = ("label", "hint", "required_message", "constraint_message")
_MADE_NAMES = frozenset({"instanceID", "instanceName"})
_PLAIN = frozenset({"yes", "no", "true", "false", "yes()", "no()"})
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_WORDS = {
    "empty": "เงื่อนไขหรือสูตรว่างเปล่า",
    "unbalanced": "วงเล็บ {name} ไม่ครบคู่ โปรดตรวจวงเล็บเปิดและปิด",
    "unfinished-text": "ข้อความในเครื่องหมาย {name} ไม่มีเครื่องหมายปิด",
    "stray": "อ่านไม่ได้ที่ “{name}” (ตัวอักษรที่ {at}) โปรดตรวจเครื่องหมายหน้าและหลัง",
    "unfinished": "เงื่อนไขหรือสูตรเขียนไม่จบ โปรดเขียนต่อให้ครบ",
    "arguments": "ฟังก์ชัน {name} รับค่า {expected} ค่า โปรดตรวจจำนวนค่าในวงเล็บ",
    "pattern": "รูปแบบ “{name}” ใน regex อ่านไม่ได้ โปรดตรวจรูปแบบ",
    "too-deep": "เงื่อนไขหรือสูตรยาวหรือซ้อนกันมากเกินไป โปรดแบ่งเป็นหลายข้อด้วย calculate",
}


def expressions(form: Form) -> Iterator[Problem]:
    known = _names(form)
    lists = {form.choices.text(row, "list_name") for row in form.tables.choices}
    lists |= {asks.from_file.removesuffix(".csv") for _, asks in form.asking()} | {
        file.removesuffix(".csv") for file in MADE_FILES
    }
    conditions = [name for name in EXPRESSIONS if form.survey.has(name)]
    texts = [name for name in (*TEXTS, "default") if form.survey.has(name)]
    for line in form.lines:
        for name in conditions:
            text = form.text(line, name).translate(_QUOTES)
            if text and text.lower() not in _PLAIN:
                yield from _readable(form, line, name, text, lists)
                yield from _referring(form, line, name, text, known)
        for name in texts:
            yield from _referring(form, line, name, form.text(line, name), known)
    yield from _instance_name(form, known)


def filters(form: Form, heads: Heads) -> Iterator[Problem]:
    """Columns that a filter needs of a list in a file: without them no choice would ever be offered."""
    known = {**MADE_FILES, **heads}
    for line, asks in form.asking():
        text = form.text(line, "choice_filter").translate(_QUOTES)
        if text and asks.from_file in known:
            columns = known[asks.from_file]
            for name in sorted(_columns(text) - {*columns}):
                words = f"ตัวกรองตัวเลือกใช้คอลัมน์ “{name}” แต่ไฟล์ “{asks.from_file}” ไม่มีคอลัมน์นี้"
                told = or_did_you_mean(
                    words, name, columns, otherwise="โปรดเพิ่มคอลัมน์นี้ในไฟล์แล้วแนบใหม่ หรือแก้ไขตัวกรอง"
                )
                yield form.problem(line, "choice_filter", "filter-column", told)


def _columns(text: str) -> frozenset[str]:
    try:
        return columns_read(text)
    except ExpressionError:
        return frozenset()  # said of the expression


def _names(form: Form) -> Mapping[str, int]:
    """Every name that can be referred to, and how many bear it."""
    names: dict[str, int] = dict.fromkeys(_MADE_NAMES, 1)
    for line in form.lines:
        if line.name:
            names[line.name] = names.get(line.name, 0) + 1
        if isinstance(line.read, Asks) and line.read.has_other:
            names.setdefault(f"{line.name}_other", 1)
    return names


def _readable(form: Form, line: Line, name: str, text: str, lists: Iterable[str]) -> Iterator[Problem]:
    try:
        parse(text)
        read = lists_read(text)
    except ExpressionError as error:
        yield form.problem(line, name, f"expression-{error.code}", _said(error))
        return
    for unknown in sorted(read - {*lists}):
        words = f"สูตรอ่านรายการ “{unknown}” ซึ่งแบบฟอร์มนี้ไม่มี โปรดตรวจชื่อรายการ"
        yield form.problem(line, name, "instance-unknown", words)


def _said(error: ExpressionError) -> str:
    if error.code == "unknown-function":
        return or_did_you_mean(
            f"ไม่มีฟังก์ชัน {error.name}()", error.name, FUNCTIONS, otherwise="ที่ระบบนี้คำนวณได้ โปรดใช้ฟังก์ชันอื่น"
        )
    return _WORDS[error.code].format(name=error.name, at=error.at + 1, expected=_many(error.expected))


def _many(expected: str) -> str:
    """“2”, “2 ถึง 3”, “อย่างน้อย 1”."""
    return f"อย่างน้อย {expected[:-1]}" if expected.endswith("+") else expected.replace("-", " ถึง ")


def _referring(form: Form, line: Line, name: str, text: str, known: Mapping[str, int]) -> Iterator[Problem]:
    yield from (form.problem(line, name, code, words) for code, words in _references(text, known))


def _references(text: str, known: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if "${" not in text:
        return
    if "${last-saved#" in text:
        yield "last-saved", "ระบบนี้ไม่ใช้ค่าจากการกรอกครั้งก่อน (last-saved) โปรดใช้ค่าอื่น"
    for found in dict.fromkeys(REFERENCE.findall(text)):
        if found not in known:
            meant = nearest(found, known)
            rest = f"หมายถึง ${{{meant}}} หรือไม่" if meant else "โปรดตรวจชื่ออ้างอิงในคอลัมน์ name"
            yield "reference-unknown", f"อ้างถึง ${{{found}}} ซึ่งไม่มีในแบบฟอร์ม {rest}"
        elif known[found] > 1:
            yield "reference-unclear", f"อ้างถึง ${{{found}}} ซึ่งมีหลายข้อที่ใช้ชื่อนี้ โปรดตั้งชื่อให้ต่างกัน"


def _instance_name(form: Form, known: Mapping[str, int]) -> Iterator[Problem]:
    text = form.tables.facts.get(column := form.settings.column("instance_name"), "").translate(_QUOTES)
    if not text:
        return
    row = form.tables.settings.rows[0].number
    try:
        parse(text)
    except ExpressionError as error:
        yield Problem("settings", row, column, f"expression-{error.code}", _said(error))
    yield from (Problem("settings", row, column, code, words) for code, words in _references(text, known))


# Circles


def circles(form: Form) -> Iterator[Problem]:
    """Calculations and conditions that wait for one another: no value would ever be right."""
    by_name = {line.name: line for line in form.lines}
    needs = {line.name: _needed(form, line) & by_name.keys() for line in form.lines}
    for circle in _circles(needs):
        line = by_name[circle[0]]
        if len(circle) == 1:
            words = f"“{circle[0]}” อ้างถึงตัวเองในสูตรหรือเงื่อนไขการแสดง จึงคำนวณไม่ได้ โปรดตัดการอ้างถึงตัวเองออก"
        else:
            words = f"อ้างถึงกันเป็นวง: {' → '.join([*circle, circle[0]])} จึงคำนวณไม่ได้ โปรดตัดการอ้างถึงข้อใดข้อหนึ่ง"
        yield form.problem(*_cause(form, line, circle), "circle", words)


def _cause(form: Form, line: Line, circle: list[str]) -> tuple[Line, str]:
    """The cell in which a line refers to its circle: its own, or of a group around it."""
    for one in (line, *reversed(line.around)):
        for meaning in ("calculation", "relevant"):
            if not set(circle).isdisjoint(REFERENCE.findall(form.text(one, meaning))):
                return one, meaning
    return line, "relevant"


def _needed(form: Form, line: Line) -> set[str]:
    """The names without which neither the value nor the showing of a line can be known."""
    texts = [form.text(line, "calculation"), *(form.text(one, "relevant") for one in (*line.around, line))]
    return {name for text in texts if "${" in text for name in REFERENCE.findall(text)}


def _circles(needs: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """One circle after another; what is in one is looked at no further."""
    left = dict(needs)
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1][:-1]
            yield circle[::-1]
            for name in circle:
                left.pop(name)
        else:
            return

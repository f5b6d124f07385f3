"""Compares the answers of a filled form with what its form asks.

What fails is told, never refused: the form was filled by people, and they can be asked. A checker is made once for a
version; what it finds stands in the order of the form.
"""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal, InvalidOperation

from nithet.forms.answers import Answers
from nithet.forms.checking import kinds
from nithet.forms.checking.filled import Filled
from nithet.forms.checking.findings import Finding, answer, found, plain
from nithet.forms.checking.lists import Book, Lists, item_node, no_lists
from nithet.forms.checking.plan import Part, Plan, make_plan
from nithet.forms.definition import CHOICE_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.expressions.context import Context
from nithet.forms.expressions.errors import ExpressionError, UndecidedError
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.paths import Ask
from nithet.forms.expressions.values import to_boolean, to_number

OTHER = "other"
LONGEST_MESSAGE = 300


class Checker:
    """`lists` gives the lists that stand in files beside the form; also told anew at each check, where they change."""

    def __init__(self, definition: Definition, lists: Lists = no_lists) -> None:
        self.definition, self.lists = definition, lists
        self.plan: Plan = make_plan(definition)
        self.book = Book(definition)

    @property
    def faults(self) -> list[tuple[str, ExpressionError]]:
        """Expressions of the form that could not be read, by the path of their question."""
        return [(item.path, error) for item, error in self.plan.faults]

    def check(
        self, answers: Answers, *, now: datetime, lists: Lists | None = None, version: str = ""
    ) -> list[Finding]:
        """`now` is when the form was filled, an aware moment."""
        return _Check(self, answers, now, lists or self.lists, version).run()

    def completed(
        self, answers: Answers, *, now: datetime, lists: Lists | None = None, version: str = ""
    ) -> Answers:
        """The answers with all that is calculated reckoned anew, and without what is not asked."""
        filled = Filled(self.plan, self.book, answers, now=now, lists=lists or self.lists, version=version)
        filled.reckon()
        return filled.answers()


class _Check:
    """What is found in one filled form."""

    def __init__(self, checker: Checker, answers: Answers, now: datetime, lists: Lists, version: str) -> None:
        self.plan, self.book, self.lists = checker.plan, checker.book, lists
        self.filled = Filled(checker.plan, checker.book, answers, now=now, lists=lists, version=version)
        self.found: list[Finding] = []

    def run(self) -> list[Finding]:
        self.filled.reckon()
        for part in self.plan.all:
            if isinstance(part.item, Question):
                for node in self.filled.nodes[part.number]:
                    self.of_question(part, part.item, node)
            elif part.count is not None:
                self.of_group(part, part.item, part.count)
        return self.found + self.filled.strays

    def tell(self, item: Item, node: Node, code: str, words: str) -> None:
        label = self.filled.told(item.label, node)
        self.found.append(found(item, node.place, code, words, label))

    def message(self, message: str, node: Node) -> str:
        return plain(self.filled.told(message, node), LONGEST_MESSAGE)

    def of_group(self, part: Part, group: Group, count: Ask) -> None:
        for parent in self.parents(part):
            lines = parent.children[part.name]
            asked = lines[0] if lines else Node(part.name, parent)
            if not parent.is_relevant or not asked.is_relevant:
                continue
            try:
                number = to_number(count(Context(self.filled.world, asked)))
            except UndecidedError:
                continue
            needed = len(lines) if math.isnan(number) else math.trunc(max(0.0, min(number, 1e9)))
            if needed != len(lines):
                self.tell(group, parent, "count", f"ต้องมี {needed} รายการ แต่มี {len(lines)} รายการ")

    def parents(self, part: Part) -> list[Node]:
        around = part.path.rpartition("/")[0]
        if not around:
            return [self.filled.root]
        return next(self.filled.nodes[one.number] for one in self.plan.all if one.path == around)

    def of_question(self, part: Part, question: Question, node: Node) -> None:
        if not node.is_relevant:
            if part.is_asked and kinds.written(node.value).strip():
                self.tell(question, node, "irrelevant", "มีคำตอบ ทั้งที่ตามคำตอบข้ออื่นไม่ต้องตอบข้อนี้")
        elif part.calculation and id(node) in self.filled.differing:
            self.other_figure(question, node)
        elif not node.text or not node.text.strip():
            if part.required and self.filled.says(part.required, node, otherwise=False):
                words = self.message(question.required_message, node) or "จำเป็นต้องตอบ แต่ยังไม่มีคำตอบ"
                self.tell(question, node, "required", words)
        elif not part.takes_any:
            self.of_answer(part, question, node)

    def other_figure(self, question: Question, node: Node) -> None:
        given, own = kinds.written(node.value), self.filled.differing[id(node)]
        said = f"ส่งมาเป็น {answer(given)}" if given else "ไม่ได้ส่งมา"
        reckoned = f" {answer(own)}" if own else "ค่าว่าง"
        self.tell(question, node, "calculation", f"เป็นค่าที่คำนวณ ซึ่ง{said} แต่ระบบคำนวณได้{reckoned}")

    def of_answer(self, part: Part, question: Question, node: Node) -> None:
        kind = question.kind
        if wrong := kinds.wrong_type(kind, node.value, node.text.strip()):
            self.tell(question, node, "type", f"{wrong} แต่ส่งมาเป็น {answer(node.text)}")
            return
        if kind is Kind.SELECT_ONE:
            self.of_choice(part, question, node, node.text.strip())
        elif kind in CHOICE_KINDS:
            self.of_choices(part, question, node)
        elif kind is Kind.RANGE and (wrong := out_of_range(question, node.value)):
            self.tell(question, node, "range", f"{wrong} แต่ตอบ {answer(node.text)}")
        if part.constraint and not self.filled.says(part.constraint, node, otherwise=True):
            words = self.message(question.constraint_message, node) or "ไม่เป็นไปตามเงื่อนไขของข้อนี้"
            self.tell(question, node, "constraint", f"ตอบ {answer(node.text)}: {words}")

    def of_choices(self, part: Part, question: Question, node: Node) -> None:
        names = [str(name) for name in node.value] if isinstance(node.value, list) else []
        different = dict.fromkeys(names)
        for name in different:
            self.of_choice(part, question, node, name)
        if len(different) < len(names):
            self.tell(question, node, "twice", "มีตัวเลือกที่เลือกซ้ำ")

    def of_choice(self, part: Part, question: Question, node: Node, name: str) -> None:
        choices = self.book.choices(question, self.lists)
        if choices is None or (question.has_other and name == OTHER):
            return
        columns = choices.get(name)
        if columns is None:
            self.tell(question, node, "choice", f"ตอบ {answer(name)} ซึ่งไม่อยู่ในตัวเลือก")
        elif part.choice_filter and not self.is_offered(part.choice_filter, node, item_node(name, columns)):
            words = f"ตอบ {answer(columns.get('label') or name)} ซึ่งตามคำตอบข้ออื่นไม่มีให้เลือก"
            self.tell(question, node, "choice", words)

    def is_offered(self, ask: Ask, node: Node, item: Node) -> bool:
        try:
            return to_boolean(ask(Context(self.filled.world, item, node)))
        except UndecidedError:
            return True


def out_of_range(question: Question, value: object) -> str:
    """What is wrong with a number of a scale from `start` to `end` by `step`, "" where nothing is."""
    try:
        number = Decimal(str(value))
        start, end, step = (Decimal(question.parameters.get(name, "1")) for name in ("start", "end", "step"))
    except InvalidOperation:
        return ""
    end = end if "end" in question.parameters else Decimal(10)
    if not min(start, end) <= number <= max(start, end):
        return f"ต้องอยู่ระหว่าง {start} ถึง {end}"
    if step and (number - start) % step:
        return f"ต้องเพิ่มทีละ {step} จาก {start}"
    return ""

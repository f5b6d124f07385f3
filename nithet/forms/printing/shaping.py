"""A form on paper: what stands on the sheet, empty or filled, as plain data. The template only draws it.

Scales become tables (rows are items, columns the steps of the scale; two columns of steps where actual and desired are
rated), repeats become tables of lines, signatures boxes. Knows no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nithet.forms.answers import Answers
from nithet.forms.checking.findings import plain
from nithet.forms.definition import Choice, Group, Item, Kind, Question
from nithet.forms.printing.runs import (
    is_column,
    is_signature,
    path_in,
    questions_in,
    rated,
    scale_run,
    scale_shape,
    signature_run,
)
from nithet.forms.printing.sheet import (
    Asked,
    Block,
    Lines,
    Option,
    Paper,
    Part,
    Scale,
    Section,
    Sheet,
    Signatures,
)
from nithet.forms.wording import Say, is_amount, worded
from nithet.thai.numerals import to_thai

HEADING = "heading"
EMPTY_LINES = 4
"""Lines of a repeat on an empty sheet."""
MOST_COLUMNS = 7
"""Of a repeat that is still a table; one with more is written line by line."""
_LONG = 10_000
_UNSAID = frozenset({"role", "office"})
"""Of the heading: a code, and what stands under the title."""
_SIGNERS = {
    "filler_signature": "filled_by", "observed_signature": "observed_teacher", "requester_signature": "requester",
    "acknowledgement_signature": "acknowledged_by",
}  # fmt: skip
"""Signatures of the shipped forms → the questions that say whose they are."""
_CONDITION = re.compile(
    r"""^\s*(?:selected\(\s*(?P<a>[^,]+?)\s*,|(?P<b>[^=!<>]+?)\s*=)\s*['"](?P<value>[^'"]*)['"]\s*\)?\s*$"""
)


def shape(paper: Paper) -> Sheet:
    """The sheet of a form."""
    return _Shaping(paper).sheet()


class _Shaping:
    def __init__(self, paper: Paper) -> None:
        self.paper, self.definition = paper, paper.definition
        self.say: Say = to_thai if paper.thai_digits else str
        self.questions = {question.path: question for question in self.definition.questions()}
        self.numbers: dict[str, int] = {}
        self.last = 0

    def sheet(self) -> Sheet:
        items = self.definition.items
        heading = next((item for item in items if isinstance(item, Group) and item.path == HEADING), None)
        rest = [item for item in items if item is not heading]
        return Sheet(self.say(self.definition.title), self._heading(heading), tuple(self._sections(rest)))

    @property
    def is_empty(self) -> bool:
        return self.paper.answers is None

    def _heading(self, group: Group | None) -> tuple[tuple[str, str], ...]:
        answers = self.paper.answers or {}
        asked = [item for item in group.items if isinstance(item, Question)] if group else []
        lines = (
            (self._label(item), self._value(item, answers)) for item in asked if item.name not in _UNSAID
        )
        return tuple((label, value) for label, value in lines if value or self.is_empty)

    def _sections(self, items: Sequence[Item]) -> Iterator[Section]:
        """A group is one; so are questions that stand next to each other in none."""
        loose: list[Item] = []
        for at, item in enumerate(items):
            if isinstance(item, Group) and not item.is_repeat and not self._is_rated_pair(items, at):
                yield from self._section("", loose)
                yield from self._section(self._label(item), item.items)
                loose = []
            else:
                loose.append(item)
        yield from self._section("", loose)

    def _is_rated_pair(self, items: Sequence[Item], at: int) -> bool:
        """One of several groups next to each other that ask the same two things; one alone is a group like others."""
        shape_of = scale_shape(items[at], self.definition)
        beside = [*items[max(at - 1, 0) : at], *items[at + 1 : at + 2]]
        return shape_of is not None and any(scale_shape(one, self.definition) == shape_of for one in beside)

    def _section(self, label: str, items: Sequence[Item]) -> Iterator[Section]:
        if blocks := tuple(self._blocks(items, self.paper.answers or {})):
            yield Section(label, blocks)

    def _blocks(self, items: Sequence[Item], answers: Answers) -> Iterator[Block]:
        at = 0
        while at < len(items):
            run = scale_run(items[at:], self.definition) or signature_run(items[at:])
            if run and not is_signature(run[0]):
                yield self._scale(run, answers)
            elif run:
                yield Signatures(
                    tuple(self._box(item, answers) for item in run if isinstance(item, Question))
                )
            else:
                yield from self._block(items[at], answers)
            at += len(run) or 1

    def _block(self, item: Item, answers: Answers) -> Iterator[Block]:
        if isinstance(item, Question):
            if self._is_shown(item, answers):
                yield self._asked(item, answers)
        elif item.is_repeat:
            yield self._lines(item, answers)
        elif blocks := tuple(self._blocks(item.items, answers)):
            yield Part(self._label(item), blocks)

    def _is_shown(self, question: Question, answers: Answers) -> bool:
        """Nobody asked for it: hidden facts; on a filled sheet what was left out by its condition."""
        if question.kind in (Kind.HIDDEN, Kind.META):
            return False
        if question.kind == Kind.CALCULATE:
            return bool(question.label) and question.path in answers
        if self.is_empty:
            return not self._is_further_photo(question)
        return question.path in answers or not question.relevant

    def _is_further_photo(self, question: Question) -> bool:
        """Asked once the one before is there; on paper one frame stands for all of them."""
        photos = (one.path for one in self.questions.values() if one.kind == Kind.IMAGE)
        return question.kind == Kind.IMAGE and any(path in question.relevant for path in photos)

    # One question

    def _asked(self, question: Question, answers: Answers) -> Asked:
        if question.kind == Kind.NOTE:
            return Asked("note", "", self._label(question))
        number = self._number(question)
        label, hint = self._label(question), self._hint(question)
        options = self._options(question, answers)
        if options:
            kind = "choices" if question.kind != Kind.SELECT_ONE else "choice"
            return Asked(kind, number, label, hint, options=options)
        if question.kind == Kind.IMAGE:
            picture = self._picture(question, answers)
            return Asked(
                "picture",
                number,
                label,
                hint,
                "" if picture else self._value(question, answers),
                picture=picture,
            )
        is_long = "multiline" in question.appearance
        return Asked("long" if is_long else "text", number, label, hint, self._value(question, answers))

    def _options(self, question: Question, answers: Answers) -> tuple[Option, ...]:
        chosen = answers.get(question.path)
        if question.kind == Kind.ACKNOWLEDGE:
            return (Option("รับทราบ", bool(chosen)),)
        if question.kind not in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE) or question.from_file:
            return ()
        names = chosen if isinstance(chosen, list) else [chosen]
        return tuple(
            Option(self.say(plain(c.label, _LONG)), c.name in names)
            for c in self.definition.choices(question)
        )

    def _picture(self, question: Question, answers: Answers) -> str:
        name = answers.get(question.path)
        return self.paper.files.get(name, "") if isinstance(name, str) and question.kind == Kind.IMAGE else ""

    def _box(self, question: Question, answers: Answers) -> tuple[str, str, str]:
        """Who signs stands in the heading, beside the signature or, of one in a repeat, in its line."""
        signer = _SIGNERS.get(question.name)
        told = (one for one in self.questions.values() if one.name == signer)
        name = next((self._value(one, {**(self.paper.answers or {}), **answers}) for one in told), "")
        return self._label(question), self._picture(question, answers), name

    def _value(self, question: Question, answers: Answers) -> str:
        if question.path not in answers:
            return ""
        text = worded(question, answers[question.path], self.definition, self.paper.name_of, self.say)
        return self.say(text) if question.kind == Kind.TEXT else text

    def _number(self, question: Question) -> str:
        if question.path not in self.numbers:
            self.last += 1
            self.numbers[question.path] = self.last
        return self.say(str(self.numbers[question.path]))

    def _label(self, item: Item) -> str:
        return self.say(plain(item.label, _LONG))

    def _hint(self, question: Question) -> str:
        """On an empty sheet: what one would ask, and when the question is to be answered."""
        if not self.is_empty:
            return ""
        return " ".join(filter(None, (self.say(plain(question.hint, _LONG)), self._condition(question))))

    def _condition(self, question: Question) -> str:
        """“(ตอบเมื่อข้อ ๓ เป็น “ใช่”)”, of conditions that can be said so."""
        found = _CONDITION.match(question.relevant)
        asked = self.questions.get(path_in(found["a"] or found["b"], question.path)) if found else None
        if found is None or asked is None or asked.path not in self.numbers:
            return ""
        label = next((c.label for c in self.definition.choices(asked) if c.name == found["value"]), "")
        return f"(ตอบเมื่อข้อ {self.say(str(self.numbers[asked.path]))} เป็น “{plain(label)}”)" if label else ""

    # Several

    def _scale(self, run: Sequence[Item], answers: Answers) -> Scale:
        rows = [rated(item) for item in run]
        choices = self.definition.choices(rows[0][0])
        groups = tuple(self._label(question) for question in rows[0]) if isinstance(run[0], Group) else ("",)
        lines = tuple(
            self._scale_line(item, rated, choices, answers) for item, rated in zip(run, rows, strict=True)
        )
        return Scale(tuple(self._step(choice) for choice in choices), self._legend(choices), groups, lines)

    def _scale_line(
        self, item: Item, rated: Sequence[Question], choices: Sequence[Choice], answers: Answers
    ) -> tuple[str, str, tuple[bool, ...]]:
        number = self._number(rated[0])
        for question in rated[1:]:
            self.numbers[question.path] = self.numbers[rated[0].path]
        marks = tuple(answers.get(question.path) == choice.name for question in rated for choice in choices)
        return number, self._label(item), marks

    def _step(self, choice: Choice) -> str:
        """A step by its number, where it is one; the legend tells the words."""
        return self.say(choice.name) if choice.name.isdigit() else plain(choice.label)

    def _legend(self, choices: Sequence[Choice]) -> str:
        return "  ".join(
            f"{self.say(c.name)}\u00a0=\u00a0{plain(c.label)}" for c in choices if c.name.isdigit()
        )

    def _lines(self, group: Group, answers: Answers) -> Block:
        asked = [item for item in questions_in(group) if is_column(item)]
        found = answers.get(group.path)
        lines: list[Answers] = found if isinstance(found, list) else []  # type: ignore[assignment]
        if len(asked) > MOST_COLUMNS:
            parts = [
                Part(f"รายการที่ {self.say(str(n))}", tuple(self._blocks(group.items, line)))
                for n, line in enumerate(lines or [{}], 1)
            ]
            return Part(self._label(group), tuple(parts))
        cells = [tuple(self._value(question, line) for question in asked) for line in lines]
        if self.is_empty:
            cells = [("",) * len(asked)] * EMPTY_LINES
        rows = tuple((self.say(str(number)), row) for number, row in enumerate(cells, start=1))
        amounts = tuple(is_amount(question) for question in asked)
        return Lines(self._label(group), tuple(self._label(question) for question in asked), rows, amounts)

"""The answers of one filled form as a tree, with what is asked and what is calculated reckoned anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from nithet.forms.answers import Answers
from nithet.forms.checking import kinds
from nithet.forms.checking.figures import CLOSE, NOTHING, ROUGH, same_figure
from nithet.forms.checking.findings import Finding, misplaced
from nithet.forms.checking.lists import Book, Lists
from nithet.forms.checking.plan import Part, Plan
from nithet.forms.definition import Question
from nithet.forms.expressions.context import Context, World
from nithet.forms.expressions.engines import BROWSER, PHONES, Engine
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.evaluating import bind
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.paths import Ask, Scope
from nithet.forms.expressions.tree import Reference
from nithet.forms.expressions.values import to_boolean, to_text

_REFERENCE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


class Filled:
    """The answers of one form as a tree, while they are checked."""

    def __init__(
        self, plan: Plan, book: Book, answers: Answers, *, now: datetime, lists: Lists, version: str = ""
    ) -> None:
        self.plan, self.book, self.lists = plan, book, lists
        self.root = Node("data")
        self.nodes: list[list[Node]] = [[] for _ in self.plan.all]
        self.strays: list[Finding] = []
        self.differing: dict[int, str] = {}
        self.world = World(self.root, now, self._list, self._label, version)
        self._build(self.plan.parts, answers, self.root, ())
        self._look_for_strays(answers, self.plan.keys, ())

    def _build(self, parts: tuple[Part, ...], answers: Answers, parent: Node, place: tuple[int, ...]) -> None:
        for part in parts:
            if part.is_repeat:
                parent.children[part.name] = self._lines(part, answers, parent, place)
                continue
            node = Node(part.name, parent, "", place)
            parent.children[part.name] = [node]
            self.nodes[part.number].append(node)
            if part.parts:
                self._build(part.parts, answers, node, place)
            elif (value := answers.get(part.path)) is not None:
                node.value, node.text = value, kinds.written(value)

    def _lines(self, part: Part, answers: Answers, parent: Node, place: tuple[int, ...]) -> list[Node]:
        lines: list[Node] = []
        for number, line in enumerate(lines_in(answers, part.path)):
            node = Node(part.name, parent, "", (*place, number))
            lines.append(node)
            self._build(part.parts, line, node, node.place)
        self.nodes[part.number].extend(lines)
        return lines

    def _look_for_strays(self, answers: Answers, keys: Mapping[str, Part], place: tuple[int, ...]) -> None:
        for path, value in answers.items():
            part = keys.get(path)
            if part is None:
                self.strays.append(misplaced(path, place))
            elif part.is_repeat:
                lines = lines_in(answers, path)
                if not isinstance(value, list) or len(lines) < len(value):
                    self.strays.append(misplaced(path, place, part.item))
                for number, line in enumerate(lines):
                    self._look_for_strays(line, part.keys, (*place, number))

    def _list(self, name: str) -> Node:
        return self.book.root(name, self.lists)

    def _label(self, path: str, name: str) -> str:
        question = self.plan.questions.get(path)
        if question is None:
            return ""
        choices = self.book.choices(question, self.lists)
        if choices is None:
            raise UndecidedError(path)
        return choices.get(name, {}).get("label", "")

    def says(self, ask: Ask, node: Node, *, otherwise: bool) -> bool:
        try:
            return to_boolean(ask(Context(self.world, node)))
        except UndecidedError:
            return otherwise

    def told(self, text: str, node: Node) -> str:
        """A label or a message with the answers that it names (`${name}`), as whoever fills the form sees it."""
        if "${" not in text:
            return text
        scope = self.plan.scope(_path(node))
        return _REFERENCE.sub(lambda named: self._answer(named[1], scope, node), text)

    def _answer(self, name: str, scope: Scope, node: Node) -> str:
        if name not in scope.names:
            return ""
        return to_text(bind(Reference(name, 0), scope)(Context(self.world, node)))

    def reckon(self) -> None:
        """Which questions are asked, and what is calculated; a question that is not asked has no answer."""
        for part in self.plan.reckoned:
            for node in self.nodes[part.number]:
                if node.is_relevant and part.relevant and not self.says(part.relevant, node, otherwise=True):
                    _leave_out(node)
                if node.is_relevant and part.calculation:
                    self._calculate(part.calculation, node, is_rough=part.is_rough)

    def _calculate(self, ask: Ask, node: Node, *, is_rough: bool) -> None:
        try:
            text = self._figure(ask, node)
        except UndecidedError:
            return
        if same_figure(text, node.text):
            node.text = text
        elif not self._is_of_another_engine(text, ask, node, is_rough=is_rough):
            self.differing[id(node)] = text
            node.text = text

    def _figure(self, ask: Ask, node: Node) -> str:
        text = to_text(ask(Context(self.world, node)))
        return "" if text in NOTHING else text

    def _is_of_another_engine(self, text: str, ask: Ask, node: Node, *, is_rough: bool) -> bool:
        """Whether it is right as ODK Collect reckons: it stays then, for what is reckoned from it in turn."""
        if is_rough and same_figure(text or "0", node.text, within=ROUGH):
            return True  # of no ground it measures 0
        within = ROUGH if is_rough else CLOSE
        try:
            return bool(node.text) and any(
                same_figure(self._figure_by(engine, ask, node), node.text, within=within) for engine in PHONES
            )
        except UndecidedError:
            return False

    def _figure_by(self, engine: Engine, ask: Ask, node: Node) -> str:
        self.world.engine = engine
        try:
            return self._figure(ask, node)
        finally:
            self.world.engine = BROWSER

    def answers(self) -> Answers:
        """What stands now, calculated figures and all."""
        answers: Answers = {}
        _collect(self.plan.parts, self.root, answers)
        return answers


def _collect(parts: tuple[Part, ...], parent: Node, answers: Answers) -> None:
    for part in parts:
        nodes = parent.children[part.name]
        if part.is_repeat:
            if nodes:
                answers[part.path] = [_collected(part.parts, node) for node in nodes]
        elif isinstance(part.item, Question):
            _collect_answer(part, part.item, nodes[0], answers)
        else:
            _collect(part.parts, nodes[0], answers)


def _collected(parts: tuple[Part, ...], line: Node) -> Answers:
    answers: Answers = {}
    _collect(parts, line, answers)
    return answers


def _collect_answer(part: Part, question: Question, node: Node, answers: Answers) -> None:
    if part.calculation and node.text:
        answers[part.path] = kinds.typed(question.kind, node.text)
    elif node.text and node.value is not None:
        answers[part.path] = node.value  # type: ignore[assignment]


def _path(node: Node) -> str:
    names: list[str] = []
    while node.parent is not None:
        names.append(node.name)
        node = node.parent
    return "/".join(reversed(names))


def _leave_out(node: Node) -> None:
    node.is_relevant, node.text = False, ""
    for inner in node.below():
        inner.is_relevant, inner.text = False, ""


def lines_in(answers: Answers, repeat: str) -> list[Answers]:
    """The lines of a repeat by its path; what is no line is passed over."""
    lines = answers.get(repeat)
    if not isinstance(lines, list):
        return []
    return cast("list[Answers]", [line for line in lines if isinstance(line, dict)])

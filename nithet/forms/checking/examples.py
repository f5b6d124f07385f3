"""Answers that a form takes, and answers that it must not take: to try every form that is shipped, and for tests."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random
from typing import cast

from nithet.forms.answers import Answers, Value, lines_of
from nithet.forms.checking.candidates import Known, candidates
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.findings import Finding
from nithet.forms.checking.lists import Lists, no_lists
from nithet.forms.definition import CHOICE_KINDS, UNASKED_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.references import references
from nithet.forms.expressions.values import ZONE

DAY = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
ROUNDS = 12
MOST_TRIED = 80
MOST_WRONG = 12
MOST_LINES = 60
UNKNOWN_NAME = "57010001"
"""Stands for a choice of a list that is not known here: a code of a school."""


class NoExampleError(ValueError):
    """No answers were found that the form takes; `findings` say what was wrong with the last ones."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{finding.path}: {finding.words}" for finding in findings[:5]))


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: the check must find it."""

    path: str
    place: tuple[int, ...]
    code: str

    def is_in(self, findings: list[Finding]) -> bool:
        return any((one.path, one.place, one.code) == (self.path, self.place, self.code) for one in findings)


def valid(definition: Definition, lists: Lists = no_lists, *, seed: int = 0, now: datetime = DAY) -> Answers:
    """Answers in which the check finds nothing. Raises `NoExampleError`."""
    return _Maker(definition, lists, seed, now).valid()


def invalid(
    definition: Definition, lists: Lists = no_lists, *, seed: int = 0, now: datetime = DAY
) -> tuple[Answers, list[Wrong]]:
    """Answers with one thing wrong of each sort that the form allows, on as many questions."""
    maker = _Maker(definition, lists, seed, now)
    return maker.invalid(maker.valid())


class _Maker:
    def __init__(self, definition: Definition, lists: Lists, seed: int, now: datetime) -> None:
        self.definition, self.lists, self.now = definition, lists, now
        self.random = Random(seed)  # noqa: S311 (drawn again from the same seed, no secret)
        self.checker = Checker(definition, lists)
        self.questions = {question.path: question for question in definition.questions()}
        self.repeats = {group.path: group for group in definition.repeats()}

    def check(self, answers: Answers) -> list[Finding]:
        return self.checker.check(answers, now=self.now)

    def completed(self, answers: Answers) -> Answers:
        return self.checker.completed(answers, now=self.now)

    def valid(self) -> Answers:
        answers: Answers = {}
        self.fill(self.definition.items, answers, answers)
        findings: list[Finding] = []
        for _ in range(ROUNDS):
            answers = self.completed(answers)
            findings = self.check(answers)
            if not findings:
                return answers
            for finding in findings:
                self.mend(finding, answers)
        raise NoExampleError(findings)

    def fill(self, items: tuple[Item, ...], line: Answers, answers: Answers) -> None:
        for item in items:
            if isinstance(item, Group) and item.is_repeat:
                lines: list[Answers] = [{} for _ in range(self.random.randint(1, 3))]
                line[item.path] = lines
                for inner in lines:
                    self.fill(item.items, inner, answers)
            elif isinstance(item, Group):
                self.fill(item.items, line, answers)
            elif (value := next(self.candidates(item, line), None)) is not None:
                line[item.path] = value

    def candidates(self, question: Question, line: Answers) -> Iterator[Value]:
        if question.kind in UNASKED_KINDS:
            return iter(())
        others = tuple(cast("Value", value) for value in line.values() if not _is_lines(value))
        return candidates(question, Known(self.names(question), others, self.now), self.random)

    def names(self, question: Question) -> tuple[str, ...]:
        choices = self.checker.book.choices(question, self.lists)
        return (UNKNOWN_NAME,) if choices is None else tuple(choices)

    def mend(self, finding: Finding, answers: Answers) -> None:
        if finding.path in self.repeats:
            self.mend_count(finding, answers)
            return
        question, line = (
            self.questions.get(finding.path),
            line_at(answers, self.around(finding.path), finding.place),
        )
        if question is None or line is None or self.try_all(question, finding, line, answers):
            return
        line.pop(question.path, None)
        # Nothing fits: what it is compared with may be what should change.
        for path in _read(question):
            if path in self.questions and path in line:
                line[path] = self.random.choice(
                    [*self.candidates(self.questions[path], line)] or [line[path]]
                )

    def try_all(self, question: Question, finding: Finding, line: Answers, answers: Answers) -> bool:
        for value in islice(self.candidates(question, line), MOST_TRIED):
            line[question.path] = value
            if not any((one.path, one.place) == (finding.path, finding.place) for one in self.check(answers)):
                return True
        return False

    def mend_count(self, finding: Finding, answers: Answers) -> None:
        repeat = self.repeats[finding.path]
        line = line_at(answers, self.around(finding.path), finding.place)
        if line is None:
            return
        for count in range(MOST_LINES):
            lines: list[Answers] = [{} for _ in range(count)]
            line[repeat.path] = lines
            for inner in lines:
                self.fill(repeat.items, inner, answers)
            if not any((one.path, one.place) == (finding.path, finding.place) for one in self.check(answers)):
                return

    def around(self, path: str) -> str:
        """The innermost repeat around a path, "" where there is none."""
        while path := path.rpartition("/")[0]:
            if path in self.repeats:
                return path
        return ""

    def invalid(self, answers: Answers) -> tuple[Answers, list[Wrong]]:
        wrongs: list[Wrong] = []
        for wrong, broken in self.breakages(answers):
            if len(wrongs) >= MOST_WRONG or any(wrong.path == one.path for one in wrongs):
                continue
            trial = copy.deepcopy(answers)
            line = line_at(trial, self.around(wrong.path), wrong.place)
            if line is None:
                continue
            if broken is None:
                line.pop(wrong.path, None)
            else:
                line[wrong.path] = broken
            findings = self.check(trial)
            if all(one.is_in(findings) for one in (*wrongs, wrong)):
                answers = trial
                wrongs.append(wrong)
        return answers, wrongs

    def breakages(self, answers: Answers) -> list[tuple[Wrong, Value | None]]:
        """What can be broken, sorts by turns, so that each sort comes early."""
        sorts: dict[str, list[tuple[Wrong, Value | None]]] = {"constraint": []}
        for question in self.questions.values():
            for place in _places(answers, self.around(question.path)):
                for code, value in self.broken(question, answers, place):
                    sorts.setdefault(code, []).append((Wrong(question.path, place, code), value))
        longest = max(map(len, sorts.values()), default=0)
        return [sort[number] for number in range(longest) for sort in sorts.values() if number < len(sort)]

    def broken(
        self, question: Question, answers: Answers, place: tuple[int, ...]
    ) -> Iterator[tuple[str, Value | None]]:
        line = line_at(answers, self.around(question.path), place) or {}
        if question.kind in UNASKED_KINDS:
            return
        if question.constraint and (value := self.refused(question, answers, place)) is not None:
            yield "constraint", value
        if question.path not in line:
            yield from (
                ("irrelevant", value)
                for value in list(self.candidates(question, line))[:1]
                if question.relevant
            )
            return
        if question.required:
            yield "required", None
        if question.kind in CHOICE_KINDS:
            yield "choice", ["no-such-choice"] if question.kind is not Kind.SELECT_ONE else "no-such-choice"
        elif question.kind is Kind.RANGE:
            yield "range", 1_000_000
        elif question.kind in {
            Kind.INTEGER,
            Kind.DECIMAL,
            Kind.DATE,
            Kind.TIME,
            Kind.DATETIME,
            Kind.GEOPOINT,
        }:
            yield "type", "ไม่ทราบ"

    def refused(self, question: Question, answers: Answers, place: tuple[int, ...]) -> Value | None:
        """A value of the right kind that the constraint of a question does not take."""
        wrong, trial = Wrong(question.path, place, "constraint"), copy.deepcopy(answers)
        line = line_at(trial, self.around(question.path), place)
        if line is None:
            return None
        for value in islice(self.candidates(question, line), MOST_TRIED):
            line[question.path] = value
            if wrong.is_in(self.check(trial)):
                return value
        return None


def line_at(answers: Answers, repeat: str, place: tuple[int, ...]) -> Answers | None:
    """The answers that a question of that repeat stands among; those of the form itself where `repeat` is empty."""
    if not repeat:
        return answers
    return next((line for at, line in lines_of(answers, repeat) if at == place), None)


def _places(answers: Answers, repeat: str) -> list[tuple[int, ...]]:
    return [at for at, _ in lines_of(answers, repeat)] if repeat else [()]


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(line, dict) and "latitude" not in line for line in value
    )


def _read(question: Question) -> frozenset[str]:
    try:
        return references(question.constraint, at=question.path) if question.constraint else frozenset()
    except ExpressionError:
        return frozenset()

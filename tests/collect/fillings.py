"""Answers for Collect's engine to take, and what it and our own check say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random

from nithet.forms.answers import Answers
from nithet.forms.checking import examples
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.findings import Finding
from nithet.forms.checking.instance import answers_of, read_instance
from nithet.forms.checking.kinds import written
from nithet.forms.checking.lists import List
from nithet.forms.checking.writing import write_instance
from nithet.forms.definition import FILE_KINDS, UNASKED_KINDS, Definition, Kind
from tests.collect.engine import Said

ENDINGS = {Kind.IMAGE: "jpg", Kind.AUDIO: "m4a", Kind.VIDEO: "mp4", Kind.FILE: "pdf"}
MOST_DRAWS = 20
# How the engine tells what the check finds; of ranges nothing, for Collect's slider ends where they do.
SAID = {
    "required": "required", "constraint": "constraint", "irrelevant": "unasked", "type": "untaken", "choice": "untaken",
    "twice": "untaken",
}  # fmt: skip
Place = tuple[str, tuple[int, ...]]
_NOUGHTS = re.compile(r"( 0(\.0)?)+(?=;|$)")


@dataclass
class Filling:
    """One form, filled. `is_wrong`: with answers that no form takes."""

    name: str
    form: str
    definition: Definition
    lists: Mapping[str, List]
    now: datetime
    answers: Answers = field(default_factory=dict)
    is_wrong: bool = False

    def __post_init__(self) -> None:
        self.checker = Checker(self.definition, self.lists.get)
        self.repeats = frozenset(group.path for group in self.definition.repeats())
        typed = [
            question
            for question in self.definition.questions()
            if question.kind not in UNASKED_KINDS and not question.readonly
        ]
        self.typed = {question.path: question.kind for question in typed}
        self.optional = {question.path for question in typed if not question.required}

    @property
    def xml(self) -> bytes:
        return write_instance(
            self.definition, self.answers, form_name=self.form, version="1", instance_id="uuid:1"
        )

    def check(self, xml: bytes) -> list[Finding]:
        answers, _, strays = answers_of(read_instance(xml, form_name=self.form), self.definition)
        return [*strays, *self.checker.check(answers, now=self.now)]

    def typed_in(self, answers: Answers) -> dict[Place, str]:
        """What somebody typed, as text; coordinates that are not known may be written as nought."""
        return {
            (path, place): _NOUGHTS.sub("", text)
            for path, place, text in _flat(answers, ())
            if path in self.typed
        }

    def wanted(self) -> dict[Place, str]:
        """What of the answers is asked for, and so must arrive."""
        return self.typed_in(self.checker.completed(self.answers, now=self.now))

    def files(self, xml: bytes) -> list[str]:
        return answers_of(read_instance(xml, form_name=self.form), self.definition)[1]

    def arrived(self, xml: bytes) -> dict[Place, str]:
        return self.typed_in(answers_of(read_instance(xml, form_name=self.form), self.definition)[0])

    def told(self, said: list[Said]) -> set[tuple[str, tuple[int, ...], str]]:
        """What the engine said of questions that people answer."""
        known = {*SAID.values()}
        lines = [one for one in said if one.what not in known or one.path in self.typed]
        return {(one.path, one.place(self.repeats), one.what) for one in lines}

    def found(self) -> set[tuple[str, tuple[int, ...], str]]:
        """The same of our own check."""
        findings = (one for one in self.check(self.xml) if one.code in SAID)
        return {(one.path, one.place, SAID[one.code]) for one in findings}


def _flat(answers: Answers, place: tuple[int, ...]) -> Iterator[tuple[str, tuple[int, ...], str]]:
    for path, value in answers.items():
        if _is_lines(value):
            for number, line in enumerate(value):  # type: ignore[arg-type]
                yield from _flat(line, (*place, number))  # type: ignore[arg-type]
        else:
            yield path, place, written(value)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and all("/" in path for path in one) for one in value
    )


# Drawing


def full(filling: Filling, seed: int) -> Filling:
    """With answers that the form takes."""
    for draw in range(MOST_DRAWS):
        try:
            drawn = examples.valid(
                filling.definition, filling.lists.get, seed=seed + 1000 * draw, now=filling.now
            )
        except examples.NoExampleError:
            continue
        return _with(filling, _named(filling, drawn), f"{filling.form}.{seed}.xml")
    raise AssertionError(f"{filling.form}: no answers were found that it takes")


def sparse(filling: Filling, seed: int) -> Filling | None:
    """The same with half of what need not be answered left out, where the form takes it so."""
    random = Random(seed)  # noqa: S311  drawn again from the same seed
    for _ in range(MOST_DRAWS):
        answers = deepcopy(filling.answers)
        _leave_out(answers, filling.optional, random)
        answers = filling.checker.completed(answers, now=filling.now)
        if not filling.checker.check(answers, now=filling.now):
            return _with(filling, answers, f"{filling.form}.{seed}-sparse.xml")
    return None


def wrong(filling: Filling) -> Filling:
    maker = examples._Maker(filling.definition, filling.lists.get, 1, filling.now)
    made = _with(filling, maker.invalid(deepcopy(filling.answers))[0], f"{filling.form}.wrong.xml")
    made.is_wrong = True
    return made


def _with(filling: Filling, answers: Answers, name: str) -> Filling:
    return Filling(name, filling.form, filling.definition, filling.lists, filling.now, answers)


def _leave_out(line: Answers, optional: set[str], random: Random) -> None:
    for path, value in list(line.items()):
        if _is_lines(value) and random.random() < 0.2:
            del line[path]
        elif _is_lines(value):
            for inner in value:  # type: ignore[union-attr]
                _leave_out(inner, optional, random)  # type: ignore[arg-type]
        elif path in optional and random.random() < 0.5:
            del line[path]


def _named(filling: Filling, answers: Answers) -> Answers:
    """What nobody may type is left out, and files are called as Collect calls them: by the moment."""
    numbers = count(1_795_141_800_000)

    def named(line: Answers) -> Answers:
        made: Answers = {}
        for path, value in line.items():
            kind = filling.typed.get(path)
            if _is_lines(value):
                made[path] = [named(inner) for inner in value]  # type: ignore[arg-type, union-attr]
            elif kind in FILE_KINDS:
                made[path] = f"{next(numbers)}.{ENDINGS[kind]}"
            elif kind is not None:
                made[path] = value
        return made

    return filling.checker.completed(named(answers), now=filling.now)

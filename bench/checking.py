"""The check of a filled form of some forty questions and a repeat of three lines, as it is done for each that comes in.

The XML is read, its answers are typed and compared with the form. A version is compiled once a process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from bench.measures import Measure
from nithet.forms import shipped
from nithet.forms.answers import Answers
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.examples import DAY, valid
from nithet.forms.checking.instance import answers_of, read_instance
from nithet.forms.checking.writing import write_instance
from nithet.forms.definition import Definition
from nithet.forms.xlsform.defining import define

FORM = "supervision_visit"
LINES = 3
ROUNDS, TIMES = 20, 25
MOST_CHECK_US = 600.0
MOST_ALL_US = 1000.0


def measures() -> list[Measure]:
    definition = define(shipped.shipped_tables(FORM))
    began = time.perf_counter()
    checker = Checker(definition)
    compiling = (time.perf_counter() - began) * 1000
    answers = with_lines(definition, checker)
    xml = write_instance(definition, answers, form_name=FORM, version="1", instance_id="uuid:1")
    reading = fastest(lambda: read_instance(xml))
    instance = read_instance(xml)
    typing = fastest(lambda: answers_of(instance, definition))
    checking = fastest(lambda: checker.check(answers, now=DAY))
    return [
        Measure("questions", sum(1 for _ in definition.questions()), "questions", at_least=40),
        Measure("lines of repeats", lines(answers), "lines", at_least=LINES),
        Measure("what is wrong", len(checker.check(answers, now=DAY)), "findings", at_most=0),
        Measure("compiling a version, once", compiling, "ms"),
        Measure("reading the XML", reading, "µs"),
        Measure("typing the answers", typing, "µs"),
        Measure("checking them", checking, "µs", at_most=MOST_CHECK_US),
        Measure("all three", reading + typing + checking, "µs", at_most=MOST_ALL_US),
    ]


def with_lines(definition: Definition, checker: Checker) -> Answers:
    """Right answers with the first line of each repeat three times."""
    answers = valid(definition, seed=1)
    for repeat in definition.repeats():
        found = answers.get(repeat.path)
        if isinstance(found, list):
            answers[repeat.path] = cast("list[Answers]", [found[0]] * LINES)
    return checker.completed(answers, now=DAY)


def lines(answers: Answers) -> int:
    return sum(
        len(value) for value in answers.values() if isinstance(value, list) and isinstance(value[0], dict)
    )


def fastest(act: Callable[[], object]) -> float:
    """Microseconds of the processor a time, of the round that nothing else disturbed."""
    spans = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            act()
        spans.append(time.process_time() - began)
    return min(spans) / TIMES * 1e6

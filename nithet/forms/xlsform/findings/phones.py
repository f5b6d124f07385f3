"""Expressions that browsers understand and ODK Collect does not, or understands otherwise: told, and held against no form.

Collect's engine stops at a function that it does not know and at one answer asked of many lines, and of moments it
compares the days only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from nithet.forms.definition import Kind
from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.tree import (
    Call,
    Chain,
    Expression,
    Literal,
    Negation,
    Path,
    Reference,
    Step,
    walk,
)
from nithet.forms.xlsform.findings.expressions import EXPRESSIONS, TEXTS
from nithet.forms.xlsform.findings.looking import Form, Line
from nithet.forms.xlsform.kinds import Asks, Begins
from nithet.forms.xlsform.problems import Problem
from nithet.forms.xlsform.references import REFERENCE

_UNKNOWN = {
    "substring": "โปรดใช้ substr() ซึ่งนับตัวอักษรจาก 0",
    "floor": "โปรดใช้ int()",
    "ceiling": "โปรดใช้ round()",
    "last": "โปรดใช้ count() ของส่วนที่เพิ่มรายการได้",
    "name": "โปรดตัดออก",
    "local-name": "โปรดตัดออก",
}
_OF_MANY = frozenset(
    {"sum", "count", "count-non-empty", "max", "min", "join", "indexed-repeat", "concat", "position"}
)
_ORDERED = frozenset({"<", "<=", ">", ">="})
_DECIMALS = {Kind.DATETIME: "decimal-date-time", Kind.TIME: "decimal-time"}
_DAYS = frozenset({Kind.DATE, Kind.DATETIME})
_UNTYPED = frozenset({Kind.TEXT, Kind.CALCULATE, Kind.HIDDEN})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ITSELF = (Step("self", "node()"),)
Told = Iterator[tuple[str, str]]


def phones(form: Form) -> Iterator[Problem]:
    kinds = _kinds(form)
    columns = [name for name in EXPRESSIONS if form.survey.has(name)]
    texts = [name for name in TEXTS if form.survey.has(name)]
    repeats = {line.name: _repeats(line) for line in form.lines}
    for line in form.lines:
        for column in columns:
            if (read := _read(form.text(line, column))) is None:
                continue
            told = [
                *_functions(read),
                *_compared(read, kinds | _own(line)),
                *_repeated(_single(read), line, repeats),
            ]
            for code, words in dict.fromkeys(told):
                yield form.problem(line, column, code, words, is_warning=True)
        for column in texts:
            named = REFERENCE.findall(form.text(line, column))
            for code, words in dict.fromkeys(_repeated(named, line, repeats)):
                yield form.problem(line, column, code, words, is_warning=True)


def _read(text: str) -> Expression | None:
    try:
        return parse(text) if text.strip() else None
    except ExpressionError:
        return None  # said of the expression


def _kinds(form: Form) -> dict[str, Kind]:
    return {line.name: asks.kind for line, asks in form.asking()}


def _own(line: Line) -> dict[str, Kind]:
    """Of the answer itself, as constraints call it."""
    return {".": line.read.kind} if isinstance(line.read, Asks) else {}


def _repeats(line: Line) -> frozenset[str]:
    """Those around a line, by their paths."""
    return frozenset(one.path for one in line.around if isinstance(one.read, Begins) and one.read.is_repeat)


def _functions(read: Expression) -> Told:
    for part in walk(read):
        if isinstance(part, Call) and part.name in _UNKNOWN:
            words = f"ODK Collect ในโทรศัพท์ไม่รู้จักฟังก์ชัน {part.name}() จึงเปิดแบบฟอร์มนี้ไม่ได้ {_UNKNOWN[part.name]}"
            yield "phone-function", words


# Days and moments


def _compared(read: Expression, kinds: Mapping[str, Kind]) -> Told:
    for part in walk(read):
        if isinstance(part, Chain):
            operands = pairwise([("", part.first), *part.rest])
            for (_, one), (sign, other) in operands:
                if sign in _ORDERED:
                    yield from _ordered(one, other, kinds)


def _ordered(one: Expression, other: Expression, kinds: Mapping[str, Kind]) -> Told:
    names = _called(one), _called(other)
    sorts = [kinds.get(name) for name in names]
    if moment := next((sort for sort in sorts if sort in _DECIMALS), None):
        function = _DECIMALS[moment]
        yield (
            "phone-moments",
            (
                f"ODK Collect ในโทรศัพท์เปรียบเทียบเฉพาะวัน ไม่ดูเวลา โปรดเขียน {function}() ครอบค่าทั้งสองข้างของเครื่องหมายเปรียบเทียบ"
            ),
        )
    elif Kind.DATE in sorts:
        for sort, side in zip(sorts, (one, other), strict=True):
            if sort in _UNTYPED or (isinstance(side, Literal) and _DAY.match(side.text)):
                yield (
                    "phone-days",
                    ("ODK Collect ในโทรศัพท์เปรียบเทียบวันที่กับข้อความไม่ได้ โปรดเขียน date() ครอบค่าที่ไม่ใช่คำตอบชนิดวันที่"),
                )


def _called(side: Expression) -> str:
    """The question whose answer stands there as it is; "." for the answer itself."""
    if isinstance(side, Reference):
        return side.name
    is_itself = isinstance(side, Path) and side.start is None and side.steps == _ITSELF
    return "." if is_itself else ""


# Answers of which there are many


def _repeated(names: Iterable[str], line: Line, repeats: Mapping[str, frozenset[str]]) -> Told:
    here = _repeats(line) | (
        {line.path} if isinstance(line.read, Begins) and line.read.is_repeat else frozenset()
    )
    for name in names:
        if repeats.get(name, frozenset()) - here:
            yield (
                "phone-repeat",
                (
                    f"${{{name}}} อยู่ในส่วนที่เพิ่มรายการได้ จึงอาจมีหลายคำตอบ ซึ่ง ODK Collect ในโทรศัพท์เปิดต่อไม่ได้ "
                    "โปรดใช้ sum() join() count-non-empty() หรือ indexed-repeat()"
                ),
            )


def _single(read: Expression) -> Iterator[str]:
    """Questions of which one answer is wanted."""
    match read:
        case Reference(name):
            yield name
        case Negation(operand):
            yield from _single(operand)
        case Chain(first, rest):
            for operand in (first, *(one for _, one in rest)):
                yield from _single(operand)
        case Call(name, arguments) if name not in _OF_MANY:
            for argument in arguments:
                yield from _single(argument)
        case _:
            pass

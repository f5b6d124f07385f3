"""Answers as people read them: dates of the Buddhist era, labels of choices, places, numbers. Knows no Django."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from nithet.forms.checking.findings import plain
from nithet.forms.checking.kinds import written
from nithet.forms.definition import CHOICE_KINDS, Definition, Kind, Question
from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.tree import Call, Chain, Expression, Negation, Number
from nithet.thai.dates import BANGKOK, format_date, format_time

Say = Callable[[str], str]
NameOf = Callable[[Question, str], str]
_FIGURES = (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE, Kind.CALCULATE)
_YEAR = re.compile(r"(?:.*_)?(?:be|year)")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_ONE_PLACE = re.compile(r"-?[0-9,]+\.[0-9]")
_RECKONING = frozenset({"+", "-", "*", "div", "mod"})
_COUNTING = frozenset({"sum", "count", "count-non-empty", "round", "int", "abs"})


def worded(question: Question, value: object, definition: Definition, name_of: NameOf, say: Say = str) -> str:
    """`say` writes the digits; what cannot be read as its kind is shown as it came."""
    if question.kind in CHOICE_KINDS:
        names = value if isinstance(value, list) else [value]
        return say(", ".join(_label(question, str(name), definition, name_of) for name in names))
    if question.kind == Kind.ACKNOWLEDGE:
        return "รับทราบ" if value else ""
    text = written(value)
    if is_amount(question):
        return say(_money(_number(text)) if "(บาท)" in question.label else _number(text))
    if question.kind == Kind.DATE and "month-year" in question.appearance:
        return say(_day(text).partition(" ")[2] or text)
    if reader := _READERS.get(question.kind):
        return say(reader(text))
    return say(text) if question.kind in _FIGURES else text


def _label(question: Question, name: str, definition: Definition, name_of: NameOf) -> str:
    for choice in definition.choices(question):
        if choice.name == name:
            return plain(choice.label, 1000)
    return name_of(question, name)


def is_amount(question: Question) -> bool:
    """Whether its figures count something: years have no commas, nor has what is calculated as a code."""
    if question.kind not in _FIGURES or _YEAR.fullmatch(question.name) or "พ.ศ." in question.label:
        return False
    return question.kind != Kind.CALCULATE or _reckons(question.calculation)


@lru_cache(maxsize=4096)
def _reckons(calculation: str) -> bool:
    try:
        return _is_reckoned(parse(calculation))
    except ExpressionError:
        return False


def _is_reckoned(expression: Expression) -> bool:
    match expression:
        case Number() | Negation():
            return True
        case Chain(_, rest):
            return all(operator in _RECKONING for operator, _ in rest)
        case Call("if", (_, *either)):
            return all(map(_is_reckoned, either))
        case Call(name):
            return name in _COUNTING
    return False


def _number(text: str) -> str:
    """With commas in thousands, as it was written after the point."""
    whole, point, part = text.partition(".")
    if not _WHOLE.fullmatch(whole):
        return text
    sign = "-" if whole.startswith("-") else ""  # “-0” is no number that keeps its sign
    return f"{sign}{abs(int(whole)):,}{point}{part}"


def _money(text: str) -> str:
    """Half a baht is fifty satang."""
    return f"{text}0" if _ONE_PLACE.fullmatch(text) else text


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)
        return f"{format_date(moment.astimezone(BANGKOK).date())} {format_time(moment)}"
    except (ValueError, OverflowError):
        return text


def _time(text: str) -> str:
    return f"{text[:5].replace(':', '.')} น."


def _place(text: str) -> str:
    return "; ".join(", ".join(point.split()[:2]) for point in text.split(";"))


_READERS: dict[Kind, Callable[[str], str]] = {
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
    Kind.TIME: _time,
    Kind.GEOPOINT: _place,
    Kind.GEOTRACE: _place,
    Kind.GEOSHAPE: _place,
}

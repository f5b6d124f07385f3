"""The operators. Texts that look like dates compare and reckon as dates, as browsers and phones do."""

from __future__ import annotations

import math
from collections.abc import Callable

from nithet.forms.expressions.values import (
    NAN,
    Moment,
    Value,
    date_days,
    is_date,
    to_boolean,
    to_moment,
    to_number,
    to_text,
)

Compare = Callable[[float, float], bool]


def is_equal(left: Value, right: Value) -> bool:
    left, right = _as_days(left, right)
    if isinstance(left, list) or isinstance(right, list):
        return _some_equal(left, right, equal=True)
    return _same(left, right)


def is_unequal(left: Value, right: Value) -> bool:
    left, right = _as_days(left, right)
    if isinstance(left, list) or isinstance(right, list):
        return _some_equal(left, right, equal=False)
    return not _same(left, right)


def _same(left: Value, right: Value) -> bool:
    kinds = (type(left), type(right))
    if bool in kinds:
        return to_boolean(left) == to_boolean(right)
    if float in kinds:
        return to_number(left) == to_number(right)
    return to_text(left) == to_text(right)


def _some_equal(left: Value, right: Value, *, equal: bool) -> bool:
    """Whether any node of one side is (not) the same as the other side."""
    if not isinstance(left, list):
        return _some_equal(right, left, equal=equal)
    if isinstance(right, list):
        texts = [node.text_value() for node in right]
        return any((node.text_value() == text) is equal for node in left for text in texts)
    if isinstance(right, bool):
        return (bool(left) == right) is equal
    if isinstance(right, str):
        return any((node.text_value() == right) is equal for node in left)
    number = to_number(right)
    return any((to_number([node]) == number) is equal for node in left)


def compared(compare: Compare) -> Callable[[Value, Value], bool]:
    """An operator like `<`: of paths, whether it holds for any of their nodes."""

    def ask(left: Value, right: Value) -> bool:
        left, right = _as_days(left, right)
        if isinstance(left, list) or isinstance(right, list):
            return any(compare(one, other) for one in _numbers(left) for other in _numbers(right))
        return compare(to_number(left), to_number(right))

    return ask


def _numbers(value: Value) -> list[float]:
    return [to_number([node]) for node in value] if isinstance(value, list) else [to_number(value)]


def _as_days(left: Value, right: Value) -> tuple[Value, Value]:
    if type(left) is Moment or type(right) is Moment:
        if type(left) is bool or type(right) is bool:
            return left, right
        return _days_of(left), _days_of(right)
    return _days_of_text(left), _days_of_text(right)


def _days_of(value: Value) -> Value:
    return value if isinstance(value, float) else to_moment(value).days


def _days_of_text(value: Value) -> Value:
    kind = type(value)
    if kind is str or kind is list:
        text = to_text(value)
        if is_date(text):
            return date_days(text)
    return value


def plus(left: Value, right: Value) -> float:
    return to_number(left) + to_number(right)


def minus(left: Value, right: Value) -> float:
    return to_number(left) - to_number(right)


def times(left: Value, right: Value) -> float:
    return to_number(left) * to_number(right)


def divided(left: Value, right: Value) -> float:
    number, by = to_number(left), to_number(right)
    if by:
        return number / by
    if number == 0 or math.isnan(number):
        return NAN
    return math.copysign(math.inf, number) * math.copysign(1.0, by)


def remainder(left: Value, right: Value) -> float:
    """With the sign of what is divided."""
    try:
        return math.fmod(to_number(left), to_number(right))
    except ValueError:
        return NAN


def union(left: Value, right: Value) -> Value:
    if not isinstance(left, list) or not isinstance(right, list):
        return []
    return list({id(node): node for node in (*left, *right)}.values())


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": is_equal,
    "!=": is_unequal,
    "<": compared(lambda left, right: left < right),
    "<=": compared(lambda left, right: left <= right),
    ">": compared(lambda left, right: left > right),
    ">=": compared(lambda left, right: left >= right),
    "+": plus,
    "-": minus,
    "*": times,
    "div": divided,
    "mod": remainder,
    "|": union,
}

"""Functions of numbers and of truth."""

from __future__ import annotations

import math
import random as chance
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from nithet.forms.expressions.context import Context
from nithet.forms.expressions.functions.declaring import Function, each
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.values import NAN, Value, node_boolean, to_boolean, to_number, to_text


def number_of_node(node: Node) -> float:
    return to_number([node])


def _one(reckon: Callable[[float], float]) -> Function:
    """A function of one number, NaN where it has no result."""

    def call(value: Value) -> float:
        try:
            return float(reckon(to_number(value)))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return Function(call, 1, 1)


def _whole(reckon: Callable[[float], float]) -> Callable[[float], float]:
    """Numbers without an end stay what they are."""
    return lambda number: number if math.isnan(number) or math.isinf(number) else reckon(number)


def round_half(number: float) -> float:
    """Halves go away from nought."""
    if math.isnan(number) or math.isinf(number):
        return number
    whole = math.floor(abs(number))
    return math.copysign(whole + (abs(number) - whole >= 0.5), number)


def rounded(context: Context, value: Value, digits: Value | None = None) -> float:
    number = to_number(value)
    places = to_number(digits) if digits is not None else 0.0
    if math.isnan(places) or abs(places) > 300:
        return NAN
    if context.world.engine.rounds_decimals and math.isfinite(number):
        return _rounded_up(number, int(places))
    power = 10.0 ** abs(int(places))
    if places >= 1:
        return round_half(number * power) / power
    return power * round_half(number / power)


def _rounded_up(number: float, places: int) -> float:
    step = Decimal(1).scaleb(-places)
    halves = Decimal(repr(number)) / step + Decimal("0.5")
    return float(halves.to_integral_value(ROUND_FLOOR) * step)


def power(base: Value, exponent: Value) -> float:
    number, by = to_number(base), to_number(exponent)
    if math.isnan(by) or (abs(number) == 1 and math.isinf(by)):
        return NAN
    try:
        return math.pow(number, by)
    except ValueError:
        return math.inf if number == 0 else NAN
    except OverflowError:
        return -math.inf if number < 0 and by % 2 == 1 else math.inf


def logarithm(base: float | None = None) -> Callable[[float], float]:
    def reckon(number: float) -> float:
        if number == 0:
            return -math.inf
        return math.log(number) if base is None else math.log10(number)

    return reckon


def arc(y: Value, x: Value) -> float:
    return math.atan2(to_number(y), to_number(x))


def pi() -> float:
    return math.pi


def random() -> float:
    return chance.random()  # noqa: S311 (a draw, no secret)


def _ends(reckon: Callable[[list[float]], float]) -> Function:
    def call(context: Context, *values: Value) -> float:
        numbers = known(context, each(to_number, number_of_node, values))
        return NAN if not numbers or any(math.isnan(number) for number in numbers) else reckon(numbers)

    return Function(call, 1, None, takes_context=True)


def known(context: Context, numbers: list[float]) -> list[float]:
    """Those that count."""
    if context.world.engine.skips_empty:
        return [number for number in numbers if not math.isnan(number)]
    return numbers


def checklist(least: Value, most: Value, *values: Value) -> bool:
    return _between(least, most, sum(each(to_boolean, node_boolean, values)))


def weighted_checklist(least: Value, most: Value, *pairs: Value) -> bool:
    said = each(to_boolean, node_boolean, pairs[::2])
    weights = each(to_number, number_of_node, pairs[1::2])
    total = sum(
        weight for is_said, weight in zip(said, weights, strict=False) if is_said and not math.isnan(weight)
    )
    return _between(least, most, total)


def _between(least: Value, most: Value, count: float) -> bool:
    low, high = to_number(least), to_number(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def boolean_from_string(value: Value) -> bool:
    if isinstance(value, float) and value > 0:
        return True
    return to_text(value) in {"1", "true"}


def boolean(value: Value) -> bool:
    return to_boolean(value)


def negated(value: Value) -> bool:
    return not to_boolean(value)


def true() -> bool:
    return True


def false() -> bool:
    return False


FUNCTIONS = {
    "abs": _one(abs),
    "int": _one(_whole(lambda number: float(math.trunc(number)))),
    "floor": _one(_whole(lambda number: float(math.floor(number)))),
    "ceiling": _one(_whole(lambda number: float(math.ceil(number)))),
    "round": Function(rounded, 1, 2, takes_context=True),
    "pow": Function(power, 2, 2),
    "sqrt": _one(math.sqrt),
    "exp": _one(math.exp),
    "exp10": _one(lambda number: math.pow(10, number)),
    "log": _one(logarithm()),
    "log10": _one(logarithm(10)),
    "sin": _one(math.sin),
    "cos": _one(math.cos),
    "tan": _one(math.tan),
    "asin": _one(math.asin),
    "acos": _one(math.acos),
    "atan": _one(math.atan),
    "atan2": Function(arc, 2, 2),
    "pi": Function(pi, 0, 0),
    "random": Function(random, 0, 0, is_volatile=True),
    "max": _ends(max),
    "min": _ends(min),
    "checklist": Function(checklist, 3, None),
    "weighted-checklist": Function(weighted_checklist, 4, None, in_pairs=2),
    "boolean": Function(boolean, 1, 1),
    "boolean-from-string": Function(boolean_from_string, 1, 1),
    "not": Function(negated, 1, 1),
    "true": Function(true, 0, 0),
    "false": Function(false, 0, 0),
}

"""Functions of what paths find, and of where an expression stands."""

from __future__ import annotations

from nithet.forms.expressions.context import Context
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.functions.declaring import Function, nodes_of
from nithet.forms.expressions.functions.numbers import known, number_of_node
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.values import Value, to_text


def count(value: Value) -> float:
    return float(len(nodes_of(value)))


def count_non_empty(value: Value) -> float:
    return float(sum(node.text_value() != "" for node in nodes_of(value)))


def total(context: Context, value: Value) -> float:
    # From the last to the first, as browsers add: floats are not the same in another order.
    return sum(known(context, [number_of_node(node) for node in reversed(nodes_of(value))]), start=0.0)


def position(context: Context, *given: Value) -> float:
    if not given:
        return float(context.position)
    nodes = nodes_of(given[0])
    if not nodes:
        raise UndecidedError("position of nothing")
    return float(nodes[0].siblings().index(nodes[0]) + 1)


def last(context: Context) -> float:
    return float(context.size)


def current(context: Context) -> list[Node]:
    return [context.asked]


def instance(context: Context, name: Value) -> list[Node]:
    return [context.world.list_of(to_text(name)).parent or context.node]


def randomize(value: Value, _seed: Value = 0.0) -> list[Node]:
    """In another order for who fills the form; for the check the order of choices says nothing."""
    return nodes_of(value)


def bound_elsewhere(*_values: Value) -> Value:
    """Functions that take an expression, not its value: `evaluating` knows them."""
    raise UndecidedError("not bound")


FUNCTIONS = {
    "count": Function(count, 1, 1),
    "count-non-empty": Function(count_non_empty, 1, 1),
    "sum": Function(total, 1, 1, takes_context=True),
    "position": Function(position, 0, 1, takes_context=True),
    "last": Function(last, 0, 0, takes_context=True),
    "current": Function(current, 0, 0, takes_context=True),
    "instance": Function(instance, 1, 1, takes_context=True),
    "randomize": Function(randomize, 1, 2, is_volatile=True),
    "if": Function(bound_elsewhere, 3, 3),
    "indexed-repeat": Function(bound_elsewhere, 3, 7, in_pairs=1),
    "jr:choice-name": Function(bound_elsewhere, 2, 2),
}

"""Binds an expression to its place in a form, once; what comes out is asked for every filled form."""

from __future__ import annotations

from collections.abc import Callable

from nithet.forms.expressions import paths
from nithet.forms.expressions.context import Context
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.functions import FUNCTIONS
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.operators import OPERATORS
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.paths import Ask, Found, Scope
from nithet.forms.expressions.tree import (
    Call,
    Chain,
    Expression,
    Literal,
    Negation,
    Number,
    Path,
    Reference,
    Step,
)
from nithet.forms.expressions.values import Value, to_boolean, to_number, to_text

__all__ = ["Context", "Scope", "bind"]


def bind(expression: str | Expression, scope: Scope) -> Ask:
    """Raises `ExpressionError`. What comes out may raise `UndecidedError`, nothing else."""
    return _bound(parse(expression) if isinstance(expression, str) else expression, scope)


def _bound(expression: Expression, scope: Scope) -> Ask:
    match expression:
        case Chain():
            return _chain(expression, scope)
        case Call():
            return _call(expression, scope)
        case Path():
            return _path(expression, scope)
        case Reference():
            return paths.absolute(scope.path_of(expression), scope)
        case Negation(operand):
            inner = _bound(operand, scope)
            return lambda context: -to_number(inner(context))
        case Number() | Literal():
            said = expression.value if isinstance(expression, Number) else expression.text
            return lambda context: said


def _chain(chain: Chain, scope: Scope) -> Ask:
    operator = chain.rest[0][0]
    if operator in {"and", "or"}:
        asks = [_bound(operand, scope) for operand in (chain.first, *(operand for _, operand in chain.rest))]
        if operator == "and":
            return lambda context: all(to_boolean(ask(context)) for ask in asks)
        return lambda context: any(to_boolean(ask(context)) for ask in asks)
    first = _bound(chain.first, scope)
    rest = [(OPERATORS[sign], _bound(operand, scope)) for sign, operand in chain.rest]
    if len(rest) == 1:
        operate, second = rest[0]
        return lambda context: operate(first(context), second(context))
    return _long_chain(first, rest)


def _long_chain(first: Ask, rest: list[tuple[Callable[[Value, Value], Value], Ask]]) -> Ask:
    def ask(context: Context) -> Value:
        value = first(context)
        for operate, operand in rest:
            value = operate(value, operand(context))
        return value

    return ask


def _call(call: Call, scope: Scope) -> Ask:
    if call.name in _BINDING:
        return _BINDING[call.name](call, scope)
    function = FUNCTIONS[call.name]
    run, asks = function.call, tuple(_bound(argument, scope) for argument in call.arguments)
    if function.takes_context:
        return lambda context: run(context, *(ask(context) for ask in asks))
    if len(asks) == 1:
        (one,) = asks
        return lambda context: run(one(context))
    if len(asks) == 2:
        one, other = asks
        return lambda context: run(one(context), other(context))
    return lambda context: run(*(ask(context) for ask in asks))


def _if(call: Call, scope: Scope) -> Ask:
    condition, then, otherwise = (_bound(argument, scope) for argument in call.arguments)
    return lambda context: then(context) if to_boolean(condition(context)) else otherwise(context)


def _choice_name(call: Call, scope: Scope) -> Ask:
    """The path of the question stands in quotes; the label is looked up by it."""
    value = _bound(call.arguments[0], scope)
    named = call.arguments[1]
    asked = parse(named.text) if isinstance(named, Literal) and named.text.strip() else named
    path = "/".join(segments_of(asked, scope) or ())

    def ask(context: Context) -> Value:
        name = to_text(value(context))
        return context.world.label_of(path, name) if name else ""

    return ask


def _indexed_repeat(call: Call, scope: Scope) -> Ask:
    """`indexed-repeat(${x}, ${lines}, 2)`: what x is in a certain line."""
    sought = segments_of(call.arguments[0], scope)
    pairs = list(zip(call.arguments[1::2], call.arguments[2::2], strict=True))
    repeats = [segments_of(repeat, scope) for repeat, _ in pairs]
    numbers = [_bound(number, scope) for _, number in pairs]
    if sought is None or None in repeats:
        return _undecided
    places = dict(zip(repeats, numbers, strict=True))

    def ask(context: Context) -> Value:
        nodes = [context.world.root]
        for depth, name in enumerate(sought, start=1):
            nodes = [
                child for node in nodes for child in _line(node, name, places.get(sought[:depth]), context)
            ]
        return nodes

    return ask


def _line(node: Node, name: str, number: Ask | None, context: Context) -> list[Node]:
    lines = node.children.get(name, [])
    if number is None:
        return lines
    place = to_number(number(context))
    return [line for at, line in enumerate(lines, start=1) if at == place]


def _undecided(context: Context) -> Value:
    raise UndecidedError("a path that is not plain")


_BINDING: dict[str, Callable[[Call, Scope], Ask]] = {
    "if": _if,
    "jr:choice-name": _choice_name,
    "indexed-repeat": _indexed_repeat,
}


def _path(path: Path, scope: Scope) -> Ask:
    if path.start is None and (plain := plain_steps(path.steps)) is not None:
        ups, names = plain
        if not path.is_absolute:
            return paths.relative(ups, names)
        if not ups:
            return paths.absolute(names[1:], scope)
    return _long_path(path, scope)


def _long_path(path: Path, scope: Scope) -> Found:
    """With conditions, other axes, or from what a function found."""
    steps = path.steps
    if path.start is not None:
        ask = _bound(path.start, scope)
        start: Found = lambda context: _nodes(ask(context))  # noqa: E731
        start = paths.filtered(start, _conditions(path.predicates, scope)) if path.predicates else start
    elif path.is_absolute:
        # As far as it goes without conditions it may share a line with the question.
        plain = _plain_beginning(steps)
        if steps and not plain and steps[0].axis == "child":
            plain = 1
        start = paths.absolute(tuple(step.test for step in steps[1:plain]), scope)
        steps = steps[plain:]
    else:
        start = paths.relative(0, ())
    return paths.stepped(start, tuple((step, _conditions(step.predicates, scope)) for step in steps))


def _plain_beginning(steps: tuple[Step, ...]) -> int:
    for count, step in enumerate(steps):
        if step.axis != "child" or step.predicates or step.test in {"*", "node()", "text()"}:
            return count
    return len(steps)


def _conditions(predicates: tuple[Expression, ...], scope: Scope) -> tuple[Ask, ...]:
    return tuple(_bound(predicate, scope) for predicate in predicates)


def _nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise UndecidedError("not a path")
    return value


def plain_steps(steps: tuple[Step, ...]) -> tuple[int, tuple[str, ...]] | None:
    """How far up and then which names down; None where there is more to it."""
    ups = 0
    names: list[str] = []
    for step in steps:
        if step.predicates:
            return None
        if step.axis == "self" and step.test == "node()":
            continue
        if step.axis == "parent" and step.test == "node()" and not names:
            ups += 1
        elif step.axis == "child" and step.test not in {"*", "node()", "text()"}:
            names.append(step.test)
        else:
            return None
    return ups, tuple(names)


def segments_of(expression: Expression, scope: Scope) -> tuple[str, ...] | None:
    """The path in the form that a plain path names, without the root; None where it is not plain."""
    if isinstance(expression, Reference):
        return scope.path_of(expression)
    if not isinstance(expression, Path) or (steps := plain_steps(expression.steps)) is None:
        return None
    ups, names = steps
    if expression.is_absolute:
        return names[1:]
    if isinstance(expression.start, Call) and expression.start.name != "current":
        return None
    if expression.start is not None and not isinstance(expression.start, Call):
        return None
    own = tuple(scope.at.split("/")) if scope.at else ()
    return (*own[: len(own) - ups], *names) if ups <= len(own) else None

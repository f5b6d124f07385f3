"""An expression as it was read, before it is bound to a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one rank, from left to right: `a + b - c` is one chain, so that long sums are not deep."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}` as tables write it."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """`test` is a name, `*`, `node()` or `text()`."""

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from `start`, from the root (`is_absolute`) or from where the expression stands."""

    steps: tuple[Step, ...]
    is_absolute: bool = False
    start: Expression | None = None
    predicates: tuple[Expression, ...] = field(default=())
    """Of `start`, as in `(…)[1]`."""


Expression = Number | Literal | Negation | Chain | Call | Reference | Path


def walk(expression: Expression, *, into_predicates: bool = True) -> Iterator[Expression]:
    """The expression and all inside it; what stands in brackets is asked of other nodes."""
    yield expression
    for inner in _inside(expression, into_predicates):
        yield from walk(inner, into_predicates=into_predicates)


def _inside(expression: Expression, into_predicates: bool) -> Iterator[Expression]:
    match expression:
        case Negation(operand):
            yield operand
        case Chain(first, rest):
            yield first
            yield from (operand for _, operand in rest)
        case Call(_, arguments):
            yield from arguments
        case Path(steps, _, start, predicates):
            if start is not None:
                yield start
            if into_predicates:
                yield from predicates
                for step in steps:
                    yield from step.predicates
        case _:
            pass

"""How a function is declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.values import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Function:
    """`call` gets the values of the arguments, after the context where it `takes_context`."""

    call: Callable[..., Value]
    least: int
    most: int | None
    takes_context: bool = False
    is_volatile: bool = False
    """Says something else each time it is asked; what it said once cannot be reckoned again."""
    in_pairs: int | None = None
    """After so many arguments the others come in pairs."""
    checks: tuple[Callable[[int, str], None], ...] = ()
    """Run on the last argument where it is a plain text; they raise `ExpressionError`."""

    def takes(self, count: int) -> bool:
        if count < self.least or (self.most is not None and count > self.most):
            return False
        return self.in_pairs is None or (count - self.in_pairs) % 2 == 0

    @property
    def arity(self) -> str:
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


def nodes_of(value: Value) -> list[Node]:
    """The nodes of an argument that must be a path."""
    if not isinstance(value, list):
        raise UndecidedError("not a path")
    return value


def each(read: Callable[[Value], T], read_node: Callable[[Node], T], values: tuple[Value, ...]) -> list[T]:
    """All arguments, of a path each of its nodes."""
    found: list[T] = []
    for value in values:
        if isinstance(value, list):
            found.extend(read_node(node) for node in value)
        else:
            found.append(read(value))
    return found

"""Paths: what they find, and what they name.

A path from the root that goes through a repeat means, asked inside that repeat, the same line of it, as phones take it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nithet.forms.expressions.context import Context
from nithet.forms.expressions.errors import ExpressionError, UndecidedError
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.tree import Reference, Step
from nithet.forms.expressions.values import Value, to_boolean

Found = Callable[[Context], list[Node]]
Ask = Callable[[Context], Value]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression belongs: `at` the path of its question (definition.py), "" for the form itself."""

    at: str = ""
    repeats: Collection[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Name → path, for `${name}`."""

    @property
    def depth(self) -> int:
        return len(self.at.split("/")) if self.at else 0

    def shared_repeat(self, segments: tuple[str, ...]) -> int:
        """How many segments of a path stand before the line that it shares with the question; 0 where none."""
        own = tuple(self.at.split("/"))
        shared = 0
        for length in range(1, min(len(own), len(segments) - 1) + 1):
            if own[:length] != segments[:length]:
                break
            if "/".join(own[:length]) in self.repeats:
                shared = length
        return shared

    def path_of(self, reference: Reference) -> tuple[str, ...]:
        path = self.names.get(reference.name)
        if path is None:
            raise ExpressionError("unknown-name", reference.at, reference.name)
        return tuple(path.split("/"))


def absolute(segments: tuple[str, ...], scope: Scope) -> Found:
    """A path from the root without conditions."""
    shared = scope.shared_repeat(segments)
    if not shared:
        return lambda context: _down([context.world.root], segments)
    ups, rest = scope.depth - shared, segments[shared:]
    return lambda context: _down(_up(context.asked, ups), rest)


def relative(ups: int, segments: tuple[str, ...]) -> Found:
    """`../../a/b`."""
    if ups == 1 and len(segments) == 1:
        name = segments[0]
        return lambda context: context.node.parent.children.get(name, []) if context.node.parent else []
    if ups == 0 and not segments:
        return lambda context: [context.node]
    return lambda context: _down(_up(context.node, ups), segments)


def _up(node: Node | None, ups: int) -> list[Node]:
    for _ in range(ups):
        if node is None:
            return []
        node = node.parent
    return [node] if node is not None else []


def _down(nodes: list[Node], segments: Iterable[str]) -> list[Node]:
    for name in segments:
        if len(nodes) == 1:
            nodes = nodes[0].children.get(name, [])
        else:
            nodes = [child for node in nodes for child in node.children.get(name, ())]
    return nodes


def stepped(start: Found, steps: tuple[tuple[Step, tuple[Ask, ...]], ...]) -> Found:
    """Any steps, with their conditions."""

    def find(context: Context) -> list[Node]:
        nodes = start(context)
        for step, conditions in steps:
            nodes = _unique(
                [found for node in nodes for found in _filtered(_step(node, step), conditions, context)]
            )
        return nodes

    return find


def filtered(start: Found, conditions: tuple[Ask, ...]) -> Found:
    """`(…)[condition]`."""
    return lambda context: _filtered(start(context), conditions, context)


def _filtered(nodes: list[Node], conditions: tuple[Ask, ...], context: Context) -> list[Node]:
    for ask in conditions:
        size = len(nodes)
        context.world.looks -= size
        if context.world.looks < 0:
            raise UndecidedError("too many nodes")
        nodes = [
            node
            for place, node in enumerate(nodes, start=1)
            if _holds(ask(Context(context.world, node, context.asked, place, size)), place)
        ]
    return nodes


def _holds(value: Value, place: int) -> bool:
    return value == place if type(value) is float else to_boolean(value)


def _unique(nodes: list[Node]) -> list[Node]:
    if len(nodes) < 2:
        return nodes
    return list({id(node): node for node in nodes}.values())


def _step(node: Node, step: Step) -> list[Node]:
    found = _AXES[step.axis](node)
    if step.test == "node()":
        return list(found)
    return [one for one in found if step.test in {"*", one.name}]


def _ancestors(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _self_and(axis: Callable[[Node], Iterable[Node]]) -> Callable[[Node], Iterable[Node]]:
    return lambda node: (node, *axis(node))


def _beside(node: Node) -> list[Node]:
    return list(node.parent.inside()) if node.parent is not None else [node]


def _following(node: Node) -> list[Node]:
    beside = _beside(node)
    return beside[_place(node, beside) + 1 :]


def _preceding(node: Node) -> list[Node]:
    """The nearest first, as places in conditions count."""
    beside = _beside(node)
    return beside[: _place(node, beside)][::-1]


def _place(node: Node, beside: list[Node]) -> int:
    return next(place for place, one in enumerate(beside) if one is node)


_AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": Node.inside,
    "parent": lambda node: (node.parent,) if node.parent is not None else (),
    "self": lambda node: (node,),
    "ancestor": _ancestors,
    "ancestor-or-self": _self_and(_ancestors),
    "descendant": Node.below,
    "descendant-or-self": _self_and(Node.below),
    "following-sibling": _following,
    "preceding-sibling": _preceding,
    "attribute": lambda node: (),
}

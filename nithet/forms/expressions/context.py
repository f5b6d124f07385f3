"""Where an expression stands while it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nithet.forms.expressions.engines import BROWSER, Engine
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.nodes import Node


def _no_list(name: str) -> Node:
    raise UndecidedError(name)


def _no_label(path: str, value: str) -> str:
    raise UndecidedError(path)


@dataclass(slots=True)
class World:
    """All that is the same for every expression of one filled form."""

    root: Node
    now: datetime
    list_of: Callable[[str], Node] = _no_list
    """The lines of a list by its name or its file's: a node whose children are named `item`."""
    label_of: Callable[[str, str], str] = _no_label
    """The label of a choice, by the path of its question and its name."""
    version: str = ""
    engine: Engine = BROWSER
    looks: int = 400_000
    """Nodes that conditions may still look at: what looks at every line from every line must end too."""


class Context:
    """`node` is where relative paths begin; `asked` the question whose expression it is (`current()`)."""

    __slots__ = ("asked", "node", "position", "size", "world")

    def __init__(
        self, world: World, node: Node, asked: Node | None = None, position: int = 1, size: int = 1
    ) -> None:
        self.world, self.node, self.position, self.size = world, node, position, size
        self.asked = asked or node

"""The answers as expressions see them: a tree of named texts, every question in it, answered or not."""

from __future__ import annotations

from collections.abc import Iterator


class Node:
    """A question, a group, or one line of a repeat; also a line of a list of choices."""

    __slots__ = ("children", "is_relevant", "name", "parent", "place", "text", "value")

    def __init__(
        self, name: str, parent: Node | None = None, text: str = "", place: tuple[int, ...] = ()
    ) -> None:
        self.name, self.parent, self.text, self.place = name, parent, text, place
        self.children: dict[str, list[Node]] = {}
        self.is_relevant = True
        self.value: object = None
        """The answer as it was given, of which `text` was made."""

    def text_value(self) -> str:
        """Its text, or all the texts inside it."""
        if not self.children:
            return self.text
        return "".join(node.text_value() for node in self.inside())

    def inside(self) -> Iterator[Node]:
        for nodes in self.children.values():
            yield from nodes

    def below(self) -> Iterator[Node]:
        """All nodes inside it, however deep."""
        for node in self.inside():
            yield node
            yield from node.below()

    def siblings(self) -> list[Node]:
        """All nodes of its name in its parent, itself among them."""
        return self.parent.children[self.name] if self.parent is not None else [self]

    def __repr__(self) -> str:
        return f"<{self.name}: {self.text}>"

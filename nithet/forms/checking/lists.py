"""Lists of choices as expressions and the check see them: those of the form, and those in files beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nithet.forms.definition import Definition, Question
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.nodes import Node

List = Mapping[str, Mapping[str, str]]
"""Name of a choice → its columns, its `label` among them."""
Lists = Callable[[str], List | None]
"""A list by the name of its file (`schools.csv`); None where it is not known, and then nothing is said of its choices."""


def no_lists(_name: str) -> None:
    """No file beside the form is known."""


class Book:
    """All lists of one form. Kept with its checker; a list of a file is built again when it is another object."""

    def __init__(self, definition: Definition) -> None:
        self.own: dict[str, List] = {
            name: {choice.name: {**choice.columns, "label": choice.label} for choice in choices}
            for name, choices in definition.lists.items()
        }
        self.files = {
            question.from_file.rpartition(".")[0]: question.from_file
            for question in definition.questions()
            if question.from_file
        }
        self._roots: dict[str, tuple[List, Node]] = {}

    def choices(self, question: Question, lists: Lists) -> List | None:
        """The list of a question, None where it is not known."""
        return lists(question.from_file) if question.from_file else self.own.get(question.list_name, {})

    def root(self, name: str, lists: Lists) -> Node:
        """`instance('name')/root`."""
        choices = self.own.get(name)
        if choices is None:
            choices = lists(self.files.get(name, f"{name}.csv"))
        if choices is None:
            raise UndecidedError(name)
        kept = self._roots.get(name)
        if kept is not None and kept[0] is choices:
            return kept[1]
        root = _root(choices)
        self._roots[name] = (choices, root)
        return root


def _root(choices: List) -> Node:
    instance = Node("instance")
    root = Node("root", instance)
    instance.children["root"] = [root]
    root.children["item"] = [item_node(name, columns, root) for name, columns in choices.items()]
    return root


def item_node(name: str, columns: Mapping[str, str], root: Node | None = None) -> Node:
    """One line of a list."""
    item = Node("item", root)
    for column, text in {"name": name, **columns}.items():
        item.children[column] = [Node(column, item, text)]
    return item

"""The questions of a form, made of its tables.

A form that the linter passes becomes exactly what its XForm says. Of one that it does not pass, this makes what can be
understood, so that a form can be looked at while it is being made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyxform import aliases
from pyxform.errors import PyXFormError
from pyxform.parsing.parameters import parse as read_parameters

from nithet.forms.definition import Choice, Definition, Group, Item, Question
from nithet.forms.tables import Row, Tables
from nithet.forms.xlsform.columns import MEDIA, Head, head_of
from nithet.forms.xlsform.kinds import Asks, Begins, Ends, read_type
from nithet.forms.xlsform.preparing import prepared
from nithet.forms.xlsform.references import Places, with_paths

_NOT_COLUMNS_OF_A_CHOICE = frozenset({"list_name", "name", "label", *MEDIA})
_QUOTES = str.maketrans("“”‘’", "\"\"''")


def define(tables: Tables) -> Definition:
    """What the form asks, typed."""
    ready = prepared(tables)
    head = head_of(ready, "survey")
    tree = _tree(ready, head)
    places = Places(_paths(tree, ()))
    facts = ready.facts
    settings = head_of(ready, "settings")
    told = {
        name: facts.get(settings.column(name), "").strip()
        for name in ("form_id", "form_title", "instance_name")
    }
    return Definition(
        name=told["form_id"],
        title=told["form_title"] or told["form_id"],
        items=tuple(_item(node, "", head, places) for node in tree),
        lists=lists_of(ready),
        language=facts.get("default_language", "").strip(),
        instance_name=with_paths(told["instance_name"].translate(_QUOTES), "", places),
    )


def lists_of(tables: Tables) -> Mapping[str, tuple[Choice, ...]]:
    """The lists of the choices sheet, in their order."""
    head = head_of(tables, "choices")
    further = [
        column
        for name, found in head.places.items()
        if name not in _NOT_COLUMNS_OF_A_CHOICE
        for column in found.values()
    ]
    lists: dict[str, list[Choice]] = {}
    for row in tables.choices:
        name = head.text(row, "name")
        columns = {column: text for column in further if (text := row[column])}
        choice = Choice(name, head.text(row, "label") or name, columns)
        lists.setdefault(head.text(row, "list_name"), []).append(choice)
    return {name: tuple(choices) for name, choices in lists.items() if name}


@dataclass(slots=True)
class _Node:
    """A line of the survey sheet, with the lines inside it where it begins a group."""

    row: Row
    name: str
    read: Asks | Begins
    inside: list[_Node] = field(default_factory=list)


def _tree(tables: Tables, head: Head) -> list[_Node]:
    top: list[_Node] = []
    around = [top]
    for row in tables.survey:
        read = read_type(head.text(row, "type"))
        if isinstance(read, Ends):
            if len(around) > 1:
                around.pop()
            continue
        if read is None:
            continue
        node = _Node(row, head.text(row, "name"), read)
        around[-1].append(node)
        if isinstance(read, Begins):
            around.append(node.inside)
    return top


def _paths(nodes: list[_Node], around: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The path of every item, and whether it is a repeat."""
    for node in nodes:
        path = (*around, node.name)
        yield "/".join(path), isinstance(node.read, Begins) and node.read.is_repeat
        yield from _paths(node.inside, path)


def _item(node: _Node, around: str, head: Head, places: Places) -> Item:
    path = f"{around}/{node.name}" if around else node.name
    if isinstance(node.read, Asks):
        return _question(node.row, node.read, path, head, places)
    return Group(
        path=path,
        label=head.text(node.row, "label"),
        items=tuple(_item(inner, path, head, places) for inner in node.inside),
        row=node.row.number,
        is_repeat=node.read.is_repeat,
        count=_expression(node.row, "repeat_count", path, head, places),
        relevant=_truth(node.row, "relevant", path, head, places),
        appearance=head.text(node.row, "appearance"),
    )


def _question(row: Row, asks: Asks, path: str, head: Head, places: Places) -> Question:
    def text(name: str) -> str:
        return head.text(row, name)

    def truth(name: str) -> str:
        return _truth(row, name, path, head, places)

    return Question(
        path=path,
        kind=asks.kind,
        label=text("label"),
        hint=text("hint"),
        row=row.number,
        list_name=asks.list_name,
        from_file=asks.from_file,
        has_other=asks.has_other,
        choice_filter=_expression(row, "choice_filter", path, head, places),
        required=truth("required"),
        required_message=text("required_message"),
        relevant=truth("relevant"),
        constraint=truth("constraint"),
        constraint_message=text("constraint_message"),
        calculation=_expression(row, "calculation", path, head, places),
        default=_expression(row, "default", path, head, places),
        readonly=truth("readonly"),
        appearance=text("appearance"),
        parameters=_parameters(text("parameters")),
        meta=asks.meta,
    )


def _expression(row: Row, name: str, path: str, head: Head, places: Places) -> str:
    text = head.text(row, name).translate(_QUOTES)
    return with_paths(text, path, places, in_choices=name == "choice_filter") if text else ""


def _truth(row: Row, name: str, path: str, head: Head, places: Places) -> str:
    """An expression of yes or no: "yes" as people write it is true(), and "no" is nothing."""
    text = _expression(row, name, path, head, places)
    known = aliases.BINDING_CONVERSIONS.get(text, text)
    return "" if known == "false()" and name != "relevant" else known


def _parameters(text: str) -> Mapping[str, str]:
    try:
        return dict(read_parameters(raw_parameters=text, row_number=0)) if text else {}
    except PyXFormError:
        return {}

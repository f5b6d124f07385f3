"""A form as its maker sees it: items in their order, groups with what stands in them, blocks as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nithet.forms.editing.errors import EditError
from nithet.forms.editing.kinds import (
    ACTUAL,
    CONTAINERS,
    DESIRED,
    DUAL,
    KINDS,
    LOCKED,
    READY,
    Kind,
    kind_of,
)
from nithet.forms.shipped import blocks
from nithet.forms.tables import Row, Tables
from nithet.forms.xlsform.cleaning import cleaned
from nithet.forms.xlsform.columns import Head, head_of
from nithet.forms.xlsform.kinds import Asks, Begins, Ends, read_type

_NOW = {"หัวแบบ": "ข้อมูลทั่วไป"}
"""What the group of a shared block was called before → now: forms made then have the block all the same."""


@dataclass(frozen=True, slots=True)
class Item:
    """`number` and `last` are the first and last line of the survey that belong to it, as the spreadsheet counts."""

    number: int
    last: int
    kind: Kind
    row: Row
    name: str
    label: str
    list_name: str = ""
    inside: tuple[Item, ...] = ()

    @property
    def after(self) -> int:
        """The place behind it."""
        return self.last + 1

    @property
    def is_container(self) -> bool:
        """Its items stand on the page by themselves."""
        return self.kind.code in CONTAINERS

    def walk(self) -> Iterator[Item]:
        yield self
        for item in self.inside:
            yield from item.walk()


def items_of(tables: Tables) -> tuple[Item, ...]:
    """The items at the top of the form, each with those inside."""
    head = head_of(tables, "survey")
    top: list[Item] = []
    around: list[tuple[Row, Begins, list[Item]]] = []
    here = top
    for row in tables.survey:
        read = read_type(head.text(row, "type"))
        if isinstance(read, Begins):
            around.append((row, read, here))
            here = []
        elif isinstance(read, Ends) and around:
            begun, begins, outer = around.pop()
            outer.append(_group(tables, begun, begins, row.number, tuple(here), head))
            here = outer
        else:
            here.append(_one(row, read, head))
    # What is never ended is shown as lines of their own: nothing of it is lost.
    for begun, _, outer in reversed(around):
        outer += [_item(begun, begun.number, LOCKED, head), *here]
        here = outer
    return tuple(top)


def _one(row: Row, read: Asks | Ends | None, head: Head) -> Item:
    if not isinstance(read, Asks):
        return _item(row, row.number, LOCKED, head)
    return _item(row, row.number, kind_of(read, row, head), head, read.list_name)


def _item(
    row: Row, last: int, kind: Kind, head: Head, list_name: str = "", inside: tuple[Item, ...] = ()
) -> Item:
    return Item(
        row.number, last, kind, row, head.text(row, "name"), head.text(row, "label"), list_name, inside
    )


def _group(tables: Tables, begun: Row, read: Begins, last: int, inside: tuple[Item, ...], head: Head) -> Item:
    kind = KINDS["repeat" if read.is_repeat else "group"]
    if ready := _ready(tables, begun, last, head):
        kind = KINDS[ready]
    elif not read.is_repeat and _is_dual(inside):
        kind = DUAL
    elif not read.is_repeat and (block := _block(inside)):
        kind = KINDS[block]
    return _item(begun, last, kind, head, inside=inside)


def _is_dual(inside: tuple[Item, ...]) -> bool:
    """Exactly the two questions of a dual rating."""
    names = [item.name for item in inside if item.kind.code == "rating"]
    return names == [ACTUAL, DESIRED] and len(inside) == len(names)


def _block(inside: tuple[Item, ...]) -> str:
    """One dual rating is a block already; of other scales one question is a question."""
    kinds = {item.kind.code for item in inside}
    if kinds == {"dual"}:
        return "duals"
    if len(inside) < 2 or len(kinds) > 1:
        return ""
    return {"rating": "ratings", "observation": "observations"}.get(next(iter(kinds)), "")


def _ready(tables: Tables, begun: Row, last: int, head: Head) -> str:
    """The shared block that these lines are, word for word."""
    name = head.text(begun, "name")
    for code in READY:
        lines = ready_lines(code)
        if lines[0].get("name") == name and last - begun.number + 1 == len(lines):
            rows = tables.survey.rows[begun.number - 2 : last - 1]
            told = [_told(row, head) for row in rows]
            told[0] = told[0] | {"label": _NOW.get(label := told[0].get("label", ""), label)}
            if all(one == line for one, line in zip(told, lines, strict=True)):
                return code
    return ""


def _told(row: Row, head: Head) -> dict[str, str]:
    """Meaning → text, of the language that is shown first."""
    columns = {head.column(name): name for name in head.places}
    return {columns.get(column, column): text for column, text in row.cells.items()}


@cache
def ready_lines(code: str) -> tuple[Mapping[str, str], ...]:
    """The lines of a shared block, as a draft has them."""
    return tuple(row.cells for row in cleaned(blocks()[code]).survey)


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item, those inside others too."""
    for item in items:
        yield from item.walk()


def item_at(tables: Tables, number: int) -> Item:
    """The item that begins at this line; raises EditError."""
    found = next((item for item in walk(items_of(tables)) if item.number == number), None)
    if found is None:
        raise EditError("item-gone")
    return found


def shown(items: tuple[Item, ...], depth: int = 0) -> Iterator[tuple[Item, int]]:
    """The items that stand on the page, with how deep: what is inside a block stands in it."""
    for item in items:
        yield item, depth
        if item.is_container:
            yield from shown(item.inside, depth + 1)


def siblings(tables: Tables, number: int) -> tuple[tuple[Item, ...], Item | None]:
    """The items beside this one, itself too, and the one around them. Of the page's items only."""

    def search(items: tuple[Item, ...], around: Item | None) -> tuple[tuple[Item, ...], Item | None] | None:
        if any(item.number == number for item in items):
            return items, around
        inner = (search(item.inside, item) for item in items if item.is_container)
        return next((found for found in inner if found), None)

    found = search(items_of(tables), None)
    if found is None:
        raise EditError("item-gone")
    return found


def is_place(tables: Tables, number: int) -> bool:
    """Whether something may be put before this line: not into a block."""
    if not 2 <= number <= len(tables.survey.rows) + 2:
        return False
    opaque = (item for item, _ in shown(items_of(tables)) if not item.is_container)
    return not any(item.number < number <= item.last for item in opaque)

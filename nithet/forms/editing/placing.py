"""Where items stand: in another order, in groups, twice, or no more. A place is the line before which something is put."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count

from nithet.forms.editing.adding import around
from nithet.forms.editing.done import Done
from nithet.forms.editing.errors import EditError
from nithet.forms.editing.items import Item, is_place, item_at, siblings
from nithet.forms.editing.kinds import BLOCKS, DUAL, READY
from nithet.forms.editing.lists import copy_list, used_lists, with_list, without_unused
from nithet.forms.editing.rows import (
    Line,
    free_name,
    in_columns,
    lines_of,
    names_of,
    rebuilt,
    with_names,
)
from nithet.forms.tables import Tables
from nithet.forms.xlsform.columns import head_of


def move(tables: Tables, *, row: int, to: int) -> Done:
    item = item_at(tables, row)
    siblings(tables, row)
    if item.number <= to <= item.after:
        return Done(tables, row)
    if not is_place(tables, to):
        raise EditError("no-place")
    lines = lines_of(tables, "survey")
    moved = lines[item.number - 2 : item.last - 1]
    rest = [*lines[: item.number - 2], *lines[item.last - 1 :]]
    at = to - len(moved) if to > item.last else to
    return Done(rebuilt(tables, "survey", [*rest[: at - 2], *moved, *rest[at - 2 :]]), at)


def move_up(tables: Tables, *, row: int) -> Done:
    """Before what stands above: into a group at its end, and out of one before it."""
    beside, outside = siblings(tables, row)
    place = _place(beside, row)
    if place:
        above = beside[place - 1]
        return move(tables, row=row, to=above.last if above.is_container else above.number)
    return move(tables, row=row, to=outside.number) if outside else Done(tables, row)


def move_down(tables: Tables, *, row: int) -> Done:
    """Behind what stands below: into a group at its beginning, and out of one behind it."""
    beside, outside = siblings(tables, row)
    place = _place(beside, row)
    if place + 1 < len(beside):
        below = beside[place + 1]
        return move(tables, row=row, to=below.number + 1 if below.is_container else below.after)
    return move(tables, row=row, to=outside.after) if outside else Done(tables, row)


def _place(beside: Sequence[Item], row: int) -> int:
    return next(place for place, item in enumerate(beside) if item.number == row)


def drop(tables: Tables, *, row: int) -> Done:
    """Deleted; what follows is in hand then."""
    item = item_at(tables, row)
    siblings(tables, row)
    lines = lines_of(tables, "survey")
    left = rebuilt(tables, "survey", [*lines[: item.number - 2], *lines[item.last - 1 :]])
    return Done(without_unused(left, tables))


def copy(tables: Tables, *, row: int) -> Done:
    """The same behind it, under names of its own; what refers to the copied refers to the copy."""
    item = item_at(tables, row)
    siblings(tables, row)
    if item.kind.code in READY:
        raise EditError("block-there", block=item.kind.words)
    before = tables
    taken = names_of(tables)
    renamed = {name: _like(taken, name) for name in _own_names(item)}
    column = head_of(tables, "survey").column("name")
    lines = [
        {**with_names(line, renamed), column: renamed.get(line.get(column, ""), line.get(column, ""))}
        for line in lines_of(tables, "survey")[item.number - 2 : item.last - 1]
    ]
    tables, copied = _with_own_lists(tables, before, item, lines)
    rows = lines_of(tables, "survey")
    at = item.after
    return Done(rebuilt(tables, "survey", [*rows[: at - 2], *copied, *rows[at - 2 :]]), at)


def _own_names(item: Item) -> Iterable[str]:
    """The names that must differ; the two questions of a dual rating are called alike in every item."""
    if item.name:
        yield item.name
    if item.kind is not DUAL:
        for inner in item.inside:
            yield from _own_names(inner)


def _like(taken: set[str], name: str) -> str:
    base = re.sub(r"_?\d+$", "", name) or name
    if re.fullmatch(r"(q|part)\d+", name):
        return free_name(taken, "", base)
    found = next(one for number in count(2) if (one := f"{base}_{number}").lower() not in taken)
    taken.add(found.lower())
    return found


def _with_own_lists(
    tables: Tables, before: Tables, item: Item, lines: Sequence[Line]
) -> tuple[Tables, list[Line]]:
    """A list that only the copied ask is copied too, so that changing one leaves the other."""
    asked = [inner.list_name for inner in item.walk() if inner.list_name]
    everywhere = used_lists(before)
    column = head_of(before, "survey").column("type")
    written = list(lines)
    for name in dict.fromkeys(asked):
        if name.endswith("_choices") and everywhere.count(name) == asked.count(name):
            tables, other = copy_list(tables, name)
            written = [{**line, column: with_list(line.get(column, ""), name, other)} for line in written]
    return tables, written


def group(tables: Tables, *, rows: Sequence[int], label: str = "") -> Done:
    """The chosen items, and those between them, as one group."""
    if not rows:
        raise EditError("not-together")
    beside, _ = siblings(tables, min(rows))
    chosen = [item for item in beside if item.number in rows]
    if len(chosen) != len(set(rows)):
        raise EditError("not-together")
    first, last = chosen[0].number, chosen[-1].last
    lines = lines_of(tables, "survey")
    name = free_name(names_of(tables), label, "part")
    begin, end = (
        in_columns(tables, "survey", line) for line in around("group", name, label or "กลุ่มคำถาม", [])
    )
    wrapped = [*lines[: first - 2], begin, *lines[first - 2 : last - 1], end, *lines[last - 1 :]]
    return Done(rebuilt(tables, "survey", wrapped), first)


def ungroup(tables: Tables, *, row: int) -> Done:
    """What stands in the group stands by itself."""
    item = item_at(tables, row)
    siblings(tables, row)
    if item.kind.code not in ("group", *BLOCKS):
        raise EditError("wrong-kind")
    lines = lines_of(tables, "survey")
    first, last = item.number - 2, item.last - 2
    return Done(
        rebuilt(tables, "survey", [*lines[:first], *lines[first + 1 : last], *lines[last + 1 :]]), row
    )

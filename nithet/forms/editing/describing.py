"""What one item says: its words, whether it must be answered, limits, when it is shown, its choices, its name.

Only what differs is written: a cell that says the same keeps its own spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pyxform import aliases

from nithet.forms.definition import Kind as Asked
from nithet.forms.editing.adding import item_lines
from nithet.forms.editing.conditions import (
    WITHOUT_VALUE,
    Condition,
    number_of,
    read_condition,
    read_limits,
    words_of_limits,
    write_condition,
    write_limits,
)
from nithet.forms.editing.done import Done
from nithet.forms.editing.errors import EditError
from nithet.forms.editing.items import Item, item_at, items_of, walk
from nithet.forms.editing.kinds import LOCKED, READY, UNREQUIRED
from nithet.forms.editing.lines import matched, refuse_twice
from nithet.forms.editing.lists import (
    choices_of,
    set_choices,
    take_list,
    with_list,
    without_unused,
)
from nithet.forms.editing.rows import (
    Line,
    cell,
    in_columns,
    lines_of,
    names_of,
    rebuilt,
    with_cells,
    with_names,
)
from nithet.forms.tables import Row, Sheet, Tables
from nithet.forms.xlsform.cleaning import clean_cell
from nithet.forms.xlsform.columns import head_of
from nithet.forms.xlsform.findings.questions import LONGEST_NAME, NAME
from nithet.forms.xlsform.kinds import Asks, read_type

Facts = Mapping[str, str]
_TEXTS = ("label", "hint", "default", "calculation")


def set_title(tables: Tables, *, title: str) -> Done:
    if not title:
        raise EditError("title-needed")
    head = head_of(tables, "settings")
    column = head.column("form_title")
    if tables.facts.get(column, "") == title:
        return Done(tables)
    row = Row(2, {**tables.facts, column: title})
    columns = tuple(dict.fromkeys((*tables.settings.columns, column)))
    settings = Sheet(columns, (row, *tables.settings.rows[1:]))
    return Done(Tables(tables.survey, tables.choices, settings))


def set_item(
    tables: Tables,
    *,
    row: int,
    choices: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
    **facts: str,
) -> Done:
    """Facts that are not given stay as they are."""
    item = item_at(tables, row)
    if item.kind is LOCKED or item.kind.code in READY:
        raise EditError("wrong-kind")
    steps: list[Callable[[Tables, Item], Tables]] = [
        lambda now, at: _with_texts(now, at, facts),
        lambda now, at: _with_required(now, at, facts),
        lambda now, at: _with_limits(now, at, facts),
        lambda now, at: _with_condition(now, at, facts),
        lambda now, at: _with_list(now, at, facts, choices),
        lambda now, at: _with_name(now, at, facts),
        lambda now, at: now if items is None else _with_items(now, at, items),
    ]
    for step in steps:
        tables = step(tables, item)
        item = item_at(tables, row)
    return Done(tables, row)


def _with_texts(tables: Tables, item: Item, facts: Facts) -> Tables:
    given = {name: facts[name] for name in _TEXTS if name in facts}
    if "constraint" in facts:
        given["constraint"] = facts["constraint"]
    if "label" in given and not given["label"] and item.kind.code != "calculation":
        raise EditError("label-needed")
    if "default" in given and "choices" in item.kind.fields:
        given["default"] = _choice_named(tables, item.list_name, given["default"])
    return _changed(tables, item, given)


def _changed(tables: Tables, item: Item, given: Facts) -> Tables:
    told = {
        name: text
        for name, text in given.items()
        if text != clean_cell(cell(tables, "survey", item.row, name))
    }
    return with_cells(tables, "survey", item.number, told) if told else tables


def is_required(tables: Tables, row: Row) -> bool | None:
    """None where it depends on an expression."""
    text = cell(tables, "survey", row, "required")
    known = aliases.BINDING_CONVERSIONS.get(text, text)
    return {"": False, "false()": False, "true()": True}.get(known)


def block_required(tables: Tables, item: Item) -> bool | None:
    """Of all questions of a block alike; None where they differ."""
    told = {is_required(tables, one.row) for one in _asked_in(item)}
    return told.pop() if len(told) == 1 else None


def _asked_in(item: Item) -> list[Item]:
    return [one for one in item.walk() if not one.inside]


def _with_required(tables: Tables, item: Item, facts: Facts) -> Tables:
    if "required" not in facts or item.kind.code in UNREQUIRED:
        return tables
    wanted = facts["required"] == "yes"
    for one in _asked_in(item):
        if is_required(tables, one.row) not in (wanted, None):
            tables = with_cells(tables, "survey", one.number, {"required": "yes" if wanted else ""})
    return tables


def _with_limits(tables: Tables, item: Item, facts: Facts) -> Tables:
    message = cell(tables, "survey", item.row, "constraint_message")
    given = {"constraint_message": facts["constraint_message"]} if "constraint_message" in facts else {}
    was = read_limits(cell(tables, "survey", item.row, "constraint"))
    if "constraint" in item.kind.fields and {"least", "most"} <= set(facts) and was is not None:
        least, most = (number_of(facts[name]) if facts[name] else "" for name in ("least", "most"))
        if (least, most) != was:
            given["constraint"] = write_limits(least, most)
            own = given.get("constraint_message", message)
            if own in ("", words_of_limits(*was)):
                given["constraint_message"] = words_of_limits(least, most)
    return _changed(tables, item, given)


def _with_condition(tables: Tables, item: Item, facts: Facts) -> Tables:
    if "relevant" in facts:
        return _changed(tables, item, {"relevant": facts["relevant"]})
    if "show_name" not in facts:
        return tables
    if not facts["show_name"]:
        return _changed(tables, item, {"relevant": ""})
    of = question_named(tables, facts["show_name"])
    value = _choice_named(tables, of.list_name, facts.get("show_value", ""))
    wanted = Condition(of.name, facts.get("show_how", "is"), value)
    # A question is chosen before its answer: until then nothing is said.
    is_unsaid = not value and wanted.how not in WITHOUT_VALUE
    if is_unsaid or wanted == read_condition(cell(tables, "survey", item.row, "relevant")):
        return tables
    read = read_type(cell(tables, "survey", of.row, "type"))
    kind = read.kind if isinstance(read, Asks) else None
    is_number = kind in (Asked.INTEGER, Asked.DECIMAL, Asked.RANGE)
    try:
        said = write_condition(wanted, is_many=kind == Asked.SELECT_MULTIPLE, is_number=is_number)
    except KeyError as error:
        raise EditError("bad-facts") from error
    return _changed(tables, item, {"relevant": said})


def question_named(tables: Tables, name: str) -> Item:
    found = next((one for one in walk(items_of(tables)) if one.name == name), None)
    if found is None:
        raise EditError("question-gone", name=name)
    return found


def _choice_named(tables: Tables, list_name: str, said: str) -> str:
    """The code of a choice that is told by its words; what is no choice as it was said."""
    choices = choices_of(tables, list_name) if list_name and said else ()
    return next((one.name for one in choices if said in (one.name, one.label)), said)


def _with_list(tables: Tables, item: Item, facts: Facts, choices: Sequence[str] | None) -> Tables:
    if "choices" not in item.kind.fields:
        return tables
    other = facts.get("list_name", item.list_name)
    if other != item.list_name:
        before = tables
        tables = take_list(tables, other)
        type_ = cell(tables, "survey", item.row, "type")
        told = {"type": with_list(type_, item.list_name, other)}
        return without_unused(with_cells(tables, "survey", item.number, told), before)
    return tables if choices is None else set_choices(tables, item.list_name, choices)


def _with_name(tables: Tables, item: Item, facts: Facts) -> Tables:
    new = facts.get("name", item.name)
    if new == item.name:
        return tables
    if not NAME.fullmatch(new) or len(new) > LONGEST_NAME or new.lower().startswith("xml"):
        raise EditError("name-unfit")
    if new.lower() in names_of(tables) - {item.name.lower()}:
        raise EditError("name-taken", name=new)
    tables = with_cells(tables, "survey", item.number, {"name": new})
    for sheet in ("survey", "choices", "settings"):
        if any("${" in text for line in lines_of(tables, sheet) for text in line.values()):
            tables = rebuilt(
                tables, sheet, [with_names(line, {item.name: new}) for line in lines_of(tables, sheet)]
            )
    return tables


def _with_items(tables: Tables, item: Item, labels: Sequence[str]) -> Tables:
    """The items of a block, one a line; what stood there keeps its name and all that it says."""
    if not item.kind.is_block:
        return tables
    if not labels:
        raise EditError("lines-needed")
    refuse_twice(labels)
    old = [one.label for one in item.inside]
    if list(labels) == old:
        return tables
    taken = names_of(tables)
    required = "" if block_required(tables, item) is False else "yes"
    lines: list[Line] = []
    for label, place in zip(labels, matched(old, labels), strict=True):
        if place is None:
            new = item_lines(item.kind.code, taken, label, required=required)
            lines += [in_columns(tables, "survey", line) for line in new]
        else:
            lines += _item_as(tables, item.inside[place], label)
    rows = lines_of(tables, "survey")
    return rebuilt(tables, "survey", [*rows[: item.number - 1], *lines, *rows[item.last - 2 :]])


def _item_as(tables: Tables, item: Item, label: str) -> list[Line]:
    rows = lines_of(tables, "survey")[item.number - 2 : item.last - 1]
    if label == item.label:
        return rows
    return [{**rows[0], head_of(tables, "survey").column("label"): label}, *rows[1:]]

"""The tables as all that follows reads them: what XLSForm tools add by themselves is written out.

So the XForm and the definition agree on every name: notes without one, the text beside "other", and the number of a repeat.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyxform import aliases
from pyxform.validators.pyxform.pyxform_reference import is_pyxform_reference

from nithet.forms.definition import Kind
from nithet.forms.tables import Row, Sheet, Tables
from nithet.forms.xlsform.cleaning import cleaned
from nithet.forms.xlsform.columns import Head, head_of
from nithet.forms.xlsform.kinds import Asks, Begins, read_type

OTHER = "other"
OTHER_LABEL = "อื่น ๆ"
_SAY_WHICH = "โปรดระบุ"


def prepared(tables: Tables) -> Tables:
    """Clean, too: no letter is left that XML could not bear. Lines keep the number of the line that they came from."""
    tables = cleaned(tables)
    head = head_of(tables, "survey")
    lists = head_of(tables, "choices")
    with_other = _lists_with_other(tables, head, lists)
    rows = [new for row in _named(tables.survey, head) for new in _written_out(row, head, with_other)]
    choices = [*tables.choices, *_others(tables, lists, with_other)]
    return Tables(
        Sheet(_columns(tables.survey.columns, rows), tuple(rows)),
        Sheet(_columns(tables.choices.columns, choices), tuple(choices)),
        tables.settings,
    )


def _columns(columns: tuple[str, ...], rows: list[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*columns, *(column for row in rows for column in row.cells))))


def _named(survey: Sheet, head: Head) -> Iterator[Row]:
    """The lines in use; notes without a name are named by their order."""
    name, notes = head.column("name"), 0
    for row in survey:
        if aliases.yes_no.get(row[head.column("disabled")]):
            continue
        asks = read_type(head.text(row, "type"))
        if isinstance(asks, Asks) and asks.kind == Kind.NOTE and not row[name]:
            notes += 1
            yield Row(row.number, {**row.cells, name: f"note_{notes}"})
        else:
            yield row


def _written_out(row: Row, head: Head, with_other: dict[str, str]) -> Iterator[Row]:
    match read_type(head.text(row, "type")):
        case Asks(has_other=True, list_name=listed) if listed in with_other:
            yield from _with_text(row, head, with_other[listed])
        case Begins(is_repeat=True) if _is_reckoned(count := head.text(row, "repeat_count")):
            yield from _with_count(row, head, count)
        case _:
            yield row


def _is_reckoned(count: str) -> bool:
    return bool(count) and not is_pyxform_reference(value=count)


def _with_count(row: Row, head: Head, count: str) -> Iterator[Row]:
    name = f"{head.text(row, 'name')}_count"
    cells = {"type": "calculate", "name": name, "calculation": count}
    yield Row(row.number, {head.column(meaning): text for meaning, text in cells.items()})
    yield Row(row.number, {**row.cells, head.column("repeat_count"): f"${{{name}}}"})


def _with_text(row: Row, head: Head, list_name: str) -> Iterator[Row]:
    """“อื่น ๆ โปรดระบุ”: the question with its list, and a text where that is chosen."""
    name = head.text(row, "name")
    command = head.text(row, "type").split(" ", 1)[0]
    yield Row(row.number, {**row.cells, head.column("type"): f"{command} {list_name}"})
    cells = {
        "type": "text", "name": f"{name}_other", "label": _SAY_WHICH, "relevant": f"selected(${{{name}}}, '{OTHER}')",
    }  # fmt: skip
    yield Row(row.number, {head.column(meaning): text for meaning, text in cells.items()})


def _lists_with_other(tables: Tables, head: Head, lists: Head) -> dict[str, str]:
    """A list that is asked with “other” → the list that has it: itself, or a copy, since others may ask without."""
    read = (read_type(head.text(row, "type")) for row in tables.survey)
    asked = {asks.list_name for asks in read if isinstance(asks, Asks) and asks.has_other}
    present = {(lists.text(row, "list_name"), lists.text(row, "name")) for row in tables.choices}
    known = {listed for listed, _ in present}
    return {
        name: name if (name, OTHER) in present else f"{name}_or_other"
        for name in sorted(asked)
        if name in known
    }


def _others(tables: Tables, lists: Head, with_other: dict[str, str]) -> Iterator[Row]:
    column = lists.column("list_name")
    for name, copy in with_other.items():
        if copy == name:
            continue
        rows = [row for row in tables.choices if lists.text(row, "list_name") == name]
        yield from (Row(row.number, {**row.cells, column: copy}) for row in rows)
        cells = {"list_name": copy, "name": OTHER, "label": OTHER_LABEL}
        yield Row(rows[-1].number, {lists.column(meaning): text for meaning, text in cells.items()})

"""Steps while they are read, and those that a list says; `step_rows` reads those of a table, `joining` makes one of the two."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nithet.manuals.reading.lists import Item
from nithet.manuals.reading.times import time_within, without_time
from nithet.manuals.responsible import split_responsible, without_post


@dataclass(slots=True)
class Step:
    """A step while it is read. `from_sheet` is its wording on a summary sheet, `also` in a table of steps.

    `other_months` are those that a table or sheet gives it, where they are not the same.
    """

    number: int | None
    title: str
    lines: list[int] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    detail: str = ""
    time: str = ""
    months: tuple[int, ...] = ()
    other_months: tuple[int, ...] = ()
    responsible: tuple[str, ...] = ()
    standard: str = ""
    forms: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    from_sheet: str = ""
    merged: bool = False
    is_damaged: bool = False
    raw: str = ""
    more_lines: list[int] = field(default_factory=list)
    path: tuple[int, ...] = ()


def steps_of_list(items: Sequence[Item]) -> list[Step]:
    """The steps of a list; a number that is missing stays None."""
    found: list[Step] = []
    for item in items:
        number = item.marker.path[-1] if item.marker and item.marker.path else None
        title, post = without_post(item.text)
        title, time = without_time(title)
        if not post:
            title, post = without_post(title)
        step = Step(number, title, item.all_lines(), list(item.parts), merged=item.merged)
        step.time = item.fields.get("times", "") or time or time_within(title) or without_time(item.detail)[1]
        step.standard = item.fields.get("standards", "")
        step.responsible = split_responsible([item.fields.get("responsible", "") or post])
        step.forms = [item.fields["forms"]] if "forms" in item.fields else []
        step.references = [item.fields["references"]] if "references" in item.fields else []
        said = (item.fields.get("steps", "") or item.detail, item.fields.get("other", ""))
        step.detail = "; ".join(filter(None, said))
        found.append(step)
    return found

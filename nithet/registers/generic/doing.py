"""How the action of a register is done by its own services: for the demo office, and for walking through procedures.

A register's `doing.py` holds `DOERS`, one function for each of its actions, and `BESIDES` where its lists would be empty
in an office whose manuals do not ask for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from nithet.core.ids import new_id
from nithet.cycles.models import Task
from nithet.offices.members import Member
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import Item
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed, finish_item, make_item


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: the task, who does it, on which day of its window, and which of how many it is."""

    task: Task
    by: Member
    on: date
    number: int


Doer = Callable[[Work], object]
Beside = Callable[[Member, date, int], object]
"""What is done that no task asks for: who does it, on which day, and which of how many it is."""


@cache
def doers() -> dict[str, Doer]:
    """By the code of the action, of all registers that are installed."""
    found: dict[str, Doer] = {}
    for register in settings.REGISTERS:
        found |= import_module(f"{register}.doing").DOERS
    return found


@cache
def besides() -> tuple[Beside, ...]:
    """Of all registers that are installed."""
    modules = [import_module(f"{register}.doing") for register in settings.REGISTERS]
    return tuple(act for module in modules for act in getattr(module, "BESIDES", ()))


def done_item(
    book: Book[Any], work: Work, facts: Mapping[str, Any], parts: Mapping[str, list[Row]] | None = None
) -> Item:
    """A finished item of the task's division and year, by whoever does the work."""
    task = work.task
    own = {"unit": task.unit, "owner": work.by.person, "fiscal_year_be": task.run.cycle.fiscal_year_be}
    item = make_item(book, Typed({**own, **facts}, parts or {}), by=work.by, key=new_id(), task=task)
    return finish_item(book, item, on=work.on, by=work.by)

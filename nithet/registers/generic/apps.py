"""The app of what registers share, and how the app of a register declares itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import AppConfig


class GenericConfig(AppConfig):
    default = True
    name = "nithet.registers.generic"
    label = "registers"


class RegisterConfig(AppConfig):
    """A register's app: its `register.py` holds `BOOKS`, and `ACTIONS`, `MEASURES`, `KINDS` where it has some; its
    `landing.py`, where it has one, `LANDINGS`: what forms become in it. Subclasses say `default = True`."""

    default = False
    title: ClassVar[str]

    def ready(self) -> None:
        module = import_module(f"{self.name}.register")
        given = {name: tuple(getattr(module, name.upper(), ())) for name in ("actions", "measures", "kinds")}
        declare_books(self.label, self.title, module.BOOKS, **given)
        if find_spec(f"{self.name}.landing"):
            from nithet.forms import landing  # noqa: PLC0415  models are not there before

            landing.declare(*import_module(f"{self.name}.landing").LANDINGS)


def declare_books(
    code: str,
    title: str,
    books: Sequence[Any],
    actions: Sequence[Any],
    measures: Sequence[Any] = (),
    kinds: Sequence[Any] = (),
) -> None:
    """Hand to the joint, to search and to the lists what these books offer; `kinds`: of evidence besides their items."""
    from nithet.cycles.register import Kind, Register, declare  # noqa: PLC0415  models are not there before
    from nithet.offices.access import declare_import  # noqa: PLC0415
    from nithet.offices.imports import registry  # noqa: PLC0415
    from nithet.offices.search import NAMED  # noqa: PLC0415
    from nithet.registers.generic import (  # noqa: PLC0415
        days,
        finding,
        importing,
        panels,
        personal,
        queries,
        snapshots,
    )
    from nithet.registers.generic.access import can_record  # noqa: PLC0415
    from nithet.registers.generic.book import add_book  # noqa: PLC0415

    for book in books:
        add_book(book)
        NAMED.append(partial(finding.find_named, book))
        if book.is_imported:
            registry.register(importing.ItemsKind(book))
            declare_import(book.code, can_record)
        personal.declare_book(book)
    declare(
        Register(
            code,
            title,
            actions=tuple(actions),
            measures=tuple(measures),
            kinds=(
                *(Kind(book.code, book.item_word, partial(queries.resolve, book)) for book in books),
                *kinds,
            ),
            school_panels=tuple(partial(panels.of_school, book) for book in books),
            person_panels=tuple(partial(panels.of_person, book) for book in books),
            search_kinds=tuple(finding.search_kind(book) for book in books),
            snapshots={book.code: partial(snapshots.snapshot_of, book) for book in books},
            days=tuple(partial(days.days_of, book) for book in books if book.has_days),
        )
    )

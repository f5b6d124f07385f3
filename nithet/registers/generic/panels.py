"""A book's part of a school's and a person's page."""

from __future__ import annotations

from typing import Any

from nithet.offices.members import Member
from nithet.offices.models import Person, School
from nithet.offices.panels import Panel
from nithet.registers.generic.book import Book
from nithet.registers.generic.queries import Part, concerning

TEMPLATE = "generic/panel.html"


def of_school(book: Book[Any], member: Member, school: School) -> Panel | None:
    part = concerning(book, member, school)
    return _panel(book, part)


def of_person(book: Book[Any], member: Member, person: Person) -> Panel | None:
    part = concerning(book, member, person)
    return _panel(book, part)


def _panel(book: Book[Any], part: Part | None) -> Panel | None:
    return Panel(TEMPLATE, {"part": part}, position=100 + book.position) if part else None

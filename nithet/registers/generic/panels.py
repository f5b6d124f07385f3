"""A book's part of a school's and a person's page."""

from __future__ import annotations

from typing import Any

from nithet.offices.members import Member
from nithet.offices.models import Person, School
from nithet.offices.panels import Panel
from nithet.registers.generic.book import Book
from nithet.registers.generic.queries import concerning

TEMPLATE = "generic/panel.html"


def of_school(book: Book[Any], member: Member, school: School) -> Panel | None:
    part = concerning(book, member, school)
    return Panel(TEMPLATE, {"part": part}) if part else None


def of_person(book: Book[Any], member: Member, person: Person) -> Panel | None:
    part = concerning(book, member, person)
    return Panel(TEMPLATE, {"part": part}) if part else None

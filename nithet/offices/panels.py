"""What layers above show on a person's and a school's page. They declare it when Django starts; the pages know none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from nithet.offices.members import Member
from nithet.offices.models import Person, School


@dataclass(frozen=True)
class Panel:
    """A part of the page: its template, drawn with `facts` as `panel`. What is smaller in `position` stands before."""

    template: str
    facts: dict[str, Any] = field(default_factory=dict)
    position: int = 100


PERSON_PANELS: list[Callable[[Member, Person], Panel | None]] = []
"""Each gives its part for who looks at whom, or None."""

SCHOOL_PANELS: list[Callable[[Member, School], Panel | None]] = []
"""The same for a school."""


def of_person(member: Member, person: Person) -> list[Panel]:
    return in_order(panel for make in PERSON_PANELS if (panel := make(member, person)))


def of_school(member: Member, school: School) -> list[Panel]:
    return in_order(panel for make in SCHOOL_PANELS if (panel := make(member, school)))


def in_order(panels: Iterable[Panel]) -> list[Panel]:
    return sorted(panels, key=lambda panel: panel.position)

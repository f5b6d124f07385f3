"""Filled orders (แบบ X5) become working groups, with people of the office found by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.registers.generic.landing import Told, book_landing
from nithet.registers.generic.parts import Row
from nithet.registers.workgroups.models import Seat
from nithet.registers.workgroups.register import Appoint
from nithet.thai.text import squeeze


def working_group(told: Told, by: Member) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    facts = {
        "title": told.text("subject"), "legal_ground": told.text("authority"), "duties": told.text("group_duties", 8000),
        "from_on": told.day("effective_on"),
    }  # fmt: skip
    lines = [line for line in told.lines("members") if line.text("members/person_name")]
    known = _people(by, [line.text("members/person_name", 200) for line in lines])
    return facts, {"seats": [_seat(line, known) for line in lines]}


def _people(by: Member, names: Sequence[str]) -> dict[str, Person | None]:
    """Those of the office by name, with and without title; None where two bear it. Whoever accepts it finds the same."""
    # A last name may have several words: all that follows the first, or the second where the title stands apart.
    last_names = {" ".join(words[at:]) for words in map(str.split, names) for at in range(1, len(words))}
    found: dict[str, Person | None] = {}
    for person in Person.objects.filter(office=by.office, last_name__in=last_names):
        for name in {squeeze(person.name), squeeze(f"{person.first_name} {person.last_name}")}:
            found[name] = None if name in found else person
    return found


def _seat(line: Told, known: dict[str, Person | None]) -> Row:
    name, duty = line.text("members/person_name", 200), line.text("members/duty")
    person = known.get(squeeze(name))
    return {
        "person": person, "outside_name": "" if person else name, "post": line.text("members/person_position", 200),
        "duty": duty if duty in Seat.Duty.values else Seat.Duty.MEMBER,
    }  # fmt: skip


LANDINGS = (
    book_landing(Appoint.book, "workgroups.order", working_group, forms=("working_group_order",), asks=("subject", "members/person_name")),
)  # fmt: skip

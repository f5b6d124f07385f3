"""What the rows of a group say together: names that are in the register of people, posts, and nobody twice in one part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from nithet.offices.members import Member, position_words
from nithet.offices.models import Appointment, Person
from nithet.offices.queries import seniority_group
from nithet.registers.workgroups.models import Seat
from nithet.thai.people import split_title
from nithet.thai.text import squeeze

Row = dict[str, Any]
Post = tuple[str, str]
Duty = Seat.Duty
# In which order an order lists them.
RANKS = {
    Duty.ADVISER: 0, Duty.CHAIR: 1, Duty.VICE_CHAIR: 2, Duty.MEMBER: 3, Duty.OTHER: 3, Duty.SECRETARY: 4,
    Duty.ASSISTANT_SECRETARY: 5, Duty.ASSISTANT: 6,
}  # fmt: skip


def settle(rows: list[Row], member: Member) -> list[Row]:
    """Names of the office's people become those people, with the post that they hold. Three queries at most."""
    rows = _known_people(rows, member)
    if twice := _twice(rows):
        raise ValidationError([ValidationError(words) for words in twice])
    posts = _posts([row["person"] for row in rows if row["person"] and not row["post"]], member)
    return [_with_post(row, posts) for row in rows]


def _with_post(row: Row, posts: Mapping[UUID, Post]) -> Row:
    if not row["person"] or row["post"] or row["person"].pk not in posts:
        return row
    words, school = posts[row["person"].pk]
    return {**row, "post": words, "agency": row["agency"] or school}


def _known_people(rows: list[Row], member: Member) -> list[Row]:
    names = {row["outside_name"]: split_title(row["outside_name"]) for row in rows if row["outside_name"]}
    if not names:
        return rows
    found = Person.objects.filter(
        office=member.office, first_name__in={one.first for one in names.values()}, pseudonymised_at=None
    )
    by_name: dict[str, list[Person]] = {}
    for person in found:
        by_name.setdefault(squeeze(person.plain_name), []).append(person)
    return [_with_person(row, names, by_name) for row in rows]


def _with_person(row: Row, names: Any, by_name: dict[str, list[Person]]) -> Row:
    """A name that two people bear stays a name: nobody is taken for another."""
    if not row["outside_name"]:
        return row
    parts = names[row["outside_name"]]
    people = by_name.get(squeeze(f"{parts.first} {parts.last}"), [])
    return {**row, "person": people[0], "outside_name": ""} if len(people) == 1 else row


def _twice(rows: Iterable[Row]) -> list[str]:
    seen: set[tuple[str, str]] = set()
    told: dict[tuple[str, str], str] = {}
    for row in rows:
        who = str(row["person"].pk) if row["person"] else squeeze(row["outside_name"])
        key = (squeeze(row["sub_group"]), who)
        if key in seen:
            name = row["person"].name if row["person"] else row["outside_name"]
            told[key] = f"{name} อยู่ใน{row['sub_group'] or 'คณะทำงาน'}แล้ว โปรดรวมหน้าที่ไว้ในแถวเดียว หรือระบุชุดอื่น"
        seen.add(key)
    return list(told.values())


def _posts(people: Sequence[Person], member: Member) -> dict[UUID, Post]:
    """What each serves as on this day, and at which school. Of several the own post that is held longest."""
    if not people:
        return {}
    serving = (
        Appointment.objects.active(on=member.on)
        .filter(person__in=people)
        .select_related("office", "unit", "school", "cluster")
        .order_by("-from_on", "-pk")
    )
    own_last = sorted(serving, key=lambda one: one.capacity == Appointment.Capacity.SUBSTANTIVE)
    return {
        one.person_id: (position_words(one)[:200], one.school.name if one.school else "") for one in own_last
    }


def by_seniority(seats: Sequence[Seat], member: Member) -> list[Seat]:
    """Part by part as they stand: by duty, then the office's people by seniority, then the others as they were."""
    order = {pk: place for place, pk in enumerate(_seniority(member))}
    parts = {seat.sub_group: place for place, seat in reversed(list(enumerate(seats)))}
    return sorted(
        seats,
        key=lambda seat: (
            parts[seat.sub_group],
            RANKS[Duty(seat.duty)],
            order.get(seat.person_id, len(order)) if seat.person_id else len(order),
        ),
    )


def _seniority(member: Member) -> Iterable[UUID]:
    return seniority_group(member.office, None, on=member.on).values_list("pk", flat=True)

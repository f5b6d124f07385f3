"""By which keys and names history knows a person: today's, earlier ones, and those of records merged into theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.queries import of_object
from nithet.offices.models import Person


@dataclass(frozen=True)
class Traces:
    """All of it, asked before anything is forgotten: the records themselves soon know it no more."""

    names: tuple[str, ...]
    objects: tuple[UUID, ...]
    user: UUID | None
    users: tuple[UUID, ...]

    @classmethod
    def of(cls, person: Person) -> Self:
        users = tuple(user.pk for user in users_of(person))
        return cls(names_of(person), tuple(ids_about(person)), person.user_id, users)

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        user = UUID(value["user"]) if value["user"] else None
        objects, users = (tuple(map(UUID, value[name])) for name in ("objects", "users"))
        return cls(tuple(value["names"]), objects, user, users)

    def as_value(self) -> dict[str, Any]:
        objects, users = list(map(str, self.objects)), list(map(str, self.users))
        user = str(self.user) if self.user else None
        return {"names": list(self.names), "objects": objects, "user": user, "users": users}

    def without_names(self, text: str, alias: str) -> str:
        """A text with the alias in place of each name."""
        for name in self.names:
            text = text.replace(name, alias)
        return text


def merged_into(person: Person) -> list[Entry]:
    """What history tells of each record that was merged into this one, also by way of another."""
    found: list[Entry] = []
    waiting = [person.pk]
    while waiting:
        told = of_object(person.office_id, waiting.pop()).filter(verb="person.merged")
        merged = [entry for entry in told if "gone" in entry.facts]
        found += merged
        waiting += [UUID(entry.facts["gone"]) for entry in merged]
    return found


def ids_about(person: Person) -> list[UUID]:
    """Keys by which history tells of the person."""
    return [
        person.pk,
        *(UUID(entry.facts["gone"]) for entry in merged_into(person)),
        *person.appointments.values_list("pk", flat=True),
        *person.leaves.values_list("pk", flat=True),
        *person.privacy_requests.values_list("pk", flat=True),
    ]


def users_of(person: Person) -> list[User]:
    """The account, and those that were closed when a second record was merged."""
    closed = [entry.facts["account"] for entry in merged_into(person) if entry.facts.get("account")]
    return list(User.objects.filter(pk__in={*closed, *filter(None, [person.user_id])}))


def names_of(person: Person) -> tuple[str, ...]:
    """The name and all that came before it, without titles."""
    records = {person.pk: (person.first_name, person.last_name)}
    records |= {UUID(e.facts["gone"]): tuple(e.facts["gone_name"]) for e in merged_into(person)}
    names = (name for pk, today in records.items() for name in _over_time(person.office_id, pk, *today))
    return tuple(dict.fromkeys(names))


def _over_time(office_id: UUID, pk: UUID, first: str, last: str) -> Iterator[str]:
    """From the newest name back to the oldest."""
    yield f"{first} {last}".strip()
    for entry in of_object(office_id, pk).filter(verb="person.edited"):
        changed = entry.facts.get("changed", {})
        if {"first_name", "last_name"} & changed.keys():
            first, last = changed.get("first_name", [first])[0], changed.get("last_name", [last])[0]
            yield f"{first} {last}".strip()

"""What all services of the registers do alike: store what really changed, and wait for one another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from nithet.offices.errors import PersonRemovedError
from nithet.offices.models import Office, Person

Differences = dict[str, list[Any]]


def take_over(thing: models.Model, facts: Mapping[str, Any]) -> Differences:
    """Put facts on an object; what differs from before, as plain data for history."""
    changed = {}
    for name, value in facts.items():
        before = getattr(thing, name)
        if before != value:
            changed[name] = [plain(before), plain(value)]
            setattr(thing, name, value)
    return changed


def plain(value: Any) -> Any:
    """As history keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | models.Model) else value


def lock_office(office: Office) -> None:
    """Wait for whoever changes who serves where in this office. SQLite has one writer anyway."""
    Office.objects.select_for_update().get(pk=office.pk)


def refuse_removed(person: Person) -> None:
    """Whose data were removed on request gets no name and no post again."""
    if Person.objects.filter(pk=person.pk, pseudonymised_at__isnull=False).exists():
        raise PersonRemovedError

"""Entries that say whom history no longer names. Verification believes a blank only where one of them follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from nithet.audit.models import Entry

PSEUDONYMISED = "person.pseudonymised"


def erasure_facts(
    alias: str, user_id: UUID | None, objects: Iterable[UUID], rows: Iterable[UUID]
) -> dict[str, Any]:
    """Whom it was about: who acted, which objects, and which rows besides, by their ids."""
    return {
        "alias": alias,
        "by_id": str(user_id) if user_id else None,
        "objects": sorted(map(str, objects)),
        "entries": sorted(map(str, rows)),
    }


@dataclass
class Erasures:
    """All erasures of an office: a few entries, however long its history is."""

    aliases: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    told_of: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """From the sealed rows of a chain."""
        found = cls()
        for entry in entries:
            if isinstance(entry.facts, dict):
                found._add(entry.place, entry.facts)
        return found

    def _add(self, sequence: int, facts: dict[str, Any]) -> None:
        self.aliases[str(facts.get("by_id"))].append((sequence, str(facts.get("alias"))))
        for ids in (facts.get("objects"), facts.get("entries")):
            # Anything may stand here where somebody has tampered.
            self.told_of.update({str(key): sequence for key in ids} if isinstance(ids, list) else {})

    def explain_name(self, entry: Entry) -> bool:
        """A later erasure put this name there."""
        known = self.aliases.get(str(entry.by_id), ())
        return any(later > entry.place and alias == entry.by_name for later, alias in known)

    def explain_text(self, entry: Entry) -> bool:
        """The texts are blank, and a later erasure names the object or the row."""
        if entry.title or entry.why or entry.facts:
            return False
        later = max(self.told_of.get(str(key), 0) for key in (entry.object_id, entry.pk))
        return later > entry.place

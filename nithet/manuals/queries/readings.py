"""The draft of a version, parsed once for each of its revisions: acts follow one another on the same large document."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from nithet.manuals.document import JSON_VERSION, from_json, to_json
from nithet.manuals.draft import ManualDraft
from nithet.manuals.models import ManualVersion

MOST = 4
"""So many drafts are kept in a process: those that people are working on."""
_kept: OrderedDict[tuple[UUID, int], Reading] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """The stored document and the draft that it says. Neither is ever changed in place."""

    document: dict[str, Any]
    draft: ManualDraft


def reading_of(version: ManualVersion) -> Reading:
    """What the version says at its revision; a revision never says anything else."""
    with _lock:
        found = _kept.get((version.pk, version.revision))
    if found is None:
        found = _read(version.reading)
        keep(version.pk, version.revision, found)
    return found


def _read(document: dict[str, Any]) -> Reading:
    """A document of an older version is taken as one of today, so that acts find every field in it."""
    draft = from_json(document)
    if document.get("version") != JSON_VERSION:
        return Reading(to_json(draft), draft)
    return Reading({**to_json(ManualDraft()), **document}, draft)


def keep(pk: UUID, revision: int, reading: Reading) -> None:
    """To be called once the revision is stored for good."""
    with _lock:
        _kept[pk, revision] = reading
        _kept.move_to_end((pk, revision))
        while len(_kept) > MOST:
            _kept.popitem(last=False)

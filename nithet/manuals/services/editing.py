"""Editing a draft: each act is stored at once with what it changed, so that it can be undone by whoever may change it.

`DraftChange` is the record of every act; the history has one line for each stretch of editing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.manuals import access
from nithet.manuals.document import changed_document, changed_draft
from nithet.manuals.draft import ManualDraft
from nithet.manuals.editing import EditError, perform, words_of
from nithet.manuals.editing.delta import delta_of, done, undone
from nithet.manuals.errors import ActRefusedError, NothingToUndoError, StaleDraftError, VersionStateError
from nithet.manuals.models import DraftChange, ManualVersion
from nithet.manuals.queries.readings import Reading, keep, reading_of
from nithet.offices.members import Member

State = ManualVersion.State
Way = Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]
STRETCH = timedelta(minutes=30)
"""Acts of one person within this time are one line of the history."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft before and after what was done; `change` is None where nothing differed."""

    before: ManualDraft
    after: ManualDraft
    change: DraftChange | None = None


@transaction.atomic
def edit(version: ManualVersion, act: str, facts: Mapping[str, Any], *, revision: int, by: Member) -> Edited:
    """Do an act on the draft as it was seen at that revision. Raises StaleDraftError where it has changed since."""
    _refuse(version, revision, by)
    before = reading_of(version).draft
    try:
        after = perform(before, act, facts)
    except EditError as error:
        raise ActRefusedError(error.text) from error
    if after is before:
        return Edited(before, before)
    _tell_of_stretch(version, by)
    said = words_of(act, facts, before, after)
    change = rewrite(version, after, act=act, words=said, item=_item_of(facts), by=by)
    return Edited(before, after, change)


def rewrite(
    version: ManualVersion, after: ManualDraft, *, act: str, words: str, item: str = "", by: Member
) -> DraftChange:
    """Store a draft in place of the one at the revision of `version`, so that it can be undone. In a transaction."""
    was = reading_of(version)
    document = changed_document(was.document, was.draft, after)
    change = DraftChange(
        office_id=version.office_id, version=version, act=act, words=words,
        item=item, delta=delta_of(was.document, document), by=by.user, at=now(),
    )  # fmt: skip
    _store(version, Reading(document, after), version.revision)
    _put_last(change, version)
    return change


def undo(version: ManualVersion, *, revision: int, by: Member) -> Edited:
    """Take back the last act that stands, whoever did it."""
    return _step_back(version, revision, by)


def redo(version: ManualVersion, *, revision: int, by: Member) -> Edited:
    """Do again the act that was undone last."""
    return _step_on(version, revision, by)


@transaction.atomic
def _step_back(version: ManualVersion, revision: int, by: Member) -> Edited:
    _refuse(version, revision, by)
    change = version.changes.filter(undone_at=None).order_by("number").last()
    if change is None:
        raise NothingToUndoError(manual=version.manual.title, act="เลิกทำ")
    change.undone_by, change.undone_at = by.user, now()
    return _walk(version, change, undone, revision, act="เลิกทำ")


@transaction.atomic
def _step_on(version: ManualVersion, revision: int, by: Member) -> Edited:
    _refuse(version, revision, by)
    change = version.changes.exclude(undone_at=None).order_by("number").first()
    if change is None:
        raise NothingToUndoError(manual=version.manual.title, act="ทำซ้ำ")
    change.undone_by = change.undone_at = None
    return _walk(version, change, done, revision, act="ทำซ้ำ")


def _walk(version: ManualVersion, change: DraftChange, way: Way, revision: int, *, act: str) -> Edited:
    was = reading_of(version)
    try:
        document = way(was.document, change.delta)
    except ValueError as error:  # stored by a release that wrote items with other fields
        raise NothingToUndoError(manual=version.manual.title, act=act) from error
    after = changed_draft(was.draft, was.document, document)
    _store(version, Reading(document, after), revision)
    change.revision = version.revision
    change.save(update_fields=["undone_by", "undone_at", "revision"])
    return Edited(was.draft, after, change)


def _refuse(version: ManualVersion, revision: int, by: Member) -> None:
    """Who may, a draft only, and only as it was seen: it is read again here, where others wait."""
    access.can_change(by, version).or_refuse()
    now_at = ManualVersion.objects.select_for_update().only("state", "revision").get(pk=version.pk)
    if now_at.state != State.DRAFT:
        raise VersionStateError(
            manual=version.manual.title, state=now_at.get_state_display(), act="แก้ไขฉบับร่าง"
        )
    if not version.revision == now_at.revision == revision:
        raise StaleDraftError(manual=version.manual.title)


def _store(version: ManualVersion, reading: Reading, revision: int) -> None:
    # One statement, so that of two people saving at once one wins, on SQLite too.
    changed = ManualVersion.objects.filter(pk=version.pk, state=State.DRAFT, revision=revision).update(
        reading=reading.document, revision=revision + 1
    )
    if not changed:
        raise StaleDraftError(manual=version.manual.title)
    version.reading, version.revision = reading.document, revision + 1
    transaction.on_commit(partial(keep, version.pk, version.revision, reading))


def _put_last(change: DraftChange, version: ManualVersion) -> None:
    """The act takes the place of what was undone."""
    version.changes.exclude(undone_at=None).delete()
    last: int = version.changes.aggregate(last=Max("number"))["last"] or 0
    change.number, change.revision = last + 1, version.revision
    change.save(force_insert=True)


def _tell_of_stretch(version: ManualVersion, by: Member) -> None:
    if not version.changes.filter(by=by.user, at__gt=now() - STRETCH).exists():
        record("manual.edited", by=by, on=version, within=version.manual_id)


def _item_of(facts: Mapping[str, Any]) -> str:
    return str(facts.get("key") or facts.get("item") or "")[:40]

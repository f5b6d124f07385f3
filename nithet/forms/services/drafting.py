"""Making a form in the browser: each act is stored at once with what it changed, so that it can be undone.

`FormChange` is the record of every act; the history has one line for each stretch of editing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.forms import access, search
from nithet.forms.editing import EditError, perform, words_of
from nithet.forms.editing.delta import Stored, delta_of, done, undone
from nithet.forms.errors import (
    EditRefusedError,
    FormRetiredError,
    NoDraftError,
    NothingToWalkError,
    StaleEditError,
)
from nithet.forms.models import Form, FormChange, FormDraft, FormVersion
from nithet.forms.services.making import title_of
from nithet.forms.tables import Tables, from_json, to_json
from nithet.offices.members import Member

STRETCH = timedelta(minutes=30)
"""Acts of one person within this time are one line of the history."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft after what was done; `row` is the line that it worked on, `words` are "" where nothing differed."""

    draft: FormDraft
    before: Tables
    tables: Tables
    row: int = 0
    words: str = ""


@transaction.atomic
def edit(form: Form, act: str, facts: Mapping[str, Any], *, revision: int, by: Member) -> Edited:
    """Do an act on the draft as it was seen at that revision. Raises StaleEditError where it has changed since."""
    draft = _held(form, revision, by)
    before = from_json(draft.tables)
    try:
        made = perform(before, act, facts)
    except EditError as error:
        raise EditRefusedError(why=error.text) from error
    if made.tables is before or made.tables == before:
        return Edited(draft, before, before, made.number)
    words = words_of(act, facts, before)
    _tell_of_stretch(form, draft, by)
    after = to_json(made.tables)
    delta = delta_of(draft.tables, after)
    _store(form, draft, after, by=by)
    _put_last(draft, FormChange(words=words, row=made.number, delta=delta), by)
    return Edited(draft, before, made.tables, made.number, words)


@transaction.atomic
def undo(form: Form, *, revision: int, by: Member) -> Edited:
    """Take back the last act that stands, whoever did it."""
    draft = _held(form, revision, by)
    change = draft.changes.filter(is_undone=False).order_by("number").last()
    return _walk(form, draft, change, undone, "เลิกทำ", by)


@transaction.atomic
def redo(form: Form, *, revision: int, by: Member) -> Edited:
    """Do again the act that was undone last."""
    draft = _held(form, revision, by)
    change = draft.changes.filter(is_undone=True).order_by("number").first()
    return _walk(form, draft, change, done, "ทำซ้ำ", by)


def _walk(
    form: Form,
    draft: FormDraft,
    change: FormChange | None,
    way: Callable[[Stored, Stored], Stored],
    act: str,
    by: Member,
) -> Edited:
    if change is None:
        raise NothingToWalkError(form=form.title, act=act)
    before = from_json(draft.tables)
    try:
        stored = way(draft.tables, change.delta)
    except ValueError as error:
        raise NothingToWalkError(form=form.title, act=act) from error
    _store(form, draft, stored, by=by)
    change.is_undone, change.revision = way is undone, draft.revision
    change.save(update_fields=["is_undone", "revision"])
    return Edited(draft, before, from_json(stored), change.row, f"{act}: {change.words}")


def _held(form: Form, revision: int, by: Member) -> FormDraft:
    """Who may, and only as it was seen: it is read here, where others wait."""
    access.can_change(by, form).or_refuse()
    if form.retired_at is not None:
        raise FormRetiredError(form=form.title)
    draft = FormDraft.objects.select_for_update().filter(form=form).first()
    if draft is None:
        raise NoDraftError(form=form.title)
    if draft.revision != revision:
        raise StaleEditError(form=form.title)
    return draft


def _store(form: Form, draft: FormDraft, stored: Stored, *, by: Member) -> None:
    # One statement, so that of two people saving at once one wins, on SQLite too.
    told = {"tables": stored, "revision": draft.revision + 1, "changed_by": by.user, "changed_at": now()}
    if not FormDraft.objects.filter(pk=draft.pk, revision=draft.revision).update(**told):
        raise StaleEditError(form=form.title)
    for name, value in told.items():
        setattr(draft, name, value)
    title = title_of(from_json(stored))
    # A published form keeps the title of its edition until the next.
    if title and title != form.title and not FormVersion.objects.filter(form=form).exists():
        Form.objects.filter(pk=form.pk).update(title=title[:300])
        form.title = title[:300]
        search.index_form(form)


def _put_last(draft: FormDraft, change: FormChange, by: Member) -> None:
    """The act takes the place of what was undone."""
    draft.changes.filter(is_undone=True).delete()
    last: int = draft.changes.aggregate(last=Max("number"))["last"] or 0
    change.office_id, change.draft, change.by, change.at = draft.office_id, draft, by.user, now()
    change.number, change.revision = last + 1, draft.revision
    change.save(force_insert=True)


def _tell_of_stretch(form: Form, draft: FormDraft, by: Member) -> None:
    if not draft.changes.filter(by=by.user, at__gt=now() - STRETCH).exists():
        record("form.edited", by=by, on=form)

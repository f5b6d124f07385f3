"""A submission is stored once, with its history and its files; what comes again is the one that came before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from nithet.audit.services import Actor, entry, record
from nithet.core.bulk import insert_few, insert_new_with, insert_rows
from nithet.core.models import StoredFile
from nithet.forms.errors import DuplicateInstanceError
from nithet.forms.landing import bring_files, land, lands
from nithet.forms.models import Submission
from nithet.forms.services.attaching import add_files, file_row, form_definition, kinds_of_files
from nithet.forms.services.reading import Read
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission whose row is not stored yet; `by`: the member who sends it."""

    made: Submission
    kept: dict[str, StoredFile]
    read: Read
    by: Member | None


@dataclass(frozen=True, slots=True)
class Received:
    submission: Submission
    is_new: bool


def insert_once(
    made: Submission,
    kept: Mapping[str, StoredFile],
    *,
    by: Member | None,
    actor: Actor | None = None,
    beside: Callable[[], object] | None = None,
) -> Received:
    """Stored, or the one that came before. `actor`: whom history names, where no member sends; `beside` is done in
    the same transaction, and only where it is new.
    """
    try:
        _insert(made, kept, by, actor or by, beside)
    except IntegrityError:
        before = of_that_name(made)
        if before is None:
            raise
        return Received(again(before, made, kept, by), is_new=False)
    return Received(made, is_new=True)


def _insert(
    made: Submission,
    kept: Mapping[str, StoredFile],
    by: Member | None,
    actor: Actor | None,
    beside: Callable[[], object] | None,
) -> None:
    with transaction.atomic():
        insert_rows([made])
        insert_rows([file_row(made, name, file) for name, file in kept.items()])
        verb = "submission.tried" if made.is_trial else "submission.received"
        record(verb, by=actor, on=made, within=made.form_id, at=made.received_at)
        if beside is not None:
            beside()
        if lands(made):
            land(made, by)


def insert_together(many: Sequence[Prepared]) -> set[UUID]:
    """All at once that are not there yet; the keys of those. The others came before (`again`).

    None is stored where one of them cannot be. Their history is not sealed.
    """
    is_plain = not any(one.kept or lands(one.made) for one in many)
    if is_plain and not connection.in_atomic_block:
        return _insert_with_history(many)
    with _as_it_was([one.made for one in many]), transaction.atomic():
        new = _insert_with_history(many)
        fresh = [one for one in many if one.made.pk in new]
        insert_few([file_row(one.made, name, file) for one in fresh for name, file in one.kept.items()])
        for one in fresh:
            if lands(one.made):
                land(one.made, one.by)
    return new


@contextmanager
def _as_it_was(many: Sequence[Submission]) -> Iterator[None]:
    """Where nothing was stored, none of them has become anything either."""
    facts = [dict(one.__dict__) for one in many]
    try:
        yield
    except BaseException:
        for one, stood in zip(many, facts, strict=True):
            one.__dict__.update(stood)
        raise


def _insert_with_history(many: Sequence[Prepared]) -> set[UUID]:
    told = [
        entry("submission.received", by=one.by, on=one.made, within=one.made.form_id, at=one.made.received_at)
        for one in many
    ]
    return insert_new_with(
        [one.made for one in many], told, once=("office_id", "instance_id"), by="object_id"
    )


# Sent again


def of_that_name(made: Submission) -> Submission | None:
    known = Submission.objects.filter(office_id=made.office_id, instance_id=made.instance_id)
    return known.select_related("version__form").first()


def again(
    before: Submission, made: Submission, kept: Mapping[str, StoredFile], by: Member | None
) -> Submission:
    """The same content brings what files were missing, another content is refused."""
    is_same_place = is_of_same_place(before, made) and not is_of_another(before, made)
    if is_same_place and before.sha256 == made.sha256:
        return _bring_late(before, kept, by)
    if is_same_place and _was_its_content(before, made):
        # Of its files, those that the answers still name; one of them may be on that device only.
        named = kinds_of_files(before.answers, form_definition(before.version)) if kept else {}
        return _bring_late(before, {name: file for name, file in kept.items() if name in named}, by)
    raise DuplicateInstanceError(reference=before.reference)


@transaction.atomic
def _bring_late(before: Submission, kept: Mapping[str, StoredFile], by: Member | None) -> Submission:
    """What has become an item in a register meanwhile takes them there too, each once."""
    if came := add_files(before, kept):
        bring_files(before, came, by)
    return before


def is_of_same_place(before: Submission, made: Submission) -> bool:
    return (before.form_id, before.is_trial) == (made.form_id, made.is_trial)


def is_of_another(before: Submission, made: Submission) -> bool:
    """Nobody adds files to what somebody else sent, nor is shown the way to it."""
    if made.sent_by_id is None or made.sent_by_id == before.sent_by_id:
        return False
    return made.person_id is None or made.person_id != before.person_id


def _was_its_content(before: Submission, made: Submission) -> bool:
    """Sent long ago and corrected since: what comes again is what stood there first."""
    first = before.edits.order_by("number").first()
    return first is not None and hashlib.sha256(bytes(first.xml)).hexdigest() == made.sha256

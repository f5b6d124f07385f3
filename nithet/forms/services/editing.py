"""Changing the answers of a submission: every edit keeps what stood before, and what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nithet.audit.services import Actor, record
from nithet.core.files import Upload
from nithet.forms import access
from nithet.forms.checking.instance import read_instance
from nithet.forms.checking.writing import differences
from nithet.forms.compiled import compiled, school_id
from nithet.forms.errors import StaleSubmissionError
from nithet.forms.landing import land, put_off
from nithet.forms.models import Submission, SubmissionEdit
from nithet.forms.queries.reviewing import look_at
from nithet.forms.reviewing import differing
from nithet.forms.services.attaching import add_files, keep_files
from nithet.forms.services.counting import rounds_touched
from nithet.forms.services.reading import SCHOOL, Read, read_submission
from nithet.forms.services.receiving import other_school
from nithet.offices.members import Member

MOST_TOLD = 5
"""Answers that two people wrote differently."""


def replace_answers(
    submission: Submission,
    *,
    xml: bytes,
    files: Mapping[str, Upload],
    by: Member,
    at: datetime,
    why: str = "",
) -> Submission:
    """The answers as they were filled again. Sent twice it is one edit; of two people at once one is refused."""
    if hashlib.sha256(xml).hexdigest() != submission.sha256:
        access.can_edit_answers(by, submission).or_refuse()
    return write_answers(submission, xml=xml, files=files, by=by, actor=by, at=at, why=why)


def write_answers(
    submission: Submission,
    *,
    xml: bytes,
    files: Mapping[str, Upload],
    by: Member | None,
    actor: Actor,
    at: datetime,
    why: str = "",
    school: UUID | None = None,
) -> Submission:
    """Asks nobody's right: who calls it has asked. `actor`: whom history names, where no member writes;
    `school`: whose answers these are, whatever they say.
    """
    digest = hashlib.sha256(xml).hexdigest()
    if digest == submission.sha256:
        return submission
    read = read_submission(xml, compiled(submission.version), submission.form, at=at)
    current = read_instance(bytes(submission.xml)).instance_id
    if read.instance.deprecated_id != current:
        raise _stale(submission, read)
    kept, unfit = keep_files(submission.version, read, files)
    problems = [*read.problems, *other_school(read, submission.version, by), *unfit]
    there = {*submission.files.values_list("name", flat=True), *kept}
    facts = {
        "xml": xml, "sha256": digest, "answers": read.answers, "problems": problems,
        "awaited_files": len({*read.file_names} - there), "school_id": school or _school_named(submission, read),
        "state": Submission.State.ATTENTION if problems else Submission.State.RECEIVED,
    }  # fmt: skip
    with transaction.atomic():
        _change(submission, facts, read, actor, at, why)
        submission.refresh_from_db()
        rounds_touched(submission)
        add_files(submission, kept)
        _land_again(submission, by)
    return submission


def _land_again(submission: Submission, by: Member | None) -> None:
    """As it reads now; what does not fit any more waits."""
    if submission.state == Submission.State.RECEIVED and not submission.is_trial:
        land(submission, by)
    elif submission.landed_id is not None:
        put_off(submission)


def _school_named(submission: Submission, read: Read) -> UUID | None:
    """Where the form asks for no school, the one that was asked stays."""
    if any(question.path == SCHOOL for question in compiled(submission.version).definition.questions()):
        return school_id(submission.office_id, read.answers.get(SCHOOL))
    return submission.school_id


def _stale(submission: Submission, read: Read) -> StaleSubmissionError:
    """Tells both sides: what stands there now, and what was to be stored."""
    now = Submission.objects.select_related("version__form__office").get(pk=submission.pk)
    look = look_at(now)
    found = differing(differences(now.answers, read.answers, look.definition), look)
    both = "; ".join(
        f"“{one.label}” ขณะนี้เป็น “{one.before}” ของท่านเป็น “{one.after}”" for one in found[:MOST_TOLD]
    )
    return StaleSubmissionError(reference=submission.reference, both=f"{both} " if both else "")


def _change(
    submission: Submission, facts: Mapping[str, object], read: Read, actor: Actor, at: datetime, why: str
) -> None:
    revision = submission.revision + 1
    standing = Submission.objects.filter(pk=submission.pk, revision=submission.revision).exclude(
        state=Submission.State.VOID
    )
    if not standing.update(**facts, revision=revision, reason="", marked=[]):
        raise _stale(submission, read)
    changes = differences(submission.answers, read.answers, compiled(submission.version).definition)
    SubmissionEdit.objects.create(
        office_id=submission.office_id, submission=submission, number=revision, xml=submission.xml,
        answers=submission.answers, differences=changes, by_id=actor.pk, at=at, why=why,
    )  # fmt: skip
    paths = [difference["path"] for difference in changes]
    record(
        "submission.edited", by=actor, on=submission, within=submission.form_id, why=why, at=at, changed=paths
    )

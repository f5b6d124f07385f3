"""One submission, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from nithet.core.pictures import PICTURES
from nithet.forms.compiled import compiled
from nithet.forms.models import Submission, SubmissionComment
from nithet.forms.queries.printing import names_of
from nithet.forms.reviewing import Differing, Look, differing


@dataclass(frozen=True, slots=True)
class Edited:
    """One change of the answers, with what stood before it."""

    number: int
    by_name: str
    at: datetime
    why: str
    found: tuple[Differing, ...]


def look_at(submission: Submission) -> Look:
    """Load `version__form__office` with it."""
    version = submission.version
    return Look(
        compiled(version).definition,
        submission.answers,
        names_of(version),
        submission.problems,
        submission.marked,
        _files(submission),
    )


def _files(submission: Submission) -> Mapping[str, tuple[str, str]]:
    office = submission.version.form.office.code
    found = {}
    for one in submission.files.select_related("file"):
        at = [office, submission.pk, one.name]
        small = reverse("forms:submission-small", args=at) if one.file.content_type in PICTURES else ""
        found[one.name] = reverse("forms:submission-own-file", args=at), small
    return found


def edits_of(submission: Submission, look: Look, *, with_files: bool = False) -> list[Edited]:
    """The newest first. Answers of then are worded as the same edition words them; `with_files` opens those of then too."""
    look = look if with_files else replace(look, files={})
    edits = submission.edits.defer("xml", "answers").select_related("by__person")
    return [
        Edited(one.number, _name(one.by), one.at, one.why, tuple(differing(one.differences, look)))
        for one in edits
    ]  # fmt: skip


def _name(user: object) -> str:
    person = getattr(user, "person", None)
    return person.name if person else getattr(user, "name", "") or "ระบบ"


def comments_of(submission: Submission) -> list[tuple[SubmissionComment, str]]:
    return [(one, _name(one.by)) for one in submission.comments.select_related("by__person")]

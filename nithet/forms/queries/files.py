"""The files of a submission that are given to somebody: those that its answers name."""

from __future__ import annotations

from django.db.models import QuerySet

from nithet.forms import access
from nithet.forms.models import Submission, SubmissionFile
from nithet.forms.queries.submissions import unnamed
from nithet.offices.members import Member


def sees_taken_out(member: Member, submission: Submission) -> bool:
    """What an edit took out of the answers stands in its history, for who looks through the form."""
    return bool(access.can_review_form(member, submission.form))


def given_files(submission: Submission, member: Member) -> QuerySet[SubmissionFile]:
    if sees_taken_out(member, submission):
        return submission.files.select_related("file")
    return named_files(submission)


def named_files(submission: Submission) -> QuerySet[SubmissionFile]:
    """What belongs to the answers as they stand now."""
    files = submission.files.select_related("file")
    return files.exclude(pk__in=unnamed(submission.files.all())) if submission.revision else files

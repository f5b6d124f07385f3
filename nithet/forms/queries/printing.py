"""A form or a submission as paper: its definition, its answers, and how lists beside it name their choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import reverse

from nithet.forms.compiled import compiled, given_list
from nithet.forms.definition import Question
from nithet.forms.models import FormVersion, Submission
from nithet.forms.printing.sheet import Paper


def empty_paper(version: FormVersion) -> Paper:
    return Paper(compiled(version).definition, name_of=names_of(version))


def filled_paper(submission: Submission, *, thai_digits: bool = True) -> Paper:
    """Load `version__form__office` with it. Files are named by their addresses."""
    office = submission.version.form.office.code
    names = submission.files.values_list("name", flat=True)
    files = {name: reverse("forms:submission-own-file", args=[office, submission.pk, name]) for name in names}
    return paper_of(submission, files, thai_digits=thai_digits)


def paper_of(submission: Submission, files: Mapping[str, str], *, thai_digits: bool = False) -> Paper:
    """`files`: name → address, for whoever is to see them."""
    version = submission.version
    return Paper(compiled(version).definition, submission.answers, names_of(version), files, thai_digits)


def names_of(version: FormVersion) -> Callable[[Question, str], str]:
    """The label of a choice out of a file; its name where the file does not have it."""

    def name_of(question: Question, name: str) -> str:
        known = given_list(version, question.from_file) if question.from_file else None
        line = (known or {}).get(name, {})
        return line.get("label") or line.get("name") or name

    return name_of

"""What came, understood and checked against its form; stores nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nithet.forms.answers import Answers
from nithet.forms.checking.findings import Finding
from nithet.forms.checking.instance import Instance, UnfitInstanceError, answers_of, read_instance
from nithet.forms.compiled import Compiled, compiled, school_id
from nithet.forms.errors import UnreadableSubmissionError
from nithet.forms.models import Form, FormVersion

SCHOOL = "heading/school"
_NUMBER = re.compile(r"[0-9]{1,9}")
Problem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What came, understood: before anything is stored."""

    instance: Instance
    answers: Answers
    file_names: tuple[str, ...]
    problems: list[Problem]


def as_filled(version: FormVersion, instance: Instance, at: datetime) -> tuple[FormVersion, Read]:
    """The edition that it was filled on, and what came read by it."""
    told = instance.version
    if told != str(version.number) and _NUMBER.fullmatch(told):
        earlier = version.form.versions.select_related("form").filter(number=int(told)).first()
        version = earlier or version
    return version, _read(instance, compiled(version), version.form, at)


def read_submission(xml: bytes, made: Compiled, form: Form, *, at: datetime) -> Read:
    """Understood and checked against the form; stores nothing."""
    return _read(instance_of(xml, form), made, form, at)


def instance_of(xml: bytes, form: Form) -> Instance:
    try:
        return read_instance(xml, form_name=form.name)
    except UnfitInstanceError as unfit:
        raise UnreadableSubmissionError(why=unfit.words) from unfit


def _read(instance: Instance, made: Compiled, form: Form, at: datetime) -> Read:
    try:
        answers, names, found = answers_of(instance, made.definition)
    except UnfitInstanceError as unfit:
        raise UnreadableSubmissionError(why=unfit.words) from unfit
    # A school that was added just now is known to the check too.
    school_id(form.office_id, answers.get(SCHOOL))
    findings = [*found, *made.checker.check(answers, now=at)]
    return Read(instance, answers, tuple(names), [_problem(finding) for finding in findings])


def _problem(finding: Finding) -> Problem:
    return {"path": finding.path, "place": list(finding.place), "code": finding.code, "words": finding.words}

"""Rows as programs read them: of a submission, what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from nithet.forms.api.refusing import UnfitRequestError
from nithet.forms.checking.findings import plain
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition, Group, Kind, Question
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.queries.submissions import sender_of, texts_in

_LONG = 1000
Part = Callable[[Submission], Any]


def _school(one: Submission) -> dict[str, str] | None:
    return {"smis_code": one.school.smis_code, "name": one.school.name} if one.school else None


def _files(one: Submission) -> list[dict[str, Any]]:
    named = {*texts_in(one.answers)}
    return [
        {
            "name": kept.name, "size": kept.file.size, "content_type": kept.file.content_type,
            "url": reverse("api:submission-file", args=[one.form.office.code, one.pk, kept.name]),
        }
        for kept in sorted(one.files.all(), key=lambda kept: kept.name)
        if kept.name in named
    ]  # fmt: skip


PARTS: Mapping[str, Part] = {
    "id": lambda one: one.pk,
    "reference": lambda one: one.reference,
    "instance_id": lambda one: one.instance_id,
    "form": lambda one: one.form.name,
    "version": lambda one: one.version.number,
    "state": lambda one: one.state,
    "is_trial": lambda one: one.is_trial,
    "revision": lambda one: one.revision,
    "received_at": lambda one: one.received_at,
    "decided_at": lambda one: one.decided_at,
    "reason": lambda one: one.reason,
    "school": _school,
    "sender": sender_of,
    "answers": lambda one: one.answers,
    "problems": lambda one: one.problems,
    "files": _files,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Names of `PARTS`, and of answers only these paths where some are named."""

    parts: tuple[str, ...] = tuple(PARTS)
    paths: frozenset[str] = frozenset()

    def of(self, one: Submission) -> dict[str, Any]:
        row = {name: PARTS[name](one) for name in self.parts}
        if self.paths:
            row["answers"] = {path: value for path, value in one.answers.items() if path in self.paths}
        return row


def chosen(fields: str, form: Form) -> Chosen:
    """As `fields` names them; a path must be of some edition of the form."""
    names = dict.fromkeys(name for field in fields.split(",") if (name := field.strip()))
    if not names:
        return Chosen()
    paths = frozenset(name for name in names if name not in PARTS)
    if paths and (unknown := paths - _paths(form)):
        raise UnfitRequestError(
            why=f"ไม่รู้จัก fields: {', '.join(sorted(unknown))[:300]} โปรดใช้ชื่อข้อมูลหรือที่อยู่ของข้อในแบบฟอร์มนี้"
        )
    parts = tuple(name for name in names if name in PARTS)
    # All answers hold the named ones too.
    return Chosen(parts, frozenset() if "answers" in parts else paths)


def _paths(form: Form) -> set[str]:
    """Where answers stand: questions, and repeats with all their lines."""
    found: set[str] = set()
    for version in form.versions.only("tables", "office", "form"):
        found |= answer_paths(compiled(version).definition)
    return found


def answer_paths(definition: Definition) -> set[str]:
    found = set()
    for item, around in definition.walk():
        is_answer = item.is_repeat if isinstance(item, Group) else item.kind != Kind.NOTE
        if is_answer and not any(group.is_repeat for group in around):
            found |= {item.path, f"{item.path}_other"} if _has_other(item) else {item.path}
    return found


def _has_other(item: Question | Group) -> bool:
    return isinstance(item, Question) and item.has_other


def loaded(rows: QuerySet[Submission], wanted: Chosen) -> QuerySet[Submission]:
    """With what the parts ask for: one query, and one for the files."""
    rows = rows.defer("xml").select_related("form__office", "school", "sent_by", "person")
    rows = rows.prefetch_related(Prefetch("version", FormVersion.objects.only("number")))
    return rows.prefetch_related("files__file") if "files" in wanted.parts else rows


# Forms


def form_line(form: Form) -> dict[str, Any]:
    """`newest` was counted by the database."""
    newest: int | None = getattr(form, "newest", None)
    return {
        "name": form.name, "title": form.title, "kind": form.kind, "unit": form.unit.name if form.unit else None,
        "for_schools": form.for_schools, "is_retired": form.retired_at is not None, "newest_version": newest,
    }  # fmt: skip


def version_line(version: FormVersion) -> dict[str, Any]:
    return {"number": version.number, "title": version.title, "published_at": version.published_at}


def question_lines(version: FormVersion) -> Iterable[dict[str, Any]]:
    definition = compiled(version).definition
    for item, around in definition.walk():
        if isinstance(item, Question) and item.kind != Kind.NOTE:
            repeat = next((group.path for group in around if group.is_repeat), "")
            yield _question(item, repeat, definition)


def _question(question: Question, repeat: str, definition: Definition) -> dict[str, Any]:
    choices = [] if question.from_file else definition.choices(question)
    return {
        "path": question.path, "kind": question.kind.value, "label": plain(question.label, _LONG) or question.name,
        "repeat": repeat, "choices_file": question.from_file,
        "choices": [{"name": choice.name, "label": plain(choice.label, _LONG)} for choice in choices],
    }  # fmt: skip

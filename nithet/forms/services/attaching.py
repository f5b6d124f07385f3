"""The files that answers name: which there are, kept as they come, and put beside what came before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import transaction

from nithet.core.files import UnfitFileError, Upload, store
from nithet.core.models import StoredFile
from nithet.core.pictures import PICTURES
from nithet.forms.answers import Answers
from nithet.forms.compiled import compiled
from nithet.forms.definition import FILE_KINDS, Definition, Kind
from nithet.forms.models import FormVersion, Submission, SubmissionFile
from nithet.forms.services.reading import Problem, Read

PICTURE_MAX_BYTES = 10 * 1024 * 1024
FILE_MAX_BYTES = 25 * 1024 * 1024
_PLAIN_NAME = re.compile(r"[^\x00-\x1f/\\]{1,200}")


def keep_files(
    version: FormVersion, read: Read, files: Mapping[str, Upload]
) -> tuple[dict[str, StoredFile], list[Problem]]:
    """Those that an answer names, stored; the others are named as problems and left."""
    kept: dict[str, StoredFile] = {}
    problems: list[Problem] = []
    kinds = kinds_of_files(read.answers, form_definition(version)) if files else {}
    for name, upload in files.items():
        try:
            kept[name] = _keep(version, name, upload, kinds.get(name))
        except UnfitFileError as unfit:
            problems.append({"path": "", "place": [], "code": "file-unfit", "words": unfit.why})
    return kept, problems


def form_definition(version: FormVersion) -> Definition:
    return compiled(version).definition


def _keep(version: FormVersion, name: str, upload: Upload, kind: Kind | None) -> StoredFile:
    if kind is None or not _PLAIN_NAME.fullmatch(name):
        raise UnfitFileError(f"ไฟล์ “{name[:80]}” ไม่มีคำตอบข้อใดอ้างถึง จึงไม่ได้เก็บไว้")
    upload.name = name
    is_picture = kind == Kind.IMAGE

    def check(content_type: str) -> None:
        if is_picture and content_type not in PICTURES:
            raise UnfitFileError(f"ไฟล์ “{name}” ไม่ใช่ภาพ โปรดแนบภาพถ่าย")

    return store(
        version.office_id, upload, max_bytes=PICTURE_MAX_BYTES if is_picture else FILE_MAX_BYTES, check=check
    )


def kinds_of_files(answers: Answers, definition: Definition) -> dict[str, Kind]:
    """Name of a file → the kind of the question that names it."""
    kinds = {
        question.path: question.kind for question in definition.questions() if question.kind in FILE_KINDS
    }
    return dict(files_named(answers, kinds)) if kinds else {}


def files_named(answers: Answers, kinds: Mapping[str, Kind]) -> Iterable[tuple[str, Kind]]:
    """`kinds`: path of a question → what it asks for."""
    for path, value in answers.items():
        if path in kinds and isinstance(value, str):
            yield value, kinds[path]
        elif isinstance(value, list):
            for line in value:
                if isinstance(line, dict):
                    yield from files_named(line, kinds)  # type: ignore[arg-type]


@transaction.atomic
def add_files(submission: Submission, kept: Mapping[str, StoredFile]) -> set[str]:
    """Files that an answer names; the names of those that had not come yet."""
    if not kept:
        return set()
    # One after another: what two requests bring at once is counted once.
    held = Submission.objects.select_for_update().only("answers").get(pk=submission.pk)
    known = set(submission.files.values_list("name", flat=True))
    came = kept.keys() - known
    rows = [file_row(submission, name, kept[name]) for name in sorted(came)]
    SubmissionFile.objects.bulk_create(rows, ignore_conflicts=True)
    awaited = len(kinds_of_files(held.answers, form_definition(submission.version)).keys() - known - came)
    Submission.objects.filter(pk=submission.pk).update(awaited_files=awaited)
    submission.awaited_files = awaited
    return came


def file_row(submission: Submission, name: str, file: StoredFile) -> SubmissionFile:
    return SubmissionFile(office_id=submission.office_id, submission=submission, name=name, file=file)

"""Receiving a filled form: once, whatever the network does; checked, and what fails is kept and marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from nithet.audit.services import Actor, entry, record
from nithet.core.bulk import insert_few, insert_new_with, insert_rows
from nithet.core.files import UnfitFileError, Upload, store
from nithet.core.models import StoredFile
from nithet.core.pictures import PICTURES
from nithet.forms.answers import Answers
from nithet.forms.checking.findings import Finding
from nithet.forms.checking.instance import Instance, UnfitInstanceError, answers_of, read_instance
from nithet.forms.compiled import Compiled, compiled, school_id
from nithet.forms.definition import FILE_KINDS, Definition, Kind
from nithet.forms.errors import DuplicateInstanceError, UnreadableSubmissionError
from nithet.forms.landing import bring_files, land, lands
from nithet.forms.models import Form, FormVersion, Submission, SubmissionFile
from nithet.offices.members import Member

PICTURE_MAX_BYTES = 10 * 1024 * 1024
FILE_MAX_BYTES = 25 * 1024 * 1024
SCHOOL = "heading/school"
_NUMBER = re.compile(r"[0-9]{1,9}")
_PLAIN_NAME = re.compile(r"[^\x00-\x1f/\\]{1,200}")
Problem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What came, understood: before anything is stored."""

    instance: Instance
    answers: Answers
    file_names: tuple[str, ...]
    problems: list[Problem]


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


def receive(
    version: FormVersion,
    *,
    xml: bytes,
    files: Mapping[str, Upload],
    at: datetime,
    by: Member | None = None,
    sender: str = "",
    is_trial: bool = False,
) -> Received:
    """One submission, new or the one that came before under the same name; its files come with it or later.

    `version`: the newest; what was filled on an earlier edition, still open somewhere, is kept as of that one.
    `sender`: as told, where no member sends. Raises UnreadableSubmissionError and DuplicateInstanceError.
    """
    came = prepare(version, xml=xml, files=files, at=at, by=by)
    came.made.is_trial, came.made.sender = is_trial, sender[:200]
    return insert_once(came.made, came.kept, by=by)


def prepare(
    version: FormVersion,
    *,
    xml: bytes,
    files: Mapping[str, Upload],
    at: datetime,
    by: Member | None,
    instance: Instance | None = None,
) -> Prepared:
    """What came, checked, its files kept and its row made but not stored. `instance`: where it was read before."""
    version, read = _as_filled(version, instance or _instance(xml, version.form), at)
    kept, unfit = keep_files(version, read, files)
    made = submission_of(version, xml, read, kept, [*other_school(read, version, by), *unfit], at)
    if by is not None:
        made.sent_by, made.person = by.user, by.person
    return Prepared(made, kept, read, by)


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


def _as_filled(version: FormVersion, instance: Instance, at: datetime) -> tuple[FormVersion, Read]:
    """The edition that it was filled on, and what came read by it."""
    told = instance.version
    if told != str(version.number) and _NUMBER.fullmatch(told):
        earlier = version.form.versions.select_related("form").filter(number=int(told)).first()
        version = earlier or version
    return version, _read(instance, compiled(version), version.form, at)


def read_submission(xml: bytes, made: Compiled, form: Form, *, at: datetime) -> Read:
    """Understood and checked against the form; stores nothing."""
    return _read(_instance(xml, form), made, form, at)


def _instance(xml: bytes, form: Form) -> Instance:
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


def submission_of(
    version: FormVersion,
    xml: bytes,
    read: Read,
    kept: Mapping[str, StoredFile],
    unfit: list[Problem],
    at: datetime,
) -> Submission:
    problems = [*_other_version(version, read.instance), *read.problems, *unfit]
    return Submission(
        office_id=version.office_id,
        form_id=version.form_id,
        version=version,
        instance_id=read.instance.instance_id,
        xml=xml,
        sha256=hashlib.sha256(xml).hexdigest(),
        answers=read.answers,
        problems=problems,
        state=Submission.State.ATTENTION if problems else Submission.State.RECEIVED,
        awaited_files=len({*read.file_names} - kept.keys()),
        school_id=school_id(version.office_id, read.answers.get(SCHOOL)),
        received_at=at,
    )


def _other_version(version: FormVersion, instance: Instance) -> list[Problem]:
    if instance.version in ("", str(version.number)):
        return []
    words = f"กรอกในฉบับที่ {instance.version} แต่ส่งมาเป็นข้อมูลของฉบับที่ {version.number} โปรดตรวจสอบคำตอบ"
    return [{"path": "", "place": [], "code": "other-version", "words": words}]


def other_school(read: Read, version: FormVersion, by: Member | None) -> list[Problem]:
    """Who serves at schools answers for those."""
    own = by.schools_as() if by and not by.units_as() else frozenset()
    named = school_id(version.office_id, read.answers.get(SCHOOL))
    if not own or named is None or named in own:
        return []
    words = "โรงเรียนที่เลือกไม่ตรงกับโรงเรียนที่ผู้ส่งปฏิบัติงาน โปรดตรวจสอบ"
    return [{"path": SCHOOL, "place": [], "code": "other-school", "words": words}]


def _insert(
    made: Submission,
    kept: Mapping[str, StoredFile],
    by: Member | None,
    actor: Actor | None,
    beside: Callable[[], object] | None,
) -> None:
    with transaction.atomic():
        insert_rows([made])
        insert_rows([_file_row(made, name, file) for name, file in kept.items()])
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
        insert_few([_file_row(one.made, name, file) for one in fresh for name, file in one.kept.items()])
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


def _file_row(submission: Submission, name: str, file: StoredFile) -> SubmissionFile:
    return SubmissionFile(office_id=submission.office_id, submission=submission, name=name, file=file)


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
        return before
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


@transaction.atomic
def add_files(submission: Submission, kept: Mapping[str, StoredFile]) -> set[str]:
    """Files that an answer names; the names of those that had not come yet."""
    if not kept:
        return set()
    # One after another: what two requests bring at once is counted once.
    held = Submission.objects.select_for_update().only("answers").get(pk=submission.pk)
    known = set(submission.files.values_list("name", flat=True))
    came = kept.keys() - known
    rows = [_file_row(submission, name, kept[name]) for name in sorted(came)]
    SubmissionFile.objects.bulk_create(rows, ignore_conflicts=True)
    awaited = len(kinds_of_files(held.answers, form_definition(submission.version)).keys() - known - came)
    Submission.objects.filter(pk=submission.pk).update(awaited_files=awaited)
    submission.awaited_files = awaited
    return came


# Files


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

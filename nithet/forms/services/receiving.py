"""Receiving a filled form: once, whatever the network does; checked, and what fails is kept and marked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from nithet.core.files import Upload
from nithet.core.models import StoredFile
from nithet.forms.checking.instance import Instance
from nithet.forms.compiled import school_id
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services.attaching import keep_files
from nithet.forms.services.reading import SCHOOL, Problem, Read, as_filled, instance_of
from nithet.forms.services.storing import Prepared, Received, insert_once
from nithet.offices.members import Member


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
    version, read = as_filled(version, instance or instance_of(xml, version.form), at)
    kept, unfit = keep_files(version, read, files)
    made = submission_of(version, xml, read, kept, [*other_school(read, version, by), *unfit], at)
    if by is not None:
        made.sent_by, made.person = by.user, by.person
    return Prepared(made, kept, read, by)


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

"""Writes of an import: one function a step, each safe to send twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from nithet.audit.services import record
from nithet.core import files, jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.core.tables.matching import memory_of, signature
from nithet.offices.access import can_import
from nithet.offices.imports.errors import ImportStateError, NothingToStoreError
from nithet.offices.imports.files import Layout, content_of, look_at, remembered_matches
from nithet.offices.imports.forgetting import forget_file
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.imports.queries import importable_count, standing_of
from nithet.offices.imports.registry import kind_of
from nithet.offices.members import Member
from nithet.offices.models import ColumnMatch, Import, ImportProblem

State = Import.State
AT_ONCE_ROWS = 500
"""Smaller files are dealt with while the person waits."""
PASTED_NAME = "ตารางที่วาง.csv"


def begin_import(kind: ImportKind, upload: files.Upload, *, by: Member) -> Import:
    """Keep a file whose columns can be read. Raises a TableError, an ImportRefusedError or UnfitFileError."""
    can_import(by, kind.code).or_refuse()
    name = files.plain_name(upload.name or "")
    upload.seek(0)
    layout = look_at(cast("BinaryIO", upload.file), name, kind, remembered_matches(by.office.pk, kind))
    file = files.store(by.office.pk, upload, max_bytes=settings.IMPORT_MAX_BYTES)
    return Import.objects.create(
        office=by.office, kind=kind.code, file=file, name=name, made_by_id=by.pk, made_by_name=by.name[:200],
        made_at=now(), **_layout_facts(layout),
    )  # fmt: skip


def pasted(text: str) -> SimpleUploadedFile:
    """A table copied out of a spreadsheet: values between tabs."""
    return SimpleUploadedFile(PASTED_NAME, text.encode("utf-8"), content_type="text/csv")


def use_sheet(source: Import, sheet: str, *, by: Member) -> Import:
    """Look at another sheet of the same file."""
    can_import(by, source.kind).or_refuse()
    kind = kind_of(source.kind)
    with content_of(source) as file:
        layout = look_at(file, source.name, kind, remembered_matches(by.office.pk, kind), sheet=sheet)
    changed = Import.objects.filter(pk=source.pk, state__in=(State.UPLOADED, State.CHECKED, State.FAILED))
    if not changed.update(**_layout_facts(layout)):
        raise _state_error(source)
    source.refresh_from_db()
    return source


def _layout_facts(layout: Layout) -> dict[str, Any]:
    return {
        "sheet": layout.sheet,
        "headings": list(layout.heading.names),
        "layout": layout.as_json(),
        "columns": layout.chosen(),
    }


def match_columns(
    source: Import, columns: Mapping[int, str], options: Mapping[str, Any], *, by: Member
) -> Import:
    """Say what the columns are, remember it, and check the file: at once when it is small."""
    can_import(by, source.kind).or_refuse()
    kind = kind_of(source.kind)
    with transaction.atomic():
        free = Import.objects.filter(pk=source.pk, state__in=(State.UPLOADED, State.CHECKED, State.FAILED))
        chosen = {str(place): code for place, code in columns.items() if code}
        if _has_stored(source) or not free.update(
            state=State.CHECKING, columns=chosen, options={**options, **kind.given(by)}, counts={}, error=""
        ):
            raise _state_error(source)
        _remember(source, kind, columns)
        job = _start(source, "imports.check", f"ตรวจสอบ “{source.name}”", by)
    _run_if_small(source, job)
    source.refresh_from_db()
    return source


def _remember(source: Import, kind: ImportKind, columns: Mapping[int, str]) -> None:
    ColumnMatch.objects.update_or_create(
        office_id=source.office_id, kind=kind.code, signature=signature(source.headings),
        defaults={"columns": memory_of(source.headings, dict(columns))},
    )  # fmt: skip


def choose(source: Import, choices: Mapping[UUID, str], *, by: Member) -> None:
    """What becomes of rows that need a look."""
    can_import(by, source.kind).or_refuse()
    allowed = {choice.value for choice in kind_of(source.kind).doubt_choices} | {""}
    with transaction.atomic():
        _locked(source, State.CHECKED)
        doubts = ImportProblem.objects.filter(source=source, weight=ImportProblem.Weight.DOUBT)
        for value in {one for one in choices.values() if one in allowed}:
            chosen = [pk for pk, one in choices.items() if one == value]
            doubts.filter(pk__in=chosen).update(choice=value)


def choose_for_all(source: Import, choice: str, *, by: Member) -> None:
    """The same for all rows that nobody has decided yet, also for those beyond the kept ones."""
    can_import(by, source.kind).or_refuse()
    if choice not in {one.value for one in kind_of(source.kind).doubt_choices}:
        return
    with transaction.atomic():
        locked = _locked(source, State.CHECKED)
        doubts = ImportProblem.objects.filter(source=source, weight=ImportProblem.Weight.DOUBT, choice="")
        doubts.update(choice=choice)
        Import.objects.filter(pk=locked.pk).update(options={**locked.options, "doubts": choice})


def start_storing(source: Import, *, end_missing: bool = False, by: Member) -> Import:
    """ "นำเข้า": from here on things are written. Pressed twice it is done once."""
    can_import(by, source.kind).or_refuse()
    with transaction.atomic():
        locked = _locked(source, State.CHECKED)
        ends = end_missing and bool(kind_of(source.kind).ends_missing)
        if not importable_count(locked) and not ends:
            raise NothingToStoreError
        options = {**locked.options, "end_missing": ends}
        Import.objects.filter(pk=locked.pk).update(state=State.IMPORTING, options=options)
        job = _start(locked, "imports.store", f"นำเข้า “{locked.name}”", by, by_name=by.name)
    _run_if_small(locked, job)
    source.refresh_from_db()
    return source


def resume(source: Import, *, by: Member) -> Import:
    """Go on with a pass that broke off."""
    can_import(by, source.kind).or_refuse()
    with transaction.atomic():
        if source.job is None or standing_of(source) != State.FAILED or not jobs.retry(source.job):
            raise _state_error(source)
        state = State.IMPORTING if _has_stored(source) else State.CHECKING
        Import.objects.filter(pk=source.pk, state=State.FAILED).update(state=state, error="")
        record("import.resumed", by=by, on=source)
    _run_if_small(source, source.job)
    source.refresh_from_db()
    return source


def discard(source: Import, *, by: Member) -> None:
    """Drop it. What was stored before a break stays; a pass that still runs must be stopped first."""
    can_import(by, source.kind).or_refuse()
    with transaction.atomic():
        locked = (
            Import.objects.select_for_update(of=("self",)).select_related("job", "file").get(pk=source.pk)
        )
        if locked.state == State.DISCARDED:
            return
        standing = standing_of(locked)
        if standing == State.CHECKING and locked.job:
            jobs.cancel(locked.job)
        elif standing not in {State.UPLOADED, State.CHECKED, State.FAILED}:
            raise _state_error(locked)
        Import.objects.filter(pk=locked.pk).update(state=State.DISCARDED, finished_at=now())
        ImportProblem.objects.filter(source=locked).delete()
        forget_file(locked, kind_of(locked.kind))
        record("import.discarded", by=by, on=locked)


def _locked(source: Import, state: str) -> Import:
    """The import, if it still is in that state; others wait until this is done."""
    locked = Import.objects.select_for_update().filter(pk=source.pk, state=state).first()
    if locked is None:
        raise _state_error(source)
    return locked


def _has_stored(source: Import) -> bool:
    """A pass of storing has begun: the columns hold from then on."""
    return source.job is not None and source.job.kind == "imports.store"


def _start(source: Import, code: str, title: str, by: Member, **payload: str) -> Job:
    job = jobs.start(
        code, office_id=source.office_id, by=by, title=title, **{"import": str(source.pk)}, **payload
    )
    Import.objects.filter(pk=source.pk).update(job=job)
    return job


def _run_if_small(source: Import, job: Job) -> None:
    if source.layout.get("rows", 0) <= AT_ONCE_ROWS:
        jobs.perform.func(str(job.pk))


def _state_error(source: Import) -> ImportStateError:
    source.refresh_from_db()
    return ImportStateError(name=source.name, state=State(standing_of(source)).label)

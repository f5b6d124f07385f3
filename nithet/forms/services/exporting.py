"""Submissions given out as files: a job that goes through them in batches, and the file kept for who asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import time, timedelta
from io import BytesIO
from itertools import count
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from nithet.audit.services import record
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.errors import told_when_full
from nithet.core.files import plain_name
from nithet.core.models import Job, StoredFile
from nithet.core.pictures import PICTURES, without_position
from nithet.forms import access
from nithet.forms.compiled import compiled
from nithet.forms.errors import NothingToExportError
from nithet.forms.exporting.shape import Holds, Rows, Wanted, sheets_of
from nithet.forms.exporting.writing import (
    CsvWriter,
    JsonWriter,
    Packed,
    ParquetWriter,
    Writer,
    XlsxWriter,
    file_names,
    targets,
)
from nithet.forms.models import Form, FormVersion, Submission, SubmissionFile
from nithet.forms.queries.submissions import labels_of, narrowed, unnamed
from nithet.forms.sifting import SubmissionFilter
from nithet.offices.members import Member

EXPORT, PURGE = "forms.export", "forms.exports"
KINDS = {"xlsx": "Excel (.xlsx)", "csv": "CSV", "json": "JSON", "parquet": "Parquet"}
KEPT = timedelta(days=7)
"""So long a file can be fetched; then it is deleted."""
BATCH = 250
"""So few are held at once that Python need not look through them again and again for what could be forgotten."""
TELL = 8
"""After so many batches the job says how far it is."""
FILES = 100
"""So many are packed between two signs of life."""
FOLDER = "exports"
_NO_NAME = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))
FACTS: tuple[tuple[str, str, Holds], ...] = (
    ("_reference", "เลขอ้างอิง", "text"), ("_received_at", "ได้รับเมื่อ", "moment"), ("_sender", "ผู้ส่ง", "text"),
    ("_state", "สถานะ", "text"), ("_version", "ฉบับที่", "number"), ("_problems", "ข้อที่โปรดตรวจสอบ", "number"), ("_id", "รหัสชุดข้อมูล", "text"),
)  # fmt: skip
_FIELDS = (
    "pk",
    "received_at",
    "sent_by__name",
    "sender",
    "state",
    "version__number",
    "problems",
    "instance_id",
    "answers",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """How it is given out. `given`: the query of the table that narrows it."""

    kind: str = "xlsx"
    labels: bool = True
    split: bool = False
    files: bool = False
    given: str = ""

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.labels, self.split)


@transaction.atomic
def start_export(form: Form, choice: Choice, *, by: Member, key: UUID | None = None) -> Job:
    """The job; with a key that is known already, that job."""
    access.can_export(by, form).or_refuse()
    if not chosen(form, choice).exists():
        raise NothingToExportError
    mark = f"{EXPORT} {by.user.pk} {key}" if key else None
    if mark and (known := Job.objects.filter(key=mark).first()):
        return known  # sent twice
    record("form.exported", by=by, on=form, format=choice.kind, files=choice.files)
    return jobs.start(
        EXPORT, office_id=form.office_id, by=by.user, title=f"ส่งออกข้อมูล “{form.title}”", key=mark,
        form=str(form.pk), **asdict(choice),
    )  # fmt: skip


def chosen(form: Form, choice: Choice) -> QuerySet[Submission]:
    sieve = SubmissionFilter(QueryDict(choice.given), form=form)
    return narrowed(access.openable_submissions(form), sieve.given)


def exports_of(member: Member, form: Form | None = None) -> QuerySet[Job]:
    """One's own, as long as they can be fetched."""
    mine = Job.objects.filter(
        kind=EXPORT, office_id=member.office.pk, made_by_id=member.user.pk, made_at__gt=now() - KEPT
    )
    return mine.filter(payload__form=str(form.pk)) if form else mine


@jobs.job(EXPORT, "ส่งออกข้อมูลของแบบฟอร์ม")
def export(job: Job) -> None:
    told = dict(job.payload)
    form = Form.objects.select_related("office").get(pk=told.pop("form"), office=job.office_id)
    choice = Choice(**told)
    with told_when_full(), TemporaryFile(prefix="nithet-export-") as file:
        ending = write_export(form, choice, file, job=job)
        file.seek(0)
        kept = default_storage.save(f"{FOLDER}/{form.office_id}/{job.pk}.{ending}", File(file))
    # What was cancelled, or done by another worker meanwhile, would stay for ever: nothing names it.
    if not Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).exists():
        default_storage.delete(kept)
        raise jobs.JobCancelledError
    job.result = {"file": kept, "name": plain_name(f"{form.title.translate(_NO_NAME)[:120]}.{ending}")}


def write_export(form: Form, choice: Choice, to: BinaryIO, *, job: Job | None = None) -> str:
    """Writes the file and returns its ending. Memory stays the same for any number of rows."""
    rows = chosen(form, choice)
    versions = list(form.versions.defer("tables", "xform", "html", "model").order_by("-number"))
    main = sheets_of([(compiled(one).definition, _labels(one)) for one in versions], choice.wanted)
    tables = targets(main, FACTS, choice.wanted)
    is_many = choice.kind in ("csv", "parquet")
    names = file_names(tables, choice.kind) if is_many else [f"submissions.{choice.kind}"]
    packed = Packed(to, names, _files(rows, job) if choice.files else None)
    with packed.stack:
        if choice.kind == "json":
            _write_json(rows, packed, job)
        else:
            _write_tables(rows, Rows(main), _writer(choice, packed, tables), job)
        if not is_many:
            packed.close()
    return choice.kind if packed.is_alone else "zip"


def _labels(version: FormVersion) -> Any:
    return lambda question: labels_of(version, question)


def _writer(choice: Choice, packed: Packed, tables: Sequence[Any]) -> Writer:
    if choice.kind == "csv":
        return CsvWriter(packed, tables, choice.wanted)
    return ParquetWriter(packed, tables) if choice.kind == "parquet" else XlsxWriter(packed.files[0], tables)


def _write_tables(rows: QuerySet[Submission], made: Rows, writer: Writer, job: Job | None) -> None:
    states = dict(Submission.State.choices)
    for batch in _batches(rows, job):
        for pk, at, name, sender, state, version, problems, instance, answers in batch:
            key = _reference(pk)
            facts = [key, at, name or sender, states[state], version, len(problems), instance]
            made.add([key, instance], facts, answers)
        writer.write(made.taken())
    writer.close()


def _write_json(rows: QuerySet[Submission], packed: Packed, job: Job | None) -> None:
    writer = JsonWriter(packed.files[0])
    names = ("reference", "received_at", "sender", "state", "version", "problems", "id", "answers")
    for batch in _batches(rows, job):
        writer.write_objects(
            [
                dict(zip(names, (_reference(pk), at.isoformat(), name or sender, state, version, problems, instance, answers), strict=True))
                for pk, at, name, sender, state, version, problems, instance, answers in batch
            ]
        )  # fmt: skip
    writer.close()


def _reference(pk: UUID) -> str:
    return pk.hex[-8:].upper()


def _batches(rows: QuerySet[Submission], job: Job | None) -> Iterator[list[tuple[Any, ...]]]:
    """The oldest first; each batch is a query of its own that begins where the last one ended."""
    total, done, last = rows.count() if job else 0, 0, None
    lines = rows.order_by("received_at", "pk").values_list(*_FIELDS)
    for number in count(1):
        batch = list((lines.filter(_after(*last)) if last else lines)[:BATCH])
        if batch:
            yield batch
            last = batch[-1][1], batch[-1][0]
        done += len(batch)
        if job and (number % TELL == 0 or len(batch) < BATCH):
            jobs.advance(job, done, total=total, doing=f"เขียนแล้ว {done:,} ชุด")
        if len(batch) < BATCH:
            return


def _after(at: Any, pk: UUID) -> Q:
    return Q(received_at__gte=at) & (Q(received_at__gt=at) | Q(pk__gt=pk))


def _files(rows: QuerySet[Submission], job: Job | None) -> Iterator[tuple[str, IO[bytes]]]:
    """What was attached, in a folder for each submission."""
    folders, done = _Folders(), 0
    for batch in _file_batches(rows):
        for one in batch:
            if content := _content(one.file):
                yield f"files/{folders.of(one.submission_id)}/{plain_name(one.name)}", content
        done += len(batch)
        if job:
            jobs.advance(job, job.done, doing=f"แนบไฟล์แล้ว {done:,} ไฟล์")


def _file_batches(rows: QuerySet[Submission]) -> Iterator[list[SubmissionFile]]:
    """No query stays open while the job tells how far it is."""
    found = SubmissionFile.objects.filter(submission__in=rows.order_by().values("pk")).order_by("pk")
    last = None
    while batch := list((found.filter(pk__gt=last) if last else found).select_related("file")[:FILES]):
        last = batch[-1].pk
        gone = set(unnamed(found.filter(pk__in=[one.pk for one in batch])))
        yield [one for one in batch if one.pk not in gone]


def _content(stored: StoredFile) -> IO[bytes] | None:
    """Pictures leave without their position."""
    try:
        content: IO[bytes] = stored.content.open("rb")
    except FileNotFoundError:
        return None
    if stored.content_type not in PICTURES:
        return content
    with content:
        return BytesIO(without_position(content.read(), stored.content_type))


class _Folders:
    """The reference of a submission; with a number where another one of the export has the same."""

    def __init__(self) -> None:
        self.taken: dict[str, dict[UUID, int]] = {}

    def of(self, pk: UUID) -> str:
        reference = _reference(pk)
        same = self.taken.setdefault(reference, {})
        number = same.setdefault(pk, len(same) + 1)
        return reference if number == 1 else f"{reference}-{number}"


# Deleting


@jobs.job(PURGE, "ลบไฟล์ส่งออกข้อมูลแบบฟอร์มที่ครบกำหนด", daily_at=time(1, 20))
def purge(job: Job) -> None:
    delete_exports(Job.objects.filter(finished_at__lte=now() - KEPT))
    _delete_unnamed()


def _delete_unnamed() -> None:
    """What a worker left that was lost between keeping a file and naming it."""
    if not default_storage.exists(FOLDER):
        return
    named = set(
        Job.objects.filter(kind=EXPORT, result__has_key="file").values_list("result__file", flat=True)
    )
    for office in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{office}")[1]:
            path = f"{FOLDER}/{office}/{name}"
            if path not in named and default_storage.get_modified_time(path) <= now() - KEPT:
                default_storage.delete(path)


def delete_exports(among: QuerySet[Job]) -> int:
    """How many files went; the jobs stay as a record that there were some."""
    found = list(among.filter(kind=EXPORT, result__has_key="file"))
    for job in found:
        default_storage.delete(job.result.pop("file"))
        Job.objects.filter(pk=job.pk).update(result=job.result)
    return len(found)

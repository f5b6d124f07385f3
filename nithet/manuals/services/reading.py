"""Files brought in to be read as one manual: kept first, then read, in the background where that takes long.

Whatever becomes of the reading, the files stay and can be read again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.services import record
from nithet.core import files, jobs
from nithet.core.clock import now, today
from nithet.core.errors import DomainError
from nithet.core.jobs import FAILED_WORDS, JobCancelledError, advance, job
from nithet.core.models import Job, StoredFile
from nithet.manuals import access
from nithet.manuals.draft import ManualDraft
from nithet.manuals.errors import NotReadError, SameTextError, UploadStateError
from nithet.manuals.given import Given, is_quick
from nithet.manuals.models import Manual, ManualSource, ManualUpload, ManualVersion
from nithet.manuals.reading import UnreadableManualError
from nithet.manuals.services.drafting import draft_of, keep_sources, source_name
from nithet.manuals.sources import Extracted, Progress, Sort, UnreadableSourceError, extract, joined, ocr
from nithet.manuals.words import pages_words
from nithet.offices.members import Member, member_of
from nithet.offices.models import Office, Unit

State, Scans = ManualUpload.State, ManualUpload.Scans
TELL_SECONDS = 0.5
CONTENT_TYPES = {
    Sort.DOCX: files.KINDS[".docx"][0],
    Sort.DOC: files.KINDS[".doc"][0],
    Sort.PDF: files.KINDS[".pdf"][0],
    Sort.PLAIN: files.KINDS[".txt"][0],
}


def begin(
    given: Sequence[Given], *, manual: Manual | None = None, unit: Unit | None = None, by: Member
) -> ManualUpload:
    """Keep files and have them read as one manual, in this order."""
    access.can_upload(by).or_refuse()
    sources = kept(given, by=by)
    upload = _received(sources, manual=manual, unit=unit, by=by)
    if is_quick(given):
        jobs.perform.func(str(upload.job_id))
    upload.refresh_from_db()
    return upload


@transaction.atomic
def _received(sources: Sequence[ManualSource], *, by: Member, **facts: Any) -> ManualUpload:
    upload = ManualUpload.objects.create(office=by.office, made_by=by.user, made_at=now(), **facts)
    for source in sources:
        source.upload = upload
    ManualSource.objects.bulk_create(sources)
    record("manual.received", by=by, on=upload, files=[source.name for source in sources])
    _start(upload, sources, by=by)
    upload.refresh_from_db()
    return upload


@transaction.atomic
def recognise(version: ManualVersion, *, by: Member) -> ManualUpload:
    """Read the files of a version once more with their scanned pages, as another draft: this one stays as it is.

    While that is under way, again gives the same.
    """
    access.can_upload(by).or_refuse()
    if not can_recognise():
        raise NotReadError("ระบบนี้ไม่มีโปรแกรมอ่านภาพสแกน โปรดนำเข้าไฟล์ Word ต้นฉบับ หรือแจ้งผู้ดูแลระบบ")
    # The lock makes the same button pressed twice at once wait, so that the second finds the first.
    Office.objects.select_for_update().get(pk=by.office.pk)
    mine = ManualUpload.objects.filter(manual=version.manual_id, made_by=by.user, state=State.READING)
    under_way = mine.filter(scans=Scans.RECOGNISE).exclude(job__state__in=Job.ENDED)
    if there := under_way.first():
        return there
    sources = [
        ManualSource(office=by.office, file_id=one.file_id, position=one.position, name=one.name)
        for one in version.sources.order_by("position")
    ]
    if not version.sources.exclude(scanned=[]).exists():
        raise NotReadError("คู่มือฉบับนี้ไม่มีหน้าที่เป็นภาพสแกน โปรดแก้ไขในโครงสร้าง")
    return _received(sources, manual=version.manual, scans=Scans.RECOGNISE, by=by)


def kept(given: Sequence[Given], *, by: Member) -> list[ManualSource]:
    """The files stored as they came, as sources not saved yet."""
    access.can_upload(by).or_refuse()
    return [
        ManualSource(office=by.office, file=_stored(one, by=by), position=at, name=one.name[:255])
        for at, one in enumerate(given, start=1)
    ]


def _stored(one: Given, *, by: Member) -> StoredFile:
    return files.store(
        by.office.pk,
        one.upload,
        max_bytes=settings.MANUAL_FILE_MAX_BYTES,
        content_type=CONTENT_TYPES[one.sort],
    )


def _start(upload: ManualUpload, sources: Sequence[ManualSource], *, by: Member) -> Job:
    title = f"อ่านคู่มือ “{source_name([source.name for source in sources])}”"
    started = jobs.start(
        "manuals.read", office_id=upload.office_id, by=by, title=title, upload=str(upload.pk)
    )
    ManualUpload.objects.filter(pk=upload.pk).update(job=started)
    return started


def read_again(upload: ManualUpload, *, scans: str = "", by: Member) -> ManualUpload:
    """Read files once more after a failure, or in the way that was chosen for scanned pages."""
    access.can_upload(by).or_refuse()
    with transaction.atomic():
        if not _stopped(upload).update(state=State.READING, scans=scans or upload.scans, error=""):
            raise UploadStateError(act="สั่งอ่านใหม่")
        record("manual.reread", by=by, on=upload, scans=scans)
        _start(upload, list(upload.sources.all()), by=by)
    upload.refresh_from_db()
    return upload


def drop(upload: ManualUpload, *, by: Member) -> None:
    """Give up files that no manual came of; history keeps that they were there."""
    access.can_upload(by).or_refuse()
    with transaction.atomic():
        names = list(upload.sources.values_list("name", flat=True))
        record("manual.dropped", by=by, on=upload, files=names)
        if not _stopped(upload).delete()[0]:
            raise UploadStateError(act="ลบ")


def _stopped(upload: ManualUpload) -> QuerySet[ManualUpload]:
    """The upload, if nothing is at work on it."""
    ended = Q(state=State.READING, job__state__in=(Job.State.FAILED, Job.State.CANCELLED))
    free = Q(state__in=(State.FAILED, State.ASKED)) | ended | Q(state=State.READING, job=None)
    return ManualUpload.objects.filter(free, pk=upload.pk)


@job("manuals.read", "อ่านคู่มือ")
def read(running: Job) -> None:
    upload = _resumed(running)
    if upload is None:
        return
    with _failing(upload):
        sources = list(upload.sources.select_related("file").order_by("position"))
        by = _reader(running, upload)
        extracted = joined([_read_source(source, upload, running) for source in sources])
        if _must_ask(upload, extracted):
            _ask(upload, running, extracted.scanned)
            return
        advance(running, running.total, doing="กำลังทำความเข้าใจกระบวนงานและขั้นตอน")
        # Understanding takes seconds, and nobody else may wait for it: first this, then the transaction.
        _keep(upload, draft_of(extracted), extracted.text, sources, running, by=by)


def _resumed(running: Job) -> ManualUpload | None:
    """The upload of a job, being read again after a failure; None where it is settled meanwhile."""
    mine = ManualUpload.objects.filter(pk=running.payload["upload"], job=running)
    if not mine.filter(state__in=(State.READING, State.FAILED)).update(state=State.READING, error=""):
        return None
    return mine.select_related("office", "manual__unit", "unit").first()


def _reader(running: Job, upload: ManualUpload) -> Member:
    user = User.objects.filter(pk=running.made_by_id).first() if running.made_by_id else None
    member = member_of(user, upload.office.code, on=today()) if user else None
    if member is None:
        raise NotReadError("ผู้นำเข้าไม่ได้ปฏิบัติหน้าที่ในสำนักงานนี้แล้ว โปรดให้ผู้ที่ปฏิบัติหน้าที่นำเข้าไฟล์ใหม่")
    return member


def _read_source(source: ManualSource, upload: ManualUpload, running: Job) -> Extracted:
    tell = _told(running, source.name)
    try:
        content = source.file.content.open("rb")
    except FileNotFoundError as lost:
        raise NotReadError(f"ไม่พบไฟล์ “{source.name}” ที่เก็บไว้ โปรดนำเข้าไฟล์นี้ใหม่") from lost
    with content as opened:
        file = cast("BinaryIO", opened)
        found = extract(file, source.name, progress=tell)
        if found.scanned and upload.scans == Scans.RECOGNISE:
            pages = ocr.read_pages(file, source.name, found.scanned, tell)
            found = extract(file, source.name, progress=tell, recognised=pages)
    source.pages = max((*(place.page for place in found.places), *found.scanned), default=0)
    source.scanned, source.remarks = list(found.scanned), list(found.remarks)
    source.save(update_fields=["pages", "scanned", "remarks"])
    return found


def _told(running: Job, name: str) -> Progress:
    """Tells people how far it is, not oftener than they can see."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_SECONDS:
            last = time.monotonic()
            advance(running, done, total=total, doing=f"กำลังอ่านไฟล์ “{name[:200]}”")

    return tell


def _must_ask(upload: ManualUpload, extracted: Extracted) -> bool:
    """Scanned pages can be recognised, and nobody has said yet whether they shall be."""
    if not extracted.text.strip():
        if upload.scans == Scans.ASK and can_recognise():
            return True
        raise NotReadError(
            f"ไฟล์นี้เป็นภาพสแกนทั้งไฟล์ ({pages_words(extracted.scanned)}) จึงไม่มีข้อความให้อ่าน"
            if extracted.scanned
            else "ไฟล์นี้ไม่มีข้อความ"
        )
    return bool(extracted.scanned) and upload.scans == Scans.ASK and can_recognise()


def can_recognise() -> bool:
    """Whether scanned pages can be read here."""
    return ocr.is_available()


def _ask(upload: ManualUpload, running: Job, pages: Sequence[int]) -> None:
    ManualUpload.objects.filter(pk=upload.pk, state=State.READING).update(state=State.ASKED)
    words = f"{pages_words(pages)} เป็นภาพสแกน โปรดเลือกวิธีอ่าน"
    running.result = {"words": words, "url": _page(upload)}


def _keep(
    upload: ManualUpload,
    draft: ManualDraft,
    text: str,
    sources: Sequence[ManualSource],
    running: Job,
    *,
    by: Member,
) -> None:
    try:
        with transaction.atomic():
            version = keep_sources(draft, text, sources, unit=upload.unit, manual=upload.manual, by=by)
            _done(upload, version)
        words = f"อ่านแล้ว “{version.manual.title}” โปรดตรวจทานก่อนเสนอขอความเห็นชอบ"
    except SameTextError as same:
        _done(upload, same.version)
        words = same.text
    running.result = {"words": words, "url": _page(upload)}


def _done(upload: ManualUpload, version: ManualVersion) -> None:
    ManualUpload.objects.filter(pk=upload.pk, state=State.READING).update(state=State.DONE, version=version)


def _page(upload: ManualUpload) -> str:
    return reverse("manuals:upload-page", args=[upload.office.code, upload.pk])


@contextmanager
def _failing(upload: ManualUpload) -> Iterator[None]:
    """A reading that breaks off leaves the files, with a sentence that people understand."""
    try:
        yield
    except JobCancelledError:
        raise
    except (UnreadableSourceError, UnreadableManualError) as error:
        why = error.message if isinstance(error, UnreadableSourceError) else error.reason
        _fail(upload, why)
        raise NotReadError(why) from error
    except DomainError as error:
        _fail(upload, error.text)
        raise
    except Exception:
        _fail(upload, FAILED_WORDS)
        raise


def _fail(upload: ManualUpload, why: str) -> None:
    ManualUpload.objects.filter(pk=upload.pk, state=State.READING).update(state=State.FAILED, error=why)

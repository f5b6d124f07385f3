"""Files that were brought in: where their reading stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from nithet.core.models import Job
from nithet.manuals.models import ManualSource, ManualUpload
from nithet.manuals.words import SOURCE_REMARKS, pages_words

State = ManualUpload.State
STOPPED = "หยุดอ่านตามที่สั่งแล้ว ไฟล์ยังเก็บไว้ สั่งอ่านใหม่ได้"
LOST = "การอ่านไม่สำเร็จ ไฟล์ยังเก็บไว้ โปรดสั่งอ่านใหม่"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of an upload: its pages without text, and what was odd about it, in words."""

    source: ManualSource
    scanned: str
    remarks: Sequence[str]

    @classmethod
    def of(cls, source: ManualSource) -> FileLine:
        remarks = [SOURCE_REMARKS[code] for code in source.remarks if code in SOURCE_REMARKS]
        return cls(source, pages_words(source.scanned), remarks)


def file_lines(upload: ManualUpload) -> list[FileLine]:
    return [FileLine.of(source) for source in upload.sources.select_related("file").order_by("position")]


def standing_of(upload: ManualUpload) -> str:
    """Its state; a reading whose work ended without a word has failed."""
    if upload.state == State.READING and (upload.job is None or upload.job.state in Job.ENDED):
        return State.FAILED
    return upload.state


def why_not(upload: ManualUpload) -> str:
    """Why files are not read, in words."""
    if upload.error:
        return upload.error
    if upload.job and upload.job.state == Job.State.CANCELLED:
        return STOPPED
    return (upload.job.error if upload.job else "") or LOST


def waiting(uploads: QuerySet[ManualUpload]) -> list[ManualUpload]:
    """Those that no manual came of yet, the latest first."""
    return list(uploads.exclude(state=State.DONE).prefetch_related("sources").select_related("job")[:10])

"""What the computer officer does: long work tried again or stopped, a backup at once."""

from django.db import transaction

from nithet.audit.services import record
from nithet.core import jobs
from nithet.core.backup import daily
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.core.models import Job
from nithet.offices.members import Member
from nithet.workspace import access


class JobEndedError(DomainError):
    code = "job-ended"
    message = "“{job}” สิ้นสุดไปแล้ว จึงยกเลิกไม่ได้ โปรดเปิดหน้านี้ใหม่เพื่อดูผล"


class JobNotFailedError(DomainError):
    code = "job-not-failed"
    message = "“{job}” ยังทำงานอยู่หรือเสร็จสิ้นแล้ว จึงไม่ต้องลองใหม่ โปรดเปิดหน้านี้ใหม่เพื่อดูผล"


@transaction.atomic
def cancel_job(job: Job, *, by: Member) -> None:
    """It stops at its next step; what it has done stays."""
    access.can_steer(by, job).or_refuse()
    if not jobs.cancel(job):
        raise JobEndedError(job=job.title)
    record("job.cancelled", by=by, on=job)


@transaction.atomic
def retry_job(job: Job, *, by: Member) -> None:
    """It goes on from where it stopped."""
    access.can_steer(by, job).or_refuse()
    if not jobs.retry(job):
        raise JobNotFailedError(job=job.title)
    record("job.retried", by=by, on=job)


@transaction.atomic
def start_backup(*, by: Member) -> Job:
    """A backup at once; pressed twice, the one that is under way."""
    access.can_back_up(by).or_refuse()
    under_way = Job.objects.filter(kind__in=(daily.NOW, daily.DAILY)).exclude(state__in=Job.ENDED).first()
    if under_way:
        return under_way
    # Of two presses at the same time both may find none under way: the key makes them one.
    key = f"{daily.NOW} {now():%Y-%m-%d %H:%M:%S}"
    started = jobs.start(daily.NOW, by=by, key=key)
    record("backup.started", by=by, on=by.office)
    return started

"""Long work in the background. A kind of job is a function; a job is one call of it, kept as a row that people can watch.

The queue and its worker are django-tasks'. What is added here is what people need: how far it is, going on after
a break, once a day, and a sentence where it failed. A job's function works in short transactions and calls
`advance` after each, at least once a minute; it can be run again from `job.cursor` without doing anything twice.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django_tasks import task

from nithet.core.clock import now
from nithet.core.decisions import YES, Answer
from nithet.core.errors import DomainError
from nithet.core.models import Job
from nithet.thai.dates import BANGKOK

logger = logging.getLogger(__name__)

SILENT_AFTER = timedelta(minutes=3)
"""A job that says nothing for so long has lost its worker."""
MOST_ATTEMPTS = 3
FAILED_WORDS = "งานนี้ไม่สำเร็จเพราะข้อผิดพลาดของระบบ ผู้ดูแลระบบเห็นรายละเอียดแล้ว โปรดลองใหม่ หรือติดต่อผู้ดูแลระบบของสำนักงาน"


class JobCancelledError(Exception):
    """Raised inside a job whose owner cancelled it."""


MayAct = Callable[[Any, Job], Answer]
"""Whether a member may stop a job and take it up again: what the thing that it works on asks."""


@dataclass(frozen=True)
class Kind:
    code: str
    title: str
    run: Callable[[Job], None]
    daily_at: time | None  # Bangkok time
    may_steer: MayAct | None = None


KINDS: dict[str, Kind] = {}
MINUTELY: list[Callable[[], object]] = []
"""Short work that the worker does every minute (sealing history)."""


def job(
    code: str, title: str, *, daily_at: time | None = None, may_steer: MayAct | None = None
) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Declare a kind of job. Apps import the module that holds it when Django starts (`AppConfig.ready`)."""

    def declare(run: Callable[[Job], None]) -> Callable[[Job], None]:
        KINDS[code] = Kind(code, title, run, daily_at, may_steer)
        return run

    return declare


def may_steer(member: Any, found: Job) -> Answer:
    """Whoever sees a job may stop it and take it up again, unless its kind asks for more."""
    kind = KINDS.get(found.kind)
    return kind.may_steer(member, found) if kind and kind.may_steer else YES


def start(
    code: str,
    *,
    office_id: UUID | None = None,
    by: Any = None,
    title: str = "",
    key: str | None = None,
    **payload: Any,
) -> Job:
    """Queue a job in the caller's transaction. With a key that is known already, that job."""
    if key and (known := Job.objects.filter(key=key).first()):
        return known
    made = Job(
        kind=code, office_id=office_id, title=(title or KINDS[code].title)[:300], key=key,
        payload=payload, made_by_id=by.pk if by else None, made_at=now(), beat_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            perform.enqueue(str(made.pk))
    except IntegrityError:
        return Job.objects.get(key=key)
    return made


@task()
def perform(job_id: str) -> None:
    """Run one job, unless somebody else does or it has ended."""
    if not _claimed(job_id):
        return
    found = Job.objects.get(pk=job_id)
    try:
        KINDS[found.kind].run(found)
    except JobCancelledError:
        return
    except DomainError as error:
        _end(found, Job.State.FAILED, error=error.text)
    except Exception:
        logger.exception("Job %s (%s) failed", found.pk, found.kind)
        _end(found, Job.State.FAILED, error=FAILED_WORDS, detail=traceback.format_exc())
    else:
        _end(found, Job.State.DONE)


def _claimed(job_id: str) -> bool:
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, beat_at__lt=now() - SILENT_AFTER)
    changed = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, started_at=now(), beat_at=now()
    )
    return bool(changed)


def _end(ended: Job, state: str, **facts: str) -> None:
    Job.objects.filter(pk=ended.pk, state=Job.State.RUNNING).update(
        state=state, finished_at=now(), result=ended.result, **facts
    )


def advance(
    running: Job,
    done: int,
    *,
    total: int | None = None,
    doing: str = "",
    cursor: dict[str, Any] | None = None,
) -> None:
    """Say how far a job is and where to go on after a break. Raises JobCancelledError where it was cancelled."""
    running.done, running.beat_at = done, now()
    running.total = running.total if total is None else total
    running.doing = doing[:300] or running.doing
    running.cursor = running.cursor if cursor is None else cursor
    told = {
        name: getattr(running, name) for name in ("done", "total", "doing", "cursor", "result", "beat_at")
    }
    if not Job.objects.filter(pk=running.pk, state=Job.State.RUNNING).update(**told):
        raise JobCancelledError


def cancel(found: Job) -> bool:
    """Stop a job at its next step; what it has done stays."""
    unfinished = Job.objects.filter(pk=found.pk).exclude(state__in=Job.ENDED)
    return bool(unfinished.update(state=Job.State.CANCELLED, finished_at=now()))


def retry(found: Job) -> bool:
    """Queue a failed or cancelled job again, from where it stopped."""
    with transaction.atomic():
        ended = Job.objects.filter(pk=found.pk, state__in=(Job.State.FAILED, Job.State.CANCELLED))
        if not ended.update(
            state=Job.State.QUEUED, attempts=0, error="", detail="", finished_at=None, beat_at=now()
        ):
            return False
        perform.enqueue(str(found.pk))
    return True


def resume_silent() -> int:
    """Queue again what lost its worker; give up after a few attempts. Returns how many were queued."""
    silent = Job.objects.exclude(state__in=Job.ENDED).filter(beat_at__lt=now() - SILENT_AFTER)
    given_up = silent.filter(attempts__gte=MOST_ATTEMPTS)
    given_up.update(state=Job.State.FAILED, error=FAILED_WORDS, detail="Lost its worker", finished_at=now())
    lost = [str(pk) for pk in silent.values_list("pk", flat=True)]
    for pk in lost:
        perform.enqueue(pk)
    return len(lost)


def start_due(at: datetime | None = None) -> list[Job]:
    """Start the daily jobs whose time of day has come; each once a day, however many workers ask."""
    moment = (at or now()).astimezone(BANGKOK)
    due = [kind for kind in KINDS.values() if kind.daily_at and kind.daily_at <= moment.time()]
    keys = {f"{kind.code} {moment.date()}": kind for kind in due}
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    return [start(kind.code, key=key) for key, kind in keys.items() if key not in known]


def run_queued() -> int:
    """Run all that is queued here and now, in order. For commands and tests; the worker does it by itself."""
    queued = list(Job.objects.filter(state=Job.State.QUEUED).order_by("made_at").values_list("pk", flat=True))
    for pk in queued:
        perform.func(str(pk))
    return len(queued)

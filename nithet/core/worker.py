"""The worker: runs queued jobs one after another, starts daily ones, and does what is to be done every minute."""

import logging
import os
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Heartbeat, Job

logger = logging.getLogger(__name__)

PAUSE_S = 1.0
MINUTE_S = 60.0
KEPT_FOR = timedelta(days=90)
"""For how long ended jobs stay to be looked at."""


def run(*, once: bool = False, with_parent: bool = False) -> None:
    """Work until stopped. With `with_parent`, end when the process that started this one ends."""
    queue, parent = _queue(), os.getppid()
    queue.configure_signals()
    if once:
        every_minute()
        queue.run()
        return
    Thread(target=_minutes, name="minutes", daemon=True).start()
    while queue.running and not (with_parent and os.getppid() != parent):
        queue.run()
        time.sleep(PAUSE_S)


def _queue() -> Worker:
    return Worker(
        queue_names=["default"], interval=PAUSE_S, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=get_random_string(32), excluded_queue_names=[],
    )  # fmt: skip


def _minutes() -> None:
    """Beside the jobs: a long one keeps nothing waiting, and the worker still says that it lives."""
    while True:
        close_old_connections()
        every_minute()
        close_old_connections()
        time.sleep(MINUTE_S)


def every_minute() -> None:
    """Never ends the worker: what fails is logged and tried again a minute later."""
    duties: list[Callable[[], object]] = [_beat, jobs.resume_silent, jobs.start_due, _forget_old]
    for duty in (*duties, *jobs.MINUTELY):
        try:
            duty()
        except Exception:
            logger.exception("The worker's %s failed", getattr(duty, "__name__", duty))


def _beat() -> None:
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": now()})


def _forget_old() -> None:
    long_ago = now() - KEPT_FOR
    Job.objects.filter(finished_at__lt=long_ago).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=long_ago).delete()

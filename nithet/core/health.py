"""Whether the system is well: one line a check, for `/healthz` and for the computer officer's page."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from nithet.core.backup.keeping import archives
from nithet.core.backup.schema import applied_nodes, is_up_to_date
from nithet.core.clock import now
from nithet.core.models import Heartbeat, Job

logger = logging.getLogger(__name__)

PATH = "/healthz"
KEPT_S = 5.0
"""An answer serves all who ask within so many seconds."""
DISK_FREE_PERCENT = 5
WORKER_SILENT = timedelta(minutes=5)
BACKUP_OLD = timedelta(hours=26)


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"  # people can work, but somebody should look
    FAILING = "failing"


@dataclass(frozen=True)
class Check:
    code: str
    title: str
    state: State
    words: str


Answered = tuple[State, str]


def checks() -> list[Check]:
    return [_check(*check) for check in CHECKS]


def _check(code: str, title: str, ask: Callable[[], Answered], at_worst: State) -> Check:
    try:
        return Check(code, title, *ask())
    except Exception:
        logger.exception("The health check %s broke", code)
        return Check(code, title, at_worst, "ตรวจสอบไม่ได้ โปรดดูบันทึกของเซิร์ฟเวอร์")


def _database() -> Answered:
    """A row is written: reading alone would not notice a full disk."""
    Heartbeat.objects.update_or_create(name="health", defaults={"at": now()})
    return State.OK, "อ่านและเขียนได้"


def _migrations() -> Answered:
    if is_up_to_date(applied_nodes()):
        return State.OK, "โครงสร้างฐานข้อมูลตรงกับรุ่นของโปรแกรม"
    return State.FAILING, "โครงสร้างฐานข้อมูลไม่ตรงกับรุ่นของโปรแกรม โปรดสั่ง manage.py migrate แล้วเริ่มระบบใหม่"


def _disk() -> Answered:
    disk = shutil.disk_usage(settings.VAR)
    percent = disk.free * 100 // disk.total
    if percent < DISK_FREE_PERCENT:
        return State.FAILING, f"เหลือพื้นที่ร้อยละ {percent} โปรดลบสิ่งที่ไม่ใช้หรือเพิ่มพื้นที่โดยเร็ว"
    return State.OK, f"เหลือพื้นที่ร้อยละ {percent}"


def _worker() -> Answered:
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat and now() - beat.at < WORKER_SILENT:
        return State.OK, "ทำงานอยู่"
    # In the midst of one long job the worker itself does not speak, but the job does.
    if Job.objects.filter(state=Job.State.RUNNING, beat_at__gt=now() - WORKER_SILENT).exists():
        return State.OK, "ทำงานอยู่"
    return State.WARNING, "ไม่ตอบสนอง งานนำเข้าและการสำรองข้อมูลจะไม่เริ่ม โปรดเริ่มตัวทำงานเบื้องหลัง (manage.py worker)"


def _backup() -> Answered:
    newest = next(iter(archives(settings.BACKUPS)), None)
    if newest is None:
        return State.WARNING, "ยังไม่เคยสำรองข้อมูล"
    if now() - newest.made_at > BACKUP_OLD:
        return State.WARNING, "การสำรองข้อมูลครั้งล่าสุดเกิน 1 วันแล้ว โปรดตรวจสอบงานสำรองข้อมูลประจำวัน"
    return State.OK, "มีข้อมูลสำรองของวันล่าสุด"


CHECKS = (
    ("database", "ฐานข้อมูล", _database, State.FAILING),
    ("migrations", "โครงสร้างฐานข้อมูล", _migrations, State.FAILING),
    ("disk", "พื้นที่ดิสก์", _disk, State.FAILING),
    ("worker", "ตัวทำงานเบื้องหลัง", _worker, State.WARNING),
    ("backup", "การสำรองข้อมูล", _backup, State.WARNING),
)


class HealthMiddleware:
    """Answers `/healthz` before all else: no session, no sign-in, and any name of the host, so that probes get through.

    The codes of what is wrong and nothing more, since everybody may ask.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._lock = Lock()
        self._found: list[Check] | None = None
        self._until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return _response(self._checks())

    def _checks(self) -> list[Check]:
        """While one asks, the others get what is known: a database that hangs must not hold every thread."""
        if (self._found is None or monotonic() >= self._until) and self._lock.acquire(blocking=False):
            try:
                self._found = checks()
                self._until = monotonic() + KEPT_S
            finally:
                self._lock.release()
        return self._found if self._found is not None else [UNKNOWN]


UNKNOWN = Check("unknown", "สุขภาพระบบ", State.FAILING, "กำลังตรวจสอบ")


def _response(found: list[Check]) -> HttpResponse:
    failing = [check.code for check in found if check.state == State.FAILING]
    warnings = [check.code for check in found if check.state == State.WARNING]
    answer: dict[str, object] = {"status": "failing" if failing else "ok"}
    answer |= {name: codes for name, codes in (("failing", failing), ("warnings", warnings)) if codes}
    status = HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})

"""What the worker does for notices: every minute, at the hours of digests, every night."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

import requests
from django.db.models import Model, Q

from nithet.core.clock import now, today
from nithet.core.jobs import MINUTELY, advance, job, start
from nithet.core.models import Job
from nithet.notices import channels
from nithet.notices.channels import line
from nithet.notices.models import Delivery, LineCode, Notice
from nithet.notices.services.collecting import Fresh, collect, collect_lately
from nithet.notices.services.digesting import make_digests
from nithet.notices.services.routing import route_all
from nithet.notices.services.sending import due, send_due
from nithet.notices.services.settling import settle
from nithet.offices.models import Office
from nithet.thai.dates import BANGKOK

logger = logging.getLogger(__name__)

SEND, DIGEST, REPLY, LATELY = "notices.send", "notices.digest", "notices.reply", "notices.lately"
OFFICES_A_BATCH = 50
KEPT = timedelta(days=90)
"""So long what was read stays, and what was sent."""
SWEPT_AT_ONCE = 1000
EVERY_MINUTES = 10
# What was written a little before, and could be seen only after, is asked for again.
OVERLAP = timedelta(minutes=EVERY_MINUTES)
# Done every minute, they would fill the list of long work.
DONE_KEPT = timedelta(minutes=30)


@job("notices.daily", "รวบรวมการแจ้งเตือนประจำวัน และลบรายการที่อ่านแล้วเกิน 90 วัน", daily_at=time(0, 40))
def daily(running: Job) -> None:
    gone = [running.result.get("gone", 0)]

    def tell_and_sweep(offices: Sequence[Office]) -> None:
        fresh = collect([one.pk for one in offices], on=today())
        settle(offices)
        gone[0] += sweep_read(running, offices, fresh)
        running.result = {"gone": gone[0], "words": f"ลบการแจ้งเตือนที่อ่านแล้ว {gone[0]:,} รายการ"}

    _over_offices(running, tell_and_sweep)
    sweep_sent(running)


@job(LATELY, "รวบรวมการแจ้งเตือนที่เพิ่งเกิดขึ้น")
def lately(running: Job) -> None:
    """What became true since the last time, and what is done since."""
    since = datetime.fromisoformat(running.payload["since"])

    def tell(offices: Sequence[Office]) -> None:
        collect_lately([one.pk for one in offices], on=today(), since=since)
        settle(offices)

    _over_offices(running, tell)


@job(DIGEST, "จัดทำสรุปการแจ้งเตือน")
def digest(running: Job) -> None:
    """For those whose hour has come. Each office's are made once, and those of this morning only."""
    at = datetime.fromisoformat(running.payload["at"])
    hours = range(running.payload["after"] + 1, running.payload["hour"] + 1)
    made = [running.result.get("made", 0)]

    def make(offices: Sequence[Office]) -> None:
        made[0] += make_digests(offices, at, hours)
        running.result = {"made": made[0], "words": f"จัดทำสรุปแล้ว {made[0]:,} ฉบับ"}

    _over_offices(running, make)


def _over_offices(running: Job, act: Callable[[Sequence[Office]], object]) -> None:
    """In batches, in an order that stays the same; after a break from the next one."""
    last = UUID(running.cursor.get("after", str(UUID(int=0))))
    total, done = Office.objects.count(), running.done
    while offices := list(Office.objects.filter(pk__gt=last).order_by("pk")[:OFFICES_A_BATCH]):
        act(offices)
        last, done = offices[-1].pk, done + len(offices)
        advance(running, done, total=total, cursor={"after": str(last)})


@job(SEND, "ส่งการแจ้งเตือน")
def send(running: Job) -> None:
    tell = partial(advance, running, running.done)
    route_all(now(), tell)
    sent = send_due(tell)
    running.result = {"words": f"ส่งแล้ว {sent:,} ข้อความ"}


@job(REPLY, "ตอบข้อความที่ส่งถึงบัญชี LINE ของสำนักงาน")
def reply(running: Job) -> None:
    """LINE keeps the way back for a minute: too late is no fault of anybody."""
    try:
        line.reply(running.payload["token"], running.payload["text"])
    except requests.RequestException as error:
        logger.info("A reply by LINE was not sent: %s", type(error).__name__)


def sweep_read(running: Job, offices: Sequence[Office], fresh: Fresh) -> int:
    """What was read long ago and is not true any more. While it is true, that it was told is kept: it is told once."""
    read = Notice.objects.filter(office__in=offices, read_at__lt=now() - KEPT).order_by()
    columns = read.values_list("pk", "kind", "person", "object_id", "occasion")
    return _delete(
        running, Notice, [pk for pk, kind, *key in columns if tuple(key) not in fresh.get(kind, ())]
    )


def sweep_sent(running: Job) -> None:
    """What was sent long ago, and codes that lead nowhere."""
    LineCode.objects.filter(expires_at__lt=now()).delete()
    ended = Delivery.objects.filter(ended_at__lt=now() - KEPT).order_by()
    _delete(running, Delivery, list(ended.values_list("pk", flat=True)))


def _delete(running: Job, model: type[Model], keys: Sequence[UUID]) -> int:
    """In short transactions."""
    for first in range(0, len(keys), SWEPT_AT_ONCE):
        model._default_manager.filter(pk__in=keys[first : first + SWEPT_AT_ONCE]).delete()  # noqa: SLF001  of any model
        advance(running, running.done)
    return len(keys)


# Every minute


def watch() -> None:
    """Start what has to be done now; a queue that is empty costs a few questions to an index."""
    moment = now()
    here = moment.astimezone(BANGKOK)
    if here.minute % EVERY_MINUTES == 0:
        _start_lately(moment)
    _start_digests(moment, here)
    if _has_to_send(moment):
        _start_sending(moment)


def _start_lately(moment: datetime) -> None:
    """From where the last one began, so that a machine that slept misses nothing; one at a time."""
    known = Job.objects.filter(kind=LATELY)
    last = known.order_by("-made_at").first()
    if last and last.state not in Job.ENDED:
        return
    since = moment - timedelta(days=1)
    if last:
        since = datetime.fromisoformat(last.payload["at" if last.state == Job.State.DONE else "since"])
        known.exclude(pk=last.pk).delete()
    start(
        LATELY,
        key=f"{LATELY} {moment:%Y-%m-%d %H:%M}",
        at=moment.isoformat(),
        since=(since - OVERLAP).isoformat(),
    )


def _start_digests(moment: datetime, here: datetime) -> None:
    """Also of the hours that a machine slept through."""
    begun = f"{DIGEST} {here.date()} "
    if Job.objects.filter(key=f"{begun}{here.hour:02}").exists():
        return
    last = Job.objects.filter(key__startswith=begun).order_by("-key").values_list("payload__hour", flat=True)
    after = last.first()
    start(
        DIGEST, key=f"{begun}{here.hour:02}", at=moment.isoformat(), hour=here.hour,
        after=-1 if after is None else after,
    )  # fmt: skip


def _has_to_send(moment: datetime) -> bool:
    codes = [channel.code for channel in channels.available()]
    # Where no way out is set up they are only marked as looked at.
    return Notice.objects.filter(routed_at=None).exists() or due(moment).filter(channel__in=codes).exists()


def _start_sending(moment: datetime) -> None:
    mine = Job.objects.filter(kind__in=(SEND, REPLY))
    if mine.filter(kind=SEND).exclude(state__in=Job.ENDED).exists():
        return
    # A reply holds a way back to somebody, and a name: however it ended, it goes.
    over = Q(state=Job.State.DONE) | Q(kind=REPLY, state__in=Job.ENDED)
    mine.filter(over, finished_at__lt=moment - DONE_KEPT).delete()
    start(SEND, key=f"{SEND} {moment:%Y-%m-%d %H:%M}")


MINUTELY.append(watch)

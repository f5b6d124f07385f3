"""Sending what is due: claimed in the database, sent, and each written down as soon as it is known.

A worker that is killed leaves what it claimed; after the lease another one takes it up. Of the one message that was on
the wire then LINE says that it has it (by its key); a mail server cannot, and that one mail may come twice, with one
Message-ID. A channel that is down is left alone for as long as its first message waits, so that it holds up nothing.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.notices import access, channels
from nithet.notices.channels import Channel, Message, Outcome, Result
from nithet.notices.channels.contract import FAULTY
from nithet.notices.models import ChannelCode, Delivery, DeliveryLine, LineAccount, Notice, Preference
from nithet.notices.queries import opened
from nithet.notices.quiet import when_to_send
from nithet.notices.services.composing import message_of
from nithet.notices.wishes import Reader, holidays_of, readers
from nithet.offices.members import Member, member_of
from nithet.thai.dates import bangkok_day

logger = logging.getLogger(__name__)
State = Delivery.State

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""After the first, second … try. After the last one it is given up."""
MOST_TRIES = len(PAUSES) + 3
"""More often than that only what ends the worker itself is taken up."""
LEASE = timedelta(minutes=10)
AT_ONCE = 50
BUDGET_S = 45.0
"""So long a run sends before the worker's other jobs have their turn."""
TOO_LATE = timedelta(days=14)
DIGEST_TOO_LATE = timedelta(days=3)


def _silent() -> None:
    """Nobody waits to hear how it goes."""


def due(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state__in=Delivery.UNFINISHED, next_at__lte=at)


def send_due(tell: Callable[[], None] = _silent) -> int:
    """By every channel that is set up, until nothing is due or the time is over. Returns how many were sent.

    `tell` is called before each handful, when nothing is claimed: it may end the run.
    """
    return sum(_send_by(channel, tell) for channel in channels.available())


def _send_by(channel: Channel, tell: Callable[[], None]) -> int:
    until, sent = time.monotonic() + BUDGET_S, 0
    while time.monotonic() < until:
        tell()
        claimed = _claim(channel.code)
        if not claimed:
            break
        done, is_down = _send(channel, claimed, until)
        sent += done
        if is_down:
            break
    return sent


@transaction.atomic
def _claim(code: str) -> list[Delivery]:
    """Nobody else sends these until the lease is over."""
    moment = now()
    waiting = due(moment).filter(channel=code).select_for_update(skip_locked=True, of=("self",))
    found = list(waiting.select_related("office", "person__user").order_by("next_at", "pk")[:AT_ONCE])
    keys = [one.pk for one in found]
    Delivery.objects.filter(pk__in=keys).update(
        state=State.SENDING, next_at=moment + LEASE, tries=F("tries") + 1
    )
    for one in found:
        one.tries += 1
    return found


def _send(channel: Channel, claimed: Sequence[Delivery], until: float) -> tuple[int, bool]:
    """How many went, and whether the channel is down."""
    batch = _Batch.of(claimed)
    sent = 0
    for result in channel.send(batch.messages(until)):
        delivery = batch.by_key[result.key]
        batch.open.discard(delivery.pk)
        _write_down(delivery, result, batch.who[delivery.person_id])
        sent += result.outcome == Outcome.SENT
        if result.outcome == Outcome.DOWN:
            _put_back(batch.open)
            _put_off(channel.code, now() + _pause(delivery, result))
            return sent, True
    _put_back(batch.open)
    return sent, False


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was claimed, with all that sending it asks for. `open`: of which nothing is known yet."""

    by_key: dict[UUID, Delivery]
    who: dict[UUID, Reader]
    days_off: dict[UUID, set[date]]
    lines: dict[UUID, list[Notice]]
    open: set[UUID]

    @classmethod
    def of(cls, claimed: Sequence[Delivery]) -> _Batch:
        today = bangkok_day(now())
        by_key = {one.pk: one for one in claimed}
        who = readers([one.person for one in claimed], on=today)
        days_off = holidays_of({one.office_id for one in claimed}, since=today)
        return cls(by_key, who, days_off, _lines(claimed), set(by_key))

    def messages(self, until: float) -> Iterator[Message]:
        """Without those that nobody is to get any more, and those whose person wants quiet by now."""
        for delivery in self.by_key.values():
            if time.monotonic() > until:
                return
            reader = self.who.get(delivery.person_id)
            if reader is None or self._is_ended(delivery, reader) or self._is_put_off(delivery, reader):
                if reader is None:
                    self._end(delivery, State.DROPPED, "")
                continue
            if message := self._message(delivery, reader):
                yield message

    def _message(self, delivery: Delivery, reader: Reader) -> Message | None:
        """One that cannot be made holds up no other: it is tried again later, as if it had been sent in vain."""
        try:
            day = bangkok_day(delivery.made_at)
            if lines := _still_open(delivery, self.lines[delivery.pk]):
                return message_of(delivery, lines, reader, on=day)
            self._end(delivery, State.DROPPED, "")
        except Exception:
            logger.exception("Delivery %s could not be put in words", delivery.pk)
            self.open.discard(delivery.pk)
            _write_down(delivery, Result(delivery.pk, Outcome.RETRY, FAULTY), reader)
        return None

    def _is_ended(self, delivery: Delivery, reader: Reader) -> bool:
        if not self.lines[delivery.pk] or not reader.reached_at[delivery.channel]:
            self._end(delivery, State.DROPPED, "")
        elif now() - delivery.made_at > (DIGEST_TOO_LATE if delivery.is_digest else TOO_LATE):
            self._end(delivery, State.FAILED, "ส่งไม่ได้จนพ้นเวลาที่ควรแจ้ง")
        elif delivery.tries > MOST_TRIES:
            self._end(delivery, State.FAILED, "การส่งถูกตัดกลางคันหลายครั้ง")
        return delivery.pk not in self.open

    def _is_put_off(self, delivery: Delivery, reader: Reader) -> bool:
        moment = now()
        again = when_to_send(moment, reader.wishes.quiet, self.days_off[delivery.office_id])
        if again > moment:
            self.open.discard(delivery.pk)
            _put_back({delivery.pk}, next_at=again)
        return again > moment

    def _end(self, delivery: Delivery, state: str, why: str) -> None:
        self.open.discard(delivery.pk)
        _end(delivery, state, why)


def _lines(claimed: Sequence[Delivery]) -> dict[UUID, list[Notice]]:
    """What each carries and is not read yet. One query."""
    found: dict[UUID, list[Notice]] = defaultdict(list)
    rows = DeliveryLine.objects.filter(delivery__in=claimed, notice__read_at=None)
    for line in rows.select_related("notice").order_by("notice__made_at", "notice__pk"):
        found[line.delivery_id].append(line.notice)
    return found


def _still_open(delivery: Delivery, lines: Sequence[Notice]) -> list[Notice]:
    """Nobody is sent the title of what they may not open any more. One query a kind."""
    user = delivery.person.user
    member = member_of(user, delivery.office.code, on=bangkok_day(now())) if user else None
    found = opened(member, lines) if member else set()
    return [one for one in lines if (one.kind, one.object_id) in found]


def _pause(delivery: Delivery, result: Result) -> timedelta:
    """As long as the other side asks for; otherwise longer after each try."""
    return result.after or PAUSES[min(delivery.tries, len(PAUSES)) - 1]


def _write_down(delivery: Delivery, result: Result, reader: Reader) -> None:
    if result.outcome == Outcome.SENT:
        _end(delivery, State.SENT, "")
    elif result.outcome == Outcome.REFUSED:
        _refused(delivery, result, reader)
    elif delivery.tries > len(PAUSES) and result.after is None:
        logger.warning("A message by %s was given up: %s", delivery.channel, result.why)
        _end(delivery, State.FAILED, result.why)
    else:
        # Where the other side said when to come back, this was no try.
        tries = delivery.tries - (result.after is not None)
        again = now() + _pause(delivery, result)
        _claimed(delivery).update(state=State.WAITING, next_at=again, error=result.why, tries=tries)


@transaction.atomic
def _refused(delivery: Delivery, result: Result, reader: Reader) -> None:
    """An address that takes nothing is sent nothing more. Of a message that was not taken somebody decides: ลองใหม่."""
    _end(delivery, State.REFUSED if result.for_all else State.FAILED, result.why)
    if not result.for_all:
        return
    if delivery.channel == ChannelCode.LINE:
        LineAccount.objects.filter(person=reader.person_id, refused_at=None).update(
            refused_at=now(), refused_why=result.why
        )
        return
    Preference.objects.update_or_create(
        person_id=reader.person_id,
        defaults={"refused_mail": reader.reached_at[delivery.channel], "refused_why": result.why},
        create_defaults={
            "office_id": reader.office_id, "refused_mail": reader.reached_at[delivery.channel],
            "refused_why": result.why,
        },
    )  # fmt: skip


def _end(delivery: Delivery, state: str, why: str) -> None:
    _claimed(delivery).update(state=state, error=why, ended_at=now())


def _claimed(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=State.SENDING)


def _put_back(keys: set[UUID], **facts: datetime) -> None:
    """Not tried after all: such a one keeps its tries."""
    claimed = Delivery.objects.filter(pk__in=keys, state=State.SENDING)
    claimed.update(state=State.WAITING, tries=F("tries") - 1, **({"next_at": now()} | facts))


def _put_off(code: str, until: datetime) -> None:
    """All that is due by a channel that is down waits with what met it."""
    Delivery.objects.filter(channel=code, state=State.WAITING, next_at__lt=until).update(next_at=until)


_ANEW: dict[str, Any] = {"state": State.WAITING, "tries": 0, "ended_at": None, "error": ""}


@transaction.atomic
def send_again(deliveries: QuerySet[Delivery], *, by: Member) -> int:
    """ลองใหม่: what was given up is tried again from the beginning, but no digest of days ago. Twice changes nothing more."""
    access.can_send_again(by).or_refuse()
    moment = now()
    given_up = deliveries.filter(state=State.FAILED)
    digests = given_up.filter(key__startswith="digest ")
    digests.filter(made_at__lt=moment - DIGEST_TOO_LATE).update(
        state=State.DROPPED, error="", ended_at=moment
    )
    # A digest is of its day, whenever it is sent.
    again = digests.update(**_ANEW, next_at=moment)
    again += given_up.update(**_ANEW, next_at=moment, made_at=moment)
    if again:
        record("notice.sent_again", by=by, on=by.office, count=again)
    return again

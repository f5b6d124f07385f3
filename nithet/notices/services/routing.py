"""Notices that somebody wants at once are put on their way. What comes together goes in one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nithet.notices import channels
from nithet.notices.kinds import When, name_of
from nithet.notices.models import Delivery, Notice
from nithet.notices.quiet import when_to_send
from nithet.notices.services.storing import store
from nithet.notices.wishes import Reader, holidays_of, readers
from nithet.offices.models import Person
from nithet.thai.dates import bangkok_day

BATCH = 200


def route_all(at: datetime, tell: Callable[[], None]) -> int:
    """In batches, each of which is told of; returns how many notices were looked at."""
    total = 0
    while routed := route_batch(at):
        total += routed
        tell()
    return total


@transaction.atomic
def route_batch(at: datetime) -> int:
    """The rows are held: of two who do this at the same time each has their own."""
    waiting = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(routed_at=None)
    found = list(waiting.order_by("made_at", "pk")[:BATCH])
    if found and (codes := [channel.code for channel in channels.available()]):
        _put_on_their_way([one for one in found if one.read_at is None], codes, at)
    Notice.objects.filter(pk__in=[one.pk for one in found]).update(routed_at=at)
    return len(found)


def _put_on_their_way(notices: Sequence[Notice], codes: Sequence[str], at: datetime) -> None:
    people = Person.objects.filter(pk__in={one.person_id for one in notices})
    who = readers(people, on=bangkok_day(at))
    days_off = holidays_of({one.office_id for one in notices}, since=bangkok_day(at))
    together: dict[tuple[UUID, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        reader = who.get(notice.person_id)
        for code in codes if reader else ():
            if reader and reader.reached_at[code] and reader.wishes.when(notice.kind, code) == When.ONCE:
                together[notice.person_id, code].append(notice)
    store(
        [
            (_delivery(who[person], code, rows, at, days_off), rows)
            for (person, code), rows in together.items()
        ]
    )


def _delivery(
    reader: Reader, code: str, rows: Sequence[Notice], at: datetime, days_off: Mapping[UUID, Collection[date]]
) -> Delivery:
    first = rows[0]
    subject = name_of(first.kind) if len(rows) == 1 else f"การแจ้งเตือน {len(rows)} เรื่อง"
    return Delivery(
        office_id=reader.office_id, person_id=reader.person_id, channel=code, key=f"notice {first.pk}",
        subject=subject, made_at=at,
        next_at=when_to_send(at, reader.wishes.quiet, days_off.get(reader.office_id, ())),
    )  # fmt: skip

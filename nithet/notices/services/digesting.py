"""The morning's digest: one query a kind of notice and a handful for all people, grouped in memory, one message a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from nithet.notices import channels
from nithet.notices.kinds import When
from nithet.notices.models import Delivery, Notice
from nithet.notices.quiet import begins_week, when_to_send
from nithet.notices.services.collecting import Fresh, collect
from nithet.notices.services.settling import settle
from nithet.notices.services.storing import Made, store
from nithet.notices.wishes import Reader, holidays_of, readers_of
from nithet.offices.models import Office
from nithet.thai.dates import bangkok_day, format_date

AFTER_DAYS = timedelta(days=14)
"""What lay unread for so long is not told any more."""


@dataclass(frozen=True, slots=True)
class Morning:
    """A moment, with the hours of digests that have come since the last one."""

    at: datetime
    hours: range
    fresh: Fresh = field(default_factory=dict)
    days_off: dict[UUID, set[date]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return bangkok_day(self.at)

    def holidays(self, reader: Reader) -> Collection[date]:
        return self.days_off.get(reader.office_id, ())


def make_digests(offices: Sequence[Office], at: datetime, hours: range) -> int:
    """For whoever wants theirs in one of these hours; nobody gets an empty one, nor two on a day. Returns how many."""
    day = bangkok_day(at)
    codes = [channel.code for channel in channels.available()]
    wanting = _wanting(offices, day, hours) if codes else {}
    if not wanting:
        return 0
    fresh = collect([one.pk for one in offices], on=day)
    settle(offices)
    days_off = holidays_of([one.pk for one in offices], since=day - timedelta(days=7))
    morning = Morning(at, hours, fresh, days_off)
    made = list(_digests(wanting, _unsent(offices, at), codes, morning))
    return store(made)


def _wanting(offices: Sequence[Office], day: date, hours: range) -> dict[UUID, Reader]:
    found = readers_of(offices, on=day)
    return {
        pk: one
        for pk, one in found.items()
        if one.wishes.digest_hour in hours and any(one.reached_at.values())
    }


def _unsent(offices: Sequence[Office], at: datetime) -> dict[UUID, list[tuple[Notice, set[str]]]]:
    """What each has not read, with the channels by which it went already. One query."""
    rows = Notice.objects.filter(office__in=offices, read_at=None, made_at__gte=at - AFTER_DAYS)
    found: dict[UUID, tuple[Notice, set[str]]] = {}
    # A row for each channel by which it went; what a digest shows is read when it is sent.
    columns = ("pk", "person_id", "kind", "object_id", "occasion", "lines__channel")
    for pk, person, kind, object_id, occasion, channel in rows.order_by("made_at", "pk").values_list(
        *columns
    ):
        if pk not in found:
            one = Notice(pk=pk, person_id=person, kind=kind, object_id=object_id, occasion=occasion)
            found[pk] = one, set()
        if channel:
            found[pk][1].add(channel)
    by_person: dict[UUID, list[tuple[Notice, set[str]]]] = defaultdict(list)
    for pair in found.values():
        by_person[pair[0].person_id].append(pair)
    return by_person


def _digests(
    wanting: dict[UUID, Reader],
    unsent: dict[UUID, list[tuple[Notice, set[str]]]],
    codes: Sequence[str],
    morning: Morning,
) -> Iterator[Made]:
    for person, reader in wanting.items():
        if reader.wishes.quiet.holds_on(morning.day, morning.holidays(reader)):
            continue
        for code in codes if person in unsent else ():
            wanted = [
                one
                for one, sent in unsent[person]
                if code not in sent and _is_wanted(one, code, reader, morning)
            ]
            if wanted and reader.reached_at[code]:
                yield _delivery(reader, code, wanted, morning), wanted


def _is_wanted(notice: Notice, code: str, reader: Reader, morning: Morning) -> bool:
    """What was true when it was told may have been done since."""
    key = notice.person_id, notice.object_id, notice.occasion
    if notice.kind in morning.fresh and key not in morning.fresh[notice.kind]:
        return False
    when = reader.wishes.when(notice.kind, code)
    is_monday = when == When.WEEKLY and begins_week(morning.day, morning.holidays(reader))
    return when == When.DIGEST or is_monday


def _delivery(reader: Reader, code: str, notices: Sequence[Notice], morning: Morning) -> Delivery:
    things = len({one.object_id for one in notices})
    return Delivery(
        office_id=reader.office_id, person_id=reader.person_id, channel=code, key=f"digest {morning.day}",
        subject=f"งานวันนี้ {things} เรื่อง {format_date(morning.day, 'full')}", made_at=morning.at,
        next_at=when_to_send(morning.at, reader.wishes.quiet, morning.holidays(reader)),
    )  # fmt: skip

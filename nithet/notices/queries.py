"""Reads of notices, shaped for a page. Each costs a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet

from nithet.core.line_text import LineText, line_text
from nithet.notices import access
from nithet.notices.kinds import KINDS, Opens, name_of
from nithet.notices.models import ChannelCode, Delivery, LineAccount, Notice
from nithet.offices.members import Member
from nithet.offices.models import Office
from nithet.thai.dates import BANGKOK, bangkok_day

MOST_COUNTED = 99
State = Delivery.State


def unread_count(member: Member) -> int:
    """Never more than fits beside a bell: 99 stands for all above."""
    unread = access.visible_notices(member).filter(read_at=None).order_by()
    return unread.values("pk")[: MOST_COUNTED + 1].count()


@dataclass(frozen=True, slots=True)
class Line:
    notice: Notice
    kind: str
    is_open: bool
    # For passing on; nothing where it leads nowhere.
    line: LineText | None

    @property
    def line_id(self) -> str:
        return f"line-{self.notice.pk}"


@dataclass(frozen=True, slots=True)
class DayOfNotices:
    day: date
    lines: Sequence[Line]


def by_day(member: Member, notices: Sequence[Notice], absolute: Callable[[str], str]) -> list[DayOfNotices]:
    """In the order given; what the member may not open any more leads nowhere. One query for each sort of object."""
    found = opened(member, notices)
    lines = [_line(one, absolute, is_open=(one.kind, one.object_id) in found) for one in notices]
    days = groupby(lines, key=lambda line: bangkok_day(line.notice.made_at))
    return [DayOfNotices(day, list(rows)) for day, rows in days]


def _line(notice: Notice, absolute: Callable[[str], str], *, is_open: bool) -> Line:
    told = line_text(notice.title, [notice.detail], absolute(notice.address)) if is_open else None
    return Line(notice, name_of(notice.kind), is_open, told)


def opened(member: Member, notices: Iterable[Notice]) -> set[tuple[str, UUID]]:
    """Of what these are about the kinds and objects that the member may open now."""
    asked: dict[Opens, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in notices:
        if one.kind in KINDS:
            asked[KINDS[one.kind].opens][one.object_id].add(one.kind)
    return {
        (kind, pk)
        for opens, objects in asked.items()
        for pk in opens(member, objects.keys())
        for kind in objects[pk]
    }


def can_open(member: Member, notice: Notice) -> bool:
    return (notice.kind, notice.object_id) in opened(member, [notice])


# How sending goes


@dataclass(frozen=True, slots=True)
class Trouble:
    """Messages of one channel that do not get through, by reason."""

    channel: str
    state: str
    state_words: str
    why: str
    count: int

    @property
    def is_given_up(self) -> bool:
        return self.state == State.FAILED


@dataclass(frozen=True, slots=True)
class Sending:
    waiting: int
    sent_today: int
    troubles: Sequence[Trouble]
    refused: Sequence[Delivery]

    @property
    def failed(self) -> int:
        return sum(one.count for one in self.troubles if one.is_given_up)


SHOWN = 10


def sending(office: Office, *, at: datetime) -> Sending:
    """Four queries."""
    mine = Delivery.objects.filter(office=office)
    midnight = datetime.combine(bangkok_day(at), time(), tzinfo=BANGKOK)
    return Sending(
        waiting=mine.filter(state__in=Delivery.UNFINISHED).count(),
        sent_today=mine.filter(state=State.SENT, ended_at__gte=midnight).count(),
        troubles=_troubles(mine),
        refused=list(mine.filter(state=State.REFUSED).select_related("person").order_by("-ended_at")[:SHOWN]),
    )


def _troubles(mine: QuerySet[Delivery]) -> list[Trouble]:
    """What is tried again, and what was given up."""
    found = mine.filter(state__in=(State.WAITING, State.SENDING, State.FAILED)).exclude(error="")
    rows = found.order_by().values_list("channel", "state", "error").annotate(count=Count("pk"))
    return [
        Trouble(ChannelCode(channel).label, state, State(state).label, why, count)
        for channel, state, why, count in sorted(rows)
    ]


def line_account(member: Member) -> LineAccount | None:
    return LineAccount.objects.filter(person=member.person).first()


def line_ways() -> dict[str, str]:
    """How the office's LINE account is found: its name, and the address that adds it."""
    account = settings.LINE.account
    address = f"https://line.me/R/ti/p/{quote(account, safe='@')}" if account else ""
    return {"account": account, "address": address}

"""The kinds of notices. Each app declares those of its own matters when Django starts (`AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, TextChoices

from nithet.offices.members import Member


class When(TextChoices):
    """When a channel brings a kind of notice."""

    ONCE = "once", "ทันที"
    DIGEST = "digest", "สรุปทุกเช้า"
    WEEKLY = "weekly", "สรุปวันจันทร์"
    NEVER = "never", "ไม่ส่ง"


class Told(NamedTuple):
    """What is told to one person. `occasion` makes it another notice about the same object."""

    office_id: UUID
    person_id: UUID
    object_id: UUID
    title: str
    address: str
    occasion: str = ""
    detail: str = ""

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        return self.person_id, self.object_id, self.occasion


Opens = Callable[[Member, Collection[UUID]], Collection[UUID]]
"""Which of these objects the member may open now: one query."""
Collect = Callable[[Collection[UUID] | None, date], Iterable[Told]]
"""What is true on that day, for all people of these offices, or of all of them: as many queries for one as for thousands."""
Lately = Callable[[Collection[UUID], date, datetime], Iterable[Told]]
"""The same, as far as it became true since that moment."""


@dataclass(frozen=True)
class NoticeKind:
    """`about` says in a sentence when it comes. Without `collect` only services tell it."""

    code: str
    name: str
    about: str
    opens: Opens
    collect: Collect | None = None
    # Where it goes besides the product for those who have chosen nothing.
    mail: When = When.DIGEST
    line: When = When.NEVER
    # Asked every few minutes, where services do not tell it at once; `collect` is asked in the night and before digests.
    lately: Lately | None = None
    # Of a notice, by its `object_id` and `person`: that its matter is not over yet. Without it that is never known.
    stands: Exists | None = None

    def usually(self, channel: str) -> When:
        return {"mail": self.mail, "line": self.line}[channel]


class KindError(Exception):
    """A kind that cannot be declared: a mistake of its programmer."""


KINDS: dict[str, NoticeKind] = {}


def declare(*kinds: NoticeKind) -> None:
    """In the order in which pages and digests show them."""
    for kind in kinds:
        if kind.code in KINDS:
            raise KindError(f"notice kind {kind.code} is declared twice")
        KINDS[kind.code] = kind


def undeclare(*codes: str) -> None:
    """As if their app were not installed."""
    for code in codes:
        del KINDS[code]


def name_of(code: str) -> str:
    """Also of what an app left that is not there any more."""
    return KINDS[code].name if code in KINDS else "การแจ้งเตือน"

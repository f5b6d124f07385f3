"""What a delivery says: its notices by kind, in words and with whole addresses. Made when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from nithet.notices.channels import Message, Section, Sender
from nithet.notices.channels.contract import Item
from nithet.notices.kinds import KINDS, name_of
from nithet.notices.models import Delivery, Notice
from nithet.notices.wishes import Reader
from nithet.offices.models import Office
from nithet.thai.dates import format_date

MOST_IN_A_SECTION = 15


def message_of(delivery: Delivery, notices: Sequence[Notice], reader: Reader, *, on: date) -> Message:
    office = delivery.office
    return Message(
        key=delivery.pk,
        to=reader.reached_at[delivery.channel],
        name=reader.name,
        subject=delivery.subject,
        sections=tuple(sections(notices)),
        sender=sender_of(office),
        opening=format_date(on, "full") if delivery.is_digest else "",
    )


def sender_of(office: Office) -> Sender:
    return Sender(
        office.short_name,
        whole(reverse("notices:notice-list", args=[office.code])),
        whole(reverse("notices:choices", args=[office.code])),
    )


def sections(notices: Iterable[Notice]) -> Iterable[Section]:
    """In the order of the kinds; what two kinds say of one object is said by the first of them."""
    by_kind: dict[str, list[Notice]] = {kind: [] for kind in KINDS}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    said = set()
    for kind, rows in by_kind.items():
        new = [one for one in rows if one.object_id not in said]
        said |= {one.object_id for one in new}
        if new:
            items = tuple(Item(one.title, one.detail, whole(one.address)) for one in new[:MOST_IN_A_SECTION])
            yield Section(name_of(kind), items, len(new) - len(items))


def whole(path: str) -> str:
    """An address that can be opened from outside."""
    return (settings.PUBLIC_ADDRESS.rstrip("/") or f"http://localhost:{settings.PORT}") + path

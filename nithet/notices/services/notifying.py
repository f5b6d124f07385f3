"""Telling people, in the transaction of what happened: one INSERT however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.http import url_has_allowed_host_and_scheme

from nithet.core.clock import now
from nithet.notices.kinds import KINDS, KindError, Told
from nithet.notices.models import Notice
from nithet.offices.models import Person
from nithet.thai.text import clean

BATCH = 500


def notify(
    people: Iterable[Person],
    kind: str,
    object_id: UUID,
    *,
    title: str,
    address: str,
    occasion: str = "",
    detail: str = "",
    but: Person | None = None,
) -> None:
    """Tell people about an object, once for each occasion. Who has no account, and who acts (`but`), is not told."""
    told = [person for person in people if person.user_id and (but is None or person.pk != but.pk)]
    notify_each(
        kind, [Told(one.office_id, one.pk, object_id, title, address, occasion, detail) for one in told]
    )


def notify_each(kind: str, told: Iterable[Told]) -> None:
    """Different things to different people. What somebody was told already is passed over."""
    if kind not in KINDS:
        raise KindError(f"notice kind {kind} is not declared")
    rows = _rows(kind, told)
    if rows:
        Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _rows(kind: str, told: Iterable[Told]) -> Sequence[Notice]:
    moment = now()
    return [
        Notice(
            office_id=one.office_id,
            person_id=one.person_id,
            kind=kind,
            object_id=one.object_id,
            occasion=one.occasion,
            title=_short(one.title),
            detail=_short(one.detail),
            address=_own(one.address),
            made_at=moment,
        )
        for one in told
    ]


def _own(address: str) -> str:
    """It is followed by a press: only to a page of ours."""
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ValueError(f"{address} is no address of a page")
    return address


def _short(text: str) -> str:
    text = clean(text)
    return f"{text[:299]}…" if len(text) > 300 else text

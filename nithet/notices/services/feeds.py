"""The secret address of a person's calendar: made, made anew, revoked, found by who holds it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.notices.models import CalendarFeed
from nithet.offices.members import Member

BYTES = 32
NOTED_EVERY = timedelta(hours=1)
"""Programs ask every few minutes: a read is no reason to write each time."""


@transaction.atomic
def make_feed(*, by: Member) -> str:
    """The token, which nobody can be told again; the one before opens nothing any more."""
    token = secrets.token_urlsafe(BYTES)
    facts = {
        "office": by.office, "digest": _digest(token), "made_at": now(), "last_read_at": None, "revoked_at": None,
    }  # fmt: skip
    CalendarFeed.objects.update_or_create(person=by.person, defaults=facts)
    record("calendar.feed_made", by=by, on=by.person)
    return token


@transaction.atomic
def revoke_feed(*, by: Member) -> bool:
    """Whether there was one; twice changes nothing."""
    found = CalendarFeed.objects.filter(person=by.person, revoked_at=None)
    if not found.update(revoked_at=now()):
        return False
    record("calendar.feed_revoked", by=by, on=by.person)
    return True


def feed_of_token(token: str) -> CalendarFeed | None:
    """One in force. Notes about when it was read."""
    found = CalendarFeed.objects.select_related("office", "person__user")
    feed = found.filter(digest=_digest(token), revoked_at=None).first()
    if feed is None:
        return None
    long_ago = Q(last_read_at=None) | Q(last_read_at__lt=now() - NOTED_EVERY)
    CalendarFeed.objects.filter(long_ago, pk=feed.pk).update(last_read_at=now())
    return feed


def _digest(token: str) -> str:
    """Keyed with the system's secret, as that of a slip."""
    return salted_hmac("nithet.notices.calendar", token, algorithm="sha256").hexdigest()

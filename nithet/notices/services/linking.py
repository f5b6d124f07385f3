"""Linking a LINE account: whoever is signed in here gets a code, and types it to the office's LINE account."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.notices.models import ChannelCode, Delivery, LineAccount, LineCode
from nithet.notices.services.notifying import notify
from nithet.offices.members import Member
from nithet.offices.models import Person

LASTS = timedelta(minutes=15)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8
MOST_WRONG, WRONG_LASTS_S = 10, 3600
LINKED = "line_linked"
BLOCKED = "ท่านปิดกั้นหรือเลิกเป็นเพื่อนกับบัญชี LINE ของสำนักงาน"


@transaction.atomic
def make_code(*, by: Member) -> tuple[str, datetime]:
    """A new one; the one before is no more."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    until = now() + LASTS
    facts = {"office": by.office, "digest": _digest(code), "expires_at": until}
    LineCode.objects.update_or_create(person=by.person, defaults=facts)
    return code, until


def _digest(code: str) -> str:
    """Short codes could be found again from a bare digest."""
    return salted_hmac("nithet.notices.line", code, algorithm="sha256").hexdigest()


def looks_like_code(typed: str) -> bool:
    code = _plain(typed)
    return len(code) == LENGTH and set(code) <= set(LETTERS)


def _plain(typed: str) -> str:
    return "".join(typed[:40].upper().split()).replace("-", "")


@transaction.atomic
def link(typed: str, line_id: str) -> Person | None:
    """Whose code was typed; none where it is nobody's. It is used up, and an account has one person."""
    if _is_shut(line_id):
        return None
    found = LineCode.objects.select_for_update(of=("self",)).select_related("person__user")
    known = found.filter(digest=_digest(_plain(typed)), expires_at__gt=now()).first()
    if known is None:
        _count_wrong(line_id)
        return None
    person = known.person
    known.delete()
    LineAccount.objects.filter(line_id=line_id).exclude(person=person).delete()
    facts = {
        "office_id": person.office_id,
        "line_id": line_id,
        "linked_at": now(),
        "refused_at": None,
        "refused_why": "",
    }
    LineAccount.objects.update_or_create(person=person, defaults=facts)
    record("notice.line_linked", by=person.user, on=person)
    _say_so(person)
    return person


def _say_so(person: Person) -> None:
    """In the product, so that a link that somebody else made is seen."""
    address = reverse("notices:choices", args=[person.office.code])
    notify(
        [person], LINKED, person.pk, title="เชื่อมบัญชี LINE กับระบบนิเทศแล้ว", address=address,
        occasion=now().isoformat(timespec="seconds"),
    )  # fmt: skip


def _wrong_key(line_id: str) -> str:
    return f"notices.line.{_digest(line_id)}"


def _is_shut(line_id: str) -> bool:
    """Codes cannot be guessed by trying."""
    return int(cache.get(_wrong_key(line_id), 0)) >= MOST_WRONG


def _count_wrong(line_id: str) -> None:
    key = _wrong_key(line_id)
    cache.add(key, 0, WRONG_LASTS_S)
    cache.incr(key)


@transaction.atomic
def unlink(*, by: Member) -> None:
    """Twice changes nothing. What was on its way to it is not sent."""
    if LineAccount.objects.filter(person=by.person).delete()[0]:
        waiting = Delivery.objects.filter(person=by.person, channel=ChannelCode.LINE)
        waiting.filter(state=Delivery.State.WAITING).update(state=Delivery.State.DROPPED, ended_at=now())
        record("notice.line_unlinked", by=by, on=by.person)
    LineCode.objects.filter(person=by.person).delete()


def follow(line_id: str) -> None:
    """Its owner took back what they had blocked."""
    LineAccount.objects.filter(line_id=line_id).update(refused_at=None, refused_why="")


def unfollow(line_id: str) -> None:
    """Blocked, or no friend any more: LINE would take messages and show them to nobody."""
    LineAccount.objects.filter(line_id=line_id, refused_at=None).update(refused_at=now(), refused_why=BLOCKED)

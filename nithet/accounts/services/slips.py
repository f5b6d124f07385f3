"""Slips: made by an administrator, used once by the person they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nithet.accounts import codes
from nithet.accounts.errors import SlipExpiredError, SlipUnknownError, SlipUsedError, SlipWithdrawnError
from nithet.accounts.models import FirstSignIn, User
from nithet.accounts.services.sessions import forget_sessions
from nithet.accounts.services.telling import tell, told
from nithet.audit.services import Actor, record_many
from nithet.core.clock import now

SLIP_LASTS = timedelta(days=60)
RESET_SLIP_LASTS = timedelta(days=7)
"""Shorter: it opens an account that is in use, and its owner is waiting for it."""
A_BATCH = 200
SENT_TWICE_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Slip:
    """A slip about to be printed: the only time that its code is known."""

    user: User
    code: str
    expires_at: datetime


def make_slips(
    users: Sequence[User], *, by: Actor, office_id: UUID, at: datetime | None = None
) -> list[Slip]:
    """A new slip each; older ones that were not used are withdrawn. Sessions and passwords stay until it is used."""
    moment = at or now()
    return [
        slip
        for start in range(0, len(users), A_BATCH)
        for slip in _make_batch(users[start : start + A_BATCH], by=by, office_id=office_id, at=moment)
    ]


@transaction.atomic
def _make_batch(users: Sequence[User], *, by: Actor, office_id: UUID, at: datetime) -> list[Slip]:
    ids = [user.pk for user in users]
    # Two administrators printing at once take turns; the later slip is the one that holds.
    list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    FirstSignIn.objects.filter(user__in=ids, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    slips = [Slip(user, codes.new_code(), at + _lasts(user)) for user in users]
    FirstSignIn.objects.bulk_create(
        FirstSignIn(
            user=slip.user, digest=codes.digest(slip.code), made_at=at, made_by_id=by.pk, expires_at=slip.expires_at
        )
        for slip in slips
    )  # fmt: skip
    record_many([told(_verb(user), by=by, on=user, office_id=office_id) for user in users])
    return slips


def is_reset(user: User) -> bool:
    """Somebody has come in before, with a password or by the office's own sign-in."""
    return user.has_usable_password() or user.last_login is not None


def _lasts(user: User) -> timedelta:
    return RESET_SLIP_LASTS if is_reset(user) else SLIP_LASTS


def _verb(user: User) -> str:
    return "account.reset_slip_made" if is_reset(user) else "account.slip_made"


def find_slip(code: str, *, at: datetime) -> FirstSignIn:
    """The slip of a typed or scanned code; refuses, with what to do, one that opens nothing."""
    slip = FirstSignIn.objects.select_related("user").filter(digest=codes.digest(codes.cleaned(code))).first()
    if slip is None:
        raise SlipUnknownError
    if slip.used_at:
        raise SlipUsedError
    if slip.withdrawn_at:
        raise SlipWithdrawnError
    if slip.expires_at <= at:
        raise SlipExpiredError
    return slip


def use_slip(slip: FirstSignIn, password: str, *, at: datetime) -> User:
    """Set the person's own password and end all older sessions."""
    hashed = make_password(password)  # takes its time, and therefore outside of the transaction
    with transaction.atomic():
        if not FirstSignIn.objects.open(at=at).filter(pk=slip.pk).update(used_at=at):
            raise SlipUsedError
        User.objects.filter(pk=slip.user_id).update(password=hashed)
        forget_sessions([slip.user_id])
        user = User.objects.get(pk=slip.user_id)
        tell("account.slip_used", by=user, on=user)
    return user


def sent_twice(code: str, password: str, *, at: datetime) -> User | None:
    """The user of a slip that was used a moment ago with the very same password: one press, sent twice."""
    used = FirstSignIn.objects.filter(
        digest=codes.digest(codes.cleaned(code)), used_at__gt=at - SENT_TWICE_WITHIN
    )
    slip = used.select_related("user").first()
    return slip.user if slip and slip.user.check_password(password) else None

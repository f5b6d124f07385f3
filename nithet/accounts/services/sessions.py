"""Ending sessions of an account, everywhere or everywhere else."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from nithet.accounts.models import User
from nithet.accounts.services.telling import tell
from nithet.audit.services import Actor

A_BATCH = 2000


def forget_sessions(users: Collection[UUID]) -> None:
    """All sessions of these users are void from now on, known or not; part of a larger change."""
    User.objects.filter(pk__in=users).update(sessions_ended=F("sessions_ended") + 1)
    UserSession.objects.filter(user__in=users).delete()


def keep_only_this_session(request: HttpRequest, user: User) -> None:
    """After a change of what protects the account: who is signed in elsewhere signs in anew."""
    with transaction.atomic():
        forget_sessions([user.pk])
        user.refresh_from_db(fields=["sessions_ended"])
    # A new key, too: the old one may have been seen.
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


@transaction.atomic
def end_sessions(user: User, *, by: Actor, why: str = "") -> None:
    """Sign a person out everywhere."""
    forget_sessions([user.pk])
    tell("account.sessions_ended", by=by, on=user, why=why)


def purge_sessions(*, at: datetime) -> int:
    """Forget sessions that have run out, and what was listed of them, in batches. Returns how many."""
    gone = 0
    ran_out = Session.objects.filter(expire_date__lt=at)
    while keys := list(ran_out.values_list("session_key", flat=True)[:A_BATCH]):
        UserSession.objects.filter(session_key__in=keys).delete()
        gone += Session.objects.filter(session_key__in=keys).delete()[0]
    return gone

"""What an administrator does to another's account. Each asks a reason where it takes something away."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from nithet.accounts.errors import AccountStateError, NoSecondFactorError, NotLockedError, OwnAccountError
from nithet.accounts.limits import is_locked, unlock
from nithet.accounts.models import User
from nithet.accounts.services.sessions import forget_sessions
from nithet.accounts.services.telling import tell
from nithet.audit.services import Actor


@transaction.atomic
def remove_second_factor(user: User, *, by: Actor, why: str) -> None:
    """For a lost phone: the password alone signs in again, and the person sets up another."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise NoSecondFactorError(name=user.name)
    forget_sessions([user.pk])
    tell("account.second_factor_cleared", by=by, on=user, why=why)


def unlock_account(user: User, *, by: Actor) -> None:
    """End the pause after too many failures."""
    if not is_locked(user):
        raise NotLockedError(name=user.name)
    unlock(user)
    tell("account.unlocked", by=by, on=user)


@transaction.atomic
def suspend_account(user: User, *, by: Actor, why: str) -> None:
    """Out of use until restored; all sessions end. Nobody locks themselves out."""
    if user.pk == by.pk:
        raise OwnAccountError
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise AccountStateError(name=user.name)
    forget_sessions([user.pk])
    tell("account.suspended", by=by, on=user, why=why)


@transaction.atomic
def restore_account(user: User, *, by: Actor) -> None:
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise AccountStateError(name=user.name)
    tell("account.restored", by=by, on=user)

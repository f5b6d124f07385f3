"""django-allauth's signals become history and kept attempts."""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from nithet.accounts import limits, second_factor
from nithet.accounts.adapters import way_of
from nithet.accounts.models import SignIn, User
from nithet.accounts.services.sessions import keep_only_this_session
from nithet.accounts.services.sign_ins import note_sign_in
from nithet.accounts.services.telling import tell


@receiver(account.user_logged_in)
def keep_sign_in(request: HttpRequest, user: User, **facts: Any) -> None:
    client = get_adapter().client(request)
    note_sign_in(user, "", SignIn.Outcome.DONE, way_of(request, user), **client)


@receiver(user_logged_out)
def keep_sign_out(request: HttpRequest, user: User | None, **facts: Any) -> None:
    if user:
        tell("account.signed_out", by=user, on=user)


@receiver(mfa.authentication_failed)
def keep_wrong_code(request: HttpRequest, user: User, **facts: Any) -> None:
    client = get_adapter().client(request)
    note_sign_in(user, "", SignIn.Outcome.WRONG_CODE, way_of(request, user), **client)


@receiver((account.password_changed, account.password_set))
def tell_password(request: HttpRequest, user: User, **facts: Any) -> None:
    keep_only_this_session(request, user)
    tell("account.password_changed", by=user, on=user)


@receiver(account.password_reset)
def tell_reset(user: User, **facts: Any) -> None:
    limits.unlock(user)
    tell("account.password_reset", by=user, on=user)


@receiver(account.email_changed)
def tell_email(user: User, **facts: Any) -> None:
    tell("account.email_changed", by=user, on=user)


@receiver(mfa.authenticator_added)
def tell_added(user: User, authenticator: Authenticator, **facts: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        tell("account.second_factor_added", by=user, on=user)


@receiver(mfa.authenticator_removed)
def tell_removed(request: HttpRequest, user: User, authenticator: Authenticator, **facts: Any) -> None:
    second_factor.forget(request)
    if authenticator.type == Authenticator.Type.TOTP:
        keep_only_this_session(request, user)
        tell("account.second_factor_removed", by=user, on=user)


@receiver(mfa.authenticator_reset)
def tell_codes(user: User, **facts: Any) -> None:
    tell("account.recovery_codes_renewed", by=user, on=user)


@receiver(social.social_account_added)
def tell_linked(sociallogin: Any, **facts: Any) -> None:
    tell("account.linked", by=sociallogin.user, on=sociallogin.user, provider=sociallogin.provider.name)


@receiver(social.social_account_removed)
def tell_unlinked(request: HttpRequest, **facts: Any) -> None:
    user = request.user
    if isinstance(user, User):
        tell("account.unlinked", by=user, on=user)

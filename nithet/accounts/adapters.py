"""Where django-allauth asks us: who may sign in, what is counted and kept, and our words for all of it."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nithet.accounts import belonging, limits, mail
from nithet.accounts.models import SignIn, User
from nithet.accounts.queries import user_of, users_of_address
from nithet.accounts.services.sign_ins import note_sign_in
from nithet.accounts.words import ACCOUNT_ERRORS, NOT_LINKED, OPENID_ERRORS, SECOND_FACTOR_ERRORS
from nithet.core.clock import today
from nithet.core.qr import qr
from nithet.thai.dates import format_time

WAYS = {"socialaccount": SignIn.Way.OPENID, SignIn.Way.SLIP: SignIn.Way.SLIP}


def way_of(request: HttpRequest, user: User) -> SignIn.Way:
    """By what the user proved who they are in this session; the second factor is no way of its own."""
    methods = [record["method"] for record in get_authentication_records(request, user)]
    return next((WAYS[method] for method in reversed(methods) if method in WAYS), SignIn.Way.PASSWORD)


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | ACCOUNT_ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are handed out."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind our proxy what it says; where nothing can be believed, one address for all such visitors."""
        try:
            return str(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured):
            return "0.0.0.0"  # noqa: S104  no address to listen on

    # Attempts

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        typed = _typed(credentials)
        return limits.key_of(user_of(typed), typed)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            self._keep(request, SignIn.Outcome.LOCKED, credentials)
            raise self._locked(credentials) from error

    def _locked(self, credentials: dict[str, Any]) -> ValidationError:
        typed = _typed(credentials)
        moment = limits.free_at(limits.key_of(user_of(typed), typed))
        when = f"ลองใหม่ได้ตั้งแต่ {format_time(moment)}" if moment else "โปรดรอ 10 นาทีแล้วลองใหม่"
        return ValidationError(
            f"ผิดหลายครั้ง ระบบพักการเข้าสู่ระบบชั่วคราว {when} หรือโปรดติดต่อผู้ดูแลระบบของสำนักงานให้ปลดล็อก",
            code="too_many_login_attempts",
        )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._keep(request, SignIn.Outcome.WRONG, credentials)

    def _keep(self, request: HttpRequest, outcome: SignIn.Outcome, credentials: dict[str, Any]) -> None:
        typed = _typed(credentials)
        note_sign_in(user_of(typed), typed, outcome, SignIn.Way.PASSWORD, **self.client(request))

    def client(self, request: HttpRequest) -> dict[str, str]:
        """What is kept of where an attempt came from."""
        return {"address": self.get_client_ip(request), "agent": request.headers.get("User-Agent", "")}

    # Signing in

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """The last door, whichever way one came: of a closed account it says why."""
        if why := self.why_closed(request, user):
            messages.error(request, why)
            return redirect("accounts:sign-in")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def why_closed(self, request: HttpRequest, user: User) -> str:
        """A sentence for the person, where the account may not be used; the attempt is kept."""
        if why := belonging.why_closed(user, on=today()):
            note_sign_in(user, "", SignIn.Outcome.CLOSED, way_of(request, user), **self.client(request))
        return why

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who gave the password a moment ago is not asked for it again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = current.request
        given = [
            record["at"]
            for record in get_authentication_records(request, request.user)
            if record["method"] in {"password", SignIn.Way.SLIP}
        ]
        return not given or time.time() - given[-1] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:mine")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("accounts:mine" if self.request.user.is_authenticated else "accounts:sign-in")

    # Mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Plain words only, and no guess at the site's name."""
        mail.post(self.render_mail(template_prefix, email, {**context, "email": email}))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | SECOND_FACTOR_ERRORS

    def get_totp_label(self, user: User) -> str:
        return user.username

    def build_totp_svg(self, url: str) -> str:
        return qr(url)


class OpenIdAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | OPENID_ERRORS

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The one active account of an address that the provider has verified."""
        for address in sociallogin.email_addresses:
            users = users_of_address(address.email) if address.verified else []
            if len(users) == 1:
                _confirm(users[0], address.email)
                return users[0], address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Nobody is made a user by a provider's word."""
        if sociallogin.state.get("process") == AuthProcess.LOGIN and not sociallogin.is_existing:
            email = next((address.email for address in sociallogin.email_addresses), "นี้")
            raise ImmediateHttpResponse(_back(request, NOT_LINKED.format(email=email)))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **facts: Any) -> None:
        usual = f"เข้าสู่ระบบด้วย {provider.name} ไม่สำเร็จ โปรดลองใหม่ หรือใช้ชื่อผู้ใช้และรหัสผ่าน"
        if facts.get("error") == AuthError.CANCELLED:
            usual = f"ท่านยกเลิกการเข้าสู่ระบบด้วย {provider.name}"
        why = getattr(facts.get("exception"), "words", usual)
        raise ImmediateHttpResponse(_back(request, why))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("accounts:mine")


def _confirm(user: User, email: str) -> None:
    """The provider has proven that the address is the person's."""
    address, _ = EmailAddress.objects.get_or_create(user=user, email=email.lower())
    if address.set_verified():
        address.set_as_primary(conditional=True)


def _back(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("accounts:mine" if request.user.is_authenticated else "accounts:sign-in")

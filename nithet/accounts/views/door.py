"""Signing in and out, and the way back in with a forgotten password."""

from typing import Any

from allauth.account import views as account
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.urls import reverse
from django.views.decorators.http import require_POST

from nithet.accounts import demo


class SignIn(account.LoginView):
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        accounts = demo.ACCOUNTS if settings.DEMO else ()
        told: dict[str, Any] = super().get_context_data(**facts)
        return told | {
            "demo_accounts": accounts,
            "demo_password": demo.PASSWORD,
            "next": get_next_redirect_url(self.request) or "",
            "providers": providers(),
        }


def providers() -> list[dict[str, str]]:
    """The offices' own sign-ins that the settings name."""
    known: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    return [
        {"name": app["name"], "url": reverse("openid_connect_login", args=[app["provider_id"]])}
        for app in known["APPS"]
    ]


class Forgotten(account.PasswordResetView):
    """By e-mail where mail reaches people; otherwise it says whom to ask."""

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**facts)
        return told | {"mail_works": settings.MAIL.reaches_people}


sign_in = SignIn.as_view()
sign_out = require_POST(account.LogoutView.as_view())
forgotten = Forgotten.as_view()

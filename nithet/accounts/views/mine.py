"""One's own account: what is known of it, its e-mail address, and where it is signed in."""

from typing import Any

from allauth.account import views as account
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nithet.accounts import second_factor
from nithet.accounts.models import UserRequest
from nithet.accounts.services.telling import tell
from nithet.accounts.views.door import providers
from nithet.accounts.words import device_words


@login_required
@never_cache
@require_safe
def mine(request: UserRequest) -> HttpResponse:
    user = request.user
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    facts = {
        "account": user,
        "address": EmailAddress.objects.filter(user=user).order_by("-primary", "-verified").first(),
        "factor": factor,
        "session_count": UserSession.objects.filter(user=user).count(),
        "linked": SocialAccount.objects.filter(user=user).order_by("date_joined"),
        "providers": providers(),
    }
    return render(request, "accounts/mine.html", facts)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def session_list(request: UserRequest) -> HttpResponse:
    """Where one is signed in; one of them, or all others, can be ended."""
    if request.method == "POST":
        return _end_sessions(request)
    sessions = sorted(
        UserSession.objects.purge_and_list(request.user), key=lambda s: s.created_at, reverse=True
    )
    lines = [
        {"session": session, "device": device_words(session.user_agent), "is_current": session.is_current()}
        for session in sessions
    ]
    return render(request, "accounts/session_list.html", {"lines": lines})


def _end_sessions(request: UserRequest) -> HttpResponse:
    if chosen := request.POST.get("session", ""):
        known = UserSession.objects.filter(user=request.user)
        session = get_object_or_404(known, pk=chosen if chosen.isdecimal() else 0)
        if session.is_current():
            return redirect("accounts:sessions")
        end_sessions(request, [session])
    else:
        end_other_sessions(request, request.user)
    tell("account.sessions_ended", by=request.user, on=request.user)
    messages.success(request, "ให้อุปกรณ์ที่เลือกออกจากระบบแล้ว")
    return redirect("accounts:sessions")


class Email(account.EmailView):
    """One address, which counts when it is confirmed: it cannot be made the account's before."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not {"action_add", "action_send", "action_remove"} & request.POST.keys():
            return redirect("account_email")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**facts)
        return told | {"way_back": second_factor.way_back(self.request)}


class SetUpSecondFactor(totp.ActivateTOTPView):
    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**facts)
        return told | {"is_asked": bool(second_factor.way_back(self.request))}


class Linked(social.ConnectionsView):
    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**facts)
        return told | {"providers": providers()}


email = Email.as_view()
set_up_second_factor = SetUpSecondFactor.as_view()
linked = Linked.as_view()
recovery_codes_page = RecoveryCodes.as_view()

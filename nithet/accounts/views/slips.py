"""The first sign-in, and every later one with a slip: by its QR code, or by typing its code."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nithet.accounts import belonging, limits
from nithet.accounts.codes import cleaned
from nithet.accounts.errors import SlipError, SlipUnknownError, SlipUsedError, TooManyCodesError
from nithet.accounts.forms import OwnPasswordForm, SlipCodeForm
from nithet.accounts.models import FirstSignIn, SignIn, User
from nithet.accounts.services.slips import find_slip, is_reset, sent_twice, use_slip
from nithet.core.clock import now, today


@never_cache
@require_http_methods(["GET", "POST"])
def slip_code(request: HttpRequest) -> HttpResponse:
    """Type the code that is printed on the slip."""
    form = SlipCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _found(request, form.cleaned_data["code"])
        except SlipError as error:
            form.add_error("code", error.text)
        else:
            return redirect("accounts:slip", cleaned(form.cleaned_data["code"]))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/slip_code.html", {"form": form}, status=status)


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """Whose account it is; choose the password; in. Looking at it uses nothing up: messengers look at links too."""
    try:
        found = _found(request, code)
        return _choose_password(request, found)
    except SlipError as error:
        user = isinstance(error, SlipUsedError) and request.method == "POST" and _sent_twice(request, code)
        if user:
            return _into(request, user)
        facts = {"title": error.title, "message": error.text}
        return render(request, "accounts/slip_refused.html", facts, status=error.status)


def _choose_password(request: HttpRequest, found: FirstSignIn) -> HttpResponse:
    user = found.user
    if why := belonging.why_closed(user, on=today()):
        facts = {"title": "บัญชีนี้ปิดอยู่", "message": why}
        return render(request, "accounts/slip_refused.html", facts, status=403)
    form = OwnPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        return _into(request, use_slip(found, form.cleaned_data["password1"], at=now()))
    told: dict[str, Any] = {
        "form": form,
        "account": user,
        "is_reset": is_reset(user),
        "slip": found,
    }
    return render(request, "accounts/slip.html", told, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, code: str) -> FirstSignIn:
    """Guessing is slowed down: wrong codes are counted for each address."""
    if not limits.may_try_code(request):
        raise TooManyCodesError
    try:
        return find_slip(code, at=now())
    except SlipUnknownError:
        limits.wrong_code_counts(request)
        raise


def _sent_twice(request: HttpRequest, code: str) -> User | None:
    """Another password than the one chosen is a guess, and counts like a wrong code."""
    user = sent_twice(code, request.POST.get("password1", ""), at=now())
    if user is None:
        limits.wrong_code_counts(request)
    return user


def _into(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in, after the second factor where the account has one."""
    limits.unlock(user)
    record_authentication(request, user, method=SignIn.Way.SLIP.value)
    response: HttpResponse = perform_login(request, user)
    return response

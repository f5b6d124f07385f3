"""Whether this visitor has a second factor. Remembered in the session, so that a page costs no query for it."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from nithet.accounts.models import User

KNOWN = "has_second_factor"
BACK = "after_second_factor"


def is_set_up(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def has_second_factor(request: HttpRequest) -> bool:
    if not request.session.get(KNOWN):
        if not isinstance(request.user, User) or not is_set_up(request.user):
            return False
        request.session[KNOWN] = True
    return True


def to_set_up(request: HttpRequest) -> HttpResponse:
    """Away from a page that asks for a second factor, and back to it afterwards."""
    if request.method == "GET" and not getattr(request, "htmx", False):
        request.session[BACK] = request.get_full_path()
    response = redirect("mfa_activate_totp")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(response.url)
    return response


def way_back(request: HttpRequest) -> str:
    """Where to go on after the recovery codes were shown; empty when nobody was sent here."""
    return str(request.session.get(BACK, ""))


def forget(request: HttpRequest) -> None:
    request.session.pop(KNOWN, None)

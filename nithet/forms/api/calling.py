"""Who calls: a token of a person, at most so often, and only in the office that the token is of."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import Http404, HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from nithet.core.clock import today
from nithet.offices.members import Member
from nithet.offices.tokens.services import Caller, caller_of

MOST, WINDOW_S = 120, 60


class CallerRequest(HttpRequest):
    """A request behind a token (for type checkers)."""

    auth: Caller


class ByToken(HttpBearer):
    """“Authorization: Bearer nithet_…”; never in the address, which is written down on the way."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        return caller_of(token, on=today())


class TokenThrottle(BaseThrottle):
    """So many requests of a token in a minute. The counts are shared by all server processes.

    It keeps nothing of its own: several requests ask it at once.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        return is_in_time(request.auth)  # type: ignore[attr-defined]  # it comes after ByToken

    def wait(self) -> float:
        return seconds_left()


def is_in_time(caller: Caller) -> bool:
    """Whether the token may ask once more in this minute; asked, it has."""
    key = f"api-{caller.token.pk}-{int(time.time()) // WINDOW_S}"
    cache.add(key, 0, 2 * WINDOW_S)
    return cache.incr(key) <= MOST


def seconds_left() -> float:
    """Until the next minute begins."""
    return WINDOW_S - time.time() % WINDOW_S


def member_in(request: CallerRequest, office: str) -> Member:
    return member_of_office(request.auth, office)


def member_of_office(caller: Caller, office: str) -> Member:
    """Another office does not exist for a token."""
    member = caller.member
    if member.office.code != office:
        raise Http404
    return member

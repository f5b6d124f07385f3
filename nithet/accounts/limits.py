"""The pause after too many wrong passwords. django-allauth counts, in the cache that all server processes share."""

import time
from datetime import UTC, datetime

from allauth.core import context
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from nithet.accounts.models import User

APP = "allauth.account"
FAILED = "login_failed"
CODES = "first_sign_in"


def key_of(user: User | None, typed: str) -> str:
    """One count for a person, whether the name or the e-mail is typed; for an unknown name one of its own."""
    return f"user:{user.pk}" if user else f"name:{typed.strip().lower()}"


def _code_key(user: User) -> str:
    """Where allauth counts wrong codes of the second factor."""
    return f"mfa-auth-user-{user.pk}"


def free_at(key: str) -> datetime | None:
    """When a name that failed too often may try again; none while it may."""
    moments = [moment for rate in _rates_of_names() if (moment := _full_until(rate, key))]
    return datetime.fromtimestamp(max(moments), tz=UTC) if moments else None


def is_locked(user: User) -> bool:
    return bool(free_at(key_of(user, "")) or free_at(_code_key(user)))


def unlock(user: User) -> None:
    for key in (key_of(user, ""), _code_key(user)):
        for rate in _rates_of_names():
            cache.delete(_cache_key(rate, key))


def wrong_code_counts(request: HttpRequest) -> bool:
    """Count a wrong code of a slip; false when this address has had its share."""
    return bool(ratelimit.consume(request, app=APP, action=CODES, limit_get=True))


def may_try_code(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, app=APP, action=CODES, limit_get=True, dry_run=True))


def _rates_of_names() -> list[ratelimit.Rate]:
    return [rate for rate in ratelimit.get_rates(app=APP, action=FAILED) if rate.per == "key"]


def _full_until(rate: ratelimit.Rate, key: str) -> float | None:
    """allauth keeps the moments of failures, newest first."""
    moments = cache.get(_cache_key(rate, key), [])
    counted = [moment for moment in moments if moment > time.time() - rate.duration]
    return counted[rate.amount - 1] + rate.duration if len(counted) >= rate.amount else None


def _cache_key(rate: ratelimit.Rate, key: str) -> str:
    return str(ratelimit.get_cache_key(context.request, app=APP, action=FAILED, rate=rate, key=key))

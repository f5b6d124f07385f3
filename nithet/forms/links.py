"""Signed addresses: who holds one answers, without an account.

The signature is made of the key and of numbers that are raised to make a link worthless; nothing secret is stored.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from nithet.forms.asked import Asked
from nithet.forms.models import Round, RoundTarget

SIGNED_BYTES = 12
LENGTH = 22 + 16
"""Letters of a key and of its signature."""
_SALT = "nithet.forms.links"
_HEAVY = tuple(f"version__{name}" for name in ("tables", "xform", "html", "model"))
_BESIDE = ("office", "unit__parent", "version__form")


def address_of(asked: Round | RoundTarget) -> str:
    """The path of the page where it is answered; absolute only where it is sent on. Load `round__office` with targets."""
    round_ = asked if isinstance(asked, Round) else asked.round
    return reverse("forms:answer-page", args=[round_.office.code, token_of(asked)])


def token_of(asked: Round | RoundTarget) -> str:
    return _letters(asked.pk.bytes) + _letters(_signature(asked))


def asked_at(office: str, token: str) -> Asked | None:
    """Who is asked at that address; None for whatever is not exactly as it was given out."""
    key = _key_of(token)
    if key is None:
        return None
    target = _targets().filter(pk=key, round__office__code=office).first()
    round_ = target.round if target else _rounds().filter(pk=key, office__code=office).first()
    if round_ is None or not constant_time_compare(token, token_of(target or round_)):
        return None
    return Asked(round_, target)


def _targets() -> QuerySet[RoundTarget]:
    beside = (*(f"round__{name}" for name in _BESIDE), "school", "person")
    heavy = (f"round__{name}" for name in _HEAVY)
    return RoundTarget.objects.select_related(*beside).defer(*heavy)


def _rounds() -> QuerySet[Round]:
    """Only the public is asked by one address for all."""
    return Round.objects.filter(audience=Round.Audience.PUBLIC).select_related(*_BESIDE).defer(*_HEAVY)


def _key_of(token: str) -> UUID | None:
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(f"{token[:22]}=="))
    except ValueError:
        return None


def _signature(asked: Round | RoundTarget) -> bytes:
    numbers = (
        [asked.link_number] if isinstance(asked, Round) else [asked.round.link_number, asked.link_number]
    )
    told = ":".join(map(str, (type(asked).__name__, asked.pk, *numbers)))
    return salted_hmac(_SALT, told, algorithm="sha256").digest()[:SIGNED_BYTES]


def _letters(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()

"""Whole addresses, by which a phone finds the system from outside."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from nithet.notices.services.composing import whole


def whole_address(request: HttpRequest, path: str) -> str:
    """By the public address where it is set: a phone keeps it when it is carried to another network."""
    return whole(path) if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def server_address(request: HttpRequest, secret: str) -> str:
    """What a phone is told as its server: Collect adds the rest to it."""
    return whole_address(request, reverse("odk:form-list", args=[secret])).removesuffix("/formList")

"""Sending acts to a draft as its review page does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nithet.manuals.document import from_json
from nithet.manuals.draft import StepDraft
from nithet.manuals.editing.items import find_as
from nithet.manuals.models import ManualVersion

MONTHS = {"act": "set_months", "key": "p1s1", "months": ["", "11"]}


def address(version: ManualVersion, name: str = "version-edit", *more: str) -> str:
    return reverse(f"manuals:{name}", args=["satit1", version.pk, *more])


def send(client: Client, version: ManualVersion, *, by_htmx: bool = True, **typed: Any) -> HttpResponse:
    version.refresh_from_db(fields=["revision"])
    headers = {"HX-Request": "true"} if by_htmx else {}
    data = {"revision": version.revision, **MONTHS} | typed
    response: HttpResponse = client.post(address(version), data, headers=headers)  # type: ignore[assignment]
    return response


def walk(client: Client, version: ManualVersion, way: str) -> HttpResponse:
    version.refresh_from_db(fields=["revision"])
    response: HttpResponse = client.post(address(version, f"version-{way}"), {"revision": version.revision})  # type: ignore[assignment]
    return response


def step(version: ManualVersion, key: str = "p1s1") -> StepDraft:
    version.refresh_from_db(fields=["reading"])
    return find_as(from_json(version.reading), key, StepDraft)

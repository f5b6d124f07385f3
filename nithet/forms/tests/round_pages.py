"""What tests do on the pages of rounds."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from nithet.core.ids import new_id
from nithet.forms.models import Round
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import page_text


def at(office: Office, view: str, *args: object) -> str:
    return reverse(f"forms:{view}", args=[office.code, *args])


def told(response: Any) -> str:
    """The words of a page, one space between them and no marks of emphasis."""
    text = page_text(response)
    for mark in ("<b>", "</b>", '<b class="nw">', "</span>", '<span class="nw">'):
        text = text.replace(mark, "")
    return " ".join(text.split())


def typed(unit: Unit, **facts: Any) -> dict[str, Any]:
    """A form of a new round, as the page fills it in."""
    return {
        "key": str(new_id()), "title": "สำรวจความต้องการสื่อ", "unit": str(unit.pk), "use": "survey",
        "audience": "schools", "opens_on": "20 พ.ย. 2569", "closes_on": "4 ธ.ค. 2569", "is_once": "on",
        "wanted_percent": "80", "cutoff": "group",
    } | facts  # fmt: skip


def act(client: Client, round_: Round, name: str, *args: object, **facts: object) -> Any:
    return client.post(at(round_.office, name, round_.pk, *args), facts)

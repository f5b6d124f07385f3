"""A request is called the same wherever it is read; what is folded on the screen is read on paper."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.offices.models import PrivacyRequest
from nithet.offices.tests.factories import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def url(name: str, *args: object) -> str:
    return reverse(f"offices:privacy-{name}", args=["satit1", *args])


def test_an_open_request_stands_under_one_word(client: Client, teacher: User, administrator: User) -> None:
    client.force_login(teacher)
    client.post(url("ask"), {"kind": "removal", "text": "ขอให้ลบ"})
    asked = PrivacyRequest.objects.get()
    pages = [page_text(client.get(url("mine")))]
    client.force_login(administrator)
    pages += [page_text(client.get(url(*at))) for at in (("requests",), ("request", asked.pk))]
    pages.append(page_text(client.get(reverse("workspace:settings", args=["satit1"]))))
    for page in pages:
        assert asked.get_state_display() in page
        assert "รอตอบ" not in page
    assert f"{asked.get_state_display()} 1 คำขอ" in pages[1]


def test_who_may_see_is_not_folded_on_paper(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    page = page_text(client.get(url("policy")))
    folded = re.findall(r"<details(?! data-menu)([^>]*)><summary>", page)
    assert folded
    assert [
        attributes
        for attributes in folded
        if "print-open" not in attributes and "data-menu" not in attributes
    ] == []
    styles = (settings.ROOT / "frontend" / "src" / "styles" / "print.css").read_text(encoding="utf-8")
    assert ".print-open::details-content" in styles.partition("@media print")[2]

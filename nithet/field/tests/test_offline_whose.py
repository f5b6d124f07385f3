"""On a shared device somebody else may sign in between the question who it is and what is sent: it is not taken as theirs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.field.models import Device
from nithet.field.offline import pieces
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import make_form, publish, sent, xml_of
from nithet.offices.models import Office, School, Unit

KEY = "5d1f0f0e-8d0a-4a52-9f0e-0c8e6a3f7d11"
CONTENT = b"0123456789"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


def of(person: User | None) -> dict[str, str]:
    return {"Accept": "application/json", **({"X-Person": str(person.pk)} if person else {})}


def send(client: Client, school: School, person: User | None) -> Any:
    body = {"device": KEY, **sent(xml_of(school.smis_code))}
    return client.post(reverse("field:send", args=["satit1", "visit_note"]), body, headers=of(person))


def tell(client: Client, person: User | None) -> Any:
    body = {"key": KEY, "name": "Chrome", "carried": [], "waiting": [], "drafts": 1}
    address = reverse("field:device-told", args=["satit1"])
    return client.post(address, body, content_type="application/json", headers=of(person))


def put(client: Client, person: User | None) -> Any:
    headers = {**of(person), "X-Offset": "0", "X-Length": str(len(CONTENT))}
    address = reverse("field:file-piece", args=["satit1", DIGEST])
    return client.patch(address, CONTENT, content_type="application/octet-stream", headers=headers)


def test_what_another_filled_is_not_taken_and_waits(
    client: Client, head: User, supervisor: User, version: FormVersion, school: School
) -> None:
    client.force_login(head)
    for answer in (send(client, school, supervisor), tell(client, supervisor), put(client, supervisor)):
        # As signed out: the browser keeps what it holds and asks to sign in.
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/json")
        assert "เข้าสู่ระบบ" in answer.json()["message"]
    assert not Submission.objects.exists()
    assert not Device.objects.exists()
    assert pieces.come_so_far(head.pk, DIGEST) == pieces.come_so_far(supervisor.pk, DIGEST) == 0


def test_a_form_to_carry_is_not_given_to_another(
    client: Client, head: User, supervisor: User, version: FormVersion
) -> None:
    client.force_login(head)
    address = reverse("field:package", args=["satit1", "visit_note"])
    assert client.get(address, headers=of(supervisor)).status_code == 401
    assert client.get(address, headers=of(head)).status_code == 200


def test_a_stranger_who_has_signed_in_does_not_make_it_refused(
    client: Client, outsider: User, supervisor: User, version: FormVersion, school: School
) -> None:
    """“Not found” would be taken for the last word on it."""
    client.force_login(outsider)
    assert send(client, school, supervisor).status_code == 401


@pytest.mark.parametrize("is_told", [True, False])
def test_who_is_signed_in_is_taken_also_where_nobody_is_named(
    client: Client, supervisor: User, version: FormVersion, school: School, is_told: bool
) -> None:
    client.force_login(supervisor)
    person = supervisor if is_told else None
    assert (send(client, school, person).status_code, tell(client, person).status_code) == (201, 200)
    assert put(client, person).headers["X-Offset"] == str(len(CONTENT))
    assert Submission.objects.get().sent_by == supervisor


@pytest.mark.parametrize("person", ["", "x", "\xff", "0" * 5000])
def test_a_name_that_is_nobodys_is_another(
    client: Client, supervisor: User, version: FormVersion, school: School, person: str
) -> None:
    client.force_login(supervisor)
    body = sent(xml_of(school.smis_code))
    headers = {"Accept": "application/json", "X-Person": person}
    answer = client.post(reverse("field:send", args=["satit1", "visit_note"]), body, headers=headers)
    assert answer.status_code == 401


def test_who_asks_with_an_ended_sign_in_keeps_the_one_made_meanwhile(
    supervisor: User, office: Office
) -> None:
    """A page asks by itself. That its sign-in has ended is told; a cookie that is there by then is another one."""
    client = Client()
    client.force_login(supervisor)
    client.session.flush()
    asked = client.get(reverse("field:session", args=["satit1"]), headers=of(supervisor))
    assert (asked.status_code, asked.json()["code"]) == (401, "signed-out")
    assert settings.SESSION_COOKIE_NAME not in asked.cookies

"""What a browser tells may be nonsense: it is passed over or refused in words, and never ends in an error of the server."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.field.models import Device, Waiting
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import make_form, publish, sent, xml_of
from nithet.offices.models import Office, School, Unit

JSON = {"Accept": "application/json"}
KEY = "5d1f0f0e-8d0a-4a52-9f0e-0c8e6a3f7d11"
LINE = {
    "form": "visit_note",
    "instance_id": "uuid:1",
    "title": "บ้านทุ่ง",
    "filled_at": "2026-11-20T03:00:00Z",
    "files": 1,
}


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def phone(
    client: Client, supervisor: User, version: FormVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Client:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    client.force_login(supervisor)
    client.raise_request_exception = False
    return client


def tell(client: Client, body: str) -> Any:
    address = reverse("field:device-told", args=["satit1"])
    return client.post(address, body, content_type="application/json", headers=JSON)


def told(**other: object) -> str:
    return json.dumps({"key": KEY, "name": "Chrome", "carried": [], "waiting": [], "drafts": 0, **other})


@pytest.mark.parametrize(
    "odd",
    [
        {"carried": [{"form": "a\0b", "version": 1}]},
        {"carried": [{"form": "\ud800", "version": "\0", "size": -1}]},
        {"carried": [{"form": ["visit_note"], "version": {}, "size": []}, None, 3]},
        {"waiting": [{**LINE, "form": "a\0b"}]},
        {"waiting": [{**LINE, "instance_id": "a\0b"}]},
        {"waiting": [{**LINE, "instance_id": "\ud800"}]},
        {"waiting": [{**LINE, "title": "\0\ud800", "refusal": "\0"}]},
        {"waiting": [{**LINE, "filled_at": "0001-01-01T00:00:00+14:00", "files": 10**30}]},
        {"waiting": [{**LINE, "filled_at": {}, "title": [], "files": None}]},
        {"name": "\0\ud800"},
        {"drafts": 10**30},
        {"drafts": -1},
    ],
)
def test_what_makes_no_sense_is_passed_over(phone: Client, odd: dict[str, object]) -> None:
    good = {**LINE, "instance_id": "uuid:2"}
    body = {**odd, "waiting": [*odd.get("waiting", []), good]}  # type: ignore[misc]
    assert tell(phone, told(**body)).status_code == 200
    assert Waiting.objects.filter(instance_id="uuid:2").exists()
    assert Device.objects.get().drafts >= 0


@pytest.mark.parametrize(
    "body",
    [
        told(drafts=float("inf")),
        told(drafts=float("nan")),
        told(drafts=None),
        told(key=["x"]),
        told(carried="visit_note", waiting={"a": 1}, drafts="x"),
        f'{{"key": "{KEY}", "name": "n", "carried": {"[" * 100_000}',
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
    ids=["endless", "no-number", "none", "key", "kinds", "deep", "no-text"],
)
def test_what_cannot_be_read_at_all_is_refused_in_words(phone: Client, body: str) -> None:
    answer = tell(phone, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "device-unread")
    assert not Device.objects.exists()


def test_a_form_of_an_impossible_name_is_not_found(phone: Client, school: School) -> None:
    for name in ("%00", "a%00b", "%EF%BF%BE"):
        package = f"/satit1/field/packages/{name}"
        assert phone.get(package, headers=JSON).status_code == 404
        send = f"/satit1/field/send/{name}"
        assert phone.post(send, sent(xml_of(school.smis_code)), headers=JSON).status_code == 404


def test_a_clock_that_counts_buddhist_years_is_marked_and_set_right(
    phone: Client, version: FormVersion, school: School
) -> None:
    """Filled before the form was retired: what counts is the moment, not what the clock said."""
    type(version.form).objects.update(retired_at=now() - timedelta(days=1))
    ahead = datetime(2569, 1, 1, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)
    told_at, filled_at = now() + ahead, now() + ahead - timedelta(days=2)
    facts = {"device_now": ms(told_at), "filled_at": ms(filled_at)}
    address = reverse("field:send", args=["satit1", "visit_note"])
    answer = phone.post(address, {**facts, **sent(xml_of(school.smis_code))}, headers=JSON)
    assert answer.status_code == 201
    assert [problem["code"] for problem in Submission.objects.get().problems] == ["clock-off"]


@pytest.mark.parametrize("device_now", ["253402300799000", "-62135596800000", "9" * 5000, "\0"])
@pytest.mark.parametrize("filled_at", ["253402300799000", "-62135596800000", "1e9", "๑๒"])
def test_no_clock_is_a_reason_to_refuse(
    phone: Client, school: School, device_now: str, filled_at: str
) -> None:
    facts = {"device_now": device_now, "filled_at": filled_at}
    address = reverse("field:send", args=["satit1", "visit_note"])
    answer = phone.post(address, {**facts, **sent(xml_of(school.smis_code))}, headers=JSON)
    assert answer.status_code == 201


def ms(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))

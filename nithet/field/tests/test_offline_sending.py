"""What a browser sends when it is back: exactly once, in pieces where it is large, kept with a reason where it is refused."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.field.models import Apart, Device
from nithet.field.offline import pieces
from nithet.field.services.devices import register_browser, revoke
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import VISIT, make_form, photo, publish, sent, tables_of, xml_of
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member

JSON = {"Accept": "application/json"}
KEY = "5d1f0f0e-8d0a-4a52-9f0e-0c8e6a3f7d11"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def phone(client: Client, supervisor: User, version: FormVersion) -> Client:
    client.force_login(supervisor)
    return client


def send(client: Client, xml: str, name: str = "visit_note", **more: object) -> Any:
    files = {key: value for key, value in more.items() if isinstance(value, SimpleUploadedFile)}
    told = {key: value for key, value in more.items() if key not in files}
    address = reverse("field:send", args=["satit1", name])
    return client.post(address, {**told, **sent(xml, **files)}, headers=JSON)


def with_photo(school: School, instance: str = "") -> str:
    return xml_of(
        school.smis_code, instance=instance or f"uuid:{uuid4()}", body="<photo type='file'>a.jpg</photo>"
    )


def put(client: Client, content: bytes, digest: str = "", *, size: int = 1000, begin: int = 0) -> list[int]:
    """In pieces; where the server says each time that it is."""
    come = []
    for at in range(begin, len(content), size):
        answer = piece(client, content, digest or sha(content), at, content[at : at + size])
        come.append(int(answer.headers["X-Offset"]))
    return come


def piece(client: Client, content: bytes, digest: str, at: int, body: bytes) -> Any:
    headers = {**JSON, "X-Offset": str(at), "X-Length": str(len(content))}
    address = reverse("field:file-piece", args=["satit1", digest])
    return client.patch(address, body, content_type="application/octet-stream", headers=headers)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_it_arrives_once_with_the_device_that_sent_it(phone: Client, school: School) -> None:
    xml = xml_of(school.smis_code)
    first = send(phone, xml, device=KEY, device_name="Chrome บน Android")
    again = send(phone, xml, device=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    kept = Submission.objects.get()
    assert first.json()["reference"] == kept.reference
    assert kept.device_id == Device.objects.get(key=KEY, name="Chrome บน Android").pk


def test_a_file_in_pieces_comes_with_the_form_that_names_it(phone: Client, school: School) -> None:
    content = photo((400, 300))
    offsets = put(phone, content)
    assert offsets[-1] == len(content)
    xml = with_photo(school)
    told = send(phone, xml, **{"a.jpg": f"part:{sha(content)}"})
    assert (told.status_code, told.json()["awaited"]) == (201, [])
    file = Submission.objects.get().files.get().file
    assert file.sha256 == sha(content)
    assert not list(pieces.folder().glob("*/*"))
    # The answer was lost: the pieces come again, and it is the same.
    put(phone, content)
    assert send(phone, xml, **{"a.jpg": f"part:{sha(content)}"}).json() == told.json()


def test_a_file_goes_on_where_the_line_broke(phone: Client) -> None:
    content = photo((400, 300))
    piece(phone, content, sha(content), 0, content[:1500])
    asked = phone.head(reverse("field:file-piece", args=["satit1", sha(content)]), headers=JSON)
    assert asked.headers["X-Offset"] == "1500"
    # A piece that came already, and one that does not follow, change nothing.
    for at in (0, 1700):
        assert piece(phone, content, sha(content), at, content[at : at + 100]).headers["X-Offset"] == "1500"
    assert put(phone, content, begin=1500)[-1] == len(content)


def test_a_damaged_file_is_begun_anew(phone: Client) -> None:
    content = photo()
    answer = piece(phone, content, sha(b"another"), 0, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "piece-unfit")
    asked = phone.head(reverse("field:file-piece", args=["satit1", sha(b"another")]), headers=JSON)
    assert asked.headers["X-Offset"] == "0"


@pytest.mark.parametrize("digest", ["a" * 63, "A" * 64, "..", "g" * 64])
def test_a_name_that_is_no_digest_is_refused(phone: Client, digest: str) -> None:
    assert piece(phone, b"x", digest, 0, b"x").status_code == 422


def test_what_is_too_large_is_refused(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "FILE_MAX_BYTES", 10)
    refused = piece(phone, b"x" * 11, sha(b"x" * 11), 0, b"x" * 5)
    assert (refused.status_code, refused.json()["code"]) == (413, "piece-too-large")
    monkeypatch.setattr(pieces, "PIECE_MAX_BYTES", 3)
    assert piece(phone, b"x" * 10, sha(b"x" * 10), 0, b"x" * 5).status_code == 422
    monkeypatch.setattr(pieces, "PIECE_MAX_BYTES", 10)
    monkeypatch.setattr(pieces, "PERSON_MAX_BYTES", 8)
    assert piece(phone, b"x" * 10, sha(b"x" * 10), 0, b"x" * 5).status_code == 200
    assert piece(phone, b"y" * 10, sha(b"y" * 10), 0, b"y" * 5).status_code == 429


def test_what_nobody_goes_on_with_makes_room(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PERSON_MAX_BYTES", 8)
    left, new = b"x" * 10, b"y" * 10
    piece(phone, left, sha(left), 0, left[:5])
    with time_machine.travel(now() + pieces.IN_USE + timedelta(minutes=1)):
        assert piece(phone, new, sha(new), 0, new[:5]).status_code == 200
        # It is begun anew, from nothing.
        assert piece(phone, left, sha(left), 5, left[5:6]).headers["X-Offset"] == "0"


def test_pieces_go_on_however_long_ago_they_were_begun(
    phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "PERSON_MAX_BYTES", 8)
    content = b"x" * 10
    piece(phone, content, sha(content), 0, content[:5])
    with time_machine.travel(now() + pieces.IN_USE + timedelta(minutes=1)):
        assert piece(phone, content, sha(content), 5, content[5:8]).headers["X-Offset"] == "8"
        assert piece(phone, content, sha(content), 8, content[8:]).status_code == 429


def test_what_is_kept_apart_leaves_no_pieces(phone: Client, school: School) -> None:
    content = photo((400, 300))
    assert send(phone, xml_of(school.smis_code, instance="uuid:one")).status_code == 201
    put(phone, content)
    told = send(phone, with_photo(school, "uuid:one"), **{"a.jpg": f"part:{sha(content)}"})
    assert (told.status_code, told.json()["code"]) == (409, "submission-apart")
    assert not list(pieces.folder().glob("*/*"))


def test_pieces_are_of_whoever_sent_them(phone: Client, head: User, school: School) -> None:
    content = photo()
    put(phone, content)
    other = Client()
    other.force_login(head)
    told = send(other, with_photo(school), **{"a.jpg": f"part:{sha(content)}"})
    assert (told.status_code, told.json()["code"]) == (409, "piece-missing")
    assert not Submission.objects.exists()


def test_what_nobody_went_on_with_is_swept(phone: Client) -> None:
    piece(phone, b"x" * 10, sha(b"x" * 10), 0, b"x" * 5)
    assert pieces.sweep(now()) == 0
    assert pieces.sweep(now() + pieces.KEPT + timedelta(days=1)) == 1
    assert not list(pieces.folder().glob("*"))


def test_an_earlier_edition_stays_what_it_was_filled_on(
    phone: Client, version: FormVersion, school: School
) -> None:
    publish(version.form, tables_of(VISIT.replace("เรื่องที่นิเทศ", "เรื่อง")), number=2)
    told = send(phone, xml_of(school.smis_code, version=1))
    assert told.status_code == 201
    assert Submission.objects.get().version == version


def test_filled_before_the_form_was_retired_it_still_comes(
    phone: Client, version: FormVersion, school: School
) -> None:
    type(version.form).objects.update(retired_at=now() - timedelta(days=1))
    late = send(phone, xml_of(school.smis_code), filled_at=ms(now()), device_now=ms(now()))
    assert late.status_code == 403
    # The device's clock is a year ahead: what counts is the moment, not what the clock said.
    ahead = timedelta(days=365)
    told = send(
        phone, xml_of(school.smis_code),
        filled_at=ms(now() - timedelta(days=2) + ahead), device_now=ms(now() + ahead),
    )  # fmt: skip
    assert told.status_code == 201
    kept = Submission.objects.get()
    assert [problem["code"] for problem in kept.problems] == ["clock-off"]


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@pytest.mark.parametrize("told", ["", "x", "-1", "9" * 40])
def test_a_clock_that_tells_nonsense_refuses_nothing(phone: Client, school: School, told: str) -> None:
    assert (
        send(phone, xml_of(school.smis_code), filled_at=told, device_now=told, device=told).status_code == 201
    )


def test_another_content_is_kept_apart_and_said_so(phone: Client, school: School) -> None:
    name = f"uuid:{uuid4()}"
    send(phone, xml_of(school.smis_code, instance=name))
    other = send(phone, xml_of(school.smis_code, instance=name, topic="เรื่องอื่น"))
    assert (other.status_code, other.json()["code"]) == (409, "submission-apart")
    assert Apart.objects.count() == Submission.objects.count() == 1


def test_a_revoked_browser_is_told_what_to_do(
    phone: Client, supervisor: User, office: Office, school: School
) -> None:
    by = as_member(supervisor, office)
    revoke(register_browser(UUID(KEY), "Chrome", by=by), by=by, why="หาย")
    told = send(phone, xml_of(school.smis_code), device=KEY)
    assert (told.status_code, told.json()["code"]) == (403, "device-refused")
    assert "บันทึกรายการที่รอส่งเป็นไฟล์" in told.json()["message"]
    assert not Submission.objects.exists()


def test_who_is_signed_out_or_a_stranger_is_told_in_json(
    client: Client, outsider: User, version: FormVersion, school: School
) -> None:
    assert send(client, xml_of(school.smis_code)).status_code == 401
    client.force_login(outsider)
    told = send(client, xml_of(school.smis_code))
    assert (told.status_code, told.json()["code"]) == (404, "not-found")


def test_without_the_token_of_the_session_nothing_is_taken(
    supervisor: User, version: FormVersion, school: School
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(supervisor)
    refused = send(strict, xml_of(school.smis_code))
    assert refused.status_code == 403
    assert "json" not in refused.headers["Content-Type"]
    token = strict.get(reverse("field:session", args=["satit1"]), headers=JSON).json()["token"]
    assert send(strict, xml_of(school.smis_code), csrfmiddlewaretoken=token).status_code == 201


def test_what_one_person_filled_is_not_taken_from_another(phone: Client, head: User, school: School) -> None:
    """Somebody else signed in between the question who it is and the sending."""
    other = {**JSON, "X-Person": str(head.pk)}
    addresses = [
        reverse("field:send", args=["satit1", "visit_note"]),
        reverse("forms:form-send", args=["satit1", "visit_note"]),
    ]
    for address in addresses:
        told = phone.post(address, sent(xml_of(school.smis_code)), headers=other)
        assert (told.status_code, told.json()["code"]) == (401, "other-person")
    asked = phone.head(reverse("field:file-piece", args=["satit1", "0" * 64]), headers=other)
    assert asked.status_code == 401
    assert not Submission.objects.exists()


def test_a_file_that_a_loss_of_power_has_damaged_is_sent_anew(
    phone: Client, supervisor: User, school: School
) -> None:
    content = photo()
    put(phone, content)
    pieces._path(supervisor.pk, sha(content)).write_bytes(b"\0" * len(content))
    told = send(phone, with_photo(school), **{"a.jpg": f"part:{sha(content)}"})
    assert (told.status_code, told.json()["code"]) == (409, "piece-missing")
    assert put(phone, content)[-1] == len(content)


def test_another_content_tells_which_file_was_not_kept(phone: Client, school: School) -> None:
    name = f"uuid:{uuid4()}"
    send(phone, xml_of(school.smis_code, instance=name))
    unfit: dict[str, Any] = {"a.jpg": SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")}
    told = send(phone, with_photo(school, name), **unfit)
    assert (told.status_code, told.json()["code"]) == (409, "submission-apart")
    assert "a.jpg" in told.json()["message"]


@pytest.mark.parametrize("name", ["ชื่อ\0", "\ud800x", "\0", " "])
def test_an_odd_name_of_a_device_breaks_nothing(phone: Client, school: School, name: str) -> None:
    told = phone.post(
        reverse("field:device-told", args=["satit1"]),
        {"key": KEY, "name": name, "carried": [{"form": "\0"}], "waiting": [], "drafts": 0},
        content_type="application/json", headers=JSON,
    )  # fmt: skip
    assert told.status_code == 200
    assert Device.objects.get().name.strip()


@pytest.mark.parametrize("at", [253_402_300_799_000, 4_000_000_000_000_0, -62_135_596_800_000])
def test_a_moment_at_the_end_of_time_refuses_nothing(phone: Client, school: School, at: int) -> None:
    assert send(phone, xml_of(school.smis_code), filled_at=at, device_now=ms(now())).status_code == 201


@pytest.mark.parametrize("page_first", [True, False])
def test_the_page_with_a_network_and_a_phone_record_the_same_subject(
    phone: Client, school: School, *, page_first: bool
) -> None:
    def by_page() -> None:
        address = reverse("forms:form-send", args=["satit1", "visit_note"])
        assert phone.post(address, sent(xml_of(school.smis_code)), headers=JSON).status_code == 201

    def by_phone() -> None:
        assert send(phone, xml_of(school.smis_code), device=KEY).status_code == 201

    for act in (by_page, by_phone) if page_first else (by_phone, by_page):
        act()
    assert Submission.objects.count() == 2
    assert Apart.objects.get().kind == Apart.Kind.SUBJECT

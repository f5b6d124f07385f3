"""What is taken along, and pages that stand for everybody: with nobody's data, and never out of a cache where it is somebody's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.core import files
from nithet.field.models import Carried, Device, Waiting
from nithet.field.offline import built
from nithet.forms.models import FormFile, FormVersion
from nithet.forms.tests.filling_kit import VISIT, make_form, photo, publish, tables_of
from nithet.offices.models import Office, School, Unit

JSON = {"Accept": "application/json"}
KEY = "5d1f0f0e-8d0a-4a52-9f0e-0c8e6a3f7d11"
MANIFEST: dict[str, dict[str, Any]] = {
    "src/early.js": {"file": "assets/early-aaaaaaaa.js"},
    "src/main.js": {
        "file": "assets/main-aaaaaaaa.js",
        "css": ["assets/main-aaaaaaaa.css"],
        "imports": ["_dom.js"],
    },
    "_dom.js": {"file": "assets/dom-aaaaaaaa.js", "assets": ["assets/thai-aaaaaaaa.woff2"]},
    "src/offline/shell.js": {"file": "assets/shell-aaaaaaaa.js", "imports": ["_dom.js"]},
    "src/offline/worker.js": {"file": "assets/worker-aaaaaaaa.js"},
    "src/charts/main.js": {"file": "assets/charts-aaaaaaaa.js"},
}


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def dist(tmp_path: Path, settings: Settings) -> Path:
    """A front end that is built."""
    (tmp_path / "assets").mkdir()
    for chunk in MANIFEST.values():
        for name in (chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ())):
            (tmp_path / name).write_text(f"/* {name} */")
    for name in built.BESIDE:
        (tmp_path / name).write_bytes(b"picture")
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "manifest.json"}}
    return tmp_path


def kept(client: Client) -> dict[str, Any]:
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    found = re.match(r"self\.KEPT = (\{.*?\});\n", answer.content.decode())
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_worker_keeps_what_the_shells_load_and_nothing_more(client: Client, dist: Path) -> None:
    told = kept(client)
    names = {address.rpartition("/")[2] for address in told["files"] if address.startswith("/static/")}
    assert names == {
        "early-aaaaaaaa.js", "main-aaaaaaaa.js", "main-aaaaaaaa.css", "dom-aaaaaaaa.js", "thai-aaaaaaaa.woff2",
        "shell-aaaaaaaa.js", *built.BESIDE,
    }  # fmt: skip
    assert set(told["shells"].values()) <= set(told["files"])
    assert set(told["shells"]) == {"fill", "outbox", "away"}


def test_each_change_of_a_file_makes_another_worker(client: Client, dist: Path) -> None:
    before = kept(client)
    (dist / "assets/main-aaaaaaaa.css").write_text("body {}")
    (dist / "manifest.json").write_text(json.dumps(MANIFEST) + " ")
    after = kept(client)
    assert before["version"] != after["version"]
    changed = {name for name in after["files"] if after["files"][name] != before["files"][name]}
    assert [name.rpartition("/")[2] for name in changed] == ["main-aaaaaaaa.css"]


def test_without_a_built_front_end_there_is_no_worker(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "none.json"}}
    assert client.get("/sw.js").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/offline/fill/", "/offline/outbox/", "/offline/away/", "/satit1/field/fill/", "/satit1/field/outbox/"],
)
def test_a_shell_is_the_same_for_everybody(client: Client, supervisor: User, address: str) -> None:
    nobody = client.get(address)
    client.force_login(supervisor)
    somebody = client.get(address)
    assert nobody.status_code == 200
    assert nobody.content == somebody.content
    assert not somebody.cookies
    assert "csrf" not in nobody.content.decode()
    assert (
        "'unsafe-inline'"
        in nobody.headers["Content-Security-Policy"].partition("style-src")[2].partition(";")[0]
    )
    assert "script-src" not in nobody.headers["Content-Security-Policy"]


def test_there_are_no_other_shells(client: Client) -> None:
    assert client.get("/offline/else/").status_code == 404


def test_it_can_be_put_on_the_first_screen(client: Client) -> None:
    told = client.get("/manifest.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}


# What is taken along


def test_who_is_signed_in_is_never_kept(client: Client, supervisor: User) -> None:
    address = reverse("field:session", args=["satit1"])
    assert client.get(address, headers=JSON).status_code == 401
    client.force_login(supervisor)
    answer = client.get(address, headers=JSON)
    assert "no-store" in answer.headers["Cache-Control"]
    told = answer.json()
    assert (told["person"], told["office"]) == (str(supervisor.pk), "satit1")
    assert set(told) == {"person", "name", "office", "office_name", "token", "now", "version"}


def test_a_package_holds_all_that_filling_needs(
    client: Client, supervisor: User, school: School, version: FormVersion
) -> None:
    client.force_login(supervisor)
    address = reverse("field:package", args=["satit1", "visit_note"])
    answer = client.get(address, headers=JSON)
    assert "no-store" in answer.headers["Cache-Control"]
    told = answer.json()
    assert (told["version"], told["number"], told["form"]) == (str(version.pk), 1, str(version.form_id))
    assert school.smis_code in told["facts"]["model"]
    assert "<form" in told["html"]
    assert told["size"] > len(told["html"])
    assert client.get(address, headers=JSON).json()["digest"] == told["digest"]


def test_a_retired_form_is_not_taken_along(client: Client, supervisor: User, version: FormVersion) -> None:
    client.force_login(supervisor)
    type(version.form).objects.update(retired_at=version.published_at)
    told = client.get(reverse("field:package", args=["satit1", "visit_note"]), headers=JSON)
    assert (told.status_code, told.json()["code"]) == (403, "no-right")
    assert "visit_note" not in client.get(reverse("field:prepare", args=["satit1"])).content.decode()


def test_the_newest_edition_is_offered_once(client: Client, supervisor: User, version: FormVersion) -> None:
    newest = publish(version.form, tables_of(VISIT.replace("เรื่องที่นิเทศ", "เรื่อง")), number=2)
    client.force_login(supervisor)
    page = client.get(reverse("field:prepare", args=["satit1"])).content.decode()
    assert page.count('value="visit_note"') == 1
    assert f'data-version="{newest.pk}"' in page


def test_the_page_costs_the_same_for_one_form_and_for_five(
    client: Client, supervisor: User, office: Office, supervision: Unit, version: FormVersion
) -> None:

    client.force_login(supervisor)
    costs = []
    for count in (1, 5):
        for number in range(1, count):
            publish(make_form(office, unit=supervision, name=f"visit_{number}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("field:prepare", args=["satit1"]))
        costs.append(len(asked))
    assert costs[0] == costs[1]


# What a browser tells


def tell(client: Client, **told: object) -> Any:
    body = {"key": KEY, "name": "Chrome บน Android", "carried": [], "waiting": [], "drafts": 0, **told}
    return client.post(
        reverse("field:device-told", args=["satit1"]), body, content_type="application/json", headers=JSON
    )


def test_a_browser_tells_what_it_carries_and_learns_of_new_editions(
    client: Client, supervisor: User, version: FormVersion
) -> None:
    client.force_login(supervisor)
    carried = [{"form": "visit_note", "version": 1, "size": 20_000, "taken_at": "2026-11-20T02:30:00Z"}]
    waiting = [
        {
            "instance_id": "uuid:1",
            "form": "visit_note",
            "title": "บ้านทุ่ง",
            "filled_at": "2026-11-20T03:00:00Z",
            "files": 2,
            "refusal": "",
        }
    ]
    told = tell(client, carried=carried, waiting=waiting, drafts=3)
    assert told.json()["editions"] == {"visit_note": str(version.pk)}
    newest = publish(version.form, tables_of(VISIT.replace("เรื่องที่นิเทศ", "เรื่อง")), number=2)
    assert tell(client, carried=carried, waiting=waiting, drafts=3).json()["editions"] == {
        "visit_note": str(newest.pk)
    }
    device = Device.objects.get()
    assert (device.name, device.drafts) == ("Chrome บน Android", 3)
    assert Carried.objects.get().version == version
    assert Waiting.objects.get().files == 2


@pytest.mark.parametrize(
    "told", [{"key": "x"}, {"key": None}, {"carried": 3}, {"drafts": "many"}, {"waiting": None}]
)
def test_what_cannot_be_read_is_refused_in_words(
    client: Client, supervisor: User, told: dict[str, object]
) -> None:
    client.force_login(supervisor)
    answer = tell(client, **told)
    assert (answer.status_code, answer.json()["code"]) == (422, "device-unread")


def test_a_body_that_is_no_json_is_refused_too(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    address = reverse("field:device-told", args=["satit1"])
    for body in ("", "[]", "null", "{", "\x00"):
        assert client.post(address, body, content_type="application/json", headers=JSON).status_code == 422


def test_pictures_of_labels_go_along_by_the_address_that_the_form_says(
    client: Client, supervisor: User, office: Office, supervision: Unit
) -> None:
    text = VISIT.replace("| appearance |", "| appearance | media::image |", 1)
    line = "| text | topic | เรื่องที่นิเทศ | yes | | | | | |"
    version = publish(
        make_form(office, unit=supervision), tables_of(text.replace(line, f"{line} label.jpg |"))
    )
    file = files.store(office.pk, SimpleUploadedFile("label.jpg", photo()), max_bytes=1_000_000)
    FormFile.objects.create(office=office, version=version, name="label.jpg", file=file)
    client.force_login(supervisor)
    told = client.get(reverse("field:package", args=["satit1", "visit_note"]), headers=JSON).json()
    (beside,) = told["media"]
    assert (beside["sha256"], beside["size"]) == (file.sha256, file.size)
    assert f'"{beside["address"]}"' in told["html"]
    assert client.get(beside["address"]).status_code == 200

"""Who may edit a draft, what is refused in words, and the editor of each item."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.core import files
from nithet.manuals.models import ManualSource, ManualVersion
from nithet.manuals.reading import read_text
from nithet.manuals.tests.edited import address, send, step, walk
from nithet.manuals.tests.factories import (
    adopted,
    large_text,
    make_manual,
    make_version,
    page_text,
    proposed,
)
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db


# Refusals


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "fly"},
        {"months": ["13"]},
        {"key": "p99"},
        {"revision": "x"},
        {"facts": "{"},
        {"facts": "[1]"},
        {"act": "set_text", "field": "title", "text": ""},
    ],
)
def test_a_senseless_act_is_refused_in_words(
    editor: Client, version: ManualVersion, typed: dict[str, Any]
) -> None:
    response = send(editor, version, **typed)
    assert response.status_code == 422
    assert "data-problem" in page_text(response)
    assert ManualVersion.objects.get().revision == 0


@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor", 302), ("head", 302), ("director", 302), ("auditor", 403), ("supervisor2", 403), ("teacher", 404),
     ("outsider", 404)],
)  # fmt: skip
def test_who_may_edit(
    client: Client, version: ManualVersion, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert send(client, version, by_htmx=False).status_code == code
    assert ManualVersion.objects.get().revision == (1 if code == 302 else 0)
    item = client.get(address(version, "version-item", "p1s1"))
    assert item.status_code == (200 if code == 302 else code)


@pytest.mark.parametrize("state", ["proposed", "adopted"])
def test_only_a_draft_is_edited(
    editor: Client, version: ManualVersion, supervisor: User, director: User, state: str
) -> None:
    if state == "proposed":
        proposed(version, supervisor)
    else:
        adopted(version, by=director, proposer=supervisor)
    assert send(editor, version).status_code == 409
    assert walk(editor, version, "undo").status_code == 409
    assert editor.get(address(version, "version-item", "p1s1")).status_code == 302
    assert step(version).months == (10,)


def test_who_only_reads_sees_no_way_to_edit(client: Client, version: ManualVersion, auditor: User) -> None:
    client.force_login(auditor)
    page = page_text(client.get(address(version, "version-page")))
    assert "ต้องตรวจ" in page
    for words in ("data-undo", "ถูกต้องแล้ว", "เพิ่มขั้นตอน", "แก้ไขขั้นตอนที่ 1"):
        assert words not in page


@pytest.mark.parametrize("name", ["version-edit", "version-undo", "version-redo"])
def test_acts_are_posted(editor: Client, version: ManualVersion, name: str) -> None:
    assert editor.get(address(version, name)).status_code == 405


# The editor


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("p1s1", "แต่งตั้งคณะทำงาน ตุลาคม"),
        ("p1s4.1", "รวบรวมข้อมูล"),
        ("p1", "ครอบคลุมโรงเรียนขนาดเล็ก"),
        ("p1d1", "โรงเรียนขนาดเล็ก"),
        ("lines-21-21", "แบบฟอร์มที่ใช้"),
        ("lines-1-2", "นำกลับมาตรวจ"),
    ],
)
def test_every_item_has_an_editor_in_its_place_and_as_a_page(
    editor: Client, version: ManualVersion, key: str, words: str
) -> None:
    whole = page_text(editor.get(address(version, "version-item", key)))
    part = page_text(editor.get(address(version, "version-item", key), headers={"HX-Request": "true"}))
    assert words in whole
    assert words in part
    assert "<html" in whole
    assert "<html" not in part


@pytest.mark.parametrize("key", ["p99", "lines-900-901", "lines-x", "n0"])
def test_there_is_no_editor_for_what_is_not_there(editor: Client, version: ManualVersion, key: str) -> None:
    assert editor.get(address(version, "version-item", key)).status_code == 404


def test_the_editor_tells_the_words_that_decided_the_work(editor: Client, version: ManualVersion) -> None:
    page = page_text(editor.get(address(version, "version-item", "p1s1")))
    assert "“แต่งตั้ง" in page


def test_an_act_costs_the_same_whatever_the_manual_holds(
    editor: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    costs = []
    for count in (1, 8):
        manual = make_manual(office, supervision, f"คู่มือ {count}")
        version = make_version(manual, read_text(large_text(count, 8)), made_by=supervisor)
        with CaptureQueriesContext(connection) as queries:
            assert send(editor, version, act="move_up", key="p1s3").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_pages_without_text_and_odd_files_are_told_on_the_review_page(
    editor: Client, version: ManualVersion
) -> None:
    upload = SimpleUploadedFile("คู่มือเก่า.pdf", b"%PDF-1.4 ...")
    file = files.store(version.office_id, upload, max_bytes=1000)
    ManualSource.objects.create(
        office=version.office, version=version, file=file, position=1, name="คู่มือเก่า.pdf", pages=9, scanned=[3, 4, 5],
        remarks=["truncated"],
    )  # fmt: skip
    page = page_text(editor.get(address(version, "version-page")))
    for words in ("คู่มือเก่า.pdf", "หน้า 3–5", "เป็นภาพสแกน", "ไฟล์ไม่ครบ"):
        assert words in page


@pytest.mark.parametrize(
    "typed",
    [
        {"revision": "9" * 5000},
        {"revision": "-1"},
        {"facts": "[" * 100_000},
        {"facts": '{"key": "p1", "months": ' + "9" * 5000 + "}"},
        {"facts": "[]"},
    ],
)
def test_what_no_form_sends_is_refused(editor: Client, version: ManualVersion, typed: dict[str, Any]) -> None:
    assert send(editor, version, **typed).status_code == 422
    assert not version.changes.exists()

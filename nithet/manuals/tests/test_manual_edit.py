"""Editing a draft on its review page: saving, undoing, what is drawn again, and what is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import files
from nithet.core.clock import now
from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import Place, StepDraft
from nithet.manuals.editing.items import find_as
from nithet.manuals.models import DraftChange, ManualSource, ManualVersion
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import (
    BADLY_READ,
    adopted,
    large_text,
    make_manual,
    make_version,
    page_text,
    proposed,
)
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db

MONTHS = {"act": "set_months", "key": "p1s1", "months": ["", "11"]}


def address(version: ManualVersion, name: str = "version-edit", *more: str) -> str:
    return reverse(f"manuals:{name}", args=["satit1", version.pk, *more])


@pytest.fixture
def version(office: Office, supervision: Unit, supervisor: User) -> ManualVersion:
    """A manual that was badly read, brought by the supervisor."""
    draft = read_text(BADLY_READ)
    return make_version(make_manual(office, supervision), draft, source_text=BADLY_READ, made_by=supervisor)


@pytest.fixture
def editor(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


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


# Saving


def test_an_act_is_stored_at_once_with_what_it_changed(
    editor: Client, version: ManualVersion, supervisor: User
) -> None:
    assert send(editor, version).status_code == 200
    assert step(version).months == (11,)
    version.refresh_from_db()
    change = version.changes.get()
    assert (version.revision, change.revision, change.number, change.by) == (1, 1, 1, supervisor)
    assert change.words == "กำหนดเดือน: ขั้นตอนที่ 1 ของกระบวนงานที่ 1"
    assert set(change.delta) <= {"procedures", "warnings"}


def test_the_stored_document_is_that_of_the_draft(editor: Client, version: ManualVersion) -> None:
    send(editor, version, act="split_step", key="p1s3", at="31")
    send(editor, version, act="skip_lines", lines=["21"])
    version.refresh_from_db()
    assert version.reading == to_json(from_json(version.reading))


def test_an_act_that_changes_nothing_stores_nothing(editor: Client, version: ManualVersion) -> None:
    assert send(editor, version, act="set_step", months=["", "10"]).status_code == 200
    assert not DraftChange.objects.exists()
    assert not Entry.objects.filter(verb="manual.edited").exists()


def test_without_htmx_the_page_comes_again_at_what_changed(editor: Client, version: ManualVersion) -> None:
    response = send(editor, version, by_htmx=False)
    assert response.status_code == 302
    assert response.headers["Location"] == address(version, "version-page") + "#item-p1s1"
    response = send(editor, version, by_htmx=False, months=["12"], editor="p1s1")
    assert response.headers["Location"] == address(version, "version-item", "p1s1")


def test_a_remedy_is_one_button(editor: Client, version: ManualVersion) -> None:
    page = page_text(editor.get(address(version, "version-page")))
    assert "เรียงเลขขั้นตอนใหม่" in page
    response = editor.post(
        address(version), {"act": "renumber", "facts": json.dumps({"key": "p1"}), "revision": "0"}
    )
    assert response.status_code == 302
    assert step(version, "p1s5").number == 5


def test_history_has_one_line_for_a_stretch_of_editing(
    editor: Client, version: ManualVersion, director: User
) -> None:
    start = now()
    for minutes, month in ((0, "11"), (5, "12"), (36, "1")):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            editor.force_login(version.made_by)  # type: ignore[arg-type]
            send(editor, version, months=[month])
    assert Entry.objects.filter(verb="manual.edited").count() == 2
    editor.force_login(director)
    send(editor, version, months=["2"])
    assert Entry.objects.filter(verb="manual.edited").count() == 3


# What is drawn again


def test_only_what_changed_is_drawn_again(editor: Client, version: ManualVersion) -> None:
    page = page_text(send(editor, version))
    assert 'id="item-p1s1"' in page
    for other in ("item-p1s2", 'id="item-p1"', 'id="structure"', 'id="line-14"'):
        assert other not in page
    assert "บันทึกแล้ว" in page
    assert 'data-revision="1"' in page


def test_an_open_editor_stays_with_what_follows_from_the_change(
    editor: Client, version: ManualVersion
) -> None:
    page = page_text(
        send(editor, version, act="set_step", key="p1s1", title="สำรวจความต้องการ", editor="p1s1")
    )
    assert 'id="view-p1s1"' in page
    assert 'id="item-p1s1"' not in page
    assert 'id="work-p1s1"' in page
    assert "“สำรวจ”" in page


def test_steps_that_come_or_go_draw_their_procedure_again(editor: Client, version: ManualVersion) -> None:
    page = page_text(send(editor, version, act="merge_with_next", key="p2s1"))
    assert 'id="item-p2"' in page
    assert 'id="item-p1"' not in page


def test_a_line_that_changes_its_fate_is_drawn_again(editor: Client, version: ManualVersion) -> None:
    page = page_text(send(editor, version, act="take_back_lines", lines=["21"]))
    assert '<li id="line-21" class="l-lost"' in page
    assert "ยังไม่เข้าใจ 1 บรรทัด" in page


def test_the_page_says_where_each_page_of_the_source_begins(editor: Client, version: ManualVersion) -> None:
    draft = read_text(BADLY_READ)
    places = (Place(1, "คู่มือ.pdf", 1), Place(3, "คู่มือ.pdf", 2), Place(14, "คู่มือ.pdf", 3))
    version.reading = to_json(draft) | {
        "places": [{"line": one.line, "file": one.file, "page": one.page} for one in places]
    }
    version.save(update_fields=["reading"])
    page = page_text(editor.get(address(version, "version-page")))
    assert page.count("คู่มือ.pdf · หน้า 1") == 1
    assert page.index("หน้า 3</span></li>") > page.index('id="line-14"')


# Undo and redo


def test_acts_are_undone_and_done_again_one_by_one(editor: Client, version: ManualVersion) -> None:
    first = version.reading
    send(editor, version)
    second = ManualVersion.objects.get().reading
    send(editor, version, act="drop", key="p2")
    for way, wanted in (("undo", second), ("undo", first), ("redo", second)):
        assert walk(editor, version, way).status_code == 302
        assert ManualVersion.objects.get().reading == wanted
    assert ManualVersion.objects.get().revision == 5


def test_another_who_may_change_it_undoes_too(editor: Client, version: ManualVersion, head: User) -> None:
    send(editor, version)
    editor.force_login(head)
    walk(editor, version, "undo")
    change = DraftChange.objects.get()
    assert (change.undone_by, step(version).months) == (head, (10,))
    page = page_text(editor.get(address(version, "version-page")))
    assert f"เลิกทำโดย {head.name}" in page


def test_a_new_act_takes_the_place_of_what_was_undone(editor: Client, version: ManualVersion) -> None:
    send(editor, version)
    send(editor, version, months=["12"])
    walk(editor, version, "undo")
    send(editor, version, months=["1"])
    assert [(one.number, one.undone_at) for one in version.changes.all()] == [(1, None), (2, None)]
    assert walk(editor, version, "redo").status_code == 409
    assert step(version).months == (1,)


@pytest.mark.parametrize("way", ["undo", "redo"])
def test_there_may_be_nothing_to_undo(editor: Client, version: ManualVersion, way: str) -> None:
    assert walk(editor, version, way).status_code == 409
    page = page_text(editor.get(address(version, "version-page")))
    assert page.count("disabled") >= 2


def test_a_draft_that_an_older_release_stored_is_edited_and_undone(
    editor: Client, version: ManualVersion
) -> None:
    document = to_json(read_text(BADLY_READ)) | {"version": 1}
    del document["places"], document["fiscal_year_be"]
    version.reading = document
    version.save(update_fields=["reading"])
    before = from_json(document)
    send(editor, version)
    assert step(version).months == (11,)
    assert walk(editor, version, "undo").status_code == 302
    assert from_json(ManualVersion.objects.get().reading) == before


# A stale save


@pytest.mark.parametrize("by_htmx", [True, False])
def test_a_stale_save_is_refused_showing_both(
    editor: Client, version: ManualVersion, director: User, by_htmx: bool
) -> None:
    editor.force_login(director)
    send(editor, version)
    editor.force_login(version.made_by)  # type: ignore[arg-type]
    headers = {"HX-Request": "true"} if by_htmx else {}
    typed = {
        "act": "set_step",
        "key": "p1s1",
        "title": "แต่งตั้งคณะทำงานใหม่",
        "months": ["", "1"],
        "revision": "0",
    }
    response = editor.post(address(version), typed, headers=headers)
    assert response.status_code == 409
    page = page_text(response)
    assert str(director.person.name) in page
    for words in ("แต่งตั้งคณะทำงานใหม่", "แต่งตั้งคณะทำงาน ตุลาคม", "ม.ค.", "พ.ย.", "กำหนดเดือน"):
        assert words in page
    assert 'name="title" value="แต่งตั้งคณะทำงานใหม่"' in page
    assert 'name="revision" value="1"' in page
    assert step(version).title == "แต่งตั้งคณะทำงาน ตุลาคม"


def test_what_was_refused_can_be_sent_again_on_what_stands_now(
    editor: Client, version: ManualVersion
) -> None:
    send(editor, version)
    stale = editor.post(
        address(version),
        {"act": "set_text", "key": "p1s2", "field": "title", "text": "วางแผน", "revision": "0"},
    )
    assert stale.status_code == 409
    again = {"act": "set_text", "key": "p1s2", "field": "title", "text": "วางแผน", "revision": "1"}
    assert editor.post(address(version), again).status_code == 302
    assert step(version, "p1s2").title == "วางแผน"
    assert step(version).months == (11,)


def test_a_stale_save_of_what_is_gone_still_shows_what_was_typed(
    editor: Client, version: ManualVersion
) -> None:
    send(editor, version, act="drop", key="p1s2")
    typed = {"act": "set_step", "key": "p1s2", "title": "ชื่อที่พิมพ์ไว้", "revision": "0"}
    response = editor.post(address(version), typed)
    assert response.status_code == 409
    assert "ชื่อที่พิมพ์ไว้" in page_text(response)


def test_of_two_saves_of_the_same_revision_one_wins(editor: Client, version: ManualVersion) -> None:
    for month, code in (("11", 302), ("12", 409)):
        typed = {**MONTHS, "months": [month], "revision": "0"}
        assert editor.post(address(version), typed).status_code == code
    assert step(version).months == (11,)
    assert walk(editor, version, "undo").status_code == 302


def test_an_undo_of_an_older_state_is_refused(editor: Client, version: ManualVersion) -> None:
    send(editor, version)
    assert editor.post(address(version, "version-undo"), {"revision": "0"}).status_code == 409
    assert step(version).months == (11,)


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

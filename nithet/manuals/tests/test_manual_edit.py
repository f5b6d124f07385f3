"""Editing a draft on its review page: saving, undoing, what is drawn again, and stale saves."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import Place
from nithet.manuals.models import DraftChange, ManualVersion
from nithet.manuals.reading import read_text
from nithet.manuals.tests.edited import MONTHS, address, send, step, walk
from nithet.manuals.tests.factories import (
    BADLY_READ,
    page_text,
)

pytestmark = pytest.mark.django_db


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

"""A form is made on one page: each act is saved at once, by whoever may, on what they saw."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.forms.models import Form, FormChange, FormDraft
from nithet.forms.tables import from_json
from nithet.forms.tests.workbooks import form_text, workbook_of
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def form(client: Client, office: Office, supervision: Unit, supervisor: User) -> Form:
    """Begun empty by a supervisor."""
    client.force_login(supervisor)
    given = {"title": "แบบสำรวจความต้องการสื่อ", "kind": "survey", "unit": str(supervision.pk)}
    assert client.post(reverse("forms:form-empty", args=[office.code]), given).status_code == 302
    return Form.objects.get()


def address(form: Form, name: str = "form-act") -> str:
    return reverse(f"forms:{name}", args=[form.office.code, form.name])


def send(client: Client, form: Form, act: str, *, revision: int | None = None, **facts: Any) -> HttpResponse:
    if revision is None:
        revision = FormDraft.objects.get(form=form).revision
    response: HttpResponse = client.post(address(form), {"act": act, "revision": revision, **facts})  # type: ignore[assignment]
    return response


def walk(client: Client, form: Form, way: str) -> int:
    revision = FormDraft.objects.get(form=form).revision
    return client.post(address(form, f"form-{way}"), {"revision": revision}).status_code


def names(form: Form) -> list[str]:
    return [row["name"] for row in from_json(FormDraft.objects.get(form=form).tables).survey]


def test_an_act_is_saved_and_the_page_comes_back_at_it(client: Client, form: Form) -> None:
    response = send(client, form, "add", kind="text", at="2", label="ชื่อสื่อ")
    assert response.status_code == 302
    assert response["Location"].endswith("?row=2#item-2")
    page = client.get(response["Location"]).content.decode()
    assert 'name="label"' in page
    assert "พร้อมเผยแพร่" in page
    assert names(form) == ["q1"]
    assert FormDraft.objects.get().revision == 1


def test_the_history_has_one_line_for_a_stretch_of_editing(client: Client, form: Form) -> None:
    for _ in range(3):
        send(client, form, "add", kind="text", at="2")
    assert Entry.objects.filter(verb="form.edited").count() == 1
    assert FormChange.objects.count() == 3


def test_acts_are_undone_and_done_again(client: Client, form: Form) -> None:
    send(client, form, "add", kind="text", at="2")
    send(client, form, "drop", row="2")
    assert names(form) == []
    assert [walk(client, form, "undo"), names(form)] == [302, ["q1"]]
    assert [walk(client, form, "undo"), names(form)] == [302, []]
    assert walk(client, form, "undo") == 409
    assert [walk(client, form, "redo"), names(form)] == [302, ["q1"]]
    send(client, form, "add", kind="date", at="2")
    assert walk(client, form, "redo") == 409  # the act took the place of what was undone
    assert names(form) == ["q2", "q1"]


def test_what_was_seen_before_another_changed_it_is_not_saved_and_not_lost(
    client: Client, form: Form
) -> None:
    send(client, form, "add", kind="text", at="2")
    send(client, form, "add", kind="integer", at="2")
    response = send(client, form, "set_item", revision=1, row="2", seen="q1", label="ชื่อของข้าพเจ้า")
    assert response.status_code == 409
    page = response.content.decode()
    for part in ("มีผู้แก้ไขก่อนหน้าท่าน", "เพิ่มจำนวนเต็ม", "ชื่อของข้าพเจ้า", 'name="row" value="3"'):
        assert part in page
    assert names(form) == ["q2", "q1"]


def test_an_act_that_cannot_be_done_says_why(client: Client, form: Form) -> None:
    send(client, form, "add", kind="text", at="2")
    for facts, words in (
        ({"act": "set_item", "row": "2", "label": ""}, "โปรดกรอกข้อความคำถาม"),
        ({"act": "set_item", "row": "9", "label": "ก"}, "ไม่พบคำถาม"),
        ({"act": "set_item", "row": "2", "name": "ชื่อ"}, "ชื่ออ้างอิงต้องขึ้นต้น"),
        ({"act": "explode"}, "ไม่รู้จักการแก้ไขนี้"),
        ({"act": "add", "kind": "text", "at": "99"}, "วางตรงนี้ไม่ได้"),
        ({"act": "add", "kind": "text", "at": "x"}, "ไม่ครบหรือไม่ถูกต้อง"),
    ):
        given = {"revision": "1", **facts}
        response = client.post(address(form), given)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert FormDraft.objects.get().revision == 1


def test_only_the_division_makes_it(
    client: Client, form: Form, teacher: User, outsider: User, director: User
) -> None:
    for user in (teacher, outsider):
        client.force_login(user)
        assert send(client, form, "add", kind="text", at="2").status_code in (403, 404)
        assert client.get(address(form, "form-edit")).status_code in (403, 404)
    client.force_login(outsider)
    assert send(client, form, "add", kind="text", at="2").status_code == 404
    assert client.get(address(form)).status_code == 404
    assert names(form) == []


def test_it_is_published_from_the_page_and_begun_again(client: Client, form: Form) -> None:
    send(client, form, "add", kind="duals", at="2", items="สื่อเพียงพอ\nสื่อตรงหลักสูตร")
    revision = FormDraft.objects.get().revision
    assert client.post(address(form, "form-publish"), {"revision": revision}).status_code == 302
    assert form.versions.get().number == 1
    assert "เริ่มแก้ไขฉบับใหม่" in client.get(address(form, "form-edit")).content.decode()
    assert send(client, form, "add", kind="text", at="2", revision=1).status_code == 409
    assert client.post(address(form, "form-edit")).status_code == 302
    assert "ประเมินปัจจุบันและคาดหวัง" in client.get(address(form, "form-edit")).content.decode()


def test_what_nobody_has_written_yet_is_asked_once_before_it_is_published(client: Client, form: Form) -> None:
    send(client, form, "add", kind="text", at="2", label="ชื่อสื่อ")
    send(client, form, "add", kind="one", at="3")
    send(client, form, "add", kind="duals", at="4", items="รายการที่ 1\nสื่อตรงหลักสูตร")
    page = client.get(address(form, "form-edit")).content.decode()
    assert "ยังมีข้อความตั้งต้น 2 จุด" in page
    assert "พร้อมเผยแพร่" not in page
    asked = client.post(address(form, "form-publish"), {"revision": "3"})
    assert asked.status_code == 409
    text = page_text(asked)
    for words in (
        "ข้อ 2 คำถาม",
        "ยังเป็นข้อความตั้งต้น “คำถาม”",
        "ตัวเลือกของข้อ “คำถาม”",
        "“รายการที่ 1”",
        "เผยแพร่ตามนี้",
    ):
        assert words in text
    assert "ชื่อสื่อ" not in text.partition("<main")[2]
    assert not form.versions.exists()
    assert client.post(address(form, "form-publish"), {"revision": "3", "sure": "yes"}).status_code == 302
    assert form.versions.get().number == 1


def test_problems_stand_beside_their_question(client: Client, form: Form) -> None:
    send(client, form, "add", kind="integer", at="2")
    send(client, form, "set_item", row="2", default="", least="0", most="")
    send(client, form, "add", kind="calculation", at="3")
    page = client.get(address(form, "form-edit")).content.decode()
    assert "ต้องแก้ไข 1 จุด" in page
    assert "ต้องมีสูตร" in page.split('id="head-3"')[1].split("</li>")[0]


def test_the_picture_of_a_phone_shows_the_draft_whatever_is_wrong_with_it(client: Client, form: Form) -> None:
    frame = f"{address(form, 'draft-try')}?frame"
    assert client.get(frame).status_code == 200
    send(client, form, "add", kind="calculation", at="2")
    assert client.get(frame).status_code == 200
    send(client, form, "add", kind="duals", at="2")
    send(client, form, "set_item", row="2", relevant="${nothing} >")
    assert client.get(frame).status_code == 200
    send(client, form, "set_item", row="2", relevant="")
    send(client, form, "drop", row=str(len(names(form)) + 1))
    assert "รายการที่ 1" in client.get(frame).content.decode()


def test_with_htmx_fields_stay_and_what_moved_comes_anew(client: Client, form: Form) -> None:
    send(client, form, "add", kind="duals", at="2")
    header = {"HX-Request": "true"}

    def post(**facts: Any) -> HttpResponse:
        revision = FormDraft.objects.get().revision
        given = {"act": "set_item", "row": "2", "revision": revision, **facts}
        response: HttpResponse = client.post(address(form), given, headers=header)  # type: ignore[assignment]
        return response

    same = post(label="ด้านคุณภาพ")
    assert 'hx-swap-oob="true"' in same.content.decode()
    assert "HX-Retarget" not in same.headers
    moved = post(items="หนึ่ง\nสอง\nสาม")
    assert moved["HX-Retarget"] == "#make"
    assert 'id="make-items"' in moved.content.decode()


def test_a_draft_that_was_never_published_carries_its_new_title(client: Client, form: Form) -> None:
    send(client, form, "set_title", title="แบบสำรวจสื่อ")
    form.refresh_from_db()
    assert form.title == "แบบสำรวจสื่อ"


def test_a_form_made_elsewhere_keeps_what_the_page_cannot_show(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    tables = form_text(
        "| type | name | label |\n|---|---|---|\n| rank things | order | เรียงลำดับ |\n| text | why | เหตุผล |",
        "| list_name | name | label |\n|---|---|---|\n| things | a | ก |\n| things | b | ข |",
    )
    client.force_login(supervisor)
    given = {"workbook": workbook_of(tables), "unit": str(supervision.pk)}
    client.post(reverse("forms:form-upload", args=[office.code]), given)
    form = Form.objects.get()
    page = client.get(address(form, "form-edit")).content.decode()
    assert "คำถามชนิด rank แก้ไขที่นี่ไม่ได้ คงไว้ตามเดิม" in page
    send(client, form, "set_item", row="3", label="เพราะเหตุใด")
    after = from_json(FormDraft.objects.get().tables)
    assert after.survey.rows[0] == tables.survey.rows[0]
    assert after.choices == tables.choices


def test_the_page_costs_the_same_for_one_and_many_questions(client: Client, form: Form) -> None:
    send(client, form, "add", kind="one", at="2")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address(form, "form-edit"))
    for _ in range(6):
        send(client, form, "add", kind="one", at="2")
    with CaptureQueriesContext(connection) as many:
        client.get(f"{address(form, 'form-edit')}?row=2")
    assert len(many) == len(one)

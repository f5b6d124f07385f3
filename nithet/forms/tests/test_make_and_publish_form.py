"""A form begins, is published, gets its next edition, is retired and comes back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.forms.models import DraftFile, Form, FormDraft, FormVersion, Submission
from nithet.forms.tables import from_json
from nithet.forms.tests.workbooks import SURVEY, form_text, workbook_of
from nithet.forms.xlsform.text import read_text
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.usefixtures("friday")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f0005fe02fea735"
    "81e80000000049454e44ae426082"
)


def address(office: Office, name: str, *words: object) -> str:
    return reverse(f"forms:{name}", args=[office.code, *words])


def upload(
    client: Client, office: Office, unit: Unit, workbook: SimpleUploadedFile | None = None, **given: Any
) -> HttpResponse:
    sent = {"workbook": workbook or workbook_of(), "unit": str(unit.pk), **given}
    response: HttpResponse = client.post(address(office, "form-upload"), sent)  # type: ignore[assignment]
    return response


@pytest.fixture
def form(client: Client, office: Office, supervision: Unit, supervisor: User) -> Form:
    """Imported by a supervisor, as a draft."""
    client.force_login(supervisor)
    assert upload(client, office, supervision).status_code == 302
    return Form.objects.get(name="media_use")


def act_on(client: Client, office: Office, act: str, form: Form) -> Any:
    """With the draft as it is seen now."""
    draft = FormDraft.objects.filter(form=form).first()
    return client.post(address(office, act, form.name), {"revision": draft.revision if draft else 0})


def publish(client: Client, office: Office, form: Form) -> None:
    assert act_on(client, office, "form-publish", form).status_code == 302


def test_a_workbook_becomes_a_draft_of_a_new_form(form: Form, supervisor: User, supervision: Unit) -> None:
    assert (form.title, form.unit, form.made_by) == ("แบบสำรวจการใช้สื่อ", supervision, supervisor)
    assert from_json(form.draft.tables) == read_text(SURVEY, {})
    assert not form.versions.exists()
    assert Entry.objects.filter(verb="form.imported", object_id=form.pk).count() == 1


def test_the_same_workbook_again_changes_nothing(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    revision = form.draft.pk
    response = upload(client, office, supervision)
    assert response.status_code == 302
    assert Form.objects.count() == 1
    assert FormDraft.objects.get().pk == revision


def test_published_the_draft_is_the_edition_that_is_filled(
    client: Client, office: Office, form: Form
) -> None:
    publish(client, office, form)
    version = FormVersion.objects.get()
    assert (version.number, version.title) == (1, "แบบสำรวจการใช้สื่อ")
    assert 'id="media_use" version="1"' in version.xform
    assert 'name="/data/students"' in version.html
    assert not FormDraft.objects.exists()
    assert Entry.objects.get(verb="form.published").facts == {"number": 1}


def test_published_twice_it_is_one_edition(client: Client, office: Office, form: Form) -> None:
    publish(client, office, form)
    publish(client, office, form)
    assert FormVersion.objects.count() == 1


def test_opened_in_excel_and_uploaded_again_it_is_the_same_edition(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    publish(client, office, form)
    content = client.get(address(office, "form-workbook", form.name)).content
    workbook = load_workbook(BytesIO(content))
    workbook["choices"].append([None, None, None])
    file = BytesIO()
    workbook.save(file)
    response = upload(client, office, supervision, SimpleUploadedFile("media_use.xlsx", file.getvalue()))
    assert response.status_code == 302
    assert not FormDraft.objects.exists()
    assert FormVersion.objects.count() == 1


def test_a_changed_workbook_is_the_draft_of_the_next_edition(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    publish(client, office, form)
    changed = read_text(SURVEY.replace("จำนวนนักเรียน", "จำนวนผู้เรียน"), {})
    assert upload(client, office, supervision, workbook_of(changed)).status_code == 302
    assert FormVersion.objects.count() == 1
    publish(client, office, form)
    newest = FormVersion.objects.order_by("-number").first()
    assert newest is not None
    assert newest.number == 2
    assert "จำนวนผู้เรียน" in newest.xform


def test_an_import_does_not_put_a_draft_aside_unasked(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    changed = workbook_of(read_text(SURVEY.replace("ชื่อครู", "ชื่อครูผู้สอน"), {}))
    response = upload(client, office, supervision, changed)
    assert response.status_code == 422
    assert "มีฉบับร่าง" in response.content.decode()
    assert "ชื่อครูผู้สอน" not in str(FormDraft.objects.get().tables)
    changed.seek(0)
    assert upload(client, office, supervision, changed, may_replace="on").status_code == 302
    assert "ชื่อครูผู้สอน" in str(FormDraft.objects.get().tables)


def test_an_earlier_edition_is_not_published_again_as_a_new_one(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    publish(client, office, form)
    upload(client, office, supervision, workbook_of(read_text(SURVEY.replace("ชื่อครู", "ครู"), {})))
    publish(client, office, form)
    upload(client, office, supervision)
    response = act_on(client, office, "form-publish", form)
    assert response.status_code == 409
    assert "ฉบับที่ 1" in response.content.decode()


def test_a_draft_that_changed_since_it_was_seen_is_not_published(
    client: Client, office: Office, form: Form
) -> None:
    FormDraft.objects.update(revision=3)
    for told in ({"revision": "2"}, {"revision": "9" * 5000}, {"revision": "²"}, {}):
        for act in ("form-publish", "form-discard"):
            response = client.post(address(office, act, form.name), told)
            assert response.status_code == 409
            assert "เปลี่ยนไปหลังจากที่ท่านเปิดดู" in response.content.decode()
    assert not FormVersion.objects.exists()
    assert FormDraft.objects.exists()


def test_a_draft_with_problems_is_not_published_and_they_are_told(
    client: Client, office: Office, form: Form
) -> None:
    tables = FormDraft.objects.get().tables
    tables["survey"]["rows"][1]["constraint"] = ". >= (0"
    FormDraft.objects.update(tables=tables)
    response = act_on(client, office, "form-publish", form)
    assert response.status_code == 422
    assert "แผ่นงาน survey แถว 3 คอลัมน์ constraint" in response.content.decode()
    assert not FormVersion.objects.exists()


def test_files_come_with_a_form_and_go_out_with_its_edition(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    tables = form_text("| type | name | label | image |\n| text | a | ก | picture.png |")
    response = upload(client, office, supervision, workbook_of(tables))
    assert response.status_code == 422
    assert "picture.png" in response.content.decode()
    files = [SimpleUploadedFile("picture.png", PNG)]
    assert upload(client, office, supervision, workbook_of(tables), beside=files).status_code == 302
    publish(client, office, Form.objects.get())
    assert [file.name for file in FormVersion.objects.get().files.all()] == ["picture.png"]


def test_a_file_attached_later_makes_another_edition(client: Client, office: Office, form: Form) -> None:
    publish(client, office, form)
    given = {"beside": [SimpleUploadedFile("list.csv", "name,label\na,ก\n".encode())]}
    assert client.post(address(office, "form-files", form.name), given).status_code == 302
    assert DraftFile.objects.get().name == "list.csv"
    publish(client, office, form)
    assert FormVersion.objects.count() == 2


@pytest.mark.parametrize("name", ["run.exe", "page.html", "picture.svg", "form.xlsm"])
def test_a_file_that_no_form_needs_is_refused(client: Client, office: Office, form: Form, name: str) -> None:
    given = {"beside": [SimpleUploadedFile(name, b"anything")]}
    response = client.post(address(office, "form-files", form.name), given)
    assert response.status_code == 422
    assert not DraftFile.objects.exists()


def test_an_office_begins_from_a_shipped_form(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    key = str(new_id())
    where = address(office, "form-shipped", "media_need_survey")
    assert "ข้อ" in client.get(where).content.decode()
    for _ in range(2):  # sent twice
        assert client.post(where, {"unit": str(supervision.pk), "key": key}).status_code == 302
    form = Form.objects.get()
    assert (form.name, form.template, form.kind) == ("media_need_survey", "media_need_survey", "survey")
    publish(client, office, form)


def test_copies_are_kin_and_bear_names_of_their_own(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    given = {"title": "แบบสำรวจการใช้สื่อ ปีหน้า", "unit": str(supervision.pk), "key": str(new_id())}
    assert client.post(address(office, "form-copy", form.name), given).status_code == 302
    copy = Form.objects.exclude(pk=form.pk).get()
    assert (copy.name, copy.title, copy.lineage) == ("media_use_2", "แบบสำรวจการใช้สื่อ ปีหน้า", form.lineage)


def test_an_empty_form_is_a_draft_without_questions(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    given = {"title": "แบบใหม่", "kind": "record", "unit": str(supervision.pk), "key": str(new_id())}
    assert client.post(address(office, "form-empty"), given).status_code == 302
    form = Form.objects.get()
    assert (form.name, form.title) == ("form", "แบบใหม่")
    assert act_on(client, office, "form-publish", form).status_code == 422


def test_a_retired_form_is_not_given_out_and_comes_back(client: Client, office: Office, form: Form) -> None:
    publish(client, office, form)
    client.post(address(office, "form-retire", form.name), {"reason": "ใช้แบบใหม่แทน"})
    form.refresh_from_db()
    assert form.retired_at is not None
    assert "แบบสำรวจการใช้สื่อ" not in client.get(address(office, "form-list")).content.decode()
    assert (
        "แบบสำรวจการใช้สื่อ" in client.get(address(office, "form-list"), {"state": "retired"}).content.decode()
    )
    for _ in range(2):
        client.post(address(office, "form-bring-back", form.name))
    form.refresh_from_db()
    assert form.retired_at is None
    assert Entry.objects.filter(verb="form.brought_back").count() == 1


def test_retiring_asks_for_a_reason(client: Client, office: Office, form: Form) -> None:
    publish(client, office, form)
    client.post(address(office, "form-retire", form.name), {"reason": " "})
    form.refresh_from_db()
    assert form.retired_at is None


def test_what_was_never_published_goes_with_its_draft(client: Client, office: Office, form: Form) -> None:
    assert act_on(client, office, "form-discard", form).status_code == 302
    assert not Form.objects.exists()


def test_a_published_form_outlives_its_draft(client: Client, office: Office, form: Form) -> None:
    publish(client, office, form)
    given = {"beside": [SimpleUploadedFile("list.csv", "name,label\na,ก\n".encode())]}
    client.post(address(office, "form-files", form.name), given)
    act_on(client, office, "form-discard", form)
    assert Form.objects.get().versions.count() == 1
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("supervisor", (302, 302)),
        ("head", (302, 302)),
        ("director", (404, 404)),
        ("ict_head", (404, 404)),
        ("teacher", (404, 404)),
        ("outsider", (404, 404)),
    ],
)
def test_who_publishes_and_discards(
    client: Client,
    office: Office,
    form: Form,
    who: str,
    codes: tuple[int, int],
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(who))
    found = tuple(act_on(client, office, act, form).status_code for act in ("form-publish", "form-discard"))
    assert found == codes


def test_a_form_of_another_division_is_seen_and_left_alone(
    client: Client, office: Office, form: Form, ict_head: User
) -> None:
    publish(client, office, form)
    client.force_login(ict_head)
    assert client.get(address(office, "form-page", form.name)).status_code == 200
    assert act_on(client, office, "form-publish", form).status_code == 403
    assert client.get(address(office, "form-describe", form.name)).status_code == 403
    assert client.get(address(office, "draft-workbook", form.name)).status_code == 403


def test_what_another_division_is_still_drafting_is_not_copied(
    client: Client, office: Office, form: Form, ict: Unit, ict_head: User
) -> None:
    publish(client, office, form)
    asked = FormVersion.objects.get().tables
    FormDraft.objects.create(
        office=office, form=form, tables={**asked, "choices": {"columns": [], "rows": []}}, changed_at=now()
    )
    client.force_login(ict_head)
    given = {"title": "แบบสำรวจของกลุ่มอื่น", "unit": str(ict.pk), "key": str(new_id())}
    assert client.post(address(office, "form-copy", form.name), given).status_code == 302
    copied = FormDraft.objects.get(form__title="แบบสำรวจของกลุ่มอื่น").tables
    assert copied["survey"] == asked["survey"]
    assert copied["choices"] == asked["choices"]


def test_forms_are_made_for_ones_own_division_only(
    client: Client, office: Office, ict: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    assert upload(client, office, ict).status_code == 422
    assert not Form.objects.exists()


def test_schools_see_what_is_open_to_them(client: Client, office: Office, form: Form, teacher: User) -> None:
    publish(client, office, form)
    client.force_login(teacher)
    where = address(office, "form-page", form.name)
    assert client.get(where).status_code == 200
    Form.objects.update(for_schools=False)
    assert client.get(where).status_code == 404


def test_a_form_is_described_by_its_division(
    client: Client, office: Office, supervision: Unit, media_section: Unit, form: Form
) -> None:
    given = {"unit": str(media_section.pk), "kind": "assessment"}
    assert client.post(address(office, "form-describe", form.name), given).status_code == 302
    form.refresh_from_db()
    assert (form.unit, form.kind, form.for_schools) == (media_section, "assessment", False)


@pytest.mark.parametrize(
    "act", ["form-publish", "form-discard", "form-retire", "form-bring-back", "form-files"]
)
def test_acts_are_sent_not_opened(client: Client, office: Office, form: Form, act: str) -> None:
    assert client.get(address(office, act, form.name)).status_code == 405


def test_the_page_says_what_the_form_asks(client: Client, office: Office, form: Form) -> None:
    page = client.get(address(office, "form-page", form.name)).content.decode()
    for words in ("ชื่อครู", "จำนวนเต็ม", "เลือกหนึ่งข้อ", "ใช้ · ไม่ใช้", "ไม่บังคับ"):
        assert words in page
    publish(client, office, form)
    assert client.get(address(office, "version-page", form.name, 1)).status_code == 200
    assert client.get(address(office, "version-page", form.name, 2)).status_code == 404


def test_a_form_is_found_by_its_title_and_its_name(
    client: Client, office: Office, form: Form, friday: date
) -> None:
    for words in ("สำรวจการใช้", "media_use"):
        assert "media_use" in client.get(address(office, "form-list"), {"q": words}).content.decode()
    assert "ไม่พบแบบฟอร์ม" in client.get(address(office, "form-list"), {"q": "ไม่มีแน่"}).content.decode()


def test_the_list_costs_the_same_for_one_form_and_many(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    where = address(office, "form-list")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(where)
    for number in range(6):
        client.post(
            address(office, "form-copy", form.name),
            {"title": f"แบบที่ {number}", "unit": str(supervision.pk), "key": str(new_id())},
        )
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    assert len(one) == len(many)


def test_nothing_was_sent_by_making_a_form(form: Form) -> None:
    assert not Submission.objects.filter(form=form).exists()


def test_another_landing_makes_another_edition_of_the_same_questions(
    client: Client, office: Office, form: Form
) -> None:
    publish(client, office, form)
    Form.objects.update(landing="improvements")
    client.post(address(office, "form-edit", form.name))
    publish(client, office, form)
    assert [version.landing for version in FormVersion.objects.order_by("number")] == ["", "improvements"]


def test_a_landing_is_offered_where_the_form_asks_what_the_register_needs(
    client: Client, office: Office, supervision: Unit, form: Form
) -> None:
    given = {"unit": str(supervision.pk), "kind": "record", "landing": "nowhere"}
    assert client.post(address(office, "form-describe", form.name), given).status_code == 422
    form.refresh_from_db()
    assert form.landing == ""

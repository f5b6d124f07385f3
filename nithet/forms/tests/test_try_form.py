"""Trying a form while it is being made: nothing is stored, and the server says what it would say."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.files import store
from nithet.forms.models import DraftFile, FormDraft, Submission
from nithet.forms.tables import Tables, to_json
from nithet.forms.tests.filling_kit import AT, VISIT, make_form, publish, sent, tables_of, xml_of
from nithet.offices.models import Office, School, Unit

pytestmark = pytest.mark.usefixtures("friday")


def draft_of(unit: Unit, tables: Tables) -> FormDraft:
    form = make_form(unit.office, unit=unit)
    return FormDraft.objects.create(office=unit.office, form=form, tables=to_json(tables), changed_at=AT)


def at(office: Office, view: str = "draft-try") -> str:
    return reverse(f"forms:{view}", args=[office.code, "visit_note"])


@pytest.fixture
def draft(supervision: Unit) -> FormDraft:
    return draft_of(supervision, tables_of())


def test_who_makes_it_sees_it_as_on_a_phone(
    client: Client, office: Office, supervisor: User, draft: FormDraft
) -> None:
    client.force_login(supervisor)
    framed = client.get(at(office) + "?frame")
    page = framed.content.decode()
    assert "เรื่องที่นิเทศ" in page
    assert "ทดลอง ไม่นับเป็นข้อมูลจริง" in page
    assert "เมนูหลัก" not in page
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert "เมนูหลัก" in client.get(at(office)).content.decode()


def test_what_the_server_would_say_is_told_and_nothing_is_kept(
    client: Client, office: Office, school: School, supervisor: User, draft: FormDraft
) -> None:
    client.force_login(supervisor)
    fit = client.post(at(office, "draft-try-send"), sent(xml_of(school.smis_code)))
    assert fit.json() == {"found": []}
    wrong = client.post(at(office, "draft-try-send"), sent(xml_of(school.smis_code, students="9000")))
    assert [found["words"] for found in wrong.json()["found"]] != []
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("who", "code"), [("ict_head", 403), ("teacher", 403), ("outsider", 404)])
def test_others_do_not_try_what_is_being_made(
    client: Client, office: Office, draft: FormDraft, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    """The form is published; what comes next is the business of its division."""
    publish(draft.form)
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(office)).status_code == code
    assert client.post(at(office, "draft-try-send"), sent(xml_of())).status_code == code


def test_a_form_that_cannot_be_made_yet_says_so(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    draft_of(
        supervision, tables_of(VISIT.replace("select_one lk5 | desired", "select_one nowhere | desired"))
    )
    client.force_login(supervisor)
    response = client.get(at(office))
    assert response.status_code == 200
    assert "ยังแสดงตัวอย่างไม่ได้" in response.content.decode()


def test_a_list_that_came_with_the_draft_is_offered(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    text = VISIT.replace("| text | topic |", "| select_one_from_file rubric.csv | topic |")
    draft = draft_of(supervision, tables_of(text))
    content = "name,label\nr1,ตัวบ่งชี้ที่หนึ่ง\n".encode()
    file = store(office.pk, SimpleUploadedFile("rubric.csv", content, "text/csv"), max_bytes=1000)
    DraftFile.objects.create(office=office, draft=draft, name="rubric.csv", file=file)
    client.force_login(supervisor)
    assert "ตัวบ่งชี้ที่หนึ่ง" in client.get(at(office)).content.decode()


def test_without_a_draft_there_is_nothing_to_try(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    make_form(office, unit=supervision, by=supervisor)
    client.force_login(supervisor)
    assert client.get(at(office)).status_code == 404
    assert client.get(at(office, "draft-try-send")).status_code == 405
    refused = client.post(
        at(office, "draft-try-send"), sent(xml_of()), headers={"Accept": "application/json"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "form-no-draft")


def test_the_picture_of_a_draft_that_was_published_meanwhile_says_so_in_its_frame(
    client: Client, office: Office, supervisor: User, draft: FormDraft
) -> None:
    publish(draft.form)
    FormDraft.objects.all().delete()
    client.force_login(supervisor)
    framed = client.get(at(office) + "?frame")
    assert framed.status_code == 200
    assert "ฉบับร่างนี้เผยแพร่หรือยกเลิกไปแล้ว" in framed.content.decode()
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert client.get(at(office)).status_code == 404


@pytest.mark.parametrize(("who", "code"), [("ict_head", 403), ("teacher", 403), ("outsider", 404)])
def test_the_frame_of_a_form_without_a_draft_is_for_who_makes_it(
    client: Client, office: Office, draft: FormDraft, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    publish(draft.form)
    FormDraft.objects.all().delete()
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(office) + "?frame").status_code == code

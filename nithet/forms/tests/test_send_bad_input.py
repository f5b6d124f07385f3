"""What is sent that nobody should send: told clearly, nothing unsafe, nothing half stored."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import (
    VISIT,
    at,
    make_form,
    photo,
    post,
    publish,
    sent,
    tables_of,
    xml_of,
)
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday")


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("notes.jpg", photo(), "ไม่มีคำตอบข้อใดอ้างถึง"),
        ("photo-1.jpg", b"MZ\x90\x00 a programme", "ไม่ตรงกับนามสกุลไฟล์"),
        ("photo-1.jpg", b"", "ว่างเปล่า"),
        ("photo-1.jpg", photo() + b"\0" * (30 * 1024 * 1024), "ใหญ่เกิน 10 MB"),
        ("../../photo-1.jpg", photo(), "ไม่มีคำตอบข้อใดอ้างถึง"),
    ],
    ids=["not named", "other content", "empty", "30 MB", "slashes"],
)
def test_an_unfit_file_is_left_and_told(
    client: Client, office: Office, teacher: User, version: FormVersion, name: str, content: bytes, part: str
) -> None:
    client.force_login(teacher)
    response = post(client, office, xml_of(photo="photo-1.jpg"), (name, content))
    assert response.status_code == 201
    kept = Submission.objects.get()
    assert kept.files.count() == 0
    assert kept.state == Submission.State.ATTENTION
    assert any(part in problem["words"] for problem in kept.problems)


def test_a_name_with_slashes_in_the_answer_reaches_no_folder(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    name = "../../etc/photo.jpg"
    post(client, office, xml_of(photo=name), (name, photo()))
    assert Submission.objects.get().files.count() == 0


def test_a_document_is_no_photo(client: Client, office: Office, teacher: User, version: FormVersion) -> None:
    client.force_login(teacher)
    post(client, office, xml_of(photo="a.pdf"), ("a.pdf", b"%PDF-1.7 x"))
    assert any("ไม่ใช่ภาพ" in problem["words"] for problem in Submission.objects.get().problems)


@pytest.mark.parametrize(
    "xml",
    [
        b"not xml",
        b"",
        b"<data id='visit_note'><topic>",
        b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><data id="visit_note"><topic>&b;</topic></data>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data id="visit_note"><topic>&x;</topic></data>',
        b'<data id="visit_note" version="1"><topic>no name for itself</topic></data>',
        b'<data id="another_form" version="1"><meta><instanceID>uuid:1</instanceID></meta></data>',
        b'<data id="visit_note"><topic>' + b"a" * (3 * 1024 * 1024) + b"</topic></data>",
    ],
    ids=[
        "text",
        "nothing",
        "cut off",
        "entity bomb",
        "outside entity",
        "no instanceID",
        "other form",
        "3 MB",
    ],
)
def test_what_cannot_be_read_is_refused_clearly(
    client: Client, office: Office, teacher: User, version: FormVersion, xml: bytes
) -> None:
    client.force_login(teacher)
    response = post(client, office, xml)
    assert response.status_code == 400
    assert re.search("[ก-๙]", response.json()["message"])
    assert not Submission.objects.exists()


def test_nothing_sent_is_refused_clearly(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    assert client.post(at(office), headers={"accept": "application/json"}).status_code == 422


def test_an_unknown_question_and_another_edition_are_told(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    post(client, office, xml_of(version=7, body="<secret>1</secret>"))
    assert {problem["code"] for problem in Submission.objects.get().problems} >= {
        "other-version",
        "unknown-question",
    }


def test_what_was_filled_before_a_new_edition_is_kept_as_it_was_asked(
    client: Client, office: Office, teacher: User, version: FormVersion, school: School
) -> None:
    newer = publish(version.form, tables_of(VISIT.replace("| text | topic |", "| text | subject |")), 2)
    client.force_login(teacher)
    assert post(client, office, xml_of(school.smis_code)).status_code == 201
    kept = Submission.objects.get()
    assert (kept.version, kept.answers["topic"], kept.problems) == (version, "การใช้สื่อ", [])
    body = "<subject>เรื่องใหม่</subject>"
    assert post(client, office, xml_of(school.smis_code, version=2, body=body)).status_code == 201
    assert Submission.objects.exclude(pk=kept.pk).get().version == newer


def test_nobody_sends_again_what_somebody_else_sent(
    client: Client, office: Office, teacher: User, supervisor: User, version: FormVersion, school: School
) -> None:
    xml = xml_of(school.smis_code, photo="photo-1.jpg")
    for user, status in ((teacher, 201), (supervisor, 409), (teacher, 201)):
        client.force_login(user)
        files = [("photo-1.jpg", photo())] if user == supervisor else []
        assert post(client, office, xml, *files).status_code == status
    assert not Submission.objects.get().files.exists()
    assert post(client, office, xml, ("photo-1.jpg", photo())).status_code == 201
    kept = Submission.objects.get()
    assert (kept.awaited_files, kept.files.count()) == (0, 1)


def test_a_school_of_others_is_told(
    client: Client, office: Office, teacher: User, version: FormVersion, small_school: School
) -> None:
    client.force_login(teacher)
    post(client, office, xml_of(small_school.smis_code))
    kept = Submission.objects.get()
    assert [problem["code"] for problem in kept.problems] == ["other-school"]
    assert kept.state == Submission.State.ATTENTION


def test_script_in_labels_and_answers_stays_text(
    client: Client, office: Office, supervision: Unit, teacher: User
) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    form = make_form(office, unit=supervision)
    publish(form, tables_of(VISIT.replace("เรื่องที่นิเทศ", f"เรื่อง {bad}")))
    client.force_login(teacher)
    escaped = bad.replace("<", "&lt;").replace(">", "&gt;")
    address = post(client, office, xml_of(topic=escaped)).json()["address"]
    for page in (
        at(office, "form-fill"),
        at(office, "form-print"),
        address,
        address.replace("receipt", "print"),
    ):
        shown = client.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_what_a_name_of_a_school_says_stays_text(
    client: Client, office: Office, supervisor: User, version: FormVersion
) -> None:
    School.objects.create(office=office, name="</script><script>alert(1)</script>", smis_code="58000001")
    client.force_login(supervisor)
    assert "</script><script>alert" not in client.get(at(office, "form-fill")).content.decode()


# Many files at once


def photos_of_lines(count: int) -> tuple[str, list[tuple[str, bytes]]]:
    names = [f"line-{number}.jpg" for number in range(count)]
    body = "".join(f"<agreements><what>x</what><shot>{name}</shot></agreements>" for name in names)
    return body, [(name, photo()) for name in names]


@pytest.fixture
def with_photos(office: Office, supervision: Unit) -> FormVersion:
    """Each line of the repeat has a photo."""
    line = "| date | due_on | ภายในวันที่ | | | | | | |"
    text = VISIT.replace(line, f"{line}\n| image | shot | ภาพ | | | | | | |")
    return publish(make_form(office, unit=supervision), tables_of(text))


def test_more_than_a_hundred_photos_come_at_once(
    client: Client, office: Office, teacher: User, school: School, with_photos: FormVersion
) -> None:
    client.force_login(teacher)
    body, files = photos_of_lines(120)
    assert post(client, office, xml_of(school.smis_code, body=body), *files).status_code == 201
    kept = Submission.objects.get()
    assert (kept.files.count(), kept.awaited_files, kept.problems) == (120, 0, [])


@pytest.mark.parametrize("asks_for_token", [True, False])
def test_too_many_files_at_once_are_told_in_a_sentence(
    office: Office,
    teacher: User,
    school: School,
    with_photos: FormVersion,
    settings: Settings,
    asks_for_token: bool,
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    client = Client(enforce_csrf_checks=asks_for_token)
    client.force_login(teacher)
    client.get(at(office, "form-fill"))
    body, files = photos_of_lines(4)
    xml = xml_of(school.smis_code, body=body)
    refused = post(client, office, xml, *files)
    assert (refused.status_code, refused.json()["code"]) == (413, "too-many-files")
    assert "ครั้งละไม่เกิน 3 ไฟล์" in refused.json()["message"]
    page = client.post(
        at(office, "form-send"),
        sent(xml, **{name: SimpleUploadedFile(name, content) for name, content in files}),
    )
    assert page.status_code == 413
    assert "ครั้งละไม่เกิน 3 ไฟล์" in page_text(page)
    assert not Submission.objects.exists()

"""Bringing a manual in as files: Word and PDF are kept, read at once or in the background, and never lost."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.models import Job, StoredFile
from nithet.manuals.document import from_json
from nithet.manuals.models import Manual, ManualSource, ManualUpload, ManualVersion
from nithet.manuals.tests.factories import TEXT, make_manual, page_text
from nithet.manuals.tests.given_files import at, word
from nithet.manuals.tests.making_docx import docx_of
from nithet.manuals.tests.making_pdf import pdf_of
from nithet.offices.models import Appointment, Office, Unit

pytestmark = pytest.mark.django_db
WAYS_ON = ("เลือกไฟล์", "วางข้อความ", "เริ่มจากแม่แบบกระบวนงาน")
State = ManualUpload.State


@pytest.fixture
def failed(staff: Client) -> ManualUpload:
    """A document in which no manual is found."""
    staff.post(at("manual-upload"), {"file": word("กลอน.docx", "ดอกไม้บานในสวน\nนกร้องเพลงทุกเช้า")})
    return ManualUpload.objects.get()


def test_a_small_word_document_is_read_at_once_and_kept(staff: Client, supervision: Unit) -> None:
    response = staff.post(at("manual-upload"), {"file": word()}, follow=True)
    version = ManualVersion.objects.select_related("manual").get()
    assert response.redirect_chain[-1][0] == at("version-page", version.pk)
    assert "อ่านแล้ว" in page_text(response)
    assert version.manual.unit == supervision
    assert version.source_name == "คู่มือ สื่อ.docx"
    assert [len(one.steps) for one in from_json(version.reading).procedures] == [4]
    assert from_json(version.reading).places[0].file == "คู่มือ สื่อ.docx"
    source = version.sources.get()
    assert (source.name, source.upload, source.scanned) == ("คู่มือ สื่อ.docx", ManualUpload.objects.get(), [])
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"manual.received", "manual.uploaded"}


def test_a_text_file_is_kept_with_its_draft(staff: Client) -> None:
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("คู่มือ.md", TEXT.encode())})
    source = ManualVersion.objects.get().sources.select_related("file").get()
    assert (source.name, source.file.content_type) == ("คู่มือ.md", "text/plain")
    assert not ManualUpload.objects.exists()


def test_a_pdf_is_read_in_the_background(staff: Client) -> None:
    response = staff.post(
        at("manual-upload"), {"file": SimpleUploadedFile("คู่มือ.pdf", pdf_of(TEXT))}, follow=True
    )
    upload = ManualUpload.objects.get()
    assert upload.state == State.READING
    assert "ท่านปิดหน้านี้ได้" in page_text(response)
    assert not ManualVersion.objects.exists()
    jobs.run_queued()
    version = ManualVersion.objects.get()
    assert staff.get(at("upload-page", upload.pk))["Location"] == at("version-page", version.pk)
    draft = from_json(version.reading)
    assert [one.title for one in draft.procedures] == ["งานส่งเสริมการผลิตและใช้สื่อ"]
    assert draft.places[0].page == 1
    assert version.sources.get().pages >= 1


def test_a_large_word_document_is_read_in_the_background(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.manuals.given.AT_ONCE_BYTES", 1000)
    staff.post(at("manual-upload"), {"file": word()})
    assert ManualUpload.objects.get().state == State.READING
    jobs.run_queued()
    upload = ManualUpload.objects.get()
    assert (upload.state, upload.version) == (State.DONE, ManualVersion.objects.get())


def test_several_files_are_one_manual_in_the_order_of_their_names(staff: Client) -> None:
    head, tail = TEXT.split("๔. ขั้นตอน")
    files = [word("ตอน 10.docx", f"๔. ขั้นตอน{tail}"), word("ตอน 2.docx", head)]
    staff.post(at("manual-upload"), {"file": files})
    version = ManualVersion.objects.get()
    assert [source.name for source in version.sources.all()] == ["ตอน 2.docx", "ตอน 10.docx"]
    assert [len(one.steps) for one in from_json(version.reading).procedures] == [4]
    assert {place.file for place in from_json(version.reading).places} == {"ตอน 2.docx", "ตอน 10.docx"}
    assert version.source_name == "ตอน 2.docx และอีก 1 ไฟล์"


def test_the_order_that_was_given_counts_before_the_names(staff: Client) -> None:
    head, tail = TEXT.split("๔. ขั้นตอน")
    files = [word("ก.docx", f"๔. ขั้นตอน{tail}"), word("ข.docx", head)]
    staff.post(at("manual-upload"), {"file": files, "order": ["2", "1"]})
    assert [source.name for source in ManualVersion.objects.get().sources.all()] == ["ข.docx", "ก.docx"]


def test_too_many_files_are_refused(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nithet.manuals.forms.MOST_FILES", 1)
    response = staff.post(at("manual-upload"), {"file": [word("ก.docx"), word("ข.docx")]})
    assert response.status_code == 422
    assert "ไม่เกิน 1 ไฟล์" in page_text(response)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("คู่มือ.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "มีรหัสผ่าน"),
        ("คู่มือ.docx", b"PK\x03\x04" + b"\x00" * 200, "เสียหรือไม่ครบ"),
        ("คู่มือ.odt", b"{\\rtf1}", ".rtf"),
        ("ผัง.bpmn", b"<definitions/>", "นำเข้า BPMN หรือ YAML"),
        ("คู่มือ.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), ".docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_before_it_is_kept(
    staff: Client, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, words: str
) -> None:
    monkeypatch.setenv("PATH", "")
    response = staff.post(at("manual-upload"), {"file": SimpleUploadedFile(name, data)})
    page = page_text(response)
    assert response.status_code == 422
    assert words in page
    assert all(way in page for way in WAYS_ON)
    assert not StoredFile.objects.exists()


def test_of_several_files_the_unreadable_one_is_named(staff: Client) -> None:
    bad = SimpleUploadedFile("ภาค 2.docx", b"PK\x03\x04" + b"\x00" * 200)
    page = page_text(staff.post(at("manual-upload"), {"file": [word(), bad]}))
    assert "“ภาค 2.docx”: ไฟล์นี้เสียหรือไม่ครบ" in page


def test_a_file_that_is_too_large_is_refused(staff: Client, settings: Settings) -> None:
    settings.MANUAL_FILE_MAX_BYTES = 1024 * 1024
    response = staff.post(
        at("manual-upload"), {"file": SimpleUploadedFile("ก.pdf", b"%PDF-" + b"x" * 1024 * 1024)}
    )
    assert response.status_code == 422
    assert "เกินกำหนด 1 MB" in page_text(response)


def test_what_fails_keeps_its_files_and_says_how_to_go_on(staff: Client, failed: ManualUpload) -> None:
    response = staff.get(at("upload-page", failed.pk))
    page = page_text(response)
    assert response.status_code == 200
    assert "ไม่พบกระบวนงานหรือขั้นตอนการปฏิบัติงาน" in page
    assert "ไฟล์ยังเก็บไว้" in page
    assert "ลองอ่านใหม่" in page
    assert all(way in page for way in WAYS_ON)
    assert failed.state == State.FAILED
    assert not Manual.objects.exists()
    assert at("upload-page", failed.pk) in page_text(staff.get(at("manual-upload")))


def mend(upload: ManualUpload) -> None:
    """Let the stored file hold a manual: what failed before can be read now."""
    upload.sources.select_related("file").get().file.content.save("better", ContentFile(docx_of(TEXT)))


def test_what_failed_is_read_again_from_its_files(staff: Client, failed: ManualUpload) -> None:
    mend(failed)
    assert staff.post(at("upload-read", failed.pk)).status_code == 302
    jobs.run_queued()
    failed.refresh_from_db()
    assert failed.state == State.DONE
    assert ManualVersion.objects.get() == failed.version


def test_a_reading_that_failed_is_taken_up_by_its_job(staff: Client, failed: ManualUpload) -> None:
    mend(failed)
    assert staff.post(reverse("workspace:job-retry", args=["satit1", failed.job_id])).status_code == 302
    jobs.run_queued()
    failed.refresh_from_db()
    assert failed.state == State.DONE


def test_reading_again_while_it_is_read_is_refused(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nithet.manuals.given.AT_ONCE_BYTES", 1000)
    staff.post(at("manual-upload"), {"file": word()})
    upload = ManualUpload.objects.get()
    for act in ("upload-read", "upload-drop"):
        assert staff.post(at(act, upload.pk)).status_code == 409
    assert Job.objects.filter(kind="manuals.read").count() == 1


def test_a_cancelled_reading_can_be_begun_again(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nithet.manuals.given.AT_ONCE_BYTES", 1000)
    staff.post(at("manual-upload"), {"file": word()})
    upload = ManualUpload.objects.select_related("job").get()
    staff.post(reverse("workspace:job-cancel", args=["satit1", upload.job_id]))
    assert "หยุดอ่านตามที่สั่งแล้ว" in page_text(staff.get(at("upload-page", upload.pk)))
    staff.post(at("upload-read", upload.pk))
    jobs.run_queued()
    assert ManualVersion.objects.count() == 1


def test_files_that_no_manual_came_of_are_given_up(staff: Client, failed: ManualUpload) -> None:
    response = staff.post(at("upload-drop", failed.pk), follow=True)
    assert "ลบไฟล์ที่ยังไม่ได้อ่านแล้ว" in page_text(response)
    assert not ManualUpload.objects.exists()
    assert not ManualSource.objects.exists()
    assert Entry.objects.get(verb="manual.dropped").facts == {"files": ["กลอน.docx"]}


def test_the_same_files_twice_lead_to_one_draft(staff: Client) -> None:
    data = docx_of(TEXT)
    for _ in range(2):
        file = SimpleUploadedFile("คู่มือ.docx", data)
        response = staff.post(at("manual-upload"), {"file": file}, follow=True)
    assert ManualVersion.objects.count() == Manual.objects.count() == 1
    page = page_text(response)
    assert response.status_code == 409
    assert f'href="{at("version-page", ManualVersion.objects.get().pk)}"' in page
    assert "ข้อความนี้นำเข้าไว้แล้ว" in page
    assert "นำเข้าไว้แล้ว" in page_text(response)
    assert StoredFile.objects.count() == 1


def test_the_chosen_manual_and_unit_are_kept_for_later(
    staff: Client, office: Office, ict: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.manuals.given.AT_ONCE_BYTES", 1000)
    manual = make_manual(office, ict)
    staff.post(at("manual-upload"), {"file": word(), "manual": str(manual.pk)})
    jobs.run_queued()
    assert ManualVersion.objects.get().manual == manual


def test_who_serves_no_more_when_the_reading_begins_gets_no_manual(
    staff: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.manuals.given.AT_ONCE_BYTES", 1000)
    staff.post(at("manual-upload"), {"file": word()})
    Appointment.objects.filter(person__user=supervisor).delete()
    jobs.run_queued()
    upload = ManualUpload.objects.get()
    assert (upload.state, ManualVersion.objects.count()) == (State.FAILED, 0)
    assert "ไม่ได้ปฏิบัติหน้าที่" in upload.error


def test_a_stored_file_that_is_gone_is_said(staff: Client, failed: ManualUpload) -> None:
    source = failed.sources.select_related("file").get()
    source.file.content.storage.delete(str(source.file.content.name))
    staff.post(at("upload-read", failed.pk))
    jobs.run_queued()
    assert "ไม่พบไฟล์ “กลอน.docx”" in page_text(staff.get(at("upload-page", failed.pk)))
    assert staff.get(at("source-file", source.pk)).status_code == 404


@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor", 200), ("clerk", 404), ("director", 404), ("teacher", 404), ("outsider", 404)],
)
def test_an_upload_is_seen_by_who_made_it(
    client: Client, failed: ManualUpload, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(at("upload-page", failed.pk)).status_code == code
    assert client.get(at("source-file", failed.sources.get().pk)).status_code == code
    if code != 200:
        for act in ("upload-read", "upload-drop"):
            assert client.post(at(act, failed.pk)).status_code == code
    assert ManualUpload.objects.filter(pk=failed.pk).exists()


@pytest.mark.parametrize("act", ["upload-read", "upload-drop"])
def test_acts_on_an_upload_are_no_pages(staff: Client, failed: ManualUpload, act: str) -> None:
    assert staff.get(at(act, failed.pk)).status_code == 405


@pytest.mark.parametrize(
    ("who", "code"), [("clerk", 200), ("director", 200), ("teacher", 404), ("outsider", 404)]
)
def test_the_files_of_a_manual_are_given_to_who_sees_it(
    client: Client, supervisor: User, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(supervisor)
    client.post(at("manual-upload"), {"file": word()})
    source = ManualSource.objects.get()
    client.force_login(request.getfixturevalue(who))
    response = client.get(at("source-file", source.pk))
    assert response.status_code == code
    if code == 200:
        assert b"".join(response).startswith(b"PK")
        assert response["Content-Disposition"].startswith("attachment")


def test_running_heads_name_the_office_where_the_text_does_not(staff: Client) -> None:
    file = io.BytesIO(docx_of(TEXT))
    document = Document(file)
    document.sections[0].header.paragraphs[0].text = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1"
    made = io.BytesIO()
    document.save(made)
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("ก.docx", made.getvalue())})
    assert from_json(ManualVersion.objects.get().reading).office == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1"


def test_pages_of_uploads_cost_the_same_for_one_and_five_files(staff: Client) -> None:
    counts = []
    for number in (1, 5):
        files = [word(f"{one}.docx", f"กลอน {number} {one}") for one in range(number)]
        staff.post(at("manual-upload"), {"file": files})
        upload = ManualUpload.objects.order_by("-made_at").first()
        assert upload is not None
        for address in (at("upload-page", upload.pk), at("manual-upload")):
            with CaptureQueriesContext(connection) as captured:
                staff.get(address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]

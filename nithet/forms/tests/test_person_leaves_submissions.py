"""Personal data in what was filled: what a person gets of it, and how they are taken out of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.core.models import Job, StoredFile
from nithet.forms import personal
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services import exporting
from nithet.forms.services.deciding import comment_on
from nithet.forms.services.editing import replace_answers
from nithet.forms.services.files import small_path
from nithet.forms.services.receiving import receive
from nithet.forms.tests.filling_kit import AT, make_form, photo, publish, xml_of
from nithet.forms.tests.test_review_submissions import edited, filled
from nithet.offices.models import Office, School, Unit
from nithet.offices.privacy.mentions import mentions_of
from nithet.offices.privacy.sources import all_sources
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")
ALIAS = "บุคลากรนามแฝง ABC123"


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, "PNG")
    return out.getvalue()


PNG = _png()


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def sent(version: FormVersion, teacher: User, supervisor: User, school: School) -> Submission:
    """Filled by “ครูสาธิต”, corrected once by another."""
    submission = filled(version, teacher, school, topic="ครูสาธิตใช้สื่อเอง")
    replace_answers(
        submission,
        xml=edited(submission, school, topic="ครูสาธิตใช้สื่อใหม่"),
        files={},
        by=as_member(supervisor, version.form.office),
        at=AT,
    )
    return submission


def test_one_gets_what_one_sent_and_said(sent: Submission, teacher: User, office: Office) -> None:
    comment_on(sent, "ส่งเพิ่มแล้ว", by=as_member(teacher, office))
    told = str([source.rows(teacher.person) for source in all_sources() if "แบบฟอร์ม" in source.title])
    for part in (sent.reference, "เรื่องที่นิเทศ: ครูสาธิตใช้สื่อใหม่", "ส่งเพิ่มแล้ว"):
        assert part in told
    assert "มีสื่อเพียงพอกับผู้เรียน · สภาพปัจจุบัน: ปานกลาง · สภาพที่คาดหวัง: มากที่สุด" in told


def test_a_person_is_taken_out_of_answers_edits_and_what_was_received(
    sent: Submission, teacher: User
) -> None:
    for _ in range(2):
        personal._forget(teacher.person, ALIAS)
        sent.refresh_from_db()
        (edit,) = sent.edits.all()
        for row in (sent, edit):
            assert row.answers["heading/filled_by"] == ALIAS
            assert "ครูสาธิต" not in f"{row.answers}{bytes(row.xml).decode()}"
        assert "ครูสาธิต" not in str(edit.differences)
        assert sent.answers["students"] == 24


def test_a_short_name_is_taken_out_of_the_heading_alone(
    version: FormVersion, teacher: User, school: School
) -> None:
    xml = xml_of(school.smis_code, topic="มานำสื่อมาใช้").replace("ครูสาธิต", "มา")
    sent = filled(version, teacher, school, xml=xml)
    personal._forget(teacher.person, ALIAS)
    sent.refresh_from_db()
    assert (sent.answers["heading/filled_by"], sent.answers["topic"]) == (ALIAS, "มานำสื่อมาใช้")
    assert f"<filled_by>{ALIAS}</filled_by>" in bytes(sent.xml).decode()


def test_files_that_were_made_go_too(
    client: Client, sent: Submission, supervisor: User, teacher: User, office: Office
) -> None:
    job = exporting.start_export(sent.form, exporting.Choice(kind="csv"), by=as_member(supervisor, office))
    jobs.run_queued()
    path = Job.objects.get(pk=job.pk).result["file"]
    personal._forget(teacher.person, ALIAS)
    assert not default_storage.exists(path)


def test_answers_in_which_others_name_somebody_are_counted(
    version: FormVersion, supervisor: User, teacher: User, head: User, school: School
) -> None:
    filled(version, supervisor, school, topic=f"ตาม{teacher.person.first_name} {teacher.person.last_name}")
    (found,) = mentions_of(teacher.person, as_member(head, version.form.office))
    assert (found.title, found.count, len(found.places)) == ("คำตอบในแบบฟอร์มที่ผู้อื่นส่ง", 1, 1)


# Files


def signed(version: FormVersion, user: User, school: School) -> Submission:
    xml = xml_of(school.smis_code, photo="photo-1.jpg", signature="signature-1.png").encode()
    uploads = {
        name: SimpleUploadedFile(name, content, "image/jpeg")
        for name, content in {"photo-1.jpg": photo(), "signature-1.png": PNG}.items()
    }
    return receive(version, xml=xml, files=uploads, by=as_member(user, version.form.office), at=AT).submission


def test_a_signature_goes_with_the_person_and_a_photo_stays(
    client: Client, version: FormVersion, teacher: User, supervisor: User, school: School
) -> None:
    submission = signed(version, teacher, school)
    stored = submission.files.get(name="signature-1.png").file
    client.force_login(supervisor)
    small = reverse(
        "forms:submission-small", args=[version.form.office.code, submission.pk, "signature-1.png"]
    )
    assert client.get(small).status_code == 200
    paths = (str(stored.content.name), small_path(stored))
    assert all(map(default_storage.exists, paths))
    for _ in range(2):
        with TestCase.captureOnCommitCallbacks(execute=True):
            personal._forget(teacher.person, ALIAS)
        assert [one.name for one in submission.files.all()] == ["photo-1.jpg"]
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert not any(map(default_storage.exists, paths))
    assert client.get(small).status_code == 404
    page = reverse("forms:submission-page", args=[version.form.office.code, submission.pk])
    assert client.get(page).status_code == 200


def test_a_signature_that_somebody_else_sent_too_stays_for_that(
    version: FormVersion, teacher: User, supervisor: User, school: School
) -> None:
    submission, other = (signed(version, user, school) for user in (teacher, supervisor))
    stored = submission.files.get(name="signature-1.png").file
    with TestCase.captureOnCommitCallbacks(execute=True):
        personal._forget(teacher.person, ALIAS)
    assert not submission.files.filter(name="signature-1.png").exists()
    assert other.files.get(name="signature-1.png").file == stored
    assert default_storage.exists(str(stored.content.name))


def test_an_earlier_signature_goes_too(
    version: FormVersion, teacher: User, supervisor: User, school: School
) -> None:
    submission = signed(version, teacher, school)
    by = as_member(supervisor, version.form.office)
    replace_answers(submission, xml=edited(submission, school, photo="photo-1.jpg"), files={}, by=by, at=AT)
    personal._forget(teacher.person, ALIAS)
    assert [one.name for one in submission.files.all()] == ["photo-1.jpg"]


def test_who_sent_without_an_account_is_counted_by_the_name_that_was_told(
    version: FormVersion, teacher: User, head: User, school: School
) -> None:
    name = f"{teacher.person.first_name} {teacher.person.last_name}"
    receive(
        version,
        xml=xml_of(school.smis_code).replace("ครูสาธิต", "ผู้กรอก").encode(),
        files={},
        sender=name,
        at=AT,
    )
    (found,) = mentions_of(teacher.person, as_member(head, version.form.office))
    assert (found.title, found.count) == ("คำตอบในแบบฟอร์มที่ผู้อื่นส่ง", 1)

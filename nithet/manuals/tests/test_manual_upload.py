"""Bringing a manual in: a file, pasted text, or the catalogue."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.catalogue.loader import load_procedures
from nithet.manuals.comparing.kin import with_families
from nithet.manuals.document import from_json, to_json
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.reading import read_text
from nithet.manuals.sources.plain import plain_text
from nithet.manuals.tests.factories import TEXT, make_manual, make_version, page_text
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db
UPLOAD = "manuals:manual-upload"
WAYS_ON = ("เลือกไฟล์", "วางข้อความ", "เริ่มจากแม่แบบกระบวนงาน")
EXPECTED = "สิ่งที่ระบบอ่านได้"


def address(name: str = UPLOAD) -> str:
    return reverse(name, args=["satit1"])


def version_address(version: ManualVersion, act: str) -> str:
    return reverse(f"manuals:version-{act}", args=["satit1", version.pk])


def test_a_pasted_manual_becomes_a_draft_beside_its_text(
    staff: Client, supervision: Unit, supervisor: User
) -> None:
    response = staff.post(address(), {"text": TEXT.replace("\n", "\r\n")})
    version = ManualVersion.objects.select_related("manual").get()
    assert response["Location"] == reverse("manuals:version-page", args=["satit1", version.pk])
    assert version.state == ManualVersion.State.DRAFT
    assert version.made_by == supervisor
    assert version.source_text == plain_text(TEXT)
    assert version.reading == to_json(with_families(read_text(plain_text(TEXT))))
    assert version.manual.unit == supervision
    assert version.manual.title == "คู่มือการปฏิบัติงาน งานส่งเสริมการผลิตและใช้สื่อ"
    entry = Entry.objects.get(verb="manual.uploaded")
    assert (entry.object_id, entry.within_id) == (version.pk, version.manual_id)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_file_is_read_in_the_encodings_that_offices_use(staff: Client, encoding: str) -> None:
    file = SimpleUploadedFile("คู่มือ สื่อ.txt", TEXT.encode(encoding), content_type="text/plain")
    assert staff.post(address(), {"file": file}).status_code == 302
    version = ManualVersion.objects.get()
    assert version.source_name == "คู่มือ สื่อ.txt"
    assert version.source_text == plain_text(TEXT)


def test_the_unit_named_in_the_text_is_taken(
    client: Client, computer_officer: User, supervision: Unit
) -> None:
    client.force_login(computer_officer)
    client.post(address(), {"text": TEXT})
    assert Manual.objects.get().unit == supervision


def test_the_unit_chosen_counts_before_the_text(staff: Client, ict: Unit) -> None:
    staff.post(address(), {"text": TEXT, "unit": str(ict.pk)})
    assert Manual.objects.get().unit == ict


def test_where_the_text_names_no_unit_it_is_the_uploaders_division(
    client: Client, section_head: User, supervision: Unit
) -> None:
    client.force_login(section_head)
    client.post(address(), {"text": TEXT.replace("กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา", "")})
    assert Manual.objects.get().unit == supervision


def test_a_new_edition_joins_its_manual(staff: Client, office: Office, ict: Unit) -> None:
    manual = make_manual(office, ict)
    staff.post(address(), {"text": TEXT, "manual": str(manual.pk)})
    assert ManualVersion.objects.get().manual == manual
    assert Manual.objects.get().unit == ict


def test_the_same_text_sent_twice_makes_one_draft_and_says_which(staff: Client, supervisor: User) -> None:
    first = staff.post(address(), {"text": TEXT})
    again = staff.post(address(), {"text": TEXT})
    version = ManualVersion.objects.get()
    assert again.status_code == 409
    page = page_text(again)
    for words in ("ข้อความนี้นำเข้าไว้แล้ว", version.manual.title, supervisor.name, f'href="{first["Location"]}"'):
        assert words in page
    assert version_address(version, "reread") in page


def test_the_same_text_is_read_anew_beside_the_version_that_has_it(staff: Client, supervisor: User) -> None:
    staff.post(address(), {"text": TEXT})
    first = ManualVersion.objects.get()
    response = staff.post(version_address(first, "reread"))
    made = ManualVersion.objects.exclude(pk=first.pk).get()
    assert response["Location"] == version_address(made, "page")
    assert (made.manual_id, made.source_text, made.reading) == (
        first.manual_id,
        first.source_text,
        first.reading,
    )
    assert (made.state, made.made_by) == (ManualVersion.State.DRAFT, supervisor)
    # Again gives the one that nobody has touched.
    assert staff.post(version_address(first, "reread"))["Location"] == response["Location"]
    assert ManualVersion.objects.count() == 2


def test_what_came_without_a_text_is_not_read_anew(staff: Client, office: Office, supervision: Unit) -> None:
    version = make_version(make_manual(office, supervision))
    assert staff.post(version_address(version, "reread")).status_code == 422
    assert staff.get(version_address(version, "reread")).status_code == 405
    assert ManualVersion.objects.count() == 1


def test_the_same_text_of_another_office_is_no_matter(staff: Client, other_office: Office) -> None:
    make_version(make_manual(other_office, None), source_text=plain_text(TEXT))
    staff.post(address(), {"text": TEXT})
    assert ManualVersion.objects.count() == 2


BAD_FILES = {
    "empty": ("empty.txt", b""),
    "spaces": ("spaces.txt", b" \n\n\t "),
    "binary": ("manual.txt", bytes(range(256)) * 40),
    "word": ("manual.docx", b"PK\x03\x04" + b"\x00" * 200),
    "picture": ("manual.txt", b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 300),
    "no manual": ("poem.txt", "ดอกไม้บานในสวน\nนกร้องเพลงทุกเช้า\n".encode() * 5),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_cannot_be_read_is_refused_with_three_ways_on(staff: Client, name: str) -> None:
    response = staff.post(address(), {"file": SimpleUploadedFile(*BAD_FILES[name])})
    page = page_text(response)
    assert response.status_code == 422
    assert EXPECTED in page
    assert all(way in page for way in WAYS_ON)
    assert not Manual.objects.exists()
    assert not ManualVersion.objects.exists()
    assert not Entry.objects.exists()


def test_a_file_of_50_megabytes_is_refused(staff: Client) -> None:
    response = staff.post(address(), {"file": SimpleUploadedFile("big.txt", b"a" * 50 * 1024 * 1024)})
    page = page_text(response)
    assert response.status_code == 422
    assert "ไม่เกิน" in page or "เกินกำหนด 20 MB" in page
    assert all(way in page for way in WAYS_ON)
    assert not Manual.objects.exists()


def test_a_text_that_is_too_long_is_refused(staff: Client, settings: Settings) -> None:
    settings.MANUAL_MAX_BYTES = 100
    response = staff.post(address(), {"text": TEXT})
    assert response.status_code == 422
    assert not Manual.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n ", "สวัสดี"])
def test_no_text_and_no_manual_are_refused(staff: Client, text: str) -> None:
    response = staff.post(address(), {"text": text})
    assert response.status_code == 422
    assert all(way in page_text(response) for way in WAYS_ON)
    assert not Manual.objects.exists()


def test_a_file_and_a_text_at_once_are_refused_and_the_text_is_kept(staff: Client, ict: Unit) -> None:
    file = SimpleUploadedFile("manual.txt", TEXT.encode())
    response = staff.post(address(), {"file": file, "text": "ข้อความที่วางไว้", "unit": str(ict.pk)})
    page = page_text(response)
    assert response.status_code == 422
    assert "ข้อความที่วางไว้" in page
    assert f'<option value="{ict.pk}" selected' in page
    assert not Manual.objects.exists()


def test_a_null_character_in_a_pasted_text_does_no_harm(staff: Client) -> None:
    assert staff.post(address(), {"text": f"\x00{TEXT}"}).status_code == 302
    assert "\x00" not in ManualVersion.objects.get().source_text


def test_a_manual_or_unit_of_another_office_cannot_be_chosen(staff: Client, other_office: Office) -> None:
    manual = make_manual(other_office, None)
    response = staff.post(address(), {"text": TEXT, "manual": str(manual.pk)})
    assert response.status_code == 422
    assert not ManualVersion.objects.exists()


@pytest.mark.parametrize("name", [UPLOAD, "manuals:catalogue"])
@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor", 200), ("clerk", 200), ("director", 200), ("auditor", 403), ("teacher", 404),
     ("school_director", 404), ("outsider", 404)],
)  # fmt: skip
def test_staff_of_the_office_upload(
    client: Client, office: Office, who: str, code: int, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(name)).status_code == code
    if code != 200:
        assert client.post(address(name), {"text": TEXT}).status_code == code
        assert not Manual.objects.exists()


def test_an_anonymous_visitor_is_asked_to_sign_in(client: Client, office: Office) -> None:
    assert client.get(address()).status_code == 302
    assert "/accounts/sign-in/" in client.get(address())["Location"]


def test_ready_procedures_become_a_draft(staff: Client) -> None:
    page = page_text(staff.get(address("manuals:catalogue")))
    ready = load_procedures()
    assert all(f'value="{one.code}"' in page for one in ready)
    staff.post(address("manuals:catalogue"), {"procedures": [one.code for one in ready[:2]]})
    version = ManualVersion.objects.get()
    draft = from_json(version.reading)
    assert [one.title for one in draft.procedures] == [one.title for one in ready[:2]]
    assert [len(one.steps) for one in draft.procedures] == [len(one.steps) for one in ready[:2]]
    assert version.source_text == ""
    assert version.manual.unit
    assert version.manual.title == f"คู่มือการปฏิบัติงาน {version.manual.unit.name}"
    page = page_text(staff.get(reverse("manuals:version-page", args=["satit1", version.pk])))
    assert 'มี <b class="nw">2 กระบวนงาน' in page


def test_the_same_ready_procedures_twice_make_one_draft(staff: Client) -> None:
    code = load_procedures()[0].code
    for status in (302, 409):
        assert staff.post(address("manuals:catalogue"), {"procedures": [code]}).status_code == status
    assert ManualVersion.objects.count() == 1


@pytest.mark.parametrize("codes", [[], ["no-such-procedure"]])
def test_nothing_chosen_from_the_catalogue_makes_nothing(staff: Client, codes: list[str]) -> None:
    assert staff.post(address("manuals:catalogue"), {"procedures": codes}).status_code == 422
    assert not Manual.objects.exists()

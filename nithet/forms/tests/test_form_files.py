"""Files that come with a form: single ones and a ZIP of them; what is not fit is refused, and nothing is half stored."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.files import UnfitFileError
from nithet.core.models import StoredFile
from nithet.cycles.tests.factories import a_photo
from nithet.forms.errors import UnfitFormError
from nithet.forms.models import DraftFile, Form, FormDraft, FormFile
from nithet.forms.services import media
from nithet.forms.services.making import begin_empty, import_workbook, open_draft
from nithet.forms.services.media import kept, unpacked
from nithet.forms.services.publishing import attach_files
from nithet.forms.tables import to_json
from nithet.forms.tests.filling_kit import publish as published_as_is
from nithet.forms.tests.filling_kit import tables_of
from nithet.forms.xlsform.writing import write_workbook
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member, page_text


def zipped(**parts: bytes) -> SimpleUploadedFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("media.zip", file.getvalue())


LIST = "name,label\na,ก\n".encode()


def test_a_zip_is_its_files_without_their_folders() -> None:
    upload = zipped(**{"media/list.csv": LIST, "__MACOSX/._list.csv": b"x", "media/.DS_Store": b"x"})
    assert list(unpacked([upload, SimpleUploadedFile("other.csv", LIST)])) == ["list.csv", "other.csv"]


@pytest.mark.parametrize(
    "uploads",
    [
        [SimpleUploadedFile("media.zip", b"PK\x03\x04 cut off")],
        [zipped(**{"page.html": b"<script>"})],
        [zipped(**{"inner.zip": b"PK"})],
        [zipped(**{"../../etc/list.txt": b"x"})],
        [zipped(**{"a/list.csv": LIST, "b/list.csv": LIST})],
        [zipped(**{"list.csv": b"0" * (media.MAX_BYTES + 1)})],
        [SimpleUploadedFile("run.exe", b"MZ")],
        [SimpleUploadedFile("li<st>.csv", LIST)],
    ],
)
def test_files_that_no_form_needs_are_refused_with_what_to_do(uploads: list[SimpleUploadedFile]) -> None:
    with pytest.raises(UnfitFileError, match=r"โปรด|ได้เฉพาะ"):
        unpacked(uploads)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("picture.png", b"<svg onload=alert(1)>"),
        SimpleUploadedFile("list.csv", b"code;text\n1;2\n"),
        SimpleUploadedFile("list.csv", b"name,label\n"),
        SimpleUploadedFile("list.csv", b"\xff\xfe\x00"),
        SimpleUploadedFile("empty.png", b""),
    ],
)
def test_what_its_name_does_not_say_is_not_kept(office: Office, file: SimpleUploadedFile) -> None:
    with pytest.raises(UnfitFileError):
        kept(office.pk, unpacked([file]))
    assert not StoredFile.objects.exists()


def test_what_is_fit_is_kept_by_its_content(office: Office) -> None:
    files = kept(office.pk, unpacked([a_photo("picture.jpg"), SimpleUploadedFile("list.csv", LIST)]))
    assert {name: file.content_type for name, file in files.items()} == {
        "picture.jpg": "image/jpeg",
        "list.csv": "text/csv",
    }


# Beside a draft


@pytest.fixture
def form(supervision: Unit, supervisor: User) -> Form:
    """A published form with a list beside it."""
    by = as_member(supervisor, supervision.office)
    form = begin_empty("แบบใหม่", unit=supervision, by=by)
    attach_files(form, [SimpleUploadedFile("list.csv", LIST)], by=by)
    version = published_as_is(form)
    file = DraftFile.objects.get().file
    FormFile.objects.create(office=form.office, version=version, name="list.csv", file=file)
    FormDraft.objects.all().delete()
    return form


def act(client: Client, form: Form, name: str, **given: object) -> int:
    address = reverse(f"forms:form-{name}", args=[form.office.code, form.name])
    return client.post(address, given).status_code


def test_a_file_is_taken_away_from_beside_the_draft_and_its_edition_keeps_it(
    client: Client, form: Form, supervisor: User
) -> None:
    client.force_login(supervisor)
    page = reverse("forms:form-page", args=[form.office.code, form.name])
    assert 'value="list.csv"' in client.get(page).content.decode()
    for _ in range(2):
        assert act(client, form, "file-remove", file="list.csv") == 302
    draft = FormDraft.objects.get()
    assert (draft.files.count(), draft.revision) == (0, 1)
    assert form.versions.get().files.count() == 1
    assert Entry.objects.filter(verb="form.file_removed").count() == 1
    assert 'value="list.csv"' not in client.get(page).content.decode()


def test_a_file_that_is_not_there_begins_no_draft(client: Client, form: Form, supervisor: User) -> None:
    client.force_login(supervisor)
    assert act(client, form, "file-remove", file="other.csv") == 302
    assert not FormDraft.objects.exists()


FILTERED = """# แบบเลือก

## survey

| type | name | label | choice_filter |
|---|---|---|---|
| text | level | ระดับ | |
| select_one_from_file list.csv | media | สื่อ | level = ${level} |

## settings

| form_title | form_id |
|---|---|
| แบบเลือก | filtered |
"""


def test_a_list_without_a_column_that_the_form_chooses_by_is_told_when_it_comes_and_holds_it_back(
    client: Client, form: Form, supervisor: User
) -> None:
    client.force_login(supervisor)
    open_draft(form, by=as_member(supervisor, form.office))
    FormDraft.objects.update(tables=to_json(tables_of(FILTERED)))
    page = reverse("forms:form-page", args=[form.office.code, form.name])
    told = "ไฟล์ “list.csv” ไม่มีคอลัมน์นี้"
    assert act(client, form, "files", beside=SimpleUploadedFile("list.csv", LIST)) == 302
    assert told in page_text(client.get(page))
    assert "ต้องแก้ไข 1 จุด" in page_text(
        client.get(reverse("forms:form-edit", args=[form.office.code, form.name]))
    )
    assert act(client, form, "publish", revision=FormDraft.objects.get().revision) == 422
    fit = SimpleUploadedFile("list.csv", "name,label,level\na,ก,1\n".encode())
    assert act(client, form, "files", beside=fit) == 302
    assert told not in page_text(client.get(page))
    assert act(client, form, "publish", revision=FormDraft.objects.get().revision) == 302


def test_a_workbook_is_refused_with_a_list_that_lacks_a_column(supervision: Unit, supervisor: User) -> None:
    by = as_member(supervisor, supervision.office)
    workbook = write_workbook(tables_of(FILTERED))
    files = [SimpleUploadedFile("list.csv", LIST)]
    with pytest.raises(UnfitFormError):
        import_workbook(workbook, name="form.xlsx", files=files, unit=supervision, by=by)
    files = [SimpleUploadedFile("list.csv", "name,label,level\na,ก,1\n".encode())]
    assert import_workbook(workbook, name="form.xlsx", files=files, unit=supervision, by=by).is_new


def test_a_file_of_the_same_name_takes_its_place(client: Client, form: Form, supervisor: User) -> None:
    client.force_login(supervisor)
    newer = b"name,label\nb,x\n"
    assert act(client, form, "files", beside=SimpleUploadedFile("list.csv", newer)) == 302
    assert DraftFile.objects.get().file.content.read() == newer
    assert form.versions.get().files.get().file.content.read() == LIST


@pytest.mark.parametrize(("who", "code"), [("ict_head", 403), ("teacher", 403), ("outsider", 404)])
def test_others_take_no_file_away(
    client: Client, form: Form, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert act(client, form, "file-remove", file="list.csv") == code
    assert not FormDraft.objects.exists()


def test_taking_a_file_away_is_an_act(client: Client, form: Form, supervisor: User) -> None:
    client.force_login(supervisor)
    assert (
        client.get(reverse("forms:form-file-remove", args=[form.office.code, form.name])).status_code == 405
    )

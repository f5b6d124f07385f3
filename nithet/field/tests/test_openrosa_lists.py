"""A phone with ODK Collect asks for its forms, and gets each as it was announced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.files import store
from nithet.core.tests.test_pictures import GPS, a_picture, opened
from nithet.cycles.tests.factories import a_photo
from nithet.field.models import Carried, Device
from nithet.field.services.devices import SEEN_EVERY, make_phone
from nithet.field.tests.collect_kit import HOST, Phone, csv_of
from nithet.forms.models import Form, FormFile, FormVersion
from nithet.forms.tests.filling_kit import make_form, publish, tables_of
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member, make_school

pytestmark = pytest.mark.usefixtures("friday")
PLAIN = """# แบบบันทึกสั้น

## survey

| type | name | label |
|---|---|---|
| text | topic | เรื่อง |

## settings

| form_title | form_id |
|---|---|
| แบบบันทึกสั้น | short_note |
"""


def phone_of(user: User, office: Office, name: str = "ซัมซุง") -> Phone:
    _, secret = make_phone(name, by=as_member(user, office))
    return Phone(f"http://{HOST}/odk/{secret}")


def short_note(office: Office, unit: Unit) -> FormVersion:
    return publish(make_form(office, name="short_note", unit=unit, title="แบบบันทึกสั้น"), tables_of(PLAIN))


def beside(version: FormVersion, name: str, content: bytes) -> FormFile:
    stored = store(version.office_id, SimpleUploadedFile(name, content), max_bytes=1_000_000)
    return FormFile.objects.create(office=version.office, version=version, name=name, file=stored)


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def phone(office: Office, supervisor: User) -> Phone:
    return phone_of(supervisor, office)


# The list


def test_each_form_comes_as_it_was_announced(
    phone: Phone, office: Office, supervision: Unit, version: FormVersion
) -> None:
    other = short_note(office, supervision)
    listed = phone.forms()
    assert [(one.form_id, one.name, one.version) for one in listed] == [
        ("visit_note", "แบบบันทึกการเยี่ยม", "1"), ("short_note", "แบบบันทึกสั้น", "1"),
    ]  # fmt: skip
    assert [phone.fetch(one) for one in listed] == [version.xform.encode(), other.xform.encode()]


def test_an_answer_has_the_headers_of_openrosa(phone: Phone, version: FormVersion) -> None:
    (form,) = phone.forms()
    for url in (f"{phone.server}/formList", form.url, form.manifest_url):
        answer = phone.ask(url)
        told = answer.headers
        assert told["content-type"] == "text/xml; charset=utf-8"
        assert told["x-openrosa-version"] == "1.0"
        assert told["x-openrosa-accept-content-length"].isdigit()
        assert told["date"] == "Fri, 20 Nov 2026 02:30:00 GMT"
        assert told["content-length"] == str(len(answer.body))
        assert "set-cookie" not in told


def test_what_collect_and_others_add_to_the_address_is_taken(phone: Phone, version: FormVersion) -> None:
    whole = phone.ask(f"{phone.server}/formList").body
    for added in ("/formList/", "/formList?verbose=true", "/formList?listAllVersions=1"):
        assert phone.ask(phone.server + added).body == whole
    assert b"visit_note" in phone.ask(f"{phone.server}/formList?formID=visit_note").body
    for other in ("other", "%00", "visit_note%27"):
        assert b"visit_note" not in phone.ask(f"{phone.server}/formList?formID={other}").body


def test_only_forms_that_may_be_filled_now(
    office: Office,
    other_office: Office,
    supervision: Unit,
    supervisor: User,
    teacher: User,
    version: FormVersion,
) -> None:
    publish(make_form(office, name="inside", unit=supervision, for_schools=False))
    publish(make_form(office, name="retired", unit=supervision, retired_at=now()))
    make_form(office, name="unpublished", unit=supervision, by=supervisor)
    publish(make_form(other_office, name="elsewhere"))
    listed = {user: {one.form_id for one in phone_of(user, office).forms()} for user in (supervisor, teacher)}
    assert listed == {supervisor: {"visit_note", "inside"}, teacher: {"visit_note"}}


def test_of_several_editions_the_newest(phone: Phone, version: FormVersion) -> None:
    before = phone.form("visit_note")
    publish(version.form, tables_of(PLAIN), 2)
    after = phone.form("visit_note")
    assert (before.version, after.version) == ("1", "2")
    assert before.hash != after.hash
    # Who had the list before still gets what it announced.
    assert phone.fetch(before) == version.xform.encode()


@pytest.mark.parametrize("title", ["รายงาน & <สรุป> ]]>", "ก\x0bข\x00\ufffe", " ", "\ud7ff𝒩 \U0001f4f1"])
def test_one_odd_title_does_not_spoil_the_list(
    title: str, phone: Phone, office: Office, supervision: Unit, version: FormVersion
) -> None:
    if "\x00" in title and connection.vendor == "postgresql":
        title = title.replace("\x00", "")  # which it keeps out by itself
    Form.objects.filter(pk=short_note(office, supervision).form_id).update(title=title)
    listed = {one.form_id: one for one in phone.forms()}
    assert listed.keys() == {"visit_note", "short_note"}
    assert all(phone.fetch(one) for one in listed.values())


def test_an_empty_list_is_a_list(phone: Phone) -> None:
    assert phone.forms() == []


def test_it_costs_the_same_whatever_there_is(
    phone: Phone, office: Office, supervision: Unit, version: FormVersion
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert phone.forms()
        return len(counted)

    cost()  # heard of for the first time
    few = cost()
    for number in range(5):
        beside(publish(make_form(office, name=f"note{number}", unit=supervision)), "a.jpg", a_photo().read())
    assert cost() == few <= 6


# What stands beside a form


def test_a_form_of_its_own_has_no_manifest(
    phone: Phone, office: Office, supervision: Unit, version: FormVersion
) -> None:
    plain = short_note(office, supervision)
    assert phone.form("short_note").manifest_url == ""
    assert phone.form("visit_note").manifest_url
    beside(plain, "map.jpg", a_photo().read())
    assert [one.name for one in phone.files(phone.form("short_note"))] == ["map.jpg"]


def test_lists_and_pictures_come_as_they_were_announced(
    phone: Phone, version: FormVersion, school: School, small_school: School
) -> None:
    beside(version, "ภาพ (1) ก.jpg", a_photo().read())
    beside(version, "rooms.csv", "name,label\r\nr1,ห้องสมุด\r\n".encode())
    files = {one.name: phone.fetch(one) for one in phone.files(phone.form("visit_note"))}
    assert list(files) == ["rooms.csv", "schools.csv", "ภาพ (1) ก.jpg"]
    assert csv_of(files["rooms.csv"]) == [{"name": "r1", "label": "ห้องสมุด"}]
    assert {one["name"]: one["label"] for one in csv_of(files["schools.csv"])} == {
        school.smis_code: school.name, small_school.smis_code: small_school.name,
    }  # fmt: skip


def test_a_picture_leaves_without_its_place(phone: Phone, version: FormVersion) -> None:
    beside(version, "front.jpg", a_picture())
    front = next(one for one in phone.files(phone.form("visit_note")) if one.name == "front.jpg")
    assert opened(a_picture()).getexif().get_ifd(GPS)
    assert not opened(phone.fetch(front)).getexif().get_ifd(GPS)


def test_the_list_of_schools_is_the_one_of_who_asks(
    phone: Phone,
    office: Office,
    version: FormVersion,
    school: School,
    small_school: School,
    school_director: User,
) -> None:
    def schools(of: Phone) -> set[str]:
        (listed,) = of.files(of.form("visit_note"))
        return {one["name"] for one in csv_of(of.fetch(listed))}

    assert schools(phone) == {school.smis_code, small_school.smis_code}
    assert schools(phone_of(school_director, office)) <= schools(phone)


def test_a_list_is_announced_anew_when_it_changes_and_not_before(
    phone: Phone, office: Office, version: FormVersion, school: School
) -> None:
    def announced() -> str:
        (listed,) = phone.files(phone.form("visit_note"))
        return listed.hash

    first = announced()
    assert announced() == first
    make_school(office, 'โรงเรียนบ้าน, "ใหม่"')
    assert announced() != first


# Asked again


def test_what_has_not_changed_is_not_sent_again(phone: Phone, version: FormVersion, school: School) -> None:
    form = phone.form("visit_note")
    (listed,) = phone.files(form)
    for url in (f"{phone.server}/formList", form.url, form.manifest_url, listed.url):
        first = phone.ask(url)
        assert first.headers["cache-control"] == "private, no-cache"
        # As it was given, and as a proxy that compresses has changed it.
        for known in (first.headers["etag"], f"W/{first.headers['etag']}"):
            again = phone.ask(url, If_None_Match=known)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["x-openrosa-version"] == "1.0"
    publish(version.form, tables_of(PLAIN), 2)
    changed = phone.ask(f"{phone.server}/formList", If_None_Match=first.headers["etag"])
    assert changed.status == 200


def test_of_what_has_not_changed_no_file_is_opened(
    phone: Phone, version: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside(version, "front.jpg", a_photo().read())
    picture = next(one for one in phone.files(phone.form("visit_note")) if one.name == "front.jpg")
    etag = phone.ask(picture.url).headers["etag"]
    monkeypatch.setattr("nithet.field.openrosa.views.given_file", None)
    assert phone.ask(picture.url, If_None_Match=etag).status == 304


def test_only_the_head_has_no_body(phone: Phone, version: FormVersion) -> None:
    form = phone.form("visit_note")
    for url in (f"{phone.server}/formList", form.url, form.manifest_url):
        whole, head = phone.ask(url), phone.ask(url, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.body))


# What the office knows of it


def test_a_form_that_was_fetched_is_known_to_be_carried(
    phone: Phone, version: FormVersion, school: School
) -> None:
    form = phone.form("visit_note")
    (listed,) = phone.files(form)
    phone.ask(form.url, "HEAD")
    assert not Carried.objects.exists()
    content = phone.fetch(form)
    carried = Carried.objects.get()
    assert (carried.version, carried.taken_at, carried.put_back_at) == (version, now(), None)
    assert carried.size == len(content) + len(phone.fetch(listed))
    newer = publish(version.form, tables_of(PLAIN), 2)
    phone.fetch(phone.form("visit_note"))
    assert Carried.objects.get().version == newer


def test_a_phone_is_heard_of_but_not_at_every_breath(
    phone: Phone, version: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, start = Device.objects.get(), now()
    for later, known in ((0, 0), (4, 0), (5, 5)):
        moment = start + timedelta(minutes=later)
        monkeypatch.setattr("nithet.field.openrosa.answering.now", lambda moment=moment: moment)
        phone.forms()
        device.refresh_from_db()
        assert device.seen_at == start + timedelta(minutes=known)
    assert timedelta(minutes=5) == SEEN_EVERY

"""What goes wrong between a phone and its forms: it is told what to do, and what it has stays as it is."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import Client

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles.tests.factories import a_photo
from nithet.field.models import Carried, Device
from nithet.field.services.devices import make_phone, phones_of, register_browser, report_lost, revoke
from nithet.field.tests.collect_kit import HOST, Phone, UnreadableError
from nithet.field.tests.test_openrosa_lists import beside, phone_of, short_note
from nithet.forms.models import FormFile, FormVersion
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.models import Appointment, Office, Person, Unit
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def phone(office: Office, supervisor: User, version: FormVersion) -> Phone:
    return phone_of(supervisor, office)


def addresses(phone: Phone) -> list[str]:
    (form,) = phone.forms()
    (schools,) = phone.files(form)
    return [f"{phone.server}/formList", form.url, form.manifest_url, schools.url]


def path_of(row: FormFile) -> str:
    return str(row.file.content.name)


# Who asks


@pytest.mark.parametrize("token", ["odk_" + "x" * 43, "odk_", "nithet_abc", "x", "%E0%B8%81", "a" * 4000])
def test_a_wrong_address_leads_nowhere(token: str, phone: Phone) -> None:
    """404: Collect says that the address of the server is wrong."""
    for path in ("formList", "forms/visit_note/1.xml", "forms/visit_note/1/manifest"):
        answer = phone.ask(f"http://{HOST}/odk/{token}/{path}")
        assert answer.status == 404
        assert "รหัส QR ใหม่" in answer.message
        assert answer.headers["x-openrosa-version"] == "1.0"
        assert answer.headers["cache-control"] == "no-store"


def test_one_that_is_revoked_while_it_fetches_gets_nothing_more(
    phone: Phone, office: Office, supervisor: User
) -> None:
    asked = addresses(phone)
    revoke(Device.objects.get(), by=as_member(supervisor, office), why="เปลี่ยนเครื่อง")
    for url in asked:
        answer = phone.ask(url)
        assert answer.status == 403
        assert "ยกเลิกแล้ว" in answer.message
        assert "ข้อมูลที่กรอกไว้ในเครื่องยังอยู่ครบ" in answer.message


def test_one_that_was_found_again_learns_what_to_do(phone: Phone, office: Office, supervisor: User) -> None:
    report_lost(Device.objects.get(), by=as_member(supervisor, office), how="ลืมไว้บนรถ")
    answer = phone.ask(f"{phone.server}/formList")
    assert (answer.status, "แจ้งหาย" in answer.message) == (403, True)


def test_who_serves_here_no_more_gets_nothing(phone: Phone, supervisor: User) -> None:
    """And no empty list: a phone that matches its list exactly would throw its forms away."""
    asked = addresses(phone)
    Appointment.objects.update(until_on="2026-11-19")
    answers = [phone.ask(url) for url in asked]
    assert {answer.status for answer in answers} == {403}
    assert "ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง" in answers[0].message


@pytest.mark.parametrize("change", ["suspended", "without account"])
def test_nor_who_may_not_sign_in(change: str, phone: Phone, supervisor: User) -> None:
    if change == "suspended":
        User.objects.filter(pk=supervisor.pk).update(is_active=False)
    else:
        Person.objects.filter(pk=supervisor.person.pk).update(user=None)
    assert phone.ask(f"{phone.server}/formList").status == 403


def test_a_second_factor_that_the_office_asks_for_is_asked_of_phones_too(
    office: Office, director: User
) -> None:
    phone = phone_of(director, office)
    assert phone.forms() == []
    Office.objects.update(asks_second_factor=True)
    answer = phone.ask(f"{phone.server}/formList")
    assert (answer.status, "สองชั้น" in answer.message) == (403, True)


def test_a_browser_is_no_phone(
    client: Client, phone: Phone, office: Office, supervisor: User, head: User
) -> None:
    """Neither the name of a browser nor a sign-in opens what a token opens."""
    browser = register_browser(new_id(), "โน้ตบุ๊ก", by=as_member(supervisor, office))
    for token in (str(browser.key), browser.digest or "odk_"):
        assert phone.ask(f"http://{HOST}/odk/{token}/formList").status == 404
    client.force_login(head)
    assert client.get("/odk/odk_x/formList").status_code == 404


def test_two_phones_of_one_office_get_what_is_each_ones(office: Office, phone: Phone, teacher: User) -> None:
    other = phone_of(teacher, office)
    publish(make_form(office, name="inside", for_schools=False))
    inside = phone.form("inside")
    assert other.ask(inside.url.replace(phone.server, other.server)).status == 404
    assert phone.fetch(inside)


def test_while_the_database_is_away_the_phone_keeps_what_it_has(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = addresses(phone)

    def away(_: str) -> None:
        raise OperationalError("the connection was refused")

    monkeypatch.setattr("nithet.field.openrosa.answering.device_of", away)
    for url in asked:
        answer = phone.ask(url)
        assert (answer.status, answer.headers["retry-after"]) == (503, "60")
        assert "ฐานข้อมูลของเครื่องแม่ข่ายหยุดชั่วคราว" in answer.message
        assert answer.headers["x-openrosa-version"] == "1.0"


def test_a_phone_asks_and_changes_nothing_here(phone: Phone) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        answer = phone.ask(f"{phone.server}/formList", method, Content_Length="0")
        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD"
        assert answer.message


# What is asked for


def test_a_form_that_was_retired_between_the_list_and_the_fetch(phone: Phone, version: FormVersion) -> None:
    asked = addresses(phone)
    version.form.retired_at = now()
    version.form.save(update_fields=["retired_at"])
    for url in asked[1:]:
        answer = phone.ask(url)
        assert answer.status == 403
        assert "เลิกใช้แล้ว" in answer.message
    assert not Carried.objects.exists()
    assert phone.forms() == []


@pytest.mark.parametrize(
    "path",
    [
        "forms/visit_note/2.xml",
        "forms/visit_note/99999999999999999999999.xml",
        "forms/other/1.xml",
        "forms/visit_note/2/manifest",
        "forms/visit_note/1/media/other.csv",
        "forms/visit_note/1/media/..%2f..%2fsecret",
        "forms/visit_note%00/1.xml",
        "forms/visit_note/1/media/schools.csv%00",
    ],
)
def test_what_is_not_there(path: str, phone: Phone) -> None:
    answer = phone.ask(f"{phone.server}/{path}")
    assert answer.status == 404


def test_a_form_of_another_office_is_not_there(phone: Phone, other_office: Office, outsider: User) -> None:
    publish(make_form(other_office, name="elsewhere"))
    theirs = phone_of(outsider, other_office).form("elsewhere")
    token = theirs.url.split("/")[4]
    own = phone.server.rpartition("/")[2]
    assert phone.ask(theirs.url.replace(token, own)).status == 404


def test_a_file_that_is_lost_on_the_disk_spoils_neither_form_nor_list(
    phone: Phone, office: Office, supervision: Unit, version: FormVersion, caplog: pytest.LogCaptureFixture
) -> None:
    lost = beside(version, "lost.jpg", a_photo().read())
    kept = beside(version, "kept.csv", "name,label\r\na,ก\r\n".encode())
    default_storage.delete(path_of(lost))
    form = phone.form("visit_note")
    files = {one.name: one for one in phone.files(form)}
    assert files.keys() == {"kept.csv", "schools.csv"}
    assert phone.fetch(form)
    assert phone.fetch(files[kept.name])
    assert "lost.jpg" in caplog.text
    assert phone.ask(files[kept.name].url.replace("kept.csv", "lost.jpg")).status == 404


def test_a_file_that_was_restored_is_there_again(phone: Phone, version: FormVersion) -> None:
    row = beside(version, "map.jpg", a_photo().read())
    content = default_storage.open(path_of(row)).read()
    default_storage.delete(path_of(row))
    assert len(phone.files(phone.form("visit_note"))) == 1
    with default_storage.open(path_of(row), "wb") as restored:
        restored.write(content)
    assert len(phone.files(phone.form("visit_note"))) == 2


def test_a_form_without_any_of_its_files_is_still_fetched(
    phone: Phone, office: Office, supervision: Unit
) -> None:
    plain = short_note(office, supervision)
    row = beside(plain, "map.jpg", a_photo().read())
    default_storage.delete(path_of(row))
    form = phone.form("short_note")
    assert phone.files(form) == []
    assert phone.fetch(form)


def test_what_a_phone_cannot_read_would_be_seen_here(phone: Phone) -> None:
    """The rules of the tests' own phone hold: it refuses what Collect refuses."""
    page = Phone(phone.server.replace("/odk/", "/nothing/"))
    with pytest.raises(UnreadableError):
        page.forms()


def test_a_secret_stands_nowhere(office: Office, supervisor: User) -> None:
    made, secret = make_phone("เครื่องใหม่", by=as_member(supervisor, office))
    kept = Device.objects.filter(pk=made.pk).values().get()
    assert secret not in str(kept)
    assert kept["prefix"] == secret[:10]
    assert phones_of(supervisor.person).get() == made

"""The pages of devices: a phone is set up by a code that is shown once, stopped, and looked for over the whole office."""

from __future__ import annotations

import base64
import json
import zlib
from io import BytesIO
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.qr import qr
from nithet.field.models import Carried, Device, Waiting
from nithet.field.openrosa.collect_settings import code_of, settings_for
from nithet.field.services.devices import MOST, device_of, make_phone, register_browser, report_lost, revoke
from nithet.field.tests.collect_kit import Phone
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")

# Names and values of Collect's published schema that a code of ours may use.
GENERAL: dict[str, Any] = {
    "protocol": {"odk_default"}, "server_url": str, "form_update_mode": {"manual", "previously_downloaded", "match_exactly"},
    "periodic_form_updates_check": {"every_fifteen_minutes", "every_one_hour", "every_six_hours", "every_24_hours"},
    "autosend": {"off", "wifi_only", "cellular_only", "wifi_and_cellular"}, "app_language": str,
    "image_size": {"original_image_size", "small", "very_small", "medium", "large"}, "delete_send": bool, "analytics": bool,
    "metadata_username": str,
}  # fmt: skip
ADMIN = {"change_server": bool, "form_update_mode": bool}
PROJECT = {"name": str, "icon": str, "color": str}


def at(office: Office, act: str, *args: object) -> str:
    return reverse(f"field:device-{act}", args=[office.code, *args])


def make(client: Client, office: Office, name: str = "ซัมซุง") -> Any:
    return client.post(at(office, "make"), {"name": name})


def is_known(schema: dict[str, Any], told: dict[str, Any]) -> bool:
    def fits(name: str, value: Any) -> bool:
        known = schema[name]
        return value in known if isinstance(known, set) else isinstance(value, known)

    return told.keys() <= schema.keys() and all(fits(name, value) for name, value in told.items())


# A new phone


def test_a_code_sets_collect_up_and_is_shown_once(
    client: Client, office: Office, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(text: str) -> str:
        drawn.append(text)
        return qr(text)

    monkeypatch.setattr("nithet.field.openrosa.collect_settings.qr", draw)
    client.force_login(supervisor)
    publish(make_form(office))
    shown = make(client, office)
    assert (shown.status_code, "no-store" in shown["Cache-Control"]) == (200, True)
    (code,) = drawn
    told = json.loads(zlib.decompress(base64.b64decode(code, validate=True)))
    assert told.keys() == {"general", "admin", "project"}
    assert is_known(GENERAL, told["general"])
    assert is_known(ADMIN, told["admin"])
    assert is_known(PROJECT, told["project"])
    assert told["general"]["form_update_mode"] == "match_exactly"
    assert office.short_name in told["project"]["name"]
    assert supervisor.person.plain_name in told["project"]["name"]
    # What stands beside the code for typing is the same address, and it works.
    server = told["general"]["server_url"]
    assert server in page_text(shown)
    assert [one.form_id for one in Phone(server).forms()] == ["visit_note"]
    secret = server.rpartition("/")[2]
    later = client.get(at(office, "list"))
    assert secret not in later.content.decode()
    assert "ซัมซุง" in page_text(later)
    assert secret not in str(list(Entry.objects.values()))


def test_the_code_is_small_enough_for_any_camera(client: Client, office: Office, supervisor: User) -> None:
    """Of the longest public address that an office would have, at the size on the page."""
    client.force_login(supervisor)
    shown = make(client, office)
    server = shown.context["server"].replace(
        "http://testserver", "https://nithet-chiangrai-district-3.example.go.th"
    )
    made = segno.make(code_of(settings_for(server, as_member(supervisor, office))), error="m", micro=False)
    assert int(made.version) <= 20
    made.save(BytesIO(), kind="png")


def test_the_public_address_is_what_a_phone_is_told(
    client: Client, office: Office, supervisor: User, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = "https://nithet.example.go.th/"
    client.force_login(supervisor)
    server = make(client, office).context["server"]
    assert server.startswith("https://nithet.example.go.th/odk/odk_")
    publish(make_form(office))
    phone = Phone(server.replace("https://nithet.example.go.th", "http://testserver"))
    assert phone.forms()[0].url.startswith(f"{server}/forms/visit_note/")


def test_sent_twice_makes_one(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    make(client, office)
    again = make(client, office)
    assert again.status_code == 409
    assert "อยู่แล้ว" in page_text(again)
    assert 'value="ซัมซุง"' in again.content.decode()
    assert Device.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "ก" * 81])
def test_a_name_that_is_none_makes_nothing(
    client: Client, office: Office, supervisor: User, name: str
) -> None:
    client.force_login(supervisor)
    assert make(client, office, name).status_code == 422
    assert not Device.objects.exists()


def test_there_are_not_too_many(client: Client, office: Office, supervisor: User) -> None:
    for number in range(MOST):
        make_phone(f"เครื่อง {number}", by=as_member(supervisor, office))
    client.force_login(supervisor)
    assert make(client, office).status_code == 409
    assert Device.objects.count() == MOST


def test_who_fills_no_forms_is_offered_none(client: Client, office: Office, ministry: User) -> None:
    client.force_login(ministry)
    assert "สร้างรหัส QR" not in page_text(client.get(at(office, "list")))
    assert make(client, office).status_code == 403


# Stopped


def test_a_phone_that_is_revoked_gets_nothing_within_a_breath(
    client: Client, office: Office, supervisor: User
) -> None:
    publish(make_form(office))
    client.force_login(supervisor)
    phone = Phone(make(client, office).context["server"])
    assert phone.forms()
    device = Device.objects.get()
    page = page_text(client.get(at(office, "revoke", device.pk)))
    assert "รหัสเดิมใช้ไม่ได้อีก" in page
    for _ in range(2):
        done = client.post(at(office, "revoke", device.pk), {"why": "เปลี่ยนเครื่อง"})
        assert (done.status_code, done["Location"]) == (302, at(office, "list"))
    assert phone.ask(f"{phone.server}/formList").status == 403
    assert Entry.objects.filter(verb="device.revoked").count() == 1
    assert "ยกเลิกแล้วหรือหาย" in page_text(client.get(at(office, "list")))


def test_a_lost_one_leads_to_what_it_had(client: Client, office: Office, supervisor: User) -> None:
    device, secret = make_phone("ซัมซุง", by=as_member(supervisor, office))
    client.force_login(supervisor)
    assert client.post(at(office, "lost", device.pk), {"how": " "}).status_code == 422
    assert device_of(secret)
    done = client.post(at(office, "lost", device.pk), {"how": "ลืมไว้บนรถประจำทาง"})
    assert (done.status_code, done["Location"]) == (302, at(office, "page", device.pk))
    device.refresh_from_db()
    assert (device.lost_how, device.lost_by) == ("ลืมไว้บนรถประจำทาง", supervisor)


def test_who_looks_after_accounts_stops_any(
    client: Client, office: Office, supervisor: User, administrator: User
) -> None:
    device, _ = make_phone("ซัมซุง", by=as_member(supervisor, office))
    client.force_login(administrator)
    done = client.post(at(office, "revoke", device.pk), {"why": ""})
    assert done["Location"] == at(office, "all")
    device.refresh_from_db()
    assert device.revoked_by == administrator


def test_nobody_else_even_sees_it(
    client: Client, office: Office, supervisor: User, head: User, outsider: User
) -> None:
    device, _ = make_phone("ซัมซุงของฉัน", by=as_member(supervisor, office))
    for user in (head, outsider):
        client.force_login(user)
        for act in ("revoke", "lost"):
            assert client.get(at(office, act, device.pk)).status_code == 404
            assert client.post(at(office, act, device.pk), {"how": "x"}).status_code == 404
    client.force_login(head)
    assert "ซัมซุงของฉัน" not in page_text(client.get(at(office, "list")))
    device.refresh_from_db()
    assert device.revoked_at is None


def test_making_is_posted(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    assert client.get(at(office, "make")).status_code == 405


# The lists


def test_one_sees_what_each_of_ones_devices_has(client: Client, office: Office, supervisor: User) -> None:
    member = as_member(supervisor, office)
    browser = register_browser(new_id(), "โน้ตบุ๊ก", by=member)
    version = publish(make_form(office))
    facts = {"office": office, "device": browser, "form": version.form}
    Carried.objects.create(**facts, version=version, taken_at=now())
    for number in range(2):
        Waiting.objects.create(**facts, instance_id=f"uuid:{number}", filled_at=now(), told_at=now())
    Device.objects.update(seen_at=now())
    client.force_login(supervisor)
    page = page_text(client.get(at(office, "list")))
    assert "1 แบบฟอร์ม" in page
    assert "2 รายการ" in page
    assert "20 พ.ย. 2569" in page


def test_all_of_the_office_are_found_by_person_kind_and_state(
    client: Client, office: Office, supervisor: User, head: User, administrator: User
) -> None:
    by, other = as_member(supervisor, office), as_member(head, office)
    make_phone("ซัมซุง", by=by)
    register_browser(new_id(), "โน้ตบุ๊ก", by=other)
    report_lost(make_phone("เครื่องที่หาย", by=by)[0], by=by, how="หาย")
    revoke(make_phone("เครื่องเก่า", by=by)[0], by=by)
    client.force_login(administrator)

    def found(**given: str) -> set[str]:
        page = client.get(at(office, "all"), given).context["page"]
        return {device.name for device in page}

    assert found() == {"ซัมซุง", "โน้ตบุ๊ก"}
    assert found(q=head.person.first_name) == {"โน้ตบุ๊ก"}
    assert found(q="ซัม") == {"ซัมซุง"}
    assert found(kind="collect") == {"ซัมซุง"}
    assert found(state="lost") == {"เครื่องที่หาย"}
    assert found(state="off") == {"เครื่องเก่า"}
    assert found(state="nothing", kind="nothing") == {"ซัมซุง", "โน้ตบุ๊ก"}


def test_they_are_for_who_looks_after_accounts(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    assert client.get(at(office, "all")).status_code == 403
    assert at(office, "all") not in client.get(at(office, "list")).content.decode()


@pytest.mark.parametrize("act", ["list", "all"])
def test_a_list_costs_the_same_whatever_there_is(
    client: Client, office: Office, administrator: User, act: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(at(office, act)).status_code == 200
        return len(counted)

    client.force_login(administrator)
    member = as_member(administrator, office)
    make_phone("0", by=member)
    cost()
    few = cost()
    version = publish(make_form(office))
    for number in range(1, 6):
        made, _ = make_phone(str(number), by=member)
        Carried.objects.create(office=office, device=made, form=version.form, version=version, taken_at=now())
    assert cost() == few

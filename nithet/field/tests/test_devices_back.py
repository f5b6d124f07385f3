"""A phone for somebody else, handed over by its code; and devices that were stopped, which go on as what they were."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.errors import RefusedError
from nithet.core.ids import new_id
from nithet.field.errors import DeviceNameTakenError, DeviceRefusedError, DeviceUnknownError
from nithet.field.models import Carried, Device
from nithet.field.services.devices import (
    MOST,
    device_of,
    make_phone,
    register_browser,
    report_lost,
    revoke,
    take_along,
)
from nithet.field.services.returning import bring_back, renew_phone
from nithet.field.tests.collect_kit import Phone
from nithet.forms.models import FormVersion
from nithet.forms.tests.conftest import form, version
from nithet.notices.models import Notice
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office
from nithet.offices.tests.factories import as_member, page_text

__all__ = ["form", "version"]
pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def owner(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def keeper(administrator: User, office: Office) -> Member:
    """Who looks after accounts."""
    return as_member(administrator, office)


def at(office: Office, act: str, *args: object) -> str:
    return reverse(f"field:device-{act}", args=[office.code, *args])


def told(user: User) -> list[str]:
    return list(
        Notice.objects.filter(person=user.person, kind="device_handed").values_list("title", flat=True)
    )


# For somebody else


def test_who_looks_after_accounts_hands_a_phone_over(
    client: Client, office: Office, version: FormVersion, administrator: User, supervisor: User
) -> None:
    client.force_login(administrator)
    assert at(office, "owners") in client.get(at(office, "all")).content.decode()
    chosen = client.get(at(office, "owners"), {"q": supervisor.person.first_name})
    address = at(office, "make-for", supervisor.person.pk)
    assert address in chosen.content.decode()
    assert supervisor.name in page_text(client.get(address))
    shown = client.post(address, {"name": "ซัมซุงของกลุ่ม"})
    assert (shown.status_code, "no-store" in shown["Cache-Control"]) == (200, True)
    text = page_text(shown)
    assert "แสดงครั้งเดียว" in text
    assert f"ในชื่อของ{supervisor.name}ได้" in text
    # It fills what its owner may fill, in their name.
    phone = Phone(shown.context["server"])
    assert [one.form_id for one in phone.forms()] == ["visit_note"]
    device = Device.objects.get()
    assert (device.person, device.made_by) == (supervisor.person, administrator)
    assert phone.server.rpartition("/")[2] not in client.get(at(office, "page", device.pk)).content.decode()
    entry = Entry.objects.get(verb="device.made")
    assert (entry.by_id, entry.within_id, entry.why) == (
        administrator.pk,
        supervisor.person.pk,
        supervisor.name,
    )
    assert told(supervisor) == [f"{administrator.person.name} สร้างรหัส QR ให้โทรศัพท์ “ซัมซุงของกลุ่ม” ในชื่อของท่าน"]
    assert told(administrator) == []


def test_only_for_who_may_carry_and_serves_here(
    client: Client, office: Office, keeper: Member, ministry: User, outsider: User, supervisor: User
) -> None:
    client.force_login(keeper.user)
    for user in (ministry, outsider):
        address = at(office, "make-for", user.person.pk)
        assert client.get(address).status_code == client.post(address, {"name": "ก"}).status_code == 404
        assert address not in client.get(at(office, "owners")).content.decode()
    with pytest.raises(RefusedError, match="ไม่มีแบบฟอร์มที่ต้องกรอก"):
        make_phone("ก", by=keeper, owner=as_member(ministry, office))
    Appointment.objects.filter(person=supervisor.person).update(until_on=now().date() - timedelta(days=1))
    assert client.get(at(office, "make-for", supervisor.person.pk)).status_code == 404
    assert not Device.objects.exists()


def test_nobody_else_makes_one_for_others(
    client: Client, office: Office, supervisor: User, head: User, owner: Member
) -> None:
    client.force_login(head)
    for address in (at(office, "owners"), at(office, "make-for", supervisor.person.pk)):
        assert client.get(address).status_code == 403
    assert client.post(at(office, "make-for", supervisor.person.pk), {"name": "ก"}).status_code == 403
    with pytest.raises(RefusedError):
        make_phone("ก", by=as_member(head, office), owner=owner)


def test_pressed_twice_it_is_one_phone(
    client: Client, office: Office, keeper: Member, supervisor: User
) -> None:
    client.force_login(keeper.user)
    address = at(office, "make-for", supervisor.person.pk)
    assert client.post(address, {"name": " "}).status_code == 422
    assert [client.post(address, {"name": "ซัมซุง"}).status_code for _ in range(2)] == [200, 409]
    assert supervisor.name in page_text(client.post(address, {"name": "ซัมซุง"}))
    assert Device.objects.count() == 1


# A phone goes on


def stopped(owner: Member, how: str) -> tuple[Device, str]:
    device, secret = make_phone("ซัมซุง", by=owner)
    if how == "lost":
        report_lost(device, by=owner, how="ลืมไว้บนรถ")
    elif how == "revoked":
        revoke(device, by=owner)
    return device, secret


@pytest.mark.parametrize("how", ["lost", "revoked", "in force"])
def test_a_phone_gets_a_new_code_and_stays_the_same(
    client: Client, office: Office, version: FormVersion, owner: Member, how: str
) -> None:
    device, secret = stopped(owner, how)
    take_along(device, version, size=1, at=now())
    client.force_login(owner.user)
    address = at(office, "back", device.pk)
    assert address in client.get(at(office, "page", device.pk)).content.decode()
    assert "รหัสเดิมใช้ไม่ได้อีก" in page_text(client.get(address))
    shown = client.post(address, {"why": "พบที่อู่รถ"})
    assert "ตั้งค่าโปรเจกต์เดิมใหม่ด้วย QR" in page_text(shown)
    assert Phone(shown.context["server"]).forms()
    with pytest.raises(DeviceUnknownError):
        device_of(secret)
    again = Device.objects.get()
    assert (again.pk, again.name, again.revoked_at, again.lost_at, again.lost_how) == (
        device.pk,
        "ซัมซุง",
        None,
        None,
        "",
    )
    assert Carried.objects.get().device == again
    entry = Entry.objects.get(verb="device.renewed")
    assert (entry.by_id, entry.title, entry.why) == (owner.user.pk, "ซัมซุง", "พบที่อู่รถ")
    assert told(owner.user) == []


def test_of_a_code_made_twice_the_last_one_counts(owner: Member) -> None:
    device, _ = stopped(owner, "lost")
    (first, _), (last, _) = (renew_phone(device, by=owner) for _ in range(2))
    assert device_of(last).device == device
    with pytest.raises(DeviceUnknownError):
        device_of(first)


def test_its_owner_hears_of_a_code_that_somebody_else_has_made(owner: Member, keeper: Member) -> None:
    device, _ = stopped(owner, "lost")
    _, whose = renew_phone(device, by=keeper)
    assert whose.user == owner.user
    assert "สร้างรหัส QR ใหม่ให้โทรศัพท์ “ซัมซุง”" in told(owner.user)[0]


def test_a_name_that_another_phone_has_by_now_is_told(client: Client, office: Office, owner: Member) -> None:
    device, _ = stopped(owner, "revoked")
    make_phone("ซัมซุง", by=owner)
    client.force_login(owner.user)
    answer = client.post(at(office, "back", device.pk), {})
    assert (answer.status_code, "ใช้งานอยู่แล้ว" in page_text(answer)) == (409, True)
    assert Device.objects.get(pk=device.pk).revoked_at
    with pytest.raises(DeviceNameTakenError):
        renew_phone(device, by=owner)
    for number in range(MOST - 1):
        make_phone(str(number), by=owner)
    Device.objects.filter(pk=device.pk).update(name="อีกชื่อ")
    assert "ครบ 10 เครื่อง" in page_text(client.post(at(office, "back", device.pk), {}))


def test_of_who_has_left_nothing_goes_on(
    client: Client, office: Office, owner: Member, keeper: Member
) -> None:
    phone, _ = stopped(owner, "lost")
    browser = register_browser(new_id(), "โน้ตบุ๊ก", by=owner)
    revoke(browser, by=owner)
    Appointment.objects.filter(person=owner.person).update(until_on=now().date() - timedelta(days=1))
    client.force_login(keeper.user)
    for device in (phone, browser):
        assert at(office, "back", device.pk) not in client.get(at(office, "page", device.pk)).content.decode()
        assert client.post(at(office, "back", device.pk), {}).status_code == 403
    assert not Device.objects.filter(revoked_at=None).exists()


def test_nobody_else_lets_it_go_on(client: Client, office: Office, owner: Member, head: User) -> None:
    phone, _ = stopped(owner, "lost")
    client.force_login(head)
    assert client.post(at(office, "back", phone.pk), {}).status_code == 404
    with pytest.raises(RefusedError):
        renew_phone(phone, by=as_member(head, office))
    with pytest.raises(RefusedError):
        bring_back(phone, by=as_member(head, office))


# A browser goes on


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_browser_goes_on_by_its_own_key(
    client: Client, office: Office, owner: Member, is_lost: bool
) -> None:
    key = new_id()
    browser = register_browser(key, "โน้ตบุ๊ก", by=owner)
    client.force_login(owner.user)
    assert at(office, "back", browser.pk) not in client.get(at(office, "page", browser.pk)).content.decode()
    report_lost(browser, by=owner, how="หาย") if is_lost else revoke(browser, by=owner)
    page = client.get(at(office, "page", browser.pk))
    assert at(office, "back", browser.pk) in page.content.decode()
    with pytest.raises(DeviceRefusedError, match="กด ใช้เบราว์เซอร์นี้ต่อ"):
        register_browser(key, "โน้ตบุ๊ก", by=owner)
    for _ in range(2):
        done = client.post(at(office, "back", browser.pk), {})
        assert (done.status_code, done["Location"]) == (302, at(office, "page", browser.pk))
    assert register_browser(key, "โน้ตบุ๊ก", by=owner) == browser
    assert "แจ้งหายแล้ว" not in page_text(client.get(at(office, "page", browser.pk)))
    assert Entry.objects.filter(verb="device.brought_back").count() == 1


def tell(client: Client, office: Office, key: object, **facts: Any) -> Any:
    heard = {"key": str(key), "name": "Chrome", "carried": [], "waiting": [], "drafts": 0, **facts}
    return client.post(
        reverse("field:device-told", args=[office.code]), json.dumps(heard), content_type="application/json",
        headers={"Accept": "application/json"},
    )  # fmt: skip


def test_whoever_sits_before_it_lets_it_go_on_where_it_stands(
    client: Client, office: Office, owner: Member, head: User
) -> None:
    """As the page on which forms are prepared asks for it; nobody lets go on what is another's."""
    key = new_id()
    browser = register_browser(key, "Chrome", by=owner)
    report_lost(browser, by=owner, how="หาย")
    client.force_login(head)
    assert tell(client, office, key, back=True).status_code == 200
    client.force_login(owner.user)
    for odd in (False, "true", 1, None):
        assert tell(client, office, key, back=odd).json()["code"] == "device-refused"
    assert tell(client, office, key, back=True).status_code == 200
    assert tell(client, office, key).status_code == 200
    browser.refresh_from_db()
    assert (browser.revoked_at, browser.lost_at) == (None, None)
    assert Device.objects.filter(person=owner.person).count() == 1

"""Devices as services keep them: made once, found by a secret, known by a browser's own name, stopped for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.errors import RefusedError
from nithet.core.ids import new_id
from nithet.field.errors import (
    DeviceNameTakenError,
    DeviceRefusedError,
    DeviceUnknownError,
    TooManyDevicesError,
)
from nithet.field.models import Carried, Device
from nithet.field.services.devices import (
    MOST,
    SEEN_EVERY,
    device_of,
    make_phone,
    register_browser,
    report_lost,
    revoke,
    seen,
    take_along,
)
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")


def verbs() -> list[str]:
    return list(Entry.objects.filter(kind="device").order_by("pk").values_list("verb", flat=True))


def test_a_secret_leads_to_the_phone_and_its_owners_rights_of_today(office: Office, supervisor: User) -> None:
    made, secret = make_phone("ซัมซุง", by=as_member(supervisor, office))
    caller = device_of(secret)
    assert (caller.device, caller.member.user, caller.member.on) == (made, supervisor, now().date())
    assert verbs() == ["device.made"]
    assert Entry.objects.get(kind="device").within_id == supervisor.person.pk


def test_looking_a_phone_up_writes_nothing_and_costs_little(office: Office, supervisor: User) -> None:
    _, secret = make_phone("ซัมซุง", by=as_member(supervisor, office))
    with CaptureQueriesContext(connection) as asked:
        device_of(secret)
    assert len(asked) == 2
    assert all(one["sql"].startswith("SELECT") for one in asked)


@pytest.mark.parametrize("secret", ["", "odk_", "odk_other", "nithet_x", "x" * 5000, "odk_\x00"])
def test_what_is_no_secret_is_unknown(secret: str, office: Office, supervisor: User) -> None:
    make_phone("ซัมซุง", by=as_member(supervisor, office))
    register_browser(new_id(), "โน้ตบุ๊ก", by=as_member(supervisor, office))
    with pytest.raises(DeviceUnknownError):
        device_of(secret)


def test_a_name_stands_once_a_person_and_is_free_again(office: Office, supervisor: User, head: User) -> None:
    made, _ = make_phone("ซัมซุง", by=as_member(supervisor, office))
    with pytest.raises(DeviceNameTakenError):
        make_phone("ซัมซุง", by=as_member(supervisor, office))
    make_phone("ซัมซุง", by=as_member(head, office))
    revoke(made, by=as_member(supervisor, office))
    make_phone("ซัมซุง", by=as_member(supervisor, office))
    assert Device.objects.count() == 3


def test_a_person_has_so_many_phones(office: Office, supervisor: User) -> None:
    member = as_member(supervisor, office)
    phones = [make_phone(f"เครื่อง {number}", by=member)[0] for number in range(MOST)]
    register_browser(new_id(), "โน้ตบุ๊ก", by=member)
    with pytest.raises(TooManyDevicesError):
        make_phone("อีกเครื่อง", by=member)
    revoke(phones[0], by=member)
    make_phone("อีกเครื่อง", by=member)


def test_who_fills_no_forms_has_no_devices(office: Office, ministry: User) -> None:
    for act in (lambda by: make_phone("ซัมซุง", by=by), lambda by: register_browser(new_id(), "ก", by=by)):
        with pytest.raises(RefusedError):
            act(as_member(ministry, office))
    assert not Device.objects.exists()


# Stopped


def test_revoked_is_for_ever_and_once(office: Office, supervisor: User) -> None:
    member = as_member(supervisor, office)
    made, secret = make_phone("ซัมซุง", by=member)
    assert [revoke(made, by=member, why="เปลี่ยนเครื่อง"), revoke(made, by=member)] == [True, False]
    with pytest.raises(DeviceRefusedError, match="ยกเลิกแล้ว"):
        device_of(secret)
    assert verbs() == ["device.made", "device.revoked"]
    assert Entry.objects.get(verb="device.revoked").why == "เปลี่ยนเครื่อง"
    made.refresh_from_db()
    assert (made.revoked_by, made.revoked_at, made.lost_at) == (supervisor, now(), None)


def test_a_lost_one_is_stopped_at_once(office: Office, supervisor: User, administrator: User) -> None:
    made, secret = make_phone("ซัมซุง", by=as_member(supervisor, office))
    by = as_member(administrator, office)
    assert [report_lost(made, by=by, how="ตกน้ำ"), report_lost(made, by=by, how="อีกครั้ง")] == [True, False]
    with pytest.raises(DeviceRefusedError, match="แจ้งหาย"):
        device_of(secret)
    made.refresh_from_db()
    assert (made.lost_by, made.lost_how, made.revoked_by, made.revoked_at) == (
        administrator, "ตกน้ำ", administrator, now(),
    )  # fmt: skip
    assert verbs() == ["device.made", "device.lost"]


def test_one_that_was_revoked_can_be_lost_too(office: Office, supervisor: User) -> None:
    member = as_member(supervisor, office)
    made, _ = make_phone("ซัมซุง", by=member)
    revoke(made, by=member)
    assert report_lost(made, by=member, how="หาย")
    assert verbs() == ["device.made", "device.revoked", "device.lost"]


def test_nobody_else_stops_it(office: Office, supervisor: User, head: User) -> None:
    made, secret = make_phone("ซัมซุง", by=as_member(supervisor, office))
    other = as_member(head, office)
    with pytest.raises(RefusedError):
        revoke(made, by=other)
    with pytest.raises(RefusedError):
        report_lost(made, by=other, how="หาย")
    assert device_of(secret).device == made


# Browsers


def test_a_browser_is_known_again_by_its_own_name(office: Office, supervisor: User, head: User) -> None:
    key = new_id()
    first = register_browser(key, "โน้ตบุ๊ก", by=as_member(supervisor, office))
    again = register_browser(key, "ชื่ออื่น", by=as_member(supervisor, office))
    other = register_browser(key, "โน้ตบุ๊ก", by=as_member(head, office))
    assert (again, again.name) == (first, "โน้ตบุ๊ก")
    assert other != first  # a browser that two people use
    assert verbs() == ["device.made"] * 2


def test_a_browser_that_was_stopped_is_told_what_to_do(office: Office, supervisor: User) -> None:
    member, key = as_member(supervisor, office), new_id()
    report_lost(register_browser(key, "โน้ตบุ๊ก", by=member), by=member, how="หาย")
    with pytest.raises(DeviceRefusedError, match="บันทึกรายการที่รอส่งเป็นไฟล์"):
        register_browser(key, "โน้ตบุ๊ก", by=member)


# What it does


def test_it_was_heard_of(office: Office, supervisor: User) -> None:
    made, _ = make_phone("ซัมซุง", by=as_member(supervisor, office))
    seen(made, now())
    late = Device.objects.get()
    with CaptureQueriesContext(connection) as asked:
        seen(made, now() + SEEN_EVERY - timedelta(seconds=1))
    assert not asked.captured_queries
    # Two processes that had it from before write once between them.
    seen(late, now() + SEEN_EVERY)
    made.refresh_from_db()
    assert made.seen_at == now() + SEEN_EVERY


def test_what_is_taken_again_is_the_same_row(office: Office, supervisor: User) -> None:
    made, _ = make_phone("ซัมซุง", by=as_member(supervisor, office))
    version = publish(make_form(office))
    take_along(made, version, size=10, at=now())
    Carried.objects.update(put_back_at=now())
    take_along(made, version, size=20, at=now() + timedelta(days=1))
    carried = Carried.objects.get()
    assert (carried.size, carried.taken_at, carried.put_back_at) == (20, now() + timedelta(days=1), None)
    assert carried.office == office

"""A device is lost: what it had taken along, what has not come back, and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.field.models import Device
from nithet.field.services.devices import report_lost
from nithet.field.services.telling import told
from nithet.field.tests.apart_kit import INSTANCE, make_device, send
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.notices.models import Notice
from nithet.notices.services.collecting import collect, collect_lately
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def device(version: FormVersion, supervisor: User, school: School) -> Device:
    """Carries a form, sent one of it, and holds another one and two drafts."""
    made = make_device(supervisor, "โน้ตบุ๊กสีเทา")
    held = {
        "instance_id": "uuid:held", "form": "visit_note", "title": "เยี่ยมครูใจดี", "filled_at": "2026-11-19T08:15:00+07:00",
        "files": 3, "refusal": "หมดเวลาการเข้าสู่ระบบ",
    }  # fmt: skip
    told(
        made,
        carried=[{"form": "visit_note", "version": 1, "size": 2_000_000}],
        waiting=[held],
        drafts=2,
        at=now(),
    )
    send(version, supervisor, device=made, school=school.smis_code, instance=INSTANCE)
    return made


def page(client: Client, user: User, device: Device) -> str:
    client.force_login(user)
    office = user.person.office.code
    return page_text(client.get(reverse("field:device-page", args=[office, device.pk])))


def test_its_owner_reads_what_is_on_it_and_what_came(
    client: Client, device: Device, supervisor: User
) -> None:
    text = page(client, supervisor, device)
    waiting = text[text.index("ข้อมูลที่ยังไม่กลับมา") : text.index("แบบฟอร์มที่นำติดตัวไป")]
    for words in ("เยี่ยมครูใจดี", "19 พ.ย. 2569", "08.15 น.", "หมดเวลาการเข้าสู่ระบบ", "2 ฉบับ"):
        assert words in waiting
    carried = text[text.index("แบบฟอร์มที่นำติดตัวไป") : text.index("ข้อมูลที่ได้รับแล้วจากอุปกรณ์นี้")]
    assert "ฉบับที่ 1" in carried
    came = text[text.index("ข้อมูลที่ได้รับแล้วจากอุปกรณ์นี้") :]
    assert reverse("forms:submission-page", args=["satit1", _sent(device)]) in came
    assert "72 ชั่วโมง" not in text


def _sent(device: Device) -> object:
    return Submission.objects.get(device_id=device.pk).pk


def test_once_lost_it_says_what_to_do_and_until_when(client: Client, device: Device, supervisor: User, office: Office) -> None:  # fmt: skip
    report_lost(device, by=as_member(supervisor, office), how="ลืมไว้บนรถโดยสาร")
    text = page(client, supervisor, device)
    for words in ("แจ้งหายแล้ว", "ลืมไว้บนรถโดยสาร", "หยุดรับส่งข้อมูลทันที", "สิ่งที่ต้องทำต่อ", "จากกระดาษ", "มาตรา 37 (4)"):
        assert words in text
    # Three days on, to the minute.
    assert "23 พ.ย. 2569" in text
    assert reverse("forms:form-fill", args=[office.code, "visit_note"]) in text
    assert reverse("accounts:sessions") in text
    assert reverse("field:device-lost", args=[office.code, device.pk]) not in text


def test_who_looks_after_accounts_sees_it_without_what_it_tells_of_people(
    client: Client, device: Device, administrator: User
) -> None:
    text = page(client, administrator, device)
    assert "ข้อมูลที่ยังไม่กลับมา" in text
    assert "แบบบันทึกการเยี่ยม" in text
    assert "เยี่ยมครูใจดี" not in text
    # An administrator reads no submissions.
    assert "/submissions/" not in text
    assert "ท่านไม่มีสิทธิ์เปิดดูข้อมูลเหล่านี้" in text


@pytest.mark.parametrize("who", ["teacher", "head", "supervisor2", "outsider"])
def test_nobody_else_finds_it(
    client: Client, device: Device, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("field:device-page", args=["satit1", device.pk])).status_code == 404


def test_of_a_phone_the_page_says_what_cannot_be_known(
    client: Client, supervisor: User, office: Office
) -> None:
    phone = make_device(supervisor, "ซัมซุง", kind=Device.Kind.COLLECT, prefix="odk_abc123")
    text = page(client, supervisor, phone)
    assert "แอป ODK Collect ไม่แจ้งว่ามีข้อมูลค้างอยู่เท่าใด" in text
    assert "odk_abc123…" in text
    assert "ให้ทุกอุปกรณ์ออกจากระบบ" not in text


# Who is told


def told_of(user: User, kind: str) -> int:
    return Notice.objects.filter(person=user.person, kind=kind).count()


def test_a_loss_is_told_to_who_looks_after_accounts_or_to_its_owner(
    device: Device, supervisor: User, administrator: User, director: User, head: User, office: Office
) -> None:
    report_lost(device, by=as_member(supervisor, office), how="หาย")
    other = make_device(supervisor, "อีกเครื่อง")
    for _ in range(2):
        collect_lately([office.pk], on=DAY, since=now())
        collect([office.pk], on=DAY)
    people = (supervisor, administrator, director, head)
    assert [told_of(one, "device_lost") for one in people] == [0, 1, 1, 0]
    report_lost(other, by=as_member(administrator, office), how="แจ้งทางโทรศัพท์")
    collect([office.pk], on=DAY)
    assert [told_of(one, "device_lost") for one in people] == [1, 1, 2, 0]


@pytest.mark.parametrize(("days", "count"), [(119, 0), (121, 1)])
def test_one_that_holds_something_and_is_silent_for_months_is_told_to_its_owner(
    device: Device, supervisor: User, office: Office, days: int, count: int
) -> None:
    make_device(supervisor, "ว่างเปล่า", seen_at=now() - timedelta(days=days))
    Device.objects.filter(pk=device.pk).update(seen_at=now() - timedelta(days=days))
    collect([office.pk], on=DAY)
    collect([office.pk], on=DAY + timedelta(days=1))
    assert told_of(supervisor, "device_silent") == count
    Device.objects.update(revoked_at=now(), seen_at=now() - timedelta(days=300))
    collect([office.pk], on=DAY)
    assert told_of(supervisor, "device_silent") == count

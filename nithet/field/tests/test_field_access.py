"""Who carries forms, whose devices are whose, and what becomes of them with the person."""

from __future__ import annotations

import pytest

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.field import access
from nithet.field.models import Apart, ApartFile, Device, Waiting
from nithet.field.personal import declare_own
from nithet.field.tests.apart_kit import make_device, same_name_twice
from nithet.forms.models import FormVersion
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.models import Office, School, Unit
from nithet.offices.privacy.sources import all_sources
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import as_member, make_person

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.mark.parametrize(
    ("who", "carries", "manages"),
    [
        ("supervisor", True, False), ("teacher", True, False), ("administrator", True, True), ("director", True, True),
        ("head", True, False), ("committee", False, False), ("ministry", False, False),
    ],
)  # fmt: skip
def test_who_carries_forms_and_who_looks_after_all_devices(
    office: Office, supervisor: User, who: str, carries: bool, manages: bool, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    member = as_member(user, office)
    own, other = make_device(user), make_device(supervisor, "ของผู้อื่น")
    assert bool(access.can_carry(member)) is carries
    assert bool(access.can_manage_devices(member)) is manages
    assert access.can_revoke(member, own)
    sees_other = manages or user == supervisor
    assert bool(access.can_revoke(member, other)) is sees_other
    assert set(access.visible_devices(member)) == ({own, other} if sees_other else {own})


def test_two_records_of_one_person_keep_what_they_hold_and_no_phone_goes_on_sending(
    office: Office, administrator: User, teacher: User, supervisor: User, version: FormVersion
) -> None:
    kept, gone = teacher.person, supervisor.person
    phone = make_device(supervisor, "โทรศัพท์", kind=Device.Kind.COLLECT, digest="d" * 64)
    browser, same = make_device(supervisor), make_device(teacher)
    Device.objects.filter(pk=browser.pk).update(key=same.key)
    Waiting.objects.create(
        office=office, device=browser, form=version.form, instance_id="uuid:1", filled_at=now(), told_at=now()
    )
    merge_people(gone, kept, why="รายการซ้ำ", by=as_member(administrator, office))
    assert set(Device.objects.filter(person=kept)) == {phone, browser, same}
    assert Waiting.objects.get().device == browser
    phone.refresh_from_db()
    browser.refresh_from_db()
    assert phone.revoked_at is not None
    assert (browser.revoked_at, browser.key == same.key) == (now(), False)


def test_a_person_is_told_what_is_kept_and_is_taken_out_of_it(
    office: Office, teacher: User, version: FormVersion, school: School
) -> None:
    apart = same_name_twice(version, teacher, school.smis_code, picture=True)
    signature = apart.files.get()
    answers = {
        **apart.answers,
        "signature": "sign.png",
        "heading/filled_by": "ครูสาธิต ใจดี",
        "topic": "คุณครูสาธิต ใจดี สอน",
    }
    xml = bytes(apart.xml).decode().replace("ครูสาธิต", "ครูสาธิต ใจดี").encode()
    Apart.objects.filter(pk=apart.pk).update(answers=answers, xml=xml)
    ApartFile.objects.create(office=office, apart=apart, name="sign.png", file=signature.file)
    declare_own()
    own = [one for one in all_sources() if one.title in ("อุปกรณ์ภาคสนาม", "ข้อมูลจากแบบฟอร์มที่ไม่ตรงกัน")]
    rows = {one.title: one.rows(teacher.person) for one in own}
    assert [len(found) for found in rows.values()] == [2, 1]
    assert "42" in rows["ข้อมูลจากแบบฟอร์มที่ไม่ตรงกัน"][0][4]
    assert not own[0].rows(make_person(office))
    for _ in range(2):
        for one in own:
            assert one.forget
            one.forget(teacher.person, "บุคคลที่ 7")
    apart.refresh_from_db()
    assert not Device.objects.exists()
    assert apart.device is None
    assert apart.answers["heading/filled_by"] == "บุคคลที่ 7"
    assert "ใจดี" not in str(apart.answers) + bytes(apart.xml).decode()
    assert list(apart.files.values_list("name", flat=True)) == ["photo-1.jpg"]

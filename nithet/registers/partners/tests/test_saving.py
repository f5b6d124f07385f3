"""What was typed or logged is not lost, whoever saves meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member
from nithet.registers.generic import services
from nithet.registers.generic.errors import ItemNotCompleteError
from nithet.registers.generic.services import Typed
from nithet.registers.partners.cooperations import COOPERATIONS as BOOK
from nithet.registers.partners.models import Agency, Contact
from nithet.registers.partners.services import log_contact
from nithet.registers.partners.tests.factories import CONTACT, address, make_agency, make_cooperation, said
from nithet.registers.partners.tests.test_cooperating import logged, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def agency(supervisor: User, supervision: Unit) -> Agency:
    return make_agency(supervisor, supervision)


def test_a_contact_logged_meanwhile_is_not_lost_by_a_form_opened_before(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency)
    opened = item.revision
    log_contact(item, CONTACT, key=new_id(), by=as_member(supervisor, office))
    client.force_login(supervisor)
    page = client.post(address(BOOK, office, "edit", item.pk), typed(supervision, agency, revision=opened))
    assert (page.status_code, Contact.objects.count()) == (422, 2)
    assert "การติดต่อประสานงาน" in [label for label, *_ in page.context["differs"]]


def test_the_key_of_another_ones_contact_is_refused(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    one, other = (make_cooperation(supervisor, supervision, agency) for _ in range(2))
    client.force_login(supervisor)
    data = logged(id=one.contacts.get().pk)
    assert client.post(address(BOOK, office, "contact", other.pk), data).status_code == 409
    assert Contact.objects.count() == 2


def test_the_table_of_differences_says_words_of_kinds_and_ticks(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency)
    change = Typed({"unit": supervision, "kinds": " rights place ", "has_mou": True})
    services.change_item(BOOK, item, change, revision=1, by=as_member(supervisor, office))
    client.force_login(supervisor)
    page = client.post(
        address(BOOK, office, "edit", item.pk), typed(supervision, agency, kinds=["speaker"], revision=1)
    )
    told = page.context["differs"]
    assert ("รูปแบบความร่วมมือ", "ลิขสิทธิ์และสื่อ สถานที่", "วิทยากร") in told
    assert ("มีบันทึกข้อตกลง (MOU) แจ้งเตือนก่อนสิ้นสุด", "ใช่", "ไม่ใช่") in told


def test_what_is_refused_while_storing_is_told_on_the_form(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    item = make_cooperation(supervisor, supervision, agency)

    def refuse(*_: object) -> None:
        raise ItemNotCompleteError(lacking="ไฟล์นี้อ่านไม่ได้")

    monkeypatch.setattr(BOOK, "kept", refuse, raising=False)
    client.force_login(supervisor)
    data = typed(supervision, agency, detail="ที่พิมพ์ไว้แล้ว", revision=1)
    page = client.post(address(BOOK, office, "edit", item.pk), data)
    assert page.status_code == 422
    assert "ไฟล์นี้อ่านไม่ได้" in said(page)
    assert "ที่พิมพ์ไว้แล้ว" in said(page)
    item.refresh_from_db()
    assert (item.detail, item.revision) == ("", 1)

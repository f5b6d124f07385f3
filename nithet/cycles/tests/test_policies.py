"""Policies and focus points of a year: written down, pasted, put right, voided, taken over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles.errors import PolicyChangedError, PolicyKnownError
from nithet.cycles.models import PolicyFocus
from nithet.cycles.policy_lines import read_policies
from nithet.cycles.queries.policies import policies_of
from nithet.cycles.services import policies as services
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
FACTS = {
    "fiscal_year_be": 2570,
    "source": "obec",
    "number": "1",
    "title": "เรียนดี มีความสุข",
    "text": "",
    "position": 0,
}


def address(office: Office, name: str, *args: object) -> str:
    return reverse(f"cycles:policy-{name}", args=[office.code, *args])


def kept(office: Office, by: User, **facts: Any) -> PolicyFocus:
    return services.add_policy({**FACTS, **facts}, by=as_member(by, office), key=new_id())


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("1. ลดภาระครู\n2. ลดภาระนักเรียน", [("1", "ลดภาระครู", ""), ("2", "ลดภาระนักเรียน", "")]),
        (
            "๑) ลดภาระครู\nตามแนวทาง ๓ ข้อ\n๒) อ่านออกเขียนได้",
            [("1", "ลดภาระครู", "ตามแนวทาง ๓ ข้อ"), ("2", "อ่านออกเขียนได้", "")],
        ),
        ("จุดเน้นที่ ๑ ความปลอดภัย\nข้อ 2 โอกาส", [("1", "ความปลอดภัย", ""), ("2", "โอกาส", "")]),
        ("- ความปลอดภัย\n•\tโอกาส\n\n", [("", "ความปลอดภัย", ""), ("", "โอกาส", "")]),
        ("ความปลอดภัย\nโอกาส", [("", "ความปลอดภัย", ""), ("", "โอกาส", "")]),
        ("2.1 อ่านคล่อง\n(3) คิดเป็น", [("2.1", "อ่านคล่อง", ""), ("3", "คิดเป็น", "")]),
        ("2 ภาษาสำหรับเด็กทุกคน\nปี 2570 ปลอดภัย", [("", "2 ภาษาสำหรับเด็กทุกคน", ""), ("", "ปี 2570 ปลอดภัย", "")]),
        ("  \n1.\n", []),
    ],
)
def test_pasted_lines_are_understood(pasted: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.number, one.title, one.text) for one in read_policies(pasted)] == found


def test_a_line_too_long_for_a_title_stands_whole_in_the_text() -> None:
    [line] = read_policies("1. " + "ก" * 900)
    assert (len(line.title), line.text) == (500, "ก" * 900)


def test_written_down_and_shown_by_source(client: Client, office: Office, planning: User) -> None:
    client.force_login(planning)
    data = {**FACTS, "key": new_id(), "revision": 0, "position": ""}
    for _ in range(2):
        assert client.post(address(office, "add"), data).status_code == 302
    assert PolicyFocus.objects.count() == 1
    client.post(
        address(office, "add"), data | {"key": new_id(), "source": "ministry", "title": "ปลอดภัยไว้ก่อน"}
    )
    page = client.get(address(office, "list")).content.decode()
    assert page.index("ปลอดภัยไว้ก่อน") < page.index("เรียนดี")
    assert [one.title for one in policies_of(office, 2570)] == ["ปลอดภัยไว้ก่อน", "เรียนดี มีความสุข"]
    assert not policies_of(office, 2571)


def test_the_same_again_is_told(client: Client, office: Office, planning: User) -> None:
    kept(office, planning)
    client.force_login(planning)
    page = client.post(
        address(office, "add"), {**FACTS, "title": "เรียนดี  มีความสุข", "key": new_id(), "position": ""}
    )
    assert page.status_code == 422
    assert "มี “เรียนดี มีความสุข” ของเจ้าของนโยบายนี้แล้ว" in page.content.decode()


def test_many_are_pasted_and_those_known_are_passed_over(
    client: Client, office: Office, planning: User
) -> None:
    client.force_login(planning)
    data = {"fiscal_year_be": 2570, "source": "obec", "lines": "๑. เรียนดี มีความสุข\n๒. ลดภาระ"}
    kept(office, planning)
    for told in ("เพิ่มแล้ว 1 ข้อ อีก 1 ข้อมีอยู่แล้ว", "เพิ่มแล้ว 0 ข้อ อีก 2 ข้อ"):
        assert told in client.post(address(office, "paste"), data, follow=True).content.decode()
    assert [(one.number, one.position) for one in policies_of(office, 2570)] == [("1", 1), ("2", 2)]
    empty = client.post(address(office, "paste"), data | {"lines": "1.\n2."})
    assert (empty.status_code, "ไม่พบรายการ" in empty.content.decode()) == (422, True)


def test_taken_over_from_the_year_before(client: Client, office: Office, planning: User) -> None:
    kept(office, planning, fiscal_year_be=2569)
    kept(office, planning, fiscal_year_be=2569, title="ลดภาระ", text="ทุกโรงเรียน")
    client.force_login(planning)
    for _ in range(2):
        client.post(address(office, "copy"), {"year": 2570})
    assert [(one.title, one.text) for one in policies_of(office, 2570)] == [
        ("เรียนดี มีความสุข", ""),
        ("ลดภาระ", "ทุกโรงเรียน"),
    ]


def test_a_stale_form_is_told_and_holds_when_saved_again(
    client: Client, office: Office, planning: User, head: User
) -> None:
    policy = kept(office, planning)
    services.change_policy(policy, {**FACTS, "title": "ของผู้อื่น"}, revision=1, by=as_member(head, office))
    client.force_login(planning)
    data = {**FACTS, "title": "ของฉัน", "revision": 1, "position": 1}
    page = client.post(address(office, "edit", policy.pk), data)
    text = page.content.decode()
    assert (page.status_code, "ของผู้อื่น" in text, "ของฉัน" in text, 'value="2"' in text) == (
        422,
        True,
        True,
        True,
    )
    assert client.post(address(office, "edit", policy.pk), data | {"revision": 2}).status_code == 302
    policy.refresh_from_db()
    assert (policy.title, policy.revision) == ("ของฉัน", 3)
    with pytest.raises(PolicyChangedError):
        services.change_policy(policy, FACTS, revision=1, by=as_member(head, office))


def test_voided_it_is_offered_no_more_and_comes_back(client: Client, office: Office, planning: User) -> None:
    policy = kept(office, planning)
    client.force_login(planning)
    client.post(address(office, "void", policy.pk), {"reason": ""})
    assert policies_of(office, 2570).exists()
    for _ in range(2):
        client.post(address(office, "void", policy.pk), {"reason": "ประกาศใหม่"})
    assert not policies_of(office, 2570).exists()
    assert "ประกาศใหม่" in client.get(address(office, "list")).content.decode()
    client.post(address(office, "restore", policy.pk))
    assert policies_of(office, 2570).exists()
    verbs = Entry.objects.filter(object_id=policy.pk).order_by("at", "pk").values_list("verb", flat=True)
    assert list(verbs) == ["policy.added", "policy.voided", "policy.restored"]


def test_it_does_not_come_back_beside_the_same_one(office: Office, planning: User) -> None:
    by, policy = as_member(planning, office), kept(office, planning)
    services.void_policy(policy, why="พิมพ์ผิด", by=by)
    kept(office, planning)
    with pytest.raises(PolicyKnownError):
        services.restore_policy(policy, by=by)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 200),
        ("deputy", 200),
        ("head", 200),
        ("planning", 200),
        ("supervisor", 403),
        ("teacher", 403),
        ("outsider", 404),
    ],
)
def test_who_keeps_them(
    client: Client, office: Office, planning: User, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    policy = kept(office, planning)
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(office, "edit", policy.pk)).status_code == code
    assert client.get(address(office, "list")).status_code == (404 if who == "outsider" else 200)
    acted = client.post(address(office, "void", policy.pk), {"reason": "พิมพ์ผิด"}).status_code
    assert acted == (302 if code == 200 else code)
    assert client.get(address(office, "void", policy.pk)).status_code == (404 if who == "outsider" else 405)


def test_another_offices_is_not_found(
    client: Client, office: Office, other_office: Office, planning: User
) -> None:
    other = PolicyFocus.objects.create(
        office=other_office, fiscal_year_be=2570, source="obec", title="ของเขตอื่น"
    )
    client.force_login(planning)
    assert client.get(address(office, "edit", other.pk)).status_code == 404
    assert "ของเขตอื่น" not in client.get(address(office, "list")).content.decode()


def test_the_page_costs_the_same_for_one_and_many(client: Client, office: Office, planning: User) -> None:
    client.force_login(planning)
    told = []
    for count in (1, 6):
        for number in range(count):
            kept(office, planning, title=f"ข้อ {count} {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(office, "list"))
        told.append(len(queries))
    assert told[0] == told[1]

"""Who sits in a working group, and who sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.offices.models import Office, Person, School, Unit
from nithet.offices.tests.factories import DAY, as_member, make_person
from nithet.registers.generic import services
from nithet.registers.workgroups.models import Seat, WorkingGroup
from nithet.registers.workgroups.tests.factories import (
    BOOK,
    FACTS,
    address,
    form_data,
    made,
    said,
    seat,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def test_one_person_in_two_parts_with_two_duties_but_not_twice_in_one(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    pk = supervisor.person.pk
    twice = [
        {"person": pk, "sub_group": "คณะดำเนินงาน", "duty": "chair"},
        {"person": pk, "sub_group": "คณะดำเนินงาน "},
    ]
    page = client.post(address(office, "new"), form_data(supervision, *twice))
    text = said(page)
    assert (page.status_code, f"{supervisor.person.name} อยู่ในคณะดำเนินงานแล้ว" in text) == (422, True)
    twice[1]["sub_group"] = "คณะอำนวยการ"
    assert client.post(address(office, "new"), form_data(supervision, *twice)).status_code == 302
    assert Seat.objects.filter(person=pk).count() == 2


def test_a_name_of_somebody_in_the_register_becomes_that_person(
    client: Client, office: Office, supervision: Unit, supervisor: User, school: School, teacher: User
) -> None:
    client.force_login(supervisor)
    same = [make_person(office, "สมใจ ซ้ำกัน") for _ in range(2)]
    rows = [
        {"outside_name": f"นาย{teacher.person.plain_name}", "duty": "chair"},
        {"outside_name": same[0].plain_name},
    ]
    client.post(address(office, "new"), form_data(supervision, *rows))
    chair, other = Seat.objects.order_by("position")
    assert (chair.person, chair.outside_name, chair.agency) == (teacher.person, "", school.name)
    assert (other.person, other.outside_name) == (None, "สมใจ ซ้ำกัน")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"duty": "chair"}, "โปรดเลือกบุคลากร หรือพิมพ์ชื่อผู้อื่น"),
        ({"outside_name": "ใคร", "duty": "other"}, "โปรดระบุหน้าที่"),
    ],
)
def test_a_row_that_lacks_something_is_told(
    client: Client, office: Office, supervision: Unit, supervisor: User, row: dict[str, Any], words: str
) -> None:
    client.force_login(supervisor)
    page = client.post(address(office, "new"), form_data(supervision, row))
    assert (page.status_code, words in said(page)) == (422, True)


def test_a_row_is_of_one_person(client: Client, office: Office, supervision: Unit, supervisor: User) -> None:
    client.force_login(supervisor)
    page = client.post(
        address(office, "new"),
        form_data(supervision, {"person": supervisor.person.pk, "outside_name": "อีกคน"}),
    )
    assert (page.status_code, "เลือกบุคลากรแล้ว โปรดลบชื่อนี้" in said(page)) == (422, True)


def test_it_does_not_end_before_it_begins(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    page = client.post(address(office, "new"), form_data(supervision, until_on="1 ก.ย. 2569"))
    assert (page.status_code, "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม" in said(page)) == (422, True)


def test_ordered_by_seniority_part_by_part(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User, clerk: User
) -> None:
    for place, user in enumerate((head, supervisor, clerk), start=1):
        Person.objects.filter(pk=user.person.pk).update(seniority=place)
    outside = seat(name="คนนอก", part="ข")
    rows = (outside, seat(clerk.person, part="ก"), seat(supervisor.person, part="ข"), seat(head.person, part="ข", duty="secretary"),
            seat(supervisor.person, part="ก", duty="chair"), seat(clerk.person, part="ข"))  # fmt: skip
    group = made(supervisor, office, supervision, *rows)
    client.force_login(supervisor)
    for _ in range(2):
        client.post(address(office, "seniority", group.pk))
    found = group.seats.select_related("person").order_by("position")
    assert [(one.sub_group, one.name) for one in found] == [
        ("ข", supervisor.person.name), ("ข", clerk.person.name), ("ข", "คนนอก"), ("ข", head.person.name), ("ก", supervisor.person.name),
        ("ก", clerk.person.name),
    ]  # fmt: skip
    assert Entry.objects.filter(object_id=group.pk, verb="item.changed").count() == 1
    assert client.get(address(office, "seniority", group.pk)).status_code == 405


def test_members_see_it_and_others_do_not(
    client: Client,
    office: Office,
    supervision: Unit,
    supervisor: User,
    teacher: User,
    computer_officer: User,
    outsider: User,
) -> None:
    group = made(supervisor, office, supervision, seat(teacher.person, duty="chair"))
    for user, code in ((teacher, 200), (computer_officer, 404), (outsider, 404)):
        client.force_login(user)
        assert client.get(address(office, "page", group.pk)).status_code == code
    client.force_login(teacher)
    assert client.post(address(office, "seniority", group.pk)).status_code == 403
    assert group.title in said(client.get(address(office, "list")))


def test_it_stands_on_the_page_of_who_sits_in_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, teacher: User
) -> None:
    group = made(supervisor, office, supervision, seat(teacher.person, duty="chair"))
    client.force_login(supervisor)
    assert group.title in said(
        client.get(reverse("offices:person-page", args=[office.code, teacher.person.pk]))
    )


def test_it_is_found_by_its_members_for_who_may_see_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User
) -> None:
    made(supervisor, office, supervision, seat(name="นางสาวแก้วกานดา หาพบ", duty="chair"))
    for user, is_found in ((supervisor, True), (computer_officer, False)):
        client.force_login(user)
        page = said(client.get(reverse("workspace:search", args=[office.code]), {"q": "แก้วกานดา"}))
        assert (FACTS["title"] in page) is is_found


def test_copied_for_the_next_year(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    group = made(supervisor, office, supervision, until_on=date(2028, 2, 29), reason="ด้วยปีงบประมาณ พ.ศ. 2570")
    services.finish_item(
        BOOK,
        group,
        on=DAY,
        by=as_member(supervisor, office),
        facts={"order_number": "9", "signed_elsewhere": "อื่น"},
    )
    client.force_login(supervisor)
    client.post(address(office, "copy", group.pk), {"year": 2571, "key": new_id()})
    copy = WorkingGroup.objects.get(fiscal_year_be=2571)
    assert copy.reason == "ด้วยปีงบประมาณ พ.ศ. 2571"
    assert (copy.order_number, copy.signed_elsewhere, copy.state) == ("", "", "draft")
    assert (copy.from_on, copy.until_on) == (date(2027, 10, 1), date(2029, 2, 28))
    assert [one.person for one in copy.seats.all()] == [supervisor.person]


def test_list_and_form_cost_the_same_for_few_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told: list[tuple[int, ...]] = []
    for count in (1, 6):
        people = [seat(make_person(office), part=str(one)) for one in range(count)]
        groups = [made(supervisor, office, supervision, *people) for _ in range(count)]
        costs = []
        for where in (
            address(office, "list"),
            address(office, "edit", groups[-1].pk),
            address(office, "page", groups[-1].pk),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200
            costs.append(len(queries))
        told.append(tuple(costs))
    assert told[0] == told[1]


def test_the_list_is_narrowed_and_goes_out_as_a_file(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    made(supervisor, office, supervision)
    made(
        supervisor,
        office,
        supervision,
        seat(name="ก", duty="chair"),
        seat(name="ข"),
        title="คณะเก่า",
        from_on=date(2024, 10, 1),
        until_on=date(2025, 9, 30),
    )
    client.force_login(supervisor)
    text = said(client.get(address(office, "list"), {"term": "ended"}))
    assert ("คณะเก่า" in text, "ศูนย์สื่อ" in text, "2 คน" in text) == (True, False, True)
    file = client.get(address(office, "list"), {"format": "csv", "term": "current"})
    content = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert ("คณะเก่า" in content, supervisor.person.name in content) == (False, True)


@pytest.mark.parametrize("head_line", ["ชื่อเรื่อง,เหตุผล,หน้าที่,ปีงบประมาณ", "คณะทำงาน,ด้วย,อำนาจหน้าที่,ปี พ.ศ."])
def test_a_table_comes_in(
    client: Client, office: Office, supervision: Unit, supervisor: User, head_line: str
) -> None:
    client.force_login(supervisor)
    text = f"{head_line}\nคณะทำงานสื่อ,จัดบริการสื่อ,ให้บริการ,๒๕๗๐\n"
    upload = SimpleUploadedFile("groups.csv", text.encode(), content_type="text/csv")
    begun = client.post(
        reverse("offices:import-new", args=[office.code]), {"kind": "workgroup", "file": upload}
    )
    page = begun["Location"].removesuffix("columns/")
    matched = client.get(f"{page}columns/").context["form"]
    client.post(f"{page}columns/", {bound.html_name: bound.value() or "" for bound in matched})
    client.post(f"{page}store/")
    group = WorkingGroup.objects.get()
    assert (group.title, group.reason, group.duties, group.fiscal_year_be) == (
        "คณะทำงานสื่อ",
        "จัดบริการสื่อ",
        "ให้บริการ",
        2570,
    )

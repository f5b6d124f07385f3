"""Appointments come in by order: in three kinds of acting, with scope and days."""

from datetime import date

import pytest

from nithet.accounts.models import User
from nithet.offices.imports import storing
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Appointment, Cluster, Office, Person, Role, School, Unit
from nithet.offices.tests.factories import make_appointment, make_person

HEADINGS = ("ชื่อ-สกุล", "เลขที่ตำแหน่ง", "หน้าที่", "โรงเรียน", "ลักษณะ", "คำสั่งที่", "ขอบเขต", "ตั้งแต่วันที่", "ถึงวันที่")
Capacity = Appointment.Capacity


def a_list(*rows: tuple[object, ...]) -> bytes:
    return layouts.xlsx([HEADINGS, *rows])


def row(role: str, place: str | None, capacity: str | None = None, **more: object) -> tuple[object, ...]:
    facts = {
        "order": None,
        "scope": None,
        "from": "1 ต.ค. 2569",
        "until": None,
        "name": "มะลิ ดอกสมมติ",
        "number": None,
    } | more
    return (
        facts["name"], facts["number"], role, place, capacity, facts["order"], facts["scope"], facts["from"], facts["until"],
    )  # fmt: skip


@pytest.fixture
def mali(road: Road, office: Office, school: School) -> Person:
    return make_person(office, "มะลิ ดอกสมมติ", position_number="1002")


@pytest.mark.parametrize(
    ("role", "written", "capacity"),
    [
        ("ผู้อำนวยการโรงเรียน", "รักษาราชการแทน", Capacity.ACTING_FOR),
        ("ผู้อำนวยการโรงเรียน", "ปฏิบัติราชการแทน", Capacity.ON_BEHALF),
        ("ผู้อำนวยการโรงเรียน", "รักษาการในตำแหน่ง", Capacity.ACTING_IN),
        ("รักษาราชการแทนผู้อำนวยการโรงเรียน", None, Capacity.ACTING_FOR),
        ("รรก.ผอ.โรงเรียน", None, Capacity.ACTING_FOR),
    ],
)
def test_three_kinds_of_acting(
    road: Road, mali: Person, school: School, role: str, written: str | None, capacity: str
) -> None:
    told = row(role, "บ้านทุ่งสาธิต", written, order="99/2569", scope="ทุกเรื่อง", until="30 ก.ย. 2570")
    road.bring_in("appointments", "orders.xlsx", a_list(told))
    made = Appointment.objects.get(person=mali)
    assert (made.role, made.capacity, made.school) == (Role.SCHOOL_DIRECTOR, capacity, school)
    assert (made.order_number, made.scope) == ("99/2569", "ทุกเรื่อง")
    assert (made.from_on, made.until_on) == (date(2026, 10, 1), date(2027, 9, 30))


def test_acting_needs_order_and_scope(road: Road, mali: Person) -> None:
    road.to_preview(
        "appointments", "orders.xlsx", a_list(row("ผู้อำนวยการโรงเรียน", "บ้านทุ่งสาธิต", "รักษาราชการแทน"))
    )
    assert "ต้องมีเลขที่คำสั่งและขอบเขต" in road.problems("bad")[0][1]


@pytest.mark.parametrize("size", [500, 1])
def test_of_two_spellings_of_one_person_the_first_holds(
    road: Road, mali: Person, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "ROWS_A_BATCH", size)
    names = ("มะลี ดอกสมมติ", "มะลี่ ดอกสมมติ")
    rows = [row("ครู", "บ้านทุ่งสาธิต", name=name, order=f"{at}/2569") for at, name in enumerate(names, 1)]
    road.to_preview("appointments", "orders.xlsx", a_list(*rows))
    road.choose_for_all("same")
    road.store()
    assert Appointment.objects.get(person=mali).order_number == "1/2569"
    assert "เป็นรายการเดียวกับแถว 2" in road.problems("bad")[0][1]


def test_the_same_file_again_changes_nothing(road: Road, mali: Person) -> None:
    for _ in range(2):
        road.to_preview("appointments", "orders.xlsx", a_list(row("ครู", "บ้านทุ่งสาธิต")))
        road.store()
    assert Appointment.objects.filter(person=mali).count() == 1
    assert road.source.counts["same"] == 1


def test_a_later_end_in_the_list_is_shown_and_taken(road: Road, mali: Person, school: School) -> None:
    make_appointment(
        mali, Role.TEACHER, school=school, from_on=date(2026, 10, 1), until_on=date(2026, 12, 31)
    )
    told = row("ครู", "บ้านทุ่งสาธิต", order="5/2569", until="31 มี.ค. 2570")
    page = road.to_preview("appointments", "orders.xlsx", a_list(told))
    assert '<ins><span class="nw">5/2569</span></ins>' in page.content.decode()
    road.store()
    made = Appointment.objects.get(person=mali)
    assert (made.until_on, made.order_number) == (date(2027, 3, 31), "5/2569")


def test_a_post_of_one_holder_is_not_given_to_two(road: Road, mali: Person, school_director: User) -> None:
    road.to_preview("appointments", "orders.xlsx", a_list(row("ผู้อำนวยการโรงเรียน", "บ้านทุ่งสาธิต")))
    assert "ดำรงตำแหน่งนี้อยู่ตั้งแต่" in road.problems("bad")[0][1]


def test_two_rows_for_one_post_are_not_both_taken(road: Road, mali: Person, office: Office) -> None:
    make_person(office, "จำปา ใจสมมติ")
    rows = (row("ผู้อำนวยการโรงเรียน", "บ้านทุ่งสาธิต"), row("ผู้อำนวยการโรงเรียน", "บ้านทุ่งสาธิต", name="จำปา ใจสมมติ"))
    road.to_preview("appointments", "orders.xlsx", a_list(*rows))
    assert road.source.counts == {"rows": 2, "new": 1, "bad": 1, "notes": {}}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (row("นักบิน", "บ้านทุ่งสาธิต"), "ไม่รู้จักหน้าที่"),
        (row("ครู", None), "ปฏิบัติหน้าที่ที่นี่ไม่ได้"),
        (row("ครู", "กลุ่มนิเทศฯ"), "ปฏิบัติหน้าที่ที่นี่ไม่ได้"),
        (row("ครู", "บ้านทุ่งสาธิต", until="1 ต.ค. 2568"), "วันสุดท้ายมาก่อนวันเริ่ม"),
        (row("ครู", "บ้านทุ่งสาธิต", "เป็นเพื่อน"), "ไม่ใช่ลักษณะการปฏิบัติหน้าที่"),
        (row("ครู", "บ้านทุ่งสาธิต", name="ไม่มี ในทะเบียน"), "โปรดตรวจตัวสะกด หรือนำเข้าบุคลากรก่อน"),
        (row("ครู", "บ้านทุ่งสาธิต", name=None), "ไม่ทราบว่าแต่งตั้งผู้ใด"),
    ],
)
def test_rows_that_cannot_be_say_why(
    road: Road, mali: Person, supervision: Unit, told: tuple[object, ...], why: str
) -> None:
    road.to_preview("appointments", "orders.xlsx", a_list(told))
    assert any(why in one for _, one in road.problems("bad"))


def test_a_person_is_found_by_the_number_of_the_post(road: Road, mali: Person) -> None:
    road.bring_in("appointments", "orders.xlsx", a_list(row("ครู", "บ้านทุ่งสาธิต", name=None, number=1002.0)))
    assert Appointment.objects.filter(person=mali).exists()


def test_a_cluster_has_its_chair(road: Road, mali: Person, cluster: Cluster) -> None:
    road.bring_in("appointments", "orders.xlsx", a_list(row("ประธานกลุ่มโรงเรียน", cluster.name)))
    assert Appointment.objects.get(person=mali).cluster == cluster


def test_a_like_name_waits_for_a_person_and_is_never_a_new_one(road: Road, mali: Person) -> None:
    page = road.to_preview("appointments", "orders.xlsx", a_list(row("ครู", "บ้านทุ่งสาธิต", name="มะลี ดอกสมมติ")))
    assert [code for code, _ in page.context["choices"]] == ["same", "skip"]
    road.choose(2, "new")
    assert road.page().context["importable"] == 0
    road.choose(2, "same")
    road.store()
    assert Appointment.objects.filter(person=mali).exists()
    assert Person.objects.filter(last_name="ดอกสมมติ").count() == 1

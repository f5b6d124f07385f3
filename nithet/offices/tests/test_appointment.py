"""Who serves where: appointed, ended, extended, and what never was."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.offices.models import Appointment, Cluster, Office, Person, Role, School, SchoolChange, Unit
from nithet.offices.posts import POSTS
from nithet.offices.services.appointments import signature
from nithet.offices.tests.factories import (
    DAY,
    as_member,
    make_appointment,
    make_member_user,
    make_person,
    make_school,
)

pytestmark = pytest.mark.usefixtures("friday")
ACTING = {"capacity": "acting_for", "order_number": "99/2569", "scope": "งานในหน้าที่ทั้งหมด"}


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def person(office: Office) -> Person:
    return make_person(office, "มาลี ทุ่งสาธิต")


def appoint(client: Client, person: Person, role: str, **told: Any) -> Any:
    sent = {"role": role, "capacity": "substantive", "from_on": "1 ต.ค. 2569", **told}
    return client.post(reverse("offices:person-appoint", args=["satit1", person.pk]), sent)


def act(client: Client, made: Appointment, name: str, **told: str) -> Any:
    return client.post(reverse(f"offices:appointment-{name}", args=["satit1", made.pk]), told)


def said(response: Any) -> str:
    assert response.status_code == 422
    return str(response.content.decode())


# Appointed


def test_every_role_knows_where_it_serves() -> None:
    assert set(POSTS) == set(Role.values)


def test_first_the_role_is_asked_then_its_places(page: Client, person: Person, school: School) -> None:
    url = reverse("offices:person-appoint", args=["satit1", person.pk])
    assert 'name="school"' not in page.get(url).content.decode()
    assert 'name="school"' in page.get(url, {"role": "teacher"}).content.decode()
    assert "โปรดเลือกหน้าที่" in page.get(url, {"role": "king"}).content.decode()


def test_a_clerk_serves_several_schools_by_one_form(
    page: Client, person: Person, school: School, small_school: School
) -> None:
    schools = [str(school.pk), str(small_school.pk)]
    for _ in range(2):
        assert appoint(page, person, "school_clerk", school=schools, order_number="5/2569").status_code == 302
    made = Appointment.objects.filter(person=person)
    assert {a.school for a in made} == {school, small_school}
    assert made.count() == 2
    assert Entry.objects.filter(verb="appointment.made", within_id=person.pk).count() == 2


@pytest.mark.parametrize(
    ("role", "told", "words"),
    [
        ("teacher", {}, "อย่างน้อย 1 แห่ง"),
        ("head", {}, "อย่างน้อย 1 แห่ง"),
        ("supervisor", {}, "อย่างน้อย 1 แห่ง"),
        ("committee", {"from_on": ""}, "โปรดระบุวันเริ่ม"),
        ("committee", {"until_on": "30/9/2569"}, "ต้องไม่มาก่อนวันเริ่ม"),
        ("director", {"capacity": "acting_for", "scope": "ทั้งหมด"}, "ต้องระบุเลขที่คำสั่ง"),
        ("director", {"capacity": "on_behalf", "order_number": "1/2569"}, "ต้องระบุขอบเขต"),
        ("director", {"capacity": "acting_in"}, "ต้องระบุเลขที่คำสั่ง"),
        ("committee", {"capacity": "no"}, "โปรดเลือกจากรายการ"),
    ],
)
def test_what_an_order_must_say_is_asked(
    page: Client, person: Person, role: str, told: dict[str, str], words: str
) -> None:
    assert words in said(appoint(page, person, role, **told))
    assert not Appointment.objects.filter(person=person).exists()


def test_a_post_has_one_substantive_holder(
    page: Client, person: Person, director: User, head: User, supervision: Unit
) -> None:
    refused = said(appoint(page, person, "director"))
    assert str(director.person) in refused
    assert "รักษาราชการแทน" in refused
    assert str(head.person) in said(appoint(page, person, "head", unit=[str(supervision.pk)]))
    # After the last day of the one the other begins.
    act(page, director.person.appointments.get(), "end", until_on="30/9/2569", reason="เกษียณ")
    assert appoint(page, person, "director").status_code == 302


def test_acting_while_the_holder_serves_is_taken_and_explained(
    page: Client, person: Person, director: User
) -> None:
    response = appoint(page, person, "director", **ACTING)
    assert response.status_code == 302
    told = page.get(response.headers["Location"]).content.decode()
    assert str(director.person) in told
    assert "เฉพาะช่วงที่ผู้ดำรงตำแหน่งไม่อยู่" in told
    made = Appointment.objects.get(person=person)
    shown = page.get(reverse("offices:appointment-page", args=["satit1", made.pk])).content.decode()
    assert "งานในหน้าที่ทั้งหมด" in shown
    assert "เฉพาะช่วงที่ผู้ดำรงตำแหน่งไม่อยู่" in shown


def test_who_acts_signs_with_their_own_position_first(page: Client, deputy: User, director: User) -> None:
    assert appoint(page, deputy.person, "director", **ACTING).status_code == 302
    made = deputy.person.appointments.get(role=Role.DIRECTOR)
    assert made.position_title == Role.DEPUTY.label


def test_a_signature_tells_the_capacity_the_place_and_the_scope(office: Office, school: School) -> None:
    person = make_person(office, "มาลี ทุ่งสาธิต")
    made = make_appointment(
        person,
        Role.SCHOOL_DIRECTOR,
        school=school,
        position_title="ครู",
        capacity="acting_in",
        scope="เว้นการเงิน",
    )
    assert signature(made) == f"ครู รักษาการในตำแหน่งผู้อำนวยการ{school.name} (เว้นการเงิน)"


def test_nobody_serves_twice_in_one_post(page: Client, teacher: User, school: School) -> None:
    assert "ปฏิบัติหน้าที่นี้อยู่แล้ว" in said(appoint(page, teacher.person, "teacher", school=[str(school.pk)]))


def test_nobody_begins_at_a_closed_school(page: Client, person: Person, school: School) -> None:
    SchoolChange.objects.create(office=school.office, school=school, kind="closed", on=date(2026, 10, 1))
    SchoolChange.objects.create(office=school.office, school=school, kind="reopened", on=date(2026, 11, 1))
    assert "ไม่ได้เปิดดำเนินการ" in said(appoint(page, person, "teacher", school=[str(school.pk)]))


def test_a_place_of_another_office_cannot_be_chosen(
    page: Client, person: Person, other_office: Office
) -> None:
    stranger = make_school(other_office, "โรงเรียนต่างเขต")
    assert appoint(page, person, "teacher", school=[str(stranger.pk)]).status_code == 422


def test_a_supervisor_serves_in_a_division_or_for_a_cluster(
    page: Client, person: Person, supervision: Unit, cluster: Cluster
) -> None:
    told = {"unit": [str(supervision.pk)], "cluster": [str(cluster.pk)]}
    assert appoint(page, person, "supervisor", **told).status_code == 302
    made = Appointment.objects.filter(person=person)
    assert {(a.unit, a.cluster) for a in made} == {(supervision, None), (None, cluster)}


# Ended, extended, voided


def test_the_last_day_is_recorded_with_its_reason(page: Client, teacher: User) -> None:
    made = teacher.person.appointments.get()
    for _ in range(2):
        assert act(page, made, "end", until_on="30 พ.ย. 2569", reason="ย้าย").status_code == 302
    made.refresh_from_db()
    assert made.until_on == date(2026, 11, 30)
    assert Entry.objects.get(verb="appointment.ended").why == "ย้าย"


@pytest.mark.parametrize(
    ("name", "told", "words"),
    [
        ("end", {"until_on": "", "reason": "ย้าย"}, "วันสุดท้าย"),
        ("end", {"until_on": "1/10/2569", "reason": ""}, "โปรดระบุเหตุผล"),
        ("end", {"until_on": "1/10/2562", "reason": "ย้าย"}, "ต้องไม่มาก่อนวันเริ่ม"),
        ("extend", {"until_on": "1/10/2571", "reason": "ต่อ"}, "ปฏิบัติหน้าที่ตั้งแต่"),
        ("void", {"reason": ""}, "โปรดระบุเหตุผล"),
    ],
)
def test_what_cannot_be_is_said(
    page: Client, teacher: User, name: str, told: dict[str, str], words: str
) -> None:
    made = teacher.person.appointments.get()
    assert words in said(act(page, made, name, **told))
    made.refresh_from_db()
    assert (made.until_on, made.voided_at) == (None, None)


def test_an_end_is_not_moved_on_by_ending_again(page: Client, teacher: User) -> None:
    made = teacher.person.appointments.get()
    act(page, made, "end", until_on="30/11/2569", reason="ย้าย")
    assert act(page, made, "end", until_on="31/12/2569", reason="ย้าย").status_code == 422
    assert act(page, made, "end", until_on="15/11/2569", reason="เร็วขึ้น").status_code == 302


def test_an_appointment_is_extended_and_not_into_anothers(
    page: Client, office: Office, person: Person, director: User
) -> None:
    made = director.person.appointments.get()
    act(page, made, "end", until_on="30/11/2569", reason="เกษียณ")
    make_appointment(person, Role.DIRECTOR, from_on=date(2027, 1, 1))
    assert str(person) in said(act(page, made, "extend", until_on="", reason="ต่อ"))
    assert "หลังวันเดิม" in said(act(page, made, "extend", until_on="1/11/2569", reason="ต่อ"))
    for _ in range(2):
        assert act(page, made, "extend", until_on="31/12/2569", reason="คำสั่งที่ 7").status_code == 302
    made.refresh_from_db()
    assert made.until_on == date(2026, 12, 31)
    assert Entry.objects.filter(verb="appointment.extended").count() == 1


def test_what_was_recorded_by_mistake_never_was(page: Client, teacher: User) -> None:
    made = teacher.person.appointments.get()
    assert act(page, made, "void", reason="ผิดคน").status_code == 302
    assert act(page, made, "void", reason="ผิดคน").status_code == 422
    assert act(page, made, "end", until_on="30/11/2569", reason="ย้าย").status_code == 422
    assert not Appointment.objects.active(on=DAY).filter(pk=made.pk).exists()
    shown = page.get(reverse("offices:appointment-page", args=["satit1", made.pk])).content.decode()
    assert "บันทึกผิด: ผิดคน" in shown
    assert "สิ้นสุดการปฏิบัติหน้าที่" not in shown


def test_the_last_who_can_put_it_right_stays(page: Client, administrator: User, office: Office) -> None:
    made = administrator.person.appointments.get()
    assert "คนสุดท้าย" in said(act(page, made, "end", until_on="30/11/2569", reason="ย้าย"))
    assert "คนสุดท้าย" in said(act(page, made, "void", reason="ผิด"))
    make_member_user(office, Role.DIRECTOR, username="new-director", from_on=date(2026, 12, 1))
    assert "คนสุดท้าย" in said(act(page, made, "void", reason="ผิด"))
    assert act(page, made, "end", until_on="30/11/2569", reason="ย้าย").status_code == 302


@pytest.mark.parametrize(
    ("who", "code"), [("director", 302), ("head", 403), ("school_director", 403), ("outsider", 404)]
)
def test_who_appoints_ends_and_voids(
    client: Client, teacher: User, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    made = teacher.person.appointments.get()
    assert appoint(client, teacher.person, "committee").status_code == code
    assert act(client, made, "end", until_on="30/11/2569", reason="ย้าย").status_code == code
    assert act(client, made, "extend", until_on="1/12/2569", reason="ต่อ").status_code == code
    assert act(client, made, "void", reason="ผิด").status_code == code


def test_an_appointment_of_another_office_is_not_found(page: Client, outsider: User, teacher: User) -> None:
    stranger = outsider.person.appointments.get()
    assert page.get(reverse("offices:appointment-page", args=["satit1", stranger.pk])).status_code == 404
    for name in ("end", "extend", "void"):
        assert act(page, stranger, name, reason="x", until_on="1/12/2569").status_code == 404
        url = reverse(f"offices:appointment-{name}", args=["satit1", teacher.person.appointments.get().pk])
        assert page.get(url).status_code == 405


# The register of appointments


def rows(client: Client, **filters: str) -> set[Appointment]:
    response = client.get(reverse("offices:appointment-list", args=["satit1"]), filters)
    return {row for row, _ in response.context["lines"]}


def test_the_register_shows_a_day(
    page: Client, teacher: User, director: User, head: User, supervision: Unit
) -> None:
    made = {user: user.person.appointments.get() for user in (teacher, director, head)}
    assert set(made.values()) < rows(page)
    act(page, made[teacher], "end", until_on="31/10/2569", reason="ย้าย")
    assert made[teacher] not in rows(page)
    assert made[teacher] in rows(page, on="31 ต.ค. 2569")
    assert rows(page, role="director") == {made[director]}
    assert rows(page, unit=str(supervision.pk)) == {made[head]}
    assert rows(page, capacity="acting_for") == set()
    assert rows(page, q=director.person.first_name) == {made[director]}


def test_a_teacher_sees_their_own_only(client: Client, teacher: User, head: User) -> None:
    client.force_login(teacher)
    assert rows(client) == {teacher.person.appointments.get()}


@pytest.mark.parametrize("count", [1, 5])
def test_the_register_costs_the_same_for_any_number(
    page: Client, office: Office, school: School, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        make_member_user(office, Role.TEACHER, school=school)
    as_member(make_member_user(office, Role.CLERK), office)
    with django_assert_max_num_queries(10):
        rows(page)

"""People are entered in the register, put right, and two records of one person become one."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Appointment, Consent, Leave, Office, Person, Role, School, Unit
from nithet.offices.panels import PERSON_PANELS
from nithet.offices.services import merging
from nithet.offices.standings import STANDINGS, unfit_words
from nithet.offices.tests.factories import DAY, make_appointment, make_member_user, make_person

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def add(client: Client, **facts: str) -> Any:
    told = {"title": "นาย", "first_name": "ณัฐวุฒิ", "last_name": "ทุ่งสาธิต", "kind": "teacher", **facts}
    return client.post(reverse("offices:person-add", args=["satit1"]), told)


def edit_url(person: Person) -> str:
    return reverse("offices:person-edit", args=["satit1", person.pk])


def facts_of(person: Person, **changed: str) -> dict[str, str]:
    return {"first_name": person.first_name, "last_name": person.last_name, "kind": person.kind, **changed}


def text_of(client: Client, person: Person, name: str = "person-page") -> str:
    response = client.get(reverse(f"offices:{name}", args=["satit1", person.pk]))
    assert response.status_code == 200
    return response.content.decode()


# Added and put right


def test_a_new_person_is_asked_for_a_post_next(page: Client) -> None:
    response = add(page, degree="ดร.", standing="ชำนาญการ", position_number="๑๒๓", seniority="4")
    person = Person.objects.get(first_name="ณัฐวุฒิ")
    assert response.headers["Location"] == reverse("offices:person-appoint", args=["satit1", person.pk])
    assert (person.degree, person.standing, person.seniority) == ("ดร.", "ชำนาญการ", 4)
    assert Entry.objects.get(verb="person.added").title == "นายณัฐวุฒิ ทุ่งสาธิต"


def test_a_person_sent_twice_is_one(page: Client) -> None:
    key = str(new_id())
    assert [add(page, key=key).status_code for _ in range(2)] == [302, 302]
    assert Person.objects.filter(first_name="ณัฐวุฒิ").count() == 1
    assert Entry.objects.filter(verb="person.added").count() == 1


def test_a_page_costs_the_same_for_any_number(
    page: Client, office: Office, school: School, supervision: Unit
) -> None:
    told = []
    for count in (1, 5):
        person = make_person(office, f"มาลี ทุ่งสาธิต{count}")
        make_appointment(person, Role.CLERK, unit=supervision)
        for month in range(count):
            day = date(2025, 1 + month, 1)
            make_appointment(person, Role.TEACHER, school=school, from_on=day, until_on=day)
            Leave.objects.create(office=office, person=person, kind="sick", from_on=day, until_on=day)
        with CaptureQueriesContext(connection) as queries:
            text_of(page, person)
        told.append(len(queries))
    assert told[0] == told[1]
    # A part of the page that another layer declares costs two at most.
    assert told[0] <= 7 + 2 * len(PERSON_PANELS)


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"first_name": "นายสมชาย"}, "first_name", "คำนำหน้า"),
        ({"kind": "employee", "standing": "ชำนาญการ"}, "standing", "ไม่มีวิทยฐานะ"),
        ({"kind": "teacher", "standing": "ปฏิบัติการ"}, "standing", "ไม่ใช่วิทยฐานะ"),
        ({"kind": "official", "standing": "ชำนาญงาน", "email": "x"}, "email", "อีเมล"),
        ({"kind": ""}, "kind", ""),
        ({"seniority": "-3"}, "seniority", "จำนวนเต็ม"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    page: Client, told: dict[str, str], field: str, said: str
) -> None:
    response = add(page, **told)
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])


def test_every_kind_of_personnel_has_its_standings() -> None:
    assert set(STANDINGS) == set(Person.Kind.values)
    assert all(not unfit_words(kind, name) for kind, (_, names) in STANDINGS.items() for name in names)
    assert unfit_words(Person.Kind.EMPLOYEE, "") == ""


@pytest.mark.parametrize("spelled", ["ณัฐวุฒิ", "ณัฐวุฒ", "นัฐวุฒิ"])
def test_a_name_that_is_nearly_there_is_asked_about_first(page: Client, office: Office, spelled: str) -> None:
    known = make_person(office, "ณัฐวุฒิ ทุ่งสาธิต")
    response = add(page, first_name=spelled)
    assert response.status_code == 422
    assert known.name in response.content.decode()
    assert Person.objects.filter(last_name="ทุ่งสาธิต").count() == 1
    assert add(page, first_name=spelled, is_another="on").status_code == 302


def test_another_name_is_not_asked_about(page: Client, office: Office, other_office: Office) -> None:
    make_person(office, "วิชัย ใจดี")
    make_person(other_office, "ณัฐวุฒิ ทุ่งสาธิต")
    assert add(page).status_code == 302


def test_a_position_number_is_one_persons(page: Client, office: Office) -> None:
    known = make_person(office, "วิชัย ใจดี", position_number="123")
    assert str(known) in str(add(page, position_number="123").context["form"].errors)
    assert page.post(edit_url(known), facts_of(known, position_number="123")).status_code == 302


def test_an_edit_tells_what_changed_but_not_what_is_private(page: Client, teacher: User) -> None:
    person = teacher.person
    told = facts_of(person, first_name="ชื่อใหม่", phone="081 000 0000", is_another="on")
    for _ in range(2):
        assert page.post(edit_url(person), told).status_code == 302
    entry = Entry.objects.get(verb="person.edited")
    assert entry.facts == {"changed": {"first_name": [person.first_name, "ชื่อใหม่"]}, "private": ["phone"]}
    teacher.refresh_from_db()
    assert teacher.name.startswith("ชื่อใหม่")


# The private part


@pytest.mark.parametrize(
    ("who", "seen"), [("teacher", True), ("administrator", True), ("director", False), ("head", False)]
)
def test_telephone_and_mail_are_for_oneself_and_who_keeps_them(
    client: Client, teacher: User, who: str, seen: bool, request: pytest.FixtureRequest
) -> None:
    Person.objects.filter(pk=teacher.person.pk).update(phone="081 234 5678")
    user = request.getfixturevalue(who)
    client.force_login(user)
    if who == "teacher":
        assert "081 234 5678" in text_of(client, teacher.person)
    else:
        assert ("081 234 5678" in text_of(client, teacher.person)) is seen


def test_the_director_reads_it_with_a_reason(client: Client, director: User, teacher: User) -> None:
    Person.objects.filter(pk=teacher.person.pk).update(phone="081 234 5678")
    client.force_login(director)
    url = reverse("offices:person-private", args=["satit1", teacher.person.pk])
    assert "ขอเข้าดู" in text_of(client, teacher.person)
    assert 'name="phone"' not in client.get(edit_url(teacher.person)).content.decode()
    asked = client.get(url)
    assert asked.status_code == 403
    what = asked.context["token"]
    answer = reverse("offices:reading-ask", args=["satit1"])
    assert client.post(answer, {"what": what, "reason": "ติดต่อด่วน"}).headers["Location"] == url
    assert "081 234 5678" in text_of(client, teacher.person, "person-private")
    assert 'name="phone"' in client.get(edit_url(teacher.person)).content.decode()
    assert Entry.objects.get(verb="confidential.read").why == "ติดต่อด่วน"


def test_an_edit_without_the_private_part_leaves_it(client: Client, director: User, teacher: User) -> None:
    Person.objects.filter(pk=teacher.person.pk).update(phone="081 234 5678")
    client.force_login(director)
    person = teacher.person
    assert client.post(edit_url(person), facts_of(person, standing="ชำนาญการ", phone="")).status_code == 302
    person.refresh_from_db()
    assert (person.standing, person.phone) == ("ชำนาญการ", "081 234 5678")


# Two records of one person


def merge(client: Client, kept: Person, gone: Person, reason: str = "นำเข้าซ้ำ") -> Any:
    url = reverse("offices:person-merge", args=["satit1", kept.pk])
    return client.post(url, {"gone": str(gone.pk), "reason": reason})


def test_all_of_the_second_record_goes_to_the_first(
    page: Client, supervisor: User, supervision: Unit, office: Office, school: School
) -> None:
    procedure = make_procedure(supervision)
    open_year(office)
    task = task_of(procedure, "1")
    gone = make_person(office, "สมชาย ใจดิ", phone="081", position_number="77")
    task.assignee = gone
    task.save()
    made = make_appointment(gone, Role.TEACHER, school=school)
    Leave.objects.create(office=office, person=gone, kind="sick", from_on=DAY, until_on=DAY)
    kept = supervisor.person
    assert merge(page, kept, gone).status_code == 302
    assert not Person.objects.filter(pk=gone.pk).exists()
    made.refresh_from_db()
    task.refresh_from_db()
    kept.refresh_from_db()
    assert {made.person, task.assignee, Leave.objects.get().person} == {kept}
    assert (kept.phone, kept.position_number) == ("081", "77")
    assert Entry.objects.get(verb="person.merged").facts["gone"] == str(gone.pk)
    assert Entry.objects.get(verb="person.merged_away", object_id=gone.pk).why == "นำเข้าซ้ำ"


def test_the_old_address_leads_to_the_kept_record(page: Client, office: Office) -> None:
    kept, gone = make_person(office, "สมชาย ใจดี"), make_person(office, "สมชาย ใจดิ")
    merge(page, kept, gone)
    url = reverse("offices:person-page", args=["satit1", gone.pk])
    assert page.get(url).headers["Location"].endswith(f"{kept.pk}/")
    page.force_login(make_member_user(office, Role.TEACHER, username="teacher9"))
    assert page.get(url).status_code == 404


def test_likely_records_are_offered_and_others_are_found_by_name(page: Client, office: Office) -> None:
    kept, alike = make_person(office, "สมชาย ใจดี"), make_person(office, "สมชาย ใจดิ")
    other = make_person(office, "วิชัย ดอยสาธิต")
    url = reverse("offices:person-merge", args=["satit1", kept.pk])
    assert [person for person, _ in page.get(url).context["lines"]] == [alike]
    assert [person for person, _ in page.get(url, {"q": "วิชัย"}).context["lines"]] == [other]


def test_the_account_comes_along_and_a_second_one_is_closed(
    page: Client, office: Office, teacher: User
) -> None:
    kept = make_person(office, "สมชาย ใจดี")
    merge(page, kept, teacher.person)
    kept.refresh_from_db()
    assert kept.user == teacher
    second = make_member_user(office, Role.CLERK, username="second")
    merge(page, kept, second.person)
    second.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.user, second.is_active) == (teacher, False)


def test_what_would_stand_twice_is_refused_and_nothing_moves(
    page: Client, office: Office, supervisor: User, supervision: Unit
) -> None:
    gone = make_person(office, "สมชาย ใจดิ")
    again = make_appointment(gone, Role.SUPERVISOR, unit=supervision)
    response = merge(page, supervisor.person, gone)
    assert response.status_code == 422
    assert "ซ้อนกัน" in response.content.decode()
    again.delete()
    for person in (gone, supervisor.person):
        Consent.objects.create(office=office, person=person, purpose="photo", given_at="2026-11-01T00:00:00Z")
    leave = Leave.objects.create(office=office, person=gone, kind="sick", from_on=DAY, until_on=DAY)
    response = merge(page, supervisor.person, gone)
    assert response.status_code == 422
    assert "ความยินยอม" in response.content.decode()
    leave.refresh_from_db()
    assert leave.person == gone


def test_what_cannot_be_moved_is_told(
    page: Client, office: Office, supervision: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that nobody took over hinder it, with their name."""
    kept, gone = make_person(office, "สมชาย ใจดี"), make_person(office, "สมชาย ใจดิ")
    monkeypatch.setattr(merging, "KEPT_OTHERWISE", {*merging.KEPT_OTHERWISE, Leave})
    Leave.objects.create(office=office, person=gone, kind="sick", from_on=DAY, until_on=DAY)
    response = merge(page, kept, gone)
    assert (response.status_code, "วันลาที่ย้ายไม่ได้" in response.content.decode()) == (422, True)
    assert Person.objects.filter(pk=gone.pk).exists()


def test_rows_above_are_told(page: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Any, Any]] = []
    monkeypatch.setattr(merging, "MERGED", [lambda gone, kept: told.append((gone.pk, kept.pk))])
    kept, gone = make_person(office, "สมชาย ใจดี"), make_person(office, "สมชาย ใจดิ")
    merge(page, kept, gone)
    assert told == [(gone.pk, kept.pk)]


def test_a_merge_needs_another_record_and_a_reason(page: Client, administrator: User, office: Office) -> None:
    kept, gone = make_person(office, "สมชาย ใจดี"), make_person(office, "สมชาย ใจดิ")
    assert merge(page, kept, gone, reason="").status_code == 422
    assert merge(page, kept, kept).status_code == 422
    # One's own record stays.
    assert merge(page, kept, administrator.person).status_code == 422
    assert Person.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(
    ("who", "code"), [("director", 302), ("head", 403), ("school_director", 404), ("outsider", 404)]
)
def test_who_merges_and_edits(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    kept, gone = make_person(office, "สมชาย ใจดี"), make_person(office, "สมชาย ใจดิ")
    assert client.post(edit_url(kept), facts_of(kept, standing="")).status_code == code
    assert merge(client, kept, gone).status_code == code
    assert Person.objects.filter(pk=gone.pk).exists() is (code != 302)


def test_people_of_another_office_are_not_found(page: Client, office: Office, outsider: User) -> None:
    kept = make_person(office, "สมชาย ใจดี")
    assert merge(page, kept, outsider.person).status_code == 422
    assert merge(page, outsider.person, kept).status_code == 404
    assert page.get(edit_url(outsider.person)).status_code == 404
    assert page.put(edit_url(kept)).status_code == 405


# Those who left


def test_who_has_left_is_shown_as_such(page: Client, office: Office, supervision: Unit) -> None:
    person = make_person(office, "อดีต หัวหน้า")
    make_appointment(person, Role.HEAD, unit=supervision, until_on=date(2024, 9, 30))
    assert "พ้นจากหน้าที่ในสำนักงานนี้แล้ว" in text_of(page, person)
    listed = page.get(reverse("offices:person-list", args=["satit1"]), {"state": "former"})
    assert "พ้นจากหน้าที่แล้ว" in listed.content.decode()
    # Recorded by mistake: never served, so never left.
    Appointment.objects.filter(person=person).update(voided_at="2026-11-01T00:00:00Z")
    assert "ไม่มีตำแหน่งในขณะนี้" in text_of(page, person)

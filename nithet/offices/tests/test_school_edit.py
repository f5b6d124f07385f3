"""Schools are entered in the register and put right."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.offices.errors import CodeTakenError
from nithet.offices.models import Cluster, ClusterStay, Office, School, SchoolChange
from nithet.offices.services.schools import add_school, edit_school
from nithet.offices.tests.factories import as_member, make_school

ADD = ("offices:school-add", ["satit1"])


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def new(**facts: Any) -> dict[str, Any]:
    return {"name": "โรงเรียนบ้านใหม่สาธิต", "smis_code": "57990001", **facts}


def errors(client: Client, url: str, data: dict[str, Any], field: str) -> str:
    response = client.post(url, data)
    assert response.status_code == 422
    return " ".join(response.context["form"].errors.get(field, []))


def edit_url(school: School) -> str:
    return reverse("offices:school-edit", args=["satit1", school.pk])


def facts_of(school: School, **changed: Any) -> dict[str, Any]:
    return {"name": school.name, "smis_code": school.smis_code, "district": school.district, **changed}


def test_a_school_is_added_with_its_cluster_and_its_first_day(page: Client, cluster: Cluster) -> None:
    told = new(cluster=str(cluster.pk), opened_on="1 พ.ค. 2510", place="18.1234, 98.5678", elevation_m="๖๕๐")
    response = page.post(reverse(*ADD[:1], args=ADD[1]), told, follow=True)
    assert "เพิ่มโรงเรียนบ้านใหม่สาธิตแล้ว" in response.content.decode()
    school = School.objects.get(smis_code="57990001")
    assert (str(school.latitude), str(school.longitude), school.elevation_m) == (
        "18.123400",
        "98.567800",
        650,
    )
    assert school.is_highland
    assert ClusterStay.objects.get(school=school).cluster == cluster
    assert SchoolChange.objects.get(school=school).kind == "opened"
    assert Entry.objects.get(verb="school.added").object_id == school.pk


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"smis_code": "123"}, "smis_code", "8 หลัก"),
        ({"smis_code": ""}, "smis_code", "ต้องระบุ"),
        ({"ministry_code": "123456789"}, "ministry_code", "10 หลัก"),
        ({"lowest_level": "p6", "highest_level": "k1"}, "highest_level", "ต้องไม่ต่ำกว่า"),
        ({"lowest_level": "p1"}, "highest_level", "ให้ครบ"),
        ({"place": "51.5, -0.12"}, "place", "นอกประเทศไทย"),
        ({"elevation_m": "9000"}, "elevation_m", "2,600"),
        ({"email": "ไม่ใช่"}, "email", "อีเมลไม่ถูกต้อง"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    page: Client, office: Office, typed: dict[str, str], field: str, words: str
) -> None:
    found = errors(page, reverse(*ADD[:1], args=ADD[1]), new(**typed), field)
    assert words in found or (words == "ต้องระบุ" and found)
    assert not School.objects.exists()


def test_codes_are_read_with_thai_digits_and_spaces(page: Client, office: Office) -> None:
    page.post(reverse(*ADD[:1], args=ADD[1]), new(smis_code="๕๗๙๙ ๐๐๐๑", ministry_code="10-5799-0001"))
    school = School.objects.get()
    assert (school.smis_code, school.ministry_code) == ("57990001", "1057990001")


@pytest.mark.parametrize("field", ["smis_code", "ministry_code"])
def test_a_code_that_another_school_has_is_refused_with_its_name(
    page: Client, school: School, field: str
) -> None:
    school.ministry_code = "1057000001"
    school.save()
    found = errors(page, reverse(*ADD[:1], args=ADD[1]), new(**{field: getattr(school, field)}), field)
    assert school.name in found
    # Its own code is no other school's.
    same = facts_of(school, ministry_code="1057000001")
    assert page.post(edit_url(school), same).status_code == 302


def test_two_at_once_with_one_code_are_one(administrator: User, office: Office, school: School) -> None:
    by = as_member(administrator, office)
    with pytest.raises(CodeTakenError):
        add_school({"name": "โรงเรียนซ้ำ", "smis_code": school.smis_code}, by=by)
    other = make_school(office, "โรงเรียนอื่น")
    with pytest.raises(CodeTakenError):
        edit_school(other, {"smis_code": school.smis_code}, by=by)


def test_an_edit_tells_what_changed_and_the_same_again_tells_nothing(page: Client, school: School) -> None:
    told = facts_of(school, phone="053 000 000")
    for _ in range(2):
        assert page.post(edit_url(school), told).status_code == 302
    entry = Entry.objects.get(verb="school.edited")
    assert entry.facts["changed"] == {"phone": ["", "053 000 000"]}


def test_the_own_director_puts_right_how_the_school_is_reached(
    client: Client, school_director: User, school: School
) -> None:
    client.force_login(school_director)
    shown = client.get(edit_url(school)).content.decode()
    assert 'name="phone"' in shown
    assert 'name="smis_code"' not in shown
    told = {"phone": "053 111 111", "place": "18.5,98.5", "name": "ชื่ออื่น"}
    assert client.post(edit_url(school), told).status_code == 302
    before, school = school.name, School.objects.get(pk=school.pk)
    assert (school.phone, str(school.latitude), school.name) == ("053 111 111", "18.500000", before)


def test_other_facts_are_not_the_own_directors(office: Office, school_director: User, school: School) -> None:
    by = as_member(school_director, office)
    with pytest.raises(RefusedError):
        edit_school(school, {"name": "ชื่ออื่น"}, by=by)
    with pytest.raises(RefusedError):
        edit_school(make_school(office, "โรงเรียนอื่น"), {"phone": "1"}, by=by)


@pytest.mark.parametrize(
    ("who", "code"),
    [("administrator", 302), ("planning", 302), ("clerk", 403), ("school_clerk", 403), ("outsider", 404)],
)
def test_who_edits_a_school(
    client: Client, school: School, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.post(edit_url(school), facts_of(school, phone="1"))
    assert response.status_code == code
    school.refresh_from_db()
    assert (school.phone == "1") is (code == 302)


def test_a_school_of_another_office_is_not_found(page: Client, other_office: Office) -> None:
    stranger = make_school(other_office, "โรงเรียนต่างเขต")
    assert page.get(edit_url(stranger)).status_code == 404


def test_pages_of_acts_are_asked_and_sent_only(page: Client, school: School) -> None:
    assert page.put(edit_url(school)).status_code == 405

from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.offices.models import Office, Role, Semester
from nithet.offices.tests.factories import as_member, make_member_user
from nithet.workspace.context import initial, places, shell, today_line

OPEN_TO_TEACHERS = ["สิ่งที่ขอจากฉัน", "แบบฟอร์ม", "ทะเบียน"]
OPEN_TO_SCHOOLS = ["สิ่งที่ขอจากโรงเรียน", "แบบฟอร์ม", "ทะเบียน"]
OPEN_TO_STAFF = ["งานของฉัน", "แผนภาพรายปี", "คู่มือ", "แบบฟอร์ม", "ทะเบียน"]
OPEN_TO_LEADERS = ["งานของฉัน", "แผนภาพรายปี", "แฟ้มเสนอ", "ภาพรวม", "คู่มือ", "แบบฟอร์ม", "ทะเบียน"]
OPEN_AT_THE_DESK = ["งานของฉัน", "แผนภาพรายปี", "แฟ้มเสนอ", "คู่มือ", "แบบฟอร์ม", "ทะเบียน"]


@pytest.fixture
def semesters(office: Office) -> None:
    for number, first, last in (
        (1, date(2026, 5, 16), date(2026, 10, 10)),
        (2, date(2026, 11, 1), date(2027, 3, 31)),
    ):
        Semester.objects.create(
            office=office, academic_year_be=2569, number=number, starts_on=first, ends_on=last
        )


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("director", OPEN_TO_LEADERS),
        ("deputy", OPEN_TO_LEADERS),
        ("head", OPEN_TO_LEADERS),
        ("supervisor", OPEN_TO_STAFF),
        ("secretary", OPEN_AT_THE_DESK),
        ("clerk", OPEN_AT_THE_DESK),
        ("school_director", OPEN_TO_SCHOOLS),
        ("teacher", OPEN_TO_TEACHERS),
    ],
)
def test_places_are_what_one_may_open(
    office: Office, who: str, labels: list[str], request: pytest.FixtureRequest
) -> None:
    member = as_member(request.getfixturevalue(who), office)
    assert [place.label for place in places(member)] == labels


@pytest.mark.parametrize(
    ("who", "in_foot", "in_menu"),
    [
        ("head", OPEN_TO_LEADERS[:3], OPEN_TO_LEADERS[3:]),
        ("clerk", OPEN_AT_THE_DESK[:3], OPEN_AT_THE_DESK[3:]),
        ("supervisor", OPEN_TO_STAFF[:4], OPEN_TO_STAFF[4:]),
        ("teacher", OPEN_TO_TEACHERS, []),
    ],
)
def test_the_foot_of_a_phone_has_the_letter_for_who_takes_it_in(
    client: Client, office: Office, who: str, in_foot: list[str], in_menu: list[str], request: pytest.FixtureRequest
) -> None:  # fmt: skip
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("workspace:my-work", args=[office.code]))
    assert [place["label"] for place in page.context["foot_nav"]] == in_foot
    assert [place["label"] for place in page.context["menu_nav"]] == in_menu
    receive = reverse("cycles:letter-receive", args=[office.code])
    foot = page.content.decode().partition('class="foot-places"')[2].partition("</nav>")[0]
    assert (receive in foot) is (who in {"head", "clerk"})


def test_the_current_place_is_marked(client: Client, head: User) -> None:
    client.force_login(head)
    response = client.get(reverse("offices:person-list", args=["satit1"]))
    assert [place["label"] for place in response.context["nav"] if place["is_current"]] == ["ทะเบียน"]


@pytest.mark.usefixtures("semesters")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "วันศุกร์ที่ 20 พฤศจิกายน 2569 · ปีงบประมาณ พ.ศ. 2570 · ภาคเรียนที่ 2/2569"),
        (date(2026, 10, 1), "วันพฤหัสบดีที่ 1 ตุลาคม 2569 · ปีงบประมาณ พ.ศ. 2570 · ภาคเรียนที่ 1/2569"),
        (date(2026, 10, 20), "วันอังคารที่ 20 ตุลาคม 2569 · ปีงบประมาณ พ.ศ. 2570 · ปิดภาคเรียน"),
    ],
)
def test_the_day_is_told_with_its_three_years(office: Office, head: User, day: date, words: str) -> None:
    assert today_line(as_member(head, office, on=day)) == words


def test_without_a_table_of_semesters_none_is_told(office: Office, head: User) -> None:
    assert today_line(as_member(head, office)).endswith("พ.ศ. 2570")


def test_the_letter_in_the_circle_is_a_consonant() -> None:
    assert [initial(name) for name in ("อรทัย", "เกียรติ", "โสภา", "")] == ["อ", "ก", "ส", ""]


def test_the_frame_costs_nothing_when_nobody_is_signed_in(
    client: Client, db: None, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert shell(rf.get("/")) == {}
        client.get(reverse("accounts:sign-in"))


def test_home_leads_to_the_work_of_ones_office(client: Client, head: User) -> None:
    client.force_login(head)
    for address in ("/", "/satit1/"):
        assert client.get(address, follow=True).redirect_chain[-1] == ("/satit1/my-work/", 302)


def test_home_without_an_appointment_in_force_says_whom_to_ask(client: Client, office: Office) -> None:
    user = make_member_user(office, Role.CLERK, until_on=date(2021, 9, 30))
    client.force_login(user)
    response = client.get("/")
    assert response.status_code == 200
    assert "ผู้ดูแลระบบของสำนักงาน" in response.content.decode()
    assert client.get("/satit1/").status_code == 404


@pytest.mark.parametrize(
    "name", ["workspace:front", "workspace:history", "offices:school-list", "offices:person-list"]
)
def test_anonymous_goes_to_sign_in(client: Client, office: Office, name: str) -> None:
    address = reverse(name, args=["satit1"])
    response = client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('accounts:sign-in')}?next={address}"


def test_what_is_not_there_is_said_calmly(client: Client, head: User) -> None:
    client.force_login(head)
    response = client.get("/satit1/nothing-here/")
    assert response.status_code == 404
    assert "ไม่พบข้อมูลที่ต้องการ" in response.content.decode()


@pytest.mark.parametrize("name", ["workspace:history", "offices:school-list", "offices:person-list"])
def test_reading_pages_take_no_posts(client: Client, head: User, name: str) -> None:
    client.force_login(head)
    assert client.post(reverse(name, args=["satit1"])).status_code == 405

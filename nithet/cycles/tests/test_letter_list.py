"""All letters in one list, and how far the schools of a cluster are for who chairs it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.models import Cycle, Letter
from nithet.cycles.services.asking import Typed, answer
from nithet.cycles.services.cancelling import cancel_task
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.offices.members import Member
from nithet.offices.models import Cluster, Office, School, Unit
from nithet.offices.tests.factories import as_member, make_school

pytestmark = pytest.mark.usefixtures("friday", "year")


@pytest.fixture
def year(office: Office, supervision: Unit, ict: Unit) -> Cycle:
    make_procedure(supervision)
    return open_year(office)


@pytest.fixture
def neighbour(office: Office, cluster: Cluster) -> School:
    return make_school(office, "โรงเรียนบ้านนาสาธิต", cluster=cluster)


def a_letter(
    by: Member, unit: Unit, subject: str, *, due_on: date = date(2026, 11, 30), person: Any = None,
    schools: tuple[School, ...] = (), **facts: Any,
) -> Letter:  # fmt: skip
    told = LetterFacts(subject, due_on, date(2026, 11, 2), **facts)
    return receive(by.office, told, Work(Doer(unit, person), AskedOf(schools=list(schools))), by=by)


@pytest.fixture
def letters(boss: Member, chief: Member, doer: Member, supervision: Unit, ict: Unit) -> list[Letter]:
    """One of another division, one that is late, and one that the supervisor does."""
    return [
        a_letter(chief, ict, "สำรวจเครื่องคอมพิวเตอร์", from_whom="สพฐ."),
        a_letter(
            boss, supervision, "ขอข้อมูลห้องเรียนปลายทาง", due_on=date(2026, 11, 18), number="ศธ 04009/ว 77"
        ),
        a_letter(boss, supervision, "จัดทำรายงานสื่อ", person=doer.person, urgency="most"),
    ]


def listed(client: Client, office: Office, **given: str) -> list[str]:
    page = client.get(reverse("cycles:letter-list", args=[office.code]), given)
    assert page.status_code == 200
    return [line.letter.subject for line in page.context["lines"]]


def test_it_lists_what_one_sees_as_it_falls_due(
    client: Client, office: Office, letters: list[Letter], head: User, director: User
) -> None:
    client.force_login(director)
    assert listed(client, office)[0] == "ขอข้อมูลห้องเรียนปลายทาง"
    assert len(listed(client, office)) == 3
    client.force_login(head)
    assert listed(client, office) == ["ขอข้อมูลห้องเรียนปลายทาง", "จัดทำรายงานสื่อ"]


@pytest.mark.parametrize(
    ("given", "subjects"),
    [
        ({"q": "สพฐ คอม"}, {"สำรวจเครื่องคอมพิวเตอร์"}),
        ({"q": "04009/ว"}, {"ขอข้อมูลห้องเรียนปลายทาง"}),
        ({"state": "late"}, {"ขอข้อมูลห้องเรียนปลายทาง"}),
        ({"state": "open", "urgency": "most"}, {"จัดทำรายงานสื่อ"}),
        ({"state": "done"}, set()),
        ({"mine": "on"}, {"สำรวจเครื่องคอมพิวเตอร์"}),
        ({"state": "unheard-of"}, {"สำรวจเครื่องคอมพิวเตอร์", "ขอข้อมูลห้องเรียนปลายทาง", "จัดทำรายงานสื่อ"}),
    ],
)
def test_it_is_narrowed(
    client: Client, office: Office, letters: list[Letter], director: User, given: dict[str, str], subjects: set[str]
) -> None:  # fmt: skip
    client.force_login(director)
    assert set(listed(client, office, **given)) == subjects


def test_mine_is_what_one_does(
    client: Client, office: Office, letters: list[Letter], supervisor: User
) -> None:
    client.force_login(supervisor)
    assert listed(client, office, mine="on") == ["จัดทำรายงานสื่อ"]


def test_what_was_cancelled_stands_last(
    client: Client, office: Office, letters: list[Letter], chief: Member, director: User
) -> None:
    cancel_task(letters[1].run.tasks.get(), why="ยุติโครงการ", by=chief)
    client.force_login(director)
    assert listed(client, office)[-1] == "ขอข้อมูลห้องเรียนปลายทาง"
    assert listed(client, office, state="done") == ["ขอข้อมูลห้องเรียนปลายทาง"]
    assert listed(client, office, state="late") == []


def test_it_is_a_file_with_how_many_answered(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, neighbour: School, head: User,
    school_director: User,
) -> None:  # fmt: skip
    letter = a_letter(boss, supervision, "ขอจำนวนห้องเรียน", schools=(school, neighbour), number="ศธ 1/ว 2")
    answer(letter.asks.get(school=school), Typed("6 ห้อง"), by=as_member(school_director, office))
    client.force_login(head)
    response = client.get(reverse("cycles:letter-list", args=[office.code]), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response))).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "ขอจำนวนห้องเรียน")
    assert (row[2], row[-2:]) == ("ศธ 1/ว 2", (2, 1))
    page = client.get(reverse("cycles:letter-list", args=[office.code])).content.decode()
    assert "1 จาก 2 ราย" in page


@pytest.mark.parametrize(
    ("who", "code"), [("registry", 200), ("secretary", 200), ("teacher", 404), ("school_director", 404)]
)  # fmt: skip
def test_who_may_look(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    address = reverse("cycles:letter-list", args=[office.code])
    assert client.get(address).status_code == code
    if code == 200:
        assert "ยังไม่มีงานแทรก" in client.get(address).content.decode()
    assert client.post(address).status_code == 405


def test_another_office_has_its_own(
    client: Client, office: Office, letters: list[Letter], outsider: User
) -> None:
    client.force_login(outsider)
    assert client.get(reverse("cycles:letter-list", args=[office.code])).status_code == 404
    assert listed(client, outsider.person.office) == []


def test_many_cost_as_much_as_one(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, head: User
) -> None:
    client.force_login(head)
    costs = []
    for number in range(4):
        a_letter(boss, supervision, f"เรื่องที่ {number}", schools=(school,))
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert len(listed(client, office)) == number + 1
        costs.append(len(found))
    assert len(set(costs)) == 1


def test_the_desk_leads_there(client: Client, office: Office, head: User, teacher: User) -> None:
    address = reverse("cycles:letter-list", args=[office.code])
    for user, is_there in ((head, True), (teacher, False)):
        client.force_login(user)
        page = client.get(reverse("workspace:my-work", args=[office.code]), {"tab": "adhoc"})
        assert (address in page.content.decode()) is is_there


# The cluster's chair


@pytest.fixture
def asked(boss: Member, supervision: Unit, school: School, neighbour: School, small_school: School) -> Letter:
    return a_letter(boss, supervision, "ขอจำนวนห้องเรียน", schools=(school, neighbour, small_school))


def cluster_page(office: Office) -> str:
    return reverse("cycles:letter-cluster", args=[office.code])


def test_the_chair_sees_who_has_sent_and_nothing_of_what(
    client: Client, office: Office, asked: Letter, school: School, school_director: User, cluster_chair: User
) -> None:
    answer(asked.asks.get(school=school), Typed("6 ห้อง ความลับ"), by=as_member(school_director, office))
    client.force_login(cluster_chair)
    page = client.get(cluster_page(office))
    (letter,) = page.context["letters"]
    assert {(one.name, one.has_sent) for one in letter.schools} == {
        ("โรงเรียนบ้านทุ่งสาธิต", True), ("โรงเรียนบ้านนาสาธิต", False),
    }  # fmt: skip
    assert "ความลับ" not in page.content.decode()
    # Neither the letter nor the answer opens for them.
    assert client.get(reverse("cycles:letter-page", args=[office.code, asked.pk])).status_code == 404
    assert client.get(reverse("cycles:letter-mine", args=[office.code, asked.pk])).status_code == 404
    assert (
        cluster_page(office) in client.get(reverse("workspace:my-work", args=[office.code])).content.decode()
    )


def test_the_chair_of_another_cluster_sees_nothing_of_it(
    client: Client, office: Office, asked: Letter, cluster_chair: User
) -> None:
    other = Cluster.objects.create(office=office, name="กลุ่มโรงเรียนดอยสาธิต")
    cluster_chair.person.appointments.update(cluster=other)
    client.force_login(cluster_chair)
    page = client.get(cluster_page(office))
    assert page.context["letters"] == []
    assert "ขอจำนวนห้องเรียน" not in page.content.decode()


def test_what_is_not_collected_any_more_is_not_shown(
    client: Client, office: Office, asked: Letter, chief: Member, cluster_chair: User
) -> None:
    cancel_task(asked.run.tasks.get(), why="ยุติ", by=chief)
    client.force_login(cluster_chair)
    assert client.get(cluster_page(office)).context["letters"] == []


@pytest.mark.parametrize("who", ["school_director", "teacher", "head", "director", "outsider"])
def test_nobody_else_has_that_page(
    client: Client, office: Office, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(cluster_page(office)).status_code == 404


def test_the_chairs_page_costs_the_same_for_many(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, neighbour: School,
    cluster_chair: User,
) -> None:  # fmt: skip
    client.force_login(cluster_chair)
    costs = []
    for number in range(3):
        a_letter(boss, supervision, f"เรื่องที่ {number}", schools=(school, neighbour))
        with CaptureQueriesContext(connection) as found:
            assert len(client.get(cluster_page(office)).context["letters"]) == number + 1
        costs.append(len(found))
    assert len(set(costs)) == 1


def test_who_took_it_in_and_is_a_teacher_now_sees_it_no_more(
    client: Client, office: Office, letters: list[Letter], teacher: User
) -> None:
    Letter.objects.filter(pk=letters[0].pk).update(made_by=teacher)
    client.force_login(teacher)
    for page in ("cycles:letter-page", "cycles:letter-mine"):
        assert client.get(reverse(page, args=[office.code, letters[0].pk])).status_code == 404

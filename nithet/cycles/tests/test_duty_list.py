"""The order of duties as a table: words of its cells, and the way from a file to duties."""

from __future__ import annotations

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.core.tables.values import CellProblem
from nithet.cycles.duty_list.words import Titles, as_part, as_places, procedure_key
from nithet.cycles.models import Duty, DutyOrder, Task
from nithet.cycles.services.duties import void_duties
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.manuals.models import Procedure
from nithet.offices.imports.tests.steps import Road
from nithet.offices.members import Member
from nithet.offices.models import Cluster, Import, ImportProblem, Office, Person, School, Unit
from nithet.offices.tests.factories import make_appointment, make_person

# Words


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("หัวหน้า", "lead"), ("ประธานคณะทำงาน", "lead"), ("ผู้รับผิดชอบหลัก", "main"), ("ผู้รับผิดชอบ", "main"),
        ("หลัก", "main"), ("ผู้ร่วมรับผิดชอบ", "joint"), ("ร่วม", "joint"), ("รองหัวหน้า", "joint"),
    ],
)  # fmt: skip
def test_parts(text: str, part: str) -> None:
    assert as_part(text) == part


def test_a_part_that_is_none_says_what_to_type() -> None:
    with pytest.raises(CellProblem, match="ผู้รับผิดชอบหลัก"):
        as_part("สีเขียว")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("บ้านทุ่ง, บ้านดอย", ("บ้านทุ่ง", "บ้านดอย")),
        ("1. บ้านทุ่ง\n2. บ้านดอย", ("บ้านทุ่ง", "บ้านดอย")),
        ("บ้านทุ่ง และ บ้านดอย;บ้านทุ่ง", ("บ้านทุ่ง", "บ้านดอย")),
        ("- ชุมชนและวัดทุ่ง", ("ชุมชนและวัดทุ่ง",)),
        ("ทุกโรงเรียน", ()),
        ("โรงเรียนในสังกัด", ()),
        ("-", ()),
    ],
)
def test_places(text: str, places: tuple[str, ...]) -> None:
    assert as_places(text) == places


def test_titles_are_found_by_name_by_words_and_by_likeness() -> None:
    media, visits = new_id(), new_id()
    titles = Titles([("งานส่งเสริมสื่อและนวัตกรรม", media), ("การนิเทศห้องเรียนปลายทาง", visits)])
    assert titles.find("งานส่งเสริมสื่อ และนวัตกรรม").lineages == (media,)
    assert titles.find("๓. กระบวนงานส่งเสริมสื่อและนวัตกรรม").is_sure
    near = titles.find("งานส่งเสริมสื่อและนวตกรรม")
    assert (near.lineages, near.is_sure) == ((media,), False)
    assert titles.find("งานพัสดุ").lineages == ()


def test_two_procedures_of_one_name_are_a_doubt() -> None:
    found = Titles([("งานสื่อ", new_id()), ("งานสื่อ", new_id())]).find("งานสื่อ")
    assert (len(found.lineages), found.is_sure) == (2, False)


def test_a_title_of_first_words_only_keeps_them() -> None:
    assert procedure_key("งาน") == "งาน"


# From a file to duties


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision, title="งานส่งเสริมสื่อ")


@pytest.fixture
def somchai(office: Office, supervision: Unit) -> Person:
    person = make_person(office, "สมชัย สื่อดี", title="นาย", position_number="101")
    make_appointment(person, "supervisor", unit=supervision)
    return person


@pytest.fixture
def road(client: Client, administrator: User, friday: object) -> Road:
    client.force_login(administrator)
    return Road(client)


OPTIONS = {"number": "12/2570", "on": "25 ก.ย. 2569", "from_on": "1 ต.ค. 2569"}
HEADINGS = "ลำดับ,ชื่อ-สกุล,งานที่รับผิดชอบ,กลุ่มโรงเรียนที่รับผิดชอบ,หน้าที่"


def table(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode("utf-8-sig")


def counts(road: Road, *rows: str) -> dict[str, int]:
    road.to_preview("duties", "คำสั่ง.csv", table(*rows), None, **OPTIONS)
    found: dict[str, int] = road.source.counts
    return {name: found.get(name, 0) for name in ("new", "changed", "same", "bad", "doubt")}


def test_a_table_becomes_duties_and_open_work_is_given(
    road: Road,
    office: Office,
    procedure: Procedure,
    somchai: Person,
    cluster: Cluster,
    school: School,
) -> None:
    open_year(office)
    row = f'1,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,"{cluster.name}, {school.name}",ผู้รับผิดชอบหลัก'
    assert counts(road, row)["new"] == 1
    assert not Duty.objects.exists()
    road.store()
    assert road.source.state == Import.State.DONE
    order = DutyOrder.objects.get()
    assert (order.number, order.fiscal_year_be) == ("12/2570", 2570)
    assert {(d.person, d.lineage, d.cluster, d.school, d.part) for d in Duty.objects.all()} == {
        (somchai, procedure.lineage, cluster, None, "main"), (somchai, procedure.lineage, None, school, "main"),
    }  # fmt: skip
    assert set(Task.objects.values_list("assignee", flat=True)) == {somchai.pk}


def test_the_same_table_again_changes_nothing(
    road: Road, procedure: Procedure, somchai: Person, cluster: Cluster
) -> None:
    row = f"1,สมชัย  สื่อดี,งานส่งเสริมสื่อ,{cluster.name},"
    counts(road, row)
    road.store()
    before = list(Duty.objects.values())
    assert counts(road, row, "") == {"new": 0, "changed": 0, "same": 1, "bad": 0, "doubt": 0}
    road.store()
    assert list(Duty.objects.values()) == before
    assert DutyOrder.objects.count() == 1


def test_a_new_part_and_a_new_place_are_what_changes(
    road: Road, procedure: Procedure, somchai: Person, cluster: Cluster, school: School
) -> None:
    counts(road, f"1,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,{cluster.name},หลัก")
    road.store()
    found = counts(road, f'1,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,"{cluster.name},{school.name}",ร่วม')
    assert found["changed"] == 1
    road.store()
    assert {(d.place, d.part) for d in Duty.objects.all()} == {
        (cluster.name, "joint"),
        (school.name, "joint"),
    }


def test_what_was_voided_stays_so(road: Road, procedure: Procedure, somchai: Person, chief: Member) -> None:
    row = "1,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,ทุกโรงเรียน,หลัก"
    counts(road, row)
    road.store()
    void_duties(Duty.objects.all(), why="ผิดคน", by=chief)
    assert counts(road, row)["same"] == 1
    road.store()
    assert not Duty.objects.standing().exists()


def test_every_bad_row_says_why(road: Road, procedure: Procedure, somchai: Person, supervision: Unit) -> None:
    rows = (
        "1,นางไม่มี ตัวตน,งานส่งเสริมสื่อ,,หลัก",
        "2,นายสมชัย สื่อดี,งานพัสดุและครุภัณฑ์,,หลัก",
        "3,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,บ้านไม่มีจริง,หลัก",
        "4,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,,สีเขียว",
        f"5,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,{supervision.name},หลัก",
        "6,,งานส่งเสริมสื่อ,,หลัก",
        "7,นายสมชัย สื่อดี,,,หลัก",
        "8,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,,หลัก",
        "9,นายสมชัย สื่อดี,งานส่งเสริมสื่อ,,ร่วม",
    )
    assert counts(road, *rows) == {"new": 1, "changed": 0, "same": 0, "bad": 8, "doubt": 0}
    bad = ImportProblem.objects.filter(source=road.source, weight=ImportProblem.Weight.BAD)
    whys = bad.order_by("row").values_list("why", flat=True)
    words = (
        "ผู้ปฏิบัติหน้าที่ของสำนักงาน", "คู่มือที่ประกาศใช้", "ไม่พบโรงเรียน", "ไม่ใช่หน้าที่", "ไม่ใช่โรงเรียน", "ไม่มีชื่อผู้รับผิดชอบ",
        "ไม่มีชื่อกระบวนงาน", "ซ้ำกับแถว",
    )  # fmt: skip
    assert [word for word, why in zip(words, whys, strict=True) if word not in why] == []


def test_what_is_only_like_it_is_asked_and_taken_on_a_choice(
    road: Road, procedure: Procedure, somchai: Person
) -> None:
    assert counts(road, "1,นายสมชัย สื่อดี,งานส่งเสริมสื่อฯ การเรียน,,หลัก")["bad"] == 1
    assert counts(road, "1,นายสมชัย สื่อดี,งานสงเสริมสื่อ,,หลัก")["doubt"] == 1
    road.store()
    assert not Duty.objects.exists()
    counts(road, "1,นายสมชัย สื่อดี,งานสงเสริมสื่อ,,หลัก")
    road.client.post(road.url("choose"), {"all": "same"})
    road.store()
    assert Duty.objects.get().person == somchai


def test_the_number_of_the_post_tells_who(road: Road, procedure: Procedure, somchai: Person) -> None:
    content = "เลขที่ตำแหน่ง,กระบวนงาน\n101,งานส่งเสริมสื่อ".encode("utf-8-sig")
    road.to_preview("duties", "คำสั่ง.csv", content, None, **OPTIONS)
    road.store()
    assert Duty.objects.get().person == somchai


@pytest.mark.parametrize("who", ["head", "supervisor"])
def test_only_who_gives_duties_to_the_whole_office_brings_a_table(
    client: Client, office: Office, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    sent = Road(client).send("duties", "คำสั่ง.csv", table("1,ก ข,ค,,หลัก"))
    assert sent.status_code == 403

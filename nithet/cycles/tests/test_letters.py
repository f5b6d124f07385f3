"""งานแทรก: a letter is received in a minute, done like any other work, and goes up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.core.models import StoredFile
from nithet.cycles.errors import NoOpenYearError
from nithet.cycles.models import Cycle, Decision, Letter, LetterAsk, Run, Task
from nithet.cycles.services.deciding import give
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, direct, receive
from nithet.cycles.services.offering import rebuild
from nithet.cycles.services.working import assign, submit, take_up
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, School, Unit
from nithet.offices.tests.factories import DAY, make_member_user, make_school

pytestmark = pytest.mark.usefixtures("friday")
DUE = date(2026, 11, 30)
TEXT = """ด่วนที่สุด
ที่ ศธ 04009/ว 1234
สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน
15 พฤศจิกายน 2569
เรื่อง ขอให้รายงานการใช้ห้องเรียนปลายทาง
เรียน ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา
ขอให้โรงเรียนในสังกัดทุกแห่งรายงาน ภายในวันที่ 30 พฤศจิกายน 2569"""


@pytest.fixture
def year(office: Office, supervision: Unit) -> Cycle:
    make_procedure(supervision)
    return open_year(office)


def a_letter(
    by: Member, unit: Unit, *, asked: AskedOf | None = None, person: Any = None, **more: Any
) -> Letter:
    facts = LetterFacts("รายงานการใช้ห้องเรียน", DUE, DAY, from_whom="สพฐ.", number="ศธ 04009/ว 1234")
    work = Work(Doer(unit, person), asked or AskedOf(), more.pop("ask", "certify"))
    return receive(by.office, facts, work, by=by, **more)


def typed(unit: Unit, **more: Any) -> dict[str, Any]:
    facts = {
        "key": new_id(), "subject": "รายงานการใช้ห้องเรียน", "due_on": "30 พ.ย. 2569", "received_on": "20 พ.ย. 2569",
        "doer": f"unit-{unit.pk}", "ask": "certify", "schools_by": "",
    }  # fmt: skip
    return {**facts, **more}


def status_of(client: Client, address: str) -> int:
    """A file is read to its end: an open one is a warning."""
    response = client.get(address)
    if response.streaming:
        list(response)
    return response.status_code


def address(office: Office) -> str:
    return reverse("cycles:letter-receive", args=[office.code])


# It comes in


@pytest.mark.parametrize("who", ["head", "clerk", "director", "deputy", "registry", "secretary"])
def test_those_who_handle_letters_receive_one(
    client: Client, office: Office, supervision: Unit, year: Cycle, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.post(address(office), typed(supervision))
    letter = Letter.objects.get()
    assert response["Location"] == reverse("cycles:letter-page", args=[office.code, letter.pk])
    task = letter.run.tasks.get()
    assert (task.state, task.unit, task.role, task.due_on) == ("open", supervision, Role.HEAD, DUE)
    assert letter.run.lineage == letter.run.pk
    assert client.get(response["Location"]).status_code == 200
    assert Entry.objects.filter(verb="letter.received", object_id=task.pk).count() == 1


@pytest.mark.parametrize(("who", "code"), [("supervisor", 403), ("teacher", 403), ("outsider", 404)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_not(
    client: Client, office: Office, supervision: Unit, year: Cycle, who: str, code: int, method: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    client.force_login(request.getfixturevalue(who))
    assert getattr(client, method)(address(office), typed(supervision)).status_code == code
    assert not Letter.objects.exists()


def test_a_pasted_letter_fills_the_form(
    client: Client, office: Office, head: User, supervision: Unit, school: School, year: Cycle
) -> None:
    client.force_login(head)
    page = client.post(address(office), {"read": "1", "text": TEXT})
    form = page.context["form"]
    assert form.initial["subject"] == "ขอให้รายงานการใช้ห้องเรียนปลายทาง"
    assert form.initial["due_on"] == DUE
    assert form.initial["urgency"] == "most"
    assert form.initial["schools_by"] == "all"
    assert "จากข้อความ “ภายในวันที่ 30 พฤศจิกายน 2569”" in page.content.decode().replace("\xa0", " ").replace(
        "\u2060", ""
    )
    assert not Letter.objects.exists()


@pytest.mark.parametrize("fields", [{"read": "1", "text": f"ลับ\n{TEXT}"}, {"text": f"ลับ\n{TEXT}"}])
def test_a_secret_letter_is_refused(
    client: Client, office: Office, head: User, supervision: Unit, year: Cycle, fields: dict[str, str]
) -> None:
    client.force_login(head)
    response = client.post(address(office), typed(supervision, **fields))
    assert response.status_code == 422
    assert "ไม่รับหนังสือลับ" in response.content.decode()
    assert not Letter.objects.exists()


def test_sent_twice_it_is_one_letter(
    client: Client, office: Office, head: User, supervision: Unit, year: Cycle
) -> None:
    client.force_login(head)
    same = typed(supervision)
    first, second = (client.post(address(office), same)["Location"] for _ in range(2))
    assert first == second
    assert (Letter.objects.count(), Entry.objects.filter(verb="letter.received").count()) == (1, 1)


def test_it_keeps_its_files(
    client: Client, office: Office, head: User, supervision: Unit, year: Cycle
) -> None:
    client.force_login(head)
    client.post(
        address(office),
        typed(supervision, attached=[a_pdf("หนังสือ.pdf"), a_pdf("แบบ.pdf", b"%PDF-1.4 other")]),
    )
    letter = Letter.objects.get()
    assert [one["name"] for one in letter.files] == ["หนังสือ.pdf", "แบบ.pdf"]
    file = reverse("cycles:letter-file", args=[office.code, letter.pk, letter.files[0]["file"]])
    assert status_of(client, file) == 200
    assert (
        client.get(reverse("cycles:letter-file", args=[office.code, letter.pk, new_id()])).status_code == 404
    )


def test_a_file_that_is_not_what_it_says_is_refused(
    client: Client, office: Office, head: User, supervision: Unit, year: Cycle
) -> None:
    client.force_login(head)
    response = client.post(address(office), typed(supervision, attached=[a_pdf("หนังสือ.pdf", b"MZ no pdf")]))
    assert response.status_code == 422
    assert "ไม่ตรงกับนามสกุลไฟล์" in response.content.decode()
    assert (Letter.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("subject", "", "โปรดพิมพ์ชื่อเรื่อง"),
        ("due_on", "", "โปรดระบุวันครบกำหนด"),
        ("due_on", "30 พ.ย. 2579", "โปรดตรวจปี พ.ศ."),
        ("received_on", "21 พ.ย. 2569", "วันที่รับต้องไม่เกินวันนี้"),
        ("answers_due_on", "1 ธ.ค. 2569", "ต้องไม่เกินวันครบกำหนด"),
        ("doer", "unit-x", ""),
        ("schools_by", "list", "โปรดเลือกโรงเรียนอย่างน้อย 1 แห่ง"),
        ("schools_by", "clusters", "โปรดเลือกกลุ่มโรงเรียนอย่างน้อย 1 กลุ่ม"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client,
    office: Office,
    head: User,
    supervision: Unit,
    year: Cycle,
    field: str,
    value: str,
    says: str,
) -> None:
    client.force_login(head)
    response = client.post(address(office), typed(supervision, from_whom="สพฐ.", **{field: value}))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert "สพฐ." in response.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        ("all", {"a", "b", "c"}),
        ("small", {"b"}),
        ("highland", {"c"}),
        ("clusters", {"a"}),
        ("list", {"a", "c"}),
        ("", set()),
    ],
)
def test_schools_are_asked_as_chosen(
    client: Client,
    office: Office,
    head: User,
    supervision: Unit,
    year: Cycle,
    school: School,
    by: str,
    asked: set[str],
) -> None:
    school.name, school.pupils = "a", 300
    school.save()
    make_school(office, "b", pupils=80)
    third = make_school(office, "c", pupils=300, is_highland=True)
    client.force_login(head)
    more = {"schools_by": by, "clusters": [school.cluster_id], "schools": [school.pk, third.pk]}
    client.post(address(office), typed(supervision, **more))
    assert set(LetterAsk.objects.values_list("school__name", flat=True)) == asked


def test_the_head_gives_it_to_the_own_division_only(
    client: Client, office: Office, head: User, supervision: Unit, ict: Unit, supervisor: User,
    computer_officer: User, year: Cycle,
) -> None:  # fmt: skip
    client.force_login(head)
    mine = f"person-{supervisor.person.pk}-{supervision.pk}"
    client.post(address(office), typed(supervision, doer=mine))
    assert Letter.objects.get().run.tasks.get().assignee == supervisor.person
    for other in (f"unit-{ict.pk}", f"person-{computer_officer.person.pk}-{ict.pk}"):
        assert client.post(address(office), typed(supervision, doer=other)).status_code == 422
    assert Letter.objects.count() == 1


def test_without_an_open_year_nothing_is_received(office: Office, boss: Member, supervision: Unit) -> None:
    with pytest.raises(NoOpenYearError):
        a_letter(boss, supervision)
    assert not Run.objects.exists()


# It is work like any other


def test_a_letter_that_asks_nobody_is_done_by_the_work_log(
    boss: Member, doer: Member, second: Member, supervision: Unit, year: Cycle
) -> None:
    letter = a_letter(boss, supervision)
    task = letter.run.tasks.get()
    assign(task, doer.person, by=boss)
    take_up(task, by=doer)
    write_log(task, "ประชุมแล้ว", on=DAY, by=doer)
    task.refresh_from_db()
    assert (task.done, task.target, task.is_met) == (1, 1, True)
    assert rebuild(Task.objects.all()) == 0
    submit(task, "", by=doer)
    decision = Decision.objects.get(round__task=task, state="current")
    assert decision.ask == "certify"
    give(decision, "", by=boss)
    task.refresh_from_db()
    assert task.state == "done"


def test_what_must_go_up_goes_up(
    boss: Member, doer: Member, second: Member, chief: Member, supervision: Unit, year: Cycle
) -> None:
    letter = a_letter(boss, supervision, person=doer.person, ask="acknowledge")
    task = letter.run.tasks.get()
    assert task.actions == ["propose"]
    submit(task, "ไม่ต้องแนบเอกสาร", by=doer)
    assert list(Decision.objects.filter(round__task=task).values_list("role", "ask")) == [
        ("head", "pass_on"), ("deputy", "pass_on"), ("director", "acknowledge")
    ]  # fmt: skip


PAGES = ("cycles:task-page", "cycles:run-page", "cycles:letter-page")


def test_its_pages_open(
    client: Client, office: Office, head: User, boss: Member, supervision: Unit, school: School, year: Cycle
) -> None:
    letter = a_letter(boss, supervision, asked=AskedOf(schools=[school]))
    task = letter.run.tasks.get()
    client.force_login(head)
    for name, pk in zip(PAGES, (task.pk, letter.run.pk, letter.pk), strict=True):
        page = client.get(reverse(name, args=[office.code, pk]), follow=True)
        assert page.status_code == 200
        assert "รายงานการใช้ห้องเรียน" in page.content.decode()
    for query in ("", "?view=table", "?format=xlsx", "?mine=on"):
        assert status_of(client, reverse("cycles:year-chart", args=[office.code]) + query) == 200
    assert "งานแทรก" in client.get(reverse("cycles:year-chart", args=[office.code])).content.decode()
    for query in ("?format=xlsx", "?format=csv", "?format=print"):
        assert status_of(client, reverse("cycles:letter-page", args=[office.code, letter.pk]) + query) == 200


def test_strangers_and_schools_do_not_see_it(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, year: Cycle,
    teacher: User, school_director: User, ict_head: User, outsider: User,
) -> None:  # fmt: skip
    letter = a_letter(boss, supervision, asked=AskedOf(schools=[school]))
    task = letter.run.tasks.get()
    for who in (teacher, school_director, ict_head, outsider):
        client.force_login(who)
        for name, pk in zip(PAGES, (task.pk, letter.run.pk, letter.pk), strict=True):
            assert client.get(reverse(name, args=[office.code, pk])).status_code == 404


def test_it_stands_on_the_desk_under_its_tab_the_most_urgent_first(
    client: Client,
    office: Office,
    boss: Member,
    doer: Member,
    supervisor: User,
    supervision: Unit,
    year: Cycle,
) -> None:
    for subject, urgency, due in (("ก", "", 25), ("ข", "most", 30), ("ค", "urgent", 24), ("ง", "", 12)):
        facts = LetterFacts(subject, date(2026, 11, due), DAY, from_whom="สพฐ.", urgency=urgency)
        receive(office, facts, Work(Doer(supervision, doer.person)), by=boss)
    client.force_login(supervisor)
    groups = client.get(reverse("workspace:my-work", args=[office.code])).context["groups"]
    rows = {group.key: [row.task.title for row in group.rows] for group in groups}
    assert rows["adhoc"] == ["ข", "ค", "ก"]
    assert "ง" in rows["late"]
    whys = [row.why for group in groups if group.key == "adhoc" for row in group.rows]
    assert whys[0] == "งานแทรก · ด่วนที่สุด · สพฐ."
    assert client.get(reverse("workspace:my-work", args=[office.code]) + "?tab=adhoc").status_code == 200


# สั่งการ


def test_who_is_directed_has_a_task_of_their_own(
    supervision: Unit, chief: Member, doer: Member, year: Cycle
) -> None:
    task, key = task_of(make_procedure_of(year), "1"), new_id()
    words = "ให้ติดตามโรงเรียนที่ยังไม่ส่ง\nและรายงานทุกสัปดาห์"
    made = direct(task, doer.person, words, DUE, by=chief, key=key)
    assert (made.title, made.assignee, made.unit, made.due_on) == (
        "ให้ติดตามโรงเรียนที่ยังไม่ส่ง", doer.person, supervision, DUE,
    )  # fmt: skip
    assert made.run.letter.directed_from == task
    assert direct(task, doer.person, words, DUE, by=chief, key=key) == made
    assert Letter.objects.count() == 1


def make_procedure_of(year: Cycle) -> Any:
    run = Run.objects.get(cycle=year)
    assert run.procedure
    return run.procedure


# Many


def test_a_letter_to_many_costs_as_much_as_one_to_few(
    client: Client, office: Office, head: User, boss: Member, supervision: Unit, year: Cycle,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    few = [make_school(office, f"โรงเรียน {n}") for n in range(2)]
    letters = [a_letter(boss, supervision, asked=AskedOf(schools=few))]
    many = few + [make_school(office, f"โรงเรียนที่ {n}") for n in range(30)]
    letters.append(a_letter(boss, supervision, asked=AskedOf(schools=many)))
    client.force_login(head)
    counts = []
    for letter in letters:
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse("cycles:letter-page", args=[office.code, letter.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_received_by_two_who_press_at_once_are_two_letters(
    boss: Member, chief: Member, supervision: Unit, year: Cycle
) -> None:
    """A key out of another's copied page is no double send."""
    key = new_id()
    first, second = a_letter(boss, supervision, key=key), a_letter(chief, supervision, key=key)
    assert first.run_id == key
    assert second.run_id != key


def test_people_without_a_unit_are_directed_too(
    office: Office, supervision: Unit, chief: Member, school: School, year: Cycle
) -> None:
    lone = make_member_user(office, Role.SECRETARY, username="lone")
    task = task_of(make_procedure_of(year), "1")
    assert direct(task, lone.person, "จัดแฟ้ม", DUE, by=chief).unit == task.unit

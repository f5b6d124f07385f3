"""The overview: who has one, numbers against tasks counted by hand, and the lists behind the numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles import access, words
from nithet.cycles.models import Cycle, Decision, Task
from nithet.cycles.queries import current_decision, tally
from nithet.cycles.queries import overview as counting
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

PAGES = ("workspace:overview", "workspace:overview-tasks", "workspace:lacking")
# Ten steps, each in every month: on the day of the tests all have begun and none is late.
TEN = [{"title": f"ขั้นตอนที่ {n}", "months": [10, 11, 12], "actions": ["operate"]} for n in range(1, 11)]
YESTERDAY, LONG_AGO = date(2026, 11, 19), date(2026, 11, 2)


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision, TEN, title="งานนับด้วยมือ")


@pytest.fixture
def cycle(office: Office, procedure: Procedure) -> Cycle:
    return open_year(office)


def put(procedure: Procedure, number: int, **facts: Any) -> Task:
    task = task_of(procedure, str(number))
    Task.objects.filter(pk=task.pk).update(**facts)
    return task


@pytest.fixture
def counted(cycle: Cycle, procedure: Procedure, supervisor: User) -> None:
    """Of ten: 2 done, 1 submitted, 2 late (one of them sent back), 1 sent back in time, 1 to come, 1 skipped, 1 cancelled, 1 begun."""
    doer = supervisor.person
    put(procedure, 1, state="done")
    put(procedure, 2, state="done", due_on=YESTERDAY)
    put(procedure, 3, state="submitted", due_on=YESTERDAY, assignee=doer)
    put(procedure, 4, due_on=YESTERDAY, assignee=doer)
    put(procedure, 5, due_on=LONG_AGO, times_returned=1, assignee=doer, reason="แก้ตัวเลข")
    put(procedure, 6, times_returned=2, assignee=doer, reason="แก้คำผิด")
    put(procedure, 7, starts_on=date(2026, 12, 1))
    put(procedure, 8, state="skipped")
    put(procedure, 9, state="void")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 200), ("deputy", 200), ("head", 200), ("supervisor", 404), ("clerk", 404), ("secretary", 404),
        ("planning", 404), ("auditor", 404), ("school_director", 404), ("teacher", 404), ("outsider", 404),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("cycle")
def test_those_who_decide_for_divisions_have_an_overview(
    client: Client, office: Office, name: str, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name, args=[office.code])).status_code == code


@pytest.mark.usefixtures("counted")
def test_the_year_stands_as_counted_by_hand(client: Client, office: Office, director: User) -> None:
    client.force_login(director)
    response = client.get(reverse("workspace:overview", args=[office.code]))
    total = response.context["total"]
    assert total == counting.Count7(done=2, sub=1, late=2, back=1, open=1, wait=1, void=1, returned=2)
    assert total.total == 9  # the cancelled one is neither done nor to be done
    text = response.content.decode()
    assert "2 จาก 9 ขั้นตอน" in text
    assert "เกินกำหนด 2" in text
    assert "รอพิจารณา 1" in text
    assert "ปีงบประมาณ พ.ศ. 2570" in text


@pytest.mark.usefixtures("counted")
def test_every_task_is_counted_as_its_own_words_say(cycle: Cycle, chief: Member) -> None:
    """The database and `words.standing` agree on each task."""
    tasks = counting.in_year(access.overseen_tasks(chief), cycle)
    for code, fits in counting.kinds(chief.on).items():
        for task in tasks.filter(fits):
            expected = "late" if task.days_late(on=chief.on) else words.standing(task, on=chief.on).code
            assert code == expected, task.title
    counts = counting.total_of(counting.by_division(tasks, on=chief.on))
    kept = tally(tasks, on=chief.on)
    assert (counts.total, counts.done, counts.late) == (kept.total, kept.done, kept.late)
    assert (counts.sub, counts.returned) == (kept.submitted, kept.returned)


@pytest.fixture
def chief(office: Office, director: User) -> Member:
    return as_member(director, office)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("by", ["unit", "procedure", "person"])
def test_each_way_of_counting_comes_to_the_same_total(
    client: Client, office: Office, director: User, by: str
) -> None:
    client.force_login(director)
    response = client.get(reverse("workspace:overview", args=[office.code]), {"by": by})
    lines = [shown.line for shown in response.context["lines"]]
    assert counting.total_of(lines) == response.context["total"]
    if by == "person":
        assert [(line.title, line.count.total) for line in lines][-1] == ("ยังไม่มีผู้รับเรื่อง", 5)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"state": "late"}, ["4", "5"]),
        ({"state": "back"}, ["5", "6"]),
        ({"state": "sub"}, ["3"]),
        ({"state": "done"}, ["1", "2"]),
        ({"state": "void"}, ["8"]),
        ({"who": "none", "state": "open"}, ["10"]),
        ({"month": "11"}, ["2", "3", "4", "5"]),
        ({"q": "ขั้นตอนที่ 10"}, ["10"]),
        ({"q": "นับด้วยมือ", "state": "wait"}, ["7"]),
        ({"run": "not-a-run"}, []),
        ({"week": "2026-11-16"}, ["2", "3", "4"]),
        ({"week": "next"}, []),
        ({"desk": "head.nonsense"}, []),
        ({"unit": "nonsense", "state": "sub"}, ["3"]),
    ],
)
def test_a_list_holds_what_its_filter_says(
    client: Client, office: Office, director: User, query: dict[str, str], numbers: list[str]
) -> None:
    client.force_login(director)
    response = client.get(reverse("workspace:overview-tasks", args=[office.code]), query)
    assert response.status_code == 200
    assert sorted(row.row.task.number for row in response.context["rows"]) == sorted(numbers)


@pytest.mark.usefixtures("counted")
def test_two_clicks_lead_from_the_number_to_the_task(client: Client, office: Office, head: User) -> None:
    client.force_login(head)
    page = client.get(reverse("workspace:overview", args=[office.code])).content.decode()
    listed = f"{reverse('workspace:overview-tasks', args=[office.code])}?year=2570&amp;state=late"
    assert listed in page
    task = Task.objects.get(number="4")
    second = client.get(listed.replace("&amp;", "&")).content.decode()
    assert reverse("cycles:task-page", args=[office.code, task.pk]) in second


def test_a_head_and_a_deputy_see_their_own_divisions_only(
    client: Client, office: Office, cycle: Cycle, head: User, ict: Unit, director: User
) -> None:
    other = make_procedure(ict, TEN[:3], title="งานของอีกกลุ่ม")
    open_year(office)
    totals = {}
    for user in (head, director):
        client.force_login(user)
        totals[user] = client.get(reverse("workspace:overview", args=[office.code])).context["total"].total
    assert totals == {head: 10, director: 13}
    client.force_login(head)
    run = other.runs.get()
    response = client.get(reverse("workspace:overview-tasks", args=[office.code]), {"run": str(run.pk)})
    assert response.context["rows"] == []
    assert "งานของอีกกลุ่ม" not in response.content.decode()


@pytest.fixture
def doer(office: Office, supervisor: User) -> Member:
    return as_member(supervisor, office)


def proposed(task: Task, doer: Member) -> Task:
    attach_file(task, a_pdf(), by=doer)
    task.refresh_from_db()
    return submit(task, "", by=doer)


def test_it_says_before_whom_a_matter_lies_and_since_when(
    client: Client, office: Office, supervision: Unit, doer: Member, head: User, deputy: User, director: User
) -> None:
    procedure = make_procedure(
        supervision, [{"title": "เสนอแผน", "months": [11], "actions": ["propose"], "ask": "approve"}]
    )
    open_year(office)
    task = proposed(task_of(procedure, "1"), doer)
    client.force_login(director)
    address = reverse("workspace:overview", args=[office.code])
    (desk,) = client.get(address).context["desks"]
    assert (desk.who, desk.names) == (f"ผอ.{supervision.short_name}", head.person.name)
    decision = current_decision(task)
    assert decision
    give(decision, "", by=as_member(head, office))
    (desk,) = client.get(address).context["desks"]
    decision.refresh_from_db()
    assert (desk.names, desk.waiting[0].since) == (deputy.person.name, decision.decided_at)
    response = client.get(reverse("workspace:overview-tasks", args=[office.code]), {"desk": desk.key})
    assert [row.row.task for row in response.context["rows"]] == [task]
    assert response.context["rows"][0].with_whom == "รอง ผอ. ที่กำกับ"


def test_the_desk_of_a_section_has_its_heads_name(
    office: Office, supervision: Unit, ict: Unit, director: User
) -> None:
    head = make_member_user(office, Role.SECTION_HEAD, unit=supervision)
    make_member_user(office, Role.SECTION_HEAD, unit=ict)
    asked = Decision(office=office, role=Role.SECTION_HEAD, unit=supervision, ask="pass_on")
    waiting = counting.Waiting(asked, datetime(2026, 11, 18, tzinfo=UTC))
    (desk,) = counting.desks_of(as_member(director, office), [waiting])
    assert desk.names == head.person.name


def test_it_says_what_was_sent_back_and_why(
    client: Client, office: Office, procedure: Procedure, cycle: Cycle, doer: Member, head: User
) -> None:
    boss, task = as_member(head, office), task_of(procedure, "1")
    for number in ("1", "2"):
        decision = current_decision(proposed(task_of(procedure, number), doer))
        assert decision
        send_back(decision, "โปรดแนบรายชื่อผู้เข้าร่วม", by=boss)
    client.force_login(head)
    response = client.get(reverse("workspace:overview", args=[office.code]))
    assert [reason.times for reason in response.context["reasons"]] == [2]
    page = response.content.decode()
    assert page.count("โปรดแนบรายชื่อผู้เข้าร่วม") == 3
    assert reverse("cycles:task-page", args=[office.code, task.pk]) in page


@pytest.mark.parametrize("by", ["unit", "procedure", "person"])
def test_the_table_comes_as_a_file_and_on_paper(
    client: Client, office: Office, director: User, counted: None, by: str
) -> None:
    client.force_login(director)
    address = reverse("workspace:overview", args=[office.code])
    response = client.get(address, {"by": by, "format": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert any(",9,2,2,1,2,1,1,1" in line or ",4,0,2,1,2,0,0,0" in line for line in lines)
    assert "data-print-now" in client.get(address, {"by": by, "format": "print"}).content.decode()


def test_the_list_comes_as_a_file(client: Client, office: Office, director: User, counted: None) -> None:
    client.force_login(director)
    address = reverse("workspace:overview-tasks", args=[office.code])
    response = client.get(address, {"state": "late", "format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "ขั้นตอนที่ 4" in text
    assert "ขั้นตอนที่ 1," not in text
    assert len(text.splitlines()) == 3


def test_past_years_can_be_looked_at(
    client: Client, office: Office, director: User, procedure: Procedure, cycle: Cycle
) -> None:
    Cycle.objects.create(
        office=office, fiscal_year_be=2569, starts_on=date(2025, 10, 1), ends_on=date(2026, 9, 30),
        state="closed", opened_at=cycle.opened_at,
    )  # fmt: skip
    client.force_login(director)
    response = client.get(reverse("workspace:overview", args=[office.code]), {"year": "2569"})
    assert response.context["cycle"].fiscal_year_be == 2569
    assert "ยังไม่มีงานที่ท่านกำกับดูแล" in response.content.decode()
    assert (
        client.get(reverse("workspace:overview", args=[office.code]), {"year": "x"}).context["cycle"] == cycle
    )


def test_work_of_a_closed_year_that_goes_on_is_told(
    client: Client, office: Office, director: User, procedure: Procedure
) -> None:
    old = open_year(office, year_be=2569)
    open_year(office)
    some = Task.objects.filter(run__cycle=old, number__in=("1", "2"))
    some.update(is_carried_over=True)
    client.force_login(director)
    page = client.get(reverse("workspace:overview", args=[office.code])).content.decode()
    assert "งานยกมาจากปีงบประมาณ พ.ศ. 2569 ที่ยังไม่เสร็จ 2 ขั้นตอน" in page
    some.update(state="done")
    page = client.get(reverse("workspace:overview", args=[office.code])).content.decode()
    assert "งานยกมาจากปีงบประมาณ" not in page


def test_what_was_refused_is_found_and_not_counted(
    client: Client, office: Office, director: User, cycle: Cycle, procedure: Procedure
) -> None:
    refused, stopped = put(procedure, 1, state="void", is_refused=True), put(procedure, 2, state="waiting")
    Task.objects.filter(pk=stopped.pk).update(is_stopped=True, due_on=YESTERDAY)
    client.force_login(director)
    total = client.get(reverse("workspace:overview", args=[office.code])).context["total"]
    assert (total.total, total.late, total.wait) == (9, 0, 1)
    response = client.get(reverse("workspace:overview-tasks", args=[office.code]), {"state": "refused"})
    assert [row.row.task for row in response.context["rows"]] == [refused]


def test_before_the_first_year_it_shows_the_way_on(client: Client, office: Office, director: User) -> None:
    client.force_login(director)
    page = client.get(reverse("workspace:overview", args=[office.code])).content.decode()
    assert reverse("cycles:cycle-start", args=[office.code]) in page


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


COUNTED = ("", "?by=procedure", "?by=person", "tasks/", "tasks/?state=late", "lacking/", "lacking/?within=90")


def test_its_pages_cost_the_same_for_one_task_and_fifty(
    client: Client, office: Office, supervision: Unit, director: User, head: User, doer: Member
) -> None:
    client.force_login(director)
    address = reverse("workspace:overview", args=[office.code])
    boss = as_member(head, office)
    _year_of(supervision, doer, boss, 1)
    one = {page: queries_of(client, address + page) for page in COUNTED}
    _year_of(supervision, doer, boss, 24)
    assert {page: queries_of(client, address + page) for page in COUNTED} == one


def _year_of(unit: Unit, doer: Member, boss: Member, count: int) -> None:
    """Procedures of two steps: a late one that was sent back, and a submitted one."""
    for number in range(count):
        made = make_procedure(unit, TEN[:2], title=f"งานที่ {number}")
        open_year(unit.office)
        Task.objects.filter(run__procedure=made).update(assignee=doer.person)
        proposed(task_of(made, "2"), doer)
        task = proposed(task_of(made, "1"), doer)
        decision = current_decision(task)
        assert decision
        send_back(decision, "แก้ไข", by=boss)
        Task.objects.filter(pk=task.pk).update(due_on=YESTERDAY, times_returned=2, is_met=False)


def test_a_damaged_key_of_a_desk_means_nothing_there(chief: Member) -> None:
    assert not counting.at_desk(Task.objects.all(), f"head.{UUID(int=0)}").exists()

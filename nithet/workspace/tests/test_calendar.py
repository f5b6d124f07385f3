"""ปฏิทิน: what is on which day, by month and by week, mine and my divisions'."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.cycles.models import LetterAsk, Task
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.models import Holiday, Office, School, Semester, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.workspace.calendar import period_of
from nithet.workspace.happenings import Kind, my_happenings, unit_happenings

pytestmark = pytest.mark.usefixtures("friday")

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
STEPS: list[dict[str, Any]] = [
    {"title": "จัดตั้งคณะทำงาน", "months": [10], "actions": ["appoint"]},
    {"title": "สำรวจห้องเรียนปลายทาง", "months": [11], "actions": ["operate"]},
    {"title": "นิเทศทุกเดือน", "months": [10, 11, 12], "actions": ["operate"]},
]


@pytest.fixture
def procedure(office: Office, supervision: Unit) -> Procedure:
    made = make_procedure(supervision, STEPS)
    open_year(office)
    return made


def give(procedure: Procedure, number: str, user: User, **facts: Any) -> Task:
    task = task_of(procedure, number)
    Task.objects.filter(pk=task.pk).update(assignee=user.person, **facts)
    task.refresh_from_db()
    return task


def page(client: Client, user: User, **query: str) -> Any:
    client.force_login(user)
    response = client.get(reverse("workspace:calendar", args=[user.person.office.code]), query)
    assert response.status_code == 200
    return response


def on_days(user: User, office: Office) -> set[tuple[date, str, str]]:
    return {(one.day, str(one.kind), one.title) for one in my_happenings(as_member(user, office), NOVEMBER)}


def asked_of_school(head: User, office: Office, unit: Unit, school: School) -> LetterAsk:
    by = as_member(head, office)
    facts = LetterFacts("รายงานอินเทอร์เน็ต", date(2026, 11, 27), DAY, answers_due_on=date(2026, 11, 25))
    letter = receive(office, facts, Work(Doer(unit, by.person), AskedOf(schools=[school]), "certify"), by=by)
    return letter.asks.get()


def test_a_task_stands_on_its_first_and_its_due_day(
    office: Office, procedure: Procedure, supervisor: User
) -> None:
    task = give(procedure, "2", supervisor, starts_on=date(2026, 11, 16), due_on=date(2026, 11, 24))
    found = on_days(supervisor, office)
    assert (date(2026, 11, 16), Kind.WINDOW, task.title) in found
    assert (date(2026, 11, 24), Kind.DUE, task.title) in found


def test_others_work_is_not_in_it(office: Office, procedure: Procedure, supervisor: User, head: User) -> None:
    task = give(procedure, "2", supervisor)
    assert task.title not in {title for _, _, title in on_days(head, office)}


def test_what_is_done_stays_and_says_so(office: Office, procedure: Procedure, supervisor: User) -> None:
    give(procedure, "2", supervisor, state="done", due_on=date(2026, 11, 18))
    due = [one for one in my_happenings(as_member(supervisor, office), NOVEMBER) if one.kind == Kind.DUE]
    assert [(one.day, one.is_over) for one in due if one.title == STEPS[1]["title"]] == [
        (date(2026, 11, 18), True)
    ]


def test_what_is_asked_of_a_school_stands_on_the_day_of_its_answer(
    client: Client, office: Office, procedure: Procedure, supervision: Unit, school: School, head: User,
    school_director: User, teacher: User,
) -> None:  # fmt: skip
    ask = asked_of_school(head, office, supervision, school)
    assert (date(2026, 11, 25), Kind.ASK, "รายงานอินเทอร์เน็ต") in on_days(school_director, office)
    assert on_days(teacher, office) == set()
    mine = on_days(head, office)
    assert (date(2026, 11, 25), Kind.ANSWERS, "รายงานอินเทอร์เน็ต") in mine
    assert (date(2026, 11, 27), Kind.LETTER, "รายงานอินเทอร์เน็ต") in mine
    text = page(client, school_director).content.decode()
    assert reverse("cycles:ask-page", args=[office.code, ask.pk]) in text


def test_the_dates_are_those_of_my_work_and_of_notices(
    client: Client, office: Office, procedure: Procedure, supervision: Unit, school: School, head: User,
    school_director: User, supervisor: User,
) -> None:  # fmt: skip
    from nithet.cycles.telling.collecting import asked, due_tasks

    give(procedure, "2", supervisor, due_on=date(2026, 11, 23), taken_up_at=now())
    asked_of_school(head, office, supervision, school)
    told = {(one.title, one.detail) for one in (*due_tasks(None, DAY), *asked(None, DAY))}
    assert (STEPS[1]["title"], "ครบกำหนด 23 พฤศจิกายน 2569") in told
    assert ("รายงานอินเทอร์เน็ต", "ส่งภายใน 25 พฤศจิกายน 2569") in told
    assert (date(2026, 11, 23), Kind.DUE, STEPS[1]["title"]) in on_days(supervisor, office)
    assert (date(2026, 11, 25), Kind.ASK, "รายงานอินเทอร์เน็ต") in on_days(school_director, office)


def test_what_waits_for_a_decision_stands_before_the_one_who_decides(
    office: Office, procedure: Procedure, supervisor: User, head: User
) -> None:
    task = give(procedure, "2", supervisor, due_on=date(2026, 11, 24))
    submit(task, "เสนอผล", by=as_member(supervisor, office))
    assert (date(2026, 11, 24), Kind.DECISION, task.title) in on_days(head, office)


def test_holidays_and_school_breaks_are_there_for_all(client: Client, office: Office, teacher: User) -> None:
    Holiday.objects.create(office=office, on=date(2026, 10, 23), name="วันปิยมหาราช")
    for number, first, last in (
        (1, date(2026, 5, 16), date(2026, 10, 10)),
        (2, date(2026, 11, 1), date(2027, 3, 31)),
    ):
        Semester.objects.create(
            office=office, academic_year_be=2569, number=number, starts_on=first, ends_on=last
        )
    text = page_text(page(client, teacher, month="2569-10"))
    assert "วันปิยมหาราช" in text
    assert "ปิดภาคเรียนที่ 1/2569" in text
    october = (date(2026, 10, 1), date(2026, 10, 31))
    (rest,) = [one for one in my_happenings(as_member(teacher, office), october) if one.kind == Kind.BREAK]
    assert (rest.day, rest.until) == (date(2026, 10, 11), date(2026, 10, 31))


def test_the_month_is_a_table_of_whole_weeks_with_today_marked(
    client: Client, procedure: Procedure, supervisor: User
) -> None:
    response = page(client, supervisor)
    weeks = response.context["weeks"]
    assert {len(week) for week in weeks} == {7}
    assert (weeks[0][0].day, weeks[-1][-1].day) == (date(2026, 10, 26), date(2026, 12, 6))
    assert [day.day for week in weeks for day in week if day.is_today] == [DAY]
    assert response.content.decode().count('<th scope="col">') == 7
    assert "ปฏิทิน พฤศจิกายน 2569" in page_text(response)


def test_a_phone_lists_only_days_that_have_something(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    Task.objects.update(assignee=None, role="clerk")
    give(procedure, "2", supervisor, starts_on=date(2026, 11, 16), due_on=date(2026, 11, 24))
    listed = page(client, supervisor).context["listed"]
    assert [day.day.day for day in listed] == [16, 24]
    week = page(client, supervisor, week="2569-11-18").context["listed"]
    assert [day.day.day for day in week] == [16, 17, 18, 19, 20, 21, 22]


def test_one_goes_on_to_other_months_and_weeks_and_back(
    client: Client, procedure: Procedure, supervisor: User
) -> None:
    ways = page(client, supervisor, month="2569-12").context["ways"]
    assert (ways["before"], ways["after"], ways["today"]) == (
        "?month=2569-11", "?month=2570-01", "?month=2569-11",
    )  # fmt: skip
    ways = page(client, supervisor, week="2569-12-30").context["ways"]
    assert (ways["before"], ways["after"]) == ("?week=2569-12-27", "?week=2570-01-04")


@pytest.mark.parametrize(
    "typed", ["", "2569", "2569-13", "0000-01", "9999-12", "๒๕๖๙-๑๓", "x", "2569-02-31", "' OR 1"]
)
def test_what_is_no_month_is_this_month(typed: str) -> None:
    assert period_of(typed, "", on=DAY).span == NOVEMBER
    assert period_of("", typed or "?", on=DAY).first == date(2026, 11, 16)


def test_thai_digits_are_digits() -> None:
    assert period_of("๒๕๖๙-๑๒", "", on=DAY).first == date(2026, 12, 1)


def test_who_oversees_sees_the_divisions_days(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User, ict_head: User
) -> None:
    task = give(procedure, "2", supervisor, due_on=date(2026, 11, 24))
    assert task.title not in page_text(page(client, head))
    shown = page_text(page(client, head, of="units"))
    assert task.title in shown
    assert supervisor.person.name in shown
    assert task.title not in page_text(page(client, ict_head, of="units"))
    assert all(one.kind != Kind.WINDOW for one in unit_happenings(as_member(head, office), NOVEMBER))


def test_who_oversees_nothing_has_only_their_own(
    client: Client, procedure: Procedure, supervisor: User, supervisor2: User
) -> None:
    task = give(procedure, "2", supervisor, due_on=date(2026, 11, 24))
    response = page(client, supervisor2, of="units")
    assert response.context["scopes"] == []
    assert task.title not in page_text(response)


def test_work_that_lasts_longer_than_what_is_shown_is_told_beneath(
    client: Client, procedure: Procedure, supervisor: User
) -> None:
    task = give(procedure, "2", supervisor, starts_on=date(2026, 10, 1), due_on=date(2027, 3, 31))
    text = page_text(page(client, supervisor, week="2569-11-18"))
    assert "อยู่ในช่วงดำเนินการตลอดสัปดาห์นี้" in text
    assert task.title in text


def test_a_full_day_says_how_many_more_there_are(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    make_procedure(
        supervision, [{"title": f"ขั้นที่ {n}", "months": [11], "actions": ["operate"]} for n in range(6)]
    )
    open_year(office)
    Task.objects.update(assignee=supervisor.person, starts_on=DAY, due_on=DAY)
    assert "อีก 3 เรื่อง" in page_text(page(client, supervisor))


def test_an_empty_month_leads_on(client: Client, office: Office, supervisor: User, teacher: User) -> None:
    text = page(client, supervisor).content.decode()
    assert "เดือนนี้ไม่มีงานที่เริ่มหรือครบกำหนด" in text
    assert reverse("cycles:year-chart", args=[office.code]) in text
    assert "เดือนนี้ไม่มีงานที่เริ่มหรือครบกำหนด" in page_text(page(client, teacher))


def test_my_work_leads_to_it(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    text = client.get(reverse("workspace:my-work", args=[office.code])).content.decode()
    assert reverse("workspace:calendar", args=[office.code]) in text
    assert "ดูปฏิทิน" in text


def test_strangers_do_not_find_it(client: Client, office: Office, outsider: User) -> None:
    client.force_login(outsider)
    assert client.get(reverse("workspace:calendar", args=[office.code])).status_code == 404


@pytest.mark.parametrize("whose", ["", "units"])
def test_it_costs_the_same_whatever_there_is(
    client: Client, office: Office, supervision: Unit, head: User, whose: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            page(client, head, of=whose)
        return len(counted)

    make_procedure(supervision, STEPS)
    open_year(office)
    Task.objects.update(assignee=head.person)
    page(client, head)
    few = cost()
    make_procedure(supervision, STEPS * 5, title="อีกงาน")
    open_year(office)
    Task.objects.update(assignee=head.person)
    assert len(my_happenings(as_member(head, office), NOVEMBER)) > 10
    assert cost() == few

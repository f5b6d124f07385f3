"""What a person has in hand goes to a successor: at once, on a day to come, in parts, and back again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.errors import RefusedError
from nithet.cycles.errors import (
    DutyGivenAgainError,
    HandOverStateError,
    NothingInHandError,
    SuccessorActedError,
    SuccessorError,
)
from nithet.cycles.models import Answer, Duty, HandOver, Task
from nithet.cycles.services.handing_over import Wanted, accept_hand_over, cancel_hand_over, hand_over_all
from nithet.cycles.services.working import submit, take_up
from nithet.cycles.tests.duty_factories import FIRST, LAST, make_duty, make_order
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Leave, Office, Person, Role, Unit
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import DAY, as_member, make_appointment, make_person
from nithet.thai.dates import BANGKOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
LATER = date(2026, 12, 1)


@pytest.fixture
def procedure(supervision: Unit, supervisor: User) -> Procedure:
    """All of its tasks are the supervisor's."""
    made = make_procedure(supervision)
    open_year(made.office)
    Task.objects.update(assignee=supervisor.person)
    return made


@pytest.fixture
def giver(supervisor: User) -> Person:
    return supervisor.person


@pytest.fixture
def successor(supervisor2: User) -> Person:
    return supervisor2.person


def url(office: Office, name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=[office.code, *args])


def holders_of_tasks() -> set[Person | None]:
    return {task.assignee for task in Task.objects.select_related("assignee")}


def remembered(office: Office, unit: Unit, person: Person) -> Answer:
    value = {"unit": str(unit.pk), "role": "", "person": str(person.pk)}
    return Answer.objects.create(
        office=office, question="responsible", wording="เจ้าหน้าที่@supervision", value=value, answered_at=now()
    )


# Today


def test_everything_goes_at_once_and_each_tells_it(
    office: Office, supervision: Unit, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    take_up(task_of(procedure, "1"), by=as_member(giver.user, office))  # type: ignore[arg-type]
    old = make_duty(make_order(office), giver, procedure)
    answer = remembered(office, supervision, giver)
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    assert made.state == HandOver.State.DONE
    assert holders_of_tasks() == {successor}
    assert task_of(procedure, "1").taken_up_at is None
    old.refresh_from_db()
    answer.refresh_from_db()
    assert (old.until_on, old.ended_reason) == (date(2026, 11, 19), "ส่งมอบงาน: ย้าย")
    new = Duty.objects.get(person=successor)
    assert (new.from_on, new.until_on, new.order, new.part) == (DAY, LAST, old.order, old.part)
    assert answer.value["person"] == str(successor.pk)
    verbs = Entry.objects.filter(verb__contains="handed_over").values_list("verb", flat=True)
    assert sorted(verbs) == ["answer.handed_over", "duty.handed_over", *["task.handed_over"] * 5]


def test_what_was_decided_and_submitted_stays_as_it_was(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    task = submit(task_of(procedure, "1"), "เรียบร้อย", by=as_member(giver.user, office))  # type: ignore[arg-type]
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    task.refresh_from_db()
    assert (task.state, task.assignee) == ("submitted", successor)
    assert task.rounds.get().submitted_by == giver.user


def test_pressed_twice_it_is_one(
    procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    made = [hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss) for _ in range(2)]
    assert made[0] == made[1]
    assert Entry.objects.filter(verb="task.handed_over").count() == 5


def test_work_that_comes_later_goes_by_another_hand_over(
    procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    first = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    Task.objects.filter(number="1").update(assignee=giver)
    assert hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss) != first
    assert holders_of_tasks() == {successor}


def test_a_part_goes_to_one_and_the_rest_to_another(
    office: Office, supervision: Unit, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    other = make_person(office)
    make_appointment(other, Role.SUPERVISOR, unit=supervision)
    task = task_of(procedure, "1")
    only = Wanted(frozenset([task.pk]), duties=False, answers=False)
    hand_over_all(giver, other, on=DAY, reason="ย้าย", by=boss, wanted=only)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    task.refresh_from_db()
    assert task.assignee == other
    assert set(Task.objects.exclude(pk=task.pk).values_list("assignee", flat=True)) == {successor.pk}


def test_a_step_goes_with_its_parts(
    office: Office, supervision: Unit, giver: Person, successor: Person, boss: Member
) -> None:
    parts = [{"title": "ก", "actions": ["visit"]}, {"title": "ข", "actions": ["visit"]}]
    procedure = make_procedure(supervision, [{"title": "ลงพื้นที่", "months": [12], "parts": parts}])
    open_year(office)
    Task.objects.update(assignee=giver)
    chosen = Wanted(frozenset([task_of(procedure, "1.1").pk]), duties=False, answers=False)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss, wanted=chosen)
    assert [task_of(procedure, n).assignee for n in ("1", "1.1", "1.2")] == [successor, successor, giver]


def test_work_of_a_division_where_the_successor_does_none_stays(
    office: Office, ict: Unit, procedure: Procedure, giver: Person, successor: Person, chief: Member
) -> None:
    Task.objects.filter(number="1").update(unit=ict)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=chief)
    assert task_of(procedure, "1").assignee == giver
    assert task_of(procedure, "2").assignee == successor


def test_a_duty_that_the_successor_has_already_is_not_doubled(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    order = make_order(office)
    for person in (giver, successor):
        make_duty(order, person, procedure, Duty.Part.JOINT)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    assert Duty.objects.active(on=DAY).get().person == successor


def test_a_duty_that_both_begin_later_is_not_doubled(
    office: Office, procedure: Procedure, giver: Person, successor: Person, head: User
) -> None:
    order = make_order(office)
    make_duty(order, giver, procedure, from_on=LATER)
    make_duty(order, successor, procedure, Duty.Part.JOINT, from_on=LATER)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=as_member(head, office))
    assert [duty.person for duty in Duty.objects.standing()] == [successor]


def test_two_duties_of_one_place_become_one(
    office: Office, procedure: Procedure, giver: Person, successor: Person, head: User
) -> None:
    order = make_order(office)
    make_duty(order, giver, procedure)
    make_duty(order, giver, procedure, Duty.Part.JOINT, from_on=date(2026, 11, 1))
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=as_member(head, office))
    assert Duty.objects.active(on=DAY).get(person=successor).part == Duty.Part.MAIN


def test_who_had_a_part_in_it_becomes_the_main_person_with_one_duty(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    order = make_order(office)
    make_duty(order, giver, procedure)
    theirs = make_duty(order, successor, procedure, Duty.Part.JOINT, until_on=date(2027, 3, 31))
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    held = Duty.objects.active(on=DAY).get()
    assert (held.pk, held.person, held.part, held.until_on) == (theirs.pk, successor, Duty.Part.MAIN, LAST)
    assert Entry.objects.filter(verb="duty.changed", object_id=theirs.pk).count() == 1
    cancel_hand_over(made, why="เลือกผิดคน", by=boss)
    parts = {duty.person: (duty.part, duty.until_on) for duty in Duty.objects.active(on=DAY)}
    assert parts == {giver: (Duty.Part.MAIN, LAST), successor: (Duty.Part.JOINT, date(2027, 3, 31))}


def test_a_greater_part_than_the_givers_stays(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    order = make_order(office)
    make_duty(order, giver, procedure, Duty.Part.JOINT)
    make_duty(order, successor, procedure, Duty.Part.LEAD)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    assert Duty.objects.active(on=DAY).get().part == Duty.Part.LEAD
    assert not Entry.objects.filter(verb="duty.changed").exists()


def test_a_duty_that_has_not_begun_begins_with_the_successor(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    old = make_duty(make_order(office), giver, procedure, from_on=LATER)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    old.refresh_from_db()
    assert old.voided_at is not None
    assert Duty.objects.standing().get().from_on == LATER


# Who may


def test_a_head_moves_what_is_of_the_own_division(
    office: Office, ict: Unit, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    make_appointment(successor, Role.COMPUTER_OFFICER, unit=ict)
    Task.objects.filter(number="1").update(unit=ict)
    hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    assert task_of(procedure, "1").assignee == giver


def test_a_head_of_another_division_and_a_colleague_hand_over_nothing(
    office: Office, procedure: Procedure, giver: Person, successor: Person, ict_head: User, section_head: User
) -> None:
    for user in (ict_head, section_head):
        with pytest.raises(RefusedError):
            hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=as_member(user, office))
    assert holders_of_tasks() == {giver}


def test_a_supervisor_hands_over_own_tasks_at_once(
    procedure: Procedure, giver: Person, successor: Person, doer: Member
) -> None:
    wanted = Wanted(duties=False, answers=False)
    assert hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=doer, wanted=wanted).state == "done"
    assert holders_of_tasks() == {successor}


def test_more_than_tasks_waits_for_the_head(
    office: Office, procedure: Procedure, giver: Person, successor: Person, doer: Member, boss: Member
) -> None:
    make_duty(make_order(office), giver, procedure)
    made = [hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=doer) for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0].state, holders_of_tasks()) == ("proposed", {giver})
    with pytest.raises(RefusedError):
        accept_hand_over(made[0], by=doer)
    assert accept_hand_over(made[0], by=boss).state == "done"
    assert holders_of_tasks() == {successor}
    assert Duty.objects.active(on=DAY).get().person == successor
    with pytest.raises(HandOverStateError):
        accept_hand_over(made[0], by=boss)


# Refusals


def test_who_can_be_a_successor(office: Office, procedure: Procedure, giver: Person, boss: Member) -> None:
    for to, on in ((giver, DAY), (make_person(office), DAY), (boss.person, date(2026, 11, 19))):
        with pytest.raises(SuccessorError):
            hand_over_all(giver, to, on=on, reason="ย้าย", by=boss)
    assert not HandOver.objects.exists()


def test_nothing_in_hand_is_no_hand_over(giver: Person, successor: Person, boss: Member) -> None:
    with pytest.raises(NothingInHandError):
        hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    assert not HandOver.objects.exists()


# On a day to come


def run_daily(day: date) -> None:
    with time_machine.travel(datetime.combine(day, time(0, 30), tzinfo=BANGKOK), tick=False):
        jobs.start_due()
        jobs.run_queued()


def test_a_day_to_come_is_kept_by_the_daily_job(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    duty = make_duty(make_order(office), giver, procedure)
    made = hand_over_all(giver, successor, on=LATER, reason="เกษียณ", by=boss)
    assert (made.state, holders_of_tasks()) == ("planned", {giver})
    run_daily(date(2026, 11, 30))
    assert holders_of_tasks() == {giver}
    for day in (LATER, date(2026, 12, 2)):
        run_daily(day)
    made.refresh_from_db()
    duty.refresh_from_db()
    assert (made.state, holders_of_tasks()) == ("done", {successor})
    assert duty.until_on == date(2026, 11, 30)
    assert Entry.objects.filter(verb="task.handed_over").count() == 5


def test_the_job_catches_up_after_days_without_it(
    procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    hand_over_all(giver, successor, on=LATER, reason="ย้าย", by=boss)
    run_daily(date(2026, 12, 5))
    assert holders_of_tasks() == {successor}


def test_a_successor_who_left_before_the_day_gets_nothing_and_it_is_shown(
    client: Client, office: Office, procedure: Procedure, giver: Person, successor: Person, head: User
) -> None:
    made = hand_over_all(giver, successor, on=LATER, reason="ย้าย", by=as_member(head, office))
    successor.appointments.update(until_on=date(2026, 11, 30))
    run_daily(LATER)
    assert holders_of_tasks() == {giver}
    client.force_login(head)
    with time_machine.travel(datetime(2026, 12, 2, 9, tzinfo=BANGKOK), tick=False):
        assert "ผู้รับมอบไม่ได้ปฏิบัติหน้าที่" in client.get(url(office, "hand-over-page", made.pk)).content.decode()


def test_a_successor_who_begins_on_that_day(
    client: Client, office: Office, supervision: Unit, procedure: Procedure, giver: Person, head: User
) -> None:
    """Not before it: today they do not serve."""
    new = make_person(office)
    make_appointment(new, Role.SUPERVISOR, unit=supervision, from_on=LATER)
    client.force_login(head)
    address = url(office, "hand-over", giver.pk)
    tasks = list(Task.objects.values_list("pk", flat=True))
    early = client.post(address, form(new, tasks=tasks))
    assert early.status_code == 422
    assert "ไม่ได้ปฏิบัติหน้าที่ในสำนักงานในวันที่ 20 พฤศจิกายน 2569" in early.content.decode()
    assert client.post(address, form(new, tasks=tasks, on="1 ธ.ค. 2569")).status_code == 302
    run_daily(LATER)
    assert holders_of_tasks() == {new}


def test_duties_that_begin_today_get_open_work(
    office: Office, procedure: Procedure, successor: Person
) -> None:
    Task.objects.update(assignee=None)
    make_duty(make_order(office), successor, procedure, from_on=LATER)
    run_daily(LATER)
    assert holders_of_tasks() == {successor}


def test_duties_that_began_while_the_machine_was_off_get_open_work_too(
    office: Office, procedure: Procedure, successor: Person
) -> None:
    Task.objects.update(assignee=None)
    run_daily(DAY)
    make_duty(make_order(office), successor, procedure, from_on=LATER)
    run_daily(LATER + timedelta(days=2))
    assert holders_of_tasks() == {successor}


# Back again


def test_it_comes_back_as_it_was(
    office: Office, supervision: Unit, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    taken = take_up(task_of(procedure, "1"), by=as_member(giver.user, office))  # type: ignore[arg-type]
    duty = make_duty(make_order(office), giver, procedure)
    answer = remembered(office, supervision, giver)
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    assert cancel_hand_over(made, why="เลือกผิดคน", by=boss).state == "cancelled"
    assert holders_of_tasks() == {giver}
    assert task_of(procedure, "1").taken_up_at == taken.taken_up_at
    answer.refresh_from_db()
    assert answer.value["person"] == str(giver.pk)
    assert list(Duty.objects.active(on=DAY)) == [duty]
    assert Duty.objects.get(pk=duty.pk).until_on == LAST
    with pytest.raises(HandOverStateError):
        cancel_hand_over(made, why="อีกครั้ง", by=boss)


def test_not_after_the_successor_has_acted(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    take_up(task_of(procedure, "1"), by=as_member(successor.user, office))  # type: ignore[arg-type]
    with pytest.raises(SuccessorActedError):
        cancel_hand_over(made, why="เปลี่ยนใจ", by=boss)
    assert holders_of_tasks() == {successor}


def test_what_was_given_on_since_stays_there(
    office: Office, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    Task.objects.filter(number="1").update(assignee=boss.person)
    cancel_hand_over(made, why="เลือกผิดคน", by=boss)
    assert task_of(procedure, "1").assignee == boss.person
    assert task_of(procedure, "2").assignee == giver


@pytest.mark.parametrize("begins", [DAY, LATER])
def test_a_duty_that_was_given_again_since_is_not_doubled_and_that_is_said(
    client: Client,
    office: Office,
    procedure: Procedure,
    giver: Person,
    successor: Person,
    boss: Member,
    head: User,
    begins: date,
) -> None:
    """Whether it had begun, and ended then, or began on that day and is void."""
    order = make_order(office)
    make_duty(order, giver, procedure, from_on=DAY)
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    again = make_duty(order, giver, procedure, from_on=begins)
    with pytest.raises(DutyGivenAgainError):
        cancel_hand_over(made, why="เลือกผิดคน", by=boss)
    client.force_login(head)
    response = client.post(url(office, "hand-over-cancel", made.pk), {"reason": "เลือกผิดคน"})
    text = response.content.decode().replace("\u2060", "").replace("\u00a0", " ")
    assert (response.status_code, "ได้รับมอบหมาย" in text) == (409, True)
    assert holders_of_tasks() == {successor}
    Duty.objects.filter(pk=again.pk).update(voided_at=now())
    cancel_hand_over(made, why="เลือกผิดคน", by=boss)
    assert [duty.person for duty in Duty.objects.active(on=LATER)] == [giver]


def test_a_duty_that_was_handed_on_since_stays_there(
    office: Office, supervision: Unit, procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    third = make_person(office)
    make_appointment(third, Role.SUPERVISOR, unit=supervision)
    make_duty(make_order(office), giver, procedure)
    made = hand_over_all(giver, successor, on=DAY, reason="ย้าย", by=boss)
    hand_over_all(successor, third, on=DAY, reason="ลา", by=boss)
    cancel_hand_over(made, why="เลือกผิดคน", by=boss)
    assert [duty.person for duty in Duty.objects.active(on=DAY)] == [third]


def test_a_planned_one_is_given_up(
    procedure: Procedure, giver: Person, successor: Person, boss: Member
) -> None:
    made = hand_over_all(giver, successor, on=LATER, reason="ย้าย", by=boss)
    cancel_hand_over(made, why="ไม่ย้ายแล้ว", by=boss)
    run_daily(LATER)
    assert holders_of_tasks() == {giver}


# Pages


def form(successor: Person, **facts: object) -> dict[str, object]:
    return {"to": successor.pk, "on": "20 พ.ย. 2569", "reason": "ย้าย", **facts}


def test_the_page_shows_what_will_move_and_moves_what_is_ticked(
    client: Client, office: Office, procedure: Procedure, giver: Person, successor: Person, head: User
) -> None:
    make_duty(make_order(office), giver, procedure)
    client.force_login(head)
    address = url(office, "hand-over", giver.pk)
    assert "งานที่ยังไม่เสร็จ 5 รายการ" in client.get(address).content.decode()
    task = task_of(procedure, "1")
    response = client.post(address, form(successor, tasks=[task.pk]), follow=True)
    text = response.content.decode()
    assert reverse("cycles:task-page", args=[office.code, task.pk]) in text
    assert "ยังมีงานหรือหน้าที่เหลืออยู่" in text
    task.refresh_from_db()
    assert task.assignee == successor
    assert Duty.objects.get().person == giver


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": "", "duties": "on"}, "โปรดระบุเหตุผล"),
        ({"on": "19 พ.ย. 2569", "duties": "on"}, "ต้องไม่ก่อนวันนี้"),
        ({}, "โปรดเลือกสิ่งที่จะส่งมอบ"),
        ({"to": "", "duties": "on"}, "โปรดเลือกผู้รับมอบ"),
    ],
)
def test_what_is_missing_is_said_and_nothing_moves(
    client: Client,
    office: Office,
    procedure: Procedure,
    giver: Person,
    successor: Person,
    head: User,
    facts: dict[str, str],
    words: str,
) -> None:
    client.force_login(head)
    response = client.post(url(office, "hand-over", giver.pk), form(successor) | facts)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert holders_of_tasks() == {giver}


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 200),
        ("clerk", 200),
        ("supervisor", 200),
        ("supervisor2", 403),
        ("ict_head", 403),
        ("teacher", 404),
        ("outsider", 404),
    ],
)
def test_who_opens_the_page(
    client: Client, office: Office, giver: Person, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(office, "hand-over", giver.pk)).status_code == code


def test_a_hand_over_of_others_does_not_exist(
    client: Client,
    office: Office,
    procedure: Procedure,
    giver: Person,
    successor: Person,
    boss: Member,
    ict_head: User,
    outsider: User,
) -> None:
    made = hand_over_all(giver, successor, on=LATER, reason="ย้าย", by=boss)
    for user in (ict_head, outsider):
        client.force_login(user)
        assert client.get(url(office, "hand-over-page", made.pk)).status_code == 404
        assert client.post(url(office, "hand-over-cancel", made.pk), {"reason": "x"}).status_code == 404
    client.force_login(successor.user)  # type: ignore[arg-type]
    assert client.get(url(office, "hand-over-page", made.pk)).status_code == 200
    assert client.post(url(office, "hand-over-cancel", made.pk), {"reason": "x"}).status_code == 403


def test_proposed_accepted_and_taken_back_on_the_pages(
    client: Client,
    office: Office,
    procedure: Procedure,
    giver: Person,
    successor: Person,
    supervisor: User,
    head: User,
) -> None:
    make_duty(make_order(office), giver, procedure)
    client.force_login(supervisor)
    client.post(url(office, "hand-over", giver.pk), form(successor, duties="on"))
    made = HandOver.objects.get()
    assert made.state == "proposed"
    client.force_login(head)
    assert "รอพิจารณา" in client.get(url(office, "hand-over-list")).content.decode()
    assert (
        "มีข้อเสนอส่งมอบงาน 1 รายการ"
        in client.get(reverse("workspace:my-work", args=[office.code])).content.decode()
    )
    assert client.post(url(office, "hand-over-accept", made.pk)).status_code == 302
    assert client.post(url(office, "hand-over-accept", made.pk)).status_code == 409
    assert Duty.objects.active(on=DAY).get().person == successor
    assert client.post(url(office, "hand-over-cancel", made.pk), {"reason": ""}).status_code == 422
    assert client.post(url(office, "hand-over-cancel", made.pk), {"reason": "ผิดคน"}).status_code == 302
    assert Duty.objects.active(on=DAY).get().person == giver


# Whose doers are not there


def test_work_of_those_who_left_is_told_to_who_gives_it_out(
    client: Client,
    office: Office,
    procedure: Procedure,
    giver: Person,
    head: User,
    ict_head: User,
    supervisor2: User,
) -> None:
    giver.appointments.update(until_on=date(2026, 11, 19))
    for user, is_told in ((head, True), (ict_head, False), (supervisor2, False)):
        client.force_login(user)
        for name in ("cycles:year-chart", "workspace:my-work"):
            text = client.get(reverse(name, args=[office.code])).content.decode()
            assert ("มีงาน 5 รายการของผู้ที่พ้นหน้าที่" in text) is is_told
    client.force_login(head)
    text = client.get(url(office, "hand-over-list")).content.decode()
    assert url(office, "hand-over", giver.pk) in text


def test_work_due_in_a_leave_is_told(
    client: Client, office: Office, procedure: Procedure, giver: Person, head: User
) -> None:
    """Step 2 falls due on 30 November; step 1 is late already."""
    client.force_login(head)
    address = url(office, "hand-over-list")
    assert "ครบกำหนดระหว่างลา" not in client.get(address).content.decode()
    Leave.objects.create(office=office, person=giver, kind="sick", from_on=DAY, until_on=LATER)
    text = client.get(address).content.decode()
    assert "ครบกำหนดระหว่างลา 1 รายการ" in text
    assert reverse("cycles:task-page", args=[office.code, task_of(procedure, "2").pk]) in text


def test_a_persons_page_says_what_they_are_in_charge_of(
    client: Client, office: Office, procedure: Procedure, giver: Person, head: User, ict_head: User
) -> None:
    make_duty(make_order(office), giver, procedure)
    address = reverse("offices:person-page", args=[office.code, giver.pk])
    for user, may in ((head, True), (ict_head, False)):
        client.force_login(user)
        text = client.get(address).content.decode()
        assert procedure.title in text
        assert (url(office, "hand-over", giver.pk) in text) is may


def test_two_records_of_one_person_keep_what_is_remembered(
    office: Office, supervision: Unit, giver: Person, chief: Member
) -> None:
    answer, kept = remembered(office, supervision, giver), make_person(office)
    merge_people(giver, kept, why="บันทึกซ้ำ", by=chief)
    answer.refresh_from_db()
    assert answer.value["person"] == str(kept.pk)


def test_pages_cost_the_same_for_little_and_much(
    client: Client,
    office: Office,
    supervision: Unit,
    procedure: Procedure,
    giver: Person,
    successor: Person,
    head: User,
) -> None:
    order = make_order(office, "1/2570")
    make_duty(order, giver, procedure, from_on=FIRST)
    Leave.objects.create(office=office, person=successor, kind="sick", from_on=DAY, until_on=LATER)
    hand_over_all(giver, successor, on=LATER, reason="ย้าย", by=as_member(head, office))
    Task.objects.filter(number="3").update(assignee=successor)
    client.force_login(head)
    addresses = [
        url(office, "hand-over", giver.pk),
        url(office, "hand-over-list"),
        url(office, "duty-differences"),
    ]
    costs = []
    for _ in range(2):
        cost = []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            cost.append(len(caught))
        costs.append(cost)
        for number in range(4):
            more = make_procedure(supervision, title=f"งานที่ {number}")
            make_duty(order, giver, more, from_on=FIRST)
        open_year(office)
        Task.objects.filter(number="1").update(assignee=successor)
        Task.objects.filter(number="2").update(assignee=giver)
    assert costs[0] == costs[1]

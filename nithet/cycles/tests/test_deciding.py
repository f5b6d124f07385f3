"""Each act of a decider: it works, is not for everyone, fits what is asked, and is done once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import DomainError, RefusedError
from nithet.core.ids import new_id
from nithet.cycles import words
from nithet.cycles.access import decisions_for, visible_tasks
from nithet.cycles.errors import (
    DecidedAlreadyError,
    NotAskedError,
    NotOfDivisionError,
    ReasonMissingError,
    TaskStateError,
)
from nithet.cycles.models import Decision, Letter, Task, TaskRound
from nithet.cycles.services.deciding import give, refuse, send_back
from nithet.cycles.services.directing import direct
from nithet.cycles.services.folder import acknowledge_all, order_folder, set_urgent
from nithet.cycles.services.working import propose_anew, skip, submit
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Role, Unit
from nithet.offices.tests.factories import DAY, as_member, make_appointment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
GATE = "2"


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def roles_of(task: Task) -> list[str]:
    decisions = Decision.objects.filter(round__task=task, round__number=fresh(task).round)
    return list(decisions.order_by("position").values_list("role", flat=True))


def test_work_handed_over_while_it_waits_goes_to_the_next_one_up(
    procedure: Procedure, doer: Member, boss: Member, second: Member
) -> None:
    """Who has received it does not certify it."""
    task = task_of(procedure, "1")
    submit(task, "เสนอ", by=doer)
    assert current(task) in decisions_for(boss)
    Task.objects.filter(pk=task.pk).update(assignee=boss.person)
    assert current(task) not in decisions_for(boss)
    with pytest.raises(RefusedError, match="งานของตนเอง"):
        give(current(task), "", by=boss)
    assert current(task) in decisions_for(second)
    give(current(task), "", by=second)
    assert fresh(task).state == Task.State.DONE


# With conditions


def test_approved_on_conditions_is_told_so(plan: Task, chief: Member) -> None:
    give(current(plan), "", conditions="รายงานทุกเดือน", by=chief)
    decision = Decision.objects.get(round__task=plan, ask="approve")
    assert (fresh(plan).state, words.decided(decision)) == ("done", "อนุมัติ โดยให้รายงานทุกเดือน")
    told = words.history(Entry.objects.filter(object_id=plan.pk, verb="task.approved"))
    assert told[0].words == "อนุมัติ โดยให้รายงานทุกเดือน · ผู้อำนวยการสำนักงานเขต"


def test_an_opinion_has_no_conditions(
    procedure: Procedure, doer: Member, boss: Member, chief: Member
) -> None:
    task = task_of(procedure, GATE)
    submit(task, "เสนอแผน", by=doer)
    with pytest.raises(NotAskedError):
        give(current(task), "", conditions="รายงานทุกเดือน", by=boss)
    assert current(task).role == "head"


# Refused


def test_refused_it_ends_and_what_it_held_waits_without_being_late(
    plan: Task, procedure: Procedure, chief: Member
) -> None:
    refuse(current(plan), "งบประมาณไม่พอ", by=chief)
    task, later = fresh(plan), task_of(procedure, "3", "2/2569")
    assert (task.state, task.is_refused, task.reason) == ("void", True, "งบประมาณไม่พอ")
    assert words.standing(task, on=DAY).words == "ไม่อนุมัติ"
    assert TaskRound.objects.get(task=plan).outcome == "refused"
    assert (later.state, later.is_stopped) == ("waiting", True)
    assert later.days_late(on=later.due_on + timedelta(days=30)) == 0


def test_a_refused_gate_holds_on_when_others_finish(
    plan: Task, procedure: Procedure, boss: Member, chief: Member
) -> None:
    refuse(current(plan), "งบประมาณไม่พอ", by=chief)
    skip(task_of(procedure, "1"), why="ใช้คณะเดิม", by=boss)
    assert task_of(procedure, "4").state == "waiting"


def test_a_refusal_needs_a_reason_and_one_who_was_asked(
    plan: Task, doer: Member, boss: Member, chief: Member
) -> None:
    decision = current(plan)
    with pytest.raises(ReasonMissingError):
        refuse(decision, "", by=chief)
    for stranger in (doer, boss):
        with pytest.raises(RefusedError):
            refuse(decision, "ไม่เห็นด้วย", by=stranger)
    assert fresh(plan).state == "submitted"


def test_who_gives_an_opinion_refuses_nothing(
    procedure: Procedure, doer: Member, boss: Member, chief: Member
) -> None:
    for number in ("1", GATE):
        task = task_of(procedure, number)
        submit(task, "เสนอ", by=doer)
        with pytest.raises(NotAskedError):
            refuse(current(task), "ไม่เห็นด้วย", by=boss)


def test_refused_twice_is_refused_once(plan: Task, chief: Member) -> None:
    one, two = current(plan), current(plan)
    refuse(one, "งบประมาณไม่พอ", by=chief)
    with pytest.raises(DecidedAlreadyError, match=r"ไม่อนุมัติแล้ว เมื่อ 20 พฤศจิกายน 2569 09\.30 น\."):
        refuse(two, "งบประมาณไม่พอ", by=chief)
    assert Entry.objects.filter(verb="task.refused").count() == 1


@pytest.mark.parametrize("who", ["doer", "boss"])
def test_proposed_anew_it_has_a_round_of_its_own(
    plan: Task, procedure: Procedure, doer: Member, boss: Member, chief: Member, second: Member, who: str
) -> None:
    refuse(current(plan), "งบประมาณไม่พอ", by=chief)
    propose_anew(fresh(plan), by={"doer": doer, "boss": boss}[who])
    task, later = fresh(plan), task_of(procedure, "4")
    assert (task.state, task.round, task.is_refused) == ("open", 2, False)
    assert (later.state, later.is_stopped) == ("waiting", False)
    submit(task, "ลดวงเงินแล้ว", by=doer)
    for member in (boss, second, chief):
        give(current(task), "", by=member)
    assert (fresh(plan).state, task_of(procedure, "4").state) == ("done", "open")


def test_only_what_was_refused_is_proposed_anew(
    plan: Task, doer: Member, chief: Member, office: Office, ict_head: User
) -> None:
    with pytest.raises(TaskStateError):
        propose_anew(fresh(plan), by=doer)
    refuse(current(plan), "งบประมาณไม่พอ", by=chief)
    with pytest.raises(RefusedError):
        propose_anew(fresh(plan), by=as_member(ict_head, office))
    again = fresh(plan)
    propose_anew(fresh(plan), by=doer)
    with pytest.raises(TaskStateError):
        propose_anew(again, by=doer)
    assert fresh(plan).round == 2


# Sent back with marks


def test_what_is_to_be_mended_is_kept(plan: Task, chief: Member) -> None:
    marked = [{"field": "memo_text", "title": "ข้อความในบันทึก", "words": "ระบุวันที่"}]
    send_back(current(plan), "ยังไม่ครบ", marked=marked, by=chief)
    assert Decision.objects.get(state="returned").marked == marked


# Two at once


def test_who_is_late_is_told_who_decided_what_and_when(
    plan: Task, chief: Member, office: Office, second: Member
) -> None:
    make_appointment(second.person, Role.DIRECTOR, capacity="acting_for")
    acting = as_member(second.user, office)
    first, again = current(plan), current(plan)
    give(first, "", by=acting)
    with pytest.raises(DecidedAlreadyError) as told:
        send_back(again, "ช้าไป", by=chief)
    for part in (second.name, "รักษาราชการแทน", "อนุมัติแล้ว", "09.30 น."):
        assert part in told.value.text


# Money


def test_money_passes_planning_and_finance(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member, office: Office,
    planning: User, finance: User,
) -> None:  # fmt: skip
    task = task_of(procedure, GATE)
    plans, pays = as_member(planning, office), as_member(finance, office)
    assert not visible_tasks(plans).filter(pk=task.pk).exists()
    submit(task, "เสนอแผน", money=Decimal(96400), money_source="งบประจำ", by=doer)
    assert roles_of(task) == ["head", "deputy", "planning", "finance", "director"]
    assert visible_tasks(plans).filter(pk=task.pk).exists()
    for who in (boss, second):
        give(current(task), "", by=who)
    assert decisions_for(plans).get() == current(task)
    assert not decisions_for(pays).exists()
    with pytest.raises(RefusedError):
        give(current(task), "", by=pays)
    for who in (plans, pays, chief):
        give(current(task), "เห็นควร", by=who)
    assert fresh(task).state == "done"


def test_who_holds_several_posts_asks_once_which_posts_nobody_holds(
    procedure: Procedure, doer: Member, boss: Member, second: Member, office: Office, ict_head: User
) -> None:
    task = task_of(procedure, "1")
    submit(task, "เสนอ", by=doer)
    other = Appointment.objects.get(person=ict_head.person).unit
    make_appointment(second.person, Role.DEPUTY, unit=other)
    deputy = as_member(second.user, office)
    assert len(deputy.appointments) > 1
    assert not decisions_for(deputy).exists()
    assert str(decisions_for(deputy).query).count("EXISTS") == 1
    Appointment.objects.filter(person=boss.person, role=Role.HEAD).update(until_on=date(2025, 1, 1))
    assert decisions_for(deputy).get() == current(task)


def test_an_opinion_on_money_that_nobody_can_give_lies_before_the_director(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member, planning: User
) -> None:
    task = task_of(procedure, GATE)
    submit(task, "เสนอแผน", money=Decimal(500), money_source="งบประจำ", by=doer)
    for who in (boss, second):
        give(current(task), "", by=who)
    assert not decisions_for(chief).exists()
    Appointment.objects.filter(person=planning.person).update(until_on=date(2025, 1, 1))
    assert decisions_for(chief).get() == current(task)
    give(current(task), "", by=chief)
    assert current(task).ask == "approve"


def test_who_has_spoken_is_not_asked_for_another_opinion(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member, office: Office
) -> None:
    task = task_of(procedure, GATE)
    submit(task, "เสนอแผน", by=doer)
    make_appointment(
        boss.person, Role.DEPUTY, unit=Unit.objects.get(code="supervision"), capacity="acting_in"
    )
    give(current(task), "เห็นควร", by=as_member(boss.user, office))
    assert current(task).role == "director"


# Acknowledged


@pytest.fixture
def reports(office: Office, supervision: Unit, doer: Member, chief: Member) -> list[Task]:
    """Three reports for notice, before the director."""
    steps = [{"title": f"รายงาน {n}", "months": [10], "ask": "acknowledge"} for n in (1, 2, 3)]
    procedure = make_procedure(supervision, [*steps, {"title": "ทำต่อ", "months": [11]}], title="รายงานผล")
    open_year(office)
    tasks = [task_of(procedure, str(n)) for n in (1, 2, 3)]
    for task in tasks:
        submit(task, "เพื่อทราบ", by=doer)
    return tasks


def test_what_is_for_notice_holds_nothing_back(reports: list[Task]) -> None:
    assert Task.objects.get(run=reports[0].run_id, number="4").state == "open"


def test_many_are_acknowledged_at_once_and_the_others_named(
    reports: list[Task], plan: Task, chief: Member
) -> None:
    decisions = [current(task) for task in (*reports, plan)]
    give(current(reports[0]), "", by=chief)
    failed = acknowledge_all(decisions, by=chief)
    assert [decision.pk for decision, _ in failed] == [decisions[0].pk, decisions[3].pk]
    assert ["ทราบแล้ว" in failed[0][1], "โปรดพิจารณาทีละเรื่อง" in failed[1][1]] == [True, True]
    assert {fresh(task).state for task in reports} == {"done"}
    assert fresh(plan).state == "submitted"


# A direction


def test_a_direction_makes_work_for_somebody(reports: list[Task], chief: Member, boss: Member) -> None:
    decision, key = current(reports[0]), new_id()
    made = direct(decision, boss.person, "ติดตามโรงเรียนที่ยังไม่ส่ง", DAY + timedelta(days=7), key=key, by=chief)
    assert (made.assignee, fresh(reports[0]).state) == (boss.person, "done")
    again = direct(decision, boss.person, "ติดตามโรงเรียนที่ยังไม่ส่ง", DAY + timedelta(days=7), key=key, by=chief)
    assert (again.pk, Letter.objects.count()) == (made.pk, 1)
    assert Entry.objects.filter(verb="task.directed").count() == 1


def test_a_direction_on_what_is_to_be_approved_decides_nothing(
    plan: Task, chief: Member, boss: Member
) -> None:
    direct(current(plan), boss.person, "ตรวจวงเงิน", DAY + timedelta(days=7), by=chief)
    assert fresh(plan).state == "submitted"


def test_a_direction_goes_to_ones_own_people_only(
    procedure: Procedure, doer: Member, boss: Member, computer_officer: User, chief: Member
) -> None:
    task = task_of(procedure, "1")
    submit(task, "เสนอ", by=doer)
    with pytest.raises(NotOfDivisionError):
        direct(current(task), computer_officer.person, "ช่วย", DAY, by=boss)
    with pytest.raises(RefusedError):
        direct(current(task), boss.person, "ช่วย", DAY, by=doer)
    assert not Letter.objects.exists()


# The folder's order


def test_the_secretary_orders_and_never_decides(reports: list[Task], secretary: User, office: Office) -> None:
    orders, rounds = as_member(secretary, office), [current(task).round for task in reports]
    for _ in range(2):
        set_urgent(rounds[2], True, by=orders)
        order_folder([rounds[1], rounds[0]], by=orders)
    kept = TaskRound.objects.in_bulk([one.pk for one in rounds])
    assert [(kept[r.pk].is_urgent, kept[r.pk].folder_place) for r in rounds] == [
        (False, 2),
        (False, 1),
        (True, None),
    ]
    assert Entry.objects.filter(verb__in=("task.urgent", "office.folder_ordered")).count() == 2
    with pytest.raises(RefusedError):
        give(current(reports[0]), "", by=orders)


def test_only_the_secretary_orders(
    reports: list[Task], chief: Member, boss: Member, secretary: User, office: Office
) -> None:
    made = current(reports[0]).round
    for who in (chief, boss):
        with pytest.raises(RefusedError):
            set_urgent(made, True, by=who)
        with pytest.raises(RefusedError):
            order_folder([made], by=who)
    give(current(reports[0]), "", by=chief)
    with pytest.raises(DomainError):
        set_urgent(made, True, by=as_member(secretary, office))

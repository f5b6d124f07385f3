"""เลื่อนกำหนด: the head moves a window with a reason; evidence, gates and history follow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles import words
from nithet.cycles.errors import (
    ReasonMissingError,
    TaskStateError,
    WindowChangedError,
    WindowDaysError,
    WindowTakenError,
)
from nithet.cycles.models import Cycle, Task
from nithet.cycles.queries.timing import order_of
from nithet.cycles.services.timing import move_window
from nithet.cycles.services.working import skip, submit
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.cycles.tests.test_two_at_once import at_once
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Holiday, Office, Unit
from nithet.offices.tests.factories import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
WHY = "โรงเรียนสอบปลายภาค"
MOVE = {"starts_on": "1 ธ.ค. 2569", "due_on": "31 ธ.ค. 2569", "reason": WHY}


@pytest.fixture
def task(procedure: Procedure) -> Task:
    return task_of(procedure, "1")


def post(client: Client, task: Task, **typed: str) -> tuple[int, str]:
    address = reverse("cycles:task-move", args=[task.office.code, task.pk])
    response = client.post(address, MOVE | typed)
    return response.status_code, response.content.decode()


def plain(text: str) -> str:
    """Without the marks that keep words together."""
    return text.replace("\xa0", " ").replace("\u2060", "")


def shown(client: Client, task: Task) -> str:
    response = client.get(reverse("cycles:task-page", args=[task.office.code, task.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_head_moves_a_window_with_a_reason(client: Client, task: Task, head: User) -> None:
    client.force_login(head)
    assert post(client, task)[0] == 302
    task.refresh_from_db()
    assert (task.starts_on, task.due_on, task.first_due_on) == (FIRST, LAST, date(2026, 10, 31))
    entry = Entry.objects.get(verb="task.moved")
    assert (entry.why, words.history([entry])[0].words) == (WHY, "เลื่อนกำหนดเป็น 31 ธันวาคม 2569")
    text = shown(client, task)
    assert "เลื่อนกำหนดเป็น 31 ธ.ค. 2569" in text.replace("\xa0", " ")
    assert "เกินกำหนด" not in text.partition("<main")[2].partition("ประวัติการดำเนินการ")[0]
    # Of the run's table of steps too.
    run = client.get(reverse("cycles:run-page", args=[task.office.code, task.run_id]), {"tab": "steps"})
    assert "เลื่อนกำหนดเป็น 31 ธ.ค. 2569" in run.content.decode().replace("\xa0", " ")


def test_the_same_sent_twice_is_told_once(client: Client, task: Task, head: User) -> None:
    client.force_login(head)
    assert [post(client, task)[0] for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="task.moved").count() == 1


def test_the_day_it_was_first_due_is_kept_and_going_back_takes_the_badge(task: Task, boss: Member) -> None:
    was = task.due_on
    task = move_window(task, FIRST, LAST, why=WHY, by=boss)
    task = move_window(task, FIRST, date(2027, 1, 15), why=WHY, by=boss)
    assert (task.first_due_on, words.moved(task)) == (
        was,
        words.Standing("wait", "เลื่อนกำหนดเป็น 15 ม.ค. 2570"),
    )
    Task.objects.filter(pk=task.pk).update(due_on=was, starts_on=was)
    task.refresh_from_db()
    assert words.moved(task) is None


def test_only_the_start_moved_is_no_other_due_day(procedure: Procedure, boss: Member) -> None:
    task = task_of(procedure, "4")
    task = move_window(task, date(2027, 8, 1), task.due_on, why=WHY, by=boss)
    assert (task.first_due_on, words.moved(task)) == (None, None)


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ("head", 302), ("director", 302), ("supervisor", 403), ("clerk", 403), ("section_head", 403), ("deputy", 403),
        ("ict_head", 404), ("teacher", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_moves(
    client: Client, task: Task, user: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(user))
    assert post(client, task)[0] == status
    task.refresh_from_db()
    assert (task.due_on == LAST) == (status == 302)


def test_a_page_opened_by_its_address_moves_nothing(client: Client, task: Task, head: User) -> None:
    client.force_login(head)
    assert client.get(reverse("cycles:task-move", args=[task.office.code, task.pk])).status_code == 405


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"reason": ""}, "โปรดระบุเหตุผล"),
        ({"due_on": "1 พ.ย. 2569"}, "วันครบกำหนดต้องไม่ก่อนวันเริ่ม"),
        ({"due_on": "1 ต.ค. 2570"}, "โปรดเลือกวันระหว่าง 1 ตุลาคม 2569 ถึง 30 กันยายน 2570"),
        ({"starts_on": "1 ก.ย. 2569"}, "โปรดเลือกวันระหว่าง"),
        ({"starts_on": "1 พ.ย. 2569", "due_on": "19 พ.ย. 2569"}, "วันครบกำหนดใหม่ต้องไม่ก่อนวันนี้"),
        ({"due_on": "31 ธ.ค. 2026"}, "ธ.ค. 2026"),
    ],
)
def test_what_is_wrong_is_said_in_the_dialog_and_nothing_typed_is_lost(
    client: Client, task: Task, head: User, typed: dict[str, str], why: str
) -> None:
    client.force_login(head)
    status, text = post(client, task, **typed)
    assert status == 422
    dialog = text.partition('id="move"')[2].partition("</dialog>")[0]
    assert why in dialog.replace("\xa0", " ")
    assert "open" in dialog.partition(">")[0]
    assert typed.get("reason", WHY) in dialog
    assert not Entry.objects.filter(verb="task.moved").exists()


def test_a_stale_form_is_told_and_the_same_again_is_meant(
    client: Client, task: Task, head: User, chief: Member
) -> None:
    client.force_login(head)
    window = {"shown_from": task.starts_on.isoformat(), "shown_until": task.due_on.isoformat()}
    move_window(task, date(2026, 11, 1), date(2026, 11, 30), why="เลื่อนก่อน", by=chief)
    status, text = post(client, task, **window)
    assert status == 409
    assert "มีผู้แก้ไขก่อนหน้าท่าน ขณะนี้ช่วงเวลาดำเนินการเป็น 1–30 พ.ย. 2569" in text.replace("\xa0", " ")
    assert "31 ธ.ค. 2569" in text.replace("\xa0", " ")
    assert 'name="shown_until" value="2026-11-30"' in text
    assert post(client, task, shown_from="2026-11-01", shown_until="2026-11-30")[0] == 302


def test_what_is_submitted_or_ended_has_no_other_window(
    procedure: Procedure, doer: Member, boss: Member
) -> None:
    submitted, skipped = task_of(procedure, "1"), Task.objects.filter(number="3").first()
    assert skipped
    submit(submitted, "แล้ว", by=doer)
    skip(skipped, why="งด", by=boss)
    for task in (submitted, skipped):
        with pytest.raises(TaskStateError, match="เลื่อนกำหนดไม่ได้"):
            move_window(task, FIRST, LAST, why=WHY, by=boss)
    with pytest.raises(ReasonMissingError):
        move_window(task_of(procedure, "2"), FIRST, LAST, why="", by=boss)


def test_another_time_of_the_step_begins_that_day(office: Office, supervision: Unit, boss: Member) -> None:
    procedure = make_procedure(supervision, [{"title": "ประชุม", "months": [12, 2]}])
    open_year(office)
    second = task_of(procedure, "1") if Task.objects.count() == 1 else Task.objects.order_by("-starts_on")[0]
    with pytest.raises(WindowTakenError, match="1 ธันวาคม 2569"):
        move_window(second, FIRST, LAST, why=WHY, by=boss)


def test_a_part_takes_its_step_along(office: Office, supervision: Unit, boss: Member) -> None:
    parts = [{"title": "ก", "actions": ["study"]}, {"title": "ข", "actions": ["report"]}]
    procedure = make_procedure(supervision, [{"title": "งาน", "months": [11], "parts": parts}])
    open_year(office)
    move_window(task_of(procedure, "1.1"), FIRST, LAST, why=WHY, by=boss)
    whole = task_of(procedure, "1")
    assert (whole.due_on, whole.first_due_on) == (LAST, date(2026, 11, 30))
    assert task_of(procedure, "1.2").due_on == date(2026, 11, 30)
    with pytest.raises(RefusedError, match="ขั้นตอนย่อย"):
        move_window(whole, FIRST, LAST, why=WHY, by=boss)


def test_what_was_carried_over_may_be_due_in_the_year_after(task: Task, boss: Member) -> None:
    Cycle.objects.update(state="closed", ends_on=date(2026, 9, 30), starts_on=date(2025, 10, 1))
    Task.objects.filter(pk=task.pk).update(is_carried_over=True)
    assert move_window(task, FIRST, LAST, why=WHY, by=boss).due_on == LAST
    with pytest.raises(WindowDaysError):
        move_window(task, FIRST, date(2027, 10, 1), why=WHY, by=boss)


# What follows


def test_evidence_goes_and_comes_with_the_window(office: Office, supervision: Unit, boss: Member) -> None:
    with visits_declared():
        make_procedure(supervision, [{"title": "นิเทศ", "months": [11], "actions": ["visit"]}])
        open_year(office)
        a_visit(office, DAY)
        task = Task.objects.get()
        assert task.done == 1
        task = move_window(task, FIRST, LAST, why=WHY, by=boss)
        assert (task.done, task.is_met) == (0, False)
        task = move_window(task, DAY, LAST, why=WHY, by=boss)
        assert (task.done, task.is_met) == (1, True)


def test_a_gate_moved_behind_what_waits_for_it_says_so(
    client: Client, procedure: Procedure, head: User, supervisor: User
) -> None:
    """Step 2 is to be approved; the visits of semester 1/2570 and 2/2569 wait for it, the last of them is due in March."""
    client.force_login(head)
    gate, visits = task_of(procedure, "2"), task_of(procedure, "3", "2/2569")
    assert "งานที่รอผลพิจารณาของขั้นนี้ 3 งาน" in shown(client, gate)
    assert order_of(gate)[1] == []
    response = client.post(
        reverse("cycles:task-move", args=[gate.office.code, gate.pk]),
        {"starts_on": "1 เม.ย. 2570", "due_on": "30 เม.ย. 2570", "reason": WHY}, follow=True,
    )  # fmt: skip
    told = "ขั้นที่ 3 ครบกำหนด 31 มี.ค. 2570 แต่ต้องรอผลพิจารณาของขั้นนี้ซึ่งครบกำหนด 30 เม.ย. 2570"
    assert told in plain(response.content.decode())
    client.force_login(supervisor)
    waits = "ขั้นนี้ครบกำหนด 31 มี.ค. 2570 แต่ต้องรอผลพิจารณาของขั้นที่ 2 ซึ่งครบกำหนด 30 เม.ย. 2570"
    assert waits in plain(shown(client, visits))


def test_a_due_day_off_is_named(client: Client, office: Office, task: Task, head: User, boss: Member) -> None:
    client.force_login(head)
    Holiday.objects.create(office=office, on=date(2026, 12, 10), name="วันรัฐธรรมนูญ")
    for day, told in ((date(2026, 12, 10), "ตรงกับวันหยุด วันรัฐธรรมนูญ"), (date(2026, 12, 12), "ตรงกับวันเสาร์")):
        move_window(task, FIRST, day, why=WHY, by=boss)
        assert told in shown(client, task).replace("\xa0", " ")
    move_window(task, FIRST, date(2026, 12, 11), why=WHY, by=boss)
    assert "ตรงกับวัน" not in shown(client, task)


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([4], "ช่วงเวลานิเทศอยู่ในช่วงปิดภาคเรียนทั้งหมด"),
        ([3, 4], "ช่วงเวลานิเทศมีช่วงปิดภาคเรียน 1–30 เม.ย. 2570"),
        ([12], ""),
    ],
)
def test_work_with_schools_in_a_break_is_flagged(
    client: Client, office: Office, supervision: Unit, supervisor: User, months: list[int], told: str
) -> None:
    make_procedure(supervision, [{"title": "นิเทศ", "months": months, "actions": ["visit"]},
                                 {"title": "ศึกษา", "months": months, "actions": ["study"]}])  # fmt: skip
    open_year(office)
    client.force_login(supervisor)
    visit, study = Task.objects.order_by("position")
    assert ("ปิดภาคเรียน" in shown(client, visit).partition("<main")[2]) == bool(told)
    assert told in shown(client, visit).replace("\xa0", " ")
    assert "ปิดภาคเรียน" not in shown(client, study).partition("<main")[2]


def test_the_page_costs_the_same_for_a_short_and_a_long_run(
    client: Client, office: Office, supervision: Unit, head: User
) -> None:
    steps: list[dict[str, Any]] = [{"title": "แผน", "months": [11], "ask": "approve", "actions": ["visit"]}]
    short = make_procedure(supervision, [*steps, {"title": "งาน", "months": [10]}])
    later = [{"title": f"ขั้น {n}", "months": [10]} for n in range(10)]
    long = make_procedure(supervision, [*steps, *later], title="งานยาว")
    open_year(office)
    client.force_login(head)
    costs = []
    for procedure in (short, long):
        with CaptureQueriesContext(connection) as caught:
            shown(client, task_of(procedure, "1"))
        costs.append(len(caught))
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(4))
def test_a_move_and_an_offer_at_once_lose_nothing(
    office: Office, supervision: Unit, boss: Member, _time: int
) -> None:
    with visits_declared():
        make_procedure(supervision, [{"title": "นิเทศ", "months": [12], "actions": ["visit"]}])
        open_year(office)
        task = Task.objects.select_related("unit").get()
        told = at_once(lambda: a_visit(office, DAY), lambda: move_window(task, DAY, LAST, why=WHY, by=boss))
        assert told == ["done", "done"]
        task.refresh_from_db()
        assert task.done == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(4))
def test_of_two_who_move_at_once_one_is_told(
    office: Office, supervision: Unit, boss: Member, chief: Member, _time: int
) -> None:
    make_procedure(supervision, [{"title": "งาน", "months": [12]}])
    open_year(office)
    task = Task.objects.select_related("unit").get()
    shown_window = (task.starts_on, task.due_on)
    told = at_once(
        lambda: move_window(task, FIRST, date(2027, 1, 10), why=WHY, by=boss, shown=shown_window),
        lambda: move_window(task, FIRST, date(2027, 1, 20), why=WHY, by=chief, shown=shown_window),
    )
    assert sorted(told) == [WindowChangedError.__name__, "done"]
    assert Entry.objects.filter(verb="task.moved").count() == 1

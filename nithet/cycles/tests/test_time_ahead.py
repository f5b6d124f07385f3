"""School breaks, and standards that the days that are left cannot meet: told at the start and again when it becomes so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.breaks import break_note
from nithet.cycles.models import Run, Task
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import procedures_to_start
from nithet.cycles.queries.timing import shortfalls_of
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year
from nithet.cycles.windows import Year, breaks_in, spans_in
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.thai.calendar import Semester

LATE = date(2027, 9, 29)
STANDARD: dict[str, Any] = {
    "title": "นิเทศ", "cadence": "all_year", "actions": ["visit"], "standard": "นิเทศไม่น้อยกว่า 4 ครั้งต่อปี",
    "measure": {"at_least": 4, "per": "year"},
}  # fmt: skip


# Breaks


def test_breaks_lie_between_semesters_by_the_table_or_the_standard_dates() -> None:
    assert Year(2570, ()).breaks() == [
        (date(2026, 10, 11), date(2026, 10, 31)), (date(2027, 4, 1), date(2027, 5, 15)),
    ]  # fmt: skip
    own = [Semester(2569, 2, date(2026, 11, 9), date(2027, 3, 20))]
    assert Year(2570, own).breaks() == [
        (date(2026, 10, 11), date(2026, 11, 8)), (date(2027, 3, 21), date(2027, 5, 15)),
    ]  # fmt: skip


def test_semesters_that_meet_leave_no_break() -> None:
    own = [Semester(2569, 1, date(2026, 5, 16), date(2026, 10, 31))]
    assert breaks_in(date(2026, 10, 1), date(2026, 12, 1), own) == []


def test_spans_are_cut_to_the_window() -> None:
    april = (date(2027, 4, 1), date(2027, 4, 30))
    assert spans_in(april, [(date(2027, 4, 20), date(2027, 5, 15))]) == [(date(2027, 4, 20), april[1])]
    assert spans_in(april, [(date(2027, 5, 1), date(2027, 5, 15))]) == []


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        (["visit"], "ช่วงเวลานิเทศอยู่ในช่วงปิดภาคเรียนทั้งหมด"),
        (["study", "survey"], "ช่วงเวลาสำรวจอยู่ในช่วงปิดภาคเรียนทั้งหมด"),
        (["train"], "ช่วงเวลาอบรมอยู่ในช่วงปิดภาคเรียนทั้งหมด"),
        (["report"], ""),
    ],
)
def test_work_that_needs_schools_is_flagged_in_a_break(actions: list[str], told: str) -> None:
    april = (date(2027, 4, 1), date(2027, 4, 30))
    assert break_note(actions, april, Year(2570, ()).breaks()) == told


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["visit", "survey", "train", "report"])
def test_a_window_in_a_break_is_told_at_the_start(office: Office, supervision: Unit, action: str) -> None:
    make_procedure(supervision, [{"title": "งาน", "months": [4], "actions": [action]}])
    texts = [c.text for c in plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts]
    assert any("อยู่ในช่วงปิดภาคเรียนทั้งหมด" in text for text in texts) == (action != "report")


# Standards out of reach


@pytest.mark.django_db
def test_a_standard_is_told_when_the_days_that_are_left_cannot_meet_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User, ict_head: User
) -> None:
    make_procedure(supervision, [STANDARD, {"title": "รายงาน", "months": [9], "standard": "มีรายงาน"}])
    open_year(office)
    Task.objects.filter(number="1").update(assignee=supervisor.person)
    doer = as_member(supervisor, office)
    assert shortfalls_of(doer) == []
    late = [as_member(user, office, on=LATE) for user in (supervisor, head, ict_head)]
    found = [[(one.step.number, str(one.shortfall)) for one in shortfalls_of(member)] for member in late]
    told = [("1", "ปีงบประมาณ พ.ศ. 2570 ยังขาด 4 ครั้ง แต่เหลือวันทำการในช่วงเวลาดำเนินการเพียง 2 วัน")]
    assert found == [told, told, []]
    assert [len(shortfalls_of(member, own=True)) for member in late] == [1, 0, 0]
    with time_machine.travel(f"{LATE}T03:00:00Z", tick=False):
        client.force_login(supervisor)
        text = client.get(reverse("workspace:my-work", args=[office.code])).content.decode()
    assert "มาตรฐานที่อาจไม่ครบตามกำหนด 1 ข้อ" in text.replace("\xa0", " ")


@pytest.mark.django_db
@pytest.mark.parametrize("ended", ["skipped", "void", "done"])
def test_what_is_ended_is_not_foretold(office: Office, supervision: Unit, head: User, ended: str) -> None:
    make_procedure(supervision, [STANDARD])
    open_year(office)
    Task.objects.update(state=ended)
    assert shortfalls_of(as_member(head, office, on=LATE)) == []


@pytest.mark.django_db
def test_a_run_that_was_given_up_is_not_foretold(office: Office, supervision: Unit, head: User) -> None:
    make_procedure(supervision, [STANDARD])
    open_year(office)
    Run.objects.update(voided_at="2027-01-01T00:00:00Z")
    assert shortfalls_of(as_member(head, office, on=LATE)) == []


@pytest.mark.django_db
def test_it_says_the_same_as_the_page_of_the_run(
    client: Client,
    office: Office,
    supervision: Unit,
    head: User,
    school: School,
    small_school: School,
) -> None:
    reach = {
        "title": "เยี่ยม",
        "cadence": "per_semester:1",
        "actions": ["visit"],
        "standard": "นิเทศครบทุกโรงเรียน ภาคเรียนละ 1 ครั้ง",
    }
    make_procedure(supervision, [STANDARD, reach])
    open_year(office)
    found = [str(one.shortfall) for one in shortfalls_of(as_member(head, office, on=date(2027, 9, 30)))]
    assert len(found) == 2
    with time_machine.travel("2027-09-30T03:00:00Z", tick=False):
        client.force_login(head)
        text = client.get(
            reverse("cycles:run-page", args=[office.code, Run.objects.get().pk])
        ).content.decode()
    shown = text.replace("\xa0", " ").replace("\u2060", "")
    assert all(words in shown for words in found)


@pytest.mark.django_db
def test_it_costs_the_same_for_one_run_and_many(office: Office, supervision: Unit, head: User) -> None:
    member = as_member(head, office, on=LATE)
    costs = []
    for number in range(3):
        make_procedure(supervision, [STANDARD, STANDARD], title=f"งาน {number}")
        open_year(office)
        with CaptureQueriesContext(connection) as caught:
            assert len(shortfalls_of(member)) == 2 * (number + 1)
        costs.append(len(caught))
    assert len(set(costs)) == 1

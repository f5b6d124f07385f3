"""Weeks in which somebody has more to finish than the office holds for bearable."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.accounts.models import User
from nithet.cycles.models import Task
from nithet.cycles.overload import Assigned, Overload, overloads
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import procedures_to_start
from nithet.cycles.queries.timing import overloads_of
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member

SOMCHAI, SOMSRI = UUID(int=1), UUID(int=2)
MONDAY = date(2026, 11, 23)
PEOPLE = st.sampled_from([None, SOMCHAI, SOMSRI])
TASKS = st.lists(st.builds(Assigned, PEOPLE, st.dates(date(2026, 10, 1), date(2026, 12, 31))), max_size=60)


def due(person: UUID | None, *days: int) -> list[Assigned]:
    return [Assigned(person, MONDAY + timedelta(days=n)) for n in days]


def test_a_week_runs_from_monday_to_sunday() -> None:
    tasks = [*due(SOMCHAI, 0, 3, 6), *due(SOMCHAI, -1, 7), *due(SOMSRI, 1), *due(None, 0, 0, 0)]
    found = overloads(tasks, limit=2)
    assert found == [Overload(MONDAY, SOMCHAI, 3)]
    assert found[0].words == "23–29 พ.ย. 2569 (3 งาน)"


def test_as_many_as_the_limit_are_not_too_many() -> None:
    assert overloads(due(SOMCHAI, 0, 1), limit=2) == []


def test_weeks_that_are_over_are_left_out_and_this_one_is_not() -> None:
    tasks = due(SOMCHAI, 0, 1, 2)
    assert overloads(tasks, limit=2, on=MONDAY + timedelta(days=6))
    assert overloads(tasks, limit=2, on=MONDAY + timedelta(days=7)) == []


@given(tasks=TASKS, limit=st.integers(1, 8))
def test_every_week_with_too_much_is_found_once(tasks: list[Assigned], limit: int) -> None:
    found = overloads(tasks, limit=limit)
    assert found == sorted(found)
    assert len({(one.first, one.person_id) for one in found}) == len(found)
    weeks = Counter((task.due_on.isocalendar()[:2], task.assignee_id) for task in tasks if task.assignee_id)
    assert {(one.first.isocalendar()[:2], one.person_id): one.count for one in found} == {
        week: count for week, count in weeks.items() if count > limit
    }


@given(tasks=TASKS, limit=st.integers(1, 8), more=st.integers(1, 4))
def test_a_higher_limit_finds_no_other_weeks(tasks: list[Assigned], limit: int, more: int) -> None:
    assert set(overloads(tasks, limit=limit + more)) <= set(overloads(tasks, limit=limit))


# At the opening


@pytest.fixture
def named(supervisor: User) -> str:
    return supervisor.person.name


def told(office: Office) -> list[str]:
    conflicts = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts
    return [c.text for c in conflicts if "เกินสัปดาห์ละ" in c.text]


@pytest.mark.django_db
def test_too_much_in_a_week_is_told_before_the_year_starts(
    office: Office, supervision: Unit, named: str
) -> None:
    make_procedure(
        supervision, [{"title": f"งาน {n}", "months": [12], "responsible": [named]} for n in range(6)]
    )
    assert told(office) == [
        f"{named} มีงานครบกำหนดเกินสัปดาห์ละ 5 งาน: 28 ธ.ค. 2569 – 3 ม.ค. 2570 (6 งาน) โปรดกระจายผู้รับผิดชอบหรือช่วงเวลา"
    ]
    Office.objects.update(week_limit=6)
    office.refresh_from_db()
    assert told(office) == []


@pytest.mark.django_db
def test_what_one_has_already_counts_too(office: Office, supervision: Unit, named: str) -> None:
    steps = [{"title": f"งาน {n}", "months": [12], "responsible": [named]} for n in range(3)]
    make_procedure(supervision, steps, title="งานที่ทำอยู่")
    open_year(office)
    assert Task.objects.filter(assignee__isnull=False).count() == 3
    new = make_procedure(supervision, steps, title="งานใหม่")
    texts = [
        c.text
        for c in plan_year(
            office, [p for p in procedures_to_start(office) if p.pk == new.pk], YEAR_BE, on=DAY
        ).conflicts
    ]
    assert any("(6 งาน)" in text for text in texts)
    Task.objects.update(state="done")
    assert all("(6 งาน)" not in c.text for c in plan_year(office, [], YEAR_BE, on=DAY).conflicts)


# While the year runs


@pytest.mark.django_db
def test_the_head_sees_whose_weeks_hold_too_much(
    office: Office, supervision: Unit, named: str, head: User, ict_head: User, supervisor: User
) -> None:
    steps = [{"title": f"งาน {n}", "months": [12], "responsible": [named]} for n in range(6)]
    make_procedure(supervision, steps)
    open_year(office)
    found = overloads_of(as_member(head, office))
    assert [(person.name, [week.count for week in weeks]) for person, weeks in found] == [(named, [6])]
    # Their own as well; another division's not.
    assert len(overloads_of(as_member(supervisor, office))) == 1
    assert overloads_of(as_member(ict_head, office)) == []
    Task.objects.filter(number="1").update(state="submitted")
    assert overloads_of(as_member(head, office)) == []

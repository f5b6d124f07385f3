"""What the order of duties does to work: at the start of the year, to open work, and what it leaves to people."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.cycles.models import Duty, DutyOrder, Task
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import duty_schools, procedures_to_start
from nithet.cycles.services.following import give_out
from nithet.cycles.services.opening import start_year
from nithet.cycles.services.working import take_up
from nithet.cycles.tests.duty_factories import FIRST, make_duty, make_order
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.models import Cluster, Office, Role, School, Unit
from nithet.offices.tests.factories import DAY, as_member, make_appointment, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision)


@pytest.fixture
def order(office: Office) -> DutyOrder:
    return make_order(office)


def assignees() -> set[object]:
    return set(Task.objects.values_list("assignee", flat=True))


# At the start of the year


def test_the_year_starts_with_the_main_person(
    office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, supervisor2: User, head: User
) -> None:
    make_duty(order, supervisor.person, procedure)
    make_duty(order, supervisor2.person, procedure, Duty.Part.JOINT)
    start_year(office, YEAR_BE, procedures_to_start(office), by=as_member(head, office))
    assert assignees() == {supervisor.person.pk}


def test_it_is_shown_before_the_start(
    client: Client, office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, head: User
) -> None:
    make_duty(order, supervisor.person, procedure)
    client.force_login(head)
    text = client.get(reverse("cycles:cycle-start", args=[office.code])).content.decode()
    assert "ผู้รับผิดชอบตามคำสั่งมอบหมายหน้าที่" in text
    assert supervisor.person.name in text
    assert "5 งาน" in text


def test_whom_the_manual_names_stays(
    office: Office, supervision: Unit, order: DutyOrder, supervisor: User, supervisor2: User
) -> None:
    step = {"title": "สำรวจ", "months": [12], "responsible": [supervisor2.person.name]}
    procedure = make_procedure(supervision, [step])
    make_duty(order, supervisor.person, procedure)
    open_year(office)
    assert task_of(procedure, "1").assignee == supervisor2.person


def test_work_of_another_role_or_division_is_not_the_main_persons(
    office: Office, supervision: Unit, ict: Unit, order: DutyOrder, supervisor: User
) -> None:
    steps = [
        {"title": "รับรอง", "months": [12], "responsible": ["ผู้อำนวยการกลุ่ม"]},
        {"title": "เตรียมระบบ", "months": [12], "responsible": [ict.name]},
        {"title": "นิเทศ", "months": [12], "responsible": ["ศึกษานิเทศก์"]},
    ]
    procedure = make_procedure(supervision, steps)
    make_duty(order, supervisor.person, procedure)
    open_year(office)
    assert [task_of(procedure, n).assignee for n in ("1", "2", "3")] == [None, None, supervisor.person]


def test_of_several_main_persons_none_is_the_one(
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    cluster: Cluster,
    small_school: School,
    supervisor: User,
    supervisor2: User,
) -> None:
    make_duty(order, supervisor.person, procedure, cluster=cluster)
    make_duty(order, supervisor2.person, procedure, school=small_school)
    open_year(office)
    assert assignees() == {None}


def test_who_is_in_charge_everywhere_is_before_those_of_places(
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    cluster: Cluster,
    supervisor: User,
    supervisor2: User,
) -> None:
    make_duty(order, supervisor.person, procedure, cluster=cluster)
    make_duty(order, supervisor2.person, procedure)
    open_year(office)
    assert assignees() == {supervisor2.person.pk}


def test_duties_of_the_coming_year_count_for_a_start_before_it(
    office: Office, order: DutyOrder, procedure: Procedure, supervisor: User
) -> None:
    make_duty(order, supervisor.person, procedure)
    plan = plan_year(office, procedures_to_start(office), YEAR_BE, on=date(2026, 9, 24))
    assert {t.responsible.person_id for t in plan.runs[0].tasks} == {supervisor.person.pk}


def test_an_ended_duty_gives_nothing(
    office: Office, order: DutyOrder, procedure: Procedure, supervisor: User
) -> None:
    make_duty(order, supervisor.person, procedure, until_on=date(2026, 11, 19))
    open_year(office)
    assert assignees() == {None}


# Open work


def give(client: Client, office: Office, order: DutyOrder, procedure: Procedure, user: User) -> None:
    facts = {"order": order.pk, "person": user.person.pk, "part": "main", "procedures": [procedure.lineage]}
    assert client.post(reverse("cycles:duty-add", args=[office.code]), facts).status_code == 302


def test_open_work_that_nobody_has_goes_to_the_main_person(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    supervisor: User,
    supervisor2: User,
    head: User,
) -> None:
    open_year(office)
    taken = take_up(task_of(procedure, "1"), by=as_member(supervisor2, office))
    client.force_login(head)
    give(client, office, order, procedure, supervisor)
    taken.refresh_from_db()
    assert taken.assignee == supervisor2.person
    others = Task.objects.exclude(pk=taken.pk)
    assert set(others.values_list("assignee", flat=True)) == {supervisor.person.pk}
    told = Entry.objects.filter(verb="task.assigned")
    assert {e.object_id for e in told} == {t.pk for t in others}
    assert {e.facts["to"] for e in told} == {supervisor.person.name}


def test_giving_out_twice_changes_nothing_more(
    office: Office, order: DutyOrder, procedure: Procedure, supervisor: User
) -> None:
    open_year(office)
    make_duty(order, supervisor.person, procedure)
    given = [give_out(office, {procedure.lineage}, by=None, on=DAY) for _ in range(2)]
    assert given == [5, 0]


def test_what_differs_is_shown_and_moved_on_a_press_only(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    supervisor: User,
    supervisor2: User,
    head: User,
) -> None:
    open_year(office)
    taken = take_up(task_of(procedure, "1"), by=as_member(supervisor2, office))
    make_duty(order, supervisor.person, procedure)
    client.force_login(head)
    address = reverse("cycles:duty-differences", args=[office.code])
    text = client.get(address).content.decode()
    assert supervisor.person.name in text
    assert supervisor2.person.name in text
    assert "มีงาน 1 รายการ" in client.get(reverse("cycles:duty-list", args=[office.code])).content.decode()
    for _ in range(2):
        client.post(address, {"task": [taken.pk]})
    taken.refresh_from_db()
    assert (taken.assignee, taken.taken_up_at) == (supervisor.person, None)
    assert Entry.objects.filter(verb="task.assigned", object_id=taken.pk).count() == 1


def test_what_is_not_chosen_and_what_is_anothers_stays(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    supervisor: User,
    supervisor2: User,
    ict_head: User,
) -> None:
    open_year(office)
    taken = take_up(task_of(procedure, "1"), by=as_member(supervisor2, office))
    make_duty(order, supervisor.person, procedure)
    client.force_login(ict_head)
    client.post(reverse("cycles:duty-differences", args=[office.code]), {"task": [taken.pk]})
    taken.refresh_from_db()
    assert taken.assignee == supervisor2.person


@pytest.mark.parametrize(("who", "code"), [("clerk", 200), ("supervisor", 403), ("outsider", 404)])
def test_who_follows_the_order(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("cycles:duty-differences", args=[office.code])).status_code == code


def test_a_damaged_choice_is_no_choice(client: Client, office: Office, head: User) -> None:
    client.force_login(head)
    address = reverse("cycles:duty-differences", args=[office.code])
    assert client.post(address, {"task": ["xyz"]}).status_code == 400


# Schools in charge


def test_the_schools_in_charge_follow_from_places(
    office: Office,
    supervision: Unit,
    order: DutyOrder,
    procedure: Procedure,
    cluster: Cluster,
    school: School,
    small_school: School,
    supervisor: User,
) -> None:
    person = supervisor.person
    assert list(duty_schools(person, on=DAY)) == []
    everywhere = make_duty(order, person, procedure, Duty.Part.JOINT)
    assert set(duty_schools(person, on=DAY)) == {school, small_school}
    make_duty(order, person, make_procedure(supervision, title="งานนิเทศ"), cluster=cluster)
    assert set(duty_schools(person, on=DAY)) == {school}
    assert set(duty_schools(person, on=DAY, lineage=everywhere.lineage)) == {school, small_school}


def test_a_school_that_joins_the_cluster_is_in_charge_too(
    office: Office, order: DutyOrder, procedure: Procedure, cluster: Cluster, school: School, supervisor: User
) -> None:
    make_duty(order, supervisor.person, procedure, cluster=cluster)
    new = make_school(office, "โรงเรียนบ้านมาใหม่", cluster=cluster)
    assert set(duty_schools(supervisor.person, on=DAY)) == {school, new}
    assert list(duty_schools(supervisor.person, on=date(2026, 9, 30))) == []


def test_a_person_who_serves_in_a_section_gets_the_divisions_work(
    office: Office,
    supervision: Unit,
    media_section: Unit,
    order: DutyOrder,
    procedure: Procedure,
    section_head: User,
) -> None:
    """And a second post counts as well as the first."""
    make_duty(order, section_head.person, procedure)
    open_year(office)
    assert assignees() == {None}
    make_appointment(section_head.person, Role.SUPERVISOR, unit=media_section, from_on=FIRST)
    assert give_out(office, {procedure.lineage}, by=None, on=DAY) == 5

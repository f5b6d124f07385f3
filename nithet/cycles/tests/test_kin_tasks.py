"""Kin steps of procedures in different manuals: done apart, linked, or done once for both."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles.errors import NotLinkedError, TaskStateError
from nithet.cycles.kin import KinPair, Tie
from nithet.cycles.models import Cycle, Decision, Evidence, Task, TaskLink
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import procedures_to_start, work_of
from nithet.cycles.queries.kin import kin_of_start
from nithet.cycles.services.deciding import give
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.tying import Tied, offered_evidence, part_tasks, tie_steps, use_evidence
from nithet.cycles.services.working import skip, submit, take_up
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year, task_of
from nithet.manuals.models import Manual, ManualVersion, Procedure
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

SURVEY, VISIT, REPORT = "สำรวจความต้องการใช้สื่อ", "นิเทศ ติดตามการใช้สื่อ", "สรุปและรายงานผล"
STEPS: list[dict[str, Any]] = [
    {"title": SURVEY, "months": [11, 12], "actions": ["survey"]},
    {"title": VISIT, "cadence": "per_semester:1", "actions": ["visit"]},
    {"title": REPORT, "months": [9], "actions": ["report"]},
]
OTHER: list[dict[str, Any]] = [
    {"title": "สำรวจความต้องการการใช้สื่อ", "months": [12], "actions": ["survey"]},
    {"title": "นิเทศติดตามการใช้สื่อ", "cadence": "per_semester:2", "actions": ["visit"]},
    {"title": "สรุปและรายงานผลต่อผู้อำนวยการ", "months": [9], "actions": ["report"], "ask": "acknowledge"},
]


def kin_procedure(unit: Unit, steps: list[dict[str, Any]], title: str) -> Procedure:
    procedure = make_procedure(unit, [dict(step) for step in steps], title=title)
    procedure.family = "A"
    procedure.save(update_fields=["family"])
    return procedure


@pytest.fixture
def first(supervision: Unit) -> Procedure:
    return kin_procedure(supervision, STEPS, "งานส่งเสริมสื่อของกลุ่มนิเทศ")


@pytest.fixture
def second(supervision: Unit, first: Procedure) -> Procedure:
    return kin_procedure(supervision, OTHER, "งานส่งเสริมสื่อของอีกเล่ม")


def pairs(office: Office, cycle: Cycle | None = None) -> list[KinPair]:
    running = set(cycle.runs.values_list("procedure", flat=True)) if cycle else set()
    new = [one for one in procedures_to_start(office) if one.pk not in running]
    return kin_of_start(plan_year(office, new, YEAR_BE, on=DAY), cycle)


def tied(office: Office, director: User, *ties: Tie) -> Cycle:
    """The year open with both, their steps tied so."""
    (pair,) = pairs(office)
    cycle = open_year(office)
    chosen = [Tied(one.first.pk, one.second.pk, tie) for one, tie in zip(pair.steps, ties, strict=False)]
    tie_steps(cycle, chosen, by=as_member(director, office))
    return cycle


def finish(task: Task, doer: User, head: User) -> None:
    member = as_member(doer, task.office)
    write_log(take_up(task, by=member), "สำรวจครบแล้ว", on=DAY, by=member)
    task.refresh_from_db()
    submit(task, "", by=member)
    give(Decision.objects.get(round__task=task, state="current"), "", by=as_member(head, task.office))


# What is kin


def test_kin_steps_of_different_manuals_are_found(
    office: Office, first: Procedure, second: Procedure
) -> None:
    (pair,) = pairs(office)
    assert (pair.first, pair.second, pair.is_running) == (first, second, False)
    assert [(one.first.title, one.can_merge) for one in pair.steps] == [
        (SURVEY, True),
        (VISIT, True),
        (REPORT, False),
    ]


def test_of_manuals_made_at_one_moment_the_same_comes_first_each_time(
    office: Office, supervision: Unit, first: Procedure, second: Procedure
) -> None:
    """The clock stands; the database may give rows that are alike in any order."""
    assert first.version.made_at == second.version.made_at
    at = second.version
    manual = Manual.objects.create(office=office, unit=supervision, title="คู่มืออีกเล่ม")
    earlier = ManualVersion.objects.create(
        pk=UUID(int=1), office=office, manual=manual, state="adopted", number=1,
        made_at=at.made_at, adopted_at=at.adopted_at,
    )  # fmt: skip
    Procedure.objects.filter(pk=second.pk).update(version=earlier)
    assert [one.pk for one in procedures_to_start(office)] == [second.pk, first.pk]


def test_procedures_of_one_manual_or_of_no_family_are_no_kin(
    office: Office, supervision: Unit, first: Procedure, second: Procedure
) -> None:
    Procedure.objects.filter(pk=second.pk).update(version=first.version, position=2)
    assert pairs(office) == []
    Procedure.objects.filter(pk=second.pk).update(family="")
    assert pairs(office) == []


def test_windows_that_never_meet_are_not_merged(office: Office, second: Procedure) -> None:
    second.steps.filter(title=OTHER[0]["title"]).update(months=[8])
    (pair,) = pairs(office)
    assert not pair.steps[0].can_merge


def test_what_runs_already_comes_first(office: Office, supervision: Unit, first: Procedure) -> None:
    cycle = open_year(office)
    later = kin_procedure(supervision, OTHER, "งานที่ประกาศใช้ภายหลัง")
    (pair,) = pairs(office, cycle)
    assert (pair.first, pair.second, pair.is_running) == (first, later, True)


# Nothing by itself


def test_nothing_is_tied_unless_chosen(office: Office, director: User, second: Procedure) -> None:
    tied(office, director, Tie.APART, Tie.APART)
    assert not TaskLink.objects.exists()
    assert not Task.objects.filter(served_by__isnull=False).exists()


def test_a_supervisor_ties_nothing(office: Office, supervisor: User, second: Procedure) -> None:
    (pair,) = pairs(office)
    cycle, step = open_year(office), pair.steps[0]
    with pytest.raises(RefusedError):
        tie_steps(cycle, [Tied(step.first.pk, step.second.pk, Tie.LINK)], by=as_member(supervisor, office))


# One task for both


def test_one_task_serves_both_runs(
    office: Office, director: User, head: User, supervisor: User, first: Procedure, second: Procedure
) -> None:
    tied(office, director, Tie.MERGE)
    task, served = task_of(first, "1"), task_of(second, "1")
    assert served.served_by == task
    assert served not in work_of(as_member(supervisor, office)).todo
    finish(task, supervisor, head)
    served.refresh_from_db()
    assert (served.state, served.done, served.is_met) == ("done", 1, True)
    assert (
        Evidence.objects.filter(task=served).values("object_id")[0]
        == Evidence.objects.filter(task=task).values("object_id")[0]
    )
    assert Entry.objects.filter(verb="task.served", object_id=served.pk).count() == 1


def test_a_served_task_is_not_worked_on_itself(
    office: Office, director: User, supervisor: User, head: User, second: Procedure
) -> None:
    tied(office, director, Tie.MERGE)
    served = task_of(second, "1")
    with pytest.raises(RefusedError):
        take_up(served, by=as_member(supervisor, office))
    with pytest.raises(RefusedError):
        skip(served, why="ไม่ทำ", by=as_member(head, office))


def test_a_skipped_task_skips_what_it_serves(
    office: Office, director: User, head: User, first: Procedure, second: Procedure
) -> None:
    tied(office, director, Tie.MERGE)
    skip(task_of(first, "1"), why="งดตามนโยบาย", by=as_member(head, office))
    served = task_of(second, "1")
    assert (served.state, served.reason) == ("skipped", "งดตามนโยบาย")


def test_each_semester_serves_its_own(
    office: Office, director: User, first: Procedure, second: Procedure
) -> None:
    tied(office, director, Tie.APART, Tie.MERGE)
    served = Task.objects.filter(served_by__isnull=False)
    found = list(served.values_list("occurrence", "served_by__occurrence"))
    assert len(found) == 2
    assert all(own == other for own, other in found)


def test_what_cannot_be_merged_is_linked(
    office: Office, director: User, first: Procedure, second: Procedure
) -> None:
    tied(office, director, Tie.APART, Tie.APART, Tie.MERGE)
    assert task_of(second, "3").served_by is None
    assert TaskLink.objects.get().second == task_of(second, "3")


def test_tying_again_changes_nothing(office: Office, director: User, second: Procedure) -> None:
    (pair,) = pairs(office)
    cycle = tied(office, director, Tie.MERGE, Tie.LINK)
    chosen = [
        Tied(one.first.pk, one.second.pk, tie)
        for one, tie in zip(pair.steps, (Tie.MERGE, Tie.LINK), strict=False)
    ]
    before = (TaskLink.objects.count(), Entry.objects.count())
    tie_steps(cycle, chosen, by=as_member(director, office))
    assert (TaskLink.objects.count(), Entry.objects.count()) == before


def test_merged_work_is_parted_again(
    client: Client, office: Office, director: User, head: User, supervisor: User, second: Procedure
) -> None:
    tied(office, director, Tie.MERGE)
    served = task_of(second, "1")
    where = reverse("cycles:task-part", args=["satit1", served.pk])
    client.force_login(supervisor)
    assert client.post(where).status_code == 403
    client.force_login(head)
    assert client.get(where).status_code == 405
    assert client.post(where).status_code == 302
    served.refresh_from_db()
    assert served.served_by is None
    with pytest.raises(TaskStateError):
        part_tasks(served, by=as_member(head, office))
    assert take_up(served, by=as_member(supervisor, office)).assignee == supervisor.person


# Evidence of one for the other


def test_evidence_of_a_linked_task_is_offered_and_used_once(
    client: Client, office: Office, director: User, supervisor: User, first: Procedure, second: Procedure
) -> None:
    tied(office, director, Tie.LINK)
    task, other = task_of(first, "1"), task_of(second, "1")
    shown = write_log(task, "สำรวจ 24 โรงเรียน", on=DAY, by=as_member(supervisor, office))
    assert list(offered_evidence(other)) == [shown]
    client.force_login(supervisor)
    page = reverse("cycles:task-page", args=["satit1", other.pk])
    where = reverse("cycles:evidence-use", args=["satit1", other.pk, shown.pk])
    assert where in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(where).status_code == 302
    other.refresh_from_db()
    assert (other.done, Evidence.objects.filter(task=other).count()) == (1, 1)
    assert where not in client.get(page).content.decode()


def test_evidence_of_a_task_that_is_not_linked_is_not_there(
    client: Client, office: Office, director: User, supervisor: User, first: Procedure, second: Procedure
) -> None:
    tied(office, director, Tie.APART)
    other = task_of(second, "1")
    shown = write_log(task_of(first, "1"), "สำรวจ", on=DAY, by=as_member(supervisor, office))
    client.force_login(supervisor)
    assert client.post(reverse("cycles:evidence-use", args=["satit1", other.pk, shown.pk])).status_code == 404
    with pytest.raises(NotLinkedError):
        use_evidence(other, shown, by=as_member(supervisor, office))


@pytest.mark.parametrize("who", ["outsider", "teacher"])
def test_strangers_find_no_kin_acts(
    client: Client,
    office: Office,
    director: User,
    second: Procedure,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    tied(office, director, Tie.MERGE)
    client.force_login(request.getfixturevalue(who))
    assert (
        client.post(reverse("cycles:task-part", args=["satit1", task_of(second, "1").pk])).status_code == 404
    )


# The page


def choices(office: Office, chosen: dict[str, str]) -> dict[str, Any]:
    procedures = [str(one.pk) for one in procedures_to_start(office)]
    return {"procedures": procedures, **chosen}


def test_the_start_page_asks_what_becomes_of_kin(
    client: Client, office: Office, director: User, first: Procedure, second: Procedure
) -> None:
    client.force_login(director)
    where = reverse("cycles:cycle-start", args=["satit1"])
    text = client.get(where).content.decode()
    (pair,) = pairs(office)
    assert all(step.key in text for step in pair.steps)
    assert text.count('value="merge"') == 2
    sent = choices(office, {pair.steps[0].key: "merge", pair.steps[1].key: "link"})
    assert client.post(where, sent).status_code == 302
    assert task_of(second, "1").served_by == task_of(first, "1")
    assert TaskLink.objects.count() == 2


def test_kin_of_a_procedure_that_is_not_started_are_not_tied(
    client: Client, office: Office, director: User, first: Procedure, second: Procedure
) -> None:
    (pair,) = pairs(office)
    client.force_login(director)
    sent = {"procedures": [str(second.pk)], pair.steps[0].key: "merge"}
    assert client.post(reverse("cycles:cycle-start", args=["satit1"]), sent).status_code == 302
    assert task_of(second, "1").served_by is None


def test_the_start_page_costs_the_same_for_more_kin(
    client: Client, office: Office, director: User, supervision: Unit, second: Procedure
) -> None:
    client.force_login(director)
    where, costs = reverse("cycles:cycle-start", args=["satit1"]), []
    client.get(where)
    for title in ("งานส่งเสริมสื่อเล่มที่ 3", "งานส่งเสริมสื่อเล่มที่ 4"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        costs.append(len(queries))
        kin_procedure(supervision, OTHER, title)
    assert costs[0] == costs[1]


def test_the_page_of_an_edition_offers_what_is_not_in_the_year(
    client: Client, office: Office, director: User, supervision: Unit, first: Procedure
) -> None:
    client.force_login(director)
    offer = f"{reverse('cycles:cycle-start', args=['satit1'])}?version="

    def page(version: UUID) -> str:
        return client.get(reverse("manuals:version-page", args=["satit1", version])).content.decode()

    assert "เพิ่มกระบวนงานของฉบับนี้" not in page(first.version_id)
    open_year(office)
    assert "เพิ่มกระบวนงานของฉบับนี้" not in page(first.version_id)
    later = kin_procedure(supervision, OTHER, "งานที่ประกาศใช้ภายหลัง")
    text = page(later.version_id)
    assert "เพิ่มกระบวนงานของฉบับนี้" in text
    assert f"{offer}{later.version_id}" in text

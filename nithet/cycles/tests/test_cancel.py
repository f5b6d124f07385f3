"""ยกเลิก: a task, or a whole procedure in mid-year, and taking the latter back on the same day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles.errors import ReasonMissingError, RunNotBackError, RunVoidedError, TaskStateError
from nithet.cycles.kin import Tie
from nithet.cycles.models import Cycle, Decision, Run, Task, TaskRound
from nithet.cycles.queries import current_decision
from nithet.cycles.services.cancelling import cancel_run, cancel_task, take_back_run
from nithet.cycles.services.deciding import give
from nithet.cycles.services.offering import rebuild
from nithet.cycles.services.tying import Tied, tie_steps
from nithet.cycles.services.working import skip, submit, take_up
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, page_text
from nithet.thai.dates import BANGKOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def run(procedure: Procedure) -> Run:
    return Run.objects.get(procedure=procedure)


def states(run: Run) -> dict[str, str]:
    return {f"{t.number}{t.occurrence}": t.state for t in run.tasks.order_by("position", "starts_on")}


def standing(run: Run) -> list[Any]:
    """All of a run that taking back must bring back."""
    tasks = run.tasks.order_by("pk").values_list(
        "state", "reason", "finished_at", "round", "served_by", "done", "target", "is_met", "taken_up_at", "assignee"
    )  # fmt: skip
    rounds = (
        TaskRound.objects.filter(task__run=run).order_by("pk").values_list("outcome", "reason", "closed_at")
    )
    decisions = Decision.objects.filter(round__task__run=run).order_by("pk").values_list("state")
    return [*tasks, *rounds, *decisions]


# A task


def test_a_task_is_cancelled_with_a_reason(procedure: Procedure, boss: Member) -> None:
    task = task_of(procedure, "1")
    with pytest.raises(ReasonMissingError):
        cancel_task(task, why="", by=boss)
    cancelled = cancel_task(task, why="เปิดซ้ำ", by=boss)
    assert (cancelled.state, cancelled.reason, bool(cancelled.finished_at)) == ("void", "เปิดซ้ำ", True)
    assert Entry.objects.get(verb="task.voided").why == "เปิดซ้ำ"
    with pytest.raises(TaskStateError):
        cancel_task(task, why="อีกครั้ง", by=boss)


def test_a_submission_of_a_cancelled_task_is_dropped(
    procedure: Procedure, doer: Member, boss: Member
) -> None:
    task = task_of(procedure, "1")
    submit(task, "แล้ว", by=doer)
    decision = current(task)
    cancel_task(task, why="เปิดซ้ำ", by=boss)
    assert (TaskRound.objects.get().outcome, Decision.objects.get().state) == ("withdrawn", "dropped")
    with pytest.raises(TaskStateError):
        give(decision, "", by=boss)


def test_a_gate_is_cancelled_by_the_director_and_holds_nothing_back(
    procedure: Procedure, boss: Member, chief: Member
) -> None:
    gate = task_of(procedure, "2")
    with pytest.raises(RefusedError):
        cancel_task(gate, why="ไม่ต้องขออนุมัติ", by=boss)
    cancel_task(gate, why="ไม่ต้องขออนุมัติ", by=chief)
    assert {t.state for t in Task.objects.filter(number__in=("3", "4"))} == {"open"}


def test_what_a_cancelled_task_served_is_work_of_its_own(
    office: Office, procedure: Procedure, ict: Unit, chief: Member
) -> None:
    other = make_procedure(ict, title="งานใกล้เคียง")
    open_year(office)
    first, second = task_of(procedure, "1"), task_of(other, "1")
    assert first.step_id
    assert second.step_id
    tie_steps(Cycle.objects.get(), [Tied(first.step_id, second.step_id, Tie.MERGE)], by=chief)
    cancel_task(first, why="เปิดซ้ำ", by=chief)
    second.refresh_from_db()
    assert (second.served_by, second.state) == (None, "open")


@pytest.mark.parametrize(
    ("who", "code"),
    [("director", 302), ("head", 302), ("deputy", 403), ("supervisor", 403), ("clerk", 403), ("teacher", 404),
     ("ict_head", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_cancels_a_task_and_a_run_by_the_pages(
    client: Client, office: Office, supervision: Unit, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    procedure = make_procedure(supervision, [{"title": n, "months": [11]} for n in ("ก", "ข")])
    open_year(office)
    client.force_login(request.getfixturevalue(who))
    one = task_of(procedure, "1")
    for name, pk in (("task-cancel", one.pk), ("run-cancel", one.run_id)):
        response = client.post(reverse(f"cycles:{name}", args=[office.code, pk]), {"reason": "เปิดซ้ำ"})
        assert response.status_code == code
    assert (Run.objects.get().voided_at is not None) is (code == 302)
    assert ({t.state for t in Task.objects.all()} == {"void"}) is (code == 302)
    response = client.post(reverse("cycles:run-take-back", args=[office.code, one.run_id]))
    assert response.status_code == code


@pytest.mark.parametrize("name", ["task-cancel", "run-cancel", "run-take-back"])
def test_cancelling_is_posted(client: Client, office: Office, run: Run, head: User, name: str) -> None:
    client.force_login(head)
    assert client.get(reverse(f"cycles:{name}", args=[office.code, run.pk])).status_code == 405


def test_a_page_without_a_reason_comes_back(
    client: Client, office: Office, run: Run, procedure: Procedure, director: User
) -> None:
    client.force_login(director)
    for name, pk in (("task-cancel", task_of(procedure, "1").pk), ("run-cancel", run.pk)):
        response = client.post(reverse(f"cycles:{name}", args=[office.code, pk]), {"reason": " "})
        assert response.status_code == 422
        assert "โปรดระบุเหตุผล" in page_text(response)
    assert not Task.objects.filter(state="void").exists()


# A run


def test_a_run_is_given_up_and_what_was_done_stays(
    procedure: Procedure, run: Run, doer: Member, boss: Member, chief: Member
) -> None:
    skip(task_of(procedure, "1"), why="งด", by=boss)
    submit(task_of(procedure, "2"), "เสนอแผน", by=doer)
    cancelled = cancel_run(run, why="โครงการยุติ", by=chief)
    assert cancelled.voided_at
    assert cancelled.void_reason == "โครงการยุติ"
    assert list(states(run).values()) == ["skipped", "void", "void", "void", "void"]
    assert current_decision(task_of(procedure, "2")) is None
    assert Entry.objects.filter(verb="task.voided").count() == 4
    cancel_run(run, why="อีกครั้ง", by=chief)
    assert Entry.objects.filter(verb="run.voided").count() == 1


def test_with_gates_undecided_a_run_is_the_directors(run: Run, boss: Member) -> None:
    with pytest.raises(RefusedError, match="เฉพาะผู้อำนวยการสำนักงานเขต"):
        cancel_run(run, why="โครงการยุติ", by=boss)
    with pytest.raises(ReasonMissingError):
        cancel_run(open_run_without_gates(run), why="", by=boss)


def open_run_without_gates(run: Run) -> Run:
    run.tasks.update(ask="certify")
    return run


def test_nothing_of_a_cancelled_run_moves(
    procedure: Procedure, run: Run, doer: Member, chief: Member
) -> None:
    cancel_run(run, why="โครงการยุติ", by=chief)
    task = task_of(procedure, "1")
    with pytest.raises(RunVoidedError):
        submit(task, "แล้ว", by=doer)
    with pytest.raises(TaskStateError):
        take_up(task, by=doer)


def test_a_run_is_taken_back_as_it_was(
    office: Office, procedure: Procedure, run: Run, ict: Unit, doer: Member, boss: Member, chief: Member
) -> None:
    other = make_procedure(ict, title="งานใกล้เคียง")
    open_year(office)
    first, served = task_of(procedure, "1"), task_of(other, "1")
    assert first.step_id
    assert served.step_id
    tie_steps(Cycle.objects.get(), [Tied(first.step_id, served.step_id, Tie.MERGE)], by=chief)
    gate = submit(task_of(procedure, "2"), "เสนอแผน", by=doer)
    decision = current(gate)
    give(decision, "เห็นควร", by=boss)
    before = [standing(one) for one in Run.objects.order_by("position")]
    cancel_run(run, why="โครงการยุติ", by=chief)
    assert [standing(one) for one in Run.objects.order_by("position")] != before
    for _ in range(2):
        restored = take_back_run(run, by=chief)
    assert (restored.voided_at, restored.void_reason, restored.void_undo) == (None, "", {})
    assert [standing(one) for one in Run.objects.order_by("position")] == before
    assert Entry.objects.filter(verb="run.restored").count() == 1
    decision = current(gate)
    assert give(decision, "", by=chief).state in ("submitted", "done")


def test_only_on_the_same_day(run: Run, chief: Member, office: Office, director: User) -> None:
    cancel_run(run, why="โครงการยุติ", by=chief)
    Run.objects.update(voided_at=datetime(2026, 11, 19, 23, 0, tzinfo=BANGKOK))
    run.refresh_from_db()
    with pytest.raises(RunNotBackError):
        take_back_run(run, by=chief)
    assert set(states(run).values()) == {"void"}


def test_what_was_served_and_was_begun_meanwhile_stays_its_own(
    office: Office, procedure: Procedure, run: Run, ict: Unit, chief: Member, ict_head: User
) -> None:
    other = make_procedure(ict, title="งานใกล้เคียง")
    open_year(office)
    first, served = task_of(procedure, "1"), task_of(other, "1")
    assert first.step_id
    assert served.step_id
    tie_steps(Cycle.objects.get(), [Tied(first.step_id, served.step_id, Tie.MERGE)], by=chief)
    cancel_run(run, why="โครงการยุติ", by=chief)
    Task.objects.filter(pk=served.pk).update(taken_up_at=datetime.combine(DAY, datetime.min.time(), BANGKOK))
    take_back_run(run, by=chief)
    served.refresh_from_db()
    assert served.served_by is None


def test_what_served_it_and_ended_meanwhile_leaves_it_its_own(
    office: Office, procedure: Procedure, ict: Unit, chief: Member
) -> None:
    other = make_procedure(ict, title="งานใกล้เคียง")
    open_year(office)
    first, served = task_of(procedure, "1"), task_of(other, "1")
    assert first.step_id
    assert served.step_id
    tie_steps(Cycle.objects.get(), [Tied(first.step_id, served.step_id, Tie.MERGE)], by=chief)
    run = cancel_run(served.run, why="โครงการยุติ", by=chief)
    skip(first, why="งด", by=chief)
    take_back_run(run, by=chief)
    served.refresh_from_db()
    assert (served.state, served.served_by) == ("open", None)


def test_what_registers_knew_meanwhile_is_there_again(
    office: Office, procedure: Procedure, run: Run, chief: Member
) -> None:
    with visits_declared():
        cancel_run(run, why="โครงการยุติ", by=chief)
        a_visit(office, DAY)
        visit = task_of(procedure, "3", "2/2569")
        assert visit.done == 0
        take_back_run(run, by=chief)
        visit.refresh_from_db()
        assert visit.done == 1
        assert rebuild(Task.objects.all()) == 0


def test_the_page_of_a_cancelled_run_offers_to_take_it_back(
    client: Client, office: Office, run: Run, procedure: Procedure, director: User, chief: Member
) -> None:
    client.force_login(director)
    address = reverse("cycles:run-page", args=[office.code, run.pk])
    assert "ยกเลิกการดำเนินงานของกระบวนงานนี้" in page_text(client.get(address))
    posted = client.post(
        reverse("cycles:run-cancel", args=[office.code, run.pk]), {"reason": "โครงการยุติ"}, follow=True
    )
    text = page_text(posted)
    assert "ยกเลิกการดำเนินงานแล้วเมื่อ 20 พ.ย. 2569" in text
    assert "เรียกคืน</button>" in text
    assert "ยกเลิก 5" in text
    task = page_text(client.get(reverse("cycles:task-page", args=[office.code, task_of(procedure, "1").pk])))
    assert "การดำเนินงานของกระบวนงานนี้ยกเลิกแล้ว" in task
    with time_machine.travel(datetime(2026, 11, 21, 9, 0, tzinfo=BANGKOK), tick=False):
        assert "เรียกคืน</button>" not in page_text(client.get(address))

"""Two people press at the same moment: one answer each, nothing lost, nothing waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.cycles.models import Task, TaskRound
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.working import submit, withdraw
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the name of the refusal. Anything else is a failure of the test."""
    start, told = Barrier(len(acts)), [""] * len(acts)

    def press(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
            told[place] = "done"
        except DomainError as refusal:
            told[place] = type(refusal).__name__
        except Exception as error:  # noqa: BLE001  told by the assertion, with its words
            told[place] = repr(error)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def state_of(task: Task) -> str:
    return Task.objects.get(pk=task.pk).state


@pytest.mark.parametrize("_time", range(TIMES))
def test_the_last_two_parts_finish_their_step(
    office: Office, supervision: Unit, doer: Member, boss: Member, _time: int
) -> None:
    parts = [{"title": "ก", "actions": ["study"]}, {"title": "ข", "actions": ["report"]}]
    procedure = make_procedure(supervision, [{"title": "งาน", "months": [10], "parts": parts}])
    open_year(office)
    tasks = [task_of(procedure, number) for number in ("1.1", "1.2")]
    for task in tasks:
        submit(task, "แล้ว", by=doer)
    decisions = [current(task) for task in tasks]
    told = at_once(*(lambda d=d: give(d, "", by=boss) for d in decisions))
    assert told == ["done", "done"]
    assert state_of(task_of(procedure, "1")) == "done"


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_gates_given_together_open_what_follows(
    office: Office, supervision: Unit, doer: Member, boss: Member, chief: Member, _time: int
) -> None:
    gate = {"months": [10], "ask": "endorse"}
    steps = [{"title": "แผน ก", **gate}, {"title": "งาน", "months": [11]}]
    procedure = make_procedure(supervision, [{"title": "แผน ข", **gate}, *steps])
    open_year(office)
    Task.objects.filter(run__procedure=procedure, number="2").update(state="open")
    gates = [task_of(procedure, number) for number in ("1", "2")]
    for task in gates:
        submit(task, "เสนอ", by=doer)
        give(current(task), "", by=boss)
    decisions = [current(task) for task in gates]
    assert at_once(*(lambda d=d: give(d, "", by=chief) for d in decisions)) == ["done", "done"]
    assert state_of(task_of(procedure, "3")) == "open"


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_withdrawal_and_a_decision_never_both_hold(
    office: Office, supervision: Unit, doer: Member, boss: Member, _time: int
) -> None:
    procedure = make_procedure(supervision)
    open_year(office)
    task = task_of(procedure, "1")
    submit(task, "แล้ว", by=doer)
    decision, again = current(task), Task.objects.select_related("unit").get(pk=task.pk)
    told = at_once(lambda: withdraw(again, by=doer), lambda: give(decision, "ครบถ้วน", by=boss))
    assert sorted(told) in (["TaskStateError", "done"], ["DecidedAlreadyError", "done"])
    outcome = TaskRound.objects.get().outcome
    assert (state_of(task), outcome) == (("open", "withdrawn") if told[0] == "done" else ("done", "accepted"))


@pytest.mark.parametrize("_time", range(TIMES))
def test_one_of_two_deciders_wins(
    office: Office, supervision: Unit, doer: Member, boss: Member, chief: Member, _time: int
) -> None:
    procedure = make_procedure(supervision)
    open_year(office)
    task = task_of(procedure, "1")
    submit(task, "แล้ว", by=doer)
    one, two = current(task), current(task)
    told = at_once(lambda: give(one, "", by=boss), lambda: send_back(two, "ยังไม่ครบ", by=chief))
    assert sorted(told) == ["DecidedAlreadyError", "done"]


@pytest.mark.parametrize("_time", range(TIMES))
def test_offers_at_once_are_all_counted(office: Office, supervision: Unit, _time: int) -> None:
    with visits_declared():
        steps = [{"title": f"นิเทศ {n}", "months": [11], "actions": ["visit"]} for n in range(3)]
        procedure = make_procedure(supervision, steps)
        open_year(office)
        same = new_id()
        objects = [same, same, new_id(), new_id()]
        assert at_once(*(lambda pk=pk: a_visit(office, DAY, pk=pk) for pk in objects)) == ["done"] * 4
        assert {task.done for task in Task.objects.filter(run__procedure=procedure)} == {3}


@pytest.mark.parametrize("_time", range(TIMES))
def test_an_offer_and_a_return_at_once_lose_nothing(
    office: Office, supervision: Unit, doer: Member, boss: Member, _time: int
) -> None:
    with visits_declared():
        make_procedure(supervision, [{"title": "นิเทศ", "months": [11], "actions": ["visit"]}])
        open_year(office)
        task = Task.objects.get()
        submit(task, "ยังไม่ครบ", by=doer)
        decision = current(task)
        told = at_once(lambda: a_visit(office, DAY), lambda: send_back(decision, "ยังไม่ครบ", by=boss))
        assert told == ["done", "done"]
        task.refresh_from_db()
        assert (task.state, task.done) == ("open", 1)


@pytest.mark.parametrize("_time", range(TIMES))
def test_an_offer_while_the_year_opens_is_found(office: Office, supervision: Unit, _time: int) -> None:
    with visits_declared():
        make_procedure(supervision, [{"title": "นิเทศ", "months": [11], "actions": ["visit"]}], title="งานแรก")
        open_year(office)
        make_procedure(
            supervision, [{"title": "นิเทศ", "months": [11], "actions": ["visit"]}], title="งานที่สอง"
        )
        assert at_once(lambda: a_visit(office, DAY), lambda: open_year(office)) == ["done", "done"]
        assert [task.done for task in Task.objects.all()] == [1, 1]


def test_a_year_started_by_two_is_one_year(office: Office, supervision: Unit) -> None:
    make_procedure(supervision)
    assert at_once(*(lambda: open_year(office) for _ in range(3))) == ["done"] * 3
    assert Task.objects.count() == 5

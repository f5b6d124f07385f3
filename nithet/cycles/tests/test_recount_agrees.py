"""Whatever happens, what is kept on write is what a recount would make of what was recorded."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.accounts.models import User
from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.cycles.kin import Tie
from nithet.cycles.models import Cycle, Decision, Evidence, Offer, Task
from nithet.cycles.queries import current_decision
from nithet.cycles.services.cancelling import cancel_run, cancel_task, take_back_run
from nithet.cycles.services.closing import carry_over, keep_in_year
from nithet.cycles.services.deciding import give, refuse, send_back
from nithet.cycles.services.evidence import void_evidence, write_log
from nithet.cycles.services.offering import rebuild, withdraw_evidence
from nithet.cycles.services.recalling import recall
from nithet.cycles.services.timing import move_window
from nithet.cycles.services.tying import Tied, offered_evidence, part_tasks, tie_steps, use_evidence
from nithet.cycles.services.working import propose_anew, skip, submit, withdraw
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member
from nithet.thai.dates import bangkok_day

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("NITHET_SOAK", "25"))
STEPS: list[dict[str, Any]] = [
    {"title": "ออกนิเทศ", "cadence": "per_semester:2", "actions": ["visit"]},
    {"title": "ปรับปรุงและนิเทศ", "months": [12], "actions": ["improve", "visit"]},
    {"title": "บันทึก", "months": [11, 12], "actions": ["operate"]},
    {"title": "สองส่วน", "months": [12], "ask": "approve", "actions": ["visit"],
     "parts": [{"title": "ก", "actions": ["visit"]}]},
]  # fmt: skip
DAYS = [date(2026, 11, 2), date(2026, 12, 15), date(2027, 4, 20), date(2027, 7, 1), date(2028, 1, 5)]
Act = tuple[str, int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from((
            "offer", "offer", "offer_improve", "of_section", "withdraw_object", "void", "move", "submit", "give", "finish",
            "finish", "send_back", "refuse", "anew", "recall", "recall", "withdraw", "skip", "merge", "link", "part", "use", "note", "carry", "carry", "keep",
            "cancel", "cancel_run", "take_back", "take_back",
        )),
        st.integers(0, 9),
        st.integers(0, 4),
    ),
    min_size=4, max_size=25,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _visits() -> Iterator[None]:
    with visits_declared():
        yield


@dataclass
class Stage:
    office: Office
    section: Unit
    objects: list[UUID]
    doer: Member
    boss: Member
    deciders: list[Member]
    # The director when the year comes to its end.
    closer: Member

    def task(self, place: int) -> Task:
        tasks = list(Task.objects.order_by("run__position", "position", "starts_on").select_related("unit"))
        return tasks[place % len(tasks)]

    def perform(self, act: Act) -> None:
        name, place, number = act
        with suppress(DomainError), transaction.atomic():
            _PERFORM[name](self, place, number)

    def offer(self, place: int, number: int) -> None:
        a_visit(self.office, DAYS[number], pk=self.objects[place % 4], value=1 + place % 2)

    def offer_improve(self, place: int, number: int) -> None:
        a_visit(self.office, DAYS[number], pk=self.objects[place % 4], action="improve")

    def of_section(self, place: int, number: int) -> None:
        a_visit(self.office, DAYS[number], pk=self.objects[place % 4], unit=self.section)

    def withdraw_object(self, place: int, number: int) -> None:
        withdraw_evidence(self.office, "visit", self.objects[place % 4], why="ผิด", by=self.doer)

    def void(self, place: int, number: int) -> None:
        if evidence := self.task(place).evidence.filter(voided_at=None).first():
            void_evidence(evidence, why="ไม่ใช่", by=self.doer)

    def move(self, place: int, number: int) -> None:
        task = self.task(place)
        days = timedelta(days=(7, -7, 40, -40, 150)[number])
        move_window(task, task.starts_on + days, task.due_on + days, why="เลื่อน", by=self.boss)

    def submit(self, place: int, number: int) -> None:
        submit(self.task(place), "เสนอ", by=self.doer)

    def give(self, place: int, number: int) -> None:
        if decision := current_decision(self.task(place)):
            give(decision, "", by=self.deciders[number % 3])

    def finish(self, place: int, number: int) -> None:
        """All the way, so that what follows a finished task happens too."""
        task = self.task(place)
        with suppress(DomainError), transaction.atomic():
            submit(task, "เสนอ", by=self.doer)
        for decider in self.deciders:
            if decision := current_decision(task):
                give(decision, "", by=decider)

    def send_back(self, place: int, number: int) -> None:
        if decision := current_decision(self.task(place)):
            send_back(decision, "แก้ไข", by=self.deciders[number % 3])

    def refuse(self, place: int, number: int) -> None:
        if decision := current_decision(self.task(place)):
            refuse(decision, "ไม่มีงบ", by=self.deciders[2])

    def anew(self, place: int, number: int) -> None:
        propose_anew(self.task(place), by=self.boss)

    def recall(self, place: int, number: int) -> None:
        """Of any task: random places seldom meet one that was decided."""
        decided = Decision.objects.exclude(decided_by=None).select_related("unit", "round__task__unit")
        if decision := decided.order_by("-decided_at")[number % 3 :].first():
            recall(decision, by=next(one for one in self.deciders if one.user.pk == decision.decided_by_id))

    def withdraw(self, place: int, number: int) -> None:
        withdraw(self.task(place), by=self.doer)

    def skip(self, place: int, number: int) -> None:
        skip(self.task(place), why="งด", by=self.boss)

    def merge(self, place: int, number: int) -> None:
        self._tie(place, number, Tie.MERGE)

    def link(self, place: int, number: int) -> None:
        self._tie(place, number, Tie.LINK)

    def _tie(self, place: int, number: int, tie: Tie) -> None:
        first, second = self.task(place), self.task(place + number + 1)
        if first.run_id != second.run_id:
            earlier, later = sorted((first, second), key=lambda task: task.run.position)
            pair = [
                Tied(one.step_id, other.step_id, tie)
                for one, other in [(earlier, later)]
                if one.step_id and other.step_id
            ]
            tie_steps(Cycle.objects.get(), pair, by=self.deciders[2])

    def carry(self, place: int, number: int) -> None:
        days = (date(2027, 10, 1), date(2027, 11, 30), date(2028, 1, 5), date(2028, 9, 30), date(2028, 2, 1))
        carry_over(Cycle.objects.get(), [self.task(place).pk], due_on=days[number], by=self.closer)

    def keep(self, place: int, number: int) -> None:
        keep_in_year(Cycle.objects.get(), [self.task(place).pk], by=self.closer)

    def cancel(self, place: int, number: int) -> None:
        cancel_task(self.task(place), why="เปิดผิด", by=self.closer)

    def cancel_run(self, place: int, number: int) -> None:
        cancel_run(self.task(place).run, why="ยุติ", by=self.closer)

    def take_back(self, place: int, number: int) -> None:
        run = self.task(place).run
        if run.voided_at:
            take_back_run(run, by=replace(self.closer, on=bangkok_day(run.voided_at)))

    def part(self, place: int, number: int) -> None:
        part_tasks(self.task(place), by=self.boss)

    def use(self, place: int, number: int) -> None:
        task = self.task(place)
        if evidence := offered_evidence(task).first():
            use_evidence(task, evidence, by=self.doer)

    def note(self, place: int, number: int) -> None:
        write_log(self.task(place), "บันทึก", on=self.doer.on, by=self.doer)


_PERFORM: dict[str, Callable[[Stage, int, int], None]] = {
    name: getattr(Stage, name)
    for name in (
        "offer", "offer_improve", "of_section", "withdraw_object", "void", "move", "submit", "give", "finish", "send_back",
        "refuse", "anew", "recall", "withdraw", "skip", "merge", "link", "part", "use", "note", "carry", "keep", "cancel", "cancel_run", "take_back",
    )
}  # fmt: skip


@pytest.fixture
def stage(
    office: Office,
    supervision: Unit,
    media_section: Unit,
    doer: Member,
    boss: Member,
    second: Member,
    chief: Member,
    director: User,
) -> Stage:
    for title in ("งานแรก", "งานที่สอง"):
        make_procedure(supervision, STEPS, title=title)
    open_year(office)
    Task.objects.update(assignee=doer.person)
    return Stage(
        office,
        media_section,
        [new_id() for _ in range(4)],
        doer,
        boss,
        [boss, second, chief],
        as_member(director, office, date(2027, 9, 24)),
    )


def standing() -> tuple[list[Any], list[Any]]:
    rows = Evidence.objects.order_by("pk").values_list(
        "pk", "task", "object_id", "action", "on", "value", "voided_at", "is_matched"
    )
    tasks = Task.objects.order_by("pk").values_list("pk", "done", "target", "is_met")
    return list(rows), list(tasks)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_a_recount_changes_nothing(stage: Stage, acts: list[Act]) -> None:
    with transaction.atomic():
        for act in acts:
            stage.perform(act)
        before = standing()
        changed = rebuild(Task.objects.all())
        assert (changed, standing()) == (0, before)
        assert all(_is_shown(row) for row in Evidence.objects.filter(voided_at=None, kind="visit"))
        transaction.set_rollback(True)


def _is_shown(row: Evidence) -> bool:
    """What stands as evidence stands as an offer, with the same facts."""
    found = Offer.objects.filter(object_id=row.object_id, action=row.action, withdrawn_at=None)
    return found.filter(on=row.on, value=row.value).exists()

"""Whatever happens, what is kept on write is what a recount would make of what was recorded."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.cycles.kin import Tie
from nithet.cycles.models import Cycle, Evidence, Offer, Task
from nithet.cycles.queries import current_decision
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.evidence import void_evidence, write_log
from nithet.cycles.services.offering import match_again, rebuild, withdraw_evidence
from nithet.cycles.services.tying import Tied, offered_evidence, part_tasks, tie_steps, use_evidence
from nithet.cycles.services.working import skip, submit, withdraw
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("NITHET_SOAK", "40"))
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
            "finish", "send_back", "withdraw", "skip", "merge", "link", "part", "use", "note",
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
        taken = Task.objects.filter(run=task.run, step=task.step, starts_on=task.starts_on + days)
        if not taken.exists():
            Task.objects.filter(pk=task.pk).update(starts_on=task.starts_on + days, due_on=task.due_on + days)
            match_again([task], by=self.boss)

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
            tie_steps(Cycle.objects.get(), [Tied(earlier.step_id, later.step_id, tie)], by=self.deciders[2])

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
        "withdraw", "skip", "merge", "link", "part", "use", "note",
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
) -> Stage:
    for title in ("งานแรก", "งานที่สอง"):
        make_procedure(supervision, STEPS, title=title)
    open_year(office)
    Task.objects.update(assignee=doer.person)
    return Stage(office, media_section, [new_id() for _ in range(4)], doer, boss, [boss, second, chief])


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

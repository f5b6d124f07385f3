"""Whatever several people do in whatever order, once, twice or late: no fault, and all that is kept agrees after each act."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Model, QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nithet.accounts.models import User
from nithet.core.clock import travelled
from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.cycles import access
from nithet.cycles.agreement import of_files, of_year
from nithet.cycles.kin import Tie
from nithet.cycles.models import Cycle, Decision, Evidence, HandOver, Letter, LetterAsk, Offer, Run, Task
from nithet.cycles.queries.years import left_open
from nithet.cycles.services import asking, closing, handing_over, letters
from nithet.cycles.services.cancelling import cancel_run, cancel_task, take_back_run
from nithet.cycles.services.comments import say
from nithet.cycles.services.deciding import give, refuse, send_back
from nithet.cycles.services.directing import direct
from nithet.cycles.services.evidence import attach_file, attach_link, void_evidence, write_log
from nithet.cycles.services.folder import acknowledge_all, set_urgent
from nithet.cycles.services.offering import withdraw_evidence
from nithet.cycles.services.papers import record_paper
from nithet.cycles.services.recalling import recall
from nithet.cycles.services.timing import move_window
from nithet.cycles.services.tying import Tied, offered_evidence, part_tasks, tie_steps, use_evidence
from nithet.cycles.services.working import assign, propose_anew, skip, submit, take_up, withdraw
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.thai.dates import BANGKOK, bangkok_day

pytestmark = pytest.mark.django_db
SOAK = "NITHET_SOAK" in os.environ
EXAMPLES = int(os.environ.get("NITHET_SOAK", "6"))
STEPS: list[dict[str, Any]] = [
    {"title": "เสนอแผน", "months": [11], "actions": ["propose"], "ask": "approve"},
    {"title": "ออกนิเทศ", "cadence": "per_semester:2", "actions": ["visit"]},
    {"title": "สองทาง", "months": [12], "ask": "approve", "actions": ["visit"],
     "parts": [{"title": "ก", "actions": ["visit"], "ask": "endorse"}, {"title": "ข", "actions": ["operate"]}]},
    {"title": "มีส่วนย่อย", "months": [12], "parts": [{"title": "ค", "actions": ["operate"]}, {"title": "ง", "actions": ["report"]}]},
    {"title": "รายงาน", "months": [9], "actions": ["propose"], "ask": "acknowledge"},
]  # fmt: skip
_M = TypeVar("_M", bound=Model)
START = datetime.combine(DAY, time(9, 30), tzinfo=BANGKOK)
NUMBER = st.integers(0, 11)
YES = st.booleans()


@dataclass
class Stage:
    office: Office
    section: Unit
    school: School
    users: dict[str, User]


def lies_before_somebody(people: People) -> bool:
    return Decision.objects.filter(state="current").exists()


def has_letter(people: People) -> bool:
    return Letter.objects.exists()


class People(RuleBasedStateMachine):
    """Rules do what people press; a `DomainError` is an answer, everything else is a fault."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self.office = stage, stage.office
        self.moment = START
        self.objects = [new_id() for _ in range(4)]
        self.keys = [new_id() for _ in range(4)]
        self.sent: list[Callable[[], object]] = []
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        try:
            assert [str(one) for one in of_files(self.office)] == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @invariant()
    def all_agrees(self) -> None:
        for cycle in Cycle.objects.filter(office=self.office):
            assert [str(one) for one in of_year(cycle)] == []

    # How a rule acts

    def member(self, name: str) -> Member:
        return as_member(self.stage.users[name], self.office, bangkok_day(self.moment))

    def doer(self, number: int) -> Member:
        return self.member("other" if number % 4 == 0 else "doer")

    def press(self, act: Callable[[], object]) -> None:
        self.sent = [*self.sent, act][-6:]
        self.do(act)

    def do(self, act: Callable[[], object]) -> None:
        self.moment += timedelta(minutes=1)
        with travelled(self.moment):
            try:
                act()
            except DomainError as refusal:
                assert "{" not in refusal.text  # noqa: PT017  a sentence with all its facts

    def pick(self, found: QuerySet[_M], number: int) -> _M | None:
        rows = list(found)
        return rows[number % len(rows)] if rows else None

    def task(self, number: int, *states: str) -> Task | None:
        """Mostly one that fits; of no states, any."""
        tasks = Task.objects.select_related("unit", "run__cycle").order_by(
            "run__position", "position", "starts_on", "pk"
        )
        fitting = tasks.filter(state__in=states, is_container=False) if states else tasks
        return self.pick(fitting, number) or self.pick(tasks, number)

    def decision(self, number: int, *states: str) -> Decision | None:
        found = Decision.objects.select_related("unit", "round__task__unit", "round__task__run")
        return self.pick(found.filter(state__in=states or ("current",)).order_by("-decided_at", "pk"), number)

    def decider(self, decision: Decision, number: int) -> Member:
        people = [self.member(name) for name in ("boss", "second", "chief")]
        fit = [one for one in people if access.can_decide(one, decision)]
        return (fit or people)[number % len(fit or people)] if number % 5 else people[number % 3]

    # Doers

    @rule(n=NUMBER)
    def take_up(self, n: int) -> None:
        if task := self.task(n, "open", "waiting"):
            self.press(partial(take_up, copy(task), by=self.doer(n)))

    @rule(n=NUMBER, kind=NUMBER)
    def gives_evidence(self, n: int, kind: int) -> None:
        if task := self.task(n, "open", "waiting"):
            by, on = self.doer(n), bangkok_day(self.moment)
            acts: list[Callable[[], object]] = [
                lambda: attach_file(copy(task), a_pdf(content=b"%PDF-1.4 " + bytes([48 + kind % 3])), by=by),
                lambda: write_log(copy(task), "บันทึก", on=on, by=by, key=self.keys[kind % 4]),
                lambda: attach_link(copy(task), f"https://example.org/{kind % 2}", "ภาพ", on=on, by=by),
            ]
            self.press(acts[kind % 3])

    @precondition(lambda self: Evidence.objects.exists())
    @rule(n=NUMBER)
    def takes_evidence_back(self, n: int) -> None:
        if row := self.pick(Evidence.objects.filter(voided_at=None).order_by("pk"), n):
            self.press(partial(void_evidence, row, why="ไม่ใช่", by=self.doer(n + 1)))

    @rule(n=NUMBER, note=YES)
    def submits(self, n: int, note: bool) -> None:
        if task := self.task(n, "open"):
            self.press(partial(submit, copy(task), "เสนอ" if note or n % 3 else "", by=self.doer(n)))

    @precondition(lambda self: Task.objects.filter(state="submitted").exists())
    @rule(n=NUMBER)
    def withdraws(self, n: int) -> None:
        if task := self.task(n, "submitted"):
            self.press(partial(withdraw, copy(task), by=self.doer(n + 1)))

    @rule(n=NUMBER)
    def says(self, n: int) -> None:
        if task := self.task(n):
            self.press(partial(say, task, "ทราบ", by=self.member("boss"), key=self.keys[n % 4]))

    @precondition(lambda self: Task.objects.filter(links_on__isnull=False).exists())
    @rule(n=NUMBER)
    def uses_anothers_evidence(self, n: int) -> None:
        for task in Task.objects.filter(state="open", links_on__isnull=False).order_by("pk")[:3]:
            if row := offered_evidence(task).first():
                self.press(partial(use_evidence, task, row, by=self.doer(n)))

    # Deciders

    @precondition(lies_before_somebody)
    @rule(n=NUMBER)
    def gives(self, n: int) -> None:
        if decision := self.decision(n):
            self.press(partial(give, copy(decision), "เห็นควร", by=self.decider(decision, n)))

    @rule(n=NUMBER)
    def goes_all_the_way(self, n: int) -> None:
        """So that what follows a finished task happens too."""
        if task := self.task(n, "open"):
            self.do(partial(submit, task, "เสนอ", by=self.member("doer")))
            for name in ("boss", "second", "chief"):
                if decision := Decision.objects.filter(round__task=task, state="current").first():
                    self.press(partial(give, decision, "", by=self.member(name)))

    @precondition(lies_before_somebody)
    @rule(n=NUMBER)
    def sends_back(self, n: int) -> None:
        if decision := self.decision(n):
            self.press(partial(send_back, copy(decision), "แก้ไข", by=self.decider(decision, n)))

    @precondition(lies_before_somebody)
    @rule(n=NUMBER)
    def refuses(self, n: int) -> None:
        if decision := self.decision(n):
            self.press(partial(refuse, copy(decision), "ไม่มีงบ", by=self.decider(decision, n)))

    @precondition(lambda self: Decision.objects.exclude(decided_by=None).exists())
    @rule(n=NUMBER)
    def recalls(self, n: int) -> None:
        if decision := self.decision(n % 3, "given", "returned", "refused"):
            name = next(name for name, user in self.stage.users.items() if user.pk == decision.decided_by_id)
            self.press(partial(recall, copy(decision), by=self.member(name)))

    @precondition(lambda self: Task.objects.filter(is_refused=True).exists())
    @rule(n=NUMBER)
    def proposes_anew(self, n: int) -> None:
        refused = Task.objects.filter(is_refused=True).select_related("unit", "run__cycle").order_by("pk")
        if task := self.pick(refused, n):
            self.press(partial(propose_anew, copy(task), by=self.member("boss")))

    @precondition(lambda self: Decision.objects.filter(state="current").count() > 1)
    @rule(n=NUMBER)
    def acknowledges_all(self, n: int) -> None:
        found = Decision.objects.filter(state="current").select_related(
            "unit", "round__task__unit", "round__task__run"
        )
        self.press(partial(acknowledge_all, list(found.order_by("pk")), by=self.member("chief")))

    @precondition(lies_before_somebody)
    @rule(n=NUMBER)
    def writes_down_a_paper(self, n: int) -> None:
        if decision := self.decision(n):
            outcome = ("given", "given", "returned", "refused")[n % 4]
            signer = self.decider(decision, n)
            self.press(lambda: record_paper(
                copy(decision), outcome, decider=signer.person, decided_on=bangkok_day(self.moment), scan=a_pdf("หนังสือ.pdf"),
                reason="" if outcome == "given" else "ตามหนังสือ", by=self.member("clerk"),
            ))  # fmt: skip

    @precondition(lies_before_somebody)
    @rule(n=NUMBER)
    def directs(self, n: int) -> None:
        if decision := self.decision(n):
            to, by, day = self.stage.users["doer"].person, self.decider(decision, n), bangkok_day(self.moment)
            self.press(partial(direct, copy(decision), to, "ให้ติดตาม", day, by=by, key=self.keys[n % 4]))

    @precondition(lies_before_somebody)
    @rule(n=NUMBER)
    def makes_urgent(self, n: int) -> None:
        if decision := self.decision(n):
            self.press(partial(set_urgent, decision.round, bool(n % 2), by=self.member("secretary")))

    # Heads

    @rule(n=NUMBER)
    def skips(self, n: int) -> None:
        if task := self.task(n, "open", "waiting"):
            self.press(partial(skip, copy(task), why="งด", by=self.member("chief" if n % 3 == 0 else "boss")))

    @rule(n=NUMBER)
    def cancels(self, n: int) -> None:
        if task := self.task(n, "open", "waiting", "submitted", "void"):
            self.press(
                partial(cancel_task, copy(task), why="เปิดผิด", by=self.member("chief" if n % 2 else "boss"))
            )

    @precondition(lambda self: Run.objects.filter(voided_at=None).count() > 1)
    @rule(n=NUMBER)
    def cancels_a_run(self, n: int) -> None:
        if run := self.pick(Run.objects.select_related("cycle", "unit").order_by("position", "pk"), n):
            self.press(partial(cancel_run, copy(run), why="ยุติ", by=self.member("chief")))

    @precondition(lambda self: Run.objects.filter(voided_at__isnull=False).exists())
    @rule(n=NUMBER)
    def takes_a_run_back(self, n: int) -> None:
        voided = Run.objects.filter(voided_at__isnull=False).select_related("cycle", "unit").order_by("pk")
        if run := self.pick(voided, n):
            self.press(partial(take_back_run, copy(run), by=self.member("chief")))

    @rule(n=NUMBER, days=st.sampled_from((7, -7, 40, 150)))
    def moves_a_window(self, n: int, days: int) -> None:
        if task := self.task(n, "open", "waiting"):
            first, last = (day + timedelta(days=days) for day in (task.starts_on, task.due_on))
            self.press(partial(move_window, copy(task), first, last, why="เลื่อน", by=self.member("boss")))

    @rule(n=NUMBER)
    def assigns(self, n: int) -> None:
        if task := self.task(n, "open", "waiting"):
            to = self.stage.users["other" if n % 2 else "doer"].person
            self.press(partial(assign, copy(task), to, by=self.member("boss")))

    @rule(n=NUMBER)
    def ties(self, n: int) -> None:
        first, second = (
            self.pick(Task.objects.filter(run__position=place).order_by("position", "pk"), n)
            for place in (0, 1)
        )
        if first and second and first.step_id and second.step_id:
            tied = Tied(first.step_id, second.step_id, Tie.MERGE if n % 3 else Tie.LINK)
            self.press(partial(tie_steps, first.run.cycle, [tied], by=self.member("chief")))

    @precondition(lambda self: Task.objects.filter(served_by__isnull=False).exists())
    @rule(n=NUMBER)
    def parts(self, n: int) -> None:
        if task := self.pick(Task.objects.filter(served_by__isnull=False).order_by("pk"), n):
            self.press(partial(part_tasks, task, by=self.member("boss")))

    @rule(n=NUMBER)
    def hands_all_over(self, n: int) -> None:
        giver, to = ("doer", "other") if n % 2 else ("other", "doer")
        person, receiver = self.stage.users[giver].person, self.stage.users[to].person
        self.press(partial(
            handing_over.hand_over_all, person, receiver, on=bangkok_day(self.moment), reason="ลา", by=self.member("boss")
        ))  # fmt: skip

    @precondition(lambda self: HandOver.objects.exists())
    @rule(n=NUMBER)
    def takes_hand_over_back(self, n: int) -> None:
        if made := self.pick(HandOver.objects.order_by("pk"), n):
            self.press(partial(handing_over.cancel_hand_over, made, by=self.member("boss"), why="กลับมาแล้ว"))

    # Registers

    @rule(n=NUMBER, days=st.integers(-3, 40))
    def offers(self, n: int, days: int) -> None:
        unit = self.stage.section if n % 5 == 0 else None
        on, pk = bangkok_day(self.moment) + timedelta(days=days), self.objects[n % 4]
        self.press(lambda: a_visit(self.office, on, pk=pk, unit=unit, value=1 + n % 3))

    @precondition(lambda self: Offer.objects.exists())
    @rule(n=NUMBER)
    def withdraws_an_object(self, n: int) -> None:
        self.press(partial(
            withdraw_evidence, self.office, "visit", self.objects[n % 4], why="ผิด", by=self.member("doer")
        ))  # fmt: skip

    # Letters

    @rule(n=NUMBER)
    def receives_a_letter(self, n: int) -> None:
        by, day = self.member("boss"), bangkok_day(self.moment)
        facts = letters.LetterFacts(
            subject="รายงานการใช้ห้องเรียน", due_on=day + timedelta(days=10), received_on=day
        )
        asked = letters.AskedOf(
            schools=[self.stage.school], people=[self.stage.users["other"].person] if n % 2 else []
        )
        doer = letters.Doer(
            by.appointments[0].unit or self.stage.section, self.stage.users["doer"].person if n % 3 else None
        )
        work = letters.Work(doer, asked, ask=("certify", "acknowledge", "approve")[n % 3])
        self.press(partial(letters.receive, self.office, facts, work, by=by, key=self.keys[n % 4]))

    @precondition(has_letter)
    @rule(n=NUMBER)
    def answers(self, n: int) -> None:
        if ask := self.pick(
            LetterAsk.objects.select_related("letter__run", "school", "person").order_by("pk"), n
        ):
            typed = asking.Typed(f"คำตอบ {n % 3}", seen=ask.answered_at if n % 4 else None)
            by = self.member("school" if ask.school_id else "other")
            self.press(partial(asking.answer, copy(ask), typed, by=by))

    @precondition(has_letter)
    @rule(n=NUMBER)
    def writes_an_answer_down(self, n: int) -> None:
        if ask := self.pick(
            LetterAsk.objects.select_related("letter__run", "school", "person").order_by("pk"), n
        ):
            typed = asking.Typed("ทางโทรศัพท์", seen=ask.answered_at, told_by="ผู้แจ้ง")
            self.press(partial(asking.record_answer, copy(ask), typed, by=self.member("doer")))

    @precondition(has_letter)
    @rule(n=NUMBER)
    def asks_no_more(self, n: int) -> None:
        if ask := self.pick(
            LetterAsk.objects.select_related("letter__run", "school", "person").order_by("pk"), n
        ):
            self.press(partial(asking.void_ask, ask, why="ไม่ต้องตอบ", by=self.member("boss")))

    @precondition(has_letter)
    @rule(n=NUMBER)
    def asks_more(self, n: int) -> None:
        if letter := self.pick(Letter.objects.select_related("run").order_by("pk"), n):
            asked = letters.AskedOf(schools=[self.stage.school], people=[self.stage.users["other"].person])
            self.press(partial(asking.ask_more, letter, asked, by=self.member("boss")))

    @precondition(has_letter)
    @rule(n=NUMBER)
    def reminds_and_sums_up(self, n: int) -> None:
        if letter := self.pick(Letter.objects.select_related("run").order_by("pk"), n):
            self.press(partial(asking.remind, letter, by=self.member("boss")))
            seen = asking.mark_of(letter.summary if n % 2 else "อื่น")
            self.press(
                partial(asking.save_summary, copy(letter), f"สรุป {n}", seen=seen, by=self.member("boss"))
            )

    # The year

    @rule(n=NUMBER, day=st.sampled_from((date(2027, 10, 1), date(2027, 11, 30), date(2028, 9, 30))))
    def carries_over(self, n: int, day: date) -> None:
        if task := self.task(n, "open", "waiting", "submitted"):
            self.press(
                partial(closing.carry_over, task.run.cycle, [task.pk], due_on=day, by=self.member("chief"))
            )

    @precondition(lambda self: Task.objects.filter(is_carried_over=True).exists())
    @rule(n=NUMBER)
    def keeps_in_year(self, n: int) -> None:
        if task := self.pick(Task.objects.filter(is_carried_over=True).order_by("pk"), n):
            self.press(partial(closing.keep_in_year, task.run.cycle, [task.pk], by=self.member("chief")))

    @precondition(lambda self: self.moment.year > 2026 and self.moment.month in (9, 10, 11))
    @rule(n=NUMBER)
    def closes(self, n: int) -> None:
        """All that is open is decided, one way or the other."""
        for cycle in Cycle.objects.filter(state="open"):
            ids = list(left_open(cycle).order_by("pk").values_list("pk", flat=True))
            gone, on = (set(ids[::2]), ids[1::2]) if n % 2 else (set(), ids)
            by = self.member("chief")
            how = closing.End.SKIP if n % 3 else closing.End.VOID
            self.do(partial(closing.end_tasks, cycle, gone, how, why="สิ้นปี", by=by))
            rest: list[UUID] = [*on, *gone]
            self.do(partial(closing.carry_over, cycle, rest, due_on=date(2027, 12, 1), by=by))
            self.press(partial(closing.close_year, cycle, by=by))

    @precondition(lambda self: Cycle.objects.filter(state="closed").exists())
    @rule(n=NUMBER)
    def reopens(self, n: int) -> None:
        for cycle in Cycle.objects.filter(state="closed"):
            self.press(partial(closing.reopen_year, cycle, why="ยังไม่ครบ", by=self.member("chief")))

    # Time, and what is sent again

    @rule(days=st.sampled_from((1, 20, 300)))
    def days_pass(self, days: int) -> None:
        # Within two years, so that appointments and windows go on.
        if bangkok_day(self.moment) < date(2027, 12, 1):
            self.moment += timedelta(days=days)

    @precondition(lambda self: self.sent)
    @rule(n=NUMBER)
    def sends_again(self, n: int) -> None:
        """A second press, or an old form out of the back button."""
        if self.sent:
            self.do(self.sent[-1 - n % len(self.sent)])


@pytest.fixture
def stage(
    office: Office,
    supervision: Unit,
    media_section: Unit,
    school: School,
    request: pytest.FixtureRequest,
) -> Stage:
    names = {
        "doer": "supervisor", "other": "supervisor2", "boss": "head", "second": "deputy", "chief": "director",
        "clerk": "clerk", "secretary": "secretary", "school": "school_director",
    }  # fmt: skip
    users = {name: request.getfixturevalue(fixture) for name, fixture in names.items()}
    for title in ("งานแรก", "งานที่สอง"):
        make_procedure(supervision, STEPS, title=title)
    with travelled(START):
        open_year(office)
    Task.objects.update(assignee=users["doer"].person)
    return Stage(office, media_section, school, users)


@pytest.fixture(autouse=True)
def _visits() -> Iterator[None]:
    with visits_declared():
        yield


def test_all_agrees_after_each_act(stage: Stage) -> None:
    run_state_machine_as_test(
        # Anything that makes one.
        partial(People, stage),  # type: ignore[arg-type]
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=60 if SOAK else 30,
            deadline=None,
            # The acts of a failure are printed as they were; making them fewer would take minutes.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Offer.objects.count() == 0, "what was done was taken back"

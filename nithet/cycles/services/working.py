"""A task on its way: taken up, assigned, submitted, withdrawn, skipped, released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, Q, QuerySet

from nithet.audit.services import entry, record, record_many
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.core.prepared import Prepared, PreparedUpdate
from nithet.cycles import access
from nithet.cycles.errors import (
    CycleClosedError,
    NoEvidenceError,
    NotOfDivisionError,
    ReasonMissingError,
    RunVoidedError,
    TaskStateError,
)
from nithet.cycles.letter_summary import summary_of
from nithet.cycles.memos import Memo, Money, compose, ended, with_money
from nithet.cycles.models import Cycle, Decision, Run, Task, TaskRound
from nithet.cycles.planning import blocks
from nithet.cycles.services.counting import lacking, results_of
from nithet.cycles.services.offering import hold_years, match_again
from nithet.cycles.services.routing import lay_stations
from nithet.cycles.services.serving import finish_served
from nithet.cycles.telling.events import tell_given
from nithet.manuals.models import Step
from nithet.offices.access import staff_of_division
from nithet.offices.members import Member
from nithet.offices.models import Person

State = Task.State


@transaction.atomic
def take_up(task: Task, *, by: Member) -> Task:
    """รับเรื่อง: a shared task becomes one's own. Twice by the same person changes nothing."""
    access.can_work(by, task).or_refuse()
    facts = {"taken_up_at": now(), "assignee": by.person}
    if _take(task.pk, by.person.pk, **facts):
        record("task.taken_up", by=by, on=task, within=task.run_id)
        return _with(task, facts)
    task.refresh_from_db()
    if task.assignee_id != by.person.pk or task.state not in (State.OPEN, State.WAITING):
        raise _wrong_state(task, "รับเรื่อง")
    return task


def open_to(task: Task, by: Member) -> QuerySet[Task]:
    """The task's row while it takes work and is nobody else's, as the condition of an update."""
    return _open_to(task.pk, by.person.pk)


def _open_to(task: UUID, person: UUID) -> QuerySet[Task]:
    mine = Q(assignee=None) | Q(assignee=person)
    return Task.objects.filter(
        mine, pk=task, state__in=(State.OPEN, State.WAITING), is_container=False, served_by=None
    )


_PERSON, _ROUND = UUID(int=2), 32767
_take = PreparedUpdate(
    lambda task, person: _open_to(task, person).filter(taken_up_at=None), UUID(int=1), _PERSON
)


_submit = PreparedUpdate(
    lambda task, person, number, run: (
        _open_to(task, person)
        .filter(takes_work(run), state=State.OPEN, round=number)
        .values_list("is_met", flat=True)
    ),
    UUID(int=1), _PERSON, _ROUND, UUID(int=3),
)  # fmt: skip


@transaction.atomic
def assign(task: Task, person: Person, *, by: Member) -> Task:
    """มอบหมายผู้รับผิดชอบ by the head or the clerk for them, or ส่งมอบงาน by a supervisor: to somebody of the division."""
    access.can_assign(by, task).or_refuse()
    if not staff_of_division(by.office, task.unit, on=by.on).filter(pk=person.pk).exists():
        raise NotOfDivisionError(person=person)
    movable = Task.objects.filter(pk=task.pk, state__in=(State.OPEN, State.WAITING))
    # Whoever gets it takes it up themselves; who has it keeps it.
    if movable.exclude(assignee=person).update(assignee=person, taken_up_at=None):
        verb = "task.handed_over" if access.hands_over(by, task) else "task.assigned"
        record(verb, by=by, on=task, within=task.run_id, to=person.name)
        tell_given(task, person, by=by)
    elif not movable.exists():
        raise _wrong_state(task, "มอบหมาย")
    return _fresh(task)


def wait_for_run(run_id: UUID) -> None:
    """Wait for whoever changes a task of this run: what one decision frees, another must see.

    One lock, always the first, so that no two wait for each other. SQLite has one writer anyway. Only a statement that
    begins after the wait sees what was waited for, the end of the year among it.
    """
    if connection.features.has_select_for_update:
        _lock(run_id)


def takes_work(run: UUID) -> Exists:
    """What `lock_run` refuses, as the condition of an update after the wait."""
    carried_over = Task.objects.filter(run=run, is_carried_over=True)
    in_time = ~Q(cycle__state=Cycle.State.CLOSED) | Exists(carried_over)
    return Exists(Run.objects.filter(in_time, pk=run, voided_at=None))


def lock_run(run_id: UUID) -> Run:
    """As `wait_for_run`. A run that was given up, and one of a closed year of which nothing was carried over, changes
    no more."""
    wait_for_run(run_id)
    [run] = _run(run_id)
    if run.voided_at:
        raise RunVoidedError(run=run.title)
    if run.cycle.state == Cycle.State.CLOSED and not run.tasks.filter(is_carried_over=True).exists():
        raise CycleClosedError(cycle=run.cycle)
    return run


_lock = Prepared(
    lambda pk: Run.objects.select_for_update().filter(pk=pk).order_by().values_list("pk", flat=True),
    UUID(int=1),
)
_YEAR = ("office_id", "state", "fiscal_year_be", "starts_on", "ends_on")
_run = Prepared(
    lambda pk: (
        Run.objects.filter(pk=pk)
        .select_related("cycle")
        .only("office_id", "title", "voided_at", *(f"cycle__{name}" for name in _YEAR))
        .order_by()
    ),
    UUID(int=1),
)


@transaction.atomic
def submit(
    task: Task,
    note: str,
    *,
    by: Member,
    memo_subject: str = "",
    memo_text: str = "",
    money: Decimal | None = None,
    money_source: str = "",
) -> Task:
    """เสนอ: a round with its route. Where it lacks what its actions ask for, the note must say why.

    A memo that is left empty is composed from the task and its evidence; `money` is what is asked for, in baht.
    """
    access.can_work(by, task).or_refuse()
    wait_for_run(task.run_id)
    facts: dict[str, Any] = {"state": State.SUBMITTED, "submitted_at": now(), "assignee": by.person}
    found = _submit.answered(task.pk, by.person.pk, task.round, task.run_id, **facts)
    if not found:
        lock_run(task.run_id)
        raise _wrong_state(task, "เสนอ")
    # The row is held from here on: what is lacking now is what the deciders are told. Most often nothing is, as it knows.
    [is_met] = found
    short = [] if is_met else lacking(task)
    if short and not note:
        raise NoEvidenceError(lacking=" และ ".join(short))
    asked = Money(money, money_source) if money else None
    memo = composed(task, money=asked) if not (memo_subject and memo_text) else Memo("", "")
    made = TaskRound(
        office_id=task.office_id, task=task, number=task.round, submitted_by=by.user,
        submitted_at=facts["submitted_at"], note=note, lacking=short, memo_subject=memo_subject or memo.subject,
        memo_text=memo_text or memo.text, money=money or None, money_source=money_source if money else "",
    )  # fmt: skip
    insert_rows([made])
    lay_stations(made, task, by=by)
    told: dict[str, Any] = {"money": str(money)} if money else {}
    record("task.submitted", by=by, on=task, within=task.run_id, why=note, round=task.round, **told)
    return _with(task, facts)


def composed(task: Task, *, money: Money | None = None) -> Memo:
    """The memo as it would be made now, of what stands as evidence; of a letter's work, the summary of its answers."""
    evidence = list(task.evidence.filter(voided_at=None).order_by("on", "pk"))
    results = results_of(task, evidence)
    memo, summary = compose(task, evidence, results, money=money), summary_of(task)
    if not summary:
        return memo
    text = ended(summary, task.ask)
    return Memo(memo.subject, with_money(text, task.ask, money) if money else text)


@transaction.atomic
def withdraw(task: Task, *, by: Member) -> Task:
    """ถอนเรื่องคืน, as long as nobody has acted on it. The round stays as withdrawn."""
    access.can_work(by, task).or_refuse()
    lock_run(task.run_id)
    made = TaskRound.objects.filter(task=task, number=task.round, outcome=TaskRound.Outcome.PENDING)
    if Decision.objects.filter(round__in=made, state=Decision.State.GIVEN).exists():
        raise _wrong_state(task, "ถอนเรื่องคืน")
    changed = Task.objects.filter(pk=task.pk, state=State.SUBMITTED, round=task.round).update(
        state=State.OPEN, round=task.round + 1, submitted_at=None
    )
    if not changed:
        raise _wrong_state(task, "ถอนเรื่องคืน")
    Decision.objects.filter(round__in=made).update(state=Decision.State.DROPPED)
    made.update(outcome=TaskRound.Outcome.WITHDRAWN, closed_at=now())
    match_again([task], by=by)
    record("task.withdrawn", by=by, on=task, within=task.run_id, round=task.round)
    return _fresh(task)


@transaction.atomic
def propose_anew(task: Task, *, by: Member) -> Task:
    """เสนอเรื่องใหม่: what was refused is open again, with a round of its own; the refusal stays in the history."""
    access.can_propose_anew(by, task).or_refuse()
    # What a register offers meanwhile finds the task open, or is found by it.
    hold_years(by.office)
    run = lock_run(task.run_id)
    if (
        run.cycle.state == Cycle.State.CLOSED
        and not run.tasks.filter(pk=task.pk, is_carried_over=True).exists()
    ):
        raise CycleClosedError(cycle=run.cycle)
    changed = Task.objects.filter(pk=task.pk, state=State.VOID, is_refused=True).update(
        state=State.OPEN,
        is_refused=False,
        round=F("round") + 1,
        reason="",
        finished_at=None,
        submitted_at=None,
    )
    if not changed:
        raise _wrong_state(task, "เสนอเรื่องใหม่")
    stop_behind_refused(task.run_id)
    match_again([task], by=by)
    task.refresh_from_db()
    record("task.proposed_anew", by=by, on=task, within=task.run_id, round=task.round)
    return task


@transaction.atomic
def skip(task: Task, *, why: str, by: Member) -> Task:
    """งดดำเนินการ with a reason: by the head, a gate by the director only."""
    access.can_skip(by, task).or_refuse()
    if not why:
        raise ReasonMissingError(act="งดดำเนินการ")
    lock_run(task.run_id)
    changed = Task.objects.filter(
        pk=task.pk, state__in=(State.OPEN, State.WAITING), is_container=False, served_by=None
    ).update(state=State.SKIPPED, reason=why, finished_at=now())
    if not changed:
        raise _wrong_state(task, "งดดำเนินการ")
    record("task.skipped", by=by, on=task, within=task.run_id, why=why)
    after_finish(task)
    return _fresh(task)


def after_finish(task: Task, *, is_waited_for: bool = True) -> None:
    """What a finished task sets free, inside the lock of its run: the step it is a part of, those behind a gate.

    Kin steps that it serves are finished with it. `is_waited_for`: what `waits_for` says, where it was asked already.
    """
    if task.parent_id:
        _finish_container(task.parent_id)
    if not is_waited_for:
        return
    behind = _behind(task.run_id, task.pk)
    _release(task.run_id, [one for one in behind if one.run_id == task.run_id])
    if any(one.served_by_id == task.pk for one in behind):
        finish_served(task, after_finish)


def _finish_container(container_id: UUID) -> None:
    """A step is done when its parts are; one that asks for a decision itself is then ready to be submitted."""
    # A refused part is not done with: it may be proposed anew.
    if Task.objects.filter(Q(state__in=Task.UNFINISHED) | Q(is_refused=True), parent=container_id).exists():
        return
    container = Task.objects.get(pk=container_id)
    unfinished = Task.objects.filter(pk=container_id, state__in=Task.UNFINISHED)
    if container.ask != Step.Ask.CERTIFY:
        unfinished.update(is_container=False)
        match_again([container])
        # One that waits for a gate is released with what else the gate holds back.
        if container.state == State.OPEN:
            record("task.released", by=None, on=container, within=container.run_id)
    elif unfinished.update(state=State.DONE, finished_at=now()):
        record("task.done", by=None, on=container, within=container.run_id)


# What tells whether one task holds another back, and what history says of those set free.
_HELD = (
    "office_id", "run_id", "served_by_id", "title", "parent_id", "position", "occurrence", "ask", "state",
    "is_refused", "is_stopped",
)  # fmt: skip
_UNDECIDED = Q(ask__in=Step.GATES, state__in=Task.UNFINISHED) | Q(is_refused=True)


def waits_for(run: UUID, task: UUID) -> Exists:
    """Whether anything of the run waits, or is served by the task; most often nothing does."""
    served = Q(served_by=task, state__in=Task.UNFINISHED)
    return Exists(Task.objects.filter(Q(run=run, state=State.WAITING) | served))


_behind = Prepared(
    lambda run, task: (
        Task.objects.filter(
            Q(run=run) & (Q(state=State.WAITING) | _UNDECIDED)
            | Q(served_by=task, state__in=Task.UNFINISHED)
        )
        .only(*_HELD)
        .order_by("position")
    ),
    UUID(int=1), UUID(int=2),
)  # fmt: skip


def _release(run_id: UUID, tasks: Sequence[Task]) -> None:
    """Open what no undecided gate holds back any more, and the parts of what is opened.

    `tasks`: those of the run that wait and the gates that are undecided or refused, in their order.
    """
    waiting = {t.pk for t in tasks if t.state == State.WAITING}
    gates = [t for t in tasks if t.is_gate and (t.state in Task.UNFINISHED or t.is_refused)]
    if not waiting:
        return
    freed = []
    # Parts come after the step they belong to.
    for task in tasks:
        if task.pk in waiting and task.parent_id not in waiting and not any(holds(g, task) for g in gates):
            waiting.discard(task.pk)
            freed.append(task)
    ids = [t.pk for t in freed]
    Task.objects.filter(pk__in=ids, state=State.WAITING).update(state=State.OPEN, is_stopped=False)
    record_many([entry("task.released", by=None, on=t, within=run_id) for t in freed])
    _stop([t for t in tasks if t.pk in waiting], [t for t in gates if t.is_refused])


def stop_behind_refused(run_id: UUID) -> None:
    """Mark what waits behind a refusal and nothing else, inside the lock of the run."""
    tasks = list(Task.objects.filter(run=run_id).order_by("position"))
    _stop([t for t in tasks if t.state == State.WAITING], [t for t in tasks if t.is_refused])


def _stop(waiting: Sequence[Task], refused: Sequence[Task]) -> None:
    stopped = stopped_of(waiting, refused)
    for is_stopped in (True, False):
        wrong = [t.pk for t in waiting if (t.pk in stopped) is is_stopped is not t.is_stopped]
        if wrong:
            Task.objects.filter(pk__in=wrong).update(is_stopped=is_stopped)


def stopped_of(waiting: Sequence[Task], refused: Sequence[Task]) -> set[UUID]:
    """Which of the waiting tasks of a run, in their order, wait behind a refusal."""
    stopped: set[UUID] = set()
    for task in waiting:
        if task.parent_id in stopped or any(holds(gate, task) for gate in refused):
            stopped.add(task.pk)
    return stopped


def holds(gate: Task, task: Task) -> bool:
    """Whether what comes of the gate decides when the other may begin; both of one run."""
    return gate.parent_id == task.parent_id and blocks(
        gate_at=(gate.position, gate.occurrence), task_at=(task.position, task.occurrence)
    )


def _wrong_state(task: Task, act: str) -> TaskStateError:
    task.refresh_from_db()
    return TaskStateError(task=task.title, state=task.get_state_display(), act=act)


def _with(task: Task, facts: Mapping[str, Any]) -> Task:
    """The task as an update of its row has just left it, without reading it again."""
    for name, fact in facts.items():
        setattr(task, name, fact)
    return task


def _fresh(task: Task) -> Task:
    task.refresh_from_db()
    return task

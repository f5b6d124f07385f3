"""States, rounds and stations: what was submitted and decided, and what the history says of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from nithet.cycles.agreement.year import ENDED, STATES_AFTER, Found, Year
from nithet.cycles.models import Decision, Task, TaskRound

State, Outcome, Station = Task.State, TaskRound.Outcome, Decision.State
_WAITS = (Station.CURRENT, Station.QUEUED)


def state_and_history(year: Year) -> Found:
    """Of a step with parts its parts tell (`containers`)."""
    for task in year.tasks.values():
        verb = year.last_told.get(task.pk, "")
        if not (task.is_container or task.pk in year.parts or verb) and task.state != State.OPEN:
            yield task, f"อยู่ในสถานะ “{task.get_state_display()}” แต่ไม่มีประวัติ"
        elif verb and not task.is_container and task.state not in STATES_AFTER[verb]:
            yield task, f"อยู่ในสถานะ “{task.get_state_display()}” แต่ประวัติล่าสุดคือ {verb}"


def ends(year: Year) -> Found:
    for task in year.tasks.values():
        if (task.state in ENDED) is not (task.finished_at is not None):
            yield task, "สถานะไม่ตรงกับเวลาที่สิ้นสุด"
        if task.state in (State.SKIPPED, State.VOID) and not task.reason:
            yield task, f"“{task.get_state_display()}” โดยไม่มีเหตุผล"
        if task.is_refused and task.state != State.VOID:
            yield task, "ไม่อนุมัติแล้วแต่ยังไม่สิ้นสุด"


def rounds_of_tasks(year: Year) -> Found:
    for task in year.tasks.values():
        rounds = year.rounds.get(task.pk, [])
        if [made.number for made in rounds] != list(range(1, len(rounds) + 1)):
            yield task, "เลขรอบของการเสนอไม่ต่อเนื่อง"
        if task.times_returned != sum(made.outcome == Outcome.RETURNED for made in rounds):
            yield task, f"ส่งคืน {task.times_returned} ครั้งตามงาน ไม่เท่ากับที่พิจารณา"
        if words := _last_round_words(task, rounds):
            yield task, words


def _last_round_words(task: Task, rounds: Sequence[TaskRound]) -> str:
    last = rounds[-1] if rounds else None
    if any(made.outcome in (Outcome.PENDING, Outcome.ACCEPTED) for made in rounds[:-1]):
        return "รอบก่อนหน้ายังไม่ปิด"
    if last is None or last.number < task.round:
        is_own = task.state == State.SUBMITTED or task.is_refused
        return "เสนอแล้วแต่ไม่มีรอบการเสนอ" if is_own else _unasked_words(task, last)
    if last.number > task.round:
        return f"อยู่ในรอบที่ {task.round} แต่เสนอแล้ว {last.number} รอบ"
    wanted = _outcomes_of(task)
    return (
        ""
        if last.outcome in wanted
        else f"รอบที่ {last.number} “{last.get_outcome_display()}” ไม่ตรงกับสถานะของงาน"
    )


def _unasked_words(task: Task, last: TaskRound | None) -> str:
    """Of a task whose present round was not submitted."""
    if task.round != (last.number if last else 0) + 1:
        return f"อยู่ในรอบที่ {task.round} โดยไม่มีรอบก่อนหน้า"
    if last and last.outcome in (Outcome.PENDING, Outcome.ACCEPTED):
        return "รอบก่อนหน้ายังไม่ปิด"
    return ""


def _outcomes_of(task: Task) -> tuple[TaskRound.Outcome, ...]:
    """What the round that a task is in may be."""
    if task.is_refused:
        return (Outcome.REFUSED,)
    return {
        State.SUBMITTED: (Outcome.PENDING,),
        State.DONE: (Outcome.ACCEPTED,),
        # Cancelled while it lay before somebody, or after it was refused.
        State.VOID: (Outcome.WITHDRAWN, Outcome.REFUSED),
    }.get(State(task.state), ())


def ends_by_decision(year: Year) -> Found:
    """Done is what was decided on, what another task served, and a step by its parts."""
    for task in year.tasks.values():
        is_served = year.last_told.get(task.pk) == "task.served"
        if task.state != State.DONE or task.is_container or task.pk in year.parts or is_served:
            continue
        if task.pk not in year.rounds:
            yield task, "เสร็จสิ้นโดยไม่มีการพิจารณา"


def stations(year: Year) -> Found:
    for task_id, rounds in year.rounds.items():
        for made in rounds:
            if words := _stations_words(made, year.decisions.get(made.pk, [])):
                yield year.tasks[task_id], f"รอบที่ {made.number}: {words}"


def _stations_words(made: TaskRound, asked: Sequence[Decision]) -> str:
    current = [one for one in asked if one.state == Station.CURRENT]
    if made.outcome != Outcome.PENDING:
        if any(one.state in _WAITS for one in asked):
            return "ปิดแล้วแต่ยังมีผู้ต้องพิจารณา"
        return "" if _fits_outcome(made, asked) else f"“{made.get_outcome_display()}” ไม่ตรงกับผลการพิจารณา"
    if len(current) != 1:
        return f"มีผู้อยู่ระหว่างพิจารณา {len(current)} คน"
    place = asked.index(current[0])
    before, after = asked[:place], asked[place + 1 :]
    has_order = all(one.state in (Station.GIVEN, Station.DROPPED) for one in before) and all(
        one.state in (Station.QUEUED, Station.DROPPED) for one in after
    )
    return "" if has_order else "ลำดับการพิจารณาไม่ถูกต้อง"


def _fits_outcome(made: TaskRound, asked: Sequence[Decision]) -> bool:
    said = [one.state for one in asked if one.state != Station.DROPPED]
    if made.closed_at is None:
        return False
    last = {
        Outcome.ACCEPTED: Station.GIVEN,
        Outcome.RETURNED: Station.RETURNED,
        Outcome.REFUSED: Station.REFUSED,
    }
    wanted = last.get(Outcome(made.outcome))
    heard, end = (said[:-1], said[-1:]) if wanted else (said, [])
    return set(heard) <= {Station.GIVEN} and (wanted is None or end == [wanted])


def decided_by_whom(year: Year) -> Found:
    """A decision has its decider; what waits, or is not asked any more, has none."""
    said = (Station.GIVEN, Station.RETURNED, Station.REFUSED)
    for rounds in year.rounds.values():
        for one in chain.from_iterable(year.decisions.get(made.pk, []) for made in rounds):
            if (one.decided_by_id is not None) is not (one.state in said):
                yield one, "ผลการพิจารณาไม่ตรงกับผู้พิจารณา"
            if (one.recorded_by_id is not None) is not (one.scan_id is not None):
                yield one, "บันทึกจากหนังสือโดยไม่มีภาพสแกน หรือกลับกัน"

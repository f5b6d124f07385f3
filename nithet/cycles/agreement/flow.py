"""What waits for what, steps with parts, tasks done together, and how runs and years end."""

from __future__ import annotations

from nithet.cycles.agreement.year import ENDED, Found, Year
from nithet.cycles.models import Cycle, Task
from nithet.cycles.services.working import holds, stopped_of
from nithet.manuals.models import Step

State = Task.State


def gates(year: Year) -> Found:
    """Only what an undecided gate holds back waits, and what it is a part of."""
    for tasks in year.by_run.values():
        closed = [
            task for task in tasks if task.is_gate and (task.state in Task.UNFINISHED or task.is_refused)
        ]
        waiting = {task.pk for task in tasks if task.state == State.WAITING}
        for task in tasks:
            is_held = task.parent_id in waiting or any(holds(gate, task) for gate in closed)
            if task.pk in waiting and not is_held:
                yield task, "รอผลพิจารณา แต่ไม่มีขั้นใดที่ต้องรอ"
            if task.state in (State.OPEN, State.SUBMITTED) and is_held:
                yield task, "ดำเนินการได้ ทั้งที่ขั้นก่อนหน้ายังไม่พิจารณา"


def stopped(year: Year) -> Found:
    for tasks in year.by_run.values():
        waiting = [task for task in tasks if task.state == State.WAITING]
        wanted = stopped_of(waiting, [task for task in tasks if task.is_refused])
        for task in waiting:
            if task.is_stopped is not (task.pk in wanted):
                yield task, "การหยุดรอเพราะไม่อนุมัติไม่ตรงกับผลพิจารณา"


def containers(year: Year) -> Found:
    """A step is open as long as one of its parts is, and then done by them or ready for its own decision."""
    for pk, parts in year.parts.items():
        step = year.tasks[pk]
        is_over = not any(part.state in Task.UNFINISHED or part.is_refused for part in parts)
        if step.is_container and is_over and step.state in Task.UNFINISHED:
            yield step, "ทุกส่วนสิ้นสุดแล้ว แต่ขั้นยังไม่เสร็จ"
        if step.state in (State.DONE, State.SUBMITTED) and any(
            part.state in Task.UNFINISHED for part in parts
        ):
            yield step, "เสร็จสิ้นหรือเสนอแล้ว ทั้งที่ยังมีส่วนที่ไม่เสร็จ"
        if step.state == State.VOID and any(part.state in Task.UNFINISHED for part in parts):
            yield step, "ยกเลิกแล้ว ทั้งที่ยังมีส่วนที่ไม่เสร็จ"
        if not step.is_container and any(part.state in Task.UNFINISHED or part.is_refused for part in parts):
            yield step, "ทำเองได้แล้ว ทั้งที่ยังมีส่วนที่ไม่เสร็จ"
        if step.is_container and step.ask != Step.Ask.CERTIFY and step.state == State.DONE:
            yield step, "เสร็จสิ้นโดยไม่ได้เสนอตามที่ขั้นกำหนด"
        if step.is_container and step.pk in year.rounds and step.state == State.SUBMITTED:
            yield step, "เสนอแล้ว ทั้งที่ยังรวมงานย่อยอยู่"


def served(year: Year) -> Found:
    for task in year.tasks.values():
        other = year.tasks.get(task.served_by_id) if task.served_by_id else None
        if other is None:
            continue
        if other.state in ENDED and not other.is_refused and task.state in Task.UNFINISHED:
            yield task, f"ยังไม่เสร็จ ทั้งที่งานที่ทำร่วมกัน “{other.title}” สิ้นสุดแล้ว"
        if task.state == State.SUBMITTED or other.served_by_id:
            yield task, "เสนอเอง ทั้งที่ทำร่วมกับงานอื่น" if task.state == State.SUBMITTED else "ทำร่วมกันหลายต่อ"


def lives_of_runs(year: Year) -> Found:
    for run in year.runs.values():
        if run.voided_at and any(task.state in Task.UNFINISHED for task in year.by_run.get(run.pk, [])):
            yield run, "ยกเลิกแล้วแต่ยังมีงานที่ไม่สิ้นสุด"
        if not year.by_run.get(run.pk):
            yield run, "ไม่มีงาน"


def closed_year(year: Year) -> Found:
    is_closed = year.cycle.state == Cycle.State.CLOSED
    if is_closed is not (year.cycle.closed_at is not None):
        yield year.cycle, "สถานะไม่ตรงกับเวลาที่ปิด"
    for task in year.tasks.values():
        if is_closed and task.state in Task.UNFINISHED and not task.is_carried_over:
            yield task, "ยังไม่สิ้นสุดและไม่ได้ยกไป ในปีที่ปิดแล้ว"

"""What does not fit in a planned year. It is told before the start and never hinders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from nithet.cycles.breaks import NEEDS_SCHOOLS, break_note, is_all_in_break
from nithet.cycles.overload import Assigned, Due, Overload, overloads
from nithet.cycles.plan import Conflict, PlannedRun
from nithet.cycles.staffing import Staffing
from nithet.cycles.standards import Count, asked_words
from nithet.cycles.standards.evidence import Turn
from nithet.cycles.standards.feasible import shortfalls
from nithet.cycles.standards.verdict import Case
from nithet.cycles.windows import Window, Year
from nithet.manuals.models import Step
from nithet.thai.dates import format_date

# Of a person's weeks with too much, how many are named.
WEEKS_TOLD = 3


def steps_words(numbers: Sequence[str]) -> str:
    return f"ขั้นที่ {', '.join(dict.fromkeys(numbers))}"


def away(run: PlannedRun, staffing: Staffing) -> Iterator[Conflict]:
    """Work that falls into a long leave of the one who has it."""
    found: dict[tuple[UUID, date, date], list[str]] = defaultdict(list)
    for task in run.tasks if staffing.leaves else ():
        person = task.responsible.person_id
        for leave in staffing.leaves.get(person, ()) if person else ():
            if _overlap(task.window, leave.from_on, leave.until_on):
                found[leave.person_id, leave.from_on, leave.until_on].append(task.step.number)
    for (person, first, last), steps in found.items():
        name = staffing.people[person].name if person in staffing.people else ""
        days = f"ตั้งแต่ {format_date(first, 'short')} ถึง {format_date(last, 'short')}"
        text = f"{name} ผู้รับผิดชอบ ลา{days} โปรดเตรียมผู้ปฏิบัติหน้าที่แทน"
        yield Conflict(run.procedure.title, steps_words(steps), text)


def of_windows(run: PlannedRun, year: Year, *, on: date) -> Iterator[Conflict]:
    for step in {t.step.pk: t.step for t in run.tasks}.values():
        spans = [t.window for t in run.tasks if t.step.pk == step.pk]
        for text in _told(step, spans, year, on=on):
            if text:
                yield Conflict(run.procedure.title, f"ขั้นที่ {step.number}", text)


def _told(step: Step, spans: Sequence[Window], year: Year, *, on: date) -> tuple[str, ...]:
    unmet = _unmet_semester(step, spans, year) or _too_few_days(step, spans, year, on=on)
    return unmet, _in_a_break(step, spans, year), _over(spans, on=on)


def _too_few_days(step: Step, spans: Sequence[Window], year: Year, *, on: date) -> str:
    """A standard that counts more times than its windows have working days left."""
    if not step.measure:
        return ""
    turns = [Turn(None, w.occurrence, w.starts_on, w.due_on) for w in spans]
    counted = Count(**step.measure)
    found = shortfalls(counted, Case((), turns, (), year, on))
    return f"มาตรฐานกำหนด{asked_words(counted)} {found[0]}" if found else ""


def _over(spans: Sequence[Window], *, on: date) -> str:
    over = [w for w in spans if w.due_on < on]
    return "ช่วงเวลาผ่านไปแล้ว งานจะแสดงว่าเกินกำหนดทันทีที่เริ่ม" if over else ""


def _unmet_semester(step: Step, spans: Sequence[Window], year: Year) -> str:
    """A standard for every semester, and a semester in which no window of the step lies."""
    if (step.measure or {}).get("per") != "semester":
        return ""
    missing = [
        s.label for s in year.own_semesters() if not any(_overlap(w, s.starts_on, s.ends_on) for w in spans)
    ]
    if not missing:
        return ""
    return f"มาตรฐานกำหนดให้ดำเนินการทุกภาคเรียน แต่ไม่มีช่วงเวลาในภาคเรียนที่ {' และ '.join(missing)}"


def _in_a_break(step: Step, spans: Sequence[Window], year: Year) -> str:
    if NEEDS_SCHOOLS.keys().isdisjoint(step.actions):
        return ""
    breaks = year.breaks()
    inside = [s for w in spans if is_all_in_break(s := (w.starts_on, w.due_on), breaks)]
    return break_note(step.actions, inside[0], breaks) if inside else ""


def overloaded(
    planned: Sequence[Assigned], running: Iterable[Due], staffing: Staffing, *, limit: int, on: date
) -> Iterator[Conflict]:
    """Who would have more to finish in a week than the office holds for bearable, with what they have already."""
    people = {one.assignee_id for one in planned}
    found: dict[UUID, list[Overload]] = defaultdict(list)
    for one in overloads([*planned, *running], limit=limit, on=on):
        if one.person_id in people:
            found[one.person_id].append(one)
    for person, weeks in found.items():
        name = staffing.people[person].name if person in staffing.people else ""
        told = ", ".join(week.words for week in weeks[:WEEKS_TOLD])
        more = f" และอีก {len(weeks) - WEEKS_TOLD} สัปดาห์" if len(weeks) > WEEKS_TOLD else ""
        text = f"{name} มีงานครบกำหนดเกินสัปดาห์ละ {limit} งาน: {told}{more} โปรดกระจายผู้รับผิดชอบหรือช่วงเวลา"
        yield Conflict("", "", text)


def _overlap(window: Window, first: date, last: date) -> bool:
    return window.starts_on <= last and first <= window.due_on

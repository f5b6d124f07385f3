"""What starting a year would make: planned runs, what must still be asked, and what conflicts. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from nithet.cycles.models import Answer, Task
from nithet.cycles.responsible import Directory, Responsible, key_of, plain
from nithet.cycles.windows import Window, Year, months_left, suggested_months, windows
from nithet.manuals.models import Procedure, Step
from nithet.offices.models import Office, Unit
from nithet.offices.queries import holidays_of, people_serving, semesters_of, units_of
from nithet.thai.calendar import fiscal_year_span


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the manuals leave unsaid, asked once for each distinct wording."""

    kind: Answer.Question
    key: str
    wording: str
    suggestion: dict[str, object]
    # Whose steps ask, one entry a step.
    asked_by: tuple[UUID, ...]

    @property
    def count(self) -> int:
        return len(self.asked_by)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Told before the year starts; it never hinders."""

    procedure: str
    step: str
    text: str


@dataclass(slots=True)
class PlannedTask:
    step: Step
    window: Window
    responsible: Responsible
    is_container: bool = False
    parent: PlannedTask | None = None
    state: str = Task.State.OPEN


@dataclass(slots=True)
class PlannedRun:
    procedure: Procedure
    unit: Unit
    tasks: list[PlannedTask] = field(default_factory=list)


@dataclass(slots=True)
class YearPlan:
    year: Year
    on: date
    runs: list[PlannedRun]
    questions: list[Question]
    conflicts: list[Conflict]

    @property
    def task_count(self) -> int:
        return sum(not t.is_container for run in self.runs for t in run.tasks)


@dataclass(slots=True)
class _Asked:
    """Collects questions, one a wording."""

    found: dict[tuple[str, str], Question] = field(default_factory=dict)

    def add(
        self, kind: Answer.Question, key: str, wording: str, suggestion: dict[str, object], step: Step
    ) -> None:
        before = self.found.get((kind, key), Question(kind, key, wording, suggestion, ()))
        self.found[kind, key] = replace(before, asked_by=(*before.asked_by, step.procedure_id))


def year_of(office: Office, fiscal_year_be: int) -> Year:
    first, last = fiscal_year_span(fiscal_year_be)
    return Year(fiscal_year_be, semesters_of(office), holidays_of(office, starts_on=first, ends_on=last))


def plan_year(office: Office, procedures: Sequence[Procedure], fiscal_year_be: int, *, on: date) -> YearPlan:
    """Plan the runs of these procedures (with `version.manual.unit` and `steps` loaded). Five queries.

    What a manual leaves open is suggested for the months that are left on the day.
    """
    people, units = list(people_serving(office, on=on)), list(units_of(office))
    planner = _Planner(
        year=year_of(office, fiscal_year_be),
        on=on,
        units={u.pk: u for u in units},
        directory=Directory.of(units, people),
        serving=frozenset(p.pk for p in people),
        answers={(a.question, a.wording): a.value for a in Answer.objects.filter(office=office)},
    )
    runs = [planner.run(p) for p in procedures]
    # Who is asked before when: one answer for a whole manual, then its steps.
    questions = sorted(planner.asked.found.values(), key=lambda q: q.kind != Answer.Question.RESPONSIBLE)
    return YearPlan(planner.year, on, runs, questions, planner.conflicts)


@dataclass
class _Planner:
    year: Year
    on: date
    units: dict[object, Unit]
    directory: Directory
    serving: frozenset[UUID]
    answers: dict[tuple[str, str], dict[str, object]]
    asked: _Asked = field(default_factory=_Asked)
    conflicts: list[Conflict] = field(default_factory=list)

    def run(self, procedure: Procedure) -> PlannedRun:
        unit = procedure.version.manual.unit or next(iter(self.units.values()))
        run = PlannedRun(procedure, unit)
        steps = list(procedure.steps.all())
        top = [s for s in steps if s.parent_id is None]
        months = months_left(self.year.fiscal_year_be, on=self.on)
        due: date | None = None
        for place, step in enumerate(top):
            placed = self._step(run, step, unit, suggested_months(place, len(top), months=months), due)
            due = max((w.due_on for w in placed), default=due)
            parts = [s for s in steps if s.parent_id == step.pk and is_work(s)]
            self._parts(run, parts, unit)
        _hold_behind_gates(run.tasks)
        self.conflicts.extend(_conflicts(run, self.year, on=self.on))
        return run

    def _step(
        self, run: PlannedRun, step: Step, unit: Unit, suggestion: list[int], after: date | None
    ) -> list[Window]:
        placed = self._windows(step, suggestion, after)
        responsible = self._responsible(step, unit)
        run.tasks += [PlannedTask(step, window, responsible) for window in placed]
        return placed

    def _parts(self, run: PlannedRun, parts: Sequence[Step], unit: Unit) -> None:
        """Sub-steps with work of their own become tasks in their step's windows; the step only holds them."""
        if not parts:
            return
        for holder in [t for t in run.tasks if t.step.pk == parts[0].parent_id]:
            holder.is_container = True
            for part in parts:
                own = self._responsible(part, unit) if part.responsible else holder.responsible
                run.tasks.append(PlannedTask(part, holder.window, own, parent=holder))

    def _windows(self, step: Step, suggestion: list[int], after: date | None) -> list[Window]:
        found = windows(step.months, step.cadence, self.year, after=after)
        if found is not None:
            return found
        key = plain(step.title)
        answer = self._remembered_months(key)
        if answer is None:
            self.asked.add(Answer.Question.WINDOW, key, step.title, {"months": suggestion}, step)
            answer = {"months": suggestion}
        return windows(list(answer["months"]), "", self.year) or []  # type: ignore[call-overload]

    def _responsible(self, step: Step, unit: Unit) -> Responsible:
        key = key_of(step.responsible, unit)
        if answer := self._remembered(key):
            return answer
        if found := self.directory.find(step.responsible, unit):
            return found
        suggestion = Responsible(unit.pk)
        wording = " ".join(step.responsible) or f"ไม่ระบุผู้รับผิดชอบ (คู่มือของ{unit.name})"
        self.asked.add(Answer.Question.RESPONSIBLE, key, wording, dict(suggestion.as_value()), step)
        return suggestion

    def _remembered_months(self, key: str) -> dict[str, object] | None:
        """An answer of an earlier day, unless it was only a late start's share of its year."""
        answer = self.answers.get((Answer.Question.WINDOW, key))
        if answer is None or answer.get("only_year") in (None, self.year.fiscal_year_be):
            return answer
        return None

    def _remembered(self, key: str) -> Responsible | None:
        """An answer of an earlier day, unless its unit is gone or its person serves no more."""
        value = self.answers.get((Answer.Question.RESPONSIBLE, key))
        if value is None:
            return None
        answer = Responsible.from_value(value)  # type: ignore[arg-type]
        serves = answer.person_id is None or answer.person_id in self.serving
        return answer if answer.unit_id in self.units and serves else None


def is_work(part: Step) -> bool:
    """A sub-step with actions or a gate of its own is work; the others only explain their step."""
    return bool(part.actions) or part.is_gate


def blocks(*, gate_at: tuple[int, str], task_at: tuple[int, str]) -> bool:
    """Whether an undecided gate at (position, occurrence) holds back a later sibling of the same occurrence."""
    (gate_position, gate_turn), (position, turn) = gate_at, task_at
    return gate_position < position and (not gate_turn or not turn or gate_turn == turn)


def _hold_behind_gates(tasks: Sequence[PlannedTask]) -> None:
    """Order never blocks, only a gate does: its later siblings, and what is a part of them.

    So a track with a gate among its own parts waits for that alone. Parts come after what they are part of.
    """
    gates = [t for t in tasks if t.step.is_gate]
    for task in tasks:
        behind = any(_holds(gate, task) for gate in gates)
        if behind or (task.parent and task.parent.state == Task.State.WAITING):
            task.state = Task.State.WAITING


def _holds(gate: PlannedTask, task: PlannedTask) -> bool:
    return gate.parent is task.parent and blocks(
        gate_at=(gate.step.position, gate.window.occurrence),
        task_at=(task.step.position, task.window.occurrence),
    )


def _conflicts(run: PlannedRun, year: Year, *, on: date) -> Iterator[Conflict]:
    for step in {t.step.pk: t.step for t in run.tasks}.values():
        spans = [t.window for t in run.tasks if t.step.pk == step.pk]
        for text in (_unmet_semester(step, spans, year), _in_a_break(step, spans, year), _over(spans, on=on)):
            if text:
                yield Conflict(run.procedure.title, f"ขั้นที่ {step.number}", text)


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
    if "visit" not in step.actions:
        return ""
    outside = [w for w in spans if not any(_overlap(w, s.starts_on, s.ends_on) for s in year.semesters)]
    return "ช่วงเวลานิเทศอยู่ในช่วงปิดภาคเรียนทั้งหมด" if outside and year.semesters else ""


def _overlap(window: Window, first: date, last: date) -> bool:
    return window.starts_on <= last and first <= window.due_on

"""What starting a year would make: planned runs, what must still be asked, and what conflicts. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from nithet.cycles.models import Answer, Task
from nithet.cycles.responsible import Directory, Responsible, key_of, plain
from nithet.cycles.windows import Window, Year, months_left, suggested_months, windows
from nithet.manuals.models import Procedure, Step
from nithet.offices.models import Office, Person, Unit
from nithet.offices.queries import holidays_of, semesters_of, units_of
from nithet.thai.calendar import fiscal_year_span


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the manuals leave unsaid, asked once for each distinct wording."""

    kind: Answer.Question
    key: str
    wording: str
    count: int
    suggestion: dict[str, object]


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

    def add(self, kind: Answer.Question, key: str, wording: str, suggestion: dict[str, object]) -> None:
        before = self.found.get((kind, key))
        count = before.count + 1 if before else 1
        self.found[kind, key] = Question(
            kind, key, wording, count, before.suggestion if before else suggestion
        )


def year_of(office: Office, fiscal_year_be: int) -> Year:
    first, last = fiscal_year_span(fiscal_year_be)
    return Year(fiscal_year_be, semesters_of(office), holidays_of(office, starts_on=first, ends_on=last))


def plan_year(office: Office, procedures: Sequence[Procedure], fiscal_year_be: int, *, on: date) -> YearPlan:
    """Plan the runs of these procedures (with `version.manual.unit` and `steps` loaded). Five queries.

    What a manual leaves open is suggested for the months that are left on the day.
    """
    planner = _Planner(
        year=year_of(office, fiscal_year_be),
        months=months_left(fiscal_year_be, on=on),
        units={u.pk: u for u in units_of(office)},
        directory=Directory.of(units_of(office), _named_people(office, procedures)),
        answers={(a.question, a.wording): a.value for a in Answer.objects.filter(office=office)},
    )
    runs = [planner.run(p) for p in procedures]
    # Who is asked before when: one answer for a whole manual, then its steps.
    questions = sorted(planner.asked.found.values(), key=lambda q: q.kind != Answer.Question.RESPONSIBLE)
    return YearPlan(planner.year, runs, questions, planner.conflicts)


def _named_people(office: Office, procedures: Iterable[Procedure]) -> Iterable[Person]:
    """People are only looked up where a manual names anybody who is no unit."""
    words = {w for p in procedures for s in p.steps.all() for w in s.responsible if not w.startswith("กลุ่ม")}
    return Person.objects.filter(office=office) if words else ()


@dataclass
class _Planner:
    year: Year
    months: Sequence[int]
    units: dict[object, Unit]
    directory: Directory
    answers: dict[tuple[str, str], dict[str, object]]
    asked: _Asked = field(default_factory=_Asked)
    conflicts: list[Conflict] = field(default_factory=list)

    def run(self, procedure: Procedure) -> PlannedRun:
        unit = procedure.version.manual.unit or next(iter(self.units.values()))
        run = PlannedRun(procedure, unit)
        steps = list(procedure.steps.all())
        top = [s for s in steps if s.parent_id is None]
        due: date | None = None
        for place, step in enumerate(top):
            placed = self._step(run, step, unit, suggested_months(place, len(top), months=self.months), due)
            due = max((w.due_on for w in placed), default=due)
            parts = [s for s in steps if s.parent_id == step.pk and is_work(s)]
            self._parts(run, parts, unit)
        _hold_behind_gates(run.tasks)
        self.conflicts.extend(_conflicts(run, self.year))
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
        answer = self.answers.get((Answer.Question.WINDOW, key))
        if answer is None:
            self.asked.add(Answer.Question.WINDOW, key, step.title, {"months": suggestion})
            answer = {"months": suggestion}
        return windows(list(answer["months"]), "", self.year) or []  # type: ignore[call-overload]

    def _responsible(self, step: Step, unit: Unit) -> Responsible:
        key = key_of(step.responsible, unit)
        if (answer := self.answers.get((Answer.Question.RESPONSIBLE, key))) is not None:
            return Responsible.from_value(answer)  # type: ignore[arg-type]
        if found := self.directory.find(step.responsible, unit):
            return found
        suggestion = Responsible(unit.pk)
        wording = " ".join(step.responsible) or f"ไม่ระบุผู้รับผิดชอบ (คู่มือของ{unit.name})"
        self.asked.add(Answer.Question.RESPONSIBLE, key, wording, dict(suggestion.as_value()))
        return suggestion


def is_work(part: Step) -> bool:
    """A sub-step with actions or a gate of its own is work; the others only explain their step."""
    return bool(part.actions) or part.is_gate


def blocks(*, gate_at: tuple[int, str], task_at: tuple[int, str]) -> bool:
    """Whether an undecided gate at (position, occurrence) holds back a later sibling of the same occurrence."""
    (gate_position, gate_turn), (position, turn) = gate_at, task_at
    return gate_position < position and (not gate_turn or not turn or gate_turn == turn)


def _hold_behind_gates(tasks: Sequence[PlannedTask]) -> None:
    """Order never blocks, only a gate does, and only its later siblings: a track waits for its own decision."""
    gates = [t for t in tasks if t.step.is_gate]
    for task in tasks:
        if any(_holds(gate, task) for gate in gates):
            task.state = Task.State.WAITING


def _holds(gate: PlannedTask, task: PlannedTask) -> bool:
    same_parent = gate.parent is task.parent
    return same_parent and blocks(
        gate_at=(gate.step.position, gate.window.occurrence),
        task_at=(task.step.position, task.window.occurrence),
    )


def _conflicts(run: PlannedRun, year: Year) -> Iterator[Conflict]:
    for step in {t.step.pk: t.step for t in run.tasks}.values():
        spans = [t.window for t in run.tasks if t.step.pk == step.pk]
        if text := _unmet_semester(step, spans, year):
            yield Conflict(run.procedure.title, f"ขั้นที่ {step.number}", text)
        if text := _in_a_break(step, spans, year):
            yield Conflict(run.procedure.title, f"ขั้นที่ {step.number}", text)


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

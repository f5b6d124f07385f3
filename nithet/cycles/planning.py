"""What starting a year would make: planned runs, what must still be asked, and what conflicts. Nothing is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from nithet.cycles import conflicts
from nithet.cycles.conflicts import steps_words
from nithet.cycles.models import Answer, Task
from nithet.cycles.overload import Assigned, monday
from nithet.cycles.plan import ByDuty, Conflict, PlannedRun, PlannedTask, Question, YearPlan
from nithet.cycles.responsible import Directory, Responsible, key_of, plain
from nithet.cycles.staffing import Staffing
from nithet.cycles.windows import Window, Year, months_left, suggested_months, windows
from nithet.manuals.models import Procedure, Step
from nithet.manuals.words import cadence_words
from nithet.offices.models import Office, Unit
from nithet.offices.queries import holidays_of, semesters_of, units_of
from nithet.thai.calendar import fiscal_year_span
from nithet.thai.dates import format_date


@dataclass(slots=True)
class _Asked:
    """Collects questions, one a wording."""

    found: dict[tuple[str, str], Question] = field(default_factory=dict)

    def add(
        self,
        kind: Answer.Question,
        key: str,
        wording: str,
        suggestion: dict[str, object],
        step: Step,
        note: str = "",
    ) -> None:
        before = self.found.get((kind, key), Question(kind, key, wording, suggestion, (), note))
        self.found[kind, key] = replace(before, asked_by=(*before.asked_by, step.procedure_id))


def year_of(office: Office, fiscal_year_be: int) -> Year:
    first, last = fiscal_year_span(fiscal_year_be)
    return Year(fiscal_year_be, semesters_of(office), holidays_of(office, starts_on=first, ends_on=last))


def plan_year(office: Office, procedures: Sequence[Procedure], fiscal_year_be: int, *, on: date) -> YearPlan:
    """Plan the runs of these procedures (with `version.manual.unit` and `steps` loaded). At most eleven queries.

    What a manual leaves open is suggested for the months that are left on the day.
    """
    units = list(units_of(office))
    answers = {(a.question, a.wording): a.value for a in Answer.objects.filter(office=office)}
    named = [person for value in answers.values() if (person := _named(value))]
    staffing = Staffing.of(office, fiscal_year_be, on=on, answered=named)
    planner = _Planner(
        year=year_of(office, fiscal_year_be),
        on=on,
        units={u.pk: u for u in units},
        directory=Directory.of(units, staffing.people.values()),
        staffing=staffing,
        answers=answers,
    )
    runs = [planner.run(p) for p in procedures]
    # Who is asked before when: one answer for a whole manual, then its steps.
    questions = sorted(planner.asked.found.values(), key=lambda q: q.kind != Answer.Question.RESPONSIBLE)
    told = [*planner.strangers(), *planner.conflicts, *_overloaded(office, runs, staffing, on=on)]
    return YearPlan(planner.year, on, runs, questions, told, planner.by_duty(), len(planner.used))


def _overloaded(
    office: Office, runs: Sequence[PlannedRun], staffing: Staffing, *, on: date
) -> Iterator[Conflict]:
    planned = [
        Assigned(person, task.window.due_on)
        for run in runs
        for task in run.tasks
        if (person := task.responsible.person_id) and not task.is_container
    ]
    running = Task.objects.filter(
        office=office, state__in=Task.UNFINISHED, is_container=False, served_by=None, due_on__gte=monday(on),
        assignee__in={one.assignee_id for one in planned},
    ).only("assignee", "due_on")  # fmt: skip
    return conflicts.overloaded(planned, running if planned else (), staffing, limit=office.week_limit, on=on)


def _named(value: Mapping[str, object]) -> UUID | None:
    """The person whom an answer names."""
    person = value.get("person")
    return UUID(str(person)) if person else None


@dataclass
class _Planner:
    year: Year
    on: date
    units: dict[UUID, Unit]
    directory: Directory
    staffing: Staffing
    answers: dict[tuple[str, str], dict[str, object]]
    asked: _Asked = field(default_factory=_Asked)
    conflicts: list[Conflict] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    # How many tasks of a procedure the order of duties gives to whom.
    given: Counter[tuple[str, UUID]] = field(default_factory=Counter)
    # Who is named by which steps of a procedure, and serves no more.
    missed: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def run(self, procedure: Procedure) -> PlannedRun:
        unit = procedure.version.manual.unit or next(iter(self.units.values()))
        run = PlannedRun(procedure, unit)
        steps = list(procedure.steps.all())
        top = [s for s in steps if s.parent_id is None]
        months = months_left(self.year.fiscal_year_be, on=self.on)
        due: date | None = None
        for place, step in enumerate(top):
            placed = self._step(run, step, suggested_months(place, len(top), months=months), due)
            due = max((w.due_on for w in placed), default=due)
            parts = [s for s in steps if s.parent_id == step.pk and is_work(s)]
            self._parts(run, parts)
        _hold_behind_gates(run.tasks)
        self.conflicts.extend(conflicts.of_windows(run, self.year, on=self.on))
        self.conflicts.extend(conflicts.away(run, self.staffing))
        return run

    def _step(self, run: PlannedRun, step: Step, suggestion: list[int], after: date | None) -> list[Window]:
        placed = self._windows(step, suggestion, after)
        responsible = self._doer(run, step, times=len(placed))
        run.tasks += [PlannedTask(step, window, responsible) for window in placed]
        return placed

    def _parts(self, run: PlannedRun, parts: Sequence[Step]) -> None:
        """Sub-steps with work of their own become tasks in their step's windows; the step only holds them."""
        if not parts:
            return
        holders = [t for t in run.tasks if t.step.pk == parts[0].parent_id]
        own = {p.pk: self._doer(run, p, times=len(holders)) for p in parts if p.responsible}
        for holder in holders:
            holder.is_container = True
            for part in parts:
                responsible = own.get(part.pk, holder.responsible)
                run.tasks.append(PlannedTask(part, holder.window, responsible, parent=holder))

    def _windows(self, step: Step, suggestion: list[int], after: date | None) -> list[Window]:
        found = windows(step.months, step.cadence, self.year, after=after)
        if found is not None:
            return found
        key = plain(step.title)
        answer = self._remembered_months(key)
        if answer is None:
            note = f"คู่มือเขียนว่า “{cadence_words(step.cadence)}”" if step.cadence else ""
            self.asked.add(Answer.Question.WINDOW, key, step.title, {"months": suggestion}, step, note)
            answer = {"months": suggestion}
        else:
            self.used.add((Answer.Question.WINDOW, key))
        return windows(list(answer["months"]), "", self.year) or []  # type: ignore[call-overload]

    def _doer(self, run: PlannedRun, step: Step, *, times: int) -> Responsible:
        """Who is meant; where no person is, the main person of the procedure by the order of duties."""
        found = self._responsible(run, step)
        unit = self.units.get(found.unit_id)
        if found.person_id or unit is None:
            return found
        person = self.staffing.in_charge.find(run.procedure.lineage, unit, found.role)
        if person is None:
            return found
        self.given[run.procedure.title, person] += times
        return Responsible(found.unit_id, found.role, person)

    def _responsible(self, run: PlannedRun, step: Step) -> Responsible:
        key = key_of(step.responsible, run.unit)
        if answer := self._remembered(key):
            self.used.add((Answer.Question.RESPONSIBLE, key))
            return answer
        strangers = self.directory.strangers(step.responsible)
        if found := self.directory.find(step.responsible, run.unit):
            for name in strangers:
                self.missed[run.procedure.title, name].append(step.number)
            return found
        suggestion, note = self._last_answer(key, run.unit)
        note = note or "".join(f"คู่มือระบุ {name} {self._gone_words}" for name in strangers)
        wording = " ".join(step.responsible) or f"ไม่ระบุผู้รับผิดชอบ (คู่มือของ{run.unit.name})"
        self.asked.add(Answer.Question.RESPONSIBLE, key, wording, dict(suggestion.as_value()), step, note)
        return suggestion

    def _last_answer(self, key: str, unit: Unit) -> tuple[Responsible, str]:
        """What is left of an answer that holds no more, and why it is asked again."""
        value = self.answers.get((Answer.Question.RESPONSIBLE, key))
        if value is None:
            return Responsible(unit.pk), ""
        answer = Responsible.from_value(value)  # type: ignore[arg-type]
        kept = answer.unit_id if answer.unit_id in self.units else unit.pk
        name = self.staffing.left.get(answer.person_id) if answer.person_id else None
        return Responsible(kept, answer.role), f"คำตอบเดิมคือ {name} {self._gone_words}" if name else ""

    @property
    def _gone_words(self) -> str:
        return f"ซึ่งไม่ได้ปฏิบัติหน้าที่ในสำนักงาน ณ วันที่ {format_date(self.staffing.day)}"

    def strangers(self) -> Iterator[Conflict]:
        """Persons whom the manuals name and who serve no more."""
        for (procedure, name), steps in self.missed.items():
            text = f"คู่มือระบุ {name} {self._gone_words} งานจะเปิดให้ผู้ปฏิบัติงานของกลุ่มรับเรื่อง"
            yield Conflict(procedure, steps_words(steps), text)

    def by_duty(self) -> list[ByDuty]:
        people = self.staffing.people
        return [
            ByDuty(procedure, people[person].name if person in people else "", count)
            for (procedure, person), count in self.given.items()
        ]

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
        serves = answer.person_id is None or answer.person_id in self.staffing.people
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

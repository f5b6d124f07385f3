"""The standards of a run: what each asks for, and what all of the run's evidence shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nithet.cycles import access
from nithet.cycles.models import Cycle, Evidence, Run, StandardJudgement, Task
from nithet.cycles.planning import year_of
from nithet.cycles.standards import Condition, Count, Coverage, condition_of
from nithet.cycles.standards.evidence import NOTE, Proof, Subject, Turn
from nithet.cycles.standards.feasible import Shortfall, shortfalls
from nithet.cycles.standards.verdict import Case, Outcome, Verdict, verdict
from nithet.cycles.windows import Year
from nithet.manuals.draft import Measure
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Role, School, SchoolChange

_GIVEN_UP = (Task.State.SKIPPED, Task.State.VOID)


@dataclass(frozen=True, slots=True)
class RunStandard:
    """A step's standard in a run. `doers` are the people whose tasks of the step these are."""

    step: Step
    condition: Condition
    verdict: Verdict
    judgement: StandardJudgement | None
    shortfalls: Sequence[Shortfall]
    evidence: Sequence[Evidence]
    doers: frozenset[UUID]
    is_skipped: bool

    @property
    def is_for_person(self) -> bool:
        return self.verdict.outcome == Outcome.BY_PERSON and not self.is_skipped

    @property
    def outcome(self) -> Outcome:
        """A judgement counts as long as evidence alone does not tell."""
        judged = self.judgement if self.is_for_person else None
        return Outcome(judged.outcome) if judged else self.verdict.outcome


@dataclass(frozen=True, slots=True)
class RunShortfall:
    """A standard of a run that the days that are left cannot meet."""

    run: Run
    step: Step
    shortfall: Shortfall


def standards_of(run: Run, *, on: date) -> list[RunStandard]:
    """In the order of the steps, from the evidence of all tasks, whoever sees them. At most nine queries.

    `run` has its cycle, office and unit loaded, and the steps of its procedure.
    """
    if run.procedure is None:
        return []
    steps = [step for step in run.procedure.steps.all() if step.standard]
    return _Standards.of(run, steps, on=on).all() if steps else []


def condition_of_step(step: Step) -> Condition:
    return condition_of(step.standard, Measure(**step.measure) if step.measure else None, step.actions)


@dataclass(frozen=True, slots=True)
class _Standards:
    run: Run
    on: date
    year: Year
    conditions: Sequence[tuple[Step, Condition]]
    tasks: Sequence[Task]
    evidence: Sequence[Evidence]
    judgements: dict[UUID, StandardJudgement]
    subjects: dict[str, Sequence[Subject]]
    visitors: int | None

    @classmethod
    def of(cls, run: Run, steps: Sequence[Step], *, on: date) -> _Standards:
        conditions = [(step, condition_of_step(step)) for step in steps]
        year = year_of(run.office, run.cycle.fiscal_year_be)
        reached = {c.of for _, c in conditions if isinstance(c, Coverage)}
        judged = StandardJudgement.objects.filter(run=run, voided_at=None)
        return cls(
            run, on, year, conditions,
            tasks=list(Task.objects.filter(run=run).order_by("starts_on", "pk")),
            evidence=list(Evidence.objects.filter(task__run=run, voided_at=None).order_by("on", "pk")),
            judgements={j.step_id: j for j in judged.select_related("judged_by")},
            subjects={
                "schools": _schools(run) if "schools" in reached else (),
                "people": _people(run, year) if "people" in reached else (),
            },
            visitors=_visitors(run, on=on) if "schools" in reached else None,
        )  # fmt: skip

    def all(self) -> list[RunStandard]:
        return [self._standard(step, condition) for step, condition in self.conditions]

    def short(self) -> Iterator[RunShortfall]:
        """What cannot be met any more; what was given up is left out."""
        for step, condition in self.conditions:
            own, parts = self._turns(step)
            if all(t.state in _GIVEN_UP for t in own):
                continue
            visitors = self.visitors if "visit" in step.actions else None
            for one in shortfalls(condition, self._case(condition, own, parts), doers=visitors):
                yield RunShortfall(self.run, step, one)

    def _turns(self, step: Step) -> tuple[list[Task], list[Task]]:
        """The step's tasks, and the tasks that are parts of them."""
        own = [t for t in self.tasks if t.step_id == step.pk]
        return own, [t for t in self.tasks if t.parent_id in {t.pk for t in own}]

    def _standard(self, step: Step, condition: Condition) -> RunStandard:
        own, parts = self._turns(step)
        is_skipped = bool(own) and all(t.state in _GIVEN_UP for t in own)
        case = self._case(condition, own, parts)
        found = verdict(condition, case)
        visitors = self.visitors if "visit" in step.actions else None
        return RunStandard(
            step, condition, found, self.judgements.get(step.pk),
            shortfalls=() if is_skipped else shortfalls(condition, case, doers=visitors),
            evidence=[e for e in self.evidence if e.pk in found.counted],
            doers=frozenset(t.assignee_id for t in (*own, *parts) if t.assignee_id),
            is_skipped=is_skipped,
        )  # fmt: skip

    def _case(self, condition: Condition, own: Sequence[Task], parts: Sequence[Task]) -> Case:
        turns = {t.pk: t.pk for t in own} | {t.pk: t.parent_id for t in parts}
        proofs = [_proof(e, turns[e.task_id]) for e in self.evidence if e.task_id in turns]
        subjects = self.subjects[condition.of] if isinstance(condition, Coverage) else ()
        asked = [_turn(t) for t in own if t.state not in _GIVEN_UP]
        return Case(proofs, asked, subjects, self.year, self.on)


def shortfalls_of(member: Member, *, own: bool = False) -> list[RunShortfall]:
    """What cannot be met any more, of the runs that the member answers for; `own`: of the steps that they do themselves.

    One query where no such step has a standard that counts; otherwise at most nine for each open year.
    """
    asked = _counted_steps(access.answered_for(member, own=own))
    runs = Run.objects.filter(pk__in=asked).select_related("cycle", "office", "unit")
    by_year: dict[UUID, list[Run]] = defaultdict(list)
    for run in runs.order_by("position", "pk") if asked else ():
        by_year[run.cycle_id].append(run)
    return [one for same in by_year.values() for one in _short_in_year(same, asked, on=member.on)]


Conditions = list[tuple[Step, Condition]]


def _counted_steps(tasks: QuerySet[Task]) -> dict[UUID, Conditions]:
    """The steps, by run, whose standard is a number to be reached, with those of which they are parts."""
    open_tasks = tasks.filter(
        state__in=Task.UNFINISHED, step__isnull=False, run__voided_at=None, run__cycle__state=Cycle.State.OPEN
    )
    rows = set(open_tasks.order_by().values_list("run", "step", "parent__step"))
    wanted = {step for _, *steps in rows for step in steps if step}
    found = {s.pk: s for s in Step.objects.filter(pk__in=wanted).exclude(standard="")} if wanted else {}
    counted = {pk: c for pk, s in found.items() if isinstance(c := condition_of_step(s), Count | Coverage)}
    asked: dict[UUID, dict[UUID, tuple[Step, Condition]]] = defaultdict(dict)
    for run, *steps in rows:
        for step in steps:
            if step in counted:
                asked[run][step] = (found[step], counted[step])
    return {run: list(theirs.values()) for run, theirs in asked.items()}


def _short_in_year(
    runs: Sequence[Run], asked: Mapping[UUID, Conditions], *, on: date
) -> Iterator[RunShortfall]:
    first = runs[0]
    year = year_of(first.office, first.cycle.fiscal_year_be)
    conditions = [c for run in runs for _, c in asked[run.pk]]
    reached = {c.of for c in conditions if isinstance(c, Coverage)}
    subjects: dict[str, Sequence[Subject]] = {
        "schools": _schools(first) if "schools" in reached else (),
        "people": _people(first, year) if "people" in reached else (),
    }
    visitors = _visitors_by_division(first.office_id, on=on) if "schools" in reached else {}
    tasks, evidence = _rows_of(runs, {step.pk for run in runs for step, _ in asked[run.pk]})
    for run in runs:
        doers = visitors.get(run.unit.division_id, 1) if visitors else None
        yield from _Standards(
            run, on, year, asked[run.pk], tasks[run.pk], evidence[run.pk], {}, subjects, doers
        ).short()  # fmt: skip


def _rows_of(
    runs: Sequence[Run], steps: Collection[UUID]
) -> tuple[dict[UUID, list[Task]], dict[UUID, list[Evidence]]]:
    """The tasks of these steps and their parts, and what stands of their evidence, by run."""
    tasks: dict[UUID, list[Task]] = defaultdict(list)
    evidence: dict[UUID, list[Evidence]] = defaultdict(list)
    found = Task.objects.filter(Q(step__in=steps) | Q(parent__step__in=steps), run__in=runs)
    for task in found.order_by("starts_on", "pk"):
        tasks[task.run_id].append(task)
    run_of = {task.pk: run for run, theirs in tasks.items() for task in theirs}
    for one in Evidence.objects.filter(task__in=run_of, voided_at=None).order_by("on", "pk"):
        evidence[run_of[one.task_id]].append(one)
    return tasks, evidence


def _proof(one: Evidence, turn: UUID | None) -> Proof:
    """A note shows whatever its task asks for: it is written where no register is."""
    action = "" if one.kind == NOTE else one.action
    return Proof(one.pk, one.kind, one.on, action, one.subject, one.value, turn)


def _turn(task: Task) -> Turn:
    return Turn(task.pk, task.occurrence, task.starts_on, task.due_on, task.state in Task.UNFINISHED)


def _schools(run: Run) -> list[Subject]:
    """All schools of the office, each in the days that it is open."""
    changes = SchoolChange.objects.standing().filter(kind__in=_OPENS | _CLOSES).order_by("on", "pk")
    schools = School.objects.filter(office=run.office_id).only("name", "sort_key")
    return [
        Subject(s.pk, s.name, *_open_days(s.changes.all()))
        for s in schools.prefetch_related(Prefetch("changes", queryset=changes))
    ]


_OPENS = {SchoolChange.Kind.OPENED, SchoolChange.Kind.REOPENED}
_CLOSES = set(SchoolChange.CLOSING)


def _open_days(changes: Iterable[SchoolChange]) -> tuple[date | None, date | None]:
    """From its founding to its last closing, if it is not open again."""
    first = last = None
    for change in changes:
        if change.kind == SchoolChange.Kind.OPENED:
            first = change.on
        last = change.on if change.kind in _CLOSES else None
    return first, last


def _people(run: Run, year: Year) -> list[Subject]:
    """Directors and teachers of the schools who serve in the year; they are counted, not named."""
    first, last = year.span
    serving = Appointment.objects.filter(
        Q(until_on=None) | Q(until_on__gte=first),
        office=run.office_id, role__in=(Role.SCHOOL_DIRECTOR, Role.TEACHER), from_on__lte=last, voided_at=None,
    )  # fmt: skip
    spans: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for person, from_on, until_on in serving.values_list("person", "from_on", "until_on"):
        spans[person].append((from_on, until_on))
    return [
        Subject(person, "", min(f for f, _ in found), _last(until for _, until in found))
        for person, found in spans.items()
    ]


def _last(days: Iterable[date | None]) -> date | None:
    """The latest of last days; None: without an end."""
    found = list(days)
    return None if None in found else max(day for day in found if day)


def _visitors(run: Run, *, on: date) -> int:
    """How many people of the division there are to visit schools; one at least."""
    division = run.unit.division_id
    serving = Appointment.objects.active(on=on).filter(
        Q(unit=division) | Q(unit__parent=division), office=run.office_id, role__in=_VISITS
    )
    return max(1, serving.values("person").distinct().count())


def _visitors_by_division(office_id: UUID, *, on: date) -> dict[UUID, int]:
    serving = Appointment.objects.active(on=on).filter(office=office_id, role__in=_VISITS, unit__isnull=False)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for unit, division, person in serving.values_list("unit", "unit__parent", "person"):
        found[division or unit].add(person)
    return {division: len(people) for division, people in found.items()}


_VISITS = (Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER)

"""The standards of a run: what each asks for, and what all of the run's evidence shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from nithet.cycles.models import Evidence, Run, StandardJudgement, Task
from nithet.cycles.planning import year_of
from nithet.cycles.standards import Condition, Coverage, condition_of
from nithet.cycles.standards.evidence import NOTE, Proof, Subject, Turn
from nithet.cycles.standards.feasible import Shortfall, shortfalls
from nithet.cycles.standards.verdict import Case, Outcome, Verdict, verdict
from nithet.cycles.windows import Year
from nithet.manuals.draft import Measure
from nithet.manuals.models import Step
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


def standards_of(run: Run, *, on: date) -> list[RunStandard]:
    """In the order of the steps, from the evidence of all tasks, whoever sees them. At most nine queries.

    `run` has its cycle, office and unit loaded, and the steps of its procedure.
    """
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

    def _standard(self, step: Step, condition: Condition) -> RunStandard:
        own = [t for t in self.tasks if t.step_id == step.pk]
        parts = [t for t in self.tasks if t.parent_id in {t.pk for t in own}]
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


_VISITS = (Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER)

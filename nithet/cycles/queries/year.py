"""Reads of tasks, runs and decisions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from nithet.core.models import StoredFile
from nithet.cycles import access
from nithet.cycles.models import (
    Cycle,
    Decision,
    Evidence,
    Run,
    Task,
    TaskRound,
    Thumbnail,
    WebLink,
    WorkLogEntry,
)
from nithet.cycles.register import Found, kind_name, resolve
from nithet.manuals.models import ManualVersion, Procedure, Step
from nithet.offices.members import Member
from nithet.offices.models import Office, Person
from nithet.thai.calendar import fiscal_year_be

State = Task.State


def current_cycle(office: Office, *, on: date) -> Cycle | None:
    """The open year of that day; the last one where none is open yet."""
    year = fiscal_year_be(on)
    return Cycle.objects.filter(office=office, fiscal_year_be__lte=year).order_by("-fiscal_year_be").first()


def waiting_decisions(member: Member) -> QuerySet[Decision]:
    """What lies before this member, in the order it is due."""
    return (
        access.decisions_for(member)
        .select_related("unit", "round__task__run", "round__task__unit", "round__submitted_by")
        .order_by("round__task__due_on", "pk")
    )


# What a line of a list shows.
_LISTED = (
    "number", "title", "occurrence", "starts_on", "due_on", "state", "times_returned", "taken_up_at", "assignee", "reason",
    "is_met", "first_due_on", "is_carried_over", "is_refused", "is_stopped", "run__title",
    "run__letter__from_whom", "run__letter__number", "run__letter__urgency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A member's unfinished tasks by what they mean today, each in the order of due days."""

    # To be done: begun by the calendar, or by someone who works ahead of it.
    todo: list[Task]
    # Given to the member, the window still to come.
    ahead: list[Task]
    # Submitted by the member; others consider.
    submitted: list[Task]


def work_of(member: Member) -> Work:
    """One query for all that a member does or may take up."""
    tasks = list(
        access.own_work(member)
        .filter(state__in=Task.UNFINISHED)
        .select_related("run__letter")
        .only(*_LISTED)
        .order_by("due_on", "position", "pk")
    )
    mine = [t for t in tasks if t.assignee_id == member.person.pk]
    return Work(
        todo=[t for t in tasks if t.state != State.SUBMITTED and _is_begun(t, on=member.on)],
        ahead=[t for t in mine if t.state != State.SUBMITTED and not _is_begun(t, on=member.on)],
        submitted=[t for t in mine if t.state == State.SUBMITTED],
    )


def _is_begun(task: Task, *, on: date) -> bool:
    return task.starts_on <= on or task.taken_up_at is not None or task.times_returned > 0


def before_whom(tasks: Iterable[Task]) -> dict[UUID, Decision]:
    """The decision that each submitted task waits for, by task."""
    current = Decision.objects.filter(round__task__in=list(tasks), state=Decision.State.CURRENT)
    return {d.round.task_id: d for d in current.select_related("unit", "round")}


# What a bar is drawn from; a year has some hundred of them.
_CHARTED = (
    "run", "number", "title", "occurrence", "starts_on", "due_on", "state", "times_returned", "taken_up_at", "assignee",
    "is_container", "is_refused", "is_stopped",
)  # fmt: skip


def chart_runs(member: Member, cycle: Cycle, *, whole: bool = False) -> QuerySet[Run]:
    """The runs of a year with the tasks that this member may see, as `.seen`: as a bar is drawn, or whole."""
    seen = access.visible_tasks(member).filter(is_container=False)
    seen = seen.select_related("unit", "assignee") if whole else seen.only(*_CHARTED)
    return (
        access.visible_runs(member)
        .filter(cycle=cycle)
        .select_related("unit")
        .prefetch_related(
            Prefetch("tasks", queryset=seen.order_by("position", "starts_on", "pk"), to_attr="seen")
        )
        .order_by("unit__position", "position", "pk")
    )


def doers(runs: Iterable[Run]) -> list[Person]:
    """The people to whom tasks of these runs (with `.seen`) are given, by name."""
    ids = {t.assignee_id for r in runs for t in r.seen if t.assignee_id}  # type: ignore[attr-defined]
    return list(Person.objects.filter(pk__in=ids).order_by("sort_key", "pk"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How a year or run stands, in numbers of tasks."""

    total: int
    done: int
    late: int
    submitted: int
    returned: int
    skipped: int
    # Cancelled: neither done nor to be done, and not in `total`.
    voided: int = 0


def tally(tasks: Iterable[Task], *, on: date) -> Tally:
    rows = [t for t in tasks if not t.is_container]
    states = Counter(t.state for t in rows)
    return Tally(
        total=len(rows) - states[State.VOID],
        done=states[State.DONE],
        late=sum(t.days_late(on=on) > 0 for t in rows),
        submitted=states[State.SUBMITTED],
        returned=sum(t.is_returned for t in rows),
        skipped=states[State.SKIPPED],
        voided=states[State.VOID],
    )


def run_tasks(member: Member, run: Run) -> QuerySet[Task]:
    """All steps of a run, containers too, for the flow chart and the table."""
    return (
        Task.objects.filter(run=run, pk__in=access.visible_tasks(member).values("pk"))
        .select_related("unit", "assignee", "step")
        .order_by("position", "starts_on", "pk")
    )


def evidence_counts(tasks: Iterable[Task]) -> dict[UUID, int]:
    """How many pieces of evidence stand for each task that has any."""
    standing = Evidence.objects.filter(task__in=list(tasks), voided_at=None)
    counted = standing.order_by().values("task").annotate(times=Count("pk"))
    return {row["task"]: row["times"] for row in counted}


def rounds_of(task: Task) -> list[TaskRound]:
    decided = Decision.objects.select_related("decided_by", "recorded_by", "unit").order_by("position")
    rounds = task.rounds.select_related("submitted_by").prefetch_related(
        Prefetch("decisions", queryset=decided)
    )
    return list(rounds.order_by("-number"))


def current_decision(task: Task) -> Decision | None:
    return (
        Decision.objects.filter(round__task=task, state=Decision.State.CURRENT)
        .select_related("unit", "round__task__unit", "round__task__run")
        .first()
    )


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    evidence: Evidence
    file: StoredFile | None
    log: WorkLogEntry | None
    # The object of a register, and its kind in words.
    found: Found | None = None
    # Other tasks that the same object serves, as far as the member sees them.
    elsewhere: Sequence[Task] = ()
    link: WebLink | None = None
    # A file that is a picture, and was made small.
    is_pictured: bool = False

    @property
    def kind_name(self) -> str:
        return kind_name(self.evidence.kind)

    @property
    def title(self) -> str:
        return self.found.title if self.found else self.evidence.title


def evidence_of(member: Member, task: Task) -> list[ShownEvidence]:
    """Evidence with what it points at, one query a kind, and which other tasks it serves."""
    rows = list(task.evidence.filter(voided_at=None).select_related("added_by"))
    return _with_objects(member, rows, _elsewhere(member, task, rows))


def _elsewhere(member: Member, task: Task, rows: Sequence[Evidence]) -> dict[tuple[str, UUID], list[Task]]:
    """Two queries for all rows; none where there is no evidence."""
    if not rows:
        return {}
    same = Evidence.objects.filter(
        office=task.office_id, voided_at=None, object_id__in=task.evidence.values("object_id")
    ).exclude(task=task.pk)
    pairs = list(same.values_list("kind", "object_id", "task"))
    seen = access.visible_tasks(member).filter(pk__in={pk for *_, pk in pairs}).select_related("run")
    tasks = {one.pk: one for one in seen} if pairs else {}
    found: dict[tuple[str, UUID], list[Task]] = defaultdict(list)
    for kind, object_id, pk in pairs:
        if pk in tasks:
            found[kind, object_id].append(tasks[pk])
    return found


def evidence_of_run(member: Member, run: Run) -> list[ShownEvidence]:
    """Evidence of all steps of a run that this member sees, in the order of the steps and in each of days."""
    seen = access.visible_evidence(member).filter(task__run=run, voided_at=None)
    rows = seen.select_related("added_by", "task").order_by("task__position", "task__starts_on", "on", "pk")
    return _with_objects(member, list(rows), {})


def evidence_of_tasks(member: Member, tasks: Iterable[Task]) -> dict[UUID, list[ShownEvidence]]:
    """Evidence of several tasks that the member sees already, by task: one query a kind."""
    rows = list(Evidence.objects.filter(task__in=list(tasks), voided_at=None).select_related("added_by"))
    shown = _with_objects(member, rows, {})
    # An object that serves several of them is found once.
    objects = {(s.evidence.kind, s.evidence.object_id): s.found for s in shown if s.found}
    found: dict[UUID, list[ShownEvidence]] = defaultdict(list)
    for one in shown:
        known = objects.get((one.evidence.kind, one.evidence.object_id))
        found[one.evidence.task_id].append(replace(one, found=known))
    return found


def _with_objects(
    member: Member, rows: Sequence[Evidence], elsewhere: Mapping[tuple[str, UUID], Sequence[Task]]
) -> list[ShownEvidence]:
    found = resolve(member, rows)
    files = StoredFile.objects.in_bulk([e.object_id for e in rows if e.kind == Evidence.Kind.FILE])
    logs = WorkLogEntry.objects.in_bulk([e.object_id for e in rows if e.kind == Evidence.Kind.WORK_LOG])
    links = WebLink.objects.in_bulk([e.object_id for e in rows if e.kind == Evidence.Kind.LINK])
    small = Thumbnail.objects.filter(of__in=files, small__isnull=False)
    pictured = set(small.values_list("of", flat=True)) if files else set()
    return [
        ShownEvidence(
            e,
            files.get(e.object_id),
            logs.get(e.object_id),
            found.get(e.pk),
            elsewhere.get((e.kind, e.object_id), ()),
            links.get(e.object_id),
            e.object_id in pictured,
        )
        for e in rows
    ]


# What planning does not read, much of it long.
_UNPLANNED = (
    "number", "part", "also_called", "objectives", "scope", "definitions", "forms", "references", "lines",
    "version__source_text", "version__reading",
)  # fmt: skip


def procedures_to_start(office: Office) -> list[Procedure]:
    """Procedures of the adopted versions with all that planning reads: three queries."""
    found = Procedure.objects.filter(office=office, version__state=ManualVersion.State.ADOPTED)
    steps = Step.objects.defer("also_called", "detail", "time_text", "forms", "lines").order_by("position")
    return list(
        found.select_related("version__manual__unit")
        .defer(*_UNPLANNED)
        .prefetch_related(Prefetch("steps", queryset=steps))
        # Two manuals may have been made at one moment: which comes first is the same each time.
        .order_by("version__manual__unit__position", "version__made_at", "version_id", "position", "pk")
    )


def started_lineages(cycle: Cycle | None) -> frozenset[UUID]:
    return frozenset(cycle.runs.values_list("lineage", flat=True)) if cycle else frozenset()


def following(member: Member, task: Task) -> Task | None:
    """The next step of the same run that this member sees."""
    later = (
        access.visible_tasks(member)
        .filter(run=task.run_id, position__gt=task.position, is_container=False)
        .exclude(parent=task)
    )
    return later.order_by("position", "starts_on", "pk").first()


def parts_of(member: Member, container: Task) -> QuerySet[Task]:
    """The sub-steps of a step that this member sees."""
    return access.visible_tasks(member).filter(parent=container).order_by("position", "starts_on", "pk")

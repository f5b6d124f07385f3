"""Tying kin steps when their procedures run in one year, parting them again, and using what a kin task has shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import NotLinkedError, TaskStateError
from nithet.cycles.kin import Span, Tie, counterpart
from nithet.cycles.models import Cycle, Evidence, Run, Task, TaskLink
from nithet.cycles.services.evidence import add_evidence
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class Tied:
    """What a person chose for two kin steps, by their ids."""

    first: UUID
    second: UUID
    tie: Tie


@transaction.atomic
def tie_steps(cycle: Cycle, chosen: Sequence[Tied], *, by: Member) -> None:
    """Link or merge the tasks of kin steps. What cannot be merged as it stands is linked; again changes nothing."""
    access.can_start_year(by).or_refuse()
    tie_tasks(cycle, chosen, by=by)


def tie_tasks(cycle: Cycle, chosen: Iterable[Tied], *, by: Member | None) -> None:
    """As `tie_steps`, in the caller's transaction and by its right."""
    wanted = [one for one in chosen if one.tie != Tie.APART]
    if not wanted:
        return
    tasks = _tasks_by_step(cycle, wanted)
    _lock_runs(tasks)
    pairs = [(one.tie, first, second) for one in wanted for first, second in _task_pairs(one, tasks)]
    merged = {
        (first.pk, second.pk) for tie, first, second in pairs if tie == Tie.MERGE and _merge(first, second)
    }
    linked = [(first, second) for _, first, second in pairs if (first.pk, second.pk) not in merged]
    _link(linked, by)
    done = [(first, second) for _, first, second in pairs if (first.pk, second.pk) in merged]
    record_many(
        [
            entry("task.merged", by=by, on=second, within=second.run_id, to=first.title)
            for first, second in done
        ]
    )


def _tasks_by_step(cycle: Cycle, chosen: Iterable[Tied]) -> dict[UUID, list[Task]]:
    steps = {step for one in chosen for step in (one.first, one.second)}
    found: dict[UUID, list[Task]] = {step: [] for step in steps}
    for task in Task.objects.filter(run__cycle=cycle, step__in=steps).order_by("starts_on", "pk"):
        if task.step_id is not None:
            found[task.step_id].append(task)
    return found


def _lock_runs(tasks: dict[UUID, list[Task]]) -> None:
    """A task that is finished at this moment must know what it serves. From earlier runs to later ones, as `serving`."""
    runs = {task.run_id for some in tasks.values() for task in some}
    list(Run.objects.select_for_update().filter(pk__in=runs).order_by("position", "pk"))


def _task_pairs(one: Tied, tasks: dict[UUID, list[Task]]) -> Iterator[tuple[Task, Task]]:
    """Each task of the second step with the one of the first whose window it meets."""
    firsts = tasks[one.first]
    spans = [_span(task) for task in firsts]
    for second in tasks[one.second]:
        place = counterpart(_span(second), spans)
        if place is not None:
            yield firsts[place], second


def _span(task: Task) -> Span:
    return Span(task.starts_on, task.due_on, task.occurrence)


def _merge(first: Task, second: Task) -> bool:
    """Whether the first task now serves the second: both stand before their work, and ask the same."""
    free = Q(state__in=Task.UNFINISHED, served_by=None, is_container=False)
    serves = Task.objects.filter(free, pk=first.pk, ask=second.ask).exists()
    untouched = Task.objects.filter(free, pk=second.pk, taken_up_at=None, serves=None).exclude(
        state=Task.State.SUBMITTED
    )
    return serves and bool(Task.objects.filter(pk__in=untouched.values("pk")).update(served_by=first))


def _link(pairs: Sequence[tuple[Task, Task]], by: Member | None) -> None:
    there = set(
        TaskLink.objects.filter(second__in=[second for _, second in pairs]).values_list("first", "second")
    )
    new = [
        (first, second)
        for first, second in pairs
        if (first.pk, second.pk) not in there and second.served_by_id is None
    ]
    at = now()
    TaskLink.objects.bulk_create(
        [
            TaskLink(office_id=a.office_id, first=a, second=b, made_by_id=by.pk if by else None, made_at=at)
            for a, b in new
        ],
        ignore_conflicts=True,
    )
    record_many([entry("task.linked", by=by, on=b, within=b.run_id, at=at, to=a.title) for a, b in new])


@transaction.atomic
def part_tasks(task: Task, *, by: Member) -> Task:
    """ทำแยกกัน: a task that another serves is work of its own again."""
    access.can_part(by, task).or_refuse()
    changed = Task.objects.filter(pk=task.pk, served_by__isnull=False, state__in=Task.UNFINISHED).update(
        served_by=None
    )
    task.refresh_from_db()
    if not changed:
        raise TaskStateError(task=task.title, state=task.get_state_display(), act="แยกงาน")
    record("task.parted", by=by, on=task, within=task.run_id)
    return task


def linked_evidence(task: Task) -> QuerySet[Evidence]:
    """All that tasks linked with this one have shown."""
    links = TaskLink.objects.filter(Q(first=task) | Q(second=task)).values_list("first", "second")
    linked = {one for pair in links for one in pair} - {task.pk}
    return Evidence.objects.filter(task__in=linked, voided_at=None)


def offered_evidence(task: Task) -> QuerySet[Evidence]:
    """Of it what this task has not used yet, the latest first."""
    used = Evidence.objects.filter(task=task, voided_at=None).values("object_id")
    found = linked_evidence(task).exclude(object_id__in=used)
    return found.select_related("task__run", "added_by").order_by("-on", "-pk")


def use_evidence(task: Task, evidence: Evidence, *, by: Member) -> Evidence:
    """ใช้หลักฐานร่วมกัน: what a linked task has shown is evidence of this one too, entered once. Twice changes nothing."""
    access.can_work(by, task).or_refuse()
    if not linked_evidence(task).filter(pk=evidence.pk).exists():
        raise NotLinkedError(evidence=evidence.title)
    return add_evidence(
        task, evidence.kind, evidence.object_id, evidence.title, "task.evidence_shared", on=evidence.on, by=by,
        action=evidence.action, subject=evidence.subject, value=evidence.value,
    )  # fmt: skip

"""One task that serves kin steps of several runs: when it is finished, so are they, with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.prepared import Prepared
from nithet.cycles.models import Evidence, Run, Task
from nithet.cycles.search import index_evidence
from nithet.cycles.services.counting import recount

FINISHED = (Task.State.DONE, Task.State.SKIPPED, Task.State.VOID)


def finish_served(task: Task, then: Callable[[Task], None]) -> None:
    """Inside the lock of the task's run. `then` does for each served one what follows a finished task."""
    served = _served(task.pk)
    if not served:
        return
    state, reason = Task.objects.values_list("state", "reason").get(pk=task.pk)
    if state not in FINISHED:
        return
    for one in served:
        # Always from an earlier run to a later one, so that no two wait for each other.
        Run.objects.select_for_update().get(pk=one.run_id)
        _copy_evidence(task, one)
        Task.objects.filter(pk=one.pk).update(state=state, finished_at=now(), reason=reason)
        one.refresh_from_db()
        record("task.served", by=None, on=one, within=one.run_id, to=task.title)
        then(one)


_served = Prepared(
    lambda task: Task.objects.filter(served_by=task, state__in=Task.UNFINISHED).order_by(
        "run__position", "pk"
    ),
    UUID(int=1),
)


def _copy_evidence(task: Task, served: Task) -> None:
    """Enter once: the same objects are evidence of both, also those that matching had taken out of the served one."""
    given = Evidence.objects.filter(task=task.pk, voided_at=None)
    again = Evidence.objects.filter(task=served, is_matched=True, object_id__in=given.values("object_id"))
    again.update(voided_at=None, void_reason="", is_matched=False)
    copies = [
        Evidence(
            office_id=one.office_id, task=served, kind=one.kind, object_id=one.object_id, action=one.action,
            subject=one.subject, value=one.value, on=one.on, title=one.title, round=served.round, added_by_id=one.added_by_id, added_at=one.added_at,
        )
        for one in given
    ]  # fmt: skip
    Evidence.objects.bulk_create(copies, ignore_conflicts=True)
    recount([served.pk])
    if copies:
        index_evidence(served.office_id, Q(task=served))

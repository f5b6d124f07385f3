"""What a task keeps about its evidence, so that lists never count it: `done`, `target`, `is_met`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from nithet.core.prepared import Prepared
from nithet.cycles.actions import Action, Operate, Propose, Shown, SignedFile, Tally
from nithet.cycles.models import Evidence, Task
from nithet.cycles.register import actions_of

COUNTERS = ("done", "target", "is_met")
Tallies = Mapping[UUID, Mapping[Action, Tally]]


def recount(ids: Collection[UUID]) -> int:
    """Rebuild the counters of tasks whose rows the caller holds. Returns how many were different.

    Three statements for any number of tasks, and what their actions ask of their registers.
    """
    tasks = list(Task.objects.filter(pk__in=ids))
    before = {task.pk: _counters(task) for task in tasks}
    count(tasks, shown_of(ids))
    changed = [task for task in tasks if _counters(task) != before[task.pk]]
    if len(changed) == 1:
        Task.objects.filter(pk=changed[0].pk).update(
            **dict(zip(COUNTERS, _counters(changed[0]), strict=True))
        )
    elif changed:
        Task.objects.bulk_update(changed, COUNTERS)
    return len(changed)


def _counters(task: Task) -> tuple[int, int, bool]:
    return task.done, task.target, task.is_met


def shown_of(ids: Collection[UUID]) -> Shown:
    shown: dict[UUID, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(task__in=ids, voided_at=None):
        shown[one.task_id].append(one)
    return shown


_standing = Prepared(lambda task: Evidence.objects.filter(task=task, voided_at=None), UUID(int=1))


def count(tasks: Sequence[Task], shown: Shown) -> None:
    """Set the counters of tasks in memory: all that their actions ask for together; too much of one helps no other."""
    tallies = tally(tasks, shown)
    for task in tasks:
        asked = tallies[task.pk].values()
        task.target = sum(one.target for one in asked)
        task.done = sum(one.done if len(asked) == 1 else min(one.done, one.target) for one in asked)
        task.is_met = all(one.is_met for one in asked)


def tally(tasks: Iterable[Task], shown: Shown) -> Tallies:
    """How far each task is in each of its actions, in the order of its step. Each action is asked once."""
    by_action: dict[Action, list[Task]] = defaultdict(list)
    found: dict[UUID, dict[Action, Tally]] = {}
    for task in tasks:
        # The order of actions is kept; the numbers come below.
        found[task.pk] = dict.fromkeys(actions_of(task), Tally(0, 0))
        for action in found[task.pk]:
            by_action[action].append(task)
    for action, theirs in by_action.items():
        done, target = action.measure(theirs, shown), action.target(theirs)
        for task in theirs:
            found[task.pk][action] = Tally(done.get(task.pk, 0), target.get(task.pk, task.planned))
    return found


def lacking(task: Task) -> list[str]:
    """What the task's actions ask for and it does not have, in words; nothing: it can be submitted as it is."""
    asked = tally([task], {task.pk: _standing(task.pk)})[task.pk]
    short = {action: one for action, one in asked.items() if not one.is_met}
    return [action.words({task.pk: one})[task.pk] for action, one in short.items()]


def results_of(task: Task, evidence: Sequence[Evidence]) -> list[str]:
    """How far the task is in the actions that have a register, in words; a number of notes and files tells nothing."""
    asked = tally([task], {task.pk: evidence})[task.pk]
    telling = {action: one for action, one in asked.items() if not isinstance(action, _PLAIN)}
    return [action.words({task.pk: one})[task.pk] for action, one in telling.items()]


_PLAIN = (Operate, Propose, SignedFile)

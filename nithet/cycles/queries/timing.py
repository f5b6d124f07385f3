"""Reads about time: days off, school breaks, what waits for what, standards out of reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from nithet.cycles import access
from nithet.cycles.breaks import NEEDS_SCHOOLS, break_note
from nithet.cycles.models import Task
from nithet.cycles.overload import Overload, monday, overloads
from nithet.cycles.queries.standards import RunShortfall, shortfalls_of
from nithet.cycles.timing import held_by, order_notes, weekday_off
from nithet.cycles.windows import breaks_in
from nithet.offices.members import Member
from nithet.offices.models import Holiday, Office, Person
from nithet.offices.queries import semesters_of

__all__ = ["RunShortfall", "break_note_of", "days_off", "order_of", "overloads_of", "shortfalls_of"]


def days_off(office: Office, days: Collection[date]) -> dict[date, str]:
    """Which of these days are none of work, in words: “ตรงกับวันหยุดวันชาติ”. One query."""
    named = dict(Holiday.objects.filter(office=office, on__in=set(days)).values_list("on", "name"))
    found = {day: _off_words(day, named.get(day, "")) for day in days}
    return {day: words for day, words in found.items() if words}


def _off_words(day: date, holiday: str) -> str:
    if holiday:
        return f"ตรงกับวันหยุด {holiday}"
    return f"ตรงกับ{weekday_off(day)}" if weekday_off(day) else ""


def break_note_of(task: Task, office: Office) -> str:
    """Nothing is asked of the database where the work needs no schools."""
    if not NEEDS_SCHOOLS.keys() & set(task.actions):
        return ""
    breaks = breaks_in(task.starts_on, task.due_on, semesters_of(office))
    return break_note(task.actions, (task.starts_on, task.due_on), breaks)


def order_of(task: Task) -> tuple[list[Task], list[str]]:
    """What waits for this task, and what contradicts a gate. One query over the run."""
    same = Task.objects.filter(run=task.run_id).only(*_PLACED)
    tasks = list(same.order_by("position", "starts_on", "pk"))
    return held_by(task, tasks), list(order_notes(task, tasks))


# What a line of `order_of` says, and what gates are known by.
_PLACED = ("run", "parent", "position", "number", "title", "occurrence", "ask", "state", "due_on")


def overloads_of(member: Member) -> list[tuple[Person, list[Overload]]]:
    """The people with too much in weeks to come, of the work that the member answers for, by name. Two queries."""
    tasks = access.answered_for(member).filter(
        state__in=(Task.State.OPEN, Task.State.WAITING), is_container=False, served_by=None,
        assignee__isnull=False, due_on__gte=monday(member.on), run__voided_at=None,
    )  # fmt: skip
    limit = member.office.week_limit
    weeks: dict[UUID, list[Overload]] = defaultdict(list)
    for one in overloads(tasks.only("assignee", "due_on"), limit=limit, on=member.on):
        weeks[one.person_id].append(one)
    people = Person.objects.filter(pk__in=weeks).order_by("sort_key", "pk") if weeks else ()
    return [(person, weeks[person.pk]) for person in people]

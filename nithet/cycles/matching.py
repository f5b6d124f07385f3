"""Which of a register's objects show the work of which tasks. Pure: rows in, what is to be changed out.

An object fits a task that has its action, where its unit is the task's (a division and its sections are one), on a day
from the first of the window to the last; and after it, while the task is late, until the step's next window begins or
the year ends. So what is made up for late counts, and what belongs to the next semester does not. What was carried over
takes what shows it until the end of the fiscal year in which it is due now.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from nithet.cycles.models import Cycle, Evidence, Offer, Task
from nithet.cycles.models.letters import ANSWER_KIND
from nithet.offices.models import Unit
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span

DAY = timedelta(days=1)
TAKES = (Task.State.OPEN, Task.State.WAITING)
BY_HAND = (Evidence.Kind.FILE, Evidence.Kind.LINK, Evidence.Kind.WORK_LOG, ANSWER_KIND)
Object = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Place:
    """A task as it is matched: its last day is that of its window, or the last on which late work still counts."""

    task: Task
    last_on: date

    @classmethod
    def of(cls, task: Task, cycle: Cycle, next_starts_on: date | None) -> Place:
        ends_on = year_end_of(task.due_on) if task.is_carried_over else cycle.ends_on
        late = ends_on if next_starts_on is None else min(ends_on, next_starts_on - DAY)
        return cls(task, max(task.due_on, late))

    @property
    def takes(self) -> bool:
        """What is submitted or ended keeps what it had."""
        return (
            self.task.state in TAKES
            and not self.task.is_container
            and (self.task.is_carried_over or self.task.run.cycle.state == Cycle.State.OPEN)
        )

    def fits(self, offer: Offer) -> bool:
        return (
            offer.action in self.task.actions
            and self.task.starts_on <= offer.on <= self.last_on
            and (offer.unit is None or is_within(offer.unit, self.task.unit))
        )


def year_end_of(day: date) -> date:
    return fiscal_year_span(fiscal_year_be(day))[1]


def is_within(one: Unit, other: Unit) -> bool:
    """The same unit, or a division and a section of it."""
    return one.pk in {other.pk, other.parent_id} or one.parent_id == other.pk


class Offers:
    """What stands of an office's offers, found by action and day, and by object."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._by_action: dict[str, list[Offer]] = defaultdict(list)
        self.by_object: dict[Object, dict[str, Offer]] = defaultdict(dict)
        for offer in sorted(offers, key=lambda one: (one.on, one.pk)):
            self._by_action[offer.action].append(offer)
            self.by_object[offer.kind, offer.object_id][offer.action] = offer

    def fitting(self, place: Place) -> dict[Object, Offer]:
        """One an object: of several, for the action that stands first in the step."""
        found: dict[Object, Offer] = {}
        for action in place.task.actions:
            offers = self._by_action.get(action, [])
            first = bisect_left(offers, place.task.starts_on, key=lambda one: one.on)
            last = bisect_right(offers, place.last_on, key=lambda one: one.on)
            for offer in offers[first:last]:
                if place.fits(offer):
                    found.setdefault((offer.kind, offer.object_id), offer)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """Of a row, or of none yet, to what an offer says; without an offer the row goes."""

    task: Task
    offer: Offer | None
    row: Evidence | None


def settle(places: Iterable[Place], offers: Offers, rows: Sequence[Evidence]) -> Iterator[Change]:
    """What must change so that each task has the evidence it should. What a person put in or out stays so."""
    by_task: dict[UUID, dict[Object, Evidence]] = defaultdict(dict)
    for row in rows:
        by_task[row.task_id][row.kind, row.object_id] = row
    for place in places:
        there = by_task[place.task.pk]
        fitting = offers.fitting(place) if place.takes else {}
        for what, offer in fitting.items():
            if what not in there:
                yield Change(place.task, offer, None)
        for what, row in there.items():
            yield from _settle_row(place, row, offers.by_object.get(what, {}), fitting.get(what))


def _settle_row(
    place: Place, row: Evidence, standing: dict[str, Offer], fitting: Offer | None
) -> Iterator[Change]:
    """Of an object that is withdrawn nothing stands, wherever it was used."""
    if row.voided_at:
        if row.is_matched and fitting:
            yield Change(place.task, fitting, row)
        return
    kept = fitting if row.is_matched and place.takes else standing.get(row.action)
    # A step that waits for its parts again gives back what had come to it.
    is_out = row.is_matched and fitting is None and (place.takes or place.task.is_container)
    is_withdrawn = not standing
    if is_withdrawn or is_out:
        yield Change(place.task, None, row)
    elif kept and not says(row, kept):
        yield Change(place.task, kept, row)


FACTS = ("action", "on", "subject", "value", "title")


def says(row: Evidence, offer: Offer) -> bool:
    return all(getattr(row, name) == getattr(offer, name) for name in FACTS)

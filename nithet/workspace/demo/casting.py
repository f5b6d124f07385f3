"""Finds a task for each situation, and a doer for each task. Works on a year's plan, before it is stored.

Where a situation asks for it, the last day of a task is set as the office agreed when it opened the year
(“ครบกำหนดวันศุกร์นี้”): the months of a manual alone would leave most weeks without anything due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

from nithet.catalogue.loader import load_procedures
from nithet.cycles.models import Task
from nithet.cycles.plan import PlannedTask, YearPlan
from nithet.offices.models import Office, Person, Role, Unit
from nithet.thai.calendar import add_working_days
from nithet.workspace.demo.scenario import SITUATIONS, Due, Ending, Fixed, Situation
from nithet.workspace.demo.seats import OFFICERS, SUPERVISORS, numbered

# What ended longer ago than this has been finished by everybody.
RECENT = timedelta(days=45)
# The working days that an unfinished task of the demo is late, where nothing is late by itself.
LATE_BY = 5
# Plans that must stand early, since the steps behind them wait for the approval: last day.
AGREED = {Fixed("satellite-learning", "3"): (11, 13)}
# What the manuals give to whom: a role, or a whole section.
ROLES = {
    "supervisor": ("", Role.SUPERVISOR),
    "section": ("", Role.SUPERVISOR, Role.SECTION_HEAD),
    "computer": ("", Role.COMPUTER_OFFICER),
    "head": (Role.HEAD,),
}


@dataclass(slots=True)
class Part:
    """A planned task with what becomes of it."""

    procedure: str
    division: str
    task: PlannedTask
    # To whom the order of duties or an answer gives it.
    named: str = ""
    situation: Situation | None = None
    # Nobody yet: whoever of the division has time takes it up.
    doer: str = ""
    # A gate before it is still undecided today.
    is_held: bool = False

    @property
    def key(self) -> tuple[object, str, date]:
        """What finds the stored task again."""
        return self.task.step.pk, self.task.window.occurrence, self.task.window.starts_on

    def is_fixed(self, wanted: Fixed) -> bool:
        same = (self.procedure, self.task.step.number) == (wanted.procedure, wanted.number)
        return same and wanted.turn in self.task.window.occurrence

    def set_due(self, due_on: date) -> None:
        window = self.task.window
        self.task.window = replace(window, due_on=max(due_on, window.starts_on))


@dataclass(frozen=True, slots=True)
class Names:
    """Codes of units and accounts of people, by their keys."""

    units: dict[UUID, str]
    accounts: dict[UUID | None, str]

    @classmethod
    def of(cls, office: Office) -> Names:
        units = Unit.objects.filter(office=office).values_list("pk", "code")
        people = Person.objects.filter(office=office, user__isnull=False)
        return cls(dict(units), dict(people.values_list("pk", "user__username")))


def cast(plan: YearPlan, names: Names, *, on: date) -> list[Part]:
    """Every task of the plan with its situation and doer."""
    parts = list(_parts(plan, names))
    for part in parts:
        for wanted, (month, day) in AGREED.items():
            if part.is_fixed(wanted):
                part.set_due(date(part.task.window.starts_on.year, month, day))
    casting = _Casting(parts, plan.year.holidays, on)
    for situation in SITUATIONS:
        casting.place(situation)
    for part in parts:
        part.is_held = any(_holds(gate, part, on=on) for gate in parts)
    _give_out(parts, names.units, on=on)
    return parts


def _holds(gate: Part, part: Part, *, on: date) -> bool:
    """Whether the part waits for that gate, and today still does."""
    siblings = gate.procedure == part.procedure and gate.task.parent is part.task.parent
    if not siblings or not gate.task.step.is_gate or part.task.state != Task.State.WAITING:
        return False
    return gate.situation is not None or gate.task.window.due_on >= on


def _parts(plan: YearPlan, names: Names) -> Iterator[Part]:
    codes = {procedure.title: procedure.code for procedure in load_procedures()}
    for run in plan.runs:
        code = codes.get(run.procedure.title, run.procedure.title)
        for task in run.tasks:
            if not task.is_container:
                yield Part(code, run.unit.code, task, names.accounts.get(task.responsible.person_id, ""))


@dataclass(slots=True)
class _Casting:
    parts: list[Part]
    holidays: frozenset[date]
    on: date
    # Situations spread over procedures, so that the year's chart shows them in many places.
    used: Counter[str] = field(default_factory=Counter)

    @property
    def friday(self) -> date:
        return self.on + timedelta(days=(4 - self.on.weekday()) % 7)

    def place(self, situation: Situation) -> None:
        found = self._fixed(situation.task) if situation.task else self._fitting(situation)
        if found is None:
            return
        found.situation, found.doer = situation, situation.doer
        self.used[found.procedure] += 1

    def _fixed(self, wanted: Fixed) -> Part | None:
        return next((part for part in self.parts if part.is_fixed(wanted)), None)

    def _fitting(self, situation: Situation) -> Part | None:
        free = [part for part in self.parts if self._is_free(part, situation)]
        if situation.due == Due.PAST:
            return self._just_ended(free) or self._cut_to(free, self._late_day)
        begun = [part for part in free if part.task.window.starts_on <= self.on <= part.task.window.due_on]
        if situation.due == Due.THIS_WEEK:
            due = [part for part in begun if part.task.window.due_on <= self.friday]
            return self._best(due) or self._cut_to(begun, self.friday)
        later = self._best([p for p in begun if p.task.window.due_on > self.friday]) or self._best(begun)
        # What was submitted in time may wait beyond its last day.
        return later or (self._just_ended(free) if situation.ending == Ending.SUBMITTED else None)

    def _is_free(self, part: Part, situation: Situation) -> bool:
        task, roles = part.task, ROLES[situation.doer.rstrip("0123456789")]
        is_open = task.state == Task.State.OPEN and part.situation is None
        is_open = is_open and part.named in ("", situation.doer)
        return is_open and part.division == situation.division and task.responsible.role in roles

    def _just_ended(self, free: list[Part]) -> Part | None:
        return self._best([p for p in free if self.on - RECENT <= p.task.window.due_on < self.on])

    @property
    def _late_day(self) -> date:
        """Some days ago, yet within the year."""
        first = date(self.on.year - (self.on.month < 10), 10, 1)
        return max(
            add_working_days(self.on, -LATE_BY, self.holidays), min(first, self.on - timedelta(days=1))
        )

    def _cut_to(self, free: list[Part], due_on: date) -> Part | None:
        found = self._best([p for p in free if p.task.window.starts_on <= due_on <= p.task.window.due_on])
        if found:
            found.set_due(due_on)
        return found

    def _best(self, fitting: list[Part]) -> Part | None:
        """Of a month's work first, since a cadence is no matter of one day; of a procedure that shows nothing yet."""
        return min(
            fitting, key=lambda part: (part.task.step.cadence != "", self.used[part.procedure]), default=None
        )


def _give_out(parts: list[Part], units: dict[UUID, str], *, on: date) -> None:
    """Everybody gets a share; every fourth task that is not over is left to whoever takes it up."""
    turns = {code: cycle(names) for code, names in _doers().items()}
    left = cycle((False, False, False, True))
    for part in parts:
        part.doer = part.doer or part.named
        is_over = part.task.window.due_on < on
        if not part.doer and (is_over or part.is_held or not next(left)):
            part.doer = _doer(part, units[part.task.responsible.unit_id], turns)


def _doers() -> dict[str, list[str]]:
    """Whose turn it is: the sections by their people, the divisions by all of them. The first accounts come often."""
    everybody = {
        "supervision": [numbered("supervisor", place) for place in range(len(SUPERVISORS))],
        "dlict": [numbered("computer", place) for place in range(len(OFFICERS))],
    }
    sections: dict[str, list[str]] = {"media": ["section"]}
    for role, codes in (("supervisor", SUPERVISORS), ("computer", OFFICERS)):
        for place, code in enumerate(codes):
            sections.setdefault(code, []).append(numbered(role, place))
    others, officers = everybody["supervision"][1:], everybody["dlict"]
    rota = [name for at in range(0, len(others), 3) for name in (*others[at : at + 3], "supervisor")]
    return sections | {"supervision": rota, "dlict": [*officers, "computer"]}


def _doer(part: Part, unit: str, turns: dict[str, cycle[str]]) -> str:
    role = part.task.responsible.role
    if role == Role.HEAD:
        return "head2" if part.division == "dlict" else "head"
    if role == Role.SECTION_HEAD:
        return "section"
    if part.procedure == "joint-work":
        # Who works with others goes on with what was begun.
        return "supervisor5" if part.task.step.number.startswith("1.") else "supervisor"
    return next(turns[unit])

"""Lets the acts happen: through the services, at their moments, by whoever may."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

from nithet.accounts.models import User
from nithet.core.clock import travelled
from nithet.cycles.models import Cycle, Decision, Task
from nithet.cycles.services import deciding, evidence, working
from nithet.offices.members import Member, member_of
from nithet.offices.models import Office, Role, School
from nithet.registers.generic.doing import Work, doers
from nithet.thai.dates import bangkok_day, format_date
from nithet.workspace.demo import sentences
from nithet.workspace.demo.papers import paper
from nithet.workspace.demo.stories import Act, Does

DECIDERS = {
    (Role.HEAD, "supervision"): "head", (Role.HEAD, "dlict"): "head2", (Role.DEPUTY, "supervision"): "deputy",
    (Role.DEPUTY, "dlict"): "deputy2", (Role.DIRECTOR, ""): "director",
}  # fmt: skip
_OPINIONS = {
    Decision.Ask.PASS_ON: sentences.PASSED_ON,
    Decision.Ask.APPROVE: sentences.APPROVED,
    Decision.Ask.ACKNOWLEDGE: sentences.ACKNOWLEDGED,
}


@dataclass
class Staff:
    """The accounts of the demo as members on a day."""

    office: Office
    _users: dict[str, User] = field(default_factory=dict)
    _members: dict[tuple[str, date], Member] = field(default_factory=dict)

    def member(self, username: str, on: date) -> Member:
        if not self._users:
            people = User.objects.filter(person__office=self.office).select_related("person")
            self._users = {user.username: user for user in people}
        if (username, on) not in self._members:
            found = member_of(self._users[username], self.office.code, on=on)
            if found is None:
                raise LookupError(f"{username} serves in no post on {on}")
            self._members[username, on] = found
        return self._members[username, on]


@dataclass
class Stage:
    """Where acts are performed: the stored tasks of a year, and the people who act."""

    cycle: Cycle
    staff: Staff
    _tasks: dict[tuple[object, str, date], UUID] = field(default_factory=dict)
    _schools: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = Task.objects.filter(run__cycle=self.cycle)
        found = rows.values_list("step_id", "occurrence", "starts_on", "pk")
        self._tasks = {(step, turn, first): pk for step, turn, first, pk in found}
        self._schools = list(School.objects.filter(office=self.cycle.office).values_list("name", flat=True))

    def perform(self, act: Act) -> None:
        task = Task.objects.select_related("unit", "run", "assignee").get(pk=self._tasks[act.part.key])
        with travelled(act.at):
            _PERFORM[act.does](self, act, task)

    def doer(self, act: Act) -> Member:
        return self.staff.member(act.part.doer, bangkok_day(act.at))

    def head(self, act: Act) -> Member:
        name = DECIDERS[Role.HEAD, act.part.division]
        return self.staff.member(name, bangkok_day(act.at))

    def assign(self, act: Act, task: Task) -> None:
        working.assign(task, self.doer(act).person, by=self.head(act))

    def take_up(self, act: Act, task: Task) -> None:
        working.take_up(task, by=self.doer(act))

    def note(self, act: Act, task: Task) -> None:
        if not self._with_tools(act, task):
            self._log(act, task)

    def _with_tools(self, act: Act, task: Task) -> bool:
        """By the registers that do the task's actions. Whether nothing is left that has no register."""
        known = doers()
        for code in task.actions:
            if code in known:
                known[code](Work(task, self.doer(act), bangkok_day(act.at), act.number))
        return bool(task.actions) and known.keys() >= set(task.actions)

    def _log(self, act: Act, task: Task) -> None:
        evidence.write_log(task, self._note(act, task), on=bangkok_day(act.at), by=self.doer(act))

    def attach(self, act: Act, task: Task) -> None:
        if self._with_tools(act, task):
            return
        kind, name = sentences.PAPERS.get(task.actions[0] if task.actions else "", sentences.OTHER_PAPER)
        by = self.doer(act)
        lines = [
            f"{name}", f"{self.cycle.office.name}", f"ขั้นที่ {task.number} {task.title}", task.run.title,
            f"{task.occurrence or self.cycle}", f"{by.name} {by.position}", format_date(bangkok_day(act.at)),
        ]  # fmt: skip
        upload = paper(kind, f"{name} ขั้นที่ {task.number} {task.occurrence}".strip().replace("/", "-"), lines)
        evidence.attach_file(task, upload, by=by)

    def submit(self, act: Act, task: Task) -> None:
        working.submit(task, _one_of(sentences.SUBMITTED, act), by=self.doer(act))

    def agree(self, act: Act, task: Task) -> None:
        decision = _current(task)
        ask = Decision.Ask(decision.ask)
        opinion = _one_of(_OPINIONS.get(ask, sentences.CERTIFIED), act)
        deciding.give(decision, opinion, by=self._decider(act, decision))

    def send_back(self, act: Act, task: Task) -> None:
        decision = _current(task)
        deciding.send_back(decision, act.text, by=self._decider(act, decision))

    def skip(self, act: Act, task: Task) -> None:
        working.skip(task, why=act.text, by=self.head(act))

    def _decider(self, act: Act, decision: Decision) -> Member:
        division = act.part.division if decision.unit_id else ""
        return self.staff.member(DECIDERS[Role(decision.role), division], bangkok_day(act.at))

    def _note(self, act: Act, task: Task) -> str:
        if act.text:
            return act.text
        chance = Random(f"{task.title} {act.at}")  # noqa: S311  invention, not secrecy
        known = [line for action in task.actions or ["operate"] for line in sentences.NOTES[action]]
        return known[act.number % len(known)].format(
            school=chance.choice(self._schools), count=chance.randint(3, 24)
        )


def _current(task: Task) -> Decision:
    waiting = Decision.objects.select_related("unit", "round__task", "round__submitted_by")
    return waiting.get(round__task=task, round__number=task.round, state=Decision.State.CURRENT)


def _one_of(lines: tuple[str, ...], act: Act) -> str:
    return Random(f"{act.part.key[1:]} {act.at}").choice(lines)  # noqa: S311  invention, not secrecy


_PERFORM = {
    Does.ASSIGN: Stage.assign,
    Does.TAKE_UP: Stage.take_up,
    Does.NOTE: Stage.note,
    Does.ATTACH: Stage.attach,
    Does.SUBMIT: Stage.submit,
    Does.AGREE: Stage.agree,
    Does.SEND_BACK: Stage.send_back,
    Does.SKIP: Stage.skip,
}

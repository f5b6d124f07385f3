"""The acts of a task's story, each with its moment: who took it up, noted, attached, submitted and decided when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from random import Random

from nithet.manuals.models import Step
from nithet.thai.calendar import add_working_days, is_working_day
from nithet.thai.dates import BANGKOK
from nithet.workspace.demo.casting import Part
from nithet.workspace.demo.scenario import Ending, Situation
from nithet.workspace.demo.sentences import AGAIN

# So many working days a quick task takes; so many pieces of work are noted at most.
QUICK, NOTES = 12, 6
# From 08.35 to 16.05.
MINUTES_A_DAY = 450


class Does(Enum):
    ASSIGN = auto()
    TAKE_UP = auto()
    NOTE = auto()
    ATTACH = auto()
    SUBMIT = auto()
    AGREE = auto()
    SEND_BACK = auto()
    SKIP = auto()


@dataclass(frozen=True, slots=True)
class Act:
    at: datetime
    does: Does
    part: Part
    # A decider's reason, or what is noted; without one the note is chosen by its number.
    text: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Times:
    """The working days that have passed in the year until yesterday (today, on the year's first day)."""

    first: date
    last: date
    holidays: frozenset[date]

    @classmethod
    def of(cls, first: date, holidays: frozenset[date], *, on: date) -> Times:
        begin = add_working_days(first, 0, holidays)
        return cls(min(begin, on), max(min(begin, on), add_working_days(on, -1, holidays)), holidays)

    def days(self, first: date, last: date) -> list[date]:
        """Working days from one day to another, cut to those that have passed; at least one."""
        first = min(max(first, self.first), self.last)
        last = max(first, min(last, self.last))
        span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [day for day in span if is_working_day(day, self.holidays)] or [first]

    def step(self, day: date, count: int) -> date:
        return add_working_days(day, count, self.holidays)


def stories(parts: list[Part], times: Times, *, on: date) -> list[Act]:
    """All acts of the year until today, in the order of time."""
    acts = [act for part in parts for act in _story(part, times, on=on)]
    return sorted(acts, key=lambda act: act.at)


def _story(part: Part, times: Times, *, on: date) -> Iterator[Act]:
    if part.doer and not part.named and part.task.responsible.role != "head":
        yield Act(datetime.combine(times.first, time(8, 31), tzinfo=BANGKOK), Does.ASSIGN, part)
    ending = part.situation.ending if part.situation else _usual_ending(part, on=on)
    if part.doer or ending == Ending.SKIPPED:
        yield from _timed(part, list(_days(part, ending, times)), on=on)


def _usual_ending(part: Part, *, on: date) -> Ending:
    """What is past is done; what began is done, begun or untouched, the more so the nearer its end."""
    window = part.task.window
    if window.due_on < on:
        return Ending.DONE
    if window.starts_on >= on or part.is_held:
        return Ending.UNTOUCHED
    passed = (on - window.starts_on) / (window.due_on - window.starts_on + timedelta(days=1))
    luck = _chance(part).random()
    if passed > 0.6 and not part.task.step.cadence and luck < 0.4:
        return Ending.DONE
    return Ending.BEGUN if luck < 0.75 else Ending.UNTOUCHED


@dataclass(frozen=True, slots=True)
class Dated:
    """An act with its day only."""

    day: date
    does: Does
    text: str = ""
    number: int = 0


def _days(part: Part, ending: Ending, times: Times) -> Iterator[Dated]:
    """The acts with their days, in order."""
    situation = part.situation
    match ending:
        case Ending.UNTOUCHED:
            return
        case Ending.SKIPPED:
            why = situation.reasons[0] if situation else ""
            yield Dated(times.days(times.first, times.step(times.first, 8))[-1], Does.SKIP, why)
        case Ending.BEGUN:
            yield from _work(part, times, until=times.last)
        case Ending.RETURNED:
            yield from _returned(part, situation, times)
        case Ending.SUBMITTED:
            agreed = situation.agreed if situation else 0
            yield from _submitted(part, times, times.step(times.last, -1 - agreed), agreed)
        case Ending.DONE:
            submitted_on = _submission_day(part, times)
            yield from _submitted(part, times, submitted_on, stations(part))


def _work(part: Part, times: Times, *, until: date, has_file: bool = False) -> Iterator[Dated]:
    """Taken up on one of the first days, noted in between; the file comes last."""
    chance = _chance(part)
    days = times.days(part.task.window.starts_on, until)
    days = days[min(chance.randint(0, 4), (len(days) - 1) // 3) :]
    yield Dated(days[0], Does.TAKE_UP)
    least = part.task.window.target if has_file else 1
    count = min(NOTES, max(least, min(1 + len(days) // 15, 2 * len(part.task.step.actions))))
    for number in range(count):
        day = days[(number + 1) * (len(days) - 1) // (count + 1)]
        yield Dated(day, Does.NOTE, number=number)
    if has_file:
        yield Dated(days[-1], Does.ATTACH)


def _submitted(part: Part, times: Times, day: date, agreed: int) -> Iterator[Dated]:
    yield from _work(part, times, until=day, has_file=True)
    day = times.days(part.task.window.starts_on, day)[-1]
    yield Dated(day, Does.SUBMIT)
    for _ in range(agreed):
        day = times.days(day, times.step(day, 1))[-1]
        yield Dated(day, Does.AGREE)


def _returned(part: Part, situation: Situation | None, times: Times) -> Iterator[Dated]:
    reasons = situation.reasons if situation else ()
    day = times.step(times.last, -1 - 3 * len(reasons))
    yield from _work(part, times, until=day, has_file=True)
    day = times.days(part.task.window.starts_on, day)[-1]
    for number, reason in enumerate(reasons):
        if number:
            yield Dated(day, Does.NOTE, AGAIN)
        yield Dated(day, Does.SUBMIT)
        day = times.days(day, times.step(day, 2))[-1]
        yield Dated(day, Does.SEND_BACK, reason)


def _submission_day(part: Part, times: Times) -> date:
    """Some days before the last day; early where the work is done ahead of it. Decisions come after it."""
    window, chance = part.task.window, _chance(part)
    before_due = times.step(window.due_on, -chance.randint(1, 7))
    if window.due_on > times.last:
        before_due = times.step(max(window.starts_on, times.first), QUICK)
    return min(before_due, times.step(times.last, -stations(part)))


def stations(part: Part) -> int:
    """How many agree: the head alone; or the head, the deputy and the director, less the one who submits."""
    if part.task.step.ask == Step.Ask.CERTIFY:
        return 1
    return 2 if part.doer in {"head", "head2"} else 3


def _timed(part: Part, dated: list[Dated], *, on: date) -> Iterator[Act]:
    """Acts of one day follow each other within office hours; those of today all in the early morning."""
    chance = _chance(part)
    a_day = Counter(one.day for one in dated)
    seen: Counter[date] = Counter()
    for one in dated:
        slot = 3 if one.day == on else MINUTES_A_DAY // a_day[one.day]
        after = slot * seen[one.day] + chance.randrange(slot)
        at = datetime.combine(one.day, time(8, 35), tzinfo=BANGKOK) + timedelta(minutes=after)
        yield Act(at, one.does, part, one.text, one.number)
        seen[one.day] += 1


def _chance(part: Part) -> Random:
    """The same for a task every time, whatever is told of others."""
    task = part.task
    seed = f"{part.procedure} {task.step.number} {task.window.occurrence}"
    return Random(seed)  # noqa: S311  invention, not secrecy

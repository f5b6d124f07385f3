"""What those above are told of rounds: a register ties rounds to the tasks that they serve. Filled when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from nithet.forms.models import Round
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class Served:
    """Work that a round is made for, as its page shows it."""

    title: str
    address: str


def _nothing(*facts: object) -> None:
    """Who does not listen."""


def _no_work(round_: Round, member: Member) -> list[Served]:
    return []


def _no_title(task: UUID, member: Member) -> Served | None:
    return None


@dataclass(frozen=True, slots=True)
class RoundHooks:
    """Each is called in the transaction of what it tells of, unless its line says otherwise."""

    # A round is made for a task, or a task joins one that is there: the key of the task.
    serves: Callable[[Round, UUID, Member], None] = _nothing
    opened: Callable[[Round], None] = _nothing
    # An answer was counted, changed or taken out: often, so it must cost next to nothing. The key of the round.
    answered: Callable[[UUID], None] = _nothing
    # Others are asked too, or somebody is excused.
    asked: Callable[[UUID], None] = _nothing
    closed: Callable[[Round], None] = _nothing
    voided: Callable[[Round], None] = _nothing
    # For pages: the work that a round serves, as far as the member sees it; and a task by its key.
    work: Callable[[Round, Member], list[Served]] = _no_work
    task: Callable[[UUID, Member], Served | None] = _no_title
    # For the result page: what can be done with the result, in words with its address.
    ways: Callable[[Round, Member], list[Served]] = _no_work


ROUND_HOOKS: list[RoundHooks] = []


def tell_serves(round_: Round, task: UUID, by: Member) -> None:
    for hooks in ROUND_HOOKS:
        hooks.serves(round_, task, by)


def tell_opened(round_: Round) -> None:
    """Opened, or opened again."""
    for hooks in ROUND_HOOKS:
        hooks.opened(round_)


def tell_answered(round_id: UUID) -> None:
    for hooks in ROUND_HOOKS:
        hooks.answered(round_id)


def tell_asked(round_id: UUID) -> None:
    for hooks in ROUND_HOOKS:
        hooks.asked(round_id)


def tell_closed(round_: Round) -> None:
    for hooks in ROUND_HOOKS:
        hooks.closed(round_)


def tell_voided(round_: Round) -> None:
    for hooks in ROUND_HOOKS:
        hooks.voided(round_)


def work_of(round_: Round, member: Member) -> list[Served]:
    return [served for hooks in ROUND_HOOKS for served in hooks.work(round_, member)]


def task_served(task: UUID, member: Member) -> Served | None:
    """None where no such task is there for the member."""
    return next((found for hooks in ROUND_HOOKS if (found := hooks.task(task, member))), None)


def ways_of(round_: Round, member: Member) -> list[Served]:
    return [way for hooks in ROUND_HOOKS for way in hooks.ways(round_, member)]

"""Whom a submitted task goes to. The one mechanism: a route is a list of stations, by role.

Most steps end with the certification of the division's head. Only steps whose words ask for it go up to the
deputy in charge and the director. Nobody decides on their own work: such a station falls to the next one up;
and two stations in a row of the same person become one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nithet.cycles.models import Decision
from nithet.manuals.models import Step
from nithet.offices.models import Role

Ask = Decision.Ask

# The way up from a division. A deputy is the one in charge of that division.
LADDER: tuple[Role, ...] = (Role.HEAD, Role.DEPUTY, Role.DIRECTOR)
OF_A_DIVISION = frozenset({Role.HEAD, Role.DEPUTY})


@dataclass(frozen=True, slots=True)
class Station:
    """Who is asked for what."""

    role: Role
    ask: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds a role for the task's division on the day of submission."""

    role: str
    person_id: UUID


def route(ask: str, holders: Sequence[Holder], *, submitter: UUID) -> list[Station]:
    """The stations of a round. Empty when nobody is there who may decide (the caller refuses)."""
    able = [role for role in LADDER if _others(role, holders, submitter)]
    if ask == Step.Ask.CERTIFY:
        # Nobody below certifies the work of their superior.
        above = [role for role in able if LADDER.index(role) > _own_rung(holders, submitter)]
        return [Station(role, Ask.CERTIFY) for role in above[:1]]
    if not able or able[-1] != Role.DIRECTOR:
        return []
    passing = _without_repeats(able[:-1], holders, submitter)
    return [*(Station(role, Ask.PASS_ON) for role in passing), Station(Role.DIRECTOR, ask)]


def _own_rung(holders: Sequence[Holder], submitter: UUID) -> int:
    """The highest rung that the submitter holds; -1 for who stands below the ladder."""
    return max((LADDER.index(Role(h.role)) for h in holders if h.person_id == submitter), default=-1)


def _others(role: str, holders: Sequence[Holder], submitter: UUID) -> frozenset[UUID]:
    """Holders of the role other than the one who submits."""
    return frozenset(h.person_id for h in holders if h.role == role and h.person_id != submitter)


def _without_repeats(roles: Sequence[Role], holders: Sequence[Holder], submitter: UUID) -> list[Role]:
    """Drop a station whose person sits at the next one too (a deputy acting as the head, say)."""
    kept: list[Role] = []
    for role, above in zip(roles, [*roles[1:], Role.DIRECTOR], strict=True):
        mine, theirs = _others(role, holders, submitter), _others(above, holders, submitter)
        if not (len(mine) == 1 and mine == theirs):
            kept.append(role)
    return kept

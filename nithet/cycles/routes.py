"""Whom a submitted task goes to. The one mechanism: a route is a list of stations, by role.

Most steps end with the certification of the division's head. Only steps whose words ask for it go up to the
deputy in charge and the director. Where there is money, planning and finance are heard. An office may lay its own
stations for each kind of matter. Nobody decides on their own work: such a station falls to the next one up; and two
stations in a row of the same person become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from nithet.cycles.models import Decision
from nithet.manuals.models import Step
from nithet.offices.models import Appointment, Role

Ask = Decision.Ask
_Capacity = Appointment.Capacity

# The way up from a division. A deputy is the one in charge of that division.
LADDER: tuple[Role, ...] = (Role.HEAD, Role.DEPUTY, Role.DIRECTOR)
OF_A_DIVISION = frozenset({Role.HEAD, Role.DEPUTY})
# Who may be asked for an opinion on the way, as a page offers them.
HEARD: tuple[Role, ...] = (Role.SECTION_HEAD, Role.HEAD, Role.DEPUTY, Role.PLANNING, Role.FINANCE)
# Heard about money in the whole office, whatever division asks.
OF_MONEY = frozenset({Role.PLANNING, Role.FINANCE})


@dataclass(frozen=True, slots=True)
class Station:
    """Who is asked for what."""

    role: Role
    ask: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A station as an office lays it: passed by all matters of a kind, or only by those with money."""

    role: Role
    ask: str
    if_money: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds a role for the task's unit on the day of submission."""

    role: str
    person_id: UUID
    capacity: str = _Capacity.SUBSTANTIVE


_MONEY = (Stop(Role.PLANNING, Ask.PASS_ON, if_money=True), Stop(Role.FINANCE, Ask.PASS_ON, if_money=True))


def usual(ask: str) -> tuple[Stop, ...]:
    """The stations of a kind of matter where the office has laid none."""
    if ask == Step.Ask.CERTIFY:
        return (*_MONEY, Stop(Role.HEAD, Ask.CERTIFY))
    passing = (Stop(Role.HEAD, Ask.PASS_ON), Stop(Role.DEPUTY, Ask.PASS_ON))
    return (*passing, *_MONEY, Stop(Role.DIRECTOR, ask))


def last_roles(ask: str) -> tuple[Role, ...]:
    """Who may have the last word: what gates is the director's."""
    return (Role.DIRECTOR,) if ask in Step.GATES else LADDER


def above(role: str) -> tuple[Role, ...]:
    """A station's own role, then those who may decide in its place, the nearest first."""
    if role in OF_MONEY:
        return Role(role), Role.DIRECTOR
    return (Role.SECTION_HEAD, *LADDER) if role == Role.SECTION_HEAD else LADDER[LADDER.index(Role(role)) :]


def below(role: str) -> tuple[Role, ...]:
    """Who is not asked any more after this one has spoken; planning and finance stand on no ladder."""
    ladder = (Role.SECTION_HEAD, *LADDER)
    return ladder[: ladder.index(Role(role))] if role in ladder else ()


def read_stops(stored: Iterable[Mapping[str, Any]]) -> tuple[Stop, ...]:
    return tuple(Stop(Role(one["role"]), one["ask"], bool(one["if_money"])) for one in stored)


def stored_stops(stops: Iterable[Stop]) -> list[dict[str, Any]]:
    return [asdict(stop) for stop in stops]


def route(
    ask: str,
    holders: Sequence[Holder],
    *,
    submitter: UUID,
    stops: Sequence[Stop] = (),
    has_money: bool = False,
) -> list[Station]:
    """The stations of a round. Empty when nobody is there who may decide (the caller refuses)."""
    *passing, last = [stop for stop in stops or usual(ask) if has_money or not stop.if_money]
    able = [role for role in (*HEARD, Role.DIRECTOR) if _others(role, holders, submitter)]
    final = _final(ask, last.role, able, _own_rung(holders, submitter))
    if final is None:
        return []
    # Whoever stands above the one with the last word is not asked for an opinion before it.
    low = [s for s in passing if s.role in able and s.role not in LADDER[LADDER.index(final) :]]
    return _without_repeats([*(Station(s.role, s.ask) for s in low), Station(final, ask)], holders, submitter)


def _final(ask: str, role: Role, able: Sequence[Role], own_rung: int) -> Role | None:
    """The lowest from the last station up who may decide; nobody below certifies the work of their superior."""
    rungs = LADDER[LADDER.index(role) :]
    if ask == Step.Ask.CERTIFY:
        rungs = tuple(rung for rung in rungs if LADDER.index(rung) > own_rung)
    return next((rung for rung in rungs if rung in able), None)


def _own_rung(holders: Sequence[Holder], submitter: UUID) -> int:
    """The highest rung that the submitter holds; -1 for who stands below the ladder."""
    own = (h.role for h in holders if h.person_id == submitter and h.role in LADDER)
    return max((LADDER.index(Role(role)) for role in own), default=-1)


def _others(role: str, holders: Sequence[Holder], submitter: UUID) -> list[Holder]:
    """Holders of the role other than the one who submits."""
    return [h for h in holders if h.role == role and h.person_id != submitter]


def _seated(role: str, holders: Sequence[Holder], submitter: UUID) -> frozenset[UUID]:
    """Who sits there on the day: รักษาราชการแทน and รักษาการในตำแหน่ง in place of who is away, ปฏิบัติราชการแทน beside them."""
    found = _others(role, holders, submitter)
    acting = [h for h in found if h.capacity in (_Capacity.ACTING_FOR, _Capacity.ACTING_IN)]
    own = [h for h in found if h.capacity == _Capacity.SUBSTANTIVE]
    return frozenset(h.person_id for h in acting or own or found)


def _without_repeats(
    stations: Sequence[Station], holders: Sequence[Holder], submitter: UUID
) -> list[Station]:
    """Drop a station whose person sits at the next one too (a deputy acting as the head, say)."""
    kept: list[Station] = []
    for station in reversed(stations):
        mine = _seated(station.role, holders, submitter)
        theirs = _seated(kept[0].role, holders, submitter) if kept else frozenset()
        if not (len(mine) == 1 and mine == theirs):
            kept.insert(0, station)
    return kept

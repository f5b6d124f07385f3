"""The stations of a submission, and how an office lays its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Subquery

from nithet.audit.services import record
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.core.prepared import Prepared
from nithet.cycles import access
from nithet.cycles.errors import NoDeciderError, RouteChangedError, RouteError
from nithet.cycles.models import Decision, Route, Task, TaskRound
from nithet.cycles.routes import (
    HEARD,
    LADDER,
    Station,
    Stop,
    last_roles,
    read_stops,
    route,
    stored_stops,
    usual,
)
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, Unit


def stops_of(office: Office, ask: str) -> tuple[Stop, ...]:
    """The office's own stations of a kind of matter, or the usual ones."""
    laid = _laid(office.pk, ask).first()
    return read_stops(laid) if laid else usual(ask)


def _laid(office: UUID, ask: str) -> QuerySet[Route, list[dict[str, Any]]]:
    return Route.objects.filter(office=office, matter=ask).values_list("stations", flat=True)


def stations_of(task: Task, by: Member, *, has_money: bool) -> list[Station]:
    """Whom the task would go to now. One query; empty when nobody is there who may decide."""
    found = _posts_and_laid(by.office.pk, by.on, task.ask)
    holders = access.station_holders([post[:4] for post in found], task.unit)
    laid = found[0][-1] if found else None
    stops = read_stops(laid) if laid else usual(task.ask)
    return route(task.ask, holders, submitter=by.person.pk, stops=stops, has_money=has_money)


# Role, unit, person and capacity of each post, and with each what the office has laid for the matter.
_posts_and_laid = Prepared(
    lambda office, on, ask: (
        access.posts_held(office, on)
        .annotate(laid=Subquery(_laid(office, ask)))
        .values_list("role", "unit", "person", "capacity", "laid")
    ),
    UUID(int=1), date.max, "matter",
)  # fmt: skip


def lay_stations(made: TaskRound, task: Task, *, by: Member) -> None:
    stations = stations_of(task, by, has_money=made.money is not None)
    if not stations:
        raise NoDeciderError
    insert_rows(_decisions(made, stations, task.unit))


def _decisions(made: TaskRound, stations: Iterable[Station], unit: Unit) -> list[Decision]:
    return [
        Decision(
            office_id=made.office_id,
            round=made,
            position=place,
            ask=station.ask,
            role=station.role,
            unit_id=access.station_unit(station.role, unit),
            state=Decision.State.QUEUED if place else Decision.State.CURRENT,
        )
        for place, station in enumerate(stations)
    ]


# The office's own routes


@transaction.atomic
def set_route(
    office: Office, matter: str, stops: Sequence[Stop], *, by: Member, seen: datetime | None = None
) -> None:
    """Lay the stations of a kind of matter, for what is submitted from now on. `seen`: when it was changed last."""
    access.can_lay_routes(by).or_refuse()
    _check(matter, stops)
    laid = _held(office, matter, seen)
    before = read_stops(laid.stations) if laid else usual(matter)
    if tuple(stops) == before:
        return
    if tuple(stops) == usual(matter):
        _forget(office, matter, by=by)
        return
    facts = {"stations": stored_stops(stops), "changed_by": by.user, "changed_at": now()}
    Route.objects.update_or_create(office=office, matter=matter, defaults=facts)
    record("office.route_set", by=by, on=office, matter=Step.Ask(matter).label, stations=stored_stops(stops))


@transaction.atomic
def reset_route(office: Office, matter: str, *, by: Member) -> None:
    """Back to the usual stations; twice changes nothing."""
    access.can_lay_routes(by).or_refuse()
    _forget(office, matter, by=by)


def _forget(office: Office, matter: str, *, by: Member) -> None:
    if Route.objects.filter(office=office, matter=matter).delete()[0]:
        record("office.route_reset", by=by, on=office, matter=Step.Ask(matter).label)


def _held(office: Office, matter: str, seen: datetime | None) -> Route | None:
    """The route as it stands, held; refused where somebody changed it since it was seen."""
    Office.objects.select_for_update().get(pk=office.pk)
    laid = Route.objects.filter(office=office, matter=matter).select_related("changed_by").first()
    if (laid.changed_at if laid else None) != seen:
        who = laid.changed_by.name if laid else "ผู้ใช้อื่น"
        raise RouteChangedError(who=who, matter=Step.Ask(matter).label)
    return laid


def _check(matter: str, stops: Sequence[Stop]) -> None:
    if not stops or stops[-1].role not in last_roles(matter) or stops[-1].ask != matter or stops[-1].if_money:
        raise RouteError(why=_wrong_last(matter))
    passing = [stop.role for stop in stops[:-1]]
    if len(set(passing)) != len(passing) or stops[-1].role in passing:
        raise RouteError(why="ตำแหน่งหนึ่งอยู่ในเส้นทางได้ครั้งเดียว โปรดนำขั้นที่ซ้ำออก")
    if any(stop.role not in HEARD or stop.ask != Decision.Ask.PASS_ON for stop in stops[:-1]):
        raise RouteError(why="ระหว่างทางมีได้เฉพาะผู้ที่เสนอความเห็น โปรดเลือกตำแหน่งในรายการ")
    if any(role in LADDER[LADDER.index(stops[-1].role) :] for role in passing):
        raise RouteError(why="ผู้ผ่านเรื่องต้องอยู่ต่ำกว่าผู้พิจารณาขั้นสุดท้าย โปรดเลือกผู้พิจารณาขั้นสุดท้ายใหม่")


def _wrong_last(matter: str) -> str:
    if last_roles(matter) == (Role.DIRECTOR,):
        return (
            f"เรื่องที่ขอ{Step.Ask(matter).label}ต้องสิ้นสุดที่ผู้อำนวยการสำนักงานเขต เพราะขั้นตอนถัดไปรอผลนี้ โปรดคงขั้นสุดท้ายไว้"
        )
    return "ขั้นสุดท้ายต้องเป็นผู้อำนวยการกลุ่ม รองผู้อำนวยการที่กำกับ หรือผู้อำนวยการสำนักงานเขต โปรดเลือกใหม่"


def laid_routes(office: Office) -> dict[str, Route]:
    """The office's own routes by matter. One query."""
    found = Route.objects.filter(office=office).select_related("changed_by")
    return {one.matter: one for one in found}

"""A register of visits as small as can be, for the time of a test."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from nithet.core.ids import new_id
from nithet.cycles.actions import Action
from nithet.cycles.models import Offer
from nithet.cycles.register import Found, Kind, Register, declare, undeclare
from nithet.cycles.services.offering import offer_evidence
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit


class Visit(Action):
    code, asks, unit_word = "visit", "การนิเทศ", "ครั้ง"


class Improve(Action):
    code, asks = "improve", "การปรับปรุง"


def resolve(member: Member, ids: Collection[UUID]) -> Mapping[UUID, Found]:
    return {pk: Found(f"การนิเทศ {member.office.code}", f"/visits/{pk}/") for pk in ids}


VISITS = Register(
    "visits", "การนิเทศ", actions=(Visit(), Improve()), kinds=(Kind("visit", "บันทึกการนิเทศ", resolve),)
)


@contextmanager
def visits_declared() -> Iterator[None]:
    declare(VISITS)
    try:
        yield
    finally:
        undeclare(VISITS.code)


def a_visit(
    office: Office,
    on: date,
    *,
    pk: UUID | None = None,
    action: str = "visit",
    unit: Unit | None = None,
    value: int = 1,
) -> Offer:
    return offer_evidence(
        office, action, "visit", pk or new_id(), on, value=value, title="เยี่ยมโรงเรียน", unit=unit
    )

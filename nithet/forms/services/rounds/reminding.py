"""แจ้งติดตามการส่งข้อมูล: accounts by a notice, addresses by e-mail; whoever presses, of one round once a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.jobs import start
from nithet.forms import access
from nithet.forms.errors import RoundStateError
from nithet.forms.models import Round, RoundTarget
from nithet.forms.services.rounds.mailing import MAIL, can_mail
from nithet.forms.services.rounds.targets import hold_round
from nithet.notices.kinds import Told
from nithet.notices.services.notifying import notify_each
from nithet.offices.members import Member
from nithet.thai.dates import BANGKOK, bangkok_day, format_date

ASKED = "round_asked"
"""The kind of notice (`telling.py`)."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were reminded now, and how many had been today."""

    told: int
    told_before: int


@transaction.atomic
def remind(round_: Round, *, by: Member) -> Reminded:
    """Whoever has not answered and was not reminded today; of an anonymous round everybody, as long as one is missing."""
    access.can_change_round(by, round_).or_refuse()
    held = hold_round(round_, Round.State.OPEN)
    if not held.is_taking(on=by.on):
        raise RoundStateError(round=held.title, state="ไม่อยู่ในช่วงเปิดรับข้อมูล")
    told, moment = told_targets(held), now()
    waiting = list(told.filter(_not_since(bangkok_day(moment))).select_related("person"))
    told_before = told.count() - len(waiting)
    if waiting:
        _mark(held, waiting, moment)
        _tell(held, waiting, f"reminded {bangkok_day(moment)}", "แจ้งติดตาม ", on=by.on)
        _mail(held, waiting, moment)
        record("round.reminded", by=by, on=held, within=held.form_id, count=len(waiting))
    return Reminded(len(waiting), told_before)


def missing_targets(round_: Round) -> QuerySet[RoundTarget]:
    asked = RoundTarget.objects.filter(round=round_, standing=RoundTarget.Standing.ASKED)
    return asked.filter(has_answered=False)


def told_targets(round_: Round) -> QuerySet[RoundTarget]:
    """Of an anonymous round all alike: a notice that one has and another lacks would narrow down who answered when."""
    missing = missing_targets(round_)
    if not round_.is_anonymous:
        return missing
    asked = RoundTarget.objects.filter(round=round_, standing=RoundTarget.Standing.ASKED)
    return asked if missing.exists() else asked.none()


def _not_since(day: date) -> Q:
    return Q(reminded_at=None) | Q(reminded_at__lt=datetime.combine(day, time(), tzinfo=BANGKOK))


def _mark(round_: Round, waiting: Sequence[RoundTarget], moment: datetime) -> None:
    marked = RoundTarget.objects.filter(round=round_, pk__in=[one.pk for one in waiting])
    marked.update(reminders=F("reminders") + 1, reminded_at=moment)


def tell_begun(*, on: date) -> None:
    """Of the rounds whose first day it is."""
    for round_ in Round.objects.filter(state=Round.State.OPEN, opens_on=on).select_related("office"):
        tell_opened_to_asked(round_, on=on)


def tell_opened_to_asked(round_: Round, *, on: date) -> None:
    """Those with an account, once a round can be answered; told again they are not."""
    told = list(told_targets(round_).select_related("person"))
    _tell(round_, told, f"asked {round_.closes_on}", "", on=on)


def _tell(round_: Round, waiting: Sequence[RoundTarget], occasion: str, lead: str, *, on: date) -> None:
    """One notice for each account that may answer, however many schools it answers for."""
    detail = f"{lead}ส่งภายใน {format_date(round_.closes_on)}"
    if round_.is_anonymous and lead:
        detail = f"{detail} หากท่านตอบแล้วโปรดข้าม"
    address = reverse("forms:round-asked", args=[round_.office.code, round_.pk])
    people = {person for found in accounts_of(waiting, on=on).values() for person in found}
    notify_each(
        ASKED,
        [
            Told(round_.office_id, person, round_.pk, round_.title, address, occasion, detail)
            for person in people
        ],
    )


def accounts_of(targets: Sequence[RoundTarget], *, on: date) -> Mapping[UUID, set[UUID]]:
    """The people with an account who may answer, by the target's key. One query."""
    schools = {one.school_id for one in targets if one.school_id}
    of_school: dict[UUID, set[UUID]] = defaultdict(set)
    for school, person in access.answerers(schools, on=on):
        of_school[school].add(person)
    return {one.pk: set(_accounts(one, of_school)) for one in targets}


def _accounts(target: RoundTarget, of_school: Mapping[UUID, set[UUID]]) -> Iterator[UUID]:
    if target.person and target.person.user_id:
        yield target.person.pk
    if target.school_id:
        yield from of_school.get(target.school_id, ())


def _mail(round_: Round, waiting: Sequence[RoundTarget], moment: datetime) -> None:
    """By the worker: a server of mail may be slow."""
    if can_mail() and any(_has_address(one) for one in waiting):
        key = f"{MAIL} {round_.pk} {bangkok_day(moment)}"
        job = partial(
            start, MAIL, office_id=round_.office_id, key=key, title=f"ส่งอีเมลแจ้งติดตาม {round_.title}"
        )
        job(round=str(round_.pk), since=moment.isoformat())


def _has_address(target: RoundTarget) -> bool:
    return bool(target.email or target.school_id)

"""Writing what a batch of people brings, with the history of what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.services import Actor, entry, record_many
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.offices.imports.kinds import Verdict
from nithet.offices.imports.people.judging import LISTED_ROLES, Plan, lasting_appointments
from nithet.offices.models import Appointment, Office, Person
from nithet.offices.search import index_people

_NAME = frozenset({"title", "first_name", "last_name"})
# What history tells of only by its name, as `services/people.py` does.
_PRIVATE = ("phone", "email")
_KEYS = ("sort_key", "search_key", "likeness_key")


def store(office: Office, verdicts: Sequence[Verdict], *, by: Actor, source: str) -> None:
    """All rows of a batch: people first, then what they serve as."""
    plans: list[Plan] = [verdict.plan for verdict in verdicts]
    _add_people(office, [plan.person for plan in plans if plan.is_new])
    _change_people([plan for plan in plans if plan.facts])
    _store_services(office, plans)
    record_many(_history(verdicts, by, source))


def _add_people(office: Office, people: list[Person]) -> None:
    for person in people:
        person.office_id = office.pk
        person.set_keys()
    insert_rows(people)
    index_people(people)


def _change_people(plans: list[Plan]) -> None:
    names: set[str] = set()
    for plan in plans:
        for name, value in plan.facts.items():
            setattr(plan.person, name, value)
        plan.person.set_keys()
        names |= plan.facts.keys()
    if plans:
        Person.objects.bulk_update([plan.person for plan in plans], [*names, *_KEYS], batch_size=200)
        index_people([plan.person for plan in plans])
    for plan in plans:
        # Few of a batch have an account and a new name; it shows the name too.
        if (user_id := plan.person.user_id) and not _NAME.isdisjoint(plan.facts):
            User.objects.filter(pk=user_id).update(name=plan.person.name)


def _store_services(office: Office, plans: list[Plan]) -> None:
    added = [plan.added for plan in plans if plan.added]
    for one in added:
        one.office_id = office.pk
    ended = [plan.ended for plan in plans if plan.ended]
    filled = [plan.filled for plan in plans if plan.filled]
    if ended:
        Appointment.objects.bulk_update(ended, ["until_on"], batch_size=200)
    if filled:
        Appointment.objects.bulk_update(filled, ["position_title"], batch_size=200)
    insert_rows(added)


def _history(verdicts: Sequence[Verdict], by: Actor, source: str) -> list[Entry]:
    at = now()
    told = []
    for verdict in verdicts:
        plan: Plan = verdict.plan
        if plan.is_new:
            told.append(
                entry(
                    "person.added", by=by, on=plan.person, at=at, source=source, service=verdict.other_words
                )
            )
        else:
            told.extend(_told(verdict, plan, by, at))
    return told


def _told(verdict: Verdict, plan: Plan, by: Actor, at: datetime) -> Iterator[Entry]:
    """Somebody who was there before: what is new about them, what ended, what began."""
    within = plan.person.pk
    if plan.facts:
        changed = {one.code: [one.old, one.new] for one in verdict.changes if one.code in plan.facts}
        shown = {code: pair for code, pair in changed.items() if code not in _PRIVATE}
        private = [code for code in plan.facts if code in _PRIVATE]
        yield entry("person.edited", by=by, on=plan.person, at=at, changed=shown, private=private)
    if plan.ended:
        yield _ended(plan.ended, by, at, why="")
    if plan.added or plan.filled:
        made = plan.added or plan.filled
        assert made is not None  # noqa: S101
        yield entry(
            "appointment.made", by=by, on=made, within=within, at=at, role=made.role, capacity=made.capacity,
            place=_place_name(verdict), **{"from": made.from_on.isoformat()},
        )  # fmt: skip


def _place_name(verdict: Verdict) -> str:
    place = verdict.draft.facts.get("place")
    return place.name if place else ""


def _ended(one: Appointment, by: Actor, at: datetime, *, why: str) -> Entry:
    day = one.until_on.isoformat() if one.until_on else ""
    return entry("appointment.ended", by=by, on=one, within=one.person_id, at=at, why=why, day=day)


def end_services(office: Office, people: Sequence[UUID], *, on: date, by: Actor) -> int:
    """End what these people serve as on the day before; what begins then or later stays. Returns how many people."""
    last = on - timedelta(days=1)
    serving = lasting_appointments(on, people).filter(
        office=office, role__in=LISTED_ROLES, from_on__lte=last
    ).select_related("person")  # fmt: skip
    ended = list(serving)
    for one in ended:
        one.until_on = last
    Appointment.objects.bulk_update(ended, ["until_on"], batch_size=200)
    at = now()
    record_many([_ended(one, by, at, why="ไม่พบในรายชื่อที่นำเข้า") for one in ended])
    return len({one.person_id for one in ended})

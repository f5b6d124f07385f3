"""Whom a matter of the year is told to: the rules of this folder, asked for many people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from nithet.cycles.access.tasks import WORKS, shared_roles
from nithet.cycles.models import Decision, LetterAsk
from nithet.cycles.routes import HEARD, LADDER, OF_MONEY
from nithet.offices.models import Appointment, Person, Role, Unit

OF_SCHOOL = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK)
OF_UNIT = (Role.HEAD, Role.CLERK)


class Asked(NamedTuple):
    ask: LetterAsk
    person_id: UUID


def people_asked(asks: Collection[LetterAsk], *, on: date) -> list[Asked]:
    """Who may answer each, as `letters.asks_of` has it. `unit` of the asks is loaded; one query."""
    schools = {one.school_id for one in asks if one.school_id}
    units = {pk for one in asks if one.unit for pk in (one.unit.pk, one.unit.parent_id) if pk}
    serving = Appointment.objects.active(on=on).filter(
        Q(role__in=OF_SCHOOL, school__in=schools) | Q(role__in=(*OF_UNIT, Role.SECTION_HEAD), unit__in=units),
        person__user__is_active=True,
    )
    of_school: dict[UUID | None, set[UUID]] = defaultdict(set)
    of_unit: dict[tuple[UUID | None, str], set[UUID]] = defaultdict(set)
    for role, school, unit, person in serving.values_list("role", "school", "unit", "person"):
        of_school[school].add(person)
        of_unit[unit, role].add(person)
    return [Asked(ask, person) for ask in asks for person in _people_of(ask, of_school, of_unit)]


def _people_of(
    ask: LetterAsk,
    of_school: Mapping[UUID | None, set[UUID]],
    of_unit: Mapping[tuple[UUID | None, str], set[UUID]],
) -> set[UUID]:
    if ask.person_id:
        return {ask.person_id}
    if ask.unit is None:
        return of_school[ask.school_id]
    heads = {
        person
        for pk in (ask.unit.pk, ask.unit.division_id)
        for role in OF_UNIT
        for person in of_unit[pk, role]
    }
    return heads | of_unit[ask.unit.pk, Role.SECTION_HEAD]


def heads_of(unit: Unit, *, on: date) -> list[Person]:
    """Who says who does what came to a unit: the head of its division. One query."""
    serving = Appointment.objects.active(on=on).filter(role=Role.HEAD, unit__in={unit.pk, unit.division_id})
    return list(Person.objects.filter(pk__in=serving.values("person"), user__is_active=True))


# Work that is given to nobody yet


class Shared(NamedTuple):
    """What tells who may take a task up: its role, and its unit with the division where it is a section."""

    office_id: UUID
    role: str
    unit_id: UUID
    parent_id: UUID | None


def doers_of(works: Collection[Shared], *, on: date) -> dict[Shared, set[UUID]]:
    """Whose work each is to take up, as `tasks.own_work` has it. One query."""
    serving = Appointment.objects.active(on=on).filter(
        office__in={one.office_id for one in works}, unit__isnull=False, role__in=WORKS,
        person__user__is_active=True,
    )  # fmt: skip
    of_unit: dict[tuple[UUID | None, str], set[UUID]] = defaultdict(set)
    of_sections: dict[tuple[UUID | None, str], set[UUID]] = defaultdict(set)
    for role, unit, parent, person in serving.values_list("role", "unit", "unit__parent", "person"):
        of_unit[unit, role].add(person)
        of_sections[parent, role].add(person)
    return {
        one: {
            person
            for role in shared_roles(one.role)
            for person in of_unit[one.unit_id, role]
            | of_unit[one.parent_id, role]
            | of_sections[one.unit_id, role]
        }
        for one in works
    }


# Decisions


class Waits(NamedTuple):
    decision: Decision
    person_id: UUID


class _Post(NamedTuple):
    office_id: UUID
    role: str
    unit_id: UUID | None
    division_id: UUID | None
    person_id: UUID
    user_id: UUID


def deciders_of(decisions: Sequence[Decision], *, on: date) -> list[Waits]:
    """Before whom each lies, as `deciding.decisions_for` has it: the post that is asked, and where nobody in it could
    decide, those above who may. `unit` and `round__task` are loaded; one query."""
    posts = _posts({one.office_id for one in decisions}, on=on)
    return [
        Waits(one, person)
        for one in decisions
        for person in {post.person_id for post in _before(one, posts[one.office_id])}
    ]


def _posts(offices: Collection[UUID], *, on: date) -> dict[UUID, list[_Post]]:
    found: dict[UUID, list[_Post]] = defaultdict(list)
    serving = Appointment.objects.active(on=on).filter(
        office__in=offices, role__in=(*HEARD, Role.DIRECTOR), person__user__is_active=True
    )
    columns = ("office", "role", "unit", "unit__parent", "person", "person__user")
    for office, role, unit, parent, person, user in serving.values_list(*columns):
        found[office].append(_Post(office, role, unit, parent or unit, person, user))
    return found


def _before(decision: Decision, posts: Iterable[_Post]) -> list[_Post]:
    """Nobody decides on their own work; the own post comes first, then the nearest above that may look below itself."""
    able = [one for one in posts if not _is_own(decision, one)]
    asked = [one for one in able if one.role == decision.role and _is_asked(decision, one)]
    if asked or decision.role not in HEARD:
        return asked
    return [one for one in able if _stands_in(decision, one)]


def _is_own(decision: Decision, post: _Post) -> bool:
    made = decision.round
    return made.submitted_by_id == post.user_id or made.task.assignee_id == post.person_id


def _is_asked(decision: Decision, post: _Post) -> bool:
    if decision.role in OF_MONEY or decision.role == Role.DIRECTOR:
        return True
    return post.unit_id == decision.unit_id or (
        decision.role in LADDER
        and decision.unit is not None
        and post.division_id == decision.unit.division_id
    )


def _stands_in(decision: Decision, post: _Post) -> bool:
    if post.role == Role.DIRECTOR:
        return True
    if decision.unit is None or post.division_id != decision.unit.division_id:
        return False
    below = {Role.HEAD: (Role.SECTION_HEAD,), Role.DEPUTY: (Role.SECTION_HEAD, Role.HEAD)}
    return post.role in below and decision.role in below[Role(post.role)]

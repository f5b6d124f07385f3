"""How schools and people are found. Of a person no more than the register shows to all who see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.urls import reverse

from nithet.core import search
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Person, School

SCHOOL, PERSON = "school", "person"

NAMED: list[Callable[[Collection[Person]], object]] = []
"""Called with people of one office who may be called otherwise from now on: things above are found by their names too."""


def index_schools(schools: Collection[School]) -> None:
    """Of one office, in the transaction that wrote them."""
    for school in list(schools)[:1]:
        search.index(school.office_id, map(_school, schools))


def index_people(people: Collection[Person]) -> None:
    """Of one office, in the transaction that wrote them."""
    for person in list(people)[:1]:
        search.index(person.office_id, map(_person, people))
        for find_again in NAMED:
            find_again(people)


def forget_person(person: Person) -> None:
    search.forget(person.office_id, PERSON, [person.pk])


def _school(school: School) -> search.Entry:
    place = (
        school.subdistrict and f"ตำบล{school.subdistrict}",
        school.district and f"อำเภอ{school.district}",
    )
    codes = (f"รหัส {school.smis_code}", school.ministry_code)
    former = school.former_names and f"ชื่อเดิม {' '.join(school.former_names.splitlines())}"
    return search.Entry(SCHOOL, school.pk, school.name, " ".join(filter(None, (*place, *codes, former))))


def _person(person: Person) -> search.Entry:
    facts = (person.degree, person.standing, person.get_kind_display())
    return search.Entry(PERSON, person.pk, person.name, " · ".join(filter(None, facts)))


def _schools(office_id: UUID) -> Iterable[search.Entry]:
    return map(_school, School.objects.filter(office=office_id).order_by("pk").iterator())


def _people(office_id: UUID) -> Iterable[search.Entry]:
    return map(_person, Person.objects.filter(office=office_id).order_by("pk").iterator())


def _pages(view: str, member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    return {pk: reverse(view, args=[member.office.code, pk]) for pk in ids}


SCHOOLS = search.SearchKind(
    SCHOOL,
    "โรงเรียน",
    "school",
    access.visible_schools,
    lambda member, ids: _pages("offices:school-page", member, ids),
    _schools,
)
PEOPLE = search.SearchKind(
    PERSON,
    "บุคลากร",
    "users",
    access.visible_people,
    lambda member, ids: _pages("offices:person-page", member, ids),
    _people,
)

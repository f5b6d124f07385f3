"""Stores the invented office: units, calendar, schools, people, accounts. A dozen statements in all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.hashers import make_password

from nithet.accounts.demo import PASSWORD
from nithet.accounts.models import User
from nithet.catalogue.loader import load_units
from nithet.offices.models import Appointment, Cluster, Holiday, Office, Person, School, Semester, Unit
from nithet.offices.search import index_people, index_schools
from nithet.offices.settings.services.calendar import ready_holidays, ready_semesters
from nithet.offices.settings.services.units import ready_unit
from nithet.thai.calendar import fiscal_year_be
from nithet.thai.dates import from_be, to_be
from nithet.workspace.demo import CODE
from nithet.workspace.demo.invention import InventedPerson, InventedSchool, Invention, Post
from nithet.workspace.demo.past import keep_past, send_away


def found_office(made: Invention, *, on: date) -> Office:
    words = made.words
    office = Office.objects.create(
        code=CODE, name=words.name, short_name=words.short_name, kind=Office.Kind.PRIMARY,
        province=words.province, asks_second_factor=False, is_demo=True,
    )  # fmt: skip
    units = _units(office)
    _calendar(office, fiscal_year_be(on))
    clusters = Cluster.objects.bulk_create(
        [Cluster(office=office, name=c.name, position=place) for place, c in enumerate(words.clusters)]
    )
    schools = _schools(office, clusters, made.schools, on=on)
    gone = _schools(office, clusters, made.gone, on=on)
    _people(office, units, clusters, schools, made, on=on)
    keep_past(office, schools, gone, made, on=on, counted=counted_on(on))
    send_away(office, schools, on=on)
    return office


def _units(office: Office) -> dict[str, Unit]:
    """Divisions first: a section points at its division."""
    divisions = {
        told.code: ready_unit(office, told, place) for place, told in enumerate(load_units(), start=1)
    }
    sections = {
        told.code: ready_unit(office, told, place, divisions[division.code])
        for division in load_units()
        for place, told in enumerate(division.sections, start=1)
    }
    Unit.objects.bulk_create(divisions.values())
    Unit.objects.bulk_create(sections.values())
    return divisions | sections


def _calendar(office: Office, year_be: int) -> None:
    """The semesters and holidays that the fiscal year needs."""
    Semester.objects.bulk_create(ready_semesters(office, year_be))
    Holiday.objects.bulk_create(
        Holiday(office=office, on=day, name=name) for day, name in ready_holidays(year_be)
    )


def counted_on(on: date) -> date:
    """The last day of the pupils' count (DMC): 10 June or 10 November."""
    days = [date(year, *day) for year in (on.year - 1, on.year) for day in ((6, 10), (11, 10))]
    return max(day for day in days if day <= on)


def _schools(
    office: Office, clusters: list[Cluster], told_of: Sequence[InventedSchool], *, on: date
) -> list[School]:
    schools = [
        School(
            office=office, smis_code=told.smis_code, name=told.name, cluster=clusters[told.cluster],
            district=told.district, lowest_level=told.levels[0], highest_level=told.levels[1],
            pupils=told.pupils, pupils_on=counted_on(on), is_listed_highland=told.is_highland,
            latitude=told.latitude, longitude=told.longitude, elevation_m=told.elevation_m,
        )
        for told in told_of
    ]  # fmt: skip
    for school in schools:
        school.set_keys()
    made = School.objects.bulk_create(schools)
    index_schools(made)
    return made


def _people(
    office: Office,
    units: dict[str, Unit],
    clusters: list[Cluster],
    schools: list[School],
    made: Invention,
    *,
    on: date,
) -> None:
    people = [_person(office, told) for told in made.people]
    # One hash for all: it takes as long as all the rest.
    password = make_password(PASSWORD)
    for person, told in zip(people, made.people, strict=True):
        if told.username:
            person.user = User(username=told.username, name=person.name, password=password)
    User.objects.bulk_create([person.user for person in people if person.user])
    Person.objects.bulk_create(people, batch_size=500)
    index_people(people)
    Appointment.objects.bulk_create(
        [
            _appointment(
                person,
                post,
                unit=units[post.unit] if post.unit else None,
                school=schools[post.school] if post.school is not None else None,
                cluster=clusters[post.cluster] if post.cluster is not None else None,
                on=on,
            )
            for person, told in zip(people, made.people, strict=True)
            for post in told.posts
        ],
        batch_size=500,
    )


def _person(office: Office, told: InventedPerson) -> Person:
    person = Person(
        office=office, title=told.title, first_name=told.first_name, last_name=told.last_name,
        kind=told.kind, standing=told.standing, seniority=told.seniority,
        position_number=told.position_number,
    )  # fmt: skip
    person.set_keys()
    return person


def _appointment(
    person: Person, post: Post, *, unit: Unit | None, school: School | None, cluster: Cluster | None, on: date
) -> Appointment:
    """People change posts on 1 October, by an order with a number."""
    from_on = date(from_be(fiscal_year_be(on)) - 1 - post.years, 10, 1)
    return Appointment(
        office=person.office, person=person, role=post.role, unit=unit, school=school, cluster=cluster,
        position_title=post.position, from_on=from_on,
        order_number=f"{post.order}/{to_be(from_on.year)}" if post.order else "",
    )  # fmt: skip

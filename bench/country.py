"""A country of offices in the benchmarks' own database: one is made by the services, the others are its copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import models, transaction

from nithet.accounts.models import User
from nithet.catalogue.loader import load_catalogue
from nithet.catalogue.templates import ProcedureTemplate, UnitTemplate
from nithet.core.ids import new_id
from nithet.manuals.models import Manual, ManualVersion, Procedure, Step
from nithet.manuals.services import deciding, drafting
from nithet.offices.members import Member, member_of
from nithet.offices.models import Appointment, Office, OfficeRecord, Person, Role, Semester, Unit
from nithet.thai.calendar import standard_semesters

OFFICES = 245
YEAR_BE = 2570
DAY = date(2027, 3, 1)
"""The day of the pages: the middle of the year, some work late, some to come."""
HEAD = "head"

# What makes an office, in the order in which rows name each other.
COPIED: tuple[type[OfficeRecord], ...] = (
    Unit, Semester, Person, Appointment, Manual, ManualVersion, Procedure, Step,
)  # fmt: skip


@cache
def offices() -> list[Office]:
    """All offices with their adopted manuals, no year open yet."""
    first = alone()
    rows = {kind: list(manager(kind).filter(office=first)) for kind in COPIED}
    return [first, *(copy_of(rows, number) for number in range(2, OFFICES + 1))]


@cache
def alone() -> Office:
    """The first office, before there are others."""
    call_command("migrate", verbosity=0)
    return first_office()


def empty() -> None:
    """Forget all offices, for what needs a country of its own."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    alone.cache_clear()
    offices.cache_clear()


def head_of(office: Office) -> Member:
    """The head of the supervision division, who has an account in the first office."""
    member = member_of(User.objects.get(username=HEAD), office.code, on=DAY)
    assert member is not None
    return member


@transaction.atomic
def first_office() -> Office:
    office = Office.objects.create(
        code="bench1", name="สำนักงานเขตพื้นที่การศึกษาประถมศึกษาทดสอบ เขต 1", short_name="สพป.ทดสอบ เขต 1",
        kind=Office.Kind.PRIMARY,
    )  # fmt: skip
    units = {
        template.code: unit_of(office, template, place)
        for place, template in enumerate(load_catalogue().units)
    }
    for year_be in (YEAR_BE - 1, YEAR_BE):
        for semester in standard_semesters(year_be):
            Semester.objects.create(
                office=office, academic_year_be=semester.academic_year_be, number=semester.number,
                starts_on=semester.starts_on, ends_on=semester.ends_on,
            )  # fmt: skip
    director = member(office, "director", [(Role.DIRECTOR, None)])
    by_unit = {
        code: list(found) for code, found in groupby(sorted(procedures(), key=unit_code), key=unit_code)
    }
    head = member(office, HEAD, [(Role.HEAD, units[code]) for code in by_unit])
    for code, templates in by_unit.items():
        version = drafting.draft_from_catalogue([t.code for t in templates], unit=units[code], by=head)
        deciding.propose(version, by=head)
        deciding.adopt(version, by=director)
    return office


def procedures() -> list[ProcedureTemplate]:
    """One procedure a family, as an office would adopt them."""
    shipped = load_catalogue().procedures
    return [
        next(one for one in shipped if one.family == family) for family in sorted({p.family for p in shipped})
    ]


def unit_code(procedure: ProcedureTemplate) -> str:
    return procedure.unit


def unit_of(office: Office, template: UnitTemplate, place: int, parent: Unit | None = None) -> Unit:
    unit = Unit.objects.create(
        office=office, parent=parent, kind=template.kind, code=template.code, name=template.name,
        short_name=template.short_name, position=place,
    )  # fmt: skip
    for number, section in enumerate(template.sections):
        unit_of(office, section, number, parent=unit)
    return unit


def member(office: Office, username: str, roles: Sequence[tuple[Role, Unit | None]]) -> Member:
    user = User.objects.create_user(username, name=f"{username} ทดสอบ")
    person = Person.objects.create(
        office=office, user=user, first_name=username, last_name="ทดสอบ", kind=Person.Kind.ADMINISTRATOR
    )
    for role, unit in roles:
        Appointment.objects.create(
            office=office, person=person, role=role, unit=unit, from_on=date(2020, 10, 1)
        )
    found = member_of(user, office.code, on=DAY)
    assert found is not None
    return found


@transaction.atomic
def copy_of(rows: dict[type[OfficeRecord], list[Any]], number: int) -> Office:
    """An office with the same units, people and manuals, all with keys of their own; its people have no accounts."""
    office = Office.objects.create(
        code=f"bench{number}", name=f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษาทดสอบ เขต {number}",
        short_name=f"สพป.ทดสอบ เขต {number}", kind=Office.Kind.PRIMARY,
    )  # fmt: skip
    keys = {row.pk: new_id() for found in rows.values() for row in found}
    for kind, found in rows.items():
        manager(kind).bulk_create(copies(found, office, keys))
    return office


def columns(row: models.Model) -> Iterator[tuple[str, Any]]:
    for field in row._meta.concrete_fields:  # noqa: SLF001  the documented way to a model's fields
        yield field.attname, getattr(row, field.attname)


def manager(kind: type[models.Model]) -> models.Manager[Any]:
    return kind._default_manager  # noqa: SLF001  models here have no other


def copies(rows: Iterable[models.Model], office: Office, keys: dict[UUID, UUID]) -> list[Any]:
    made = []
    for row in rows:
        facts = {
            name: keys.get(value, value) if isinstance(value, UUID) else value for name, value in columns(row)
        }
        facts["office_id"] = office.pk
        if isinstance(row, Person):
            facts["user_id"] = None
        made.append(type(row)(**facts))
    return made

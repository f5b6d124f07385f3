"""The least that makes a person of an office. `conftest.py` builds the usual people out of these."""

from datetime import date
from itertools import count
from typing import Any

from nithet.accounts.models import User
from nithet.offices.members import Member, member_of
from nithet.offices.models import Appointment, Cluster, Office, Person, Role, School, Unit

DAY = date(2026, 11, 20)
"""The Friday on which the tests' people work: fiscal year 2570, semester 2/2569."""
FROM_ON = date(2020, 10, 1)
"""Appointments last from here without an end, so that tests hold on any later day."""
PASSWORD = "nithet-test"

KINDS = {
    Role.DIRECTOR: Person.Kind.ADMINISTRATOR,
    Role.DEPUTY: Person.Kind.ADMINISTRATOR,
    Role.HEAD: Person.Kind.SUPERVISOR,
    Role.SECTION_HEAD: Person.Kind.SUPERVISOR,
    Role.SUPERVISOR: Person.Kind.SUPERVISOR,
    Role.SCHOOL_DIRECTOR: Person.Kind.SCHOOL_DIRECTOR,
    Role.CLUSTER_CHAIR: Person.Kind.SCHOOL_DIRECTOR,
    Role.SCHOOL_CLERK: Person.Kind.EMPLOYEE,
    Role.TEACHER: Person.Kind.TEACHER,
}
_numbers = count(1)


def make_office(code: str, name: str = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1") -> Office:
    return Office.objects.create(
        asks_second_factor=False,
        code=code,
        name=name,
        short_name=name.replace("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "สพป."),
        kind=Office.Kind.PRIMARY,
    )


def make_unit(office: Office, code: str, name: str, *, parent: Unit | None = None, position: int = 0) -> Unit:
    kind = Unit.Kind.SECTION if parent else Unit.Kind.DIVISION
    return Unit.objects.create(
        office=office, code=code, name=name, short_name=name, kind=kind, parent=parent, position=position
    )


def make_school(office: Office, name: str, *, cluster: Cluster | None = None, **facts: Any) -> School:
    facts.setdefault("smis_code", f"{57_000_000 + next(_numbers)}")
    facts["is_listed_highland"] = facts.pop("is_highland", False)
    return School.objects.create(office=office, name=name, cluster=cluster, **facts)


def make_person(office: Office, name: str = "", *, kind: str = Person.Kind.OFFICIAL, **facts: Any) -> Person:
    """A person without an account. `name` is a first name, then a last name."""
    first, _, last = (name or f"คนที่{next(_numbers)} สาธิต").partition(" ")
    return Person.objects.create(
        office=office, first_name=first, last_name=last or "สาธิต", kind=kind, **facts
    )


def make_appointment(
    person: Person,
    role: str,
    *,
    unit: Unit | None = None,
    school: School | None = None,
    cluster: Cluster | None = None,
    from_on: date = FROM_ON,
    until_on: date | None = None,
    **facts: Any,
) -> Appointment:
    return Appointment.objects.create(
        office=person.office, person=person, role=role, unit=unit, school=school, cluster=cluster,
        from_on=from_on, until_on=until_on, **facts,
    )  # fmt: skip


def make_member_user(
    office: Office,
    role: Role,
    unit: Unit | None = None,
    school: School | None = None,
    cluster: Cluster | None = None,
    *,
    username: str = "",
    name: str = "",
    from_on: date = FROM_ON,
    until_on: date | None = None,
) -> User:
    """A user with a person and one appointment: `user.person` is the person; the password is PASSWORD."""
    person = make_person(office, name, kind=KINDS.get(role, Person.Kind.OFFICIAL))
    username = username or f"{role.value}{next(_numbers)}"
    person.user = User.objects.create_user(username, PASSWORD, name=person.name)
    person.save()
    make_appointment(
        person, role, unit=unit, school=school, cluster=cluster, from_on=from_on, until_on=until_on
    )
    return person.user


def as_member(user: User, office: Office, on: date = DAY) -> Member:
    """The user as `by=` of a service."""
    member = member_of(user, office.code, on=on)
    assert member is not None, f"{user} has no appointment in {office} on {on}"
    return member


def page_text(response: Any) -> str:
    """What a page says, without the joints that only keep words together when they are drawn."""
    text: str = response.content.decode()
    return text.replace("\u2060", "").replace("\u200b", "").replace("\u00a0", " ")

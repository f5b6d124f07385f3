"""The first act in a new office: the office itself and its first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from django.db import IntegrityError, transaction

from nithet.accounts.models import User
from nithet.accounts.services.slips import Slip, make_slips
from nithet.audit.services import record
from nithet.offices.models import Appointment, Office, Person, Role
from nithet.offices.search import index_people
from nithet.offices.settings import setup_code
from nithet.offices.settings.errors import OfficeCodeTakenError, WrongSetupCodeError


@dataclass(frozen=True)
class NewOffice:
    kind: str
    name: str
    short_name: str
    province: str
    code: str


@dataclass(frozen=True)
class FirstAdministrator:
    title: str
    first_name: str
    last_name: str


def found_office(
    new: NewOffice, first: FirstAdministrator, *, typed_code: str, on: date
) -> tuple[Office, Slip]:
    """The office with one person in it, who looks after the system and lets the others in.

    The slip opens that person's account: they choose their own password next. Sent twice it is one office, and a
    new slip: the answer to the first press may have been lost.
    """
    is_right = setup_code.fits(typed_code)
    if not (is_right or setup_code.has_founded(typed_code, new.code)):
        raise WrongSetupCodeError
    if again := _founded_before(new, first):
        return again
    if not is_right:
        raise WrongSetupCodeError
    try:
        with transaction.atomic():
            office = Office.objects.create(
                code=new.code, name=new.name, short_name=new.short_name, kind=new.kind, province=new.province
            )  # fmt: skip
            user = _administrator(office, first, on=on)
            record("office.founded", by=user, on=office)
            (slip,) = make_slips([user], by=user, office_id=office.pk)
    except IntegrityError:
        # Two presses at once, or two people.
        if again := _founded_before(new, first):
            return again
        raise OfficeCodeTakenError(code=new.code) from None
    setup_code.renew(founded=office.code)
    return office, slip


def _founded_before(new: NewOffice, first: FirstAdministrator) -> tuple[Office, Slip] | None:
    """The very same office, as long as its administrator has not come in."""
    office = Office.objects.filter(code=new.code, name=new.name, kind=new.kind).first()
    if office is None:
        return None
    user = User.objects.filter(
        username__startswith=_username(new.code), last_login=None, person__office=office,
        person__first_name=first.first_name, person__last_name=first.last_name,
    ).first()  # fmt: skip
    if user is None or user.has_usable_password():
        return None
    (slip,) = make_slips([user], by=user, office_id=office.pk)
    return office, slip


def _username(office_code: str) -> str:
    return f"{office_code}-admin"


def _free_username(office_code: str) -> str:
    """With a number where the name itself is taken: “satit1-admin2”."""
    first = _username(office_code)
    taken = set(User.objects.filter(username__startswith=first).values_list("username", flat=True))
    names = chain([first], (f"{first}{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _administrator(office: Office, first: FirstAdministrator, *, on: date) -> User:
    person = Person(
        office=office, title=first.title, first_name=first.first_name, last_name=first.last_name,
        kind=Person.Kind.OFFICIAL,
    )  # fmt: skip
    person.user = User.objects.create_user(_free_username(office.code), name=person.name)
    person.save()
    index_people([person])
    Appointment.objects.create(
        office=office, person=person, role=Role.ADMINISTRATOR, position_title="ผู้ดูแลระบบ", from_on=on
    )
    return person.user

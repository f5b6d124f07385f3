"""Accounts of an office's people: made, handed out, and closed when the last appointment has ended."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import count
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.accounts.models import User
from nithet.accounts.services.sessions import forget_sessions
from nithet.accounts.services.slips import Slip, make_slips
from nithet.accounts.services.telling import told
from nithet.audit.services import Actor, record_many
from nithet.core import jobs
from nithet.core.models import Job
from nithet.offices import access
from nithet.offices.accounts.errors import TooManySlipsError
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Person

A_BATCH = 100
AT_ONCE = 300
"""More accounts are made by a job."""
SLIPS_AT_ONCE = 400
"""Fifty sheets; more are printed school by school."""
_USABLE_NAME = re.compile(r"[a-z][a-z0-9._-]{2,30}")


def make_accounts(people: Sequence[Person], *, by: Member) -> int:
    """An account for each who has none. Sent again it makes no second one. Returns how many were made."""
    access.can_manage_accounts(by).or_refuse()
    ids = [person.pk for person in people]
    return sum(make_batch(batch, by.office, by=by) for batch in batches(ids))


def start_making(people: QuerySet[Person], *, by: Member) -> Job:
    """For many: a job that people watch. Pressed twice it is one, for whoever has an account is not chosen again."""
    access.can_manage_accounts(by).or_refuse()
    ids = sorted(map(str, people.values_list("pk", flat=True)))
    chosen = sha256("".join(ids).encode()).hexdigest()
    return jobs.start(
        "accounts.make", office_id=by.office.pk, by=by, title=f"สร้างบัญชีผู้ใช้ {len(ids):,} คน",
        key=f"accounts.make {by.office.pk} {chosen}", office=str(by.office.pk),
        people=ids, by_name=by.name,
    )  # fmt: skip


def batches(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[start : start + A_BATCH] for start in range(0, len(ids), A_BATCH)]


@transaction.atomic
def make_batch(ids: Sequence[UUID], office: Office, *, by: Actor) -> int:
    # Numbers run on in an office: whoever makes accounts in it takes turns.
    Office.objects.select_for_update().get(pk=office.pk)
    without = Person.objects.filter(pk__in=ids, office=office, user=None, pseudonymised_at=None)
    new = list(without.order_by("sort_key", "pk"))
    names = _usernames(new, office)
    addresses = _free_addresses(new)
    for person, name in zip(new, names, strict=True):
        email = person.email.lower() if person.email.lower() in addresses else ""
        person.user = User(username=name, name=person.name, email=email, password=make_password(None))
    users = User.objects.bulk_create([person.user for person in new if person.user])
    Person.objects.bulk_update(new, ["user"])
    record_many([told("account.made", by=by, on=user, office_id=office.pk) for user in users])
    return len(users)


def _usernames(people: Sequence[Person], office: Office) -> Iterator[str]:
    """The first part of the e-mail address where it is free, otherwise the office's code and a running number."""
    wanted = [_from_address(person.email) for person in people]
    taken = set(
        User.objects.filter(username__in=[name for name in wanted if name]).values_list("username", flat=True)
    )
    numbers = _running_names(office)
    for name in wanted:
        if name and name not in taken:
            taken.add(name)
            yield name
        else:
            yield next(numbers)


def _from_address(email: str) -> str:
    name = email.lower().partition("@")[0]
    return name if _USABLE_NAME.fullmatch(name) else ""


def _running_names(office: Office) -> Iterator[str]:
    """“satit1-0042”: after the last one that was given."""
    prefix = f"{office.code.lower()}-"
    given = User.objects.filter(username__startswith=prefix).values_list("username", flat=True)
    last = max((int(tail) for name in given if (tail := name.removeprefix(prefix)).isdecimal()), default=0)
    return (f"{prefix}{number:04}" for number in count(last + 1))


def _free_addresses(people: Sequence[Person]) -> set[str]:
    """Addresses of one person only and of no account yet: two accounts cannot be told apart by one."""
    given = [person.email.lower() for person in people if person.email]
    used = set(User.objects.filter(email__in=given).values_list("email", flat=True))
    return {email for email in given if given.count(email) == 1} - used


def print_slips(people: QuerySet[Person], *, by: Member) -> list[Slip]:
    """New slips for those of these people who have an account."""
    access.can_manage_accounts(by).or_refuse()
    ids = people.filter(user__is_active=True).values("user")
    users = list(User.objects.filter(pk__in=ids)[: SLIPS_AT_ONCE + 1])
    if len(users) > SLIPS_AT_ONCE:
        raise TooManySlipsError(most=SLIPS_AT_ONCE)
    return make_slips(users, by=by, office_id=by.office.pk)


# Leaving


def accounts_leave(*, on: date) -> int:
    """End the sessions of all whose last appointment has ended; signing in is refused by itself. Returns how many."""
    ended = 0
    while leaving := list(_leaving(on)[:A_BATCH]):
        with transaction.atomic():
            forget_sessions([person.user_id for person in leaving if person.user_id])
            record_many([
                told("account.left", by=None, on=person.user, office_id=person.office_id)
                for person in leaving if person.user
            ])  # fmt: skip
        ended += len(leaving)
    return ended


def _leaving(on: date) -> QuerySet[Person]:
    """Signed in somewhere, once appointed, and no appointment left."""
    served = Appointment.objects.filter(person=OuterRef("pk"), voided_at=None)
    left = served.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    signed_in = UserSession.objects.filter(user=OuterRef("user"))
    return (
        Person.objects.filter(Exists(signed_in), Exists(served), ~Exists(left), user__isnull=False)
        .select_related("user")
        .order_by("pk")
    )

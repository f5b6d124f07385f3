"""What a person wants: what was chosen, and for the rest what is usual."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from allauth.account.models import EmailAddress

from nithet.notices.kinds import KINDS, When
from nithet.notices.models import ChannelCode, LineAccount, Preference
from nithet.notices.quiet import Quiet
from nithet.offices.models import Appointment, Holiday, Office, Person

USUAL_HOUR = 7


@dataclass(frozen=True, slots=True)
class Wishes:
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    digest_hour: int = USUAL_HOUR
    quiet: Quiet = field(default_factory=Quiet)
    refused_mail: str = ""

    @classmethod
    def of(cls, preference: Preference | None) -> Wishes:
        if preference is None:
            return cls()
        quiet = Quiet(preference.quiet_from, preference.quiet_until, preference.rests_on_holidays)
        return cls(preference.choices, preference.digest_hour, quiet, preference.refused_mail)

    def when(self, kind: str, channel: str) -> When:
        """NEVER for what an app left that is not there any more."""
        if kind not in KINDS:
            return When.NEVER
        chosen = self.choices.get(kind, {}).get(channel, "")
        return When(chosen) if chosen in When else KINDS[kind].usually(channel)


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as somebody to whom messages can go. `reached_at`: channel → address."""

    person_id: UUID
    office_id: UUID
    name: str
    wishes: Wishes
    reached_at: dict[str, str]


def readers(people: Iterable[Person], *, on: date) -> dict[UUID, Reader]:
    """Of these people those who serve on that day and have an account: four queries."""
    asked = {one.pk: one for one in people}
    serving = set(
        Appointment.objects.active(on=on)
        .filter(person__in=asked, person__user__is_active=True)
        .values_list("person", flat=True)
    )
    return _readers([one for pk, one in asked.items() if pk in serving], asked)


def readers_of(offices: Collection[Office], *, on: date) -> dict[UUID, Reader]:
    """All of these offices who serve on that day and have an account: five queries, however many they are."""
    serving = Appointment.objects.active(on=on).filter(office__in=offices).values("person")
    people = Person.objects.filter(pk__in=serving, user__is_active=True)
    return _readers(list(people), None, offices=offices)


def _readers(
    people: list[Person], keys: Collection[UUID] | None, *, offices: Collection[Office] = ()
) -> dict[UUID, Reader]:
    """Rows are found by the people's keys where they are few, otherwise by their offices."""
    of = {"office__in": offices} if keys is None else {"person__in": keys}
    preferences = {one.person_id: one for one in Preference.objects.filter(**of)}
    lines = dict(LineAccount.objects.filter(**of, refused_at=None).values_list("person", "line_id"))
    by_user = {"user__person__office__in": offices} if keys is None else {"user__person__in": keys}
    confirmed = EmailAddress.objects.filter(**by_user, verified=True).order_by("primary", "pk")
    mails = dict(confirmed.values_list("user", "email"))
    found = {}
    for person in people:
        wishes = Wishes.of(preferences.get(person.pk))
        mail = mails.get(person.user_id, "")
        reached_at = {
            ChannelCode.MAIL.value: "" if mail == wishes.refused_mail else mail,
            ChannelCode.LINE.value: lines.get(person.pk, ""),
        }
        found[person.pk] = Reader(person.pk, person.office_id, person.name, wishes, reached_at)
    return found


def holidays_of(offices: Collection[UUID], *, since: date) -> dict[UUID, set[date]]:
    """The days off from then on that each office has entered: one query."""
    found: dict[UUID, set[date]] = {office: set() for office in offices}
    for office, day in Holiday.objects.filter(office__in=offices, on__gte=since).values_list("office", "on"):
        found[office].add(day)
    return found

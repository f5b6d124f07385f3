"""Whom a round asks: which schools or people, as somebody chose them, and who that is on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.forms.models import Round, RoundTarget
from nithet.offices.models import (
    Appointment,
    AppointmentQuerySet,
    Level,
    Office,
    Person,
    Role,
    School,
    SchoolQuerySet,
)

LARGE_FROM = 601
SIZES = {
    "small": f"ขนาดเล็ก (ไม่เกิน {School.SMALL_AT_MOST} คน)",
    "medium": f"ขนาดกลาง ({School.SMALL_AT_MOST + 1}–{LARGE_FROM - 1} คน)",
    "large": f"ขนาดใหญ่ ({LARGE_FROM} คนขึ้นไป)",
}
HIGHLAND = {"yes": "พื้นที่สูง", "no": "พื้นที่ทั่วไป"}
# What a school that also teaches lower secondary is (โรงเรียนขยายโอกาสทางการศึกษา).
_SECONDARY = [level for level in Level.values if level.startswith("m")]


@dataclass(frozen=True, slots=True)
class Choice:
    """As `Round.chosen` keeps it. Of schools nothing chosen means all; of people it means nobody.

    What is chosen of one kind is either–or, of several kinds both; single schools come on top of it.
    """

    clusters: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    is_highland: bool = False
    is_opportunity: bool = False
    schools: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    # Name and e-mail; they leave the choice when the targets are made.
    names: tuple[tuple[str, str], ...] = ()
    # Earlier rounds whose targets are not asked again, and why those are asked that were asked already.
    without: tuple[str, ...] = ()
    again: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Choice:
        known = {field.name for field in fields(cls)}
        facts: dict[str, Any] = {
            name: tuple(map(_frozen, value)) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in known
        }
        return cls(**facts)

    def stored(self) -> dict[str, Any]:
        """Without what nobody chose."""
        return {name: _plain(value) for name, value in asdict(self).items() if value}

    @property
    def has_rule(self) -> bool:
        return bool(self.clusters or self.sizes or self.districts or self.is_highland or self.is_opportunity)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _keys(texts: tuple[str, ...]) -> list[UUID]:
    return [UUID(text) for text in texts]


# Who that is


def schools_chosen(office: Office, choice: Choice, *, on: date) -> SchoolQuerySet:
    """Open schools only, in the order of their names."""
    schools = School.objects.filter(office=office).active(on=on)
    by_hand = Q(pk__in=_keys(choice.schools))
    if choice.has_rule:
        schools = schools.filter(_rule(choice) | by_hand)
    elif choice.schools:
        schools = schools.filter(by_hand)
    if choice.without:
        schools = schools.exclude(pk__in=_asked_in(choice).values("school"))
    return schools


def _rule(choice: Choice) -> Q:
    rule = Q()
    if choice.clusters:
        rule &= Q(cluster__in=_keys(choice.clusters))
    if choice.sizes:
        rule &= _of_sizes(choice.sizes)
    if choice.districts:
        rule &= Q(district__in=choice.districts)
    if choice.is_highland:
        rule &= Q(is_highland=True)
    if choice.is_opportunity:
        rule &= Q(highest_level__in=_SECONDARY)
    return rule


def _of_sizes(sizes: tuple[str, ...]) -> Q:
    bounds = {
        "small": Q(pupils__lte=School.SMALL_AT_MOST),
        "medium": Q(pupils__gt=School.SMALL_AT_MOST, pupils__lt=LARGE_FROM),
        "large": Q(pupils__gte=LARGE_FROM),
    }
    found = Q(pk__in=[])
    for size in sizes:
        found |= bounds.get(size, Q(pk__in=[]))
    return found


def people_chosen(office: Office, choice: Choice, *, on: date) -> QuerySet[Person]:
    """Who serves so on that day."""
    people = Person.objects.filter(office=office, pseudonymised_at=None)
    if not (choice.roles or choice.units or choice.schools):
        return people.none()
    people = people.filter(pk__in=appointments_chosen(office, choice, on=on).values("person"))
    if choice.without:
        people = people.exclude(pk__in=_asked_in(choice).exclude(person=None).values("person"))
    return people


def appointments_chosen(office: Office, choice: Choice, *, on: date) -> AppointmentQuerySet:
    serving = Appointment.objects.active(on=on).filter(office=office)
    if choice.roles:
        serving = serving.filter(role__in=choice.roles)
    if choice.units:
        serving = serving.filter(Q(unit__in=_keys(choice.units)) | Q(unit__parent__in=_keys(choice.units)))
    if choice.schools:
        serving = serving.filter(school__in=_keys(choice.schools))
    return serving


def _asked_in(choice: Choice) -> QuerySet[RoundTarget]:
    return RoundTarget.objects.filter(round__in=_keys(choice.without), standing=RoundTarget.Standing.ASKED)


def count_chosen(office: Office, audience: str, choice: Choice, *, on: date) -> int:
    """How many would be asked if the round opened on that day. Of the public nobody by name."""
    if audience == Round.Audience.SCHOOLS:
        return schools_chosen(office, choice, on=on).count()
    if audience == Round.Audience.PEOPLE:
        return people_chosen(office, choice, on=on).count()
    return len(choice.names) if audience == Round.Audience.NAMED else 0


# The same question asked of the same


def kin_rounds(round_: Round, *, since: date, on: date) -> QuerySet[Round]:
    """Rounds of the same form in any of its copies, open or since that day, that ask somebody of the target."""
    others = Round.objects.filter(
        office=round_.office, form__lineage=round_.form.lineage, audience=round_.audience,
        state__in=(Round.State.OPEN, Round.State.CLOSED), closes_on__gte=since,
    ).exclude(pk=round_.pk)  # fmt: skip
    same = _same_asked(round_, on=on).filter(round=OuterRef("pk"))
    return others.filter(Exists(same)).select_related("unit", "form").order_by("-opens_on", "-pk")


def overlap_with(round_: Round, kin: Round, *, on: date) -> int:
    """How many of the target were asked there."""
    return _same_asked(round_, on=on).filter(round=kin).count()


def _same_asked(round_: Round, *, on: date) -> QuerySet[RoundTarget]:
    """Targets of any round that are among those whom this one would ask. A bare name is nobody for sure."""
    asked = RoundTarget.objects.filter(office=round_.office, standing=RoundTarget.Standing.ASKED)
    choice = Choice.of(round_.chosen)
    if round_.audience == Round.Audience.SCHOOLS:
        return asked.filter(school__in=schools_chosen(round_.office, choice, on=on).order_by().values("pk"))
    if round_.audience == Round.Audience.PEOPLE:
        return asked.filter(person__in=people_chosen(round_.office, choice, on=on).order_by().values("pk"))
    return asked.none()


# What answers are told apart by


def properties_of_school(school: School) -> dict[str, str]:
    return {
        "cluster": str(school.cluster_id or ""),
        "size": size_of(school),
        "highland": "yes" if school.is_highland else "no",
        "district": school.district,
    }


def size_of(school: School) -> str:
    """Empty where nobody has said how many pupils it has."""
    if school.pupils is None:
        return ""
    if school.is_small:
        return "small"
    return "large" if school.pupils >= LARGE_FROM else "medium"


def properties_of_person(appointment: Appointment) -> dict[str, str]:
    return {"role": appointment.role, "unit": str(appointment.unit_id or "")}


def role_label(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code

"""The office's own facts, its words, and what of setting up is left for later."""

from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from nithet.audit.services import record
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.terms import USUAL


@transaction.atomic
def describe_office(office: Office, facts: dict[str, Any], *, by: Member) -> Office:
    """Set facts of the office. Nothing is written where nothing changes."""
    access.can_manage_office(by).or_refuse()
    office = Office.objects.select_for_update().get(pk=office.pk)
    changed = {name: value for name, value in facts.items() if getattr(office, name) != value}
    if not changed:
        return office
    before = {name: getattr(office, name) for name in changed}
    for name, value in changed.items():
        setattr(office, name, value)
    office.save(update_fields=list(changed))
    if "highland_from_m" in changed:
        _derive_highland(office)
    record("office.described", by=by, on=office, before=before, after=changed)
    return office


def _derive_highland(office: Office) -> None:
    """What `School.set_keys` derives, for all schools in one statement."""
    high = Q(is_listed_highland=True) | Q(elevation_m__gte=office.highland_from_m)
    School.objects.filter(office=office).update(
        is_highland=Case(When(high, then=Value(True)), default=F("is_listed_highland"))
    )


@transaction.atomic
def set_terms(office: Office, words: dict[str, str], *, by: Member) -> Office:
    """The office's own words; the usual ones are not stored."""
    access.can_manage_office(by).or_refuse()
    own = {key: word for key, word in words.items() if key in USUAL and word and word != USUAL[key]}
    office = Office.objects.select_for_update().get(pk=office.pk)
    if office.words != own:
        record("office.terms_set", by=by, on=office, before=office.words, after=own)
        office.words = own
        office.save(update_fields=["words"])
    return office


@transaction.atomic
def leave_for_later(office: Office, step: str, *, is_left: bool, by: Member) -> None:
    """Put a step of setting up aside, or take it up again."""
    access.can_manage_office(by).or_refuse()
    office = Office.objects.select_for_update().get(pk=office.pk)
    left = set(office.setup.get("left", []))
    office.setup = {**office.setup, "left": sorted(left | {step} if is_left else left - {step})}
    office.save(update_fields=["setup"])

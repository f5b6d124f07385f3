"""Reads for the pages of personal data."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from nithet.audit.models import Entry
from nithet.catalogue.privacy import Purpose, load_privacy
from nithet.offices import rights
from nithet.offices.confidential import readings_of
from nithet.offices.models import Office, Person, PrivacyRequest, Role
from nithet.offices.privacy.sources import Row, all_sources
from nithet.offices.privacy.traces import ids_about
from nithet.offices.rights import Level, Matter


@dataclass(frozen=True)
class Kept:
    """What one source keeps about a person."""

    purpose: Purpose
    title: str
    columns: tuple[str, ...]
    rows: list[Row]


def kept_about(person: Person) -> list[Kept]:
    """All personal data of a person, by source; sources that hold nothing are left out."""
    purposes = {purpose.code: purpose for purpose in load_privacy().purposes}
    found = [Kept(purposes[s.purpose], s.title, s.columns, s.rows(person)) for s in all_sources()]
    return [kept for kept in found if kept.rows]


def may_see(purpose: Purpose, office: Office) -> list[tuple[str, str]]:
    """Which roles may see data of this purpose, and how far, out of the table of rights."""
    matter = Matter(purpose.matter)
    return [
        (office.say(role.label), office.say(rights.cell_words(role.value, matter)))
        for role in Role
        if rights.level_of(role, matter) > Level.NONE
    ]


def readers_of(person: Person) -> QuerySet[Entry]:
    """Who opened the person's confidential data, when and with which reason."""
    return readings_of(person.office_id, ids_about(person))


def requests_of(office: Office) -> QuerySet[PrivacyRequest]:
    """Open ones first, the oldest of them first."""
    rows = PrivacyRequest.objects.filter(office=office).select_related("person")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "made_at")

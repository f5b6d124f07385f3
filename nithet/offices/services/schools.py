"""A school is entered in the register, and its facts are put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from nithet.audit.services import record
from nithet.offices import access
from nithet.offices.errors import CodeTakenError
from nithet.offices.members import Member
from nithet.offices.models import Cluster, ClusterStay, School, SchoolChange
from nithet.offices.search import index_schools
from nithet.offices.services.changing import take_over

# What a school's own director may put right.
CONTACT_FACTS = frozenset({"phone", "email", "latitude", "longitude", "elevation_m"})
_KEYS = ["sort_key", "search_key", "likeness_key", "is_highland"]


@transaction.atomic
def add_school(
    facts: Mapping[str, Any], *, cluster: Cluster | None = None, opened_on: date | None = None, by: Member
) -> School:
    access.can_manage_schools(by).or_refuse()
    school = School(office=by.office, cluster=cluster, **facts)
    _save(school)
    if cluster:
        ClusterStay.objects.create(office=by.office, school=school, cluster=cluster, from_on=opened_on)
    if opened_on:
        SchoolChange.objects.create(
            office=by.office, school=school, kind=SchoolChange.Kind.OPENED, on=opened_on
        )
    record("school.added", by=by, on=school, smis_code=school.smis_code)
    return school


@transaction.atomic
def edit_school(school: School, facts: Mapping[str, Any], *, by: Member) -> School:
    """Put facts right. Nothing is written where nothing differs."""
    own = facts.keys() <= CONTACT_FACTS
    access.can_manage_schools(by, school if own else None).or_refuse()
    changed = take_over(school, facts)
    if changed:
        _save(school, [*changed, *_KEYS])
        record("school.edited", by=by, on=school, changed=changed)
    return school


def _save(school: School, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            school.save(update_fields=fields)
            index_schools([school])
    except IntegrityError as error:
        raise CodeTakenError from error

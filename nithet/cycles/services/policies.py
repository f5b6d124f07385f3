"""The policies and focus points of a year are written down, put right, voided, and taken over from the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from nithet.audit.services import entry, record, record_many
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles import access
from nithet.cycles.errors import PolicyChangedError, PolicyKnownError
from nithet.cycles.models import PolicyFocus
from nithet.cycles.policy_lines import PolicyLine
from nithet.cycles.queries.policies import policies_of
from nithet.offices.members import Member
from nithet.offices.services.changing import lock_office, take_over
from nithet.thai.text import squeeze

Known = set[tuple[str, str]]


@transaction.atomic
def add_policy(facts: Mapping[str, Any], *, by: Member, key: UUID) -> PolicyFocus:
    """Sent again with the same key it is the same one. Raises PolicyKnownError where the year has it."""
    access.can_keep_policies(by).or_refuse()
    lock_office(by.office)
    if known := PolicyFocus.objects.filter(office=by.office, pk=key).first():
        return known
    _refuse_known(PolicyFocus(office=by.office, **facts))
    made = PolicyFocus(id=key, office=by.office, **facts)
    made.position = made.position or _last(made) + 1
    made.save(force_insert=True)
    record("policy.added", by=by, on=made, year=made.fiscal_year_be)
    return made


@transaction.atomic
def change_policy(policy: PolicyFocus, facts: Mapping[str, Any], *, revision: int, by: Member) -> PolicyFocus:
    """Store what differs. Raises PolicyChangedError where somebody saved since `revision` was read."""
    access.can_keep_policies(by).or_refuse()
    lock_office(by.office)
    mine = PolicyFocus.objects.filter(pk=policy.pk, revision=revision, voided_at=None)
    if not mine.update(revision=F("revision") + 1):
        raise PolicyChangedError
    policy.refresh_from_db()
    facts = {**facts, "position": facts["position"] or _last(policy) + 1}
    if changed := take_over(policy, facts):
        _refuse_known(policy)
        policy.save(update_fields=[*changed])
        record("policy.changed", by=by, on=policy, changed=changed)
    return policy


@transaction.atomic
def void_policy(policy: PolicyFocus, *, why: str, by: Member) -> None:
    """It is offered no more; what refers to it stays. Sent again it changes nothing."""
    access.can_keep_policies(by).or_refuse()
    standing = PolicyFocus.objects.filter(pk=policy.pk, voided_at=None)
    if standing.update(voided_at=now(), void_reason=why, revision=F("revision") + 1):
        record("policy.voided", by=by, on=policy, why=why)


@transaction.atomic
def restore_policy(policy: PolicyFocus, *, by: Member) -> None:
    """Raises PolicyKnownError where the year has the same one again meanwhile."""
    access.can_keep_policies(by).or_refuse()
    lock_office(by.office)
    _refuse_known(policy)
    voided = PolicyFocus.objects.filter(pk=policy.pk, voided_at__isnull=False)
    if voided.update(voided_at=None, void_reason="", revision=F("revision") + 1):
        record("policy.restored", by=by, on=policy)


@transaction.atomic
def add_policies(lines: Iterable[PolicyLine], *, year_be: int, source: str, by: Member) -> int:
    """Those of one source that the year does not have yet. Returns how many were new."""
    access.can_keep_policies(by).or_refuse()
    lock_office(by.office)
    given = [{"source": source, "number": one.number, "title": one.title, "text": one.text} for one in lines]
    return _add_new(given, year_be, by)


@transaction.atomic
def copy_policies(from_be: int, *, year_be: int, by: Member) -> int:
    """Take over from another year what this one does not have yet. Returns how many were new."""
    access.can_keep_policies(by).or_refuse()
    lock_office(by.office)
    names = ("source", "number", "title", "text")
    given = [{name: getattr(one, name) for name in names} for one in policies_of(by.office, from_be)]
    return _add_new(given, year_be, by)


def _add_new(given: Sequence[Mapping[str, str]], year_be: int, by: Member) -> int:
    known = _known(policies_of(by.office, year_be))
    last = _last(PolicyFocus(office=by.office, fiscal_year_be=year_be))
    made: list[PolicyFocus] = []
    for facts in given:
        if (key := _key(facts["source"], facts["title"])) not in known:
            known.add(key)
            last += 1
            made.append(
                PolicyFocus(id=new_id(), office=by.office, fiscal_year_be=year_be, position=last, **facts)
            )
    insert_rows(made)
    record_many([entry("policy.added", by=by, on=one, year=year_be) for one in made])
    return len(made)


def _refuse_known(policy: PolicyFocus) -> None:
    others = policies_of(policy.office, policy.fiscal_year_be).exclude(pk=policy.pk)
    if _key(policy.source, policy.title) in _known(others):
        raise PolicyKnownError(policy=policy.title, year=policy.fiscal_year_be)


def _known(policies: Iterable[PolicyFocus]) -> Known:
    return {_key(one.source, one.title) for one in policies}


def _key(source: str, title: str) -> tuple[str, str]:
    """Other spacing is no other policy."""
    return source, squeeze(title)


def _last(policy: PolicyFocus) -> int:
    year = policies_of(policy.office, policy.fiscal_year_be)
    return year.aggregate(last=Max("position"))["last"] or 0

"""What is done with a plan besides what all items of registers do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nithet.audit.services import record
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.cycles.services.offering import offer_evidence, withdraw_evidence
from nithet.offices.errors import StaleError
from nithet.offices.imports.kinds import label_of
from nithet.offices.members import Member
from nithet.offices.services.changing import Differences, lock_office, take_over
from nithet.registers.generic.access import can_change, can_keep
from nithet.registers.generic.answerables import answer
from nithet.registers.generic.errors import ItemNotCompleteError, ItemStateError, StaleItemError
from nithet.registers.generic.finding import find_again
from nithet.registers.generic.models import Item, Part
from nithet.registers.plans import access
from nithet.registers.plans.models import BudgetLine, Plan, Term
from nithet.registers.plans.register import MakePlan
from nithet.registers.plans.terms import renamed, state_of

BOOK = MakePlan.book
State = Item.State


@transaction.atomic
def make_ready(plan: Plan, *, by: Member) -> Plan:
    """Complete and before its deciders: it is evidence of the task, and is not changed meanwhile. Sent again it changes nothing."""
    can_keep(by, plan).or_refuse()
    plan = _held(plan)
    if plan.ready_on is not None:
        return plan
    can_change(by, BOOK, plan).or_refuse()
    if lacking := BOOK.lacking(plan):
        raise ItemNotCompleteError(lacking=" และ".join(lacking))
    _set_ready(plan, by.on)
    record("plan.ready", by=by, on=plan, register=BOOK.name)
    for shown in BOOK.shows(plan):
        offer_evidence(
            plan.office, shown.action, BOOK.code, plan.pk, by.on, value=shown.value,
            title=f"{BOOK.item_word}: {plan.title}", unit=plan.unit, by=by,
        )  # fmt: skip
    return plan


@transaction.atomic
def answer_needs(plan: Plan, chosen: Collection[UUID], *, by: Member) -> None:
    """The plan answers the chosen needs and no others; also once it is approved, for its own facts stay. Sent again it changes nothing."""
    can_keep(by, plan).or_refuse()
    plan = _held(plan)
    if plan.is_void:
        raise ItemStateError(item=plan, state=BOOK.words_of(plan.state))
    answer(BOOK.code, plan, chosen, by=by)


@transaction.atomic
def take_back(plan: Plan, *, why: str, by: Member) -> Plan:
    """To be changed: until it is ready again it shows nothing. Sent again it changes nothing."""
    can_keep(by, plan).or_refuse()
    plan = _held(plan)
    if not plan.is_ready:
        return plan
    _set_ready(plan, None)
    record("plan.taken_back", by=by, on=plan, register=BOOK.name, why=why)
    withdraw_evidence(plan.office, BOOK.code, plan.pk, why=why, by=by)
    return plan


def _held(plan: Plan) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _set_ready(plan: Plan, on: Any) -> None:
    change = {"ready_on": on, "changed_at": now(), "revision": plan.revision + 1}
    if not Plan.objects.filter(pk=plan.pk, state=State.DRAFT).update(**change):
        raise ItemStateError(item=plan, state=BOOK.words_of(plan.state))
    for name, value in change.items():
        setattr(plan, name, value)


@transaction.atomic
def record_progress(
    plan: Plan, changes: Sequence[tuple[Part, Mapping[str, Any]]], *, revision: int, by: Member
) -> Plan:
    """Store how far rows of an approved plan are. Raises StaleItemError where somebody saved since `revision` was read."""
    access.can_record_progress(by, plan).or_refuse()
    if not can_keep(by, plan):
        mine = set(access.own_activities(by, plan).values_list("pk", flat=True))
        changes = [(part, facts) for part, facts in changes if part.pk in mine]
    standing = Plan.objects.filter(pk=plan.pk, revision=revision, state=State.DONE)
    if not standing.update(revision=F("revision") + 1, changed_at=now()):
        raise StaleItemError
    changed = _moved_on(changes)
    if changed:
        record("plan.progressed", by=by, on=plan, register=BOOK.name, changed=changed)
    plan.refresh_from_db()
    return plan


def _moved_on(changes: Sequence[tuple[Part, Mapping[str, Any]]]) -> Differences:
    """What differs, under the row's own words."""
    told: Differences = {}
    for part, facts in changes:
        if differs := take_over(part, facts):
            part.save(update_fields=list(differs))
            told |= {f"{part}: {label_of(type(part), name)}": both for name, both in differs.items()}
    return told


@transaction.atomic
def keep_terms(year: int, lists: Mapping[str, Sequence[Mapping[str, str]]], *, seen: str, by: Member) -> None:
    """Make the lists of words what was given, all or none. A word that was changed (`was`) changes where it is used.

    Raises StaleError where somebody changed one of them since they were `seen` (`terms.state_of`).
    """
    access.can_keep_terms(by).or_refuse()
    lock_office(by.office)
    if seen != state_of(by.office, year):
        raise StaleError
    for kind, rows in lists.items():
        _keep_list(kind, year if kind == Term.Kind.STRATEGY else 0, rows, by)


def _keep_list(kind: str, year: int, rows: Sequence[Mapping[str, str]], by: Member) -> None:
    of_list = Term.objects.filter(office=by.office, kind=kind, fiscal_year_be=year)
    before, after = [one.name for one in of_list], [row["name"] for row in rows]
    if before == after:
        return
    names = {row["was"]: row["name"] for row in rows if row.get("was") and row["was"] != row["name"]}
    of_list.delete()
    insert_rows([
        Term(office=by.office, kind=kind, fiscal_year_be=year, position=place, name=name)
        for place, name in enumerate(after)
    ])  # fmt: skip
    record(
        "plan.terms", by=by, on=by.office, changed={str(Term.Kind(kind).label): [before, after]}, year=year
    )
    if names:
        _rename(kind, year, names, by)


def _rename(kind: str, year: int, names: dict[str, str], by: Member) -> None:
    """Versions keep the words of their day."""
    if kind != Term.Kind.STRATEGY:
        renamed(BudgetLine.objects.filter(office=by.office), kind, names)
        return
    plans = Plan.objects.filter(office=by.office, fiscal_year_be=year)
    touched = list(plans.filter(strategy__in=list(names)).values_list("pk", flat=True))
    renamed(plans, "strategy", names)
    find_again(BOOK, list(Plan.objects.filter(pk__in=touched)))

"""Who is asked in a round: made when it opens, added to it, excused from it, given another link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, QuerySet

from nithet.audit.services import record
from nithet.core.bulk import insert_rows
from nithet.forms import access
from nithet.forms.choosing import (
    Choice,
    appointments_chosen,
    people_chosen,
    properties_of_person,
    properties_of_school,
    schools_chosen,
)
from nithet.forms.errors import RoundStateError, StaleRoundError
from nithet.forms.models import Round, RoundAnswer, RoundTarget
from nithet.forms.round_hooks import tell_asked
from nithet.forms.services.counting import count_after_all
from nithet.offices.members import Member
from nithet.offices.models import School, SchoolChange
from nithet.offices.queries import closings_of
from nithet.thai.dates import format_date

State, Standing, Audience = Round.State, RoundTarget.Standing, Round.Audience
BATCH = 500


# Made


def make_targets(round_: Round, *, revision: int, on: date) -> None:
    """Whoever is chosen on that day, in batches. What an opening that broke off has left is brought in line."""
    rows = targets_chosen(round_, Choice.of(round_.chosen), on=on)
    with transaction.atomic():
        _hold_draft(round_, revision)
        RoundTarget.objects.filter(round=round_).exclude(pk__in=[row.pk for row in rows]).delete()
    for begin in range(0, len(rows), BATCH):
        with transaction.atomic():
            _hold_draft(round_, revision)
            _insert_new(rows[begin : begin + BATCH])


def _hold_draft(round_: Round, revision: int) -> None:
    held = Round.objects.select_for_update(no_key=True)
    held = held.filter(pk=round_.pk, state=State.DRAFT, revision=revision)
    if not held.exists():
        raise StaleRoundError(round=round_.title)


def _insert_new(rows: Sequence[RoundTarget]) -> int:
    """Also a person is asked once whose records were brought together since."""
    if not rows:
        return 0
    there = RoundTarget.objects.filter(round=rows[0].round_id).values_list("pk", "school", "person")
    known = {key for row in there for key in row if key}
    new = [row for row in rows if known.isdisjoint({row.pk, row.school_id, row.person_id})]
    insert_rows(new)
    return len(new)


def targets_chosen(round_: Round, choice: Choice, *, on: date) -> list[RoundTarget]:
    """Unsaved. Their keys follow from who they are, so that nobody is asked twice."""
    if round_.audience == Audience.SCHOOLS:
        return [_of_school(round_, school) for school in schools_chosen(round_.office, choice, on=on)]
    if round_.audience == Audience.PEOPLE:
        return list(_of_people(round_, choice, on=on))
    if round_.audience == Audience.NAMED:
        return [_of_name(round_, name, email) for name, email in choice.names]
    return []


def _target(round_: Round, who: str, **facts: Any) -> RoundTarget:
    return RoundTarget(pk=uuid5(round_.pk, who), office_id=round_.office_id, round_id=round_.pk, **facts)


def _of_school(round_: Round, school: School) -> RoundTarget:
    return _target(round_, str(school.pk), school_id=school.pk, properties=properties_of_school(school))


def _of_people(round_: Round, choice: Choice, *, on: date) -> Iterator[RoundTarget]:
    """By their first appointment that was chosen."""
    people = {person.pk: person for person in people_chosen(round_.office, choice, on=on)}
    serving = appointments_chosen(round_.office, choice, on=on).order_by("from_on", "pk")
    for appointment in serving:
        person = people.pop(appointment.person_id, None)
        if person is not None:
            facts = properties_of_person(appointment)
            yield _target(round_, str(person.pk), person_id=person.pk, properties=facts, email=person.email)


def _of_name(round_: Round, name: str, email: str) -> RoundTarget:
    return _target(round_, f"{name} {email}".casefold(), name=name, email=email)


# Added and excused


@transaction.atomic
def add_targets(round_: Round, choice: Choice, *, by: Member) -> int:
    """Ask others too while the round is open; who is asked or excused already stays so. How many are new."""
    access.can_change_round(by, round_).or_refuse()
    hold_round(round_, State.OPEN)
    count = _insert_new(targets_chosen(round_, choice, on=by.on))
    if count:
        record("round.target_added", by=by, on=round_, within=round_.form_id, count=count)
        tell_asked(round_.pk)
    return count


def hold_round(round_: Round, *states: str) -> Round:
    """Locked for the rest of the transaction, in one of these states. Answers still come: they only point at it."""
    held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if held.state not in states:
        raise RoundStateError(round=held.title, state=held.get_state_display())
    return held


@transaction.atomic
def excuse(target: RoundTarget, *, why: str, by: Member) -> None:
    """Not asked any more. What they have answered before stays and counts on."""
    access.can_change_round(by, target.round).or_refuse()
    hold_round(target.round, State.OPEN, State.CLOSED)
    asked = RoundTarget.objects.filter(pk=target.pk, standing=Standing.ASKED)
    if asked.update(standing=Standing.EXCUSED, reason=why[:300]):
        _record_on(target, "round.target_excused", by, why=why)
        tell_asked(target.round_id)


@transaction.atomic
def ask_again(target: RoundTarget, *, by: Member) -> None:
    """Who was excused is asked after all. What they answered meanwhile counts, or is late where it came after closing."""
    access.can_change_round(by, target.round).or_refuse()
    held = hold_round(target.round, State.OPEN, State.CLOSED)
    excused = RoundTarget.objects.filter(pk=target.pk, standing=Standing.EXCUSED)
    if excused.update(standing=Standing.ASKED, reason=""):
        _record_on(target, "round.target_asked", by)
        # Of a voided submission `stood` says what it was.
        out = RoundAnswer.objects.filter(target=target, standing=RoundAnswer.Standing.OUT, stood="")
        count_after_all(held, out)
        tell_asked(held.pk)


def excuse_closed_schools(targets: QuerySet[RoundTarget], *, on: date) -> int:
    """Schools that were closed or merged since they were asked, by the system's own hand. How many."""
    closed = School.objects.closed(on=on)
    waiting = targets.filter(standing=Standing.ASKED, has_answered=False, school__in=closed)
    found = list(waiting.select_related("round", "school"))
    closings = closings_of([target.school for target in found if target.school], on=on)
    return sum(_excuse_closed(target, closings) for target in found)


@transaction.atomic
def _excuse_closed(target: RoundTarget, closings: Mapping[UUID, SchoolChange]) -> bool:
    closing = closings.get(target.school_id) if target.school_id else None
    if closing is None:
        return False
    why = f"โรงเรียนยุบ/เลิกเมื่อ {format_date(closing.on)}"
    waiting = RoundTarget.objects.filter(pk=target.pk, standing=Standing.ASKED, has_answered=False)
    if not waiting.update(standing=Standing.EXCUSED, reason=why):
        return False
    _record_on(target, "round.target_excused", None, why=why)
    tell_asked(target.round_id)
    return True


def _record_on(target: RoundTarget, verb: str, by: Member | None, why: str = "") -> None:
    """Schools by name. Of people history would never forget the name, so it says the number only."""
    of = target.school.name if target.school else "1 คน"
    record(verb, by=by, on=target.round, within=target.round.form_id, why=why, to=of)


# Links


@transaction.atomic
def renew_link(target: RoundTarget, *, seen: int, by: Member) -> None:
    """The link that went astray is worth nothing from now on. `seen`: the number of the link that was shown."""
    access.can_change_round(by, target.round).or_refuse()
    shown = RoundTarget.objects.filter(pk=target.pk, link_number=seen)
    if shown.update(link_number=seen + 1):
        _record_on(target, "round.link_renewed", by)


@transaction.atomic
def renew_links(round_: Round, *, seen: int, by: Member) -> None:
    """Of everybody who is asked, and the public one."""
    access.can_change_round(by, round_).or_refuse()
    if Round.objects.filter(pk=round_.pk, link_number=seen).update(
        link_number=seen + 1, revision=F("revision") + 1
    ):
        record("round.link_renewed", by=by, on=round_, within=round_.form_id, to="ทุกราย")
    round_.refresh_from_db()

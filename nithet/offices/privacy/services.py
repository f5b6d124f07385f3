"""Consents, requests and their answers, and taking a person out of the records."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q

from nithet.audit.services import Seen, erase_person, look_for, record
from nithet.catalogue.privacy import load_privacy
from nithet.core.clock import now, today
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Consent, Person, PrivacyRequest
from nithet.offices.privacy.errors import NotAskedForError, RequestAnsweredError, StillServingError
from nithet.offices.privacy.sources import all_sources
from nithet.offices.privacy.traces import ids_about, names_of, users_of

State = PrivacyRequest.State


def set_consent(purpose: str, *, is_given: bool, by: Member) -> None:
    """A person's own consent to one use, given or withdrawn. What it is already is not written again."""
    if purpose not in {known.code for known in load_privacy().consents}:
        raise NotAskedForError
    person = by.person
    with transaction.atomic():
        in_force = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
        if is_given:
            _, is_new = Consent.objects.get_or_create(
                person=person, purpose=purpose, withdrawn_at=None,
                defaults={
                    "office": person.office, "given_at": now(), "given_how": "ให้ในระบบ", "recorded_by_id": by.pk,
                },
            )  # fmt: skip
        else:
            is_new = bool(in_force.update(withdrawn_at=now()))
        if is_new:
            verb = "privacy.consent_given" if is_given else "privacy.consent_withdrawn"
            record(verb, by=by, on=person, purpose=purpose)


def ask(kind: str, text: str, *, by: Member) -> PrivacyRequest:
    """A request about one's own data. A second one of the same kind is the first, while that is open."""
    known = PrivacyRequest.objects.filter(person=by.person, kind=kind, state=State.OPEN).first()
    if known:
        return known
    try:
        with transaction.atomic():
            made = PrivacyRequest.objects.create(
                office=by.office, person=by.person, kind=kind, text=text, made_at=now()
            )
            record("privacy.asked", by=by, on=by.person, kind=kind)
    except IntegrityError:
        return PrivacyRequest.objects.get(person=by.person, kind=kind, state=State.OPEN)
    return made


def withdraw(asked: PrivacyRequest, *, by: Member) -> None:
    _close(asked, State.WITHDRAWN, "", by=by)


def answer(asked: PrivacyRequest, *, is_granted: bool, words: str, by: Member) -> None:
    """Close a request with its answer; a granted removal is done with it."""
    access.can_answer_privacy(by).or_refuse()
    person, removes = asked.person, is_granted and asked.kind == PrivacyRequest.Kind.REMOVAL
    seen = look_for(person.office_id, names_of(person)) if removes else None
    with transaction.atomic():
        _close(asked, State.ANSWERED if is_granted else State.REFUSED, words, by=by)
        if removes:
            pseudonymise(person, by=by, seen=seen)


@transaction.atomic
def _close(asked: PrivacyRequest, state: str, words: str, *, by: Member) -> None:
    changed = PrivacyRequest.objects.filter(pk=asked.pk, state=State.OPEN).update(
        state=state, answer=words, answered_at=now(), answered_by_id=by.pk
    )
    if not changed:
        raise RequestAnsweredError
    record(f"privacy.{state}", by=by, on=asked.person, why=words, kind=asked.kind)


def alias_of(person: Person) -> str:
    """What stands for the name afterwards: the same each time, and no part of the name."""
    return f"บุคลากรนามแฝง {person.pk.hex[-6:].upper()}"


@transaction.atomic
def pseudonymise(person: Person, *, by: Member, seen: Seen | None = None) -> None:
    """Take the person out of the records. What was done and decided stays, under an alias. It cannot be undone.

    `seen` is what was found in history before the transaction.
    """
    access.can_answer_privacy(by).or_refuse()
    ahead = Q(until_on__isnull=True) | Q(until_on__gte=today())
    if Appointment.objects.filter(ahead, person=person, voided_at=None).exists():
        raise StillServingError(person=person.name)
    person = Person.objects.select_for_update(of=("self",)).select_related("user", "office").get(pk=person.pk)
    if person.pseudonymised_at:
        return
    # Asked before anything is forgotten: history itself knows them.
    alias, about, names, users = alias_of(person), ids_about(person), names_of(person), users_of(person)
    for source in all_sources():
        if source.forget:
            source.forget(person, alias)
    erase_person(person.office_id, person.user_id, about, alias, by, names=names, seen=seen)
    for user in users:
        erase_person(person.office_id, user.pk, (), alias, by)
        # What befell an account while it belonged to nobody in an office.
        erase_person(None, user.pk, (), alias, by)

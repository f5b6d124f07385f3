"""Consents, and requests with their answers. `removing` takes a person out of the records."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from nithet.audit.services import record
from nithet.catalogue.privacy import load_privacy
from nithet.core.clock import now
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Consent, PrivacyRequest
from nithet.offices.privacy import removing
from nithet.offices.privacy.errors import NotAskedForError, RequestAnsweredError

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
    pending = PrivacyRequest.objects.filter(
        person=by.person, kind=kind, state__in=(State.OPEN, State.REMOVING)
    )
    if known := pending.first():
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
    """Close a request with its answer. A granted removal begins with it, and is answered when it is done."""
    access.can_answer_privacy(by).or_refuse()
    if is_granted and asked.kind == PrivacyRequest.Kind.REMOVAL:
        removing.begin(asked, words=words, by=by)
    else:
        _close(asked, State.ANSWERED if is_granted else State.REFUSED, words, by=by)


@transaction.atomic
def _close(asked: PrivacyRequest, state: str, words: str, *, by: Member) -> None:
    changed = PrivacyRequest.objects.filter(pk=asked.pk, state=State.OPEN).update(
        state=state, answer=words, answered_at=now(), answered_by_id=by.pk
    )
    if not changed:
        raise RequestAnsweredError
    record(f"privacy.{state}", by=by, on=asked.person, why=words, kind=asked.kind)

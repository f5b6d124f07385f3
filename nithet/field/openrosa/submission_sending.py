"""What a phone sends: whose it is, which form it fills, and what it is answered. Both doors come here."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError, InterfaceError

from nithet.core.disk import is_storage_full
from nithet.core.errors import DomainError, NoRoomError
from nithet.field.arrival.clocks import skew_of_header
from nithet.field.openrosa.submission_answers import FAILED, ROOM, Answer, refused, taken
from nithet.field.openrosa.submission_callers import known_device
from nithet.field.openrosa.submission_parts import Parts
from nithet.field.services.arriving import arrive
from nithet.field.services.devices import seen
from nithet.forms.checking.instance import UnfitInstanceError, read_instance
from nithet.forms.errors import NothingSentError, UnreadableSubmissionError

logger = logging.getLogger(__name__)


def asked(secret: str) -> Answer:
    """HEAD: whether this phone may send."""
    try:
        known_device(secret)
    except DomainError as error:
        return Answer(error.status)
    return ROOM


def sent(secret: str, parts: Parts, *, at: datetime, date: str) -> Answer:
    """POST. `date`: the clock of the phone, as it tells it."""
    try:
        return _sent(secret, parts, at, date)
    except DomainError as error:
        return refused(error)
    except (OSError, DatabaseError, InterfaceError) as error:
        if is_storage_full(error):
            return refused(NoRoomError())
        logger.exception("a submission could not be stored")
        return FAILED


def _sent(secret: str, parts: Parts, at: datetime, date: str) -> Answer:
    known = known_device(secret)
    if not parts.xml:
        raise NothingSentError
    try:
        instance = read_instance(parts.xml)
    except UnfitInstanceError as unfit:
        raise UnreadableSubmissionError(why=unfit.words) from unfit
    device, member = known.caller.device, known.caller.member
    arrived = arrive(
        known.version(instance.form_name), xml=parts.xml, files=parts.files, at=at, member=member, device=device,
        clock_skew=skew_of_header(date, at=at) if date else None, instance=instance,
    )  # fmt: skip
    seen(device, at)
    return taken(arrived, is_incomplete=parts.is_incomplete)

"""What a phone sends: whose it is, which form it fills, and what it is answered. Both doors come here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError

from nithet.core.connections import leave_broken_connection
from nithet.core.disk import is_storage_full
from nithet.core.errors import DomainError, NoRoomError
from nithet.field.arrival.clocks import skew_of_header
from nithet.field.openrosa.submission_answers import AWAY, FAILED, ROOM, Answer, refused, taken
from nithet.field.openrosa.submission_callers import Known, known_device
from nithet.field.openrosa.submission_parts import Parts
from nithet.field.services.arriving import arrive
from nithet.field.services.devices import seen
from nithet.forms.checking.instance import UnfitInstanceError, read_instance
from nithet.forms.errors import NothingSentError, UnreadableSubmissionError

logger = logging.getLogger(__name__)


def asked(secret: str) -> Answer:
    """HEAD: whether this phone may send."""

    def room() -> Answer:
        known_device(secret)
        return ROOM

    answer = _answered(room)
    return Answer(answer.status, headers=answer.headers)


def sent(secret: str, read: Callable[[], Parts], *, at: datetime, date: str) -> Answer:
    """POST. `read` takes the request apart, which is done for no stranger. `date`: the clock of the phone, as it tells it."""

    def take() -> Answer:
        known = known_device(secret)
        return _taken(known, read(), at, date)

    return _answered(take)


def _answered(act: Callable[[], Answer]) -> Answer:
    """What the phone is told, whatever happens."""
    try:
        return act()
    except DomainError as error:
        return refused(error)
    except (OSError, DatabaseError, InterfaceError) as error:
        return _failed(error)


def _failed(error: Exception) -> Answer:
    """A database that is away or busy comes back: the phone keeps the form and sends it again by itself."""
    if is_storage_full(error):
        return refused(NoRoomError())
    if isinstance(error, OperationalError | InterfaceError):
        # Not its words: the database tells the row in them.
        logger.warning("the database is away: %s", type(error).__name__)
        leave_broken_connection()
        return AWAY
    logger.error("a submission could not be stored", exc_info=error)
    return FAILED


def _taken(known: Known, parts: Parts, at: datetime, date: str) -> Answer:
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

"""What was filled on the page with a network: seen as the same subject as what a phone or another browser recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from nithet.core.files import Upload
from nithet.field.arrival.apart import keep_same_subject
from nithet.field.subject import subject_of
from nithet.forms.models import FormVersion
from nithet.forms.services.receiving import prepare
from nithet.forms.services.storing import Received, insert_once
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day


def take_filled(
    version: FormVersion, *, xml: bytes, files: Mapping[str, Upload], by: Member, at: datetime
) -> Received:
    """As `receive`: once, and another content under its name is refused, since whoever sends it sits before the page."""
    came = prepare(version, xml=xml, files=files, at=at, by=by)
    made = came.made
    made.subject = subject_of(made.version, came.read, sent_by=made.sent_by_id, filled_on=bangkok_day(at))
    received = insert_once(made, came.kept, by=by)
    keep_same_subject(received.submission, by=by, at=at)
    return received

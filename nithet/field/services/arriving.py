"""What a device sends arrives: once, marked with where it came from, and kept apart where it does not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from nithet.core.files import Upload
from nithet.field.arrival import together
from nithet.field.arrival.apart import keep_content, keep_same_subject
from nithet.field.arrival.clocks import clock_problems
from nithet.field.errors import KeptApartError
from nithet.field.models import Device
from nithet.field.services.choosing import bring_late
from nithet.field.services.telling import came as told_to_have_come
from nithet.field.subject import subject_of
from nithet.forms.checking.instance import Instance
from nithet.forms.errors import DuplicateInstanceError
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services.attaching import form_definition, kinds_of_files
from nithet.forms.services.receiving import prepare
from nithet.forms.services.storing import Prepared, Received, is_of_same_place, of_that_name
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day


@dataclass(frozen=True, slots=True)
class Arrived:
    """`awaited`: the names of files that the answers name and that have not come yet."""

    submission: Submission
    is_new: bool
    awaited: tuple[str, ...]


def arrive(
    version: FormVersion,
    *,
    xml: bytes,
    files: Mapping[str, Upload],
    at: datetime,
    member: Member,
    device: Device | None = None,
    filled_at: datetime | None = None,
    clock_skew: timedelta | None = None,
    instance: Instance | None = None,
) -> Arrived:
    """Stored when this returns; sent again it is the one that came before.

    `version`: the newest edition. `clock_skew`: how far the device's clock is ahead. `instance`: the XML, where it was
    read before. Raises UnreadableSubmissionError, KeptApartError where another content stands under its name, and
    DuplicateInstanceError where that is of another form.
    """
    prepared = prepare(version, xml=xml, files=files, at=at, by=member, instance=instance)
    _mark(prepared, device, clock_skew, filled_at, at)
    try:
        received = together.store(prepared)
    except DuplicateInstanceError as refused:
        received = _settled(prepared, device, at, refused)
    keep_same_subject(received.submission, by=member, at=at)
    awaited = _awaited(received, prepared)
    if not awaited and device is not None and device.kind == Device.Kind.BROWSER:
        told_to_have_come(member.office.pk, [prepared.made.instance_id])
    return Arrived(received.submission, received.is_new, awaited)


def _mark(
    came: Prepared, device: Device | None, skew: timedelta | None, filled_at: datetime | None, at: datetime
) -> None:
    made = came.made
    made.device_id = device.pk if device else None
    made.subject = subject_of(
        made.version, came.read, sent_by=made.sent_by_id, filled_on=bangkok_day(filled_at or at)
    )
    if wrong := clock_problems(skew, filled_at, at=at):
        made.problems = [*made.problems, *wrong]
        made.state = Submission.State.ATTENTION


def _settled(
    came: Prepared, device: Device | None, at: datetime, refused: DuplicateInstanceError
) -> Received:
    """Another content: what stands, where a person has chosen already; else kept apart, which is told."""
    before = of_that_name(came.made)
    is_other = before is not None and before.sha256 != came.made.sha256
    if before is None or not is_other or not is_of_same_place(before, came.made):
        raise refused
    apart = keep_content(before, came, device, at=at)
    if apart is None:
        raise refused
    if not apart.choice:
        unfit = [one["words"] for one in came.made.problems if one["code"] == "file-unfit"]
        raise KeptApartError(unfit) from refused
    if came.by is not None:
        bring_late(apart, came.kept, by=came.by)
    return Received(apart.became or before, is_new=False)


def _awaited(received: Received, came: Prepared) -> tuple[str, ...]:
    submission = received.submission
    if not submission.awaited_files:
        return ()
    if received.is_new:
        return tuple(name for name in came.read.file_names if name not in came.kept)
    named = kinds_of_files(submission.answers, form_definition(submission.version))
    known = set(submission.files.values_list("name", flat=True))
    return tuple(name for name in named if name not in known)

"""What came twice and does not agree is kept beside what stands, until a person chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nithet.audit.services import record
from nithet.core.models import StoredFile
from nithet.core.prepared import Prepared
from nithet.field.models import Apart, ApartFile, Device
from nithet.forms.models import Submission
from nithet.forms.services.storing import Prepared as Came
from nithet.offices.members import Member

MOST_APART = 10
"""Other contents under one name; nobody needs more to choose from, and no device sends them by itself."""


def keep_content(before: Submission, came: Came, device: Device | None, *, at: datetime) -> Apart | None:
    """Another content under the name of `before`, once; its files are added. None where there are too many already."""
    whole = Apart.objects.select_related("submission__version__form", "became__version__form")
    known = whole.filter(submission=before, sha256=came.made.sha256).first()
    if known is None and Apart.objects.filter(submission=before).count() >= MOST_APART:
        return None
    apart = known or _keep(_content(before, came, device, at), came.by)
    _add_files(apart, came.kept)
    return apart


def _content(before: Submission, came: Came, device: Device | None, at: datetime) -> Apart:
    made = came.made
    return Apart(
        office_id=made.office_id, kind=Apart.Kind.CONTENT, submission=before, version=made.version, xml=made.xml,
        sha256=made.sha256, answers=made.answers, device=device, sent_by=made.sent_by, person=made.person, came_at=at,
    )  # fmt: skip


def keep_same_subject(made: Submission, *, by: Member | None, at: datetime) -> Apart | None:
    """Another device has recorded the same: the two stand beside each other, the earlier one first.

    Called for what comes again too: the first time may have been broken off after it was stored.
    """
    if not made.subject or made.state == Submission.State.VOID or not _is_elsewhere(made):
        return None
    same = Submission.objects.filter(form_id=made.form_id, subject=made.subject, is_trial=False)
    same = same.exclude(pk=made.pk).exclude(state=Submission.State.VOID).exclude(device_id=made.device_id)
    first = same.defer("xml", "answers", "problems").order_by("received_at", "pk").first()
    if first is None:
        return None
    # Two that come at the same moment find each other: of both it is the same pair.
    first, later = sorted((first, made), key=lambda one: (one.received_at, one.pk))
    if Apart.objects.filter(submission=first, other=later).exists():
        return None
    device = Device.objects.filter(pk=later.device_id).first() if later.device_id else None
    return _keep(
        Apart(
            office_id=made.office_id, kind=Apart.Kind.SUBJECT, submission=first, other=later, device=device,
            sent_by=later.sent_by, person=later.person, came_at=at,
        ),
        by,
    )  # fmt: skip


# Asked for each that comes; of most of them there is no other.
_SAME: Prepared[tuple[UUID, UUID | None]] = Prepared(
    lambda form, subject: (
        Submission.objects.filter(form=form, subject=subject)
        .exclude(subject="")
        .order_by()
        .values_list("pk", "device_id")
    ),
    UUID(int=1),
    "subject",
)


def _is_elsewhere(made: Submission) -> bool:
    return any(device != made.device_id for _, device in _SAME(made.form_id, made.subject))


def _keep(made: Apart, by: Member | None) -> Apart:
    """Of two at once one is stored."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record("apart.kept", by=by, on=made, within=made.submission_id, at=made.came_at)
    except IntegrityError:
        return Apart.objects.get(submission=made.submission, sha256=made.sha256, other=made.other)
    return made


def _add_files(apart: Apart, kept: Mapping[str, StoredFile]) -> None:
    rows = [
        ApartFile(office_id=apart.office_id, apart=apart, name=name, file=file) for name, file in kept.items()
    ]
    ApartFile.objects.bulk_create(rows, ignore_conflicts=True)

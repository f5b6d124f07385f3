"""What becomes of a submission: accepted, sent back to be mended, set aside, taken back; and what is said about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.forms import access
from nithet.forms.errors import SubmissionStateError, TrialSubmissionError, UnreadSubmissionError
from nithet.forms.landing import land, waits_for_review
from nithet.forms.models import Form, Submission, SubmissionComment
from nithet.forms.services.counting import rounds_touched
from nithet.notices.services.notifying import notify
from nithet.offices.members import Member

State = Submission.State
WAITING = (State.RECEIVED, State.ATTENTION)
DECIDED = (State.APPROVED, State.RETURNED, State.VOID)
MOST_AT_ONCE = 500
RETURNED = "submission_returned"
"""The kind of notice (`telling.py`)."""


@transaction.atomic
def approve_submission(submission: Submission, *, by: Member) -> Submission:
    """ตรวจรับ: it lands in its register now, where its sender could not bring it there. Sent again it changes nothing."""
    access.can_review(by, submission).or_refuse()
    _refuse_trial(submission)
    if not _move(submission, WAITING, State.APPROVED, by):
        return submission
    record("submission.approved", by=by, on=submission, within=submission.form_id)
    if submission.landed_id is None or submission.landing_refusal:
        land(submission, by)
    return submission


@transaction.atomic
def return_submission(
    submission: Submission, *, why: str, marked: Sequence[str] = (), by: Member
) -> Submission:
    """ส่งคืนแก้ไข: `marked` are the answers that are meant (`agreements[2]/what`). Who sent it is told."""
    access.can_review(by, submission).or_refuse()
    _refuse_trial(submission)
    if not _move(submission, WAITING, State.RETURNED, by, reason=why, marked=list(marked)):
        return submission
    record(
        "submission.returned", by=by, on=submission, within=submission.form_id, why=why, marked=list(marked)
    )
    _tell_sender(submission, by)
    return submission


def _tell_sender(submission: Submission, by: Member) -> None:
    people = [submission.person] if submission.person else []
    address = reverse("forms:submission-page", args=[by.office.code, submission.pk])
    title = f"ส่งคืนแก้ไข: {submission.form.title} เลขอ้างอิง {submission.reference}"
    at = submission.decided_at.isoformat() if submission.decided_at else ""
    notify(
        people,
        RETURNED,
        submission.pk,
        title=title,
        detail=submission.reason,
        address=address,
        occasion=at,
        but=by.person,
    )


@transaction.atomic
def void_submission(submission: Submission, *, why: str, by: Member) -> Submission:
    """ยกเลิก (คงประวัติไว้): counts as nothing. What it became in a register stays there."""
    access.can_review(by, submission).or_refuse()
    return set_aside(submission, why=why, by=by)


@transaction.atomic
def set_aside(submission: Submission, *, why: str, by: Member) -> Submission:
    """The same; asks nobody's right: who calls it has asked."""
    before = (*WAITING, State.APPROVED, State.RETURNED)
    if _move(submission, before, State.VOID, by, reason=why):
        record("submission.voided", by=by, on=submission, within=submission.form_id, why=why)
        rounds_touched(submission)
    return submission


@transaction.atomic
def take_back_decision(submission: Submission, *, by: Member) -> Submission:
    """What was accepted, sent back or set aside waits to be looked at again."""
    access.can_review(by, submission).or_refuse()
    return bring_back(submission, by=by)


@transaction.atomic
def bring_back(submission: Submission, *, by: Member) -> Submission:
    """The same; asks nobody's right: who calls it has asked."""
    waits = State.ATTENTION if submission.problems else State.RECEIVED
    if _move(submission, DECIDED, waits, by, reason="", marked=[]):
        record("submission.taken_back", by=by, on=submission, within=submission.form_id)
        rounds_touched(submission)
    return submission


@transaction.atomic
def land_again(submission: Submission, *, by: Member) -> Submission:
    """ลองบันทึกเข้าทะเบียนอีกครั้ง: what stood in the way was mended since. Sent again it changes nothing."""
    access.can_land(by, submission).or_refuse()
    # One after another, and as it stands now.
    kept = ("state", "landing_refusal", "landed_kind", "landed_id", "landed_revision")
    held = Submission.objects.select_for_update().only(*kept).get(pk=submission.pk)
    for name in kept:
        setattr(submission, name, getattr(held, name))
    if not submission.landing_refusal:
        return submission
    if not can_land_again(submission):
        raise SubmissionStateError(reference=submission.reference, state=submission.get_state_display())
    land(submission, by)
    record(
        "submission.landing_tried",
        by=by,
        on=submission,
        within=submission.form_id,
        why=submission.landing_refusal,
    )
    if not submission.landing_refusal and submission.state == State.ATTENTION and not submission.problems:
        # Nothing else was the matter with it.
        Submission.objects.filter(pk=submission.pk).update(state=State.RECEIVED)
        submission.state = State.RECEIVED
    return submission


def can_land_again(submission: Submission) -> bool:
    """Whether it was refused, and waits for nothing but that: what is accepted first lands by that."""
    if not submission.landing_refusal or submission.is_trial:
        return False
    if submission.state == State.APPROVED:
        return True
    return submission.state == State.ATTENTION and not waits_for_review(submission)


def _move(submission: Submission, before: Collection[str], to: str, by: Member, **facts: Any) -> bool:
    """One statement, so that of two people pressing at once one wins; False where it is so already.

    Only of the answers that `submission` has: what was edited since has to be read first.
    """
    told = {"state": to, "decided_by_id": by.user.pk, "decided_at": now(), **facts}
    read = Submission.objects.filter(pk=submission.pk, revision=submission.revision)
    changed = read.filter(state__in=before).update(**told)
    if changed:
        for name, value in told.items():
            setattr(submission, name, value)
        return True
    stands = Submission.objects.values_list("state", "revision").get(pk=submission.pk)
    submission.state, revision = stands
    if submission.state == to or (to in WAITING and submission.state in WAITING):
        return False
    if revision != submission.revision:
        raise UnreadSubmissionError(reference=submission.reference)
    raise SubmissionStateError(reference=submission.reference, state=submission.get_state_display())


def _refuse_trial(submission: Submission) -> None:
    if submission.is_trial:
        raise TrialSubmissionError(reference=submission.reference)


def approve_many(form: Form, seen: Mapping[UUID, int], *, by: Member) -> tuple[int, int]:
    """How many were accepted, and how many were passed over: edited since, decided meanwhile, returned, or one's own.

    `seen`: key → the revision whose answers were looked at.
    """
    rows = access.visible_submissions(by).filter(form=form, pk__in=list(seen)[:MOST_AT_ONCE])
    accepted = passed = 0
    found = rows.select_related("form__unit", "version__form__unit", "person", "sent_by").defer("xml")
    # Each as it stands in its turn: what is edited while the others are accepted lands as edited.
    for key in list(rows.values_list("pk", flat=True)):
        submission = found.get(pk=key)
        was = submission.state
        if submission.revision != seen[key]:
            passed += 1
            continue
        try:
            approve_submission(submission, by=by)
        except DomainError:
            passed += 1
        else:
            accepted += was in WAITING
    return accepted, passed


@transaction.atomic
def comment_on(
    submission: Submission,
    text: str,
    *,
    path: str = "",
    key: UUID | None = None,
    at: datetime | None = None,
    by: Member,
) -> SubmissionComment:
    """Who sees a submission may say something about it. `key`: of the page, so that twice is once."""
    made, is_new = SubmissionComment.objects.get_or_create(
        pk=key or new_id(), office=by.office, submission=submission, by=by.user,
        defaults={"path": path[:300], "text": text, "at": at or now()},
    )  # fmt: skip
    if is_new:
        record("submission.commented", by=by, on=submission, within=submission.form_id)
    return made

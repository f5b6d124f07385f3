"""Filled forms that came back to be mended, and those that were sent, for the first page of who sent them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse

from nithet.forms.access import visible_submissions
from nithet.forms.models import RoundAnswer, Submission
from nithet.offices.members import Member
from nithet.thai.dates import BANGKOK

if TYPE_CHECKING:
    from nithet.cycles.register import Asked

MOST = 50
State = Submission.State
_KEPT = (State.RECEIVED, State.ATTENTION, State.APPROVED)


def asked_by_forms(member: Member, since: date) -> list[Asked]:
    """One query: of what one has sent oneself all that came back, and the newest of the rest; a round tells its own."""
    begin = datetime.combine(since, time(), tzinfo=BANGKOK)
    of_round = Exists(RoundAnswer.objects.filter(submission=OuterRef("pk")))
    rows = visible_submissions(member).filter(
        Q(state=State.RETURNED) | Q(~of_round, state__in=_KEPT, received_at__gte=begin),
        Q(sent_by=member.user) | Q(person=member.person),
        is_trial=False,
    )
    came_back = Case(When(state=State.RETURNED, then=F("decided_at")))
    found = (
        rows.defer("xml", "answers", "problems")
        .select_related("form", "school")
        .order_by(came_back.asc(nulls_last=True), "-received_at", "pk")[:MOST]
    )
    return [_asked(one, member) for one in found]


def _asked(submission: Submission, member: Member) -> Asked:
    from nithet.cycles.register import Asked  # noqa: PLC0415  (the registry declares this)

    is_returned = submission.state == State.RETURNED
    return Asked(
        key=f"submission-{submission.pk}",
        title=submission.form.title,
        of=submission.school.name if submission.school else member.name,
        address=reverse("forms:submission-page", args=[member.office.code, submission.pk]),
        act="ดูและแก้ไข" if is_returned else "ดูข้อมูลที่ส่ง",
        icon="pencil" if is_returned else "eye",
        why=f"ข้อมูลที่ส่งแล้ว เลขอ้างอิง {submission.reference}",
        sent_at=submission.received_at,
        sent_by=member.name,
        received="ตรวจรับแล้ว" if submission.state == State.APPROVED else "ได้รับแล้ว",
        returned=submission.reason if is_returned else "",
    )

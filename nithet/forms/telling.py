"""The notice that comes back to who sent a submission, and what rounds ask."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from nithet.forms import access
from nithet.forms.models import Round, Submission
from nithet.forms.services.deciding import RETURNED
from nithet.forms.services.rounds.reminding import ASKED
from nithet.notices.kinds import NoticeKind, When
from nithet.offices.members import Member


def _opens(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(access.visible_submissions(member).filter(pk__in=ids).values_list("pk", flat=True))


_STILL_BACK = Exists(Submission.objects.filter(pk=OuterRef("object_id"), state=Submission.State.RETURNED))
SUBMISSION_RETURNED = NoticeKind(
    RETURNED, "ข้อมูลจากแบบฟอร์มถูกส่งคืน", "ข้อมูลที่ท่านส่งถูกส่งคืนให้แก้ไข", _opens, mail=When.ONCE, line=When.ONCE, stands=_STILL_BACK
)  # fmt: skip


def _opens_asked(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(access.asked_targets(member).filter(round__in=ids).values_list("round", flat=True))


_STILL_ASKED = Exists(Round.objects.filter(pk=OuterRef("object_id"), state=Round.State.OPEN))
ROUND_ASKED = NoticeKind(
    ASKED, "ขอให้ตอบแบบสอบถาม", "มีรอบการเก็บข้อมูลที่ขอให้ท่านหรือโรงเรียนของท่านตอบ", _opens_asked,
    mail=When.ONCE, line=When.ONCE, stands=_STILL_ASKED,
)  # fmt: skip

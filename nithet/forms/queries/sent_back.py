"""An answer that was sent back to who has no account: what the office tells them itself, with their own link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from nithet.core.line_text import line_text
from nithet.forms import access
from nithet.forms.links import address_of
from nithet.forms.models import Round, RoundAnswer, RoundTarget, Submission
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class SentBack:
    """`email` is empty where nobody has told one."""

    name: str
    text: str
    subject: str
    email: str

    @property
    def mailto(self) -> str:
        """Opens the mail program of whoever looks; what they send is theirs."""
        if not self.email:
            return ""
        return f"mailto:{quote(self.email, safe='@')}?subject={quote(self.subject)}&body={quote(self.text)}"


def sent_back(submission: Submission, member: Member, *, base: str) -> SentBack | None:
    """None where the sender is told by the product, or the member may not see the round's links. `base`: of the site."""
    if submission.state != Submission.State.RETURNED or submission.person_id or submission.sent_by_id:
        return None
    target = _target_of(submission)
    if target is None or not access.can_change_round(member, target.round):
        return None
    title = f"ขอให้แก้ไขคำตอบ: {target.round.title}"
    facts = [
        f"เลขอ้างอิง {submission.reference}",
        f"เหตุผล: {submission.reason}",
        f"จาก {target.round.unit.short_name}",
    ]
    text = line_text(title, facts, f"{base}{address_of(target)}", way="เปิดคำตอบเดิมและแก้ไขได้ที่").text
    email = target.email or (target.school.email if target.school else "")
    return SentBack(str(target), text, title, email)


def _target_of(submission: Submission) -> RoundTarget | None:
    """Of a round that can still be answered by its link, and of which it is known whose answer it is."""
    answers = RoundAnswer.objects.filter(
        submission=submission, target__isnull=False, round__is_anonymous=False
    )
    found = answers.exclude(round__state=Round.State.VOID).values("target")
    beside = ("round__office", "round__unit", "round__form", "school", "person")
    return RoundTarget.objects.filter(pk__in=found).select_related(*beside).first()

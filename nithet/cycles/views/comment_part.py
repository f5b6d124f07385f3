"""Comments as a part of the task's page."""

from __future__ import annotations

from typing import Any

from nithet.cycles import access
from nithet.cycles.forms.comments import CommentForm
from nithet.cycles.models import Task
from nithet.cycles.queries.comments import comments_of
from nithet.cycles.services.comments import see
from nithet.offices.members import MemberRequest


def task_comments(request: MemberRequest, task: Task, forms: dict[str, Any]) -> dict[str, Any]:
    """The part of the task's page. What was said to the reader is seen by this."""
    member = request.member
    shown = comments_of(member, task)
    if any(m.person_id == member.person.pk and m.seen_at is None for one in shown for m in one.to):
        see(task, by=member)
    form = forms.get("comment_form")
    if form is None and access.can_comment(member, task):
        people = access.mentionable(member, task)
        form = CommentForm(
            people=people, initial={"to": request.GET.getlist("to"), "text": request.GET.get("say", "")}
        )
    return {"comments": shown, "comment_form": form}

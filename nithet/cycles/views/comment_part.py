"""Comments as a part of the task's page."""

from __future__ import annotations

from typing import Any

from nithet.cycles import access
from nithet.cycles.forms.comments import CommentForm
from nithet.cycles.models import Task
from nithet.cycles.queries.comments import comments_of
from nithet.cycles.services.comments import see
from nithet.notices.services.reading import mark_seen
from nithet.offices.members import MemberRequest


def task_comments(request: MemberRequest, task: Task, forms: dict[str, Any]) -> dict[str, Any]:
    """The part of the task's page. What was said to the reader is seen by this."""
    member = request.member
    shown = comments_of(member, task)
    # A GET that writes: to have read is to have opened the page, and without a script nothing else tells of it. Only
    # where something is new, so that a page opened again costs no write; nothing follows from it but a count.
    new = [m for one in shown for m in one.to if m.person_id == member.person.pk and m.seen_at is None]
    if new and _is_read(request):
        see(new, by=member)
        mark_seen(task.pk, by=member)
    form = forms.get("comment_form")
    if form is None and access.can_comment(member, task):
        people = access.mentionable(member, task)
        form = CommentForm(
            people=people, initial={"to": request.GET.getlist("to"), "text": request.GET.get("say", "")}
        )
    return {"comments": shown, "comment_form": form}


def _is_read(request: MemberRequest) -> bool:
    """What is fetched ahead of a click, or asked for its head only, nobody has before their eyes."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method != "HEAD" and "prefetch" not in ahead

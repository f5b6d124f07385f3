"""What was said about a task, and what was said to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from nithet.cycles import access
from nithet.cycles.models import Comment, Mention, Task
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class ShownComment:
    comment: Comment
    to: Sequence[Mention]
    can_void: bool


def comments_of(member: Member, task: Task) -> list[ShownComment]:
    """In the order in which they were said: two queries."""
    mentions = Prefetch(
        "mentions",
        queryset=Mention.objects.select_related("person").order_by("person__sort_key", "pk"),
        to_attr="to",
    )
    found = Comment.objects.filter(task=task).select_related("by").prefetch_related(mentions)
    return [
        ShownComment(
            one,
            one.to,
            one.voided_at is None and bool(access.can_void_comment(member, one)),
        )
        for one in found.order_by("at", "pk")
    ]


def visible_comments(member: Member) -> QuerySet[Comment]:
    """Of the tasks that the member sees."""
    return Comment.objects.filter(office=member.office, task__in=access.visible_tasks(member).values("pk"))


def unseen_mentions(member: Member) -> list[Mention]:
    """What was said to the member and not yet seen, the newest first; what they may not open any more is left out."""
    unseen = Mention.objects.filter(person=member.person, office=member.office, seen_at=None)
    seen = unseen.filter(comment__voided_at=None, comment__in=visible_comments(member).values("pk"))
    return list(seen.select_related("comment__by", "comment__task__run").order_by("-comment__at", "-pk"))

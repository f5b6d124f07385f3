"""What people say to each other about a task. It changes nothing of the task, so nothing is locked."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles import access
from nithet.cycles.errors import CommentGoneError, NotMentionableError
from nithet.cycles.models import Comment, Mention, Task
from nithet.cycles.telling.events import tell_mentioned
from nithet.offices.members import Member


@transaction.atomic
def say(task: Task, text: str, *, to: Collection[UUID] = (), by: Member, key: UUID | None = None) -> Comment:
    """Write a comment and mention people who see the task. Sent again with the same `key` it is the same comment.

    History tells that something was said and to how many, not what.
    """
    access.can_comment(by, task).or_refuse()
    people = list(access.mentionable(by, task).filter(pk__in=to))
    if len(people) < len(set(to)):
        raise NotMentionableError
    facts = {"office_id": task.office_id, "task": task, "text": text, "by": by.user, "at": now()}
    made, is_new = Comment.objects.get_or_create(pk=key or new_id(), defaults=facts)
    if not is_new and (made.task_id, made.by_id) == (task.pk, by.user.pk):
        return made
    if not is_new:  # the key of another comment, out of a copied page
        made = Comment.objects.create(**facts)
    Mention.objects.bulk_create(
        [Mention(office_id=task.office_id, comment=made, person=person) for person in people]
    )
    tell_mentioned(made, people, by=by)
    record("task.commented", by=by, on=task, within=task.run_id, mentioned=len(people))
    return made


@transaction.atomic
def void_comment(comment: Comment, *, by: Member) -> None:
    """ลบข้อความ: that something was said stays, its words are gone."""
    access.can_void_comment(by, comment).or_refuse()
    changed = Comment.objects.filter(pk=comment.pk, voided_at=None).update(voided_at=now(), text="")
    if not changed:
        raise CommentGoneError
    task = comment.task
    record("task.comment_voided", by=by, on=task, within=task.run_id)


def see(mentions: Collection[Mention], *, by: Member) -> None:
    """The member has these before their eyes. Seen is seen: again changes nothing, and history has no word of it."""
    unseen = Mention.objects.filter(pk__in=[one.pk for one in mentions], person=by.person, seen_at=None)
    unseen.update(seen_at=now())

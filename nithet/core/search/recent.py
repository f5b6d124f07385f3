"""What somebody opened last out of the search. Only that is kept: a page costs no writing by being looked at."""

from __future__ import annotations

from uuid import UUID

from nithet.core.clock import now
from nithet.core.models import Recent
from nithet.core.search.asking import Hit, entries_of, hits, seen
from nithet.core.search.kinds import Member

MOST_KEPT = 20
MOST_SHOWN = 8


def remember(member: Member, kind: str, object_id: UUID) -> None:
    """Opened just now. Nothing is written where it already stands first."""
    mine = Recent.objects.filter(office_id=member.office.pk, user_id=member.pk)
    newest = list(mine.order_by("-opened_at", "-pk").values_list("pk", "kind", "object_id")[: MOST_KEPT + 1])
    if newest and newest[0][1:] == (kind, object_id):
        return
    Recent.objects.bulk_create(
        [
            Recent(
                office_id=member.office.pk, user_id=member.pk, kind=kind, object_id=object_id, opened_at=now()
            )
        ],
        update_conflicts=True,
        unique_fields=["office_id", "user_id", "kind", "object_id"],
        update_fields=["opened_at"],
    )
    if len(newest) >= MOST_KEPT:
        kept = mine.order_by("-opened_at", "-pk").values("pk")[:MOST_KEPT]
        mine.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def recent(member: Member) -> list[Hit]:
    """The newest first, within today's rights."""
    mine = Recent.objects.filter(office_id=member.office.pk, user_id=member.pk).order_by("-opened_at", "-pk")
    order = list(mine.values_list("kind", "object_id")[:MOST_KEPT])
    rows = entries_of(member).filter(
        kind__in={kind for kind, _ in order}, object_id__in={object_id for _, object_id in order}
    )
    there = {(row.kind, row.object_id): row for row in seen(rows, member)}
    return hits([there[one] for one in order if one in there][:MOST_SHOWN], member)


def forget_recent(user_id: UUID) -> None:
    Recent.objects.filter(user_id=user_id).delete()

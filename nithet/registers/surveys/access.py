"""Which tasks a round may serve, and who takes needs and suggestions out of its result."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import Answer
from nithet.cycles.access import visible_tasks
from nithet.cycles.models import Task
from nithet.forms.access import can_see_results
from nithet.forms.models import Round
from nithet.offices.members import Member
from nithet.registers.generic.access import can_record_in


def can_keep_findings(member: Member, round_: Round) -> Answer:
    """Take needs and suggestions out of a result: who sees it and keeps the division's registers."""
    if not (may := can_see_results(member, round_)):
        return may
    return can_record_in(member, round_.unit)


def kin_tasks(member: Member, served: set[UUID]) -> QuerySet[Task]:
    """Other tasks that the same result may serve: what is tied to a served one, whosever it is; and kin that one sees."""
    tied = Q(links_on__second__in=served) | Q(links_back__first__in=served)
    families = Task.objects.filter(pk__in=served).exclude(run__procedure__family="")
    kin = Q(pk__in=visible_tasks(member).values("pk")) & Q(
        run__procedure__family__in=families.values("run__procedure__family")
    )
    open_to = Task.objects.filter(office=member.office, state__in=Task.UNFINISHED, is_container=False)
    return open_to.filter(tied | kin).exclude(pk__in=served).distinct()

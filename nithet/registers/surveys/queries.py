"""Rounds beside the tasks that they serve or could serve."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from nithet.cycles.access import can_work, visible_tasks
from nithet.cycles.models import Evidence, Task
from nithet.cycles.register import Found
from nithet.forms import access
from nithet.forms.models import Round
from nithet.forms.results.shapes import Role
from nithet.forms.round_hooks import Served
from nithet.forms.services.tallying import instrument_of
from nithet.offices.members import Member
from nithet.registers.surveys.access import can_keep_findings, kin_tasks
from nithet.registers.surveys.models import RoundTask
from nithet.registers.surveys.serving import KIND

State = Round.State


def resolve_rounds(member: Member, ids: Collection[UUID]) -> Mapping[UUID, Found]:
    """For evidence: two queries."""
    seen = set(access.visible_rounds(member).filter(pk__in=ids).values_list("pk", flat=True))
    known = Round.objects.filter(office=member.office, pk__in=ids).values_list("pk", "title")
    return {pk: Found(title, _page(member, pk) if pk in seen else "") for pk, title in known}


def _page(member: Member, pk: UUID) -> str:
    return reverse("forms:round-page", args=[member.office.code, pk])


def served_ids(round_: Round) -> set[UUID]:
    """The tasks that it was made for, and those that have it as evidence."""
    rows = Evidence.objects.filter(office=round_.office_id, kind=KIND, object_id=round_.pk, voided_at=None)
    tied = RoundTask.objects.filter(round=round_)
    return {*rows.values_list("task", flat=True), *tied.values_list("task", flat=True)}


def work_of(round_: Round, member: Member) -> list[Served]:
    """The tasks that it serves, as far as the member sees them; and the way to those that it could serve besides."""
    ids = served_ids(round_)
    tasks = visible_tasks(member).filter(pk__in=ids).select_related("run").order_by("due_on", "pk")
    found = [Served(_title(task), _address(member, task)) for task in tasks]
    can_tie = ids and round_.state != State.VOID and access.can_change_round(member, round_)
    if can_tie and (count := could_serve(round_, member, ids).count()):
        address = reverse("surveys:round-tasks", args=[member.office.code, round_.pk])
        found.append(Served(f"ใช้ผลนี้กับงานที่เกี่ยวข้องอีก {count} งาน", address))
    return found


def could_serve(round_: Round, member: Member, ids: set[UUID]) -> QuerySet[Task]:
    """Kin of the tasks that it serves, as long as they are not ended and ask for the same."""
    of_use = [
        pk for pk, actions in kin_tasks(member, ids).values_list("pk", "actions") if round_.use in actions
    ]
    return Task.objects.filter(pk__in=of_use).select_related("run", "unit").order_by("due_on", "pk")


def task_for(task: UUID, member: Member) -> Served | None:
    """A task that a round may be made for; None where the member does not see it or has no part in it."""
    found = visible_tasks(member).filter(pk=task).select_related("run").first()
    if found is None or not can_work(member, found):
        return None
    return Served(_title(found), _address(member, found))


def _title(task: Task) -> str:
    return f"{task.title} ({task.run.title})"


def _address(member: Member, task: Task) -> str:
    return reverse("cycles:task-page", args=[member.office.code, task.pk])


def use_of(task: Task) -> str:
    """What a round for it is used for; "" where it asks for none."""
    return next((use for use in task.actions if use in Round.Use), "")


def rounds_for(task: Task, member: Member) -> QuerySet[Round]:
    """Rounds of the member's that the task could use instead of asking again: of its use, in its year, the latest first."""
    cycle = task.run.cycle
    rounds = access.visible_rounds(member).filter(
        use=use_of(task),
        state__in=(State.OPEN, State.CLOSED),
        opens_on__range=(cycle.starts_on, cycle.ends_on),
    )
    return rounds.select_related("unit", "form").order_by("-opens_on", "-pk")


def ways_on(round_: Round, member: Member) -> list[Served]:
    """What the result page leads to: the books of needs and suggestions, where the form asks for them."""
    if round_.state == State.VOID or not can_keep_findings(member, round_):
        return []
    roles = {item.role for item in instrument_of(round_.version).items}
    known = {Role.DUAL: ("บันทึกลำดับความต้องการจำเป็น", "needs"), Role.TEXT: ("รวบรวมข้อเสนอแนะ", "suggestions")}
    return [
        Served(words, reverse(f"surveys:round-{name}", args=[member.office.code, round_.pk]))
        for role, (words, name) in known.items()
        if role in roles
    ]

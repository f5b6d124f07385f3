"""What rounds are told here of the work that they serve (`forms/round_hooks.py`)."""

from __future__ import annotations

from uuid import UUID

from nithet.core.clock import today
from nithet.core.commits import after_commit
from nithet.cycles.access import visible_tasks
from nithet.forms.models import Round
from nithet.forms.queries.results import RoundResults
from nithet.forms.round_hooks import RoundHooks
from nithet.offices.members import Member
from nithet.registers.surveys import findings, queries, serving
from nithet.registers.surveys.models import Need


def _serves(round_: Round, task: UUID, by: Member) -> None:
    found = visible_tasks(by).filter(pk=task).first()
    if found is not None:
        serving.serve(round_, found, by=by)


def _bring_up(round_: Round) -> None:
    serving.bring_up(round_)


def _closed(round_: Round) -> None:
    serving.bring_up(round_)
    after_commit(_refresh, round_.pk)


def _refresh(key: UUID) -> None:
    """Needs that were recorded while answers still came."""
    if Need.objects.filter(round=key).exists():
        round_ = Round.objects.select_related("version", "office").get(pk=key)
        findings.refresh_needs(RoundResults(round_, on=today()))


HOOKS = RoundHooks(
    serves=_serves,
    opened=_bring_up,
    answered=serving.heard,
    asked=serving.asked_others,
    closed=_closed,
    voided=serving.give_up,
    work=queries.work_of,
    task=queries.task_for,
    ways=queries.ways_on,
)

"""A folder out of a readable list of what is asked."""

from __future__ import annotations

from typing import Any

from nithet.cycles.models import Decision, Task
from nithet.cycles.services.deciding import give
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.offices.members import Member
from nithet.offices.models import Role, Unit


def lay(
    unit: Unit, doer: Member, *asks: str, before: dict[str, Member] | None = None, **facts: Any
) -> list[Decision]:
    """Submit a matter for each ask. `before`: who passes it on first, by role, until somebody else is asked."""
    procedures = [
        make_procedure(
            unit,
            [{"title": f"เรื่องที่ {place}", "months": [11], "actions": ["operate"], "ask": ask}],
            title=f"งานทดลองที่ {place}",
        )
        for place, ask in enumerate(asks, start=1)
    ]
    open_year(unit.office)
    return [_submitted(task_of(procedure, "1"), doer, before or {}, facts) for procedure in procedures]


def _submitted(task: Task, doer: Member, before: dict[str, Member], facts: dict[str, Any]) -> Decision:
    submit(
        task,
        facts.get("note", "ไม่มีเอกสารแนบ เพราะใช้ของเดิม"),
        by=doer,
        **{k: v for k, v in facts.items() if k != "note"},
    )
    while (waiting := current(task)).role in before:
        give(waiting, f"เห็นควร {waiting.get_ask_display()}", by=before[waiting.role])
    return waiting


def up_to_director(boss: Member, second: Member) -> dict[str, Member]:
    return {Role.HEAD: boss, Role.DEPUTY: second}

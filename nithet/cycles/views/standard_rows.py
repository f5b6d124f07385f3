"""A run's standards as its page and its file show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from nithet.core.tables.writing import Column, Value
from nithet.cycles import access
from nithet.cycles.forms import JudgeForm
from nithet.cycles.models import Evidence, Run, Task
from nithet.cycles.queries.standards import RunStandard, standards_of
from nithet.cycles.standards import words_of
from nithet.cycles.standards.verdict import Outcome, Part
from nithet.cycles.words import Standing
from nithet.offices.members import Member

SHOWN = 5
"""Pieces of evidence beside a standard; all of them stand in their own list."""
AHEAD = 3
"""More periods still to come than this are counted only."""

STANDARD_COLUMNS = (
    Column("ขั้นที่", 8), Column("มาตรฐาน", 48), Column("สิ่งที่ตรวจ", 40), Column("ผล", 24), Column("รายละเอียด", 48),
    Column("ความเห็น", 40), Column("ผู้พิจารณา", 28), Column("หลักฐาน (รายการ)", 12, "number"),
)  # fmt: skip

_STANDINGS = {
    Outcome.MET: Standing("done", "เป็นไปตามมาตรฐาน"),
    Outcome.NOT_YET: Standing("open", "ยังไม่ครบ"),
    Outcome.NOT_MET: Standing("late", "ไม่เป็นไปตามมาตรฐาน"),
    Outcome.BY_PERSON: Standing("wait", "รอผลการพิจารณา"),
}
_SKIPPED = Standing("void", "งดดำเนินการ")


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard with its words for the day, and the evidence that the reader sees."""

    standard: RunStandard
    standing: Standing
    asked: str
    parts: Sequence[tuple[Standing, Part]]
    ahead: int
    evidence: Sequence[Evidence]
    more: int
    # Of tasks that the reader does not see.
    hidden: int
    can_judge: bool
    form: JudgeForm | None


def standard_rows(
    member: Member, run: Run, tasks: Iterable[Task], *, typed: tuple[UUID, JudgeForm] | None = None
) -> list[StandardRow]:
    """`tasks` are those that the member sees; `typed` is a step and what was said of it and must be mended."""
    seen = {task.pk for task in tasks}
    return [_row(member, run, one, seen, typed) for one in standards_of(run, on=member.on)]


def _row(
    member: Member,
    run: Run,
    standard: RunStandard,
    seen: Collection[UUID],
    typed: tuple[UUID, JudgeForm] | None,
) -> StandardRow:
    shown = [e for e in standard.evidence if e.task_id in seen]
    can_judge = standard.is_for_person and bool(access.can_judge(member, run, standard.doers))
    parts = _told(standard.verdict.parts)
    mended = typed[1] if typed and typed[0] == standard.step.pk else None
    return StandardRow(
        standard, standing_of(standard), words_of(standard.condition),
        parts=[(_STANDINGS[part.outcome], part) for part in parts], ahead=len(standard.verdict.parts) - len(parts),
        evidence=shown[:SHOWN], more=len(shown[SHOWN:]), hidden=len(standard.evidence) - len(shown),
        can_judge=can_judge,
        form=(mended or JudgeForm(auto_id=f"judge_{standard.step.number}_%s")) if can_judge else None,
    )  # fmt: skip


def _told(parts: Sequence[Part]) -> Sequence[Part]:
    ahead = [part for part in parts if part.is_ahead]
    return parts if len(ahead) <= AHEAD else [part for part in parts if not part.is_ahead]


def standing_of(standard: RunStandard) -> Standing:
    return _SKIPPED if standard.is_skipped else _STANDINGS[standard.outcome]


def standard_cells(rows: Iterable[StandardRow]) -> Iterator[list[Value]]:
    for row in rows:
        one = row.standard
        judged = one.judgement if one.is_for_person else None
        told = [*map(str, one.verdict.parts), one.verdict.note, *map(str, one.shortfalls)]
        yield [
            one.step.number, one.step.standard, row.asked, row.standing.words, " · ".join(filter(None, told)),
            judged.words if judged else "", judged.judged_by.name if judged else "", len(one.evidence),
        ]  # fmt: skip

"""Procedures of several offices side by side: their steps in one order, each beside its counterparts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nithet.manuals.comparing.matching import paired_steps
from nithet.manuals.draft import ProcedureDraft, StepDraft


@dataclass(frozen=True, slots=True)
class SideRow:
    """One kind of step, and how each procedure has it; None where one has it not."""

    steps: tuple[StepDraft | None, ...]

    @property
    def holders(self) -> int:
        return sum(step is not None for step in self.steps)


def side_by_side(procedures: Sequence[ProcedureDraft]) -> list[SideRow]:
    """The steps of all, in the order of the first one; what only a later one has stands behind what precedes it there."""
    rows: list[tuple[StepDraft | None, ...]] = [(step,) for step in procedures[0].steps] if procedures else []
    for count, one in enumerate(procedures[1:], start=1):
        rows = _joined(rows, one, count)
    return [SideRow(row) for row in rows]


def _joined(
    rows: Sequence[tuple[StepDraft | None, ...]], one: ProcedureDraft, count: int
) -> list[tuple[StepDraft | None, ...]]:
    """Each row with the step of one more procedure."""
    likes = [_like(row, place) for place, row in enumerate(rows)]
    steps = [replace(step, key=f"new{place}", lineage=None) for place, step in enumerate(one.steps)]
    originals = {step.key: original for step, original in zip(steps, one.steps, strict=True)}
    by_key = {like.key: row for like, row in zip(likes, rows, strict=True)}
    return [
        (
            *(by_key[pair.after.key] if pair.after else (None,) * count),
            originals[pair.before.key] if pair.before else None,
        )
        for pair in paired_steps(steps, likes, by_work=True)
    ]


def _like(row: Sequence[StepDraft | None], place: int) -> StepDraft:
    """A row as one step: known by all the titles in it."""
    steps = [step for step in row if step]
    titles = dict.fromkeys(title for step in steps for title in (step.title, *step.also_called))
    return replace(steps[0], also_called=tuple(titles)[1:], key=f"row{place}", lineage=None)

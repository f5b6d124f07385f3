"""What of a review page differs after an act: only that is drawn again."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.manuals.queries.outline import Outline, ProcedureOutline, SourceLine, StepOutline


@dataclass(frozen=True, slots=True)
class Changes:
    """The parts to draw again. `is_structure`: the procedures came, went or moved, so all of it."""

    is_structure: bool
    is_whole: bool
    """The warnings about the whole manual differ."""
    is_lost: bool
    procedures: list[ProcedureOutline]
    heads: list[ProcedureOutline]
    """Procedures of which only what stands above and below the steps differs."""
    steps: list[StepOutline]
    lines: list[SourceLine]


def changes_of(before: Outline, after: Outline) -> Changes:
    keys = [one.key for one in before.procedures]
    is_structure = keys != [one.key for one in after.procedures] or before.matters != after.matters
    found = Changes(
        is_structure=is_structure,
        is_whole=before.doubts != after.doubts,
        is_lost=before.lost != after.lost,
        procedures=[],
        heads=[],
        steps=[],
        lines=[now for was, now in zip(before.source, after.source, strict=True) if was != now],
    )
    if not is_structure:
        for old, new in zip(before.procedures, after.procedures, strict=True):
            _compare(old, new, found)
    return found


def _compare(old: ProcedureOutline, new: ProcedureOutline, found: Changes) -> None:
    if _shape(old) != _shape(new):
        found.procedures.append(new)
        return
    if old.doubts != new.doubts or (old.procedure is not new.procedure and _head(old) != _head(new)):
        found.heads.append(new)
    found.steps.extend(now for was, now in zip(old.steps, new.steps, strict=True) if was != now)


def _shape(one: ProcedureOutline) -> list[tuple[str, int, str]]:
    """Which steps there are, and where they stand."""
    return [(step.key, step.step.number, step.lines_code) for step in one.steps]


def _head(one: ProcedureOutline) -> tuple[object, ...]:
    said = one.procedure
    texts = (said.objectives, said.scope, said.definitions, said.forms, said.references)
    return said.title, said.family, said.also_called, texts

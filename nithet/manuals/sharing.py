"""What of a manual goes to other offices: its work, without the names of its people and what only concerns itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nithet.manuals.draft import Caution, ManualDraft, ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.responsible import names_person

LEFT_OUT = "ฉบับต้นทางระบุชื่อบุคคลเป็นผู้รับผิดชอบขั้นตอนนี้ ระบบไม่คัดลอกชื่อ โปรดระบุตำแหน่งหรือกลุ่มงานของสำนักงานท่าน"


def shared(draft: ManualDraft) -> ManualDraft:
    """The procedures as others may read them. Forewords, lists of authors and the like stay at home."""
    procedures = tuple(shared_procedure(one) for one in draft.procedures)
    return replace(draft, procedures=procedures, matters=(), warnings=())


def persons_named(draft: ManualDraft) -> int:
    """In how many steps persons are named as responsible."""
    return sum(any(map(names_person, step.responsible)) for one in draft.procedures for step in one.steps)


def to_begin_from(draft: ManualDraft) -> ManualDraft:
    """Another office's manual as the beginning of one's own: of no lineage here, with a warning where a name was."""
    begun = shared(draft)
    procedures = tuple(_unrelated(one) for one in begun.procedures)
    warnings = tuple(_left_out(draft))
    return replace(
        begun, procedures=procedures, office=None, group=None, fiscal_year_be=None, warnings=warnings
    )


def shared_procedure(one: ProcedureDraft) -> ProcedureDraft:
    """Without the persons whom it names as responsible."""
    return replace(one, steps=tuple(_step_without_persons(step) for step in one.steps))


def _step_without_persons(step: StepDraft) -> StepDraft:
    kept = tuple(name for name in step.responsible if not names_person(name))
    return step if kept == step.responsible else replace(step, responsible=kept)


def _unrelated(one: ProcedureDraft) -> ProcedureDraft:
    steps = tuple(
        replace(step, lineage=None, substeps=tuple(_part(part) for part in step.substeps))
        for step in one.steps
    )
    return replace(one, steps=steps, lineage=None)


def _part(part: SubstepDraft) -> SubstepDraft:
    return replace(part, lineage=None)


def _left_out(draft: ManualDraft) -> Iterator[Caution]:
    for one in draft.procedures:
        for step in one.steps:
            if any(map(names_person, step.responsible)):
                yield Caution("names-left-out", LEFT_OUT, 0, step.key)

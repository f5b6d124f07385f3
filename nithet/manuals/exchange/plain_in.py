"""Plain mappings as drafts: every key is known, every code of its vocabulary; problems gather in `Fields`."""

from __future__ import annotations

from uuid import UUID

from nithet.catalogue.loader import load_families
from nithet.catalogue.strict import Fields
from nithet.catalogue.vocabulary import ACTIONS, CADENCE_WORDS, DECISIONS, PERIODS, is_cadence
from nithet.manuals.draft import (
    Decision,
    Definition,
    ManualDraft,
    Matter,
    Measure,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.exchange.content import Received

_MONTHS = 12
_MOST_STEPS = 999


def manual_from(fields: Fields) -> Received:
    title = fields.free_text("title", optional=True)
    fields.optional_number("procedures", low=0, high=_MOST_STEPS)
    manual = ManualDraft(
        office=fields.free_text("office", optional=True) or None,
        group=fields.free_text("group", optional=True) or None,
        fiscal_year_be=fields.optional_number("fiscal_year_be", low=2400, high=2700),
        matters=tuple(_matter(one) for one in fields.each("matters", "เรื่องที่", optional=True)),
    )
    fields.close()
    return Received(manual, title)


def _matter(fields: Fields) -> Matter:
    title, text = fields.free_text("title", optional=True), fields.free_text("text", optional=True)
    return Matter(fields.text("kind", optional=True), title, text)


def procedure_from(fields: Fields) -> ProcedureDraft:
    return ProcedureDraft(
        title=fields.free_text("title"),
        number=fields.free_text("number", optional=True) or None,
        part=fields.free_text("part", optional=True) or None,
        family=fields.code("family", [one.code for one in load_families()], optional=True) or None,
        lineage=_lineage(fields),
        also_called=fields.free_texts("also_called"),
        objectives=_texts(fields, "objectives"),
        scope=fields.free_text("scope", optional=True) or None,
        definitions=tuple(
            Definition(one.free_text("term", optional=True), one.free_text("meaning", optional=True))
            for one in fields.each("definitions", "คำจำกัดความที่", optional=True)
        ),
        steps=tuple(step_from(one) for one in fields.each("steps", "ขั้นลำดับที่", optional=True)),
        forms=_texts(fields, "forms"),
        references=_texts(fields, "references"),
    )


def _texts(fields: Fields, key: str) -> tuple[Text, ...]:
    return tuple(Text(text) for text in fields.free_texts(key))


def step_from(fields: Fields) -> StepDraft:
    return StepDraft(
        number=fields.number("number", low=0, high=_MOST_STEPS),
        title=fields.free_text("title", optional=True),
        lineage=_lineage(fields),
        also_called=fields.free_texts("also_called"),
        detail=fields.free_text("detail", optional=True) or None,
        months=_months(fields),
        cadence=_cadence(fields),
        time_text=fields.free_text("time_text", optional=True) or None,
        responsible=fields.free_texts("responsible"),
        actions=fields.codes("actions", ACTIONS, optional=True),
        decision=_decision(fields),
        standard=fields.free_text("standard", optional=True) or None,
        measure=_measure(fields),
        forms=fields.free_texts("forms"),
        substeps=tuple(_substep(one) for one in fields.each("substeps", "ข้อย่อยลำดับที่", optional=True)),
    )


def _substep(fields: Fields) -> SubstepDraft:
    return SubstepDraft(
        number=fields.free_text("number", optional=True),
        title=fields.free_text("title", optional=True),
        lineage=_lineage(fields),
        actions=fields.codes("actions", ACTIONS, optional=True),
        decision=_decision(fields),
    )


def _months(fields: Fields) -> tuple[int, ...] | None:
    if not fields.has("months"):
        return None
    months = fields.numbers("months")
    if any(not 1 <= month <= _MONTHS for month in months) or len(set(months)) != len(months):
        fields.blame(f"“months” ต้องเป็นเดือน 1–12 ไม่ซ้ำ ไม่ใช่ {list(months)}", key="months")
    return months or None


def _cadence(fields: Fields) -> str | None:
    cadence = fields.text("cadence", optional=True)
    if cadence and not is_cadence(cadence):
        fields.blame(f"“cadence” ไม่รู้จัก “{cadence}” ใช้ได้: {CADENCE_WORDS}", key="cadence")
    return cadence or None


def _decision(fields: Fields) -> Decision | None:
    code = fields.code("decision", DECISIONS, optional=True)
    return Decision(code) if code in DECISIONS else None


def _measure(fields: Fields) -> Measure | None:
    inner = fields.optional_inner("measure")
    if inner is None:
        return None
    measure = Measure(inner.number("at_least", low=1, high=_MOST_STEPS), inner.code("per", PERIODS))
    inner.close()
    return measure


def _lineage(fields: Fields) -> str | None:
    text = fields.text("lineage", optional=True)
    try:
        return str(UUID(text)) if text else None
    except ValueError:
        fields.blame(f"“lineage” ต้องเป็นรหัส UUID ไม่ใช่ “{text}”", key="lineage")
        return None

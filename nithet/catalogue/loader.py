"""Reads the shipped catalogue. All problems of a file are raised together, each with its step.

`read_procedure` also reads a procedure that somebody wrote or exported: `dump_procedure` writes the same format.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from nithet.catalogue.strict import CatalogueError, Fields, finish, parse, parse_file
from nithet.catalogue.templates import (
    Catalogue,
    Definition,
    FamilyTemplate,
    FormTemplate,
    Measure,
    ProcedureTemplate,
    Reference,
    SemesterTemplate,
    StepTemplate,
    SubstepTemplate,
    UnitTemplate,
)
from nithet.catalogue.vocabulary import (
    ACTIONS,
    CADENCE_WORDS,
    DECISIONS,
    FISCAL_MONTHS,
    FORM_KINDS,
    PERIODS,
    REFERENCE_KINDS,
    RESPONSIBLE,
    is_cadence,
)

HERE = Path(__file__).parent
PROCEDURES = HERE / "procedures"


@cache
def load_units() -> tuple[UnitTemplate, ...]:
    """The divisions and the audit unit of an area office, in official order."""
    fields = parse_file(HERE / "units.yaml")
    units = tuple(_unit(one) for one in fields.each("units", "หน่วยที่"))
    finish(fields)
    return units


@cache
def load_forms() -> tuple[FormTemplate, ...]:
    """The forms by id: those that manuals name, then those that their steps imply."""
    fields = parse_file(HERE / "forms.yaml")
    forms = tuple(_form(one) for one in fields.each("forms", "แบบที่"))
    finish(fields)
    return forms


@cache
def load_families() -> tuple[FamilyTemplate, ...]:
    """The families of kin procedures."""
    fields = parse_file(HERE / "families.yaml")
    families = tuple(
        FamilyTemplate(one.text("code"), one.text("name")) for one in fields.each("families", "กลุ่มที่")
    )
    finish(fields)
    return families


@cache
def load_semesters() -> tuple[SemesterTemplate, ...]:
    """Defaults for an office's own table of semesters, each with its source."""
    fields = parse_file(HERE / "semesters.yaml")
    source = fields.text("source")
    semesters = tuple(_semester(one, source) for one in fields.each("semesters", "ภาคเรียนลำดับที่"))
    finish(fields)
    return semesters


@cache
def load_procedures() -> tuple[ProcedureTemplate, ...]:
    """All shipped procedures by family: its main one first, then its variants by code."""
    found: list[ProcedureTemplate] = []
    problems: list[str] = []
    for path in sorted(PROCEDURES.glob("*.yaml")):
        try:
            found.append(_shipped(path))
        except CatalogueError as error:
            problems.extend(error.problems)
    problems.extend(_strayed(found))
    if problems:
        raise CatalogueError(problems)
    return tuple(sorted(found, key=lambda one: (one.family, one.variant_of is not None, one.code)))


def main_procedures() -> tuple[ProcedureTemplate, ...]:
    """One of each family: what an office begins with that keeps the same work once."""
    return tuple(one for one in load_procedures() if one.variant_of is None)


def load_procedure(code: str) -> ProcedureTemplate:
    """One shipped procedure; KeyError for a code that is not shipped."""
    return {procedure.code: procedure for procedure in load_procedures()}[code]


@cache
def load_catalogue() -> Catalogue:
    """Everything together."""
    return Catalogue(load_units(), load_forms(), load_families(), load_procedures())


def read_procedure(text: str, *, source: str) -> ProcedureTemplate:
    """The procedure that a YAML text describes; `source` names the text in problems. Raises CatalogueError."""
    fields = parse(text, at=source)
    procedure = procedure_of(fields)
    finish(fields)
    return procedure


def _strayed(found: Sequence[ProcedureTemplate]) -> Iterator[str]:
    """Variants of what is no main procedure of their family."""
    mains = {one.code: one.family for one in found if one.variant_of is None}
    for one in found:
        if one.variant_of is not None and mains.get(one.variant_of) != one.family:
            yield f"{one.code}.yaml: “variant_of” ต้องเป็นกระบวนงานหลักของกลุ่ม {one.family}"


def _shipped(path: Path) -> ProcedureTemplate:
    procedure = read_procedure(path.read_text(encoding="utf-8"), source=path.name)
    if procedure.code != path.stem:
        raise CatalogueError([f"{path.name}: “code” ต้องตรงกับชื่อไฟล์"])
    return procedure


def _unit(fields: Fields) -> UnitTemplate:
    return UnitTemplate(
        code=fields.text("code"),
        kind=fields.code("kind", ("division", "unit")),
        name=fields.text("name"),
        short_name=fields.text("short_name"),
        sections=tuple(_section(one) for one in fields.each("sections", "กลุ่มงานที่", optional=True)),
    )


def _section(fields: Fields) -> UnitTemplate:
    return UnitTemplate(fields.text("code"), "section", fields.text("name"), fields.text("short_name"))


def _form(fields: Fields) -> FormTemplate:
    return FormTemplate(
        id=fields.text("id"),
        code=fields.text("code"),
        name=fields.text("name"),
        kind=fields.code("kind", FORM_KINDS),
        also=fields.texts("also", optional=True),
        is_implied=fields.flag("implied"),
    )


def _semester(fields: Fields, source: str) -> SemesterTemplate:
    return SemesterTemplate(
        academic_year_be=fields.number("academic_year_be", low=2500, high=2700),
        number=fields.number("number", low=1, high=2),
        starts_on=fields.day("starts_on"),
        ends_on=fields.day("ends_on"),
        source=fields.text("source", optional=True) or source,
    )


def procedure_of(fields: Fields) -> ProcedureTemplate:
    """What a mapping describes; whoever reads it looks at its problems (`finish`)."""
    unit = fields.code("unit", [unit.code for unit in load_units()])
    form_ids = fields.codes("forms", [form.id for form in load_forms()], optional=True)
    return ProcedureTemplate(
        code=fields.text("code"),
        family=fields.code("family", [family.code for family in load_families()]),
        title=fields.text("title"),
        unit=unit,
        section=fields.code("section", _sections_of(unit)),
        objectives=fields.texts("objectives"),
        scope=fields.text("scope"),
        definitions=tuple(
            Definition(one.text("term"), one.text("meaning"))
            for one in fields.each("definitions", "คำจำกัดความที่", optional=True)
        ),
        steps=_steps(fields, form_ids),
        forms=form_ids,
        references=tuple(_reference(one) for one in fields.each("references", "เอกสารอ้างอิงที่", optional=True)),
        variant_of=fields.text("variant_of", optional=True) or None,
    )


def _sections_of(unit: str) -> list[str]:
    return [
        section.code for division in load_units() if division.code == unit for section in division.sections
    ]


def _steps(fields: Fields, form_ids: tuple[str, ...]) -> tuple[StepTemplate, ...]:
    steps = []
    for place, one in enumerate(fields.each("steps", "ขั้นที่"), 1):
        step = _step(one, form_ids)
        if step.number != place:
            one.blame(f"“number” ต้องเป็น {place}", key="number")
        steps.append(step)
    return tuple(steps)


def _step(fields: Fields, form_ids: tuple[str, ...]) -> StepTemplate:
    months, cadence = _when(fields)
    actions = fields.codes("actions", ACTIONS)
    number = fields.number("number", low=1, high=99)
    return StepTemplate(
        number=number,
        title=fields.text("title"),
        months=months,
        cadence=cadence,
        responsible=fields.code("responsible", RESPONSIBLE),
        actions=actions,
        decision=_decision(fields, actions),
        standard=fields.text("standard", optional=True),
        measure=_measure(fields),
        forms=fields.codes("forms", form_ids, optional=True),
        substeps=_substeps(fields, number, form_ids),
    )


def _when(fields: Fields) -> tuple[tuple[int, ...] | None, str | None]:
    """Months or a cadence: one of the two, never both."""
    if fields.has("months") == fields.has("cadence"):
        fields.blame("ต้องมี “months” หรือ “cadence” อย่างใดอย่างหนึ่ง")
    if not fields.has("months"):
        return None, _cadence(fields)
    months = fields.numbers("months")
    if list(months) != [month for month in FISCAL_MONTHS if month in months]:
        fields.blame(
            f"“months” ต้องเป็นเดือน 1–12 ไม่ซ้ำ เรียงตามปีงบประมาณ (ต.ค.–ก.ย.) ไม่ใช่ {list(months)}", key="months"
        )
    return months, _cadence(fields)


def _cadence(fields: Fields) -> str | None:
    cadence = fields.text("cadence", optional=True)
    if cadence and not is_cadence(cadence):
        fields.blame(f"“cadence” ไม่รู้จัก “{cadence}” ใช้ได้: {CADENCE_WORDS}", key="cadence")
    return cadence or None


def _decision(fields: Fields, actions: tuple[str, ...]) -> str | None:
    """What is asked; whoever proposes asks for something, and nobody else does."""
    decision = fields.code("decision", DECISIONS, optional=True)
    if bool(decision) != ("propose" in actions):
        fields.blame("“decision” ต้องมีเมื่อ “actions” มี propose และมีเฉพาะเมื่อนั้น", key="decision")
    return decision or None


def _measure(fields: Fields) -> Measure | None:
    inner = fields.optional_inner("measure")
    if inner is None:
        return None
    measure = Measure(inner.number("at_least", low=1, high=99), inner.code("per", PERIODS))
    inner.close()
    if not fields.has("standard"):
        fields.blame("“measure” ต้องมี “standard” บอกความหมาย", key="measure")
    return measure


def _substeps(fields: Fields, number: int, form_ids: tuple[str, ...]) -> tuple[SubstepTemplate, ...]:
    substeps = []
    for place, one in enumerate(fields.each("substeps", "ข้อย่อยที่", optional=True), 1):
        if one.text("number") != f"{number}.{place}":
            one.blame(f'“number” ต้องเป็น "{number}.{place}"', key="number")
        actions = one.codes("actions", ACTIONS, optional=True)
        decision = _decision(one, actions)
        forms = one.codes("forms", form_ids, optional=True)
        substeps.append(SubstepTemplate(one.text("number"), one.text("title"), actions, decision, forms))
    return tuple(substeps)


def _reference(fields: Fields) -> Reference:
    return Reference(
        title=fields.text("title"),
        kind=fields.code("kind", REFERENCE_KINDS),
        year_be=fields.optional_number("year_be", low=2400, high=2700),
        is_amended=fields.flag("amended"),
    )

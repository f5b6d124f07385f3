"""What the catalogue holds: frozen, typed, and equal whenever their files say the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from nithet.catalogue.vocabulary import RESPONSIBLE


@dataclass(frozen=True, slots=True)
class UnitTemplate:
    """A division, the audit unit, or a section below one. `kind` and `code` fit an office's units."""

    code: str
    kind: str
    name: str
    short_name: str
    sections: tuple["UnitTemplate", ...] = ()


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A form by its id (M1). `also` are further forms under the same id; not every form is named by a manual."""

    id: str
    code: str
    name: str
    kind: str
    also: tuple[str, ...] = ()
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class FamilyTemplate:
    """Procedures of one family are kin: the same work, worded by each office in its own way."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SemesterTemplate:
    """A semester as the regulation sets it; an office's own table may differ. Both days are included."""

    academic_year_be: int
    number: int
    starts_on: date
    ends_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A law or document. `is_amended`: it has been amended since its year."""

    title: str
    kind: str
    year_be: int | None = None
    is_amended: bool = False

    @property
    def text(self) -> str:
        """“พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542 และที่แก้ไขเพิ่มเติม”."""
        era = "พุทธศักราช" if self.kind == "curriculum" else "พ.ศ."
        year = f" {era} {self.year_be}" if self.year_be else ""
        return f"{self.title}{year}{' และที่แก้ไขเพิ่มเติม' if self.is_amended else ''}"


@dataclass(frozen=True, slots=True)
class Measure:
    """A standard that can be counted: at least so many times in each period."""

    at_least: int
    per: str


@dataclass(frozen=True, slots=True)
class SubstepTemplate:
    """A part of a step. One with actions is work of its own; one without explains its step."""

    number: str
    title: str
    actions: tuple[str, ...] = ()
    decision: str | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """One step. It has either months, in the order of the fiscal year, or a cadence.

    Without a decision it ends with the certification of the division's head; with one it goes up to the
    director, who decides.
    """

    number: int
    title: str
    responsible: str
    actions: tuple[str, ...]
    months: tuple[int, ...] | None = None
    cadence: str | None = None
    decision: str | None = None
    standard: str = ""
    measure: Measure | None = None
    forms: tuple[str, ...] = ()
    substeps: tuple[SubstepTemplate, ...] = ()

    @property
    def all_actions(self) -> tuple[str, ...]:
        """Its own actions and those of its parts, each once."""
        return tuple(dict.fromkeys([*self.actions, *(a for part in self.substeps for a in part.actions)]))

    @property
    def all_forms(self) -> tuple[str, ...]:
        """Its own forms and those of its parts, each once."""
        return tuple(dict.fromkeys([*self.forms, *(form for part in self.substeps for form in part.forms)]))


@dataclass(frozen=True, slots=True)
class ProcedureTemplate:
    """One procedure. `unit` is the division that keeps it, `section` the section that does its work.

    Each family has one main procedure; the others are variants of it, worded for offices that work in another way.
    """

    code: str
    family: str
    title: str
    unit: str
    section: str
    objectives: tuple[str, ...]
    scope: str
    definitions: tuple[Definition, ...]
    steps: tuple[StepTemplate, ...]
    forms: tuple[str, ...]
    references: tuple[Reference, ...]
    variant_of: str | None = None

    def parts(self) -> Iterator[StepTemplate | SubstepTemplate]:
        """Steps and sub-steps in their order."""
        for step in self.steps:
            yield step
            yield from step.substeps


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is shipped, read together: procedures name units, families and forms by code."""

    units: tuple[UnitTemplate, ...]
    forms: tuple[FormTemplate, ...]
    families: tuple[FamilyTemplate, ...]
    procedures: tuple[ProcedureTemplate, ...] = field(default=())

    def unit(self, code: str) -> UnitTemplate:
        """A division or section by its code; KeyError where there is none."""
        return {u.code: u for division in self.units for u in (division, *division.sections)}[code]

    def form(self, form_id: str) -> FormTemplate:
        """A form by its id; KeyError where there is none."""
        return {form.id: form for form in self.forms}[form_id]

    def responsible_words(self, procedure: ProcedureTemplate, step: StepTemplate) -> str:
        """Who does the step, in the words of a manual: “ศึกษานิเทศก์”, or the section's own name."""
        return RESPONSIBLE[step.responsible] or self.unit(procedure.section).name

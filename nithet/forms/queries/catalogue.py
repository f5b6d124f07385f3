"""The shipped forms as a list to pick from, by the families of procedures that use them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nithet.catalogue.loader import load_catalogue
from nithet.catalogue.templates import FormTemplate
from nithet.forms.models import FormKind
from nithet.forms.outline import question_count
from nithet.forms.shipped import shipped_tables
from nithet.forms.xlsform.defining import define


@dataclass(frozen=True, slots=True)
class ReadyForm:
    code: str
    title: str
    kind: str
    questions: int


@dataclass(frozen=True, slots=True)
class ReadyFamily:
    name: str
    forms: tuple[ReadyForm, ...]


@cache
def ready_families() -> tuple[ReadyFamily, ...]:
    """Each form once, in the first family that uses it; the catalogue never changes while a process runs."""
    catalogue = load_catalogue()
    left = {form.id: form for form in catalogue.forms}
    families = []
    for family in catalogue.families:
        ids = dict.fromkeys(
            form for one in catalogue.procedures if one.family == family.code for form in one.forms
        )
        picked = [left.pop(form) for form in ids if form in left]
        families += [ReadyFamily(family.name, _ready(picked))] if picked else []
    return (*families, *([ReadyFamily("แบบฟอร์มอื่น", _ready(list(left.values())))] if left else []))


def _ready(forms: list[FormTemplate]) -> tuple[ReadyForm, ...]:
    return tuple(_ready_form(code, form.kind) for form in forms for code in (form.code, *form.also))


def _ready_form(code: str, kind: str) -> ReadyForm:
    definition = define(shipped_tables(code))
    return ReadyForm(code, definition.title, FormKind(kind).label, question_count(definition))

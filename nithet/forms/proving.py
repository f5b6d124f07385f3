"""Whether a shipped form does what it should: it is made, answers that fit it pass the check, others are found out."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.forms import shipped
from nithet.forms.answers import Answers
from nithet.forms.checking import examples
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.findings import Finding
from nithet.forms.checking.instance import answers_of, read_instance
from nithet.forms.checking.writing import write_instance
from nithet.forms.definition import UNASKED_KINDS, Definition
from nithet.forms.publishing import make_xform
from nithet.forms.tables import Tables
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.linting import lint

_ID = "uuid:00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Proof:
    """`questions` are those that people answer; `told`: how much of what is wrong was found; `wrong`: what the form does not do."""

    code: str
    title: str
    questions: int
    told: int
    xform: str
    wrong: tuple[str, ...]


def prove(code: str) -> Proof:
    """Tries one shipped form; KeyError for a code that is not shipped."""
    return prove_tables(shipped.shipped_tables(code), code)


def prove_tables(tables: Tables, code: str) -> Proof:
    """The same of any form."""
    definition = define(tables)
    questions = sum(question.kind not in UNASKED_KINDS for question in definition.questions())
    problems = lint(tables, shipped.GIVEN_FILES)
    if problems:
        wrong = tuple(f"{one.sheet} แถว {one.row}: {one.words}" for one in problems)
        return Proof(code, definition.title, questions, told=0, xform="", wrong=wrong)
    told, faults = _tried(definition, code)
    return Proof(code, definition.title, questions, told, make_xform(tables, code, 1), tuple(faults))


def _tried(definition: Definition, code: str) -> tuple[int, list[str]]:
    """One answer that fits and one that does not, both by the road that answers come: as XML."""
    try:
        valid, (invalid, wrongs) = examples.valid(definition), examples.invalid(definition)
    except examples.NoExampleError as error:
        return 0, [f"ไม่พบคำตอบที่แบบฟอร์มรับ: {error}"]
    faults = [f"คำตอบที่ถูกไม่ผ่าน: {finding.words}" for finding in checked(definition, valid, code)]
    found = checked(definition, invalid, code)
    faults += [f"คำตอบที่ผิดไม่ถูกพบ: {one.path} ({one.code})" for one in wrongs if not one.is_in(found)]
    if not wrongs:
        faults.append("ไม่มีคำตอบใดที่แบบฟอร์มนับว่าผิด")
    return len(wrongs), faults


def checked(definition: Definition, answers: Answers, code: str) -> list[Finding]:
    """What the server finds when these answers are sent."""
    xml = write_instance(definition, answers, form_name=code, version="1", instance_id=_ID)
    read, _, strays = answers_of(read_instance(xml, form_name=code), definition)
    return [*strays, *Checker(definition).check(read, now=examples.DAY)]

"""What is known before anybody types: the heading block of a form, from who fills it and the day, and facts of the school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nithet.forms.definition import Definition
from nithet.forms.known_school import school_facts
from nithet.forms.lists import SCHOOLS
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.queries import semesters_of
from nithet.thai.calendar import Semester, academic_year_be, fiscal_year_be, semester_of

HEADING = "heading"
BREAK = "break"
"""What stands for a semester between two of them."""


@dataclass(frozen=True, slots=True)
class Known:
    """Path → text as the XML has it; `line` is what the page shows of the heading, `noted` what the register says of the school."""

    values: Mapping[str, str]
    line: str
    semesters: Sequence[Semester] = field(default_factory=tuple)
    noted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filler:
    """Who fills a form, as far as it is known: a member, or whoever holds a link."""

    office: Office
    on: date
    name: str = ""
    position: str = ""
    role: str = ""
    school: School | None = None


def known_to(member: Member, definition: Definition, *, more: Mapping[str, str] | None = None) -> Known:
    """`more`: values that other parts know, like the figures of a report, by path."""
    return known_of(filler_of(member), definition, more=more)


def filler_of(member: Member) -> Filler:
    role, school = member.appointments[0].role, own_school(member)
    return Filler(member.office, member.on, member.name, member.position, role, school)


def known_of(filler: Filler, definition: Definition, *, more: Mapping[str, str] | None = None) -> Known:
    asked = {question.path for question in definition.questions()}
    semesters = semesters_of(filler.office)
    values = {f"{HEADING}/{name}": text for name, text in _heading(filler, semesters).items()}
    facts = school_facts(filler.school, definition, on=filler.on)
    known = {
        path: text for path, text in {**values, **facts, **(more or {})}.items() if path in asked and text
    }
    return Known(known, _line(filler, known, semesters), semesters, frozenset(facts))


def own_school(member: Member) -> School | None:
    """The one school in which somebody serves; none for who serves in several, or in the office."""
    schools = {
        appointment.school_id: appointment.school for appointment in member.appointments if appointment.school
    }
    return next(iter(schools.values())) if len(schools) == 1 else None


def _heading(filler: Filler, semesters: Sequence[Semester]) -> dict[str, str]:
    semester = semester_of(filler.on, semesters)
    return {
        "fiscal_year_be": str(fiscal_year_be(filler.on)),
        "academic_year_be": str(academic_year_be(filler.on, semesters)),
        "semester": str(semester.number) if semester else BREAK,
        "date": filler.on.isoformat(),
        "office": filler.office.name,
        "school": filler.school.smis_code if filler.school else "",
        "filled_by": filler.name,
        "position": filler.position,
        "role": filler.role,
    }


def _line(filler: Filler, known: Mapping[str, str], semesters: Sequence[Semester]) -> str:
    """“ปีงบประมาณ พ.ศ. 2570 · ภาคเรียนที่ 2/2569 · โรงเรียน… · ผู้กรอก …”; "" for a form without a heading."""
    semester = semester_of(filler.on, semesters)
    words = {
        "fiscal_year_be": f"ปีงบประมาณ พ.ศ. {fiscal_year_be(filler.on)}",
        "semester": f"ภาคเรียนที่ {semester.number}/{semester.academic_year_be}" if semester else "ปิดภาคเรียน",
        "school": filler.school.name if filler.school else "",
        "filled_by": f"ผู้กรอก {filler.name}",
    }
    return " · ".join(text for name, text in words.items() if text and f"{HEADING}/{name}" in known)


def names_school(definition: Definition) -> bool:
    """Whether the form asks for a school out of the register."""
    return any(question.from_file == SCHOOLS for question in definition.questions())

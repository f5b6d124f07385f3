"""What a table does not say of the heading of a form follows from the moment of answering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from nithet.forms.definition import Definition
from nithet.forms.known import BREAK, HEADING
from nithet.offices.models import Office
from nithet.offices.queries import semesters_of
from nithet.thai.calendar import academic_year_be, fiscal_year_be, semester_of
from nithet.thai.dates import bangkok_day

UNKNOWN = "ไม่ระบุ"
Told = Callable[[datetime, str, Definition], dict[str, str]]


def heading_of(office: Office) -> Told:
    """Path → text for one row; the semesters are asked once a pass."""
    semesters = semesters_of(office)

    def told(at: datetime, sender: str, definition: Definition) -> dict[str, str]:
        day = bangkok_day(at)
        semester = semester_of(day, semesters)
        values = {
            "fiscal_year_be": str(fiscal_year_be(day)),
            "academic_year_be": str(academic_year_be(day, semesters)),
            "semester": str(semester.number) if semester else BREAK,
            "date": day.isoformat(),
            "office": office.name,
            "filled_by": sender or UNKNOWN,
            "position": UNKNOWN,
        }
        asked = {question.path for question in definition.questions()}
        return {f"{HEADING}/{name}": text for name, text in values.items() if f"{HEADING}/{name}" in asked}

    return told

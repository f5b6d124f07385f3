"""The office that walks: the demo's people, the whole catalogue adopted, its year opened. Nothing has happened in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from nithet.catalogue.loader import load_procedures
from nithet.core.clock import travelled
from nithet.cycles import queries
from nithet.cycles.models import Cycle
from nithet.cycles.planning import plan_year
from nithet.cycles.services import opening
from nithet.manuals.services import deciding, drafting
from nithet.offices.models import Office, Unit
from nithet.thai.calendar import add_working_days, fiscal_year_span
from nithet.thai.dates import BANGKOK
from nithet.workspace.demo.acting import Staff
from nithet.workspace.demo.founding import found_office
from nithet.workspace.demo.invention import invent

YEAR_BE = 2570
FIRST = fiscal_year_span(YEAR_BE)[0]
# Who brings the manual of a division.
BRINGERS = {"supervision": "supervisor", "dlict": "computer"}


def open_year(codes: Collection[str] = ()) -> Cycle:
    """The year of all procedures of the catalogue, or of those named, opened on the working day before it begins."""
    day = add_working_days(FIRST - timedelta(days=8), 0)
    office = found_office(invent(), on=day)
    with travelled(moment(day)):
        staff = Staff(office)
        for unit, bringer in BRINGERS.items():
            wanted = [p.code for p in load_procedures() if p.unit == unit and (not codes or p.code in codes)]
            if wanted:
                _adopt(staff, unit, wanted, bringer, day)
        return _start(office, staff, day)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=BANGKOK)


def _adopt(staff: Staff, unit: str, codes: list[str], bringer: str, day: date) -> None:
    division = Unit.objects.get(office=staff.office, code=unit)
    by = staff.member(bringer, day)
    version = drafting.draft_from_catalogue(codes, unit=division, by=by)
    deciding.propose(version, by=by)
    deciding.adopt(version, by=staff.member("director", day))


def _start(office: Office, staff: Staff, day: date) -> Cycle:
    """What the manuals leave unsaid is answered as the page suggests it."""
    by = staff.member("planning", day)
    procedures = queries.procedures_to_start(office)
    asked = plan_year(office, procedures, YEAR_BE, on=day).questions
    opening.remember(office, [(question, question.suggestion) for question in asked], by=by)
    return opening.start_year(office, YEAR_BE, queries.procedures_to_start(office), by=by)

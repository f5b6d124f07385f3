"""On a person's page: what they are in charge of, and the way to hand it over. On a manual's: what of it runs."""

from __future__ import annotations

from nithet.cycles import access
from nithet.cycles.models import Cycle
from nithet.cycles.queries import by_person
from nithet.cycles.queries.duties import duty_rows
from nithet.manuals.models import ManualVersion
from nithet.manuals.panels import VERSION_PANELS
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.panels import PERSON_PANELS, Panel
from nithet.thai.calendar import fiscal_year_be


def of_duties(member: Member, person: Person) -> Panel | None:
    """Two queries; nothing for those who see no duties and for people who have none and nothing to hand over."""
    if not access.sees_duties(member):
        return None
    duties = duty_rows(access.visible_duties(member).filter(person=person, until_on__gte=member.on))
    groups = by_person(duties, on=member.on)
    may = access.can_hand_over(member, person) or access.can_propose_hand_over(member, person)
    if not groups and not may:
        return None
    lines = groups[0].lines if groups else ()
    return Panel("cycles/person_duties.html", {"lines": lines, "can_hand_over": bool(may)})


def of_year(member: Member, version: ManualVersion) -> Panel | None:
    """While a year is open: what of an edition runs in it, and the way to add the rest; three queries."""
    year_be = fiscal_year_be(member.on)
    cycle = Cycle.objects.filter(office=member.office, fiscal_year_be=year_be, state=Cycle.State.OPEN).first()
    if cycle is None or not access.sees_year(member):
        return None
    own = dict(version.procedures.values_list("lineage", "pk"))
    runs = dict(cycle.runs.filter(lineage__in=own).values_list("lineage", "procedure"))
    here = sum(own[lineage] == procedure for lineage, procedure in runs.items())
    facts = {
        "year_be": year_be, "version": version.pk, "here": here, "older": len(runs) - here,
        "waiting": len(own) - len(runs), "can_start": bool(access.can_start_year(member)),
    }  # fmt: skip
    return Panel("cycles/version_year.html", facts)


PERSON_PANELS.append(of_duties)
VERSION_PANELS.append(of_year)

"""On a person's page: what they are in charge of, and the way to hand it over."""

from __future__ import annotations

from nithet.cycles import access
from nithet.cycles.queries import by_person
from nithet.cycles.queries.duties import duty_rows
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.panels import PERSON_PANELS, Panel


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


PERSON_PANELS.append(of_duties)

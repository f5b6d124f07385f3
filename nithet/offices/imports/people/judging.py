"""What a row changes about the person it is: facts, and the appointment that follows from position and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nithet.core.ids import new_id
from nithet.offices.imports.kinds import Change, Draft, Outcome, Problem, Verdict, label_of
from nithet.offices.imports.people.matching import Known, Named, likeness_of
from nithet.offices.imports.places import Place, place_key, school_key
from nithet.offices.imports.positions import Position, standing_of
from nithet.offices.models import Appointment, Office, Person, Role
from nithet.offices.posts import POSTS
from nithet.thai.dates import format_date
from nithet.thai.text import squeeze

# Roles that lists of personnel tell of. The others (a cluster's chair, the system's administrator) come and go without them,
# and the end of a director's time is recorded by hand.
LISTED_ROLES = (
    Role.DEPUTY, Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER, Role.CLERK,
    Role.PLANNING, Role.FINANCE, Role.AUDITOR, Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK, Role.TEACHER,
)  # fmt: skip
NAMED = 5
_FACTS = (
    "title", "degree", "first_name", "last_name", "kind", "standing", "position_number", "seniority", "phone", "email",
)  # fmt: skip
_LABELS = {name: label_of(Person, name) for name in _FACTS}


@dataclass(slots=True)
class Plan:
    """What storing does for a row."""

    person: Person
    is_new: bool
    facts: dict[str, Any] = field(default_factory=dict)
    added: Appointment | None = None
    ended: Appointment | None = None
    filled: Appointment | None = None  # an appointment that had no title yet


def lasting_appointments(on: date, people: Collection[UUID] | None) -> QuerySet[Appointment]:
    """Appointments in force on that day or to come; of some people or of all."""
    found = Appointment.objects.filter(Q(until_on=None) | Q(until_on__gte=on), voided_at=None)
    found = found if people is None else found.filter(person__in=people)
    return found.select_related("school", "unit").order_by("from_on", "pk")


def known_people(office: Office, names: Sequence[Named], *, on: date) -> defaultdict[str, list[Known]]:
    """Who of the register may be meant by some names, by their keys. Three queries, each by an index of its own."""
    numbers = {named.number for named in names if named.number}
    likenesses = {likeness_of(named.first, named.last) for named in names if named.first}
    # Unordered: for the sake of an order SQLite would walk through all people of the office.
    register = Person.objects.filter(office=office, pseudonymised_at=None).order_by()
    people = {one.pk: one for one in register.filter(likeness_key__in=likenesses)} if likenesses else {}
    people |= {one.pk: one for one in register.filter(position_number__in=numbers)} if numbers else {}
    services: defaultdict[UUID, list[Appointment]] = defaultdict(list)
    for one in lasting_appointments(on, people) if people else ():
        services[one.person_id].append(one)
    found: defaultdict[str, list[Known]] = defaultdict(list)
    for pk, person in people.items():
        known = known_of(person, services[pk])
        for key in known.named.meeting_keys():
            found[key].append(known)
    return found


def known_of(person: Person, services: list[Appointment]) -> Known:
    places = frozenset(place_key(one.school_id or one.unit_id or one.cluster_id) for one in services)
    return Known(Named(person.position_number, person.first_name, person.last_name, places), person, services)


def bad(draft: Draft, why: str, column: str = "") -> Verdict:
    return Verdict(draft, Outcome.BAD, _title(draft), [Problem(why, column)])


def doubt(draft: Draft, known: Known | None, why: str, other_words: str) -> Verdict:
    other_id = known.person.pk if known else None
    return Verdict(
        draft, Outcome.DOUBT, _title(draft), [Problem(why)], other_id=other_id, other_words=other_words
    )


def repeated(draft: Draft, known: Known, row: int, earlier: Named) -> Verdict:
    """Somebody whom an earlier row of the file is already: that one holds."""
    why = f"เป็นบุคคลเดียวกับแถว {row} ({earlier.name}) ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ หรือแก้ชื่อให้ตรงกัน"
    return Verdict(
        draft, Outcome.BAD, _title(draft), [Problem(why)], other_id=known.person.pk, is_repeated=True
    )


def new(draft: Draft, title: str, *, is_storing: bool) -> Verdict:
    """Somebody who comes into the register. The rows themselves are made only where they are going to be stored."""
    facts = draft.facts
    place: Place | None = facts.get("place")
    words = " · ".join(filter(None, (facts.get("position", ""), place.name if place else "")))
    plan = _plan_of_new(draft) if is_storing else None
    return Verdict(draft, Outcome.NEW, title, other_words=words, plan=plan)


def _plan_of_new(draft: Draft) -> Plan:
    facts = draft.facts
    position: Position | None = facts.get("served_as")
    kind = facts.get("kind") or (position.kind if position else _usual_kind(facts.get("place")))
    values = {name: facts[name] for name in _FACTS if name in facts}
    person = Person(id=new_id(), **values | {"kind": kind})
    return Plan(person, is_new=True, added=_appointment(draft, person) if position else None)


def _usual_kind(place: Place | None) -> str:
    return Person.Kind.TEACHER if place and place.school_id else Person.Kind.OFFICIAL


def _appointment(draft: Draft, person: Person) -> Appointment:
    facts = draft.facts
    place: Place | None = facts.get("place")
    return Appointment(
        id=new_id(), person=person, role=facts["served_as"].role, position_title=facts.get("position", ""),
        unit_id=place.unit_id if place else None, school_id=place.school_id if place else None, from_on=facts["from_on"],
    )  # fmt: skip


def known(draft: Draft, known: Known, *, also: bool = False) -> Verdict:
    """A row of somebody of the register. `also`: serves here besides the place of an earlier row."""
    person, facts = known.person, draft.facts
    new = {name: facts[name] for name in _FACTS if name in facts and facts[name] != getattr(person, name)}
    if also:
        # Of the person the earlier row tells; this one adds what is not known at all.
        new = {name: fact for name, fact in new.items() if not (getattr(person, name) or name in known.told)}
    plan = Plan(person, is_new=False, facts=new)
    changes = [
        Change(_LABELS[name], _shown(person, name), _shown_value(name, value), name)
        for name, value in new.items()
    ]
    if "served_as" in facts and (problem := _plan_service(draft, known, plan, changes, also=also)):
        return Verdict(draft, Outcome.BAD, person.name, [problem], other_id=person.pk)
    outcome = Outcome.NEW if also and plan.added else _outcome(plan)
    return Verdict(
        draft, outcome, person.name, changes=changes, other_id=person.pk,
        plan=None if outcome == Outcome.SAME else plan,
    )  # fmt: skip


def _outcome(plan: Plan) -> Outcome:
    if plan.added:
        return Outcome.MOVED if plan.ended else Outcome.CHANGED
    return Outcome.CHANGED if plan.facts or plan.filled else Outcome.SAME


def _plan_service(
    draft: Draft, known: Known, plan: Plan, changes: list[Change], *, also: bool
) -> Problem | None:
    """The appointment that follows, against those in force. A Problem where a person has to settle it first."""
    added = _appointment(draft, known.person)
    there = [one for one in known.services if one.role == added.role and _is_at(one, added)]
    if there:
        return _same_post(draft, there[0], added, plan, changes)
    plan.added = added
    former = [] if also else _replaced(known.services, added.role)
    if len(former) > 1:
        return Problem("ดำรงตำแหน่งอยู่หลายแห่ง ระบบไม่ทราบว่าสิ้นสุดแห่งใด โปรดบันทึกการย้ายที่หน้าของบุคลากร", "place")
    changes.append(_service_change(former, draft))
    if also:
        known.services.append(added)
    return _end(former[0], plan, draft) if former else None


def _is_at(one: Appointment, other: Appointment) -> bool:
    return (one.school_id, one.unit_id, one.cluster_id) == (other.school_id, other.unit_id, other.cluster_id)


def _same_post(
    draft: Draft, there: Appointment, added: Appointment, plan: Plan, changes: list[Change]
) -> Problem | None:
    """Serves here in that role already; the words of the position may be new."""
    if not added.position_title or _bare(added.position_title, draft) == _bare(there.position_title, draft):
        return None
    if not there.position_title:
        there.position_title = added.position_title
        plan.filled = there
        changes.append(Change("ตำแหน่ง", "", added.position_title))
        return None
    plan.added = added
    changes.append(Change("ตำแหน่ง", there.position_title, added.position_title))
    return _end(there, plan, draft)


def _bare(position: str, draft: Draft) -> str:
    """The words of a position without the standing and the school that are often written with it."""
    place: Place | None = draft.facts.get("place")
    bare = squeeze(position).replace(standing_of(position), "") if position else ""
    return bare.replace(school_key(place.name), "") if place and place.school_id else bare


def _replaced(services: list[Appointment], role: str) -> list[Appointment]:
    """What ends when somebody serves elsewhere: the post of the same role, else the only post."""
    held = [
        one
        for one in services
        if one.capacity == Appointment.Capacity.SUBSTANTIVE and one.role in (*LISTED_ROLES, Role.DIRECTOR)
    ]
    return [one for one in held if one.role == role] or held


def _end(former: Appointment, plan: Plan, draft: Draft) -> Problem | None:
    """The former post ends the day before the new one begins."""
    begins: date = draft.facts["from_on"]
    if former.from_on >= begins:
        since = format_date(former.from_on, "short")
        return Problem(
            f"ตำแหน่งปัจจุบันในทะเบียนเริ่มวันที่ {since} ซึ่งไม่ก่อนวันที่ในรายการ ({format_date(begins, 'short')}) โปรดตรวจวันที่",
            "from_on",
        )
    former.until_on, former.person = begins - timedelta(days=1), plan.person
    plan.ended = former
    return None


def _service_change(former: list[Appointment], draft: Draft) -> Change:
    place: Place | None = draft.facts.get("place")
    position = draft.facts.get("position") or Role(draft.facts["served_as"].role).label
    since = format_date(draft.facts["from_on"], "short")
    new = f"{position} {place.name if place else ''}".strip() + f" ตั้งแต่ {since}"
    return Change("การปฏิบัติหน้าที่", service_words(former[0]) if former else "", new)


def service_words(one: Appointment) -> str:
    """“ครู โรงเรียนบ้านทุ่งสาธิต”."""
    where, title = one.school or one.unit, one.position_title or one.get_role_display()
    # “ผู้อำนวยการโรงเรียนบ้านทุ่งสาธิต” says it already.
    return title if where is None or where.name in title else f"{title} {where.name}"


def doubly_held(office: Office, *, on: date) -> list[str]:
    """Posts of one holder that two hold on that day, as after lists in which directors change places."""
    single = [role for role, post in POSTS.items() if post.is_single]
    held = Appointment.objects.active(on=on).filter(
        office=office, role__in=single, capacity=Appointment.Capacity.SUBSTANTIVE
    )
    twice = (
        held.order_by().values("role", "school__name", "unit__name").annotate(n=Count("pk")).filter(n__gt=1)
    )
    places = [
        f"{Role(one['role']).label} {one['school__name'] or one['unit__name'] or ''}".strip() for one in twice
    ]
    if not places:
        return []
    return [f"มีผู้ดำรงตำแหน่งพร้อมกันมากกว่าหนึ่งคน {len(places):,} แห่ง โปรดตรวจสอบ เช่น {' · '.join(places[:NAMED])}"]


def words_of(known: Known) -> str:
    """The person of the register, as shown beside a row that may be the same."""
    parts = [known.person.name, *(service_words(one) for one in known.services[:2])]
    if known.person.position_number:
        parts.append(f"เลขที่ตำแหน่ง {known.person.position_number}")
    return " · ".join(parts)


def _title(draft: Draft) -> str:
    facts = draft.facts
    return f"{facts.get('title', '')}{facts['first_name']} {facts['last_name']}"


def _shown(person: Person, name: str) -> str:
    return person.get_kind_display() if name == "kind" else str(getattr(person, name) or "")


def _shown_value(name: str, value: Any) -> str:
    return str(Person.Kind(value).label) if name == "kind" else str(value)

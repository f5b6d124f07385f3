"""A pass over a list of appointments: whose they are, which are known, and which cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from nithet.audit.services import Actor, entry, record_many
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.offices.imports.appointments.words import role_of
from nithet.offices.imports.cells import name_parts
from nithet.offices.imports.kinds import (
    Change,
    Choice,
    Draft,
    ImportKind,
    Outcome,
    Problem,
    Taking,
    Verdict,
    label_of,
)
from nithet.offices.imports.people.judging import known_people, lasting_appointments, words_of
from nithet.offices.imports.people.matching import Known, Match, Named, Nearness, best_match
from nithet.offices.imports.people.taking import title_of
from nithet.offices.imports.places import Place, PlaceError, Places
from nithet.offices.models import Appointment, Office, Person, Role
from nithet.offices.posts import ACTING, POSTS
from nithet.thai.dates import format_date

_TERMS = ("until_on", "order_number", "scope")
_LABELS = {name: label_of(Appointment, name) for name in _TERMS}


@dataclass(slots=True)
class Plan:
    made: Appointment
    is_new: bool
    terms: dict[str, Any] = field(default_factory=dict)


class AppointmentsTaking(Taking):
    def __init__(
        self,
        kind: ImportKind,
        office: Office,
        columns: Mapping[str, int],
        options: Mapping[str, Any],
        on: date,
    ) -> None:
        super().__init__(kind, office, columns, options, on)
        self.day = date.fromisoformat(options["on"]) if options.get("on") else on
        self.places = Places(office, on=self.day)
        self._made: dict[UUID, int] = {}
        """By appointment the row of the file that makes it."""

    # Reading

    def understand(self, draft: Draft) -> None:
        facts = draft.facts
        name = facts.pop("name", "")
        facts.update(
            name_parts(
                facts.pop("title", ""), name or facts.pop("first_name", ""), facts.pop("last_name", "")
            )
        )
        if not (facts.get("position_number") or (facts.get("first_name") and facts.get("last_name"))):
            draft.problems.append(Problem("ไม่มีชื่อและนามสกุล จึงไม่ทราบว่าแต่งตั้งผู้ใด", "name", name))
        facts.setdefault("first_name", "")
        facts.setdefault("last_name", "")
        facts.setdefault("from_on", self.day)
        self._understand_role(draft)
        self._understand_place(draft)
        self._check_terms(draft)

    def _understand_role(self, draft: Draft) -> None:
        words = draft.facts.get("role", "")
        found = role_of(words) if words else None
        if found is None:
            why = f"ระบบไม่รู้จักหน้าที่ “{words}” โปรดตรวจคำ หรือบันทึกที่หน้าของบุคลากร" if words else "ไม่มีหน้าที่ที่ได้รับแต่งตั้ง"
            draft.problems.append(Problem(why, "role", words))
            return
        draft.facts["position"] = words
        draft.facts["role"], capacity = found
        if draft.facts.get("capacity", Appointment.Capacity.SUBSTANTIVE) == Appointment.Capacity.SUBSTANTIVE:
            draft.facts["capacity"] = capacity

    def _understand_place(self, draft: Draft) -> None:
        facts = draft.facts
        words = facts.pop("place", "")
        try:
            place = self.places.find(words) if words else self.places.unit_in(facts.get("position", ""))
        except PlaceError as error:
            draft.problems.append(Problem(str(error), "place", words))
            return
        facts["place"] = place or Place(self.office.name)
        if draft.problems:
            return
        post = POSTS[facts["role"]]
        sort = _sort_of(facts["place"])
        if (sort not in post.kinds) if sort else not post.may_be_nowhere:
            role, cluster = self.office.say(Role(facts["role"]).label), self.office.terms["cluster"]
            draft.problems.append(
                Problem(f"“{role}” ปฏิบัติหน้าที่ที่นี่ไม่ได้ โปรดระบุโรงเรียน กลุ่ม หรือ{cluster}ให้ถูกต้อง", "place", words)
            )

    def _check_terms(self, draft: Draft) -> None:
        facts = draft.facts
        if facts.get("until_on") and facts["until_on"] < facts["from_on"]:
            draft.problems.append(Problem("วันสุดท้ายมาก่อนวันเริ่ม โปรดแก้วันที่", "until_on"))
        if facts.get("capacity") in ACTING and not (facts.get("order_number") and facts.get("scope")):
            words = Appointment.Capacity(facts["capacity"]).label
            lacks = "scope" if facts.get("order_number") else "order_number"
            draft.problems.append(Problem(f"{words}ต้องมีเลขที่คำสั่งและขอบเขตที่คำสั่งให้ปฏิบัติ โปรดกรอกให้ครบ", lacks))

    # Judging

    def mark(self, drafts: Sequence[Draft]) -> None:
        self.seen.add((_file_key(draft), draft.row, ()) for draft in drafts if not draft.problems)

    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        good = [draft for draft in drafts if not draft.problems]
        known = self._known([_named(draft) for draft in good])
        holders = self._holders(good)
        earlier = {
            key: rows[0].row for key, rows in self.seen.find([_file_key(draft) for draft in good]).items()
        }
        verdicts = []
        for draft in drafts:
            if draft.problems:
                verdicts.append(Verdict(draft, Outcome.BAD, title_of(draft), draft.problems))
                continue
            if row := earlier.get(_file_key(draft)):
                verdicts.append(_bad(draft, f"ซ้ำกับแถว {row} ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ"))
                continue
            earlier[_file_key(draft)] = draft.row
            verdicts.append(self._verdict(draft, known, holders, choices.get(draft.row, "")))
        self.mark(good)
        return verdicts

    def _verdict(
        self,
        draft: Draft,
        known: Mapping[str, list[Known]],
        holders: dict[tuple[str, str], Appointment],
        choice: str,
    ) -> Verdict:
        named = _named(draft)
        match = _person_match(named, [one for key in named.meeting_keys() for one in known.get(key, ())])
        if match.known is None:
            who = f"{named.name}".strip() or f"เลขที่ตำแหน่ง {named.number}"
            return _bad(draft, f"ไม่พบ “{who}” ในทะเบียนบุคลากร โปรดตรวจตัวสะกด หรือนำเข้าบุคลากรก่อน", "name")
        if not match.is_sure and choice != Choice.SAME:
            why = "มีผู้ที่อาจเป็นผู้นี้มากกว่าหนึ่งคน" if not match.is_only else "ชื่อสะกดใกล้เคียงกับผู้ที่มีอยู่ในทะเบียน"
            return Verdict(
                draft, Outcome.DOUBT, title_of(draft), [Problem(why)], other_id=match.known.person.pk,
                other_words=words_of(match.known),
            )  # fmt: skip
        return self._settled(draft, match.known, holders)

    def _settled(self, draft: Draft, known: Known, holders: dict[tuple[str, str], Appointment]) -> Verdict:
        made = _appointment(draft, known.person)
        title = f"{known.person.name} · {draft.facts['position']} {draft.facts['place'].name}".strip()
        there = [one for one in known.services if _is_same_post(one, made)]
        same = next((one for one in there if one.from_on == made.from_on), None)
        if same and same.pk in self._made:
            why = f"เป็นรายการเดียวกับแถว {self._made[same.pk]} ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ"
            return Verdict(draft, Outcome.BAD, title, [Problem(why)], is_repeated=True)
        if same:
            return _compared(draft, same, made, title)
        if held := next((one for one in there if _overlap(one, made)), None):
            if held.until_on == made.until_on:
                return Verdict(draft, Outcome.SAME, title, other_id=held.pk)
            since = format_date(held.from_on, "short")
            return _bad(draft, f"ปฏิบัติหน้าที่นี้อยู่แล้วตั้งแต่ {since} โปรดแก้วันที่ หรือขยายเวลาที่หน้าของบุคลากร", "from_on")
        if holder := self._holder(made, holders):
            since = format_date(holder.from_on, "short")
            return _bad(draft, f"{holder.person} ดำรงตำแหน่งนี้อยู่ตั้งแต่ {since} โปรดบันทึกการสิ้นสุดของเดิมก่อน", "role")
        holders.setdefault(_post_key(made), made)
        # Another spelling of the same person later in the file means the same appointment.
        known.services.append(made)
        self._made[made.pk] = draft.row
        change = Change("การปฏิบัติหน้าที่", "", _service(made, draft, self.office))
        return Verdict(draft, Outcome.NEW, title, changes=[change], plan=Plan(made, is_new=True))

    def _holder(
        self, made: Appointment, holders: Mapping[tuple[str, str], Appointment]
    ) -> Appointment | None:
        """Somebody else who holds a post that only one may hold, at the same time."""
        if made.capacity != Appointment.Capacity.SUBSTANTIVE or not POSTS[made.role].is_single:
            return None
        held = holders.get(_post_key(made))
        return held if held and held.person_id != made.person_id and _overlap(held, made) else None

    def _known(self, names: Sequence[Named]) -> Mapping[str, list[Known]]:
        # Also what has ended: a list may tell of it again.
        return known_people(self.office, names, on=date.min)

    def _holders(self, drafts: Sequence[Draft]) -> dict[tuple[str, str], Appointment]:
        """Who holds the single posts that a batch names. One query."""
        single = [draft.facts for draft in drafts if POSTS[draft.facts["role"]].is_single]
        ids = [UUID(facts["place"].key) for facts in single if _sort_of(facts["place"])]
        roles = {facts["role"] for facts in single}
        serving = lasting_appointments(self.day, None).filter(
            Q(school__in=ids) | Q(unit__in=ids) | Q(cluster__in=ids) | Q(role=Role.DIRECTOR),
            office=self.office, role__in=roles, capacity=Appointment.Capacity.SUBSTANTIVE,
        )  # fmt: skip
        return {_post_key(one): one for one in serving.select_related("person")} if single else {}

    # Storing

    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        plans: list[Plan] = [verdict.plan for verdict in verdicts if verdict.plan is not None]
        for plan in plans:
            plan.made.office_id = self.office.pk
            for name, value in plan.terms.items():
                setattr(plan.made, name, value)
        Appointment.objects.bulk_create([plan.made for plan in plans if plan.is_new])
        changed = [plan.made for plan in plans if not plan.is_new]
        Appointment.objects.bulk_update(changed, _TERMS, batch_size=200)
        at = now()
        record_many(
            [entry("appointment.made" if plan.is_new else "appointment.edited", by=by, on=plan.made, at=at,
                   within=plan.made.person_id, role=plan.made.role, capacity=plan.made.capacity,
                   order=plan.made.order_number) for plan in plans]
        )  # fmt: skip


def _named(draft: Draft) -> Named:
    facts = draft.facts
    place: Place = facts["place"]
    places = frozenset({place.key}) if _sort_of(place) else frozenset[str]()
    return Named(facts.get("position_number", ""), facts["first_name"], facts["last_name"], places)


def _person_match(named: Named, people: Sequence[Known]) -> Match:
    """By the number of the post, or by the name; the place only tells namesakes apart."""
    if not named.first:
        by_number = {one.person.pk: one for one in people if one.named.number == named.number}
        return best_only(list(by_number.values()))
    same = {one.person.pk: one for one in people if one.named.name == named.name}
    if len(same) == 1:
        return best_only(list(same.values()))
    return best_match(named, people)


def best_only(people: Sequence[Known]) -> Match:
    if not people:
        return Match(Nearness.NONE)
    return Match(Nearness.SURE, people[0], is_only=len(people) == 1)


def _sort_of(place: Place) -> str:
    if place.school_id:
        return "school"
    if place.unit_id:
        return "unit"
    return "cluster" if place.cluster_id else ""


def _appointment(draft: Draft, person: Person) -> Appointment:
    facts = draft.facts
    place: Place = facts["place"]
    capacity = facts["capacity"]
    # Of one who acts the title stays that of the own post.
    title = facts["position"] if capacity == Appointment.Capacity.SUBSTANTIVE else ""
    return Appointment(
        id=new_id(), person=person, role=facts["role"], capacity=capacity, position_title=title,
        unit_id=place.unit_id, school_id=place.school_id, cluster_id=place.cluster_id,
        order_number=facts.get("order_number", ""), scope=facts.get("scope", ""), from_on=facts["from_on"],
        until_on=facts.get("until_on"),
    )  # fmt: skip


def _is_same_post(one: Appointment, other: Appointment) -> bool:
    return _post_key(one) == _post_key(other) and one.capacity == other.capacity


def _post_key(one: Appointment) -> tuple[str, str]:
    return one.role, str(one.school_id or one.unit_id or one.cluster_id or "")


def _overlap(one: Appointment, other: Appointment) -> bool:
    return one.from_on <= (other.until_on or date.max) and other.from_on <= (one.until_on or date.max)


def _file_key(draft: Draft) -> str:
    facts = draft.facts
    who = facts.get("position_number") or f"{facts['first_name']} {facts['last_name']}"
    return f"{who} {facts['role']} {facts['place'].key} {facts['capacity']} {facts['from_on']}"


def _compared(draft: Draft, same: Appointment, made: Appointment, title: str) -> Verdict:
    """The very appointment: what the list says otherwise about its end, order or scope. Blanks say nothing."""
    terms = {
        name: getattr(made, name)
        for name in _TERMS
        if getattr(made, name) and getattr(made, name) != getattr(same, name)
    }
    if not terms:
        return Verdict(draft, Outcome.SAME, title, other_id=same.pk)
    changes = [
        Change(_LABELS[name], _shown(getattr(same, name)), _shown(value), name)
        for name, value in terms.items()
    ]
    same.person = made.person
    return Verdict(
        draft,
        Outcome.CHANGED,
        title,
        changes=changes,
        other_id=same.pk,
        plan=Plan(same, is_new=False, terms=terms),
    )


def _shown(value: Any) -> str:
    return format_date(value, "short") if isinstance(value, date) else str(value or "")


def _service(made: Appointment, draft: Draft, office: Office) -> str:
    capacity = f"{made.get_capacity_display()} " if made.capacity != Appointment.Capacity.SUBSTANTIVE else ""
    return f"{capacity}{office.say(Role(made.role).label)} {draft.facts['place'].name} ตั้งแต่ {format_date(made.from_on, 'short')}"


def _bad(draft: Draft, why: str, column: str = "") -> Verdict:
    return Verdict(draft, Outcome.BAD, title_of(draft), [Problem(why, column)])

"""A pass over an order of duties: who is meant, by which procedure, and what the order does not say yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nithet.audit.services import Actor
from nithet.cycles.duty_list.words import Titles
from nithet.cycles.models import Duty, DutyOrder
from nithet.cycles.queries import charged_procedures
from nithet.cycles.services.duties import Charge, Given, OrderFacts, key_of, order_for, put_duties
from nithet.cycles.services.following import give_out
from nithet.offices.imports.kinds import (
    Change,
    Choice,
    Draft,
    ImportKind,
    Outcome,
    Problem,
    Taking,
    Verdict,
)
from nithet.offices.imports.places import PlaceError, Places
from nithet.offices.models import Cluster, Office, Person, School
from nithet.offices.queries import people_serving
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span
from nithet.thai.likeness import likely_same
from nithet.thai.people import split_title
from nithet.thai.text import squeeze

TITLE = "มอบหมายหน้าที่"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a row surely says, or nearly: then `doubts` say what to look at."""

    person: Person
    charge: Charge
    doubts: tuple[str, ...]


class DutiesTaking(Taking):
    def __init__(
        self,
        kind: ImportKind,
        office: Office,
        columns: Mapping[str, int],
        options: Mapping[str, Any],
        on: date,
    ) -> None:
        super().__init__(kind, office, columns, options, on)
        self.facts = _order_facts(options, on)
        year = fiscal_year_be(self.facts.from_on)
        order = DutyOrder.objects.filter(office=office, fiscal_year_be=year, number=self.facts.number).first()
        # An order that is known keeps its days, so that the same table is the same duties.
        self.first = order.from_on if order else self.facts.from_on
        self.last = order.until_on if order else self.facts.until_on
        self.known = _known(order)
        self.charges = {p.lineage: Charge.of(p) for p in charged_procedures(office)}
        self.titles = Titles((charge.title, lineage) for lineage, charge in self.charges.items())
        self.people = _People(people_serving(office, on=max(on, self.first)))
        self.places = Places(office)

    # Reading

    def understand(self, draft: Draft) -> None:
        facts = draft.facts
        draft.facts["named"] = []
        if not (facts.get("person") or facts.get("position_number")):
            draft.problems.append(Problem("ไม่มีชื่อผู้รับผิดชอบ", "person"))
        if not facts.get("procedure"):
            draft.problems.append(Problem("ไม่มีชื่อกระบวนงาน", "procedure"))
        for words in facts.get("places", ()):
            try:
                place = self.places.find(words)
            except PlaceError as error:
                draft.problems.append(Problem(str(error), "places", words))
                continue
            if place.unit_id or not (place.school_id or place.cluster_id):
                draft.problems.append(
                    Problem(f"“{words}” ไม่ใช่โรงเรียนหรือ{self.office.terms['cluster']}", "places", words)
                )
            else:
                facts["named"].append(place)

    # Judging

    def mark(self, drafts: Sequence[Draft]) -> None:
        self.seen.add((key, draft.row, ()) for draft in drafts if not draft.problems for key in _keys(draft))

    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        good = [draft for draft in drafts if not draft.problems]
        asked = [key for draft in good for key in _keys(draft)]
        earlier = {key: rows[0].row for key, rows in self.seen.find(asked).items()}
        verdicts = []
        for draft in drafts:
            if draft.problems:
                verdicts.append(Verdict(draft, Outcome.BAD, _title(draft), draft.problems))
                continue
            rows = [row for key in _keys(draft) if (row := earlier.get(key)) and row != draft.row]
            verdicts.append(
                _bad(draft, f"ซ้ำกับแถว {rows[0]} ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ")
                if rows
                else self._verdict(draft, choices.get(draft.row, ""))
            )
            earlier |= {key: earlier.get(key, draft.row) for key in _keys(draft)}
        self.mark(good)
        return verdicts

    def _verdict(self, draft: Draft, choice: str) -> Verdict:
        meant = self._meant(draft)
        if isinstance(meant, Problem):
            return Verdict(draft, Outcome.BAD, _title(draft), [meant])
        if meant.doubts and choice != Choice.SAME:
            other = f"{meant.person.name} · {meant.charge.title}"
            problems = [Problem(why) for why in meant.doubts]
            return Verdict(
                draft, Outcome.DOUBT, _title(draft), problems, other_id=meant.person.pk, other_words=other
            )
        return self._compared(draft, list(self._given(draft, meant)))

    def _meant(self, draft: Draft) -> Meant | Problem:
        facts, doubts = draft.facts, []
        number, name = facts.get("position_number", ""), facts.get("person", "")
        person, is_sure = self.people.find(number, name)
        if person is None:
            who = name or f"เลขที่ตำแหน่ง {number}"
            return Problem(
                f"ไม่พบ “{who}” ในผู้ปฏิบัติหน้าที่ของสำนักงาน โปรดตรวจตัวสะกด หรือบันทึกการแต่งตั้งก่อน", "person", who
            )
        if not is_sure:
            doubts.append(f"ชื่อใกล้เคียงกับ {person.name}")
        found = self.titles.find(facts["procedure"])
        if not found.lineages:
            return Problem(
                "ไม่พบกระบวนงานนี้ในคู่มือที่ประกาศใช้ โปรดตรวจชื่อ หรือประกาศใช้คู่มือก่อน", "procedure", facts["procedure"]
            )
        charge = self.charges[found.lineages[0]]
        if not found.is_sure:
            doubts.append(f"ชื่อกระบวนงานใกล้เคียงกับ “{charge.title}”{_of(charge)}")
        return Meant(person, charge, tuple(doubts))

    def _given(self, draft: Draft, meant: Meant) -> Iterator[Given]:
        part = draft.facts.get("part", Duty.Part.MAIN)
        for place in draft.facts["named"] or [None]:
            school = School(pk=place.school_id, name=place.name) if place and place.school_id else None
            cluster = Cluster(pk=place.cluster_id, name=place.name) if place and place.cluster_id else None
            yield Given(meant.person, meant.charge, part, self.first, self.last, school, cluster)

    def _compared(self, draft: Draft, given: list[Given]) -> Verdict:
        """What the order does not say yet; what was voided stays so."""
        title = f"{given[0].person.name} · {given[0].charge.title}"
        new = [g for g in given if g.key not in self.known]
        changed = [g for g in given if (part := self.known.get(g.key)) and part != g.part]
        changes = [Change(TITLE, "", _words(g)) for g in new]
        changes += [
            Change(_place(g), Duty.Part(self.known[g.key]).label, Duty.Part(g.part).label) for g in changed
        ]
        if not changes:
            return Verdict(draft, Outcome.SAME, title)
        outcome = Outcome.NEW if len(new) == len(given) else Outcome.CHANGED
        return Verdict(draft, outcome, title, changes=changes, plan=[*new, *changed])

    # Storing

    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        given: list[Given] = [one for verdict in verdicts for one in verdict.plan or ()]
        if not given:
            return
        order = order_for(self.office, self.facts, by=by)
        put_duties(order, given, by=by)
        give_out(self.office, {one.charge.lineage for one in given}, by=by, on=self.on)


class _People:
    """Who serves in the office, by number of the post and by name: some dozens."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._all: list[Person] = list(people)
        self._by_number: dict[str, list[Person]] = defaultdict(list)
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self._all:
            self._by_name[squeeze(person.plain_name)].append(person)
            if person.position_number:
                self._by_number[person.position_number].append(person)

    def find(self, number: str, name: str) -> tuple[Person | None, bool]:
        """The person, and whether it is surely this one."""
        _, first, last = split_title(name)
        plain = f"{first} {last}".strip()
        named = self._by_name.get(squeeze(plain), [])
        numbered = self._by_number.get(number, []) if number else []
        both = [p for p in numbered if p in named] or named or numbered
        if both:
            return both[0], len(both) == 1
        near = [p for p in self._all if plain and likely_same(plain, p.plain_name)]
        return (near[0] if near else None), False


def _order_facts(options: Mapping[str, Any], on: date) -> OrderFacts:
    from_on = date.fromisoformat(options["from_on"]) if options.get("from_on") else on
    signed = date.fromisoformat(options["on"]) if options.get("on") else from_on
    until_on = fiscal_year_span(fiscal_year_be(from_on))[1]
    return OrderFacts(options.get("number", ""), signed, TITLE, from_on, until_on)


def _known(order: DutyOrder | None) -> dict[tuple[object, ...], str]:
    """The parts that the order gave before, voided ones too."""
    duties = Duty.objects.filter(order=order).order_by("-voided_at") if order else ()
    return {key_of(duty): duty.part if duty.voided_at is None else "" for duty in duties}


def _keys(draft: Draft) -> list[str]:
    facts = draft.facts
    who = facts.get("position_number") or squeeze(facts.get("person", ""))
    places = [place.key for place in facts["named"]] or ["everywhere"]
    return [f"{who} {squeeze(facts['procedure'])} {place}" for place in places]


def _title(draft: Draft) -> str:
    return " · ".join(filter(None, (draft.facts.get("person", ""), draft.facts.get("procedure", ""))))


def _bad(draft: Draft, why: str) -> Verdict:
    return Verdict(draft, Outcome.BAD, _title(draft), [Problem(why)])


def _of(charge: Charge) -> str:
    return f" ของ{charge.unit.short_name}" if charge.unit else ""


def _words(given: Given) -> str:
    return f"{Duty.Part(given.part).label} {_place(given)}"


def _place(given: Given) -> str:
    found = given.school or given.cluster
    return found.name if found else "ทุกโรงเรียน"

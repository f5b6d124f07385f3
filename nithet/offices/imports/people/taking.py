"""A pass over a list of personnel: who is new, who is known, who moves, and whom a person has to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from nithet.audit.services import Actor
from nithet.offices.imports.cells import name_parts
from nithet.offices.imports.kinds import Choice, Draft, ImportKind, Missing, Outcome, Problem, Taking, Verdict
from nithet.offices.imports.people import judging, storing
from nithet.offices.imports.people.matching import (
    NOBODY,
    Known,
    Match,
    Named,
    Nearness,
    Twice,
    as_words,
    best_match,
    from_words,
    is_taken_for,
    worst_twice,
)
from nithet.offices.imports.places import PlaceError, Places
from nithet.offices.imports.positions import at_place, kind_of_personnel, position_of, standing_of
from nithet.offices.models import Appointment, Office, Role

NOTED_POSITIONS = 20


class PeopleTaking(Taking):
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
        self._reached: set[UUID] = set()

    # Reading

    def understand(self, draft: Draft) -> None:
        facts = draft.facts
        name = facts.pop("name", "")
        parts = name_parts(
            facts.pop("title", ""), name or facts.pop("first_name", ""), facts.pop("last_name", "")
        )
        facts.update(parts)
        if not (facts.get("first_name") and facts.get("last_name")):
            draft.problems.append(Problem("ไม่มีชื่อหรือนามสกุล โปรดใส่ทั้งชื่อและนามสกุล", "name", name))
        facts.setdefault("from_on", self.day)
        self._understand_position(draft)
        if kind := kind_of_personnel(facts.pop("kind", "")):
            facts["kind"] = kind

    def _understand_position(self, draft: Draft) -> None:
        """Role and place out of the words for them."""
        facts = draft.facts
        words, place_words = facts.get("position", ""), facts.pop("place", "")
        try:
            place = self.places.find(place_words) if place_words else self.places.unit_in(words)
        except PlaceError as error:
            draft.problems.append(Problem(str(error), "place", place_words))
            return
        if place:
            facts["place"] = place
        if words and not facts.get("standing") and (standing := standing_of(words)):
            facts["standing"] = standing
        position = position_of(words) if words else None
        if position and place:
            position = at_place(position, is_school=place.school_id is not None)
        if position and (place or position.role == Role.DIRECTOR):
            facts["served_as"] = position
        elif words:
            self._note_position(words)

    def _note_position(self, words: str) -> None:
        self.notes["without_role"] = self.notes.get("without_role", 0) + 1
        known = self.notes.setdefault("positions", [])
        if words not in known and len(known) < NOTED_POSITIONS:
            known.append(words)

    # Judging

    def mark(self, drafts: Sequence[Draft]) -> None:
        self._mark([(draft, named_of(draft)) for draft in drafts if not draft.problems])

    def _mark(self, rows: Sequence[tuple[Draft, Named]]) -> None:
        self.seen.add(
            (key, draft.row, as_words(named)) for draft, named in rows for key in named.meeting_keys()
        )

    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        rows = [(draft, named_of(draft)) for draft in drafts if not draft.problems]
        names = [named for _, named in rows]
        known, earlier = self._known(names), self._earlier(names)
        verdicts = [
            Verdict(draft, Outcome.BAD, title_of(draft), draft.problems) for draft in drafts if draft.problems
        ]
        for draft, named in rows:
            verdict = self._verdict(draft, named, known, earlier, choices.get(draft.row, ""))
            verdicts.append(verdict)
            for key in named.meeting_keys():
                earlier[key].append((draft.row, named))
            self._learn(verdict, named, known)
        self._mark(rows)
        self.seen.name(verdict.other_id for verdict in verdicts if verdict.other_id)
        return sorted(verdicts, key=lambda verdict: verdict.draft.row)

    def _earlier(self, names: Sequence[Named]) -> defaultdict[str, list[tuple[int, Named]]]:
        """The rows before this batch that may be about the same people."""
        found = self.seen.find([key for named in names for key in named.meeting_keys()])
        earlier: defaultdict[str, list[tuple[int, Named]]] = defaultdict(list)
        for key, rows in found.items():
            earlier[key] = [(one.row, from_words(one.words)) for one in rows]
        return earlier

    def _verdict(
        self, draft: Draft, named: Named, known: Mapping[str, list[Known]],
        earlier: Mapping[str, list[tuple[int, Named]]], choice: str,
    ) -> Verdict:  # fmt: skip
        keys = named.meeting_keys()
        rows = [one for key in keys for one in earlier.get(key, ())]
        is_twice, row, other = worst_twice(named, rows) if rows else (Twice.NO, 0, None)
        if is_twice >= Twice.SAME_NUMBER:
            assert other is not None  # noqa: S101
            return judging.bad(draft, _twice_words(is_twice, row, other))
        people = [one for key in keys for one in known.get(key, ())]
        match = best_match(named, people) if people else NOBODY
        also = is_twice == Twice.ELSEWHERE
        if match.is_sure and match.known is not None:
            again = self._again(draft, named, match.known, choice) if rows and not also else None
            return again or self._settled(draft, match.known, also=also)
        if also and match.known is None:
            return self._settled(draft, None)
        if is_twice in {Twice.LIKE, Twice.NAMESAKE} or match.nearness:
            return self._doubtful(draft, match, (is_twice, row, other), choice)
        return self._settled(draft, None)

    def _settled(self, draft: Draft, known: Known | None, *, also: bool = False) -> Verdict:
        if known is None:
            return judging.new(draft, title_of(draft), is_storing=self.is_storing)
        verdict = judging.known(draft, known, also=also)
        verdict.is_further = also and self._taken(known) is not None
        if verdict.outcome != Outcome.BAD:
            known.taken_by = known.taken_by or (draft.row, named_of(draft))
            known.told.update(draft.facts)
        return verdict

    def _taken(self, known: Known) -> tuple[int, Named] | None:
        """The earlier row of this file that is them already: of this batch, or of one before."""
        if known.taken_by is None:
            found = self.seen.find(known.named.meeting_keys())
            rows = [(one.row, from_words(one.words)) for same in found.values() for one in same]
            known.taken_by = next(
                ((row, named) for row, named in rows if is_taken_for(named, known.named)), None
            )
        return known.taken_by

    def _again(self, draft: Draft, named: Named, known: Known, choice: str) -> Verdict | None:
        """A row that is surely somebody; None unless an earlier row is them already."""
        if (taken := self._taken(known)) is None:
            return None
        row, other = taken
        may_be_two = bool(named.number and other.number) and named.name == other.name
        if may_be_two and choice == Choice.NEW:
            return self._settled(draft, None)
        if may_be_two and choice != Choice.SAME:
            why = f"ชื่อเดียวกับแถว {row} ในไฟล์เดียวกัน แต่เลขที่ตำแหน่งต่างกัน"
            return judging.doubt(draft, known, why, f"แถว {row} {other.name}")
        return judging.repeated(draft, known, row, other)

    def _doubtful(
        self, draft: Draft, match: Match, before: tuple[Twice, int, Named | None], choice: str
    ) -> Verdict:
        """What a person has to decide, or has decided."""
        is_twice, row, other = before
        if choice == Choice.SAME and match.known is not None:
            taken = self._taken(match.known)
            if taken and is_twice != Twice.NAMESAKE:
                return judging.repeated(draft, match.known, *taken)
            return self._settled(draft, match.known, also=taken is not None)
        if choice == Choice.NEW:
            return self._settled(draft, None)
        if is_twice != Twice.NO and other is not None:
            why = "ชื่อสะกดใกล้เคียงกับ" if is_twice == Twice.LIKE else "ชื่อเดียวกันแต่อยู่คนละแห่งกับ"
            return judging.doubt(draft, match.known, f"{why}แถว {row} ในไฟล์เดียวกัน", f"แถว {row} {other.name}")
        assert match.known is not None  # noqa: S101
        return judging.doubt(draft, match.known, _match_words(match), judging.words_of(match.known))

    def _learn(self, verdict: Verdict, named: Named, known: dict[str, list[Known]]) -> None:
        """Whoever this batch adds is known to its later rows; what it reaches is remembered for `missing`."""
        plan = verdict.plan
        if isinstance(plan, judging.Plan) and plan.is_new:
            services = [plan.added] if plan.added else []
            added = Known(named, plan.person, services, taken_by=(verdict.draft.row, named))
            for key in named.meeting_keys():
                known[key].append(added)
        place = verdict.draft.facts.get("place")
        if place is not None and (reached := place.school_id or place.unit_id):
            self._reached.add(reached)

    def _known(self, names: Sequence[Named]) -> defaultdict[str, list[Known]]:
        """Who of the register may be meant by a batch, by the keys of rows. Three queries, each by an index."""
        return judging.known_people(self.office, names, on=self.day)

    # Storing

    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        storing.store(
            self.office, [one for one in verdicts if one.plan is not None], by=by, source=self.source_name
        )

    # Missing

    def missing(self) -> Iterator[Missing]:
        """People of the schools and units in the file whom no row names."""
        reached = sorted(self._reached)
        for start in range(0, len(reached), 500):
            yield from self._missing_at(reached[start : start + 500])

    def _missing_at(self, places: Sequence[UUID]) -> Iterator[Missing]:
        serving = judging.lasting_appointments(self.day, None).filter(
            Q(school__in=places) | Q(unit__in=places), office=self.office, role__in=judging.LISTED_ROLES
        )
        people: dict[UUID, Appointment] = {}
        for one in (
            serving.select_related("person").order_by("person__sort_key", "pk").iterator(chunk_size=2000)
        ):
            people.setdefault(one.person_id, one)
        ids = list(people)
        for start in range(0, len(ids), 500):
            unnamed = self.seen.unnamed(ids[start : start + 500])
            for pk in ids[start : start + 500]:
                if pk in unnamed:
                    yield Missing(pk, people[pk].person.name, judging.service_words(people[pk]))

    def end_missing(self, ids: Sequence[UUID], *, by: Actor) -> int:
        return storing.end_services(self.office, ids, on=self.day, by=by)

    def remarks(self) -> list[str]:
        return judging.doubly_held(self.office, on=self.day)


def named_of(draft: Draft) -> Named:
    facts = draft.facts
    place = facts.get("place")
    return Named(
        facts.get("position_number", ""), facts["first_name"], facts["last_name"],
        frozenset({place.key}) if place else frozenset(),
    )  # fmt: skip


def title_of(draft: Draft) -> str:
    facts = draft.facts
    return f"{facts.get('title', '')}{facts.get('first_name', '')} {facts.get('last_name', '')}".strip()


def _twice_words(is_twice: Twice, row: int, other: Named) -> str:
    if is_twice == Twice.DUPLICATE:
        return f"ซ้ำกับแถว {row} ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ"
    return f"เลขที่ตำแหน่งซ้ำกับแถว {row} ({other.name}) โปรดตรวจเลขที่ตำแหน่ง"


def _match_words(match: Match) -> str:
    if not match.is_only:
        return "มีผู้ที่อาจเป็นรายการนี้มากกว่าหนึ่งคนในทะเบียน"
    return {
        Nearness.LIKE: "ชื่อสะกดใกล้เคียงกับผู้ที่มีอยู่ในทะเบียน",
        Nearness.NAMESAKE: "ชื่อเดียวกับผู้ที่อยู่คนละแห่งในทะเบียน อาจย้ายมา หรือชื่อซ้ำกัน",
        Nearness.NUMBER_ONLY: "เลขที่ตำแหน่งตรงกับผู้ที่มีชื่ออื่นในทะเบียน",
        Nearness.SURE: "",
        Nearness.NONE: "",
    }[match.nearness]

"""Whether evidence meets a standard: met, not yet, not met, or to be judged by a person.

What evidence cannot say is never called “not met”: a visit kept as a file names no school, so a person judges it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from nithet.cycles.standards.conditions import (
    ISSUED,
    OCCASION,
    REACHED,
    Complete,
    Condition,
    Count,
    Coverage,
    Dated,
    Issued,
    Judgement,
)
from nithet.cycles.standards.evidence import NOTE, SHARE, Period, Proof, Subject, Turn, periods_of, present
from nithet.cycles.windows import Year
from nithet.thai.calendar import month_window
from nithet.thai.dates import format_date


class Outcome(StrEnum):
    MET = "met"
    NOT_YET = "not_yet"
    NOT_MET = "not_met"
    BY_PERSON = "by_person"


@dataclass(frozen=True, slots=True)
class Part:
    """One period or one time of the step: “ภาคเรียนที่ 2/2569: 1 จาก 2 ครั้ง”, and who still lacks what."""

    label: str
    outcome: Outcome
    words: str
    lacking: tuple[str, ...] = ()
    # The period is still to come.
    is_ahead: bool = False

    def __str__(self) -> str:
        return f"{self.label}: {self.words}" if self.label else self.words


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    parts: tuple[Part, ...] = ()
    # The evidence that counts, by its keys.
    counted: frozenset[UUID] = frozenset()
    note: str = ""

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.outcome != Outcome.MET)


@dataclass(frozen=True, slots=True)
class Case:
    """All that a verdict on one standard looks at."""

    proofs: Sequence[Proof]
    turns: Sequence[Turn]
    subjects: Sequence[Subject]
    year: Year
    on: date

    def own_turns(self) -> list[Turn]:
        """A step without tasks is asked for once in the year."""
        return list(self.turns) or [Turn(None, "", *self.year.span)]


def verdict(condition: Condition, case: Case) -> Verdict:
    match condition:
        case Count():
            return _counted(condition, case)
        case Coverage():
            return _covered(condition, case)
        case Dated():
            return _in_time(condition, case)
        case Issued():
            return _issued(condition, case)
        case Complete():
            return _complete(condition, case)
        case Judgement():
            return Verdict(Outcome.BY_PERSON, counted=_keys(case.proofs))


def shows(proof: Proof, actions: Sequence[str]) -> bool:
    return not proof.action or not actions or proof.action in actions


def occasions(proofs: Iterable[Proof], unit: str) -> int:
    """Twice on one day at one place is once; of things each counts as what it says."""
    found = list(proofs)
    return len({(p.on, p.subject) for p in found}) if unit == OCCASION else sum(p.value for p in found)


def days_reached(proofs: Iterable[Proof]) -> dict[UUID, int]:
    """On how many different days each subject was reached."""
    days: dict[UUID, set[date]] = defaultdict(set)
    for proof in proofs:
        if proof.subject:
            days[proof.subject].add(proof.on)
    return {subject: len(found) for subject, found in days.items()}


def to_reach(period: Period, case: Case, reached: dict[UUID, int]) -> list[Subject]:
    """Those who are there in the period, and those who were reached although they are not."""
    there = present(case.subjects, period)
    known = {s.key for s in there}
    return there + [s for s in case.subjects if s.key in reached and s.key not in known]


def is_placed(case: Case) -> bool:
    """Some evidence says whom it reached, or there is none that could."""
    known = {s.key for s in case.subjects}
    return not case.proofs or any(p.subject in known for p in case.proofs)


def _counted(condition: Count, case: Case) -> Verdict:
    proofs = [p for p in case.proofs if shows(p, condition.of)]
    parts: list[Part] = []
    used: set[UUID] = set()
    for period in periods_of(condition.per, case.year):
        inside = [p for p in proofs if period.holds(p.on)]
        done = occasions(inside, condition.unit)
        outcome = _by(period.ends_on, case.on, is_met=done >= condition.at_least)
        words = f"{done} จาก {condition.at_least} {condition.unit}"
        parts.append(Part(period.label, outcome, words, is_ahead=period.starts_on > case.on))
        used |= _keys(inside)
    return _of(parts, used)


def _covered(condition: Coverage, case: Case) -> Verdict:
    if not is_placed(case):
        noun = REACHED[condition.of] if condition.of == "schools" else "บุคคล"
        note = f"หลักฐานไม่ระบุ{noun} ระบบจึงนับความครอบคลุมไม่ได้"
        return Verdict(Outcome.BY_PERSON, counted=_keys(case.proofs), note=note)
    parts: list[Part] = []
    used: set[UUID] = set()
    for period in periods_of(condition.per, case.year):
        inside = [p for p in case.proofs if period.holds(p.on) and p.subject]
        parts.append(_coverage_part(condition, period, case, days_reached(inside)))
        used |= _keys(inside)
    return _of(parts, used)


def _coverage_part(condition: Coverage, period: Period, case: Case, reached: dict[UUID, int]) -> Part:
    asked = to_reach(period, case, reached)
    short = [s for s in asked if reached.get(s.key, 0) < condition.at_least]
    outcome = _by(period.ends_on, case.on, is_met=bool(asked) and not short)
    lacking = tuple(
        f"{s.name} ({reached.get(s.key, 0)} จาก {condition.at_least} ครั้ง)" for s in short if s.name
    )
    words = f"ครบ {len(asked) - len(short)} จาก {len(asked)} {REACHED[condition.of]}"
    return Part(period.label, outcome, words, lacking, is_ahead=period.starts_on > case.on)


def _in_time(condition: Dated, case: Case) -> Verdict:
    if condition.by:
        due = _day_of(condition.by, case.year)
        part = _dated_part("", due, case.proofs, on=case.on)
        return _of([part], _keys(p for p in case.proofs if p.on <= due))
    turns = case.own_turns()
    parts = [_dated_part(t.label, t.due_on, _of_turn(case, t), on=case.on) for t in turns]
    return _of(parts, {p.key for t in turns for p in _of_turn(case, t) if p.on <= t.due_on})


def _dated_part(label: str, due: date, proofs: Sequence[Proof], *, on: date) -> Part:
    first = min((p.on for p in proofs), default=None)
    outcome = _by(due, on, is_met=first is not None and first <= due)
    told = f"หลักฐานแรกลงวันที่ {format_date(first, 'short')}" if first else "ยังไม่มีหลักฐาน"
    return Part(label, outcome, f"{told} กำหนดภายในวันที่ {format_date(due, 'short')}")


def _day_of(by: tuple[int, int], year: Year) -> date:
    """The day in the fiscal year; a day that the month lacks is its last."""
    month, day = by
    last = month_window([month], year.fiscal_year_be)[1]
    return last.replace(day=min(day or last.day, last.day))


def _issued(condition: Issued, case: Case) -> Verdict:
    return _each_turn(case, lambda proofs: _issued_of(condition, proofs))


def _issued_of(condition: Issued, proofs: Sequence[Proof]) -> tuple[bool, str, set[UUID]]:
    """Each document shows one kind; a file, which may be any, what is left."""
    left, used = list(condition.kinds), set()
    documents = [p for p in proofs if p.kind != NOTE]
    for proof in sorted(documents, key=lambda p: not p.action):
        kind = next((k for k in left if not proof.action or k in _shown_by(proof.action)), None)
        if kind:
            left.remove(kind)
            used.add(proof.key)
    words = f"ยังไม่มี{' และ'.join(ISSUED[k] for k in left)}" if left else "มีครบ"
    return not left, words, used


def _shown_by(action: str) -> tuple[str, ...]:
    return _SHOWN.get(action, ("document",))


# Which documents the objects of an action are.
_SHOWN = {
    "appoint": ("order", "document"),
    "plan": ("plan", "document"),
    "report": ("report", "document"),
    "evaluate": ("report", "document"),
    "study": ("report", "information", "document"),
    "survey": ("report", "information", "document"),
    "register": ("information", "document"),
    "publish": ("publication",),
    "train": ("certificate", "document"),
}


def _complete(condition: Complete, case: Case) -> Verdict:
    if case.proofs and not any(p.kind == SHARE for p in case.proofs):
        note = "หลักฐานไม่ระบุความครบถ้วนเป็นร้อยละ ระบบจึงนับไม่ได้"
        return Verdict(Outcome.BY_PERSON, counted=_keys(case.proofs), note=note)
    return _each_turn(case, lambda proofs: _share_of(condition, proofs))


def _share_of(condition: Complete, proofs: Sequence[Proof]) -> tuple[bool, str, set[UUID]]:
    """What the register said last counts."""
    told = [p for p in proofs if p.kind == SHARE]
    if not told:
        return False, "ยังไม่มีหลักฐาน", set()
    last = max(told, key=lambda p: p.on)
    return last.value >= condition.share, f"ร้อยละ {last.value} จาก {condition.share}", {last.key}


def _each_turn(case: Case, judge: Callable[[Sequence[Proof]], tuple[bool, str, set[UUID]]]) -> Verdict:
    """Every time that the step is done has its own. It can come late: it fails with the year only."""
    parts, counted = [], set()
    for turn in case.own_turns():
        is_met, words, used = judge(_of_turn(case, turn))
        outcome = _by(case.year.span[1], case.on, is_met=is_met)
        parts.append(Part(turn.label, outcome, words))
        counted |= used
    return _of(parts, counted)


def _of_turn(case: Case, turn: Turn) -> list[Proof]:
    return [p for p in case.proofs if not case.turns or p.turn == turn.key]


def _by(last: date, on: date, *, is_met: bool) -> Outcome:
    if is_met:
        return Outcome.MET
    return Outcome.NOT_MET if last < on else Outcome.NOT_YET


def _of(parts: Sequence[Part], counted: Iterable[UUID]) -> Verdict:
    """What has failed once stays so; else all must be met."""
    outcomes = {part.outcome for part in parts}
    worst = next(o for o in (Outcome.NOT_MET, Outcome.NOT_YET, Outcome.MET) if o in outcomes)
    return Verdict(worst, tuple(parts), frozenset(counted))


def _keys(proofs: Iterable[Proof]) -> frozenset[UUID]:
    return frozenset(p.key for p in proofs)

"""A draft as its review page shows it: structure, warnings beside their item, and every line of the source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise

from nithet.manuals import words
from nithet.manuals.draft import (
    Caution,
    Fate,
    LineNote,
    Lines,
    ManualDraft,
    Matter,
    Place,
    ProcedureDraft,
    StepDraft,
    Text,
)
from nithet.manuals.editing.items import TEXT_LISTS
from nithet.manuals.editing.lines import BY_HAND
from nithet.manuals.reading import FURNITURE_RULES

_LONGEST_QUOTE = 4
_WHY_SKIPPED = {**FURNITURE_RULES, BY_HAND: "ผู้ตรวจทานระบุไว้"}
_TOLD_ELSEWHERE = {"unread-lines"}
"""Warnings whose matter has a place of its own on the page."""
# The lines of a step are told again after each act, mostly as they were.
_code = lru_cache(maxsize=8192)(words.lines_code)
_words = lru_cache(maxsize=8192)(words.lines_words)


@dataclass(slots=True)
class Doubt:
    """A warning on the page; `after` is the one to go to next."""

    id: str
    caution: Caution
    after: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        return words.caution_words(self.caution.code)

    @property
    def text(self) -> str:
        return self.caution.text

    @property
    def line(self) -> int:
        return self.caution.line

    @property
    def remedy_facts(self) -> str:
        """What the remedy's button sends."""
        return json.dumps(self.caution.remedy.facts, ensure_ascii=False) if self.caution.remedy else ""

    @property
    def settle_facts(self) -> str:
        """What the button sends that lets the warning stand; or opens it again."""
        one = self.caution
        said = {"code": one.code, "item": one.item, "text": one.text, "is_settled": not one.is_settled}
        return json.dumps(said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is to be looked at about one item, and what a person let stand."""

    open: tuple[Doubt, ...] = ()
    settled: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source: `css` and `tag` tell what became of it, `why` says more.

    `page` is said where a page or a file begins; `run` names the neighbouring lines of the same fate.
    """

    number: int
    text: str
    css: str = ""
    tag: str = ""
    why: str = ""
    page: str = ""
    run: str = ""


@dataclass(frozen=True, slots=True)
class LostLines:
    """Neighbouring lines that were not understood."""

    key: str
    first: int
    words: str
    text: str
    numbers: tuple[int, ...]


@dataclass(slots=True)
class StepOutline:
    step: StepDraft
    lines: Lines
    quote: list[SourceLine]
    doubts: Doubts
    lines_code: str = field(init=False)
    lines_words: str = field(init=False)

    def __post_init__(self) -> None:
        self.lines_code = _code(self.lines)
        self.lines_words = _words(self.lines)

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def first_line(self) -> int:
        return min(self.lines)

    @property
    def time_words(self) -> str:
        return words.time_words(self.step.months, self.step.cadence)

    @property
    def is_timeless(self) -> bool:
        return not (self.step.months or self.step.cadence)

    @property
    def action_words(self) -> str:
        return ", ".join(words.action_words(self.step.actions))

    @property
    def ask_words(self) -> str:
        return words.ask_words(self.step.decision) if self.step.decision else ""


@dataclass(slots=True)
class ProcedureOutline:
    place: int
    procedure: ProcedureDraft
    steps: list[StepOutline]
    doubts: Doubts

    @property
    def key(self) -> str:
        return self.procedure.key

    @property
    def sections(self) -> list[tuple[str, Sequence[Text]]]:
        """The lists of texts that stand below the steps, without the empty ones."""
        named = [("แบบฟอร์มที่ใช้", self.procedure.forms), ("กฎหมายและเอกสารอ้างอิง", self.procedure.references)]
        return [(title, texts) for title, texts in named if texts]

    @property
    def lines_code(self) -> str:
        return words.lines_code(self.procedure.lines)


@dataclass(frozen=True, slots=True)
class Outline:
    procedures: list[ProcedureOutline]
    doubts: Doubts
    """Warnings about the manual as a whole."""
    open: list[Doubt]
    """All that is to be looked at, as the page shows it."""
    settled_count: int
    first_check: str
    """The id of what is to be looked at first."""
    lost: list[LostLines]
    lost_count: int
    source: list[SourceLine]
    matters: Sequence[Matter]

    @property
    def doubt_count(self) -> int:
        return len(self.open)

    @property
    def step_count(self) -> int:
        return sum(len(one.steps) for one in self.procedures)

    @property
    def timeless_count(self) -> int:
        """Steps whose time the manual leaves open: asked when the year starts."""
        return sum(step.is_timeless for procedure in self.procedures for step in procedure.steps)

    @property
    def is_checked(self) -> bool:
        return not (self.doubt_count or self.lost_count)


def outline(draft: ManualDraft) -> Outline:
    """No queries: everything stands in the draft."""
    placed = _placed(draft)
    source = source_lines(draft)
    by_number = {line.number: line for line in source}
    procedures = [_procedure(place, one, placed, by_number) for place, one in enumerate(draft.procedures, 1)]
    lost = _lost(draft.unread)
    in_order = _in_order(placed.get("", Doubts()), procedures)
    checks = [*(doubt.id for doubt in in_order), *(one.key for one in lost)]
    for doubt, following in zip(in_order, checks[1:], strict=False):
        doubt.after = following
    return Outline(
        procedures=procedures,
        doubts=placed.get("", Doubts()),
        open=in_order,
        settled_count=sum(len(one.settled) for one in placed.values()),
        first_check=checks[0] if checks else "",
        lost=lost,
        lost_count=len(draft.unread),
        source=source,
        matters=draft.matters,
    )


def _in_order(whole: Doubts, procedures: Iterable[ProcedureOutline]) -> list[Doubt]:
    """Open warnings as the page shows them: the whole manual first, each procedure before its steps."""
    found = list(whole.open)
    for procedure in procedures:
        found.extend(procedure.doubts.open)
        for step in procedure.steps:
            found.extend(step.doubts.open)
    return found


def _procedure(
    place: int, one: ProcedureDraft, placed: Mapping[str, Doubts], by_number: dict[int, SourceLine]
) -> ProcedureOutline:
    none = Doubts()
    steps = []
    for step in one.steps:
        lines = _lines(step)
        steps.append(StepOutline(step, lines, _quote(lines, by_number), placed.get(step.key, none)))
    return ProcedureOutline(place, one, steps, placed.get(one.key, none))


def _lines(step: StepDraft) -> Lines:
    """Where the step stands: in a list, and in a table that says it again."""
    return tuple(sorted({*step.lines, *step.more_lines})) if step.more_lines else step.lines


def _quote(lines: Sequence[int], by_number: dict[int, SourceLine]) -> list[SourceLine]:
    """The beginning of what a step came from, for a phone, where the source is not beside it."""
    return [by_number[line] for line in lines if line in by_number][:_LONGEST_QUOTE]


def _placed(draft: ManualDraft) -> dict[str, Doubts]:
    """The warnings by the key of the step or procedure beside which they stand; "" for the whole manual."""
    homes = dict(_homes(draft))
    open_ones: dict[str, list[Doubt]] = defaultdict(list)
    settled: dict[str, list[Doubt]] = defaultdict(list)
    ids: set[str] = set()
    for one in draft.warnings:
        if one.code not in _TOLD_ELSEWHERE:
            doubt = Doubt(_id(one, ids), one)
            (settled if one.is_settled else open_ones)[homes.get(one.item, "")].append(doubt)
    return {
        key: Doubts(tuple(open_ones.get(key, ())), tuple(settled.get(key, ())))
        for key in {*open_ones, *settled}
    }


def _homes(draft: ManualDraft) -> Iterator[tuple[str, str]]:
    """Every key with that of the step or procedure which shows it."""
    for procedure in draft.procedures:
        yield procedure.key, procedure.key
        for name in TEXT_LISTS:
            yield from ((text.key, procedure.key) for text in getattr(procedure, name))
        for step in procedure.steps:
            yield step.key, step.key
            yield from ((part.key, step.key) for part in step.substeps)


def _id(caution: Caution, taken: set[str]) -> str:
    """An id that stays the same while the warning does, whatever happens to others."""
    start = f"doubt-{caution.item or 'manual'}-{caution.code}-{caution.line}".replace(".", "_")
    found, more = start, 2
    while found in taken:
        found, more = f"{start}-{more}", more + 1
    taken.add(found)
    return found


def source_lines(draft: ManualDraft) -> list[SourceLine]:
    """Every line that is not blank, as it stands beside the structure."""
    warned = {one.line: one for one in draft.warnings if not one.is_settled}
    heads = {min(one.lines) for one in draft.procedures if one.lines}
    pages = page_words(draft.places, draft.notes)
    runs = {
        line: run.key
        for fate in (draft.unread, draft.furniture)
        for run in _lost(fate)
        for line in run.numbers
    }
    return [_line(note, warned, heads, pages.get(note.line, ""), runs) for note in draft.notes]


def _line(
    note: LineNote, warned: dict[int, Caution], heads: set[int], page: str, runs: Mapping[int, str]
) -> SourceLine:
    number, text, run = note.line, note.text, runs.get(note.line, "")
    if note.fate is Fate.UNREAD:
        return SourceLine(number, text, "l-lost", "ยังไม่เข้าใจ", "ระบบยังไม่เข้าใจบรรทัดนี้", page, run)
    if number in warned:
        return SourceLine(number, text, "l-check", "ต้องตรวจ", warned[number].text, page)
    if note.fate is Fate.FURNITURE:
        reason = _WHY_SKIPPED.get(note.rule, note.rule)
        return SourceLine(number, text, "l-skip", "ข้าม", f"ไม่ใช่เนื้อหา: {reason}", page, run)
    return SourceLine(number, text, "l-head" if number in heads else "", page=page)


def page_words(places: Sequence[Place], notes: Sequence[LineNote]) -> dict[int, str]:
    """“หน้า 3” at the first line of each page, with the file where another one begins."""
    found: dict[int, str] = {}
    numbers = iter([note.line for note in notes])
    number = next(numbers, None)
    for before, place in pairwise((Place(0), *places)):
        while number is not None and number < place.line:
            number = next(numbers, None)
        said = [f"หน้า {place.page}"] if place.page else []
        if place.file and place.file != before.file:
            said.insert(0, place.file)
        if number is not None and said:
            found[number] = " · ".join(said)
    return found


def _lost(unread: Iterable[LineNote]) -> list[LostLines]:
    """Neighbours together: “บรรทัด 161–162”."""
    runs = groupby(enumerate(unread), key=lambda pair: pair[1].line - pair[0])
    return [lost_run([note for _, note in run]) for _, run in runs]


def lost_run(notes: Sequence[LineNote]) -> LostLines:
    numbers = tuple(note.line for note in notes)
    key = f"lines-{numbers[0]}-{numbers[-1]}"
    return LostLines(
        key, numbers[0], words.lines_words(numbers), " ".join(note.text for note in notes), numbers
    )

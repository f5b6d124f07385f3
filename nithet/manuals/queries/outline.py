"""A draft as its review page shows it: structure, warnings beside their item, and every line of the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from nithet.manuals import words
from nithet.manuals.draft import Caution, Fate, LineNote, ManualDraft, Matter, ProcedureDraft, StepDraft, Text
from nithet.manuals.reading import FURNITURE_RULES

_ITEM = re.compile(r"procedures/(?P<procedure>\d+)(?:/steps/(?P<step>\d+))?")
_LONGEST_QUOTE = 4


@dataclass(slots=True)
class Doubt:
    """A warning on the page; `after` is the one to go to next."""

    id: str
    title: str
    text: str
    line: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source: `css` and `tag` tell what became of it, `why` says more."""

    number: int
    text: str
    css: str = ""
    tag: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class LostLines:
    """Neighbouring lines that were not understood."""

    first: int
    words: str
    text: str


@dataclass(slots=True)
class StepOutline:
    step: StepDraft
    lines: Sequence[int]
    quote: list[SourceLine]
    doubts: list[Doubt]
    lines_code: str = field(init=False)
    lines_words: str = field(init=False)

    def __post_init__(self) -> None:
        self.lines_code = words.lines_code(self.lines)
        self.lines_words = words.lines_words(self.lines)

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
    doubts: list[Doubt]

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
    doubts: list[Doubt]
    """Warnings about the manual as a whole."""
    doubt_count: int
    lost: list[LostLines]
    lost_count: int
    source: list[SourceLine]
    matters: Sequence[Matter]

    @property
    def step_count(self) -> int:
        return sum(len(one.steps) for one in self.procedures)

    @property
    def timeless_count(self) -> int:
        """Steps whose time the manual leaves open: asked when the year starts."""
        return sum(step.is_timeless for procedure in self.procedures for step in procedure.steps)


def outline(draft: ManualDraft) -> Outline:
    """No queries: everything stands in the draft."""
    doubts, placed = _doubts(draft)
    source = _source(draft)
    by_number = {line.number: line for line in source}
    return Outline(
        procedures=[_procedure(place, one, placed, by_number) for place, one in enumerate(draft.procedures)],
        doubts=placed(None, None),
        doubt_count=len(doubts),
        lost=_lost(draft.unread),
        lost_count=len(draft.unread),
        source=source,
        matters=draft.matters,
    )


Placed = Callable[[int | None, int | None], list[Doubt]]


def _procedure(
    place: int, one: ProcedureDraft, placed: Placed, by_number: dict[int, SourceLine]
) -> ProcedureOutline:
    steps = [
        StepOutline(step, _lines(step), _quote(_lines(step), by_number), placed(place, index))
        for index, step in enumerate(one.steps)
    ]
    return ProcedureOutline(place + 1, one, steps, placed(place, None))


def _lines(step: StepDraft) -> Sequence[int]:
    """Where the step stands: in a list, and in a table that says it again."""
    return sorted({*step.lines, *step.more_lines})


def _quote(lines: Sequence[int], by_number: dict[int, SourceLine]) -> list[SourceLine]:
    """The beginning of what a step came from, for a phone, where the source is not beside it."""
    return [by_number[line] for line in lines if line in by_number][:_LONGEST_QUOTE]


def _doubts(draft: ManualDraft) -> tuple[list[Doubt], Placed]:
    """The warnings in the order in which the page shows them, and where each belongs."""
    items = sorted(((_place(one, draft), one) for one in draft.warnings), key=lambda pair: _order(pair[0]))
    doubts = [
        Doubt(f"doubt-{number}", words.caution_words(one.code), one.text, one.line)
        for number, (_, one) in enumerate(items, start=1)
    ]
    for doubt, following in pairwise(doubts):
        doubt.after = following.id
    by_place: dict[tuple[int | None, int | None], list[Doubt]] = {}
    for (place, _), doubt in zip(items, doubts, strict=True):
        by_place.setdefault(place, []).append(doubt)
    return doubts, lambda procedure, step: by_place.get((procedure, step), [])


def _place(caution: Caution, draft: ManualDraft) -> tuple[int | None, int | None]:
    """The procedure and step that a warning is about; None for what the draft does not have."""
    match = _ITEM.match(caution.item)
    if not match or int(match["procedure"]) >= len(draft.procedures):
        return None, None
    procedure = int(match["procedure"])
    step = int(match["step"]) if match["step"] else None
    if step is not None and step >= len(draft.procedures[procedure].steps):
        step = None
    return procedure, step


def _order(place: tuple[int | None, int | None]) -> tuple[int, int]:
    """The whole manual first, then each procedure, its own warnings before those of its steps."""
    return tuple(-1 if part is None else part for part in place)  # type: ignore[return-value]


def _source(draft: ManualDraft) -> list[SourceLine]:
    warned = {one.line: one for one in draft.warnings}
    heads = {min(one.lines) for one in draft.procedures if one.lines}
    return [_line(note, warned, heads) for note in draft.notes]


def _line(note: LineNote, warned: dict[int, Caution], heads: set[int]) -> SourceLine:
    if note.line in warned:
        return SourceLine(note.line, note.text, "l-check", "ต้องตรวจ", warned[note.line].text)
    if note.fate is Fate.UNREAD:
        return SourceLine(note.line, note.text, "l-lost", "ยังไม่เข้าใจ", "ระบบยังไม่เข้าใจบรรทัดนี้")
    if note.fate is Fate.FURNITURE:
        reason = FURNITURE_RULES.get(note.rule, note.rule)
        return SourceLine(note.line, note.text, "l-skip", "ข้าม", f"ไม่ใช่เนื้อหา: {reason}")
    return SourceLine(note.line, note.text, "l-head" if note.line in heads else "")


def _lost(unread: Iterable[LineNote]) -> list[LostLines]:
    """Neighbours together: “บรรทัด 161–162”."""
    runs = groupby(enumerate(unread), key=lambda pair: pair[1].line - pair[0])
    return [_lost_run([note for _, note in run]) for _, run in runs]


def _lost_run(notes: Sequence[LineNote]) -> LostLines:
    numbers = [note.line for note in notes]
    return LostLines(numbers[0], words.lines_words(numbers), " ".join(note.text for note in notes))

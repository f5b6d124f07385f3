"""A manual to be read: its contents, terms linked to their definitions, forms to their steps, laws with their state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nithet.catalogue.laws import law_named
from nithet.manuals import words
from nithet.manuals.draft import Definition, ManualDraft, ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.flowchart import draw, draw_narrow
from nithet.manuals.flowchart.charting import chart_of_draft
from nithet.manuals.likeness import bare
from nithet.manuals.queries.comparing import said_time
from nithet.thai.words import segment

PAGE_WIDTH = 892.0
_SHORTEST_TERM = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text; `to` is the number of the definition of the term that it is, 0 for plain words."""

    text: str
    to: int = 0
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form, and the numbers of the steps that use it."""

    name: str
    steps: list[int]


@dataclass(frozen=True, slots=True)
class ReadLaw:
    """A reference, and what has become of it since; `code` is that of the sign beside it."""

    text: str
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReadStep:
    step: StepDraft
    title: list[Part]
    parts: list[ReadPart]

    @property
    def time_words(self) -> str:
        return said_time(self.step)

    @property
    def action_words(self) -> str:
        return ", ".join(words.action_words(self.step.actions))

    @property
    def ask_words(self) -> str:
        return words.ask_words(self.step.decision) if self.step.decision else ""

    @property
    def measure_words(self) -> str:
        return words.measure_words(measure_of(self.step))


@dataclass(frozen=True, slots=True)
class ReadPart:
    part: SubstepDraft

    @property
    def told(self) -> str:
        """Its tools and what it asks, in small print."""
        asked = [words.ask_words(self.part.decision)] if self.part.decision else []
        return " · ".join([*words.action_words(self.part.actions), *asked])


class ReadProcedure:
    """A procedure as it is read; its charts are drawn when they are asked for."""

    def __init__(self, one: ProcedureDraft, place: int, unit_name: str, width: float = PAGE_WIDTH) -> None:
        self.one, self.place, self._unit_name, self._width = one, place, unit_name, width
        self.steps = [
            ReadStep(step, terms_in(step.title, one.definitions), [ReadPart(part) for part in step.substeps])
            for step in one.steps
        ]
        self.scope = terms_in(one.scope or "", one.definitions)
        self.objectives = [terms_in(text.text, one.definitions) for text in one.objectives]

    @property
    def home(self) -> str:
        """How the ids of its definitions begin."""
        return f"term-{self.place}"

    @cached_property
    def flow(self) -> str:
        chart = chart_of_draft(self.one, unit_name=self._unit_name)
        return draw(chart, name=f"flow-{self.place}", width=self._width) if self.one.steps else ""

    @cached_property
    def flow_narrow(self) -> str:
        chart = chart_of_draft(self.one, unit_name=self._unit_name)
        return draw_narrow(chart, name=f"flow-narrow-{self.place}") if self.one.steps else ""

    @cached_property
    def forms(self) -> list[ReadForm]:
        return forms_of(self.one)

    @cached_property
    def laws(self) -> list[ReadLaw]:
        return [law_of(text.text) for text in self.one.references]

    @property
    def standards(self) -> list[ReadStep]:
        return [step for step in self.steps if step.step.standard]


def read_procedures(draft: ManualDraft, *, unit_name: str) -> list[ReadProcedure]:
    return [ReadProcedure(one, place, unit_name) for place, one in enumerate(draft.procedures, start=1)]


def forms_of(one: ProcedureDraft) -> list[ReadForm]:
    """Those that the procedure lists, and those that only a step names."""
    names = dict.fromkeys(
        [*(text.text for text in one.forms), *(form for step in one.steps for form in step.forms)]
    )
    return [
        ReadForm(name, [step.number for step in one.steps if bare(name) in map(bare, step.forms)])
        for name in names
    ]


def law_of(text: str) -> ReadLaw:
    """The text of a reference with what the registry of laws knows of it."""
    law = law_named(text)
    if law is None:
        return ReadLaw(text)
    if law.superseded_by:
        return ReadLaw(text, "late", f"ยกเลิกแล้ว ใช้{law.superseded_by.title}แทน ({law.superseded_by.date})")
    if law.amended_by and "แก้ไขเพิ่มเติม" not in text:
        last = law.amended_by[-1]
        return ReadLaw(text, "back", f"แก้ไขเพิ่มเติมล่าสุด {last.title}")
    return ReadLaw(text)


def terms_in(text: str, definitions: Sequence[Definition]) -> list[Part]:
    """The text cut at the terms that are defined, the first time each is met, at the borders of words."""
    known = sorted(
        ((one.term, number, one.meaning) for number, one in enumerate(definitions, start=1)),
        key=lambda one: -len(one[0]),
    )
    known = [one for one in known if len(one[0]) >= _SHORTEST_TERM and one[0] in text]
    return list(_cut(text, known)) if known else [Part(text)]


def _cut(text: str, known: list[tuple[str, int, str]]) -> Iterator[Part]:
    borders = _borders(text)
    at = plain_from = 0
    while at < len(text):
        found = next((one for one in known if _is_at(one[0], text, at, borders)), None)
        if found is None:
            at += 1
            continue
        if at > plain_from:
            yield Part(text[plain_from:at])
        term, number, meaning = found
        yield Part(term, number, meaning)
        known.remove(found)
        at = plain_from = at + len(term)
    if plain_from < len(text):
        yield Part(text[plain_from:])


def _is_at(term: str, text: str, at: int, borders: frozenset[int]) -> bool:
    return at in borders and text.startswith(term, at) and at + len(term) in borders


def _borders(text: str) -> frozenset[int]:
    """Places between words."""
    found, at = {0}, 0
    for word in segment(text):
        at += len(word)
        found.add(at)
    return frozenset(found)


def measure_of(step: StepDraft) -> dict[str, object] | None:
    """Its measure as a row holds it."""
    measure = step.measure
    return {"at_least": measure.at_least, "per": measure.per} if measure else None

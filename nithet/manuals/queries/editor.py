"""What the editor of one item shows: its facts, and what may be chosen for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nithet.catalogue.loader import load_catalogue
from nithet.manuals import words
from nithet.manuals.draft import (
    Decision,
    Fate,
    LineNote,
    ManualDraft,
    Matter,
    ProcedureDraft,
    StepDraft,
)
from nithet.manuals.editing import EditError
from nithet.manuals.editing.items import find, home_of, place_of
from nithet.manuals.queries.outline import LostLines, lost_run
from nithet.manuals.reading.actions import propose_actions, why_actions
from nithet.thai.months import FISCAL_ORDER, month_name

_CADENCES = (
    *(f"per_semester:{count}" for count in (1, 2, 3, 4)),
    *(f"per_quarter:{count}" for count in (1, 2)),
    "every_month",
    "all_year",
    "every_supervision_round",
    *(f"within_days:{count}" for count in (3, 5, 7, 15, 30)),
)
_FATES = {Fate.UNREAD: "ยังไม่เข้าใจ", Fate.FURNITURE: "ข้ามไว้ เพราะไม่ใช่เนื้อหา", Fate.USED: "อยู่ในโครงสร้างแล้ว"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StepEditor:
    """A step with its neighbours; `template` draws it."""

    step: StepDraft
    procedure: ProcedureDraft
    place: int
    others: Sequence[tuple[int, ProcedureDraft]]
    """The other procedures and their places in the manual."""

    template = "manuals/_step_editor.html"

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def title(self) -> str:
        return f"ขั้นตอนที่ {self.step.number}"

    @property
    def is_first(self) -> bool:
        return self.place == 0

    @property
    def is_last(self) -> bool:
        return self.place == len(self.procedure.steps) - 1

    @property
    def months(self) -> list[Choice]:
        chosen = set(self.step.months or ())
        return [Choice(str(one), month_name(one, short=True), one in chosen) for one in FISCAL_ORDER]

    @property
    def cadences(self) -> list[Choice]:
        now = self.step.cadence or ""
        known = ("", *_CADENCES) if now in ("", *_CADENCES) else ("", now, *_CADENCES)
        return [Choice(one, words.cadence_words(one) if one else "ตามเดือนที่เลือก", one == now) for one in known]

    @property
    def actions(self) -> list[Choice]:
        return [Choice(code, said, code in self.step.actions) for code, said in words.ACTIONS.items()]

    @property
    def action_words(self) -> str:
        return ", ".join(words.action_words(self.step.actions))

    @property
    def why_actions(self) -> tuple[str, ...]:
        """The words that decided the kind of work, while nobody has chosen another."""
        title, procedure = self.step.title, self.procedure.title
        if self.step.actions != propose_actions(title, procedure=procedure):
            return ()
        return why_actions(title, procedure)

    @property
    def decisions(self) -> list[Choice]:
        now = self.step.decision
        none = Choice("", "ไม่ต้องเสนอ ผู้อำนวยการกลุ่มรับรองผล", now is None)
        return [none, *(Choice(one.value, words.ask_words(one), one == now) for one in Decision)]

    @property
    def responsible_lines(self) -> str:
        return "\n".join(self.step.responsible)

    @property
    def forms_lines(self) -> str:
        return "\n".join(self.step.forms)

    @property
    def measure_words(self) -> str:
        measure = self.step.measure
        return words.measure_words({"at_least": measure.at_least, "per": measure.per}) if measure else ""


@dataclass(frozen=True, slots=True)
class ProcedureEditor:
    """What stands around the steps of a procedure."""

    procedure: ProcedureDraft
    place: int
    count: int

    template = "manuals/_procedure_editor.html"

    @property
    def key(self) -> str:
        return self.procedure.key

    @property
    def title(self) -> str:
        return f"กระบวนงานที่ {self.place + 1}"

    @property
    def is_first(self) -> bool:
        return self.place == 0

    @property
    def is_last(self) -> bool:
        return self.place == self.count - 1

    @property
    def lists(self) -> list[tuple[str, str, Sequence[object]]]:
        """Its lists of texts: what one is called, the kind that is added, and the texts."""
        one = self.procedure
        return [
            ("วัตถุประสงค์", "objective", one.objectives),
            ("แบบฟอร์มที่ใช้", "form", one.forms),
            ("กฎหมายและเอกสารอ้างอิง", "reference", one.references),
        ]

    @property
    def families(self) -> list[Choice]:
        now = self.procedure.family or ""
        known = [Choice(one.code, one.name, one.code == now) for one in load_catalogue().families]
        return [Choice("", "ยังไม่จัดประเภท", not now), *known]


@dataclass(frozen=True, slots=True)
class MatterEditor:
    matter: Matter

    template = "manuals/_matter_editor.html"

    @property
    def key(self) -> str:
        return self.matter.key

    @property
    def title(self) -> str:
        return "ส่วนอื่นของคู่มือ"


FIELDS = (
    ("step", "ขั้นตอนใหม่ ต่อจากรายการที่เลือก"),
    ("title", "ข้อความต่อท้ายชื่อของขั้นตอนที่เลือก"),
    ("detail", "รายละเอียดของขั้นตอนที่เลือก"),
    ("substep", "ขั้นตอนย่อยของขั้นตอนที่เลือก"),
    ("time", "ช่วงเวลาของขั้นตอนที่เลือก"),
    ("responsible", "ผู้รับผิดชอบของขั้นตอนที่เลือก"),
    ("standard", "มาตรฐานของขั้นตอนที่เลือก"),
    ("objective", "วัตถุประสงค์"),
    ("scope", "ขอบเขตของงาน"),
    ("definition", "คำจำกัดความ"),
    ("form", "แบบฟอร์มที่ใช้"),
    ("reference", "กฎหมายและเอกสารอ้างอิง"),
    ("procedure", "กระบวนงานใหม่"),
    ("matter", "ส่วนอื่นของคู่มือ"),
)
"""What lines may become, and the words for it."""


@dataclass(frozen=True, slots=True)
class LinesEditor:
    """Neighbouring lines of the source: what they are, and where they may go."""

    run: LostLines
    fate: Fate
    draft: ManualDraft

    template = "manuals/_lines_editor.html"
    fields = FIELDS

    @property
    def key(self) -> str:
        return self.run.key

    @property
    def title(self) -> str:
        return self.run.words

    @property
    def fate_words(self) -> str:
        return _FATES[self.fate]

    @property
    def is_unread(self) -> bool:
        return self.fate is Fate.UNREAD

    @property
    def targets(self) -> list[tuple[str, list[Choice]]]:
        """The procedures with their steps; chosen is what stands next above the lines."""
        above = self._above()
        return [
            (f"{place}. {one.title}", [*_targets(one, above)])
            for place, one in enumerate(self.draft.procedures, start=1)
        ]

    def _above(self) -> str:
        best, found = 0, ""
        for procedure in self.draft.procedures:
            places = [
                (procedure.key, procedure.lines[:1]),
                *((step.key, step.lines) for step in procedure.steps),
            ]
            for key, lines in places:
                if lines and best <= max(lines) < self.run.first:
                    best, found = max(lines), key
        return found


def _targets(one: ProcedureDraft, chosen: str) -> Iterator[Choice]:
    yield Choice(one.key, f"ทั้งกระบวนงาน: {one.title}", one.key == chosen)
    for step in one.steps:
        yield Choice(step.key, f"ขั้นตอนที่ {step.number} {step.title}"[:120], step.key == chosen)


Editor = StepEditor | ProcedureEditor | MatterEditor | LinesEditor


def editor_of(draft: ManualDraft, key: str) -> Editor:
    """The editor of an item, or of “lines-12-15”. Raises EditError where there is no such thing."""
    if key.startswith("lines-"):
        return _lines_editor(draft, key)
    item = find(draft, key)
    if isinstance(item, ProcedureDraft):
        return ProcedureEditor(item, place_of(draft.procedures, key), len(draft.procedures))
    if isinstance(item, Matter):
        return MatterEditor(item)
    home = home_of(draft, key)
    step = next((one for one in home.steps if one == item or item in one.substeps), None)
    if step is None:
        return ProcedureEditor(home, place_of(draft.procedures, home.key), len(draft.procedures))
    others = [(place, one) for place, one in enumerate(draft.procedures, start=1) if one.key != home.key]
    return StepEditor(step, home, place_of(home.steps, step.key), others)


def _lines_editor(draft: ManualDraft, key: str) -> LinesEditor:
    notes = [note for note in draft.notes if note.line in _range(key)]
    if not notes:
        raise EditError("no-line")
    run: list[LineNote] = [note for note in notes if note.fate is notes[0].fate]
    return LinesEditor(lost_run(run), notes[0].fate, draft)


def _range(key: str) -> range:
    _, _, numbers = key.partition("-")
    first, _, last = numbers.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise EditError("no-line")
    return range(int(first), int(last or first) + 1)

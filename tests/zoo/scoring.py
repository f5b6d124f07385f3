"""What a reading got right of a drawn manual: titles, order, months; and what was lost without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from io import BytesIO

from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.reading import UnreadableManualError, read_text
from nithet.manuals.sources import Extracted, extract
from nithet.thai.numerals import to_arabic
from tests.zoo.drawing import Draw
from tests.zoo.render_docx import docx_of
from tests.zoo.render_pdf import pdf_of
from tests.zoo.render_text import text_of
from tests.zoo.truth import Choices, Manual, TrueProcedure, TrueStep

FORMATS = ("txt", "docx", "pdf")
_BLANK = re.compile(r"[\s\u200b]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One true step as it was read. `fault` is "" where all is right."""

    title: str
    choices: Choices
    fault: str = ""
    told: str = ""
    is_silent: bool = False


@dataclass(slots=True)
class Score:
    """All steps of one manual in one format; `added` are steps that it does not have."""

    seed: int
    form: str
    verdicts: list[Verdict] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    untitled: list[str] = field(default_factory=list)
    draft: ManualDraft | None = None
    extracted: Extracted | None = None


def file_of(manual: Manual, form: str) -> bytes:
    draw = Draw(manual.seed)
    draw.is_thai = manual.choices["digits"] == "thai"
    if form == "txt":
        return text_of(manual.page, draw).encode()
    return docx_of(manual.page, draw) if form == "docx" else pdf_of(manual.page, draw)


def score_of(manual: Manual, form: str) -> Score:
    score = Score(manual.seed, form)
    score.extracted = extract(BytesIO(file_of(manual, form)), f"manual.{form}")
    try:
        score.draft = read_text(score.extracted.text)
    except UnreadableManualError:
        score.verdicts = [
            Verdict(step.title, procedure.choices, "refused")
            for procedure in manual.procedures
            for step in procedure.steps
        ]
        return score
    told = _told(score.draft, score.extracted)
    left = list(score.draft.procedures)
    for procedure in manual.procedures:
        read = max(left, key=lambda one: _likeness(one, procedure), default=None)
        if read is None or _likeness(read, procedure) < 0.5:
            read = None
        else:
            left.remove(read)
        _judge(score, procedure, read, told)
    score.added += [f"{one.title}: {step.title}" for one in left for step in one.steps]
    return score


def _judge(score: Score, true: TrueProcedure, read: ProcedureDraft | None, told: str) -> None:
    steps = list(read.steps) if read else []
    if read is None or _plain_title(read.title) != _plain_title(true.title):
        score.untitled.append(f"{true.title} ← {read.title if read else '–'}")
    score.verdicts += [
        _verdict(score, one, at, steps, told, true.choices) for at, one in enumerate(true.steps)
    ]
    names = {folded(name) for step in true.steps for name in names_of(step, score.form)}
    score.added += [
        f"{true.title}: {step.title}" for step in steps if not _is_among(folded(step.title), names)
    ]


def names_of(true: TrueStep, form: str) -> tuple[str, ...]:
    return (true.title, *true.also, *(true.also_in_text if form == "txt" else ()))


def _verdict(
    score: Score, true: TrueStep, at: int, steps: list[StepDraft], told: str, choices: Choices
) -> Verdict:
    names = {folded(one) for one in names_of(true, score.form)}
    found = [place for place, step in enumerate(steps) if folded(step.title) in names]
    if not found:
        near = max(
            (step.title for step in steps),
            key=lambda one: _ratio(folded(one), folded(true.title)),
            default="",
        )
        if _ratio(folded(near), folded(true.title)) > 0.6:
            return Verdict(true.title, choices, "title", near)
        return Verdict(true.title, choices, "missing", is_silent=folded(true.title)[:18] not in told)
    place = min(found, key=lambda one: abs(one - at))
    if place != at or steps[place].number != at + 1:
        return Verdict(true.title, choices, "order", f"{place + 1}, no. {steps[place].number}")
    if not _is_timed(steps[place], true, score.form):
        return Verdict(
            true.title,
            choices,
            "months",
            f"{steps[place].months} {steps[place].time_text!r}, not {true.months} {true.time!r}",
        )
    return Verdict(true.title, choices)


def _is_timed(step: StepDraft, true: TrueStep, form: str) -> bool:
    if true.is_merged and form == "txt" and not step.months:
        return True
    if true.months:
        return set(step.months or ()) == set(true.months)
    return not step.months or (true.is_all_year and len(step.months) == 12)


def _told(draft: ManualDraft, extracted: Extracted) -> str:
    """Everything that a person is shown as unread, or that a warning stands beside."""
    lines = extracted.text.split("\n")
    warned = [lines[one.line - 1] for one in draft.warnings if 0 < one.line <= len(lines)]
    return folded(
        "\n".join([*(one.text for one in draft.unread), *warned, *(one.text for one in draft.warnings)])
    )


def _likeness(read: ProcedureDraft, true: TrueProcedure) -> float:
    titles = {folded(step.title) for step in read.steps}
    same = sum(1 for step in true.steps if titles & {folded(one) for one in (step.title, *step.also)})
    return same + _ratio(folded(read.title), folded(true.title))


def _is_among(title: str, names: set[str]) -> bool:
    return title in names or any(_ratio(title, one) > 0.6 for one in names)


@cache
def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain_title(title: str) -> str:
    return folded(title).removeprefix("งาน").removeprefix("การ")


def folded(text: str) -> str:
    return to_arabic(_BLANK.sub("", text))

"""Looks through what was read for what is doubtful, so that a person can see to it: cheap and certain checks only."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from nithet.manuals.draft import ProcedureDraft, StepDraft, Text
from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.compare import bare, likeness
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.people import names_person
from nithet.manuals.reading.procedures import Procedure
from nithet.manuals.reading.steps import Step
from nithet.thai.months import FISCAL_ORDER
from nithet.thai.numerals import to_arabic

_FOREIGN = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0f00-\u109f]")
_YEARS = re.compile(r"(?<![0-9])2[45][0-9]{2}\s*[-–]\s*2[45][0-9]{2}(?![0-9])")
_SAME_DOCUMENT = 0.9
_LONG_ENOUGH = 20


def check_text(lines: Sequence[Line], cautions: Cautions) -> None:
    """Letters of other scripts inside Thai words."""
    for line in lines:
        if line.text and not line.text.isascii() and _FOREIGN.search(line.text):
            cautions.add("foreign-letters", line=line.number)


def check_procedure(procedure: Procedure, draft: ProcedureDraft, cautions: Cautions, *, item: str) -> None:
    """One procedure: its name, its steps, their numbers, times, people and wording."""
    line = procedure.first_line
    if not draft.title:
        cautions.add("no-title", line=line, item=item)
    if not draft.steps:
        cautions.add("no-steps", line=line, item=item)
    for other in draft.also_called:
        cautions.add("name-differs", line=line, item=item, other=other)
    for place, (step, drafted) in enumerate(zip(procedure.steps, draft.steps, strict=True)):
        _check_step(step, drafted, cautions, item=f"{item}/steps/{place}")
    _check_numbers(procedure, draft, cautions, item)
    _check_people(draft, cautions, item)
    _check_months(draft, cautions, item)


def _check_step(step: Step, draft: StepDraft, cautions: Cautions, *, item: str) -> None:
    line = draft.lines[0]
    if step.merged:
        cautions.add("merged-line", line=line, item=item, number=draft.number)
    if step.number is None:
        cautions.add("missing-number", line=line, item=item, number=draft.number, title=draft.title)
    for other in draft.also_called:
        cautions.add("list-and-table", line=_table_line(draft), item=item, number=draft.number, other=other)
    if step.from_sheet:
        cautions.add(
            "sheet-wording", line=_table_line(draft), item=item, number=draft.number, other=step.from_sheet
        )
    if step.is_damaged:
        cautions.add("damaged-sheet", line=_table_line(draft), item=item, raw=step.raw)
    if draft.time_text and not draft.months and not draft.cadence:
        cautions.add("unclear-time", line=_table_line(draft), item=item, time=draft.time_text)


def _table_line(step: StepDraft) -> int:
    return (step.more_lines or step.lines)[-1]


def _check_numbers(procedure: Procedure, draft: ProcedureDraft, cautions: Cautions, item: str) -> None:
    for place, (before, step) in enumerate(pairwise(draft.steps), start=1):
        if step.number == before.number:
            code = "repeated-number"
        elif step.number > before.number + 1:
            code = "skipped-number"
        else:
            continue
        cautions.add(
            code, line=step.lines[0], item=f"{item}/steps/{place}", number=step.number, before=before.number
        )


def _check_people(draft: ProcedureDraft, cautions: Cautions, item: str) -> None:
    """One warning a procedure: the names are mostly the same in every row."""
    named = [(step, name) for step in draft.steps for name in step.responsible if names_person(name)]
    if named:
        count = len({name for _, name in named})
        cautions.add("person-named", line=_table_line(named[0][0]), item=item, count=count)


def _check_months(draft: ProcedureDraft, cautions: Cautions, item: str) -> None:
    timed = [(place, step, step.months) for place, step in enumerate(draft.steps) if step.months]
    for (_, _, before), (place, step, months) in pairwise(timed):
        if before and months and FISCAL_ORDER.index(months[0]) < FISCAL_ORDER.index(before[0]):
            cautions.add(
                "months-back", line=_table_line(step), item=f"{item}/steps/{place}", number=step.number
            )


def check_manual(
    procedures: Sequence[Procedure], drafts: Sequence[ProcedureDraft], cautions: Cautions
) -> None:
    """What shows only when procedures stand side by side: numbers, copied texts, years of the same document."""
    _check_procedure_numbers(procedures, drafts, cautions)
    _check_copies(procedures, drafts, cautions)
    _check_years(drafts, cautions)


def _check_procedure_numbers(
    procedures: Sequence[Procedure], drafts: Sequence[ProcedureDraft], cautions: Cautions
) -> None:
    numbered = [(place, one) for place, one in enumerate(drafts) if one.number and one.number.isdigit()]
    for (_, before), (place, draft) in pairwise(numbered):
        if int(draft.number or 0) != int(before.number or 0) + 1:
            cautions.add(
                "procedure-number",
                line=procedures[place].first_line,
                item=f"procedures/{place}",
                before=before.number,
                number=draft.number,
            )


def _check_copies(
    procedures: Sequence[Procedure], drafts: Sequence[ProcedureDraft], cautions: Cautions
) -> None:
    scopes: dict[str, str] = {}
    for place, draft in enumerate(drafts):
        if not draft.scope or len(draft.scope) < _LONG_ENOUGH:
            continue
        other = scopes.setdefault(bare(draft.scope), draft.title)
        if other != draft.title:
            line = draft.scope_lines[0] if draft.scope_lines else procedures[place].first_line
            cautions.add("same-scope", line=line, item=f"procedures/{place}", other=other)


def _check_years(drafts: Sequence[ProcedureDraft], cautions: Cautions) -> None:
    """The same plan or law with two spans of years: one of them is a slip."""
    spans: dict[str, Counter[str]] = defaultdict(Counter)
    places: list[tuple[str, str, Text, str]] = []
    for place, draft in enumerate(drafts):
        for text in draft.references:
            if match := _YEARS.search(to_arabic(text.text)):
                name = _named_alike(bare(text.text[: match.start()]), spans)
                years = re.sub(r"\s", "", match.group())
                spans[name][years] += 1
                places.append((name, years, text, f"procedures/{place}"))
    for name, years, text, item in places:
        others = ", ".join(other for other in spans[name] if other != years)
        if others and text.lines:
            cautions.add(
                "year-differs", line=text.lines[0], item=item, title=text.text, years=years, others=others
            )


def _named_alike(name: str, known: dict[str, Counter[str]]) -> str:
    return next((one for one in known if likeness(one, name) >= _SAME_DOCUMENT), name)

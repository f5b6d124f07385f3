"""Warnings that only the reading can give: what a draft does not tell any more. All others are `reviewing`'s."""

from nithet.manuals.draft import ProcedureDraft, Remedy, StepDraft
from nithet.manuals.keys import key_of_place
from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.procedure import Procedure
from nithet.manuals.reading.steps import Step
from nithet.thai.months import month_name


def check_steps(procedure: Procedure, draft: ProcedureDraft, cautions: Cautions, *, item: str) -> None:
    """Steps that stood on one line, had no number, or whose sheet is damaged or worded otherwise."""
    unnumbered = _unnumbered(procedure)
    for place, (step, drafted) in enumerate(zip(procedure.steps, draft.steps, strict=True)):
        has_number = place not in unnumbered
        _check_step(step, drafted, cautions, item=f"{item}/steps/{place}", has_number=has_number)


def _unnumbered(procedure: Procedure) -> list[int]:
    """Places of steps to be told to have no number: among numbered ones, and the first of a list that has none at all."""
    without = [place for place, step in enumerate(procedure.steps) if step.number is None]
    if len(without) < len(procedure.steps):
        return without
    return without[:1] if procedure.listed else []


def _check_step(step: Step, draft: StepDraft, cautions: Cautions, *, item: str, has_number: bool) -> None:
    line = draft.lines[0]
    if step.merged:
        remedy = _together(item)
        cautions.add("merged-line", line=line, item=item, remedy=remedy, number=draft.number)
    if not has_number:
        cautions.add("missing-number", line=line, item=item, number=draft.number, title=draft.title)
    if step.from_sheet:
        remedy = Remedy("set_text", "ใช้ถ้อยคำในแบบสรุป", _title(item, step.from_sheet))
        facts = {"number": draft.number, "other": step.from_sheet}
        cautions.add("sheet-wording", line=_table_line(draft), item=item, remedy=remedy, **facts)
    if step.other_months:
        _warn_of_months(step, draft, cautions, item=item)
    if step.is_damaged:
        cautions.add("damaged-sheet", line=_table_line(draft), item=item, raw=step.raw)


def _warn_of_months(step: Step, draft: StepDraft, cautions: Cautions, *, item: str) -> None:
    """The list and the table say different months."""
    facts = {"key": key_of_place(item), "months": list(step.other_months)}
    remedy = Remedy("set_months", "ใช้เวลาในตาราง", facts)
    one, other = _named(draft.months or ()), _named(step.other_months)
    cautions.add(
        "table-months",
        line=_table_line(draft),
        item=item,
        remedy=remedy,
        number=draft.number,
        one=one,
        other=other,
    )


def _named(months: tuple[int, ...]) -> str:
    return f"“{' '.join(month_name(month, short=True) for month in months)}”"


def _together(item: str) -> Remedy | None:
    """Joining the step again with the one before it."""
    procedure, _, place = item.rpartition("/")
    if place == "0":
        return None
    keys = [key_of_place(f"{procedure}/{at}") for at in (int(place) - 1, int(place))]
    return Remedy("merge_steps", "รวมกับขั้นตอนก่อนหน้า", {"keys": keys})


def _title(item: str, text: str) -> dict[str, str]:
    return {"key": key_of_place(item), "field": "title", "text": text}


def _table_line(step: StepDraft) -> int:
    return (step.more_lines or step.lines)[-1]

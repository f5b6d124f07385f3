"""A draft for people to read on a terminal, and the JSON that the command prints."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft, span
from nithet.manuals.reading.ledger import FURNITURE_RULES
from nithet.thai.months import month_name

_CADENCES = {
    "per_semester": "ภาคเรียนละ {n} ครั้ง",
    "per_quarter": "ไตรมาสละ {n} ครั้ง",
    "every_month": "ทุกเดือน",
    "all_year": "ตลอดปี",
    "every_supervision_round": "ทุกรอบการนิเทศ",
    "within_days": "ภายใน {n} วันทำการ",
    "within_calendar_days": "ภายใน {n} วัน",
    "before_days": "ก่อนกำหนด {n} วัน",
}


def as_document(draft: ManualDraft) -> dict[str, Any]:
    """What `python -m nithet read FILE --json` prints."""
    return {
        "office": draft.office,
        "group": draft.group,
        "procedures": [_procedure(one) for one in draft.procedures],
        "warnings": [{"line": one.line, "text": one.text} for one in draft.warnings],
        "unread": [{"line": one.line, "text": one.text} for one in draft.unread],
    }


def _procedure(one: ProcedureDraft) -> dict[str, Any]:
    return {
        "title": one.title,
        "also_called": list(one.also_called),
        "objectives": [text.text for text in one.objectives],
        "scope": one.scope,
        "definitions": [{"term": each.term, "meaning": each.meaning} for each in one.definitions],
        "steps": [_step(step) for step in one.steps],
        "forms": [text.text for text in one.forms],
        "references": [text.text for text in one.references],
        "lines": list(span(one.lines) or ()),
    }


def _step(step: StepDraft) -> dict[str, Any]:
    measure = step.measure and {"at_least": step.measure.at_least, "per": step.measure.per}
    return {
        "number": step.number,
        "title": step.title,
        "also_called": list(step.also_called),
        "months": list(step.months) if step.months else None,
        "cadence": step.cadence,
        "responsible": list(step.responsible),
        "standard": step.standard,
        "measure": measure,
        "actions": list(step.actions),
        "substeps": [{"number": part.number, "title": part.title} for part in step.substeps],
        "lines": list(span(step.lines) or ()),
    }


def as_text(draft: ManualDraft) -> str:
    """A readable outline in Thai, with the account of lines at the end."""
    return "\n".join(_outline(draft))


def _outline(draft: ManualDraft) -> Iterator[str]:
    steps = sum(len(one.steps) for one in draft.procedures)
    yield f"สำนักงาน: {draft.office or 'ไม่ระบุ'}"
    yield f"กลุ่ม: {draft.group or 'ไม่ระบุ'}"
    yield (
        f"อ่านได้ {len(draft.procedures)} กระบวนงาน {steps} ขั้นตอน · ต้องตรวจ {len(draft.warnings)} จุด · "
        f"ยังไม่เข้าใจ {len(draft.unread)} บรรทัด"
    )
    for place, one in enumerate(draft.procedures, start=1):
        yield ""
        yield from _outline_procedure(place, one)
    yield from _listed("ต้องตรวจ", [f"บรรทัด {one.line}: {one.text}" for one in draft.warnings])
    yield from _listed("ยังไม่เข้าใจ", [f"บรรทัด {one.line}: {one.text}" for one in draft.unread])
    yield ""
    yield from account_of_lines(draft)


def _outline_procedure(place: int, one: ProcedureDraft) -> Iterator[str]:
    yield f"กระบวนงานที่ {place}: {one.title}{_lines(one.lines)}"
    yield from (f"  หรือเรียกว่า: {other}" for other in one.also_called)
    yield (
        f"  วัตถุประสงค์ {len(one.objectives)} ข้อ · คำจำกัดความ {len(one.definitions)} คำ · "
        f"แบบฟอร์ม {len(one.forms)} แบบ · เอกสารอ้างอิง {len(one.references)} รายการ · "
        f"ขอบเขต {'มี' if one.scope else 'ไม่มี'}"
    )
    for step in one.steps:
        yield f"  ขั้นตอนที่ {step.number}. {step.title}{_lines(step.lines)}"
        yield from (f"    {fact}" for fact in _facts(step))
        yield from (f"    {part.number} {part.title}" for part in step.substeps)


def _facts(step: StepDraft) -> Iterator[str]:
    yield from (f"ในตารางเขียนว่า: {other}" for other in step.also_called)
    if when := _when(step):
        yield f"เวลา: {when}"
    if step.responsible:
        yield f"ผู้รับผิดชอบ: {' · '.join(step.responsible)}"
    if step.standard:
        yield f"มาตรฐาน: {step.standard}"
    decision = f" ({step.decision.value})" if step.decision else ""
    yield f"งาน: {', '.join(step.actions)}{decision}"


def _when(step: StepDraft) -> str:
    if step.months:
        return " ".join(month_name(month, short=True) for month in step.months)
    if step.cadence:
        word, _, number = step.cadence.partition(":")
        return _CADENCES[word].format(n=number)
    return step.time_text or ""


def _lines(lines: tuple[int, ...]) -> str:
    found = span(lines)
    return f"  [บรรทัด {found[0]}–{found[1]}]" if found else ""


def _listed(title: str, texts: list[str]) -> Iterator[str]:
    if texts:
        yield ""
        yield f"{title} ({len(texts)})"
        yield from (f"  - {text}" for text in texts)


def account_of_lines(draft: ManualDraft) -> Iterator[str]:
    """How many lines were used, left out by which rule, or not understood."""
    total = max(1, len(draft.notes))
    yield f"บรรทัดที่มีข้อความ {len(draft.notes)} จากทั้งหมด {draft.line_count} บรรทัด"
    yield f"  ใช้ {len(draft.used)} ({_share(len(draft.used), total)})"
    yield f"  ไม่ใช่เนื้อหา {len(draft.furniture)} ({_share(len(draft.furniture), total)})"
    for rule, count in Counter(note.rule for note in draft.furniture).most_common():
        yield f"    {rule}: {count} · {FURNITURE_RULES[rule]}"
    yield f"  ยังไม่เข้าใจ {len(draft.unread)} ({_share(len(draft.unread), total)})"


def _share(part: int, total: int) -> str:
    return f"ร้อยละ {part * 100 / total:.1f}"

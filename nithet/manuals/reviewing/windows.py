"""Windows of time in which a standard of the same manual cannot be met.

A standard that counts occasions in each semester, quarter or month asks that the work can be done in each of them: in
its own step, and where that is a visit without a time of its own, in the other visits of the manual that have one.
"""

from collections.abc import Iterator
from typing import Final

from nithet.manuals.draft import Caution, ManualDraft, Measure, Remedy, StepDraft
from nithet.manuals.reviewing.finding import all_steps, caution, table_line
from nithet.thai.months import FISCAL_ORDER, in_fiscal_order, month_name

_PERIODS: Final[dict[str, dict[str, frozenset[int]]]] = {
    "semester": {
        "ภาคเรียนที่ 1": frozenset({5, 6, 7, 8, 9, 10}),
        "ภาคเรียนที่ 2": frozenset({11, 12, 1, 2, 3}),
    },
    "quarter": {f"ไตรมาสที่ {n + 1}": frozenset(FISCAL_ORDER[n * 3 : n * 3 + 3]) for n in range(4)},
    "month": {month_name(month): frozenset({month}) for month in FISCAL_ORDER},
}
"""The months of each period; a semester by its usual dates."""
_CADENCES: Final = {"semester": "per_semester", "quarter": "per_quarter"}
_WORDS: Final = {"semester": "ภาคเรียน", "quarter": "ไตรมาส", "month": "เดือน"}
_VISITS: Final = frozenset({"visit"})


def check(draft: ManualDraft) -> Iterator[Caution]:
    """Steps whose time is too short for a standard, their own or that of another step of the same work."""
    steps = all_steps(draft)
    for step in steps:
        if step.measure and step.measure.per in _PERIODS:
            yield from _against(step, step, step.measure)
            if _is_visit(step) and not step.months and not _is_often(step):
                for other in steps:
                    if other is not step and _is_visit(other) and not other.measure:
                        yield from _against(other, step, step.measure)


def _is_visit(step: StepDraft) -> bool:
    return step.actions[:1] == ("visit",)


def _is_often(step: StepDraft) -> bool:
    return bool(step.cadence) and not str(step.cadence).startswith(("within", "before"))


def _against(step: StepDraft, said: StepDraft, measure: Measure) -> Iterator[Caution]:
    gap, window = _gap(step, measure)
    if not gap:
        return
    facts = {"window": window, "standard": said.standard or _measure_words(measure), "gap": gap}
    yield caution(
        "window-short", line=table_line(step), item=step.key, remedy=_remedy(step, measure), **facts
    )


def _gap(step: StepDraft, measure: Measure) -> tuple[str, str]:
    """Why the time does not suffice, and the time in words; empty where it does or is not said."""
    if step.months:
        missing = [name for name, of in _PERIODS[measure.per].items() if not of & set(step.months)]
        window = ", ".join(month_name(month, short=True) for month in in_fiscal_order(step.months))
        return (f"ไม่มีช่วงใน{', '.join(missing)}" if missing else ""), window
    kind, _, count = (step.cadence or "").partition(":")
    if kind == _CADENCES.get(measure.per) and int(count or 1) < measure.at_least:
        words = f"{_WORDS[measure.per]}ละ {count or 1} ครั้ง"
        return f"น้อยกว่า{_WORDS[measure.per]}ละ {measure.at_least} ครั้ง", words
    return "", ""


def _remedy(step: StepDraft, measure: Measure) -> Remedy:
    cadence = "every_month"
    words = "เปลี่ยนเป็นทุกเดือน"
    if measure.per in _CADENCES:
        cadence = f"{_CADENCES[measure.per]}:{measure.at_least}"
        words = f"เปลี่ยนเป็น{_WORDS[measure.per]}ละ {measure.at_least} ครั้ง"
    return Remedy("set_cadence", words, {"key": step.key, "cadence": cadence})


def _measure_words(measure: Measure) -> str:
    return f"อย่างน้อย{_WORDS[measure.per]}ละ {measure.at_least} ครั้ง"

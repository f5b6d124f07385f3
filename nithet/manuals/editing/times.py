"""When a step is done, as a person says it: months, or how often."""

from __future__ import annotations

from collections.abc import Sequence

from nithet.catalogue.vocabulary import is_cadence
from nithet.manuals.draft import ManualDraft, StepDraft
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import changed, find_as
from nithet.manuals.reading.times import read_cadence, read_months
from nithet.thai.months import in_fiscal_order


def read_time(text: str) -> tuple[tuple[int, ...] | None, str | None]:
    """The months and the cadence that a text says."""
    return read_months(text), read_cadence(text)


def set_months(draft: ManualDraft, *, key: str, months: Sequence[int]) -> ManualDraft:
    """These months, in order of time; none leaves the time open. They take the place of the source's words."""
    step = find_as(draft, key, StepDraft)
    return changed(draft, key, months=checked_months(months, step.months), time_text=None)


def checked_months(months: Sequence[int], before: Sequence[int] | None) -> tuple[int, ...] | None:
    if not all(1 <= month <= 12 for month in months):
        raise EditError("month")
    if before and set(months) == set(before):
        return tuple(before)  # in the order of the source, which may run over September
    return in_fiscal_order(months) or None


def set_cadence(draft: ManualDraft, *, key: str, cadence: str = "") -> ManualDraft:
    """How often, in the closed vocabulary; empty where months alone say when."""
    find_as(draft, key, StepDraft)
    return changed(draft, key, cadence=checked_cadence(cadence), time_text=None)


def checked_cadence(cadence: str) -> str | None:
    if cadence and not is_cadence(cadence):
        raise EditError("cadence")
    return cadence or None

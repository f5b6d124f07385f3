"""All warnings of a draft: what the checks find now, and what the reading found and still holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from nithet.manuals.draft import Caution, ManualDraft
from nithet.manuals.likeness import bare
from nithet.manuals.reviewing import copies, laws, spelling, steps, times, whole, windows
from nithet.manuals.reviewing.finding import SENTENCES

COMPUTED: Final = frozenset(SENTENCES)
"""Codes of warnings that are found anew each time; all others are kept as the reading gave them."""

Check = Callable[[ManualDraft], Iterable[Caution]]
_CHECKS: Final[tuple[Check, ...]] = (
    *(whole.check, steps.check, times.check, windows.check),
    *(copies.check, laws.check, spelling.check),
)


def warnings_of(draft: ManualDraft) -> tuple[Caution, ...]:
    """What to look at now, in the order of lines."""
    settled = {_said(one) for one in draft.warnings if one.is_settled}
    found = [*_kept(draft), *(one for check in _CHECKS for one in check(draft))]
    marked = (_with_settled(one, _said(one) in settled) for one in found)
    once = {_said(one): one for one in marked}
    return tuple(sorted(once.values(), key=lambda one: one.line))


def _said(one: Caution) -> tuple[str, str, str]:
    """What a person settles: this sentence about this item. One that says something else asks again."""
    return one.code, one.item, one.text


def _with_settled(one: Caution, is_settled: bool) -> Caution:
    return one if one.is_settled is is_settled else replace(one, is_settled=is_settled)


def _kept(draft: ManualDraft) -> Iterator[Caution]:
    """Warnings of the reading about items that are still there and do not yet say what the remedy would write."""
    old = [one for one in draft.warnings if one.code not in COMPUTED]
    if not old:
        return
    titles = dict(_titles(draft))
    for one in old:
        if one.item and one.item not in titles:
            continue
        if not _is_mended(one, titles.get(one.item, "")):
            yield one


def _is_mended(one: Caution, title: str) -> bool:
    remedy = one.remedy
    if remedy is None or remedy.act != "set_text" or remedy.facts.get("field") != "title":
        return False
    return bare(str(remedy.facts.get("text", ""))) == bare(title)


def _titles(draft: ManualDraft) -> Iterator[tuple[str, str]]:
    for one in draft.procedures:
        yield one.key, one.title
        yield from ((step.key, step.title) for step in one.steps)

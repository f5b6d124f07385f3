"""What still stands open in a draft when it is laid before the director: how much, of which sort, and where first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nithet.manuals.draft import ManualDraft
from nithet.manuals.queries.outline import Outline, outline


@dataclass(frozen=True, slots=True)
class LeftSort:
    """So many of one sort; `first` is the id on the page of the first of them."""

    words: str
    count: int
    unit: str
    first: str

    def __str__(self) -> str:
        return f"{self.words} {self.count} {self.unit}"


@dataclass(frozen=True, slots=True)
class Left:
    """Nothing of it stands in the way: who proposes and who endorses says that it is known."""

    doubts: tuple[LeftSort, ...] = ()
    unread: LeftSort | None = None
    timeless: LeftSort | None = None

    def __bool__(self) -> bool:
        return bool(self.sorts)

    @property
    def sorts(self) -> tuple[LeftSort, ...]:
        return (*self.doubts, *(one for one in (self.unread, self.timeless) if one))

    @property
    def doubt_count(self) -> int:
        return sum(one.count for one in self.doubts)

    @property
    def first(self) -> str:
        return self.sorts[0].first

    @property
    def words(self) -> str:
        return ", ".join(map(str, self.sorts))

    @property
    def facts(self) -> dict[str, Any]:
        """For the history: in words, and as numbers."""
        if not self:
            return {}
        counts = {
            "doubts": self.doubt_count,
            "unread": self.unread.count if self.unread else 0,
            "timeless": self.timeless.count if self.timeless else 0,
        }
        return {"left": self.words, "counts": counts}


def left_in(draft: ManualDraft) -> Left:
    shown = outline(draft)
    return Left(tuple(_doubts(shown)), _unread(shown), _timeless(shown))


def _doubts(shown: Outline) -> Iterator[LeftSort]:
    sorts: dict[str, list[str]] = {}
    for doubt in shown.open:
        sorts.setdefault(doubt.title, []).append(doubt.id)
    for title, ids in sorted(sorts.items(), key=lambda one: -len(one[1])):
        yield LeftSort(title, len(ids), "จุด", ids[0])


def _unread(shown: Outline) -> LeftSort | None:
    return LeftSort("ยังไม่เข้าใจ", shown.lost_count, "บรรทัด", shown.lost[0].key) if shown.lost else None


def _timeless(shown: Outline) -> LeftSort | None:
    steps = [step for one in shown.procedures for step in one.steps if step.is_timeless]
    return LeftSort("ไม่ระบุช่วงเวลา", len(steps), "ขั้นตอน", f"item-{steps[0].key}") if steps else None

"""What the pages of datasets and rounds show besides the items themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet

from nithet.offices.access import can_export
from nithet.offices.imports.access import follows_job
from nithet.offices.members import Member
from nithet.registers.datasets.bars import Bar
from nithet.registers.datasets.cadence import due_on
from nithet.registers.datasets.checking import MOST_FLAWS, SORT_WORDS
from nithet.registers.datasets.models import DataRound, Dataset
from nithet.registers.datasets.quality import Sort
from nithet.registers.datasets.shares import share
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.thai.dates import format_date

SOON = 30
MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Fresh:
    """Of which day data are, when they are due, and what is said of it; `code` is of the pill."""

    newest: date | None
    due_on: date | None
    words: str
    code: str


def freshness(dataset: Dataset, checked: date | None, on: date) -> Fresh:
    return fresh_words(dataset.newest(checked), dataset.due_on(checked), on)


def fresh_words(newest: date | None, due: date | None, on: date) -> Fresh:
    if newest is None:
        return Fresh(None, None, "ยังไม่ระบุวันที่ของข้อมูล", "wait")
    if due is None:
        return Fresh(newest, None, "ปรับปรุงเมื่อมีการเปลี่ยนแปลง", "open")
    if due <= on:
        return Fresh(newest, due, f"ถึงกำหนดปรับปรุงตั้งแต่ {format_date(due, 'short')}", "late")
    days = (due - on).days
    if days <= SOON:
        return Fresh(newest, due, f"ครบกำหนดปรับปรุงใน {days} วัน", "back")
    return Fresh(newest, due, "เป็นปัจจุบัน", "done")


def page_of_dataset(item: Dataset, member: Member, book: Book[Any]) -> dict[str, Any]:
    office = member.office.code
    rounds = list(_rounds(item, member, book)[:MOST_ROUNDS])
    may_send = not item.is_void and bool(access.can_record_in(member, item.unit))
    done = item.rounds.filter(state=DataRound.State.DONE).aggregate(newest=Max("as_of"))["newest"]
    checked = [one for one in rounds if one.is_checked]
    return {
        "fresh": freshness(item, done, member.on),
        "rounds": [(one, book.words_of(one.state), book.address("page", office, one.pk)) for one in rounds],
        "trend": [
            Bar(format_date(one.as_of, "short"), one.complete) for one in reversed(checked) if one.as_of
        ],
        "send_url": f"{book.address('new', office)}?dataset={item.pk}" if may_send else "",
    }


def _rounds(item: Dataset, member: Member, book: Book[Any]) -> QuerySet[Any]:
    seen = access.visible_items(member, book).filter(dataset=item)
    return seen.exclude(state=DataRound.State.VOID).order_by("-as_of", "-made_at")


def page_of_round(item: DataRound, member: Member, book: Book[Any]) -> dict[str, Any]:
    """Its figures beside those of the round before."""
    office = member.office.code
    earlier = earlier_of(item, member, book) if item.is_checked else None
    may_check = item.is_draft and bool(access.can_keep(member, item)) and item.table is not None
    has_file = item.is_checked and item.flaws is not None and bool(can_export(member))
    return {
        "can_copy": False,
        "earlier": earlier,
        "figures": figures(item, earlier) if item.is_checked else [],
        "bars": column_bars(item, earlier) if item.is_checked else [],
        "found": found_in(item) if item.is_checked else [],
        "is_hidden": hides_values(item),
        "unnamed": [one["name"] for one in item.columns if one["heading"] is None],
        "unknown": item.report.get("unknown", []),
        "most_flaws": MOST_FLAWS,
        "follows": follows_job(member, item.job),
        "check_url": book.address("check", office, item.pk) if may_check else "",
        "flaws_url": book.address("flaws", office, item.pk) if has_file else "",
        "fresh": _fresh_round(item, member) if item.dataset and item.as_of else None,
    }


def _fresh_round(item: DataRound, member: Member) -> Fresh:
    """Of a round that is followed by a newer one nothing is due."""
    assert item.dataset is not None  # noqa: S101  asked before
    done = item.dataset.rounds.filter(state=DataRound.State.DONE, as_of__gt=item.as_of)
    if done.exists():
        return Fresh(item.as_of, None, "มีข้อมูลรอบใหม่กว่าแล้ว", "wait")
    alone = due_on(item.dataset.cadence, item.as_of)
    return fresh_words(item.as_of, alone, member.on)


def earlier_of(item: DataRound, member: Member, book: Book[Any]) -> DataRound | None:
    """The round before it whose figures are known."""
    seen = access.visible_items(member, book).filter(
        dataset=item.dataset_id, as_of__lt=item.as_of, checked_at__isnull=False
    )
    rounds: QuerySet[DataRound] = seen.exclude(state=DataRound.State.VOID).order_by("-as_of", "-checked_at")
    return next((one for one in rounds[:MOST_ROUNDS] if one.is_checked), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of this round and of the one before; None: not known."""

    words: str
    now: Decimal | int | None
    before: Decimal | int | None
    is_percent: bool = False

    @property
    def change(self) -> Decimal | None:
        return None if self.now is None or self.before is None else Decimal(self.now) - Decimal(self.before)


def figures(item: DataRound, earlier: DataRound | None) -> list[Figure]:
    def both(words: str, read: Any, *, is_percent: bool = False) -> Figure:
        return Figure(words, read(item), read(earlier) if earlier else None, is_percent)

    return [
        both("ครบถ้วน", lambda one: one.complete, is_percent=True),
        both("ถูกต้อง", lambda one: one.right, is_percent=True),
        both("จำนวนแถว", lambda one: one.row_count),
        both("ช่องที่ขาดข้อมูล", lambda one: one.cells_wanted - one.cells_filled),
        both("แถวที่ไม่ถูกต้องหรือซ้ำ", lambda one: one.wrong_rows),
        both("แถวที่ซ้ำ", lambda one: one.twice_rows),
    ]


def column_bars(item: DataRound, earlier: DataRound | None) -> list[tuple[dict[str, Any], Bar]]:
    """How full each column is, with how full it was."""
    before = (
        {one["name"]: share(one["filled"], earlier.row_count) for one in earlier.columns} if earlier else {}
    )
    return [
        (one, Bar(one["name"], share(one["filled"], item.row_count), before.get(one["name"])))
        for one in item.columns
    ]


def hides_values(item: DataRound) -> bool:
    """Whether values are left out of what is told: of columns about people, and those that look like it."""
    wrong = item.report.get("first", {}).get(Sort.WRONG.value, [])
    return any(one.get("is_private") for one in item.columns) or any(not value for _, _, value, _ in wrong)


def found_in(item: DataRound) -> list[tuple[str, int, Sequence[Any]]]:
    """Of each sort that there is: its words, how many, and the first of them."""
    counts, first = item.report.get("counts", {}), item.report.get("first", {})
    return [
        (SORT_WORDS[sort], counts[sort.value], first.get(sort.value, []))
        for sort in Sort
        if counts.get(sort.value)
    ]

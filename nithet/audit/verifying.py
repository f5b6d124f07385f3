"""Verifying an office's history: one walk along its chain, row by row, that says what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nithet.audit.digests import GENESIS, chained, name_digest, text_digest
from nithet.audit.erasures import PSEUDONYMISED, Erasures
from nithet.audit.models import Chain, Entry
from nithet.audit.sealing import ChainBrokenError, chain_of, seal, sealed
from nithet.core.clock import now

ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a chain and the digest that stands there."""

    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit. Without a moment it is about rows that are not there."""

    sequence: int
    words: str
    at: datetime | None = None
    title: str = ""


class Verification:
    """Iterate to walk; `rows` and `found` count on the way. `expected` is a mark that was kept elsewhere."""

    def __init__(self, office_id: UUID | None, *, expected: Mark | None = None) -> None:
        self.office_id = office_id
        self.expected = expected
        self.rows = self.found = 0
        self.last = Mark(0, GENESIS)

    def __iter__(self) -> Iterator[Finding]:
        for finding in self._walk():
            self.found += 1
            yield finding

    def _walk(self) -> Iterator[Finding]:
        self._seal()
        chain = chain_of(self.office_id)
        end = Mark(chain.sequence, chain.digest) if chain else None
        erasures = Erasures.of(sealed(self.office_id).filter(verb=PSEUDONYMISED).iterator(ROWS_AT_ONCE))
        for entry in sealed(self.office_id).iterator(ROWS_AT_ONCE):
            self.rows += 1
            for words in (*self._place(entry), *self._marks(entry, end), *_texts(entry, erasures)):
                yield Finding(entry.place, words, entry.at, entry.title)
            if entry.place > self.last.sequence:
                self.last = Mark(entry.place, entry.digest)
        yield from self._tail(end)

    def _seal(self) -> None:
        try:
            seal(self.office_id)
        except ChainBrokenError:
            return  # the walk says where

    def _place(self, entry: Entry) -> Iterator[str]:
        """Whether the row follows the one before it."""
        last = self.last
        if entry.place <= last.sequence:
            yield "มีลำดับซ้ำกับรายการอื่น"
        elif entry.place > last.sequence + 1:
            yield f"รายการก่อนหน้าหายไป ({_span(last.sequence + 1, entry.place - 1)})"
        elif chained(last.digest, entry) != entry.digest:
            yield "รายการหรือลำดับไม่ตรงกับรหัสผนึก อาจถูกแก้ไข สลับ หรือแทรก"

    def _marks(self, entry: Entry, end: Mark | None) -> Iterator[str]:
        """Whether it is the row that was seen at this place."""
        if end and end.sequence == entry.place and end.digest != entry.digest:
            yield "รหัสผนึกไม่ตรงกับที่บันทึกไว้ท้ายประวัติ"
        kept = self.expected
        if kept and kept.sequence == entry.place and kept.digest != entry.digest:
            yield "รหัสผนึกไม่ตรงกับที่เก็บไว้ภายนอก"

    def _tail(self, end: Mark | None) -> Iterator[Finding]:
        """Whether the chain ends where it says. Others may have sealed rows since the walk began."""
        there = self.last.sequence
        most = max((mark.sequence for mark in (end, self.expected) if mark), default=0)
        if there < most:
            yield Finding(there + 1, f"รายการท้ายประวัติหายไป ({_span(there + 1, most)})")
        now_end = chain_of(self.office_id)
        if there and not (end and now_end):
            yield Finding(there, "ไม่พบบันทึกท้ายประวัติ")
        elif now_end and there > now_end.sequence:
            first = now_end.sequence + 1
            yield Finding(first, f"มีรายการเกินจากท้ายประวัติที่ผนึกไว้ ({_span(first, there)})")


def _texts(entry: Entry, erasures: Erasures) -> Iterator[str]:
    """Whether names and words are those that were sealed, or were erased by a person who answers for it."""
    if entry.name_salt:
        if name_digest(entry) != entry.name_digest:
            yield "ชื่อผู้ดำเนินการถูกแก้ไข"
    elif not (entry.erased_at and erasures.explain_name(entry)):
        yield "ชื่อผู้ดำเนินการถูกลบหรือแทนที่ โดยไม่มีรายการลบข้อมูลส่วนบุคคลรองรับ"
    if entry.text_salt:
        if text_digest(entry) != entry.text_digest:
            yield "ชื่อเรื่อง เหตุผล หรือรายละเอียดถูกแก้ไข"
    elif not (entry.erased_at and erasures.explain_text(entry)):
        yield "ชื่อเรื่อง เหตุผล หรือรายละเอียดถูกลบ โดยไม่มีรายการลบข้อมูลส่วนบุคคลรองรับ"


def _span(first: int, last: int) -> str:
    return f"ลำดับที่ {first}" if first == last else f"ลำดับที่ {first}–{last}"


def verify(office_id: UUID | None) -> Verification:
    """Walk a whole chain and keep the result for those who read history."""
    walk = Verification(office_id)
    for _ in walk:
        pass
    keep(walk)
    return walk


def keep(walk: Verification) -> None:
    """Store what a finished walk found beside the chain's end."""
    if chain := chain_of(walk.office_id):
        Chain.objects.filter(pk=chain.pk).update(
            verified_at=now(), verified_to=walk.last.sequence, findings=walk.found
        )

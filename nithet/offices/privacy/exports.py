"""Requests about personal data, and what is kept of it, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nithet.catalogue.privacy import Purpose
from nithet.core.tables.writing import Column, Value
from nithet.offices.models import PrivacyRequest
from nithet.thai.dates import bangkok_day

Cells = list[Value]

REQUEST_COLUMNS = (
    Column("ผู้ขอ", 30), Column("เรื่อง", 20), Column("รายละเอียด", 46), Column("ขอเมื่อ", 14, "date"), Column("สถานะ", 24),
    Column("ตอบเมื่อ", 14, "date"), Column("คำตอบ", 46),
)  # fmt: skip
PURPOSE_COLUMNS = (
    Column("ข้อมูล", 28), Column("เก็บอะไร", 40), Column("เพื่ออะไร", 40), Column("ฐานทางกฎหมาย", 30), Column("เก็บนานเท่าใด", 30),
    Column("ใครเห็นได้", 50),
)  # fmt: skip


def request_rows(requests: Iterable[PrivacyRequest]) -> Iterator[Cells]:
    for asked in requests:
        answered_on = bangkok_day(asked.answered_at) if asked.answered_at else None
        yield [
            asked.person.name, asked.get_kind_display(), asked.text, bangkok_day(asked.made_at), asked.get_state_display(),
            answered_on, asked.answer,
        ]  # fmt: skip


def purpose_rows(lines: Iterable[tuple[Purpose, list[tuple[str, str]]]]) -> Iterator[Cells]:
    for one, readers in lines:
        who = "\n".join(f"{role}: {words}" for role, words in readers)
        yield [one.title, one.what, one.purpose, one.ground_words, one.retention, who]

"""Accounts as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nithet.core.tables.writing import Column, Value
from nithet.offices.accounts.queries import People, State
from nithet.offices.queries import person_lines
from nithet.thai.dates import bangkok_day

COLUMNS = (
    Column("ชื่อ", 32), Column("ตำแหน่ง", 40), Column("กลุ่มหรือโรงเรียน", 36), Column("ชื่อผู้ใช้", 20), Column("สถานะบัญชี", 26),
    Column("เข้าใช้ล่าสุด", 16, "date"),
)  # fmt: skip
ROWS_AT_ONCE = 1000


def account_cells(people: People, state: State, *, on: date) -> Iterator[list[Value]]:
    """Those of one state. Read in parts, so that a long list costs no memory."""
    for begin in range(0, people.count(), ROWS_AT_ONCE):
        yield from _cells(people[begin : begin + ROWS_AT_ONCE], state, on=on)


def _cells(people: People, state: State, *, on: date) -> Iterator[list[Value]]:
    for line in person_lines(people, on=on):
        user, services = line.person.user, line.services
        yield [
            line.person.name,
            "\n".join(line.positions),
            "\n".join(dict.fromkeys(service.place for service in services if service.place)),
            user.username if user else "",
            str(state.label) if not user or user.is_active else f"{state.label} (ระงับอยู่)",
            bangkok_day(user.last_login) if user and user.last_login else None,
        ]

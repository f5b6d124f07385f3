"""Agencies by their names, as lists of other systems refer to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from nithet.offices.models import Office
from nithet.registers.partners.models import Agency
from nithet.thai.text import squeeze


def key_of(title: str) -> str:
    """Names that differ by spaces and small letters only are one."""
    return squeeze(title).casefold()


def agency_known(office: UUID, title: str, *, besides: UUID | None) -> Agency | None:
    """The agency that has this name already, however it is spaced."""
    told = key_of(title)
    there = Agency.objects.filter(office=office).exclude(state=Agency.State.VOID)
    others = there.exclude(pk=besides) if besides else there
    named = others.select_related("unit").order_by("made_at", "pk")
    return next((one for one in named if key_of(one.title) == told), None)


def agencies_named(office: Office, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Puts the agency in place of its name, one query for all rows. Returns for each why that cannot be, or nothing."""
    if not any(isinstance(row.get("agency"), str) for row in rows):
        return [""] * len(rows)
    known: dict[str, Agency] = {}
    there = Agency.objects.filter(office=office).exclude(state=Agency.State.VOID)
    for agency in there.order_by("made_at", "pk"):
        known.setdefault(key_of(agency.title), agency)
    return [_put(row, known) for row in rows]


def _put(row: dict[str, Any], known: dict[str, Agency]) -> str:
    name = row.get("agency")
    if not isinstance(name, str):
        return ""
    if not name:
        return "ไม่มีชื่อหน่วยงาน"
    if key_of(name) not in known:
        return f"ไม่พบ “{name[:80]}” ในทะเบียนหน่วยงาน โปรดเพิ่มหรือนำเข้าหน่วยงานก่อน แล้วตรวจไฟล์นี้อีกครั้ง"
    row["agency"] = known[key_of(name)]
    return _backwards(row)


def _backwards(row: dict[str, Any]) -> str:
    return backwards(row.get("from_on"), row.get("until_on"))


def backwards(first: date | None, last: date | None) -> str:
    """What is wrong with an end before its beginning."""
    return "วันสิ้นสุดอยู่ก่อนวันเริ่ม โปรดตรวจสอบวันที่" if first and last and last < first else ""

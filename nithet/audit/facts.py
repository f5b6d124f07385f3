"""The facts of an entry in Thai. What is not listed here is for programs, and a reader does not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from nithet.audit.models import Entry
from nithet.thai.dates import format_date

FACTS = {
    "times": "ครั้งที่ {}",
    "round": "รอบที่ {}",
    "number": "ฉบับปรับปรุงครั้งที่ {}",
    "to": "ให้ {}",
    "as_": "ในตำแหน่ง{}",
    "service": "{}",
    "evidence": "หลักฐาน: {}",
    "unit": "กลุ่ม: {}",
    "day": "วันที่ {}",
    "until_on": "ถึงวันที่ {}",
    "total": "จำนวน {}",
    "mentioned": "กล่าวถึง {} คน",
    "order": "คำสั่งที่ {}",
    "source": "ที่มา: {}",
    "left": "จุดที่ยังค้าง: {}",
}
"""In this order. A fact of two values is from one to the other."""

FIELDS = {
    "name": "ชื่อ",
    "short_name": "ชื่อย่อ",
    "title": "คำนำหน้า",
    "degree": "คำนำหน้าทางวิชาการ",
    "first_name": "ชื่อ",
    "last_name": "นามสกุล",
    "standing": "วิทยฐานะหรือระดับ",
    "position_number": "เลขที่ตำแหน่ง",
    "position_title": "ตำแหน่ง",
    "order_number": "คำสั่งที่",
    "cluster": "กลุ่มโรงเรียน",
    "smis_code": "รหัส SMIS",
    "ministry_code": "รหัสกระทรวง",
    "subdistrict": "ตำบล",
    "district": "อำเภอ",
    "province": "จังหวัด",
    "address": "ที่ตั้ง",
    "phone": "โทรศัพท์",
    "email": "อีเมล",
    "letter_code": "รหัสหนังสือออก",
    "pupils": "จำนวนนักเรียน",
}
"""What may be said to have changed, by the name under which it is stored."""

USUAL: Mapping[str, str] = MappingProxyType({})
"""No own words for any field."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def fact_words(entry: Entry, own: Mapping[str, str] = USUAL) -> list[str]:
    """The facts that matter to a reader, each in words. `own` are the office's words for some fields."""
    facts = entry.facts if isinstance(entry.facts, dict) else {}
    told = ((words, _value(facts.get(key))) for key, words in FACTS.items())
    return [*(words.format(value) for words, value in told if value), *_days(facts), *_changes(facts, own)]


def _days(facts: dict[str, Any]) -> Iterator[str]:
    """`days` are the first and the last one."""
    days = facts.get("days")
    if isinstance(days, list) and (told := list(filter(None, map(_value, days)))):
        yield f"วันที่ {' ถึง '.join(dict.fromkeys(told))}"


def _changes(facts: dict[str, Any], own: Mapping[str, str]) -> Iterator[str]:
    """`changed` holds pairs by field, or one pair; `before` and `after` hold values by field, or one each."""
    changed, before, after = facts.get("changed"), facts.get("before"), facts.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        changed = {name: [before.get(name), value] for name, value in after.items()}
    elif changed is None:
        changed = [before, after]
    if isinstance(changed, dict):
        told = (
            (own.get(name, FIELDS[name]), _value(pair)) for name, pair in changed.items() if name in FIELDS
        )
        yield from (f"{label} {value}" for label, value in told if value)
    elif value := _value(changed):
        yield value


def _value(value: Any) -> str:
    """A fact as a person writes it; nothing for what only programs read."""
    if isinstance(value, list):
        return _from_to(value) if len(value) == 2 else ", ".join(filter(None, map(_value, value)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    try:
        return format_date(date.fromisoformat(text), "short") if _ISO_DAY.fullmatch(text) else text
    except ValueError:  # a number that looks like a day
        return text


def _from_to(pair: list[Any]) -> str:
    before, after = map(_value, pair)
    if before and after:
        return f"จาก {before} เป็น {after}"
    return after or (f"จาก {before} เป็นว่าง" if before else "")

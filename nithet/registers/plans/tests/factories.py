"""A plan's form as the page sends it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nithet.core.ids import new_id
from nithet.offices.models import Office, Unit
from nithet.registers.plans.register import BOOKS

BOOK = BOOKS[0]
KINDS = ("policies", "targets", "activities", "lines", "indicators", "risks")
FACTS = {
    "title": "โครงการพัฒนาการจัดการศึกษาทางไกล", "sort": "project", "strategy": "", "reason": "ครูไม่ครบชั้น", "objectives": "เพื่อพัฒนาครู",
    "quality": "ครูใช้สื่อได้", "fiscal_year_be": 2570,
}  # fmt: skip


def address(office: Office, name: str, *args: object) -> str:
    return BOOK.address(name, office.code, *args)


def form_data(unit: Unit, **facts: Any) -> dict[str, Any]:
    """Two activities, the second first by its number, and two lines of money."""
    data = {**FACTS, "unit": unit.pk, "key": new_id(), "revision": 0}
    counts = dict.fromkeys(KINDS, 0) | {
        "activities": 2,
        "lines": 2,
        "targets": 1,
        "risks": 1,
        "indicators": 1,
    }
    for kind, count in counts.items():
        data |= {f"{kind}-TOTAL_FORMS": count, f"{kind}-INITIAL_FORMS": 0}
    data |= {
        "activities-0-name": "อบรมครู", "activities-0-months": ["12", "11"], "activities-0-ORDER": 2,
        "activities-1-name": "ประชุมเตรียมการ", "activities-1-months": ["10"], "activities-1-ORDER": 1,
        "lines-0-category": "ค่าตอบแทน", "lines-0-source": "งบ สพฐ.", "lines-0-planned": "1,234.50 บาท", "lines-0-ORDER": 1,
        "lines-1-category": "ค่าวัสดุ", "lines-1-source": "งบสำนักงานเขต", "lines-1-planned": "๑,๒๓๔.๕๐", "lines-1-ORDER": 2,
        "targets-0-name": "ครู", "targets-0-amount": "๔๐", "targets-0-unit_word": "คน", "targets-0-ORDER": 1,
        "indicators-0-name": "ความพึงพอใจ", "indicators-0-goal": "80.5", "indicators-0-unit_word": "ร้อยละ", "indicators-0-ORDER": 1,
        "risks-0-name": "ช่วงเวลาซ้ำซ้อน", "risks-0-chance": "4", "risks-0-harm": "3", "risks-0-ORDER": 1,
    }  # fmt: skip
    return {**data, **facts}


def rows(*planned: str, source: str = "งบ สพฐ.") -> list[dict[str, Any]]:
    return [{"name": "", "category": "ค่าวัสดุ", "source": source, "planned": Decimal(one)} for one in planned]

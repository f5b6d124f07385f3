"""The pages of a year beside one another: its chart, its duties, work that changes hands, what is remembered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from nithet.cycles import access
from nithet.offices.members import Member


def year_tabs(member: Member, here: str) -> list[dict[str, Any]]:
    """Only what the member may open; a single one is no choice."""
    offered = [
        ("year-chart", "แผนภาพรายปี", access.sees_year(member)),
        ("year-list", "ปีงบประมาณทั้งหมด", access.sees_year(member)),
        ("duty-list", "หน้าที่ตามคำสั่ง", access.sees_duties(member)),
        ("hand-over-list", "ส่งมอบงาน", access.is_handing_over(member)),
        ("policy-list", "นโยบายและจุดเน้น", access.sees_year(member)),
        ("answer-list", "คำตอบที่จำไว้", bool(access.can_start_year(member))),
    ]
    tabs = [
        {"url": reverse(f"cycles:{name}", args=[member.office.code]), "label": label, "is_here": name == here}
        for name, label, is_open in offered
        if is_open
    ]
    return tabs if len(tabs) > 1 else []

"""The words of an order of appointment: the role, and the capacity that often stands before it."""

from __future__ import annotations

from functools import lru_cache

from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_text
from nithet.offices.imports.positions import position_of
from nithet.offices.models import Appointment, Role
from nithet.thai.text import squeeze

Capacity = Appointment.Capacity

# What begins the words of a capacity, the longest first.
_CAPACITIES = (
    ("รักษาราชการแทน", Capacity.ACTING_FOR), ("รักษาการแทน", Capacity.ACTING_FOR), ("รรก.", Capacity.ACTING_FOR),
    ("ปฏิบัติราชการแทน", Capacity.ON_BEHALF), ("ปรท.", Capacity.ON_BEHALF),
    ("รักษาการในตำแหน่ง", Capacity.ACTING_IN), ("รักษาการ", Capacity.ACTING_IN), ("รกน.", Capacity.ACTING_IN),
)  # fmt: skip
_SUBSTANTIVE = frozenset({"", "ดำรงตำแหน่ง", "ตัวจริง", "แต่งตั้ง", "มอบหมาย", "ปฏิบัติหน้าที่"})
_ROLES = {squeeze(role.label): role for role in Role} | {
    "ประธานเครือข่าย": Role.CLUSTER_CHAIR, "ประธานศูนย์เครือข่าย": Role.CLUSTER_CHAIR, "ประธานสหวิทยาเขต": Role.CLUSTER_CHAIR,
    "กรรมการก.ต.ป.น.": Role.COMMITTEE, "หน้าห้อง": Role.SECRETARY, "สารบรรณ": Role.REGISTRY, "งานสารบรรณ": Role.REGISTRY,
}  # fmt: skip


def as_capacity(value: CellValue) -> str:
    text = squeeze(as_text(value))
    if text in _SUBSTANTIVE:
        return Capacity.SUBSTANTIVE
    for words, capacity in _CAPACITIES:
        if text.startswith(words):
            return capacity
    known = "รักษาราชการแทน ปฏิบัติราชการแทน หรือรักษาการในตำแหน่ง"
    raise CellProblem(f"“{as_text(value)}” ไม่ใช่ลักษณะการปฏิบัติหน้าที่ที่รู้จัก โปรดพิมพ์ {known} หรือเว้นว่าง")


@lru_cache(maxsize=4096)
def role_of(words: str) -> tuple[str, str] | None:
    """“รักษาราชการแทนผู้อำนวยการโรงเรียน” → the role and the capacity; None for words that name no role."""
    line, found = squeeze(words), Capacity.SUBSTANTIVE
    for start, capacity in _CAPACITIES:
        if line.startswith(start):
            line, found = line.removeprefix(start), capacity
            break
    if role := _ROLES.get(line):
        return role, found
    position = position_of(line)
    return (position.role, found) if position else None

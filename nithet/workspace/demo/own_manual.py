"""A manual of the office's own making, and how the office answers what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from nithet.cycles.plan import Question
from nithet.cycles.responsible import Responsible
from nithet.offices.models import Office, Person, Role, Unit

T = TypeVar("T")
NAME = "คู่มืองานนิเทศเปิดภาคเรียน.txt"
TITLE = "งานนิเทศเตรียมความพร้อมเปิดภาคเรียน"
TEXT = f"""คู่มือการปฏิบัติงานรายบุคคล
กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา

๑. ชื่องาน
{TITLE}
๒. วัตถุประสงค์
๒.๑ เพื่อให้โรงเรียนพร้อมจัดการเรียนการสอนตั้งแต่วันแรกของภาคเรียน
๒.๒ เพื่อให้โรงเรียนได้รับความช่วยเหลือก่อนเปิดภาคเรียน
๓. ขอบเขตของงาน
โรงเรียนในสังกัดทุกแห่ง
๔. ขั้นตอนการปฏิบัติงาน

| ที่ | ขั้นตอน | ระยะเวลา | ผู้รับผิดชอบ |
| --- | --- | --- | --- |
| ๑ | จัดทำแผนและปฏิทินการนิเทศเปิดภาคเรียน | | ผู้ประสานงานโรงเรียน |
| ๒ | นิเทศโรงเรียนก่อนเปิดภาคเรียน | ภาคเรียนละ ๑ ครั้ง | คณะนิเทศ |
| ๓ | แจ้งผลการนิเทศให้โรงเรียนทราบ | | ผู้ประสานงานโรงเรียน |
| ๔ | ติดตามการแก้ไขจุดที่ควรพัฒนา | | คณะนิเทศ |
| ๕ | สรุปและรายงานผลการนิเทศเปิดภาคเรียน | กันยายน | |
"""
"""It names people by words of its own, says no months for three steps and nobody for the last one."""

MONTHS: Mapping[str, tuple[int, ...]] = {
    "จัดทำแผน": (10,), "แจ้งผล": (11, 12), "ติดตาม": (1, 2, 3),
}  # fmt: skip
DOERS: Mapping[str, tuple[str, str, str]] = {
    "ผู้ประสานงานโรงเรียน": ("school_supervision", Role.SUPERVISOR, "supervisor9"),
    "คณะนิเทศ": ("supervision", Role.SUPERVISOR, ""),
    "ไม่ระบุผู้รับผิดชอบ": ("school_supervision", Role.SUPERVISOR, ""),
}
"""By how the wording begins: the unit, the role in it and the account of a person."""


def answers(office: Office, asked: Iterable[Question]) -> list[tuple[Question, dict[str, Any]]]:
    """Each question with the office's answer; what nobody thought of as it is suggested."""
    units = {unit.code: unit for unit in Unit.objects.filter(office=office)}
    accounts = Person.objects.filter(office=office, user__isnull=False)
    people = dict(accounts.values_list("user__username", "pk"))
    return [(question, _answer(question, units, people)) for question in asked]


def _answer(question: Question, units: Mapping[str, Unit], people: Mapping[str, UUID]) -> dict[str, Any]:
    if months := _begun(MONTHS, question.wording):
        return {"months": list(months)}
    if doer := _begun(DOERS, question.wording):
        unit, role, account = doer
        person = people.get(account)
        return {**Responsible(units[unit].pk, role, person).as_value()}
    return dict(question.suggestion)


def _begun(known: Mapping[str, T], wording: str) -> T | None:
    return next((found for begin, found in known.items() if wording.startswith(begin)), None)

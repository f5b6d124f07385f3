"""A working group as an office would appoint it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from nithet.offices.members import position_words
from nithet.offices.models import Appointment, Office, Role
from nithet.registers.generic.doing import Work, done_item
from nithet.registers.workgroups.models import Seat, WorkingGroup
from nithet.registers.workgroups.register import Appoint
from nithet.thai.dates import to_be

_LEADING, _WORKING = "คณะอำนวยการ", "คณะดำเนินงาน"
_FIRST_NUMBER, _MOST_IN_PART = 101, 6
_DUTIES = (
    "1. วางแผนและกำหนดปฏิทินการดำเนินงาน\n2. ดำเนินงานตามแผนและประสานโรงเรียนที่เกี่ยวข้อง\n3. สรุปและรายงานผลต่อผู้อำนวยการสำนักงานเขต",
    "1. ศึกษาสภาพปัจจุบันและความต้องการของโรงเรียน\n2. จัดทำเครื่องมือและเก็บข้อมูล\n3. วิเคราะห์ข้อมูลและเสนอแนวทางพัฒนา",
    "1. ให้คำปรึกษาและอำนวยความสะดวก\n2. นิเทศ ติดตาม และให้ความช่วยเหลือโรงเรียน\n3. รวบรวมผลและเผยแพร่",
)
Duty = Seat.Duty


def appoint(work: Work) -> None:
    task = work.task
    cycle, title = task.run.cycle, task.run.title
    about = title if title.startswith("งาน") else f"งาน{title}"
    facts = {
        "title": f"แต่งตั้งคณะทำ{about}"[:300],
        "reason": f"ด้วยสำนักงานเขตพื้นที่การศึกษาจะดำเนิน{about} ปีงบประมาณ พ.ศ. {cycle.fiscal_year_be} เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย",
        "legal_ground": "มาตรา 37 แห่งพระราชบัญญัติระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546",
        "duties": _DUTIES[work.number % len(_DUTIES)],
        "from_on": work.on,
        "until_on": max(work.on, cycle.ends_on),
        "order_number": _free_number(work.by.office, to_be(work.on.year)),
        "signed_elsewhere": "ระบบสารบรรณอิเล็กทรอนิกส์ของสำนักงานเขต",
    }
    done_item(Appoint.book, work, facts, {"seats": list(_seats(work))})


def _free_number(office: Office, year_be: int) -> str:
    used = WorkingGroup.objects.filter(office=office).exclude(order_number="")
    numbers = used.filter(order_year_be=year_be).values_list("order_number", flat=True)
    return str(max([_FIRST_NUMBER - 1, *(int(one) for one in numbers if one.isdecimal())]) + 1)


def _seats(work: Work) -> Iterator[dict[str, Any]]:
    """Those who lead the office, then those who serve in the division; whoever does the work is its secretary."""
    serving = Appointment.objects.active(on=work.by.on).filter(office=work.by.office)
    serving = serving.select_related("office", "person", "unit", "school", "cluster").order_by(
        "person__seniority", "pk"
    )
    leads = (Role.DIRECTOR, Role.DEPUTY)
    leading = sorted(serving.filter(role__in=leads), key=lambda one: one.role != Role.DIRECTOR)
    division, own = work.task.unit.division_id, work.by.person
    here = serving.filter(Q(unit=division) | Q(unit__parent=division)).exclude(role__in=leads)
    yield from _part(_LEADING, leading)
    others = here.exclude(person=own).exclude(role=Role.ADMINISTRATOR)
    yield from _part(_WORKING, sorted(others, key=lambda one: one.role != Role.HEAD))
    post = position_words(work.by.appointments[0])[:200]
    yield {"sub_group": _WORKING, "person": own, "post": post, "duty": Duty.SECRETARY}


def _part(name: str, appointments: list[Appointment]) -> Iterator[dict[str, Any]]:
    people = {one.person_id: one for one in reversed(appointments)}
    first = [one for one in appointments if people[one.person_id] is one][:_MOST_IN_PART]
    for place, one in enumerate(first):
        duty = Duty.MEMBER if place else Duty.CHAIR
        yield {"sub_group": name, "person": one.person, "post": position_words(one)[:200], "duty": duty}


DOERS = {"appoint": appoint}

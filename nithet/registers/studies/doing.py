"""A study as an office would write it down."""

from __future__ import annotations

from itertools import islice

from nithet.cycles.queries.policies import policies_of
from nithet.registers.generic.doing import Work, done_item
from nithet.registers.generic.parts import Row
from nithet.registers.studies.models import Recommendation, Source
from nithet.registers.studies.register import StudyAction

_LAW = "พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542"
_KNOWN = (
    ("โรงเรียนในสังกัดมีสภาพและความต้องการเรื่องนี้อย่างไร", "ศึกษานิเทศก์ใช้วางแผนการนิเทศ และโรงเรียนใช้ปรับแผนปฏิบัติการ",
     ("โรงเรียนขนาดเล็กร้อยละ 62 ขาดครูไม่ครบชั้นและต้องการสื่อที่ใช้ได้ทันที", "ครูส่วนใหญ่ใช้สื่อสัปดาห์ละ 2–3 ครั้ง และเลือกจากที่เพื่อนครูแนะนำ",
      "อุปกรณ์รับสัญญาณชำรุดใน 18 โรงเรียน ส่วนใหญ่อยู่ในพื้นที่สูง"),
     (("ผู้อำนวยการสำนักงานเขต", "จัดสรรงบซ่อมอุปกรณ์แก่โรงเรียนพื้นที่สูงก่อน"), ("ศึกษานิเทศก์", "จัดทำรายการสื่อแนะนำแยกตามชั้นและกลุ่มสาระ"))),
    ("นโยบายของปีนี้กำหนดให้เขตทำอะไร และต่างจากปีก่อนอย่างไร", "กลุ่มเจ้าของเรื่องใช้กำหนดเป้าหมายและตัวชี้วัดของแผน",
     ("นโยบายปีนี้เน้นการลดภาระครู จึงต้องใช้ข้อมูลที่มีอยู่แล้วแทนการขอใหม่", "ตัวชี้วัดเปลี่ยนจากจำนวนครั้งเป็นความครอบคลุมรายภาคเรียน"),
     (("กลุ่มเจ้าของเรื่อง", "ปรับแบบรายงานให้ดึงข้อมูลจากระบบแทนการกรอกซ้ำ"), ("ผู้บริหารสถานศึกษา", "กำหนดเป้าหมายรายภาคเรียนให้ตรงกับของเขต"))),
    ("ปัญหาจากการดำเนินงานปีที่ผ่านมาคืออะไร และเกิดจากอะไร", "คณะทำงานใช้ปรับขั้นตอนและปฏิทินการดำเนินงาน",
     ("งานกระจุกตัวในเดือนสิงหาคมและกันยายน ทำให้รายงานล่าช้า", "โรงเรียนได้รับหนังสือช้ากว่ากำหนดเฉลี่ย 5 วันทำการ"),
     (("ผู้อำนวยการสำนักงานเขต", "เลื่อนการเก็บข้อมูลมาเดือนมิถุนายน"), ("กลุ่มเจ้าของเรื่อง", "ส่งหนังสือผ่านระบบและติดตามผลการอ่านภายใน 2 วันทำการ"))),
)  # fmt: skip


def study(work: Work) -> None:
    task = work.task
    question, users, findings, recommended = _KNOWN[work.number % len(_KNOWN)]
    facts = {"title": f"{task.title} ({task.run.title})"[:300], "question": question, "users": users,
             "background": f"ใช้ประกอบการดำเนินงานตามกระบวนงาน “{task.run.title}” ปีงบประมาณ พ.ศ. {task.run.cycle.fiscal_year_be}"}  # fmt: skip
    sources: list[Row] = [
        {"kind": Source.Kind.LAW, "title": _LAW, "where": "มาตรา 22 และมาตรา 63–69", "on": None},
        {"kind": Source.Kind.DOCUMENT, "title": f"รายงานผลการดำเนินงานปีที่ผ่านมา: {task.run.title}", "where": "กลุ่มเจ้าของเรื่อง", "on": None},
        {"kind": Source.Kind.DATASET, "title": "ข้อมูลนักเรียนรายบุคคล (DMC)", "where": "ข้อมูล ณ วันที่ 10 มิถุนายน", "on": work.on},
    ]  # fmt: skip
    policies = policies_of(work.by.office, task.run.cycle.fiscal_year_be)
    rows: dict[str, list[Row]] = {
        "sources": sources,
        "policies": [{"policy": one, "note": ""} for one in islice(policies, 2)],
        "findings": [{"text": text} for text in findings],
        "recommendations": [
            {"to_whom": whom, "text": text, **({} if place else _TAKEN)}
            for place, (whom, text) in enumerate(recommended)
        ],
    }
    done_item(StudyAction.book, work, facts, rows)


_TAKEN = {"uptake": Recommendation.Uptake.TAKEN, "taken_by": "แผนปฏิบัติการประจำปี"}
DOERS = {"study": study}

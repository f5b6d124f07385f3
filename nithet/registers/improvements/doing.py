"""An improvement as an office would record it."""

from __future__ import annotations

from decimal import Decimal

from nithet.registers.generic.doing import Work, done_item
from nithet.registers.improvements.register import Improve

_KNOWN = (
    ("ลดเวลารอการยืมสื่อ", "โรงเรียนรอผลการขอยืมสื่อหลายวัน", "คำขอเดินด้วยกระดาษผ่านสามโต๊ะ", "รับคำขอทางออนไลน์และมอบหมายผู้อนุมัติคนเดียว",
     "โรงเรียนทราบผลภายในหนึ่งวันทำการ", ("เวลารอผลการขอยืม", "minutes", "2880", "420")),
    ("ปรับแบบบันทึกการให้บริการให้สั้นลง", "ครูกรอกแบบซ้ำกันหลายแผ่น", "แต่ละงานออกแบบเอกสารของตนเอง", "รวมเป็นแบบเดียวและเติมข้อมูลโรงเรียนให้ล่วงหน้า",
     "กรอกเสร็จในห้านาที และข้อมูลตรงกันทุกงาน", ("จำนวนขั้นตอนการกรอก", "steps", "14", "5")),
    ("แก้ปัญหาสื่อไม่ตรงความต้องการของโรงเรียน", "สื่อบางรายการไม่มีผู้ยืมตลอดปี", "จัดหาโดยไม่ใช้ผลการสำรวจ", "จัดลำดับการจัดหาตามผลสำรวจความต้องการ",
     "จำนวนการยืมเพิ่มขึ้นในภาคเรียนถัดมา", ("จำนวนการยืมต่อภาคเรียน", "times", "36", "91")),
)  # fmt: skip


def improve(work: Work) -> None:
    title, problem, cause, remedy, result, (name, unit, before, after) = _KNOWN[work.number % len(_KNOWN)]
    facts = {"title": f"{title} ({work.task.run.title})"[:300], "problem": problem, "cause": cause, "remedy": remedy, "result": result,
             "progress": "used", "began_on": work.task.starts_on}  # fmt: skip
    figure = {"name": name, "unit": unit, "before": Decimal(before), "after": Decimal(after)}
    done_item(Improve.book, work, facts, {"figures": [figure]})


DOERS = {"improve": improve}

"""A manual that says all that can be said, and the addresses of its pages."""

from django.urls import reverse

from nithet.manuals.draft import (
    Decision,
    Definition,
    ManualDraft,
    Matter,
    Measure,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)

FULL = ManualDraft(
    group="กลุ่มนิเทศฯ",
    fiscal_year_be=2570,
    procedures=(
        ProcedureDraft(
            "งานส่งเสริมและพัฒนาสื่อ",
            number="1.1",
            part="ส่วนที่ 1 งานสื่อ",
            also_called=("งานสื่อ",),
            objectives=(Text("เพื่อให้ครูใช้สื่อ"),),
            scope="ทุกโรงเรียนใช้สื่อการสอนในห้องเรียน",
            definitions=(Definition("สื่อการสอน", "สิ่งที่ใช้สอน"),),
            steps=(
                StepDraft(
                    1,
                    "แต่งตั้งคณะทำงาน",
                    also_called=("ตั้งคณะทำงาน",),
                    detail="จากทุกกลุ่มงาน",
                    months=(10, 11),
                    responsible=("ศึกษานิเทศก์", "นางสาวสมมุติ ทดสอบ"),
                    actions=("appoint",),
                    decision=Decision.SIGN,
                    forms=("แบบคำสั่ง",),
                    substeps=(SubstepDraft("1.1", "ร่างคำสั่ง", ("appoint",), Decision.SIGN),),
                ),
                StepDraft(2, "นิเทศการใช้สื่อ", cadence="per_semester:2", standard="ภาคเรียนละไม่น้อยกว่า 2 ครั้ง",
                          measure=Measure(2, "semester"), actions=("visit",)),
                StepDraft(3, "สรุปผล", time_text="เมื่อสิ้นสุดโครงการ"),
            ),
            forms=(Text("แบบนิเทศ"),),
            references=(Text("พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542"),),
            family="A",
        ),
    ),
    matters=(Matter("foreword", "คำนำ", "คณะผู้จัดทำ"),),
)  # fmt: skip


def address(name: str, *parts: object, office: str = "satit1") -> str:
    return reverse(f"manuals:{name}", args=[office, *parts])

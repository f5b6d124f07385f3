"""The verbs of history in Thai. The part before the dot names what the entry is about."""

VERBS = {
    "manual.uploaded": "นำเข้าคู่มือ",
    "manual.proposed": "เสนอขอความเห็นชอบคู่มือ",
    "manual.withdrawn": "ถอนเรื่องขอความเห็นชอบคู่มือคืน",
    "manual.returned": "ส่งคืนแก้ไขคู่มือ",
    "manual.adopted": "เห็นชอบและประกาศใช้คู่มือ",
    "manual.described": "แก้ไขชื่อหรือกลุ่มเจ้าของคู่มือ",
    "manual.replaced": "ยกเลิกฉบับเดิม ใช้ฉบับใหม่แทน",
    "manual.discarded": "ยกเลิกฉบับร่างของคู่มือ",
    "cycle.opened": "เริ่มปีงบประมาณ",
    "cycle.closed": "ปิดปีงบประมาณ",
    "answer.given": "กำหนดสิ่งที่คู่มือไม่ได้ระบุ",
    "run.opened": "เริ่มการดำเนินงานประจำปี",
    "task.opened": "เปิดงาน",
    "task.taken_up": "รับเรื่อง",
    "task.noted": "บันทึกการปฏิบัติงาน",
    "task.file_attached": "แนบหลักฐาน",
    "task.submitted": "เสนอ",
    "task.passed_on": "เสนอความเห็น",
    "task.certified": "รับรองผลการดำเนินงาน",
    "task.endorsed": "เห็นชอบ",
    "task.approved": "อนุมัติ",
    "task.permitted": "อนุญาต",
    "task.signed": "ลงนาม",
    "task.acknowledged": "ทราบ",
    "task.returned": "ส่งคืนแก้ไข",
    "task.skipped": "งดดำเนินการ",
    "task.released": "เริ่มดำเนินการได้",
    "task.assigned": "มอบหมายผู้รับผิดชอบ",
    "task.withdrawn": "ถอนเรื่องคืน",
    "task.moved": "เลื่อนกำหนด",
    "task.done": "เสร็จสิ้น",
    "evidence.voided": "ยกเลิกหลักฐาน",
    "account.signed_in": "เข้าสู่ระบบ",
    "account.signed_out": "ออกจากระบบ",
}

KINDS = {
    "task": "งาน",
    "evidence": "หลักฐาน",
    "run": "การดำเนินงานประจำปี",
    "cycle": "ปีงบประมาณ",
    "manual": "คู่มือการปฏิบัติงาน",
    "account": "บัญชีผู้ใช้",
}
"""What history can be filtered by, in the order shown."""


def verb_words(code: str) -> str:
    """The words of a verb; a code that is not known yet is shown as it is."""
    return VERBS.get(code, code)

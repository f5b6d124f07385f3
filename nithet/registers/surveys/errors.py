"""Refusals of the register of surveys."""

from nithet.core.errors import DomainError


class UseDiffersError(DomainError):
    code = "round-use-differs"
    message = "งาน “{task}” ไม่ได้ขอผลของการ{use} โปรดแก้ “ใช้เพื่อ” ของรอบการเก็บข้อมูลให้ตรงกับงาน หรือเลือกรอบอื่น"


class NothingChosenError(DomainError):
    code = "nothing-chosen"
    message = "ยังไม่ได้เลือกรายการ โปรดเลือกอย่างน้อยหนึ่งรายการ"

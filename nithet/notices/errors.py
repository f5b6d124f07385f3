"""What is refused about notices, and what to do then."""

from nithet.core.errors import DomainError


class GoneFromSightError(DomainError):
    code, status = "notice-gone-from-sight", 403
    message = "ท่านไม่มีสิทธิ์เปิดเรื่อง “{title}” แล้ว หรือเรื่องนี้ถูกลบไปแล้ว หากยังต้องใช้ โปรดติดต่อผู้รับผิดชอบ"


class LineNotSetUpError(DomainError):
    code = "line-not-set-up"
    message = "สำนักงานยังไม่ได้เปิดใช้การแจ้งเตือนทาง LINE โปรดติดต่อผู้ดูแลระบบของสำนักงาน"

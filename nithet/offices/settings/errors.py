from nithet.core.errors import DomainError


class UnitInUseError(DomainError):
    code = "unit-in-use"
    message = "“{unit}” ยังมีผู้ปฏิบัติหน้าที่ {count} คน โปรดย้ายหรือสิ้นสุดการปฏิบัติหน้าที่ของบุคลากรก่อน แล้วจึงยุบเลิก"


class SectionsLeftError(DomainError):
    code = "sections-left"
    message = "“{unit}” ยังมีกลุ่มงาน {count} กลุ่มงาน โปรดยุบเลิกกลุ่มงานก่อน"


class UnitClosedError(DomainError):
    code = "unit-closed"
    message = "“{unit}” ยุบเลิกแล้ว โปรดเปิดหน้านี้ใหม่"


class UnitNameTakenError(DomainError):
    code = "unit-name-taken"
    message = "สำนักงานมี “{name}” อยู่แล้ว โปรดใช้ชื่ออื่น"


class SemesterOverlapsError(DomainError):
    code = "semester-overlaps"
    message = "ช่วงวันของ{semester}ซ้อนกับ{other} โปรดแก้ไขวันเปิดหรือวันปิดภาคเรียน"


class OfficeCodeTakenError(DomainError):
    code = "office-code-taken"
    message = "มีสำนักงานใช้รหัส “{code}” แล้ว โปรดใช้รหัสอื่น"


class WrongSetupCodeError(DomainError):
    code, status = "wrong-setup-code", 403
    message = "รหัสตั้งค่าเริ่มต้นไม่ถูกต้อง โปรดดูรหัสที่เครื่องแม่ข่าย (แสดงเมื่อเปิดระบบ หรือคำสั่ง manage.py setupcode)"

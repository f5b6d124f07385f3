"""Refusals of the registers of schools, people and clusters."""

from nithet.core.errors import DomainError


class CodeTakenError(DomainError):
    code = "school-code-taken"
    title = "รหัสโรงเรียนซ้ำ"
    message = "มีโรงเรียนอื่นใช้รหัสนี้แล้ว โปรดตรวจสอบรหัส หรือค้นหาโรงเรียนนั้นในทะเบียน"


class SchoolStateError(DomainError):
    """A change that does not fit what the school is on that day."""

    code = "school-state"
    title = "บันทึกการเปลี่ยนแปลงนี้ไม่ได้"


class NotLastChangeError(DomainError):
    code = "school-change-not-last"
    message = "ยกเลิกได้เฉพาะการเปลี่ยนแปลงครั้งล่าสุดของโรงเรียน โปรดยกเลิกรายการที่ใหม่กว่าก่อน"


class ClusterNameTakenError(DomainError):
    code = "cluster-name-taken"
    message = "มี{term}ชื่อ “{name}” แล้ว โปรดใช้ชื่ออื่น"


class ClusterStateError(DomainError):
    code = "cluster-state"


class AppointmentRefusedError(DomainError):
    """An appointment that says too little, or what cannot be."""

    code, status = "appointment-unfit", 422
    title = "ยังบันทึกการแต่งตั้งไม่ได้"


class PostHeldError(DomainError):
    code = "post-held"
    title = "ตำแหน่งนี้มีผู้ดำรงตำแหน่งอยู่แล้ว"
    message = (
        "{person} ดำรงตำแหน่งนี้อยู่ {span} โปรดสิ้นสุดการดำรงตำแหน่งเดิมก่อน หรือบันทึกเป็นรักษาราชการแทน ปฏิบัติราชการแทน "
        "หรือรักษาการในตำแหน่ง ตามคำสั่ง"
    )


class AlreadyServingError(DomainError):
    code = "already-serving"
    title = "มีรายการนี้อยู่แล้ว"
    message = "{person} ปฏิบัติหน้าที่นี้อยู่แล้ว {span} โปรดแก้ไขหรือขยายเวลารายการเดิมแทน"


class AppointmentStateError(DomainError):
    """The appointment is no longer what the page showed."""

    code = "appointment-state"


class LastAdministratorError(DomainError):
    code = "last-administrator"
    title = "สำนักงานจะไม่มีผู้จัดการข้อมูลบุคลากร"
    message = "ผู้นี้เป็นคนสุดท้ายที่จัดการบุคลากรและสิทธิ์ของสำนักงานได้ โปรดแต่งตั้งผู้ดูแลระบบหรือผู้อำนวยการคนใหม่ที่มีบัญชีผู้ใช้ก่อน"


class LeaveOverlapError(DomainError):
    code = "leave-overlap"
    message = "{person} มีวันลา {span} บันทึกไว้แล้วในช่วงนี้ โปรดแก้วันที่ หรือยกเลิกรายการเดิมก่อน"


class LeaveStateError(DomainError):
    code = "leave-state"
    message = "รายการลานี้ถูกยกเลิกไปแล้ว โปรดเปิดหน้าบุคลากรใหม่เพื่อดูรายการล่าสุด"


class PersonRemovedError(DomainError):
    code = "person-removed"
    title = "ข้อมูลของผู้นี้ถูกลบตามคำขอแล้ว"
    message = "ข้อมูลส่วนบุคคลของรายการนี้ถูกลบตามคำขอแล้ว จึงแก้ไขหรือแต่งตั้งไม่ได้ หากผู้นั้นกลับมาปฏิบัติหน้าที่ โปรดเพิ่มเป็นบุคลากรใหม่"


class MergeRefusedError(DomainError):
    code = "merge-refused"
    title = "รวมสองรายการนี้ไม่ได้"


class StaleError(DomainError):
    """What one wanted to change has changed meanwhile."""

    code = "stale"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "รายการนี้เปลี่ยนไปแล้ว โปรดเปิดหน้านี้ใหม่แล้วดำเนินการอีกครั้ง"

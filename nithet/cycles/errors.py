from nithet.core.errors import DomainError


class TaskStateError(DomainError):
    """The task is no longer where the page showed it."""

    code = "task-state"
    title = "สถานะของงานเปลี่ยนไปแล้ว"
    message = "“{task}” อยู่ในสถานะ “{state}” จึง{act}ไม่ได้ โปรดเปิดหน้างานใหม่เพื่อดูสถานะล่าสุด"


class NoDeciderError(DomainError):
    code = "no-decider"
    title = "ยังไม่มีผู้พิจารณา"
    message = "ยังไม่มีผู้ดำรงตำแหน่งที่จะพิจารณางานนี้ได้ โปรดแจ้งผู้ดูแลระบบให้บันทึกคำสั่งแต่งตั้งหรือผู้รักษาราชการแทน"


class NoEvidenceError(DomainError):
    code, status = "no-evidence", 422
    title = "หลักฐานยังไม่ครบ"
    message = "งานนี้มี{lacking} โปรดเพิ่มหลักฐานให้ครบก่อนเสนอ หรือระบุเหตุผลในช่องข้อความถึงผู้พิจารณา"


class ReasonMissingError(DomainError):
    code, status = "reason-missing", 422
    title = "โปรดระบุเหตุผล"
    message = "โปรดระบุเหตุผลในการ{act} เพื่อให้ผู้เกี่ยวข้องทราบ"


class NotOfDivisionError(DomainError):
    code, status = "not-of-division", 422
    title = "มอบหมายให้บุคคลนี้ไม่ได้"
    message = "{person} ไม่ได้ปฏิบัติหน้าที่ในกลุ่มที่รับผิดชอบงานนี้ โปรดเลือกบุคลากรของกลุ่ม"


class FileRefusedError(DomainError):
    code, status = "file-refused", 422
    title = "แนบไฟล์นี้ไม่ได้"
    message = "{why}"


class YearUnansweredError(DomainError):
    code, status = "year-unanswered", 422
    title = "ยังกำหนดไม่ครบ"
    message = "โปรดกำหนดผู้รับผิดชอบและช่วงเวลาให้ครบทุกข้อก่อนเริ่มปีงบประมาณ (ยังขาด {count} ข้อ)"


class JudgedAlreadyError(DomainError):
    code = "judged-already"
    title = "พิจารณามาตรฐานนี้แล้ว"
    message = "มาตรฐานของขั้นที่ {step} มีผลการพิจารณาแล้ว หากต้องเปลี่ยน โปรดยกเลิกผลเดิมพร้อมเหตุผลก่อน"


class NotForPersonError(DomainError):
    code = "not-for-person"
    title = "มาตรฐานนี้ไม่ต้องพิจารณาโดยบุคคล"
    message = "มาตรฐานของขั้นที่ {step} ระบบตรวจจากหลักฐานได้แล้ว โปรดเปิดหน้าใหม่เพื่อดูผลล่าสุด"


class NotLinkedError(DomainError):
    code = "not-linked"
    title = "ใช้หลักฐานนี้ไม่ได้"
    message = "“{evidence}” ไม่ใช่หลักฐานของงานที่เชื่อมกับงานนี้แล้ว โปรดเปิดหน้างานใหม่เพื่อดูรายการล่าสุด"


class CycleClosedError(DomainError):
    code = "cycle-closed"
    title = "ปิดปีงบประมาณแล้ว"
    message = "{cycle} ปิดแล้ว จึงเพิ่มหรือเปลี่ยนงานไม่ได้ โปรดดำเนินการในปีงบประมาณปัจจุบัน"


class OrderNumberTakenError(DomainError):
    code = "order-number-taken"
    title = "มีคำสั่งเลขที่นี้แล้ว"
    message = "{order} ของปีงบประมาณ พ.ศ. {year} บันทึกไว้แล้วด้วยข้อมูลอื่น โปรดแก้ไขคำสั่งเดิม หรือตรวจเลขที่คำสั่ง"


class DutyDaysError(DomainError):
    code, status = "duty-days", 422
    title = "วันที่ไม่อยู่ในช่วงของหน้าที่"
    message = "โปรดระบุวันที่ตั้งแต่ {first} ถึง {last}"


class DutyVoidedError(DomainError):
    code = "duty-voided"
    title = "หน้าที่นี้ยกเลิกแล้ว"
    message = "หน้าที่ “{duty}” ยกเลิกแล้ว จึงเปลี่ยนแปลงไม่ได้ โปรดเปิดหน้าคำสั่งใหม่เพื่อดูข้อมูลล่าสุด"


class NothingToCopyError(DomainError):
    code = "nothing-to-copy"
    title = "ไม่มีหน้าที่ให้คัดลอก"
    message = "ปีงบประมาณ พ.ศ. {year} ไม่มีหน้าที่ที่คัดลอกได้ โปรดเพิ่มหน้าที่หรือนำเข้าจากตาราง"


class SuccessorError(DomainError):
    code, status = "successor", 422
    title = "ส่งมอบให้บุคคลนี้ไม่ได้"
    message = "{why}"


class NothingInHandError(DomainError):
    code = "nothing-in-hand"
    title = "ไม่มีงานให้ส่งมอบ"
    message = "{giver} ไม่มีงาน หน้าที่ หรือคำตอบที่เลือกให้ส่งมอบแล้ว โปรดเปิดหน้าใหม่เพื่อดูข้อมูลล่าสุด"


class HandOverStateError(DomainError):
    code = "hand-over-state"
    title = "สถานะของการส่งมอบเปลี่ยนไปแล้ว"
    message = "การส่งมอบงานของ {giver} อยู่ในสถานะ “{state}” จึง{act}ไม่ได้ โปรดเปิดหน้าใหม่เพื่อดูสถานะล่าสุด"


class SuccessorActedError(DomainError):
    code = "successor-acted"
    title = "ผู้รับมอบดำเนินการไปแล้ว"
    message = "{receiver} ดำเนินการงานที่รับมอบแล้ว จึงเรียกคืนทั้งหมดไม่ได้ โปรดมอบหมายงานที่เหลือทีละงาน"


class DutyGivenAgainError(DomainError):
    code = "duty-given-again"
    title = "มอบหมายหน้าที่เดิมใหม่ไปแล้ว"
    message = (
        "{giver} ได้รับมอบหมาย “{duty}” อีกครั้งตาม{order} หลังการส่งมอบ จึงเรียกคืนไม่ได้เพราะหน้าที่จะซ้ำ "
        "โปรดยกเลิกหน้าที่ที่มอบหมายใหม่ก่อน หรือมอบหมายงานคืนทีละงาน"
    )

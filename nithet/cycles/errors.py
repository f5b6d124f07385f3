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
    title = "ยังไม่มีหลักฐาน"
    message = "งานนี้ยังไม่มีหลักฐาน โปรดแนบไฟล์หรือบันทึกการปฏิบัติงานก่อนเสนอ หรือระบุเหตุผลที่ยังไม่มี"


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


class CycleClosedError(DomainError):
    code = "cycle-closed"
    title = "ปิดปีงบประมาณแล้ว"
    message = "{cycle} ปิดแล้ว จึงเพิ่มหรือเปลี่ยนงานไม่ได้ โปรดดำเนินการในปีงบประมาณปัจจุบัน"

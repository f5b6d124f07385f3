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


class DecidedAlreadyError(TaskStateError):
    """Somebody else was quicker: who, as what, decided what and when."""

    code = "decided-already"
    title = "มีผู้พิจารณาเรื่องนี้ไปก่อนแล้ว"
    message = (
        "“{task}” {who} ({position}) {what}แล้ว เมื่อ {when} ระบบจึงไม่บันทึกผลของท่าน โปรดเปิดหน้างานใหม่เพื่อดูสถานะล่าสุด"
    )


class NotAskedError(DomainError):
    code = "not-asked"
    title = "ไม่ใช่สิ่งที่ขอ"
    message = "“{task}” เสนอเพื่อ{asked} จึง{act}ไม่ได้ {instead}"


class RecallError(DomainError):
    code = "recall"
    title = "เรียกคืนไม่ได้แล้ว"
    message = "เรียกคืนผลการพิจารณา “{task}” ไม่ได้ เพราะ{why} {instead}"


class PaperError(DomainError):
    code, status = "paper", 422
    title = "บันทึกผลตามหนังสือไม่ได้"
    message = "{why}"


class MemoChangedError(DomainError):
    """What the memo was made from has changed since the page was opened."""

    code = "memo-changed"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = (
        "หลักฐานหรือข้อมูลของงานเปลี่ยนไปหลังจากท่านเปิดหน้านี้ โปรดตรวจข้อความที่พิมพ์ไว้กับข้อความใหม่ที่แสดงด้านล่าง แล้วเสนออีกครั้ง"
    )


class RouteError(DomainError):
    code, status = "route", 422
    title = "เส้นทางการพิจารณาไม่ครบ"
    message = "{why}"


class RouteChangedError(DomainError):
    code = "route-changed"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "{who} แก้ไขเส้นทางของเรื่อง{matter}หลังจากท่านเปิดหน้านี้ โปรดตรวจเส้นทางปัจจุบันที่แสดง แล้วบันทึกอีกครั้งหากยังต้องการเปลี่ยน"


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


class WindowChangedError(DomainError):
    code = "window-changed"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = (
        "มีผู้แก้ไขก่อนหน้าท่าน ขณะนี้ช่วงเวลาดำเนินการเป็น {window} โปรดตรวจวันที่ที่ท่านพิมพ์ไว้แล้วบันทึกอีกครั้งหากยังต้องการเลื่อน"
    )


class WindowDaysError(DomainError):
    code, status = "window-days", 422
    title = "เลื่อนกำหนดเป็นวันนี้ไม่ได้"
    message = "{why}"


class WindowTakenError(DomainError):
    code, status = "window-taken", 422
    title = "เลื่อนกำหนดเป็นวันนี้ไม่ได้"
    message = "ขั้นตอนนี้มีงานอีกรอบที่เริ่ม {day} อยู่แล้ว โปรดเลือกวันเริ่มอื่น"


class RunVoidedError(DomainError):
    code = "run-voided"
    title = "ยกเลิกการดำเนินงานแล้ว"
    message = "การดำเนินงาน “{run}” ยกเลิกแล้ว จึงเปลี่ยนงานในกระบวนงานนี้ไม่ได้ โปรดเปิดหน้าใหม่เพื่อดูสถานะล่าสุด"


class RunNotBackError(DomainError):
    code = "run-not-back"
    title = "เรียกคืนการดำเนินงานไม่ได้"
    message = "การดำเนินงาน “{run}” เรียกคืนได้เฉพาะในวันที่ยกเลิก โปรดเปิดหน้าใหม่เพื่อดูสถานะล่าสุด"


class YearNotOverError(DomainError):
    code = "year-not-over"
    title = "ยังปิดปีงบประมาณไม่ได้"
    message = "{cycle} ปิดได้ตั้งแต่วันที่ {day} โปรดดำเนินการเมื่อถึงวันดังกล่าว"


class YearUndecidedError(DomainError):
    code = "year-undecided"
    title = "ยังมีงานที่ไม่ได้กำหนดว่ายกไปหรือยุติ"
    message = "{cycle} ยังมีงานค้าง {count} งานที่ไม่ได้กำหนดว่ายกไปหรือยุติ โปรดกำหนดให้ครบก่อนปิด"


class CarryDaysError(DomainError):
    code, status = "carry-days", 422
    title = "กำหนดวันครบกำหนดใหม่ไม่ได้"
    message = "วันครบกำหนดใหม่ต้องอยู่ระหว่าง {first} ถึง {last} โปรดแก้ไขวันที่"


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


class NotMentionableError(DomainError):
    code, status = "not-mentionable", 422
    title = "กล่าวถึงบุคคลนี้ไม่ได้"
    message = "กล่าวถึงได้เฉพาะผู้ที่เปิดดูงานนี้ได้ โปรดเลือกบุคคลจากรายชื่อ"


class CommentGoneError(DomainError):
    code = "comment-gone"
    title = "ลบข้อความแล้ว"
    message = "ข้อความนี้ถูกลบไปก่อนแล้ว โปรดเปิดหน้างานใหม่"


class NoOpenYearError(DomainError):
    code = "no-open-year"
    title = "ยังไม่มีปีงบประมาณที่เปิดใช้งาน"
    message = "ยังไม่ได้เริ่มปีงบประมาณ จึงรับงานแทรกไม่ได้ โปรดให้ผู้อำนวยการกลุ่มหรือเจ้าหน้าที่นโยบายและแผนเริ่มปีงบประมาณก่อน"


class LetterSecretError(DomainError):
    code, status = "letter-secret", 422
    title = "รับหนังสือลับในระบบไม่ได้"
    message = (
        "หนังสือนี้มีชั้นความลับ “{words}” ระบบไม่รับหนังสือลับ โปรดดำเนินการนอกระบบตามระเบียบว่าด้วยการรักษาความลับของทางราชการ"
    )


class NotToGiveError(DomainError):
    code, status = "not-to-give", 422
    title = "มอบหมายให้ผู้นี้ไม่ได้"
    message = "ท่านมอบหมายงานแทรกให้ {to} ไม่ได้ โปรดเลือกผู้รับผิดชอบในรายการ"


class LetterClosedError(DomainError):
    code = "letter-closed"
    title = "ปิดรับคำตอบแล้ว"
    message = "“{task}” อยู่ในสถานะ “{state}” จึงปิดรับคำตอบแล้ว หากต้องเพิ่มหรือแก้ไข โปรดติดต่อผู้รับผิดชอบงานของสำนักงานเขต"


class AnswerEmptyError(DomainError):
    code, status = "answer-empty", 422
    title = "ยังไม่มีคำตอบ"
    message = "โปรดพิมพ์คำตอบหรือแนบไฟล์อย่างน้อยหนึ่งอย่าง"


class AnswerReturnedLateError(DomainError):
    code = "answer-returned-late"
    title = "คำตอบเปลี่ยนไปแล้ว"
    message = "คำตอบนี้เปลี่ยนไปหลังจากที่ท่านเปิดอ่าน จึงยังไม่ได้ส่งคืน โปรดอ่านคำตอบล่าสุดก่อน"


class AnswerChangedError(DomainError):
    code = "answer-changed"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "มีผู้แก้ไขก่อนหน้าท่าน คำตอบขณะนี้คือ “{answer}” ข้อความที่ท่านพิมพ์คือ “{typed}” โปรดตรวจแล้วบันทึกอีกครั้ง"


class AnswerEvidenceError(DomainError):
    code = "answer-evidence"
    title = "ยกเลิกคำตอบเป็นหลักฐานไม่ได้"
    message = "“{evidence}” เป็นคำตอบที่ได้รับ โปรดยกเลิกการขอข้อมูลของรายนั้นในหน้างานแทรก หรือให้ผู้ตอบแก้ไขคำตอบ"


class TellerMissingError(DomainError):
    code, status = "teller-missing", 422
    title = "โปรดระบุผู้ให้คำตอบ"
    message = "โปรดระบุว่าใครเป็นผู้ให้คำตอบ เช่น ชื่อผู้แจ้งทางโทรศัพท์ หรือผู้ลงนามในหนังสือ"


class SummaryChangedError(DomainError):
    code = "summary-changed"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "มีผู้แก้ไขก่อนหน้าท่าน ข้อความสรุปขณะนี้คือ “{there}” ข้อความที่ท่านพิมพ์คือ “{typed}” โปรดตรวจแล้วบันทึกอีกครั้ง"


class PolicyKnownError(DomainError):
    code = "policy-known"
    title = "มีนโยบายนี้แล้ว"
    message = "ปีงบประมาณ พ.ศ. {year} มี “{policy}” ของเจ้าของนโยบายนี้แล้ว โปรดแก้ไขรายการเดิม"


class PolicyChangedError(DomainError):
    """Somebody else saved or voided it meanwhile: nothing is stored."""

    code = "policy-changed"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "มีผู้แก้ไขหรือยกเลิกรายการนี้ก่อนหน้าท่าน ข้อมูลที่ท่านพิมพ์ยังอยู่ โปรดเปรียบเทียบกับข้อมูลล่าสุดแล้วบันทึกอีกครั้ง"

from nithet.core.errors import DomainError


class StillServingError(DomainError):
    code = "still-serving"
    message = "{person}ยังปฏิบัติหน้าที่อยู่หรือมีกำหนดปฏิบัติหน้าที่ ข้อมูลจำเป็นต่อการปฏิบัติหน้าที่จึงยังลบไม่ได้ โปรดตอบคำขอว่าไม่สามารถดำเนินการได้พร้อมเหตุผล หรือสิ้นสุดการปฏิบัติหน้าที่ก่อน"


class RequestAnsweredError(DomainError):
    code = "request-answered"
    message = "คำขอนี้ตอบแล้วหรือผู้ขอถอนคืนแล้ว โปรดเปิดหน้านี้ใหม่"


class NotAskedForError(DomainError):
    code = "not-asked-for"
    message = "ไม่มีเรื่องนี้ให้ยินยอม โปรดเปิดหน้านี้ใหม่"

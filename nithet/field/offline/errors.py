"""What is refused of a browser that comes back to the network; the browser keeps what it holds and shows these words."""

from nithet.core.errors import DomainError


class UnfitPieceError(DomainError):
    code, status = "piece-unfit", 422
    message = "ไฟล์นี้มาไม่ครบถ้วน ระบบยังไม่ได้เก็บ เครื่องจะส่งไฟล์นี้ใหม่ตั้งแต่ต้น"


class LargePieceError(DomainError):
    code, status = "piece-too-large", 413
    message = "ไฟล์ในข้อมูลชุดนี้ใหญ่เกิน {most} MB ระบบจึงรับไม่ได้ โปรดติดต่อกลุ่มเจ้าของแบบฟอร์ม ข้อมูลยังอยู่ในเครื่องนี้"


class TooManyPiecesError(DomainError):
    code, status = "pieces-too-many", 429
    message = "ไฟล์ที่รอส่งของท่านรวมกันเกิน {most} MB โปรดรอให้ชุดที่กำลังส่งเสร็จก่อน เครื่องจะส่งต่อเอง"


class MissingPieceError(DomainError):
    code, status = "piece-missing", 409
    message = "ไฟล์ของข้อมูลชุดนี้ยังมาไม่ครบ เครื่องจะส่งไฟล์ใหม่"


class UnreadDeviceError(DomainError):
    code, status = "device-unread", 422
    message = "อ่านสิ่งที่อุปกรณ์แจ้งมาไม่ได้ โปรดโหลดหน้านี้ใหม่แล้วลองอีกครั้ง"

from nithet.core.errors import DomainError


class TooManySlipsError(DomainError):
    code = "too-many-slips"
    title = "พิมพ์พร้อมกันมากเกินไป"
    message = "พิมพ์ใบแจ้งบัญชีได้ครั้งละไม่เกิน {most} ใบ โปรดเลือกโรงเรียนหรือกลุ่มก่อนแล้วพิมพ์ทีละส่วน"


class NobodyChosenError(DomainError):
    code = "nobody-chosen"
    title = "ยังไม่ได้เลือกบุคลากร"
    message = "โปรดเลือกบุคลากรอย่างน้อยหนึ่งคน หรือเลือก “ทุกคนตามเงื่อนไข”"


class NoAccountError(DomainError):
    code = "no-account"
    title = "ยังไม่มีบัญชีผู้ใช้"
    message = "{name}ยังไม่มีบัญชีผู้ใช้ โปรดสร้างบัญชีก่อน"


class SuspendedError(DomainError):
    code = "suspended"
    title = "บัญชีถูกระงับอยู่"
    message = "บัญชีของ{name}ถูกระงับการใช้งาน โปรดเปิดใช้บัญชีก่อนออกใบแจ้งบัญชี"

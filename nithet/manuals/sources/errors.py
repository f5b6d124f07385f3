"""Why a file cannot be read, in the words of the person who chose it."""

from __future__ import annotations

_REASONS = {
    "empty": "ไฟล์นี้ไม่มีข้อความ โปรดเลือกไฟล์คู่มือที่เป็น Word (.docx) PDF (.pdf) หรือข้อความล้วน (.txt .md)",
    "too-large": "ไฟล์นี้ใหญ่เกินกำหนด {limit} MB",
    "too-many-pages": "ไฟล์นี้มี {pages} หน้า เกินกำหนด {limit} หน้า โปรดแบ่งไฟล์แล้วนำเข้าหลายไฟล์เป็นคู่มือเดียวกัน",
    "unpacks-too-large": "ไฟล์นี้เมื่อคลายแล้วใหญ่ผิดปกติ ระบบจึงไม่เปิด โปรดเปิดไฟล์ใน Word แล้วบันทึกเป็นไฟล์ .docx ใหม่",
    "password": "ไฟล์นี้มีรหัสผ่าน โปรดเปิดไฟล์ด้วยรหัสผ่าน แล้วบันทึกเป็นไฟล์ที่ไม่มีรหัสผ่าน",
    "damaged": "ไฟล์นี้เสียหรือไม่ครบ เปิดอ่านไม่ได้ โปรดคัดลอกไฟล์จากต้นทางใหม่ หรือเปิดในโปรแกรมเดิมแล้วบันทึกใหม่",
    "no-text": "ไฟล์นี้เป็นภาพสแกนทั้งไฟล์ จึงไม่มีข้อความให้อ่าน",
    "encoding": "อ่านตัวอักษรในไฟล์นี้ไม่ได้ โปรดเปิดในโปรแกรมเดิมแล้วบันทึกเป็น UTF-8 หรือส่งเป็นไฟล์ Word (.docx)",
    "not-a-manual-file": "ไฟล์นี้ไม่ใช่เอกสารที่อ่านได้ ({kind}) โปรดเลือกไฟล์ Word (.docx) PDF (.pdf) หรือข้อความล้วน (.txt .md)",
    "exchange-file": "ไฟล์ {suffix} เป็นไฟล์แลกเปลี่ยน ไม่ใช่คู่มือที่เป็นข้อความ โปรดนำเข้าที่หน้า “นำเข้า BPMN หรือ YAML”",
    "doc-without-reader": "เครื่องนี้ไม่มีโปรแกรมเปิดไฟล์ Word รุ่นเก่า (.doc) "
    "โปรดเปิดไฟล์ใน Word เลือก “บันทึกเป็น” ชนิด .docx แล้วนำเข้าไฟล์นั้น หรือคัดลอกข้อความมาวาง",
    "doc-failed": "แปลงไฟล์ Word รุ่นเก่า (.doc) ไม่สำเร็จ "
    "โปรดเปิดไฟล์ใน Word เลือก “บันทึกเป็น” ชนิด .docx แล้วนำเข้าไฟล์นั้น หรือคัดลอกข้อความมาวาง",
    "ocr-failed": "อ่านภาพสแกนของไฟล์นี้ไม่สำเร็จ",
}


class UnreadableSourceError(Exception):
    """The file gives no text. `message` says in Thai what is wrong and what to do about it."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        self.message = _REASONS[code].format(**facts)
        super().__init__(self.message)

    def named(self, name: str) -> UnreadableSourceError:
        """The same of one file among several."""
        same = UnreadableSourceError(self.code, **self.facts)
        same.message = f"“{name}”: {self.message}"
        return same

"""Why a file cannot be read as a manual, in the words of the person who chose it."""

_WAYS_ON = (
    "ทำต่อได้ 3 ทาง: (1) นำเข้าไฟล์ต้นฉบับจาก Word (.docx) หรือ PDF ที่ส่งออกจากโปรแกรมพิมพ์ ไม่ใช่ภาพสแกน "
    "(2) คัดลอกข้อความในคู่มือมาวางโดยตรง "
    "(3) เริ่มจากแม่แบบกระบวนงานในคลังแล้วแก้ไขให้ตรงกับสำนักงาน"
)
_EXPECTED = "ระบบอ่านคู่มือการปฏิบัติงานที่เป็น Word (.docx) PDF ที่มีข้อความ (.pdf) หรือข้อความล้วน (.txt .md)"
_REASONS = {
    "empty": "ไฟล์นี้ไม่มีข้อความ",
    "too-large": "ไฟล์นี้ใหญ่เกินกำหนด {limit} MB คู่มือที่เป็นข้อความล้วนปกติมีขนาดไม่ถึง 1 MB",
    "binary": "ไฟล์นี้ไม่ใช่ข้อความ แม้จะใช้นามสกุล {suffix} (อาจเป็นไฟล์ Word, PDF หรือรูปภาพที่เปลี่ยนชื่อ)",
    "encoding": "อ่านตัวอักษรในไฟล์นี้ไม่ได้ โปรดเปิดในโปรแกรมเดิมแล้วบันทึกเป็น UTF-8 หรือส่งเป็นไฟล์ Word (.docx)",
    "not-a-manual": "ไม่พบกระบวนงานหรือขั้นตอนการปฏิบัติงานในข้อความนี้ "
    "คู่มือควรมีชื่องาน วัตถุประสงค์ และขั้นตอนการปฏิบัติงานเป็นข้อหรือเป็นตาราง",
    "missing": "ไม่พบไฟล์ {name}",
}


class UnreadableManualError(Exception):
    """The text is no manual that can be read; `message` says in Thai what was expected and three ways on."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.reason = _REASONS[code].format(**facts)
        self.message = f"{self.reason}\n{_EXPECTED}\n{_WAYS_ON}"
        super().__init__(self.message)

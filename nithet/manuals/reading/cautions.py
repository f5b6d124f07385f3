"""What a person should look at: each kind of warning with its sentence, collected with its line and item."""

from nithet.manuals.draft import Caution

_SENTENCES = {
    "merged-line": "ขั้นตอนที่ {number} อยู่บรรทัดเดียวกับขั้นตอนก่อนหน้า ระบบแยกให้แล้ว โปรดตรวจสอบ",
    "missing-number": "ขั้นตอน “{title}” ไม่มีเลขลำดับ ระบบให้เป็นลำดับที่ {number} โปรดตรวจสอบ",
    "skipped-number": "เลขขั้นตอนข้ามจาก {before} เป็น {number} โปรดตรวจสอบว่ามีขั้นตอนตกหล่นหรือไม่",
    "repeated-number": "เลขขั้นตอน {number} ซ้ำกัน ระบบเรียงลำดับใหม่ให้แล้ว โปรดตรวจสอบ",
    "list-and-table": "ชื่อขั้นตอนที่ {number} ในรายการกับในตารางไม่ตรงกัน ในตารางเขียนว่า “{other}” โปรดตรวจสอบ",
    "sheet-wording": "ถ้อยคำของขั้นตอนที่ {number} ในแบบสรุปมาตรฐานงานต่างจากในรายการ คือ “{other}” โปรดตรวจสอบ",
    "table-only": "ขั้นตอน “{title}” มีในตารางแต่ไม่มีในรายการ ระบบเพิ่มเป็นขั้นตอนต่อท้าย โปรดตรวจสอบ",
    "sheet-only": "“{title}” ในแบบสรุปมาตรฐานงานไม่ตรงกับขั้นตอนใด ระบบไม่ได้นำมาใช้ โปรดตรวจสอบ",
    "person-named": "ช่องผู้รับผิดชอบระบุชื่อบุคคล {count} คน ควรใช้ตำแหน่งหรือหน่วยงาน เพื่อไม่ต้องแก้คู่มือเมื่อเปลี่ยนผู้ปฏิบัติ",
    "damaged-sheet": "ตารางส่วนนี้เสียหาย ช่องเลื่อนไม่ตรงกับหัวตาราง ระบบอ่านเฉพาะผู้รับผิดชอบ ข้อความเดิมคือ “{raw}” โปรดเทียบกับต้นฉบับ",
    "procedure-number": "เลขกระบวนงานเริ่มใหม่หรือไม่ต่อเนื่อง (จาก {before} เป็น {number}) โปรดตรวจสอบ",
    "same-scope": "ขอบเขตของงานเหมือนกับของ “{other}” ทุกถ้อยคำ อาจคัดลอกมาโดยไม่ได้แก้ไข โปรดตรวจสอบ",
    "same-definition": "คำจำกัดความเหมือนกับของ “{other}” ทุกถ้อยคำ โปรดตรวจสอบว่าตรงกับงานนี้หรือไม่",
    "no-steps": "ไม่พบขั้นตอนการปฏิบัติงานของงานนี้ โปรดตรวจสอบกับต้นฉบับ",
    "no-title": "ไม่พบชื่องาน โปรดเพิ่มชื่องานในต้นฉบับแล้วนำเข้าใหม่",
    "unclear-time": "คู่มือเขียนเวลาว่า “{time}” ระบบเก็บคำนี้ไว้ตามเดิม สำนักงานกำหนดช่วงเวลาได้เมื่อเริ่มปีงบประมาณ",
    "months-back": "เดือนของขั้นตอนที่ {number} มาก่อนเดือนของขั้นตอนก่อนหน้าในปีงบประมาณ โปรดตรวจสอบ",
    "year-differs": "ปีของเอกสาร “{title}” เขียนว่า {years} แต่ในงานอื่นเขียนว่า {others} โปรดตรวจสอบ",
    "foreign-letters": "มีตัวอักษรต่างชาติปนอยู่ในคำ อาจเกิดจากการแปลงไฟล์ โปรดแก้ไข",
    "contents-differ": "ชื่องานในสารบัญหรือรายชื่องานต่างจากหัวเรื่องด้านใน คือ “{other}” โปรดตรวจสอบ",
    "uneven-columns": "จำนวนรายการในช่อง “{column}” ({count}) ไม่เท่ากับจำนวนขั้นตอน ({steps}) ระบบจับคู่ไม่ได้ โปรดเทียบกับต้นฉบับ",
    "no-months": "ขั้นตอนทั้งหมดของงานนี้ไม่ระบุช่วงเวลา ระบบจะถามเมื่อเริ่มปีงบประมาณ",
    "name-differs": "ชื่องานเขียนไม่ตรงกันในเอกสาร อีกแห่งเขียนว่า “{other}” โปรดตรวจสอบ",
}


class Cautions:
    """Collects warnings in the order of the lines they are about."""

    def __init__(self) -> None:
        self._found: list[Caution] = []

    def add(self, code: str, *, line: int, item: str = "", **facts: object) -> None:
        """Warn about a line; `facts` fill the sentence."""
        self._found.append(Caution(code, _SENTENCES[code].format(**facts), line, item))

    def all(self) -> tuple[Caution, ...]:
        return tuple(sorted(dict.fromkeys(self._found), key=lambda one: one.line))

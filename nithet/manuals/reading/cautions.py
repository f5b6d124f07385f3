"""What only the reading sees and a person should look at: each kind of warning with its sentence, collected."""

from nithet.manuals.draft import Caution, Remedy

_SENTENCES = {
    "merged-line": "ขั้นตอนที่ {number} อยู่บรรทัดเดียวกับขั้นตอนก่อนหน้า ระบบแยกให้แล้ว โปรดตรวจสอบ",
    "missing-number": "ขั้นตอน “{title}” ไม่มีเลขลำดับ ระบบให้เป็นลำดับที่ {number} โปรดตรวจสอบ",
    "sheet-wording": "ถ้อยคำของขั้นตอนที่ {number} ในแบบสรุปมาตรฐานงานต่างจากในรายการ คือ “{other}” โปรดตรวจสอบ",
    "table-months": "ขั้นตอนที่ {number} ในรายการบอกเวลา {one} แต่ในตารางบอก {other} ระบบใช้เวลาในรายการ โปรดตรวจสอบ",
    "table-only": "ขั้นตอน “{title}” มีในตารางแต่ไม่มีในรายการ ระบบเพิ่มเป็นขั้นตอนต่อท้าย โปรดตรวจสอบ",
    "sheet-only": "“{title}” ในแบบสรุปมาตรฐานงานไม่ตรงกับขั้นตอนใด ระบบไม่ได้นำมาใช้ โปรดตรวจสอบ",
    "damaged-sheet": "ตารางส่วนนี้เสียหาย ช่องเลื่อนไม่ตรงกับหัวตาราง ระบบอ่านเฉพาะผู้รับผิดชอบ ข้อความเดิมคือ “{raw}” โปรดเทียบกับต้นฉบับ",
    "contents-differ": "ชื่องานในสารบัญหรือรายชื่องานต่างจากหัวเรื่องด้านใน คือ “{other}” โปรดตรวจสอบ",
    "list-as-text": "บรรทัดที่ {first}–{last} มี {count} รายการที่บอกเวลา แต่ระบบอ่านเป็นข้อความ ไม่ได้อ่านเป็นขั้นตอน โปรดตรวจสอบ",
    "rows-as-text": "ใต้ตารางขั้นตอนมีบรรทัด “{number}” ซึ่งอาจเป็นแถวต่อไปของตาราง แต่ระบบอ่านเป็นข้อความ ขั้นตอนอาจขาดไป โปรดตรวจสอบ",
    "several-times": "พบระยะเวลาที่ต่างกันหลายแห่ง และไม่บอกว่าเป็นของขั้นตอนใด ระบบจึงไม่ใส่เวลาให้ขั้นตอน โปรดใส่เวลาเอง",
    "heading-as-item": "“{title}” เขียนอย่างหัวข้อ แต่ระบบอ่านเป็นข้อหนึ่งของรายการ เนื้อหาต่อจากนี้อาจเป็นของงานอื่น โปรดตรวจสอบ",
    "uneven-columns": "จำนวนรายการในช่อง “{column}” ({count}) ไม่เท่ากับจำนวนขั้นตอน ({steps}) ระบบจับคู่ไม่ได้ โปรดเทียบกับต้นฉบับ",
}


class Cautions:
    """Collects warnings in the order of the lines they are about."""

    def __init__(self) -> None:
        self._found: list[Caution] = []

    def add(
        self, code: str, *, line: int, item: str = "", remedy: Remedy | None = None, **facts: object
    ) -> None:
        """Warn about a line; `facts` fill the sentence."""
        self._found.append(Caution(code, _SENTENCES[code].format(**facts), line, item, remedy))

    def all(self) -> tuple[Caution, ...]:
        return tuple(sorted(self._found, key=lambda one: one.line))

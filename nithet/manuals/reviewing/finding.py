"""How a check says what it found: a caution with its sentence, its item, its line and a remedy where there is one."""

from nithet.manuals.draft import Caution, Lines, ManualDraft, ProcedureDraft, Remedy, StepDraft

SENTENCES = {
    "two-steps": "ขั้นตอนที่ {number} มีข้อความ 2 ขั้นตอนอยู่ด้วยกัน โปรดแยกเป็นคนละขั้นตอน",
    "skipped-number": "เลขขั้นตอนข้ามจาก {before} เป็น {number} โปรดตรวจสอบว่ามีขั้นตอนตกหล่นหรือไม่",
    "repeated-number": "เลขขั้นตอน {number} ซ้ำกัน โปรดตรวจสอบ แล้วเรียงเลขใหม่",
    "number-back": "เลขขั้นตอน {number} อยู่หลังเลข {before} โปรดตรวจสอบลำดับ",
    "same-step": "ขั้นตอนที่ {number} มีชื่อเดียวกับขั้นตอนที่ {before} ทุกถ้อยคำ โปรดตรวจสอบว่าเป็นขั้นตอนเดียวกันหรือไม่",
    "same-title": "ชื่องานซ้ำกับกระบวนงานก่อนหน้า “{other}” โปรดตรวจสอบว่าเป็นงานเดียวกันหรือไม่",
    "same-scope": "ขอบเขตของงานเหมือนกับของ “{other}” ทุกถ้อยคำ อาจคัดลอกมาโดยไม่ได้แก้ไข โปรดตรวจสอบ",
    "same-objectives": "วัตถุประสงค์เหมือนกับของ “{other}” ทุกถ้อยคำ อาจคัดลอกมาโดยไม่ได้แก้ไข โปรดตรวจสอบ",
    "same-definition": "คำจำกัดความเหมือนกับของ “{other}” ทุกถ้อยคำ โปรดตรวจสอบว่าตรงกับงานนี้หรือไม่",
    "same-steps": "ขั้นตอนทั้งหมดเหมือนกับของ “{other}” ทุกถ้อยคำ โปรดตรวจสอบว่าเป็นงานเดียวกันหรือคัดลอกมา",
    "list-and-table": "ชื่อขั้นตอนที่ {number} ในรายการกับในตารางไม่ตรงกัน ในตารางเขียนว่า “{other}” โปรดตรวจสอบ",
    "name-differs": "ชื่องานเขียนไม่ตรงกันในเอกสาร อีกแห่งเขียนว่า “{other}” โปรดตรวจสอบ",
    "months-back": "เดือนของขั้นตอนที่ {number} มาก่อนเดือนของขั้นตอนก่อนหน้าในปีงบประมาณ โปรดตรวจสอบ",
    "unclear-time": "คู่มือเขียนเวลาว่า “{time}” ระบบเก็บคำนี้ไว้ตามเดิม สำนักงานกำหนดช่วงเวลาได้เมื่อเริ่มปีงบประมาณ",
    "year-outside": "เวลา “{time}” อยู่นอกปีงบประมาณ พ.ศ. {year} ของคู่มือนี้ ระบบใช้เฉพาะเดือน โปรดตรวจสอบปี",
    "window-short": "ช่วงเวลา {window} ทำให้ครบมาตรฐาน “{standard}” ไม่ได้ เพราะ{gap} โปรดแก้ช่วงเวลาหรือมาตรฐาน",
    "person-named": "ช่องผู้รับผิดชอบระบุชื่อบุคคล {count} คน ควรใช้ตำแหน่งหรือหน่วยงาน เพื่อไม่ต้องแก้คู่มือเมื่อเปลี่ยนผู้ปฏิบัติ",
    "foreign-letters": "คำว่า “{word}” มีตัวอักษรต่างชาติปน อาจเกิดจากการแปลงไฟล์ โปรดแก้ไข",
    "misspelt": "คำว่า “{word}” ไม่มีในพจนานุกรม อาจพิมพ์หรืออ่านผิดจาก “{other}” โปรดตรวจสอบ",
    "misread": "คำว่า “{word}” อยู่ในที่ที่คู่มือนี้เขียนว่า “{other}” อาจอ่านผิด โปรดตรวจสอบ",
    "digit-in-word": "มีตัวเลขปนอยู่ในคำว่า “{word}” อาจอ่านผิด โปรดแก้ไข",
    "law-superseded": "“{law}” ถูกยกเลิกและใช้ “{other}” แทนตั้งแต่ {date} (ที่มา: {source}) โปรดตรวจสอบ",
    "law-amended": "“{law}” แก้ไขเพิ่มเติมโดย “{other}” {date} (ที่มา: {source}) โปรดตรวจสอบว่าอ้างฉบับที่ใช้อยู่",
    "year-differs": "ปีของเอกสาร “{title}” เขียนว่า {years} แต่ในงานอื่นเขียนว่า {others} โปรดตรวจสอบ",
    "procedure-number": "เลขกระบวนงานเริ่มใหม่หรือไม่ต่อเนื่อง (จาก {before} เป็น {number}) โปรดตรวจสอบ",
    "no-steps": "ไม่พบขั้นตอนการปฏิบัติงานของงานนี้ โปรดตรวจสอบกับต้นฉบับ",
    "no-title": "ไม่พบชื่องาน โปรดพิมพ์ชื่องาน",
    "unread-lines": "มี {count} บรรทัดที่ระบบยังไม่เข้าใจ โปรดแนบเป็นเนื้อหาหรือระบุว่าไม่ใช่เนื้อหา",
}
"""Each kind of warning that is told from the draft, with its sentence."""


def caution(
    code: str, *, line: int, item: str = "", remedy: Remedy | None = None, **facts: object
) -> Caution:
    """A warning of that kind; `facts` fill its sentence."""
    return Caution(code, SENTENCES[code].format(**facts), line, item, remedy)


def set_text(words: str, key: str, field: str, text: str) -> Remedy:
    return Remedy("set_text", words, {"key": key, "field": field, "text": text})


def first_line(lines: Lines) -> int:
    return lines[0] if lines else 0


def procedure_line(one: ProcedureDraft) -> int:
    return first_line(one.lines)


def table_line(step: StepDraft) -> int:
    """The line that says most of a step besides its name: that of its table, where there is one."""
    lines = step.more_lines or step.lines
    return lines[-1] if lines else 0


def all_steps(draft: ManualDraft) -> list[StepDraft]:
    return [step for one in draft.procedures for step in one.steps]

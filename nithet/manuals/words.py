"""Codes of a manual in the words that officials use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nithet.manuals.models import Step
from nithet.thai.months import in_fiscal_order, month_name

ACTIONS = {
    "appoint": "คณะทำงานและคำสั่ง",
    "study": "บันทึกการศึกษา",
    "survey": "แบบสำรวจ",
    "plan": "แผน",
    "propose": "บันทึกข้อความ",
    "coordinate": "การประสานงาน",
    "produce": "ทะเบียนสื่อ",
    "appraise": "การตรวจสอบคุณภาพ",
    "train": "การอบรม",
    "serve": "การให้บริการและให้ยืม",
    "visit": "การนิเทศ",
    "network": "การประชุมและเครือข่าย",
    "share": "การแลกเปลี่ยนเรียนรู้",
    "evaluate": "แบบประเมิน",
    "improve": "การปรับปรุงแก้ไข",
    "register": "ทะเบียนข้อมูล",
    "operate": "บันทึกการปฏิบัติงาน",
    "report": "รายงาน",
    "publish": "การเผยแพร่",
}
"""The tool that an action opens, by its code (design.md, “Actions”)."""

ASKS = {
    Step.Ask.CERTIFY: "รับรองผลการดำเนินงาน",
    Step.Ask.ENDORSE: "ขอความเห็นชอบ",
    Step.Ask.APPROVE: "ขออนุมัติ",
    Step.Ask.PERMIT: "ขออนุญาต",
    Step.Ask.ACKNOWLEDGE: "เสนอเพื่อทราบ",
    Step.Ask.SIGN: "เสนอลงนาม",
}

_PERIODS = {"semester": "ภาคเรียน", "quarter": "ไตรมาส", "month": "เดือน", "year": "ปี"}
_CADENCES = {
    "per_semester": "ภาคเรียนละ {count} ครั้ง",
    "per_quarter": "ไตรมาสละ {count} ครั้ง",
    "every_month": "ทุกเดือน",
    "all_year": "ตลอดปี",
    "every_supervision_round": "ทุกรอบการนิเทศ",
    "within_days": "ภายใน {count} วันทำการ",
    "within_calendar_days": "ภายใน {count} วัน",
    "before_days": "ก่อนกำหนด {count} วัน",
}

CAUTIONS = {
    "merged-line": "พบ 2 ขั้นตอนในบรรทัดเดียวกัน",
    "missing-number": "ขั้นตอนไม่มีเลขลำดับ",
    "skipped-number": "เลขขั้นตอนข้ามลำดับ",
    "repeated-number": "เลขขั้นตอนซ้ำ",
    "list-and-table": "รายการกับตารางไม่ตรงกัน",
    "table-months": "เวลาในรายการกับตารางไม่ตรงกัน",
    "sheet-wording": "ถ้อยคำต่างกัน 2 แห่ง",
    "table-only": "มีในตารางแต่ไม่มีในรายการ",
    "sheet-only": "แบบสรุปไม่ตรงกับขั้นตอน",
    "person-named": "ระบุชื่อบุคคลเป็นผู้รับผิดชอบ",
    "damaged-sheet": "ตารางเสียหาย",
    "procedure-number": "เลขกระบวนงานไม่ต่อเนื่อง",
    "same-scope": "ขอบเขตซ้ำกับงานอื่น",
    "same-definition": "คำจำกัดความซ้ำกับงานอื่น",
    "no-steps": "ไม่พบขั้นตอน",
    "no-title": "ไม่พบชื่องาน",
    "unclear-time": "เวลาที่สำนักงานกำหนดเอง",
    "months-back": "เดือนย้อนลำดับ",
    "year-differs": "ปีของเอกสารไม่ตรงกัน",
    "foreign-letters": "มีตัวอักษรต่างชาติปน",
    "contents-differ": "ชื่อในสารบัญไม่ตรงกัน",
    "uneven-columns": "จำนวนรายการไม่เท่ากับขั้นตอน",
    "name-differs": "ชื่องานไม่ตรงกัน",
    "two-steps": "มี 2 ขั้นตอนอยู่ด้วยกัน",
    "number-back": "เลขขั้นตอนย้อนลำดับ",
    "same-step": "ชื่อขั้นตอนซ้ำ",
    "same-title": "ชื่องานซ้ำ",
    "same-objectives": "วัตถุประสงค์ซ้ำกับงานอื่น",
    "same-steps": "ขั้นตอนซ้ำกับงานอื่นทั้งหมด",
    "year-outside": "ปีไม่ตรงกับปีงบประมาณของคู่มือ",
    "window-short": "ช่วงเวลาทำให้ครบมาตรฐานไม่ได้",
    "digit-in-word": "มีตัวเลขปนในคำ",
    "misspelt": "อาจพิมพ์ผิด",
    "misread": "อาจอ่านผิด",
    "law-superseded": "กฎหมายถูกยกเลิก",
    "law-amended": "กฎหมายมีการแก้ไขเพิ่มเติม",
    "unread-lines": "มีบรรทัดที่ยังไม่เข้าใจ",
    "list-as-text": "รายการอ่านเป็นข้อความ",
    "rows-as-text": "ตารางอาจขาดแถว",
    "several-times": "มีหลายระยะเวลา",
    "heading-as-item": "หัวข้ออาจอ่านเป็นรายการ",
    "names-left-out": "ไม่ได้คัดลอกชื่อบุคคล",
}
"""The headline of a warning of the reader; its sentence comes with it."""


def action_words(codes: Iterable[str]) -> list[str]:
    """The tools of a step. A code that is not known yet is shown as it is, not lost."""
    return [ACTIONS.get(code, code) for code in codes]


def ask_words(ask: str) -> str:
    return ASKS[Step.Ask(ask)]


def caution_words(code: str) -> str:
    return CAUTIONS.get(code, "โปรดตรวจสอบ")


def cadence_words(cadence: str) -> str:
    """“ภาคเรียนละ 1 ครั้ง” for per_semester:1; an unknown code as it is."""
    kind, _, count = cadence.partition(":")
    return _CADENCES.get(kind, cadence).format(count=count or 1)


def months_words(months: Sequence[int]) -> str:
    """“ต.ค.–ธ.ค., มี.ค.”: runs of months joined, in the order of the fiscal year."""
    order = list(in_fiscal_order(months))
    runs: list[list[int]] = []
    for month in order:
        if runs and runs[-1][-1] % 12 + 1 == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run_words(run) for run in runs)


def _run_words(run: Sequence[int]) -> str:
    first, last = month_name(run[0], short=True), month_name(run[-1], short=True)
    return first if len(run) == 1 else f"{first}–{last}"


def time_words(months: Sequence[int] | None, cadence: str | None) -> str:
    """When, in words; “ไม่ระบุช่วงเวลา” where the manual is silent."""
    said = [cadence_words(cadence)] if cadence else []
    if months:
        said.append(months_words(months))
    return " · ".join(said) or "ไม่ระบุช่วงเวลา"


def measure_words(measure: dict[str, object] | None) -> str:
    """“อย่างน้อยภาคเรียนละ 2 ครั้ง” of a standard that can be counted."""
    if not measure:
        return ""
    return f"อย่างน้อย{_PERIODS.get(str(measure['per']), measure['per'])}ละ {measure['at_least']} ครั้ง"


def lines_words(lines: Sequence[int]) -> str:
    """“บรรทัด 158, 170–172”; empty without lines."""
    return f"บรรทัด {', '.join(_spans(lines, '–'))}" if lines else ""


def lines_code(lines: Sequence[int]) -> str:
    """“158,170-172” as the front end links an item with its lines."""
    return ",".join(_spans(lines, "-"))


def _spans(lines: Sequence[int], dash: str) -> list[str]:
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][1] + 1 == line:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return [str(first) if first == last else f"{first}{dash}{last}" for first, last in runs]


def pages_words(pages: Sequence[int]) -> str:
    """“หน้า 3–5, 9” for pages of a file."""
    return f"หน้า {', '.join(_spans(pages, '–'))}" if pages else ""


SOURCE_REMARKS = {
    "macros-ignored": "ไฟล์มีแมโคร ระบบอ่านเฉพาะข้อความและไม่เรียกใช้แมโคร",
    "truncated": "ไฟล์ไม่ครบ ระบบอ่านได้เพียงบางส่วน โปรดเทียบกับต้นฉบับ",
    "tracked-changes": "ไฟล์มีการติดตามการเปลี่ยนแปลง ระบบอ่านตามข้อความที่แก้แล้ว ไม่นับส่วนที่ลบ",
    "hidden-text": "ไฟล์มีข้อความที่ซ่อนไว้ ระบบไม่อ่านส่วนนั้น",
    "glyphs-mapped": "ไฟล์ใช้แบบอักษรไทยรุ่นเก่า ระบบแปลงตัวอักษรแล้ว โปรดตรวจสระและวรรณยุกต์",
    "mixed-encodings": "ไฟล์มีรหัสตัวอักษรสองแบบปนกัน ระบบอ่านแต่ละบรรทัดตามรหัสของบรรทัดนั้น",
}
"""What was odd about a file, by the codes of `manuals.sources`."""

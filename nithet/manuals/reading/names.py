"""The name of a piece of work where other words stand on its line: further labels of the form, or the manual's own name."""

import re

_LABELS = (
    r"ส่วนราชการ|ส่วนงาน|หน่วยงาน[ก-๎]{0,15}|กลุ่มงาน|กลุ่ม|ฝ่าย|สังกัด|ผู้รับผิดชอบ|เจ้าของ(?:งาน|กระบวนงาน)"
    r"|รหัส(?:เอกสาร|งาน|กระบวนงาน)?|เลขที่เอกสาร|เอกสารเลขที่|หมายเลขเอกสาร|แก้ไขครั้งที่|วันที่บังคับใช้|หน้า(?:ที่)?"
)
_FURTHER = re.compile(
    rf"(?:\s|[.…]{{3}})\s*(?:(?:{_LABELS})\s*(?:[:：]|[.…]{{3}})|(?:รหัสเอกสาร|เลขที่เอกสาร|หมายเลขเอกสาร)\s)"
)
_FILLED = " .…:：\t"
_OF_MANUAL = re.compile(
    r"คู่มือ(?:การ)?ป[ฏฎ]ิบัติ(?:งาน|ราชการ)\s*[:：]?\s*(?:เรื่อง\s*[:：]?\s*)?(?P<title>(?:กระบวน|การ|งาน|ภารกิจ)\S.{4,150})$"
)
_ABOUT = re.compile(r"เรื่อง\s*[:：]\s*(?=[ก-๎].{4})")


def work_name(text: str) -> str:
    """“การลาออก   ส่วนราชการ : กลุ่มบุคคล   รหัสเอกสาร : บค.01” up to the next label, without dots to write on."""
    further = _FURTHER.search(text)
    name = text[: further.start()] if further else text
    return name.strip(_FILLED) if further or name[:1] in {".", "…"} else name


def has_further_labels(text: str) -> bool:
    """Whether further labels of the form stand behind the first words of a line."""
    return bool(_FURTHER.search(text))


def name_after_manual(text: str) -> str:
    """What “คู่มือการปฏิบัติงาน กระบวนการจัดทำแผน” names besides the manual; "" where it names no work."""
    found = _OF_MANUAL.match(text)
    return found["title"].strip() if found else ""


def names_work(text: str) -> bool:
    """“เรื่อง : การเบิกจ่ายเงินสวัสดิการ”, as in the box at the head of a form."""
    return bool(_ABOUT.match(text))

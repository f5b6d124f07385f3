"""Rows and lines that add up how long all steps take (“รวมระยะเวลาทั้งสิ้น 62 วัน”): no steps themselves."""

import re

from nithet.manuals.reading.tables import Row
from nithet.manuals.reading.times import is_time

_TOTAL = re.compile(
    r"(?:รวม(?:(?:ระยะ)?เวลา|ทั้ง(?:สิ้น|หมด)|เป็น|จำนวน)|(?:ระยะ)?เวลา[ก-๎]{0,24}รวม|รวม(?=\s*[:：]?\s*(?:[0-9๐-๙]|$)))"
    r"(?P<rest>[ก-๎ ]{0,40}.{0,40})$"
)
_WORDS = re.compile(
    r"\s*(?:ทั้งสิ้น|ทั้งหมด|ทั้งกระบวนการ|ทั้งกระบวนงาน|การ|ให้บริการ|ดำเนินการ|ดำเนินงาน|ปฏิบัติงาน|เวลา|ระยะเวลา|ประมาณ|ไม่เกิน|เป็น|จำนวน|ขั้นตอน|ที่ใช้|ใน)"
)
_MOST_WORDS = 6
_ONLY_NUMBER = re.compile(r"[0-9๐-๙.,/()\-– ]*")


def is_total(text: str) -> bool:
    """Whether a text says only how long all takes."""
    match = _TOTAL.match(text)
    if not match:
        return False
    rest = match["rest"]
    for _ in range(_MOST_WORDS):
        if is_time(rest.strip(" :：()")) or not (words := _WORDS.match(rest)):
            break
        rest = rest[words.end() :]
    rest = rest.strip(" :：.()")
    return bool(_ONLY_NUMBER.fullmatch(rest)) or is_time(rest)


def is_total_row(row: Row) -> bool:
    """Whether one cell says so, and the others hold nothing but how long or how many."""
    texts = [text for at in range(len(row.cells)) if (text := row.text(at))]
    said = next((text for text in texts if is_total(text)), None)
    if said is None:
        return False
    return all(text == said or _ONLY_NUMBER.fullmatch(text) or is_time(text) for text in texts)

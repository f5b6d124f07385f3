"""Levels of schools as offices write them: “อ.2 – ป.6”, “อนุบาล 2 ถึง มัธยมศึกษาปีที่ 3”."""

import re

from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean

_STAGES = {"อนุบาล": "k", "อ": "k", "ประถม": "p", "ป": "p", "มัธยม": "m", "ม": "m"}
# Longest words first; what stands between the stage and its number ("ศึกษาปีที่", ".") says nothing more.
_LEVEL = re.compile(r"(?<![ก-๙])(อนุบาล|ประถม|มัธยม|อ|ป|ม)(?:ศึกษา)?(?:ตอนต้น|ตอนปลาย)?(?:ปีที่|ชั้นปีที่)?[.\s]*(\d)")
_LAST = {"k": 3, "p": 6, "m": 6}


def parse_levels(text: str) -> tuple[str, str] | None:
    """The lowest and the highest level as codes ("k2", "p6"); None where the words name none."""
    words = re.sub(r"(?<=\d)(?=[ก-ฮ])", " ", to_arabic(clean(text)).replace("ถึง", " "))
    found = [f"{_STAGES[stage]}{number}" for stage, number in _LEVEL.findall(words)]
    fit = [code for code in found if 1 <= int(code[1]) <= _LAST[code[0]]]
    if not fit:
        return None
    order = sorted(fit, key=lambda code: ("kpm".index(code[0]), code[1]))
    return order[0], order[-1]

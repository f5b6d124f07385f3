"""Line breaking of Thai on screens and in pictures: what stays together, and where a line may end.

Only for drawing. What `bind` adds is never stored or copied; `text.clean` takes it out again.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from nithet.thai.months import MONTHS, SHORT
from nithet.thai.text import starts_with_mark
from nithet.thai.words import segment

NO_BREAK_SPACE = "\u00a0"
WORD_JOINER = "\u2060"
BREAK_HERE = "\u200b"

# fmt: off
_UNITS = (
    "วันทำการ", "วัน", "ครั้ง", "คน", "แห่ง", "โรงเรียน", "สถานศึกษา", "เรื่อง", "ข้อ", "บาท", "ชั่วโมง", "ชม.",
    "นาที", "น.", "หน้า", "ฉบับ", "ชุด", "งาน", "กระบวนงาน", "ขั้นตอน", "ขั้น", "เดือน", "ปี", "สัปดาห์",
    "คะแนน", "ห้อง", "กลุ่ม", "เขต", "เครือข่าย", "รายการ", "ราย", "ด้าน", "ระดับ", "คาบ", "ภาคเรียน", "จุด",
    "ไฟล์", "รูป", "ภาพ", "เล่ม", "เครื่อง", "ตัว", "โครงการ", "กิจกรรม", "รอบ", "บรรทัด", "แถว", "สำนักงาน",
    "หน่วย", "แผ่น", "คำตอบ", "ตัวชี้วัด", "แบบ", "ท่าน", "รุ่น", "กม.", "KB", "MB", "GB", "px", "%",
)
_BEFORE_NUMBER = (
    "ที่", "ละ", "ข้อ", "หน้า", "มาตรา", "ปี", "ปีงบประมาณ", "ปีการศึกษา", "พ.ศ.", "ค.ศ.", "เวลา", "อีก",
    "เกิน", "ตอน", "ขั้น", "ชั้น", "ครบ", "รวม", "ทั้ง", "ฉบับ", "ราว",
)
_NO_UNITS = (
    "ครั้งที่", "ขั้นที่", "ข้อที่", "วันที่", "กลุ่มที่", "ระดับที่", "ข้อมูล", "รายงาน", "รายชื่อ", "จุดประสงค์", "จุดเน้น",
    "ตัวอย่าง",
)
# fmt: on
# Compounds that browsers break at the places marked with a bar.
# fmt: off
_COMPOUNDS = (
    "ภาค|เรียน|ที่", "ภาค|เรียน", "ทาง|ไกล", "ขั้น|ตอน|ที่", "ขั้น|ตอน", "ขั้น|ที่", "ครั้ง|ที่", "ข้อ|ที่", "กลุ่ม|ที่",
    "ลำดับ|ที่", "ไตรมาส|ที่", "ระยะ|ที่", "รอบ|ที่", "วัน|ที่", "ผู้|ดำเนิน|งาน", "ดำเนิน|งาน", "ดำเนิน|การ",
    "ร้อย|ละ", "ครั้ง|ละ", "ปี|ละ", "คน|ละ", "ภาค|เรียน|ละ", "เดือน|ละ", "วัน|ละ", "คณะ|ทำงาน", "ตัว|ชี้|วัด",
    "สถาน|ศึกษา", "ปี|งบ|ประมาณ", "งบ|ประมาณ", "ปี|การ|ศึกษา", "บันทึก|ข้อความ", "ผู้|อำนวย|การ", "ผู้|รับ|ผิด|ชอบ",
    "รับ|ผิด|ชอบ", "ศึกษา|นิ|เทศก์", "ประถม|ศึกษา", "มัธยม|ศึกษา", "สาร|สนเทศ", "แบบ|ฟอร์ม", "กระบวน|งาน",
    "วัน|ทำ|การ", "เครือ|ข่าย", "เกิน|กำหนด", "ครบ|กำหนด", "หลัก|ฐาน", "ผู้|ตอบ", "ราย|งาน", "งาน|แทรก",
    "คู่|มือ", "การ|เรียน|รู้", "เรียน|รู้", "เขต|พื้นที่", "ผู้|ดูแล|ระบบ", "คัด|ลอก", "วาง|ที่นี่", "แห่ง|ชาติ", "กำหนด|การ",
    "ส่วน|ร่วม", "ผู้|บริหาร", "อินเทอร์|เน็ต", "กลั่น|กรอง", "ข้อ|ตกลง", "คาด|หวัง", "ผู้|กรอก",
)
# fmt: on

_DIGIT = "[0-9๐-๙]"
_MONTH = "|".join(re.escape(name) for name in MONTHS + SHORT)


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _one_of_behind(words: tuple[str, ...]) -> str:
    """Before the space that was just read: looked for at spaces only, and not at each letter."""
    return "(?:" + "|".join(f"(?<={re.escape(word)} )" for word in words) + ")"


_TIES = tuple(
    re.compile(pattern)
    for pattern in (
        f" (?<={_DIGIT} )(?={_MONTH})",
        f" {_one_of_behind(MONTHS + SHORT)}(?=พ\\.ศ\\.|{_DIGIT}{{2}})",
        f" {_one_of_behind(_BEFORE_NUMBER)}(?={_DIGIT})",
        " (?=ๆ|ฯลฯ)",
    )
)
# A year (2569, 1/2569) counts nothing; ครั้งที่ and ข้อมูล are not the units ครั้ง and ข้อ.
_COUNTED = re.compile(
    f"(?<![0-9๐-๙,./])(?!(?:2[45]|๒[๔๕]){_DIGIT}{{2}} )({_DIGIT}[0-9๐-๙,.]*) "
    f"(?={_either(_UNITS)})(?!{_either(_NO_UNITS)})"
)
_DASH = re.compile(f"(?<={_DIGIT})–(?={_DIGIT})|(?<=\\.)–(?=[ก-ฮเ-ไ])")
_PLAIN_COMPOUNDS = {word.replace("|", ""): word for word in _COMPOUNDS}
_COMPOUND = re.compile(f"(?=({_either(tuple(_PLAIN_COMPOUNDS))}))")

# The run of letters before ฯ (not ฯลฯ): browsers know no word that ends in it, and break inside (กร|องฯ, ประ|เมินฯ).
_SHORTENED = re.compile(f"[ก-ฮะ-ฺเ-๎{WORD_JOINER}{BREAK_HERE}]+(?=ฯ(?!ลฯ))")
_SYLLABLE = re.compile("(?<=[^เ-ไ])(?=[ก-ฮเ-ไ])")

_NEVER_FIRST = ")]}”’»,.;:!?%ๆฯ/–-"
_NEVER_LAST = "([{“‘«/"
_THAI_LETTER = re.compile("[ก-ฮะ-ฺเ-๎ๆฯ]")
_WORD_END = re.compile("[ก-ฮะ-ฺเ-๎ๆฯA-Za-z)\\]”’,;:]")


def bind(text: str) -> str:
    """The text for drawing: numbers keep to their units, days to months, and known compounds to themselves.

    Adds no-break spaces (U+00A0) in place of spaces, word joiners (U+2060) and breaks (U+200B) before words that end
    in ฯ. Twice is the same as once.
    """
    for tie in _TIES:
        text = tie.sub(NO_BREAK_SPACE, text)
    text = _DASH.sub(f"–{WORD_JOINER}", text)
    if "ฯ" in text:
        text = _SHORTENED.sub(_with_whole_end, text)
    return _with_joiners(_COUNTED.sub(rf"\1{NO_BREAK_SPACE}", text))


def wrap(text: str, width_px: float, measure: Callable[[str], float]) -> list[str]:
    """Lines no wider than so many pixels, as `measure` tells, broken at spaces and word ends only.

    Groups that `bind` ties are broken only where one is wider than a whole line; a single word that is
    wider stands alone and sticks out. Line breaks in the text are kept. Lines hold plain spaces and no
    joiners; an empty text has no lines.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        groups = _groups(bind(" ".join(paragraph.split())))
        lines.extend(_shown(line) for line in _filled(groups, width_px, measure))
    return [line for line in lines if line]


def _with_whole_end(match: re.Match[str]) -> str:
    """The run with its last word tied together, and a break before it, so that what precedes is known by itself."""
    *words, last = segment(_loosened(match[0])) or [""]
    while words and starts_with_mark(last):
        last = words.pop() + last
    return "".join(words) + (BREAK_HERE if words else "") + _SYLLABLE.sub(WORD_JOINER, last)


def _with_joiners(text: str) -> str:
    """The text with a joiner inside every known compound, also where two of them overlap."""
    places: set[int] = set()
    for match in _COMPOUND.finditer(text):
        place = match.start()
        for part in _PLAIN_COMPOUNDS[match[1]].split("|")[:-1]:
            place += len(part)
            places.add(place)
    cuts = [0, *sorted(places), len(text)]
    return WORD_JOINER.join(text[start:end] for start, end in pairwise(cuts)) if places else text


def _filled(groups: list[str], width_px: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line = ""
    for group in groups:
        if not line or measure(_shown(line + group)) <= width_px:
            line += group
        else:
            lines.append(line)
            line = group
        if measure(_shown(line)) > width_px and len(loose := _groups(_loosened(line))) > 1:
            *full, line = _filled(loose, width_px, measure)
            lines.extend(full)
    return [*lines, line]


def _shown(line: str) -> str:
    return _loosened(line).strip()


def _loosened(group: str) -> str:
    return group.replace(WORD_JOINER, "").replace(BREAK_HERE, "").replace(NO_BREAK_SPACE, " ")


def _groups(text: str) -> list[str]:
    """Pieces between which a line may end; each keeps the space that follows it."""
    groups: list[str] = []
    start = 0
    for end in _break_places(text):
        groups.append(text[start:end])
        start = end
    return [*groups, text[start:]] if text[start:] else groups


def _break_places(text: str) -> Iterator[int]:
    """Places in a bound text where a line may end, from left to right."""
    position = 0
    for word in segment(text):
        if position and _may_break(text, position):
            yield position
        position += len(word)


def _may_break(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    if after == " " or starts_with_mark(after) or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before in (" ", BREAK_HERE):
        return True
    if {before, after} & {WORD_JOINER, NO_BREAK_SPACE}:
        return False
    if not _WORD_END.match(before):
        return False
    return bool(_THAI_LETTER.match(after)) or (bool(_THAI_LETTER.match(before)) and not after.isdigit())

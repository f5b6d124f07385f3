"""Which office and which group the manual belongs to: the name that the text itself says most often."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from nithet.manuals.likeness import bare
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.tables import read_rows
from nithet.thai.numerals import to_arabic

_AREA = "สำนักงานเขตพื้นที่การศึกษา(?:ประถมศึกษา|มัธยมศึกษา)"
_SHORT_AREA = r"(?:สพป|สพม)\.\s?"
_NUMBER = r"เขต\s*[0-9๐-๙]{1,2}"
_ALONE = re.compile(rf"(?:{_AREA}|{_SHORT_AREA})\s*[ก-๎][ก-๎ ,]{{1,40}}?(?:\s*{_NUMBER})?$")
_IN_PROSE = re.compile(rf"(?:{_AREA}|{_SHORT_AREA})\s*[ก-๎]{{2,30}}?\s*{_NUMBER}")
_CUT_NAME = re.compile(rf"{_AREA}$")
_UNIT = r"(?P<unit>(?:กลุ่ม|หน่วย)[ก-๎][ก-๎ ]{4,90}?)"
_UNIT_ALONE = re.compile(
    rf"(?:คู่มือ(?:การ)?ป[ฏฎ]ิบัติงาน\s*|(?:หน่วยงาน|ส่วนราชการ|ส่วนงาน)[ก-๎]*\s*[:：]\s*)?{_UNIT}(?:\s*สำนักงาน.*|\s+สพ[ปม]\..*|\s+มี(?:อำนาจ)?หน้าที่.*|\s+มีภารกิจ.*)?$"
)
_AFTER_UNIT = re.compile(
    rf"(?:.*[:：]\s*)?{_UNIT}\s+(?P<office>(?:{_AREA}|{_SHORT_AREA})\s*[ก-๎][ก-๎ ,]{{1,40}}?(?:\s*{_NUMBER})?)$"
)
_UNIT_AFTER_OFFICE = re.compile(rf"สำนักงานเขตพื้นที่การศึกษา\S*\s*(?:\S+\s+เขต\s*\S+\s*)?{_UNIT}$")
_NO_UNIT = re.compile(r"(?:กลุ่ม|หน่วย)(?:งาน|เป้าหมาย|โรงเรียน|สาระ|เครือข่าย|ตัวอย่าง|ผู้|ที่|ต่าง|การเรียนรู้|บุคคล|อื่น)")
_ALONE_WEIGHT = 3
_FISCAL_YEAR = re.compile(
    r"(?:คู่มือ|ประจำ|ปีงบ|ปฏิทิน|แผน|ใช้ใน|\().{0,60}?ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>25[0-9]{2})(?![0-9])"
    r"|ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*(?P<alone>25[0-9]{2})\)?$"
)
_LONGEST_COVER = 110
_MOST_NAMES = 300


def find_office(lines: Sequence[Line]) -> str | None:
    """The office by its full name; None where the text names no office of its own."""
    votes: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name, weight in _office_names(lines):
        key = bare(name)
        votes[key] += weight
        spellings[key][name] += weight
    return _winner(votes, spellings)


def find_fiscal_year(lines: Sequence[Line]) -> int | None:
    """The fiscal year that covers, heads of pages and calendars name most often; None where they name none."""
    votes: Counter[int] = Counter()
    for line in lines:
        if "ปีงบ" not in line.text or line.marker or line.is_row or len(line.text) > _LONGEST_COVER:
            continue
        if match := _FISCAL_YEAR.match(to_arabic(line.text)):
            votes[int(match["year"] or match["alone"])] += 1
    return votes.most_common(1)[0][0] if votes else None


def _office_names(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    for at, line in enumerate(lines):
        if "สำนักงานเขต" not in line.text and "สพ" not in line.text:
            continue
        if line.is_row:
            continue
        text = line.text
        if _CUT_NAME.search(text) and at + 1 < len(lines):
            text = f"{text}{lines[at + 1].text}"
        if _ALONE.match(text) and "กลุ่ม" not in text:
            yield line.text if text == line.text else text, _ALONE_WEIGHT
        elif after := _AFTER_UNIT.match(text):
            yield after["office"], _ALONE_WEIGHT
        else:
            yield from ((match.group(), 1) for match in _IN_PROSE.finditer(line.text))


def find_group(lines: Sequence[Line]) -> str | None:
    """The group or unit (กลุ่ม…, หน่วย…): the name, standing alone somewhere, that the text repeats most."""
    whole = "\n".join(line.text for line in lines).replace(" ", "")
    votes: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in islice(_group_names(lines), _MOST_NAMES):
        key = bare(name)
        votes[key] = max(votes[key], whole.count(name.replace(" ", "")))
        spellings[key][name] += 1
    for short in list(votes):
        longer = [key for key in votes if key != short and key.startswith(short)]
        if any(votes[key] * 2 >= votes[short] for key in longer):
            del votes[short]
    return _winner(votes, spellings)


def names_unit(line: Line) -> bool:
    """Whether a line is the name of a division or of an office and nothing else."""
    match = _UNIT_ALONE.fullmatch(line.text)
    if match and line.text.startswith(("กลุ่ม", "หน่วย")):
        return not _NO_UNIT.match(match["unit"])
    return bool(_ALONE.fullmatch(line.text))


def _group_names(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if "กลุ่ม" not in line.text and "หน่วย" not in line.text:
            continue
        for text in _texts(line):
            if len(text) > _LONGEST_COVER:
                continue
            match = _UNIT_ALONE.match(text) or _UNIT_AFTER_OFFICE.search(text)
            if match and not _NO_UNIT.match(match["unit"]):
                yield match["unit"].strip()


def _texts(line: Line) -> Iterable[str]:
    if not line.is_row:
        return (line.body,)
    return [text for row in read_rows([line]) for cell in row.cells for text in cell]


def _winner(votes: Counter[str], spellings: dict[str, Counter[str]]) -> str | None:
    if not votes:
        return None
    key, _ = max(votes.items(), key=lambda pair: pair[1])
    return spellings[key].most_common(1)[0][0]

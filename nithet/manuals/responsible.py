"""Who is responsible, as a manual's cell says it: units, posts and, where it names them, persons."""

import re
from collections.abc import Iterable

_OFFICES_OF_NAI = "ก(?![ก-ฮ]*\\s)|ทะเบียน|อำเภอ|แพทย์|ช่าง|สถานี|ตรวจ|หมู่|จ้าง|ร้อย|พล|พัน|สิบ|ดาบ"
_TITLE = rf"(?:นางสาว|น\.\s?ส\.|นาย(?!{_OFFICES_OF_NAI})|นาง(?!าน)|ว่าที่\s?(?:ร้อยตรี|ร้อยโท|ร้อยเอก|ร\.[ตทอ]\.|พันตรี)(?:\s?หญิง)?|ดร\.)"
_PERSON = re.compile(rf"(?:^|(?<=[\s,;/)]))(?={_TITLE}\s?[ก-ฮเแโใไ])")
_IS_PERSON = re.compile(rf"{_TITLE}\s?[ก-ฮเแโใไ]")
_SEPARATOR = re.compile(r"\s*[,;\n]\s*|\s+/\s+|\s+•\s+")

POST_WORDS = "นัก(?!เรียน)|นิติกร|ผู้อำนวยการ|ผอ\\.|รองผู้|รอง ผอ|เจ้าหน้าที่|เจ้าพนักงาน|กลุ่ม|หน่วย|คณะ|ศึกษานิเทศก์|หัวหน้า|ครู|ทุก|ธุรการ|ผู้ช่วย|ผู้ตรวจ|บุคลากร|สถานศึกษา|ข้าราชการ|งาน"
"""What the name of a post or unit begins with: a regular expression without groups."""
_AT_END = re.compile(
    rf"\s+(?:ผู้รับผิดชอบ|ผู้ปฏิบัติ|ผู้ดำเนินการ)\s*(?:[:：]|\s)\s*(?P<post>(?:{POST_WORDS})\S.{{0,60}})$"
)


def without_post(title: str) -> tuple[str, str]:
    """The title without “ผู้รับผิดชอบ …” at its end, and the post or unit that it names."""
    found = _AT_END.search(title)
    return (title[: found.start()], found["post"].strip()) if found else (title, "")


def split_responsible(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The units, posts and persons of a cell, once each, in order."""
    found: list[str] = []
    for paragraph in paragraphs:
        for piece in _SEPARATOR.split(paragraph):
            found.extend(part.strip(" -–•") for part in _PERSON.split(piece))
    return tuple(dict.fromkeys(one for one in found if one))


def names_person(text: str) -> bool:
    """Whether the text is the name of a person rather than of a post or unit."""
    return bool(_IS_PERSON.match(text))

"""Names of persons: the title, the first name and the last name, by plain rules.

A name that begins like a title cannot be told from one (“นางนวล” may be a first name): people can correct it.
"""

import re
from typing import NamedTuple

from nithet.thai.text import clean, starts_with_mark

# fmt: off
_RANKS = (
    "จอมพล", "พลเอก", "พลโท", "พลตรี", "พันเอกพิเศษ", "พันเอก", "พันโท", "พันตรี", "ร้อยเอก", "ร้อยโท",
    "ร้อยตรี", "จ่าสิบเอก", "จ่าสิบโท", "จ่าสิบตรี", "สิบเอก", "สิบโท", "สิบตรี", "พลทหาร", "พลเรือเอก",
    "พลเรือโท", "พลเรือตรี", "นาวาเอก", "นาวาโท", "นาวาตรี", "เรือเอก", "เรือโท", "เรือตรี", "พันจ่าเอก",
    "พันจ่าโท", "พันจ่าตรี", "จ่าเอก", "จ่าโท", "จ่าตรี", "พลอากาศเอก", "พลอากาศโท", "พลอากาศตรี",
    "นาวาอากาศเอก", "นาวาอากาศโท", "นาวาอากาศตรี", "เรืออากาศเอก", "เรืออากาศโท", "เรืออากาศตรี",
    "พันจ่าอากาศเอก", "พันจ่าอากาศโท", "พันจ่าอากาศตรี", "จ่าอากาศเอก", "จ่าอากาศโท", "จ่าอากาศตรี", "พลจัตวา",
    "นาวาเอกพิเศษ", "นาวาอากาศเอกพิเศษ", "พลตำรวจเอก", "พลตำรวจโท", "พลตำรวจตรี", "พลตำรวจ", "พันตำรวจเอกพิเศษ",
    "พันตำรวจเอก", "พันตำรวจโท", "พันตำรวจตรี", "ร้อยตำรวจเอก", "ร้อยตำรวจโท", "ร้อยตำรวจตรี", "ดาบตำรวจ",
    "จ่าสิบตำรวจ", "สิบตำรวจเอก", "สิบตำรวจโท", "สิบตำรวจตรี", "พล.อ.", "พล.ท.", "พล.ต.", "พ.อ.", "พ.ท.",
    "พ.ต.", "ร.อ.", "ร.ท.", "ร.ต.", "จ.ส.อ.", "จ.ส.ท.", "จ.ส.ต.", "ส.อ.", "ส.ท.", "ส.ต.", "น.อ.",
    "น.ท.", "น.ต.", "พ.จ.อ.", "จ.อ.", "จ.ท.", "จ.ต.", "พ.อ.อ.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.",
    "ร.ต.อ.", "ร.ต.ท.", "ร.ต.ต.", "ด.ต.", "ส.ต.อ.", "ส.ต.ท.", "ส.ต.ต.", "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.",
    "พล.ร.อ.", "พล.ร.ท.", "พล.ร.ต.", "พล.อ.อ.", "พล.อ.ท.", "พล.อ.ต.", "พ.จ.ท.", "พ.จ.ต.", "พ.อ.ท.", "พ.อ.ต.", "พลฯ",
)
_PLAIN = (
    "นางสาว", "นาง", "นาย", "น.ส.", "นส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "ดช.", "ดญ.", "คุณหญิง", "ท่านผู้หญิง",
    "หม่อมเจ้า", "หม่อมราชวงศ์", "หม่อมหลวง", "ม.จ.", "ม.ร.ว.", "ม.ล.", "พระมหา", "พระครู", "สามเณร", "นายแพทย์", "แพทย์หญิง",
    "นพ.", "พญ.", "ทพ.", "ทพญ.",
)
_ACADEMIC = (
    "ผู้ช่วยศาสตราจารย์", "รองศาสตราจารย์", "ศาสตราจารย์", "ผศ.", "รศ.", "ศ.", "ดร.", "ดอกเตอร์",
)
# fmt: on


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\.", r"\.\s?") for word in sorted(words, key=len, reverse=True))


_ONE_TITLE = re.compile(
    rf"(?:ว่าที่\s?(?:{_either(_RANKS)})(?:\s?หญิง)?|(?:{_either(_RANKS)})(?:\s?หญิง(?=\s))?|{_either(_PLAIN)}|{_either(_ACADEMIC)})\s?"
)


# Academic titles are written without a space between them: ผศ.ดร.
_TOGETHER = re.compile(r"(?<=ศ\.) (?=ดร\.)")


_FULL = {
    "น.ส.": "นางสาว", "นส.": "นางสาว", "ด.ช.": "เด็กชาย", "ดช.": "เด็กชาย", "ด.ญ.": "เด็กหญิง", "ดญ.": "เด็กหญิง",
    "ม.ร.ว.": "หม่อมราชวงศ์", "ม.ล.": "หม่อมหลวง", "ว่าที่ ร.ต.": "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.หญิง": "ว่าที่ร้อยตรีหญิง",
}  # fmt: skip
_ACADEMIC_TITLES = re.compile(rf"(?:(?:{_either(_ACADEMIC)})\s?)+$")


class PersonName(NamedTuple):
    """A name in its parts, each cleaned; what is missing is empty."""

    title: str
    first: str
    last: str


def split_title(name: str) -> PersonName:
    """“นางสาวสมหญิง ใจดี” → (“นางสาว”, “สมหญิง”, “ใจดี”).

    Knows นาย นาง นางสาว, children, ranks also with ว่าที่ and หญิง, and academic titles; several titles are
    kept apart by a space: “ว่าที่ร้อยตรี ดร.สมชาย ใจดี” → “ว่าที่ร้อยตรี ดร.”. All after the first name is the
    last name (“ณ อยุธยา” too). A title is not taken where no name would be left.
    """
    rest = clean(name)
    titles: list[str] = []
    while (match := _ONE_TITLE.match(rest)) and _leaves_name(rest[match.end() :]):
        titles.append(_usual(match.group()))
        rest = rest[match.end() :]
    first, _, last = rest.partition(" ")
    return PersonName(_TOGETHER.sub("", " ".join(titles)), first, last)


def split_academic(title: str) -> tuple[str, str]:
    """A title and the academic one after it, which orders write apart: “ว่าที่ร้อยตรี ดร.” → (“ว่าที่ร้อยตรี”, “ดร.”)."""
    shown = clean(title)
    match = _ACADEMIC_TITLES.search(shown)
    return (shown[: match.start()].strip(), match.group()) if match else (shown, "")


def full_title(title: str) -> str:
    """The title written out, as registers keep it: “น.ส.” → “นางสาว”. Ranks stay: ร.อ. is one of two."""
    plain, academic = split_academic(title)
    plain = _usual(plain)
    return f"{_FULL.get(plain, plain)} {academic}".strip()


def _usual(title: str) -> str:
    """As one writes it: “ว่าที่ร้อยตรีหญิง”, “ว่าที่ ร.ต.”."""
    return re.sub(r"^ว่าที่(?=[^.]{1,2}\.)", "ว่าที่ ", re.sub(r"\s", "", title))


def _leaves_name(rest: str) -> bool:
    return rest != "" and not starts_with_mark(rest)

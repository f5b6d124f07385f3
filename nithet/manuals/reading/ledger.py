"""The account of lines: every line is used, furniture by a named rule, or not understood."""

from collections.abc import Iterable, Sequence

from nithet.manuals.draft import Fate, LineNote
from nithet.manuals.reading.lines import Line

FURNITURE_RULES = {
    "cover": "ปกหน้า ปกใน หรือปกหลัง: ชื่อคู่มือ ชื่อหน่วยงาน ผู้จัดทำ",
    "contents": "สารบัญ หรือรายชื่องานที่ซ้ำกับหัวเรื่องด้านใน",
    "page-number": "เลขหน้า",
    "page-head": "ข้อความหัวหรือท้ายกระดาษที่ซ้ำทุกหน้า",
    "label": "ป้ายกำกับเอกสาร (ประเภท รหัส วันที่บังคับใช้)",
    "caption": "ชื่อภาพหรือข้อความในผังงานที่ภาพหายไป",
    "legend": "คำอธิบายสัญลักษณ์ของผังงาน",
    "rule": "เส้นคั่น",
}
"""Why a line is left out, by the name of its rule."""


class Ledger:
    """Books each line once; the first booking stands."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._notes: dict[int, tuple[Fate, str]] = {}

    def use(self, numbers: Iterable[int], role: str) -> None:
        """These lines went into an item of the draft."""
        self._book(numbers, Fate.USED, role)

    def furnish(self, numbers: Iterable[int], rule: str) -> None:
        """These lines are furniture by that rule."""
        if rule not in FURNITURE_RULES:
            raise KeyError(rule)
        self._book(numbers, Fate.FURNITURE, rule)

    def is_booked(self, number: int) -> bool:
        return number in self._notes

    def role_of(self, number: int) -> str:
        """What a line was used for, or the rule it was left out by; empty where it was not understood."""
        return self._notes.get(number, (None, ""))[1]

    def is_left_out(self, number: int) -> bool:
        return self._notes.get(number, (None, ""))[0] is Fate.FURNITURE

    def is_used(self, number: int) -> bool:
        return self._notes.get(number, (None, ""))[0] is Fate.USED

    def notes(self) -> tuple[LineNote, ...]:
        """The account of all lines that are not blank; what was not booked was not understood."""
        texts: dict[int, str] = {}
        for line in self._lines:
            if not line.is_blank:
                before = texts.get(line.number)
                texts[line.number] = f"{before} {line.text}" if before else line.text
            texts.update(line.joined)
        self._book_joined()
        return tuple(
            LineNote(number, *self._notes.get(number, (Fate.UNREAD, "")), text=texts[number])
            for number in sorted(texts)
        )

    def _book_joined(self) -> None:
        """Lines that were joined to another share its fate."""
        for line in self._lines:
            if line.joined and line.number in self._notes:
                fate, rule = self._notes[line.number]
                self._book(line.joined, fate, rule)

    def _book(self, numbers: Iterable[int], fate: Fate, rule: str) -> None:
        for number in numbers:
            self._notes.setdefault(number, (fate, rule))

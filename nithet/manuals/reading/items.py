"""Items of a section as texts and as steps: with their parts, without their numbers, from lines without any."""

import re
from collections.abc import Sequence

from nithet.manuals.draft import Text
from nithet.manuals.likeness import bare, likeness
from nithet.manuals.reading.arrows import is_arrow, is_end
from nithet.manuals.reading.flows import BOXES, steps_of_flow
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.lists import Item, join_lines
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.steps import Step
from nithet.manuals.reading.tables import Row
from nithet.manuals.responsible import POST_WORDS

_RELATED = 0.55
_DUTY = re.compile(
    rf"(?P<post>(?:{POST_WORDS})[^:：]{{0,60}}?)\s?[:：]\s?(?!(?:{POST_WORDS})|นาย|นาง)\S.{{5,}}"
)
_OPENS = {
    "objectives": re.compile("เพื่อ"),
    "forms": re.compile("แบบ|หนังสือ|คำสั่ง|เอกสาร|บันทึก|รายงาน|ทะเบียน|ใบ|แผน"),
    "references": re.compile(
        "พระราช|พ.ร.|ระเบียบ|กฎ|คำสั่ง|ประกาศ|หนังสือ|เอกสาร|หลัก|แผน|มาตรฐาน|คู่มือ|ข้อบังคับ|มติ|รัฐธรรมนูญ"
    ),
}


def say_again(items: Sequence[Item], tabled: Sequence[Step]) -> bool:
    """Whether most of the items are steps that a table has too."""
    same = [any(likeness(item.text, step.title) >= _RELATED for step in tabled) for item in items]
    return bool(items) and sum(same) * 2 > len(items)


def rest_line(line: Line, rest: str) -> Line:
    """What stands behind a heading on its line, as a line of its own."""
    taken = take_marker(rest)
    marker, body = taken or (None, rest)
    return Line(line.number, rest, rest, marker, body)


def line_of(row: Row) -> Line:
    """The words of a row that has but one cell with words, as a box of a chart."""
    words = " ".join(" ".join(cell) for cell in row.cells if cell)
    return Line(row.lines[0], words, words, body=words)


def boxes_of(lines: Sequence[Line]) -> list[Item]:
    """The boxes of a chart that stand in rows of a table, without those that only begin and end it."""
    boxes = [line for line in lines if line.text and not is_arrow(line.text) and not is_end(line.text)]
    return [Item(None, line.text.strip(BOXES), [line.number]) for line in boxes]


def unnumbered(text: str) -> str:
    """A text without the number before it."""
    taken = take_marker(text)
    return taken[1] if taken and taken[0].is_number else text


def whole_text(item: Item) -> str:
    """The item with its parts in one text."""
    parts = [f"{part.written_number} {part.text}".strip() for part in item.parts]
    return " ".join([item.text, *([item.detail] if item.detail else []), *parts])


def aims_of(item: Item) -> list[Item]:
    """An aim, and aims of their own behind bullets below it."""
    own = [part for part in item.parts if not part.written_number and _OPENS["objectives"].match(part.text)]
    item.parts = [part for part in item.parts if part not in own]
    return [item, *own]


def lead_items(lead: list[Item], kind: str) -> list[Item]:
    """Lines without numbers as items, by the words that such items begin with."""
    if kind == "steps":
        if boxes := steps_of_flow(lead):
            return boxes
        gaps = any(item.after_gap for item in lead[1:])
        return join_lines(lead, lambda _: not gaps)
    return join_lines(lead, lambda text: bool(_OPENS[kind].match(text)))


def new_texts(before: list[Text], texts: list[Text]) -> list[Text]:
    """Those that are not there yet in the same words."""
    known = {bare(text.text) for text in before}
    return [text for text in texts if bare(text.text) not in known]


def post_before_duty(text: str) -> str:
    """“นิติกร : รับเรื่องและสืบสวน” without the duty; any other text as it is."""
    match = _DUTY.fullmatch(text)
    return match["post"] if match else text

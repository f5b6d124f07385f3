"""The same manual written in another way gives the same structure: other headings, columns, digits, lines."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import read_text
from nithet.manuals.tests.test_reading_sources import Truth, draft_of, parametrized, source_text, squeezed
from nithet.thai.numerals import to_arabic, to_thai

Change = Callable[[str, random.Random], str]

SYNONYMS = {
    "วัตถุประสงค์": ["จุดประสงค์", "จุดมุ่งหมาย", "วัตถุประสงค์ของงาน", "เป้าประสงค์"],
    "ขอบเขตของงาน": ["ขอบเขต", "ขอบข่ายของงาน", "ขอบข่ายงาน", "ขอบเขตการปฏิบัติงาน"],
    "คำจำกัดความ": ["นิยามศัพท์", "คำนิยาม", "นิยามศัพท์เฉพาะ", "คำจำกัดความที่เกี่ยวข้อง"],
    "ขั้นตอนการปฏิบัติงาน": ["ขั้นตอนการดำเนินงาน", "วิธีการปฏิบัติงาน", "ขั้นตอนและวิธีการปฏิบัติงาน", "วิธีดำเนินการ"],
    "แบบฟอร์มที่ใช้": ["แบบฟอร์ม", "แบบฟอร์มที่เกี่ยวข้อง", "แบบพิมพ์ที่ใช้"],
    "กฎหมายที่เกี่ยวข้อง": ["กฎหมายและระเบียบที่เกี่ยวข้อง", "ระเบียบที่เกี่ยวข้อง", "เอกสารอ้างอิง"],
    "ระยะเวลาการปฏิบัติงานแต่ละขั้นตอน": ["ปฏิทินการปฏิบัติงาน", "ระยะเวลาดำเนินการ"],
    "แบบฟอร์มสรุปมาตรฐานงาน": ["สรุปมาตรฐานงาน", "มาตรฐานงาน", "มาตรฐานการปฏิบัติงาน"],
}
_HEADING = re.compile(
    rf"(?m)^(?P<before>(?:#+ )?(?:[0-9๐-๙]{{1,2}}\. )?\**)(?P<words>{'|'.join(SYNONYMS)})(?P<after>\**(?: [/:].*)?)$"
)
_ITEM = re.compile(r"(?P<number>[0-9๐-๙]{1,2})\. (?=[ก-๙])")


def rename_sections(text: str, chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        return f"{match['before']}{chance.choice(SYNONYMS[match['words']])}{match['after']}"

    return _HEADING.sub(other, text)


def change_digits(text: str, chance: random.Random) -> str:
    return chance.choice([to_thai, to_arabic])(text)


def mix_digits(text: str, chance: random.Random) -> str:
    return "\n".join(chance.choice([to_thai, to_arabic])(line) for line in text.split("\n"))


def carriage_returns(text: str, chance: random.Random) -> str:
    return text.replace("\n", "\r\n")


def permute_columns(text: str, chance: random.Random) -> str:
    """The columns of every run of table lines in one other order."""
    lines, out, run = text.split("\n"), list[str](), list[str]()
    for line in [*lines, ""]:
        is_row = (line.startswith("|") and "...." not in line) or line.count("\t") >= 3
        if is_row:
            run.append(line)
            continue
        out.extend(permuted(run, chance))
        run = []
        out.append(line)
    return "\n".join(out[:-1])


def permuted(run: list[str], chance: random.Random) -> list[str]:
    if not run:
        return []
    bars = run[0].startswith("|")
    rows = [line.strip().strip("|").split("|") if bars else line.split("\t") for line in run]
    width = max(map(len, rows))
    order = list(range(width))
    chance.shuffle(order)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    moved = [[row[at] for at in order] for row in rows]
    return [f"|{'|'.join(row)}|" for row in moved] if bars else ["\t".join(row) for row in moved]


def join_items(text: str, chance: random.Random) -> str:
    """Some items onto the line of the item before them."""
    lines = text.split("\n")
    out: list[str] = []
    for line in lines:
        before = next((at for at in range(len(out) - 1, -1, -1) if out[at].strip()), None)
        if before is not None and chance.random() < 0.3 and may_join(out[before], line):
            del out[before + 1 :]
            out[before] = f"{out[before].rstrip()} {line}"
        else:
            out.append(line)
    return "\n".join(out)


def may_join(before: str, line: str) -> bool:
    one, other = _ITEM.match(before), _ITEM.match(line)
    if not one or not other or "\t" in before + line or _HEADING.match(line) or _HEADING.match(before):
        return False
    last = list(_ITEM.finditer(before))[-1]
    return (
        int(other["number"]) == int(last["number"]) + 1 and "ชื่องาน" not in before + line and "**" not in line
    )


def split_items(text: str, chance: random.Random) -> str:
    """Some long items over two lines, at a space."""
    out: list[str] = []
    for line in text.split("\n"):
        spaces = [match.start() for match in re.finditer(" ", line) if 15 < match.start() < len(line) - 3]
        if _ITEM.match(line) and len(line) > 50 and spaces and "\t" not in line and chance.random() < 0.4:
            at = chance.choice(spaces)
            out.extend([line[:at], line[at + 1 :]])
        else:
            out.append(line)
    return "\n".join(out)


# In the order in which they are made together: later ones would hide from the earlier what they look for.
CHANGES: list[Change] = [
    join_items,
    split_items,
    permute_columns,
    rename_sections,
    change_digits,
    mix_digits,
    carriage_returns,
]


def shape(draft: ManualDraft) -> Any:
    """The structure without spaces and with one kind of digits."""

    def text(words: str | None) -> str | None:
        return squeezed(to_arabic(words)) if words else None

    return [
        {
            "title": text(one.title),
            "objectives": [text(each.text) for each in one.objectives],
            "scope": bool(one.scope),
            "definitions": [text(each.term) for each in one.definitions],
            "forms": [text(each.text) for each in one.forms],
            "references": [text(each.text) for each in one.references],
            "steps": [
                (
                    step.number,
                    text(step.title),
                    [text(other) for other in step.also_called],
                    step.months,
                    step.cadence,
                    [text(who) for who in step.responsible],
                    text(step.standard),
                    [(part.number, text(part.title)) for part in step.substeps],
                    step.actions,
                )
                for step in one.steps
            ],
        }
        for one in draft.procedures
    ]


@parametrized
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_one_change_keeps_the_structure(truth: Truth, change: Change) -> None:
    for seed in range(6):
        changed = change(source_text(truth), random.Random(seed))  # noqa: S311 - a seed, not a secret
        assert shape(read_text(changed)) == shape(draft_of(truth["file"])), f"seed {seed}"


@parametrized
def test_many_changes_together_keep_the_structure(truth: Truth) -> None:
    for seed in range(12):
        chance = random.Random(seed)  # noqa: S311 - a seed, not a secret
        text = source_text(truth)
        for change in sorted(chance.sample(CHANGES, k=4), key=CHANGES.index):
            text = change(text, chance)
        draft = read_text(text)
        assert shape(draft) == shape(draft_of(truth["file"])), f"seed {seed}"
        assert len(draft.used) + len(draft.furniture) + len(draft.unread) == len(draft.notes)

"""What a form asks, in plain words: sections with their questions, for whoever wants to know it before filling it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nithet.forms.checking.findings import plain
from nithet.forms.definition import CHOICE_KINDS, Definition, Group, Item, Kind, Question

MOST_CHOICES = 12
_LONG = 400
_KINDS = {
    Kind.TEXT: "ข้อความ",
    Kind.INTEGER: "จำนวนเต็ม",
    Kind.DECIMAL: "จำนวน มีทศนิยมได้",
    Kind.RANGE: "เลือกตัวเลขบนแถบ",
    Kind.SELECT_ONE: "เลือกหนึ่งข้อ",
    Kind.SELECT_MULTIPLE: "เลือกได้หลายข้อ",
    Kind.RANK: "เรียงลำดับ",
    Kind.DATE: "วันที่",
    Kind.TIME: "เวลา",
    Kind.DATETIME: "วันที่และเวลา",
    Kind.GEOPOINT: "พิกัดที่ตั้ง",
    Kind.GEOTRACE: "เส้นทาง",
    Kind.GEOSHAPE: "ขอบเขตพื้นที่",
    Kind.IMAGE: "ภาพถ่าย",
    Kind.AUDIO: "เสียง",
    Kind.VIDEO: "วิดีโอ",
    Kind.FILE: "ไฟล์แนบ",
    Kind.BARCODE: "บาร์โค้ดหรือคิวอาร์โค้ด",
    Kind.ACKNOWLEDGE: "รับทราบ",
    Kind.NOTE: "ข้อความแจ้ง",
    Kind.CALCULATE: "ระบบคำนวณให้",
}
_APPEARANCES = {"multiline": "ข้อความยาว", "signature": "ลายมือชื่อ", "draw": "ภาพวาด"}
_KNOWN_BLOCKS = frozenset({"heading", "known"})
_LISTS = {"schools.csv": "เลือกจากทะเบียนโรงเรียน"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; `number` is "" for what nobody answers."""

    number: str
    label: str
    kind: str
    hint: str = ""
    is_optional: bool = False
    is_conditional: bool = False
    choices: tuple[str, ...] = ()
    further: int = 0
    """How many choices more there are."""
    like: str = ""
    """The number of the question that has the same choices, where they were told already."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    is_repeat: bool = False
    is_conditional: bool = False
    is_known: bool = False
    """Filled from what is known: the heading, and figures of the system."""
    questions: tuple[Asked, ...] = ()


@dataclass
class _Telling:
    """Numbers the questions through the whole form, and remembers whose choices were told."""

    definition: Definition
    number: int = 0
    told: dict[str, str] = field(default_factory=dict)

    def question(self, question: Question) -> Asked:
        number = ""
        if not is_known(question) and not _is_reckoned(question) and question.kind != Kind.NOTE:
            self.number += 1
            number = str(self.number)
        labels = [plain(choice.label, _LONG) for choice in self.definition.choices(question)]
        like = self.told.get(question.list_name, "") if labels else ""
        if labels and not like:
            self.told[question.list_name] = number
        shown = () if like else tuple(labels[:MOST_CHOICES])
        return Asked(
            number=number,
            label=plain(question.label, _LONG) or question.name,
            kind=kind_words(question),
            hint=plain(question.hint, _LONG),
            is_optional=bool(number) and not question.required,
            is_conditional=bool(question.relevant),
            choices=shown,
            further=0 if like else len(labels) - len(shown),
            like=like,
        )


def kind_words(question: Question) -> str:
    """What sort of answer a question takes, as people call it."""
    if question.kind in CHOICE_KINDS and question.from_file:
        return _LISTS.get(question.from_file, f"{_KINDS[question.kind]} จากรายการ {question.from_file}")
    if _is_reckoned(question):
        return _KINDS[Kind.CALCULATE]
    words = next((words for sign, words in _APPEARANCES.items() if sign in question.appearance.split()), "")
    return words or _KINDS.get(question.kind, "")


def is_known(item: Item) -> bool:
    """Whether it stands in a block that the system fills."""
    return item.path.partition("/")[0] in _KNOWN_BLOCKS


def _is_reckoned(question: Question) -> bool:
    return question.kind == Kind.CALCULATE or bool(question.readonly and question.calculation)


def outline(definition: Definition) -> list[Section]:
    """The sections in their order; what stands in no group is a section without a title."""
    return list(_sections(definition.items, "", _Telling(definition)))


def question_count(definition: Definition) -> int:
    """How many are to be answered by a person."""
    return sum(bool(question.number) for section in outline(definition) for question in section.questions)


def _sections(
    items: tuple[Item, ...], title: str, telling: _Telling, group: Group | None = None
) -> Iterator[Section]:
    """Questions in a row are one section; a group among them ends it and is one of its own."""
    row: list[Asked] = []
    for item in items:
        if isinstance(item, Question):
            row += [telling.question(item)] if _is_shown(item) else []
            continue
        yield from _section(title, group, row)
        row = []
        inner = " › ".join(filter(None, (title, plain(item.label, _LONG))))
        yield from _sections(item.items, inner, telling, item)
    yield from _section(title, group, row)


def _section(title: str, group: Group | None, row: list[Asked]) -> Iterator[Section]:
    if row:
        yield Section(
            title,
            is_repeat=bool(group and group.is_repeat),
            is_conditional=bool(group and group.relevant),
            is_known=bool(group and is_known(group)),
            questions=tuple(row),
        )


def _is_shown(question: Question) -> bool:
    return question.kind in _KINDS and (bool(question.label) or question.kind != Kind.CALCULATE)

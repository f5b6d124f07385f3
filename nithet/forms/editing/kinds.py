"""What can be added to a form and what can be changed of it: a closed list. Everything else is shown locked and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nithet.forms import definition
from nithet.forms.tables import Row
from nithet.forms.xlsform.columns import Head
from nithet.forms.xlsform.kinds import Asks

SCHOOLS = "schools.csv"
FIVE_LEVELS, OBSERVED = "lk5", "o3"
ACTUAL, DESIRED = "actual", "desired"
ACTUAL_LABEL, DESIRED_LABEL = "สภาพปัจจุบัน", "สภาพที่คาดหวัง"


@dataclass(frozen=True, slots=True)
class Kind:
    """`fields` are the meanings that its editor shows beside label, hint, required and relevant."""

    code: str
    words: str
    icon: str
    cells: Mapping[str, str] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()

    @property
    def is_block(self) -> bool:
        """Several items of one scale, written one a line."""
        return self.code in BLOCKS


_TYPED = frozenset({"default"})
_NUMBER = frozenset({"default", "constraint", "constraint_message"})

_KINDS = (
    Kind("text", "ข้อความสั้น", "minus", {"type": "text"}, _TYPED),
    Kind("long_text", "ข้อความยาว", "notes", {"type": "text", "appearance": "multiline"}, _TYPED),
    Kind("integer", "จำนวนเต็ม", "list-numbers", {"type": "integer"}, _NUMBER),
    Kind("decimal", "จำนวน มีทศนิยมได้", "list-numbers", {"type": "decimal"}, _NUMBER),
    Kind("one", "เลือกหนึ่งข้อ", "circle-check", {"type": "select_one"}, frozenset({"choices", "default"})),
    Kind("many", "เลือกได้หลายข้อ", "list-check", {"type": "select_multiple"}, frozenset({"choices"})),
    Kind("school", "เลือกจากทะเบียนโรงเรียน", "school", {"type": f"select_one_from_file {SCHOOLS}"}),
    Kind("rating", "ให้คะแนน 5 ระดับ", "adjustments", {"type": f"select_one {FIVE_LEVELS}", "appearance": "likert"}),
    Kind("duals", "ประเมินปัจจุบันและคาดหวัง", "scale"),
    Kind("ratings", "ให้คะแนน 5 ระดับ หลายข้อ", "list-check"),
    Kind("observations", "ข้อสังเกต 2/1/0 หลายข้อ", "eye-check"),
    Kind("date", "วันที่", "calendar", {"type": "date", "appearance": "buddhist"}, _TYPED),
    Kind("time", "เวลา", "clock", {"type": "time"}, _TYPED),
    Kind("photo", "ภาพถ่าย", "camera", {"type": "image", "parameters": "max-pixels=1600"}),
    Kind("file", "ไฟล์แนบ", "paperclip", {"type": "file"}),
    Kind("place", "พิกัดที่ตั้ง", "map-pin", {"type": "geopoint"}),
    Kind("signature", "ลายมือชื่อ", "signature", {"type": "image", "appearance": "signature"}),
    Kind("calculation", "ระบบคำนวณให้", "equal", {"type": "calculate"}, frozenset({"calculation"})),
    Kind("note", "ข้อความแจ้ง", "info-circle", {"type": "note"}),
    Kind("group", "กลุ่มคำถาม", "folder"),
    Kind("repeat", "กลุ่มที่เพิ่มรายการได้", "stack-2"),
    Kind("heading", "หัวแบบของโรงเรียน", "building"),
    Kind("office_heading", "หัวแบบของสำนักงาน", "building"),
    Kind("traces", "ร่องรอยและหลักฐาน", "photo"),
    Kind("agreements", "ข้อตกลงร่วมกัน", "heart-handshake"),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}

PALETTE = (
    ("คำถาม", ("text", "long_text", "integer", "decimal", "date", "time", "one", "many", "school")),
    ("ให้คะแนน", ("duals", "rating", "ratings", "observations")),
    ("หลักฐาน", ("photo", "file", "place", "signature")),
    ("โครงของแบบฟอร์ม", ("note", "calculation", "group", "repeat")),
    ("ชุดสำเร็จ", ("heading", "office_heading", "traces", "agreements")),
)
BLOCKS = ("duals", "ratings", "observations")
READY = ("heading", "office_heading", "traces", "agreements")
# Shown where they stand, never offered by themselves: they come in blocks.
DUAL = Kind("dual", "ประเมินปัจจุบันและคาดหวัง หนึ่งข้อ", "scale")
OBSERVATION = Kind(
    "observation", "ข้อสังเกต 2/1/0", "eye-check", {"type": f"select_one {OBSERVED}", "appearance": "likert"}
)  # fmt: skip
LOCKED = Kind("locked", "แก้ไขที่นี่ไม่ได้", "lock")
CONTAINERS = ("group", "repeat")
UNREQUIRED = frozenset({"note", "calculation", "locked", "group", "repeat", *READY})

_PLAIN = {
    definition.Kind.INTEGER: "integer",
    definition.Kind.DECIMAL: "decimal",
    definition.Kind.DATE: "date",
    definition.Kind.TIME: "time",
    definition.Kind.FILE: "file",
    definition.Kind.GEOPOINT: "place",
    definition.Kind.CALCULATE: "calculation",
    definition.Kind.NOTE: "note",
}


def kind_of(asks: Asks, row: Row, head: Head) -> Kind:
    """The kind of a question, LOCKED where this page cannot change it."""
    looks = head.text(row, "appearance").split()
    if asks.kind == definition.Kind.TEXT:
        return KINDS["long_text" if "multiline" in looks else "text"]
    if asks.kind == definition.Kind.IMAGE:
        return LOCKED if "draw" in looks else KINDS["signature" if "signature" in looks else "photo"]
    if asks.kind == definition.Kind.SELECT_ONE:
        return _of_list(asks)
    if asks.kind == definition.Kind.SELECT_MULTIPLE:
        return LOCKED if asks.from_file else KINDS["many"]
    return KINDS.get(_PLAIN.get(asks.kind, ""), LOCKED)


def _of_list(asks: Asks) -> Kind:
    if asks.from_file:
        return KINDS["school"] if asks.from_file == SCHOOLS else LOCKED
    if asks.has_other:
        return KINDS["one"]
    return {FIVE_LEVELS: KINDS["rating"], OBSERVED: OBSERVATION}.get(asks.list_name, KINDS["one"])

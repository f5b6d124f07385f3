"""The types of the survey sheet, read with pyxform's own tables: what a line begins, ends or asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from nithet.forms.definition import Kind

_UPLOADS = {"image/*": Kind.IMAGE, "audio/*": Kind.AUDIO, "video/*": Kind.VIDEO, "application/*": Kind.FILE}
_INPUTS = {
    "string": Kind.TEXT, "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "time": Kind.TIME,
    "dateTime": Kind.DATETIME, "geopoint": Kind.GEOPOINT, "geotrace": Kind.GEOTRACE, "geoshape": Kind.GEOSHAPE,
    "barcode": Kind.BARCODE,
}  # fmt: skip
_SILENT = {
    "calculate": Kind.CALCULATE,
    "q calculate": Kind.CALCULATE,
    "add calculate prompt": Kind.CALCULATE,
    "hidden": Kind.HIDDEN,
}
_SELECTS = {"select one": Kind.SELECT_ONE, "select all that apply": Kind.SELECT_MULTIPLE, "rank": Kind.RANK}

UNTAKEN = {
    "audit": "บันทึกการใช้งานเครื่อง",
    "xml-external": "ข้อมูลภายนอกแบบ XML",
    "csv-external": "ข้อมูลภายนอกแบบ CSV",
    "start-geopoint": "พิกัดที่บันทึกเองเมื่อเปิดแบบฟอร์ม",
    "background-geopoint": "พิกัดที่บันทึกเองระหว่างกรอก",
    "background-audio": "เสียงที่บันทึกเองระหว่างกรอก",
    "osm": "แผนที่ OpenStreetMap",
}
"""Types of XLSForm that are not taken here, with what they do."""


@dataclass(frozen=True, slots=True)
class Asks:
    """A line that is a question."""

    kind: Kind
    list_name: str = ""
    from_file: str = ""
    has_other: bool = False
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Begins:
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Ends:
    is_repeat: bool


@lru_cache(maxsize=2000)
def read_type(text: str) -> Asks | Begins | Ends | None:
    """What a type says; None where it is unknown, or not taken here."""
    if begin := RE_BEGIN_CONTROL.search(text):
        return None if begin["type"] == "loop" else Begins(_is_repeat(begin["type"]))
    if end := RE_END_CONTROL.search(text):
        return None if end["type"] == "loop" else Ends(_is_repeat(end["type"]))
    if select := RE_SELECT.search(text):
        return _choice(select["select_command"], select["list_name"], has_other=bool(select["specify_other"]))
    facts = QUESTION_TYPE_DICT.get(text)
    kind = _kind(text, facts) if facts is not None else None
    if kind is None:
        return None
    return Asks(kind, meta=text if kind == Kind.META else "")


def _is_repeat(word: str) -> bool:
    return bool(aliases.control[word] == "repeat")


def _choice(command: str, list_name: str, *, has_other: bool) -> Asks | None:
    kind = _SELECTS.get(aliases.select[command])
    if kind is None or "$" in list_name:
        return None
    if command in aliases.select_from_file:
        return Asks(kind, from_file=list_name) if list_name.endswith(".csv") else None
    return Asks(kind, list_name, has_other=has_other)


def _kind(name: str, facts: Mapping[str, Any]) -> Kind | None:
    bind, control = facts.get("bind", {}), facts.get("control", {})
    if "constraint" in bind:  # old types with a rule of their own, which no sheet shows
        return None
    if "jr:preload" in bind:
        return Kind.META
    if "readonly" in bind:
        return Kind.NOTE
    found: Mapping[str | None, Kind | None] = {
        None: _SILENT.get(name),
        "input": _INPUTS.get(bind.get("type")),
        "upload": _UPLOADS.get(control.get("mediatype")),
        "range": Kind.RANGE,
        "trigger": Kind.ACKNOWLEDGE if "type" in bind and name != "background-geopoint" else None,
    }
    return found.get(control.get("tag"))


def known_types() -> tuple[str, ...]:
    """The types in use today, to find the one that a misspelt type means."""
    return (
        *(kind.value for kind in Kind if kind not in (Kind.META, Kind.RANK)), "rank", "begin_group", "end_group",
        "begin_repeat", "end_repeat", "select_one_from_file", "select_multiple_from_file",
        "start", "end", "today", "deviceid", "username", "email", "phonenumber",
    )  # fmt: skip

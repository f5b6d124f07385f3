"""What a manual says and BPMN has no element for, as elements of our own: mappings (`plain_out`) as XML and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET  # builds only: defusedxml parses

from nithet.manuals.exchange.bpmn_names import ours, parted

Schema = Mapping[str, Any]
# What stands under each name: a type, a list of one, or names below.
_SUBSTEP: Schema = {"number": str, "title": str, "lineage": str, "actions": [str], "decision": str}
STEP: Schema = {
    "number": int,
    "title": str,
    "lineage": str,
    "also_called": [str],
    "detail": str,
    "months": [int],
    "cadence": str,
    "time_text": str,
    "responsible": [str],
    "actions": [str],
    "decision": str,
    "standard": str,
    "measure": {"at_least": int, "per": str},
    "forms": [str],
    "substeps": [_SUBSTEP],
}
PROCEDURE: Schema = {
    "title": str,
    "number": str,
    "part": str,
    "family": str,
    "lineage": str,
    "also_called": [str],
    "objectives": [str],
    "scope": str,
    "definitions": [{"term": str, "meaning": str}],
    "forms": [str],
    "references": [str],
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def facts_element(name: str, data: Mapping[str, Any], **attributes: str) -> ET.Element:
    """The mapping as one element of ours."""
    made = ET.Element(ours(name), attributes)
    for key, value in data.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, Mapping):
                made.append(facts_element(key, one))
            else:
                ET.SubElement(made, ours(key)).text = legal(str(one))
    return made


def facts_from(element: ET.Element, schema: Schema, *, at: str, problems: list[str]) -> dict[str, Any]:
    """The mapping again. What the schema does not know, or knows once and finds twice, is told in `problems`."""
    data: dict[str, Any] = {}
    for child in element:
        space, key = parted(child.tag)
        kind = schema.get(key) if child.tag == ours(key) else None
        if kind is None:
            problems.append(f"{at}: ไม่รับส่วนขยาย “{key}” ({space or 'ไม่มีเนมสเปซ'})")
        elif isinstance(kind, list):
            data.setdefault(key, []).append(_value(child, kind[0], at=at, problems=problems))
        elif key in data:
            problems.append(f"{at}: มี “{key}” มากกว่า 1 ครั้ง")
        else:
            data[key] = _value(child, kind, at=at, problems=problems)
    return data


def _value(element: ET.Element, kind: Any, *, at: str, problems: list[str]) -> Any:
    if isinstance(kind, Mapping):
        return facts_from(element, kind, at=at, problems=problems)
    if len(element):
        problems.append(f"{at}: “{parted(element.tag)[1]}” ต้องเป็นข้อความ ไม่มีส่วนย่อย")
    text = element.text or ""
    # What is no number is blamed by who reads it, with its place.
    return int(text) if kind is int and text.isascii() and text.isdigit() and len(text) < 7 else text


def legal(text: str) -> str:
    """Without the characters that XML forbids."""
    return _NOT_IN_XML.sub("", text)

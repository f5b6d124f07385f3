"""Invented manuals of many divisions in many layouts (texts/), each beside what it says, written by hand first.

In the tables a step has its title and, where the text states them, months (in the order of the fiscal year), cadence,
time in words, responsible, standard, detail and the number of its sub-steps. What is not named there must be empty.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.reading import read_bytes

TEXTS = Path(__file__).parent / "texts"
NAMES = sorted(path.stem for path in TEXTS.glob("*.yaml"))
PARTS = ("objectives", "definitions", "forms", "references")
# Words that announce a fact and go when it is understood.
LABELS = frozenset(
    {
        *("ขั้นตอนที่", "ขั้นที่", "กิจกรรมที่", "ชื่องาน", "ส่วนราชการ", "ระยะเวลา", "ผู้รับผิดชอบ", "มาตรฐาน"),
        *("หมายถึง", "หมายความว่า", "ระยะเวลาดำเนินการ", "เริ่มต้น", "สิ้นสุด"),
    }
)

Expected = dict[str, Any]

pytestmark = pytest.mark.parametrize("name", NAMES)


@cache
def expected(name: str) -> Expected:
    found: Expected = yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def draft_of(name: str) -> ManualDraft:
    path = next(path for path in TEXTS.glob(f"{name}.*") if path.suffix in {".txt", ".md"})
    return read_bytes(path.read_bytes(), name=path.name)


def squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def told(step: StepDraft, wanted: Expected) -> Expected:
    """The step as the table writes it, with the optional columns that the table has."""
    found: Expected = {
        "title": squeezed(step.title),
        "months": list(step.months or ()),
        "responsible": [squeezed(one) for one in step.responsible],
        "substeps": len(step.substeps),
    }
    if "time" in wanted:
        found["time"] = squeezed(step.time_text)
    else:
        found["cadence"] = step.cadence
    for column in {"standard", "detail"} & wanted.keys():
        found[column] = squeezed(getattr(step, column))
    return found


def written(wanted: Expected) -> Expected:
    """A row of the table with what it leaves out filled in."""
    row: Expected = {"months": [], "responsible": [], "substeps": 0, **wanted}
    if "time" not in wanted:
        row.setdefault("cadence", None)
    for column in {"title", "time", "standard", "detail"} & row.keys():
        row[column] = squeezed(str(row[column]))
    row["responsible"] = [squeezed(one) for one in row["responsible"]]
    return row


def pairs(name: str) -> list[tuple[ProcedureDraft, Expected]]:
    return list(zip(draft_of(name).procedures, expected(name)["procedures"], strict=True))


def strings(value: object) -> Iterator[str]:
    """All texts of a draft but its notes and warnings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in {"notes", "warnings"}:
                yield from strings(getattr(value, each.name))


def test_the_office_the_group_and_the_procedures_are_found(name: str) -> None:
    draft, wanted = draft_of(name), expected(name)
    for key in {"office", "group"} & wanted.keys():
        assert squeezed(getattr(draft, key)) == squeezed(wanted[key])
    assert [squeezed(one.title) for one in draft.procedures] == [
        squeezed(one["title"]) for one in wanted["procedures"]
    ]


def test_every_step_is_found_in_order_with_what_is_said_of_it(name: str) -> None:
    for procedure, wanted in pairs(name):
        found = [told(step, row) for step, row in zip(procedure.steps, wanted["steps"], strict=True)]
        assert found == [written(row) for row in wanted["steps"]]


def test_objectives_definitions_forms_and_references_are_counted(name: str) -> None:
    for procedure, wanted in pairs(name):
        for part in set(PARTS) & wanted.keys():
            assert len(getattr(procedure, part)) == wanted[part], part


def test_every_line_is_understood_and_its_words_are_in_the_draft(name: str) -> None:
    draft = draft_of(name)
    assert draft.unread == ()
    assert len(draft.used) + len(draft.furniture) == len(draft.notes)
    whole = squeezed(" ".join(strings(draft)))
    lost = [
        (note.line, word)
        for note in draft.used
        if note.rule not in {"title", "heading", "table-head"}
        for word in re.findall("[ก-๎]{6,}", re.sub("<[^>]*>", " ", note.text))
        if word not in LABELS and word not in whole
    ]
    assert lost == []

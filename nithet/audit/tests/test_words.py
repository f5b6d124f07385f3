"""Every act that the code records has its words; the page of history never shows a code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nithet
from nithet.audit.facts import fact_words
from nithet.audit.models import Entry
from nithet.audit.words import KINDS, VERBS, verb_words, why_words

CODE = Path(nithet.__path__[0])
WRITERS = {"record", "entry"}


def verbs_recorded() -> Iterator[str]:
    """The verbs that stand written out in calls of `record` and `entry`."""
    for file in CODE.rglob("*.py"):
        if "tests" not in file.parts:
            yield from verbs_in(file.read_text(encoding="utf-8"))


def verbs_in(text: str) -> Iterator[str]:
    if not any(f"{writer}(" in text for writer in WRITERS):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS and node.args:
            verb = node.args[0]
            if isinstance(verb, ast.Constant):
                yield str(verb.value)


def test_every_verb_has_its_words() -> None:
    found = set(verbs_recorded())
    assert len(found) > 20
    assert found - VERBS.keys() == set()


def test_every_verb_can_be_filtered_by_its_kind() -> None:
    kinds = {verb.split(".")[0] for verb in VERBS}
    assert kinds == KINDS.keys()


def test_a_verb_without_words_is_shown_as_it_is() -> None:
    assert verb_words("task.returned") == "ส่งคืนแก้ไข"
    assert verb_words("task.dreamt") == "task.dreamt"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"to": "2026-12-01"}, ["ให้ 1 ธ.ค. 2569"]),
        ({"to": "2026-13-01"}, ["ให้ 2026-13-01"]),
        ({"to": ["ก", "ข", "ค"]}, ["ให้ ก, ข, ค"]),
        ({"days": ["2026-12-01", "2026-12-03"]}, ["วันที่ 1 ธ.ค. 2569 ถึง 3 ธ.ค. 2569"]),
        ({"total": [240, 238]}, ["จำนวน จาก 240 เป็น 238"]),
        ({"total": [None, 238]}, ["จำนวน 238"]),
        ({"changed": {"name": ["ก", "ข"], "district": ["เมือง", ""], "secret": [1, 2]}},
         ["ชื่อ จาก ก เป็น ข", "อำเภอ จาก เมือง เป็นว่าง"]),
        ({"changed": [3, 5]}, ["จาก 3 เป็น 5"]),
        ({"before": "กลุ่ม ก", "after": "กลุ่ม ข"}, ["จาก กลุ่ม ก เป็น กลุ่ม ข"]),
        ({"before": {"name": "ก"}, "after": {"name": "ข"}}, ["ชื่อ จาก ก เป็น ข"]),
        ({"to": {"id": 1}}, []),
        ({"to": ""}, []),
        ({"to": None}, []),
        ({"alias": "บุคคลที่ 12"}, []),
        ({"round": 2, "times": 1}, ["ครั้งที่ 1", "รอบที่ 2"]),
        (["ไม่ใช่"], []),
    ],
)  # fmt: skip
def test_facts_in_words(facts: object, words: list[str]) -> None:
    assert fact_words(Entry(facts=facts)) == words


def test_facts_in_an_offices_own_words_leave_names_alone() -> None:
    facts = {"changed": {"cluster": ["กลุ่มโรงเรียนทุ่งสาธิต", "กลุ่มโรงเรียนหนองจำลอง"]}}
    told = fact_words(Entry(facts=facts), {"cluster": "เครือข่ายโรงเรียน"})
    assert told == ["เครือข่ายโรงเรียน จาก กลุ่มโรงเรียนทุ่งสาธิต เป็น กลุ่มโรงเรียนหนองจำลอง"]


def test_a_reason_an_opinion_and_a_message_are_told_apart() -> None:
    assert why_words(Entry(verb="task.returned", why="ขาดภาพถ่าย")) == "เหตุผล: ขาดภาพถ่าย"
    assert why_words(Entry(verb="task.approved", why="อนุมัติ")) == "ความเห็น: อนุมัติ"
    assert why_words(Entry(verb="task.submitted", why="แล้วเสร็จ")) == "ข้อความที่เสนอ: แล้วเสร็จ"
    assert why_words(Entry(verb="task.submitted")) == ""

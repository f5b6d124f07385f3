"""From the words of a standard to the kind of condition it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nithet.cycles.standards import (
    Complete,
    Condition,
    Count,
    Coverage,
    Dated,
    Issued,
    Judgement,
    condition_of,
    kind_of,
    words_of,
)
from nithet.manuals.draft import Measure

TWICE = Measure(2, "semester")
TRUTH = Path(__file__).resolve().parents[4] / "shared" / "manuals" / "truth.json"


@pytest.mark.parametrize(
    ("standard", "condition"),
    [
        ("มีรายงานผลการดำเนินงาน", Issued(("report",))),
        ("สรุป/รายงานผล", Issued(("report",))),
        ("คำสั่งคณะทำงานและรายงานผลการดำเนินงาน", Issued(("order", "report"))),
        ("มีรายงานและเผยแพร่แก่ผู้เกี่ยวข้อง เพื่อใช้เป็นข้อมูล", Issued(("report", "publication"))),
        ("แผนการส่งเสริมฯ", Issued(("plan",))),
        ("ข้อมูลสารสนเทศของงาน", Issued(("information",))),
        ("ข้อมูลที่ถูกต้อง ครบถ้วน และเป็นปัจจุบัน", Complete(100)),
        ("บันทึกข้อมูลร้อยละ ๙๕ ขึ้นไป", Complete(95)),
        ("สำรวจความต้องการสื่อ", Count(1)),
        ("มีเครือข่ายไม่น้อยกว่า ๓ เครือข่าย", Count(3, unit="เครือข่าย")),
        ("รายงานภายในวันที่ ๓๐ กันยายน", Dated((9, 30))),
        ("รายงานภายในเดือนตุลาคม", Dated((10, 0))),
        ("ส่งรายงานภายใน 15 วัน", Dated()),
        ("เสนอทันตามกำหนดเวลา", Dated()),
        ("ครูได้รับการอบรมทุกคน", Coverage(1, "year", "people")),
        ("โรงเรียนทุกแห่งได้รับการนิเทศ", Coverage(1, "year", "schools")),
    ],
)
def test_the_words_of_a_standard_tell_its_condition(standard: str, condition: Condition) -> None:
    found = condition_of(standard)
    if isinstance(found, Count) and isinstance(condition, Count):
        assert (found.at_least, found.per, found.unit) == (condition.at_least, condition.per, condition.unit)
    else:
        assert found == condition


@pytest.mark.parametrize(
    ("standard", "kind"),
    [
        ("มีแผนภูมิแสดงขั้นตอน", "ดุลยพินิจ"),  # a drawing, no plan
        ("แผนที่มีคุณภาพ", "ดุลยพินิจ"),  # there, but is it good?
        ("ประสานงานภายในกลุ่ม", "นับ"),  # no day
        ("ดำเนินการตามกำหนดการอบรม", "ดุลยพินิจ"),  # an agenda is no due day
        ("ความพึงพอใจร้อยละ 80", "ดุลยพินิจ"),  # a percentage, not of data
        ("มีผู้เข้าร่วมอย่างน้อย 2 คน", "ดุลยพินิจ"),  # people are no occasions
        ("มีแผนเพื่อจัดทำรายงานและเอกสาร", "สิ่งที่ต้องมี"),  # the report is an aim
        ("จำนวนเครือข่าย", "ดุลยพินิจ"),  # a number without a criterion
        ("", "ดุลยพินิจ"),
    ],
)
def test_a_near_miss_is_not_taken_for_more(standard: str, kind: str) -> None:
    assert kind_of(condition_of(standard)) == kind


def test_an_aim_asks_for_nothing() -> None:
    assert condition_of("มีแผนเพื่อจัดทำรายงานและเอกสาร") == Issued(("plan",))


def test_a_measured_standard_counts_for_whom_it_names() -> None:
    assert condition_of("นิเทศสถานศึกษาในสังกัด", TWICE) == Coverage(2, "semester", "schools")
    assert condition_of("ครูได้รับการนิเทศอย่างทั่วถึง", TWICE) == Coverage(2, "semester", "people")
    assert condition_of("จัดประชุมเครือข่าย", TWICE, ["network"]) == Count(2, "semester", ("network",))


def test_schools_of_some_sort_are_left_to_a_person() -> None:
    """Which they are no register tells; one visit would not show that all were visited."""
    assert condition_of("โรงเรียนปลายทางได้รับการนิเทศ", TWICE) == Judgement()
    assert condition_of("โรงเรียนขนาดเล็กทุกแห่งได้รับการนิเทศ") == Judgement()


def test_what_is_counted_is_the_verbs_action_where_the_step_has_it() -> None:
    assert condition_of("มีการประเมินผล", None, ["visit", "evaluate"]) == Count(1, of=("evaluate",))
    assert condition_of("มีการประเมินผล", None, ["visit"]) == Count(1, of=("visit",))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Count(2, "semester"), "นับ: อย่างน้อยภาคเรียนละ 2 ครั้ง"),
        (
            Coverage(2, "semester", "schools"),
            "ความครอบคลุม: ทุกโรงเรียน อย่างน้อยภาคเรียนละ 2 ครั้งต่อโรงเรียน",
        ),
        (Dated((9, 30)), "กำหนดเวลา: ภายในวันที่ 30 กันยายน"),
        (Dated((10, 0)), "กำหนดเวลา: ภายในเดือนตุลาคม"),
        (Issued(("order", "report")), "สิ่งที่ต้องมี: คำสั่ง และรายงาน"),
        (Complete(95), "ความครบถ้วน: ข้อมูลครบถ้วนร้อยละ 95"),
        (Judgement(), "ดุลยพินิจ: ผู้บังคับบัญชาพิจารณาจากหลักฐาน"),
    ],
)
def test_a_condition_says_what_it_asks(condition: Condition, words: str) -> None:
    assert words_of(condition) == words


# What a reader says of each of the 50 standards of the five manuals, in their order.
KINDS = "nniiinnjjjniiiiiijiinijiniiiiviciviciviiiniciijiii"
LETTERS = {Count: "n", Issued: "i", Judgement: "j", Coverage: "v", Complete: "c", Dated: "d"}


@pytest.mark.skipif(not TRUTH.exists(), reason="the five manuals are not here")
def test_each_standard_of_the_five_manuals_has_its_kind() -> None:
    manuals = json.loads(TRUTH.read_text(encoding="utf-8"))
    steps = [s for m in manuals for p in m["procedures"] for s in p["steps"] if s.get("standard")]
    kinds = [LETTERS[type(_of(step))] for step in steps]
    assert len(kinds) == 50
    wrong = [
        (s["standard"], found, asked)
        for s, found, asked in zip(steps, kinds, KINDS, strict=True)
        if found != asked
    ]
    assert not wrong
    assert kinds.count("j") * 3 <= len(kinds)


def _of(step: dict[str, object]) -> Condition:
    measure = step.get("standard_measure")
    return condition_of(
        str(step["standard"]),
        Measure(**measure) if isinstance(measure, dict) else None,
        list(step["actions"]),  # type: ignore[call-overload]
    )

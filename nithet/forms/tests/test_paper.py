"""What stands on paper, shaped out of a form and its answers without anything drawn."""

from __future__ import annotations

from typing import Any

import pytest

from nithet.forms.answers import Answers
from nithet.forms.printing.shaping import shape
from nithet.forms.printing.sheet import Asked, Lines, Paper, Scale, Sheet, Signatures
from nithet.forms.shipped import codes, shipped_tables
from nithet.forms.tests.filling_kit import tables_of
from nithet.forms.xlsform.defining import define

FILLED: Answers = {
    "heading/date": "2026-11-20", "topic": "การใช้สื่อ", "students": 1200, "uses_media": "yes", "media": ["video", "other"],
    "enough/actual": "2", "enough/desired": "5", "ready/actual": "3", "ready/desired": "4", "signature": "s.png",
    "agreements": list[Answers]([{"agreements/what": "ทำสื่อ", "agreements/due_on": "2027-01-15"}]),
}  # fmt: skip


def sheet(answers: Answers | None = None, **facts: Any) -> Sheet:
    return shape(Paper(define(tables_of()), answers, **facts))


def blocks(made: Sheet, kind: type) -> list[Any]:
    return [block for section in made.sections for block in section.blocks if isinstance(block, kind)]


def test_a_dual_rating_is_one_table_with_two_groups_of_columns() -> None:
    scale: Scale
    (scale,) = blocks(sheet(FILLED), Scale)
    assert scale.groups == ("สภาพปัจจุบัน", "สภาพที่คาดหวัง")
    assert scale.steps == ("๕", "๔", "๓", "๒", "๑")
    assert [(number, label) for number, label, _ in scale.lines] == [
        ("๕", "มีสื่อเพียงพอกับผู้เรียน"), ("๖", "ครูใช้สื่อได้คล่อง"),
    ]  # fmt: skip
    assert [at for at, mark in enumerate(scale.lines[0][2]) if mark] == [3, 5]


def test_questions_are_numbered_one_after_the_other() -> None:
    asked = [block.number for block in blocks(sheet(), Asked) if block.number]
    assert asked == ["๑", "๒", "๓", "๔", "๗", "๘", "๙"]


def test_answers_read_as_officials_write_them() -> None:
    values = {block.label: block.value for block in blocks(sheet(FILLED), Asked)}
    assert values["จำนวนนักเรียน"] == "๑,๒๐๐"
    assert ("วันที่", "๒๐ พฤศจิกายน ๒๕๖๙") in sheet(FILLED).heading
    assert {block.value for block in blocks(sheet(FILLED, thai_digits=False), Asked)} >= {"1,200"}
    chosen = next(block for block in blocks(sheet(FILLED), Asked) if block.label == "สื่อที่ใช้")
    assert [option.label for option in chosen.options if option.is_chosen] == ["วีดิทัศน์", "อื่น ๆ"]


def test_a_repeat_is_a_table_and_an_empty_one_has_room() -> None:
    filled: Lines = blocks(sheet(FILLED), Lines)[0]
    assert filled.columns == ("สิ่งที่จะทำ", "ภายในวันที่")
    assert filled.rows == (("๑", ("ทำสื่อ", "๑๕ มกราคม ๒๕๗๐")),)
    assert len(blocks(sheet(), Lines)[0].rows) == 4


LINES = """# แบบบันทึกคะแนน

## survey

| type | name | label | calculation | appearance |
|---|---|---|---|---|
| begin_group | context | ด้านบริบท | | |
| select_one lk5 | need | ตรงกับความต้องการ | | likert |
| select_one lk5 | policy | ตรงกับนโยบายข้อ 2 | | likert |
| end_group | | | | |
| begin_group | input | ด้านปัจจัยนำเข้า | | |
| select_one lk5 | people | บุคลากรเพียงพอ | | likert |
| select_one lk5 | money | งบประมาณเพียงพอ | | likert |
| end_group | | | | |
| begin_repeat | scores | คะแนนรายคน | | |
| text | learner | รหัสผู้เรียน | | |
| decimal | e1 | คะแนน E1 | | |
| calculate | gain | | ${e1} - 1 | |
| end_repeat | | | | |
| text | note_number | เลขที่หนังสือ | | |

## settings

| form_title | form_id |
|---|---|
| แบบบันทึกคะแนน | scores |
"""


def scores(answers: Answers | None = None) -> Sheet:
    return shape(Paper(define(tables_of(LINES)), answers))


def test_two_ratings_of_one_group_alone_are_two_lines_under_its_words() -> None:
    context, means, *_ = scores().sections
    assert (context.label, means.label) == ("ด้านบริบท", "ด้านปัจจัยนำเข้า")
    (scale,) = context.blocks
    assert isinstance(scale, Scale)
    assert (scale.groups, [label for _, label, _ in scale.lines]) == (
        ("",), ["ตรงกับความต้องการ", "ตรงกับนโยบายข้อ ๒"],
    )  # fmt: skip


def test_what_is_only_reckoned_within_is_no_column() -> None:
    (lines,) = blocks(
        scores({"scores": list[Answers]([{"scores/learner": "12", "scores/gain": "4"}])}), Lines
    )
    assert lines.columns == ("รหัสผู้เรียน", "คะแนน E1")
    assert lines.rows == (("๑", ("๑๒", "")),)
    assert lines.amounts == (False, True)


def test_typed_words_have_the_digits_of_the_sheet() -> None:
    values = {
        block.label: block.value for block in blocks(scores({"note_number": "ศธ 04123/ว 5 (KR-20)"}), Asked)
    }
    assert values["เลขที่หนังสือ"] == "ศธ ๐๔๑๒๓/ว ๕ (KR-20)"


def test_signatures_are_boxes() -> None:
    made = sheet(FILLED, files={"s.png": "/file/s.png"})
    assert blocks(made, Signatures)[0].boxes == (("ลายมือชื่อ", "/file/s.png", ""),)


def test_who_signs_stands_under_the_signature_where_the_form_knows_it() -> None:
    definition = define(shipped_tables("supervision_visit"))
    told: Answers = {
        "heading/filled_by": "นางสาวดาว สาธิต",
        "school_acknowledgement/acknowledged_by": "นายดิน สาธิต",
    }
    text = str(shape(Paper(definition, told)))
    assert "('ลายมือชื่อผู้กรอก', '', 'นางสาวดาว สาธิต')" in text
    assert "('ลายมือชื่อผู้รับทราบ', '', 'นายดิน สาธิต')" in text
    assert "('ลายมือชื่อผู้กรอก', '', '')" in str(shape(Paper(definition)))


def test_what_was_left_out_by_its_condition_is_not_printed_filled() -> None:
    answers: Answers = {**FILLED, "uses_media": "no"}
    del answers["media"]
    assert "สื่อที่ใช้" not in [block.label for block in blocks(sheet(answers), Asked)]
    told = next(block for block in blocks(sheet(), Asked) if block.label == "สื่อที่ใช้")
    assert told.hint == "(ตอบเมื่อข้อ ๓ เป็น “ใช่”)"


@pytest.mark.parametrize("code", codes())
def test_every_shipped_form_has_all_its_questions_on_paper(code: str) -> None:
    definition = define(shipped_tables(code))
    text = str(shape(Paper(definition, thai_digits=False)))
    lost = [
        question.label
        for question in definition.questions()
        if question.label and question.name not in ("role", "office") and not (question.relevant and question.kind == "image")
        and " ".join(question.label.split()) not in text.replace("\\xa0", " ")
        and not any(sign in question.label for sign in "*_${")
    ]  # fmt: skip
    assert lost == []

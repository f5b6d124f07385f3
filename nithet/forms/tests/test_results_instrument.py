"""What a form measures: the roles of its questions, and the aspects that ratings stand in."""

from __future__ import annotations

from collections import Counter

import pytest

from nithet.forms.results.instrument import instrument, measures_same
from nithet.forms.results.shapes import Instrument, Role
from nithet.forms.shipped import blocks, codes, shipped_tables
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.text import read_text

# fmt: off
SHIPPED = {
    "media_need_survey": "20 dual 4 choice 2 choices 1 number 2 text; 5 aspects",
    "media_need_result": "5 number 7 text",
    "media_production": "3 choice 2 choices 5 number 6 text",
    "media_service_log": "1 rating 1 choice 1 number 5 text 1 date",
    "media_visit": "10 observation 5 choice 8 text 1 date; 1 aspects",
    "service_improvement": "3 choice 2 number 6 text 2 date",
    "partner_cooperation": "1 choice 2 choices 1 number 5 text 1 date",
    "publicity_log": "1 choices 1 number 5 text 1 date",
    "media_process_report": "6 text",
    "media_use_study": "4 rating 1 choice 3 choices 1 number 3 text; 1 aspects",
    "media_check_summary": "9 rating 1 choice 3 text; 1 aspects",
    "media_revision": "7 text 1 date",
    "media_prototype": "1 choice 7 number 3 text 2 date",
    "media_followup_visit": "10 observation 6 choice 10 text 1 date; 1 aspects",
    "km_plan": "1 number 17 text 7 date",
    "km_activity": "1 rating 1 choice 1 number 7 text 1 date",
    "research_process_report": "6 text",
    "joint_approval": "2 choice 1 number 8 text 2 date",
    "joint_order": "1 choice 6 text 2 date",
    "joint_summary": "2 number 7 text",
    "work_report": "2 number 3 text 2 date",
    "dltv_use_log": "4 choice 3 number 2 text 1 date",
    "dltv_visit": "1 rating 4 observation 5 choice 6 text 1 date; 2 aspects",
    "equipment_use_request": "3 choice 1 number 7 text 2 date",
    "loan_request": "2 choice 1 number 5 text 3 date",
    "mis_evaluation": "7 rating 1 choice 1 number 4 text; 1 aspects",
    "mis_summary_report": "8 text",
    "website_feedback": "5 rating 2 choice 3 text 1 date; 1 aspects",
    "website_annual_report": "2 text",
    "ict_improvement": "1 choices 7 number 5 text",
    "ict_report": "1 rating 2 number 2 text",
    "supervision_visit": "5 observation 3 choice 2 choices 11 text 1 date; 1 aspects",
    "internal_supervision_eval": "4 rating 5 choice 3 number 1 text; 1 aspects",
    "project_evaluation": "9 rating 4 number 3 text; 4 aspects",
    "supervision_report": "3 text",
    "network_need": "9 dual 2 choice 2 text; 3 aspects",
    "network_eval": "5 rating 2 choice 2 number 4 text 1 date; 1 aspects",
    "network_report": "2 text",
    "work_standard_sheet": "1 choice 1 number 9 text",
    "sep_school_status": "1 rating 3 choice 4 text 1 date; 1 aspects",
    "curriculum_check": "11 choice 4 text",
    "supervisor_profile": "1 choice 1 choices 2 number 7 text 1 date",
    "supervision_plan": "2 choice 7 text 1 date",
    "working_group_order": "1 choice 6 text 2 date",
    "plan_proposal": "1 choice 1 number 7 text 2 date",
    "course_registration": "1 choices 4 text 1 date",
    "course_attendance": "1 choice 1 text 1 date",
    "course_satisfaction": "7 rating 3 text; 1 aspects",
    "ioc_rating": "1 rating 6 text; 1 aspects",
    "item_analysis_upload": "1 choice 1 choices 2 number 1 text",
    "dataset_entry": "2 choice 9 text 1 date",
    "assignment_inbox": "1 choice 1 number 5 text 2 date",
}
# fmt: on


def made(*lines: str, choices: tuple[str, ...] = ()) -> Instrument:
    """Of lines “type | name | label | appearance”, and “list | name | label”."""
    survey = ["| type | name | label | calculation | readonly | appearance |", "|---|---|---|---|---|---|"]
    survey += [f"| {line} {'| ' * (5 - line.count('|'))}|" for line in lines]
    listed = ["| list_name | name | label |", "|---|---|---|", *(f"| {line} |" for line in choices)]
    settings = ["| form_title | form_id |", "|---|---|", "| แบบทดลอง | trial |"]
    text = [
        "# แบบทดลอง", "", "## survey", "", *survey, "", *(["## choices", "", *listed, ""] if choices else []),
        "## settings", "", *settings,
    ]  # fmt: skip
    return instrument(define(read_text("\n".join(text), blocks())))


def told(of: Instrument) -> str:
    roles = Counter(item.role for item in of.items)
    words = " ".join(f"{roles[role]} {role.value}" for role in Role if roles[role])
    return f"{words}; {len(of.aspects)} aspects" if of.aspects else words


@pytest.mark.parametrize("code", codes())
def test_each_shipped_form_measures_what_the_table_says(code: str) -> None:
    assert told(instrument(define(shipped_tables(code)))) == SHIPPED[code]


def test_the_table_holds_all_shipped_forms() -> None:
    assert set(SHIPPED) == set(codes())


def test_the_needs_survey_has_its_aspects_by_their_own_names() -> None:
    found = instrument(define(shipped_tables("media_need_survey")))
    first = found.aspects[0]
    assert first.path == "availability"
    assert first.label == "ด้านความเพียงพอและการเข้าถึงสื่อ"
    assert [item.path for item in found.of_aspect("availability")][:2] == [
        "availability/enough_for_learners", "availability/all_learning_areas"
    ]  # fmt: skip
    one = found.of_aspect("availability")[0]
    assert (one.actual, one.desired) == (f"{one.path}/actual", f"{one.path}/desired")
    assert one.scale == (1, 5)


def test_heading_notes_calculations_files_and_places_measure_nothing() -> None:
    found = made(
        "include | heading |", "note | n | โปรดตอบ", "calculate | c | | 1 + 1", "integer | i | รวม | 1 + 1", "text | known | จากระบบ | | yes",
        "image | photo | ภาพ", "file | f | ไฟล์", "geopoint | where | พิกัด", "text | t | ความเห็น",
    )  # fmt: skip
    assert [(item.path, item.role) for item in found.items] == [("t", Role.TEXT)]


@pytest.mark.parametrize(
    "labels",
    [
        ("ต่ำกว่า 30 ปี", "30–45 ปี", "มากกว่า 45 ปี"),
        ("น้อยกว่า 1 ปี", "1–5 ปี", "มากกว่า 5 ปี"),
        ("มี", "ไม่มี", "ไม่ทราบ"),
        ("ระดับอนุบาล", "ระดับประถมศึกษา", "ระดับมัธยมศึกษา"),
        ("สิ่งพิมพ์", "วิดีโอ", "เกม"),
    ],
)
def test_numbers_in_a_row_that_only_code_a_group_are_a_choice(labels: tuple[str, ...]) -> None:
    choices = tuple(f"g | {number} | {label}" for number, label in enumerate(labels, start=1))
    found = made("select_one g | q | ข้อ", "select_one g | p | ข้อ", choices=choices)
    assert [item.role for item in found.items] == [Role.CHOICE, Role.CHOICE]


@pytest.mark.parametrize(
    ("choices", "role"),
    [
        (("s | 3 | มาก", "s | 2 | ปานกลาง", "s | 1 | น้อย"), Role.RATING),
        (("s | 3 | มาก", "s | 2 | ปานกลาง", "s | 1 | น้อย", "s | na | ไม่เกี่ยวข้อง"), Role.RATING),
        (("s | 2 | ชัดเจน", "s | 1 | บางส่วน", "s | 0 | ไม่พบ", "s | na | ไม่เกี่ยวข้อง"), Role.OBSERVATION),
        (("s | 2 | ชัดเจน", "s | 1 | ไม่ชัดเจน", "s | 0 | ไม่พบ"), Role.OBSERVATION),
        (("s | 1 | ปฏิบัติ", "s | 0 | ไม่ปฏิบัติ", "s | na | ไม่เกี่ยวข้อง"), Role.OBSERVATION),
        (("s | 1 | สอดคล้อง", "s | 0 | ไม่แน่ใจ", "s | -1 | ไม่สอดคล้อง"), Role.RATING),
        (("s | 1 | มาก", "s | 2 | น้อย"), Role.CHOICE),
        (("s | 1 | มาก", "s | 2 | ปานกลาง", "s | 5 | น้อย"), Role.CHOICE),
        (("s | 1 | มาก", "s | 2 | ปานกลาง", "s | 3 | น้อย", "s | other | อื่น ๆ"), Role.CHOICE),
        (("s | a | มาก", "s | b | ปานกลาง", "s | c | น้อย"), Role.CHOICE),
    ],
)
def test_a_scale_is_told_by_its_list(choices: tuple[str, ...], role: Role) -> None:
    assert made("select_one s | q | ข้อ", choices=choices).items[0].role == role


def test_a_list_that_a_question_lays_out_as_a_scale_is_one() -> None:
    choices = ("s | 1 | หนึ่งดาว", "s | 2 | สองดาว", "s | 3 | สามดาว")
    plainly = made("select_one s | q | ข้อ", choices=choices)
    laid_out = made("select_one s | q | ข้อ | | | likert", choices=choices)
    assert [one.items[0].role for one in (plainly, laid_out)] == [Role.CHOICE, Role.RATING]


def test_points_that_are_called_by_their_numbers_are_a_scale() -> None:
    choices = tuple(f"s | {number} | {number}" for number in range(11))
    found = made("select_one s | q | ข้อ", choices=choices).items[0]
    assert (found.role, found.scale) == (Role.RATING, (0, 10))


def test_not_applicable_is_no_point_of_the_scale() -> None:
    found = made("select_one o3 | q | ข้อ").items[0]
    assert [(option.name, option.value) for option in found.options] == [
        ("2", 2),
        ("1", 1),
        ("0", 0),
        ("na", None),
    ]
    assert found.scale == (0, 2)


def test_a_group_of_exactly_actual_and_desired_is_one_dual_rating() -> None:
    found = made(
        "begin_group | a | ด้าน ก", "begin_group | x | ข้อ 1", "select_one lk5 | actual | ปัจจุบัน", "select_one lk5 | desired | คาดหวัง",
        "end_group | |", "end_group | |",
    )  # fmt: skip
    assert [(item.path, item.role, item.aspect, item.label) for item in found.items] == [
        ("a/x", Role.DUAL, "a", "ข้อ 1")
    ]


@pytest.mark.parametrize(
    "inside",
    [
        (
            "select_one lk5 | actual | ปัจจุบัน",
            "select_one lk5 | desired | คาดหวัง",
            "select_one lk5 | more | อีก",
        ),
        ("select_one lk5 | actual | ปัจจุบัน", "select_one q4 | desired | คาดหวัง"),
        ("select_one lk5 | desired | คาดหวัง", "select_one lk5 | actual | ปัจจุบัน"),
    ],
)
def test_any_other_group_of_ratings_is_an_aspect(inside: tuple[str, ...]) -> None:
    found = made("begin_group | x | ด้าน", *inside, "end_group | |")
    assert {item.role for item in found.items} == {Role.RATING}
    assert [aspect.path for aspect in found.aspects] == ["x"]


def test_questions_of_a_repeat_know_whose_lines_they_are_asked_in() -> None:
    found = made(
        "begin_repeat | lines | รายการ", "begin_group | g | กลุ่ม", "select_one lk5 | r | คะแนน", "end_group | |", "text | t | อื่น", "end_repeat | |"
    )  # fmt: skip
    assert [(item.path, item.repeat, item.aspect) for item in found.items] == [
        ("lines/g/r", "lines", "lines/g"), ("lines/t", "lines", "")
    ]  # fmt: skip


def test_years_are_counted_and_have_no_mean() -> None:
    found = made(
        "integer | school_year | ปีการศึกษา", "integer | built_be | สร้างเมื่อ", "integer | students | นักเรียน"
    )
    assert [item.role for item in found.items] == [Role.CHOICE, Role.CHOICE, Role.NUMBER]


def test_a_form_tells_answers_apart_by_who_fills_it_and_its_short_choices() -> None:
    found = instrument(define(shipped_tables("mis_evaluation")))
    assert [one.code for one in found.properties] == ["heading/role", "evaluated_system/user_type"]
    assert found.properties[1].values["teacher"] == "ครู"


def test_questions_of_another_scale_do_not_measure_the_same() -> None:
    five, four = made("select_one lk5 | q | ข้อ").items[0], made("select_one q4 | q | ข้อ").items[0]
    renamed = made("select_one lk5 | q | ข้อที่เขียนใหม่").items[0]
    assert not measures_same(five, four)
    assert measures_same(five, renamed)

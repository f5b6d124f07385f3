"""Answers as people read them, whatever was sent; and which figures have commas."""

from __future__ import annotations

import pytest

from nithet.forms.answers import Answers
from nithet.forms.checking.kinds import point, typed, wrong_type
from nithet.forms.definition import Group, Kind, Question
from nithet.forms.reviewing import Look, label_of, parts_of
from nithet.forms.tests.small_forms import VISIT, form, pair
from nithet.forms.tests.test_export_submissions import NASTY
from nithet.forms.wording import worded


def words(question: Question, value: object) -> str:
    return worded(question, value, VISIT, lambda _, name: name)


@pytest.mark.parametrize("kind", Kind)
def test_whatever_was_sent_can_be_read(kind: Kind) -> None:
    for appearance in ("", "month-year"):
        for value in NASTY:
            assert isinstance(words(Question("a", kind, "ก", appearance=appearance), value), str)
            if isinstance(value, str):
                assert isinstance(words(Question("a", kind, "ก"), typed(kind, value)), str)


@pytest.mark.parametrize("text", ["--5", "²", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"])
def test_what_cannot_be_read_as_its_kind_is_shown_as_it_came(text: str) -> None:
    assert words(Question("a", Kind.INTEGER, "ก"), text) == text
    assert words(Question("a", Kind.DATETIME, "ก"), text) == text


def test_a_moment_before_all_years_is_marked() -> None:
    assert wrong_type(Kind.DATETIME, "", "0001-01-01T00:00:00+14:00") == "ต้องเป็นวันและเวลา"
    assert wrong_type(Kind.DATETIME, "", "2026-11-20T09:30:00+07:00") == ""


def test_a_place_without_end_is_no_place() -> None:
    assert point("1e999 99.8") is None
    assert point("19.9 99.8") == {"latitude": 19.9, "longitude": 99.8, "altitude": None, "accuracy": None}


@pytest.mark.parametrize(
    ("calculation", "value", "told"),
    [
        ("sum(${cost})", "125000", "125,000"),
        ("${pairs} * ${full} - sum(${before})", "1234.5", "1,234.5"),
        ("if(${is_paired} = 1, ${after} - ${before}, 0)", "2400", "2,400"),
        ("round(${a} div ${b}, 2)", "-1234567", "-1,234,567"),
        ("concat('57', ${code})", "57010001", "57010001"),
        ("${phone}", "0812345678", "0812345678"),
        ("${phone} + 0", "0812345678", "0812345678"),
        ("if(${x} = 1, ${code}, '')", "57010001", "57010001"),
        ("not an expression (", "57010001", "57010001"),
        ("", "57010001", "57010001"),
    ],
)
def test_what_is_calculated_has_commas_where_it_is_reckoned(calculation: str, value: str, told: str) -> None:
    question = Question("total", Kind.CALCULATE, "รวม", calculation=calculation)
    assert words(question, value) == told


@pytest.mark.parametrize(
    ("name", "label", "told"),
    [
        ("students", "จำนวนนักเรียน", "2,569"), ("fiscal_year_be", "ปีงบประมาณ", "2569"), ("built_be", "สร้างเมื่อ", "2569"),
        ("year", "ปี", "2569"), ("begun", "เริ่มใช้ปี พ.ศ.", "2569"), ("maybe", "อาจจะ", "2,569"),
    ],
)  # fmt: skip
def test_a_year_has_no_commas(name: str, label: str, told: str) -> None:
    assert words(Question(name, Kind.INTEGER, label), 2569) == told


@pytest.mark.parametrize(
    ("label", "value", "told"),
    [
        ("ค่า t", "-0.143", "-0.143"), ("ค่า t", "-0", "-0"), ("ค่า t", 0.5, "0.5"), ("ค่า t", "-1234.5", "-1,234.5"),
        ("งบประมาณ (บาท)", 45250.5, "45,250.50"), ("งบประมาณ (บาท)", "45250", "45,250"), ("งบประมาณ (บาท)", "0.25", "0.25"),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_sign_and_half_a_baht_is_fifty_satang(
    label: str, value: str | float, told: str
) -> None:
    assert words(Question("figure", Kind.DECIMAL, label), value) == told


def test_words_of_a_group_stand_above_the_first_that_was_answered_in_it() -> None:
    first, second = pair("access/enough", "มีสื่อเพียงพอ"), pair("access/near", "อยู่ใกล้มือ")
    asked = form(Group("access", "ด้านการเข้าถึงสื่อ", (first, second)), Question("more", Kind.TEXT, "ข้อเสนอแนะ"))
    answers: Answers = {"access/enough/actual": "3", "access/near/actual": "3", "more": "ไม่มี"}
    parts = parts_of(Look(asked, answers, lambda _, name: name))
    assert [(part.section, part.title, part.is_pair) for part in parts] == [
        ("ด้านการเข้าถึงสื่อ", "มีสื่อเพียงพอ", True), ("", "อยู่ใกล้มือ", True), ("", "", False),
    ]  # fmt: skip


def test_both_questions_of_a_pair_name_the_matter_where_they_stand_alone() -> None:
    both = pair("enough", "มีสื่อเพียงพอกับผู้เรียนทุกระดับชั้นและทุกกลุ่มสาระ")
    (one, _), around = both.items, (both,)
    assert isinstance(one, Question)
    assert label_of(one, around) == "มีสื่อเพียงพอกับผู้เรียนทุกระดับชั้นและทุกกลุ่มสาระ · actual"
    assert len(short := label_of(one, around, 40)) <= 40
    assert short.startswith("มีสื่อเพียงพอ")
    assert short.endswith("… · actual")
    assert label_of(one, (Group("access", "ด้านการเข้าถึง", (one,)),)) == "actual"


def test_words_of_a_group_are_not_said_twice() -> None:
    inner = Group("known/step", "ขั้นที่ 1", (Question("known/step/done", Kind.TEXT, "ผล"),))
    asked = form(Group("known", "ข้อมูลจากระบบ", (Question("known/count", Kind.INTEGER, "จำนวน"), inner)))
    parts = parts_of(Look(asked, {"known/count": 2, "known/step/done": "ครบ"}, lambda _, name: name))
    assert [(part.section, part.title) for part in parts] == [("", "ข้อมูลจากระบบ"), ("", "ขั้นที่ 1")]

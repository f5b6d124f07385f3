"""The check of answers: what is told of each sort of mistake, and that right answers pass in silence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from nithet.forms.answers import lines_of
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.examples import invalid, line_at, valid
from nithet.forms.checking.findings import CODES
from nithet.forms.definition import Group, Kind, Question
from nithet.forms.tests.small_forms import SCHOOLS, VISIT, answers, form
from nithet.thai.dates import BANGKOK

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)
CHECKER = Checker(VISIT, {"schools.csv": SCHOOLS}.get)
Told = list[tuple[str, tuple[int, ...], str]]


def told(given: Any, checker: Checker = CHECKER) -> Told:
    return [(one.path, one.place, one.code) for one in checker.check(given, now=NOW)]


def words(given: Any, checker: Checker = CHECKER) -> list[str]:
    return [one.words for one in checker.check(given, now=NOW)]


def test_right_answers_are_passed_in_silence() -> None:
    assert CHECKER.faults == []
    assert told(answers()) == []


@pytest.mark.parametrize(("path", "value", "code", "said"), [
    ("teachers", "สิบสอง", "type", "“จำนวนครู” ต้องเป็นจำนวนเต็ม แต่ส่งมาเป็น “สิบสอง”"),
    ("hours", "สองครึ่ง", "type", "“ชั่วโมงต่อสัปดาห์” ต้องเป็นตัวเลข แต่ส่งมาเป็น “สองครึ่ง”"),
    ("teachers", None, "required", "“จำนวนครู” จำเป็นต้องตอบ แต่ยังไม่มีคำตอบ"),
    ("follow/why", " ", "required", "“เหตุผล” โปรดบอกเหตุผล"),
    ("heading/date", "2569-11-20", "type", "“วันที่นิเทศ” ต้องเป็นวันที่ที่เก็บเป็นปี ค.ศ. แต่ส่งมาเป็น “2569-11-20”"),
    ("heading/date", "2026-02-30", "type", "“วันที่นิเทศ” ต้องเป็นวันที่ แต่ส่งมาเป็น “2026-02-30”"),
    ("heading/date", "2026-11-21", "constraint", "“วันที่นิเทศ” ตอบ “2026-11-21”: เลือกวันที่ไม่เกินวันนี้"),
    ("teachers", 501, "constraint", "“จำนวนครู” ตอบ “501”: ไม่เป็นไปตามเงื่อนไขของข้อนี้"),
    ("heading/school", "57010009", "choice", "“โรงเรียน” ตอบ “57010009” ซึ่งไม่อยู่ในตัวเลือก"),
    ("heading/school", "57010002", "choice", "“โรงเรียน” ตอบ “โรงเรียนบ้านห้วยใส” ซึ่งตามคำตอบข้ออื่นไม่มีให้เลือก"),
    ("room", "m1", "choice", "“ห้องที่นิเทศ” ตอบ “ห้อง ม.1” ซึ่งตามคำตอบข้ออื่นไม่มีให้เลือก"),
    ("order", ["5", "4", "4"], "twice", "“ลำดับความสำคัญ” มีตัวเลือกที่เลือกซ้ำ"),
    ("order", ["9"], "choice", "“ลำดับความสำคัญ” ตอบ “9” ซึ่งไม่อยู่ในตัวเลือก"),
    ("rating", 5.5, "range", "“ระดับคะแนน” ต้องอยู่ระหว่าง 0 ถึง 5 แต่ตอบ “5.5”"),
    ("rating", 3.3, "range", "“ระดับคะแนน” ต้องเพิ่มทีละ 0.5 จาก 0 แต่ตอบ “3.3”"),
    ("follow/when", "พรุ่งนี้", "type", "“นัดหมาย” ต้องเป็นวันและเวลา แต่ส่งมาเป็น “พรุ่งนี้”"),
    ("at", "25:00", "type", "“เวลา” ต้องเป็นเวลา แต่ส่งมาเป็น “25:00”"),
    ("place", "ที่นี่", "type", "“ที่ตั้ง” ต้องเป็นพิกัดที่ตั้ง แต่ส่งมาเป็น “ที่นี่”"),
    ("place", {"latitude": 95.0, "longitude": 0.0}, "type", "“ที่ตั้ง” ต้องเป็นพิกัดที่ตั้ง แต่ส่งมาเป็น “95 0”"),
    ("way", [{"latitude": 1.0, "longitude": 1.0}], "type", "“เส้นทาง” ต้องเป็นแนวเส้นที่มีจุดตั้งแต่ 2 จุดขึ้นไป แต่ส่งมาเป็น “1 1”"),
    ("total", "27", "calculation", "“รวม” เป็นค่าที่คำนวณ ซึ่งส่งมาเป็น “27” แต่ระบบคำนวณได้ “26”"),
    ("total", None, "calculation", "“รวม” เป็นค่าที่คำนวณ ซึ่งไม่ได้ส่งมา แต่ระบบคำนวณได้ “26”"),
    ("nothing", "x", "unknown-question", "แบบฟอร์มฉบับนี้ไม่มีข้อ “nothing” จึงไม่ได้เก็บคำตอบของข้อนี้"),
])  # fmt: skip
def test_each_mistake_is_told_once_and_names_the_question(
    path: str, value: object, code: str, said: str
) -> None:
    given = answers()
    given[path] = value
    if value is None:
        del given[path]
    own = [one for one in CHECKER.check(given, now=NOW) if one.path == path]
    assert [(one.code, one.words) for one in own] == [(code, said)]
    assert code in CODES


@pytest.mark.parametrize(("path", "value"), [
    ("teachers", 500), ("teachers", 0), ("hours", 3), ("rating", 5), ("rating", 0), ("topics", ["other"]), ("heading/district", ""),
    ("follow/when", "2026-12-01T09:00:00+07:00"), ("at", "08:30"), ("place", {"latitude": -90.0, "longitude": 180.0}), ("order", []),
])  # fmt: skip
def test_what_is_nearly_a_mistake_is_none(path: str, value: object) -> None:
    given = answers()
    given[path] = value
    assert [one for one in told(given) if one[0] == path] == []


def test_what_need_not_be_answered_and_is_answered_is_told() -> None:
    given = answers() | {"teachers": 10, "total": "22", "half": str(22 / 3)}
    assert told(given) == [("follow/why", (), "irrelevant"), ("follow/when", (), "irrelevant")]
    assert words(given)[0] == "“เหตุผล” มีคำตอบ ทั้งที่ตามคำตอบข้ออื่นไม่ต้องตอบข้อนี้"
    del given["follow/why"], given["follow/when"]
    assert told(given) == []


def test_lines_of_a_repeat_are_checked_each_and_named_by_number() -> None:
    given = answers()
    lines = dict(lines_of(given, "agreements"))
    lines[1,] |= {"agreements/due": "2026-11-01", "agreements/what": ""}
    lines[0,]["agreements/number"] = "2"
    assert told(given) == [
        ("agreements/what", (1,), "required"),
        ("agreements/due", (1,), "constraint"),
        ("agreements/number", (0,), "calculation"),
    ]
    assert words(given)[0] == "“เรื่องที่ตกลง” (รายการที่ 2) จำเป็นต้องตอบ แต่ยังไม่มีคำตอบ"


def test_lines_inside_lines_have_two_numbers() -> None:
    given = answers()
    line = line_at(given, "agreements/people", (0, 1))
    assert line is not None
    line["agreements/people/name"] = "ครูสอง"
    (finding,) = CHECKER.check(given, now=NOW)
    assert (finding.place, finding.code) == ((0, 1), "calculation")
    assert "(รายการที่ 1.2)" in finding.words


def test_how_many_lines_there_are_is_compared_with_what_the_form_asks() -> None:
    given = answers() | {"count": 3}
    assert told(given) == [("agreements", (), "count")]
    assert words(given) == ["“ข้อตกลง” ต้องมี 3 รายการ แต่มี 2 รายการ"]


def test_lines_that_are_no_lines_are_told_and_passed_over() -> None:
    for wrong in ("x", 3, ["a"], [{}, "x"]):
        given = answers() | {"agreements": wrong, "count": 0, "total": "24", "half": "8"}
        assert ("agreements", (), "nesting") in told(given)


def test_later_answers_decide_over_earlier_questions() -> None:
    checker = Checker(form(
        Question("first", Kind.TEXT, "หนึ่ง", relevant="/data/sum > 1"),
        Question("sum", Kind.CALCULATE, "", calculation="/data/last + 1"),
        Question("last", Kind.INTEGER, "สาม", relevant="/data/gate = 'yes'"),
        Question("gate", Kind.TEXT, "สี่"),
    ))  # fmt: skip
    assert told({"first": "x", "sum": "3", "last": 2, "gate": "yes"}, checker) == []
    # What is not asked counts as not answered, for all that is reckoned of it.
    codes = told({"first": "x", "sum": "3", "last": 2, "gate": "no"}, checker)
    assert codes == [("first", (), "irrelevant"), ("sum", (), "calculation"), ("last", (), "irrelevant")]


def test_a_circle_of_questions_ends() -> None:
    checker = Checker(form(
        Question("a", Kind.TEXT, "", relevant="/data/b = ''"), Question("b", Kind.TEXT, "", relevant="/data/a = ''"),
    ))  # fmt: skip
    assert told({"a": "x"}, checker) == []


def test_a_hidden_group_hides_all_inside_it() -> None:
    inner = Group("g/r", "", (Question("g/r/q", Kind.TEXT, "ข้อใน", required="true()"),), is_repeat=True)
    checker = Checker(
        form(Question("n", Kind.INTEGER, "n"), Group("g", "", (inner,), relevant="/data/n = 1"))
    )
    assert told({"n": 1, "g/r": [{}]}, checker) == [("g/r/q", (0,), "required")]
    assert told({"n": 2, "g/r": [{}]}, checker) == []
    assert told({"n": 2, "g/r": [{"g/r/q": "x"}]}, checker) == [("g/r/q", (0,), "irrelevant")]


def test_figures_that_change_by_themselves_are_not_compared() -> None:
    checker = Checker(form(
        Question("n", Kind.INTEGER, ""), Question("age", Kind.CALCULATE, "", calculation="int((today() - '2000-01-01') div 365.25)"),
        Question("code", Kind.CALCULATE, "", calculation="once(random())"), Question("typed", Kind.INTEGER, "", calculation="/data/n"),
    ))  # fmt: skip
    assert told({"n": 1, "age": "3", "code": "0.5", "typed": 7}, checker) == []


def test_a_list_that_is_not_known_is_not_judged() -> None:
    given = answers() | {"heading/school": "99999999"}
    assert told(given, Checker(VISIT)) == []
    assert [one.code for one in Checker(VISIT).check(given, now=NOW, lists={"schools.csv": SCHOOLS}.get)] == [
        "choice"
    ]


def test_an_expression_that_cannot_be_read_is_a_fault_of_the_form_and_checks_nothing() -> None:
    checker = Checker(
        form(Question("a", Kind.TEXT, "", required="tru()", constraint="(. = 1", relevant="${who}"))
    )
    assert [(path, error.code) for path, error in checker.faults] == [
        ("a", "unknown-name"), ("a", "unknown-function"), ("a", "unbalanced"),
    ]  # fmt: skip
    assert told({}, checker) == []


def test_answers_are_completed_with_what_is_calculated_and_without_what_is_not_asked() -> None:
    given = answers()
    for path in ("total", "half"):
        del given[path]
    for line in dict(lines_of(given, "agreements")).values():
        line.pop("agreements/number")
    assert CHECKER.completed(given, now=NOW) == answers()
    few = CHECKER.completed(answers() | {"teachers": 5, "follow/why": "x"}, now=NOW)
    assert "follow/why" not in few
    assert few["total"] == "12"


def test_answers_that_a_label_or_a_message_names_are_told_in_it() -> None:
    checker = Checker(form(Question("total", Kind.INTEGER, "ทั้งหมด"), Group("room", "", (
        Question("room/title", Kind.TEXT, "ชื่อ"),
        Question("room/seats", Kind.INTEGER, "ที่นั่งของ${title}", constraint=". <= ../../total", constraint_message="ไม่เกิน ${total} ${who}"),
    ), is_repeat=True)))  # fmt: skip
    assert words(
        {"total": 5, "room": [{"room/seats": 1}, {"room/title": "ห้องสอง", "room/seats": 6}]}, checker
    ) == ["“ที่นั่งของห้องสอง” (รายการที่ 2) ตอบ “6”: ไม่เกิน 5"]


def test_labels_are_told_without_their_marks_and_not_at_length() -> None:
    label = "**ข้อที่ 1** <span style='x'>ครู</span>\n" + "ยาว" * 60
    (one,) = Checker(form(Question("a", Kind.TEXT, label, required="true()"))).check({}, now=NOW)
    assert one.words.startswith("“ข้อที่ 1 ครู ยาว")
    assert "…”" in one.words
    assert "<" not in one.words


@pytest.mark.parametrize("seed", range(6))
def test_examples_are_taken_and_their_faults_found(seed: int) -> None:
    lists = {"schools.csv": SCHOOLS}.get
    good = valid(VISIT, lists, seed=seed, now=NOW)
    assert told(good) == []
    bad, wrong = invalid(VISIT, lists, seed=seed, now=NOW)
    assert {(one.path, one.place, one.code) for one in wrong} <= set(told(bad))
    assert {"type", "choice", "required", "constraint"} <= {one.code for one in wrong}


@pytest.mark.parametrize("constraint", [
    "regex(., '^[0-9]{5}$')", "string-length(.) = 13", ". = 'ใช่' or . = 'ไม่'", "regex(., '^(0[689]|02)\\d{7,8}$') and string-length(.) < 10",
    "starts-with(., 'https://')", "string-length(.) <= 4 and contains(., '/') or . = '25'",
])  # fmt: skip
def test_an_example_is_found_for_what_a_constraint_asks(constraint: str) -> None:
    definition = form(Question("a", Kind.TEXT, "ก", required="true()", constraint=constraint))
    good = valid(definition, seed=3)
    assert good["a"]
    bad, wrong = invalid(definition, seed=3)
    assert [(one.path, one.code) for one in wrong] in ([("a", "constraint")], [("a", "required")])
    assert told(bad, Checker(definition)) != []

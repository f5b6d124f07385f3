"""What is wrong with a form: for each code a table that has it, and one that nearly does."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from nithet.forms import shipped
from nithet.forms.tables import Tables
from nithet.forms.tests.workbooks import form_text
from nithet.forms.xlsform.linting import has_errors, lint, own_findings

LISTS = "| list_name | name | label |\n| a | 1 | หนึ่ง |\n| a | 2 | สอง |"
TOLD = "| form_title | form_id |\n| แบบทดสอบ | test_form |"
LETTERS = "ก" * 301


def survey(*lines: str, columns: str = "") -> str:
    return "\n".join([f"| type | name | label | {columns}", *lines])


@dataclass(frozen=True)
class Case:
    """`wrong` has the problem in the line and column told, `right` is as near to it as can be."""

    code: str
    wrong: str
    right: str
    at: tuple[str, int, str] = ("survey", 2, "type")
    choices: tuple[str, str] = ("", "")
    settings: tuple[str, str] = (TOLD, TOLD)
    is_warning: bool = False

    def tables(self, number: int) -> Tables:
        return form_text((self.wrong, self.right)[number], self.choices[number], self.settings[number])


OK = survey("| text | a | ก |")
ONE = survey("| select_one a | q | ข |")
CASES = [
    Case("column-unknown", survey("| text | a | ก | ${a} |", columns="relevent"), survey("| text | a | ก | |", columns="relevant"), ("survey", 1, "relevent")),
    Case("column-unknown", ONE, ONE, ("choices", 1, "lable"), (LISTS.replace("label", "lable"), LISTS.replace("label", "label::ไทย (th)"))),
    Case("column-unused", survey("| text | a | ก | x |", columns="remark of mine"), survey("| text | a | ก | x |", columns="bind::odk:x"), ("survey", 1, "remark of mine"), is_warning=True),
    Case("column-meant-twice", survey("| text | a | ก | ข |", columns="caption"), survey("| text | a | ก | ข |", columns="label::English (en)"), ("survey", 1, "caption")),
    Case("column-missing", "| type | name |\n| text | a |", OK, ("survey", 1, "label")),
    Case("column-missing", ONE, ONE, ("choices", 1, "name"), ("| list_name | label |\n| a | ก |", LISTS)),
    Case("no-form-id", OK, OK, ("settings", 2, "form_id"), settings=("| form_title |\n| แบบ |", TOLD)),
    Case("bad-form-id", OK, OK, ("settings", 2, "form_id"), settings=(TOLD.replace("test_form", "แบบ 1"), TOLD.replace("test_form", "Form-1.a"))),
    Case("reserved-form-id", OK, OK, ("settings", 2, "form_id"), settings=(TOLD.replace("test_form", "new"), TOLD.replace("test_form", "news"))),
    Case("no-title", OK, OK, ("settings", 2, "form_title"), settings=("| form_id |\n| f |", TOLD)),
    Case("long-title", OK, OK, ("settings", 2, "form_title"), settings=(TOLD.replace("แบบทดสอบ", LETTERS), TOLD.replace("แบบทดสอบ", LETTERS[:300]))),
    Case("settings-lines", OK, OK, ("settings", 3, ""), settings=(f"{TOLD}\n| อีกแบบ | other |", TOLD), is_warning=True),
    Case("setting-unused", OK, OK, ("settings", 2, "submission_url"), settings=("| form_title | form_id | submission_url |\n| ก | f | https://example.org |", "| form_title | form_id | style |\n| ก | f | pages |"), is_warning=True),
    Case("language-unknown", "| type | name | label::ไทย (th) |\n| text | a | ก |", "| type | name | label::ไทย (th) |\n| text | a | ก |", ("settings", 2, "default_language"), settings=("| form_title | form_id | default_language |\n| ก | f | ลาว |", "| form_title | form_id | default_language |\n| ก | f | ไทย (th) |"), is_warning=True),
    Case("empty-survey", survey("| note | n | สวัสดี |"), OK, ("survey", 0, "")),
    Case("end-without-begin", survey("| end group | | |", "| text | a | ก |"), survey("| begin group | g | |", "| text | a | ก |", "| end group | | |")),
    Case("begin-without-end", survey("| begin group | g | |", "| text | a | ก |"), survey("| begin_group | g | |", "| text | a | ก |", "| end_group | | |")),
    Case("wrong-end", survey("| begin group | g | |", "| text | a | ก |", "| end repeat | | |"), survey("| begin repeat | g | ก |", "| text | a | ก |", "| end repeat | | |"), ("survey", 4, "type")),
    Case("no-type", survey("| | a | ก |"), survey("| | | |", "| text | a | ก |")),
    Case("type-unknown", survey("| txt | a | ก |"), OK),
    Case("type-not-taken", survey("| audit | audit | |", "| text | a | ก |"), survey("| start | start | |", "| text | a | ก |")),
    Case("type-not-taken", survey("| select_one_from_file list.xml | a | ก |"), survey("| select_one_from_file schools.csv | a | ก |")),
    Case("no-list", survey("| select_one | a | ก |"), ONE, choices=("", LISTS)),
    Case("no-name", survey("| text | | ก |"), survey("| note | | ก |", "| text | a | ก |"), ("survey", 2, "name")),
    Case("bad-name", survey("| text | ชื่อครู | ก |"), survey("| text | teacher.name-1_ | ก |"), ("survey", 2, "name")),
    Case("bad-name", survey("| text | 1st | ก |"), survey("| text | _1st | ก |"), ("survey", 2, "name")),
    Case("reserved-name", survey("| text | meta | ก |"), survey("| text | metadata | ก |"), ("survey", 2, "name")),
    Case("name-twice", survey("| text | a | ก |", "| text | a | ข |"), survey("| text | a | ก |", "| begin group | g | |", "| text | a | ข |", "| end group | | |"), ("survey", 3, "name")),
    Case("name-nearly-twice", survey("| text | a | ก |", "| text | A | ข |"), survey("| text | a | ก |", "| text | b | ข |"), ("survey", 3, "name"), is_warning=True),
    Case(
        "repeat-name-twice",
        survey("| begin repeat | r | ก |", "| text | a | ก |", "| end repeat | | |", "| begin group | g | |", "| begin repeat | r | ก |", "| text | b | ก |", "| end repeat | | |", "| end group | | |"),
        survey("| begin repeat | r | ก |", "| text | a | ก |", "| end repeat | | |", "| begin group | g | |", "| begin group | r | ก |", "| text | b | ก |", "| end group | | |", "| end group | | |"),
        ("survey", 6, "name"),
    ),
    Case("no-label", survey("| text | a | |"), survey("| calculate | c | | 1 |", "| text | a | ก | |", columns="calculation"), ("survey", 2, "label")),
    Case("no-label-of-repeat", survey("| begin repeat | r | |", "| text | a | ก |", "| end repeat | | |"), survey("| begin group | r | |", "| text | a | ก |", "| end group | | |"), ("survey", 2, "label"), is_warning=True),
    Case("empty-group", survey("| text | a | ก |", "| begin group | g | |", "| end group | | |"), survey("| begin group | g | |", "| text | a | ก |", "| end group | | |"), ("survey", 3, "")),
    Case("too-deep", survey(*[f"| begin group | g{n} | |" for n in range(13)], "| text | a | ก |", *["| end group | | |"] * 13), survey(*[f"| begin group | g{n} | |" for n in range(12)], "| text | a | ก |", *["| end group | | |"] * 12), ("survey", 14, "")),
    Case("no-calculation", survey("| text | a | ก | |", "| calculate | c | | |", columns="calculation"), survey("| text | a | ก | |", "| calculate | c | | 1 + 1 |", columns="calculation"), ("survey", 3, "calculation")),
    Case("other-with-filter", survey("| select_one a or_other | q | ข | name != '1' |", columns="choice_filter"), survey("| select_one a or_other | q | ข | |", columns="choice_filter"), choices=(LISTS, LISTS)),
    Case("choice-of-no-list", ONE, ONE, ("choices", 4, "list_name"), (f"{LISTS}\n| | 3 | สาม |", LISTS)),
    Case("choice-without-name", ONE, ONE, ("choices", 4, "name"), (f"{LISTS}\n| a | | สาม |", LISTS)),
    Case("choice-without-label", ONE, ONE, ("choices", 4, "label"), (f"{LISTS}\n| a | 3 | |", LISTS)),
    Case("choice-twice", ONE, ONE, ("choices", 4, "name"), (f"{LISTS}\n| a | 2 | สาม |", f"{LISTS}\n| a | 2. | สาม |")),
    Case("choice-with-space", survey("| select_multiple a | q | ข |"), ONE, ("choices", 4, "name"), (f"{LISTS}\n| a | x y | สาม |",) * 2),
    Case("list-missing", survey("| select_one b | q | ข |"), ONE, choices=(LISTS, LISTS)),
    Case("list-unused", OK, ONE, ("choices", 2, "list_name"), (LISTS, LISTS), is_warning=True),
    Case("placeholder", survey("| text | a | คำถาม |"), survey("| text | a | คำถามที่ 1 คืออะไร |"), ("survey", 2, "label"), is_warning=True),
    Case("placeholder", survey("| begin group | g | กลุ่มคำถาม |", "| text | a | ก |", "| end group | | |"), survey("| begin group | g | กลุ่ม |", "| text | a | รายการ |", "| end group | | |"), ("survey", 2, "label"), is_warning=True),
    Case("placeholder", ONE, ONE, ("choices", 4, "label"), (f"{LISTS}\n| a | 3 | ตัวเลือก 3 |\n| a | 4 | ตัวเลือก 4 |", f"{LISTS}\n| a | 3 | สาม |"), is_warning=True),
    Case("file-missing", survey("| select_one_from_file lists.csv | a | ก |"), survey("| select_one_from_file schools.csv | a | ก |")),
    Case("file-missing", survey("| text | a | ก | p.png |", columns="image"), survey("| text | a | ก | |", columns="image"), ("survey", 2, "image")),
    Case("file-name", survey("| text | a | ก | ../p.png |", columns="image"), survey("| text | a | ก | |", columns="image"), ("survey", 2, "image")),
    Case("expression-unbalanced", survey("| integer | a | ก | . > (3 |", columns="constraint"), survey("| integer | a | ก | . > (3) |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-unfinished-text", survey("| text | a | ก | . = 'ข |", columns="constraint"), survey("| text | a | ก | . = 'ข' |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-stray", survey("| integer | a | ก | . > 3 3 |", columns="constraint"), survey("| integer | a | ก | . > 33 |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-unfinished", survey("| integer | a | ก | . > |", columns="constraint"), survey("| integer | a | ก | . > 0 |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-unknown-function", survey("| text | a | ก | string-lenght(.) > 3 |", columns="constraint"), survey("| text | a | ก | string-length(.) > 3 |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-arguments", survey("| text | a | ก | selected(.) |", columns="constraint"), survey("| text | a | ก | selected(., 'x') |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-pattern", survey("| text | a | ก | regex(., '(') |", columns="constraint"), survey("| text | a | ก | regex(., '^[0-9]{10}$') |", columns="constraint"), ("survey", 2, "constraint")),
    Case("expression-too-deep", survey(f"| text | a | ก | {'(' * 70}1{')' * 70} |", columns="constraint"), survey(f"| text | a | ก | {'(' * 20}1{')' * 20} |", columns="constraint"), ("survey", 2, "constraint")),
    Case("reference-unknown", survey("| text | a | ก | ${bb} = 1 |", "| text | b | ก | |", columns="relevant"), survey("| text | a | ก | ${b} = 1 |", "| text | b | ก | |", columns="relevant"), ("survey", 2, "relevant")),
    Case("reference-unknown", survey("| text | a | ก ${x} |"), survey("| text | a | ก ${b} |", "| text | b | ข |"), ("survey", 2, "label")),
    Case("reference-unclear", survey("| begin group | g | | |", "| text | a | ก | |", "| end group | | | |", "| text | a | ก | |", "| text | b | ก | ${a} = 1 |", columns="relevant"), survey("| begin group | g | | |", "| text | a | ก | |", "| end group | | | |", "| text | b | ก | ${a} = 1 |", columns="relevant"), ("survey", 6, "relevant")),
    Case("last-saved", survey("| text | a | ก | ${last-saved#a} |", columns="default"), survey("| text | a | ก | เดิม |", columns="default"), ("survey", 2, "default")),
    Case("instance-unknown", survey("| text | a | ก | count(instance('b')/root/item) > 0 |", columns="constraint"), survey("| text | a | ก | count(instance('a')/root/item) > 0 |", columns="constraint"), ("survey", 2, "constraint"), ("", LISTS)),
    Case("circle", survey("| calculate | a | | ${b} |", "| calculate | b | | ${a} |", "| text | c | ก | |", columns="calculation"), survey("| calculate | a | | ${b} |", "| calculate | b | | ${c} |", "| text | c | ก | |", columns="calculation"), ("survey", 3, "calculation")),
    Case("circle", survey("| text | a | ก | ${a} = 1 |", columns="relevant"), survey("| text | a | ก | ${b} = 1 |", "| text | b | ก | |", columns="relevant"), ("survey", 2, "relevant")),
    Case("circle", survey("| begin group | g | | ${a} = 1 |", "| text | a | ก | |", "| end group | | | |", columns="relevant"), survey("| text | a | ก | |", "| begin group | g | | ${a} = 1 |", "| text | b | ก | |", "| end group | | | |", columns="relevant"), ("survey", 2, "relevant")),
    Case("not-made", survey("| range | a | ก | start=x |", columns="parameters"), survey("| range | a | ก | start=1 end=5 step=1 |", columns="parameters"), ("survey", 2, "")),
    Case("not-made", survey("| text | c | ค | |", "| begin group | g | ตาราง | table-list |", "| select_one a | q | ข | |", "| select_one b | r | ข | |", "| end group | | | |", columns="appearance"), survey("| text | c | ค | |", "| begin group | g | ตาราง | table-list |", "| select_one a | q | ข | |", "| select_one a | r | ข | |", "| end group | | | |", columns="appearance"), ("survey", 5, ""), (f"{LISTS}\n| b | 1 | ก |", LISTS)),
    Case("phone-function", survey("| text | a | ก | substring(., 1, 2) = 'x' |", columns="constraint"), survey("| text | a | ก | substr(., 0, 2) = 'x' |", columns="constraint"), ("survey", 2, "constraint"), is_warning=True),
    Case("phone-moments", survey("| dateTime | a | ก | |", "| dateTime | b | ข | . > ${a} |", columns="constraint"), survey("| dateTime | a | ก | |", "| dateTime | b | ข | decimal-date-time(.) > decimal-date-time(${a}) |", columns="constraint"), ("survey", 3, "constraint"), is_warning=True),
    Case("phone-moments", survey("| time | a | ก | |", "| text | b | ข | ${a} >= '08:00' |", columns="relevant"), survey("| time | a | ก | |", "| text | b | ข | ${a} != '' |", columns="relevant"), ("survey", 3, "relevant"), is_warning=True),
    Case("phone-days", survey("| date | a | ก | not(. < '2026-10-01') |", columns="constraint"), survey("| date | a | ก | not(. < date('2026-10-01')) and . <= today() |", columns="constraint"), ("survey", 2, "constraint"), is_warning=True),
    Case("phone-days", survey("| calculate | c | | | today() |", "| date | a | ก | . <= ${c} | |", columns="constraint | calculation"), survey("| calculate | c | | | today() |", "| date | a | ก | . <= date(${c}) | |", columns="constraint | calculation"), ("survey", 3, "constraint"), is_warning=True),
    Case("phone-repeat", survey("| begin repeat | r | ก | |", "| integer | a | ก | |", "| end repeat | | | |", "| text | b | ข | ${a} > 1 |", columns="relevant"), survey("| begin repeat | r | ก | |", "| integer | a | ก | |", "| text | c | ค | ${a} > 1 |", "| end repeat | | | |", "| text | b | ข | sum(${a}) > 1 |", columns="relevant"), ("survey", 5, "relevant"), is_warning=True),
    Case("phone-repeat", survey("| begin repeat | r | ก |", "| text | a | ก |", "| end repeat | | |", "| text | b | ของ ${a} |"), survey("| begin repeat | r | ก |", "| text | a | ก |", "| text | b | ของ ${a} |", "| end repeat | | |"), ("survey", 5, "label"), is_warning=True),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_table_that_has_the_problem_is_told_of_it_with_sheet_row_and_column(case: Case) -> None:
    found = [problem for problem in lint(case.tables(0)) if problem.code == case.code]
    assert (found[0].sheet, found[0].row, found[0].column) == case.at
    assert found[0].is_warning is case.is_warning


@pytest.mark.parametrize(
    ("file", "filtered", "lacking"),
    [
        ("list.csv", "level = ${a}", ["level"]),
        ("list.csv", "district = ${a} and name != '1'", []),
        ("list.csv", "distrct = current()/../a or ./level = 1", ["distrct", "level"]),
        ("list.csv", "instance('list')/root/item[level = 1]/name = name", []),
        ("schools.csv", "district = ${a} and level = 1", ["level"]),
        ("other.csv", "level = ${a}", []),
        ("list.csv", "level = (", []),
    ],
)
def test_a_filter_needs_the_columns_of_the_list_that_came_with_the_form(
    file: str, filtered: str, lacking: list[str]
) -> None:
    lines = ("| text | a | ก | |", f"| select_one_from_file {file} | b | ข | {filtered} |")
    tables = form_text(survey(*lines, columns="choice_filter"))
    found = own_findings(tables, ("list.csv", "other.csv"), {"list.csv": ("name", "label", "district")})
    told = [problem for problem in found if problem.code == "filter-column"]
    assert [(one.row, one.column, one.is_warning) for one in told] == [(3, "choice_filter", False)] * len(
        lacking
    )
    assert all(f"“{name}”" in one.words for name, one in zip(lacking, told, strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_table_that_nearly_has_it_is_left_in_peace(case: Case) -> None:
    assert case.code not in {problem.code for problem in lint(case.tables(1))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_problems_are_told_in_thai(case: Case) -> None:
    for problem in lint(case.tables(0)):
        assert re.search("[ก-ฮ]", problem.words)
        assert "[row" not in problem.words
        assert "error" not in problem.words.lower()


def test_all_problems_are_told_at_once() -> None:
    tables = form_text(
        survey(
            "| txt | ชื่อ | ก | |",
            "| text | a | | . > ( |",
            "| select_one nothing | b | ข | |",
            columns="constraint",
        )
    )
    codes = {problem.code for problem in lint(tables)}
    assert codes >= {"type-unknown", "no-label", "expression-unbalanced", "list-missing"}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("relevent", "relevant"),
        ("constrain", "constraint"),
        ("calculaton", "calculation"),
        ("requird", "required"),
    ],
)
def test_a_misspelt_column_is_asked_after_by_its_right_name(word: str, meant: str) -> None:
    found = lint(form_text(survey("| text | a | ก | x |", columns=word)))
    assert f"“{word}” ไม่มีในมาตรฐาน หมายถึง “{meant}” หรือไม่" in found[0].words


@pytest.mark.parametrize("column", ["caption", "label::ไทย (th)", "label:ไทย", "Label"])
def test_other_names_of_a_column_are_understood(column: str) -> None:
    assert not has_errors(lint(form_text(f"| type | name | {column} |\n| text | a | ก |")))


@pytest.mark.parametrize("code", shipped.codes())
def test_shipped_forms_have_no_problem(code: str) -> None:
    assert lint(shipped.shipped_tables(code), shipped.GIVEN_FILES) == []

"""Acts on the tables of a form: each changes what it says and nothing else, and can be taken back exactly."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest

from nithet.forms.editing import ACTS, EditError, perform
from nithet.forms.editing.conditions import Condition, read_condition, read_limits, write_condition
from nithet.forms.editing.delta import delta_of, done, undone
from nithet.forms.editing.items import Item, items_of, shown, walk
from nithet.forms.editing.kinds import KINDS, READY
from nithet.forms.editing.lists import SHARED, choices_of
from nithet.forms.queries.making import Editor, editor_of, making_of
from nithet.forms.shipped import blocks, codes, shipped_tables
from nithet.forms.tables import Tables, digest, from_json, to_json
from nithet.forms.tests.workbooks import SURVEY, form_text
from nithet.forms.workbooks import read_workbook
from nithet.forms.xlsform.cleaning import cleaned
from nithet.forms.xlsform.linting import lint, own_findings
from nithet.forms.xlsform.text import read_text
from nithet.forms.xlsform.writing import write_workbook

GIVEN_FILES = ("schools.csv", "dltv_indicators.csv", "sep_rubric.csv")
EMPTY = form_text("| type | name | label |")


def act(tables: Tables, act: str, /, **facts: Any) -> Tables:
    return perform(tables, act, facts).tables


def added(*kinds: str, tables: Tables = EMPTY) -> Tables:
    for kind in kinds:
        tables = act(tables, "add", kind=kind, at=len(tables.survey.rows) + 2)
    return tables


def item(tables: Tables, name: str) -> Item:
    return next(one for one in walk(items_of(tables)) if one.name == name)


def cells(tables: Tables, name: str) -> Mapping[str, str]:
    return item(tables, name).row.cells


def labels(tables: Tables) -> list[str]:
    return [one.label for one, _ in shown(items_of(tables))]


def errors(tables: Tables) -> list[str]:
    return [problem.words for problem in lint(tables) if not problem.is_warning]


@pytest.fixture
def survey() -> Tables:
    return read_text(SURVEY, {})


# Adding


@pytest.mark.parametrize("kind", [code for code in KINDS if code not in READY])
def test_whatever_is_added_makes_a_form(kind: str) -> None:
    tables = added(kind, "text")
    if kind == "calculation":
        tables = act(tables, "set_item", row="2", calculation="1 + 1")
    assert errors(tables) == []
    assert next(one.kind.code for one, _ in shown(items_of(tables))) == kind


@pytest.mark.parametrize("kind", READY)
def test_a_ready_block_stands_once(kind: str) -> None:
    tables = added("heading", "text") if kind == "agreements" else added("text")
    tables = added(kind, tables=tables)
    assert errors(tables) == []
    assert [one.kind.code for one, _ in shown(items_of(tables))][-1] == kind
    with pytest.raises(EditError, match="อยู่แล้ว"):
        added(kind, tables=tables)


def test_a_dual_rating_is_two_questions_an_item() -> None:
    tables = act(EMPTY, "add", kind="duals", at="2", label="ด้านสื่อ", items="สื่อเพียงพอ\r\n• สื่อตรงหลักสูตร\n\n")
    block = items_of(tables)[0]
    assert (block.label, [one.label for one in block.inside]) == ("ด้านสื่อ", ["สื่อเพียงพอ", "สื่อตรงหลักสูตร"])
    for one in block.inside:
        assert [(part.name, part.label, part.list_name) for part in one.inside] == [
            ("actual", "สภาพปัจจุบัน", "lk5"),
            ("desired", "สภาพที่คาดหวัง", "lk5"),
        ]
    assert next(choice.label for choice in choices_of(tables, "lk5")) == "มากที่สุด"


def test_names_are_given_and_never_twice() -> None:
    tables = added("text", "text", "group", "duals")
    names = [one.name for one in walk(items_of(tables)) if one.name not in ("actual", "desired")]
    assert names[:2] == ["q1", "q2"]
    assert len(set(names)) == len(names)


# One item


def test_a_list_pasted_keeps_the_codes_of_what_stood_there(survey: Tables) -> None:
    tables = act(survey, "set_item", row="4", choices="ไม่ใช้\nใช้\nใช้บ้าง")
    assert [(one.name, one.label) for one in choices_of(tables, "yes_no")] == [
        ("no", "ไม่ใช้"),
        ("yes", "ใช้"),
        ("1", "ใช้บ้าง"),
    ]
    again = act(tables, "set_item", row="4", choices="ไม่ใช้\nใช้\nนานๆ ครั้ง")
    assert choices_of(again, "yes_no")[2].name == "2"  # never the code of another choice


def test_what_is_chosen_is_written_as_an_expression(survey: Tables) -> None:
    tables = act(survey, "set_item", row="2", show_name="uses_media", show_how="is_not", show_value="ใช้")
    assert cells(tables, "teacher")["relevant"] == "${uses_media} != 'yes'"
    tables = act(tables, "set_item", row="2", show_name="students", show_how="at_least", show_value="๑,๒๐๐")
    assert cells(tables, "teacher")["relevant"] == "${students} >= 1200"
    tables = act(tables, "set_item", row="2", show_name="")
    assert "relevant" not in cells(tables, "teacher")


def test_limits_bring_their_message(survey: Tables) -> None:
    tables = act(survey, "set_item", row="3", least="0", most="5000", constraint_message="")
    assert cells(tables, "students")["constraint"] == ". >= 0 and . <= 5000"
    assert cells(tables, "students")["constraint_message"] == "โปรดกรอกตัวเลขตั้งแต่ 0 ถึง 5000"
    with pytest.raises(EditError, match="ต่ำสุด"):
        act(survey, "set_item", row="3", least="9", most="5")


def test_a_new_name_is_taken_over_everywhere(survey: Tables) -> None:
    tables = act(survey, "set_item", row="4", name="media_used")
    assert cells(tables, "media")["relevant"] == "${media_used} = 'yes'"
    for unfit in ("ชื่อ", "2x", "students", "STUDENTS"):
        with pytest.raises(EditError):
            act(survey, "set_item", row="4", name=unfit)


def test_items_of_a_block_keep_their_names_when_others_come() -> None:
    tables = act(EMPTY, "add", kind="duals", at="2", items="ก่อน\nหลัง")
    names = {one.label: one.name for one in items_of(tables)[0].inside}
    tables = act(tables, "set_item", row="2", items="ใหม่\nหลัง\nก่อน", required="no")
    block = items_of(tables)[0]
    now = {one.label: one.name for one in block.inside}
    assert [one.label for one in block.inside] == ["ใหม่", "หลัง", "ก่อน"]
    assert (now["หลัง"], now["ก่อน"]) == (names["หลัง"], names["ก่อน"])
    assert not any(row["required"] for row in tables.survey)


# Order


def test_moving_goes_into_groups_and_out_of_them() -> None:
    tables = added("text", "group", "integer")
    tables = act(tables, "set_item", row="2", label="ก")
    seen = []
    row = 2
    for _ in range(4):
        made = perform(tables, "move_down", {"row": str(row)})
        tables, row = made.tables, made.number
        seen.append(labels(tables))
    assert seen == [
        ["กลุ่มคำถาม", "ก", "คำถาม", "คำถาม"],
        ["กลุ่มคำถาม", "คำถาม", "ก", "คำถาม"],
        ["กลุ่มคำถาม", "คำถาม", "ก", "คำถาม"],
        ["กลุ่มคำถาม", "คำถาม", "คำถาม", "ก"],
    ]
    for _ in range(4):
        made = perform(tables, "move_up", {"row": str(row)})
        tables, row = made.tables, made.number
    assert labels(tables) == ["ก", "กลุ่มคำถาม", "คำถาม", "คำถาม"]


def test_a_copy_has_names_and_choices_of_its_own() -> None:
    tables = added("one")
    tables = act(tables, "group", rows=["2"], label="กลุ่ม")
    tables = act(tables, "copy", row="2")
    first, second = items_of(tables)
    assert {first.name, first.inside[0].name}.isdisjoint({second.name, second.inside[0].name})
    assert first.inside[0].list_name != second.inside[0].list_name
    tables = act(tables, "set_item", row=str(second.inside[0].number), choices="ก\nข")
    assert [one.label for one in choices_of(tables, first.inside[0].list_name)] == ["ตัวเลือก 1", "ตัวเลือก 2"]
    assert errors(tables) == []


def test_a_list_goes_with_the_last_question_that_asks_it(survey: Tables) -> None:
    assert act(survey, "drop", row="4").choices.rows == ()
    with_two = act(survey, "copy", row="4")
    assert act(with_two, "drop", row="4").choices == survey.choices


def test_nothing_is_put_into_a_block() -> None:
    tables = added("duals", "text")
    with pytest.raises(EditError, match="วางตรงนี้ไม่ได้"):
        act(tables, "move", row=str(items_of(tables)[1].number), to="4")
    with pytest.raises(EditError):
        act(tables, "drop", row="4")


def test_a_group_given_up_leaves_what_stood_in_it() -> None:
    tables = added("text", "integer")
    grouped = act(tables, "group", rows=["2", "3"], label="กลุ่ม")
    assert [one.kind.code for one in items_of(grouped)] == ["group"]
    assert act(grouped, "ungroup", row="2") == tables


# A form made elsewhere


def test_what_cannot_be_shown_stands_locked_and_is_kept() -> None:
    tables = form_text(
        "| type | name | label | choice_filter | parameters |\n|---|---|---|---|---|\n"
        "| rank things | order | เรียง | | |\n| range | much | เท่าใด | | start=1 end=5 step=1 |\n"
        "| select_one things | thing | สิ่งใด | name != 'b' | |\n| text | why | เพราะเหตุใด | | |",
        "| list_name | name | label |\n|---|---|---|\n| things | a | ก |\n| things | b | ข |",
    )
    page = making_of(tables, (), row=4)
    assert [entry.is_locked for entry in page.entries] == [True, True, False, False]
    assert page.entries[2].editor
    assert page.entries[2].editor.kept == (("choice_filter", "name != 'b'"),)
    with pytest.raises(EditError):
        act(tables, "set_item", row="2", label="อื่น")
    moved = act(act(tables, "move_down", row="2"), "move_up", row="3")
    assert moved == tables


def sent_unchanged(tables: Tables, editor: Editor) -> dict[str, Any]:
    """What the browser sends of an editor in which nothing was changed."""
    facts: dict[str, Any] = {
        "row": str(editor.item.number),
        **{k: v for k, v in editor.texts.items() if k != "constraint"},
    }
    if editor.can_require and editor.required is not None:
        facts["required"] = "yes" if editor.required else "no"
    if editor.has_limits:
        if editor.limits is None:
            facts["constraint"] = editor.texts["constraint"]
        else:
            facts["least"], facts["most"] = editor.limits
    if editor.condition:
        condition = editor.condition
        facts |= {"show_name": condition.name, "show_how": condition.how, "show_value": condition.value}
    elif editor.condition_text:
        facts["relevant"] = editor.condition_text
    else:
        facts |= {"show_name": "", "show_how": "is", "show_value": ""}
    if editor.has_choices:
        facts |= {"choices": editor.choices_text.replace("\n", "\r\n"), "list_name": editor.item.list_name}
    if editor.item.kind.is_block:
        facts["items"] = editor.items_text
    return facts


@pytest.mark.parametrize("code", codes())
def test_a_shipped_form_opened_and_saved_is_the_same(code: str) -> None:
    tables = cleaned(shipped_tables(code))
    asked = {one.name for one in walk(items_of(tables))}
    page = making_of(tables, GIVEN_FILES)
    assert page.is_fit
    for entry in page.entries:
        if entry.is_locked or entry.is_ready:
            continue
        facts = sent_unchanged(tables, editor_of(tables, entry.item))
        if facts.get("show_name") and facts["show_name"] not in asked:
            continue
        assert perform(tables, "set_item", facts).tables == tables, entry.item.name


def test_the_shared_blocks_are_known_where_forms_take_them_in() -> None:
    tables = cleaned(shipped_tables("supervision_visit"))
    kinds = [one.kind.code for one, _ in shown(items_of(tables))]
    assert {"heading", "traces"} <= set(kinds)
    of_survey = walk(items_of(cleaned(shipped_tables("media_need_survey"))))
    assert [one.kind.code for one in of_survey].count("duals") == 5


def test_the_ready_lists_are_there() -> None:
    there = {row["list_name"] for row in blocks()["choices"].choices}
    assert set(SHARED) <= there


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("${a} = 'x'", Condition("a", "is", "x")),
        ('${ a }="x y"', Condition("a", "is", "x y")),
        ("${a} != ''", Condition("a", "answered")),
        ("${a} >= 5", Condition("a", "at_least", "5")),
        ("selected(${a}, 'x')", Condition("a", "is", "x")),
        ("not(selected(${a}, 'x'))", Condition("a", "is_not", "x")),
        ("${a} = 'x' and ${b} = 'y'", None),
        ("${a} = ${b}", None),
        ("count(${a}) > 1", None),
    ],
)
def test_conditions_are_read_as_they_are_chosen(expression: str, condition: Condition | None) -> None:
    assert read_condition(expression) == condition
    if condition:
        said = write_condition(condition, is_many="selected" in expression, is_number=">" in expression)
        assert read_condition(said) == condition


def test_other_limits_are_kept_as_they_are_written() -> None:
    assert read_limits(". >= 0 and . <= ${total}") is None
    assert read_limits(".<=5") == ("", "5")


# Any order of acts


def chosen(rng: random.Random, tables: Tables) -> tuple[str, dict[str, Any]]:
    rows = [one.number for one, _ in shown(items_of(tables))] or [2]
    row = str(rng.choice(rows))
    name = rng.choice([*ACTS, "add", "add", "add"])
    texts = {"label": rng.choice(["ก", "ข้อใหม่", "Total students"]), "hint": rng.choice(["", "ดู"])}
    facts: dict[str, dict[str, Any]] = {
        "add": {"kind": rng.choice(list(KINDS)), "at": str(rng.choice([*rows, len(tables.survey.rows) + 2]))},
        "set_item": {"row": row, **texts, "required": rng.choice(["yes", "no"])},
        "set_title": {"title": rng.choice(["แบบหนึ่ง", "แบบสอง"])},
        "move": {"row": row, "to": str(rng.randrange(1, len(tables.survey.rows) + 4))},
        "group": {"rows": [row, str(rng.choice(rows))], "label": "กลุ่ม"},
    }
    return name, facts.get(name, {"row": row})


@pytest.mark.parametrize("seed", range(12))
def test_any_acts_leave_a_whole_form_and_are_undone_exactly(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test, no secret
    tables = EMPTY
    trail = []
    for _ in range(40):
        name, facts = chosen(rng, tables)
        try:
            after = perform(tables, name, facts).tables
        except EditError:
            continue
        assert from_json(to_json(after)) == after  # type: ignore[arg-type]
        before = to_json(tables)
        delta = delta_of(before, to_json(after))
        assert undone(to_json(after), delta) == before
        assert done(before, delta) == to_json(after)
        trail.append(delta)
        tables = after
    broken = {
        "name-twice",
        "name-nearly-twice",
        "bad-name",
        "no-name",
        "end-without-begin",
        "begin-without-end",
        "list-missing",
    }
    assert not [problem for problem in own_findings(tables) if problem.code in broken]
    stored = to_json(tables)
    for delta in reversed(trail):
        stored = undone(stored, delta)
    assert stored == to_json(EMPTY)
    assert len(trail) > 5


def test_a_heading_of_a_form_made_before_is_known_by_its_former_words() -> None:
    tables = added("heading", "text")
    assert item(tables, "heading").label == "ข้อมูลทั่วไป"
    stored = to_json(tables)
    before = from_json(json.loads(json.dumps(stored).replace(json.dumps("ข้อมูลทั่วไป"), json.dumps("หัวแบบ"))))
    assert (item(before, "heading").label, item(before, "heading").kind.code) == ("หัวแบบ", "heading")
    other = from_json(json.loads(json.dumps(stored).replace(json.dumps("ข้อมูลทั่วไป"), json.dumps("เกี่ยวกับท่าน"))))
    assert item(other, "heading").kind.code == "group"


def test_a_form_made_here_goes_out_as_a_workbook_and_comes_back_the_same() -> None:
    tables = added("heading", "duals", "one", "many", "integer", "observations", "traces")
    assert digest(read_workbook(write_workbook(tables), "form.xlsx")) == digest(tables)

"""What is made of a form once: the definition says what the XForm says, and no text of a form becomes a script."""

from __future__ import annotations

import re

import pytest
from lxml import etree, html

from nithet.forms import shipped
from nithet.forms.definition import Group, Kind, Question
from nithet.forms.publishing import make, make_xform
from nithet.forms.tables import Tables
from nithet.forms.tests.workbooks import form_text
from nithet.forms.xlsform.defining import define

XF = {"xf": "http://www.w3.org/2002/xforms"}
INSIDE = form_text(
    """
| type | name | label | relevant | constraint | calculation | default | choice_filter | repeat_count | required |
| text | who | ใคร | | | | | | | yes |
| begin repeat | visit | ครั้ง | ${who} != '' | | | | | 2 + 1 | |
| integer | pupils | นักเรียน | | . > 0 and ${who} != '' | | ${who} | | | |
| begin group | room | ห้อง | ${pupils} > 3 | | | | | | |
| integer | boys | ชาย | | . <= ${pupils} and count(${visit}) > 0 | | | | | |
| select_one a | level | ชั้น | | instance('a')/root/item[name = ${boys}]/label != '' | | | part = ${boys} | | |
| end group | | | | | | | | | |
| begin repeat | child | คน | | | | | | | |
| text | nick | ชื่อ | | string-length(.) < ${boys} | | | | | |
| end repeat | | | | | | | | | |
| calculate | girls | | | | ${pupils} - ${boys} | | | | |
| end repeat | | | | | | | | | |
| calculate | total | | | | sum(${pupils}) + indexed-repeat(${boys}, ${visit}, 1) | | | | |
| select_multiple a or_other | also | อีก | | | | | | | no |
| note | | ขอบคุณ ${who} | | | | | | | |
""",
    "| list_name | name | label | part |\n| a | 1 | หนึ่ง | x |",
)


def binds(tables: Tables) -> dict[str, dict[str, str]]:
    root = etree.fromstring(make_xform(tables, "f", 1).encode())
    return {bind.get("nodeset", ""): dict(bind.attrib) for bind in root.iter(f"{{{XF['xf']}}}bind")}


def spaced(expression: str) -> str:
    return " ".join(expression.split())


@pytest.mark.parametrize("tables", [INSIDE, *map(shipped.shipped_tables, shipped.codes())])
def test_the_definition_says_what_the_xform_says(tables: Tables) -> None:
    told = binds(tables)
    for item, _ in define(tables).walk():
        facts = told.get(f"/data/{item.path}", {})
        assert spaced(item.relevant) == spaced(facts.get("relevant", ""))
        if isinstance(item, Question):
            assert spaced(item.constraint) == spaced(facts.get("constraint", ""))
            assert spaced(item.calculation) == spaced(facts.get("calculate", ""))
            assert spaced(item.required) == spaced(facts.get("required", "")).replace("false()", "")


@pytest.mark.parametrize("tables", [INSIDE, *map(shipped.shipped_tables, shipped.codes())])
def test_every_node_of_the_xform_is_known_to_the_definition(tables: Tables) -> None:
    known = {f"/data/{item.path}" for item, _ in define(tables).walk()} | {
        "/data/meta/instanceID",
        "/data/meta/instanceName",
    }
    made_for_tables = re.compile(r"/(generated_table_list_label|reserved_name_for_field_list_labels)_\d+$")
    assert {path for path in binds(tables) if not made_for_tables.search(path)} <= known


def test_choices_by_another_answer_are_filtered_as_the_xform_filters_them() -> None:
    level = next(question for question in define(INSIDE).questions() if question.name == "level")
    assert spaced(level.choice_filter) == "part = current()/../boys"
    assert f"[{level.choice_filter}".replace("  ", " ") in make_xform(INSIDE, "f", 1).replace("  ", " ")


def test_what_tools_add_by_themselves_is_written_out_alike() -> None:
    definition = define(INSIDE)
    paths = {item.path: item for item, _ in definition.walk()}
    assert paths["visit_count"].kind == Kind.CALCULATE  # type: ignore[union-attr]
    assert paths["also_other"].label == "โปรดระบุ"
    assert [choice.label for choice in definition.lists["a_or_other"]] == ["หนึ่ง", "อื่น ๆ"]
    assert [choice.name for choice in definition.lists["a"]] == ["1"]
    assert isinstance(paths["visit"], Group)
    assert "note_1" in paths


def test_the_same_form_makes_the_very_same_texts() -> None:
    assert make(INSIDE, "f", 1) == make(INSIDE, "f", 1)
    assert make(INSIDE, "f", 2).md5 != make(INSIDE, "f", 1).md5


def test_what_people_read_keeps_its_quotes_and_expressions_get_straight_ones() -> None:
    tables = form_text(
        "| type | name | label | relevant |\n| text | a | ตอบ “ใช่” | |\n| text | b | ก | ${a} = ‘ใช่’ |"
    )
    xform = make_xform(tables, "f", 1)
    assert "ตอบ “ใช่”" in xform
    assert "/data/a = 'ใช่'" in spaced(xform)


def test_marks_of_labels_are_drawn() -> None:
    tables = form_text(
        "| type | name | label | hint |\n| text | a | **สำคัญ** ${b} | ดู [คู่มือ](https://example.org/a_b_c?x=1&y=2)<br>- ข้อ |\n| text | b | ข | |"
    )
    page = make(tables, "f", 1).html
    assert "<strong>สำคัญ</strong>" in page
    assert 'data-value=" /data/b "' in page
    assert 'href="https://example.org/a_b_c?x=1&amp;y=2"' in page
    assert "<li>ข้อ</li>" in page


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[กด](javascript:alert(1))",
    "[กด](JaVaScRiPt&colon;alert(1))",
    "[กด](data:text/html,<script>alert(1)</script>)",
    '<a href="javascript:alert(1)" onclick="alert(1)">กด</a>',
    "**<iframe srcdoc='<script>alert(1)</script>'>**",
    '[x](https://example.org/"onmouseover="alert(1))',
    "_<svg onload=alert(1)>_",
    "</span><script>alert(1)</script>",
    "\ue0f5" + "0\ue0f5[a](https://example.org)",
    "<b style='background:url(javascript:alert(1))'>x</b>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_script_of_a_label_comes_through(attack: str) -> None:
    text = attack.replace("|", "\\|")
    tables = form_text(
        f"| type | name | label | hint | constraint_message | default | appearance |\n"
        f"| text | a | {text} | {text} | {text} | {text} | {text} |\n| select_one l | b | {text} | | | | |",
        f"| list_name | name | label |\n| l | 1 | {text} |",
        f"| form_title | form_id |\n| {text} | f |",
    )
    made = make(tables, "f", 1)
    page = html.fromstring(made.html)
    assert not page.xpath("//script|//iframe|//svg|//img|//object|//embed|//style|//link")
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name in ("href", "src"):
                assert value.startswith(("https://", "http://", "mailto:", "tel:"))
    model = etree.fromstring(made.model.encode())
    assert not [
        node for node in model.iter() if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == "script"
    ]


def test_the_wall_behind_takes_out_what_runs() -> None:
    from nithet.forms.marking import strip_scripts

    page = html.fromstring(
        '<form><p onclick="x()">ก<script>x()</script>ข</p><a href="javascript:x()">ค</a><img src="jr://images/a.png"></form>'
    )
    strip_scripts(page)
    assert (
        html.tostring(page, encoding="unicode")
        == '<form><p>กข</p><a>ค</a><img src="jr://images/a.png"></form>'
    )

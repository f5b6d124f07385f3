"""Pictures and tables of figures, as pure rules."""

from __future__ import annotations

import itertools
import json
import re
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from nithet.core import charts as drawn
from nithet.forms.results import charts
from nithet.forms.results.charts import NARROW, WIDE
from nithet.forms.results.pictures import Bar, Bars, Picture, Point, Points, Stack, Stacks
from nithet.forms.results.shapes import (
    Alpha,
    Aspect,
    AspectResult,
    Counted,
    Cross,
    InstrumentItem,
    ItemResult,
    Needed,
    Numbered,
    Option,
    Property,
    Rated,
    Results,
    Role,
    Share,
    Told,
)
from nithet.forms.results.showing.blocks import Block, shown
from nithet.forms.results.showing.crossed import cross_block
from nithet.forms.results.showing.questions import item_block
from nithet.forms.results.showing.report import parts
from nithet.forms.results.showing.response import response_part
from nithet.statistics.suppression import HIDDEN
from nithet.thai.measure import text_width

LIKERT = tuple(Option(str(value), f"{value} ระดับ", value) for value in range(5, 0, -1))
BARS = Bars("ชั้นที่เกี่ยวข้อง", "มากที่สุด น้ำใจ", (Bar("น้ำใจนักเรียนชั้นประถมศึกษาตอนต้นที่ต้องการความช่วยเหลือ", Decimal("43.64"), "48 (43.64%)"),
                                      Bar("ไม่มีผู้ตอบ", None, "–")))  # fmt: skip
POINTS = Points("ด้านคุณภาพ", "", (Point("เนื้อหาตรงตามหลักสูตร", (Decimal("2.61"), Decimal("4.52")), "PNI 0.732", "/x/"),), (1, 5), ("สภาพปัจจุบัน", "สภาพที่คาดหวัง"))  # fmt: skip
STACKS = Stacks("ความพึงพอใจ", "", (Stack("วิทยากร", (Decimal(10), Decimal(20), Decimal(70)), "x̄ 2.60"),), ("1 น้อย", "2 ปานกลาง", "3 มาก"))  # fmt: skip
PICTURES: dict[str, Picture] = {"bars": BARS, "points": POINTS, "stacks": STACKS}


def rated(mean: str = "4.505", n: int = 10) -> Rated:
    shares = tuple(Share(one.name, one.label, 2, Decimal(20)) for one in LIKERT)
    return Rated(n, Decimal(mean), Decimal("0.5"), "มาก", shares)


def needed(pni: str = "0.7316", rank: int = 1, *, is_need: bool = True) -> Needed:
    return Needed(10, rated("2.61"), rated("4.52"), Decimal("1.91"), Decimal(pni), rank, is_need=is_need)


def item(path: str, role: Role, aspect: str = "") -> InstrumentItem:
    options = LIKERT if role in (Role.RATING, Role.DUAL) else (Option("a", "ก"), Option("b", "ข"))
    return InstrumentItem(path, f"ข้อ {path}", role, aspect, options)


def dual_results() -> Results:
    second, first = (
        ItemResult(item("q/b", Role.DUAL, "q"), needed("0.5", 2, is_need=False)),
        ItemResult(item("q/a", Role.DUAL, "q"), needed()),
    )
    aspect = AspectResult(Aspect("q", "ด้านคุณภาพ"), needed("0.6"), (second, first))
    return Results(10, (second, first), (aspect,), needed("0.6"), cutoff_words="ไม่ต่ำกว่าภาพรวม")


def only(results: Results, key: str) -> Block:
    return next(block for part in parts(results) for block in part.blocks if block.key == key)


# Pictures


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_as_wide_as_its_frame_and_nothing_is_cut(kind: str, frame: charts.Frame) -> None:
    chart = charts.definition(PICTURES[kind], frame)
    width, height = charts.room(chart)
    assert width == frame.width
    assert max(place for layer in chart["layer"] for one in layer["data"]["values"]
               for name, place in one.items() if name in {"y", "top", "bottom"}) <= height  # fmt: skip
    names = next(layer for layer in chart["layer"] if layer["name"] == "names")
    lines = [line for one in names["data"]["values"] for line in one["text"]]
    assert all(text_width(line, charts.SIZE) <= (frame.names or frame.width) for line in lines)


def test_thai_names_break_at_word_ends_only() -> None:
    names = next(layer for layer in charts.definition(BARS)["layer"] if layer["name"] == "names")
    lines = names["data"]["values"][0]["text"]
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == BARS.bars[0].label
    assert not any(line[0] in "ะาำิีึืุู่้๊๋์็" for line in lines)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_an_svg_has_no_text_left_and_is_described(picture: Picture) -> None:
    made = drawn.svg(charts.dressed(charts.definition(picture)))
    root = fromstring(made)
    assert not re.search(r"<(text|tspan|script|style|foreignObject)\b|\bon\w+=|style=", made)
    assert root.get("aria-label", "").startswith(picture.title)
    assert made.count(" d=") > 3


def test_a_png_is_twice_as_sharp() -> None:
    made = drawn.png(charts.dressed(charts.definition(POINTS)))
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == 2 * WIDE.width


def test_marks_say_what_they_show_and_differ_in_shape() -> None:
    layers = {layer["name"]: layer for layer in charts.definition(POINTS)["layer"]}
    assert layers["marks_0"]["mark"]["shape"] != layers["marks_1"]["mark"]["shape"]
    assert layers["marks_0"]["data"]["values"][0]["words"] == "เนื้อหาตรงตามหลักสูตร สภาพปัจจุบัน 2.61"
    assert layers["marks_0"]["encoding"]["href"] == {"field": "href"}


def test_shades_get_darker_one_by_one() -> None:
    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    for count in range(2, 6):
        lights = [light(fill) for fill in charts.fills_of(count, is_ordered=True)]
        assert all(one - other > 15 for one, other in itertools.pairwise(lights))


def test_a_definition_is_plain_json() -> None:
    assert json.loads(json.dumps(charts.definition(STACKS), allow_nan=False))["description"] == "ความพึงพอใจ"


# Tables


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Decimal("4.505"), 2, "4.51"), (Decimal("4.504"), 2, "4.50"), (Decimal("0.7315"), 3, "0.732"), (None, 2, "–"),
     (1234, 0, "1,234"), (Decimal("-0.125"), 2, "-0.13"), ("มาก", None, "มาก")],
)  # fmt: skip
def test_values_are_rounded_half_up_where_they_are_read(
    value: Decimal | int | str | None, places: int | None, text: str
) -> None:
    assert shown(value, places) == text


def test_needs_stand_by_rank_and_those_above_the_cut_off_are_strong() -> None:
    block = only(dual_results(), "needs:q")
    lines = [[cell.value for cell in line.cells] for line in block.table.lines]
    assert [(line[0], line[1]) for line in lines] == [(1, "ข้อ q/a"), (2, "ข้อ q/b"), (None, "รวม")]
    assert [line.is_strong for line in block.table.lines[:2]] == [True, False]
    assert "ตัวเข้มคือความต้องการจำเป็นตามจุดตัด: ไม่ต่ำกว่าภาพรวม" in block.notes
    assert isinstance(block.picture, Points)
    assert "อันดับ 1 คือ ข้อ q/a" in block.picture.description


def test_one_aspect_alone_has_no_table_of_aspects() -> None:
    assert [block.key for part in parts(dual_results()) for block in part.blocks] == ["needs:q"]


def test_ratings_of_an_aspect_are_drawn_lowest_answer_first() -> None:
    one = ItemResult(item("s/a", Role.RATING, "s"), rated())
    aspect = AspectResult(Aspect("s", "ด้านวิทยากร"), rated(), (one,))
    block = only(Results(10, (one,), (aspect,), scheme_words="เกณฑ์ห้าระดับ"), "ratings:s")
    assert isinstance(block.picture, Stacks)
    assert block.picture.names == tuple(f"{value} ระดับ" for value in range(1, 6))
    assert next(cell.value for cell in block.table.lines[-1].cells) == "รวมด้านวิทยากร"
    assert "เกณฑ์ห้าระดับ" in block.notes


def test_what_is_suppressed_shows_no_number_and_says_why() -> None:
    one = ItemResult(item("s/a", Role.RATING, "s"), Rated(0, is_suppressed=True))
    aspect = AspectResult(Aspect("s", "ด้าน"), Rated(0, is_suppressed=True), (one,))
    block = only(Results(7, (one,), (aspect,)), "ratings:s")
    assert block.picture is None
    assert HIDDEN in block.notes
    assert all(cell.value in (None, "–") for cell in block.table.lines[0].cells[1:])


def test_choices_link_each_number_to_its_answers() -> None:
    shares = (Share("a", "ก", 3, Decimal(30)), Share("b", "ข", 7, Decimal(70)))
    one = ItemResult(item("grade", Role.CHOICES), Counted(10, shares), left_out=2)
    block = item_block(one, Results(12, (one,)))
    assert [line.cells[1].answers for line in block.table.lines] == [
        ("grade", "a"),
        ("grade", "b"),
        ("grade", ""),
    ]
    assert any("มากกว่าหนึ่งคำตอบ" in note for note in block.notes)
    assert "ไม่ตอบข้อนี้ 2 ชุด" in block.notes


def test_whole_numbers_have_no_decimals() -> None:
    one = ItemResult(item("pupils", Role.NUMBER), Numbered(4, Decimal(24), Decimal("1.5"), least=Decimal(20)))
    cells = item_block(one, Results(4, (one,))).table.lines[0].cells
    assert [shown(cell.value, 2) for cell in cells[:4]] == ["4", "24", "1.50", "20"]


def test_texts_and_alpha_stand_at_the_end() -> None:
    one = ItemResult(item("problems", Role.TEXT), Told(3, (Share("สื่อ", "สื่อ", 2, Decimal("66.67")),)))
    alphas = (Alpha("ทั้งฉบับ", 20, 9, None, "คำตอบเท่ากันทุกคน"),)
    found = parts(Results(3, (one,), alphas=alphas))
    assert [part.key for part in found] == ["texts", "alpha"]
    assert found[1].blocks[0].table.lines[0].cells[-1].value == "คำตอบเท่ากันทุกคน"


def test_a_choice_by_a_property_is_one_bar_of_a_hundred_each() -> None:
    shares = (Share("a", "ก", 3, Decimal(30)), Share("b", "ข", 7, Decimal(70)))
    by = Property("size", "ขนาดโรงเรียน", {"small": "เล็ก", "large": "ใหญ่"})
    crossed = Cross(
        item("x", Role.CHOICE),
        by,
        (("small", Counted(10, shares)), ("large", Counted(0, is_suppressed=True))),
    )
    block = cross_block(crossed)
    assert [line.cells[0].value for line in block.table.lines] == ["เล็ก", "ใหญ่"]
    assert isinstance(block.picture, Stacks)
    assert [stack.label for stack in block.picture.stacks] == ["เล็ก"]
    assert HIDDEN in block.notes


def test_a_need_by_a_property_has_no_rank() -> None:
    by = Property("size", "ขนาดโรงเรียน", {"small": "เล็ก"})
    block = cross_block(Cross(item("x", Role.DUAL), by, (("small", needed()),)))
    assert [head.label for head in block.table.heads][:2] == ["ขนาดโรงเรียน", "n"]
    assert block.table.lines[0].cells[0].value == "เล็ก"


def test_response_is_told_by_each_property_with_more_than_one_value() -> None:
    cluster = Property("cluster", "กลุ่มโรงเรียน", {"1": "เมือง", "2": "ลุ่มน้ำ"})
    part = response_part(
        [(cluster, {"1": (24, 24), "2": (22, 21)}), (Property("size", "ขนาด"), {"": (46, 45)})]
    )
    assert [block.key for block in part.blocks] == ["response:cluster"]
    last = part.blocks[0].table.lines[-1].cells
    assert [shown(cell.value, 1) for cell in last] == ["รวม", "46", "45", "97.8"]


@pytest.mark.parametrize("picture", [POINTS, STACKS], ids=["points", "stacks"])
def test_marks_that_stack_are_not_cut_at_the_top(picture: Picture) -> None:
    """“ที่” in a legend: its line begins below the edge."""
    layers = {layer["name"]: layer for layer in charts.definition(picture)["layer"]}
    highest = min(one["y"] for one in layers["legend"]["data"]["values"])
    assert highest - charts.LINE_HEIGHT / 2 >= 4

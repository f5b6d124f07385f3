"""Which lanes a procedure's chart has, and through whom a matter goes up."""

import pytest

from nithet.manuals.flowchart import draw
from nithet.manuals.flowchart.alone import draw_alone
from nithet.manuals.flowchart.charting import NO_DOER, Written, chart_of, lane_of


def via(doer: str, asked: str) -> list[str]:
    (step,) = chart_of("งาน", [Written("1", "จัดทำแผน", doer, asked)], unit_name="กลุ่มนิเทศฯ").steps
    return [station.lane for station in step.via]


@pytest.mark.parametrize(
    ("doer", "passes"),
    [
        ("ศึกษานิเทศก์", ["head", "deputy"]),
        ("", ["head", "deputy"]),
        ("ผู้อำนวยการกลุ่ม", ["deputy"]),
        ("รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", []),
        ("ผู้อำนวยการสำนักงานเขต", []),
    ],
)
def test_a_matter_passes_everyone_above_who_did_it(doer: str, passes: list[str]) -> None:
    assert via(doer, "approve") == passes


@pytest.mark.parametrize("asked", ["", "certify", "acknowledge"])
def test_only_what_is_decided_passes_anybody(asked: str) -> None:
    assert via("ศึกษานิเทศก์", asked) == []


def test_the_deputy_is_drawn_where_a_step_goes_up_and_only_there() -> None:
    steps = [Written("1", "จัดทำแผน", "ศึกษานิเทศก์", "approve")]
    assert "รอง ผอ. ที่กำกับ" in draw(chart_of("งาน", steps, unit_name="กลุ่มนิเทศฯ"))
    steps = [Written("1", "จัดทำแผน", "ศึกษานิเทศก์")]
    assert "รอง ผอ. ที่กำกับ" not in draw(chart_of("งาน", steps, unit_name="กลุ่มนิเทศฯ"))


def test_each_doer_has_a_lane_and_who_leads_has_none_of_their_own() -> None:
    doers = ["ศึกษานิเทศก์", "ผู้อำนวยการกลุ่มนิเทศฯ", "ธุรการกลุ่ม", "ศึกษานิเทศก์"]
    chart = chart_of("งาน", [Written(str(n), "ทำ", doer) for n, doer in enumerate(doers, 1)], unit_name="")
    assert [lane.title for lane in chart.lanes][:2] == ["ศึกษานิเทศก์", "ธุรการกลุ่ม"]
    assert [lane.key for lane in chart.lanes][2:] == ["head", "deputy", "director"]
    assert lane_of("ผอ.สพป.เชียงใหม่ เขต 1") == "director"


def test_a_step_without_anybody_has_a_lane_that_says_so() -> None:
    chart = chart_of("งาน", [Written("1", "ทำ")], unit_name="")
    assert chart.lanes[0].title == NO_DOER


def test_a_chart_in_a_file_has_its_colours_and_is_otherwise_that_of_the_page() -> None:
    chart = chart_of("งาน", [Written("1", "จัดทำแผน", "ศึกษานิเทศก์", "approve")], unit_name="")
    text = draw_alone(chart)
    style = text[text.index("<style>") : text.index("</style>") + len("</style>")]
    assert "#b45309" in style
    assert text.split("\n", 1)[1].replace(style, "").strip() == draw(chart)

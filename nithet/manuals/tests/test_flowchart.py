"""What a flow chart shows: which shapes, whose lane, where work goes back to, and what a link may be."""

import re
from xml.etree import ElementTree as ET

import pytest

from nithet.manuals.flowchart import (
    FlowChart,
    FlowLane,
    FlowStep,
    FlowVia,
    draw,
    draw_narrow,
    layout,
    narrow_layout,
)
from nithet.manuals.flowchart.plan import plan

LANES = (
    FlowLane("team", "คณะทำงาน", "นักวิชาการคอมพิวเตอร์ ศึกษานิเทศก์"),
    FlowLane("head", "ผอ.กลุ่ม"),
    FlowLane("director", "ผอ.สพป.", "หรือผู้รักษาราชการแทน"),
)
DISTANCE_LEARNING = FlowChart(
    "งานเรียนรู้ผ่านจอสาธิต",
    LANES,
    (
        FlowStep(
            "1", "ตั้งคณะทำงานของเขต", "team", state="done", state_words="เสร็จสิ้น · 9 ต.ค.", href="/steps/1"
        ),
        FlowStep("2", "วิเคราะห์ผลปีก่อนและร่างแผนการดำเนินงาน", "team", state="done"),
        FlowStep(
            "3",
            "เสนอแผนต่อผู้อำนวยการ",
            "team",
            "endorse",
            "director",
            via=(FlowVia("head"),),
            decision_words="เห็นชอบแผนงาน",
            returned_words="เกิดขึ้นแล้ว 1 ครั้ง (30 ต.ค.)",
        ),
        FlowStep("4", "ประสานโรงเรียนปลายทาง", "team", state="open", state_words="กำลังดำเนินการ"),
        FlowStep("5", "จัดซื้ออุปกรณ์รับสัญญาณ", "team", "approve", "director"),
        FlowStep("6", "นิเทศโรงเรียนปลายทาง", "team", "certify", "head", state="open", is_late=True),
        FlowStep("7", "สรุปผลการดำเนินงาน", "team", state="wait"),
        FlowStep("8", "เสนอผู้อำนวยการ", "team", "acknowledge", "director", state="wait"),
    ),
)


def _words(svg: str) -> str:
    return " ".join(ET.fromstring(svg).itertext())  # noqa: S314 - our own markup


def test_only_decisions_that_gate_are_diamonds() -> None:
    drawn = layout(DISTANCE_LEARNING)
    assert [node.step for node in drawn.nodes if node.kind == "decision"] == [2, 4]
    assert [node.kind for node in drawn.nodes].count("task") == 9  # eight steps and one station on the way


def test_the_chart_begins_and_ends_in_words() -> None:
    nodes = layout(DISTANCE_LEARNING).nodes
    assert (nodes[0].kind, nodes[0].text.lines[0].text) == ("start", "เริ่ม")
    assert (nodes[-1].kind, nodes[-1].text.lines[0].text) == ("end", "สิ้นสุด")


def test_a_decision_stands_with_who_decides_right_of_who_asks() -> None:
    drawn = layout(DISTANCE_LEARNING)
    box, via, gate = (node for node in drawn.nodes if node.step == 2)
    assert [box.lane, via.lane, gate.lane] == [0, 1, 2]
    assert box.right < via.x < via.right < gate.x
    assert box.centre[1] == pytest.approx(gate.centre[1])


def test_a_last_notice_is_a_box_with_words_at_its_arrow() -> None:
    planned = plan(DISTANCE_LEARNING)
    notice = next(i for i, node in enumerate(planned.nodes) if node.step == 7)
    assert (planned.nodes[notice].kind, planned.nodes[notice].lane) == ("task", 2)
    assert planned.words[notice - 1] == "เสนอเพื่อทราบ"


def test_no_sends_back_to_the_nearest_doing_step_and_says_so() -> None:
    planned = plan(DISTANCE_LEARNING)
    found = [(planned.nodes[back.target].step, back.words, back.note) for back in planned.returns]
    assert found == [
        (1, "ไม่เห็นชอบ: ส่งคืนแก้ไข", "เกิดขึ้นแล้ว 1 ครั้ง (30 ต.ค.)"),
        (4, "ไม่อนุมัติ: ส่งคืนแก้ไข", ""),
    ]


def test_work_that_passed_a_gate_is_not_taken_up_again() -> None:
    steps = (FlowStep("1", "ร่างโครงการ", "team", "endorse"), FlowStep("2", "เสนอขออนุมัติ", "team", "approve"))
    planned = plan(FlowChart("", LANES, steps))
    assert [planned.nodes[back.target].step for back in planned.returns] == [0, 1]


def test_a_manual_may_say_where_work_goes_back_to() -> None:
    steps = (*DISTANCE_LEARNING.steps[:4], FlowStep("5", "เสนอโครงการ", "team", "permit", returns_to="1"))
    back = plan(FlowChart("", LANES, steps)).returns[-1]
    assert (plan(FlowChart("", LANES, steps)).nodes[back.target].step, back.words) == (0, "ไม่อนุญาต: ส่งคืนแก้ไข")


def test_yes_is_said_at_the_arrow_that_leads_on() -> None:
    drawn = layout(DISTANCE_LEARNING)
    said = {
        edge.source: edge.labels[0].text.lines[0].text
        for edge in drawn.edges
        if edge.labels and edge.kind == "next"
    }
    gates = [index for index, node in enumerate(drawn.nodes) if node.kind == "decision"]
    assert [said[gate] for gate in gates] == ["เห็นชอบ", "อนุมัติ"]


def test_more_than_four_lanes_share_one_whose_boxes_say_who() -> None:
    lanes = tuple(FlowLane(str(n), f"ช่องที่ {n}") for n in range(6))
    drawn = layout(FlowChart("", lanes, tuple(FlowStep(str(n), "ทำงาน", str(n)) for n in range(6))))
    assert len(drawn.lanes) == 4
    shared = [node for node in drawn.nodes if node.lane == 2 and node.kind == "task"]
    assert [node.text.lines[0].text for node in shared] == ["ช่องที่ 2", "ช่องที่ 3", "ช่องที่ 4"]


def test_one_lane_is_centred() -> None:
    drawn = layout(FlowChart("", LANES, (FlowStep("1", "ทำ", "team"), FlowStep("2", "ตรวจ", "team"))))
    assert len(drawn.lanes) == 1
    assert {node.centre[0] for node in drawn.nodes} == {drawn.width / 2}


def test_a_chart_without_steps_is_still_a_chart() -> None:
    assert "สิ้นสุด" in _words(draw(FlowChart("ว่าง", (), ())))
    assert "สิ้นสุด" in _words(draw_narrow(FlowChart("ว่าง", LANES, ())))


def test_a_step_in_no_lane_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        layout(FlowChart("", LANES, (FlowStep("1", "ทำ", "nobody"),)))


def test_on_a_phone_each_box_says_whose_it_is() -> None:
    drawn = narrow_layout(DISTANCE_LEARNING)
    firsts = [node.text.lines[0].text for node in drawn.nodes if node.step is not None]
    assert firsts[:5] == ["คณะทำงาน", "คณะทำงาน", "คณะทำงาน", "ผอ.กลุ่ม", "ผอ.สพป."]
    assert drawn.width == 350


def test_colour_comes_from_classes_alone() -> None:
    svg = draw(DISTANCE_LEARNING)
    assert "style" not in svg
    assert not re.search(r'="(#[0-9a-fA-F]{3,6}|rgb)', svg)
    for name in ("fc-done", "fc-open", "fc-late", "fc-wait", "fc-edge-return"):
        assert name in svg


def test_the_picture_has_a_title_and_is_told_in_words() -> None:
    words = _words(draw(DISTANCE_LEARNING))
    assert "ผังงาน งานเรียนรู้ผ่านจอสาธิต" in words
    assert "ผอ.สพป.เห็นชอบ หากไม่เห็นชอบ ส่งคืนแก้ไขขั้นที่ 2" in words


def test_links_are_not_hidden_in_a_picture() -> None:
    plain = FlowChart("", LANES, (FlowStep("1", "ทำ", "team"),))
    assert 'role="img"' in draw(plain)
    svg = draw(DISTANCE_LEARNING)
    assert 'role="group"' in svg
    assert '<a href="/steps/1" class="fc-node fc-task fc-done">' in svg


def test_text_is_escaped_and_scripts_are_no_links() -> None:
    step = FlowStep("1", "<script>alert('1')</script>\x07 & \"งาน\"", "team", href="javascript:alert(1)")
    for svg in (draw(FlowChart("<b>", LANES, (step,))), draw_narrow(FlowChart("<b>", LANES, (step,)))):
        assert "<script" not in svg
        assert "javascript" not in svg
        assert "alert('1')</script>" in re.sub(r"\s", "", _words(svg))


def test_two_charts_on_a_page_have_ids_of_their_own() -> None:
    ids = re.findall(r' id="([^"]+)"', draw(DISTANCE_LEARNING, name="a/b") + draw_narrow(DISTANCE_LEARNING))
    assert len(ids) == len(set(ids)) == 4

"""Procedures as BPMN 2.0: valid by the standard's schema, back to the very same steps, anything else refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from lxml import etree

from nithet.manuals.draft import Decision, ProcedureDraft, StepDraft
from nithet.manuals.exchange import ExchangeError, bare_procedure
from nithet.manuals.exchange.bpmn_in import read_bpmn
from nithet.manuals.exchange.bpmn_names import IN_THAI, TAKEN
from nithet.manuals.exchange.bpmn_out import write_bpmn
from nithet.manuals.exchange.files import read_file
from nithet.manuals.flowchart.charting import chart_of_draft
from nithet.manuals.flowchart.layout import layout
from nithet.manuals.tests.exchanged import all_procedures, procedures, shipped, title_of

SCHEMA = Path(__file__).parents[3] / "frontend/node_modules/bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd"
with_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the schema comes with npm ci: run make build")
SPACES = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
GATED = ProcedureDraft(
    "งานแผน",
    steps=(
        StepDraft(1, "จัดทำแผน", responsible=("ศึกษานิเทศก์",), actions=("plan",)),
        StepDraft(2, "เสนอแผนต่อผู้อำนวยการ", responsible=("ศึกษานิเทศก์",), decision=Decision.APPROVE),
        StepDraft(3, "รายงานผล", responsible=("ศึกษานิเทศก์",), actions=("report",)),
    ),
)


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def back(text: str) -> ProcedureDraft:
    (one,) = read_bpmn(text.encode(), name="x.bpmn").draft.procedures
    return one


def problems(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ExchangeError) as caught:
        read_bpmn(text.encode() if isinstance(text, str) else text, name="x.bpmn")
    return caught.value.problems


@with_schema
@pytest.mark.parametrize("procedure", all_procedures(), ids=title_of)
def test_what_goes_out_is_valid(procedure: ProcedureDraft) -> None:
    schema().assertValid(etree.fromstring(write_bpmn(procedure, unit_name="กลุ่มนิเทศฯ").encode()))


@pytest.mark.parametrize("procedure", all_procedures(), ids=title_of)
def test_a_procedure_comes_back_the_same(procedure: ProcedureDraft) -> None:
    assert back(write_bpmn(procedure, unit_name="กลุ่มนิเทศฯ")) == bare_procedure(procedure)


@given(procedures)
@effort(max_examples=40, deadline=None)
def test_whatever_a_procedure_says_comes_back(procedure: ProcedureDraft) -> None:
    text = write_bpmn(procedure)
    assert back(text) == procedure
    assert not SCHEMA.exists() or schema().validate(etree.fromstring(text.encode()))


def test_the_picture_has_the_coordinates_of_the_chart() -> None:
    procedure = shipped()[0]
    drawn = layout(chart_of_draft(procedure))
    root = etree.fromstring(write_bpmn(procedure).encode())
    shapes = root.xpath(
        "//*[local-name()='BPMNShape'][starts-with(@bpmnElement, 'step_')]/*[local-name()='Bounds']"
    )
    boxes = [node for node in drawn.nodes if node.kind == "task"]
    assert [float(one.get("x")) for one in shapes] == pytest.approx([box.x for box in boxes], abs=0.06)
    # A pool has a band for its name, below which everything stands as in our picture.
    assert [float(one.get("y")) - 30 for one in shapes] == pytest.approx([box.y for box in boxes], abs=0.06)
    assert len(root.xpath("//*[local-name()='BPMNEdge']")) == len(drawn.edges)


def test_long_thai_is_broken_between_words() -> None:
    text = write_bpmn(
        replace(GATED, steps=(replace(GATED.steps[0], title="สำรวจความต้องการจำเป็นของครูและผู้เรียนทุกโรงเรียน"),))
    )
    (name,) = re.findall(r'<bpmn:task id="step_1" name="([^"]*)"', text)
    assert name.split("&#10;") == ["1. สำรวจความต้องการจำเป็น", "ของครูและผู้เรียนทุกโรงเรียน"]


def test_a_matter_that_goes_up_passes_the_head_and_the_deputy() -> None:
    root = etree.fromstring(write_bpmn(GATED).encode())
    lanes = {
        one.get("name"): [ref.text for ref in one.findall("b:flowNodeRef", SPACES)]
        for one in root.iterfind(".//b:lane", SPACES)
    }
    assert lanes == {
        "ศึกษานิเทศก์": ["start", "step_1", "step_2", "step_3", "end"],
        "ผอ.กลุ่ม": ["pass_2_1"],
        "รอง ผอ. ที่กำกับ": ["pass_2_2"],
        "ผอ.สำนักงานเขต": ["gate_2"],
    }


# Changed in another tool


def test_a_task_that_was_reworded_keeps_the_rest() -> None:
    text = write_bpmn(GATED).replace('name="1. จัดทำแผน"', 'name="1. จัดทำแผน&#10;ทั้งปี"')
    step = back(text).steps[0]
    assert (step.title, step.actions) == ("จัดทำแผนทั้งปี", ("plan",))


def test_a_task_in_another_lane_is_done_by_whom_it_names() -> None:
    text = write_bpmn(GATED)
    moved = text.replace("<bpmn:flowNodeRef>step_3</bpmn:flowNodeRef>", "", 1).replace(
        "<bpmn:flowNodeRef>pass_2_1</bpmn:flowNodeRef>",
        "<bpmn:flowNodeRef>pass_2_1</bpmn:flowNodeRef><bpmn:flowNodeRef>step_3</bpmn:flowNodeRef>",
    )
    assert [one.responsible for one in back(moved).steps] == [("ศึกษานิเทศก์",), ("ศึกษานิเทศก์",), ("ผอ.กลุ่ม",)]


def test_a_gateway_with_another_word_asks_for_something_else() -> None:
    text = write_bpmn(GATED).replace('name="อนุมัติ">', 'name="เห็นชอบ">')
    assert back(text).steps[1].decision == Decision.ENDORSE


def test_the_title_of_the_process_counts() -> None:
    text = write_bpmn(GATED).replace(
        '<bpmn:process id="process" name="งานแผน"', '<bpmn:process id="process" name="งานแผนปี 2570"'
    )
    assert back(text).title == "งานแผนปี 2570"


# From another tool


def drawn(*elements: str, flows: str, lanes: str = "") -> str:
    """A process as a tool writes it that knows nothing of us; `flows` are pairs “a>b”, with words “a>b:ใช่”."""
    lines = []
    for number, flow in enumerate(flows.split()):
        pair, _, words = flow.partition(":")
        source, _, target = pair.partition(">")
        lines.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}" name="{words}"/>'
        )
    return (
        '<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
        f'<process id="p" name="งานจัดซื้อ">{lanes}<startEvent id="s"/>{"".join(elements)}<endEvent id="e"/>{"".join(lines)}</process></definitions>'
    )


TASK_A, TASK_B = '<userTask id="a" name="1. สำรวจความต้องการ"/>', '<task id="b" name="จัดทำ&#10;รายงาน"/>'
GATE = '<exclusiveGateway id="g" name="อนุมัติหรือไม่"/>'


def test_tasks_of_another_tool_are_steps_in_the_order_of_their_flows() -> None:
    lanes = '<laneSet id="l"><lane id="l1" name="ครู"><flowNodeRef>b</flowNodeRef></lane></laneSet>'
    one = back(drawn(TASK_B, TASK_A, flows="s>a a>b b>e", lanes=lanes))
    assert one.title == "งานจัดซื้อ"
    assert [(step.number, step.title, step.responsible) for step in one.steps] == [
        (1, "สำรวจความต้องการ", ()),
        (2, "จัดทำรายงาน", ("ครู",)),
    ]
    assert [step.actions for step in one.steps] == [("survey",), ("report",)]


@pytest.mark.parametrize(
    "flows",
    ["s>a a>g g>a:ไม่ใช่ g>b:ใช่ b>e", "s>a a>g g>e:ไม่ใช่ g>b:ใช่ b>e", "s>a a>g g>b b>e"],
    ids=["goes back", "ends", "leads on only"],
)
def test_a_gateway_decides_on_the_step_before_it(flows: str) -> None:
    one = back(drawn(TASK_A, GATE, TASK_B, flows=flows))
    assert [step.decision for step in one.steps] == [Decision.APPROVE, None]


def test_a_gateway_where_ways_only_meet_decides_nothing() -> None:
    text = drawn(TASK_A, '<exclusiveGateway id="m"/>', TASK_B, GATE, flows="s>m m>a a>g g>m g>b b>e")
    assert [step.decision for step in back(text).steps] == [Decision.APPROVE, None]


def test_the_word_may_stand_at_a_flow() -> None:
    gate = '<exclusiveGateway id="g" name="ผล"/>'
    one = back(drawn(TASK_A, gate, TASK_B, flows="s>a a>g g>a:ไม่เห็นชอบ g>b:เห็นชอบ b>e"))
    assert one.steps[0].decision == Decision.ENDORSE


@pytest.mark.parametrize("name", sorted(set(IN_THAI) | {"ioSpecification", "category"}))
def test_everything_else_is_refused_by_its_name(name: str) -> None:
    assert name not in TAKEN
    said = problems(drawn(TASK_A, f'<{name} id="q" name="ส่งจดหมาย"/>', flows="s>a a>e"))
    assert len(said) == 1
    assert said[0].startswith(f"ไม่รับ “{name}”")
    assert "ชื่อ “ส่งจดหมาย”" in said[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (drawn(TASK_A, TASK_B, flows="s>a s>b a>e b>e"), "แยกไป 2 ทาง"),
        (
            drawn(TASK_A, GATE, TASK_B, '<task id="c" name="ค"/>', flows="s>a a>g g>b g>c b>e c>e"),
            "แยกไป 2 ทาง",
        ),
        (drawn(TASK_A, TASK_B, flows="s>a a>e"), "ไม่ได้ต่อจากจุดเริ่ม: task “จัดทำ รายงาน”"),
        (drawn(TASK_A, TASK_B, flows="s>a a>b b>a"), "ย้อนกลับไปโดยไม่ผ่านเกตเวย์"),
        (drawn(TASK_A, TASK_B, flows="s>a a>b"), "ไม่มีเส้นไปยังขั้นถัดไปหรือจุดสิ้นสุด"),
        (drawn(TASK_A, '<startEvent id="s2"/>', flows="s>a a>e"), "ต้องมีจุดเริ่ม (startEvent) 1 จุด พบ 2 จุด"),
        (drawn(TASK_A, flows="s>a a>z"), "ชี้ไปยังสิ่งที่ไม่มีในไฟล์ (a → z)"),
        (drawn('<task id="a"/>', flows="s>a a>e"), "ไม่มีชื่อ"),
        (drawn(TASK_A, '<exclusiveGateway id="g" name="ดีไหม"/>', flows="s>a a>g g>a g>e"), "ไม่บอกว่าขออะไร"),
        (drawn(GATE, TASK_A, flows="s>g g>a g>e a>e"), "อยู่ก่อนขั้นตอนแรก"),
        (
            drawn(TASK_A, GATE, '<exclusiveGateway id="h" name="ลงนาม"/>', flows="s>a a>g g>a g>h h>a h>e"),
            "เป็นเกตเวย์ที่สองของขั้นตอนเดียวกัน",
        ),
        (
            drawn(
                '<task id="a" name="ก"><extensionElements><x:y xmlns:x="http://tool"/></extensionElements></task>',
                flows="s>a a>e",
            ),
            "ไม่รับส่วนขยาย “y” (http://tool)",
        ),
        ("<html/>", "ไม่ใช่ไฟล์ BPMN 2.0 (พบ “html” แทน “definitions”)"),
        ("<definitions", "ไม่ใช่ไฟล์ BPMN ที่สมบูรณ์ โปรดตรวจบรรทัดที่ 1"),
        ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "ไม่มี process ในไฟล์"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "ไม่ใช่ไฟล์ BPMN ที่สมบูรณ์"),
    ],
)
def test_what_a_manual_cannot_say_is_told(text: str, said: str) -> None:
    found = problems(text)
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY a "กกกกกกกกกก"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">',
    ],
    ids=["a file of the machine", "a bomb", "an address"],
)
def test_entities_are_refused_before_anything_is_read(start: str) -> None:
    (said,) = problems(f'<?xml version="1.0"?>{start}<definitions>&x;</definitions>')
    assert "ไม่รับไฟล์ที่มี DOCTYPE หรือ ENTITY" in said


def test_facts_of_ours_are_checked_like_those_of_yaml() -> None:
    text = write_bpmn(GATED).replace(
        "<nithet:actions>plan</nithet:actions>", "<nithet:actions>dance</nithet:actions>"
    )
    (said,) = problems(
        text.replace("<nithet:number>3</nithet:number>", "<nithet:number>3</nithet:number><nithet:colour/>")
    )[:1]
    assert "dance" in said or "colour" in said
    assert len(problems(text)) == 1


def test_several_processes_are_several_procedures() -> None:
    one, two = (
        write_bpmn(GATED),
        write_bpmn(replace(GATED, title="งานที่สอง")).replace('id="process"', 'id="process2"'),
    )
    process = two[two.index("<bpmn:process ") : two.index("</bpmn:process>") + len("</bpmn:process>")]
    both = one.replace("</bpmn:process>", f"</bpmn:process>{process}")
    found = read_file(both.encode(), name="x").draft.procedures
    assert [procedure.title for procedure in found] == ["งานแผน", "งานที่สอง"]


def test_a_deep_file_is_no_harm() -> None:
    deep = "<lane>" * 50_000 + "</lane>" * 50_000
    said = problems(
        drawn(TASK_A, flows="s>a a>e", lanes=f"<laneSet>{deep}</laneSet>")
        .replace("<lane>", "<childLaneSet>")
        .replace("</lane>", "</childLaneSet>")
    )
    assert said[0].startswith("ไม่รับ “childLaneSet”")

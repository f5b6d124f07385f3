"""A procedure as BPMN 2.0: its flow chart as elements, lanes and a diagram with the coordinates of the SVG.

Tools show names and places; all that the manual says besides stands in extension elements of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET  # builds only: defusedxml parses

from nithet.manuals.draft import ProcedureDraft
from nithet.manuals.exchange.bpmn_diagram import diagram
from nithet.manuals.exchange.bpmn_facts import facts_element, legal
from nithet.manuals.exchange.bpmn_names import END, GATEWAY, NITHET, START, bpmn
from nithet.manuals.exchange.content import bare_procedure
from nithet.manuals.exchange.plain_out import procedure_data, step_data
from nithet.manuals.flowchart.charting import chart_of_draft
from nithet.manuals.flowchart.lanes import WIDTH
from nithet.manuals.flowchart.layout import layout
from nithet.manuals.flowchart.plan import Plan, plan
from nithet.manuals.flowchart.shapes import FlowLayout
from nithet.manuals.flowchart.text import Block

PROCESS, POOL = "process", "pool"
_SAID = ("who", "words")


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart planned and laid out, and the ids of its nodes: `ids[i]` is that of node i."""

    procedure: ProcedureDraft
    planned: Plan
    drawn: FlowLayout
    ids: tuple[str, ...]


def write_bpmn(procedure: ProcedureDraft, *, unit_name: str = "", width: float = WIDTH) -> str:
    """One procedure as a file of its own."""
    chart = chart_of_draft(procedure, unit_name=unit_name)
    planned = plan(chart)
    one = Drawing(bare_procedure(procedure), planned, layout(chart, width=width), tuple(_ids(planned)))
    root = ET.Element(
        bpmn("definitions"), {"id": "definitions", "targetNamespace": NITHET, "exporter": "Nithet"}
    )
    root.append(_collaboration(one))
    root.append(_process(one))
    root.append(diagram(one.drawn, one.ids, pool=POOL))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def words_of(text: Block) -> str:
    """The words of a shape or an arrow, a line each, as they are wrapped in the picture."""
    return "\n".join(legal(line.text) for line in text.lines)


def _ids(planned: Plan) -> Iterator[str]:
    """start, step_1, pass_1_1, gate_1, …, end; steps are counted from 1."""
    boxes: dict[int | None, int] = {}
    for node in planned.nodes:
        place = (node.step or 0) + 1
        if node.kind == "task":
            passes = boxes[node.step] = boxes.get(node.step, -1) + 1
            yield f"pass_{place}_{passes}" if passes else f"step_{place}"
        else:
            yield f"gate_{place}" if node.kind == "decision" else node.kind


def _collaboration(one: Drawing) -> ET.Element:
    made = ET.Element(bpmn("collaboration"), {"id": "collaboration"})
    title = legal(one.procedure.title)
    ET.SubElement(made, bpmn("participant"), {"id": POOL, "name": title, "processRef": PROCESS})
    return made


def _process(one: Drawing) -> ET.Element:
    title = legal(one.procedure.title)
    made = ET.Element(bpmn("process"), {"id": PROCESS, "name": title, "isExecutable": "false"})
    data = procedure_data(one.procedure)
    data.pop("steps", None)
    made.append(_extension(facts_element("procedure", data)))
    made.append(_lanes(one))
    for place in range(len(one.ids)):
        made.append(_node(one, place))
    for number, edge in enumerate(one.drawn.edges, 1):
        facts = {"id": f"flow_{number}", "sourceRef": one.ids[edge.source], "targetRef": one.ids[edge.target]}
        words = "\n".join(words_of(label.text) for label in edge.labels)
        ET.SubElement(made, bpmn("sequenceFlow"), facts | ({"name": words} if words else {}))
    return made


def _lanes(one: Drawing) -> ET.Element:
    made = ET.Element(bpmn("laneSet"), {"id": "lanes"})
    for place, lane in enumerate(one.planned.lanes):
        inner = ET.SubElement(made, bpmn("lane"), {"id": f"lane_{place + 1}", "name": legal(lane.title)})
        for key, node in zip(one.ids, one.planned.nodes, strict=True):
            if node.lane == place:
                ET.SubElement(inner, bpmn("flowNodeRef")).text = key
    return made


_KINDS = {"start": START, "task": "task", "decision": GATEWAY, "end": END}


def _node(one: Drawing, place: int) -> ET.Element:
    node, key = one.drawn.nodes[place], one.ids[place]
    words = Block(tuple(line for line in node.text.lines if line.role in _SAID))
    made = ET.Element(bpmn(_KINDS[node.kind]), {"id": key, "name": words_of(words)})
    if node.kind == "task" and node.step is not None:
        lane = f"lane_{node.lane + 1}"
        if key.startswith("step_"):
            made.append(
                _extension(facts_element("step", step_data(one.procedure.steps[node.step]), lane=lane))
            )
        else:
            made.append(_extension(facts_element("station", {})))
    for number, edge in enumerate(one.drawn.edges, 1):
        if edge.target == place:
            ET.SubElement(made, bpmn("incoming")).text = f"flow_{number}"
    for number, edge in enumerate(one.drawn.edges, 1):
        if edge.source == place:
            ET.SubElement(made, bpmn("outgoing")).text = f"flow_{number}"
    return made


def _extension(*facts: ET.Element) -> ET.Element:
    made = ET.Element(bpmn("extensionElements"))
    made.extend(facts)
    return made
